"""Building blocks of an answer: what a desk may refer to, found by words."""

from __future__ import annotations

from datetime import date

from dugnad.desk.reference import Reference, Resolved
from dugnad.desk.search_text import Kind
from dugnad.records.answer_link import look_up
from dugnad.records.queries.search import Hit, search

KINDS: tuple[Kind, ...] = ("answer", "criterion", "law", "case")
"""Earlier answers first: what is answered already need not be written again."""
MOST_OF_KIND = 6
DATED = "/k/"


def building_blocks(text: str, on: date, language: str) -> list[Resolved]:
    """Published answers, criteria, paragraphs and decisions that answer the words; only what is there on the day."""
    hits = [hit for kind in KINDS for hit in search(text, language=language, kinds={kind}, limit=MOST_OF_KIND)]
    wanted = list(dict.fromkeys(reference_to(hit) for hit in hits))
    found = look_up(wanted, on)
    return [found[one] for one in wanted if found[one].is_known]


def reference_to(hit: Hit) -> Reference:
    """How an answer refers to what was found; a criterion in the version that holds now."""
    is_dated = hit.kind == "criterion" and hit.path.startswith(DATED)
    return Reference(hit.kind, hit.path.removeprefix(DATED) if is_dated else hit.key)  # type: ignore[arg-type]
