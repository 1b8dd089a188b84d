"""Recording what a body has decided: joining, withdrawing, confirming, adopting a plan."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.adhesion import standing
from dugnad.plan.decision_days import earliest_days
from dugnad.plan.given import clean_text, clean_url
from dugnad.records.actions.log import write_log
from dugnad.records.models.decisions import Decision
from dugnad.records.models.people import Person
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, ObligationClass
from dugnad.records.permissions import may_record_decision
from dugnad.records.resting import correctable

About = Decision.About
LETTER = "letter:"
BY_LETTER = frozenset({About.CONFIRM, About.JOIN})
JOINERS = frozenset({ObligationClass.INVITED, ObligationClass.SUPPORTER})


@transaction.atomic
def record_decision(
    *,
    by: Person | str,
    body: Body,
    about: str,
    decided_by: str,
    on: date,
    case_number: str = "",
    document_url: str = "",
    responsible: str = "",
    note: str = "",
    corrects: Decision | None = None,
) -> Decision:
    """Record a decision, by a person with a role in the body, or from the page of a letter: `by="letter:<id>"`.

    What comes from a letter is shown as told without signing in until the body's own people have confirmed it. Raises
    NotAllowed, and Refused with the field to mend.

    `corrects` is one that was recorded wrongly: it stays in the history and counts for nothing.
    """
    if about not in About.values:
        raise Refused("unknown", f"There is no decision called {about!r}.", field="about")
    must_be_allowed(by, body, About(about))
    body = Body.objects.select_for_update().get(pk=body.pk)  # two who decide at once stand in line
    decision = Decision(
        body=body,
        about=about,
        decided_by=named(decided_by, "decided_by"),
        on=on,
        case_number=clean_text(case_number, "case_number", 60, may_hold_numbers=True),
        document_url=clean_url(document_url, "document_url"),
        responsible=clean_text(responsible, "responsible", 120),
        note=clean_text(note, "note", 2000),
        came_by=Decision.CameBy.LETTER if isinstance(by, str) else Decision.CameBy.ACCOUNT,
        letter=by[:80] if isinstance(by, str) else "",
        recorded_by=by if isinstance(by, Person) else None,
    )
    must_fit_class(decision)
    must_fit_days(decision)
    if corrects is not None:
        decision.corrects = must_be_correctable(decision, corrects)
    before = must_follow(decision)
    if decision.recorded_by:
        stand_over(decision)
    decision.save(force_insert=True)
    if decision.corrects:
        put_right(decision, decision.corrects)
    action = "correct_decision" if decision.corrects else "record_decision"
    write_log(
        by=by, action=action, subject=decision.pk, body=body, before=before, after=decision.about,
        on=on.isoformat(), came_by=decision.came_by,
    )  # fmt: skip
    return decision


def must_be_allowed(by: Person | str, body: Body, about: Decision.About) -> None:
    """A person with a role in the body; without an account only a letter's page, and only receipts and joining."""
    if isinstance(by, Person):
        who, allowed = by.by, may_record_decision(by, body)
    else:
        who, allowed = by, by.startswith(LETTER) and about in BY_LETTER
    if not allowed:
        raise NotAllowed(who, f"record {about} for {body.key}")


def named(text: str, field: str) -> str:
    """A text that must be there."""
    cleaned = clean_text(text, field, 120)
    if not cleaned:
        raise Refused("missing", "Write who decided.", field=field)
    return cleaned


def must_fit_class(decision: Decision) -> None:
    """The state confirms, everybody else joins: nobody joins what it must follow anyway."""
    asked = decision.body.obligation_class
    if decision.about == About.CONFIRM and asked != ObligationClass.SHALL:
        raise Refused("not-asked", "Only bodies that shall follow up confirm. This body is invited to join.")
    if decision.about == About.CONFIRM and not decision.responsible:
        raise Refused("missing", "Write which position is responsible.", field="responsible")
    if decision.about in {About.JOIN, About.WITHDRAW} and asked not in JOINERS:
        raise Refused("not-asked", "Only invited bodies and supporters join. This body confirms, or is not asked.")


def must_fit_days(decision: Decision) -> None:
    """Decided while the body existed, not before there was a plan, and not in the future."""
    if decision.on > timezone.localdate():
        raise Refused("future", "The day has not come yet.", field="on")
    first = earliest_days()[decision.about]
    if decision.on < first:
        raise Refused("before-plan", f"There was nothing to decide on before {first}. Check the year.", field="on")
    if decision.body.since and decision.on < decision.body.since:
        raise Refused("before-body", f"The body exists since {decision.body.since}.", field="on")
    if decision.body.until and decision.on > decision.body.until:
        raise Refused("after-body", f"The body ended on {decision.body.until}.", field="on")


def must_follow(decision: Decision) -> str:
    """The body's state before; refused where the decision changes nothing or would come before one that stands."""
    body, about = decision.body, decision.about
    made = body.decisions.exclude(pk=decision.corrects_id) if decision.corrects_id else body.decisions.all()
    state, latest = standing(body.obligation_class, made)
    if about in {About.JOIN, About.WITHDRAW} and latest and latest.is_verified and decision.on < latest.on:
        raise Refused("before-latest", f"A later decision, of {latest.on}, is recorded already.", field="on")
    if about == About.JOIN and state == "joined" and (decision.letter or (latest and latest.is_verified)):
        raise Refused("joined-already", "The body has joined already.")
    if about == About.WITHDRAW and state != "joined":
        raise Refused("not-joined", "The body has not joined, so there is nothing to withdraw.")
    if about == About.CONFIRM and not decision.corrects and latest and is_same_receipt(decision, latest):
        raise Refused("confirmed-already", "This receipt is recorded already.")
    return state


def must_be_correctable(decision: Decision, wrong: Decision) -> Decision:
    """The wrong one, held: of the same kind, the body's own, and still what the body's state or plan rests on."""
    found = Decision.objects.select_for_update().filter(pk=wrong.pk, body=decision.body).first()
    if found is None or not isinstance(decision.recorded_by, Person) or found.about != decision.about:
        raise Refused("unknown", "There is no such decision to correct.")
    if found.pk not in correctable(decision.body):
        raise Refused("not-correctable", "Only a decision that still counts and is the latest can be corrected.")
    if found.about == About.ADOPT_PLAN:
        former = Plan.objects.filter(body=decision.body, state=Plan.State.ENDED).order_by("-until").first()
        if former and former.since and decision.on < former.since:
            raise Refused("before-latest", f"The plan before it was adopted on {former.since}.", field="on")
    return found


def put_right(decision: Decision, wrong: Decision) -> None:
    """The wrong one counts for nothing any more; a plan that rested on it rests on the right one."""
    Decision.objects.filter(pk=wrong.pk).update(is_rejected=True)
    if decision.about == About.ADOPT_PLAN:
        plans = Plan.objects.filter(body=decision.body)
        plans.filter(state=Plan.State.ENDED, until=wrong.on).update(until=decision.on)
        plans.filter(adopted=wrong).update(adopted=decision, since=decision.on)


def stand_over(decision: Decision) -> None:
    """What was told without signing in gives way to what the body's own people record of the same."""
    told = decision.body.decisions.filter(about=decision.about, came_by=Decision.CameBy.LETTER, settled_at=None)
    told.update(settled_at=timezone.now(), is_rejected=True)


def is_same_receipt(decision: Decision, latest: Decision) -> bool:
    """Says it anything new? A receipt by account stands over one without, whatever it says."""
    return decision.responsible == latest.responsible and (bool(decision.letter) or latest.is_verified)


@transaction.atomic
def settle_decision(*, by: Person, decision: Decision, is_ours: bool) -> Decision:
    """Confirm, or reject as not ours, what came from a letter's page without signing in. Once, and for good."""
    if not may_record_decision(by, decision.body):
        raise NotAllowed(by.by, f"settle a decision of {decision.body.key}")
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.came_by != Decision.CameBy.LETTER or decision.settled_at is not None:
        raise Refused("settled-already", "This decision is settled already.")
    decision.settled_at, decision.is_rejected = timezone.now(), not is_ours
    decision.save(update_fields=["settled_at", "is_rejected"])
    action = "confirm_decision" if is_ours else "reject_decision"
    write_log(by=by, action=action, subject=decision.pk, body=decision.body, before="announced", after=decision.about)
    return decision
