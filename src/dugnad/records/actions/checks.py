"""Checking files before publishing: asked for on the site, done by the worker in a bounded process, then forgotten."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from dugnad.check.bounded import check_bounded
from dugnad.errors import DugnadError, NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.models.checks import CheckJob

WORKER = "worker"
MOST_WAITING = 50
MOST_OWN = 3


def start_check(*, by: str, files: Sequence[File[bytes]], on: date | None = None) -> CheckJob:
    """Keep the files for the check alone, and put it in the worker's queue."""
    if not permissions.may_check(by):
        raise NotAllowed(by or "nobody", "check files without a session")
    if CheckJob.waiting().count() >= MOST_WAITING or CheckJob.waiting(by).count() >= MOST_OWN:
        raise DugnadError("Too many checks are waiting. Try again in some minutes.")
    if not files:
        raise DugnadError("No file was given. Choose a notice, tender documents, or both.")
    names = [Path(file.name or "file").name[:200] for file in files]
    job = CheckJob(names=names, by=by, on=on, total=len(names))
    keep_files(job, files)
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            write_log(by=by, action="start_check", subject=job.pk, files=len(names))
            run_check.enqueue(str(job.pk))
    except BaseException:
        drop_files(job)
        raise
    return job


def folder_of(job: CheckJob) -> Path:
    """Where the files lie while the check lasts, and nowhere else."""
    return Path(settings.VAR) / "checks" / str(job.pk)


def keep_files(job: CheckJob, files: Sequence[File[bytes]]) -> None:
    """Write the files under numbers: no name from outside reaches the disk."""
    folder = folder_of(job)
    folder.mkdir(parents=True, mode=0o700)
    for number, file in enumerate(files):
        with (folder / str(number)).open("wb") as kept:
            shutil.copyfileobj(file, kept)


def drop_files(job: CheckJob) -> None:
    """Remove the files."""
    shutil.rmtree(folder_of(job), ignore_errors=True)


@task()
def run_check(job_id: str) -> None:
    """What the worker does: the check in a bounded process; the files are removed however it ends."""
    forget_checks(by=WORKER)
    job = CheckJob.objects.filter(pk=job_id).first()
    if job is None or job.is_finished:
        return
    job.state = CheckJob.State.RUNNING
    job.save(update_fields=["state"])
    try:
        result = _checked(job)
    except Exception as error:  # noqa: BLE001 - the worker survives, and the visitor is told
        problem = f"The check stopped ({type(error).__name__}). Nothing was kept. Try again."
        result = {"error": problem, "code": "stopped"}
    finally:
        drop_files(job)
    end_check(by=WORKER, job=job, result=result)


def _checked(job: CheckJob) -> dict[str, Any]:
    folder = folder_of(job)
    files = [(name, (folder / str(number)).read_bytes()) for number, name in enumerate(job.names)]
    with tempfile.TemporaryDirectory(dir=folder) as own:
        return check_bounded(
            files,
            Path(own),
            on=job.on,
            version=version("dugnad"),
            made_on=timezone.localdate(),
            progress=lambda done, total: note_progress(job, done, total),
        )


def note_progress(job: CheckJob, done: int, total: int) -> None:
    """How many files are read. It is no deed, and not logged."""
    CheckJob.objects.filter(pk=job.pk).update(done=done, total=total)


def end_check(*, by: str, job: CheckJob, result: dict[str, Any]) -> None:
    """Keep the report, or why there is none. The log says that it was done, never what it said."""
    with transaction.atomic():
        if not CheckJob.objects.filter(pk=job.pk).exists():
            return  # deleted by the visitor while it ran
        job.state = CheckJob.State.FAILED if "error" in result else CheckJob.State.DONE
        job.problem, job.code = result.get("error", ""), result.get("code", "")
        job.result, job.finished_at = {} if "error" in result else result, timezone.now()
        job.done = job.total
        job.save(update_fields=["state", "problem", "code", "result", "finished_at", "done"])
        write_log(by=by, action="end_check", subject=job.pk, code=job.code)


def delete_check(*, by: str, job: CheckJob) -> None:
    """The visitor's own check is removed at once, report and all."""
    if not permissions.may_see_check(by, job):
        raise NotAllowed(by or "nobody", "delete this check")
    drop_files(job)
    with transaction.atomic():
        write_log(by=by, action="delete_check", subject=job.pk)
        job.delete()


def forget_checks(*, by: str) -> int:
    """Remove reports older than a day; how many went."""
    old = CheckJob.objects.filter(created_at__lt=timezone.now() - CheckJob.KEPT)
    jobs = list(old)
    for job in jobs:
        drop_files(job)
    with transaction.atomic():
        if jobs:
            CheckJob.objects.filter(pk__in=[job.pk for job in jobs]).delete()
            write_log(by=by, action="forget_checks", subject="checks", count=len(jobs))
    return len(jobs)


def resume_checks(*, by: str) -> list[CheckJob]:
    """Queue again what was running when the worker was last stopped; where its files are gone, say so."""
    forget_checks(by=by)
    jobs = list(CheckJob.waiting())
    for job in jobs:
        if not folder_of(job).is_dir():
            end_check(by=by, job=job, result={"error": "The files are gone. Send them again.", "code": "files-gone"})
        elif job.state == CheckJob.State.RUNNING:
            for left in folder_of(job).glob("tmp*"):
                shutil.rmtree(left, ignore_errors=True)
            with transaction.atomic():
                job.state, job.done = CheckJob.State.WAITING, 0
                job.save(update_fields=["state", "done"])
                write_log(by=by, action="resume_check", subject=job.pk)
                run_check.enqueue(str(job.pk))
    return jobs
