"""A desk with very many cases, and how long its queue's page takes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

CASES = 10_000
ROUNDS = 15
COUNTY = "46"
SHOWS = ("open", "mine", "late", "to-read", "closed", "all")
OPEN_OF_TEN = 4
"""So many of ten cases are open: far more than any desk should ever have."""


def measure_in(folder: Path, database: str = "") -> dict[str, Any]:
    """The milliseconds of each view, measured in a process of its own on an empty database."""
    given = {"DUGNAD_VAR": str(folder), "DUGNAD_STORE": str(folder / "store"), "DUGNAD_DATABASE_URL": database}
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DUGNAD_")}
    ended = subprocess.run(
        [sys.executable, __file__],
        env={**surroundings, **{name: value for name, value in given.items() if value}},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise SystemExit(ended.stderr)
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def measure() -> dict[str, Any]:
    """Make the desk, then ask for its pages."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
    sys.path.insert(0, str(Path(__file__).parents[1]))
    import django  # noqa: PLC0415 - after the surroundings are set
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)
    from people import signed_in  # noqa: PLC0415

    client = signed_in(make_desk())
    views = {show: milliseconds(client, f"/desk/cases/?show={show}") for show in SHOWS}
    views["searched"] = milliseconds(client, "/desk/cases/?q=renhold")
    views["last page"] = milliseconds(client, f"/desk/cases/?show=all&page={CASES // 50}")
    return views


def make_desk() -> Any:
    """The adviser of a desk with all its cases."""
    from dugnad.records.actions.desks import load_shipped_desks  # noqa: PLC0415
    from dugnad.records.models.cases import Case, Draft, Entry  # noqa: PLC0415
    from dugnad.records.models.people import RoleName  # noqa: PLC0415
    from people import make_body, make_person  # noqa: PLC0415

    load_shipped_desks(by="command")
    adviser = make_person("radgiver", RoleName.ADVISER, county=COUNTY)
    bodies = [make_body(f"Kommune {number}", orgnr=None, slug=f"kommune-{number}") for number in range(50)]
    cases = list(cases_of(adviser, bodies))
    Case.objects.bulk_create(cases, batch_size=1000)
    Entry.objects.bulk_create(
        [Entry(case=one, kind="question", text="Må vi?", at=one.asked_at, is_by_asker=True) for one in cases],
        batch_size=1000,
    )
    Draft.objects.bulk_create(
        [
            Draft(case=one, text="Ja.", version=1, state="to-read" if one.number % 3 else "writing")
            for one in cases[::4]
        ],
        batch_size=1000,
    )
    return adviser


def cases_of(adviser: Any, bodies: list[Any]) -> Iterator[Any]:
    """Cases of some years, in every state."""
    from django.utils import timezone  # noqa: PLC0415

    from dugnad.records.models.cases import Case  # noqa: PLC0415

    now: datetime = timezone.now()
    ended = ("answered", "answered", "answered", "answered", "closed", "merged")
    for number in range(CASES):
        place = number % 10
        state = ("new", "taken", "taken", "asked-back", *ended)[place]
        asked = now - timedelta(hours=number)
        yield Case(
            number=number + 1, desk_id=COUNTY, county=COUNTY, body=bodies[number % len(bodies)], state=state,
            title=f"Spørsmål {number} om {'renhold' if number % 50 == 0 else 'miljøvekt'}", asked_at=asked,
            promised_at=asked + timedelta(days=1), taken_by=None if state == "new" else adviser,
            closed_at=None if place < OPEN_OF_TEN else asked + timedelta(hours=8),
        )  # fmt: skip


def milliseconds(client: Any, address: str) -> float:
    """The median of several requests, after a first one that loads templates."""
    taken = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        answer = client.get(address)
        if number:
            taken.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200 or b"/desk/cases/" not in answer.content:
            raise SystemExit(f"{address} answered {answer.status_code}")
    return round(statistics.median(taken), 1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure()))
