"""What a person settles about buyers that no body was found for, and the table that matching reads all of it from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from dugnad.errors import DugnadError, Refused
from dugnad.notices import register as shipped
from dugnad.notices.overlay import write_overlay
from dugnad.records.actions.log import write_log
from dugnad.records.actions.register import BRREG, must_keep
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body, SettledBuyer, SubUnit

LONGEST_NAME, LONGEST_NUMBER = 300, 60
WORKER = "worker"
BATCH = 500
UNMATCHED_BY = frozenset({"email", "website", "language", "employees", "form", "sector", "class_reason"})
"""Fields that matching and figures do not look at."""


def settle_buyer(*, by: str | Person, name: str, numbers: list[str], body: Body | None) -> list[SettledBuyer]:
    """Say which body a buyer's name (with each number seen beside it) is; None: not a public body."""
    must_keep(by)
    if not name.strip() or len(name) > LONGEST_NAME or any(len(one) > LONGEST_NUMBER for one in numbers):
        raise Refused("bad-buyer", "This buyer cannot be settled: its name is empty or too long.")
    if body is not None and not body.orgnr:
        raise Refused("no-number", f"{body.name} has no organisation number yet. Import it first.", field="body")
    with transaction.atomic():
        settled = [
            SettledBuyer.objects.update_or_create(name_seen=name, number_seen=number, defaults={"body": body})[0]
            for number in numbers or [""]
        ]
        number = body.orgnr if body else None
        write_log(by=by, action="settle_buyer", subject=number or "not-public", body=body, after={"body": number})
    write_register_table()
    return settled


def unsettle_buyer(*, by: str | Person, settled: SettledBuyer) -> None:
    """Take back what was said: matching decides anew. The log keeps that it was said."""
    must_keep(by)
    number = settled.body.orgnr if settled.body else None
    with transaction.atomic():
        write_log(by=by, action="unsettle_buyer", subject=number or "not-public", body=settled.body,
                  before={"body": number})  # fmt: skip
        settled.delete()
    write_register_table()


def write_register_table() -> bool:
    """Write what differs from content to the store, where the readers of notices find it. Did it change?"""
    return write_overlay(Path(settings.STORE), overlay_rows() if has_own_say() else ())


def has_own_say() -> bool:
    """Has anything been imported, changed or settled here? Asked before content is read: starting should be fast."""
    told = (Body.objects.exclude(origins={}), SubUnit.objects.filter(source=BRREG), SettledBuyer.objects.all())
    return any(rows.exists() for rows in told)


def overlay_rows() -> Iterator[dict[str, str]]:
    """Bodies that were imported or changed, sub-units that were imported, settled buyers."""
    yield from body_rows()
    for unit in SubUnit.objects.filter(source=BRREG).exclude(body__orgnr=None).select_related("body"):
        yield {"row": "sub-unit", "orgnr": unit.orgnr, "body_orgnr": unit.body.orgnr or "", "name": unit.name}
    for one in SettledBuyer.objects.select_related("body"):
        number = (one.body.orgnr or "") if one.body else ""
        yield {"row": "settled", "name_seen": one.name_seen, "number_seen": one.number_seen, "body_orgnr": number}


def body_rows() -> Iterator[dict[str, str]]:
    """The bodies that content does not have just so."""
    register = shipped.load_register()
    nameless = {(body.kind, body.name) for body in register.without_number}
    for body in differing(register):
        successors = [one.orgnr for one in body.successors.all() if one.orgnr]
        was = next((name for name in (body.name, *body.also) if (body.kind, name) in nameless), "")
        yield {
            "row": "body",
            "orgnr": body.orgnr or "",
            "was": "" if body.orgnr in register.by_number else was,
            "name": body.name,
            "name_nn": body.name_nn,
            "name_en": body.name_en,
            "also": "|".join(body.also),
            "kind": body.kind,
            "obligation_class": body.obligation_class,
            "parent_orgnr": (body.parent.orgnr or "") if body.parent else "",
            "municipality": body.municipality,
            "county": body.county,
            "since": body.since.isoformat() if body.since else "",
            "until": body.until.isoformat() if body.until else "",
            "successor_orgnr": successors[0] if len(successors) == 1 else "",
            "source": body.source,
            "is_demo": "true" if body.is_demo else "",
        }


def differing(register: shipped.Register) -> Iterator[Body]:
    """Bodies that content lacks, and those with a changed field that matching or figures look at."""
    known = register.by_number
    keys = [
        key
        for key, orgnr, origins in Body.objects.order_by("pk").values_list("pk", "orgnr", "origins")
        if (orgnr and orgnr not in known) or not UNMATCHED_BY.issuperset(origins)
    ]
    found = Body.objects.order_by("pk").select_related("parent").prefetch_related("successors")
    for start in range(0, len(keys), BATCH):
        yield from found.filter(pk__in=keys[start : start + BATCH])


def read_notices_again(*, by: str | Person) -> bool:
    """Have the worker build the tables anew, so that what was settled counts in the figures. Was it queued now?"""
    must_keep(by)
    if is_reading_again():
        return False
    with transaction.atomic():
        write_log(by=by, action="read_notices_again", subject="register")
        rebuild_tables.enqueue()
    return True


def is_reading_again() -> bool:
    """Is the worker building the tables, or about to?"""
    waiting = DBTaskResult.objects.filter(task_path=rebuild_tables.module_path)
    return bool(waiting.filter(status__in=["READY", "NEW", "RUNNING"]).exists())


@task()
def rebuild_tables() -> None:
    """What the worker does: every table anew from what was imported."""
    from django.utils import timezone  # noqa: PLC0415

    from dugnad.monitor.update import read_again  # noqa: PLC0415 - the site need not load the readers

    try:
        read_again(Path(settings.STORE), at=timezone.now())
    except DugnadError as error:
        write_log(by=WORKER, action="fail_reading_again", subject="register", problem=str(error)[:300])
    else:
        write_log(by=WORKER, action="finish_reading_again", subject="register")
