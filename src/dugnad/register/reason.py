"""A stored reason for a body's class in other languages: found again among what the rules say of the body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from dugnad.register.classify import Above, explained, word_of
from dugnad.register.rules import LANGUAGES, Rules, Text
from dugnad.register.unit import Unit


def reason_texts(
    stored: str, *, kind: str, obligation_class: str, unit: Unit, above: Above | None, rules: Rules
) -> Text:
    """The reason, which is kept in bokmål, by language; in bokmål alone where no rule words it so today.

    `unit`: name, form and sector as the register has them now; `above`: the body above it.
    """
    if kind not in rules.texts["kinds"] or obligation_class not in rules.texts["classes"]:
        return {"nb": stored}
    worded = wordings(kind, obligation_class, unit, above, rules)
    return next((text for text in worded if text["nb"] == stored), {"nb": stored})


def wordings(kind: str, obligation_class: str, unit: Unit, above: Above | None, rules: Rules) -> Iterator[Text]:
    """All that loading and importing may have said: of the content's own bodies, of a table, of a unit by each rule."""
    why = {one: rules.why(kind, obligation_class, one) for one in LANGUAGES}
    yield {one: f"{rules.text('kinds', kind, one)}. {why[one]}" for one in LANGUAGES}
    yield {one: f"{rules.text('facts', 'table', one)} {why[one]}" for one in LANGUAGES}
    words = unit.name.casefold().split()
    found = dict.fromkeys(word_of(rule, words) for rule in rules.rules if rule.kind == kind)
    below = [unit] if above else [replace(unit, parent=""), replace(unit, parent="unknown")]
    for word, one in product(found, below):
        yield explained(one, kind, obligation_class, above, rules, word)
