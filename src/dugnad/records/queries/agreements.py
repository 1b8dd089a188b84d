"""Joint framework agreements as pages, programs and /me/ read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from dugnad.desk.agreements import prefixes_of_group, warned_until
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from dugnad.records.permissions import PREPARE, desks_of, roles_of

TOLD = PREPARE | {RoleName.BUYER}
"""Who hears that an agreement ends: it is public, but theirs to renew."""
Rows = QuerySet[Agreement, Agreement]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAgreements:
    """What the list is narrowed by; empty: not at all."""

    county: str = ""
    group: str = ""
    when: str = ""
    """`ends`: within the first threshold; `ended`: over; else those in force."""


def agreements_asked(asked: AskedAgreements, on: date) -> Rows:
    """The public agreements that fit, those that end first on top; of those that are over, the last to end."""
    found = Agreement.objects.filter(is_draft=False).select_related("owner", "desk").prefetch_related("members")
    if asked.when == "ended":
        found = found.filter(until__lt=on).order_by("-until", "title", "pk")
    else:
        found = found.filter(until__gte=on).order_by("until", "title", "pk")
    if asked.when == "ends":
        found = found.filter(until__lte=warned_until(on))
    if asked.county:
        found = found.filter(in_county(asked.county))
    if asked.group:
        found = of_group(found, asked.group)
    return found


def in_county(county: str) -> Q:
    """Kept by the county's desk, run from the county, or with a member there."""
    bodies = Body.objects.filter(county=county)
    members = Agreement.members.through.objects.filter(body__in=bodies).values("agreement")
    return Q(desk=county) | Q(owner__county=county) | Q(pk__in=members)


def of_group(found: Rows, group: str) -> Rows:
    """The product group itself, or a CPV code that it owns."""
    wanted = Q(group=group)
    for prefix in prefixes_of_group(group):
        wanted |= Q(codes__contains=f'"{prefix}')
    return found.annotate(codes=Cast("cpv", TextField())).filter(wanted)


def agreement_of(agreement_id: UUID) -> Agreement | None:
    """The agreement, whoever may see it."""
    return Agreement.objects.select_related("owner", "desk").filter(pk=agreement_id).first()


def agreements_kept(person: Person | None) -> Rows:
    """Those that the person keeps, drafts among them."""
    bodies = [role.body_id for role in roles_of(person) if role.body_id and role.role in PREPARE]
    mine = Q(desk__in=desks_of(person)) | Q(owner__in=bodies)
    return Agreement.objects.filter(mine).select_related("owner", "desk").order_by("until", "title", "pk")


def agreements_of(body: Body, on: date) -> list[Agreement]:
    """The public agreements in force that the body runs or buys through."""
    rows = Agreement.objects.filter(Q(owner=body) | Q(members=body), is_draft=False, until__gte=on)
    return list(rows.select_related("owner").distinct().order_by("until", "title", "pk"))


def ending_for(person: Person, on: date) -> list[Agreement]:
    """Agreements that end soon, of own bodies and desks: those who buy plan the next one, others see that it is."""
    bodies = [role.body_id for role in roles_of(person) if role.body_id and role.role in TOLD]
    counties = desks_of(person)
    if not bodies and not counties:
        return []
    member = Agreement.members.through.objects.filter(body__in=bodies).values("agreement")
    mine = Q(desk__in=counties) | Q(owner__in=bodies) | Q(pk__in=member)
    rows = Agreement.objects.filter(mine, is_draft=False, until__gte=on, until__lte=warned_until(on))
    return list(rows.select_related("owner").order_by("until", "title", "pk"))


def agreement_row(row: Agreement, members: Iterable[Body]) -> dict[str, Any]:
    """What is public of an agreement; never a person."""
    return {
        "id": str(row.pk),
        "title": row.title,
        "owner": row.owner.key,
        "owner_name": row.owner.name,
        "cooperative": row.cooperative,
        "county": row.desk_id,
        "members": [body.key for body in members],
        "cpv": list(row.cpv),
        "group": row.group,
        "criteria": list(row.criteria),
        "since": row.since,
        "until": row.until,
        "longest_until": row.longest_until,
        "options": row.options,
        "suppliers": row.suppliers,
        "value_nok": row.value_nok,
        "notice": row.notice,
        "url": row.url,
        "remark": row.remark,
    }
