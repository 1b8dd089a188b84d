"""The forms of a case's page: one a deed. Each carries the version that its writer had on screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from dugnad.desk.question import MOST_TEXT, MOST_TITLE, ROLES
from dugnad.errors import Refused
from dugnad.records.actions.cases import CLOSED_BECAUSE
from dugnad.records.models.cases import Case
from dugnad.web.codes import known_code
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.refusal import refusal_words
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

Choices = list[tuple[str, str]]
ROWS = 4
MOST_BODY, MOST_CPV = 200, 60
MOST_TYPED = 2 * MOST_TEXT
"""A browser sends each line end as two signs; the deed itself counts them as one."""


def writing(rows: int = ROWS) -> forms.Textarea:
    """A field for a longer text."""
    return forms.Textarea(attrs={"rows": rows})


class CodeField(forms.CharField):
    """A CPV code, as people write it; it must be one."""

    def clean(self, value: Any) -> str:
        """The eight digits; empty where nothing was written."""
        written = str(super().clean(value))
        code = known_code(written)
        if written and not code:
            raise forms.ValidationError(refusal_words(Refused("not-cpv", "That is no CPV code.")))
        return code


class DeedForm(TextForm):
    """A deed on a case: `seen` is the case's version, `read` how much of the conversation was on screen."""

    texts: ClassVar[str] = "cases"

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    read = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """What the deed is given beside who does it and to which case."""
        return {name: value for name, value in self.cleaned_data.items() if name != "read"}


class TakeForm(DeedForm):
    """Take a case, or give it back: nothing to fill in."""


class HandOverForm(DeedForm):
    """To another desk, with a word to the colleagues there."""

    desk = forms.ChoiceField(choices=[])
    note = forms.CharField(max_length=MOST_TYPED, required=False, widget=writing())


class ConsultForm(DeedForm):
    """Ask colleagues at one's own desk or another."""

    desk = forms.ChoiceField(choices=[])
    text = forms.CharField(max_length=MOST_TYPED, widget=writing())


class AdviceForm(TextForm):
    """What a colleague who was asked thinks."""

    texts: ClassVar[str] = "cases"
    advice = forms.CharField(max_length=MOST_TYPED, widget=writing())


class NoteForm(TextForm):
    """A note for the desk."""

    texts: ClassVar[str] = "cases"
    note = forms.CharField(max_length=MOST_TYPED, widget=writing())


class AskBackForm(DeedForm):
    """What is missing before the desk can answer."""

    question = forms.CharField(max_length=MOST_TYPED, widget=writing())


class MergeForm(DeedForm):
    """Into which of the same asker's cases."""

    into = forms.ChoiceField(choices=[], widget=forms.RadioSelect)


class DescribeForm(DeedForm):
    """What the case is about, and for whom."""

    title = forms.CharField(max_length=MOST_TITLE)
    body = forms.CharField(max_length=MOST_BODY, required=False)
    group = forms.ChoiceField(choices=[], required=False)
    cpv = CodeField(max_length=MOST_CPV, required=False)
    asker_role = forms.ChoiceField(choices=[], required=False)
    deadline = forms.DateField(required=False, widget=DayInput)
    is_legal = forms.BooleanField(required=False)


class DraftForm(TextForm):
    """The answer being written. `joined`: the texts beside it that the writer had on screen."""

    texts: ClassVar[str] = "cases"

    answer = forms.CharField(max_length=MOST_TYPED, required=False, widget=writing(14), strip=False)
    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    joined = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    find = forms.CharField(max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def numbers(self) -> list[int]:
        """The texts beside that were on screen, by number."""
        return [int(one) for one in self.cleaned_data["joined"].split(",") if one.isascii() and one.isdigit()]


class ReaderForm(DeedForm):
    """Who is asked to read the answer before it goes."""

    reader = forms.ChoiceField(choices=[], required=False)
    is_legal = forms.BooleanField(required=False, widget=forms.HiddenInput)


class JudgeForm(DeedForm):
    """What the second reader thinks."""

    remark = forms.CharField(max_length=MOST_TYPED, required=False, widget=writing())


class AnswerForm(DeedForm):
    """Send the draft as it stands. `is_vouched`: it points to a rule, and is no legal answer all the same."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    is_vouched = forms.BooleanField(required=False, widget=forms.HiddenInput)


class CloseForm(DeedForm):
    """End the case without a new answer; `known`: the public answer that was enough."""

    reason = forms.ChoiceField(choices=[])
    known = forms.IntegerField(min_value=1, max_value=999_999_999, required=False)


class ReopenForm(TextForm):
    """Take it up again, with a word why."""

    texts: ClassVar[str] = "cases"
    why = forms.CharField(max_length=MOST_TYPED, required=False, widget=writing(3))


FORMS: dict[str, type[TextForm]] = {
    "take": TakeForm, "release": TakeForm, "hand-over": HandOverForm, "consult": ConsultForm, "advise": AdviceForm,
    "note": NoteForm, "ask-back": AskBackForm, "merge": MergeForm, "describe": DescribeForm, "reader": ReaderForm,
    "judge": JudgeForm, "answer": AnswerForm, "close": CloseForm, "reopen": ReopenForm,
}  # fmt: skip
"""Each deed's form; the draft's own is handled by itself."""


def desk_choices(counties: Iterable[str], own: str = "") -> Choices:
    """Desks by their county's name; the own one first where it may be chosen."""
    first = [(own, words("cases.own-desk", language()))] if own else []
    return first + [(county, in_words(county, "county")) for county in counties]


def role_choices() -> Choices:
    """Who asks, for the figures of reach."""
    return [("", words("cases.role-untold", language()))] + [
        (role, words(f"cases.role-{role}", language())) for role in ROLES
    ]


def reason_choices() -> Choices:
    """Why a case ends without a new answer."""
    return [(reason, words(f"cases.closed-{reason}", language())) for reason in CLOSED_BECAUSE]


def case_choices(cases: Iterable[Case]) -> Choices:
    """Cases by number and title."""
    return [(str(one.pk), f"{one.number}: {one.title}") for one in cases]


def offer(form: forms.Form, field: str, choices: Choices) -> None:
    """Give a field its choices."""
    if field in form.fields:
        form.fields[field].choices = choices  # type: ignore[attr-defined]
