"""The forms of courses and meetings: to plan one, to sign up, to repeat it, to put up materials."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms

from dugnad.desk.question import Upload
from dugnad.records.actions.events import MOST_COPIES, MOST_SEATS, Planned
from dugnad.records.actions.sign_ups import MOST_NEEDS, Given
from dugnad.records.models.events import Event
from dugnad.records.models.people import Person, RoleName
from dugnad.records.permissions import roles_of
from dugnad.web.forms import TextForm
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.which_body import WhichBodyForm
from dugnad.web.words import words

COMPANY = "supplier"
ROLE_AT_EVENTS = {
    RoleName.BUYER: "buyer", RoleName.CONTACT: "buyer", RoleName.LEADER: "leader", RoleName.READER: "other",
}  # fmt: skip


class MomentInput(forms.DateTimeInput):
    """A day and a time of day, picked in the browser's own way."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def named_choices(group: str, names: Iterable[str]) -> list[tuple[str, str]]:
    """Choices with the page's words for them."""
    return [(name, words(f"events.{group}-{name}", language())) for name in names]


class EventForm(TextForm):
    """What an event says of itself."""

    texts: ClassVar[str] = "events"

    county = forms.ChoiceField(choices=())
    kind = forms.ChoiceField(choices=())
    title = forms.CharField(max_length=160)
    starts_at = forms.DateTimeField(widget=MomentInput)
    ends_at = forms.DateTimeField(widget=MomentInput)
    audience = forms.MultipleChoiceField(choices=(), widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(max_length=200, required=False)
    url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    text = forms.CharField(max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 6}))
    seats = forms.IntegerField(required=False, min_value=1, max_value=MOST_SEATS)
    sign_up_until = forms.DateTimeField(required=False, widget=MomentInput)
    language = forms.ChoiceField(choices=())
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, counties: Iterable[str] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        self.choose("county", [(county, in_words(county, "county")) for county in counties])
        self.choose("kind", named_choices("kind", Event.Kind.values))
        self.choose("audience", named_choices("role", Event.AUDIENCES))
        self.choose("language", named_choices("language", ("nb", "nn", "en")))
        if not counties:
            del self.fields["county"]

    def choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        """What can be chosen in one field."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def planned(self) -> Planned:
        """What was written, as the actions take it."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in {"county", "seen"}}
        return Planned(**(told | {"audience": tuple(told["audience"])}))


def told_of(event: Event) -> dict[str, Any]:
    """An event as its form shows it."""
    names = [name for name in EventForm.base_fields if name not in {"county", "seen"}]
    return {name: getattr(event, name) for name in names} | {"seen": event.sequence}


class SignUpForm(WhichBodyForm):
    """Who wants to come. Those with an account are asked neither name nor address."""

    texts: ClassVar[str] = "events"

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    body = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"}))
    role = forms.ChoiceField(choices=())
    needs = forms.CharField(max_length=MOST_NEEDS, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *given: Any, person: Person | None = None, on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        self.on = on
        roles = [("", words("events.choose-role", language())), *named_choices("one", Event.AUDIENCES)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        if person is not None:
            del self.fields["name"], self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Which body is meant: one that is known, one of several, or none of the register's."""
        told = super().clean() or {}
        text = told.get("body", "")
        if not text or told.get("role") == COMPANY:
            return told
        self.settle_body(text, self.on)
        return told

    def given(self) -> Given:
        """What was told, as the actions take it."""
        told = self.cleaned_data
        return Given(
            role=told["role"], name=told.get("name", ""), email=told.get("email", ""), body=self.found,
            body_told=told["body"], needs=told["needs"], language=language(),
        )  # fmt: skip


class ParticipantForm(SignUpForm):
    """Somebody whom the desk writes down itself; an address is not needed."""

    email = forms.EmailField(max_length=254, required=False)


def start_of(person: Person | None) -> dict[str, str]:
    """What is known of somebody with an account: the own body and the role in it."""
    role = next((role for role in roles_of(person) if role.body is not None), None)
    if role is None or role.body is None:
        return {}
    return {"body": role.body.name, "role": ROLE_AT_EVENTS.get(RoleName(role.role), "other")}


class CopyForm(TextForm):
    """The same again."""

    texts: ClassVar[str] = "events"

    interval = forms.ChoiceField(choices=())
    times = forms.IntegerField(min_value=1, max_value=MOST_COPIES, initial=3)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["interval"].choices = named_choices("interval", ("month", "fortnight", "week"))  # type: ignore[attr-defined]


class CallOffForm(TextForm):
    """It is not held."""

    texts: ClassVar[str] = "events"

    because = forms.CharField(max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class MaterialForm(TextForm):
    """A link or a file."""

    texts: ClassVar[str] = "events"

    material = forms.CharField(max_length=160)
    link = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    file = forms.FileField(required=False, max_length=300)

    def upload(self) -> Upload | None:
        """The file that was sent, if any."""
        sent = self.cleaned_data.get("file")
        return Upload(sent.name, sent.read()) if sent else None
