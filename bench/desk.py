"""The support service's queue with 10 000 cases at one desk, as its adviser opens it.

python bench/desk.py

SQLite, and PostgreSQL where its server is installed (tools/postgres.sh starts one for the run).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from scale.desk import CASES, ROUNDS, measure_in

MOST_MILLISECONDS = 150
POSTGRES = Path(__file__).parents[1] / "tools" / "postgres.sh"


def measured(database: str) -> dict[str, float]:
    """The views of one database."""
    with TemporaryDirectory() as name:
        return measure_in(Path(name), database)


def on_postgres() -> dict[str, float]:
    """The same in a PostgreSQL that lives only as long; nothing where there is no server."""
    command = ["bash", str(POSTGRES), sys.executable, str(Path(__file__)), "--postgres"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(ended.stdout) if ended.stdout.strip() else {}


def claim(kind: str, views: dict[str, float]) -> dict[str, Any]:
    """What is claimed of one database: the slowest view."""
    return {
        "what": f"the queue of a desk with {CASES:_} cases, its slowest view ({kind})".replace("_", " "),
        "value": max(views.values()),
        "at_most": MOST_MILLISECONDS,
        "unit": "ms",
    }


def measure() -> dict[str, Any]:
    """Both databases, and what is claimed."""
    found = {"SQLite": measured(""), "PostgreSQL": on_postgres()}
    told = {kind: ", ".join(f"{name} {taken} ms" for name, taken in views.items()) for kind, views in found.items()}
    return {
        "claims": [claim(kind, views) for kind, views in found.items() if views],
        "about": f"median of {ROUNDS} requests; 4 of 10 cases open",
        "machine": "; ".join(f"{kind}: {views}" for kind, views in told.items() if views),
    }


if __name__ == "__main__":
    if "--postgres" in sys.argv:
        print(json.dumps(measured(os.environ["DUGNAD_DATABASE_URL"])))
    else:
        print(json.dumps(measure(), indent=2))
