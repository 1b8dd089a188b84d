"""An installation of a test, in a process of its own: filled (`fill`), told (`tell`), added to (`add`).

Run as a program, because where an installation lies is read once, when Django starts.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))
import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from dugnad.notices.store import open_store  # noqa: E402
from dugnad.records.actions.backup import FOLDERS  # noqa: E402
from dugnad.records.actions.log import write_log  # noqa: E402
from dugnad.records.actions.restore import finish_restores  # noqa: E402
from dugnad.records.actions.table_rows import tables_of, written_rows  # noqa: E402
from dugnad.records.models.checks import CheckJob  # noqa: E402
from dugnad.records.models.decisions import Decision  # noqa: E402
from dugnad.records.models.feedback import Feedback  # noqa: E402
from dugnad.records.models.letters import Letter, Run  # noqa: E402
from dugnad.records.models.log import LogEntry  # noqa: E402
from dugnad.records.models.notices import ImportJob  # noqa: E402
from dugnad.records.models.plan import Goal, Measure, Plan, Reading  # noqa: E402
from dugnad.records.models.status import StatusAnswer, StatusReport  # noqa: E402
from people import make_body, make_cast  # noqa: E402

SESSIONS = {"django_session", "records_checkjob", "records_lock", "records_note"}
CHANGING = {"records_logentry", "records_run"}
"""A restore adds to the log and stops runs: compared by their own test."""
NASTY = 'Æøå – "sitat", linje\nto, \u2028, 🌲, \\ og \t'


def fill(store: str) -> None:
    """A little of every kind of column."""
    shutil.copytree(store, settings.STORE, symlinks=True)
    call_command("migrate", verbosity=0)
    cast = make_cast()
    ended = make_body("Gamlevik kommune (DEMO)", until="2019-12-31")
    ended.successors.add(cast.own)
    decision = Decision.objects.create(
        body=cast.own, about="join", decided_by="kommunestyret", on="2026-05-20", note=NASTY, recorded_by=cast.contact
    )
    plan = Plan.objects.create(body=cast.own, title={"nb": NASTY}, adopted=decision, state="in-force")
    measure = Measure.objects.create(plan=plan, goal=Goal.objects.create(plan=plan), title={"nb": "Tiltak"})
    Measure.objects.create(plan=plan, taken_from=measure)
    for day, value in (("2026-01-01", 0.1 + 0.2), ("2026-01-02", None)):
        Reading.objects.create(measure=measure, on=day, value=value, numerator=1, denominator=3, coverage=1)
    report = StatusReport.objects.create(body=cast.own, year=2026, submitted_at=timezone.now())
    StatusAnswer.objects.create(report=report, question="anchoring", value="")
    letter = Letter.objects.create(title="Brev", sender="Avsender", by=cast.coordinator)
    Run.objects.create(letter=letter, state=Run.State.SENDING, remind_days=[14, 28])
    Feedback.objects.create(key="x", text=NASTY, language="nb")
    CheckJob.objects.create(by="visitor", result={"text": "upublisert"})
    folder = Path(settings.VAR) / "uploads" / "1"
    folder.mkdir(parents=True)
    (folder / "kunngjøring (1) %2f #.xml").write_bytes(b"<a/>")
    ImportJob.objects.create(name="a", by="visitor", size_bytes=4, path=str(folder / "kunngjøring (1) %2f #.xml"))
    (Path(settings.VAR) / "letters").mkdir()
    (Path(settings.VAR) / "letters" / "bundle.zip").write_bytes(b"PK")
    for name in ("cases", "events"):  # files that came with questions and to courses, by checksum
        (Path(settings.VAR) / name / "ab").mkdir(parents=True)
        (Path(settings.VAR) / name / "ab" / ("ab" * 32)).write_bytes(f"%PDF {name}".encode())
    write_log(by="test", action="fill", subject="all", before=None, after={"a": [1, None, NASTY]})


def tell(*, all_rows: bool = False) -> dict[str, Any]:
    """Counts and digests of all rows and files."""
    left_out = SESSIONS if all_rows else SESSIONS | CHANGING
    tables = {name: model for name, model in tables_of(apps).items() if name not in left_out}
    lines = {name: list(written_rows(model, {})) for name, model in tables.items()}
    here = str(settings.VAR).encode()
    text = {name: b"".join(sorted(found)).replace(here, b"VAR") for name, found in lines.items()}
    counted = {name: model for name, model in tables_of(apps).items() if name not in SESSIONS}
    counts = {name: model._base_manager.count() for name, model in counted.items()}
    log = LogEntry.objects.exclude(action__in=["backup", "restore", "stop_run"]).count()
    files = {
        f"{folder.name if folder.name in FOLDERS else 'store'}/{path.relative_to(folder)}": hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for folder in (open_store(settings.STORE).generation, *(settings.VAR / name for name in FOLDERS))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return {
        "rows": counts | {"records_logentry": log},
        "digests": {name: hashlib.sha256(found).hexdigest() for name, found in text.items()},
        "files": files,
    }


def add() -> dict[str, Any]:
    """A new row in a table whose numbers the database gives, and what the log says."""
    highest = max(Feedback.objects.values_list("pk", flat=True))
    new = Feedback.objects.create(key="y", text="ny", language="nb")
    return {
        "actions": list(LogEntry.objects.order_by("pk").values_list("action", flat=True)),
        "is_new": new.pk > highest,
        "runs": list(Run.objects.values_list("state", flat=True)),
    }


def main(what: str, *given: str) -> dict[str, Any]:
    if what == "fill":
        fill(*given)
    if what == "finish":
        finish_restores()
    return add() if what == "add" else tell(all_rows="all" in given)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))  # noqa: T201
