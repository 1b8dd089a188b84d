"""Mail to and from the desks: what reaches a case and what never does, what is sent to whom and says what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core import mail as outbox
from django.utils import timezone
from pytest_django import Settings

from desk.mails import mail
from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.case_digest import choose_told, send_digests
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_send import send_departures
from dugnad.records.actions.case_work import (
    ask_back,
    consult_desk,
    hand_over_case,
    note_case,
    reply_consult,
    take_case,
)
from dugnad.records.actions.cases import ask_desk, close_case, merge_cases
from dugnad.records.actions.mail_quarantine import join_arrival, open_arrival, refuse_arrival
from dugnad.records.actions.mail_receive import MOST_OF_ONE, keep_arrival
from dugnad.records.actions.mail_settle import settle_arrival, settle_waiting
from dugnad.records.case_link import case_token
from dugnad.records.desk_address import reply_address
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, Role, RoleName
from dugnad.records.queries.cases import my_cases
from dugnad.records.queries.mail import mail_for, mails_for
from dugnad.records.queries.steps import mail_tasks
from people import Cast, make_cast, make_person

pytestmark = pytest.mark.django_db
COMMON = "stotte@dugnad.example"
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CONFIDED = "Leverandøren X har ringt om dette."
PDF = b"%PDF-1.7 krav"


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.MAIL_DESK = COMMON
    settings.BASE_URL = "https://dugnad.example"
    settings.DEFAULT_FROM_EMAIL = f"dugnad <{COMMON}>"
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    return ask_desk(by=cast.buyer, question=Question(text="Må vi vekte miljø?"), body=cast.own, on=MONDAY)


def sent() -> list[EmailMessage]:
    """What has left since the last look."""
    send_departures(by="worker")
    found = [message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in outbox.outbox]
    outbox.outbox.clear()
    return found  # type: ignore[return-value]


def text_of(letter: EmailMessage) -> str:
    return str(letter.get_content())


def arrived(raw: bytes, to: str, **given: str) -> Arrival:
    """A mail that came and was settled."""
    arrival = keep_arrival(by="listener", raw=raw, recipients=[to], **given)
    settle_arrival(arrival_id=arrival.pk)
    arrival.refresh_from_db()
    return arrival


def ended(arrival: Arrival) -> tuple[str, str, str | None]:
    return arrival.fate, arrival.reason, arrival.desk_id


def test_askers_reply_with_a_file_lands_in_the_case(cast: Cast, case: Case) -> None:
    case = ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
    raw = mail("To millioner.\n\n> Hvor stor er den?\n", sender=cast.buyer.email, files=(("krav.pdf", PDF),))

    arrival = arrived(raw, reply_address(case))

    case.refresh_from_db()
    entry = case.entries.get(kind="reply")
    assert ended(arrival) == ("threaded", "", "46")
    assert (entry.text, entry.is_by_asker, entry.by, case.state) == ("To millioner.", True, None, "taken")
    assert [(one.name, one.kind, one.is_internal) for one in case.files.all()] == [("krav.pdf", "pdf", False)]


def test_reply_is_found_by_the_mail_it_answers_where_its_address_was_lost(cast: Cast, case: Case) -> None:
    ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
    (letter,) = [one for one in sent() if "litt mer" in str(one["Subject"])]

    arrival = arrived(mail("Stor.", sender=cast.buyer.email, In_Reply_To=str(letter["Message-ID"])), COMMON)

    assert (arrival.fate, arrival.case_id, case.entries.get(kind="reply").text) == ("threaded", case.pk, "Stor.")


@pytest.mark.parametrize(
    "sender",
    [
        "fremmed@angriper.invalid",
        "innkjoper@eksempel.invalid.angriper.invalid",
        '"innkjoper@eksempel.invalid" <fremmed@angriper.invalid>',
        "=?utf-8?q?innkjoper=40eksempel.invalid=2C?= <fremmed@angriper.invalid>",
        "innkjoper@eksempel.invalid, fremmed@angriper.invalid",
        "innkjoper@eksempel.invalid)fremmed@angriper.invalid",
        "in\u212ajoper@eksempel.invalid",
    ],
)
def test_others_never_write_in_a_case_though_they_know_its_address(cast: Cast, case: Case, sender: str) -> None:
    raw = b"From: " + sender.encode() + b"\r\nTo: x@y.invalid\r\nSubject: x\r\n\r\nSlett alt!\r\n"

    arrival = arrived(raw, reply_address(case))

    assert (arrival.fate, arrival.case_id, case.entries.count()) == ("quarantined", case.pk, 1)


@pytest.mark.parametrize("tag", ["", "+tull", "+46"])
def test_spoofed_asker_without_the_signed_address_reaches_no_case(cast: Cast, case: Case, tag: str) -> None:
    to = COMMON.replace("@", f"{tag}@")

    arrival = arrived(mail(sender=cast.buyer.email, In_Reply_To="<gjettet@dugnad.example>"), to)

    reasons = {"": "unproven", "+tull": "bad-token", "+46": "unproven"}
    assert ended(arrival) == ("quarantined", reasons[tag], "46")
    assert (case.entries.count(), Case.objects.count()) == (1, 1)


def test_address_of_the_page_is_no_address_for_mail(cast: Cast, case: Case) -> None:
    page = COMMON.replace("@", f"+{case_token(case)}@")

    assert ended(arrived(mail(sender=cast.buyer.email), page))[:2] == ("quarantined", "bad-token")


def proven(sender: str, verdict: str = "pass", authserv: str = "mx.dugnad.example") -> bytes:
    domain = sender.rpartition("@")[2]
    result = f"{authserv}; spf=pass smtp.mailfrom={domain}; dmarc={verdict} (p=reject) header.from={domain}"
    return f"Authentication-Results: {result}\r\n".encode() + mail(sender=sender)


@pytest.mark.parametrize(
    ("raw", "ends"),
    [
        (proven("postmottak@eksempelvik.invalid"), ("opened", "")),
        (proven("innkjoper@eksempel.invalid"), ("opened", "")),
        (proven("noen@ukjent.invalid"), ("quarantined", "unknown-sender")),
        (proven("postmottak@eksempelvik.invalid", "fail"), ("quarantined", "forged")),
        (proven("postmottak@eksempelvik.invalid", authserv="mx.angriper.invalid"), ("quarantined", "unproven")),
        (mail(sender="postmottak@eksempelvik.invalid"), ("quarantined", "unproven")),
        (mail(sender="noen@ukjent.invalid"), ("quarantined", "unknown-sender")),
    ],
)
def test_new_mail_opens_a_case_only_where_its_sender_is_known_and_proven(
    cast: Cast, settings: Settings, raw: bytes, ends: tuple[str, str]
) -> None:
    settings.MAIL_AUTHSERV = "mx.dugnad.example"

    arrival = arrived(raw, COMMON)

    assert (arrival.fate, arrival.reason) == ends
    asker = cast.buyer.pk if b"innkjoper@" in raw else None  # an account's own mail is its case; others have none
    assert list(Case.objects.values_list("desk", "channel", "asker")) == (
        [("46", "mail", asker)] if ends[0] == "opened" else []
    )


def test_accounts_own_proven_mail_is_among_its_cases_and_joins_with_them(
    cast: Cast, case: Case, settings: Settings
) -> None:
    settings.MAIL_AUTHSERV = "mx.dugnad.example"
    arrival = arrived(proven(cast.buyer.email), COMMON)

    mailed = arrival.case
    own = [one.pk for one in my_cases(cast.buyer)]
    merge_cases(by=cast.adviser, case=mailed, into=case, seen=mailed.version)

    assert own == [mailed.pk, case.pk]
    assert (mailed.asker_name, mailed.asker_email, mailed.entries.count()) == ("", "", 0)


@pytest.mark.parametrize("has_own_server", [True, False])
def test_adviser_who_opens_a_mail_makes_it_an_accounts_only_where_it_is_proven(
    cast: Cast, settings: Settings, has_own_server: bool
) -> None:
    settings.MAIL_AUTHSERV = "mx.dugnad.example" if has_own_server else ""
    raw = proven(cast.buyer.email)
    arrival = keep_arrival(by="listener", raw=raw, recipients=[COMMON])
    Arrival.objects.filter(pk=arrival.pk).update(fate="quarantined", desk="46", is_proven=True)  # or so a file says
    arrival.refresh_from_db()

    opened = open_arrival(by=cast.adviser, arrival=arrival)

    assert (opened.asker, opened.asker_email) == ((cast.buyer, "") if has_own_server else (None, cast.buyer.email))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (mail(Auto_Submitted="auto-replied", sender="innkjoper@eksempel.invalid"), "auto-reply"),
        (mail(X_Dugnad="receipt", sender="innkjoper@eksempel.invalid"), "loop"),
        (mail(sender=COMMON), "loop"),
        (mail(Precedence="bulk"), "auto-reply"),
    ],
)
def test_machines_are_kept_and_never_answered(cast: Cast, case: Case, raw: bytes, reason: str) -> None:
    sent()

    arrival = arrived(raw, reply_address(case))

    assert (arrival.fate, arrival.reason, case.entries.count(), sent()) == ("ignored", reason, 1, [])


def test_mail_that_comes_twice_is_one(cast: Cast, case: Case) -> None:
    raw = mail("Ja.", sender=cast.buyer.email, Message_ID="<samme@eksempel.invalid>")
    first = arrived(raw, reply_address(case))
    second = arrived(raw, reply_address(case))
    by_another_way = arrived(b"Received: from x by y; now\r\n" + raw, reply_address(case))

    assert (first.pk, by_another_way.fate, by_another_way.reason) == (second.pk, "ignored", "duplicate")
    assert case.entries.filter(kind="reply").count() == 1


def test_mail_with_an_id_that_came_before_and_other_words_waits_for_an_adviser(cast: Cast, case: Case) -> None:
    same = {"sender": cast.buyer.email, "Message_ID": "<samme@eksempel.invalid>"}
    arrived(mail("Ja.", **same), reply_address(case))

    other = arrived(mail("Nei, to millioner.", **same), reply_address(case))
    with_file = arrived(mail("Ja.", files=(("krav.pdf", PDF),), **same), reply_address(case))

    assert ended(other) == ended(with_file) == ("quarantined", "same-id", "46")
    assert [one.text for one in case.entries.filter(kind="reply")] == ["Ja."]
    assert mail_for(cast.adviser, other.pk) is not None


@pytest.mark.parametrize("is_by_header", [True, False])
def test_mail_with_an_empty_return_path_is_a_programs(cast: Cast, case: Case, is_by_header: bool) -> None:
    raw = (b"Return-Path: <>\r\n" if is_by_header else b"") + mail("Kontoen er full.", sender=cast.buyer.email)
    sent()
    arrival = keep_arrival(
        by="listener", raw=raw, recipients=[reply_address(case)], return_path=None if is_by_header else "<>"
    )

    settle_arrival(arrival_id=arrival.pk)

    arrival.refresh_from_db()
    assert (ended(arrival), case.entries.count(), sent()) == (("ignored", "auto-reply", "46"), 1, [])


@pytest.mark.parametrize("has_account", [True, False])
def test_answer_to_an_address_of_before_the_move_waits_where_the_case_is(cast: Cast, has_account: bool) -> None:
    asker = make_person("flyttet") if has_account else "asker"
    address = "flyttet@eksempel.invalid"
    case = ask_desk(by=asker, question=Question(text="Hva nå?", email=address), on=MONDAY)
    Case.objects.filter(pk=case.pk).update(desk="11")

    arrival = arrived(mail("To millioner.", sender=address), COMMON.replace("@", f"+{'a' * 45}@"))

    assert (ended(arrival), case.entries.count()) == (("quarantined", "bad-token", "11"), 1)


def test_what_was_left_in_the_middle_is_taken_up_and_poison_is_put_aside(cast: Cast, case: Case) -> None:
    left = keep_arrival(by="listener", raw=mail("Ja.", sender=cast.buyer.email), recipients=[reply_address(case)])
    poison = keep_arrival(by="listener", raw=mail("Nei.", sender="x@y.invalid"), recipients=[COMMON])
    Arrival.objects.update(at=timezone.now() - timedelta(hours=1))
    Arrival.objects.filter(pk=poison.pk).update(tries=3)

    settled = settle_waiting()

    assert settled == 2
    assert dict(Arrival.objects.values_list("pk", "fate")) == {left.pk: "threaded", poison.pk: "quarantined"}


def test_stranger_cannot_fill_the_desk_nor_keep_a_reply_out(cast: Cast, case: Case, settings: Settings) -> None:
    for number in range(MOST_OF_ONE):
        Arrival.objects.create(sha256=f"{number:064}", size=1, raw=b"x", sender="x@y.invalid")

    with pytest.raises(Refused) as refused:
        keep_arrival(by="listener", raw=mail(sender="x@y.invalid"), recipients=[COMMON])
    other = keep_arrival(by="listener", raw=mail(sender="a@b.invalid"), recipients=[COMMON])
    settings.MAIL_MOST_AN_HOUR = 10
    with pytest.raises(Refused) as full:
        keep_arrival(by="listener", raw=mail(sender="c@d.invalid"), recipients=[COMMON])
    reply = keep_arrival(by="listener", raw=mail(sender=cast.buyer.email), recipients=[reply_address(case)])

    assert (refused.value.code, full.value.code) == ("too-many", "too-many")
    assert (other.fate, reply.fate) == ("waiting", "waiting")


def test_mail_to_nobody_here_is_not_taken(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        keep_arrival(by="listener", raw=mail(), recipients=["noen@andre.example", "stotten@dugnad.example"])

    assert refused.value.code == "unknown-address"


def test_files_that_are_not_taken_are_told_to_the_desk_and_lose_nothing(cast: Cast, case: Case) -> None:
    files = (("krav.pdf", PDF), ("virus.exe", b"MZ\x90\0"), ("igjen.pdf", PDF))

    arrived(mail("Se her.", sender=cast.buyer.email, files=files), reply_address(case))

    assert [one.name for one in case.files.all()] == ["krav.pdf"]
    assert "virus.exe" in case.entries.get(kind="note").text
    assert case.entries.get(kind="reply").text == "Se her."


def test_adviser_opens_a_case_of_a_mail_that_waits(cast: Cast) -> None:
    arrival = arrived(mail(sender="noen@ukjent.invalid", subject="Vekting?"), "stotte+46@dugnad.example")
    sent()

    case = open_arrival(by=cast.adviser, arrival=arrival)

    (receipt,) = [one for one in sent() if one["To"] == "noen@ukjent.invalid"]
    assert (case.desk_id, case.routed, case.title, case.asker_email) == ("46", "own", "Vekting?", "noen@ukjent.invalid")
    assert str(receipt["Reply-To"]) == reply_address(case)
    assert ended(Arrival.objects.get()) == ("opened", "unknown-sender", "46")


def test_adviser_joins_a_mail_as_the_askers_words_or_as_a_note(cast: Cast, case: Case) -> None:
    first = arrived(mail("Hjemmefra.", sender="privat@hjemme.invalid", files=(("a.pdf", PDF),)), reply_address(case))
    second = arrived(mail("Fra en annen.", sender="annen@hjemme.invalid"), reply_address(case))

    join_arrival(by=cast.adviser, arrival=first, case=case, as_what="note")
    join_arrival(by=cast.adviser, arrival=second, case=case, as_what="reply")

    told = [(one.kind, one.is_by_asker) for one in case.entries.all()]
    assert told == [("question", True), ("note", False), ("reply", True)]
    assert [one.is_internal for one in case.files.all()] == [True]
    assert first.reason == "wrong-sender"


def test_mail_is_thrown_away_with_a_reason_and_only_once(cast: Cast) -> None:
    arrival = arrived(mail(), COMMON)
    with pytest.raises(NotAllowed):
        refuse_arrival(by=cast.adviser, arrival=arrival, reason="spam")
    refuse_arrival(by=cast.coordinator, arrival=arrival, reason="spam")
    with pytest.raises(Refused) as refused:
        open_arrival(by=cast.coordinator, arrival=arrival)

    assert refused.value.code == "mail-settled"
    assert (ended(Arrival.objects.get()), LogEntry.objects.first().action) == (("refused", "spam", "00"), "refuse_mail")  # type: ignore[union-attr]


def test_receipt_repeats_nothing_and_tells_the_way_back(cast: Cast) -> None:
    case = ask_desk(
        by="asker", question=Question(text="KJØP VÅRE VARER", title="REKLAME", email="offer@noen.invalid"), on=MONDAY
    )

    (receipt,) = [one for one in sent() if one["To"] == "offer@noen.invalid"]

    text = text_of(receipt)
    assert ("VARER" in text, "REKLAME" in text + str(receipt["Subject"])) == (False, False)
    assert f"https://dugnad.example/desk/asked/{case_token(case, 'mailed')}/" in text
    assert (receipt["Auto-Submitted"], receipt["Reply-To"]) == ("auto-replied", reply_address(case))


def test_receipt_promises_no_time_where_nobody_is_appointed(cast: Cast) -> None:
    Role.objects.filter(role__in=[RoleName.ADVISER, RoleName.COORDINATOR]).delete()

    ask_desk(by="asker", question=Question(text="Hva nå?", email="spor@noen.invalid"), on=MONDAY)

    (receipt,) = [text_of(one) for one in sent() if one["To"] == "spor@noen.invalid"]
    assert ("Du får svar innen" in receipt, "Ingen er utpekt ennå." in receipt) == (False, True)


def test_answer_threads_says_it_is_guidance_and_holds_no_note(cast: Cast, case: Case) -> None:
    note_case(by=cast.adviser, case=case, text=CONFIDED)
    receipt = sent()[0]
    saved = save_draft(by=cast.adviser, case=case, text="Ja, minst 30 prosent. Se [[law:loa-5b]].", based_on=0)
    answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version, is_vouched=True)

    (answer,) = [one for one in sent() if one["To"] == cast.buyer.email]

    text = text_of(answer)
    assert ("minst 30 prosent" in text, "veiledning, ikke juridisk" in text, "[[law" in text) == (True, True, False)
    assert "https://dugnad.example/law/" in text
    assert (answer["In-Reply-To"], answer["Auto-Submitted"]) == (receipt["Message-ID"], None)
    assert [CONFIDED in text, cast.adviser.email in text, cast.adviser.name in text] == [False, False, False]
    assert Entry.objects.get(kind="answer").message_id == answer["Message-ID"]


def test_closing_is_told_with_its_reason(cast: Cast, case: Case) -> None:
    sent()
    close_case(by=cast.adviser, case=case, seen=case.version, reason="elsewhere")

    (letter,) = sent()

    assert (letter["To"], "et annet sted enn støttetjenesten" in text_of(letter)) == (cast.buyer.email, True)


def test_advisers_are_told_each_as_chosen_and_never_what_was_written(cast: Cast) -> None:
    daily = make_person("daglig", RoleName.ADVISER, county="46")
    never = make_person("aldri", RoleName.ADVISER, county="46")
    choose_told(by=daily, told="digest")
    choose_told(by=never, told="none")
    ask_desk(by=cast.buyer, question=Question(text="Hemmelig sak?"), body=cast.own, on=MONDAY)

    letters = [one for one in sent() if one["To"] != cast.buyer.email]

    assert [one["To"] for one in letters] == [cast.adviser.email]
    told = text_of(letters[0]) + str(letters[0]["Subject"])
    assert "Eksempelvik kommune" in told
    assert [word in told for word in ("Hemmelig", cast.buyer.email, cast.buyer.name)] == [False, False, False]


def test_only_those_whom_it_concerns_are_told(cast: Cast, case: Case) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    sent()
    consult_desk(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"), text="Hva tror du?")
    asked = [one["To"] for one in sent()]
    reply_consult(by=elsewhere, case=case, text="Ja.")
    advised = [one["To"] for one in sent()]
    case.refresh_from_db()
    hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"))
    handed = [one["To"] for one in sent()]

    assert (asked, advised, handed) == ([elsewhere.email], [cast.adviser.email], [elsewhere.email])


def test_who_no_longer_works_at_the_desk_is_told_nothing(cast: Cast, case: Case) -> None:
    cast.adviser.roles.all().delete()

    assert [one["To"] for one in sent()] == [cast.buyer.email]


def test_digest_comes_once_on_working_days_with_something_waiting(cast: Cast, case: Case) -> None:
    choose_told(by=cast.adviser, told="digest")
    Departure.objects.all().delete()
    at = datetime(2026, 11, 18, 6, 0, tzinfo=UTC)
    sunday = send_digests(by="worker", on=datetime(2026, 11, 22, tzinfo=UTC).date())
    first = send_digests(by="worker", on=at.date(), at=at)
    again = send_digests(by="worker", on=at.date(), at=at)

    (letter,) = sent()

    assert (sunday, first, again, letter["To"]) == (0, 1, 0, cast.adviser.email)
    assert "- Nye, som ingen har tatt: 1 (1001)" in text_of(letter)
    assert case.title not in text_of(letter)


def test_stranger_chooses_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        choose_told(by=cast.buyer, told="none")
    with pytest.raises(Refused):
        choose_told(by=cast.adviser, told="hver time")


def test_mail_that_came_back_is_told_to_the_desk(cast: Cast, case: Case) -> None:
    ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
    (letter,) = [one for one in sent() if "litt mer" in str(one["Subject"])]
    report = (
        b"From: MAILER-DAEMON@mx.invalid\r\nTo: x\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\n\r\nborte\r\n'
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Final-Recipient: rfc822; innkjoper@eksempel.invalid\r\nAction: failed\r\nStatus: 5.1.1\r\n"
        b"Diagnostic-Code: smtp; 550 no such user innkjoper@eksempel.invalid\r\n\r\n"
        b"--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: " + str(letter["Message-ID"]).encode()
        + b"\r\n\r\nHei\r\n--b--\r\n"
    )  # fmt: skip

    arrival = arrived(report, COMMON, return_path="")

    gone = Departure.objects.get(message_id=str(letter["Message-ID"]))
    assert (arrival.reason, arrival.case_id, gone.state, "@" in gone.problem) == ("bounce", case.pk, "failed", False)
    assert [(one["To"], str(one["Subject"])) for one in sent()] == [
        (cast.adviser.email, f"E-posten kom ikke fram (nr. {case.number})")
    ]


@pytest.mark.parametrize(
    ("text", "files", "told"),
    [
        ("Tusen takk!\n\nMvh Kari", (), ("answered", 0)),
        ("Takk!", (("image001.png", b"\x89PNG\r\n\x1a\n0"),), ("answered", 0)),
        ("Takk!", (("krav.pdf", PDF),), ("taken", 1)),
        ("Takk, men hva med møbler?", (), ("taken", 1)),
    ],
)
def test_thanks_alone_are_kept_and_open_nothing_again(
    cast: Cast, case: Case, text: str, files: tuple[tuple[str, bytes], ...], told: tuple[str, int]
) -> None:
    case = answered(cast, case)

    arrival = arrived(mail(text, sender=cast.buyer.email, files=files), reply_address(case))
    case.refresh_from_db()

    assert (arrival.fate, (case.state, case.reopened)) == ("threaded", told)
    assert Entry.objects.filter(case=case, kind="reply").count() == 1


def answered(cast: Cast, case: Case) -> Case:
    """The case, taken and answered."""
    case = take_case(by=cast.adviser, case=case, seen=case.version)
    saved = save_draft(by=cast.adviser, case=case, text="Ja, se [[law:loa-5b]].", based_on=0)
    case.refresh_from_db()
    return answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version, is_vouched=True)


def test_who_writes_under_anothers_name_keeps_none_of_their_mail_out(cast: Cast, settings: Settings) -> None:
    settings.MAIL_AUTHSERV, settings.MAIL_MOST_AN_HOUR = "mx.dugnad.example", MOST_OF_ONE
    for number in range(MOST_OF_ONE):
        Arrival.objects.create(sha256=f"{number:064}", size=1, raw=b"x", sender=cast.buyer.email)

    with pytest.raises(Refused) as forged:
        keep_arrival(by="listener", raw=mail(sender=cast.buyer.email), recipients=[COMMON])
    own = keep_arrival(by="listener", raw=proven(cast.buyer.email), recipients=[COMMON])
    Arrival.objects.update(is_proven=True)
    with pytest.raises(Refused) as too_much:
        keep_arrival(by="listener", raw=proven(cast.buyer.email) + b"\nmer", recipients=[COMMON])

    assert (forged.value.code, own.is_proven, too_much.value.code) == ("too-many", True, "too-many")


def test_mail_to_desks_where_nobody_sits_is_seen_by_the_coordinator_else_by_an_administrator(cast: Cast) -> None:
    there, common = arrived(mail("Hei"), "stotte+11@dugnad.example"), arrived(mail("Hallo"), COMMON)
    Arrival.objects.filter(pk=there.pk).update(desk="11")  # its adviser has left since
    at_46 = arrived(mail("God dag"), "stotte+46@dugnad.example")

    seen = [mails_seen(one) for one in (cast.coordinator, cast.administrator, cast.adviser)]
    Role.objects.filter(role=RoleName.COORDINATOR).delete()
    then = mails_seen(cast.administrator)

    assert seen == [(2, {there, common}), (0, set()), (1, {at_46})]
    assert then == (2, {there, common})
    assert [mail_for(cast.administrator, one.pk) is not None for one in (there, common, at_46)] == [True, True, False]


def mails_seen(person: Person) -> tuple[int, set[Arrival]]:
    """How many wait for the person, and which the list holds."""
    return sum(task.count for task in mail_tasks(person)), set(mails_for(person, "quarantined").mails)


def test_mail_of_a_case_goes_with_it_to_another_desk_and_into_another_case(cast: Cast, case: Case) -> None:
    there = make_person("radgiver-11", RoleName.ADVISER, county="11")
    arrival = arrived(mail("Hemmelig svar", sender=cast.buyer.email), reply_address(case))
    second = ask_desk(by=cast.buyer, question=Question(text="Og møbler?"), body=cast.own, on=MONDAY)
    before = [reads(one, arrival) for one in (cast.adviser, there)]

    case.refresh_from_db()
    merge_cases(by=cast.adviser, case=case, into=second, seen=case.version)
    second.refresh_from_db()
    hand_over_case(by=cast.adviser, case=second, seen=second.version, desk=Desk.objects.get(county="11"))
    arrival.refresh_from_db()

    assert before == [(True, True), (False, False)]
    assert [reads(one, arrival) for one in (cast.adviser, there)] == [(False, False), (True, True)]


def test_mail_that_waits_because_of_a_case_goes_with_it_and_still_waits(cast: Cast, case: Case) -> None:
    there = make_person("radgiver-11", RoleName.ADVISER, county="11")
    arrival = arrived(mail("Fra en annen.", sender="annen@hjemme.invalid"), reply_address(case))
    before = [reads(one, arrival, "quarantined") for one in (cast.adviser, there, cast.coordinator)]

    hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"))
    arrival.refresh_from_db()
    after = [reads(one, arrival, "quarantined") for one in (cast.adviser, there, cast.coordinator)]
    there.is_active = False
    there.save()
    left = [reads(one, arrival, "quarantined") for one in (cast.adviser, cast.coordinator)]
    refuse_arrival(by=cast.coordinator, arrival=arrival, reason="spam")
    arrival.refresh_from_db()

    assert before == [(True, True), (False, False), (False, False)]
    assert (after, arrival.desk_id) == ([(False, False), (True, True), (False, False)], "11")
    assert left == [(False, False), (True, True)]
    assert [reads(one, arrival) for one in (cast.adviser, cast.coordinator)] == [(False, False), (False, False)]


@pytest.mark.parametrize("body", ["Tilbake.", ""])
def test_mail_that_a_case_cannot_take_waits_with_it(cast: Cast, case: Case, body: str) -> None:
    Case.objects.update(forgotten_at=MONDAY, state="closed")

    arrival = arrived(mail(body, sender=cast.buyer.email), reply_address(case))

    assert ended(arrival) == ("quarantined", "case-forgotten", "46")
    assert arrival.case == case


def reads(person: Person, arrival: Arrival, show: str = "settled") -> tuple[bool, bool]:
    """Does the person read the mail itself, and find it in the list?"""
    person = Person.objects.get(pk=person.pk)
    return mail_for(person, arrival.pk) is not None, arrival in mails_for(person, show).mails
