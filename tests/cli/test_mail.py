"""Mail by the doors that a mail server knocks at: SMTP, and a command with one mail on its standard input."""

from __future__ import annotations

import asyncio
import io
import smtplib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from desk.mails import mail
from dugnad.cli import desk_receive, mail_listen
from dugnad.desk.mail_in import MOST_BYTES
from dugnad.desk.question import Question
from dugnad.errors import DugnadError
from dugnad.records.actions.case_send import send_departures
from dugnad.records.actions.case_work import ask_back
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.mail_settle import settle_arrival
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case
from dugnad.server import environment
from people import Cast, make_cast
from post_office import mail_server

COMMON = "stotte@dugnad.example"
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(settings: Settings) -> None:
    settings.MAIL_DESK = COMMON
    settings.DEFAULT_FROM_EMAIL = f"dugnad <{COMMON}>"
    settings.BASE_URL = "https://dugnad.example"


@contextmanager
def listening() -> Iterator[int]:
    """The listener as `dugnad up` runs it, on a free port."""
    loop, ports = asyncio.new_event_loop(), []
    is_open = threading.Event()

    async def begin() -> asyncio.AbstractServer:
        server = await mail_listen.opened("127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
        is_open.set()
        return server

    def run() -> None:
        server = loop.run_until_complete(begin())
        loop.run_forever()
        server.close()
        loop.run_until_complete(server.wait_closed())

    thread = threading.Thread(target=run)
    thread.start()
    assert is_open.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@pytest.mark.django_db(transaction=True)
def test_buyers_reply_by_mail_lands_in_the_case_with_its_attachment(desk: None, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    cast: Cast = make_cast()
    case = ask_desk(by=cast.buyer, question=Question(text="Må vi vekte miljø?"), body=cast.own, on=MONDAY)
    with mail_server() as box, listening() as port:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
        send_departures(by="worker")
        (asked,) = [one for one in box.mails if "litt mer" in str(one["Subject"])]
        reply = EmailMessage()
        reply["From"], reply["To"] = cast.buyer.email, str(asked["Reply-To"])
        reply["Subject"] = f"SV: {asked['Subject']}"
        reply["In-Reply-To"], reply["Message-ID"] = str(asked["Message-ID"]), "<1@eksempelvik.invalid>"
        reply.set_content("To millioner kroner. Utkastet ligger ved.\n\n> Hvor stor er den?\n")
        reply.add_attachment(b"%PDF-1.7 utkast", maintype="application", subtype="pdf", filename="utkast.pdf")
        with smtplib.SMTP("127.0.0.1", port) as server:
            server.send_message(reply)
        settle_arrival(arrival_id=Arrival.objects.get().pk)

    entry = Case.objects.get().entries.get(kind="reply")
    assert (entry.text, Arrival.objects.get().fate) == ("To millioner kroner. Utkastet ligger ved.", "threaded")
    assert [(one.name, one.kind) for one in entry.files.all()] == [("utkast.pdf", "pdf")]
    assert set(Departure.objects.exclude(what="told").values_list("state", flat=True)) == {"sent"}
    assert len(set(box.ids())) == len(box.mails)


@pytest.mark.django_db(transaction=True)
def test_listener_takes_mail_to_the_desks_alone_and_says_why_not(desk: None, settings: Settings) -> None:
    settings.MAIL_MOST_AN_HOUR = 1
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.ehlo()
        said = [
            server.mail("a@b.invalid")[0], server.rcpt("noen@andre.example")[0],
            server.rcpt(COMMON)[0], server.data(mail())[0], server.mail("c@d.invalid", [f"SIZE={MOST_BYTES + 1}"])[0],
            server.mail("")[0], server.rcpt("stotte+46@dugnad.example")[0], server.data(mail("En til."))[0],
        ]  # fmt: skip

    assert said == [250, 550, 250, 250, 552, 250, 250, 451]
    assert list(Arrival.objects.values_list("recipient", "is_returned")) == [(COMMON, False)]


@pytest.mark.django_db(transaction=True)
def test_no_more_lines_than_there_is_room_for(desk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_listen, "MOST_CONNECTIONS", 1)
    with listening() as port, smtplib.SMTP("127.0.0.1", port) as first:
        with pytest.raises(smtplib.SMTPConnectError) as refused:
            smtplib.SMTP("127.0.0.1", port)
        still = first.noop()[0]

    assert (refused.value.smtp_code, still) == (421, 250)


def piped(monkeypatch: pytest.MonkeyPatch, raw: bytes, *given: str) -> int:
    """The command's exit code."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    with pytest.raises(SystemExit) as ended:
        desk_receive.receive.main(list(given), standalone_mode=False)
    return int(ended.value.code or 0)


@pytest.mark.django_db
def test_pipe_keeps_a_mail_and_answers_by_exit_code(
    desk: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = piped(monkeypatch, mail(to=COMMON))
    report = piped(monkeypatch, mail("Borte."), "--to", "stotte+11@dugnad.example", "--from", "")
    stranger = piped(monkeypatch, mail("Hei."), "--to", "noen@andre.example")
    empty = piped(monkeypatch, b"\n")
    settings.MAIL_MOST_AN_HOUR = 1
    later = piped(monkeypatch, mail("Mer."), "--to", COMMON)

    assert (kept, report, stranger, empty, later) == (0, 0, 67, 64, 75)
    assert set(Arrival.objects.values_list("recipient", "is_returned")) == {
        (COMMON, False), ("stotte+11@dugnad.example", True)
    }  # fmt: skip


def test_pipe_leaves_the_mail_with_the_server_where_there_is_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert piped(monkeypatch, mail(), "--to", COMMON) == 75  # tests without the mark may not ask the database


@pytest.mark.parametrize("written", ["2525x", "host:", "host:0", "host:70000"])
def test_bad_place_to_listen_is_told(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("DUGNAD_MAIL_LISTEN", written)

    with pytest.raises(DugnadError, match=r"Write 127\.0\.0\.1:2525"):
        environment.mail_listen()


def test_address_that_nothing_can_be_signed_onto_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_MAIL_DESK", "stottetjenesten-for-innkjop@dugnad.example")

    with pytest.raises(DugnadError, match="at most 18 signs"):
        environment.desk_address()
