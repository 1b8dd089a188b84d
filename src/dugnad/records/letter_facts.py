"""What a letter tells about each body, read for many bodies at once: the same for a preview and for what is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from dugnad.errors import StoreError
from dugnad.monitor.results import Results, Row, open_results
from dugnad.plan.adhesion import standing
from dugnad.plan.letter import LANGUAGES, NOTHING, Addressee, Measured, asked_act, field_values, fill, is_done, one_line
from dugnad.plan.letter_words import thanks
from dugnad.plan.questions import load_questions
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Letter
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, ObligationClass
from dugnad.records.models.status import StatusReport

SHARE = "environment-weight-share"
ANSWERED = (StatusReport.State.SUBMITTED, StatusReport.State.APPROVED)


def addressees(bodies: Collection[Body], *, on: date, is_measured: bool = True) -> dict[UUID, Addressee]:
    """Each body as its letter tells it, in three questions to the database and one look at the figures."""
    keys = [body.pk for body in bodies]
    made: dict[UUID, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(body__in=keys):
        made[decision.body_id].append(decision)
    planned = set(Plan.objects.filter(body__in=keys, state=Plan.State.IN_FORCE).values_list("body", flat=True))
    open_year = load_questions().newest_year(on)
    has_said = Q(state__in=ANSWERED) | Q(published_at__isnull=False)
    reports = StatusReport.objects.filter(has_said, body__in=keys, year=open_year or on.year)
    answered = set(reports.values_list("body", flat=True))
    results = kept_results(Path(settings.STORE)) if is_measured else None
    return {
        body.pk: addressee(body, made[body.pk], results, has_plan=body.pk in planned, has_answered=body.pk in answered)
        for body in bodies
    }


def addressee(
    body: Body, newest_first: Iterable[Decision], results: Results | None, *, has_plan: bool, has_answered: bool
) -> Addressee:
    """One body."""
    state, decision = standing(body.obligation_class, newest_first)
    row = results.row(SHARE, "body", body.orgnr) if results and body.orgnr else None
    return Addressee(
        name=body.called(language_of(body)),
        obligation_class=body.obligation_class,
        measured=measured(row),
        adhesion=state,
        adhesion_on=decision.on if decision else None,
        has_plan=has_plan,
        has_answered=has_answered,
    )


def measured(row: Row | None) -> Measured | None:
    """The figure as the letter needs it."""
    if row is None:
        return None
    return Measured(numerator=row.numerator, denominator=row.denominator, coverage=row.coverage, value=row.value)


def kept_results(store: Path) -> Results | None:
    """The figures; none where nothing has been imported yet."""
    try:
        return open_results(store)
    except StoreError:
        return None


def language_of(body: Body) -> str:
    """The language its letters are written in."""
    return body.language if body.language in LANGUAGES else "nb"


def act_for(letter: Letter, body: Addressee) -> str:
    """The one thing that the letter asks of this body."""
    is_bound = body.obligation_class == ObligationClass.SHALL
    return asked_act(letter.act_shall if is_bound else letter.act_invited, body)


def has_done(act: str, body: Body, *, on: date) -> bool:
    """Has the body done by now what a letter asked of it?"""
    return is_done(act, addressees([body], on=on, is_measured=False)[body.pk])


def written(
    subject: dict[str, str],
    text: dict[str, str],
    *,
    body: Body,
    told: Addressee,
    act: str,
    letter: Letter,
    reply_by: date | None,
) -> tuple[str, str]:
    """The body's own subject and text; the link is still a field, which is filled when the letter goes."""  # fmt: skip
    language = language_of(body)
    if act == NOTHING:
        subject, text = thanks()["subject"], thanks()["text"]
    values = field_values(told, language=language, act=act, reply_by=reply_by, sender=letter.sender)
    return one_line(fill(subject[language], values))[:300], fill(text[language], values)
