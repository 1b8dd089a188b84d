"""Roles and accounts as templates need them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from babel.dates import format_datetime
from django import template
from django.conf import settings
from django.utils.timezone import localtime

from dugnad.records.models.people import Invitation, Person, Role
from dugnad.records.permissions import needs_second_step
from dugnad.web.mail import can_send
from dugnad.web.templatetags.form import LOCALES
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

register = template.Library()


@register.filter
def role_place(one: Role | Invitation) -> str:
    """Where a role holds: the body, the county, the whole country."""
    if one.body is not None:
        return one.body.called(language()).removesuffix(" (DEMO)")
    return in_words(one.county, "county") if one.county else words("people.nation", language())


@register.filter
def moment(value: datetime) -> str:
    """23.11.2026 kl. 14.05, by the clock in Norway."""
    pattern = "dd/MM/y, HH:mm" if language() == "en" else "dd.MM.y 'kl.' HH.mm"
    return str(format_datetime(localtime(value), pattern, locale=LOCALES[language()]))


@register.filter
def must_have_codes(person: object) -> bool:
    """Must this person have one-time codes before going on?"""
    return settings.MFA == "required" and isinstance(person, Person) and needs_second_step(person)


@register.filter
def can_send_mail(_: object) -> bool:
    """Is there a mail server?"""
    return can_send()


@register.filter
def provider_name(_: object) -> str:
    """What the identity provider is called; "" where there is none."""
    providers: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS
    apps = providers["openid_connect"]["APPS"]
    return str(apps[0]["name"]) if apps else ""
