from __future__ import annotations

import json
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_work import note_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.desks import keep_desk, load_shipped_desks, warn_of_ends
from dugnad.records.actions.invitations import invite_person
from dugnad.records.actions.knowledge import offer_case
from dugnad.records.actions.own_data import erase_person
from dugnad.records.case_link import case_token
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.log import LogEntry
from dugnad.records.models.mail import Note
from dugnad.records.models.people import Role, RoleName
from dugnad.records.models.register import DeskHost
from dugnad.records.permissions import desks_of
from dugnad.records.queries.desks import seats
from people import Cast, make_cast, make_person, signed_in
from records.handed import NOTED, fill_desk
from records.known import a_proposal

pytestmark = pytest.mark.django_db
HANDOVER = "/desk/handover/46/"


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR = tmp_path
    return make_cast()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    load_shipped_desks(by="content")
    return Desk.objects.get(county="46")


def kept(person: object, desk: Desk, **given: object) -> Desk:
    desk.refresh_from_db()
    return keep_desk(by=person, desk=desk, seen=desk.changed_at.isoformat(), **given)  # type: ignore[arg-type]


def test_list_shows_every_desk_and_who_steps_in_and_nobody_by_name(cast: Cast) -> None:
    DeskHost.objects.create(county="46", body=cast.own, since=date(2020, 1, 1))

    page = Client(HTTP_HOST="localhost").get("/desk/list/").content.decode()

    assert page.count('<th role="rowheader"') == 16
    assert "1 av 15 fylker har noen på plass i dag." in page
    assert page.count("Støttetjenesten i Vestland svarer på spørsmål") == 5  # its neighbours that have nobody
    assert "Eksempelvik kommune" in page
    assert [one for one in (cast.adviser.name, cast.adviser.email, cast.coordinator.name) if one in page] == []


@pytest.mark.parametrize(
    ("prefix", "hours", "answer"),
    [("", "kl. 09.00–15.00", "Lovet svartid"), ("/nn", "kl. 09.00–15.00", "Lova svartid"),
     ("/en", "09:00–15:00", "Promised answer time")],
)  # fmt: skip
def test_hours_are_told_where_somebody_sits_alone(cast: Cast, prefix: str, hours: str, answer: str) -> None:
    client = Client(HTTP_HOST="localhost")

    manned, empty, whole = (
        client.get(f"{prefix}/desk/list/{county}").content.decode() for county in ("46/", "50/", "")
    )

    assert [(hours in page, answer in page) for page in (manned, empty)] == [(True, True), (False, False)]
    assert whole.count(hours) == sum(seat.advisers > 0 for seat in seats(timezone.localdate()))


def test_list_asks_as_much_of_the_database_for_one_adviser_as_for_three(cast: Cast) -> None:
    client = Client(HTTP_HOST="localhost")
    client.get("/desk/list/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/list/")
    for county in ("11", "15"):
        make_person(f"rad-{county}", RoleName.ADVISER, county=county)
        DeskHost.objects.create(county=county, body=cast.own, since=date(2020, 1, 1))

    with CaptureQueriesContext(connection) as three:
        client.get("/desk/list/")

    assert len(three) == len(one)


def test_desk_away_sends_questions_to_its_neighbour(cast: Cast, desk: Desk) -> None:
    make_person("rad-11", RoleName.ADVISER, county="11")
    today = timezone.localdate()
    kept(cast.adviser, desk, closed_since=today, closed_until=today + timedelta(days=3))

    page = Client(HTTP_HOST="localhost").get("/desk/list/46/").content.decode()
    case = ask_desk(by=cast.buyer, question=Question(text="Hei?"), body=cast.own, on=timezone.now())

    assert "Støttetjenesten i Rogaland svarer på spørsmål herfra." in page
    assert (case.desk_id, case.routed) == ("11", "neighbour")


def form_of(desk: Desk, **changed: str) -> dict[str, str]:
    desk.refresh_from_db()
    days = {f"{part}_{day}": time for day in range(1, 6) for part, time in (("from", "09:00"), ("to", "15:00"))}
    return {"answer_days": "1", "seen": desk.changed_at.isoformat(), **days, **changed}


def test_keeper_changes_hours_and_agreement_and_the_log_tells_before_and_after(cast: Cast, desk: Desk) -> None:
    given = form_of(
        desk, from_1="10:00", to_1="14:30", from_5="", to_5="", email="vestland@stotte.invalid",
        agreement_until="2027-06-30", funding="Fylkeskommunen",
    )  # fmt: skip

    answer = signed_in(cast.governor).post("/desk/list/46/", given)

    desk.refresh_from_db()
    line = LogEntry.objects.get(action="keep_desk")
    assert answer.status_code == 302
    assert (desk.hours["1"], sorted(desk.hours), desk.agreement_until) == (
        ["10:00", "14:30"], ["1", "2", "3", "4"], date(2027, 6, 30),
    )  # fmt: skip
    assert line.details == {"changed": ["agreement_until", "email", "funding", "hours"]}
    assert line.before["agreement_until"] is None
    assert (line.after["agreement_until"], line.after["funding"]) == ("2027-06-30", "Fylkeskommunen")
    assert "vestland@stotte.invalid" not in json.dumps([line.before, line.after, line.details])


def test_form_says_what_is_wrong_and_keeps_what_was_written(cast: Cast, desk: Desk) -> None:
    kept(cast.adviser, Desk.objects.get(county="46"), phone="55 00 00 00")
    Desk.objects.filter(county="11").update(email="rogaland@stotte.invalid")
    client = signed_in(cast.adviser)
    tries = {
        "from_2": {"from_2": "15:00", "to_2": "09:00"},
        "from_3": {"from_3": "09:00", "to_3": ""},
        "email": {"email": "rogaland@stotte.invalid"},
        "closed_until": {"closed_since": "2027-01-01"},
        "agreement_until": {"agreement_since": "2027-01-01", "agreement_until": "2026-01-01"},
        "phone": {"phone": "ring meg"},
        "answer_days": {"answer_days": "0"},
        "website": {"website": "javascript:alert(1)"},
    }

    answers = {field: client.post("/desk/list/46/", form_of(desk, **changed)) for field, changed in tries.items()}

    assert {field: answer.status_code for field, answer in answers.items()} == dict.fromkeys(tries, 400)
    assert [field for field, answer in answers.items() if f'href="#id_{field}"' not in answer.content.decode()] == []
    assert 'value="ring meg"' in answers["phone"].content.decode()
    assert LogEntry.objects.filter(action="keep_desk").count() == 1


def test_who_saw_an_older_desk_changes_nothing(cast: Cast, desk: Desk) -> None:
    older = form_of(desk, phone="55 11 11 11")
    kept(cast.coordinator, desk, phone="55 22 22 22")

    answer = signed_in(cast.adviser).post("/desk/list/46/", older)

    desk.refresh_from_db()
    assert (answer.status_code, desk.phone) == (400, "55 22 22 22")
    assert "Noen andre har endret dette" in answer.content.decode()


def test_only_the_desk_its_governor_and_the_coordinator_keep_it(cast: Cast, desk: Desk) -> None:
    for person in (cast.other_governor, cast.buyer, cast.administrator):
        with pytest.raises(NotAllowed):
            kept(person, desk, phone="55 00 00 00")
    with pytest.raises(Refused):
        kept(cast.adviser, desk, email=cast.adviser.email)

    page = signed_in(cast.other_governor).get("/desk/list/46/").content.decode()

    assert "field-set" not in page
    assert "Fylkeskommunen" not in page


def test_unknown_desk_is_no_page(cast: Cast) -> None:
    client = signed_in(cast.adviser)

    assert [client.get(f"/desk/list/{county}/").status_code for county in ("99", "4", "x")] == [404, 404, 404]


def test_coordinator_appoints_advisers_of_the_national_desk_and_nobody_else_does(cast: Cast) -> None:
    invite_person(by=cast.coordinator, email="ny@eksempel.invalid", role=RoleName.ADVISER, county="00")
    for person in (cast.governor, cast.adviser, cast.leader):
        with pytest.raises(NotAllowed):
            invite_person(by=person, email="ny@eksempel.invalid", role=RoleName.ADVISER, county="00")
    with pytest.raises(NotAllowed):
        invite_person(by=cast.coordinator, email="ny@eksempel.invalid", role=RoleName.ADVISER, county="46")
    with pytest.raises(Refused):
        invite_person(by=cast.administrator, email="ny@eksempel.invalid", role=RoleName.GOVERNOR, county="00")

    page = signed_in(cast.coordinator).get("/people/invite/").content.decode()
    national = make_person("nasjonal", RoleName.ADVISER, county="00")

    assert '<option value="00">Den nasjonale støttetjenesten</option>' in page
    assert desks_of(national) == {"00"}
    assert signed_in(national).get("/me/").status_code == 200


def test_end_is_warned_of_once_at_each_threshold(cast: Cast, desk: Desk) -> None:
    kept(cast.adviser, desk, funding_until=date(2027, 6, 30))
    days = {270: 0, 269: 0, 181: 0, 180: 0, 90: 0, 89: 0, 30: 0, 0: 0, -1: 0, -200: 0}

    sent = {before: warn_of_ends(by="worker", on=date(2027, 6, 30) - timedelta(days=before)) for before in days}

    assert sent == {270: 3, 269: 0, 181: 0, 180: 3, 90: 3, 89: 0, 30: 3, 0: 0, -1: 3, -200: 0}
    assert Note.objects.count() == 15
    assert LogEntry.objects.filter(action="warn_desk").count() == 5
    assert mail.outbox == []  # the worker sends


def test_moved_end_is_warned_of_anew_and_what_cannot_be_told_waits(cast: Cast, desk: Desk) -> None:
    kept(cast.adviser, desk, agreement_until=date(2027, 6, 30))
    first = warn_of_ends(by="worker", on=date(2027, 6, 1))
    kept(cast.adviser, desk, agreement_until=date(2027, 7, 30))
    moved = warn_of_ends(by="worker", on=date(2027, 7, 1))
    Desk.objects.filter(county="11").update(funding_until=date(2027, 7, 2))
    Role.objects.exclude(role=RoleName.BUYER).delete()
    nobody = warn_of_ends(by="worker", on=date(2027, 7, 1))
    make_person("ny-samordner", RoleName.COORDINATOR)
    later = warn_of_ends(by="worker", on=date(2027, 7, 1))

    assert (first, moved, nobody, later) == (3, 3, 0, 1)


def test_my_page_warns_adviser_governor_and_coordinator(cast: Cast, desk: Desk) -> None:
    kept(cast.adviser, desk, funding_until=timezone.localdate() + timedelta(days=20))

    shown = {
        who: "Finansieringen av støttetjenesten tar slutt: Vestland." in signed_in(person).get("/me/").content.decode()
        for who, person in cast.people().items()
        if who in {"adviser", "governor", "coordinator", "other_governor", "leader"}
    }

    assert shown == {
        "adviser": True, "governor": True, "coordinator": True, "other_governor": False, "leader": False,
    }  # fmt: skip


def test_handover_page_gives_counts_document_and_file(cast: Cast) -> None:
    fill_desk(cast, timezone.now())
    client = signed_in(cast.adviser)

    page = client.get(HANDOVER).content.decode()
    raw = client.post(HANDOVER)
    papers = {form: client.get(f"{HANDOVER}paper.{form}") for form in ("docx", "pdf")}

    assert page.count("<dd>2</dd>") == 3  # open cases, answers, and mail that waits
    with zipfile.ZipFile(BytesIO(raw.content)) as archive:
        assert len(json.loads(archive.read("handover.json"))["cases"]) == 2
    assert raw.headers["Content-Disposition"].startswith('attachment; filename="overlevering-46-')
    with zipfile.ZipFile(BytesIO(papers["docx"].content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert papers["pdf"].content.startswith(b"%PDF-")
    assert [
        one for one in ("Må vi vekte miljø?", "Sende mal for strategi", "Renhold i Hardanger") if one not in text
    ] == []
    leaks = (NOTED, "Kari Spør", "kari@eksempel.invalid", cast.buyer.name, cast.adviser.name, "Ola Vent", "Eva Var")
    assert [one for one in leaks if one in text] == []


def test_handover_is_refused_to_others_and_its_governor_sees_counts_alone(cast: Cast) -> None:
    fill_desk(cast, timezone.now())
    elsewhere = make_person("rad-11", RoleName.ADVISER, county="11")
    others = [cast.buyer, cast.leader, cast.coordinator, cast.administrator, cast.other_governor, elsewhere]

    refused = {
        signed_in(person).get(address).status_code
        for person in others
        for address in (HANDOVER, f"{HANDOVER}paper.pdf")
    }
    governor = signed_in(cast.governor)
    seen = governor.get(HANDOVER)
    tried = [governor.post(HANDOVER).status_code, governor.get(f"{HANDOVER}paper.docx").status_code]
    Role.objects.filter(person=cast.adviser).delete()
    emptied = [governor.post(HANDOVER).status_code, governor.get(f"{HANDOVER}paper.docx").status_code]

    assert (refused, seen.status_code, tried, emptied) == ({403}, 200, [403, 403], [200, 200])
    assert [one for one in (NOTED, "Kari Spør", "Må vi vekte miljø?") if one in seen.content.decode()] == []


def test_person_fetches_and_erases_the_own_data_on_the_page(cast: Cast) -> None:
    case = ask_desk(by=cast.buyer, question=Question(text="Mitt spørsmål"), body=cast.own, on=timezone.now())
    others = ask_desk(by=cast.colleague, question=Question(text="Et annet spørsmål"), body=cast.own, on=timezone.now())
    note_case(by=cast.adviser, case=case, text=NOTED)
    client = signed_in(cast.buyer)

    with zipfile.ZipFile(BytesIO(client.get("/me/account/data/file/").content)) as archive:
        told = archive.read("data.json").decode()
    unsure = client.post("/me/account/data/", {"what": "asked"})
    sure = client.post("/me/account/data/", {"what": "asked", "sure": "on"})
    page = client.get("/me/account/data/").content.decode()

    case.refresh_from_db()
    others.refresh_from_db()
    assert ("Mitt spørsmål" in told, NOTED in told, "Et annet spørsmål" in told) == (True, False, False)
    assert (unsure.status_code, sure.status_code) == (400, 302)
    assert (case.forgotten_at is not None, others.forgotten_at) == (True, None)
    assert "Slettet: 1 henvendelse, 0 påmeldinger og 0 e-poster." in page


def test_account_is_closed_with_the_data_where_asked(cast: Cast) -> None:
    ask_desk(by=cast.buyer, question=Question(text="Mitt spørsmål"), body=cast.own, on=timezone.now())
    client = signed_in(cast.buyer)

    answer = client.post("/me/account/data/", {"what": "all", "sure": "on"})

    cast.buyer.refresh_from_db()
    assert (answer.status_code, cast.buyer.is_active, cast.buyer.name) == (200, False, "")
    assert client.get("/me/").status_code == 302
    assert Case.objects.get().forgotten_at is not None


@pytest.mark.parametrize(("prefix", "said"), [("", "24 måneder"), ("/nn", "24 månader"), ("/en", "24 months")])
def test_privacy_page_tells_what_is_kept_and_for_how_long(cast: Cast, prefix: str, said: str) -> None:
    page = Client(HTTP_HOST="localhost").get(f"{prefix}/privacy/").content.decode()

    assert said in page
    assert page.count('<th role="rowheader"') == 6


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Bare opplysninger til statistikk står igjen, og et svar som er publisert for alle."),
        ("/nn", "Berre opplysningar til statistikk står att, og eit svar som er publisert for alle."),
        ("/en", "Only what figures are made of is left, and an answer that was published for everybody."),
    ],
)
def test_privacy_page_says_what_is_left(cast: Cast, prefix: str, said: str) -> None:
    page = Client(HTTP_HOST="localhost").get(f"{prefix}/privacy/").content.decode()

    assert said in page
    assert "Statsforvalter" in page or "Statsforvaltar" in page


def test_pages_of_a_forgotten_case_stand_and_show_nothing_of_it(cast: Cast) -> None:
    asked = Question(text="Hemmelig spørsmål", title="Hemmelig tittel")
    case = ask_desk(by=cast.buyer, question=asked, body=cast.own, on=timezone.now())
    note_case(by=cast.adviser, case=case, text=NOTED)
    link = f"/desk/asked/{case_token(case)}/"
    case.refresh_from_db()
    saved = save_draft(by=cast.adviser, case=case, text="Hemmelig svar", based_on=0)
    case = answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)
    offer_case(by=cast.adviser, case=case, proposal=a_proposal(question="Hemmelig forslag?"))
    erase_person(by=cast.buyer, person=cast.buyer)
    addresses = {
        cast.adviser: [
            f"/desk/cases/{case.pk}/",
            "/desk/cases/?show=closed",
            "/desk/cases/?show=all",
            "/desk/unanswered/",
        ],
        cast.buyer: ["/desk/mine/", "/me/account/data/"],
        None: [link],
    }

    answers = [signed_in(person).get(address) for person, found in addresses.items() for address in found]

    assert [answer.status_code for answer in answers] == [200] * 7
    assert signed_in(cast.adviser).get(f"/desk/cases/{case.pk}/publish/").status_code == 302
    text = "".join(answer.content.decode() for answer in answers)
    assert [one for one in ("Hemmelig", NOTED, cast.buyer.email) if one in text] == []
