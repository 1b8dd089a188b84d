"""Joining, withdrawing and confirming: what is recorded, by whom, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.decisions import record_decision, settle_decision
from dugnad.records.models.decisions import Decision
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, ObligationClass
from dugnad.records.queries.decisions import adhesion_counts, adhesion_of, adhesions_of
from dugnad.records.queries.figures import as_dict, overview
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 7)
LETTER = "letter:8a3c1a52-0000-4000-8000-000000000001"
About = Decision.About


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def join(by: Person | str, body: Body, on: date = DAY, about: str = About.JOIN, **given: Any) -> Decision:
    return record_decision(by=by, body=body, about=about, decided_by="Kommunestyret", on=on, **given)


def confirm(by: Person | str, body: Body, responsible: str = "Innkjøpssjef") -> Decision:
    return record_decision(
        by=by, body=body, about=About.CONFIRM, decided_by="Direktøren", on=DAY, responsible=responsible
    )


def refusal(by: Person | str, body: Body, on: date = DAY, about: str = About.JOIN, **given: Any) -> tuple[str, str]:
    """The code and the field of the refusal."""
    with pytest.raises(Refused) as refused:
        join(by, body, on, about, **given)
    return refused.value.code, refused.value.field


def test_joining_is_recorded_with_its_decision_and_logged_without_names(cast: Cast) -> None:
    made = join(cast.contact, cast.own, case_number="26/1234", document_url="https://eksempel.no/sak")

    adhesion = adhesion_of(cast.own)
    assert (adhesion.state, adhesion.decision, adhesion.is_verified) == ("joined", made, True)
    entry = LogEntry.objects.get(action="record_decision")
    assert (entry.by, entry.subject, entry.body, entry.before, entry.after) == (
        cast.contact.by, str(made.pk), str(cast.own.pk), "invited", "join",
    )  # fmt: skip
    assert cast.contact.email not in str(entry.details)


@pytest.mark.parametrize("name", ["reader", "buyer", "other_contact", "other_leader", "coordinator", "administrator",
                                  "governor", "stranger"])  # fmt: skip
def test_nobody_but_contact_and_leader_decides_for_a_body(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        join(getattr(cast, name), cast.own)

    assert (Decision.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_a_body_joins_once_withdraws_and_joins_again(cast: Cast) -> None:
    join(cast.leader, cast.own)
    twice = refusal(cast.contact, cast.own, DAY + timedelta(days=1))
    join(cast.leader, cast.own, DAY + timedelta(days=2), About.WITHDRAW)
    withdrawn = adhesion_of(cast.own)
    join(cast.leader, cast.own, DAY + timedelta(days=3))

    again = adhesion_of(cast.own)
    assert twice == ("joined-already", "")
    assert (withdrawn.state, again.state) == ("withdrawn", "joined")
    assert [made.about for made in again.history] == ["join", "withdraw", "join"]


def test_nothing_is_withdrawn_that_was_not_joined(cast: Cast) -> None:
    assert refusal(cast.leader, cast.own, about=About.WITHDRAW) == ("not-joined", "")


def test_days_that_cannot_be_are_refused(cast: Cast) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    young = make_body("Ny kommune (DEMO)", since=date(2024, 1, 1), until=date(2025, 12, 31))
    cast.contact.roles.create(role="contact", body=young)
    join(cast.leader, cast.own, DAY)

    assert refusal(cast.contact, cast.own, tomorrow, About.WITHDRAW) == ("future", "on")
    assert refusal(cast.contact, young, date(2023, 12, 31)) == ("before-body", "on")
    assert refusal(cast.contact, young, date(2026, 1, 1)) == ("after-body", "on")
    assert refusal(cast.contact, cast.own, DAY - timedelta(days=1), About.WITHDRAW) == ("before-latest", "on")


def test_what_is_written_is_checked(cast: Cast) -> None:
    own, contact = cast.own, cast.contact

    assert refusal(contact, own, document_url="javascript:alert(1)") == ("not-a-web-address", "document_url")
    assert refusal(contact, own, note="ring 41 23 45 67") == ("personal", "note")
    assert refusal(contact, own, note="a" * 2001) == ("too-long", "note")
    assert refusal(contact, own, case_number="1\0") == ("unreadable", "case_number")
    assert refusal(contact, own, about="abolish") == ("unknown", "about")
    with pytest.raises(Refused, match="who decided"):
        record_decision(by=contact, body=own, about=About.JOIN, decided_by=" ", on=DAY)
    assert Decision.objects.count() == 0


def test_the_state_confirms_and_names_a_position_it_never_joins(cast: Cast) -> None:
    confirm(cast.agency_contact, cast.agency)
    confirm(cast.agency_leader, cast.agency, "Økonomidirektør")

    adhesion = adhesion_of(cast.agency)
    assert adhesion.state == "confirmed"
    assert [made.responsible for made in adhesion.history] == ["Økonomidirektør", "Innkjøpssjef"]
    assert refusal(cast.agency_leader, cast.agency) == ("not-asked", "")
    assert refusal(cast.agency_leader, cast.agency, about=About.CONFIRM) == ("missing", "responsible")
    assert refusal(cast.agency_leader, cast.agency, about=About.CONFIRM, responsible="Økonomidirektør") == (
        "confirmed-already", "",
    )  # fmt: skip
    assert refusal(cast.contact, cast.own, about=About.CONFIRM, responsible="Rådmann") == ("not-asked", "")


def test_supporters_may_join_and_those_who_are_not_asked_may_not(cast: Cast) -> None:
    supporter = make_body("Kommunelaget (DEMO)", "association", obligation_class=ObligationClass.SUPPORTER)
    outside = make_body("Utenfor (DEMO)", "other", obligation_class=ObligationClass.NONE)
    for body in (supporter, outside):
        cast.contact.roles.create(role="contact", body=body)
    cast.contact.__dict__.pop("kept_roles", None)

    join(cast.contact, supporter)

    assert (adhesion_of(supporter).state, adhesion_of(outside).state) == ("joined", "none")
    assert refusal(cast.contact, outside) == ("not-asked", "")


def test_told_on_a_letters_page_counts_and_is_marked_until_confirmed(cast: Cast) -> None:
    told = join(LETTER, cast.own)
    before = adhesion_of(cast.own)
    twice = refusal(LETTER, cast.own)
    settle_decision(by=cast.leader, decision=told, is_ours=True)

    after = adhesion_of(cast.own)
    assert (before.state, before.is_verified, twice) == ("joined", False, ("joined-already", ""))
    assert (after.state, after.is_verified) == ("joined", True)
    assert list(LogEntry.objects.order_by("pk").values_list("by", "action")) == [
        (LETTER, "record_decision"), (cast.leader.by, "confirm_decision"),
    ]  # fmt: skip


def test_told_by_somebody_else_is_rejected_and_counts_for_nothing(cast: Cast) -> None:
    told = join(LETTER, cast.own)

    settle_decision(by=cast.contact, decision=told, is_ours=False)

    adhesion = adhesion_of(cast.own)
    assert (adhesion.state, adhesion.decision, len(adhesion.history)) == ("invited", None, 1)
    with pytest.raises(Refused):
        settle_decision(by=cast.contact, decision=told, is_ours=True)


def test_others_neither_confirm_nor_reject(cast: Cast) -> None:
    told = join(LETTER, cast.own)

    for name in ("reader", "buyer", "other_leader", "coordinator", "administrator"):
        with pytest.raises(NotAllowed):
            settle_decision(by=getattr(cast, name), decision=told, is_ours=False)

    assert adhesion_of(cast.own).is_verified is False


def test_the_bodys_own_record_stands_over_what_was_told(cast: Cast) -> None:
    join(LETTER, cast.own, DAY + timedelta(days=5))

    made = join(cast.leader, cast.own, DAY)

    adhesion = adhesion_of(cast.own)
    assert (adhesion.decision, adhesion.is_verified) == (made, True)
    assert [one.is_rejected for one in adhesion.history] == [True, False]


@pytest.mark.parametrize(
    ("by", "about"), [(LETTER, About.WITHDRAW), (LETTER, About.ADOPT_PLAN), ("visitor", About.JOIN)]
)
def test_without_an_account_only_joining_and_receipts_come_in(cast: Cast, by: str, about: str) -> None:
    with pytest.raises(NotAllowed):
        join(by, cast.own, about=about)


def test_what_is_told_without_signing_in_counts_when_the_body_has_confirmed_it(cast: Cast) -> None:
    join(LETTER, cast.own)

    before = overview(DAY)
    told = as_dict(before.nation)
    join(cast.leader, cast.own)
    after = overview(DAY).nation

    assert (told["joined"]["count"], told["unverified"]) == (0, 1)
    assert before.counties[cast.own.county].joined.done == 0
    assert adhesion_of(cast.own).state == "joined"
    assert (after.joined.done, after.unverified) == (1, 0)


def test_counts_stand_beside_how_many_there_are(cast: Cast) -> None:
    third = make_body("Tredje kommune (DEMO)")
    make_body("Nedlagt kommune (DEMO)", until=date(2019, 12, 31))
    join(cast.contact, cast.own)
    join(LETTER, third)
    join(cast.other_leader, cast.other)
    join(cast.other_leader, cast.other, about=About.WITHDRAW)
    confirm(cast.agency_leader, cast.agency)

    counts = {(one.obligation_class, one.kind): one for one in adhesion_counts(DAY)}
    here = adhesion_counts(DAY, county="46")
    earlier = adhesion_counts(DAY - timedelta(days=1))

    town, agency = counts["invited", "municipality"], counts["shall", "state-agency"]
    assert (town.bodies, town.done, town.unverified, town.withdrawn) == (3, 1, 1, 1)
    assert (agency.bodies, agency.done) == (1, 1)
    assert [(one.kind, one.bodies, one.done) for one in here] == [("municipality", 2, 1)]
    assert sum(one.done for one in earlier) == 0


def test_demonstration_bodies_count_only_where_there_are_no_others(cast: Cast) -> None:
    join(cast.contact, cast.own)
    real = make_body("Ekte kommune")
    Body.objects.filter(pk=real.pk).update(is_demo=False)

    assert [(one.bodies, one.done) for one in adhesion_counts(DAY)] == [(1, 0)]


@pytest.mark.parametrize("many", [1, 3])
def test_many_bodies_are_one_question(cast: Cast, many: int, django_assert_num_queries: object) -> None:
    bodies = [cast.own, cast.other, cast.agency][:many]
    join(cast.contact, cast.own)

    with django_assert_num_queries(1):  # type: ignore[operator]
        adhesions = adhesions_of(bodies)

    assert len(adhesions) == many


@pytest.mark.parametrize("on", [date(202, 6, 15), date(1997, 6, 15), date(2007, 5, 31)])
def test_a_day_before_there_was_a_plan_is_refused(cast: Cast, on: date) -> None:
    assert refusal(cast.contact, cast.own, on) == ("before-plan", "on")


def test_a_day_of_the_first_plan_is_taken(cast: Cast) -> None:
    assert join(cast.contact, cast.own, date(2007, 6, 1)).on == date(2007, 6, 1)


def test_what_was_recorded_wrongly_is_corrected_and_both_stand_in_the_history(cast: Cast) -> None:
    wrong = join(cast.contact, cast.own, date(2016, 10, 7))

    right = join(cast.leader, cast.own, DAY, corrects=wrong)

    adhesion = adhesion_of(cast.own)
    assert (adhesion.state, adhesion.decision, adhesion.history) == ("joined", right, (right, wrong))
    assert (adhesion.history[1].corrected_by, adhesion.history[1].on) == (right, date(2016, 10, 7))
    assert LogEntry.objects.order_by("-pk")[0].action == "correct_decision"
    assert refusal(cast.leader, cast.own, DAY, corrects=wrong) == ("not-correctable", "")
    assert refusal(cast.leader, cast.own, DAY, About.WITHDRAW, corrects=right) == ("unknown", "")


def test_a_receipt_is_corrected_to_an_earlier_day_with_the_same_position(cast: Cast) -> None:
    wrong = confirm(cast.agency_contact, cast.agency)

    right = record_decision(by=cast.agency_contact, body=cast.agency, about=About.CONFIRM, decided_by="Direktøren",
                            on=date(2026, 1, 7), responsible="Innkjøpssjef", corrects=wrong)  # fmt: skip

    assert adhesion_of(cast.agency).decision == right


def test_nobody_corrects_for_another_body_or_without_an_account(cast: Cast) -> None:
    wrong = join(cast.contact, cast.own)

    with pytest.raises(NotAllowed):
        join(cast.other_contact, cast.own, corrects=wrong)
    assert refusal(cast.other_contact, cast.other, corrects=wrong) == ("unknown", "")
    assert refusal(LETTER, cast.own, corrects=wrong) == ("unknown", "")
    assert adhesion_of(cast.own).decision == wrong


def test_a_plan_rests_on_the_corrected_adoption(cast: Cast) -> None:
    wrong = join(cast.contact, cast.own, date(2016, 10, 7), About.ADOPT_PLAN)
    plan = Plan.objects.create(body=cast.own, state="in-force", since=wrong.on, adopted=wrong)

    right = join(cast.contact, cast.own, DAY, About.ADOPT_PLAN, corrects=wrong)

    plan.refresh_from_db()
    assert (plan.adopted, plan.since) == (right, DAY)
