"""Which decisions a body's state and its plan rest on: these can be corrected where they were written wrongly."""

from __future__ import annotations

from uuid import UUID

from dugnad.plan.adhesion import standing
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body


def correctable(body: Body) -> frozenset[UUID]:
    """The newest one about following up, and the adoption of the plan in force."""
    _, latest = standing(body.obligation_class, body.decisions.all())
    plan = Plan.objects.filter(body=body, state=Plan.State.IN_FORCE).exclude(adopted=None).first()
    return frozenset(pk for pk in (latest.pk if latest else None, plan.adopted_id if plan else None) if pk)
