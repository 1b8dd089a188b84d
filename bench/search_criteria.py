"""How fast criteria are found, and how often the right group comes first.

    python bench/search_criteria.py

The library of content/criteria is filled up to a thousand criteria with variants made in memory: each has words of its
own, so that the index has what a thousand written criteria would give it. The queries are those of the tests.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from dugnad.criteria.criterion import Criterion, Library, Text, Version
from dugnad.criteria.library import read_library
from dugnad.criteria.search import find, index_of
from dugnad.dated import Dated

QUERIES = Path(__file__).parents[1] / "tests" / "criteria" / "queries.yaml"
SIZE = 1_000
ROUNDS = 3
STRANGE = ["", "🦆" * 50, "\0\0", "renhold " * 1_250, "x" * 10_000, "q7" * 4_000]


def thousand() -> Library:
    """The library with variants of its criteria, a thousand in all."""
    library = read_library().library
    criteria = dict(library.criteria)
    given = cycle(library.criteria.values())
    number = 0
    while len(criteria) < SIZE:
        number += 1
        one = variant(next(given), number)
        criteria[one.id] = one
    return replace(library, criteria=criteria)


def variant(criterion: Criterion, number: int) -> Criterion:
    """The same criterion under another name, with words that no other has."""
    name = f"{criterion.id}-{number}"
    versions = {day: changed(version, name, number) for day, version in zip(
        criterion.versions.days, criterion.versions.values, strict=True)}  # fmt: skip
    return replace(criterion, id=name, versions=Dated.of(versions))


def changed(version: Version, name: str, number: int) -> Version:
    def more(text: Text) -> Text:
        own = f"{number:b}".replace("1", "ka").replace("0", "mo")
        return {language: f"{words} {own}{language} {own}lig" for language, words in text.items()}

    return replace(
        version, criterion=name, name=more(version.name), requirement=more(version.requirement), why=more(version.why)
    )


def seconds(work: Callable[[], object]) -> float:
    """Processor time of the fastest of some rounds, so that a busy machine does not count against the work."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def measure() -> dict[str, Any]:
    library = thousand()
    building = seconds(lambda: index_of(library))
    index = index_of(library)
    queries = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    times = [seconds(lambda query=query: find(index, query["query"])) for query in queries]
    odd = [seconds(lambda query=query: find(index, query)) for query in STRANGE]
    right = sum(1 for one in queries if first_group(find(index, one["query"])) in one["group"])
    return {
        "claims": [
            {"what": "slowest of the test queries at 1 000 criteria", "value": round(1000 * max(times), 2),
             "at_most": 10, "unit": "ms"},
            {"what": "slowest strange input at 1 000 criteria", "value": round(1000 * max(odd), 2), "at_most": 10,
             "unit": "ms"},
            {"what": "building the search index of 1 000 criteria", "value": round(building, 2), "at_most": 2,
             "unit": "s"},
            {"what": "test queries that find a right group first", "value": round(100 * right / len(queries)),
             "at_least": 95, "unit": "%"},
        ],
        "about": f"{len(library.criteria)} criteria in {len(library.groups)} groups, {len(queries)} queries",
    }  # fmt: skip


def first_group(found: Any) -> str:
    return found.groups[0].id if found.groups else ""


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
