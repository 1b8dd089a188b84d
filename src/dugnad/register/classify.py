"""What a unit of Enhetsregisteret is: a public body of some kind, a part of one, or nothing of ours – and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dugnad.register.rules import LANGUAGES, NO_BODY, Rule, Rules
from dugnad.register.unit import Unit

LONGEST_REASON = 400
ABBREVIATION = 4
"""Letters; endings up to this length are whole words."""


@dataclass(frozen=True, slots=True)
class Above:
    """The nearest body above a unit."""

    key: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Either a kind with its class, or part of the body above, or a reason to leave the unit out."""

    rule: str
    kind: str = ""
    obligation_class: str = ""
    above: Above | None = None
    is_part: bool = False
    leave_out: str = ""
    why: dict[str, str] = field(default_factory=dict)


def classify(unit: Unit, rules: Rules, nearest: Callable[[str], Above | None]) -> Verdict:
    """The first rule that fits decides; `nearest` finds the body at or above a number."""
    if unit.is_sub_unit:
        above = nearest(unit.parent)
        if above is None:
            return Verdict("sub-unit", leave_out="sub-unit-unknown")
        return Verdict("sub-unit", above=above, is_part=True, why=explained_part(unit, above, rules))
    words = unit.name.casefold().split()
    above = None
    is_asked = False
    for rule in rules.rules:
        if not fits_codes(rule, unit) or not fits_name(rule, unit.name.casefold(), words):
            continue
        if (rule.above or rule.kind or rule.sub_unit) and not is_asked:
            above, is_asked = nearest(unit.parent) if unit.parent else None, True
        if rule.above and (above.kind if above else NO_BODY) not in rule.above:
            continue
        if rule.leave_out:
            return Verdict(rule.id, leave_out=rule.leave_out)
        if rule.sub_unit and above is not None:
            return Verdict(rule.id, above=above, is_part=True, why=explained_part(unit, above, rules))
        if rule.kind:
            obligation_class = rules.classes[rule.kind]
            why = explained(unit, rule.kind, obligation_class, above, rules, word_of(rule, words))
            return Verdict(rule.id, rule.kind, obligation_class, above, why=why)
    return Verdict("rest", leave_out="not-public")


def fits_codes(rule: Rule, unit: Unit) -> bool:
    """Do form and sector fit the rule?"""
    return (not rule.forms or unit.form in rule.forms) and (not rule.sectors or unit.sector in rule.sectors)


def fits_name(rule: Rule, name: str, words: list[str]) -> bool:
    """Do the name's words fit the rule?"""
    if rule.begins and not any(name == one or name.startswith(f"{one} ") for one in rule.begins):
        return False
    if rule.ends and not (words and any(ends_with(words[-1], one) for one in rule.ends)):
        return False
    return not rule.words or any(word in rule.words for word in words)


def ends_with(word: str, end: str) -> bool:
    """A short ending is a word of its own (HF); a long one may end a longer word (-departementet)."""
    return word == end or (len(end) > ABBREVIATION and word.endswith(end))


def word_of(rule: Rule, words: list[str]) -> str:
    """The word of the name that the rule went by."""
    if rule.ends:
        return words[-1]
    if rule.begins:
        return words[0]
    return next((word for word in words if word in rule.words), "")


def explained(
    unit: Unit, kind: str, obligation_class: str, above: Above | None, rules: Rules, word: str = ""
) -> dict[str, str]:
    """The classification as a sentence: what it rests on, then what the class rests on."""
    return {
        language: f"{codes_told(unit, kind, above, rules, word, language)} "
        f"{rules.why(kind, obligation_class, language)}"[:LONGEST_REASON]
        for language in LANGUAGES
    }


def codes_told(unit: Unit, kind: str, above: Above | None, rules: Rules, word: str, language: str) -> str:
    """What the classification rests on: the codes, the word of the name, and what stands above."""
    facts = []
    if unit.sector:
        facts.append(rules.text("facts", "sector", language, sector=unit.sector))
    if unit.form:
        facts.append(rules.text("facts", "form", language, form=unit.form))
    if word:
        facts.append(rules.text("facts", "word", language, word=word))
    if above is not None:
        facts.append(rules.text("facts", "above", language, above=above.name))
    elif unit.parent:
        facts.append(rules.text("facts", "no-above", language))
    return f"{rules.text('kinds', kind, language)}: {', '.join(facts)}." if facts else ""


def explained_part(unit: Unit, above: Above, rules: Rules) -> dict[str, str]:
    """Why a number counts for the body above."""
    told = {}
    for language in LANGUAGES:
        facts = [rules.text("facts", "sub-unit", language, above=above.name)]
        if unit.form:
            facts.append(rules.text("facts", "form", language, form=unit.form))
        told[language] = f"{', '.join(facts)}."[:300]
    return told
