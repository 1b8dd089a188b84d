"""What a desk says among its own never leaves it: not by page, mail, file, API, search or log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from dugnad.desk.question import Question, Upload
from dugnad.records.actions.case_draft import answer_case, judge_draft, save_draft, send_to_reader
from dugnad.records.actions.case_files import keep_files
from dugnad.records.actions.case_mail import mail_of
from dugnad.records.actions.case_post import POST
from dugnad.records.actions.case_wait import remind_askers
from dugnad.records.actions.case_work import ask_back, consult_desk, hand_over_case, note_case, reply_consult, take_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.search import refresh_search
from dugnad.records.case_link import case_token
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.models.desk import Desk
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.search import SearchText
from dugnad.records.seal import unseal
from people import Cast, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
SECRETS = ("Notatord", "Rådord", "Rådsvar", "Merknadsord", "Utkastord", "Vedsidenord", "Filord", "Overlatord")
"""A word for each way of saying something among colleagues."""
ASKED = "Spørreord"
NOW = timezone.now()


@dataclass
class Told:
    """A case in which everything that can be confided is."""

    cast: Cast
    case: Case
    second: Person
    asked_elsewhere: Person
    file: CaseFile


@pytest.fixture
def told() -> Told:
    cast = make_cast()
    second = make_person("rad-to", RoleName.ADVISER, county="46")
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    by = {"by": cast.adviser}
    case = ask_desk(by=cast.buyer, question=Question(text=f"{ASKED} om miljøvekt?"), body=cast.own, on=NOW)
    case = take_case(**by, case=case, seen=case.version)
    note = note_case(**by, case=case, text="Notatord")
    (file,) = keep_files(case, note, [Upload("Filord.txt", b"Filord")], is_internal=True)
    case = consult_desk(**by, case=case, seen=case.version, desk=Desk.objects.get(county="11"), text="Rådord")
    case = reply_consult(by=elsewhere, case=case, text="Rådsvar")
    save_draft(**by, case=case, text="Utkastord", based_on=0)
    case = send_to_reader(**by, case=case, seen=case.version)
    case = judge_draft(by=second, case=case, seen=case.version, is_good=False, remark="Merknadsord")
    save_draft(by=second, case=case, text="Vedsidenord", based_on=0)
    case = ask_back(**by, case=case, seen=case.version, text="Hvor stor er den?")
    return Told(cast, case, second, elsewhere, file)


def secrets_in(text: str) -> list[str]:
    return [word for word in SECRETS if word.casefold() in text.casefold()]


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return raw.decode(errors="replace") + str(answer.headers)


def queued() -> list[Departure]:
    return list(Departure.objects.select_related("case__desk", "case__asker", "case__body"))


def written(mail: EmailMessage) -> str:
    """Everything in the mail, before it is wrapped for sending."""
    return f"{mail.subject}\n{mail.body}\n{mail.extra_headers}\n{mail.attachments}"


def test_desk_itself_reads_all_of_it(told: Told) -> None:
    text = read(signed_in(told.cast.adviser), f"/desk/cases/{told.case.pk}/")

    assert set(secrets_in(text)) == set(SECRETS) - {"Overlatord"}


def test_asker_reads_what_was_said_and_nothing_that_was_confided(told: Told) -> None:
    asker, token = signed_in(told.cast.buyer), case_token(told.case)
    places = (f"/desk/mine/{told.case.pk}/", f"/desk/asked/{token}/", "/desk/mine/", "/me/", "/me/log/", "/me/account/")

    texts = [read(asker, place) for place in places] + [read(Client(HTTP_HOST="localhost"), f"/desk/asked/{token}/")]

    assert [secrets_in(text) for text in texts] == [[]] * 7
    assert [ASKED in text and "Hvor stor er den?" in text for text in (texts[0], texts[1], texts[-1])] == [True] * 3


def test_asker_cannot_fetch_a_file_of_the_desks(told: Told) -> None:
    token, file = case_token(told.case), told.file.pk
    asker = signed_in(told.cast.buyer)

    found = [
        asker.get(address).status_code
        for address in (
            f"/desk/asked/{token}/files/{file}/", f"/desk/mine/{told.case.pk}/files/{file}/",
            f"/desk/cases/{told.case.pk}/files/{file}/",
        )
    ]  # fmt: skip

    assert found == [404] * 3


def test_no_mail_holds_a_word_of_it(told: Told) -> None:
    remind_askers(by="worker", on=(NOW + timedelta(days=60)).date())
    newest = told.case.draft.version
    save_draft(by=told.cast.adviser, case=told.case, text="Svaret er ja.", based_on=newest)
    told.case.draft.versions.update(is_beside=False)
    case = Case.objects.get(pk=told.case.pk)
    answer_case(by=told.cast.adviser, case=case, seen=case.version, based_on=case.draft.version)

    mails = [(one.what, mail_of(one, json.loads(unseal(one.sealed, purpose=POST) or "{}"))) for one in queued()]
    texts = {what: written(mail) for what, mail in mails if mail is not None}

    assert {"receipt", "ask-back", "reminder", "answer"} <= set(texts)
    assert [secrets_in(text) for text in texts.values()] == [[]] * len(texts)
    assert "Svaret er ja." in texts["answer"]


@pytest.mark.parametrize(
    "who", ["", "colleague", "leader", "other_leader", "agency_contact", "governor", "coordinator"]
)
def test_nobody_else_finds_a_word_by_page_api_or_search(told: Told, who: str) -> None:
    client = signed_in(getattr(told.cast, who) if who else None)
    places = (
        "/desk/", f"/desk/search/?q={ASKED}", "/desk/search/?q=Notatord", "/desk/ask/", f"/api/v1/search?q={ASKED}",
        "/api/v1/search?q=Utkastord", "/api/v1/answers", "/api/v1/desk/measures", "/api/v1/desk/desks",
        "/desk/list/46/", "/desk/measures/", "/desk/measures/export.csv", f"/bodies/{told.cast.own.key}/",
        "/desk/answers/", "/desk/mine/",
        f"/desk/cases/{told.case.pk}/", "/desk/cases/?show=all", f"/desk/mine/{told.case.pk}/", "/log/", "/me/",
        f"/bodies/{told.cast.own.key}/log/", "/desk/handover/46/" if who != "governor" else "/",
    )  # fmt: skip

    texts = {place: read(client, place).replace(f"?q={ASKED}", "").replace(f'value="{ASKED}"', "") for place in places}
    words = (*SECRETS, "om miljøvekt", "innkjoper@")
    own = {"/desk/search/?q=Notatord": {"Notatord"}, "/api/v1/search?q=Utkastord": {"Utkastord"}}

    assert {
        place: found
        for place, text in texts.items()
        if (found := {word for word in words if word in text} - own.get(place, set()))
    } == {}


@pytest.mark.long
def test_search_knows_nothing_of_cases(told: Told) -> None:
    refresh_search(by="worker")

    stored = " ".join(
        f"{one.titles} {one.texts} {one.head} {one.stems}" for one in SearchText.objects.exclude(kind="page")
    )
    assert (secrets_in(stored), ASKED.casefold() in stored.casefold()) == ([], False)


def test_log_holds_no_word(told: Told) -> None:
    logged = str(list(LogEntry.objects.values()))

    assert (secrets_in(logged), ASKED in logged, "@" in logged) == ([], False, False)


def test_desk_that_handed_over_and_desk_that_was_asked_lose_sight_of_it(told: Told) -> None:
    make_person("rad-oslo", RoleName.ADVISER, county="03")
    before = signed_in(told.asked_elsewhere).get(f"/desk/cases/{told.case.pk}/").status_code
    case = hand_over_case(
        by=told.cast.adviser,
        case=told.case,
        seen=told.case.version,
        desk=Desk.objects.get(county="03"),
        note="Overlatord",
    )
    Case.objects.filter(pk=case.pk).update(state="closed", closed_at=NOW)

    after = [
        signed_in(one).get(f"/desk/cases/{case.pk}/").status_code for one in (told.cast.adviser, told.asked_elsewhere)
    ]

    assert (before, after) == (200, [404, 404])
