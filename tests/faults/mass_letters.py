"""A mass sending into a real mail server by a process of its own, killed and begun again; and what its log says."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from post_office import Mailbox

PREPARE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from datetime import date
from dugnad.records.models.people import Person, Role
from dugnad.records.models.register import Body
from dugnad.records.actions.letters import prepare_run, save_letter, start_run
from dugnad.plan.letter_words import first_letter
who = Person.objects.create_user("koordinator@eksempel.invalid")
Role.objects.create(person=who, role="coordinator")
Body.objects.bulk_create([
    Body(name=f"Eksempel {number} kommune", slug=f"eksempel-{number}", kind="municipality", obligation_class="invited",
         county="46", email=f"post{number}@eksempel.invalid", is_demo=True) for number in range(COUNT)])
words = first_letter()
letter = save_letter(by=who, title="A", subject=words["subject"], text=words["text"], act_shall="confirm",
                     act_invited="join", sender="Departementet for eksempler")
print(start_run(by=who, run=prepare_run(by=who, letter=letter, bodies=Body.objects.all(), on=date(2026, 11, 22))).pk)
"""
SEND = """
import sys, django; django.setup()
from uuid import UUID
from dugnad.records.actions.letters_send import resume_runs, send_run
resume_runs(by="worker")
print("begun", flush=True)
send_run(by="worker", run_id=UUID(sys.argv[1]))
"""


@dataclass(frozen=True)
class Mass:
    """One run in an installation of its own."""

    folder: Path
    box: Mailbox
    run: str

    def sender(self) -> subprocess.Popen[str]:
        """A process that sends the run, already at it."""
        command = [sys.executable, "-c", SEND, self.run]
        process = subprocess.Popen(command, env=surroundings(self.folder, self.box), stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        return process

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database says."""
        with sqlite3.connect(self.folder / "dugnad.sqlite3") as database:
            return database.execute(query).fetchall()


def surroundings(folder: Path, box: Mailbox) -> dict[str, str]:
    """The settings of the installation."""
    return {
        **os.environ, "DUGNAD_VAR": str(folder), "DUGNAD_SMTP_URL": f"smtp://127.0.0.1:{box.port}",
        "DUGNAD_LETTERS_A_MINUTE": "0", "DJANGO_SETTINGS_MODULE": "dugnad.server.settings",
    }  # fmt: skip


def make_mass(folder: Path, box: Mailbox, count: int) -> Mass:
    """A run to so many bodies, started and not yet sent."""
    command = [sys.executable, "-c", PREPARE.replace("COUNT", str(count))]
    told = subprocess.run(command, env=surroundings(folder, box), capture_output=True, text=True, check=True)
    return Mass(folder, box, told.stdout.strip())


def kill_while_sending(mass: Mass, count: int, times: int) -> int:
    """Kill the sender at random points of the run, so many times, then let it end; how often it was cut off."""
    chance = random.Random(2008)  # noqa: S311 - repeatable on purpose
    kills = 0
    for number in range(times):
        until = count * (number + 1) // (times + 1)
        process = mass.sender()
        while len(mass.box.mails) < until and process.poll() is None:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
    assert mass.sender().wait() == 0
    return kills


def check_account(mass: Mass, count: int) -> None:
    """Nobody is left out; every second copy has the first one's id and is told; the log accounts for every mail."""
    sent = mass.rows("select message_id, attempts from records_dispatch where state = 'sent'")
    assert len(sent) == count
    arrived = Counter(mass.box.ids())
    assert set(arrived) == {message for message, _ in sent}
    assert len(set(mass.box.recipients)) == count
    tries = Counter(told("try_letter", mass))
    warned = set(told("try_letter", mass, "and json_extract(details, '$.may_be_a_second_copy')"))
    assert tries == Counter({str(message): int(str(attempts)) for message, attempts in sent})
    assert {message for message, copies in arrived.items() if copies > 1} <= warned
    assert all(arrived[message] <= tries[message] for message in arrived)
    assert Counter(told("answer_letter", mass, "and details like '%\"sent\"%'")) == Counter(dict.fromkeys(arrived, 1))
    assert mass.rows("select state from records_run") == [("sent",)]


def told(action: str, mass: Mass, condition: str = "") -> list[str]:
    """The Message-IDs that the log names for a deed."""
    field = "json_extract(details, '$.message_id')"
    query = f"select {field} from records_logentry where action = '{action}' {condition}"  # noqa: S608 - our own words
    return [str(row[0]) for row in mass.rows(query)]
