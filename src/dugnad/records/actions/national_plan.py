"""The nation's plans: those that content restates, and those that the coordinator writes, publishes and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.given import clean_text
from dugnad.plan.national import NationalPlan, digest_of, load_national_plans, plan_files
from dugnad.plan.national_check import KEY, RESERVED
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.actions.plan import (
    MOST_TEXT,
    MOST_TITLE,
    Texts,
    changeable,
    cleaned,
    must_be,
    named_bodies,
    republish,
)
from dugnad.records.actions.plan_version import keep_version, snapshot, without_reports
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Goal, Measure, Plan, PlanVersion

State = Plan.State
MOST_KEY = 60
LEFT = "Not in the content any more."


def load_shipped_plans(*, by: str) -> int:
    """Bring the plans of the content into the records; how many are new or changed.

    Cheap where no file has changed: the files are hashed and compared with the last versions. What owners have reported
    stays. Owners that the register has come to know meanwhile are linked every time.
    """
    changed = 0
    if {digest_of(path) for path in plan_files()} != kept_digests():
        with transaction.atomic():
            changed = sum(load_plan(by=by, given=given) for given in load_national_plans())
    link_owners()
    end_shipped_plans(timezone.localdate())
    return changed


def kept_digests() -> set[str]:
    """The hashes of the files that the shipped plans' last versions were made of."""
    latest: dict[Any, str] = {}
    for version in PlanVersion.objects.filter(plan__is_shipped=True).order_by("number"):
        latest[version.plan_id] = version.content.get("digest", "")
    return set(latest.values())


def load_plan(*, by: str, given: NationalPlan) -> bool:
    """One plan; True where it is new or says something else than before. Idempotent."""
    plan = Plan.objects.select_for_update().filter(key=given.key).first()
    if plan is not None and not plan.is_shipped:
        raise Refused("key-taken", f"A plan written here has the key {given.key} of a plan in content/plan/national.")
    before = without_reports(snapshot(plan)) if plan else None
    plan = plan or Plan(key=given.key, is_shipped=True)
    plan.title, plan.lead, plan.owner = dict(given.title), dict(given.lead), given.owner
    plan.since, plan.until = given.since, given.until
    plan.source = {**given.source, "years_only": given.is_years_only, "kind": given.kind}
    plan.state = state_on(given, timezone.localdate())
    plan.save()
    write_goals_and_measures(plan, given)
    is_changed = before is None or without_reports(snapshot(plan)) != before
    keep_digest(plan, given.digest, is_changed=is_changed)
    if is_changed:
        write_log(by=by, action="load_plan", subject=plan.pk, key=plan.key, measures=len(given.measures))
    return is_changed


def state_on(given: NationalPlan, on: date) -> str:
    """In force from its first to its last day."""
    if given.until and given.until < on:
        return State.ENDED
    return State.IN_FORCE if given.since <= on else State.DRAFT


def keep_digest(plan: Plan, digest: str, *, is_changed: bool) -> None:
    """A new version where the plan says something new; else only note that the file was read."""
    if is_changed:
        keep_version(plan, digest=digest)
        return
    latest = plan.versions.first()
    if latest and latest.content.get("digest") != digest:
        latest.content["digest"] = digest  # a comment was changed: the words are the same
        latest.save(update_fields=["content"])


def write_goals_and_measures(plan: Plan, given: NationalPlan) -> None:
    """Bring goals and measures in line; goals are known by their key, measures too, so that links to them hold."""
    goals: dict[str, Goal] = {}
    there = {goal.source.get("key"): goal for goal in plan.goals.all()}
    for position, wanted in enumerate(given.goals, 1):
        goal = there.pop(wanted.key, None) or Goal(plan=plan)
        goal.position, goal.text = position, dict(wanted.text)
        goal.source = {**wanted.source, "key": wanted.key}
        goal.save()
        goals[wanted.key] = goal
    write_measures(plan, given, goals)
    Goal.objects.filter(pk__in=[goal.pk for goal in there.values()]).delete()


def write_measures(plan: Plan, given: NationalPlan, goals: dict[str, Goal]) -> None:
    """The measures; one that has left the content goes too, unless bodies have taken it over or it is reported on."""
    there = {measure.key: measure for measure in plan.measures.all()}
    owners = named_bodies([one.owner for one in given.measures])
    for position, wanted in enumerate(given.measures, 1):
        measure = there.pop(wanted.key, None) or Measure(plan=plan, key=wanted.key, state=wanted.state)
        measure.position, measure.goal = position, goals.get(wanted.goal)
        measure.title, measure.text = dict(wanted.title), dict(wanted.text)
        measure.owner, measure.owner_body = wanted.owner, owners.get(wanted.owner)
        measure.audience, measure.deadline = list(wanted.audience), wanted.deadline
        measure.indicator, measure.target, measure.is_ceiling = wanted.indicator, wanted.target, wanted.is_ceiling
        measure.source = {**wanted.source, **({"owner_then": wanted.owner_then} if wanted.owner_then else {})}
        measure.save()
    for measure in there.values():
        if measure.taken_over.exists() or measure.readings.exists():
            measure.state, measure.deviation = Measure.State.DROPPED, measure.deviation or LEFT
            measure.save(update_fields=["state", "deviation", "changed_at"])
        else:
            measure.delete()


def link_owners() -> None:
    """Owners by name that the register knows now, but did not when the plan was loaded."""
    unlinked = list(Measure.objects.filter(plan__is_shipped=True, owner_body=None).exclude(owner=""))
    owners = named_bodies([measure.owner for measure in unlinked])
    for measure in unlinked:
        if measure.owner in owners:
            Measure.objects.filter(pk=measure.pk).update(owner_body=owners[measure.owner])


def end_shipped_plans(on: date) -> int:
    """Plans of the content whose last day has passed since they were read."""
    return Plan.objects.filter(is_shipped=True, state=State.IN_FORCE, until__lt=on).update(state=State.ENDED)


@transaction.atomic
def create_plan(
    *,
    by: Person,
    key: str,
    title: Texts,
    lead: Texts,
    owner: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Plan:
    """A national plan of the coordinator's, as a draft that only the coordinator sees."""
    must_be(permissions.may_coordinate(by), by, "write national plans")
    key = clean_text(key, "key", MOST_KEY)
    if not KEY.fullmatch(key) or key in RESERVED:
        raise Refused("no-key", "Write the address with a-z, 0-9 and hyphens between them.", field="key")
    if Plan.objects.filter(key=key).exists():
        raise Refused("key-taken", f"There is a plan at the address {key} already.", field="key")
    plan = Plan(key=key)
    write_plan(plan, title=title, lead=lead, owner=owner, since=since, until=until)
    plan.save(force_insert=True)
    write_log(by=by, action="create_plan", subject=plan.pk, key=key)
    return plan


@transaction.atomic
def change_plan(
    *, by: Person, plan: Plan, seen: str, title: Texts, lead: Texts, owner: str = "", since: date | None = None,
    until: date | None = None, note: str = "",
) -> Plan:  # fmt: skip
    """Change what a plan is called, who answers for it and when it holds."""
    plan, note = changeable(by, national(plan), note)
    if plan.changed_at.isoformat() != seen:
        raise Refused("changed-meanwhile", "Somebody else has changed the plan. Look at it and try again.")
    write_plan(plan, title=title, lead=lead, owner=owner, since=since, until=until)
    plan.save()
    write_log(by=by, action="change_plan", subject=plan.pk, after=[str(plan.since or ""), str(plan.until or "")])
    republish(plan, note)
    return plan


def write_plan(plan: Plan, *, title: Texts, lead: Texts, owner: str, since: date | None, until: date | None) -> None:
    """Put the words into the plan, cleaned."""
    plan.title, plan.lead = cleaned(title, "title", MOST_TITLE), cleaned(lead, "lead", MOST_TEXT)
    if not plan.title:
        raise Refused("missing", "Write what the plan is called.", field="title")
    if since and until and until < since:
        raise Refused("ends-before", "The last day comes before the first.", field="until")
    plan.owner, plan.since, plan.until = clean_text(owner, "owner", 120), since, until


@transaction.atomic
def publish_plan(*, by: Person, plan: Plan, note: str = "") -> Plan:
    """Put a draft in force: from now on everybody reads it, and every change is a version."""
    plan, _ = changeable(by, national(plan), "-")
    if plan.state != State.DRAFT:
        raise Refused("not-a-draft", "The plan is published already.")
    if not plan.measures.exists():
        raise Refused("no-measures", "The plan has no measures. Write at least one.")
    plan.state, plan.since = State.IN_FORCE, plan.since or timezone.localdate()
    plan.save()
    keep_version(plan, clean_text(note, "note", 400))
    write_log(by=by, action="publish_plan", subject=plan.pk, key=plan.key, after=plan.measures.count())
    return plan


@transaction.atomic
def end_plan(*, by: Person, plan: Plan, on: date, note: str) -> Plan:
    """End a plan that was written here. It stays readable, and what bodies took over stays theirs."""
    plan, note = changeable(by, national(plan), note)
    if plan.state != State.IN_FORCE:
        raise Refused("not-in-force", "Only a plan in force can be ended.")
    if plan.since and on < plan.since:
        raise Refused("ends-before", "The last day comes before the first.", field="on")
    plan.state, plan.until = State.ENDED, on
    plan.save()
    keep_version(plan, note)
    write_log(by=by, action="end_plan", subject=plan.pk, key=plan.key, on=on.isoformat())
    return plan


@transaction.atomic
def drop_plan(*, by: Person, plan: Plan) -> None:
    """Throw a national draft away; what was ever published is ended, not dropped."""
    plan, _ = changeable(by, national(plan), "-")
    if plan.state != State.DRAFT or plan.versions.exists():
        raise Refused("not-a-draft", "The plan was published. End it instead.")
    write_log(by=by, action="drop_plan", subject=plan.pk, key=plan.key)
    plan.delete()


@transaction.atomic
def write_goal(*, by: Person, plan: Plan, text: Texts, goal: Goal | None = None, note: str = "") -> Goal:
    """A new goal at the end, or other words for one that is there."""
    plan, note = changeable(by, national(plan), note)
    if goal is not None and goal.plan_id != plan.pk:
        raise Refused("unknown", "The goal belongs to another plan.", field="goal")
    goal = goal or Goal(plan=plan, position=plan.goals.count() + 1)
    goal.text = cleaned(text, "text", MOST_TEXT)
    if not goal.text:
        raise Refused("missing", "Write the goal.", field="text")
    goal.save()
    write_log(by=by, action="write_goal", subject=goal.pk, plan=str(plan.pk))
    republish(plan, note)
    return goal


@transaction.atomic
def remove_goal(*, by: Person, goal: Goal, note: str = "") -> None:
    """Take a goal away; its measures stay, without a goal."""
    plan, note = changeable(by, national(goal.plan), note)
    write_log(by=by, action="remove_goal", subject=goal.pk, plan=str(plan.pk))
    goal.delete()
    republish(plan, note)


def national(plan: Plan) -> Plan:
    """The plan, where it is the nation's."""
    if plan.body_id is not None:
        raise NotAllowed("coordinator", "change a body's own plan")
    return plan
