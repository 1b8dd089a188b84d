"""Keeping a plan as it was published or adopted, word for word."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from dugnad.records.models.plan import Goal, Measure, Plan, PlanVersion

REPORTED = ("state", "evidence", "evidence_url", "deviation")
"""What owners report between the versions; a plan has not changed because somebody said how far it has come."""


def keep_version(plan: Plan, note: str = "", digest: str = "") -> PlanVersion:
    """Write the next version; called inside the transaction that holds the plan."""
    latest = plan.versions.aggregate(latest=Max("number"))["latest"] or 0
    content = snapshot(plan) | ({"digest": digest} if digest else {})
    return PlanVersion.objects.create(plan=plan, number=latest + 1, note=note[:400], content=content)


def snapshot(plan: Plan) -> dict[str, Any]:
    """Everything that the plan says now."""
    return {
        "key": plan.key,
        "title": plan.title,
        "lead": plan.lead,
        "since": day_text(plan.since),
        "until": day_text(plan.until),
        "state": plan.state,
        "owner": plan.owner,
        "source": plan.source,
        "goals": [goal_row(goal) for goal in plan.goals.all()],
        "measures": [measure_row(measure) for measure in plan.measures.select_related("owner_body")],
    }


def goal_row(goal: Goal) -> dict[str, Any]:
    """A goal as kept."""
    return {"id": str(goal.pk), "text": goal.text, "source": goal.source}


def measure_row(measure: Measure) -> dict[str, Any]:
    """A measure as kept."""
    owner = measure.owner_body
    return {
        "id": str(measure.pk),
        "goal": str(measure.goal_id) if measure.goal_id else "",
        "key": measure.key,
        "title": measure.title,
        "text": measure.text,
        "owner": measure.owner,
        "owner_body": {"key": owner.key, "name": owner.name} if owner else None,
        "audience": measure.audience,
        "deadline": day_text(measure.deadline),
        "indicator": measure.indicator,
        "target": measure.target,
        "is_ceiling": measure.is_ceiling,
        "state": measure.state,
        "evidence": measure.evidence,
        "evidence_url": measure.evidence_url,
        "deviation": measure.deviation,
        "taken_from": str(measure.taken_from_id) if measure.taken_from_id else "",
        "source": measure.source,
    }


def day_text(day: Any) -> str:
    """A day as kept; "" where there is none."""
    return day.isoformat() if day else ""


def without_reports(content: dict[str, Any]) -> dict[str, Any]:
    """The version without what owners report and what changes with time: what a reader calls the plan."""
    rows = [{name: row[name] for name in row if name not in REPORTED} for row in content["measures"]]
    return {name: content[name] for name in content if name not in ("digest", "measures", "state")} | {"measures": rows}
