"""Reading a file of the register on the site: uploaded, previewed by the worker, applied when a person says so."""

from __future__ import annotations

import shutil
import time
import traceback
from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dugnad.errors import DugnadError, Refused, RegisterError
from dugnad.records.actions.log import write_log
from dugnad.records.actions.matching import write_register_table
from dugnad.records.actions.register import compare_register, import_register, must_keep
from dugnad.records.models.people import Person
from dugnad.records.models.register import RegisterImport
from dugnad.register.difference import Difference

State = RegisterImport.State
WORKER = "worker"
SHOWN = 200
"""Changes kept for the page; the command line shows all."""
ORDER = ("ended", "changed", "numbered", "new", "sub-unit")
"""What is shown first: that which touches bodies people know."""
SECONDS_BETWEEN_NOTES = 0.5


def start_register_import(*, by: Person, file: File[bytes]) -> RegisterImport:
    """Keep the file and have the worker find out what it would change."""
    must_keep(by)
    if not file.size:
        raise Refused("empty", "The file is empty. Choose Enhetsregisteret's file or a table of ours.", field="file")
    job = RegisterImport(name=Path(file.name or "register").name[:200], by=by.by)
    path = Path(settings.VAR) / "uploads" / str(job.pk) / "register"
    path.parent.mkdir(parents=True)
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)
    job.path, job.sha256, job.total = str(path), digest(path), path.stat().st_size
    with transaction.atomic():
        job.save(force_insert=True)
        write_log(by=by, action="start_register_import", subject=job.pk, name=job.name, sha256=job.sha256)
        preview_register_import.enqueue(str(job.pk))
    return job


def apply_register_import(*, by: Person, job: RegisterImport) -> RegisterImport:
    """Have the worker take in what was previewed."""
    must_keep(by)
    with transaction.atomic():
        waiting = RegisterImport.objects.filter(pk=job.pk, state=State.PREVIEWED)
        if not waiting.update(state=State.APPLYING, done=0):
            raise Refused("not-previewed", "This import is not waiting to be applied.")
        write_log(by=by, action="apply_register_import", subject=job.pk)
        run_register_import.enqueue(str(job.pk), by.by)
    job.refresh_from_db()
    return job


def drop_register_import(*, by: Person, job: RegisterImport) -> None:
    """Give the import up before it is applied; the file is removed."""
    must_keep(by)
    with transaction.atomic():
        if not RegisterImport.objects.filter(pk=job.pk, state=State.PREVIEWED).delete()[0]:
            raise Refused("not-previewed", "This import is not waiting to be applied.")
        write_log(by=by, action="drop_register_import", subject=job.pk, name=job.name)
    drop_file(job)


def digest(path: Path) -> str:
    """The file's checksum."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


@task()
def preview_register_import(job_id: str) -> None:
    """What the worker does first: find out what would change."""
    job = RegisterImport.objects.filter(pk=job_id, state=State.WAITING).first()
    if job is not None:
        guarded(job, State.PREVIEWED, lambda: compare_register(Path(job.path), ProgressNotes(job)))


@task()
def run_register_import(job_id: str, by: str) -> None:
    """What the worker does when a person has said so: change the register."""
    job = RegisterImport.objects.filter(pk=job_id, state=State.APPLYING).first()
    if job is not None:
        guarded(job, State.APPLIED, lambda: applied(job, by))


def applied(job: RegisterImport, by: str) -> Difference:
    """Take the file in; it must be the one that was previewed."""
    path = Path(job.path)
    if not path.exists() or digest(path) != job.sha256:
        problem = "The uploaded file is gone or has changed."
        raise RegisterError(job.name, "", problem, "Upload it again.", "changed")
    found = import_register(by=by, path=path, name=job.name, on_progress=ProgressNotes(job))
    write_register_table()
    return found


def guarded(job: RegisterImport, state: State, work: Callable[[], Difference]) -> None:
    """Do the work; what goes wrong is kept for the person who asked, and the worker survives."""
    try:
        found = work()
    except RegisterError as error:
        fail(job, str(error), code=error.code, place=error.place)
    except DugnadError as error:
        fail(job, str(error))
    except Exception as error:  # noqa: BLE001 - the worker survives; the trace is kept with the problem
        problem = f"The import stopped ({type(error).__name__}). The register is as it was before."
        fail(job, f"{problem}\n{traceback.format_exc()}", code="stopped")
    else:
        finish(job, state, found)


def finish(job: RegisterImport, state: State, found: Difference) -> None:
    """Keep the counts and the first changes."""
    job.state, job.finished_at = state, timezone.now()
    job.counts = found.counts() | {"places": found.places}
    job.preview = previewed(found)
    job.done = job.total
    with transaction.atomic():
        job.save(update_fields=["state", "counts", "preview", "finished_at", "done"])
        write_log(by=WORKER, action=f"register_import_{state.value}", subject=job.pk)
    if state == State.APPLIED:
        drop_file(job)


def previewed(found: Difference) -> list[dict[str, object]]:
    """The first changes and all that a person should look at, without post addresses."""
    changes: list[dict[str, object]] = [
        {
            "what": change.what,
            "orgnr": change.orgnr,
            "name": change.name,
            "fields": [
                {"name": name, "before": change.before.get(name), "after": value}
                for name, value in change.after.items()
                if name not in ("email", "parent", "class_reason")
            ],
            "why": change.why,
        }
        for change in sorted(found.changes, key=lambda change: ORDER.index(change.what))[:SHOWN]
    ]
    return changes + [{"what": "remark", **remark} for remark in found.remarks[:SHOWN]]


def fail(job: RegisterImport, problem: str, *, code: str = "unreadable", place: str = "") -> None:
    """Nothing was taken in; the file is not needed any more. The code and the place are what the page tells."""
    job.state, job.problem, job.finished_at = State.FAILED, problem[:4000], timezone.now()
    job.counts = job.counts | {"fault": code, "fault_place": place}
    with transaction.atomic():
        job.save(update_fields=["state", "problem", "counts", "finished_at"])
        write_log(
            by=WORKER, action="fail_register_import", subject=job.pk, problem=problem.split("\n", maxsplit=1)[0][:300]
        )
    drop_file(job)


def drop_file(job: RegisterImport) -> None:
    """Remove the kept upload and its folder."""
    if job.path:
        shutil.rmtree(Path(job.path).parent, ignore_errors=True)


class ProgressNotes:
    """Called while the file is read; writes to the database only now and then, and never inside the import itself."""

    def __init__(self, job: RegisterImport) -> None:
        self.job, self.noted_at = job, 0.0

    def __call__(self, done: int, total: int) -> None:
        """Note how far the reading has come."""
        now = time.monotonic()
        if now - self.noted_at >= SECONDS_BETWEEN_NOTES and not transaction.get_connection().in_atomic_block:
            self.noted_at = now
            RegisterImport.objects.filter(pk=self.job.pk).update(done=done, total=total)


def resume_register_imports(*, by: str) -> int:
    """Queue again what was cut off: a preview changes nothing, and an import was done wholly or not at all."""
    jobs = list(RegisterImport.objects.filter(state__in=[State.WAITING, State.APPLYING]))
    for job in jobs:
        with transaction.atomic():
            write_log(by=by, action="resume_register_import", subject=job.pk)
            if job.state == State.WAITING:
                preview_register_import.enqueue(str(job.pk))
            else:
                run_register_import.enqueue(str(job.pk), job.by)
    return len(jobs)
