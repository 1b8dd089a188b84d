"""My page: each role's next step first; a stranger signs in; the questions to the database stay as few."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.desk.question import Question
from dugnad.plan.questions import load_questions
from dugnad.records.actions.case_work import ask_back, reply_to_desk
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.cases import Case
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Dispatch, Letter, Reply, Run
from dugnad.records.models.people import Person, Role, RoleName
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.records.models.status import StatusReport
from people import make_body, make_cast, make_person, signed_in
from web.conftest import Small

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YEAR = load_questions().newest_year(TODAY)
"""Of the yearly status that can be answered now."""


@pytest.fixture(autouse=True)
def _store(small_stores: Small, settings: Settings) -> None:
    settings.STORE = small_stores(3)


def page_of(person: Person, address: str = "/me/") -> str:
    answer = signed_in(person).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def steps(page: str) -> list[str]:
    """What the page asks for, in its order."""
    found = re.findall(r'<p class="next-what">(.*?)</p>|step-line"><div><p>(.*?)</p>', page, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", first or then).strip() for first, then in found]


def joined(body: Body) -> Decision:
    return Decision.objects.create(body=body, about="join", decided_by="Kommunestyret", on=TODAY)


def planned(body: Body, late: int = 0) -> Plan:
    plan = Plan.objects.create(body=body, state=Plan.State.IN_FORCE, title={"nb": "Plan"})
    for number in range(late):
        Measure.objects.create(plan=plan, position=number, title={"nb": f"Tiltak {number}"}, deadline=date(2025, 1, 1))
    return plan


def sent_to(body: Body, by: date, act: str = "join") -> Dispatch:
    letter = Letter.objects.create(title="Brev om planen", sender="Departementet")
    run = Run.objects.create(letter=letter, state=Run.State.SENT, reply_by=by)
    return Dispatch.objects.create(
        run=run, body=body, channel="email", subject="Brev", text="Kjære", act=act, message_id=str(run.pk),
        state=Dispatch.State.SENT,
    )  # fmt: skip


def test_stranger_is_sent_to_sign_in_and_sees_nothing() -> None:
    make_cast()

    answer = Client(HTTP_HOST="localhost").get("/me/")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/login/?next=/me/")


def test_contact_of_an_invited_body_is_asked_for_the_decision_by_the_letters_day() -> None:
    cast = make_cast()
    sent_to(cast.own, date(2030, 12, 15))

    page = page_of(cast.contact)

    assert steps(page) == [
        "Eksempelvik kommune er invitert til å slutte seg til planen. Registrer vedtaket når det er gjort."
    ]
    assert "Innen 15. desember 2030" in page


def test_reader_sees_the_step_as_others_work() -> None:
    cast = make_cast()

    page = page_of(cast.reader)

    assert ("next-what" in page, len(steps(page)), "Dette venter på andre" in page) == (False, 1, True)


def test_state_body_is_asked_to_confirm() -> None:
    cast = make_cast()

    assert steps(page_of(cast.agency_contact)) == [
        "Utpek hvilken stilling i Direktoratet for prøveinnkjøp som er ansvarlig for oppfølgingen, og registrer det."
    ]


def test_leader_is_first_shown_the_status_to_approve() -> None:
    cast = make_cast()
    joined(cast.own)
    planned(cast.own, late=2)
    StatusReport.objects.create(body=cast.own, year=YEAR, state=StatusReport.State.SUBMITTED)

    assert steps(page_of(cast.leader)) == [
        "Årsstatusen for Eksempelvik kommune ligger klar til godkjenning hos deg.",
        "2 tiltak i planen for Eksempelvik kommune er over fristen. Si hvor langt de er kommet.",
    ]


def test_contact_waits_for_the_leader_where_the_status_is_handed_in() -> None:
    cast = make_cast()
    joined(cast.own)
    planned(cast.own)
    StatusReport.objects.create(body=cast.own, year=YEAR, state=StatusReport.State.SUBMITTED)

    page = page_of(cast.contact)

    assert ("next-what" in page, "Dette venter på andre" in page) == (False, True)


def test_another_bodys_draft_is_not_told() -> None:
    cast = make_cast()
    joined(cast.own)
    planned(cast.own)
    StatusReport.objects.create(body=cast.own, year=YEAR, state=StatusReport.State.SUBMITTED)

    assert ["Eksempelvik" in one for one in steps(page_of(cast.other_leader))] == [False]


def test_governor_sees_the_letters_of_the_own_county_and_the_missing_host() -> None:
    cast = make_cast()
    sent_to(cast.own, date(2030, 12, 15))
    sent_to(cast.other, date(2030, 12, 15))

    page = page_of(cast.governor)

    assert steps(page)[:2] == [
        "En virksomhet i Vestland har ikke svart på «Brev om planen».",
        "Vestland har ingen vert for støttetjenesten ennå.",
    ]
    assert ("Eksempelvik kommune" in page, "Prøvefjord" in page) == (True, False)


@pytest.mark.parametrize(
    ("prefix", "governors", "advisers", "now"),
    [
        ("", "Hvor hjelp trengs: Vestland", "Støttetjenesten i dag: Vestland", "Nå"),
        ("/nn", "Kvar hjelp trengst: Vestland", "Støttetenesta i dag: Vestland", "No"),
        ("/en", "Where help is needed: Vestland", "The support service today: Vestland", "Now"),
    ],
)
def test_county_pages_are_found_and_what_is_late_is_done_now(
    prefix: str, governors: str, advisers: str, now: str
) -> None:
    cast = make_cast()
    case = ask_desk(by="visitor", question=Question(text="Hei?", email="k@e.invalid"), body=cast.own, on=timezone.now())
    Case.objects.filter(pk=case.pk).update(promised_at=timezone.now() - timedelta(days=1))

    governor, adviser = page_of(cast.governor, f"{prefix}/me/"), page_of(cast.adviser, f"{prefix}/me/")

    found = [f'/desk/needs/46/">{said}</a>' in page for page, said in ((governor, governors), (adviser, advisers))]
    assert found == [True, True]
    assert re.findall(r'<dl class="next-facts">.*?</div><div><dt>.*?</dt><dd>(.*?)</dd>', adviser) == [now]


def test_letter_that_only_thanks_waits_for_nobody() -> None:
    cast = make_cast()
    sent_to(cast.own, date(2030, 12, 15))
    Dispatch.objects.update(act="nothing")

    page = page_of(cast.governor)

    assert (steps(page), "bare takk" in page, "Eksempelvik kommune" in page) == (
        ["Vestland har ingen vert for støttetjenesten ennå."],
        True,
        False,
    )


def test_adviser_sees_the_missing_host_as_the_governors_work() -> None:
    cast = make_cast()

    page = page_of(cast.adviser)

    assert ("next-what" in page, steps(page)) == (False, ["Vestland har ingen vert for støttetjenesten ennå."])


def test_coordinator_sees_runs_late_measures_and_what_is_not_answered() -> None:
    cast = make_cast()
    letter = Letter.objects.create(title="Vårbrevet", sender="Departementet")
    Run.objects.create(letter=letter, state=Run.State.STOPPED)
    plan = Plan.objects.create(key="2026", state=Plan.State.IN_FORCE)
    late = {"plan": plan, "owner": "Departementet", "deadline": TODAY - timedelta(days=1)}
    Measure.objects.create(**late, title={"nb": "Tiltak"})
    Measure.objects.create(**late, title={"nb": "Gjort"}, state="done")

    assert steps(page_of(cast.coordinator)) == [
        "Utsendingen «Vårbrevet» er stanset og kan tas opp igjen.",
        "Et nasjonalt tiltak er over fristen.",
        "4 deler av bærekraftsmål 12.7.1 er ikke besvart i år.",
    ]


def test_person_without_role_is_told_how_to_get_one() -> None:
    cast = make_cast()

    page = page_of(cast.stranger)

    assert ("Kontoen din er ikke knyttet til noen virksomhet ennå." in page, steps(page)) == (True, [])


def test_ended_and_closed_roles_give_nothing() -> None:
    cast = make_cast()
    Role.objects.filter(person=cast.contact).delete()

    assert steps(page_of(cast.contact)) == []


@pytest.mark.parametrize("language", ["nn", "en"])
def test_page_is_in_every_language(language: str) -> None:
    cast = make_cast()
    everybody = make_person("alle", RoleName.COORDINATOR)
    for body in (cast.own, cast.agency):
        Role.objects.create(person=everybody, role=RoleName.LEADER, body=body)
    Role.objects.create(person=everybody, role=RoleName.GOVERNOR, county="46")
    Role.objects.create(person=everybody, role=RoleName.ADMINISTRATOR)
    sent_to(cast.own, TODAY)

    page = page_of(everybody, f"/{language}/me/")

    heading = {"nn": "Mi side", "en": "My page"}[language]
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [heading]


def body_of(number: int) -> Body:
    body = make_body(f"Kommune {number}", orgnr=None, slug=f"kommune-{number}")
    joined(body)
    planned(body, late=number)
    sent_to(body, TODAY, "answer-status")
    return body


def test_questions_stay_as_few_for_three_bodies_as_for_one() -> None:
    bodies = [body_of(number) for number in (1, 2, 3)]
    counted = []
    for count in (1, 3):
        person = make_person(f"leder-{count}", RoleName.ADVISER, county="46")
        for body in bodies[:count]:
            Role.objects.create(person=person, role=RoleName.LEADER, body=body)
        client = signed_in(person)
        client.get("/me/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/me/")
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_whoever_is_asked_something_back_is_told_first_until_it_is_answered() -> None:
    cast = make_cast()
    case = ask_desk(by=cast.buyer, question=Question(text="Kan vi kreve miljømerke?"), body=cast.own, on=timezone.now())
    ask_back(by=cast.adviser, case=case, seen=case.version, text="Hva skal dere kjøpe?")
    step = "Støttetjenesten trenger å vite litt mer før du får svar: «Kan vi kreve miljømerke?»."

    asked, other = page_of(cast.buyer), page_of(cast.colleague)
    reply_to_desk(by=cast.buyer, case=case, text="Renhold.")

    assert (steps(asked)[0], f'href="/desk/mine/{case.pk}/"' in asked) == (step, True)
    assert [step in steps(page) for page in (other, page_of(cast.buyer))] == [False, False]


@pytest.mark.parametrize("asked", ["0", "x", "99"])
def test_page_that_does_not_exist_is_told(asked: str) -> None:
    cast = make_cast()
    sent_to(cast.own, TODAY)

    assert "Et av valgene i adressen finnes ikke" in page_of(cast.governor, f"/me/?page={asked}")


def test_coordinator_sees_contacts_that_wait_and_fresh_questions() -> None:
    cast = make_cast()
    letter = sent_to(cast.own, TODAY)
    for what, details in (
        ("contact", {"state": "waiting"}),
        ("contact", {"state": "settled"}),
        ("ask", {}),
        ("join", {}),
    ):
        Reply.objects.create(dispatch=letter, what=what, details=details)

    assert "2 svar på brevene spør støttetjenesten eller oppgir en kontakt." in steps(page_of(cast.coordinator))


def others_of(page: str) -> tuple[list[str], list[str]]:
    """What waits for others: who does it, and where its links lead."""
    section = re.findall(r'aria-labelledby="others".*?</section>', page, flags=re.DOTALL)[0]
    return re.findall(r'<p class="quiet">(.*?)</p>', section), re.findall(r"<a [^>]*href=", section)


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("adviser", "Det er Statsforvalteren i fylket som gjør dette."),
        ("buyer", "Det er kontakten eller lederen i virksomheten som gjør dette."),
        ("reader", "Det er kontakten eller lederen i virksomheten som gjør dette."),
    ],
)
def test_what_others_do_has_no_button_and_names_the_right_role(name: str, who: str) -> None:
    cast = make_cast()

    assert others_of(page_of(getattr(cast, name))) == ([who], [])


def test_what_only_the_leader_does_is_the_leaders() -> None:
    cast = make_cast()
    joined(cast.own)
    planned(cast.own)
    StatusReport.objects.create(body=cast.own, year=YEAR, state=StatusReport.State.SUBMITTED)

    assert others_of(page_of(cast.contact)) == (["Det er lederen i virksomheten som gjør dette."], [])


def test_a_buyer_reports_on_late_measures_and_a_reader_does_not() -> None:
    cast = make_cast()
    joined(cast.own)
    planned(cast.own, late=1)

    assert "next-what" in page_of(cast.buyer)
    assert others_of(page_of(cast.reader)) == (
        ["Det er innkjøperen, kontakten eller lederen i virksomheten som gjør dette."], [],
    )  # fmt: skip
