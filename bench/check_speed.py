"""`dugnad check` of one notice from cold: a new process each time.

python bench/check_speed.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from import_speed import archives, notices_in, processor_seconds

ROUNDS = 9


def check_seconds(notice: Path) -> float:
    """One check in a process of its own."""
    command = [sys.executable, "-c", "from dugnad.cli.main import main; main()", "check", str(notice), "--json"]
    started = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if ended.returncode not in {0, 1}:
        raise SystemExit(f"the check failed:\n{ended.stderr}")
    return seconds


def measure() -> dict[str, Any]:
    """The median over several notices of middling size."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        notices = sorted(notices_in(archives(folder)[-1:]), key=len)
        chosen = notices[len(notices) // 2 :][:ROUNDS]
        seconds = []
        before = processor_seconds()[1]
        for number, raw in enumerate(chosen):
            path = folder / f"{number}.xml"
            path.write_bytes(raw)
            seconds.append(check_seconds(path))
        busy = (processor_seconds()[1] - before) / len(chosen)
    return {
        "claims": [
            {
                "what": "`dugnad check` of one notice, from cold",
                "value": round(statistics.median(seconds), 2),
                "at_most": 0.6,
                "unit": "s",
            }
        ],
        "about": f"median of {len(chosen)} notices, slowest {max(seconds):.2f} s, processor time {busy:.2f} s",
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
