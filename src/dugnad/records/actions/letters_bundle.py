"""The PDF bundle of a run: every letter as PDF/UA, with a manifest for post, journal and eFormidling."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dugnad.errors import DugnadError, NotAllowed, Refused
from dugnad.monitor.names import county_names
from dugnad.plan.as_pdf import pdf_paper
from dugnad.plan.letter_paper import letter_paper
from dugnad.records import permissions
from dugnad.records.actions.letters import WORKER, locked, note
from dugnad.records.models.letters import Dispatch, Run
from dugnad.records.models.people import Person
from dugnad.records.reply_link import reply_address
from dugnad.register.table import safe_cell

EFORMIDLING = "0192"
"""How eFormidling names a Norwegian organisation number (ISO 6523)."""
COLUMNS = (
    "file", "sha256", "bytes", "recipient", "orgnr", "county", "channel", "eformidling_receiver", "title", "date",
    "sender", "document_type", "direction", "case_reference", "language", "letter_id", "message_id",
)  # fmt: skip
NUMBER = {"nb": "Org.nr.", "nn": "Org.nr.", "en": "Org. no."}
LEFT_OUT = (Dispatch.State.LEFT_OUT,)
Bundle = Run.Bundle


def bundle_path(run_id: UUID) -> Path:
    """Where a run's bundle lies."""
    return Path(settings.VAR) / "letters" / f"{run_id}.zip"


def ask_for_bundle(*, by: Person, run: Run) -> None:
    """Put the bundle in the worker's queue."""
    if not permissions.may_send(by, run):
        raise NotAllowed(by.by, f"make the bundle of run {run.pk}")
    with transaction.atomic():
        run = locked(run)
        if run.bundle == Bundle.WAITING:
            raise Refused("asked-already", "The bundle is being made.")
        set_bundle(run, Bundle.WAITING)
        note(by, "ask_for_bundle", run, None, None)
        make_bundle.enqueue(str(run.pk))


def set_bundle(run: Run, state: Bundle) -> None:
    """How far the bundle has come."""
    run.bundle = state
    run.save(update_fields=["bundle"])


@task()
def make_bundle(run_id: str) -> None:
    """What the worker does: every letter set as PDF, the file written beside and moved into place when it is whole."""
    run = Run.objects.select_related("letter").get(pk=run_id)
    if run.bundle != Bundle.WAITING:
        return
    try:
        files = write_bundle(run, timezone.localdate())
    except (DugnadError, OSError) as error:
        with transaction.atomic():
            set_bundle(run, Bundle.FAILED)
            note(WORKER, "fail_bundle", run, None, None, problem=str(error)[:300])
        return
    with transaction.atomic():
        set_bundle(run, Bundle.MADE)
        note(WORKER, "make_bundle", run, None, None, files=files)


def write_bundle(run: Run, on: date) -> int:
    """Write the file and read it back; how many letters it holds."""
    path = bundle_path(run.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    lines: list[dict[str, Any]] = []
    with part.open("wb") as raw:
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
            for line, content in letters_of(run, on):
                bundle.writestr(line["file"], content)
                lines.append(line)
            bundle.writestr("manifest.csv", as_csv(lines))
            bundle.writestr("manifest.json", as_json(run, on, lines))
        raw.flush()
        os.fsync(raw.fileno())
    verify(part)
    part.replace(path)
    return len(lines)


def letters_of(run: Run, on: date) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each letter's line of the manifest and its PDF."""
    letters = run.dispatches.filter(reminder=0).exclude(state__in=LEFT_OUT)
    for number, letter in enumerate(letters.select_related("body").order_by("body__name", "pk").iterator(), 1):
        content = pdf_of(letter, run, on)
        yield line_of(letter, run, on, f"{number:04d}-{letter.body.orgnr or letter.body.slug}.pdf", content), content


def pdf_of(letter: Dispatch, run: Run, on: date) -> bytes:
    """The letter as a file that can be journalled and read aloud."""
    link = reply_address(letter.pk, letter.language)
    day = timezone.localdate(letter.sent_at) if letter.sent_at else on
    return pdf_paper(
        letter_paper(
            subject=letter.subject, text=letter.text, link=link, language=letter.language, sender=run.letter.sender,
            recipient=head_of(letter), on=day, reference=case_reference(run),
        )
    )  # fmt: skip


def head_of(letter: Dispatch) -> tuple[str, ...]:
    """Who the letter is to, so that no other of the same name gets it: name, organisation number, county."""
    body = letter.body
    number = f"{NUMBER[letter.language]} {body.orgnr[:3]} {body.orgnr[3:6]} {body.orgnr[6:]}" if body.orgnr else ""
    lines = (body.called(letter.language), number, county_names().get(body.county, ""))
    return tuple(line for line in lines if line)


def case_reference(run: Run) -> str:
    """The same for all letters of the run: what the journal keeps them together by."""
    return f"dugnad-{run.created_at:%Y}-{run.pk.hex[:8]}"


def line_of(letter: Dispatch, run: Run, on: date, file: str, content: bytes) -> dict[str, Any]:
    """What the journal needs to know of one letter."""
    orgnr = letter.body.orgnr or ""
    return {
        "file": file,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "recipient": letter.body.name,
        "orgnr": orgnr,
        "county": letter.body.county,
        "channel": letter.channel,
        "eformidling_receiver": f"{EFORMIDLING}:{orgnr}" if orgnr else "",
        "title": letter.subject,
        "date": (timezone.localdate(letter.sent_at) if letter.sent_at else on).isoformat(),
        "sender": run.letter.sender,
        "document_type": "brev",
        "direction": "U",
        "case_reference": case_reference(run),
        "language": letter.language,
        "letter_id": str(letter.pk),
        "message_id": letter.message_id,
    }


def as_csv(lines: list[dict[str, Any]]) -> str:
    """The manifest as a table that spreadsheets open, with no cell that they would run."""
    told = io.StringIO()
    table = csv.writer(told, delimiter=";", lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows([safe_cell(line[column]) for column in COLUMNS] for line in lines)
    return "\ufeff" + told.getvalue()


def as_json(run: Run, on: date, lines: list[dict[str, Any]]) -> str:
    """The manifest for programs."""
    told = {"run": str(run.pk), "made_on": on.isoformat(), "letters": len(lines), "files": lines}
    return json.dumps(told, ensure_ascii=False, indent=2)


def verify(path: Path) -> None:
    """Read the file back: every letter is there, and is what the manifest says."""
    with zipfile.ZipFile(path) as bundle:
        for line in json.loads(bundle.read("manifest.json"))["files"]:
            if hashlib.sha256(bundle.read(line["file"])).hexdigest() != line["sha256"]:
                raise DugnadError(f"{line['file']} in the bundle is not what was written. Make the bundle again.")


def resume_bundles(*, by: str) -> list[Run]:
    """Queue again what was being made when the worker was last stopped."""
    runs = list(Run.objects.filter(bundle=Bundle.WAITING).select_related("letter"))
    for run in runs:
        with transaction.atomic():
            note(by, "resume_bundle", run, None, None)
            make_bundle.enqueue(str(run.pk))
    return runs
