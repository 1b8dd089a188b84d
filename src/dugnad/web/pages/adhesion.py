"""A body's adhesion: where it stands, the decisions behind it, and the form for those who may record one."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.records.actions.decisions import record_decision, settle_decision
from dugnad.records.models.decisions import Decision
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_record_decision
from dugnad.records.queries.decisions import Adhesion, adhesion_of
from dugnad.records.resting import correctable
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import asked_body, me, must, person_of
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.told import tell

About = Decision.About
NEXT = {"invited": About.JOIN, "withdrawn": About.JOIN, "joined": About.WITHDRAW, "confirmed": About.CONFIRM,
        "not-confirmed": About.CONFIRM}  # fmt: skip
"""Which decision can be recorded next."""
ASKED = (About.CONFIRM, About.JOIN, About.WITHDRAW)


class DecisionForm(TextForm):
    """One decision; which one is asked for stands beside the form."""

    texts: ClassVar[str] = "adhesion"

    decided_by = forms.CharField(max_length=120)
    on = forms.DateField(widget=DayInput)
    case_number = forms.CharField(max_length=60, required=False)
    document_url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    responsible = forms.CharField(max_length=120, required=False)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def asks_for(self, about: str) -> DecisionForm:
        """Only what this decision needs."""
        if about in {About.WITHDRAW, About.ADOPT_PLAN}:
            del self.fields["responsible"]
        elif about == About.CONFIRM:
            self.fields["responsible"].required = True
        return self


class SettleForm(forms.Form):
    """Which decision is the body's own, or not."""

    decision = forms.UUIDField()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    body = asked_body(key)
    adhesion = adhesion_of(body)
    may_record = may_record_decision(person_of(request), body)
    if request.method != "POST":
        wrong = wrong_one(body, request.GET.get("correct", "")) if may_record else None
        form = old_form(wrong) if wrong else new_form(adhesion) if may_record else None
        return page(request, body, adhesion, form, wrong=wrong)
    must(may_record)
    if request.POST.get("act") in {"confirm", "reject"}:
        return settle(request, body)
    return record(request, body, adhesion, wrong_one(body, request.POST.get("corrects", "")))


def wrong_one(body: Body, asked: str) -> Decision | None:
    """The decision that is to be corrected; none where none is asked for, no page where it is not the body's."""
    if not asked:
        return None
    try:
        found = body.decisions.filter(pk=UUID(asked)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404(asked[:40])
    return found


def old_form(wrong: Decision) -> DecisionForm:
    """The form with what was recorded."""
    said = {name: getattr(wrong, name) for name in DecisionForm.base_fields}
    return DecisionForm(initial=said).asks_for(wrong.about)


def new_form(adhesion: Adhesion) -> DecisionForm | None:
    """The empty form for what can be decided next."""
    about = NEXT.get(adhesion.state)
    return DecisionForm(initial={"on": timezone.localdate()}).asks_for(about) if about else None


def record(request: HttpRequest, body: Body, adhesion: Adhesion, wrong: Decision | None) -> HttpResponse:
    """Take the form in; what is wrong is told beside what was written."""
    about = wrong.about if wrong else request.POST.get("about", "")
    form = DecisionForm(request.POST).asks_for(about)
    if form.is_valid():
        try:
            if wrong is None:
                must_be_asked(about)
            record_decision(by=me(request), body=body, about=about, corrects=wrong, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, f"adhesion.told-{about}")
            return redirect("adhesion", body.key)
    return page(request, body, adhesion, form, status=400, wrong=wrong)


def must_be_asked(about: str) -> None:
    """Only what this page is for; own plans are adopted on their own page."""
    if about not in ASKED:
        raise Refused("unknown", "There is no such choice here.")


def settle(request: HttpRequest, body: Body) -> HttpResponse:
    """Say whether what came without signing in is the body's own."""
    form = SettleForm(request.POST)
    decision = body.decisions.filter(pk=form.cleaned_data["decision"]).first() if form.is_valid() else None
    if decision is None:
        raise Http404(request.path)
    try:
        settle_decision(by=me(request), decision=decision, is_ours=request.POST["act"] == "confirm")
    except Refused as refused:
        adhesion = adhesion_of(body)
        return page(request, body, adhesion, new_form(adhesion), status=409, problem=refusal_words(refused))
    tell(request, "adhesion.told-settled")
    return redirect("adhesion", body.key)


def page(
    request: HttpRequest,
    body: Body,
    adhesion: Adhesion,
    form: DecisionForm | None,
    status: int = 200,
    problem: str = "",
    wrong: Decision | None = None,
) -> HttpResponse:
    """The page with the form, where there is one; `wrong` is what the form corrects."""
    may_record = may_record_decision(person_of(request), body)
    context = {
        "body": body,
        "adhesion": adhesion,
        "form": form,
        "about": wrong.about if wrong else NEXT.get(adhesion.state, ""),
        "wrong": wrong,
        "correctable": correctable(body) if may_record else frozenset(),
        "is_folded": adhesion.state in {"joined", "confirmed"} and not (form and form.is_bound),
        "problem": problem,
        "may_record": may_record,
    }
    return render(request, "adhesion/adhesion.html", context, status=status)


urls = [path("bodies/<str:key>/adhesion/", show, name="adhesion")]
