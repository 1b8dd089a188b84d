"""A body's own plan: begun from what is asked of it, adopted by decision, reported on; and the measures of any plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import clean_text, clean_url
from dugnad.records import permissions
from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.log import write_log
from dugnad.records.actions.plan_reading import read_plan
from dugnad.records.actions.plan_version import keep_version
from dugnad.records.models.decisions import Decision
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Goal, Measure, Plan
from dugnad.records.models.register import Body

State = Plan.State
MOST_MEASURES = 200
MOST_TITLE, MOST_TEXT, MOST_OWNER = 200, 2000, 160
REPORTABLE = frozenset(set(Measure.State) - {Measure.State.NOT_REPORTED})
COPIED = (
    "key", "title", "text", "owner", "audience", "deadline", "indicator", "target", "is_ceiling", "state",
    "evidence_url", "evidence", "deviation", "source",
)  # fmt: skip
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants a measure to say."""

    title: Texts
    text: Texts = field(default_factory=dict)
    owner: str = ""
    deadline: date | None = None
    indicator: str = ""
    target: float | None = None
    is_ceiling: bool = False
    audience: Sequence[str] = ()
    goal: Goal | None = None


@transaction.atomic
def start_plan(*, by: Person, body: Body) -> Plan:
    """The body's draft: the one that is there, else a copy of the plan in force, else an empty one."""
    must_be(permissions.may_prepare(by, body), by, f"prepare a plan for {body.key}")
    body = living(body)
    found = Plan.objects.filter(body=body, state=State.DRAFT).first()
    if found:
        return found
    former = Plan.objects.filter(body=body, state=State.IN_FORCE).first()
    draft = Plan.objects.create(body=body, owner=former.owner if former else "")
    for measure in former.measures.all() if former else ():
        Measure.objects.create(
            plan=draft,
            position=measure.position,
            owner_body_id=measure.owner_body_id,
            taken_from_id=measure.taken_from_id,
            **{name: getattr(measure, name) for name in COPIED},
        )
    write_log(by=by, action="start_plan", subject=draft.pk, body=body, copied=former is not None)
    return draft


@transaction.atomic
def take_over(
    *, by: Person, plan: Plan, measures: Sequence[Measure], owner: str = "", deadline: date | None = None
) -> int:
    """Take national measures that are meant for the body into its draft; those already there are left as they are.

    `owner` and `deadline` are set on all of them. Without a deadline, the measure's own stands where it is still ahead.
    """
    body = body_of(plan)
    must_be(permissions.may_prepare(by, body), by, f"change the plan of {body.key}")
    plan = locked(plan, State.DRAFT)
    owner = clean_text(owner, "owner", MOST_OWNER)
    there = set(plan.measures.exclude(taken_from=None).values_list("taken_from_id", flat=True))
    new = [measure for measure in measures if measure.pk not in there]
    if any(not is_meant_for(measure, body) for measure in new):
        raise Refused("not-meant", "A measure is not meant for this body, or its plan is not in force.")
    must_have_room(plan, len(new))
    position = last_position(plan)
    today = timezone.localdate()
    for number, measure in enumerate(new, 1):
        own = measure.deadline if measure.deadline and measure.deadline > today else None
        Measure.objects.create(
            plan=plan,
            key=measure.key,
            position=position + number,
            title=measure.title,
            text=measure.text,
            owner=owner,
            deadline=deadline or own,
            indicator=measure.indicator,
            target=measure.target,
            is_ceiling=measure.is_ceiling,
            taken_from=measure,
            source=measure.source,
        )
    if new:
        write_log(by=by, action="take_over", subject=plan.pk, body=body, after=[str(one.pk) for one in new])
    return len(new)


def is_meant_for(measure: Measure, body: Body) -> bool:
    """Is it a measure of a national plan in force, for bodies such as this one?"""
    plan = measure.plan
    is_national = plan.body_id is None and plan.state == State.IN_FORCE
    return is_national and bool({body.obligation_class, body.kind} & set(measure.audience))


@transaction.atomic
def add_measure(*, by: Person, plan: Plan, wanted: Wanted, note: str = "") -> Measure:
    """A measure at the end of the plan."""
    plan, note = changeable(by, plan, note)
    must_have_room(plan, 1)
    measure = Measure(plan=plan, position=last_position(plan) + 1)
    write(measure, wanted)
    measure.save(force_insert=True)
    write_log(by=by, action="add_measure", subject=measure.pk, body=plan.body, after=logged(measure))
    republish(plan, note)
    return measure


@transaction.atomic
def change_measure(*, by: Person, measure: Measure, seen: str, wanted: Wanted, note: str = "") -> Measure:
    """Change what a measure says, unless somebody else has changed it since it was `seen` (see `stamp`)."""
    plan, note = changeable(by, measure.plan, note)
    measure = locked_measure(measure, seen)
    before = logged(measure)
    write(measure, wanted)
    measure.save()
    write_log(by=by, action="change_measure", subject=measure.pk, body=plan.body, before=before, after=logged(measure))
    republish(plan, note)
    return measure


@transaction.atomic
def move_measure(*, by: Person, measure: Measure, is_up: bool) -> None:
    """Let it change place with its neighbour; the first stays first."""
    plan, _ = changeable(by, measure.plan, "-")
    ordered = list(plan.measures.all())
    here = [one.pk for one in ordered].index(measure.pk)
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(ordered):
        return
    ordered[here], ordered[there] = ordered[there], ordered[here]
    for position, one in enumerate(ordered, 1):
        one.position = position
    Measure.objects.bulk_update(ordered, ["position"])
    write_log(by=by, action="move_measure", subject=measure.pk, body=plan.body, after=there + 1)


@transaction.atomic
def remove_measure(*, by: Person, measure: Measure) -> None:
    """Take it out of a draft. What is in force is ended by its owner, never erased."""
    plan, _ = changeable(by, measure.plan, "-")
    locked(plan, State.DRAFT)
    write_log(by=by, action="remove_measure", subject=measure.pk, body=plan.body, before=logged(measure))
    measure.delete()


@transaction.atomic
def discard_draft(*, by: Person, plan: Plan) -> None:
    """Throw a body's draft away; the plan in force stays."""
    body = body_of(plan)
    must_be(permissions.may_prepare(by, body), by, f"discard the draft of {body.key}")
    plan = locked(plan, State.DRAFT)
    write_log(by=by, action="discard_draft", subject=plan.pk, body=body, before=plan.measures.count())
    plan.delete()


@transaction.atomic
def adopt_plan(
    *,
    by: Person,
    plan: Plan,
    decided_by: str,
    on: date,
    case_number: str = "",
    document_url: str = "",
    owner: str = "",
) -> Plan:
    """Put the draft in force by a recorded decision; the plan before it is ended and kept. `owner`: of the whole."""
    body = body_of(plan)
    must_be(permissions.may_record_decision(by, body), by, f"record a decision for {body.key}")
    living(body)
    plan = locked(plan, State.DRAFT)
    must_be_complete(plan)
    former = Plan.objects.select_for_update(of=("self",)).filter(body=body, state=State.IN_FORCE).first()
    if former and former.since and on < former.since:
        raise Refused("before-latest", f"The plan in force was adopted on {former.since}.", field="on")
    decision = record_decision(
        by=by, body=body, about=Decision.About.ADOPT_PLAN, decided_by=decided_by, on=on, case_number=case_number,
        document_url=document_url,
    )  # fmt: skip
    if former:
        former.state, former.until = State.ENDED, on
        former.save(update_fields=["state", "until", "changed_at"])
    plan.state, plan.since, plan.adopted = State.IN_FORCE, on, decision
    plan.owner = clean_text(owner, "owner", 120) or plan.owner
    plan.save()
    keep_version(plan)
    read_plan(plan, on=timezone.localdate())
    write_log(
        by=by, action="adopt_plan", subject=plan.pk, body=body, before=str(former.pk) if former else "",
        after=plan.measures.count(), on=on.isoformat(),
    )  # fmt: skip
    return plan


def must_be_complete(plan: Plan) -> None:
    """A plan has measures, and each of them somebody who answers for it and a day."""
    measures = list(plan.measures.all())
    if not measures:
        raise Refused("no-measures", "The plan has no measures. Take over or write at least one.")
    lacking = sum(not measure.owner or measure.deadline is None for measure in measures)
    if lacking:
        raise Refused("measures-incomplete", f"{lacking} measures lack an owner or a deadline.")


@transaction.atomic
def report_measure(
    *,
    by: Person,
    measure: Measure,
    seen: str,
    state: str,
    evidence: str = "",
    evidence_url: str = "",
    deviation: str = "",
) -> Measure:
    """Say how far a measure of a plan in force has come, what shows it, and why it is off its course."""
    must_be(permissions.may_report(by, measure), by, f"report on measure {measure.pk}")
    plan = locked(measure.plan, State.IN_FORCE)
    if plan.body:
        living(plan.body)
    measure = locked_measure(measure, seen)
    if state not in REPORTABLE:
        raise Refused("unknown", f"There is no state called {state!r}.", field="state")
    before = measure.state
    measure.state = state
    measure.evidence = clean_text(evidence, "evidence", MOST_TEXT)
    measure.evidence_url = clean_url(evidence_url, "evidence_url")
    measure.deviation = clean_text(deviation, "deviation", MOST_TEXT)
    if state == Measure.State.DROPPED and not measure.deviation:
        raise Refused("missing", "Write why the measure is dropped.", field="deviation")
    measure.save()
    write_log(
        by=by, action="report_measure", subject=measure.pk, body=plan.body, before={"state": before},
        after={"state": state, "is_explained": bool(measure.deviation)},
    )  # fmt: skip
    return measure


def write(measure: Measure, wanted: Wanted) -> None:
    """Put the words into the measure, cleaned."""
    measure.title = cleaned(wanted.title, "title", MOST_TITLE)
    if not measure.title:
        raise Refused("missing", "Write what is to be done.", field="title")
    measure.text = cleaned(wanted.text, "text", MOST_TEXT)
    measure.owner = clean_text(wanted.owner, "owner", MOST_OWNER)
    measure.owner_body = named_bodies([measure.owner]).get(measure.owner) if measure.plan.body_id is None else None
    measure.audience = list(wanted.audience)
    measure.deadline, measure.indicator = wanted.deadline, wanted.indicator
    measure.target = wanted.target if wanted.indicator else None
    measure.is_ceiling = wanted.is_ceiling and measure.target is not None
    if wanted.goal and wanted.goal.plan_id != measure.plan_id:
        raise Refused("unknown", "The goal belongs to another plan.", field="goal")
    measure.goal = wanted.goal


def cleaned(texts: Texts, name: str, most: int) -> dict[str, str]:
    """The languages in which something is written."""
    found = {language: clean_text(text, name, most) for language, text in texts.items()}
    return {language: text for language, text in found.items() if text}


def named_bodies(names: Sequence[str]) -> dict[str, Body]:
    """The living bodies of exactly these names."""
    wanted = {name for name in names if name}
    found = Body.objects.filter(name__in=wanted, until=None) if wanted else ()
    return {body.name: body for body in found}


def changeable(by: Person, plan: Plan, note: str) -> tuple[Plan, str]:
    """The plan, held for a change by somebody who may. What is in force nationally is changed with a note of why."""
    must_be(permissions.may_change_plan(by, plan), by, f"change the plan {plan.pk}")
    plan = Plan.objects.select_for_update(of=("self",)).select_related("body").get(pk=plan.pk)
    if plan.is_shipped:
        raise Refused("shipped", "This plan restates a published one; it is changed in content/plan/national.")
    if plan.state == State.DRAFT:
        return plan, ""
    if plan.body or plan.state == State.ENDED:
        raise Refused("not-a-draft", "The plan is no draft. Begin a new one.")
    note = clean_text(note, "note", 400)
    if not note:
        raise Refused("missing", "Write why the plan is changed.", field="note")
    return plan, note


def republish(plan: Plan, note: str) -> None:
    """A change of what is in force is a new version at once."""
    if plan.state == State.IN_FORCE:
        plan.save(update_fields=["changed_at"])
        keep_version(plan, note)


def logged(measure: Measure) -> dict[str, Any]:
    """What the log keeps of a measure: no free text."""
    return {
        "state": measure.state,
        "deadline": measure.deadline.isoformat() if measure.deadline else None,
        "indicator": measure.indicator,
        "target": measure.target,
    }


def stamp(measure: Measure) -> str:
    """What a form carries along, to notice that somebody else has changed the measure meanwhile."""
    return measure.changed_at.isoformat()


def locked_measure(measure: Measure, seen: str) -> Measure:
    """The measure as it is now, held; refused where it is another than the one that was seen."""
    found = Measure.objects.select_for_update(of=("self",)).select_related("plan__body").filter(pk=measure.pk).first()
    if found is None or stamp(found) != seen:
        raise Refused("changed-meanwhile", "Somebody else has changed the measure. Look at it and try again.")
    return found


def locked(plan: Plan, state: str) -> Plan:
    """The plan as it is now, held; refused where it is not in the state."""
    found = Plan.objects.select_for_update(of=("self",)).select_related("body").filter(pk=plan.pk).first()
    if found is None or found.state != state:
        code = "not-a-draft" if state == State.DRAFT else "not-in-force"
        raise Refused(code, f"The plan is not {state} any more.")
    return found


def must_be(allowed: bool, by: Person, what: str) -> None:
    """Go on only if it is allowed."""
    if not allowed:
        raise NotAllowed(by.by, what)


def body_of(plan: Plan) -> Body:
    """The body whose plan it is."""
    if plan.body is None:
        raise Refused("not-a-draft", "A national plan is published, not adopted.")
    return plan.body


def living(body: Body) -> Body:
    """The body, held; refused where it has ended."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    if body.until and body.until < timezone.localdate():
        raise Refused("body-ended", f"The body ended on {body.until}; its plans are kept as they were.")
    return body


def must_have_room(plan: Plan, more: int) -> None:
    """A plan that nobody can read is none."""
    if plan.measures.count() + more > MOST_MEASURES:
        raise Refused("too-many", f"A plan has at most {MOST_MEASURES} measures.")


def last_position(plan: Plan) -> int:
    """Where the last measure stands."""
    return plan.measures.aggregate(last=Max("position"))["last"] or 0
