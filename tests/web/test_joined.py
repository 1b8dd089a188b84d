"""Body, county and nation: what is decided, planned, answered and asked stands beside what is measured."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from babel.dates import format_date
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Dispatch, Letter, Run
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body, DeskHost, Kind
from dugnad.records.models.status import Comment, StatusReport
from dugnad.records.queries.figures import overview, status_year
from people import make_body, make_cast, signed_in
from web.conftest import Small
from web.made import HARBOUR

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
OWN = "/bodies/310000108/"


@pytest.fixture(autouse=True)
def _store(small_stores: Small, settings: Settings) -> None:
    settings.STORE = small_stores(3)


def page_at(address: str) -> str:
    answer = Client(HTTP_HOST="localhost").get(address)
    assert (answer.status_code, list(answer.cookies)) == (200, [])
    return answer.content.decode()


def section(page: str, name: str) -> str:
    """The words of one part of a page."""
    found = re.findall(rf'<section[^>]*aria-labelledby="{name}".*?</section>', page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])).strip() if found else ""


def decide(body: Body, about: str = "join", **given: Any) -> Decision:
    given = {"decided_by": "Kommunestyret", "on": date(2026, 9, 10)} | given
    return Decision.objects.create(body=body, about=about, **given)


def sent_to(body: Body, reply_by: date, **given: Any) -> Dispatch:
    run = Run.objects.create(
        letter=Letter.objects.create(title="Brev", sender="Departementet"), state="sent", reply_by=reply_by
    )
    return Dispatch.objects.create(
        run=run, body=body, channel="email", subject="Brev", text="Kjære", message_id=str(run.pk),
        state="sent", sent_at=timezone.now(), **{"act": "confirm", **given},
    )  # fmt: skip


def test_body_shows_its_decision_with_day_case_and_link() -> None:
    cast = make_cast()
    decide(cast.own, case_number="26/118", document_url="https://eksempel.invalid/sak", responsible="Innkjøpssjefen")

    page = page_at(OWN)

    assert "Har sluttet seg til Kommunestyret, 10. september 2026. Sak 26/118. Ansvarlig: Innkjøpssjefen" in section(
        page, "follow"
    )
    assert 'href="https://eksempel.invalid/sak"' in page


def test_body_shows_plan_status_and_comment() -> None:
    cast = make_cast()
    plan = Plan.objects.create(body=cast.own, state="in-force", title={"nb": "Plan"}, adopted=decide(cast.own))
    Measure.objects.create(plan=plan, title={"nb": "Gjort"}, state="done")
    Measure.objects.create(plan=plan, title={"nb": "Sent"}, deadline=date(2025, 1, 1))
    StatusReport.objects.create(
        body=cast.own, year=2026, question_set=2026, state="approved", approved_at=timezone.now(),
        published={"anchoring": {"value": "in-place"}}, published_at=timezone.now(),
    )  # fmt: skip
    Comment.objects.create(body=cast.own, text="Avrop er ikke med.")

    page = page_at(OWN)

    told = section(page, "follow")
    said = ["Vedtatt 10. september 2026 1 av 2 tiltak er gjort, 1 er over fristen.", "Godkjent for 2026"]
    assert [one for one in said if one not in told] == []
    assert "Avrop er ikke med." in section(page, "reply")


def test_next_step_is_the_bodys_own_before_its_purchases() -> None:
    make_cast()

    told = section(page_at(OWN), "next-step")

    assert told.startswith("Neste steg Virksomheten er invitert: Ta opp i styrende organ")


@pytest.mark.parametrize("address", [OWN, "/national/", "/counties/46/", "/counties/?show=told"])
def test_draft_is_seen_by_no_stranger(address: str) -> None:
    cast = make_cast()
    plan = Plan.objects.create(body=cast.own, state="draft", title={"nb": "hemmelig plan"})
    Measure.objects.create(plan=plan, title={"nb": "hemmelig tiltak"}, deadline=date(2020, 1, 1))
    StatusReport.objects.create(body=cast.own, year=2026, question_set=2026, state="draft")
    decide(cast.own, decided_by="hemmelig", is_rejected=True, came_by="letter")
    Comment.objects.create(body=cast.own, text="hemmelig uttalelse", withdrawn_at=timezone.now())

    page = page_at(address)

    people = [person.email for person in cast.people().values() if person.email in page or person.name in page]
    assert ("hemmelig" in page, people) == (False, [])


def test_body_without_number_has_a_page_that_says_unknown() -> None:
    make_body("Uten nummer", orgnr=None, slug="uten-nummer")

    page = page_at("/bodies/uten-nummer/")

    lead = "Ukjent. Registeret har ikke organisasjonsnummeret, så kunngjøringene kan ikke kobles hit ennå."
    assert (lead in page, "Ukjent: ingen kunngjøringer å måle på" in page) == (True, True)


def test_body_that_the_notices_know_alone_keeps_its_page() -> None:
    assert section(page_at(f"/bodies/{HARBOUR}/"), "follow") == ""


def test_body_is_found_under_one_address() -> None:
    body = make_body("Med nummer", orgnr="310000426", slug="med-nummer")

    answer = Client(HTTP_HOST="localhost").get("/bodies/med-nummer/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/bodies/{body.orgnr}/")


def test_ended_body_names_its_successor_and_the_successor_names_it() -> None:
    old = make_body("Gamle kommune", orgnr=None, slug="gamle", until=date(2019, 12, 31))
    new = make_body("Nye kommune", orgnr=None, slug="nye")
    old.successors.add(new)

    pages = [page_at(f"/bodies/{slug}/") for slug in ("gamle", "nye")]

    links = [re.findall(r'<a class="ds-link" href="(/bodies/(?:gamle|nye)/)">', page) for page in pages]
    assert links == [["/bodies/nye/"], ["/bodies/gamle/"]]


def test_county_counts_with_denominators_and_names_its_host() -> None:
    cast = make_cast()
    make_body("Nabokommune", orgnr=None, slug="nabo")
    decide(cast.own)
    DeskHost.objects.create(county="46", body=cast.own, since=date(2026, 1, 1))

    told = section(page_at("/counties/46/"), "follow")

    assert "Inviterte virksomheter som har sluttet seg til 50 % 1 av 2 inviterte" in told.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Vert for støttetjenesten i fylket: Eksempelvik kommune" in told


def test_county_without_bodies_or_host_says_so() -> None:
    assert section(page_at("/counties/56/"), "follow").endswith(
        "Registeret har ingen virksomheter i dette fylket ennå. Fylket har ingen vert for støttetjenesten ennå. "
        "Støttetjenesten: åpningstid og kontakt Planene i fylket"
    )


def test_tiles_show_the_figure_that_is_chosen() -> None:
    cast = make_cast()
    decide(cast.own)

    page = page_at("/counties/?show=joined").replace("\N{NO-BREAK SPACE}", " ")

    tiles = dict(re.findall(r'tile-name">([^<]*)</span> <span class="tile-number">([^<]*)<', page))
    assert (tiles["Vestland"], tiles["Rogaland"], tiles["Finnmark"]) == ("100 %", "0 %", "ukjent")


def test_choice_of_figure_that_does_not_exist_is_told() -> None:
    assert "Et av valgene i adressen finnes ikke" in page_at("/counties/?show=luck")


def test_state_body_that_does_not_answer_is_listed_and_invited_ones_are_not() -> None:
    cast = make_cast()
    for body in (cast.agency, cast.own):
        sent_to(body, TODAY - timedelta(days=1))

    told = section(page_at("/national/"), "late")

    assert ("Direktoratet for prøveinnkjøp" in told, "Eksempelvik" in told, "har ikke svart" in told) == (
        True,
        False,
        True,
    )


@pytest.mark.parametrize("given", [{"replied_at": timezone.now()}, {"acted_at": timezone.now()}])
def test_state_body_that_has_answered_is_not_listed(given: dict[str, Any]) -> None:
    sent_to(make_cast().agency, TODAY - timedelta(days=1), **given)

    assert section(page_at("/national/"), "late") == ""


def test_letter_that_only_thanks_is_neither_counted_nor_late() -> None:
    cast = make_cast()
    sent_to(cast.agency, TODAY - timedelta(days=1), act="nothing")
    sent_to(cast.own, TODAY - timedelta(days=1), replied_at=timezone.now())

    page, counted = page_at("/national/"), overview(TODAY).nation.replied

    assert (section(page, "late"), counted.done, counted.of) == ("", 1, 1)
    assert "1 av 1 brev som ber om noe" in page


def test_state_body_within_its_time_is_not_listed() -> None:
    sent_to(make_cast().agency, TODAY)

    assert section(page_at("/national/"), "late") == ""


def test_demonstration_and_real_bodies_are_never_counted_together() -> None:
    cast = make_cast()
    decide(cast.own)
    only_demo = overview(TODAY)
    Body.objects.create(name="Ekte kommune", slug="ekte", kind=Kind.MUNICIPALITY, obligation_class="invited")

    with_real = overview(TODAY)

    counted = [(one.is_demo, one.nation.joined.done, one.nation.joined.of) for one in (only_demo, with_real)]
    assert counted == [(True, 1, 2), (False, 0, 1)]


def test_trend_tells_each_year_end() -> None:
    cast = make_cast()
    decide(cast.own, on=date(TODAY.year - 1, 5, 1))
    decide(cast.other, on=date(TODAY.year, 1, 1))

    found = [(year, counted.joined.done) for year, counted in overview(TODAY).trend]

    assert found == [(TODAY.year - 1, 1), (TODAY.year, 2)]


def test_status_is_counted_for_the_year_that_can_be_answered() -> None:
    cast = make_cast()
    year = status_year(TODAY)
    for body, of_year in ((cast.own, year), (cast.other, year - 1)):
        StatusReport.objects.create(
            body=body, year=of_year, question_set=2026, state="approved", published={}, published_at=timezone.now()
        )

    assert overview(TODAY).nation.told.done == 1


@pytest.mark.parametrize("address", ["/national/", "/counties/", "/counties/46/", OWN])
def test_questions_stay_as_few_for_three_as_for_one(address: str) -> None:
    cast = make_cast()
    counted = []
    for number in range(3):
        body = make_body(f"Kommune {number}", orgnr=None, slug=f"kommune-{number}")
        late = make_body(f"Etat {number}", Kind.STATE_AGENCY, orgnr=None, slug=f"etat-{number}")
        sent_to(late, TODAY - timedelta(days=1))
        decide(body)
        Comment.objects.create(body=cast.own, text=f"Uttalelse {number}")
        Client(HTTP_HOST="localhost").get(address)
        with CaptureQueriesContext(connection) as questions:
            Client(HTTP_HOST="localhost").get(address)
        counted.append(len(questions))

    assert counted[0] == counted[2]


def test_header_shows_the_way_in_and_then_the_own_page_and_the_way_out() -> None:
    cast = make_cast()

    visitor, contact = page_at("/"), signed_in(cast.contact).get("/").content.decode()

    shown = [[word for word in ("Logg inn", "Min side", "Logg ut") if word in page] for page in (visitor, contact)]
    assert shown == [["Logg inn"], ["Min side", "Logg ut"]]
    assert 'name="csrfmiddlewaretoken"' not in visitor


def test_search_finds_bodies_that_the_notices_cannot_lead_to() -> None:
    make_body("Nummerløs kommune", orgnr=None, slug="nummerlos")

    page = page_at("/bodies/?q=nummerl%C3%B8s")

    assert '<a class="ds-link" href="/bodies/nummerlos/">Nummerløs kommune</a>' in page


def next_of(page: str) -> list[str]:
    """Who does the next step, and when."""
    return re.findall(r"<dd>(.*?)</dd>", re.findall(r'class="next-facts">(.*?)</dl>', page, flags=re.DOTALL)[0])


def test_a_late_measure_is_for_now_and_names_who_can_report_it() -> None:
    cast = make_cast()
    decide(cast.own)
    plan = Plan.objects.create(body=cast.own, state="in-force")
    Measure.objects.create(plan=plan, title={"nb": "Tiltak"}, owner="Leder", deadline=date(2026, 1, 31))

    assert next_of(page_at(OWN)) == [
        "Innkjøper, kontakt eller leder i virksomheten", "Nå; fristen er passert (31. januar 2026)",
    ]  # fmt: skip


@pytest.mark.parametrize(("past", "when"), [(True, "Når dere kan; svarfristen var {day}"), (False, "Innen {day}")])
def test_the_letters_day_is_told_and_never_as_missed_to_the_invited(past: bool, when: str) -> None:
    cast = make_cast()
    day = TODAY + timedelta(days=-3 if past else 3)
    letter = sent_to(cast.own, day)
    letter.act = "join"
    letter.save()

    assert next_of(page_at(OWN))[1] == when.format(day=format_date(day, "d. MMMM y", "nb"))


@pytest.mark.parametrize(
    ("address", "links"),
    [
        ("/national/", ["/letters/", "/coordination/", "/sdg/"]),
        ("/en/national/", ["/en/letters/", "/en/coordination/", "/en/sdg/"]),
        ("/plan/", ["/letters/", "/sdg/", "/coordination/"]),
        ("/coordination/", ["/sdg/"]),
    ],
)
def test_pages_that_belong_together_lead_to_each_other(address: str, links: list[str]) -> None:
    make_cast()

    main = page_at(address).split("<main")[1].split("</main>")[0]

    assert [f'href="{link}"' in main for link in links] == [True] * len(links)


def test_own_people_are_led_to_the_comment_and_others_are_not() -> None:
    cast = make_cast()

    seen = [
        f'href="{OWN}comment/"' in signed_in(one).get(OWN).content.decode()
        for one in (cast.contact, cast.reader, cast.other_leader, None)
    ]

    assert seen == [True, False, False, False]


def test_the_governor_is_led_to_the_host_also_after_one_is_appointed() -> None:
    cast = make_cast()
    DeskHost.objects.create(county="46", body=cast.own, since=date(2026, 1, 1))

    seen = [
        'href="/counties/46/host/"' in signed_in(one).get("/counties/46/").content.decode()
        for one in (cast.governor, cast.other_governor, cast.adviser, None)
    ]

    assert seen == [True, False, False, False]
