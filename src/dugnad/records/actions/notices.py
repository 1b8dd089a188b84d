"""Taking uploaded notices into the store: asked for on the site, done by the worker."""

from __future__ import annotations

import shutil
import time
import traceback
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dugnad.errors import DugnadError, NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.models.notices import ImportJob

WORKER = "worker"
SECONDS_BETWEEN_NOTES = 0.5


def start_import(*, by: str, file: File[bytes]) -> ImportJob:
    """Keep the uploaded file and put its import in the worker's queue."""
    if not permissions.may_upload(by):
        raise NotAllowed(by or "nobody", "upload notices here; it is open only in a body's own installation")
    if not file.size:
        raise DugnadError(f"{file.name}: the file is empty. Choose a file with notices in it.")
    job = ImportJob(name=Path(file.name or "upload").name[:200], size_bytes=file.size, by=by)
    job.path = str(keep_upload(job, file))
    with transaction.atomic():
        job.save(force_insert=True)
        write_log(by=by, action="start_import", subject=job.pk, name=job.name, size_bytes=job.size_bytes)
        run_import.enqueue(str(job.pk))
    return job


def keep_upload(job: ImportJob, file: File[bytes]) -> Path:
    """Write the upload to a folder of its own, under the name it came with (which problem rows then name)."""
    path = Path(settings.VAR) / "uploads" / str(job.pk) / job.name
    path.parent.mkdir(parents=True)
    with path.open("wb") as kept:
        shutil.copyfileobj(file, kept)
    return path


@task()
def run_import(job_id: str) -> None:
    """What the worker does: import the file, noting how far it has come and how it ended."""
    from dugnad.monitor.update import import_and_measure  # noqa: PLC0415 - the site need not load the readers

    job = ImportJob.objects.get(pk=job_id)
    if job.is_finished:
        return
    begin_import(by=WORKER, job=job)
    try:
        summary = import_and_measure(
            [str(job.path)], store=Path(settings.STORE), at=timezone.now(), on_progress=ProgressNotes(job)
        )
    except DugnadError as error:
        fail_import(by=WORKER, job=job, problem=str(error))
    except Exception as error:  # noqa: BLE001 - the worker survives; the trace is kept with the job
        problem = f"The import stopped ({type(error).__name__}). The store is as it was before."
        fail_import(by=WORKER, job=job, problem=problem, trace=traceback.format_exc())
    else:
        finish_import(by=WORKER, job=job, summary=summary.as_dict())


class ProgressNotes:
    """Called for every file read; writes to the database only now and then."""

    def __init__(self, job: ImportJob) -> None:
        self.job, self.noted_at = job, 0.0

    def __call__(self, done: int, total: int) -> None:
        """Note how far the import has come."""
        now = time.monotonic()
        if done == total or now - self.noted_at >= SECONDS_BETWEEN_NOTES:
            self.noted_at = now
            record_progress(job=self.job, done=done, total=total)


def begin_import(*, by: str, job: ImportJob) -> None:
    """The worker has taken the job."""
    with transaction.atomic():
        job.state, job.started_at = ImportJob.State.RUNNING, timezone.now()
        job.save(update_fields=["state", "started_at"])
        write_log(by=by, action="begin_import", subject=job.pk)


def record_progress(*, job: ImportJob, done: int, total: int) -> None:
    """How many files it has read. Twice a second is no deed: it is not logged."""
    job.done, job.total = done, total
    job.save(update_fields=["done", "total"])


def finish_import(*, by: str, job: ImportJob, summary: dict[str, Any]) -> None:
    """The notices are in the store; the upload is no longer needed."""
    with transaction.atomic():
        job.state, job.summary, job.finished_at = ImportJob.State.DONE, summary, timezone.now()
        job.done = job.total = summary["files"]
        job.save(update_fields=["state", "summary", "finished_at", "done", "total"])
        write_log(by=by, action="finish_import", subject=job.pk)
    drop_upload(job)


def fail_import(*, by: str, job: ImportJob, problem: str, trace: str = "") -> None:
    """Nothing was taken in; the reason is kept for the person who asked."""
    with transaction.atomic():
        job.state, job.finished_at = ImportJob.State.FAILED, timezone.now()
        job.problem, job.traceback = problem, trace
        job.save(update_fields=["state", "finished_at", "problem", "traceback"])
        write_log(by=by, action="fail_import", subject=job.pk, problem=problem)
    drop_upload(job)


def drop_upload(job: ImportJob) -> None:
    """Remove the kept upload and its folder."""
    shutil.rmtree(Path(job.path).parent, ignore_errors=True)


def resume_imports(*, by: str) -> list[ImportJob]:
    """Queue again what was running when the worker was last stopped: an import may be repeated at any time."""
    jobs = list(ImportJob.objects.filter(state=ImportJob.State.RUNNING))
    for job in jobs:
        with transaction.atomic():
            job.state, job.done = ImportJob.State.WAITING, 0
            job.save(update_fields=["state", "done"])
            write_log(by=by, action="resume_import", subject=job.pk)
            run_import.enqueue(str(job.pk))
    return jobs
