"""The forms of letters: the letter itself, whom it goes to, when to remind."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.plan.letter import LANGUAGES, MOST_TEXT, Problem, letter_problems
from dugnad.plan.letter_words import first_letter
from dugnad.records.actions.letters import INVITED_ACTS, MOST_DAYS, SHALL_ACTS, checked_days
from dugnad.records.models.letters import Act, Letter, Run
from dugnad.records.models.register import Kind
from dugnad.records.queries.letters import CLASSES, STATUSES, Choice
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

TEXT_ROWS = 22


class LetterForm(TextForm):
    """A letter in its three languages."""

    texts: ClassVar[str] = "letters"

    title = forms.CharField(max_length=160)
    sender = forms.CharField(max_length=200)
    reply_by = forms.DateField(widget=DayInput, required=False)
    act_shall = forms.ChoiceField()
    act_invited = forms.ChoiceField()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, acts in (("act_shall", SHALL_ACTS), ("act_invited", INVITED_ACTS)):
            choose(self.fields[name], [(act.value, act_words(act)) for act in Act if act in acts])
        missing = {"required": words("letters.bad-empty", language())}
        for tongue in LANGUAGES:
            rows = forms.Textarea(attrs={"rows": TEXT_ROWS, "lang": tongue})
            self.fields[f"subject_{tongue}"] = forms.CharField(
                max_length=200, label=words(f"letters.field-subject_{tongue}", language()), error_messages=missing
            )
            self.fields[f"text_{tongue}"] = forms.CharField(
                max_length=MOST_TEXT,
                label=words(f"letters.field-text_{tongue}", language()),
                widget=rows,
                error_messages=missing,
            )

    def texts_of(self, part: str) -> dict[str, str]:
        """The subject or the text in each language."""
        return {tongue: self.cleaned_data.get(f"{part}_{tongue}", "") for tongue in LANGUAGES}

    def clean(self) -> dict[str, Any]:
        """Every fault of the texts is told at its field."""
        for problem in letter_problems(self.texts_of("subject"), self.texts_of("text")):
            if f"{problem.part}_{problem.language}" not in self.errors:
                self.add_error(f"{problem.part}_{problem.language}", problem_words(problem))
        return self.cleaned_data

    def asked(self) -> dict[str, Any]:
        """What the action takes."""
        given = {name: self.cleaned_data[name] for name in ("title", "sender", "reply_by", "act_shall", "act_invited")}
        return {**given, "subject": self.texts_of("subject"), "text": self.texts_of("text")}


def choose(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    """Give a field its choices."""
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


def act_words(act: str) -> str:
    """What is asked for, in a few words."""
    return words(f"letters.act-{act}", language())


def problem_words(problem: Problem) -> str:
    """What is wrong with a text, and what to do."""
    return words(f"letters.bad-{problem.code}", language(), what=problem.what)


def written_letter(letter: Letter | None) -> dict[str, Any]:
    """What the form begins with: the letter, or the shipped one."""
    if letter is None:
        first = first_letter()
        given = {"title": first["title"][language()], "act_shall": Act.CONFIRM, "act_invited": Act.JOIN}
        return given | spread("subject", first["subject"]) | spread("text", first["text"])
    kept = ("title", "sender", "reply_by", "act_shall", "act_invited")
    given = {name: getattr(letter, name) for name in kept}
    return given | spread("subject", letter.subject) | spread("text", letter.text)


def spread(part: str, texts: dict[str, str]) -> dict[str, str]:
    """A text in three languages as three fields."""
    return {f"{part}_{tongue}": texts.get(tongue, "") for tongue in LANGUAGES}


class ChoiceForm(TextForm):
    """Whom the letter goes to."""

    texts: ClassVar[str] = "letters"

    classes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    kinds = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    counties = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    status = forms.ChoiceField(required=False)
    silent_in = forms.ChoiceField(required=False)
    has_email = forms.ChoiceField(required=False)
    without_open = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    demo = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *given: Any, letter: Letter, runs: list[Run], **named: Any) -> None:
        super().__init__(*given, **named)
        self.letter = letter
        choose(self.fields["classes"], [(code.value, in_words(code.value, "class")) for code in CLASSES])
        choose(self.fields["kinds"], [(code, in_words(code, "kind")) for code in Kind.values])
        choose(self.fields["counties"], [(code, in_words(code, "county")) for code in county_codes()])
        choose(self.fields["status"], [("", words("letters.any", language())), *worded("status", STATUSES)])
        earlier = [(str(run.pk), run_words(run)) for run in runs]
        choose(self.fields["silent_in"], [("", words("letters.any", language())), *earlier])
        choose(self.fields["has_email"], [("", words("letters.any", language())), *worded("email", ("yes", "no"))])
        for name in ("without_open", "demo"):
            choose(self.fields[name], [("on", words(f"letters.choose-{name}", language()))])
        if letter.county:
            del self.fields["counties"]
        if not runs:
            del self.fields["silent_in"]

    def choice(self) -> Choice:
        """What was chosen; a county's letter stays in its county."""
        given = self.cleaned_data
        county = self.letter.county
        return Choice(
            classes=tuple(given["classes"]),
            kinds=tuple(given["kinds"]),
            counties=(county,) if county else tuple(given["counties"]),
            status=given["status"],
            silent_in=given.get("silent_in", ""),
            has_email=given["has_email"],
            demo=bool(given["demo"]),
            without_open=bool(given["without_open"]),
        )


def county_codes() -> list[str]:
    """Every county that has a name."""
    return sorted(NUMBERS)


def worded(group: str, codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """Codes with their words."""
    return [(code, words(f"letters.{group}-{code}", language())) for code in codes]


def run_words(run: Run) -> str:
    """An earlier run by its letter and day."""
    return f"{run.letter.title}, {run.created_at:%Y-%m-%d}"


class PrepareForm(TextForm):
    """When to remind those who do not answer."""

    texts: ClassVar[str] = "letters"

    remind_days = forms.CharField(max_length=30, required=False, initial="14, 28")

    def clean_remind_days(self) -> list[int]:
        """Days as numbers between commas."""
        written = str(self.cleaned_data["remind_days"])
        try:
            return checked_days(int(part) for part in written.encode("ascii").replace(b",", b" ").split())
        except (ValueError, Refused) as error:
            raise forms.ValidationError(words("letters.bad-days", language(), most=MOST_DAYS)) from error
