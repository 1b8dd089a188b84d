"""Mail of the desks on its way: a server that says later, falls silent or refuses; a worker that is cut off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from dugnad.desk.question import Question
from dugnad.records.actions import case_send
from dugnad.records.actions.case_mail import facts
from dugnad.records.actions.case_post import post_to
from dugnad.records.actions.case_send import send_departures
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.log import LogEntry
from people import Cast, make_cast
from post_office import Mailbox, mail_server

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
SOON, LATER = timedelta(minutes=2), timedelta(minutes=20)


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_DESK = "stotte@dugnad.example"
    return make_cast()


def asked(cast: Cast, settings: Settings, box: Mailbox) -> Departure:
    """A receipt that waits for the server."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
    cast.adviser.roles.all().delete()  # nobody else is told
    cast.coordinator.roles.all().delete()
    ask_desk(by=cast.buyer, question=Question(text="Må vi?"), body=cast.own, on=MONDAY)
    return Departure.objects.get()


def test_mail_that_is_put_off_goes_later_once(cast: Cast, settings: Settings) -> None:
    with mail_server(later_once={cast.buyer.email}) as box:
        letter = asked(cast, settings, box)
        first = send_departures(by="worker")
        too_soon = send_departures(by="worker")
        later = send_departures(by="worker", at=timezone.now() + SOON)
        again = send_departures(by="worker", at=timezone.now() + LATER)

    letter.refresh_from_db()
    assert (first, too_soon, later, again, box.ids()) == (0, 0, 1, 0, [letter.message_id])
    assert (letter.state, letter.sealed, letter.attempts) == ("sent", "", 2)


def test_mail_that_was_cut_off_goes_again_under_the_same_id(cast: Cast, settings: Settings) -> None:
    with mail_server() as box:
        letter = asked(cast, settings, box)
        Departure.objects.update(state="sending", attempts=1, not_before=timezone.now() + timedelta(minutes=10))
        at_once = send_departures(by="worker")
        later = send_departures(by="worker", at=timezone.now() + LATER)

    assert (at_once, later, box.ids()) == (0, 1, [letter.message_id])


def test_mail_whose_server_falls_silent_goes_again_under_the_same_id(cast: Cast, settings: Settings) -> None:
    with mail_server(silent_after_taking={cast.buyer.email}) as box:
        letter = asked(cast, settings, box)
        send_departures(by="worker")
        send_departures(by="worker", at=timezone.now() + LATER)

    assert box.ids() == [letter.message_id] * 2
    assert Departure.objects.get().state == "sent"


def test_address_that_is_refused_is_given_up_and_told_without_the_address(cast: Cast, settings: Settings) -> None:
    with mail_server(refused={cast.buyer.email: f"550 no such user {cast.buyer.email}"}) as box:
        asked(cast, settings, box)
        send_departures(by="worker")

    letter, line = Departure.objects.get(), LogEntry.objects.filter(action="send_case_mail").get()
    assert (letter.state, letter.sealed, line.after) == ("failed", "", "failed")
    assert cast.buyer.email not in letter.problem + str(line.details)


def test_without_a_server_mail_waits_and_is_given_up_after_days(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    ask_desk(by=cast.buyer, question=Question(text="Må vi?"), body=cast.own, on=MONDAY)
    send_departures(by="worker")
    waiting = Departure.objects.filter(state="waiting", attempts=0).count()
    send_departures(by="worker", at=timezone.now() + timedelta(days=5))

    assert (waiting, Departure.objects.exclude(state="failed").count()) == (2, 0)


def test_one_address_gets_no_flood(cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_send, "MOST_TO_ONE", 5)
    with mail_server() as box:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        for number in range(7):
            post_to(to="noen@eksempel.invalid", language="nb", subject=str(number), text="Hei", what="digest")
        sent = send_departures(by="worker")

    assert (sent, Departure.objects.filter(state="waiting").count()) == (5, 2)


def test_what_waits_cannot_be_read_from_the_database(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    ask_desk(by=cast.buyer, question=Question(text="Må vi?"), body=cast.own, on=MONDAY)

    assert [cast.buyer.email in one.sealed for one in Departure.objects.all()] == [False, False]


@pytest.mark.parametrize(
    ("language", "told", "untold"),
    [
        ("nb", "Virksomhet ikke slått fast", "Noen uten oppgitt virksomhet"),
        ("nn", "Verksemd ikkje fastslått", "Nokon utan oppgitt verksemd"),
        ("en", "Body not settled", "Somebody who named no body"),
    ],
)
def test_notice_says_whether_a_body_was_named_without_repeating_the_words(
    cast: Cast, language: str, told: str, untold: str
) -> None:
    asked_by = {"text": "Må vi?", "email": "spor@eksempel.invalid"}
    named = ask_desk(by="visitor", question=Question(**asked_by, body_told="Grønn Sak"), on=MONDAY)
    unnamed = ask_desk(by="visitor", question=Question(**asked_by), on=MONDAY)

    assert [facts(case, language)["body"] for case in (named, unnamed)] == [told, untold]
