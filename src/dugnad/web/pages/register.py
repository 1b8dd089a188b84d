"""The register for those who keep it: the list with what it lacks, and a body's obligation class."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.actions.bodies import change_class
from dugnad.records.models.register import Body, Kind, ObligationClass
from dugnad.records.permissions import may_keep_register
from dugnad.records.queries.register import Asked, body_page, counts_by_class, heirs, lineage, register_counts
from dugnad.register.classify import Above
from dugnad.register.reason import reason_texts
from dugnad.register.rules import load_rules
from dugnad.register.unit import Unit
from dugnad.web.asked import asked_page, asked_text
from dugnad.web.forms import TextForm
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

CONTACTS = ("email", "none")


def counties() -> tuple[str, ...]:
    """County numbers of today."""
    return NUMBERS


@never_cache
@require_safe
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    must(may_keep_register(me(request)))
    today = timezone.localdate()
    asked, is_bad = asked_bodies(request)
    found = body_page(asked, today)
    context = {
        "found": found,
        "asked": asked,
        "is_bad": is_bad or found.page != asked.page,
        "kinds": Kind.values,
        "classes": ObligationClass.values,
        "counties": counties(),
        "contacts": CONTACTS,
        "counts": register_counts(today),
        "by_class": counts_by_class(today),
    }
    return render(request, "register/register.html", context)


def asked_bodies(request: HttpRequest) -> tuple[Asked, bool]:
    """What the address asks for, as far as it exists; did it ask for anything else?"""
    allowed = {"kind": Kind.values, "class": ObligationClass.values, "county": counties(), "contact": CONTACTS}
    said = {name: asked_text(request, name) for name in allowed}
    known = {name: value if value in allowed[name] else "" for name, value in said.items()}
    page = asked_page(request)
    asked = Asked(
        text=asked_text(request, "q"),
        kind=known["kind"],
        obligation_class=known["class"],
        county=known["county"],
        contact=known["contact"],
        page=page or 1,
    )
    return asked, known != said or page is None


class ClassForm(TextForm):
    """A body's obligation class and the reason that everybody can read."""

    texts: ClassVar[str] = "register"

    obligation_class = forms.ChoiceField(choices=[])
    reason = forms.CharField(max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        choices = [(one, words(f"class.{one}", language())) for one in ObligationClass.values]
        self.fields["obligation_class"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_class(request: HttpRequest, key: str) -> HttpResponse:
    must(may_keep_register(me(request)))
    body = asked_body(key)
    form = ClassForm(
        request.POST if request.method == "POST" else None, initial={"obligation_class": body.obligation_class}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_class(by=me(request), body=body, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return redirect("register-class", body.key)
    before = tuple(one for one in lineage(body) if one != body)
    context = {"body": body, "form": form, "before": before, "heirs": heirs(body), **reason_of(body)}
    return render(request, "register/class.html", context, status=400 if form.errors else 200)


def reason_of(body: Body) -> dict[str, str]:
    """Why the body has its class, in the page's language where the rules say it; `tongue` where that is another.

    What a person wrote stands as written, in whatever language it is.
    """
    if body.origins.get("class_reason") == "person" or not body.class_reason:
        return {"reason": body.class_reason}
    unit = Unit(orgnr=body.orgnr or "", name=body.name, form=body.form, sector=body.sector)
    above = Above(body.parent.key, body.parent.name, body.parent.kind) if body.parent else None
    told = reason_texts(
        body.class_reason, kind=body.kind, obligation_class=body.obligation_class, unit=unit, above=above,
        rules=load_rules(),
    )  # fmt: skip
    return {"reason": told[language()]} if language() in told else {"reason": told["nb"], "tongue": "nb"}


urls = [
    path("register/", show, name="register"),
    path("register/class/<str:key>/", show_class, name="register-class"),
]
