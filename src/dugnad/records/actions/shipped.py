"""The bodies that content ships, laid into the register: at the first start, and again when content changes."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from dugnad.content import content_path, read_csv
from dugnad.notices import register as shipped
from dugnad.records.actions.log import write_log
from dugnad.records.actions.register import BRREG, must_keep
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, SubUnit
from dugnad.register.rules import FILE, Rules, load_rules
from dugnad.register.spelling import free_slug

REGISTER, ACTION = "register", "load_register"
SUB_UNITS = f"{shipped.BODIES}/{shipped.SUB_UNITS}"


def content_hash() -> str:
    """One word for all files that the register is loaded from."""
    digest = hashlib.sha256()
    for path in [*shipped.body_files(), *map(content_path, (SUB_UNITS, f"{shipped.BODIES}/about.yaml", FILE))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_loaded() -> bool:
    """Was this very content loaded last time?"""
    last = LogEntry.objects.filter(subject=REGISTER, action=ACTION).first()
    return last is not None and last.details.get("content") == content_hash()


def load_shipped_register(*, by: str | Person) -> dict[str, int]:
    """Bring the shipped bodies in: new ones are made, fields that nobody changed follow content. Nothing is deleted."""
    must_keep(by)
    bodies = [*shipped.load_register().bodies, *shipped.load_register().without_number]
    with transaction.atomic():
        counts = load_bodies(sorted(bodies, key=lambda body: (body.until is not None, body.name)))
        counts["sub_units"] = load_sub_units()
        write_log(by=by, action=ACTION, subject=REGISTER, content=content_hash(), counts=counts)
    return counts


def load_bodies(bodies: list[shipped.Body]) -> dict[str, int]:
    """Make or update each body, then tie them together."""
    rules = load_rules()
    rows = list(Body.objects.order_by("pk"))
    by_number = {row.orgnr: row for row in rows if row.orgnr}
    nameless = Namesakes(rows, {body.orgnr for body in bodies if body.orgnr})
    taken = {row.slug for row in rows}
    new: list[Body] = []
    changed: list[Body] = []
    placed: list[tuple[shipped.Body, Body]] = []
    for body in bodies:
        row = by_number.get(body.orgnr or "") or nameless.taken_for(body)
        if row is None:
            row = Body(slug=free_slug(body.name, taken), **values_of(body, rules))
            taken.add(row.slug)
            new.append(row)
        elif follow(row, values_of(body, rules)):
            changed.append(row)
        placed.append((body, row))
    Body.objects.bulk_create(new)
    Body.objects.bulk_update(changed, [*LOADED, "changed_at"], batch_size=200)
    return {"new": len(new), "changed": len(changed), "linked": link(placed)}


class Namesakes:
    """Rows that content knows by name alone, or once did: each is one body's only."""

    def __init__(self, rows: list[Body], numbers: set[str]) -> None:
        self.rows: dict[tuple[str, str], list[Body]] = {}
        for row in rows:
            if row.orgnr not in numbers:
                self.rows.setdefault((row.kind, row.name), []).append(row)

    def taken_for(self, body: shipped.Body) -> Body | None:
        """The row of this name; one that has another number is somebody else."""
        found = self.rows.get((body.kind, body.name), [])
        fitting = [row for row in found if not (row.orgnr and body.orgnr)]
        fitting.sort(key=lambda row: row.until != body.until)
        if not fitting or (fitting[0].until is None) != (body.until is None):
            return None
        found.remove(fitting[0])
        return fitting[0]


LOADED = (
    "orgnr", "name", "name_nn", "name_en", "also", "kind", "obligation_class", "class_reason", "municipality", "county",
    "since", "until", "source", "is_demo",
)  # fmt: skip


def values_of(body: shipped.Body, rules: Rules) -> dict[str, Any]:
    """The body's fields as content gives them."""
    reason = f"{rules.text('kinds', body.kind)}. {rules.why(body.kind, body.obligation_class)}"
    return {
        "orgnr": body.orgnr,
        "name": body.name,
        "name_nn": body.name_nn,
        "name_en": body.name_en,
        "also": list(body.also),
        "kind": body.kind,
        "obligation_class": body.obligation_class,
        "class_reason": reason,
        "municipality": body.municipality or "",
        "county": body.county or "",
        "since": body.since,
        "until": body.until,
        "source": body.source[:120],
        "is_demo": body.is_demo,
    }


def follow(row: Body, values: dict[str, Any]) -> bool:
    """Set what differs and was not changed by an import or a person. A number is never taken away."""
    differing = {
        name: value
        for name, value in values.items()
        if name not in row.origins and getattr(row, name) != value and not (name == "orgnr" and not value)
    }
    for name, value in differing.items():
        setattr(row, name, value)
    if differing:
        row.changed_at = timezone.now()
    return bool(differing)


def link(placed: list[tuple[shipped.Body, Body]]) -> int:
    """Parents and successors, as content names them by number."""
    by_number = {row.orgnr: row for _, row in placed if row.orgnr}
    moved = []
    for body, row in placed:
        parent = by_number.get(body.parent_orgnr or "")
        if parent is not None and row.parent_id != parent.pk and "parent" not in row.origins:
            row.parent = parent
            moved.append(row)
    Body.objects.bulk_update(moved, ["parent"], batch_size=500)
    through = Body.successors.through
    pairs = [
        through(from_body_id=row.pk, to_body_id=by_number[body.successor_orgnr].pk)
        for body, row in placed
        if body.successor_orgnr in by_number and row.pk != by_number[body.successor_orgnr].pk
    ]
    through.objects.bulk_create(pairs, ignore_conflicts=True)
    return len(moved)


def load_sub_units() -> int:
    """Numbers of offices and earlier numbers; those that an import has placed stay."""
    bodies = dict(Body.objects.exclude(orgnr=None).values_list("orgnr", "pk"))
    imported = set(SubUnit.objects.filter(source=BRREG).values_list("orgnr", flat=True))
    rows = [
        SubUnit(
            orgnr=row["orgnr"],
            name=row["name"][:200],
            body_id=bodies[row["body_orgnr"]],
            reason=row["reason"][:300],
            source=row["source"][:120],
        )
        for row in read_csv(content_path(SUB_UNITS))
        if row["body_orgnr"] in bodies and row["orgnr"] not in imported
    ]
    SubUnit.objects.bulk_create(
        rows, update_conflicts=True, update_fields=["name", "body", "reason", "source"], unique_fields=["orgnr"]
    )
    return len(rows)
