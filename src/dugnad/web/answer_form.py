"""The form in which an adviser writes a public answer, and settles what may name somebody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from dugnad.desk.answer_text import LANGUAGES
from dugnad.desk.identify import Seen, seen_in, taken_out
from dugnad.desk.proposal import MOST, Proposal
from dugnad.desk.shipped_answers import load_subjects
from dugnad.records.case_names import Names
from dugnad.web import shelf
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.templatetags.text import own

GROUP_FIELDS = ("group1", "group2", "group3")
NEEDED_LATER = ("subject", "review_by")
"""A proposal is kept without them, and not published; their hints say so."""


class AnswerForm(TextForm):
    """The words in one language, and what the answer is tied to."""

    texts: ClassVar[str] = "answers"

    question = forms.CharField(max_length=MOST["question"], widget=forms.Textarea(attrs={"rows": 2}))
    short = forms.CharField(max_length=MOST["short"], required=False, widget=forms.Textarea(attrs={"rows": 3}))
    details = forms.CharField(max_length=MOST["details"], required=False, widget=forms.Textarea(attrs={"rows": 5}))
    answer = forms.CharField(max_length=MOST["answer"], widget=forms.Textarea(attrs={"rows": 14}))
    subject = forms.ChoiceField(required=False)
    group1 = forms.ChoiceField(required=False)
    group2 = forms.ChoiceField(required=False)
    group3 = forms.ChoiceField(required=False)
    cpv = forms.CharField(max_length=120, required=False)
    review_by = forms.DateField(required=False, widget=DayInput)

    def __init__(self, *given: Any, proposal: Proposal | None = None, language: str, **named: Any) -> None:
        if proposal is not None:
            named["initial"] = initial_of(proposal)
        super().__init__(*given, **named)
        self.language = language
        for name in NEEDED_LATER:
            self.fields[name].is_needed_later = True  # type: ignore[attr-defined] # read by part/field.html
        groups = sorted(shelf.library().groups.values(), key=lambda one: shelf.spoken(one.name))
        self.fields["subject"].choices = [("", "–"), *((one, own(names)) for one, names in load_subjects().items())]  # type: ignore[attr-defined]
        for name in GROUP_FIELDS:
            self.fields[name].choices = [("", "–"), *((one.id, shelf.spoken(one.name)) for one in groups)]  # type: ignore[attr-defined]

    def proposal(self) -> Proposal:
        """What was filled in."""
        told = self.cleaned_data
        return Proposal(
            language=self.language,
            question=told["question"],
            details=told["details"],
            short=told["short"],
            answer=told["answer"],
            subject=told["subject"],
            groups=tuple(told[name] for name in GROUP_FIELDS if told[name]),
            cpv=tuple(told["cpv"].replace(",", " ").replace(";", " ").split()),
            review_by=told["review_by"],
        )


def initial_of(proposal: Proposal) -> dict[str, Any]:
    """The proposal as the form begins with it."""
    groups = dict(zip(GROUP_FIELDS, proposal.groups, strict=False))
    return {
        "question": proposal.question, "short": proposal.short, "details": proposal.details, "answer": proposal.answer,
        "subject": proposal.subject, "cpv": ", ".join(proposal.cpv), "review_by": proposal.review_by, **groups,
    }  # fmt: skip


def asked_language(given: str, otherwise: str) -> str:
    """The language that is written in."""
    return given if given in LANGUAGES else otherwise


def reasons_in(posted: QueryDict) -> dict[str, str]:
    """Why each mark stays, by its key. An emptied field takes the reason back."""
    return dict(zip(posted.getlist("mark"), posted.getlist("reason"), strict=False))


def without_marks(proposal: Proposal, posted: QueryDict, names: Names) -> Proposal:
    """The proposal without what was asked to be taken out: one thing, or everything that has no reason."""
    reasons = reasons_in(posted)
    if posted.get("do") == "remove-all":
        keys = {one.key for one in marks_of(proposal, names) if not reasons.get(one.key, "").strip()}
    else:
        keys = {posted.get("remove", "")}
    question, details, short, answer = (taken_out(text, keys, names.known, names.bodies) for text in proposal.texts)
    return replace(proposal, question=question, details=details, short=short, answer=answer)


def marks_of(proposal: Proposal, names: Names) -> tuple[Seen, ...]:
    """What may name somebody in the proposal's words."""
    return seen_in(proposal.texts, names.known, names.bodies)
