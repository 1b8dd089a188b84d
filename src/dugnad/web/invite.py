"""The invitation on its way: its form, its link, its letter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.people import OF_BODY, Invitation, Person, RoleName
from dugnad.records.models.register import Body
from dugnad.records.permissions import counties_of, may_administer, may_give_role
from dugnad.records.queries.register import body_by_key
from dugnad.web.forms import TextForm
from dugnad.web.mail import can_send, send_note
from dugnad.web.templatetags.form import day
from dugnad.web.templatetags.people import role_place
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

TONGUES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]


class InviteForm(TextForm):
    """Whom to invite to which role in one body."""

    texts = "people"
    email = forms.EmailField(max_length=254, widget=forms.EmailInput({"autocomplete": "off"}))
    role = forms.ChoiceField()
    language = forms.ChoiceField(choices=TONGUES)

    def __init__(self, *given: Any, roles: Iterable[str], **named: Any) -> None:
        super().__init__(*given, **named)
        choice = self.fields["role"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(role, in_words(role, "role")) for role in roles]


class InviteElsewhereForm(InviteForm):
    """Whom to invite to which role, anywhere that the inviter may."""

    body = forms.CharField(max_length=80, required=False)
    county = forms.ChoiceField(required=False)

    def __init__(self, *given: Any, counties: Iterable[str], **named: Any) -> None:
        super().__init__(*given, **named)
        choice = self.fields["county"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", "–"), *((code, in_words(code, "county")) for code in counties)]

    def clean_body(self) -> Body | None:
        """The body by number or slug; one that does not exist is said."""
        key = str(self.cleaned_data["body"]).replace(" ", "").replace("\N{NO-BREAK SPACE}", "")
        if not key:
            return None
        body = body_by_key(key)
        if body is None:
            raise forms.ValidationError(words("people.no-such-body", language()))
        return body


def roles_in_body(person: Person, body: Body) -> list[str]:
    """The roles that the person may give in a body."""
    return [role for role in RoleName.values if role in OF_BODY and may_give_role(person, role, body=body)]


def roles_elsewhere(person: Person) -> list[str]:
    """The roles that the person may give, wherever that is."""
    counties = ["", NATIONAL, *counties_of(person, RoleName.GOVERNOR)]
    return [role for role in RoleName.values if any(may_give_role(person, role, county=one) for one in counties)]


def counties_to_choose(person: Person) -> list[str]:
    """A Statsforvalter chooses among its own counties, others among all."""
    every = sorted(NUMBERS)
    nation = [NATIONAL] if may_give_role(person, RoleName.ADVISER, county=NATIONAL) else []
    if may_administer(person) or not (own := counties_of(person, RoleName.GOVERNOR)):
        return every + nation
    return [code for code in every if code in own] + nation


def link_of(secret: str, tongue: str) -> str:
    """The personal link, in the language of the invited; by the site's own name, never by what a request calls it."""
    with override(tongue):
        return f"{settings.BASE_URL}{reverse('invitation', args=[secret])}"


def post_invitation(invitation: Invitation, link: str) -> bool:
    """Put the letter in the queue; without a mail server the inviter passes the link on."""
    if not can_send():
        return False
    tongue = invitation.language
    with override(tongue):
        role, until = in_words(invitation.role, "role"), day(invitation.expires_at)
        place = role_place(invitation)
    send_note(invitation.email, "invitation.mail", tongue, link=link, role=role, place=place, until=until)
    return True
