"""The form of a question to the support service: one field is needed, two for somebody without an account."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from dugnad.desk.asking import load_asking
from dugnad.desk.file_kind import MOST_FILE_BYTES, MOST_FILES
from dugnad.desk.question import MOST_TEXT, ROLES, Question, Upload
from dugnad.desk.routing import counties
from dugnad.errors import Refused
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.queries.naming import body_meant, is_living
from dugnad.web import shelf
from dugnad.web.ask_about import context_of
from dugnad.web.codes import cpv_names, known_code
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import person_of
from dugnad.web.known import CODE, group_of_code
from dugnad.web.limit import HOUR, is_over
from dugnad.web.refusal import refusal_words
from dugnad.web.templatetags.part import unmarked
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.upload import MEGABYTE
from dugnad.web.words import words

NONE_OF_THESE = "-"
LANGUAGES = ("nb", "nn", "en")
LONGEST_AHEAD = timedelta(days=3 * 366)


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class WritingForm(TextForm):
    """What is written to a desk, with files beside it. Files are read from the request: see `uploads_of`."""

    texts: ClassVar[str] = "ask"

    text = forms.CharField(max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["text"].widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, and not say so
        label = words("ask.field-files", language())
        self.fields["files"] = forms.Field(required=False, widget=ManyFiles(attrs={"multiple": True}), label=label)

    @property
    def file_field(self) -> forms.BoundField:
        """The field of the files; a form's own `files` is something else."""
        return self["files"]

    def clean_files(self) -> None:
        """Nothing is kept here: Django hands over the last file alone."""


class AskForm(WritingForm):
    """A question."""

    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    body = forms.CharField(max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    meant = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    county = forms.ChoiceField(required=False, choices=())
    group = forms.ChoiceField(required=False, choices=())
    cpv = forms.CharField(max_length=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    deadline = forms.DateField(required=False, widget=DayInput)
    role = forms.ChoiceField(required=False, choices=())
    name = forms.CharField(max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(required=False, choices=())
    about = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    sent = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """One for each time the form is opened: sending it twice asks once."""

    def __init__(self, *given: Any, person: Person | None = None, **named: Any) -> None:
        named["initial"] = {"language": language(), "sent": uuid4(), **named.get("initial", {})}
        super().__init__(*given, **named)
        self.likely: list[Body] = []
        """Bodies that may be meant, where there are several."""
        if person is not None:
            del self.fields["email"], self.fields["name"]
        self.offer("county", [(code, words(f"county.{code}", language())) for code in counties()])
        self.offer("group", [(one.id, shelf.spoken(one.name)) for one in shelf.groups()])
        self.offer("role", [(one, words(f"ask.role-{one}", language())) for one in ROLES])
        self.fields["language"].choices = [(one, words(f"ask.language-{one}", language())) for one in LANGUAGES]  # type: ignore[attr-defined]

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """The choices of a field that may be left alone."""
        self.fields[name].choices = [("", words(f"ask.no-{name}", language())), *choices]  # type: ignore[attr-defined]

    def clean_deadline(self) -> object:
        """A day that is still to come, and not in another decade."""
        day = self.cleaned_data["deadline"]
        today = timezone.localdate()
        if day is not None and not today <= day <= today + LONGEST_AHEAD:
            self.refuse("deadline", "deadline-past" if day < today else "deadline-far")
        return day

    def clean_cpv(self) -> str:
        """The code that was written, with or without its name; else the only one that the text names."""
        written = self.cleaned_data["cpv"].strip()
        if not written:
            named = set(CODE.findall(self.cleaned_data.get("text", ""))) & set(cpv_names())
            return named.pop() if len(named) == 1 else ""
        code = known_code(written)
        if not code:
            self.refuse("cpv", "not-cpv")
        return code

    def clean(self) -> dict[str, Any]:
        """Which body is meant: the only one that fits, the one that was chosen, or none of the register.

        Where several fit, it is asked once; a name that nobody in the register has is taken as it was written.
        """
        given = super().clean() or {}
        given["known_body"] = None
        meant = body_meant(given.get("body", ""), timezone.localdate())
        chosen = [body for body in meant.likely if body.key == given.get("meant")]
        if meant.body or chosen:
            given["known_body"] = meant.body or chosen[0]
        elif meant.likely and given.get("meant") != NONE_OF_THESE:
            self.likely = list(meant.likely)
            self.refuse("body", "which-body")
        return given

    def refuse(self, field: str, code: str) -> None:
        """Say at the field what is wrong."""
        self.add_error(field, refusal_words(Refused(code, code)))

    def question(self) -> Question:
        """What was asked."""
        given = self.cleaned_data
        return Question(
            text=given["text"],
            body_told=given["body"],
            county=given["county"],
            name=given.get("name", ""),
            email=given.get("email", ""),
            role=given["role"],
            language=given["language"] or language(),
            cpv=given["cpv"],
            group=given["group"] or (group_of_code(given["cpv"]) if given["cpv"] else ""),
            deadline=given["deadline"],
            context=context_of(given["about"]),
        )

    @property
    def sent_id(self) -> UUID:
        """Which opening of the form this is."""
        found: UUID | None = self.cleaned_data.get("sent")
        return found or uuid4()


def choices_of(bodies: Iterable[Body]) -> list[tuple[str, str, str]]:
    """Bodies to choose among: key, name, and what tells them apart."""
    return [(body.key, unmarked(body.called(language())), told_apart(body)) for body in bodies]


def names_of_choices(bodies: Iterable[Body]) -> str:
    """Bodies to choose among, in one line: name, what tells them apart, and what to write instead."""
    return ", ".join(f"{name} ({apart}: {key})" for key, name, apart in choices_of(bodies))


def told_apart(body: Body) -> str:
    """What tells bodies of like names apart: that it has ended, the county, or the kind of what works everywhere."""
    if not is_living(body, timezone.localdate()):
        return words("ask.has-ended", language())
    return in_words(body.county, "county") if body.county else in_words(body.kind, "kind")


def typed_as(body: Body) -> str:
    """How a body stands in the field: its name, with its number where it has one."""
    name = unmarked(body.called(language()))
    return f"{name} ({body.orgnr})" if body.orgnr else name


def uploads_of(request: HttpRequest) -> list[Upload]:
    """The files that were sent, in the order they were chosen; one that is too large is refused unread."""
    files = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
    if len(files) > MOST_FILES:
        raise Refused("too-many-files", "Too many files.", field="files")
    if any((one.size or 0) > MOST_FILE_BYTES for one in files):
        raise Refused("file-kind", "A file is too large.", field="files")
    size = sum(one.size or 0 for one in files)
    most = load_asking().most_megabytes * MEGABYTE
    if size and person_of(request) is None and is_over("desk-asked-bytes", most, HOUR, size):
        raise Refused("asked-too-often", "Strangers have sent too much within the hour.", field="files")
    return [Upload(one.name or "", one.read()) for one in files]
