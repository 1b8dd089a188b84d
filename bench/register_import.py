"""A bulk file of twenty thousand units into an empty register on SQLite, then the same file again.

    python bench/register_import.py

The file is made by tests/register/made.py in the shape of Enhetsregisteret's bulk download; the command is run as
people run it, in a process of its own, and its starting time is counted.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

CHECKOUT = Path(__file__).parents[1]
sys.path.insert(0, str(CHECKOUT / "tests"))
START = "from dugnad.cli.main import main; main()"
UNITS = 20_000
SECONDS = 60


def command(var: Path, *given: str) -> tuple[float, str]:
    """Seconds and output of one command."""
    started = time.perf_counter()
    ended = subprocess.run(
        [sys.executable, "-c", START, "register", *given],
        env={**os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store")},
        capture_output=True,
        text=True,
        check=True,
    )
    return time.perf_counter() - started, ended.stdout


def main() -> None:
    """Measure and print one JSON object."""
    from register.made import many_units, write_bulk  # noqa: PLC0415 - found by the path above

    with TemporaryDirectory() as folder:
        var = Path(folder)
        path = write_bulk(var / "enheter.json.gz", many_units(UNITS))
        command(var, "load")
        first, _ = command(var, "import", str(path), "--json")
        again, told = command(var, "import", str(path), "--json")
    found = json.loads(told)
    is_same = not (found["new"] or found["changed"] or found["sub_units"])
    claims = [
        {"what": f"{UNITS} units of the business register taken in", "value": round(first, 1), "at_most": SECONDS,
         "unit": "s"},
        {"what": "the same file again, nothing changed", "value": round(again, 1) if is_same else float("inf"),
         "at_most": SECONDS, "unit": "s"},
    ]  # fmt: skip
    print(json.dumps({"claims": claims, "about": f"{UNITS} made-up units, SQLite"}))


if __name__ == "__main__":
    main()
