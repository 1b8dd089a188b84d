"""The yearly status: begun with suggestions, answered, approved, opened again; counted without guessing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from dugnad.errors import NotAllowed, Refused
from dugnad.monitor.pictures.known import Known
from dugnad.plan.questions import load_questions
from dugnad.records.actions.comments import withdraw_comment, write_comment
from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.status import (
    Given,
    approve_status,
    reopen_status,
    save_answers,
    send_back_status,
    start_status,
    submit_status,
)
from dugnad.records.actions.status import (
    suggested as suggest,
)
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body
from dugnad.records.models.status import Comment, StatusReport
from dugnad.records.queries.status import (
    comments_of,
    late_bodies,
    latest_approved,
    like_bodies,
    own_comments,
    public_years,
    status_counts,
    status_of,
)
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
STEPS = ("not-yet", "begun", "in-place", "lived")


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.STORE = tmp_path / "no-store"
    return make_cast()


def keys() -> list[str]:
    found = load_questions().of_year(2026)
    assert found is not None
    return [question.key for question in found.questions]


def everything(value: str = "in-place") -> dict[str, Given]:
    return {key: Given(value=value) for key in keys()}


def begun(cast: Cast, year: int = 2026, on: date = DAY) -> StatusReport:
    return start_status(by=cast.contact, body=cast.own, year=year, on=on)


def answered(cast: Cast, answers: dict[str, Given] | None = None) -> StatusReport:
    report = begun(cast)
    return save_answers(
        by=cast.contact, report=report, revision=report.revision, answers=everything() if answers is None else answers
    )


def submitted(cast: Cast, answers: dict[str, Given] | None = None) -> StatusReport:
    report = answered(cast, answers)
    return submit_status(by=cast.contact, report=report, revision=report.revision)


def approved(cast: Cast, answers: dict[str, Given] | None = None) -> StatusReport:
    report = submitted(cast, answers)
    return approve_status(by=cast.leader, report=report, revision=report.revision)


def published(body: Body, value: str, year: int = 2026, answers: int = 7) -> StatusReport:
    """A year that another body has published."""
    return StatusReport.objects.create(
        body=body, year=year, question_set=2026, state=StatusReport.State.APPROVED, published_at=timezone.now(),
        published={key: {"value": value, "evidence_url": "", "note": ""} for key in keys()[:answers]},
    )  # fmt: skip


def shown(body: Body) -> dict[str, str]:
    """The newest public answers."""
    return {line.question.key: line.value for line in public_years(body)[0].lines}


def test_a_year_is_begun_once_and_nothing_is_answered(cast: Cast) -> None:
    first, again = begun(cast), begun(cast)

    values = {(answer.value, answer.is_confirmed) for answer in first.answers.all()}
    assert (first.pk, first.question_set, first.state) == (again.pk, 2026, "draft")
    assert values == {("", True)}
    assert LogEntry.objects.filter(action="start_status").count() == 1


def test_what_is_known_is_suggested_and_counts_for_nothing(cast: Cast) -> None:
    Plan.objects.create(body=cast.own, state=Plan.State.IN_FORCE)
    record_decision(
        by=cast.contact, body=cast.own, about="join", decided_by="Kommunestyret", on=date(2026, 10, 1),
        responsible="Innkjøpssjef",
    )  # fmt: skip

    report = begun(cast)

    found = {one.question: (one.value, one.came_from, one.is_confirmed) for one in report.answers.all() if one.value}
    suggested = ("in-place", "measured", False)
    assert found == {"anchoring": suggested, "responsible": suggested}
    with pytest.raises(Refused, match="Nothing is answered"):
        submit_status(by=cast.contact, report=report, revision=0)


@pytest.mark.parametrize(("coverage", "suggested"), [(0.4, ""), (0.6, "in-place")])
def test_where_little_was_seen_the_measurement_is_shown_and_suggests_nothing(
    cast: Cast, coverage: float, suggested: str
) -> None:
    asked = load_questions().of_year(2026)
    question = asked.question("criteria-used") if asked else None
    known = Known(source="environment-share", value=0.8, numerator=8, denominator=10, coverage=coverage)
    assert question is not None

    answer = suggest(begun(cast), question, {}, {"environment-share": known})

    assert (answer.value, [one["coverage"] for one in answer.measured]) == (suggested, [coverage])


def test_last_year_is_suggested_before_what_is_measured(cast: Cast) -> None:
    StatusReport.objects.create(
        body=cast.own, year=2026, question_set=2026, state="approved", published_at=timezone.now(),
        published={"anchoring": {"value": "lived", "evidence_url": "https://eksempel.no/", "note": "Vedtak 1"}},
    )  # fmt: skip
    Plan.objects.create(body=cast.own, state=Plan.State.IN_FORCE)

    report = begun(cast, 2027, date(2027, 11, 1))

    one = report.answers.get(question="anchoring")
    assert (one.value, one.came_from, one.is_confirmed) == ("lived", "last-year", False)
    assert (one.evidence_url, one.note) == ("https://eksempel.no/", "Vedtak 1")


def test_a_suggestion_becomes_an_answer_only_when_it_is_chosen(cast: Cast) -> None:
    Plan.objects.create(body=cast.own, state=Plan.State.IN_FORCE)
    report = begun(cast)

    left = save_answers(by=cast.contact, report=report, revision=0, answers={"anchoring": Given(note="Ser på det")})
    before = (left.answers.get(question="anchoring").is_confirmed, left.answers.get(question="anchoring").note)
    taken = save_answers(by=cast.contact, report=left, revision=1, answers={"anchoring": Given(value="in-place")})
    one = taken.answers.get(question="anchoring")
    cleared = save_answers(by=cast.contact, report=taken, revision=2, answers={"anchoring": Given()})

    last = cleared.answers.get(question="anchoring")
    assert before == (False, "Ser på det")
    assert (one.value, one.came_from, one.is_confirmed) == ("in-place", "measured", True)
    assert (last.value, last.came_from, last.is_confirmed) == ("", "person", True)


@pytest.mark.parametrize(("year", "on"), [(2026, date(2026, 10, 31)), (2025, DAY), (2027, DAY), (9999, DAY)])
def test_a_year_that_has_not_opened_is_refused(cast: Cast, year: int, on: date) -> None:
    with pytest.raises(Refused, match="not open"):
        begun(cast, year, on)


def test_whoever_is_not_asked_has_no_status(cast: Cast) -> None:
    outside = make_body("Utenfor (DEMO)", "other", obligation_class="none")
    gone = make_body("Nedlagt (DEMO)", until=date(2025, 12, 31))
    for body in (outside, gone):
        cast.contact.roles.create(role="contact", body=body)
    cast.contact.__dict__.pop("kept_roles", None)

    codes = []
    for body in (outside, gone):
        with pytest.raises(Refused) as refused:
            start_status(by=cast.contact, body=body, year=2026, on=DAY)
        codes.append(refused.value.code)

    assert codes == ["not-asked", "after-body"]


@pytest.mark.parametrize("name", ["reader", "buyer", "other_contact", "other_leader", "coordinator", "administrator"])
def test_nobody_else_begins_answers_or_submits(cast: Cast, name: str) -> None:
    other, report = getattr(cast, name), answered(cast)
    logged = LogEntry.objects.count()

    for deed in (
        lambda: start_status(by=other, body=cast.own, year=2026, on=DAY),
        lambda: save_answers(by=other, report=report, revision=1, answers={}),
        lambda: submit_status(by=other, report=report, revision=1),
    ):
        with pytest.raises(NotAllowed):
            deed()

    assert LogEntry.objects.count() == logged


@pytest.mark.parametrize("name", ["contact", "reader", "other_leader", "coordinator", "administrator"])
def test_nobody_but_the_leader_approves_returns_or_reopens(cast: Cast, name: str) -> None:
    report, other = submitted(cast), getattr(cast, name)

    for deed in (approve_status, send_back_status, reopen_status):
        with pytest.raises(NotAllowed):
            deed(by=other, report=report, revision=report.revision)

    assert latest_approved(cast.own) is None


@pytest.mark.parametrize(
    ("key", "given", "code", "field"),
    [
        ("made-up", Given(value="lived"), "unknown", ""),
        ("anchoring", Given(value="yes"), "unknown", "anchoring-value"),
        ("anchoring", Given(value="a" * 5000), "unknown", "anchoring-value"),
        ("anchoring", Given(evidence_url="javascript:x"), "not-a-web-address", "anchoring-evidence_url"),
        ("anchoring", Given(evidence_url="https://eksempel.no/" + "a" * 500), "too-long", "anchoring-evidence_url"),
        ("anchoring", Given(note="a" * 1001), "too-long", "anchoring-note"),
        ("anchoring", Given(note="a\0b"), "unreadable", "anchoring-note"),
        ("anchoring", Given(note="ola@eksempel.no"), "personal", "anchoring-note"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    cast: Cast, key: str, given: Given, code: str, field: str
) -> None:
    report = answered(cast)

    with pytest.raises(Refused) as refused:
        save_answers(by=cast.contact, report=report, revision=1, answers={"strategy": Given(value="lived"), key: given})

    report.refresh_from_db()
    assert (refused.value.code, refused.value.field) == (code, field)
    assert (report.revision, report.answers.get(question="strategy").value) == (1, "in-place")


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_overwritten(cast: Cast) -> None:
    report = begun(cast)
    theirs = StatusReport.objects.get(pk=report.pk)
    save_answers(by=cast.contact, report=report, revision=0, answers={"anchoring": Given(value="lived")})

    with pytest.raises(Refused) as refused:
        save_answers(by=cast.leader, report=theirs, revision=0, answers={"anchoring": Given(value="not-yet")})

    assert (refused.value.code, report.answers.get(question="anchoring").value) == ("conflict", "lived")


def test_the_leader_approves_what_was_seen_and_nothing_else(cast: Cast) -> None:
    report = submitted(cast)

    with pytest.raises(Refused) as refused:
        approve_status(by=cast.leader, report=report, revision=report.revision - 1)

    assert (refused.value.code, latest_approved(cast.own)) == ("conflict", None)


def test_steps_are_taken_in_order(cast: Cast) -> None:
    report = answered(cast)

    codes = []
    for deed in (approve_status, send_back_status, reopen_status):
        with pytest.raises(Refused) as refused:
            deed(by=cast.leader, report=report, revision=report.revision)
        codes.append(refused.value.code)
    report = submit_status(by=cast.contact, report=report, revision=report.revision)
    with pytest.raises(Refused) as late:
        save_answers(by=cast.contact, report=report, revision=report.revision, answers={})

    assert [*codes, late.value.code] == ["other-state"] * 4


def test_an_approved_year_is_public_with_what_was_not_answered(cast: Cast) -> None:
    report = approved(
        cast, {"anchoring": Given(value="lived", evidence_url="https://eksempel.no/"), "strategy": Given()}
    )

    year = public_years(cast.own)[0]
    assert latest_approved(cast.own) == report
    assert {key for key, value in shown(cast.own).items() if value} == {"anchoring"}
    assert (year.maturity.value, year.maturity.answered, year.maturity.asked) == (3.0, 1, 7)
    assert year.maturity.is_too_little


def test_sent_back_it_is_a_draft_again_with_a_word_on_why(cast: Cast) -> None:
    report = submitted(cast)

    report = send_back_status(by=cast.leader, report=report, revision=report.revision, note="Se på strategien")

    assert (report.state, report.returned_note, report.submitted_at) == ("draft", "Se på strategien", None)
    assert public_years(cast.own) == ()


def test_reopened_the_old_answers_stay_public_until_the_new_are_approved(cast: Cast) -> None:
    report = approved(cast)
    report = reopen_status(by=cast.leader, report=report, revision=report.revision)
    report = save_answers(
        by=cast.contact, report=report, revision=report.revision, answers={"anchoring": Given(value="begun")}
    )
    meanwhile = shown(cast.own)["anchoring"]
    report = submit_status(by=cast.contact, report=report, revision=report.revision)
    approve_status(by=cast.leader, report=report, revision=report.revision)

    logged = LogEntry.objects.filter(action="approve_status").latest("pk").details
    assert (meanwhile, shown(cast.own)["anchoring"]) == ("in-place", "begun")
    assert (logged["answers_before"]["anchoring"], logged["answers_after"]["anchoring"]) == ("in-place", "begun")
    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "start_status", "save_status", "submit_status", "approve_status", "reopen_status", "save_status",
        "submit_status", "approve_status",
    ]  # fmt: skip


def test_no_person_is_named_in_the_log(cast: Cast) -> None:
    approved(cast)

    told = " ".join(f"{one.details} {one.before} {one.after}" for one in LogEntry.objects.all())
    assert [who.email for who in cast.people().values() if who.email in told or who.name in told] == []


def test_counts_add_up_to_all_and_not_answered_is_its_own(cast: Cast) -> None:
    approved(cast)
    start_status(by=cast.other_contact, body=cast.other, year=2026, on=DAY)
    make_body("Tredje kommune (DEMO)")

    counts = {(one.obligation_class, one.kind): one for one in status_counts(2026)}
    here = status_counts(2026, county="11")

    town, agency = counts["invited", "municipality"], counts["shall", "state-agency"]
    assert (town.bodies, town.approved, town.submitted, town.draft, town.not_begun) == (3, 1, 0, 1, 1)
    assert (agency.bodies, agency.not_begun) == (1, 1)
    assert [(one.bodies, one.draft, one.not_begun) for one in here] == [(1, 1, 0)]


def test_a_reopened_year_still_counts_as_approved(cast: Cast) -> None:
    report = approved(cast)
    reopen_status(by=cast.leader, report=report, revision=report.revision)

    town = next(one for one in status_counts(2026) if one.kind == "municipality")

    assert (town.approved, town.draft) == (1, 0)
    assert latest_approved(cast.own) == status_of(cast.own, 2026)


def test_the_state_is_named_when_late_and_the_invited_are_counted(cast: Cast) -> None:
    published(cast.ministry, "lived")
    published(cast.own, "lived")
    make_body("Nytt direktorat (DEMO)", "state-agency", since=date(2027, 6, 1))

    late = late_bodies(date(2027, 7, 1))

    assert late_bodies(date(2027, 3, 31)) is None
    assert late is not None
    assert (late.year, late.closed, late.named, late.asked) == (2026, date(2027, 3, 31), (cast.agency,), 2)
    assert (late.invited_without, late.invited) == (1, 2)


def test_like_bodies_are_of_the_kind_and_too_few_are_told(cast: Cast) -> None:
    approved(cast)
    published(cast.other, "lived")
    published(cast.agency, "lived")

    alike = like_bodies(cast.own, 2026)

    assert alike is not None
    assert (alike.kind, alike.size, alike.spread.n, alike.spread.bodies) == ("municipality", "", 1, 1)
    assert (alike.spread.is_too_few, alike.own.value) == (True, 2.0)
    assert like_bodies(make_body("Uten svar (DEMO)"), 2026) is None


def test_bodies_of_the_same_size_are_taken_where_five_have_answered(cast: Cast) -> None:
    Body.objects.filter(pk=cast.own.pk).update(employees=300)
    cast.own.refresh_from_db()
    approved(cast)
    for number in range(5):
        published(make_body(f"Lik kommune {number} (DEMO)", employees=200 + number), STEPS[number % 4])
    for number in range(4):
        published(make_body(f"Stor kommune {number} (DEMO)", employees=9000), "lived")
    make_body("Taus kommune (DEMO)", employees=250)

    alike = like_bodies(cast.own, 2026)

    assert alike is not None
    assert (alike.size, alike.least, alike.most, alike.spread.n, alike.spread.bodies) == ("middle", 100, 499, 5, 6)
    assert (alike.spread.median, alike.spread.interval) == (1, (0, 3))


@pytest.mark.parametrize("many", [1, 6])
def test_many_like_bodies_are_as_few_questions(cast: Cast, many: int, django_assert_num_queries: object) -> None:
    approved(cast)
    for number in range(many):
        published(make_body(f"Lik kommune {number} (DEMO)"), "lived")

    with django_assert_num_queries(3):  # type: ignore[operator]
        like_bodies(cast.own, 2026)


def test_a_body_comments_and_withdraws_and_both_are_logged(cast: Cast) -> None:
    kept = write_comment(
        by=cast.contact, body=cast.own, text="Rammeavtalene ligger hos samarbeidet.", about="price-only"
    )
    gone = write_comment(by=cast.leader, body=cast.own, text="Feil tall.")

    withdraw_comment(by=cast.contact, comment=gone)

    assert comments_of(cast.own) == [kept]
    assert {one.pk for one in own_comments(cast.own)} == {kept.pk, gone.pk}
    with pytest.raises(Refused):
        withdraw_comment(by=cast.contact, comment=gone)
    assert list(LogEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "write_comment", "write_comment", "withdraw_comment",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "about", "code"),
    [
        ("Ring 41 23 45 67", "", "personal"),
        (" ", "", "missing"),
        ("a" * 2001, "", "too-long"),
        ("a\0", "", "unreadable"),
        ("Feil", "made-up", "unknown"),
        ("Feil", "price-only\0", "unknown"),
    ],
)
def test_a_comment_that_cannot_stand_is_refused(cast: Cast, text: str, about: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        write_comment(by=cast.contact, body=cast.own, text=text, about=about)

    assert (refused.value.code, Comment.objects.count()) == (code, 0)


@pytest.mark.parametrize("name", ["reader", "buyer", "other_leader", "coordinator", "administrator", "stranger"])
def test_nobody_else_comments_or_withdraws(cast: Cast, name: str) -> None:
    comment = write_comment(by=cast.contact, body=cast.own, text="Vårt.")

    for deed in (
        lambda: write_comment(by=getattr(cast, name), body=cast.own, text="Ikke vårt."),
        lambda: withdraw_comment(by=getattr(cast, name), comment=comment),
    ):
        with pytest.raises(NotAllowed):
            deed()

    assert comments_of(cast.own) == [comment]
