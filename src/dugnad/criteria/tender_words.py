"""Headings and standing sentences of tender text (content/criteria/tender.yaml); how figures and days are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel.dates import format_date

from dugnad.content import content_path, place, read_yaml
from dugnad.criteria.criterion import KINDS, Figure, Text
from dugnad.eforms.codelists import line_of
from dugnad.errors import ContentError

FILE = "criteria/tender.yaml"
LANGUAGES = ("nb", "nn", "en")
PLACEHOLDERS = {
    "set_for": {"title"},
    "made": {"day"},
    "proposed": {"value"},
    "equivalents": {"cite"},
    "label_until": {"day"},
    "found": {"purchases", "buyers"},
    "coverage": {"notices", "since", "documented"},
}
"""What a sentence fills in; the others fill in nothing."""
USED = ("none", "found", "coverage")
TITLES = ("set", "set_for", "library", "annex")
SENTENCES = (
    *("made", "proposed", "kept", "unconfirmed", "entry_unconfirmed", "fallback", "equivalents", "label_until"),
    *("empty", "annex_lead", "no_source", "other_criterion"),
)
WORDS = (
    *("requirement", "documentation", "labels", "scoring", "weight", "weight_percent", "weight_missing", "sum"),
    *("weights", "follow_up", "evidence", "name", "number", "id", "link", "group", "kind", "level", "status"),
    *("fields", "verification", "why", "caution", "guidance", "already_law", "effect", "uncertainty", "sources"),
    *("source", "topic", "standard", "figures", "basis", "year", "review_by", "requirements_sheet", "awards_sheet"),
    *("clauses_sheet", "sources_sheet", "unverified", "page", "of"),
)
PAIR = 2
"""A unit's words: for one and for more."""
UNSPOKEN = ("codes", "code", "class", "classes", "version", "list", "text", "date", "agreement", "name", "names")
"""Units that only say what kind of thing the value is."""
LONGEST_UNGROUPED = 4
"""Figures of up to four digits stand without a blank: 2027, 1500, but 10 000."""


@cache
def texts() -> dict[str, Any]:
    """The file's whole content."""
    told: dict[str, Any] = read_yaml(content_path(FILE))
    return told


def kinds_in_order() -> tuple[str, ...]:
    """The kinds in the order in which tender text lists them."""
    return tuple(texts()["sections"])


def section_text(kind: str, part: str, language: str) -> str:
    """A section's heading or lead."""
    return str(texts()["sections"][kind][part][language])


def word(name: str, language: str) -> str:
    """A label of a field or column."""
    return str(texts()["words"][name][language])


def title(name: str, language: str, **values: str) -> str:
    """A title, its values filled in."""
    return str(texts()["titles"][name][language]).format(**values)


def sentence(name: str, language: str, **values: str) -> str:
    """A standing sentence, its values filled in."""
    return str(texts()["sentences"][name][language]).strip().format(**values)


def used_text(name: str, language: str, **values: str) -> str:
    """What is told about where a criterion has been used."""
    return str(texts()["used"][name][language]).format(**values)


def other_code(name: str) -> str:
    """The eForms code (price, cost or quality) of a criterion that is not from the library, by its name."""
    words = set(name.lower().replace("/", " ").split())
    found = (code for code, known in texts()["other_codes"].items() if words & set(known))
    return next(found, "quality")


def unit_in_words(unit: str, language: str) -> str:
    """The unit in the language where it is a word; signs such as kWh stay as they are, and "codes" says nothing."""
    told = texts()["units"].get(unit)
    if unit in UNSPOKEN:
        return ""
    return str(told[language][1]) if told and unit != "%" else unit


def unit_beside(unit: str, value: str, around: str, language: str) -> str:
    """The unit to write after a field; empty where the words around it say it, or where the unit is not listed."""
    told = texts()["units"].get(unit)
    if told is None or any(part in around.lower() for part in told["said"]):
        return ""
    one, more = told[language]
    return str(one if value == "1" else more)


def spoken(text: Text, language: str) -> tuple[str, str]:
    """The text and the language it stands in: the one asked for, else bokmål, else whatever there is."""
    for one in (language, *LANGUAGES):
        if text.get(one):
            return " ".join(text[one].split()), one
    return "", language


def figure_text(value: Figure, language: str) -> str:
    """A figure as the language writes it: 0,5 and 10 000 in Norwegian, 0.5 and 10,000 in English."""
    if isinstance(value, str):
        return value
    written = f"{value:,.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    whole, _, rest = written.partition(".")
    if len(whole.replace(",", "").lstrip("-")) <= LONGEST_UNGROUPED:
        whole = whole.replace(",", "")
    if language == "en":
        return f"{whole}.{rest}" if rest else whole
    whole = whole.replace(",", "\u00a0").replace("-", "\u2212")
    return f"{whole},{rest}" if rest else whole


def weight_text(weight: float | None, language: str) -> str:
    """A weight as it stands in a text: 30 %."""
    if weight is None:
        return f"[{word('weight_missing', language)}]"
    return figure_text(weight, language) + ("%" if language == "en" else "\u00a0%")


def day_text(day: date, language: str) -> str:
    """A day in words: 22. november 2026."""
    return format_date(day, "d MMMM y" if language == "en" else "d. MMMM y", locale=language)


def check_tender_words() -> list[ContentError]:
    """Every heading, word and sentence stands in each language, and fills in what it should and nothing else."""
    path = content_path(FILE)
    told = read_yaml(path)
    wanted = [("titles", name) for name in TITLES] + [("sentences", name) for name in SENTENCES]
    wanted += [("used", name) for name in USED]
    wanted += [("words", name) for name in WORDS]
    faults = [fault for part, name in wanted for fault in _faults(path, told, (part, name), PLACEHOLDERS.get(name))]
    for kind in KINDS:
        for part in ("heading", "lead"):
            faults += _faults(path, told, ("sections", kind, part), None)
    faults += _unit_faults(path, _mapping(told, "units"))
    for unknown in sorted(set(_mapping(told, "sections")) - set(KINDS)):
        faults.append(_fault(path, unknown, f'"{unknown}" is no kind of criterion.', f"Use {', '.join(KINDS)}."))
    return faults


def _faults(path: Path, told: Any, keys: tuple[str, ...], fills: set[str] | None) -> list[ContentError]:
    value = told
    for key in keys:
        value = _mapping(value, key)
    missing = [language for language in LANGUAGES if not isinstance(value.get(language), str)]
    name = ".".join(keys)
    faults = [_fault(path, keys[-1], f"{name} lacks {', '.join(missing)}.", "Write it.")] if missing else []
    for language, text in value.items():
        try:
            found = {field for _, field, _, _ in Formatter().parse(str(text)) if field is not None}
        except ValueError:
            faults.append(_fault(path, keys[-1], f"{name} ({language}): a curly bracket is not closed.", "Close it."))
            continue
        if found != (fills or set()):
            meant = ", ".join(f"{{{one}}}" for one in sorted(fills or ())) or "nothing"
            faults.append(_fault(path, keys[-1], f"{name} ({language}) should fill in {meant}.", "Put it right."))
    return faults


def _unit_faults(path: Path, units: dict[str, Any]) -> Iterator[ContentError]:
    for unit, told in units.items():
        pairs = [told.get(language) if isinstance(told, dict) else None for language in LANGUAGES]
        is_whole = all(isinstance(pair, list) and len(pair) == PAIR for pair in pairs)
        if not is_whole or not isinstance(told.get("said"), list):
            remedy = "Write nb, nn and en as [one, more], and said as a list."
            yield _fault(path, unit, f'The unit "{unit}" is not whole.', remedy)


def _mapping(value: Any, key: str) -> dict[str, Any]:
    inner = value.get(key) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def _fault(path: Path, key: str, problem: str, remedy: str) -> ContentError:
    return ContentError(place(path), line_of(path, key), problem, remedy)
