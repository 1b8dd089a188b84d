"""What is shown beside questions that buyers begin to write, judged by hand: how much is right, what is missed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils import translation

from dugnad.records.queries.search import Hit
from dugnad.web import shelf
from dugnad.web.known import Known, covering

FILE = Path(__file__).parents[1] / "desk" / "covering_questions.yaml"
ROWS: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
MOST_OWN = 8
"""A criterion of more product groups is one for all purchases."""


@dataclass
class Measured:
    """Counts, each beside what it is counted of."""

    shown: int = 0
    right: int = 0
    answerable: int = 0
    answered: int = 0
    answered_first: int = 0
    uncovered: int = 0
    silent: int = 0
    groups_shown: int = 0
    groups_right: int = 0
    products: int = 0
    products_found: int = 0
    without_product: int = 0
    none_suggested: int = 0

    def __str__(self) -> str:
        return (
            f"shown and right {self.right}/{self.shown} · answer among them {self.answered}/{self.answerable}"
            f" · answer first {self.answered_first}/{self.answerable}"
            f" · nothing shown where nothing covers {self.silent}/{self.uncovered}"
            f" · groups right {self.groups_right}/{self.groups_shown}"
            f" · group found {self.products_found}/{self.products}"
            f" · none suggested where no product is named {self.none_suggested}/{self.without_product}"
        )


def measured(*, aside: bool) -> Measured:
    """The judged half: what ranking was adjusted to, or what was laid aside."""
    told = Measured()
    for row in ROWS:
        if row.get("aside", False) is aside:
            with translation.override("nb" if row["lang"] == "odd" else row["lang"]):
                add(told, row, covering(row["q"]))
    return told


def add(told: Measured, row: dict[str, Any], known: Known) -> None:
    """Count one question."""
    products, near = row.get("groups", []), [*row.get("groups", []), *row.get("near", [])]
    answers = [hit.key for hit in known.hits if hit.kind == "answer"]
    groups = [group for group, _ in known.groups]
    told.shown += len(known.hits)
    told.right += sum(is_right(hit, row) for hit in known.hits)
    if row.get("answers"):
        told.answerable += 1
        told.answered += bool(set(answers) & set(row["answers"]))
        told.answered_first += bool(set(answers[:1]) & set(row["answers"]))
    elif not near and not row.get("also") and not row.get("rules"):
        told.uncovered += 1
        told.silent += not known.hits
    told.groups_shown += len(groups)
    told.groups_right += sum(group in near for group in groups)
    told.products += bool(products)
    told.products_found += bool(set(products) & set(groups))
    told.without_product += not near
    told.none_suggested += not near and not groups


def is_right(hit: Hit, row: dict[str, Any]) -> bool:
    """Is it right to show it beside the question?"""
    key, near = hit.key.partition("@")[0], {*row.get("groups", []), *row.get("near", [])}
    if hit.kind == "answer":
        return key in {*row.get("answers", []), *row.get("also", [])}
    own = {key} if hit.kind == "group" else set(groups_of(key)) if hit.kind == "criterion" else set()
    return key in row.get("rules", []) or (len(own) <= MOST_OWN and bool(own & near))


def groups_of(criterion: str) -> tuple[str, ...]:
    """The product groups that a criterion is for."""
    return shelf.library().criteria[criterion].groups
