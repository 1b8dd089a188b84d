"""A body's standing as plain facts, as reports and cases are told it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from dugnad.monitor.pictures.body import BodyPicture, Purchase
from dugnad.monitor.pictures.figure import Figure
from dugnad.monitor.pictures.freshness import freshness
from dugnad.plan.situation import Buy, NationalPlan, Share, Situation
from dugnad.records.models.plan import Plan, PlanVersion
from dugnad.records.models.register import Body
from dugnad.records.queries.plan import measures_meant_for, national_plans
from dugnad.records.queries.standing import Standing


def situation_of(standing: Standing, store: Path) -> Situation:
    """What is public of the standing; no question is asked of the database."""
    body, measured, plan = standing.body, standing.measured, standing.plan
    decision, asked, step = standing.adhesion.decision, standing.asked, standing.step
    days = seen_days(measured)
    return Situation(
        name=body.name,
        name_nn=body.name_nn,
        name_en=body.name_en,
        orgnr=body.orgnr or "",
        kind=body.kind,
        obligation_class=body.obligation_class,
        is_demo=body.is_demo,
        ended=body.until if standing.has_ended else None,
        on=standing.on,
        share=share_of(measured.share) if measured and measured.share else None,
        counts={part.part: round(part.numerator) for part in measured.path} if measured else {},
        purchases=measured.own_count if measured else 0,
        first_seen=min(days, default=None),
        last_seen=max(days, default=None),
        largest=tuple(buy_of(one) for one in measured.largest) if measured else (),
        computed=computed_on(store),
        adhesion=standing.adhesion.state,
        adhesion_on=decision.on if decision else None,
        is_adhesion_verified=standing.adhesion.is_verified,
        plan_since=plan.adopted.on if plan and plan.adopted else None,
        has_plan=plan is not None,
        measures=len(standing.progress),
        done=standing.done_count,
        late=len(standing.late),
        status_year=standing.status.year if standing.status else None,
        asked=asked.act if asked else "",
        letter_on=asked.sent_at.date() if asked and asked.sent_at else None,
        letter_sender=asked.run.letter.sender if asked else "",
        reply_by=asked.run.reply_by if asked else None,
        step=step.name,
        step_count=step.count,
        step_by=step.by,
        is_step_asked=step.is_asked,
        is_step_late=step.is_late,
    )


def computed_on(store: Path) -> date | None:
    """The day the figures were computed; none where nothing has been."""
    computed = freshness(store).computed_at
    return computed.date() if computed else None


def seen_days(measured: BodyPicture | None) -> list[date]:
    """The days of the body's own notices that were read."""
    return [one.announced for one in measured.own if one.announced] if measured else []


def share_of(figure: Figure) -> Share:
    """The main figure."""
    return Share(
        numerator=round(figure.numerator),
        denominator=round(figure.denominator),
        coverage_percent=figure.coverage_percent,
        percent=figure.percent,
        is_too_little=figure.is_too_little,
    )


def buy_of(purchase: Purchase) -> Buy:
    """A purchase as a report tells it."""
    return Buy(
        title=purchase.title,
        announced=purchase.announced,
        value=purchase.value,
        currency=purchase.currency,
        outcome=purchase.outcome or "UNKNOWN",
    )


def plans_in_force() -> tuple[NationalPlan, ...]:
    """The nation's adopted plans in force, with version and address; the law's duties restated are none of them."""
    plans = [plan for plan in national_plans() if plan.state == plan.State.IN_FORCE and not plan.is_law]
    versions = PlanVersion.objects.filter(plan__in=plans).order_by("number").values_list("plan", "number", "at")
    latest = {plan: (number, timezone.localdate(at)) for plan, number, at in versions}
    return tuple(named_plan(plan, *latest.get(plan.pk, (1, plan.since))) for plan in plans)


def named_plan(plan: Plan, number: int, published: date | None) -> NationalPlan:
    """A plan as a case names it; where the plan itself lies, or else its page here."""
    return NationalPlan(
        title=plan.title,
        mark=str(plan.source.get("mark", "")),
        number=number,
        published=published,
        href=str(plan.source.get("href") or f"{settings.BASE_URL}/plan/{plan.key}/"),
        key=plan.key or "",
    )


def meant_titles(body: Body) -> tuple[dict[str, str], ...]:
    """The titles of the national measures that such a body can take over."""
    return tuple(measure.title for measure in measures_meant_for(body))
