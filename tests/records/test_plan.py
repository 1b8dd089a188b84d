"""A body's own plan: taken over, adopted, reported on; who may, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.national_plan import load_shipped_plans
from dugnad.records.actions.plan import (
    Wanted,
    add_measure,
    adopt_plan,
    change_measure,
    discard_draft,
    move_measure,
    remove_measure,
    report_measure,
    stamp,
    start_plan,
    take_over,
)
from dugnad.records.models.decisions import Decision
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.queries.plan import (
    draft_of,
    former_plans,
    late_measures,
    measures_meant_for,
    plan_counts,
    plan_in_force,
)
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AHEAD = date(2027, 6, 1)
OVER = date(2026, 9, 1)


@pytest.fixture
def cast() -> Cast:
    load_shipped_plans(by="worker")
    return make_cast()


def drafted(cast: Cast, owner: str = "Innkjøpssjef", deadline: date | None = AHEAD) -> Plan:
    """The own body's draft with what the law asks."""
    draft = start_plan(by=cast.contact, body=cast.own)
    meant = [one for one in measures_meant_for(cast.own) if one.plan.key == "law-2026"]
    take_over(by=cast.contact, plan=draft, measures=meant, owner=owner, deadline=deadline)
    return draft


def adopted(cast: Cast, deadline: date = AHEAD, on: date = date(2026, 10, 7)) -> Plan:
    """The own body's plan in force."""
    return adopt_plan(by=cast.contact, plan=drafted(cast, deadline=deadline), decided_by="Kommunestyret", on=on)


def deeds() -> list[str]:
    """What the log says was done, oldest first."""
    return [one.action for one in LogEntry.objects.order_by("pk") if one.action != "load_plan"]


def test_what_is_meant_for_a_body_follows_its_class_and_kind(cast: Cast) -> None:
    supporter = make_body("Forbundet (DEMO)", "association", obligation_class="supporter")

    found = [len(measures_meant_for(body)) for body in (cast.own, cast.agency, supporter)]

    assert found == [11, 11, 0]


def test_measures_taken_over_keep_what_they_come_from(cast: Cast) -> None:
    draft = drafted(cast)

    assert draft.measures.count() == 8
    first = draft.measures.first()
    assert first is not None
    assert first.taken_from is not None
    assert (first.key, first.taken_from.plan.key, first.owner, first.deadline) == (
        "strategy", "law-2026", "Innkjøpssjef", AHEAD
    )  # fmt: skip
    assert first.source == first.taken_from.source
    assert deeds() == ["start_plan", "take_over"]


def test_taking_over_twice_changes_nothing(cast: Cast) -> None:
    draft = drafted(cast)

    again = take_over(by=cast.contact, plan=draft, measures=measures_meant_for(cast.own)[:3])

    assert (again, draft.measures.count()) == (0, 8)


def test_a_deadline_that_is_over_is_not_taken_over(cast: Cast) -> None:
    draft = drafted(cast, deadline=None)

    assert set(draft.measures.values_list("deadline", flat=True)) == {None}


def test_what_is_not_meant_for_the_body_is_refused(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    for_the_state = Measure.objects.get(plan__key="2007-2010", key="state-policy")
    foreign = adopted_elsewhere(cast)

    for wanted in (for_the_state, foreign):
        with pytest.raises(Refused) as refused:
            take_over(by=cast.contact, plan=draft, measures=[wanted])
        assert refused.value.code == "not-meant"
    assert draft.measures.count() == 0


def adopted_elsewhere(cast: Cast) -> Measure:
    """A measure of the other body's own plan in force."""
    draft = start_plan(by=cast.other_contact, body=cast.other)
    measure = add_measure(
        by=cast.other_contact, plan=draft, wanted=Wanted(title={"nb": "Eget"}, owner="Rådmann", deadline=OVER)
    )
    adopt_plan(by=cast.other_contact, plan=draft, decided_by="Kommunestyret", on=date(2026, 8, 1))
    return measure


def test_a_second_start_finds_the_same_draft(cast: Cast) -> None:
    first = start_plan(by=cast.contact, body=cast.own)

    second = start_plan(by=cast.leader, body=cast.own)

    assert (first.pk, deeds()) == (second.pk, ["start_plan"])


@pytest.mark.parametrize("name", ["reader", "buyer", "other_contact", "coordinator", "governor", "stranger"])
def test_others_may_not_touch_the_plan(cast: Cast, name: str) -> None:
    person, draft = getattr(cast, name), drafted(cast)
    measure = draft.measures.first()
    assert measure is not None
    wanted = Wanted(title={"nb": "Tatt"})
    tried: list[Callable[[], Any]] = [
        lambda: start_plan(by=person, body=cast.own),
        lambda: take_over(by=person, plan=draft, measures=[]),
        lambda: add_measure(by=person, plan=draft, wanted=wanted),
        lambda: change_measure(by=person, measure=measure, seen=stamp(measure), wanted=wanted),
        lambda: move_measure(by=person, measure=measure, is_up=False),
        lambda: remove_measure(by=person, measure=measure),
        lambda: discard_draft(by=person, plan=draft),
        lambda: adopt_plan(by=person, plan=draft, decided_by="Jeg", on=TODAY),
    ]
    before = deeds()

    for deed in tried:
        with pytest.raises(NotAllowed):
            deed()

    assert (deeds(), draft.measures.count(), Decision.objects.count()) == (before, 8, 0)


def test_measures_are_added_moved_changed_and_removed(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    one, two, three = (
        add_measure(by=cast.contact, plan=draft, wanted=Wanted(title={"nb": name})) for name in ("En", "To", "Tre")
    )

    move_measure(by=cast.contact, measure=three, is_up=True)
    move_measure(by=cast.contact, measure=one, is_up=True)
    two.refresh_from_db()
    change_measure(by=cast.leader, measure=two, seen=stamp(two), wanted=Wanted(title={"nb": "To b"}, owner="Leder"))
    remove_measure(by=cast.contact, measure=one)

    assert [str(one) for one in draft.measures.all()] == ["Tre", "To b"]
    assert deeds() == ["start_plan", *["add_measure"] * 3, "move_measure", "change_measure", "remove_measure"]


def test_two_editors_at_once_do_not_write_over_each_other(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)
    measure = add_measure(by=cast.contact, plan=draft, wanted=Wanted(title={"nb": "Utkast"}))
    seen = stamp(measure)
    change_measure(by=cast.contact, measure=measure, seen=seen, wanted=Wanted(title={"nb": "Kontaktens"}))

    with pytest.raises(Refused) as refused:
        change_measure(by=cast.leader, measure=measure, seen=seen, wanted=Wanted(title={"nb": "Lederens"}))

    measure.refresh_from_db()
    assert (refused.value.code, str(measure)) == ("changed-meanwhile", "Kontaktens")


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (Wanted(title={"nb": "  "}), "missing", "title"),
        (Wanted(title={"nb": "x" * 201}), "too-long", "title"),
        (Wanted(title={"nb": "Ja\0"}), "unreadable", "title"),
        (Wanted(title={"nb": "Ja"}, owner="ola.nordmann@eksempel.no"), "personal", "owner"),
        (Wanted(title={"nb": "Ja"}, text={"nb": "Ring 912 34 567"}), "personal", "text"),
    ],
)
def test_bad_words_are_refused(cast: Cast, wanted: Wanted, code: str, field: str) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)

    with pytest.raises(Refused) as refused:
        add_measure(by=cast.contact, plan=draft, wanted=wanted)

    assert (refused.value.code, refused.value.field, draft.measures.count()) == (code, field, 0)


def test_adoption_is_a_decision_and_puts_the_plan_in_force(cast: Cast) -> None:
    draft = drafted(cast)

    plan = adopt_plan(
        by=cast.leader, plan=draft, decided_by="Kommunestyret", on=date(2026, 10, 7), case_number="26/77",
        document_url="https://eksempel.no/sak",
    )  # fmt: skip

    assert plan.adopted is not None
    assert (plan.adopted.about, plan.adopted.decided_by, plan.adopted.on, plan.adopted.case_number) == (
        "adopt-plan", "Kommunestyret", date(2026, 10, 7), "26/77"
    )  # fmt: skip
    assert (plan_in_force(cast.own), draft_of(cast.own)) == (plan, None)
    (version,) = plan.versions.all()
    assert [row["owner"] for row in version.content["measures"]] == ["Innkjøpssjef"] * 8
    assert deeds()[-2:] == ["record_decision", "adopt_plan"]


def test_a_plan_is_not_adopted_twice(cast: Cast) -> None:
    plan = adopted(cast)

    with pytest.raises(Refused) as refused:
        adopt_plan(by=cast.leader, plan=plan, decided_by="Kommunestyret", on=TODAY)

    assert (refused.value.code, Decision.objects.count()) == ("not-a-draft", 1)


@pytest.mark.parametrize(("owner", "deadline"), [("", AHEAD), ("Leder", None)])
def test_measures_without_owner_or_deadline_are_not_adopted(cast: Cast, owner: str, deadline: date | None) -> None:
    draft = drafted(cast, owner=owner, deadline=deadline)

    with pytest.raises(Refused) as refused:
        adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=TODAY)

    assert (refused.value.code, Decision.objects.count(), plan_in_force(cast.own)) == ("measures-incomplete", 0, None)


def test_an_empty_plan_is_not_adopted(cast: Cast) -> None:
    draft = start_plan(by=cast.contact, body=cast.own)

    with pytest.raises(Refused) as refused:
        adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=TODAY)

    assert refused.value.code == "no-measures"


def test_a_new_plan_begins_as_a_copy_and_ends_the_former(cast: Cast) -> None:
    former = adopted(cast)
    measure = former.measures.first()
    assert measure is not None
    report_measure(by=cast.buyer, measure=measure, seen=stamp(measure), state="done", evidence="Ligger på nettet")

    draft = start_plan(by=cast.contact, body=cast.own)
    copied = draft.measures.first()
    plan = adopt_plan(by=cast.contact, plan=draft, decided_by="Formannskapet", on=date(2026, 11, 2))

    former.refresh_from_db()
    assert copied is not None
    assert (copied.state, copied.evidence, copied.taken_from_id) == ("done", "Ligger på nettet", measure.taken_from_id)
    assert (former.state, former.until, plan_in_force(cast.own)) == ("ended", date(2026, 11, 2), plan)
    assert former_plans(cast.own) == [former]


def test_a_plan_from_before_the_one_in_force_is_refused(cast: Cast) -> None:
    adopted(cast)
    draft = start_plan(by=cast.contact, body=cast.own)

    with pytest.raises(Refused) as refused:
        adopt_plan(by=cast.contact, plan=draft, decided_by="Kommunestyret", on=date(2026, 1, 1))

    assert (refused.value.code, refused.value.field) == ("before-latest", "on")


def test_what_is_in_force_is_not_edited(cast: Cast) -> None:
    plan = adopted(cast)
    measure = plan.measures.first()
    assert measure is not None

    for deed in (
        lambda: add_measure(by=cast.contact, plan=plan, wanted=Wanted(title={"nb": "Ny"})),
        lambda: remove_measure(by=cast.contact, measure=measure),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert refused.value.code == "not-a-draft"
    assert plan.measures.count() == 8


def test_an_ended_body_begins_no_plan(cast: Cast) -> None:
    cast.own.until = timezone.localdate() - timedelta(days=1)
    cast.own.save()

    with pytest.raises(Refused) as refused:
        start_plan(by=cast.contact, body=cast.own)

    assert refused.value.code == "body-ended"


def test_a_buyer_reports_and_a_reader_does_not(cast: Cast) -> None:
    measure = adopted(cast).measures.first()
    assert measure is not None

    reported = report_measure(
        by=cast.buyer, measure=measure, seen=stamp(measure), state="under-way", deviation="Venter på vedtak"
    )
    with pytest.raises(NotAllowed):
        report_measure(by=cast.reader, measure=measure, seen=stamp(reported), state="done")

    entry = LogEntry.objects.filter(action="report_measure").get()
    assert (reported.state, entry.before, entry.after) == (
        "under-way", {"state": "not-reported"}, {"state": "under-way", "is_explained": True}
    )  # fmt: skip


@pytest.mark.parametrize(("state", "code"), [("not-reported", "unknown"), ("finnes-ikke", "unknown"),
                                             ("dropped", "missing")])  # fmt: skip
def test_a_report_without_sense_is_refused(cast: Cast, state: str, code: str) -> None:
    measure = adopted(cast).measures.first()
    assert measure is not None

    with pytest.raises(Refused) as refused:
        report_measure(by=cast.contact, measure=measure, seen=stamp(measure), state=state)

    assert refused.value.code == code


def test_the_owner_ministry_reports_on_its_own_national_measures_only(cast: Cast) -> None:
    Measure.objects.filter(plan__key="2021-2030", key="competence").update(owner_body=cast.ministry)
    own = Measure.objects.get(plan__key="2021-2030", key="competence")
    others = Measure.objects.get(plan__key="2021-2030", key="research")

    report_measure(by=cast.ministry_contact, measure=own, seen=stamp(own), state="under-way")
    with pytest.raises(NotAllowed):
        report_measure(by=cast.ministry_contact, measure=others, seen=stamp(others), state="done")

    assert (Measure.objects.get(pk=own.pk).state, Measure.objects.get(pk=others.pk).state) == (
        "under-way", "not-reported"
    )  # fmt: skip


def test_late_is_what_is_past_its_deadline_and_neither_done_nor_dropped(cast: Cast) -> None:
    plan = adopted(cast, deadline=OVER)
    done, dropped, *rest = plan.measures.all()
    report_measure(by=cast.contact, measure=done, seen=stamp(done), state="done")
    report_measure(by=cast.contact, measure=dropped, seen=stamp(dropped), state="dropped", deviation="Gjelder ikke oss")

    assert late_measures(TODAY, "46") == rest
    assert late_measures(TODAY, "11") == []
    assert late_measures(OVER, "46") == []
    assert [one.key for one in late_measures(TODAY)] == ["revision-2024", *(one.key for one in rest)]


def test_plans_are_counted_by_county_and_class(cast: Cast) -> None:
    adopted(cast)
    start_plan(by=cast.other_contact, body=cast.other)

    found = [(one.county, one.obligation_class, one.with_plan, one.bodies) for one in plan_counts(TODAY)]

    assert found == [("03", "shall", 0, 2), ("11", "invited", 0, 1), ("46", "invited", 1, 1)]


def test_a_discarded_draft_leaves_the_plan_in_force(cast: Cast) -> None:
    plan = adopted(cast)
    draft = start_plan(by=cast.contact, body=cast.own)

    discard_draft(by=cast.contact, plan=draft)

    assert (plan_in_force(cast.own), draft_of(cast.own)) == (plan, None)
