"""Where help is needed in a county: each body once, those not measured apart, few questions whatever there is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dugnad.records.actions.contacts import note_contact
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.decisions import Decision
from dugnad.records.models.desk import Desk
from dugnad.records.models.letters import Dispatch
from dugnad.records.models.register import Body
from dugnad.records.queries.needs import Asked, NeedPage, needs_in
from people import Cast, make_body, make_cast
from records.lettered import make_run
from web.made import Purchase, make_store

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
BREACHING, CLEAR, PLANNING = "999100011", "999100012", "999100013"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three bodies with notices: one with a possible breach, one without, one that plans to buy."""
    names = {BREACHING: "Bruddvik kommune", CLEAR: "Klarvik kommune", PLANNING: "Planvik kommune"}
    bodies = [(orgnr, name, "municipality", "invited", "46") for orgnr, name in names.items()]
    bought = [
        Purchase(number=1, buyers=(BREACHING,), announced=date(2026, 3, 4), outcome="POSSIBLE_BREACH", weight=10.0),
        Purchase(number=2, buyers=(BREACHING,), announced=date(2019, 3, 4), outcome="POSSIBLE_BREACH", weight=10.0),
        Purchase(number=3, buyers=(CLEAR,), announced=date(2026, 3, 4), lots=4),
        planned(4, 60_000_000.0, date(2026, 9, 1)),
        planned(5, 900_000_000.0, date(2025, 9, 1)),  # too long ago
        planned(6, 40_000_000.0, date(2026, 9, 2), procedure_id="begun"),
        Purchase(number=7, buyers=(PLANNING,), announced=date(2026, 11, 10), value=45_000_000.0,
                 rows={"procedure_id": "begun"}),
        Purchase(number=8, buyers=(PLANNING,), announced=date(2026, 11, 11), value=None, title="Uten verdi",
                 rows={"procedure_id": "uten"}),
        Purchase(number=9, buyers=(PLANNING,), announced=date(2026, 11, 1), value=70_000_000.0,
                 rows={"procedure_id": "over"}),
        Purchase(number=10, buyers=(PLANNING,), announced=date(2026, 11, 20), value=70_000_000.0,
                 rows={"procedure_id": "over", "form_type": "result"}),
    ]  # fmt: skip
    return make_store(tmp_path_factory.mktemp("needs"), bought, bodies)


def planned(number: int, value: float, on: date, procedure_id: str = "") -> Purchase:
    rows = {"form_type": "planning", "procedure_id": procedure_id or f"p{number}"}
    return Purchase(number=number, buyers=(PLANNING,), announced=on, value=value, title="Ny skole", rows=rows)


@pytest.fixture
def cast() -> Cast:
    load_shipped_desks(by="content")
    found = make_cast()
    make_body("Bruddvik kommune", orgnr=BREACHING)
    make_body("Klarvik kommune", orgnr=CLEAR)
    make_body("Planvik kommune", orgnr=PLANNING)
    return found


def found(store: Path, **asked: object) -> NeedPage:
    return needs_in("46", store, ON, Asked(**asked))  # type: ignore[arg-type]


def names(page: NeedPage) -> list[str]:
    return [line.body.name.split()[0] for line in page.lines]


def reasons(page: NeedPage, name: str) -> list[str]:
    line = next(line for line in page.lines if line.body.name.startswith(name))
    return [need.reason.key for need in line.needs]


def test_measured_bodies_stand_by_need_and_the_others_apart(cast: Cast, store: Path) -> None:
    measured, unmeasured = found(store), found(store, show="unmeasured")

    assert names(measured) == ["Bruddvik", "Planvik", "Klarvik"]
    assert names(unmeasured) == ["Eksempelvik"]
    assert (measured.measured, measured.unmeasured, measured.bodies) == (3, 1, 4)


def test_only_the_years_that_count_are_counted_and_each_figure_has_its_whole(cast: Cast, store: Path) -> None:
    line = found(store).lines[0]

    need = line.needs[0]
    assert (need.reason.key, need.told) == ("possible-breach", {"count": 1, "of": 1, "years": "2025–2026"})


def test_purchases_ahead_are_those_neither_decided_nor_begun_elsewhere(cast: Cast, store: Path) -> None:
    line = next(line for line in found(store).lines if line.body.orgnr == PLANNING)

    ahead = line.known.ahead
    assert ahead is not None
    assert (ahead.count, ahead.unpriced, ahead.value_nok, ahead.title) == (3, 1, 105_000_000.0, "Ny skole")


def test_letter_that_waits_is_a_reason_and_an_answer_takes_it_away(cast: Cast, store: Path) -> None:
    run = make_run(cast.governor, [cast.own], county="46")
    sent = datetime.combine(ON, datetime.min.time(), tzinfo=UTC) - timedelta(days=20)
    Dispatch.objects.filter(run=run).update(state="sent", sent_at=sent)
    before = reasons(found(store, show="unmeasured"), "Eksempelvik")

    Dispatch.objects.filter(run=run).update(replied_at=timezone.now())

    assert "no-reply" in before
    assert "no-reply" not in reasons(found(store, show="unmeasured"), "Eksempelvik")


def test_decision_takes_its_reason_away(cast: Cast, store: Path) -> None:
    clear = Body.objects.get(orgnr=CLEAR)
    Decision.objects.create(body=clear, about="join", decided_by="Kommunestyret", on=ON, recorded_by=cast.leader)

    assert "not-joined" not in reasons(found(store), "Klarvik")
    assert "not-joined" in reasons(found(store), "Bruddvik")


def test_promise_of_the_desk_itself_stands_with_its_body(cast: Cast, store: Path) -> None:
    note_contact(
        by=cast.adviser, desk=Desk.objects.get(county="46"), body=Body.objects.get(orgnr=CLEAR), on=ON, kind="phone",
        text="Ringte.", promise="Sende krav", promised_by=ON, today=ON,
    )  # fmt: skip

    before = needs_in("46", store, ON - timedelta(days=1), Asked())
    assert reasons(found(store), "Klarvik")[0] == "promise-due"
    assert "promise-due" not in reasons(before, "Klarvik")


def test_list_is_narrowed_by_kind_and_by_reason(cast: Cast, store: Path) -> None:
    make_body("Vestby fylkeskommune", "county")

    assert names(found(store, reason="possible-breach")) == ["Bruddvik"]
    assert names(found(store, kind="county")) == []
    assert names(found(store, kind="county", show="unmeasured")) == ["Vestby"]
    assert found(store).reasons["possible-breach"] == 1
    assert found(store).kinds == {"municipality": 4, "county": 1, "state": 0, "other": 0}


def test_bodies_of_other_counties_and_those_that_have_ended_are_not_there(cast: Cast, store: Path) -> None:
    make_body("Nedlagt kommune", until=ON - timedelta(days=1))
    make_body("Utenfor AS", "other", obligation_class="none")

    assert names(found(store, show="unmeasured")) == ["Eksempelvik"]


def test_list_is_paged(cast: Cast, store: Path) -> None:
    for number in range(25):
        make_body(f"Side {number:02d} kommune")

    first, last = found(store, show="unmeasured"), found(store, show="unmeasured", page=99)

    assert (len(first.lines), first.count, first.pages) == (20, 26, 2)
    assert (len(last.lines), last.page) == (6, 2)


def test_questions_to_the_database_are_as_few_for_many_bodies(cast: Cast, store: Path) -> None:
    run = make_run(cast.governor, [cast.own], county="46")
    Dispatch.objects.filter(run=run).update(state="sent", sent_at=timezone.now())
    with CaptureQueriesContext(connection) as one:
        found(store)
    bodies = [make_body(f"Flere {number} kommune") for number in range(3)]
    run = make_run(cast.governor, bodies, county="46")
    Dispatch.objects.filter(run=run).update(state="sent", sent_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        found(store)

    assert len(many) == len(one)


def test_without_a_store_everything_recorded_still_stands(cast: Cast, tmp_path: Path) -> None:
    page = found(tmp_path / "none", show="unmeasured")

    assert page.count == 4
