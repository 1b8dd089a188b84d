"""The yearly status as pages, letters and counts read it: one body's, the counts, the late ones, like bodies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dugnad.plan.maturity import FEWEST_BODIES, SIZES, Maturity, Spread, maturity_of, size_class, spread_of
from dugnad.plan.questions import Question, QuestionSet, load_questions
from dugnad.records.models.register import Body, ObligationClass
from dugnad.records.models.status import Comment, StatusAnswer, StatusReport
from dugnad.records.queries.decisions import counted_bodies
from dugnad.records.queries.register import living_bodies

State = StatusReport.State
PUBLIC = Q(published_at__isnull=False) | Q(state=State.APPROVED)
"""Approved once: public also while it is open again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with what the body answered in public. `answer` is none where it is not answered."""

    question: Question
    value: str
    text: dict[str, str] | None
    evidence_url: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicYear:
    """One approved year."""

    year: int
    report: StatusReport
    lines: tuple[Line, ...]
    maturity: Maturity


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCount:
    """How far the bodies of one class and kind have come with a year. The four add up to `bodies`."""

    obligation_class: str
    kind: str
    bodies: int
    approved: int
    submitted: int
    draft: int
    not_begun: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Who has not answered a closed year: those that shall are named, those invited are only counted."""

    year: int
    closed: date
    named: tuple[Body, ...]
    asked: int
    """How many bodies shall answer."""
    invited_without: int
    invited: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Where a body stands beside like ones, and which those are."""

    year: int
    kind: str
    size: str
    """The class of employees that they share; "" where all sizes are taken together."""
    least: int | None
    most: int | None
    own: Maturity
    spread: Spread


def status_of(body: Body, year: int) -> StatusReport | None:
    """The body's report of the year, whatever its state: a draft is for the body's own people alone."""
    return StatusReport.objects.select_related("body").filter(body=body, year=year).first()


def latest_approved(body: Body) -> StatusReport | None:
    """The newest year that the body has published."""
    return StatusReport.objects.filter(PUBLIC, body=body).order_by("-year").first()


def set_of_report(report: StatusReport) -> QuestionSet | None:
    """The questions that the report answers."""
    return load_questions().of_year(report.question_set or report.year)


def public_years(body: Body) -> tuple[PublicYear, ...]:
    """Every published year, the newest first."""
    reports = StatusReport.objects.filter(PUBLIC, body=body).order_by("-year")
    found = (public_year(report) for report in reports)
    return tuple(year for year in found if year is not None)


def public_year(report: StatusReport) -> PublicYear | None:
    """One published year; none where its questions are not in content any more."""
    questions = set_of_report(report)
    if questions is None:
        return None
    answers: dict[str, dict[str, str]] = report.published
    values = {key: one.get("value", "") for key, one in answers.items()}
    lines = tuple(line_of(question, answers.get(question.key, {})) for question in questions.questions)
    return PublicYear(year=report.year, report=report, lines=lines, maturity=maturity_of(values, questions))


def line_of(question: Question, given: Mapping[str, str]) -> Line:
    """One question with its public answer."""
    answer = question.answer(given.get("value", ""))
    return Line(
        question=question,
        value=answer.value if answer else "",
        text=answer.text if answer else None,
        evidence_url=given.get("evidence_url", ""),
        note=given.get("note", ""),
    )


def answers_of(report: StatusReport) -> dict[str, StatusAnswer]:
    """The rows of the form, by question."""
    return {answer.question: answer for answer in report.answers.all()}


def asked_bodies(on: date, county: str = "") -> QuerySet[Body]:
    """The bodies that are asked for a yearly status and counted."""
    return counted_bodies(on, county).filter(obligation_class__in=load_questions().asks)


def status_counts(year: int, county: str = "", on: date | None = None) -> tuple[StatusCount, ...]:
    """By class and kind: approved, submitted, draft, not begun; with how many are asked. Counted on the year's end."""
    asked = asked_bodies(on or date(year, 12, 31), county).order_by()
    states = {
        body: State.APPROVED if published else state
        for body, state, published in StatusReport.objects.filter(year=year, body__in=asked.values("pk")).values_list(
            "body", "state", "published_at"
        )
    }
    groups: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, obligation_class, kind in asked.values_list("pk", "obligation_class", "kind"):
        groups[obligation_class, kind][states.get(key, "not-begun")] += 1
    return tuple(
        StatusCount(
            obligation_class=obligation_class,
            kind=kind,
            bodies=count.total(),
            approved=count[State.APPROVED],
            submitted=count[State.SUBMITTED],
            draft=count[State.DRAFT],
            not_begun=count["not-begun"],
        )
        for (obligation_class, kind), count in sorted(groups.items())
    )


def late_bodies(on: date, county: str = "") -> Late | None:
    """Who has not published the newest year that has closed; none before any year has closed."""
    questions = load_questions()
    year = questions.closed_year(on)
    window = questions.window(year) if year is not None else None
    if year is None or window is None:
        return None
    answered = StatusReport.objects.filter(PUBLIC, year=year, body=OuterRef("pk"))
    asked = asked_bodies(on, county).filter(Q(since__isnull=True) | Q(since__lte=window.closes))
    shall = asked.filter(obligation_class=ObligationClass.SHALL)
    invited = asked.filter(obligation_class=ObligationClass.INVITED)
    return Late(
        year=year,
        closed=window.closes,
        named=tuple(shall.exclude(Exists(answered))),
        asked=shall.count(),
        invited_without=invited.exclude(Exists(answered)).count(),
        invited=invited.count(),
    )


def like_bodies(body: Body, year: int, on: date | None = None) -> Alike | None:
    """The body beside others of its kind, of its size too where at least five of those have answered that year.

    None where the body itself has not published the year.
    """
    own = StatusReport.objects.filter(PUBLIC, body=body, year=year).first()
    shown = public_year(own) if own else None
    if shown is None:
        return None
    others = living_bodies(on or date(year, 12, 31)).filter(kind=body.kind, is_demo=body.is_demo).exclude(pk=body.pk)
    sizes = {key: size_class(employees) for key, employees in others.order_by().values_list("pk", "employees")}
    reports = StatusReport.objects.filter(PUBLIC, year=year, body__in=others.values("pk"))
    found = [(sizes.get(report.body_id, ""), year_.maturity) for report in reports if (year_ := public_year(report))]
    size = size_class(body.employees)
    of_size = [maturity for other, maturity in found if other == size]
    if not size or sum(not one.is_too_little for one in of_size) < FEWEST_BODIES:
        size, of_size = "", [maturity for _, maturity in found]
    least, most = next(((low, high) for name, low, high in SIZES if name == size), (None, None))
    bodies = sum(not size or other == size for other in sizes.values())
    spread = spread_of(of_size, bodies)
    return Alike(year=year, kind=body.kind, size=size, least=least, most=most, own=shown.maturity, spread=spread)


def comments_of(body: Body, about: str | None = None, most: int = 50) -> list[Comment]:
    """What the body says about its own figures: public, the newest first, without what it has withdrawn."""
    found = Comment.objects.filter(body=body, withdrawn_at__isnull=True)
    return list((found if about is None else found.filter(about=about))[:most])


def own_comments(body: Body, most: int = 200) -> list[Comment]:
    """Every comment, those withdrawn with them, for the body's own people."""
    return list(Comment.objects.filter(body=body)[:most])
