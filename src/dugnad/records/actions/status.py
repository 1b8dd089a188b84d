"""The yearly status: begun with what is known already, answered in the body, approved by its leader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.monitor.pictures.known import Known, known_of
from dugnad.plan.given import clean_text, clean_url
from dugnad.plan.questions import Question, QuestionSet, Suggestion, load_questions
from dugnad.records.actions.log import write_log
from dugnad.records.models.decisions import Decision
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body
from dugnad.records.models.status import StatusAnswer, StatusReport
from dugnad.records.permissions import may_approve, may_prepare

State, From = StatusReport.State, StatusAnswer.From


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody answered to one question; an empty value is "not answered"."""

    value: str = ""
    evidence_url: str = ""
    note: str = ""


@transaction.atomic
def start_status(*, by: Person, body: Body, year: int, on: date | None = None) -> StatusReport:
    """Open the year for answers, with suggestions from last year and from what is measured. Once begun, it is found."""
    if not may_prepare(by, body):
        raise NotAllowed(by.by, f"begin the status of {body.key}")
    on = on or timezone.localdate()
    questions = must_be_open(body, year, on)
    Body.objects.select_for_update().get(pk=body.pk)  # two who begin at once make one report
    report, is_new = StatusReport.objects.get_or_create(
        body=body, year=year, defaults={"question_set": questions.since}
    )
    if not is_new:
        return report
    known = known_before(body, year)
    last = StatusReport.objects.filter(body=body, year__lt=year, published_at__isnull=False).first()
    before = last.published if last else {}
    StatusAnswer.objects.bulk_create(
        suggested(report, question, before.get(question.key, {}), known) for question in questions.questions
    )
    write_log(by=by, action="start_status", subject=report.pk, body=body, after=State.DRAFT, year=year)
    return report


def must_be_open(body: Body, year: int, on: date) -> QuestionSet:
    """The questions of the year; refused before it opens, and where the body is not asked."""
    questions = load_questions()
    found = questions.of_year(year)
    if found is None or not questions.has_opened(year, on):
        raise Refused("not-open", f"The year {year} is not open for answers.")
    if body.obligation_class not in questions.asks:
        raise Refused("not-asked", "This body is not asked for a yearly status.")
    if body.until is not None and body.until < date(year, 1, 1):
        raise Refused("after-body", f"The body ended on {body.until}.")
    return found


def known_before(body: Body, year: int) -> dict[str, Known]:
    """What is known already: a plan in force, a named position, and what the notices show."""
    has_plan = Plan.objects.filter(body=body, state=Plan.State.IN_FORCE).exists()
    named = Decision.objects.filter(body=body, is_rejected=False).exclude(responsible="").exists()
    recorded = {"adopted-plan": has_plan, "named-responsible": named}
    found = [
        Known(source=name, value=1.0, numerator=1, denominator=1, coverage=1)
        for name, is_so in recorded.items()
        if is_so
    ]
    return {
        known.source: known
        for known in (*found, *attended(body, year), *known_of(Path(settings.STORE), body.orgnr, year))
    }


def attended(body: Body, year: int) -> list[Known]:
    """How many of the body came to the support service's courses and meetings that year; nothing where none did."""
    rows = SignUp.objects.filter(
        body=body,
        state=SignUp.State.SEATED,
        event__state=Event.State.PUBLISHED,
        event__starts_at__year=year,
        event__starts_at__lte=timezone.now(),
    )
    said = list(rows.order_by().values_list("has_attended", flat=True))
    came, marked = said.count(True), len(said) - said.count(None)
    coverage = marked / len(said) if said else 0.0
    return (
        [Known(source="attendance", value=came, numerator=came, denominator=len(said), coverage=coverage)]
        if came
        else []
    )


def suggested(
    report: StatusReport, question: Question, last: Mapping[str, str], known: Mapping[str, Known]
) -> StatusAnswer:
    """The answer before anybody has looked at it: last year's, else what is measured suggests, else nothing."""
    shown = [known[one.source] for one in question.measured if one.source in known]
    from_last = last.get("value", "") if question.answer(last.get("value", "")) else ""
    steps = (suggestion_of(one, known) for one in question.measured)
    value = from_last or next((step for step in steps if step), "")
    came_from = From.LAST_YEAR if from_last else From.MEASURED if value else From.PERSON
    return StatusAnswer(
        report=report, question=question.key, value=value, came_from=came_from, is_confirmed=not value,
        evidence_url=last.get("evidence_url", ""), note=last.get("note", ""), measured=[asdict(one) for one in shown],
    )  # fmt: skip


def suggestion_of(one: Suggestion, known: Mapping[str, Known]) -> str:
    """The answer that a measurement suggests; "" where there is none, or too little was seen."""
    measured = known.get(one.source)
    return one.value_of(measured.value, measured.coverage) if measured else ""


@transaction.atomic
def save_answers(*, by: Person, report: StatusReport, revision: int, answers: Mapping[str, Given]) -> StatusReport:
    """Keep the answers given. Refused with the code "conflict" where somebody has saved since `revision` was read.

    A suggestion becomes an answer only when it is chosen; a question that is left out stays as it is.
    """
    report = held(report, revision, may_prepare(by, report.body), by)
    must_be_in(report, State.DRAFT)
    questions = set_of(report)
    kept = {answer.question: answer for answer in report.answers.all()}
    before = values_of(kept)
    for key, given in answers.items():
        question = questions.question(key)
        if question is None:
            raise Refused("unknown", f"There is no question called {key!r}.")
        answer = kept.get(key) or StatusAnswer(report=report, question=key)
        answer_with(answer, question, given)
        answer.save()
        kept[key] = answer
    move(report)
    write_log(
        by=by, action="save_status", subject=report.pk, body=report.body, before=before, after=values_of(kept),
        year=report.year, revision=report.revision,
    )  # fmt: skip
    return report


def answer_with(answer: StatusAnswer, question: Question, given: Given) -> None:
    """Lay what was given over what stood there."""
    key = question.key
    if given.value and question.answer(given.value) is None:
        raise Refused("unknown", f"{given.value!r} is no answer to {key}.", field=f"{key}-value")
    answer.evidence_url = clean_url(given.evidence_url, f"{key}-evidence_url")
    answer.note = clean_text(given.note, f"{key}-note", 1000)
    if not given.value and not answer.is_confirmed:
        return  # the suggestion was not taken up: it stays a suggestion
    if given.value != answer.value:
        answer.came_from = From.PERSON
    answer.value, answer.is_confirmed = given.value, True


@transaction.atomic
def submit_status(*, by: Person, report: StatusReport, revision: int) -> StatusReport:
    """Send the answers to the leader. Questions may be left unanswered, but not all of them."""
    report = held(report, revision, may_prepare(by, report.body), by)
    must_be_in(report, State.DRAFT)
    if not any(answer.value and answer.is_confirmed for answer in report.answers.all()):
        raise Refused("nothing-answered", "Nothing is answered yet.")
    report.submitted_by, report.submitted_at, report.returned_note = by, timezone.now(), ""
    return turn(by, report, State.SUBMITTED, "submit_status")


@transaction.atomic
def approve_status(*, by: Person, report: StatusReport, revision: int) -> StatusReport:
    """Approve what was sent: from now on it is public."""
    report = held(report, revision, may_approve(by, report.body), by)
    must_be_in(report, State.SUBMITTED)
    before = {key: one["value"] for key, one in report.published.items()}
    report.published = {
        answer.question: {"value": answer.value, "evidence_url": answer.evidence_url, "note": answer.note}
        for answer in report.answers.all()
        if answer.is_confirmed and (answer.value or answer.note or answer.evidence_url)
    }
    report.approved_by, report.approved_at = by, timezone.now()
    report.published_at = report.approved_at
    after = {key: one["value"] for key, one in report.published.items()}
    return turn(by, report, State.APPROVED, "approve_status", answers_before=before, answers_after=after)


@transaction.atomic
def send_back_status(*, by: Person, report: StatusReport, revision: int, note: str = "") -> StatusReport:
    """Send it back to be answered again, with a word on why."""
    report = held(report, revision, may_approve(by, report.body), by)
    must_be_in(report, State.SUBMITTED)
    report.returned_note = clean_text(note, "note", 1000)
    report.submitted_by = report.submitted_at = None
    return turn(by, report, State.DRAFT, "send_back_status")


@transaction.atomic
def reopen_status(*, by: Person, report: StatusReport, revision: int) -> StatusReport:
    """Open an approved year again. What was approved stays public until the new answers are approved."""
    report = held(report, revision, may_approve(by, report.body), by)
    must_be_in(report, State.APPROVED)
    report.approved_by = report.approved_at = report.submitted_by = report.submitted_at = None
    return turn(by, report, State.DRAFT, "reopen_status")


def held(report: StatusReport, revision: int, is_allowed: bool, by: Person) -> StatusReport:
    """The report as it stands now, held until the deed is done; refused to others, and where it has moved on."""
    if not is_allowed:
        raise NotAllowed(by.by, f"change the status of {report.body.key}")
    now = StatusReport.objects.select_for_update(of=("self",)).select_related("body").get(pk=report.pk)
    if now.revision != revision:
        raise Refused("conflict", "Somebody else has saved since you opened the page. Nothing of yours is lost.")
    return now


def must_be_in(report: StatusReport, state: StatusReport.State) -> None:
    """Refused from any other state."""
    if report.state != state:
        raise Refused("other-state", f"The status is {report.state}.")


def turn(by: Person, report: StatusReport, state: StatusReport.State, action: str, **details: Any) -> StatusReport:
    """Into the next state, with the line in the log."""
    before, report.state = report.state, state
    move(report)
    write_log(
        by=by, action=action, subject=report.pk, body=report.body, before=before, after=state, year=report.year,
        **details,
    )  # fmt: skip
    return report


def move(report: StatusReport) -> None:
    """One revision on."""
    report.revision += 1
    report.save()


def set_of(report: StatusReport) -> QuestionSet:
    """The questions that the report answers."""
    found = load_questions().of_year(report.question_set or report.year)
    if found is None:
        raise Refused("not-open", f"There are no questions for {report.year}.")
    return found


def values_of(answers: Mapping[str, StatusAnswer]) -> dict[str, str]:
    """The answers given, as the log keeps them: suggestions are none."""
    return {key: answer.value for key, answer in sorted(answers.items()) if answer.is_confirmed and answer.value}
