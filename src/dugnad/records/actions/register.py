"""Filling the register: the bodies that content ships, and files of Enhetsregisteret. Nothing is ever deleted.

A field that an import or a person has changed is marked in `Body.origins`; loading content leaves it be, and an import
leaves be what a person has said.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from dugnad.errors import DugnadError, NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, SubUnit
from dugnad.register.difference import Change, Difference, difference
from dugnad.register.known import IMPORT, Known, KnownBody
from dugnad.register.reading import read_entries
from dugnad.register.rules import load_rules
from dugnad.register.spelling import free_slug
from dugnad.register.stream import Progress

BRREG = "brreg"
"""The source of what an import brought in."""
BATCH = 1000
COMPARED = (
    "orgnr", "name", "name_nn", "name_en", "also", "kind", "obligation_class", "class_reason", "municipality", "county",
    "since", "until", "email", "website", "language", "employees", "form", "sector", "source", "is_demo",
)  # fmt: skip
DAYS = frozenset({"since", "until"})
LONGEST = {"class_reason": 400, "website": 300, "email": 254, "source": 120}
LONGEST_TEXT = 200
NEVER_LOGGED = frozenset({"email"})


def must_keep(by: str | Person) -> None:
    """A person must be allowed to keep the register; the command line and the worker are the house's own."""
    if isinstance(by, Person) and not permissions.may_keep_register(by):
        raise NotAllowed(by.by, "change the register; the coordinator and administrators may")


def known_register() -> Known:
    """The register as comparisons need it."""
    bodies = [
        KnownBody(
            key=str(row.pop("id")),
            orgnr=row["orgnr"] or "",
            slug=row.pop("slug"),
            origins=row.pop("origins"),
            values={
                "parent": str(row.pop("parent_id") or "") or None,
                **row,
                **{name: row[name].isoformat() if row[name] else None for name in DAYS},
            },
        )
        for row in Body.objects.order_by().values("id", "slug", "origins", "parent_id", *COMPARED)
    ]
    sub_units = {
        orgnr: (str(body), source == BRREG)
        for orgnr, body, source in SubUnit.objects.order_by().values_list("orgnr", "body_id", "source")
    }
    return Known(bodies, sub_units)


def compare_register(path: Path, on_progress: Progress | None = None) -> Difference:
    """What the file would change; nothing is written."""
    return difference(partial(read_entries, path, on_progress), known_register(), load_rules())


def import_register(
    *, by: str | Person, path: Path, name: str = "", on_progress: Progress | None = None, on: date | None = None
) -> Difference:
    """Read the file and change the register, all of it or nothing; what was done stands in the log."""
    must_keep(by)
    seen = fingerprint()
    found = compare_register(path, on_progress)
    try:
        with transaction.atomic():
            if fingerprint() != seen:  # somebody changed the register while the file was read
                found = compare_register(path)
            apply_difference(by=by, found=found, name=name or path.name)
    except IntegrityError as error:
        raise DugnadError(
            "The register was changed by another at the same time. Nothing was changed; try again."
        ) from error
    return found


def fingerprint() -> tuple[Any, ...]:
    """Changes whenever a body or a sub-unit does."""
    bodies = Body.objects.order_by().aggregate(count=Count("pk"), newest=Max("changed_at"))
    return bodies["count"], bodies["newest"], SubUnit.objects.count()


def apply_difference(*, by: str | Person, found: Difference, name: str) -> None:
    """Write every change, and a log line for the import and for each body."""
    bodies = create_bodies(found.changes)
    ids = {key: body.pk for key, body in bodies.items()}
    origins = dict(Body.objects.order_by().values_list("pk", "origins"))
    for change in found.changes:
        if change.what in ("changed", "ended", "numbered"):
            update_body(change, ids, origins[uuid.UUID(change.key)])
    write_sub_units(found.changes, ids)
    link_successors(found.changes, ids)
    write_log(by=by, action="import_register", subject="register", name=name[:200], counts=found.counts())
    LogEntry.objects.bulk_create(log_lines(by, found.changes, ids), batch_size=BATCH)


def create_bodies(changes: Iterable[Change]) -> dict[str, Body]:
    """New bodies by their key in the comparison; each row is new, so they are written together."""
    new = {change.key: change for change in changes if change.what == "new"}
    if not new:
        return {}
    taken = set(Body.objects.order_by().values_list("slug", flat=True))
    made: dict[str, Body] = {}
    for key, change in new.items():
        slug = free_slug(change.name, taken)
        taken.add(slug)
        values = {column: fitted(column, value) for column, value in change.after.items() if column != "parent"}
        origins = dict.fromkeys(change.after, IMPORT)
        made[key] = Body(**{"source": BRREG, **values}, slug=slug, origins=origins)
    ids = {key: body.pk for key, body in made.items()}
    for key, body in made.items():
        body.parent_id = id_of(new[key].after.get("parent"), ids)
    Body.objects.bulk_create(made.values(), batch_size=BATCH)
    return made


def update_body(change: Change, ids: dict[str, uuid.UUID], origins: dict[str, str]) -> None:
    """Set the fields that differ, and remember that an import did."""
    values = {column: fitted(column, value) for column, value in change.after.items() if column != "parent"}
    if "parent" in change.after:
        values["parent_id"] = id_of(change.after["parent"], ids)
    set_now = {column: IMPORT for column in change.after if column != "orgnr"}
    Body.objects.filter(pk=change.key).update(**values, origins=origins | set_now, changed_at=timezone.now())


def fitted(column: str, value: Any) -> Any:
    """The value as the column takes it."""
    if column in DAYS:
        return date.fromisoformat(value) if value else None
    if isinstance(value, str):
        return value[: LONGEST.get(column, LONGEST_TEXT)]
    return value


def id_of(key: str | None, ids: dict[str, uuid.UUID]) -> uuid.UUID | None:
    """The id behind a key: of a body made now, or known before."""
    if not key:
        return None
    return ids[key] if key in ids else uuid.UUID(key)


def write_sub_units(changes: Iterable[Change], ids: dict[str, uuid.UUID]) -> None:
    """Numbers that count for a body from now on."""
    rows = [
        SubUnit(
            orgnr=change.orgnr,
            name=change.name[:200],
            body_id=ids.get(change.body) or uuid.UUID(change.body),
            reason=change.why.get("nb", "")[:300],
            source=BRREG,
        )
        for change in changes
        if change.what == "sub-unit"
    ]
    SubUnit.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        update_fields=["name", "body", "reason", "source"],
        unique_fields=["orgnr"],
    )


def link_successors(changes: Iterable[Change], ids: dict[str, uuid.UUID]) -> None:
    """Who took over whom, where a table tells it."""
    told = {change.key: change.successors for change in changes if change.successors}
    if not told:
        return
    numbers = {number for several in told.values() for number in several}
    found = dict(Body.objects.filter(orgnr__in=numbers).values_list("orgnr", "pk"))
    through = Body.successors.through
    through.objects.bulk_create(
        [
            through(from_body_id=id_of(key, ids), to_body_id=found[number])
            for key, several in told.items()
            for number in several
            if number in found
        ],
        ignore_conflicts=True,
    )


def log_lines(by: str | Person, changes: Iterable[Change], ids: dict[str, uuid.UUID]) -> list[LogEntry]:
    """One line for each body that was changed; post addresses are left out."""
    who = by if isinstance(by, str) else by.by
    return [
        LogEntry(
            by=who,
            action=f"register_{change.what.replace('-', '_')}",
            subject=(change.orgnr or change.key)[:120],
            details={"why": change.why.get("nb", "")},
            body=str(id_of(change.body if change.what == "sub-unit" else change.key, ids)),
            before=logged(change.before) if change.what != "new" else None,
            after=logged(change.after),
        )
        for change in changes
    ]


def logged(values: dict[str, Any]) -> dict[str, Any]:
    """Fields as the log may hold them."""
    return {name: value for name, value in values.items() if name not in NEVER_LOGGED}
