"""References in what a desk writes: `[[criterion:ID@DAY]]`, `[[law:loa-5b]]`, `[[case:2024/639]]`, `[[answer:12]]`.

Laws go by rule (loa-5b, vehicles) or by amount (entry, national, minimum-weight); decisions by number, as people write
them.

A reference is looked up each time it is shown, so that the reader always meets the law or criterion as it is, and so
that an answer can be flagged when what it rests on has changed since it was reviewed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from dugnad.criteria.criterion import Version
from dugnad.criteria.kept import kept_library
from dugnad.law.cases import Case, load_cases
from dugnad.law.duty_cases import DutyCase, load_duty_cases
from dugnad.law.duty_finding import CHECKED
from dugnad.law.overview import rules_on
from dugnad.law.rule_on_day import RuleOnDay

Kind = Literal["criterion", "law", "case", "answer"]
PATTERN = re.compile(r"\[\[(criterion|law|case|answer):([A-Za-z0-9][A-Za-z0-9.@/-]{0,79})\]\]")
SHOWN = ("published", "to-check", "hearing", "withdrawn")
"""Statuses of criteria that people may see."""
KOFA = "kofa/"
NUMBERED = re.compile(r"(?P<year>(?:19|20)\d\d)[/-](?P<number>\d{1,4})(?P<rest>-[a-z]+)?")
NUMBERS = "numbers"
"""Where the law page tells all amounts."""
Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """What a text points to."""

    kind: Kind
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a reference leads to on a day."""

    reference: Reference
    title: Text
    path: str
    """On this site; "" where it leads nowhere any more."""
    state: str
    """A checksum of what matters of it; "" where it is not known. It changes when the thing does."""
    mark: str = ""
    is_checked: bool = True
    """False: what it says has not been read in its source by us ("ikke kontrollert")."""
    is_replaced: bool = False
    """There is a newer version, or it is withdrawn."""
    is_withdrawn: bool = False
    """It is withdrawn, and its title says so and nothing else."""

    @property
    def is_known(self) -> bool:
        """Is there such a thing on the day?"""
        return bool(self.state)


AnswerOf = Callable[[int], Resolved | None]
"""How a public answer is found: they lie in the database, which nothing here knows."""


def parse(text: str) -> list[Reference | str]:
    """The text in pieces: words as they stand, and references."""
    pieces: list[Reference | str] = []
    at = 0
    for found in PATTERN.finditer(text):
        if found.start() > at:
            pieces.append(text[at : found.start()])
        pieces.append(Reference(found[1], found[2]))  # type: ignore[arg-type] # the pattern allows no other
        at = found.end()
    if at < len(text):
        pieces.append(text[at:])
    return pieces


def references_in(text: str) -> tuple[Reference, ...]:
    """Every reference of the text, each once, in order."""
    return tuple(dict.fromkeys(piece for piece in parse(text) if isinstance(piece, Reference)))


def reference_of(written: str) -> Reference | None:
    """`kind:key` as it is stored; None where it is not one."""
    found = PATTERN.fullmatch(f"[[{written}]]")
    return Reference(found[1], found[2]) if found else None  # type: ignore[arg-type]


def resolve(reference: Reference, on: date, answer_of: AnswerOf | None = None) -> Resolved:
    """What the reference leads to on the day; one that leads nowhere is told so, with its key as title."""
    found = {"criterion": criterion_of, "law": rule_of, "case": case_of}.get(reference.kind)
    resolved = found(reference, on) if found else answered(reference, answer_of)
    return resolved or Resolved(reference=reference, title={"nb": reference.key}, path="", state="")


def answered(reference: Reference, answer_of: AnswerOf | None) -> Resolved | None:
    """A public answer by its number."""
    return answer_of(int(reference.key)) if answer_of and reference.key.isdigit() else None


def criterion_of(reference: Reference, on: date) -> Resolved | None:
    """A criterion; without a day, its newest public version."""
    name, _, day = reference.key.partition("@")
    criterion = kept_library().library.criteria.get(name)
    if criterion is None:
        return None
    public = [one for one in criterion.versions.values if one.status in SHOWN and one.day <= on]
    version = next((one for one in reversed(public) if not day or one.day.isoformat() == day), None)
    if version is None:
        return None
    newest = public[-1]
    return Resolved(
        reference=reference,
        title={language: str(text) for language, text in version.name.items()},
        path=f"/k/{version.key}",
        state=checksum(newest.key, newest.status, str(newest.requirement)),
        is_checked=not version.is_unconfirmed,
        is_replaced=newest.key != version.key or newest.status == "withdrawn",
    )


def public_versions() -> Iterator[Version]:
    """The newest public version of each criterion."""
    for criterion in kept_library().library.criteria.values():
        version = next((one for one in reversed(criterion.versions.values) if one.status in SHOWN), None)
        if version is not None:
            yield version


def rule_of(reference: Reference, on: date) -> Resolved | None:
    """A paragraph or rule in force on the day: by its id with the year of its wording, or without."""
    rule = rules_by_key(on).get(reference.key)
    if rule is None:
        return None
    anchor = NUMBERS if rule.kind == "number" else rule.id
    return Resolved(
        reference=reference,
        title={language: f"{told(rule, name, language)} ({rule.citation})" for language, name in rule.names.items()},
        path=f"/law/?on={on.isoformat()}#{anchor}",
        state=checksum(rule.id, rule.citation, str(rule.text), str(rule.value)),
        mark=rule.mark,
        is_checked=rule.mark in CHECKED,
    )


def told(rule: RuleOnDay, name: str, language: str) -> str:
    """The rule's name; an amount or a share with what it is on the day."""
    if rule.kind != "number" or rule.value is None or rule.unit not in {"NOK", "percent"}:
        return name
    if language == "en":
        return f"{name}: " + (f"NOK {rule.value:,.0f}" if rule.unit == "NOK" else f"{rule.value:g} per cent")
    amount = f"{rule.value:,.0f}".replace(",", "\u00a0")
    return f"{name}: " + (f"{amount} kroner" if rule.unit == "NOK" else f"{rule.value:g} prosent")


@lru_cache(maxsize=64)
def rules_by_key(on: date) -> dict[str, RuleOnDay]:
    """The rules and amounts in force on the day, by id (loa-5b@2026) and by paragraph alone (loa-5b, entry)."""
    found = [rule for rule in rules_on(on) if rule.kind == "number" or is_rule(rule)]
    short = {rule.id.partition("@")[0]: rule for rule in reversed(found)}
    return short | {rule.id: rule for rule in found}


def is_rule(rule: RuleOnDay) -> bool:
    """Is it a rule or a duty that dugnad reads?"""
    return rule.kind in {"rule", "duty"} and rule.is_judged


def case_of(reference: Reference, on: date) -> Resolved | None:
    """A decision of the complaints board, by number; what it decided does not change, what we know of it may."""
    key = case_key(reference.key)
    found = decided().get(key)
    if found is None:
        return None
    names, mark = found
    year, _, number = key.partition("-")
    shown = f"KOFA {year}/{number.partition('-')[0].lstrip('0')}" if year.isdigit() else "KOFA"
    title = {language: f"{shown}: {name}" for language, name in names.items()}
    return Resolved(
        reference=reference, title=title, path=case_path(key), state=checksum(key, mark, str(names)), mark=mark,
        is_checked=mark in CHECKED,
    )  # fmt: skip


def case_path(key: str) -> str:
    """Where on the law's page a decision is told of; `key`: as its file is called."""
    return "/law/#" + f"{KOFA}{key}".replace("/", "").lower()


def case_key(written: str) -> str:
    """A decision's number as its file is called: 2024/639, 2024-639 and kofa/2024-0639 are the same."""
    written = written.removeprefix(KOFA)
    found = NUMBERED.fullmatch(written)
    return f"{found['year']}-{found['number'].zfill(4)}{found['rest'] or ''}" if found else written


@lru_cache(maxsize=1)
def decided() -> dict[str, tuple[Text, str]]:
    """The board's decisions in content: names and mark, by year and number."""
    cases: list[Case | DutyCase] = [*load_cases(), *load_duty_cases()]
    return {one.id.removeprefix(KOFA): (one.names, one.mark) for one in cases if one.id.startswith(KOFA)}


def checksum(*parts: str) -> str:
    """The first half of SHA-256 over the parts."""
    return sha256("\n".join(parts).encode()).hexdigest()[:32]
