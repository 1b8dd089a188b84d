"""How fast the wording floor reads distinct texts on one core, with no cache of texts or verdicts.

Prints texts a second and the ratio to a reference measured in the same run: `str.lower().split()` over the same texts.
The texts are the labelled ones where the shared test data stands beside the checkout, else the tests' own.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from dugnad.wording.read import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DUGNAD_SHARED", CHECKOUT.parent / "shared"))
GOAL = 10_000
ROUNDS = 5
COLD = "import time; s = time.perf_counter(); from dugnad.wording.read import read_text; m = time.perf_counter(); "
COLD += "read_text('nob', 'Miljø', ''); print(m - s, time.perf_counter() - m)"

Text = tuple[str, str, str]


def distinct_texts() -> tuple[str, list[Text]]:
    """Where the texts come from, and each distinct one once."""
    files = sorted((SHARED / "labels").glob("*.csv"))
    source = "labelled texts" if files else "the tests' texts"
    texts: dict[Text, None] = {}
    for path in files or [CHECKOUT / "tests" / "wording" / "texts.csv"]:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                texts[row["language"], row["name"], row["description"]] = None
    return source, list(texts)


def best_seconds(read: Callable[[Text], object], texts: list[Text]) -> float:
    """The fastest of some rounds, in processor time, so that other work on the machine counts little."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        for text in texts:
            read(text)
        found.append(time.process_time() - started)
    return min(found)


def main() -> None:
    source, texts = distinct_texts()
    for text in texts:
        read_text(*text)
    reading = best_seconds(lambda text: read_text(*text), texts)
    reference = best_seconds(lambda text: f"{text[1]}\n{text[2]}".lower().split(), texts)
    starts = [
        subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(ROUNDS)
    ]
    cold = [min(float(start[index]) for start in starts) for index in range(2)]
    figures = {
        "texts": len(texts),
        "source": source,
        "code_points": sum(len(name) + len(description) for _, name, description in texts),
        "texts_per_second": round(len(texts) / reading),
        "ratio_to_lower_split": round(reference / reading, 4),
        "cold_import_ms": round(cold[0] * 1000),
        "cold_word_lists_ms": round(cold[1] * 1000),
        "goal_texts_per_second": GOAL,
        "goal_met": len(texts) / reading >= GOAL,
    }
    if "--json" in sys.argv:
        print(json.dumps(figures, ensure_ascii=False))
        return
    for name, value in figures.items():
        print(f"{name:<24}{value}")


if __name__ == "__main__":
    main()
