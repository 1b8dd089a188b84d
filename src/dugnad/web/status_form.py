"""The form of one year: for each question the answers to choose among, a link to evidence and a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from dugnad.plan.questions import Asked, Question, QuestionSet
from dugnad.records.actions.status import Given
from dugnad.records.models.status import StatusAnswer
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One radio button."""

    id: str
    value: str
    text: str
    is_chosen: bool
    is_suggested: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One question as the page shows it."""

    question: Question
    duty: Asked | None
    value: BoundField
    evidence_url: BoundField
    note: BoundField
    choices: tuple[Choice, ...]
    kept: StatusAnswer | None
    theirs: dict[str, str] | None
    """What somebody else has saved meanwhile, where it differs from what stands in the form."""

    @property
    def fields(self) -> tuple[BoundField, ...]:
        """Its fields, in the page's order."""
        return self.value, self.evidence_url, self.note


class StatusForm(forms.Form):
    """Fields named after the questions: `anchoring-value`, `anchoring-evidence_url`, `anchoring-note`."""

    def __init__(
        self, questions: QuestionSet, kept: Mapping[str, StatusAnswer], data: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data)
        self.questions, self.answers_kept = questions, kept
        for question in questions.questions:
            self.add_question(question, kept.get(question.key))

    def add_question(self, question: Question, kept: StatusAnswer | None) -> None:
        """Its three fields, filled with what is kept. A suggestion is shown beside, never filled in."""
        key, here = question.key, language()
        choices = [(answer.value, own(answer.text)) for answer in question.answers]
        self.fields[f"{key}-value"] = forms.ChoiceField(
            label=own(question.name),
            required=False,
            choices=[*choices, ("", words("status.not-answered", here))],
            initial=kept.value if kept and kept.is_confirmed else "",
        )
        self.fields[f"{key}-evidence_url"] = forms.CharField(
            label=words("status.evidence-url", here),
            help_text=own(question.evidence),
            required=False,
            max_length=500,
            widget=forms.URLInput(attrs={"inputmode": "url"}),
            initial=kept.evidence_url if kept else "",
        )
        self.fields[f"{key}-note"] = forms.CharField(
            label=words("status.note", here),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=kept.note if kept else "",
        )

    def given(self) -> dict[str, Given]:
        """What was answered, by question; a question that the sent form does not hold is left as it is."""
        sent = [question.key for question in self.questions.questions if f"{question.key}-value" in self.data]
        return {
            key: Given(
                value=self.cleaned_data[f"{key}-value"],
                evidence_url=self.cleaned_data[f"{key}-evidence_url"],
                note=self.cleaned_data[f"{key}-note"],
            )
            for key in sent
        }

    def askings(self, duties: Mapping[str, Asked | None], *, is_conflict: bool = False) -> Iterator[Asking]:
        """The questions in order, as the page shows them."""
        for question in self.questions.questions:
            value = self[f"{question.key}-value"]
            kept = self.answers_kept.get(question.key)
            yield Asking(
                question=question,
                duty=duties.get(question.key),
                value=value,
                evidence_url=self[f"{question.key}-evidence_url"],
                note=self[f"{question.key}-note"],
                choices=tuple(choices_of(value, kept)),
                kept=kept,
                theirs=theirs(question, kept, str(value.value() or "")) if is_conflict else None,
            )


def choices_of(field: BoundField, kept: StatusAnswer | None) -> Iterator[Choice]:
    """The buttons; the one that is only suggested is marked as such."""
    chosen = str(field.value() or "")
    suggestion = kept.value if kept and not kept.is_confirmed else None
    for number, (value, text) in enumerate(field.field.choices):  # type: ignore[attr-defined]
        yield Choice(
            id=f"{field.auto_id}_{number}",
            value=value,
            text=str(text),
            is_chosen=value == chosen,
            is_suggested=bool(value) and value == suggestion,
        )


def theirs(question: Question, kept: StatusAnswer | None, mine: str) -> dict[str, str] | None:
    """The other's answer, where it is another one."""
    if kept is None or not kept.is_confirmed or kept.value == mine:
        return None
    answer = question.answer(kept.value)
    return answer.text if answer else {name: words("status.not-answered", name) for name in ("nb", "nn", "en")}
