"""Checks before publishing: who may, what is kept and for how long, what the worker does, what stands in the log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from check.made import tender
from dugnad.errors import DugnadError, NotAllowed
from dugnad.records.actions.checks import (
    delete_check,
    end_check,
    folder_of,
    forget_checks,
    resume_checks,
    run_check,
    start_check,
)
from dugnad.records.models.checks import CheckJob
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.checks import check_job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR, settings.MODE = tmp_path, "production"
    return tmp_path


def file(name: str = "grunnlag.txt", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, tender() if content is None else content)


def log() -> list[tuple[str, str]]:
    return [(entry.by, entry.action) for entry in LogEntry.objects.order_by("pk")]


def left(folder: Path) -> list[Path]:
    """The files that still lie on the disk."""
    return [path for path in folder.rglob("*") if path.is_file()]


def test_check_is_done_and_the_files_are_gone(installation: Path) -> None:
    job = start_check(by="visitor", files=[file("../../grunnlag.txt")])
    kept = [path.relative_to(installation).as_posix() for path in left(installation)]
    run_check.call(str(job.pk))

    job.refresh_from_db()

    assert (kept, job.names) == ([f"checks/{job.pk}/0"], ["grunnlag.txt"])
    assert (job.state, job.result["check"]["outcome"], left(installation)) == ("done", "MET_WEIGHT", [])
    assert log() == [("visitor", "start_check"), ("worker", "end_check")]


def test_file_that_cannot_be_read_fails_with_its_reason_and_is_gone(installation: Path) -> None:
    job = start_check(by="visitor", files=[file("bilde.png", b"\x89PNG\r\n\x1a\n1234")])
    run_check.call(str(job.pk))

    job.refresh_from_db()

    assert (job.state, "bilde.png" in job.problem, job.result, left(installation)) == ("failed", True, {}, [])


def test_log_never_holds_words_of_the_files() -> None:
    job = start_check(by="visitor", files=[file()])
    run_check.call(str(job.pk))

    told = " ".join(str(entry.details) for entry in LogEntry.objects.all())
    assert [word for word in ("Fjordvik", "grunnlag", "Klima") if word in told] == []


def test_only_whoever_asked_sees_and_deletes_the_check() -> None:
    job = start_check(by="visitor", files=[file()])

    with pytest.raises(NotAllowed):
        delete_check(by="stranger", job=job)

    assert [check_job(job.pk, by=who) for who in ("visitor", "stranger", "")] == [job, None, None]


def test_deleted_check_leaves_nothing(installation: Path) -> None:
    job = start_check(by="visitor", files=[file()])

    key = str(job.pk)
    delete_check(by="visitor", job=job)
    run_check.call(key)

    assert (CheckJob.objects.count(), left(installation)) == (0, [])


def test_report_is_forgotten_after_a_day(installation: Path) -> None:
    old, new = (start_check(by="visitor", files=[file()]) for _ in range(2))
    CheckJob.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(hours=25))

    count = forget_checks(by="worker")

    assert (count, [job.pk for job in CheckJob.objects.all()], folder_of(old).exists()) == (1, [new.pk], False)


def test_visitor_may_have_three_checks_waiting() -> None:
    for _ in range(3):
        start_check(by="visitor", files=[file()])

    with pytest.raises(DugnadError, match="Too many"):
        start_check(by="visitor", files=[file()])

    assert start_check(by="another", files=[file()]).state == "waiting"


def test_nobody_and_nothing_is_refused() -> None:
    with pytest.raises(NotAllowed):
        start_check(by="", files=[file()])
    with pytest.raises(DugnadError, match="No file"):
        start_check(by="visitor", files=[])


def test_check_that_was_cut_off_is_queued_again_and_one_without_files_says_so() -> None:
    cut, lost = (start_check(by="visitor", files=[file()]) for _ in range(2))
    CheckJob.objects.update(state="running")
    folder_of(lost).rename(folder_of(lost).with_name("away"))

    resume_checks(by="worker")

    states = {job.pk: (job.state, job.code) for job in CheckJob.objects.all()}
    assert states == {cut.pk: ("waiting", ""), lost.pk: ("failed", "files-gone")}


def test_end_of_a_deleted_check_changes_nothing() -> None:
    job = start_check(by="visitor", files=[file()])
    CheckJob.objects.all().delete()

    end_check(by="worker", job=job, result={"check": {}, "reports": {}, "documents": []})

    assert CheckJob.objects.count() == 0
