"""How many lots the law judges in a second on one core, and how that stands to plain Python.

    python bench/judge.py

The lots are the worked cases, each row made anew so that nothing is shared between them; nothing is remembered from
lot to lot. The reference is plain Python that does the least any judge must: walk a lot's criteria, add the
environmental weights, compare with thirty, and write one sentence and one dictionary of facts.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from dugnad.law.cases import load_cases
from dugnad.law.facts import LotFacts
from dugnad.law.judge import judge

ROUNDS = 7
COPIES = 40
Lot = tuple[LotFacts, date]


def lots() -> list[Lot]:
    """Copies of every lot of every case, each an object of its own."""
    return [
        (replace(lot, notice=replace(lot.notice), criteria=tuple(map(replace, lot.criteria))), case.announced)
        for _ in range(COPIES)
        for case in load_cases()
        for lot in case.lots
    ]


def plainly(facts: LotFacts, *, on: date) -> dict[str, Any]:
    """The reference: sum, compare, write."""
    total = 0.0
    rows = []
    for criterion in facts.criteria:
        weight = criterion.weight_percent or 0.0
        if criterion.environment == "certain":
            total += weight
        rows.append({"type": criterion.type_code, "weight": weight, "environment": criterion.environment})
    return {
        "on": on.isoformat(),
        "met": total >= 30,  # noqa: PLR2004
        "criteria": rows,
        "sentence": f"Climate and environment weighs {total:g} %.",
    }


def lots_a_second(work: Callable[..., object], given: list[Lot]) -> float:
    """By the processor's own time, so that a busy machine does not count against the work."""
    started = time.process_time()
    for lot, on in given:
        work(lot, on=on)
    return len(given) / (time.process_time() - started)


def measure() -> dict[str, Any]:
    """The median of rounds in which judge and reference take turns."""
    given = lots()
    lots_a_second(judge, given[:500])
    rounds = [(lots_a_second(judge, given), lots_a_second(plainly, given)) for _ in range(ROUNDS)]
    speed = statistics.median(fast for fast, _ in rounds)
    ratio = statistics.median(fast / reference for fast, reference in rounds)
    return {
        "claims": [
            {"what": "lots judged on one core, caches off", "value": round(speed), "at_least": 20_000, "unit": "lots/s"}
        ],
        "about": f"{len(given)} lots of the worked cases; {ratio:.3f} × the speed of plain Python that only sums,"
        " compares and writes one sentence",
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
