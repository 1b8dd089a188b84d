"""The words of the leader's page and the one-page report: content/plan/report.yaml."""

from __future__ import annotations

from functools import lru_cache
from string import Formatter
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.law.duty_law import load_duties
from dugnad.law.hard_content import load_hard
from dugnad.law.judge import RULE

FILE = "plan/report.yaml"
LANGUAGES = ("nb", "nn", "en")
STEPS = (
    "ended", "confirm", "join", "adopt-plan", "measures", "answer-status", "possible-breach", "reasons-missing",
    "invalid-code", "manual-review", "announce", "show", "raise",
)  # fmt: skip
ASKS = (
    "MET", "EXEMPT_CLAIMED", "DUTY", "POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "SHOULD_NOT_MET",
    "MANUAL_REVIEW", "UNKNOWN", "OUTSIDE",
)  # fmt: skip
SAME_ASK = {"NOT_APPLICABLE": "OUTSIDE", "OUTSIDE_ACT": "OUTSIDE", "NOT_COLLECTABLE": "UNKNOWN"}
PLACES = {
    "name", "day", "coverage", "numerator", "denominator", "share", "known", "unknown", "count", "breaches", "reasons",
    "done", "measures", "late", "since", "year", "who", "when", "what", "computed", "citation", "organ", "chief",
    "mark",
}  # fmt: skip
"""What may stand in braces."""


@lru_cache(maxsize=4)
def read_report_words(file: str = FILE) -> dict[str, Any]:
    """The file as it stands; one of the body's own lies over the shipped one."""
    words: dict[str, Any] = read_yaml(content_path(file))
    return words


def word(key: str, language: str, /, **values: object) -> str:
    """One of the sentences, filled."""
    return filled(read_report_words()["words"][key], language, **values)


def filled(texts: dict[str, Any], language: str, /, **values: object) -> str:
    """The text in the language; where it counts, in the form that fits the count."""
    text = texts[language]
    if isinstance(text, dict):
        text = text["one" if str(values["count"]) == "1" else "other"]
    return str(text).format_map(values)


def ask_of(outcome: str, language: str) -> str:
    """What a leader asks about a purchase with this outcome."""
    asks = read_report_words()["ask"]
    group = next(
        (start for start in ("MET", "DUTY") if outcome.startswith(f"{start}_")), SAME_ASK.get(outcome, outcome)
    )
    return filled(asks.get(group, asks["UNKNOWN"]), language)


def organ_of(kind: str, language: str) -> str:
    """Who decides in a body of this kind."""
    return by_kind("organs", kind, language)


def chief_of(kind: str, language: str) -> str:
    """Who leads its administration and prepares its decisions."""
    return by_kind("chiefs", kind, language)


def by_kind(table: str, kind: str, language: str) -> str:
    """What a table says of the kind, or of every kind that it does not name."""
    rows = read_report_words()[table]
    return filled(rows.get(kind, rows["other"]), language)


def check_report() -> list[ContentError]:
    """Every text in every language, with no field that is never filled; every step, question and rule."""
    words, where = read_yaml(content_path(FILE)), place(content_path(FILE))
    tables = [(name, words.get(name) or {}) for name in ("words", "ask", "organs", "chiefs")]
    tables += [(f"steps.{name}", step) for name, step in (words.get("steps") or {}).items()]
    faults = [fault for name, table in tables for fault in text_faults(table, f"{name}.", PLACES, where)]
    faults += missing_names("steps", words.get("steps") or {}, STEPS, where)
    faults += missing_names("ask", words.get("ask") or {}, ASKS, where)
    faults += [
        fault
        for name, step in (words.get("steps") or {}).items()
        for fault in missing_names(f"steps.{name}", step, ("what", "why", "who"), where)
    ]
    known = known_rules()
    faults += [
        ContentError(where, None, f'There is no rule "{row.get("rule")}".', "Name a rule of content/law.")
        for row in words.get("law") or []
        if row.get("rule") not in known
    ]
    return faults


def known_rules() -> set[str]:
    """The names of all rules of law."""
    social = {version.rule for versions in load_duties().versions.values() for version in versions}
    return {RULE, *social, *load_hard().rules}


def missing_names(table: str, rows: dict[str, Any], names: tuple[str, ...], where: str) -> list[ContentError]:
    """What is asked for by name and does not stand there."""
    lacking = [name for name in names if name not in rows]
    return [ContentError(where, None, f'{table} lacks "{name}".', "Write it in nb, nn and en.") for name in lacking]


def text_faults(texts: dict[str, Any], table: str, places: set[str], where: str) -> list[ContentError]:
    """Texts that lack a language, or have a field that nothing fills."""
    faults = []
    for name, text in texts.items():
        if not isinstance(text, dict) or set(text) != set(LANGUAGES) or not all(text.values()):
            faults.append(
                ContentError(where, None, f"{table}{name} is not one text in nb, nn and en.", "Write all three.")
            )
            continue
        for said in text.values():
            forms = said.values() if isinstance(said, dict) else [said]
            faults += [
                ContentError(
                    where, None, f'{table}{name} has a field "{{{field}}}" that nothing fills.', "Take it out."
                )
                for form in forms
                for field in sorted(fields_in(str(form)) - places)
            ]
    return faults


def fields_in(text: str) -> set[str]:
    """The fields in braces; a brace that stands alone counts as one."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"{"}
