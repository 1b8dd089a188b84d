"""The rules that tell public bodies from other units, as content/register/classification.yaml states them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.notices.register import obligation_classes
from dugnad.notices.register_check import CLASSES, KINDS

FILE = "register/classification.yaml"
LANGUAGES = ("nb", "nn", "en")
NO_BODY = "none"
TEXTS = ("kinds", "facts", "classes", "readings", "left_out")
RULE_KEYS = {"id", "forms", "sectors", "begins", "ends", "words", "above", "kind", "sub_unit", "leave_out"}
READING_REASONS = ("sub-unit-unknown", "bad-number", "bad-name", "bad-date", "bad-row", "bad-kind", "duplicate",
                   "removed-unknown", "pointer", "is-sub-unit")  # fmt: skip
FACTS = ("sector", "form", "above", "no-above", "word", "sub-unit", "table")

Text = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; an empty condition is always met."""

    id: str
    forms: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    above: frozenset[str] = frozenset()
    kind: str = ""
    sub_unit: bool = False
    leave_out: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules in their order, and the words to explain them with."""

    rules: tuple[Rule, ...]
    texts: dict[str, dict[str, Text]]
    classes: dict[str, str]

    def text(self, group: str, name: str, language: str = "nb", **values: str) -> str:
        """A text of the rules' file."""
        return self.texts[group][name][language].format(**values)

    def why(self, kind: str, obligation_class: str, language: str = "nb") -> str:
        """Why bodies of the kind have the class."""
        is_usual = self.classes.get(kind) == obligation_class
        reading = self.texts["readings"].get(kind) if is_usual else None
        return (reading or self.texts["classes"][obligation_class])[language]


@cache
def load_rules() -> Rules:
    """The rules; content does not change while the program runs."""
    path = content_path(FILE)
    given = read_yaml(path)
    try:
        rules = tuple(rule_of(row) for row in given["rules"])
        return Rules(rules, {group: given[group] for group in TEXTS}, obligation_classes())
    except (KeyError, TypeError, AttributeError) as error:
        problem = f"The rules cannot be read ({error})."
        raise ContentError(place(path), None, problem, "Run `dugnad content check`.") from error


def rule_of(row: dict[str, Any]) -> Rule:
    """One rule of the file."""
    return Rule(
        id=row["id"],
        forms=frozenset(row.get("forms", ())),
        sectors=frozenset(row.get("sectors", ())),
        begins=tuple(row.get("begins", ())),
        ends=tuple(row.get("ends", ())),
        words=tuple(row.get("words", ())),
        above=frozenset(row.get("above", ())),
        kind=row.get("kind", ""),
        sub_unit=bool(row.get("sub_unit")),
        leave_out=row.get("leave_out", ""),
    )


def check_rules() -> list[ContentError]:
    """All faults of the rules: unknown kinds and reasons, rules without an end, texts that lack a language."""
    path = content_path(FILE)
    given = read_yaml(path)
    if not isinstance(given, dict) or not isinstance(given.get("rules"), list):
        return [ContentError(place(path), 1, "The list of rules is missing.", "Write rules: and one rule a line.")]
    found = [fault for row in given["rules"] for fault in _rule_faults(row, given.get("left_out") or {})]
    last = given["rules"][-1] if given["rules"] else {}
    if not isinstance(last, dict) or set(last) != {"id", "leave_out"}:
        found.append(("The last rule has a condition.", "End with a rule that leaves out whatever is left."))
    found += list(_text_faults(given))
    return [ContentError(place(path), None, *fault) for fault in found]


def _rule_faults(row: object, reasons: dict[str, Any]) -> list[tuple[str, str]]:
    """(problem, remedy) of one rule."""
    if not isinstance(row, dict) or "id" not in row:
        return [(f"A rule has no id: {row}.", "Write id: and a short name.")]
    name, found = row["id"], []
    if unknown := sorted(set(row) - RULE_KEYS):
        found.append((f'Rule {name}: "{unknown[0]}" is not a known key.', f"Known: {', '.join(sorted(RULE_KEYS))}."))
    if sum(key in row for key in ("kind", "sub_unit", "leave_out")) != 1:
        found.append((f"Rule {name} gives no answer, or several.", "Give one of kind, sub_unit, leave_out."))
    if "kind" in row and row["kind"] not in KINDS:
        found.append((f'Rule {name}: "{row["kind"]}" is not a kind.', f"One of {', '.join(KINDS)}."))
    if "leave_out" in row and row["leave_out"] not in reasons:
        found.append((f'Rule {name}: "{row["leave_out"]}" is no reason in left_out.', "Add it there, or correct it."))
    found += [
        (f'Rule {name}: "{kind}" in above is not a kind.', f"One of {', '.join(KINDS)} or {NO_BODY}.")
        for kind in row.get("above", ())
        if kind not in (*KINDS, NO_BODY)
    ]
    return found


def _text_faults(given: dict[str, Any]) -> list[tuple[str, str]]:
    """Every kind, class, fact and reason is explained in all languages."""
    needed = {"kinds": KINDS, "facts": FACTS, "classes": CLASSES, "readings": (), "left_out": READING_REASONS}
    found = []
    for group, names in needed.items():
        texts = given.get(group) if isinstance(given.get(group), dict) else {}
        for name in dict.fromkeys((*names, *(texts or {}))):
            text = (texts or {}).get(name)
            lacking = [one for one in LANGUAGES if not (isinstance(text, dict) and text.get(one))]
            if lacking:
                found.append((f"{group}: {name} lacks {', '.join(lacking)}.", "Write nb, nn and en."))
    return found
