"""The nation's plans: loaded from content, written by the coordinator, measured day by day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from dugnad.content import content_path
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.national_plan import (
    change_plan,
    create_plan,
    drop_plan,
    end_plan,
    end_shipped_plans,
    load_shipped_plans,
    publish_plan,
    remove_goal,
    write_goal,
)
from dugnad.records.actions.plan import (
    Wanted,
    add_measure,
    adopt_plan,
    change_measure,
    remove_measure,
    report_measure,
    stamp,
    start_plan,
    take_over,
)
from dugnad.records.actions.plan_reading import read_measures
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Measure, Plan, PlanVersion, Reading
from dugnad.records.queries.plan import late_measures, national_plan, national_plans, shown_measures
from dugnad.records.queries.plan_progress import county_plans, spread
from people import Cast, make_body, make_cast
from web.made import HARBOUR, Purchase, make_store

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def written(cast: Cast, key: str = "statens-plan") -> Plan:
    """A draft with one measure, owned by the cast's ministry."""
    plan = create_plan(by=cast.coordinator, key=key, title={"nb": "Statens plan"}, lead={})
    wanted = Wanted(
        title={"nb": "Vekt på miljø"}, owner=cast.ministry.name, deadline=date(2026, 6, 1), audience=("invited",),
        indicator="environment-weight-share", target=0.5,
    )  # fmt: skip
    add_measure(by=cast.coordinator, plan=plan, wanted=wanted)
    return plan


def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str) -> None:
    """Lay a changed plan over the shipped one."""
    folder = tmp_path / "plan" / "national"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(content_path(f"plan/national/{name}"), folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))


def test_the_plans_of_the_content_are_loaded_once() -> None:
    first, second = load_shipped_plans(by="worker"), load_shipped_plans(by="worker")

    plans = {plan.key: (plan.state, plan.measures.count(), plan.goals.count()) for plan in Plan.objects.all()}
    assert (first, second, PlanVersion.objects.count(), LogEntry.objects.count()) == (3, 0, 3, 3)
    assert plans == {"2007-2010": ("ended", 9, 4), "2021-2030": ("in-force", 9, 7), "law-2026": ("in-force", 8, 4)}


def test_owners_are_linked_when_the_register_comes_to_know_them() -> None:
    load_shipped_plans(by="worker")
    agency = make_body("Direktoratet for forvaltning og økonomistyring", "state-agency", "03")

    load_shipped_plans(by="worker")

    assert Measure.objects.get(plan__key="2021-2030", key="research").owner_body == agency


def test_a_changed_plan_is_a_new_version_and_keeps_what_was_reported(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_shipped_plans(by="worker")
    measure = Measure.objects.get(plan__key="2021-2030", key="research")
    report_measure(by=cast.coordinator, measure=measure, seen=stamp(measure), state="under-way")
    own_content(tmp_path, monkeypatch, "2021-2030.yaml", "nb: Forskning på", "nb: Mer forskning på")

    changed = load_shipped_plans(by="worker")

    measure.refresh_from_db()
    versions = [version.content["measures"][5]["title"]["nb"] for version in measure.plan.versions.all()]
    assert (changed, measure.state, str(measure)[:14]) == (1, "under-way", "Mer forskning ")
    assert versions == [
        "Mer forskning på grønne og innovative anskaffelser",
        "Forskning på grønne og innovative anskaffelser",
    ]


def test_a_changed_comment_is_no_new_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_shipped_plans(by="worker")
    own_content(tmp_path, monkeypatch, "law-2026.yaml", "# The duties", "# All duties")

    assert (load_shipped_plans(by="worker"), load_shipped_plans(by="worker"), PlanVersion.objects.count()) == (0, 0, 3)


def test_a_measure_that_left_the_content_stays_where_a_body_has_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_shipped_plans(by="worker")
    kept = Measure.objects.get(plan__key="law-2026", key="sanctions")
    take_over(by=cast.contact, plan=start_plan(by=cast.contact, body=cast.own), measures=[kept])
    own_content(tmp_path, monkeypatch, "law-2026.yaml", "key: sanctions", "key: penalties")

    load_shipped_plans(by="worker")

    kept.refresh_from_db()
    assert (kept.state, Measure.objects.filter(plan__key="law-2026").count()) == ("dropped", 9)


def test_a_plan_whose_last_day_has_passed_is_ended() -> None:
    load_shipped_plans(by="worker")

    ended = [end_shipped_plans(date(2030, 12, 31)), end_shipped_plans(date(2031, 1, 1))]

    assert (ended, Plan.objects.get(key="2021-2030").state) == ([0, 1], "ended")


def test_a_draft_is_there_for_the_coordinator_alone(cast: Cast) -> None:
    draft = written(cast)

    seen = [national_plan("statens-plan", person) for person in (cast.coordinator, cast.ministry_contact, None)]

    assert (seen, national_plans(cast.governor), draft.measures.get().owner_body) == (
        [draft, None, None],
        [],
        cast.ministry,
    )


def test_publishing_makes_a_version_and_every_change_after_it_another(cast: Cast) -> None:
    plan = publish_plan(by=cast.coordinator, plan=written(cast), note="Vedtatt i statsråd")
    goal = write_goal(by=cast.coordinator, plan=plan, text={"nb": "Mindre utslipp"}, note="Målet manglet")
    measure = plan.measures.get()

    change_measure(
        by=cast.coordinator, measure=measure, seen=stamp(measure), note="Ny frist",
        wanted=Wanted(title={"nb": "Vekt"}, deadline=date(2027, 1, 1), goal=goal),
    )  # fmt: skip

    told = [(one.number, one.note, one.content["measures"][0]["deadline"]) for one in plan.versions.order_by("number")]
    assert told == [
        (1, "Vedtatt i statsråd", "2026-06-01"), (2, "Målet manglet", "2026-06-01"), (3, "Ny frist", "2027-01-01")
    ]  # fmt: skip


def test_a_change_of_what_is_in_force_needs_a_note(cast: Cast) -> None:
    plan = publish_plan(by=cast.coordinator, plan=written(cast))

    with pytest.raises(Refused) as refused:
        add_measure(by=cast.coordinator, plan=plan, wanted=Wanted(title={"nb": "Nytt"}))

    assert (refused.value.code, refused.value.field, plan.measures.count()) == ("missing", "note", 1)


def test_what_is_in_force_is_ended_not_removed(cast: Cast) -> None:
    plan = publish_plan(by=cast.coordinator, plan=written(cast))

    for deed in (
        lambda: remove_measure(by=cast.coordinator, measure=plan.measures.get()),
        lambda: drop_plan(by=cast.coordinator, plan=plan),
        lambda: publish_plan(by=cast.coordinator, plan=plan),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "not-a-draft"
    today = timezone.localdate()
    ended = end_plan(by=cast.coordinator, plan=plan, on=today, note="Erstattes")
    assert (ended.state, ended.until, late_measures(today)) == ("ended", today, [])


def test_a_draft_is_dropped_with_all_that_is_in_it(cast: Cast) -> None:
    plan = written(cast)
    goal = write_goal(by=cast.coordinator, plan=plan, text={"nb": "Mål"})
    remove_goal(by=cast.coordinator, goal=goal)

    drop_plan(by=cast.coordinator, plan=plan)

    assert (Plan.objects.count(), Measure.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["ministry_contact", "governor", "administrator", "leader"])
def test_only_the_coordinator_writes_national_plans(cast: Cast, name: str) -> None:
    person, plan = getattr(cast, name), written(cast)
    seen = plan.changed_at.isoformat()

    for deed in (
        lambda: create_plan(by=person, key="min-plan", title={"nb": "Min"}, lead={}),
        lambda: change_plan(by=person, plan=plan, seen=seen, title={"nb": "Min"}, lead={}),
        lambda: write_goal(by=person, plan=plan, text={"nb": "Mitt"}),
        lambda: publish_plan(by=person, plan=plan),
        lambda: drop_plan(by=person, plan=plan),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert [plan.state for plan in Plan.objects.all()] == ["draft"]


@pytest.mark.parametrize(
    ("key", "code"), [("new", "no-key"), ("Stor Plan", "no-key"), ("", "no-key"), ("a" * 61, "too-long"),
                      ("statens-plan", "key-taken")]
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(cast: Cast, key: str, code: str) -> None:
    written(cast)

    with pytest.raises(Refused) as refused:
        create_plan(by=cast.coordinator, key=key, title={"nb": "Plan"}, lead={})

    assert (refused.value.code, refused.value.field) == (code, "key")


def test_a_goal_of_another_plan_is_refused(cast: Cast) -> None:
    plan, other = written(cast), written(cast, "annen-plan")
    goal = write_goal(by=cast.coordinator, plan=other, text={"nb": "Annet"})

    with pytest.raises(Refused) as refused:
        add_measure(by=cast.coordinator, plan=plan, wanted=Wanted(title={"nb": "Nytt"}, goal=goal))

    assert refused.value.field == "goal"


def test_a_shipped_plan_is_changed_in_its_file_alone(cast: Cast) -> None:
    load_shipped_plans(by="worker")
    plan = Plan.objects.get(key="law-2026")

    with pytest.raises(Refused) as refused:
        add_measure(by=cast.coordinator, plan=plan, wanted=Wanted(title={"nb": "Nytt"}), note="Fordi")

    assert (refused.value.code, plan.measures.count()) == ("shipped", 8)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three of four purchases give the environment enough weight."""
    bought = [Purchase(number=n, weight=20.0 if n == 4 else 40.0, outcome="MET_WEIGHT") for n in range(1, 5)]
    return make_store(tmp_path_factory.mktemp("store"), bought)


def measured(cast: Cast, target: float, *, is_ceiling: bool = False) -> Measure:
    """A late measure of the harbour's, bound to the share of enough weight."""
    cast.own.orgnr = HARBOUR
    cast.own.save()
    draft = start_plan(by=cast.contact, body=cast.own)
    wanted = Wanted(
        title={"nb": "Minst så mye"}, owner="Innkjøpssjef", deadline=date(2026, 1, 1), target=target,
        indicator="environment-weight-share", is_ceiling=is_ceiling,
    )  # fmt: skip
    measure = add_measure(by=cast.contact, plan=draft, wanted=wanted)
    adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=date(2025, 12, 1))
    return Measure.objects.select_related("plan__body").get(pk=measure.pk)


@pytest.mark.parametrize(("target", "is_ceiling", "reached"), [(0.7, False, True), (0.8, False, False),
                                                               (0.7, True, False), (0.8, True, True)])  # fmt: skip
def test_a_measure_fills_itself_and_is_not_late_when_reached(
    cast: Cast, settings: Settings, store: Path, target: float, is_ceiling: bool, reached: bool
) -> None:
    settings.STORE = store
    measure = measured(cast, target, is_ceiling=is_ceiling)

    (told,) = shown_measures([measure], TODAY)

    assert told.reading is not None
    assert (told.reading.numerator, told.reading.denominator, told.reading.value) == (3, 4, 0.75)
    assert (told.is_reached, told.is_late, measure.state) == (reached, not reached, "not-reported")
    assert [one.pk for one in late_measures(TODAY, "46")] == ([] if reached else [measure.pk])


def test_reading_twice_a_day_keeps_one_reading(cast: Cast, settings: Settings, store: Path) -> None:
    settings.STORE = store
    measured(cast, 0.7)
    Reading.objects.all().delete()

    counts = [read_measures(by="worker", on=day) for day in (TODAY, TODAY, date(2026, 11, 24))]

    assert (counts, Reading.objects.count()) == ([1, 1, 1], 2)
    assert LogEntry.objects.filter(action="read_measures").count() == 3


def test_nothing_imported_is_nothing_read(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.STORE = tmp_path
    measured(cast, 0.7)

    assert (read_measures(by="worker", on=TODAY), Reading.objects.count()) == (0, 0)


def test_too_little_seen_reaches_nothing(cast: Cast) -> None:
    measure = measured(cast, 0.1)
    Reading.objects.update_or_create(
        measure=measure, on=TODAY, defaults={"value": 0.9, "numerator": 9, "denominator": 10, "coverage": 0.4}
    )

    (told,) = shown_measures([measure], TODAY)

    assert (told.is_reached, told.is_late) == (False, True)


def test_how_many_took_a_national_measure_over_is_counted_with_how_many_it_is_for(cast: Cast) -> None:
    published = publish_plan(by=cast.coordinator, plan=written(cast))
    national = published.measures.get()
    draft = start_plan(by=cast.contact, body=cast.own)
    take_over(by=cast.contact, plan=draft, measures=[national], owner="Leder", deadline=date(2026, 9, 1))
    before = spread(TODAY)
    adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=date(2026, 8, 1))

    (country,), (here,), (there,) = spread(TODAY), spread(TODAY, "46"), spread(TODAY, "11")

    assert [(one.taken, one.meant) for one in (*before, country, here, there)] == [(0, 2), (1, 2), (1, 1), (0, 1)]


def test_a_county_names_the_states_late_bodies_and_counts_the_invited(cast: Cast) -> None:
    office = make_body("Statsforvalteren i eksempler (DEMO)", "governor", "46")
    for body in (cast.own, office):
        plan = Plan.objects.create(body=body, state="in-force", since=date(2026, 1, 1))
        Measure.objects.create(plan=plan, title={"nb": "Sent"}, owner="Leder", deadline=date(2026, 2, 1))

    open_page, followed = (county_plans("46", TODAY, may_see_names=seen) for seen in (False, True))

    assert [one.body for one in open_page.named] == [office]
    assert [one.body for one in followed.named] == [cast.own, office]
    assert [(one.obligation_class, one.late, one.with_plan, one.bodies) for one in open_page.counts] == [
        ("shall", 1, 1, 1), ("invited", 1, 1, 1)
    ]  # fmt: skip
