"""The addresses by which mail reaches the desks: the common one, a county's, a case's signed one, a desk's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from dugnad.desk.mail_address import plain_address
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records.case_link import case_token
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import NATIONAL, Desk

PLACES = frozenset({*NUMBERS, NATIONAL})


@dataclass(frozen=True, slots=True)
class Place:
    """What an address of ours leads to: a desk ("" for the common address), or what is signed behind the plus."""

    county: str = ""
    token: str = ""


def reply_address(case: Case) -> str:
    """Where answers to a case's mails come back to; "" where no mail is taken in."""
    return with_tag(case_token(case, "mail"))


def county_address(desk: Desk) -> str:
    """A desk's address: its own, else the common one with the county's number; "" where there is neither."""
    return desk.email or (settings.MAIL_DESK if desk.is_national else with_tag(desk.county))


def with_tag(tag: str) -> str:
    """The common address with something behind a plus."""
    name, _, domain = settings.MAIL_DESK.partition("@")
    return f"{name}+{tag}@{domain}" if domain else ""


def place_of(address: str) -> Place | None:
    """What the address leads to; None where it is not one of ours."""
    address = plain_address(address)
    name, _, domain = address.partition("@")
    common, _, own_domain = settings.MAIL_DESK.partition("@")
    base, _, tag = name.partition("+")
    if address and domain == own_domain and base == common:
        return Place(county=tag) if tag in PLACES else Place(token=tag)
    desk = Desk.objects.filter(email__iexact=address).first() if address else None
    return Place(county=desk.county) if desk else None


def is_ours(address: str) -> bool:
    """Does mail to the address come here?"""
    return place_of(address) is not None
