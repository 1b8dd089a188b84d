"""Recording what the ministries have agreed on together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import clean_text
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.models.coordination import JointDecision
from dugnad.records.models.people import Person

MOST_PARTIES, MOST_NAME = 40, 120


@transaction.atomic
def record_joint_decision(
    *, by: Person, title: str, text: str, on: date, agreed_by: Sequence[str], replaces: JointDecision | None = None
) -> JointDecision:
    """Record a decision. It is never changed; a later one may replace it, once."""
    if not permissions.may_coordinate(by):
        raise NotAllowed(by.by, "record joint decisions")
    parties = [clean_text(name, "agreed_by", MOST_NAME) for name in agreed_by]
    parties = list(dict.fromkeys(name for name in parties if name))
    words = {"title": clean_text(title, "title", 200), "text": clean_text(text, "text", 4000)}
    for name, written in words.items():
        if not written:
            raise Refused("missing", f"Write the {name}.", field=name)
    if not 1 <= len(parties) <= MOST_PARTIES:
        raise Refused("missing" if not parties else "too-many", "Write who agreed, one a line.", field="agreed_by")
    if on > timezone.localdate():
        raise Refused("future", "The day has not come yet.", field="on")
    if replaces is not None:
        must_be_open(replaces, on)
    decision = JointDecision.objects.create(**words, on=on, agreed_by=parties, replaces=replaces)
    write_log(
        by=by, action="record_joint_decision", subject=decision.pk, on=on.isoformat(),
        before=str(replaces.pk) if replaces else None,
    )  # fmt: skip
    return decision


def must_be_open(replaced: JointDecision, on: date) -> None:
    """A decision is replaced once, by a later one."""
    replaced = JointDecision.objects.select_for_update().get(pk=replaced.pk)
    if replaced.replaced_by.exists():
        raise Refused("replaced-already", "A later decision has replaced it already.", field="replaces")
    if on < replaced.on:
        raise Refused("before-latest", f"The decision it replaces is of {replaced.on}.", field="on")
