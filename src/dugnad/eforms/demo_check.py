"""Checks the texts of the invented purchases (content/demo/purchases.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dugnad.content import content_path, place, read_csv, read_yaml
from dugnad.eforms.codelists import line_of
from dugnad.eforms.codes import cpv_names, is_known
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
TEXTS = ("price", "doubtful", "in_documents", "terms")
STATEMENTS = ("spec", "insignificant", "critical-interest", "national-minimum")
HABITS = ("silent", "documents", "green", "low")
AT_LEAST = 2
"""Criteria of each sort that a purchase must offer, so that a lot can have two."""


def check_demo() -> list[ContentError]:
    """All faults of the invented purchases."""
    path = content_path("demo/purchases.yaml")
    found = read_yaml(path)
    if not isinstance(found, dict):
        return [ContentError(place(path), 1, "This file does not hold keys and values.", "Begin with purchases:.")]
    return [fault_at(path, *fault) for fault in (*_texts(found), *_purchases(found), *_habits(found))]


def fault_at(path: Path, key: str, problem: str, remedy: str) -> ContentError:
    return ContentError(place(path), line_of(path, key), problem, remedy)


def _texts(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(key, problem, remedy) of the texts that all purchases share."""
    statements = found.get("statements")
    for key in TEXTS:
        if not is_text(found.get(key)):
            yield key, f'"{key}" is not said in nb, nn and en.', "Write all three."
    for key in STATEMENTS:
        if not (isinstance(statements, dict) and is_text(statements.get(key))):
            yield key, f'The statement "{key}" is not said in nb, nn and en.', "Write all three."


def _purchases(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    purchases = found.get("purchases")
    if not isinstance(purchases, list) or not purchases:
        yield "purchases", "No purchase is listed.", "Write - cpv: …"
        return
    for number, one in enumerate(purchases, 1):
        if not isinstance(one, dict):
            yield "purchases", f"Purchase {number} does not hold keys and values.", "Write - cpv: …"
            continue
        key = f'cpv: "{one.get("cpv")}"' if one.get("cpv") else "purchases"
        if one.get("cpv") not in cpv_names():
            yield key, f"Purchase {number}: {one.get('cpv')!r} is no CPV code.", 'Write eight digits in quotes ("…").'
        if not is_known("contract-nature", str(one.get("nature"))):
            yield key, f"Purchase {number}: {one.get('nature')!r} is no nature.", "Write works, supplies or services."
        if not isinstance(one.get("value_nok"), int):
            yield key, f"Purchase {number} has no value_nok.", "Write whole kroner."
        texts = [one.get("title"), *listed(one, "environment"), *listed(one, "other")]
        if not all(is_text(text) for text in texts):
            yield key, f"Purchase {number}: a text is not said in nb, nn and en.", "Write all three."
        if min(len(listed(one, "environment")), len(listed(one, "other"))) < AT_LEAST:
            yield key, f"Purchase {number} has too few criteria.", f"Write {AT_LEAST} of environment and of other."


def _habits(found: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    habits = found.get("habits")
    bodies = {row.get("orgnr") for row in read_csv(content_path("demo/bodies.csv"))}
    for habit in HABITS:
        numbers = habits.get(habit) if isinstance(habits, dict) else None
        if not isinstance(numbers, list):
            yield "habits", f'The habit "{habit}" has no list of bodies.', "Write a list of numbers, or []."
        elif wrong := [number for number in numbers if number not in bodies]:
            yield habit, f"{wrong[0]!r} is no demonstration body.", 'Write its number in quotes ("…").'


def listed(one: dict[str, Any], key: str) -> list[Any]:
    value = one.get(key)
    return value if isinstance(value, list) else []


def is_text(text: Any) -> bool:
    """Words in all three languages?"""
    return isinstance(text, dict) and all(isinstance(text.get(one), str) and text[one].strip() for one in LANGUAGES)
