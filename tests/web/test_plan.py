"""The pages of plans: what everybody reads, what own people do, what is refused, and how many questions it takes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from dugnad.records.actions.national_plan import create_plan, load_shipped_plans, publish_plan, write_goal
from dugnad.records.actions.plan import Wanted, add_measure, adopt_plan, stamp, start_plan
from dugnad.records.models.coordination import JointDecision
from dugnad.records.models.decisions import Decision
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.web.positions import looks_like_a_person
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
UNSEEN = "Hemmelig utkast"


@pytest.fixture
def cast(site: Client) -> Cast:
    load_shipped_plans(by="worker")
    return make_cast()


def heading(client: Client, where: str) -> str:
    return str(html.fromstring(client.get(where).content).xpath("string(//h1)"))


def alerts(page: bytes) -> list[str]:
    """What the page says is wrong."""
    return [" ".join(one.text_content().split()) for one in html.fromstring(page).xpath("//*[@role='alert']")]


def questions(client: Client, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def plan_of(cast: Cast, body: Body, count: int = 1, deadline: date = date(2026, 9, 1)) -> Plan:
    """The body's plan in force."""
    plan = Plan.objects.create(body=body, state="in-force", since=date(2026, 8, 1))
    plan.adopted = Decision.objects.create(
        body=body, about="adopt-plan", decided_by="Kommunestyret", on=date(2026, 8, 1)
    )
    plan.save()
    for number in range(count):
        Measure.objects.create(plan=plan, title={"nb": f"Tiltak {number}"}, owner="Leder", deadline=deadline)
    return plan


def national(cast: Cast, count: int = 1) -> Plan:
    """A published plan of the coordinator's."""
    plan = create_plan(by=cast.coordinator, key="fellesplan", title={"nb": "Fellesplan"}, lead={})
    for number in range(count):
        goal = write_goal(by=cast.coordinator, plan=plan, text={"nb": f"Mål {number}"})
        wanted = Wanted(title={"nb": f"Felles {number}"}, owner=cast.ministry.name, deadline=date(2026, 6, 1),
                        audience=("invited",), goal=goal, indicator="environment-weight-share", target=0.5)  # fmt: skip
        add_measure(by=cast.coordinator, plan=plan, wanted=wanted)
    return publish_plan(by=cast.coordinator, plan=plan)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("/plan/", "Hva skal gjøres"),
        ("/nn/plan/", "Kva skal gjerast"),
        ("/en/plan/law-2026/", "The law's duties from 1 July 2026"),
        ("/plan/2007-2010/versions/", "Versjoner"),
        ("/plan/2007-2010/versions/1/", "Miljø- og samfunnsansvar i offentlige anskaffelser 2007–2010"),
        ("/counties/46/plan/", "Planene i Vestland"),
        ("/bodies/310000108/plan/", "Handlingsplanen til Eksempelvik kommune"),
        ("/en/coordination/", "Coordination"),
    ],
)
def test_each_page_says_what_it_is(cast: Cast, where: str, told: str) -> None:
    assert heading(signed_in(None), where) == told


@pytest.mark.parametrize(
    "where",
    [
        "/plan/finnes-ikke/", "/plan/law-2026/versions/99/", "/plan/law-2026/versions/99999999999999/",
        "/counties/99/plan/", "/bodies/finnes-ikke/plan/",
        "/bodies/310000108/plan/former/00000000-0000-4000-8000-000000000000/",
        "/coordination/report/2026-Q5.pdf", "/coordination/report/2099-Q1.pdf", "/coordination/report/2026-Q1.exe",
    ],
)  # fmt: skip
def test_what_is_not_there_is_no_page(cast: Cast, where: str) -> None:
    assert signed_in(cast.coordinator).get(where).status_code == 404


def test_what_is_not_seen_at_the_source_says_so(cast: Cast) -> None:
    page = html.fromstring(signed_in(None).get("/plan/2007-2010/").content)

    unchecked = [
        one.xpath("string(.//h3)") for one in page.xpath("//article") if "Ikke kontrollert" in one.text_content()
    ]

    assert unchecked == ["Veileder om miljø og regelverket"]


def test_a_plans_measures_are_chosen_by_owner_audience_and_lateness(cast: Cast) -> None:
    national(cast)

    def shown(query: str) -> list[str]:
        page = html.fromstring(signed_in(None).get(f"/plan/2021-2030/?{query}").content)
        return [str(one.get("id")) for one in page.xpath("//article")]

    late = Measure.objects.get(plan__key="2021-2030", key="revision-2024")
    assert (shown("late=1"), len(shown("")), len(shown("audience=invited"))) == ([f"m-{late.pk}"], 9, 3)
    assert len(shown("owner=Direktoratet+for+forvaltning+og+økonomistyring")) == 9
    bad = signed_in(None).get("/plan/2021-2030/?owner=%00&audience=alle").content.decode()
    assert "Ingen tiltak passer til utvalget" in bad


def test_a_national_figure_stands_with_its_denominator_and_coverage(cast: Cast) -> None:
    page = signed_in(None).get("/plan/law-2026/").content.decode()

    assert "delkontrakter" in page
    assert "vekten kunne leses i" in page


@pytest.mark.parametrize("where", ["/bodies/310000108/plan/", "/bodies/310000108/plan/edit/", "/counties/46/plan/",
                                   "/plan/"])  # fmt: skip
@pytest.mark.parametrize("name", ["other_contact", "coordinator", "governor", "adviser", "stranger", None])
def test_a_draft_is_seen_by_own_people_alone(cast: Cast, where: str, name: str | None) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    add_measure(
        by=cast.contact, plan=draft, wanted=Wanted(title={"nb": UNSEEN}, owner="Leder", deadline=date(2026, 1, 1))
    )

    page = signed_in(getattr(cast, name) if name else None).get(where, follow=True).content.decode()

    assert UNSEEN not in page


def test_an_invited_bodys_late_measures_are_a_number_to_strangers(cast: Cast) -> None:
    plan_of(cast, cast.own)
    where = "/bodies/310000108/plan/"

    seen = [signed_in(one).get(where).content.decode().count("Fristen er passert") for one in (None, cast.contact)]

    assert seen == [0, 1]
    assert "1 har passert fristen" in signed_in(None).get(where).content.decode()


def test_a_county_names_late_invited_bodies_to_those_who_follow_it_alone(cast: Cast) -> None:
    plan_of(cast, cast.own)

    named = [
        "Eksempelvik" in signed_in(one).get("/counties/46/plan/").content.decode()
        for one in (None, cast.other_governor, cast.governor, cast.adviser, cast.coordinator)
    ]

    assert named == [False, False, True, True, True]


def test_from_nothing_to_an_adopted_plan(cast: Cast) -> None:
    client, where = signed_in(cast.contact), "/bodies/310000108/plan/"
    measure = Measure.objects.get(plan__key="law-2026", key="strategy")

    client.post(f"{where}start/")
    client.post(f"{where}take/", {"measures": [str(measure.pk)], "owner": "Innkjøpssjef", "deadline": "2030-06-01"})
    own = {"title": "Mer gjenbruk", "owner": "Driftssjef", "deadline": "2030-12-01", "target": "60"}
    client.post(f"{where}add/", own | {"indicator": "environment-weight-share", "target_is": "at-least"})
    answer = client.post(f"{where}adopt/", {"decided_by": "Kommunestyret", "on": "2026-10-07", "case_number": "26/9"})

    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    plan = Plan.objects.get(body=cast.own)
    told = [(str(one), one.owner, one.deadline, one.target) for one in plan.measures.all()]
    assert (plan.state, told[0][1:], told[1]) == (
        "in-force", ("Innkjøpssjef", date(2030, 6, 1), None), ("Mer gjenbruk", "Driftssjef", date(2030, 12, 1), 0.6)
    )  # fmt: skip
    public = signed_in(None).get(where).content.decode()
    assert ["Kommunestyret" in public, "26/9" in public, "minst 60" in public] == [True, True, True]


def test_a_local_deadline_does_not_hide_the_day_of_the_duty(cast: Cast) -> None:
    client, where, duty = signed_in(cast.contact), "/bodies/310000108/plan/", "Plikt siden 1. juli 2026"
    taken = Measure.objects.get(plan__key="law-2026", key="strategy")
    client.post(f"{where}start/")
    client.post(f"{where}take/", {"measures": [str(taken.pk)], "owner": "Innkjøpssjef", "deadline": "2030-06-01"})
    drafted = Measure.objects.get(plan__body=cast.own)
    pages = [f"{where}edit/", f"{where}measures/{drafted.pk}/"]
    told = [duty in " ".join(client.get(one).content.decode().split()) for one in pages]

    client.post(f"{where}adopt/", {"decided_by": "Kommunestyret", "on": "2026-10-07"})

    pages = [where, f"{where}report/{Measure.objects.get(plan__body=cast.own).pk}/"]
    told += [duty in " ".join(client.get(one).content.decode().split()) for one in pages]
    assert told == [True] * 4


def test_the_laws_duties_are_shown_as_restated_and_as_nobodys_plan(cast: Cast) -> None:
    tag = "//*[contains(@class, 'ds-tag')][. = 'Lovens plikter, gjengitt av dugnad']"
    found = [
        len(html.fromstring(signed_in(None).get(one).content).xpath(tag))
        for one in ("/plan/", "/plan/law-2026/", "/plan/2021-2030/")
    ]

    page = signed_in(None).get("/plan/law-2026/").content.decode()
    assert (found, "Nærings- og fiskeridepartementet" in page) == ([1, 1, 0], False)


def test_a_plan_with_gaps_is_not_adopted_and_the_page_says_why(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    add_measure(by=cast.contact, plan=draft, wanted=Wanted(title={"nb": "Uten frist"}, owner="Leder"))

    answer = signed_in(cast.contact).post(
        "/bodies/310000108/plan/adopt/", {"decided_by": "Kommunestyret", "on": "2026-10-07"}
    )

    assert answer.status_code == 400
    assert "Alle tiltak må ha en ansvarlig stilling og en frist" in alerts(answer.content)[0]


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_a_taken_over_measure_keeps_its_languages_until_its_words_are_changed(cast: Cast, prefix: str) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    title, text = {"nb": "Krav", "nn": "Krava", "en": "Demands"}, {"nb": "En\nto", "nn": "Ein\nto", "en": "One\ntwo"}
    measure = Measure.objects.create(plan=draft, title=title, text=text)
    where, client = f"{prefix}/bodies/310000108/plan/measures/{measure.pk}/", signed_in(cast.contact)
    page = html.fromstring(client.get(where).content)
    form = dict(page.xpath("//main//form")[-1].form_values())

    left = client.post(where, form | {"text": form["text"].strip().replace("\n", "\r\n"), "owner": "Innkjøpssjef"})
    measure.refresh_from_db()
    kept = (measure.title, measure.text, measure.owner)
    changed = client.post(where, form | {"title": "Ny tittel", "seen": stamp(measure)})
    measure.refresh_from_db()

    assert (left.status_code, changed.status_code) == (302, 302)
    assert kept == (title, text, "Innkjøpssjef")
    assert (measure.title, measure.text) == ({prefix.strip("/") or "nb": "Ny tittel"}, text)
    assert all("Ny tittel" in client.get(f"{one}/bodies/310000108/plan/edit/").content.decode() for one in ("", "/en"))


@pytest.mark.parametrize(
    "given",
    [{"title": ""}, {"title": "x" * 201}, {"title": "Ja\0"}, {"deadline": "snart"}, {"indicator": "finnes-ikke"},
     {"target": "mye"}, {"target": "-1"}, {"target_is": "omtrent"}, {"owner": "ola@eksempel.no"}],
)  # fmt: skip
def test_bad_input_is_told_beside_what_was_written(cast: Cast, given: dict[str, str]) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)

    answer = signed_in(cast.contact).post("/bodies/310000108/plan/add/", {"title": "Tiltaket", "text": "Mer"} | given)

    assert (answer.status_code, len(alerts(answer.content)), draft.measures.count()) == (400, 1, 0)
    assert "Mer" in answer.content.decode()


@pytest.mark.parametrize("script", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_is_written_is_shown_as_words(cast: Cast, script: str) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    add_measure(
        by=cast.contact, plan=draft, wanted=Wanted(title={"nb": script}, owner=script, deadline=date(2027, 1, 1))
    )
    adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=timezone.localdate())

    assert script not in signed_in(None).get("/bodies/310000108/plan/").content.decode()


def test_measures_of_others_are_no_page(cast: Cast) -> None:
    foreign = plan_of(cast, cast.other).measures.get()
    start_plan(by=cast.contact, body=cast.own)
    shared = Measure.objects.filter(plan__key="law-2026").first()
    assert shared is not None
    client, where = signed_in(cast.contact), "/bodies/310000108/plan"

    answers = [
        client.post(f"{where}/{path}", {"title": "Tatt", "state": "done", "seen": "x"}).status_code
        for one in (foreign, shared)
        for path in (
            f"measures/{one.pk}/",
            f"measures/{one.pk}/move/",
            f"measures/{one.pk}/remove/",
            f"report/{one.pk}/",
        )
    ]

    assert (set(answers), str(Measure.objects.get(pk=foreign.pk))) == ({404}, "Tiltak 0")


def test_a_take_over_of_what_was_not_offered_is_refused(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    foreign = plan_of(cast, cast.other).measures.get()

    for wanted in (str(foreign.pk), "ikke-en-id", "\0"):
        answer = signed_in(cast.contact).post("/bodies/310000108/plan/take/", {"measures": [wanted]})
        assert (answer.status_code, len(alerts(answer.content))) == (400, 1)
    assert draft.measures.count() == 0


def test_the_second_editor_is_told_and_keeps_the_words(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    measure = add_measure(by=cast.contact, plan=draft, wanted=Wanted(title={"nb": "Først"}))
    where = f"/bodies/310000108/plan/measures/{measure.pk}/"
    seen = html.fromstring(signed_in(cast.leader).get(where).content).xpath("string(//input[@name='seen']/@value)")
    first = {"title": "Kontaktens", "seen": seen}
    signed_in(cast.contact).post(where, first)

    answer = signed_in(cast.leader).post(where, {"title": "Lederens", "seen": seen})

    assert (answer.status_code, "Noen andre har endret dette" in alerts(answer.content)[0]) == (409, True)
    assert "Lederens" in answer.content.decode()
    assert str(draft.measures.get()) == "Kontaktens"


def test_a_report_is_seen_by_all(cast: Cast) -> None:
    measure = plan_of(cast, cast.own).measures.get()
    where = f"/bodies/310000108/plan/report/{measure.pk}/"
    client = signed_in(cast.buyer)
    seen = html.fromstring(client.get(where).content).xpath("string(//input[@name='seen']/@value)")

    bad = client.post(where, {"state": "dropped", "seen": seen})
    good = client.post(where, {"state": "done", "evidence": "Rutinen er på plass", "seen": seen})

    assert (bad.status_code, good.status_code) == (400, 302)
    assert "Rutinen er på plass" in signed_in(None).get("/bodies/310000108/plan/").content.decode()


def test_the_owner_ministry_reports_on_its_measure(cast: Cast) -> None:
    measure = national(cast).measures.get()
    where = f"/plan/fellesplan/report/{measure.pk}/"
    client = signed_in(cast.ministry_contact)
    seen = html.fromstring(client.get(where).content).xpath("string(//input[@name='seen']/@value)")

    answer = client.post(where, {"state": "under-way", "deviation": "Avventer budsjett", "seen": seen})

    assert answer.status_code == 302
    assert "Avventer budsjett" in signed_in(None).get("/plan/fellesplan/").content.decode()


def test_the_coordinator_writes_publishes_and_ends_a_plan(cast: Cast) -> None:
    client, where = signed_in(cast.coordinator), "/plan/statens-plan/edit/"

    client.post("/plan/new/", {"key": "statens-plan", "title_nb": "Statens plan"})
    client.post(f"{where}goals/", {"text_nb": "Mindre utslipp"})
    goal = Plan.objects.get(key="statens-plan").goals.get()
    client.post(
        f"{where}measures/", {"title_nb": "Lavere utslipp", "goal": str(goal.pk), "audience": ["shall", "county"]}
    )
    hidden = signed_in(cast.ministry_contact).get("/plan/statens-plan/").status_code
    client.post(f"{where}publish/")
    public = signed_in(None).get("/plan/statens-plan/").content.decode()
    client.post(f"{where}end/", {"on": str(timezone.localdate()), "note": "Erstattes"})

    plan = Plan.objects.get(key="statens-plan")
    assert (hidden, "Lavere utslipp" in public, plan.state, plan.versions.count()) == (404, True, "ended", 2)
    assert plan.measures.get().audience == ["shall", "county"]


def test_a_goal_of_another_plan_is_refused_in_the_form(cast: Cast) -> None:
    goal = national(cast).goals.get()
    create_plan(by=cast.coordinator, key="annen", title={"nb": "Annen"}, lead={})

    answers = [
        signed_in(cast.coordinator)
        .post(where, {"title_nb": "Nytt", "text_nb": "Nytt", "goal": str(goal.pk)})
        .status_code
        for where in ("/plan/annen/edit/measures/", f"/plan/annen/edit/goals/{goal.pk}/")
    ]

    assert (answers, Measure.objects.filter(plan__key="annen").count()) == ([400, 404], 0)


@pytest.mark.parametrize(
    "where", ["/plan/2021-2030/edit/", "/plan/2021-2030/edit/measures/", "/plan/law-2026/edit/end/"]
)
def test_a_restated_plan_has_no_editor(cast: Cast, where: str) -> None:
    assert signed_in(cast.coordinator).get(where).status_code == 404


def test_an_ended_bodys_plan_stays_and_is_not_begun_anew(cast: Cast) -> None:
    cast.own.until = date(2025, 12, 31)
    cast.own.save()

    answer = signed_in(cast.contact).post("/bodies/310000108/plan/start/")

    assert (answer.status_code, alerts(answer.content)) == (
        409,
        ["Virksomheten er lagt ned. Planene står slik de var."],
    )
    assert "Begynn på en plan" not in signed_in(cast.contact).get("/bodies/310000108/plan/").content.decode()


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_the_quarter_is_a_document_that_comes_out_the_same(cast: Cast, form: str) -> None:
    national(cast)
    where = f"/coordination/report/2026-Q4.{form}"

    first, second = signed_in(None).get(where), signed_in(None).get(where)

    assert first.content[:4] == {"pdf": b"%PDF", "docx": b"PK\x03\x04"}[form]
    assert (first.content == second.content, first.headers["Content-Disposition"]) == (
        True, f'attachment; filename="dugnad-2026-Q4-nb.{form}"'
    )  # fmt: skip


def test_a_joint_decision_is_recorded_and_read_by_all(cast: Cast) -> None:
    given = {"title": "Telles likt", "text": "Slik", "on": "2026-10-01", "agreed_by": "KLD\nNFD"}
    client = signed_in(cast.coordinator)

    bad = client.post("/coordination/decisions/new/", given | {"replaces": str(uuid4())})
    good = client.post("/coordination/decisions/new/", given)

    assert (bad.status_code, good.status_code) == (400, 302)
    assert "Telles likt" in signed_in(None).get("/coordination/").content.decode()


def test_pages_ask_as_much_for_three_as_for_one(cast: Cast) -> None:
    national(cast)
    plan_of(cast, cast.own)
    draft_of_agency(cast, 1)
    for_one = [questions(signed_in(who), where) for who, where in asked(cast)]
    more(cast)

    for_three = [questions(signed_in(who), where) for who, where in asked(cast)]

    assert for_one == for_three


def asked(cast: Cast) -> list[tuple[Person | None, str]]:
    """Who opens what."""
    open_to_all = ["/plan/", "/plan/fellesplan/", "/counties/46/plan/", "/coordination/", "/bodies/310000108/plan/"]
    return [
        *((None, where) for where in open_to_all),
        (cast.governor, "/counties/46/plan/"),
        (cast.agency_contact, "/bodies/310001449/plan/edit/"),
        (cast.coordinator, "/plan/fellesplan/edit/"),
    ]


def draft_of_agency(cast: Cast, count: int) -> None:
    draft = start_plan(by=cast.agency_contact, body=cast.agency)
    for number in range(count):
        add_measure(by=cast.agency_contact, plan=draft, wanted=Wanted(title={"nb": f"Eget {number}"}))


def more(cast: Cast) -> None:
    """Twice as much again of everything."""
    plan = Plan.objects.get(key="fellesplan")
    for number in range(2):
        goal = write_goal(by=cast.coordinator, plan=plan, text={"nb": f"Nytt mål {number}"}, note="Mer")
        wanted = Wanted(title={"nb": f"Nytt {number}"}, owner=f"Etat {number}", deadline=date(2026, 6, 1), goal=goal,
                        audience=("invited",), indicator="environment-weight-share", target=0.5)  # fmt: skip
        add_measure(by=cast.coordinator, plan=plan, wanted=wanted, note="Mer")
        plan_of(cast, make_body(f"Nabovik {number} (DEMO)"), 1)
        Measure.objects.create(
            plan=Plan.objects.get(body=cast.own), title={"nb": "Til"}, owner="L", deadline=date(2026, 1, 1)
        )
    draft_of_agency(cast, 2)


def test_a_deadline_that_has_gone_is_asked_about_and_a_name_is_hinted_at(cast: Cast) -> None:
    contact, where = signed_in(cast.contact), f"/bodies/{cast.own.key}/plan/"
    contact.post(f"{where}start/")
    offered = html.fromstring(contact.get(f"{where}edit/").content).xpath("//input[@name='measures']/@value")[:1]
    given = {"measures": offered, "owner": "Kari Normann", "deadline": "2020-01-01"}

    asked = contact.post(f"{where}take/", given)
    taken = contact.post(f"{where}take/", {**given, "is_past_known": "on"})
    told = html.fromstring(contact.get(f"{where}edit/").content).xpath("//div[contains(@class,'told')]//p/text()")
    decision = {"decided_by": "Kommunestyret", "on": "2026-11-01", "plan_owner": "Innkjøpssjefen"}
    again = contact.post(f"{where}adopt/", decision)
    adopted = contact.post(f"{where}adopt/", {**decision, "is_past_known": "on"})

    assert [one.status_code for one in (asked, taken, again, adopted)] == [400, 302, 400, 302]
    assert ["Fristen er passert allerede for ett tiltak" in alerts(one.content)[0] for one in (asked, again)] == [
        True
    ] * 2
    assert told == [
        "Ett tiltak er tatt over i utkastet.",
        "«Kari Normann» ligner et navn. Planen er offentlig: skriv heller stillingen.",
    ]


@pytest.mark.parametrize(
    ("position", "is_person"),
    [("Kari Normann", True), ("Ola Øien", True), ("Administrerende Direktør", False), ("Innkjøpssjefen", False),
     ("Teknisk Sjef", False), ("leder for innkjøp", False)],
)  # fmt: skip
def test_a_name_is_told_from_a_position(position: str, is_person: bool) -> None:
    assert looks_like_a_person(position) is is_person


def test_only_quarters_with_something_recorded_are_offered(site: Client) -> None:
    today = timezone.localdate()
    running = f"/coordination/report/{today.year}-Q{(today.month - 1) // 3 + 1}.pdf"
    offered = "//section[@aria-labelledby='report']//a[contains(@href, '.pdf')]/@href"

    before = html.fromstring(site.get("/coordination/").content).xpath(offered)
    JointDecision.objects.create(
        title="Felles krav", text="Tekst", on=today - timedelta(days=200), agreed_by=["A", "B"]
    )
    after = html.fromstring(site.get("/coordination/").content).xpath(offered)

    assert (before, after[0], len(after)) == ([running], running, 3)
