"""Where help is needed in a county: each body with the reasons that hold, in the same few questions for any county."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dugnad.desk.needs import Ahead, Known, Need, Rules, load_needs, needs_of, rank
from dugnad.monitor.pictures.needs import Coming, Shown, shown_of
from dugnad.plan.questions import load_questions
from dugnad.records.acted import with_acts
from dugnad.records.models.decisions import Decision
from dugnad.records.models.desk import NATIONAL, ContactNote
from dugnad.records.models.letters import Act, Dispatch
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body, Kind, ObligationClass
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.decisions import adhesion_from
from dugnad.records.queries.register import bodies_of_county, living_bodies
from dugnad.records.queries.status import PUBLIC

PER_PAGE = 20
KINDS: dict[str, frozenset[str]] = {
    "municipality": frozenset({Kind.MUNICIPALITY, Kind.MUNICIPAL_ENTERPRISE, Kind.INTER_MUNICIPAL}),
    "county": frozenset({Kind.COUNTY}),
    "state": frozenset({Kind.MINISTRY, Kind.STATE_AGENCY, Kind.STATE_ENTERPRISE, Kind.HEALTH, Kind.GOVERNOR}),
    "other": frozenset({Kind.ASSOCIATION, Kind.OTHER}),
}
"""What a list of needs can be narrowed to."""
SHOWS = ("measured", "unmeasured")
COLUMNS = ("orgnr", "slug", "name", "kind", "obligation_class", "county", "is_demo")
"""All that a list tells of a body: a county may have a thousand of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; empty: not narrowed."""

    kind: str = ""
    reason: str = ""
    show: str = "measured"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One body with why it stands where it stands."""

    body: Body
    known: Known
    needs: tuple[Need, ...]

    @property
    def rank(self) -> int:
        """The order of the list, for the list alone."""
        return rank(self.needs)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPage:
    """One page of a county's bodies by need, and what it is a page of."""

    lines: tuple[Line, ...]
    count: int
    page: int
    pages: int
    bodies: int
    """All bodies of the county, of which the counts below are."""
    measured: int
    unmeasured: int
    """As narrowed by kind and reason."""
    reasons: dict[str, int]
    """How many bodies hold each reason."""
    kinds: dict[str, int]


def needs_in(county: str, store: Path, on: date, asked: Asked) -> NeedPage:
    """The page that was asked for; a page past the end is the last."""
    lines = county_lines(county, store, on)
    reasons = Counter(need.reason.key for line in lines for need in line.needs)
    fitting = [line for line in lines if fits(line, asked)]
    split = {
        "measured": [line for line in fitting if line.known.is_measured],
        "unmeasured": [line for line in fitting if not line.known.is_measured],
    }
    chosen = split[asked.show]
    pages = max(1, -(-len(chosen) // PER_PAGE))
    page = min(asked.page, pages)
    return NeedPage(
        lines=tuple(chosen[(page - 1) * PER_PAGE : page * PER_PAGE]),
        count=len(chosen),
        page=page,
        pages=pages,
        bodies=len(lines),
        measured=len(split["measured"]),
        unmeasured=len(split["unmeasured"]),
        reasons={key: reasons[key] for key in load_needs().reasons},
        kinds={name: sum(line.body.kind in kinds for line in lines) for name, kinds in KINDS.items()},
    )


def fits(line: Line, asked: Asked) -> bool:
    """Is it one of those asked for?"""
    is_kind = not asked.kind or line.body.kind in KINDS[asked.kind]
    return is_kind and (not asked.reason or any(need.reason.key == asked.reason for need in line.needs))


def county_lines(county: str, store: Path, on: date) -> list[Line]:
    """Every body that the plan concerns, most needs first, then by name."""
    among = living_bodies(on).filter(county="") if county == NATIONAL else bodies_of_county(county, on)
    among = among.exclude(obligation_class=ObligationClass.NONE)
    bodies = list(among.only(*COLUMNS).order_by("name", "pk"))
    rules = load_needs()
    known = known_of(bodies, among, county, store, on, rules)
    lines = [Line(body=body, known=known[body.pk], needs=needs_of(known[body.pk], rules, on)) for body in bodies]
    return sorted(lines, key=lambda line: -line.rank)


def known_of(
    bodies: Sequence[Body], among: QuerySet[Body], county: str, store: Path, on: date, rules: Rules
) -> dict[UUID, Known]:
    """What is known of each body: two questions to the notices' store and six to the records."""
    keys = among.order_by().values("pk")
    shown = shown_of(
        store, [body.orgnr for body in bodies if body.orgnr], on,
        years_before=rules.years_before, planned_days=rules.planned_days, open_days=rules.open_days,
    )  # fmt: skip
    nothing = Shown()
    adhesions, letters = adhered(bodies, keys), waiting_letters(keys)
    plans = set(Plan.objects.filter(body__in=keys, state=Plan.State.IN_FORCE).values_list("body", flat=True))
    year = load_questions().newest_year(on)
    told = set(StatusReport.objects.filter(PUBLIC, body__in=keys, year=year or 0).values_list("body", flat=True))
    promises, follow_ups = due_in(county, on)
    found = {}
    for body in bodies:
        seen = shown.get(body.orgnr or "", nothing)
        found[body.pk] = Known(
            obligation_class=body.obligation_class,
            lots=seen.lots,
            unread=seen.unread,
            possible=seen.possible,
            reasons_missing=seen.reasons_missing,
            ahead=ahead_of(seen.coming),
            letter_on=letters.get(body.pk),
            has_adhered=body.pk in adhesions,
            has_plan=body.pk in plans,
            status_year=year,
            has_status=body.pk in told,
            promises=tuple(promises.get(body.pk, ())),
            follow_ups=tuple(follow_ups.get(body.pk, ())),
        )
    return found


def ahead_of(coming: Sequence[Coming]) -> Ahead | None:
    """The purchases ahead in one; those without a value are counted, and never taken as small."""
    if not coming:
        return None
    largest = coming[0]
    return Ahead(
        count=len(coming),
        unpriced=sum(one.value is None for one in coming),
        value_nok=sum(one.value or 0 for one in coming),
        title=largest.title,
        notice_id=largest.notice_id,
        cpv=largest.cpv,
    )


def adhered(bodies: Sequence[Body], keys: QuerySet[Any, Any]) -> set[UUID]:
    """Those that have done what the plan asks first: joined, or confirmed."""
    classes = {body.pk: body.obligation_class for body in bodies}
    made: dict[UUID, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(body__in=keys).exclude(about=Decision.About.ADOPT_PLAN).defer("note"):
        made[decision.body_id].append(decision)
    return {key for key, decisions in made.items() if adhesion_from(classes[key], decisions).is_done}


def waiting_letters(keys: QuerySet[Any, Any]) -> dict[UUID, date]:
    """When the newest letter to each body was sent, where it asks for something and is neither answered nor done."""
    sent = Dispatch.objects.filter(body__in=keys, state=Dispatch.State.SENT, reminder=0)
    newest: dict[UUID, tuple[UUID, str, datetime | None, datetime | None]] = {}
    columns = ("body", "pk", "act", "sent_at", "replied_at")
    for body, *told in sent.order_by("-run__created_at").values_list(*columns):
        newest.setdefault(body, (told[0], told[1], told[2], told[3]))
    silent = {
        pk: (body, sent_at.date())
        for body, (pk, act, sent_at, replied_at) in newest.items()
        if act != Act.NOTHING and sent_at is not None and replied_at is None
    }
    undone = with_acts(Dispatch.objects.filter(pk__in=silent)).filter(done_at__isnull=True)
    return dict(silent[pk] for pk in undone.order_by().values_list("pk", flat=True))


def due_in(county: str, on: date) -> tuple[dict[UUID, list[date]], dict[UUID, list[date]]]:
    """By body: the days of the desk's promises and of follow-ups that are due and not done."""
    promises: dict[UUID, list[date]] = defaultdict(list)
    follow_ups: dict[UUID, list[date]] = defaultdict(list)
    rows = ContactNote.objects.filter(is_due(on), desk=county).order_by("on")
    columns = ("body", "promised_by", "kept_at", "follow_up_by", "followed_at")
    for body, promised_by, kept_at, follow_up_by, followed_at in rows.values_list(*columns):
        if promised_by and promised_by <= on and not kept_at:
            promises[body].append(promised_by)
        if follow_up_by and follow_up_by <= on and not followed_at:
            follow_ups[body].append(follow_up_by)
    return promises, follow_ups


def is_due(on: date) -> Q:
    """A contact of which something should have been done by now."""
    promised = Q(promised_by__lte=on, kept_at__isnull=True)
    return promised | Q(follow_up_by__lte=on, followed_at__isnull=True)
