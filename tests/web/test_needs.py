"""The morning page, the contact log and the body's desk, on screen: who sees what, and what nobody else does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from dugnad.desk.question import Question
from dugnad.plan.questions import load_questions
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.contacts import note_contact
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Consult
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from dugnad.web.pages.needs import unpriced
from people import Cast, make_body, make_cast, make_person, signed_in
from web.conftest import Small
from web.made import HARBOUR, Purchase, make_store

pytestmark = pytest.mark.django_db
NEEDS, LOG = "/desk/needs/46/", "/desk/contacts/46/"
CONFIDED = "Er kravet ulovlig for avfallskontrakten vår?"
NOTED = "De er uenige seg imellom."
NOW = timezone.localtime()
TODAY = NOW.date()


@pytest.fixture
def cast(small_stores: Small, settings: Settings) -> Cast:
    settings.STORE = small_stores(6)
    load_shipped_desks(by="content")
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """A question whose answer was promised long ago."""
    return ask_desk(by=cast.buyer, question=Question(text=CONFIDED), body=cast.own, on=NOW - timedelta(days=30))


@pytest.fixture
def note(cast: Cast) -> ContactNote:
    return noted(cast, cast.own)


def noted(cast: Cast, body: object, on: datetime = NOW, **given: object) -> ContactNote:
    told = {
        "text": NOTED, "agreed": "Møte om renhold.", "promise": "Sende kravene", "promised_by": on.date(),
        "kind": "meeting",
    }  # fmt: skip
    desk = Desk.objects.get(county="46")
    return note_contact(by=cast.adviser, desk=desk, body=body, on=on.date(), today=TODAY, **(told | given))  # type: ignore[arg-type]


def seen(person: Person | None, address: str) -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def waits(page: str) -> dict[str, str]:
    """What waits, by its words."""
    found = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    return {name: re.sub(r"<[^>]+>", "", number) for name, number in found}


def test_adviser_sees_what_waits_and_then_who_may_need_help(cast: Cast, case: Case, note: ContactNote) -> None:
    desk = Desk.objects.get(county="46")
    Arrival.objects.create(sha256="a" * 64, size=1, raw=b"x", fate="quarantined", desk=desk)
    elsewhere = ask_desk(by="visitor", question=Question(text="Hei?"), on=NOW)
    Consult.objects.create(case=elsewhere, desk=desk)

    page = seen(cast.adviser, NEEDS)

    assert waits(page) == {
        "Over lovet svartid": "1", "Svar lovet i dag": "0", "Svar å lese gjennom": "0", "Spørsmål fra kolleger": "1",
        "E-post fra ukjente": "1", "Løfter og oppfølging": "1", "Åpne henvendelser i alt": "1",
    }  # fmt: skip
    assert (CONFIDED in page, "Sende kravene" in page, "Slik er rekkefølgen laget" in page) == (True, True, True)


def test_figure_of_mail_leads_to_the_mail(cast: Cast) -> None:
    Arrival.objects.create(sha256="a" * 64, size=1, raw=b"x", fate="quarantined", desk=Desk.objects.get(county="46"))

    assert '<a class="ds-link" href="/desk/mail/">1</a>' in seen(cast.adviser, NEEDS)


@pytest.mark.parametrize(
    ("language", "none", "one", "two"),
    [
        ("nb", "", ", ett uten oppgitt verdi", ", 2 uten oppgitt verdi"),
        ("nn", "", ", eitt utan oppgitt verdi", ", 2 utan oppgitt verdi"),
        ("en", "", ", one without a stated value", ", 2 without a stated value"),
    ],
)
def test_purchases_without_a_value_are_told_where_there_are_any(language: str, none: str, one: str, two: str) -> None:
    with override(language):
        told = [unpriced(count) for count in (0, 1, 2)]

    assert told == [none, one, two]


def test_body_that_nobody_measured_stands_apart(cast: Cast) -> None:
    page, apart = seen(cast.adviser, NEEDS), seen(cast.adviser, f"{NEEDS}?show=unmeasured")

    assert "Eksempelvik" not in page
    assert (">ikke målt</span>" in apart, "Eksempelvik" in apart) == (True, True)


@pytest.fixture
def measured(cast: Cast, tmp_path: Path, settings: Settings) -> Body:
    """A body with a purchase that was announced today."""
    bought = Purchase(number=1, announced=TODAY, outcome="POSSIBLE_BREACH", weight=10.0, value=60_000_000.0)
    settings.STORE = make_store(tmp_path, [bought])
    return make_body("Eksempelvik kommune", orgnr=HARBOUR, slug="malt")


def test_what_is_measured_stands_with_its_figures_and_a_next_step(cast: Cast, measured: Body) -> None:
    page = seen(cast.adviser, NEEDS)

    told = re.findall(r'<ul class="need-reasons">(.*?)</ul>', page)
    year = load_questions().newest_year(TODAY)
    ahead = "Innkjøp planlagt eller utlyst: 1, til 60,0\xa0mill. kr i alt. Størst: Kjøp av eksempler."
    assert [re.findall(r"<li>(.*?)</li>", one) for one in told] == [
        [
            f"1 av 1 delkontrakter har mulig brudd på klima- og miljøbestemmelsen ({TODAY.year - 1}–{TODAY.year}).",
            ahead,
            "Virksomheten er invitert til planen; noe vedtak er ikke registrert her.",
            "Virksomheten har ingen handlingsplan i kraft her.",
            f"Årsstatus for {year} er ikke besvart ennå.",
        ]
    ]
    assert "Ring og tilby å gå gjennom kunngjøringene sammen." in page
    assert page.count('class="need-step"') == 1


def test_nobody_is_given_a_score(cast: Cast, measured: Body) -> None:
    page = seen(cast.adviser, NEEDS)

    assert re.findall(r"poeng|score|points", page.casefold()) == []


@pytest.mark.parametrize("who", ["governor", "coordinator"])
def test_those_who_follow_the_county_see_the_needs_and_no_case(cast: Cast, case: Case, who: str) -> None:
    page = seen(getattr(cast, who), NEEDS)

    assert (CONFIDED in page, case.title in page, "ses bare av dem" in page) == (False, False, True)


@pytest.mark.parametrize("address", [NEEDS, LOG])
@pytest.mark.parametrize("who", ["buyer", "contact", "leader", "administrator", "stranger", "other_governor"])
def test_others_see_nothing_of_it(cast: Cast, case: Case, note: ContactNote, who: str, address: str) -> None:
    answer = signed_in(getattr(cast, who)).get(address)

    assert answer.status_code == 403
    assert leaks(answer) == []


def leaks(answer: HttpResponse) -> list[str]:
    """What of the desk's own stands in an answer."""
    return [text for text in (CONFIDED, NOTED, "Sende kravene", "Møte om renhold") if text in answer.content.decode()]


def test_adviser_of_another_county_sees_nothing_of_it(cast: Cast, case: Case, note: ContactNote) -> None:
    other = make_person("annen-radgiver", RoleName.ADVISER, county="11")

    answers = [signed_in(other).get(address) for address in (NEEDS, LOG, f"{LOG}{cast.own.key}/")]

    assert [(answer.status_code, leaks(answer)) for answer in answers] == [(403, [])] * 3
    assert leaks(signed_in(other).get("/desk/needs/11/")) == []


@pytest.mark.parametrize("address", [NEEDS, LOG, "/desk/overview/"])
def test_visitor_is_asked_to_sign_in(cast: Cast, address: str) -> None:
    answer = signed_in(None).get(address)

    assert (answer.status_code, answer["Location"].startswith("/account/login/")) == (302, True)


@pytest.mark.parametrize("county", ["99", "4", "046", "ab", "..", "46%00"])
def test_county_that_is_none_is_no_page(cast: Cast, county: str) -> None:
    answers = [signed_in(cast.coordinator).get(f"/desk/{page}/{county}/") for page in ("needs", "contacts")]

    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("query", ["kind=x", "reason=score", "show=all", "page=0", "page=x", "page=999", "kind=%00"])
def test_choice_that_is_none_is_told(cast: Cast, query: str) -> None:
    assert "ds-alert" in seen(cast.adviser, f"{NEEDS}?{query}").split("<main")[1]


def test_page_asks_the_database_as_often_for_many(cast: Cast) -> None:
    noted(cast, cast.own)
    ask_desk(by="visitor", question=Question(text="Hei?"), body=cast.own, on=NOW - timedelta(days=9))
    seen(cast.adviser, NEEDS)  # what is loaded once
    with CaptureQueriesContext(connection) as one:
        seen(cast.adviser, f"{NEEDS}?show=unmeasured")
    for number in range(3):
        body = make_body(f"Flere {number} kommune")
        noted(cast, body)
        ask_desk(by="visitor", question=Question(text="Hei?"), body=body, on=NOW - timedelta(days=9))
    with CaptureQueriesContext(connection) as many:
        seen(cast.adviser, f"{NEEDS}?show=unmeasured")

    assert len(many) == len(one)


FORM = {"on": TODAY.isoformat(), "kind": "phone", "text": NOTED, "promise": "Ringe igjen", "promised_by": TODAY}


def test_contact_is_noted_kept_and_shared_on_screen(cast: Cast) -> None:
    client, address = signed_in(cast.adviser), f"{LOG}{cast.own.key}/"

    noted_one = client.post(address, FORM, follow=True)
    number = ContactNote.objects.get().pk
    done = [client.post(f"{LOG}notes/{number}/{do}/", follow=True) for do in ("kept", "share", "unshare", "share")]

    assert [answer.status_code for answer in (noted_one, *done)] == [200] * 5
    assert "Kontakten er notert." in noted_one.content.decode()
    kept = ContactNote.objects.get()
    assert (kept.by, kept.is_shared, kept.kept_at is not None) == (cast.adviser, True, True)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"text": ""}, "påkrev"),
        ({"kind": "fax"}, "gyldig valg"),
        ({"on": "i går"}, "gyldig dato"),
        ({"on": (TODAY + timedelta(days=2)).isoformat(), "promised_by": ""}, "Den dagen har ikke vært ennå"),
        ({"promised_by": ""}, "Skriv både hva som er lovet"),
        ({"promise": "", "promised_by": "", "is_shared": "on"}, "Bare det som er avtalt eller lovet"),
        ({"text": "\x00"}, ""),
    ],
)
def test_what_cannot_be_noted_is_told_and_nothing_is_lost(cast: Cast, change: dict[str, str], told: str) -> None:
    answer = signed_in(cast.adviser).post(f"{LOG}{cast.own.key}/", FORM | change)

    page = answer.content.decode()
    assert (answer.status_code, told in page, ContactNote.objects.count()) == (400, True, 0)
    assert change.get("text", NOTED).replace("\x00", "") in page


def test_bodys_own_contact_reads_what_is_shared_and_nothing_else(cast: Cast, note: ContactNote) -> None:
    hidden = seen(cast.contact, f"{LOG}{cast.own.key}/")
    ContactNote.objects.update(is_shared=True)
    shared = seen(cast.contact, f"{LOG}{cast.own.key}/")

    assert ["Møte om renhold" in page for page in (hidden, shared)] == [False, True]
    assert [NOTED in page or cast.adviser.name in page for page in (hidden, shared)] == [False, False]
    assert signed_in(cast.contact).post(f"{LOG}{cast.own.key}/", FORM).status_code == 403
    assert signed_in(cast.buyer).get(f"{LOG}{cast.own.key}/").status_code == 403
    assert signed_in(cast.other_contact).get(f"{LOG}{cast.own.key}/").status_code == 403


def test_whether_a_desk_has_noted_a_body_is_told_to_nobody_else(cast: Cast) -> None:
    make_person("radgiver-i-11", RoleName.ADVISER, county="11")
    other = f"{LOG}{cast.other.key}/"

    before = {name: signed_in(one).get(other).status_code for name, one in cast.people().items()}
    ContactNote.objects.create(
        desk_id="46", body=cast.other, on=TODAY, kind="phone", text=NOTED, agreed="Møte.", by=cast.adviser
    )
    after = {name: signed_in(one).get(other).status_code for name, one in cast.people().items()}
    ContactNote.objects.update(is_shared=True)

    desks_own = ("adviser", "governor", "coordinator")
    assert [before.pop(name) for name in desks_own] == [404, 404, 404]
    assert [after.pop(name) for name in desks_own] == [200, 200, 200]
    assert after == before
    assert {name for name, status in before.items() if status != 403} == {"other_contact", "other_leader"}
    assert "Møte." in seen(cast.other_contact, other)


@pytest.mark.parametrize("do", ["kept", "followed", "share", "unshare", "delete"])
@pytest.mark.parametrize("who", ["governor", "coordinator", "contact", "stranger"])
def test_nobody_else_does_anything_with_a_contact(cast: Cast, note: ContactNote, who: str, do: str) -> None:
    answer = signed_in(getattr(cast, who)).post(f"{LOG}notes/{note.pk}/{do}/")

    before = (note.kept_at, note.followed_at, note.is_shared)
    note.refresh_from_db()
    assert (answer.status_code, leaks(answer)) == (404, [])
    assert (note.kept_at, note.followed_at, note.is_shared) == before


def test_note_of_one_desk_is_not_found_under_another(cast: Cast, note: ContactNote) -> None:
    both = make_person("to-fylker", RoleName.ADVISER, county="11")
    person = Person.objects.get(pk=both.pk)

    answers = [
        signed_in(person).post(f"/desk/contacts/11/notes/{number}/kept/") for number in (note.pk, 0, 10**30)
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_log_is_narrowed_paged_and_asks_as_often_for_many(cast: Cast, note: ContactNote) -> None:
    with CaptureQueriesContext(connection) as one:
        seen(cast.adviser, LOG)
    for number in range(30):
        noted(cast, make_body(f"Flere {number} kommune"), NOW - timedelta(days=2), promise="", promised_by=None)
    with CaptureQueriesContext(connection) as many:
        page = seen(cast.adviser, LOG)

    assert len(many) <= len(one)
    assert (page.count('class="contact stack"'), "31 kontakter" in page) == (25, True)
    assert seen(cast.adviser, f"{LOG}?show=due").count('class="contact stack"') == 1
    assert seen(cast.adviser, f"{LOG}?q=Flere+17").count('class="contact stack"') == 1
    assert "ds-alert" in seen(cast.adviser, f"{LOG}?show=everything").split("<main")[1]


def test_what_was_written_is_never_read_as_markup(cast: Cast) -> None:
    noted(cast, cast.own, text="<script>alert(1)</script>", agreed="<b>x</b>", promise="<i>y</i>")

    pages = [seen(cast.adviser, address) for address in (NEEDS, LOG, f"{LOG}{cast.own.key}/")]

    assert [page for page in pages if "<script>alert" in page or "<b>x" in page or "<i>y" in page] == []


def test_promises_due_stand_on_my_page_of_the_desks_people(cast: Cast, note: ContactNote) -> None:
    told = "har ett løfte eller én oppfølging som skulle vært gjort"

    assert [told in seen(person, "/me/") for person in (cast.adviser, cast.governor, cast.contact)] == [
        True, False, False,
    ]  # fmt: skip


def test_body_page_shows_its_desk_to_its_own_people_and_the_desk_alone(cast: Cast, note: ContactNote) -> None:
    address = f"/bodies/{cast.own.key}/"
    people = (cast.buyer, cast.contact, cast.adviser, cast.other_contact, cast.stranger, None)

    pages = [seen(person, address) for person in people]

    assert ["desk-box" in page for page in pages] == [True, True, True, False, False, False]
    assert [NOTED in page or "Møte om renhold" in page for page in pages] == [False] * 6


def test_county_page_shows_its_desk_and_its_figures(cast: Cast, case: Case) -> None:
    page = seen(None, "/counties/46/")

    assert "Støttetjenesten i fylket svarer innen én arbeidsdag." in page
    assert "Henvendelser: for få til å vise." in page
    assert "Ingen sitter her nå; spørsmål går til Vestland." in seen(None, "/counties/11/")
