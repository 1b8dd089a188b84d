"""What the checks of the library know from content/criteria/checks.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dugnad.criteria.reading import LibraryFile

KEYS = {"figures_in_names", "nynorsk_groups", "same_words_in_a_row", "alike_percent"}


@dataclass(frozen=True, slots=True)
class Given:
    """Patterns and limits that editors may correct."""

    figures_in_names: tuple[re.Pattern[str], ...] = ()
    nynorsk_groups: tuple[str, ...] = ()
    same_words_in_a_row: int = 25
    alike_percent: int = 80


def read_checks(file: LibraryFile) -> Given:
    """The patterns and limits; a pattern that cannot be read is a fault."""
    file.only((), KEYS)
    patterns = []
    for index, pattern in enumerate(file.texts("figures_in_names")):
        try:
            patterns.append(re.compile(pattern))
        except re.error as error:
            file.fault(("figures_in_names", index), f"This pattern cannot be read: {error}.", "Mend or remove it.")
    groups = file.texts("nynorsk_groups") if file.get(("nynorsk_groups",)) not in (None, []) else ()
    run, alike = _limit(file, "same_words_in_a_row", range(5, 101)), _limit(file, "alike_percent", range(50, 101))
    return Given(tuple(patterns), groups, run, alike)


def figures_outside_names(text: str, names: Iterable[re.Pattern[str]]) -> list[str]:
    """Digits in the text that belong to no field and no known name."""
    left = re.sub(r"\{[^{}]*\}", " ", text)
    for pattern in names:
        left = pattern.sub(" ", left)
    return re.findall(r"\d+(?:[.,]\d+)*", left)


def _limit(file: LibraryFile, key: str, allowed: range) -> int:
    value = file.get((key,))
    if isinstance(value, int) and value in allowed:
        return value
    file.fault((key,), f"`{key}` is {value!r}.", f"Write a whole number from {allowed[0]} to {allowed[-1]}.")
    return allowed[-1]
