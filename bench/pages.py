"""Pages from stored results: the national page and its neighbours, as Django renders them.

python bench/pages.py
"""

from __future__ import annotations

import json
import os
import statistics
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from import_speed import archives

ROUNDS = 20
NATIONAL = "/national/"
OTHERS = ("/", "/bodies/", "/counties/", "/notices/")


def page_milliseconds(client: Any, address: str) -> float:
    """The median of several requests, after a first one that loads templates."""
    taken = []
    for number in range(ROUNDS + 1):
        started = time.perf_counter()
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        if number:
            taken.append(1000 * (time.perf_counter() - started))
        if answer.status_code != 200 or not body:  # noqa: PLR2004
            raise SystemExit(f"{address} answered {answer.status_code}")
    return statistics.median(taken)


def measure() -> dict[str, Any]:
    """A store with all notices, the whole register and the plans, then the pages."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"DUGNAD_VAR": name, "DUGNAD_STORE": str(folder / "store")}
        os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
        import django  # noqa: PLC0415 - after the surroundings are set
        from django.core.management import call_command  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from dugnad.monitor.update import import_and_measure  # noqa: PLC0415

        django.setup()
        call_command("migrate", verbosity=0)
        from dugnad.records.actions.national_plan import load_shipped_plans  # noqa: PLC0415 - after Django's own set-up
        from dugnad.records.actions.shipped import load_shipped_register  # noqa: PLC0415

        load_shipped_register(by="command")
        load_shipped_plans(by="command")
        paths = [str(path) for path in archives(folder)]
        summary = import_and_measure(paths, store=folder / "store", at=datetime.now(UTC))
        client = Client(headers={"host": "localhost"})
        national = page_milliseconds(client, NATIONAL)
        others = {address: round(page_milliseconds(client, address), 1) for address in OTHERS}
    return {
        "claims": [
            {
                "what": "the national page from stored results",
                "value": round(national, 1),
                "at_most": 50,
                "unit": "ms",
            }
        ],
        "about": f"a store of {summary.notices} notices, the shipped register and plans, median of {ROUNDS} requests; "
        "also " + ", ".join(f"{address} {taken} ms" for address, taken in others.items()),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
