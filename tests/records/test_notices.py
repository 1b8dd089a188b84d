"""Uploaded notices: who may, what is kept, what the worker does, and what stands in the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from dugnad.eforms.demo import demo_notices
from dugnad.errors import DugnadError, NotAllowed
from dugnad.records.actions.notices import begin_import, resume_imports, run_import, start_import
from dugnad.records.models.log import LogEntry
from dugnad.records.models.notices import ImportJob
from dugnad.records.permissions import may_upload
from dugnad.records.queries.notices import import_job, latest_imports

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installation(settings: Settings, tmp_path: Path) -> Path:
    """A body's own installation with an empty store."""
    settings.MODE, settings.VAR, settings.STORE = "embedded", tmp_path, tmp_path / "store"
    return tmp_path


def notice_file(name: str = "kunngjøring.xml") -> SimpleUploadedFile:
    """A demonstration notice as an upload."""
    return SimpleUploadedFile(name, next(iter(demo_notices()))[1])


def log() -> list[tuple[str, str]]:
    """(who, what), oldest first."""
    return [(entry.by, entry.action) for entry in LogEntry.objects.order_by("pk")]


def test_start_import_keeps_the_file_and_queues_the_work() -> None:
    file = notice_file()

    job = start_import(by="visitor", file=file)

    file.seek(0)
    assert (job.name, job.state, job.by) == ("kunngjøring.xml", "waiting", "visitor")
    assert Path(job.path).read_bytes() == file.read()
    assert [queued.args_kwargs["args"] for queued in DBTaskResult.objects.all()] == [[str(job.pk)]]
    assert log() == [("visitor", "start_import")]


@pytest.mark.parametrize(("mode", "by"), [("production", "visitor"), ("embedded", "")])
def test_start_import_refuses_on_an_open_site_and_without_a_name(
    mode: str, by: str, settings: Settings, installation: Path
) -> None:
    settings.MODE = mode

    with pytest.raises(NotAllowed):
        start_import(by=by, file=notice_file())

    assert not may_upload(by)
    assert (ImportJob.objects.count(), log(), list(installation.iterdir())) == (0, [], [])


def test_start_import_refuses_an_empty_file() -> None:
    with pytest.raises(DugnadError, match=r"^tom\.xml: the file is empty\. Choose a file with notices in it\.$"):
        start_import(by="visitor", file=SimpleUploadedFile("tom.xml", b""))

    assert ImportJob.objects.count() == 0


@pytest.mark.parametrize("name", ["../../escaped.xml", "/escaped.xml", "a" * 300 + ".xml"])
def test_start_import_keeps_the_file_in_its_own_folder(name: str, installation: Path) -> None:
    job = start_import(by="visitor", file=notice_file(name))

    assert Path(job.path).parent == installation / "uploads" / str(job.pk)
    assert len(job.name) <= 200


def test_run_import_takes_the_notice_in_and_removes_the_upload() -> None:
    job = start_import(by="visitor", file=notice_file())

    run_import.call(str(job.pk))

    done = import_job(job.pk)
    assert done is not None
    assert (done.state, done.done, done.total, done.problem) == ("done", 1, 1, "")
    assert (done.summary["files"], done.summary["notices"]) == (1, 1)
    assert not Path(job.path).parent.exists()
    assert log() == [("visitor", "start_import"), ("worker", "begin_import"), ("worker", "finish_import")]


def test_run_import_of_what_is_no_notice_is_done_and_says_so() -> None:
    job = start_import(by="visitor", file=SimpleUploadedFile("brev.xml", b"<brev/>"))

    run_import.call(str(job.pk))

    done = import_job(job.pk)
    assert done is not None
    assert (done.state, done.summary["notices"], done.summary["problems"]) == ("done", 0, {"not-a-notice": 1})


def test_run_import_that_cannot_write_fails_with_the_reason(settings: Settings, installation: Path) -> None:
    (installation / "file").touch()
    settings.STORE = installation / "file" / "store"
    job = start_import(by="visitor", file=notice_file())

    run_import.call(str(job.pk))

    failed = import_job(job.pk)
    assert failed is not None
    assert (failed.state, failed.summary) == ("failed", {})
    assert failed.problem.startswith(f"{settings.STORE}: this folder cannot be written. Nothing was changed")
    assert log()[-1] == ("worker", "fail_import")


def test_run_import_of_a_finished_job_does_nothing() -> None:
    job = start_import(by="visitor", file=notice_file())
    run_import.call(str(job.pk))
    before = log()

    run_import.call(str(job.pk))

    assert log() == before


def test_resume_imports_queues_what_was_cut_off_and_nothing_else() -> None:
    waiting = start_import(by="visitor", file=notice_file())
    cut_off = start_import(by="visitor", file=notice_file())
    begin_import(by="worker", job=cut_off)

    resumed = resume_imports(by="worker")

    cut_off.refresh_from_db()
    queued = [entry.args_kwargs["args"][0] for entry in DBTaskResult.objects.order_by("enqueued_at")]
    assert resumed == [cut_off]
    assert cut_off.state == "waiting"
    assert queued == [str(waiting.pk), str(cut_off.pk), str(cut_off.pk)]


@pytest.mark.parametrize("unknown", ["no id", "5893261e-07f7-459d-aaa5-fb3433eec836", ""])
def test_import_job_that_does_not_exist_is_none(unknown: str) -> None:
    assert import_job(unknown) is None


def test_latest_imports_come_newest_first() -> None:
    first, second = start_import(by="visitor", file=notice_file()), start_import(by="visitor", file=notice_file())

    assert latest_imports() == [second, first]
