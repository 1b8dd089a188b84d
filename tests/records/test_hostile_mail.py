"""Mutated, huge, nested, looping and spoofed mails: each ends where it is seen, none ends us or reaches a case."""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from pytest_django import Settings

from desk.mails import mail, odd_mail
from dugnad.desk.question import Question
from dugnad.errors import Refused
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.mail_receive import keep_arrival
from dugnad.records.actions.mail_settle import settle_arrival
from dugnad.records.desk_address import reply_address
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, Entry
from people import Cast, make_cast

pytestmark = pytest.mark.django_db
COMMON = "stotte@dugnad.example"
SEEN = {"quarantined", "ignored"}
EVERY_SO_MANY = 10
"""Of so many mails one is the asker's own and well made: it must get through whatever comes around it."""
MOST_SECONDS = 10.0


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.MAIL_DESK, settings.MAIL_AUTHSERV = COMMON, "mx.dugnad.example"
    settings.MAIL_MOST_AN_HOUR = 0
    return make_cast()


def pour(cast: Cast, count: int) -> Counter[str]:
    """So many mails to a case's signed address and to the common one; what became of them."""
    case = ask_desk(
        by=cast.buyer, question=Question(text="Må vi?"), body=cast.own, on=datetime(2026, 11, 16, 9, tzinfo=UTC)
    )
    fates: Counter[str] = Counter()
    own = 0
    for number in range(count):
        dice = random.Random(number)  # noqa: S311 - the same each time
        to = reply_address(case) if dice.random() < 0.7 else COMMON
        if number % EVERY_SO_MANY == 0 and own < 25:
            own += 1
            raw = mail(f"Svar {number}", sender=cast.buyer.email, Message_ID=f"<{number}@eksempel.invalid>")
            to = reply_address(case)
        else:
            raw = odd_mail(number)
        begun = time.process_time()
        try:
            arrival = keep_arrival(by="listener", raw=raw, recipients=[to])
        except Refused as refused:
            fates[f"refused {refused.code}"] += 1
            continue
        fates[settle_arrival(arrival_id=arrival.pk)] += 1
        assert time.process_time() - begun < MOST_SECONDS, number
    assert fates["threaded"] == own == Entry.objects.filter(case=case, kind="reply").count()
    return fates


def check_after(cast: Cast, count: int, fates: Counter[str]) -> None:
    """Every mail stands somewhere; nothing was opened, shown or answered."""
    assert sum(fates.values()) == count
    assert set(fates) <= {"threaded", "refused too-many"} | SEEN
    assert (Arrival.objects.filter(fate="waiting").count(), Case.objects.count()) == (0, 1)
    assert Arrival.objects.filter(reason__startswith="fault").count() == 0
    assert Arrival.objects.filter(fate="quarantined", desk=None).count() == 0
    assert set(Departure.objects.values_list("what", flat=True)) == {"receipt", "told"}
    said = Entry.objects.exclude(kind="note").values_list("text", flat=True)
    assert {text.split()[0] for text in said} == {"Må", "Svar"}


def test_200_odd_mails_end_where_they_are_seen(cast: Cast) -> None:
    fates = pour(cast, 200)

    check_after(cast, 200, fates)


@pytest.mark.long
def test_5000_odd_mails_end_where_they_are_seen(cast: Cast) -> None:
    fates = pour(cast, 5000)

    check_after(cast, 5000, fates)
