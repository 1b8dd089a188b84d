"""Forty signed-in readers and five writers at once on one running site: the time that 95 of 100 pages stay under.

python bench/crowd.py

SQLite; with PostgreSQL where DUGNAD_DATABASE_URL names one that is empty (tools/postgres.sh python bench/crowd.py).
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from dugnad.eforms.demo import demo_notices
from dugnad.monitor.update import import_demo
from scale.crowd import crowd_on

SECONDS = 60
MOST_MILLISECONDS = 2000


def measure() -> dict[str, Any]:
    """The run, and what it claims."""
    database = os.environ.get("DUGNAD_DATABASE_URL", "")
    with TemporaryDirectory() as name:
        import_demo(demo_notices(), store=Path(name) / "store", at=datetime.now(UTC))
        found = crowd_on(Path(name), Path(name) / "store", database, seconds=SECONDS)
    if found["faults"]:
        raise SystemExit("\n".join(found["faults"][:10]))
    ratio = found["read_p95"] / found["static_p95"]
    saved = sum(found["saved"].values())
    kind = "PostgreSQL" if database else "SQLite"
    return {
        "claims": [
            {
                "what": f"95 of 100 pages for 40 signed-in readers beside 5 writers ({kind})",
                "value": round(1000 * found["read_p95"]),
                "at_most": MOST_MILLISECONDS,
                "unit": "ms",
            }
        ],
        "about": f"{found['requests']} requests in {SECONDS} s, {saved} savings, no fault and none lost; "
        f"{ratio:.0f} × the time of a style sheet from the same site",
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
