"""`dugnad letters`: runs listed, sent and returned mail noted, with the exit codes of all commands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from pytest_django import Settings

from dugnad.cli.letters import command
from dugnad.errors import DugnadError
from dugnad.records.models.letters import Dispatch, Run
from people import Cast, make_cast
from records.lettered import make_run

pytestmark = pytest.mark.django_db
REPORT = """Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; post@eksempel.invalid
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {id}

--b--
"""


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    settings.VAR, settings.STORE, settings.LETTERS_A_MINUTE = tmp_path, tmp_path / "store", 0
    return make_cast()


def run_command(*words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(command, list(words), input=given)


def told(result: Result) -> Any:
    return json.loads(result.output)


def test_prepared_run_is_sent_and_listed(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)

    sent = run_command("send", str(run.pk), "--json")

    assert (sent.exit_code, told(sent)["state"], told(sent)["sent"]) == (0, "sent", 1)
    assert [one.to for one in mail.outbox] == [[cast.own.email]]
    assert [(row["run"], row["letters"]) for row in told(run_command("list", "--json"))] == [(str(run.pk), 1)]
    assert "1 av 1 sendt" in run_command("list").output


def test_run_that_needs_attention_ends_with_1(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)
    Dispatch.objects.update(address="a\n@b@c")

    assert run_command("send", str(run.pk)).exit_code == 1


def test_unknown_run_is_told(cast: Cast) -> None:
    answer = run_command("send", "00000000-0000-4000-8000-000000000000")

    assert isinstance(answer.exception, DugnadError)
    assert Run.objects.count() == 0


def test_returned_mail_is_noted_from_files_folders_and_standard_input(cast: Cast, tmp_path: Path) -> None:
    make_run(cast.coordinator, [cast.own])
    Dispatch.objects.update(state="sent")
    report = REPORT.format(id=Dispatch.objects.get().message_id)
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / "1").write_text("Subject: away\n\nBack on Monday.")

    read = told(run_command("bounces", str(folder), "-", "--json", given=report))

    assert [row["outcome"] for row in read["mails"]] == ["no-report", "noted"]
    assert Dispatch.objects.get().state == "bounced"
