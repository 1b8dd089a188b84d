"""Where a body stands: what is measured, decided, planned, answered and asked of it, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal
from uuid import UUID

from dugnad.monitor.pictures.body import BodyPicture, body_picture
from dugnad.plan.questions import load_questions
from dugnad.records.acted import with_acts
from dugnad.records.models.letters import Act, Dispatch
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.decisions import Adhesion, adhesion_of
from dugnad.records.queries.plan import Shown, plan_in_force, shown_measures

StepName = Literal[
    "ended", "confirm", "join", "adopt-plan", "measures", "answer-status", "possible-breach",
    "reasons-missing", "invalid-code", "manual-review", "announce", "show", "raise",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The one thing to do next. `by`: the day it is asked to be done by, which has gone where it is late."""

    name: StepName
    count: int = 0
    by: date | None = None
    year: int | None = None
    """The year of the yearly status to answer."""
    is_late: bool = False
    notice_id: str | None = None
    is_asked: bool = False
    """A letter that has not been answered asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything public about a body on a day. None and empty mean unknown or not yet, never no."""

    body: Body
    on: date
    measured: BodyPicture | None
    """None where the body has no number, or the store knows no notices of it."""
    adhesion: Adhesion
    plan: Plan | None
    """The body's own plan in force."""
    progress: tuple[Shown, ...]
    """The measures of that plan, each with its latest measurement."""
    late: tuple[Measure, ...]
    """Those whose deadline has gone and that no measurement shows reached, the oldest deadline first."""
    status: StatusReport | None
    """The latest yearly status that is public."""
    current: StatusReport | None
    """The report of the newest year that has opened, whatever its state: a draft is for its own people alone."""
    asked: Dispatch | None
    """The latest letter that has not been done as it asks."""
    step: Step

    @property
    def has_ended(self) -> bool:
        """Is the body no more?"""
        return self.body.until is not None and self.body.until < self.on

    @property
    def done_count(self) -> int:
        """How many of the plan's measures are done, as somebody has said or a measurement shows."""
        return sum(one.measure.state == Measure.State.DONE or one.is_reached for one in self.progress)


def standing_of(body: Body, store: Path, on: date) -> Standing:
    """The body as it stands on the day, in the same few questions however much there is of it."""
    measured = body_picture(store, body.orgnr) if body.orgnr else None
    adhesion = adhesion_of(body)
    plan = plan_in_force(body)
    progress = tuple(shown_measures(plan.measures.select_related("plan"), on)) if plan else ()
    late = tuple(sorted((one.measure for one in progress if one.is_late), key=lambda one: one.deadline or on))
    reports = list(body.status_reports.order_by("-year"))
    status = next((one for one in reports if one.is_public), None)
    current = next((one for one in reports if one.year == load_questions().newest_year(on)), None)
    asked = open_letter(body)
    return Standing(
        body=body,
        on=on,
        measured=measured,
        adhesion=adhesion,
        plan=plan,
        progress=progress,
        late=late,
        status=status,
        current=current,
        asked=asked,
        step=next_step(body, on, measured, adhesion, plan, late, current, asked),
    )


def open_letter(body: Body) -> Dispatch | None:
    """The newest letter sent to the body, if it has not done as asked."""
    return open_letters([body]).get(body.pk)


def open_letters(bodies: Iterable[Body]) -> dict[UUID, Dispatch]:
    """The newest letter to each body, where the body has not yet done as it asks; reminders are part of their letter.

    Only of these few is it asked what was done: that question is a heavy one.
    """
    sent = Dispatch.objects.filter(body__in=list(bodies), state=Dispatch.State.SENT, reminder=0)
    newest: dict[UUID, Dispatch] = {}
    for letter in sent.select_related("run__letter").order_by("-run__created_at"):
        newest.setdefault(letter.body_id, letter)
    asking = [letter for letter in newest.values() if letter.act != Act.NOTHING]
    if not asking:
        return {}
    acted = with_acts(Dispatch.objects.filter(pk__in=[letter.pk for letter in asking]))
    done = set(acted.filter(done_at__isnull=False).values_list("pk", flat=True))
    return {letter.body_id: letter for letter in asking if letter.pk not in done}


def next_step(
    body: Body,
    on: date,
    measured: BodyPicture | None,
    adhesion: Adhesion,
    plan: Plan | None,
    late: tuple[Measure, ...],
    current: StatusReport | None,
    asked: Dispatch | None,
) -> Step:
    """The first that is not done of: say yes, have a plan, keep it, tell how it goes, and then the purchases.

    Public: a status that waits for its leader's approval is still one to answer.
    """
    if body.until is not None and body.until < on:
        return Step(name="ended", by=body.until)
    if adhesion.state == "none":
        return purchase_step(measured)
    if not adhesion.is_done:
        is_receipt = adhesion.state == "not-confirmed"
        return asked_step("confirm" if is_receipt else "join", Act.CONFIRM if is_receipt else Act.JOIN, asked)
    return plan_step(plan, late, asked) or status_step(body, on, current, asked) or purchase_step(measured)


def plan_step(plan: Plan | None, late: tuple[Measure, ...], asked: Dispatch | None) -> Step | None:
    """What the body's own plan calls for; none where it is as it should be."""
    if plan is None:
        return asked_step("adopt-plan", Act.ADOPT_PLAN, asked)
    return Step(name="measures", count=len(late), by=late[0].deadline, is_late=True) if late else None


def status_step(body: Body, on: date, current: StatusReport | None, asked: Dispatch | None) -> Step | None:
    """The yearly status to answer by the day its year closes; none where it is public, or where none is open."""
    questions = load_questions()
    year = questions.newest_year(on)
    window = questions.window(year) if year is not None else None
    if window is None or body.obligation_class not in questions.asks or (current is not None and current.is_public):
        return None
    step = asked_step("answer-status", Act.ANSWER_STATUS, asked)
    return replace(step, year=year, by=step.by or window.closes, is_late=on > window.closes)


def asked_step(name: StepName, act: Act, asked: Dispatch | None) -> Step:
    """The step, with the day that a letter asks it done by."""
    is_asked = asked is not None and asked.act == act
    return Step(name=name, by=asked.run.reply_by if asked is not None and is_asked else None, is_asked=is_asked)


def purchase_step(measured: BodyPicture | None) -> Step:
    """What the purchases call for, as the monitor sees it."""
    if measured is None:
        return Step(name="announce")
    found = measured.next_step
    return Step(name=found.step, count=found.count, notice_id=found.notice_id)
