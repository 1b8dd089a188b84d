"""The facts of a finding in words, in the order in which a rule is tried."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dugnad.law.parameters import load_law
from dugnad.web.codes import criterion_type
from dugnad.web.templatetags.form import day, number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

ORDER = (
    "on", "regulation", "part", "is_bound", "is_inside_act", "must_announce", "value_nok", "amounts", "minimum_percent",
    "highest_ranks", "criteria_in_documents", "criteria", "statements",
)  # fmt: skip
TOLD_WHEN_UNKNOWN = {"on", "regulation", "part", "is_bound", "value_nok"}
NO_DAY = date.min.isoformat()
LEFT_OUT = {"why", "scope"}
"""The name of the sentence, which stands there in full, and a line for developers."""

Facts = dict[str, Any]


def fact_rows(facts: Facts) -> list[tuple[str, list[str]]]:
    """Each fact's name with its value, one line or several; facts of other rules come last, as they are named."""
    names = [name for name in ORDER if name in facts] + [name for name in facts if name not in {*ORDER, *LEFT_OUT}]
    return [(name_of(name), list(lines(name, facts[name]))) for name in names if is_told(name, facts[name])]


def is_told(name: str, value: Any) -> bool:
    """Has it something to say? What the rule of the day did not ask for stands empty, and only some gaps matter."""
    return name in TOLD_WHEN_UNKNOWN or value not in (None, [], "")


def name_of(name: str) -> str:
    """The fact's name in words, or as stored where it has none."""
    key = f"fact.{name}"
    return words(key, language()) if has_words(key) else name.replace("_", " ")


def lines(name: str, value: Any) -> Iterable[str]:
    """The fact's value, a line for each of its parts."""
    if isinstance(value, list):
        return [part(name, one) for one in value]
    return [plain(name, value)]


def part(name: str, value: Any) -> str:
    """One amount, criterion or statement as a line."""
    if not isinstance(value, dict):
        return plain(name, value)
    if name == "amounts":
        return amount(value)
    if name == "criteria":
        return criterion(value)
    if name == "statements":
        key = "fact.statement-with-text" if value.get("has_text") else "fact.statement-without-text"
        return words(key, language(), name=criterion_type(value.get("type")))
    return ", ".join(f"{key.replace('_', ' ')}: {plain(key, one)}" for key, one in value.items())


def amount(value: Facts) -> str:
    """An amount of the law that the purchase was compared with."""
    series = load_law().numbers.get(value["name"])
    named = series.names[language()] if series else value["name"]
    since = day(date.fromisoformat(value["since"])) if value.get("since") else "–"
    line = words("fact.amount", language(), name=named, value=kroner(value["value"]), since=since)
    is_unchecked = value.get("mark") not in ("A", "A*")
    return f"{line} ({words('part.unchecked', language()).lower()})" if is_unchecked else line


def criterion(value: Facts) -> str:
    """How much one criterion counts for the environment."""
    certain, most = value.get("counts_certain"), value.get("counts_at_most")
    key = "counts" if certain == most else "counts-range"
    named = criterion_type(value.get("type"))
    read = words(f"fact.environment-{value.get('environment') or 'none'}", language())
    counts = words(
        f"fact.{key}", language(), certain=percent(certain, places(certain)), most=percent(most, places(most))
    )
    return f"{named}: {read}. {counts}" if value.get("environment") in ("certain", "doubtful") else f"{named}: {read}."


def places(value: float | None) -> int:
    """As many decimals as the number needs, at most two."""
    return next((count for count in (0, 1) if value is None or round(value, count) == round(value, 2)), 2)


def plain(name: str, value: Any) -> str:
    """A single value in words."""
    if value is None or (name == "on" and value == NO_DAY):
        return words("fact.is-unknown", language())
    if isinstance(value, bool):
        return words("fact.is-true" if value else "fact.is-false", language())
    if has_words(f"fact.{name}-{value}"):
        return words(f"fact.{name}-{value}", language())
    if isinstance(value, int | float):
        return measured(name, value)
    if name == "on":
        return day(date.fromisoformat(str(value)))
    return str(value) or words("fact.is-none", language())


def kroner(value: float | None) -> str:
    """To the krone: the amount decides which side of a limit it falls on."""
    return words("law.kroner", language(), count=number(value))


def measured(name: str, value: float) -> str:
    """A number with its unit."""
    if name.endswith("_nok"):
        return kroner(value)
    return percent(value, places(value)) if name.endswith("_percent") else number(value, places(value))
