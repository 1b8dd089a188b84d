"""A body's official post address, website and language; and who hosts a county's support desk."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.records.actions.bodies import LANGUAGES, appoint_host, change_contact
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_appoint_host, may_change_contact
from dugnad.records.queries.register import body_by_key, hosts_of, living_bodies, named
from dugnad.web.asked import asked_text
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.mail import can_send, send_note
from dugnad.web.pages.register import counties
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.words import words

MOST_FOUND = 20


class ContactForm(TextForm):
    """Where the body is written to. `is_sure` is asked only when an address looks like a person's own."""

    texts: ClassVar[str] = "register"

    email = forms.EmailField(max_length=254, required=False)
    website = forms.URLField(max_length=300, required=False, assume_scheme="https")
    language = forms.ChoiceField(choices=[])
    is_sure = forms.BooleanField(required=False)

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        choices = [(one, words(f"register.language-{one}", language())) for one in LANGUAGES]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest, key: str) -> HttpResponse:
    body = asked_body(key)
    must(may_change_contact(me(request), body))
    first = {name: getattr(body, name) for name in ("email", "website", "language")}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=first)
    asks_if_sure = False
    if request.method == "POST" and form.is_valid():
        try:
            change_contact(by=me(request), body=body, **form.cleaned_data)
        except Refused as refused:
            asks_if_sure = refused.code == "personal-address"
            tell_refusal(form, refused)
        else:
            tell_old_address(body, str(first["email"]))
            return redirect(f"{request.path}?saved=1")
    if not asks_if_sure:
        del form.fields["is_sure"]
    context = {"body": body, "form": form, "is_saved": request.GET.get("saved") == "1"}
    return render(request, "register/contact.html", context, status=400 if form.errors else 200)


def tell_old_address(body: Body, old: str) -> None:
    """Whoever reads the address of before hears that letters go elsewhere, and can object."""
    if old and old != body.email and can_send():
        send_note(old, "register.address-changed", body.language or "nb", body=body.called(body.language or "nb"))


class HostForm(TextForm):
    """Who hosts the desk, from when."""

    texts: ClassVar[str] = "register"

    host = forms.CharField(max_length=80, widget=forms.RadioSelect)
    since = forms.DateField(widget=DayInput)

    def offer(self, bodies: list[Body]) -> HostForm:
        """The bodies to choose among."""
        self.fields["host"].widget.choices = [(body.key, body.called(language())) for body in bodies]
        return self

    def body(self) -> Body:
        """The body that was chosen."""
        found = body_by_key(self.cleaned_data["host"])
        if found is None:
            raise Refused("unknown-body", "Choose one of the bodies.", field="host")
        return found


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_host(request: HttpRequest, county: str) -> HttpResponse:
    if county not in counties():
        raise Http404(county)
    must(may_appoint_host(me(request), county))
    text = asked_text(request, "q")
    found = named(living_bodies(timezone.localdate()), text)[:MOST_FOUND] if text else hosts_likely(county)
    form = HostForm(request.POST if request.method == "POST" else None, initial={"since": timezone.localdate()}).offer(
        list(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            appoint_host(by=me(request), county=county, body=form.body(), since=form.cleaned_data["since"])
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "register.told-host")
            return redirect("county-host", county)
    hosts = hosts_of(county)
    context = {"county": county, "form": form, "hosts": hosts, "text": text, "found": found}
    return render(request, "register/host.html", context, status=400 if form.errors else 200)


def hosts_likely(county: str) -> list[Body]:
    """The county municipality and the Statsforvalter, who host most desks; others are searched for."""
    bodies = living_bodies(timezone.localdate()).filter(county=county, kind__in=("county", "governor"))
    return list(bodies[:MOST_FOUND])


urls = [
    path("bodies/<str:key>/contact/", show, name="body-contact"),
    path("counties/<str:county>/host/", show_host, name="county-host"),
]
