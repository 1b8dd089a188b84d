"""Worked cases of the duties: one purchase, and what every named rule is expected to say of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dugnad.content import content_files, place
from dugnad.errors import ContentError
from dugnad.law.case_fields import fields_of
from dugnad.law.duties import judge_duties
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.lawfile import MARKS, LawFile, repeated_keys
from dugnad.law.purchase import ClauseFacts, Purchase

TOP = {"name", "announced", "purchase", "expect", "why_not", "point", "source", "mark"}
EXPECTED = ("outcome", "ground", "citation", "rule_version", "mark", "basis")
ABSENT = "NO_FINDING"
"""Expected as outcome where neither the duty nor a predecessor stood in the law that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCase:
    """One worked case. `expect` is by rule; empty where the case has no outcome to hold the rules to."""

    id: str
    file: str
    names: dict[str, str]
    announced: date
    purchase: Purchase
    expect: dict[str, dict[str, Any]]
    why_not: str
    point: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyResult:
    """What the rules say of a case, beside what was expected."""

    case: DutyCase
    findings: tuple[Finding, ...]
    differences: tuple[tuple[str, str, Any, Any], ...]
    """(rule, name, expected, found) for everything that differs."""

    @property
    def is_as_expected(self) -> bool:
        return not self.differences

    @property
    def worst(self) -> Finding | None:
        """What the first rule that the case names says of it: the outcome that the case is about."""
        return next((self.of(rule) for rule in self.case.expect), None)

    def of(self, rule: str) -> Finding | None:
        """What the rule says of the case."""
        return next((finding for finding in self.findings if finding.rule == rule), None)


@cache
def load_duty_cases() -> tuple[DutyCase, ...]:
    """Every duty case in content/cases, sorted by file; the first fault is raised."""
    return tuple(load_duty_case(path) for path in content_files("cases", "*.yaml") if is_duty_case(path))


def is_duty_case(path: Path) -> bool:
    """A case is a duty's where it describes a purchase, whatever folder it lies in."""
    return "purchase" in LawFile(path).top


def load_duty_case(path: Path) -> DutyCase:
    """One case file; its first fault is raised."""
    file = LawFile(path)
    case = _read(file)
    if file.faults:
        raise file.faults[0]
    return case


def check_duty_case(path: Path) -> list[ContentError]:
    """Every fault in the file: its form, not its outcome."""
    file = LawFile(path)
    _read(file)
    return [*file.faults, *repeated_keys(path)]


def run_duty_case(case: DutyCase) -> DutyResult:
    """Judge every duty and compare those that the case names."""
    findings = tuple(judge_duties(case.purchase, on=case.announced))
    by_rule = {finding.rule: finding for finding in findings}
    differences = [
        (rule, name, wanted, found)
        for rule, expected in case.expect.items()
        for name, wanted in expected.items()
        if (found := _value(by_rule.get(rule), name)) != wanted
    ]
    return DutyResult(case=case, findings=findings, differences=tuple(differences))


def _value(finding: Finding | None, name: str) -> Any:
    if finding is None:
        return ABSENT if name == "outcome" else None
    return getattr(finding, name)


def _read(file: LawFile) -> DutyCase:
    file.only((), TOP)
    is_judged = file.get(("expect",)) != "none"
    names = {language: file.text("name", language) for language in ("nb", "en")}
    return DutyCase(
        id=case_id(file.path),
        file=place(file.path),
        names=names | {"nn": str(file.get(("name", "nn")) or names["nb"])},
        announced=file.day("announced"),
        purchase=_purchase(file),
        expect=_expect(file) if is_judged else {},
        why_not="" if is_judged else file.text("why_not"),
        point=str(file.get(("point",)) or ""),
        source=file.text("source"),
        mark=file.one_of(MARKS, "mark"),
    )


def case_id(path: Path) -> str:
    """The place below content/cases: kofa/2025-0834, duties/hard/car-2021."""
    parts = path.with_suffix("").parts
    start = len(parts) - 1 - parts[::-1].index("cases") if "cases" in parts else len(parts) - 3
    return "/".join(parts[start + 1 :])


def _expect(file: LawFile) -> dict[str, dict[str, Any]]:
    expect: dict[str, dict[str, Any]] = {}
    for rule in file.mapping("expect"):
        found = file.mapping("expect", rule)
        file.only(("expect", rule), set(EXPECTED))
        file.text("expect", rule, "outcome")
        expect[str(rule)] = dict(found)
    return expect


def _purchase(file: LawFile) -> Purchase:
    keys = ("purchase",)
    values = fields_of(file, Purchase, keys, apart=frozenset({"notice", "clauses", "declared"}))
    notice = NoticeFacts(**{"country": "NOR"} | fields_of(file, NoticeFacts, ("purchase", "notice")))
    declared = file.texts(*keys, "declared") if file.get((*keys, "declared")) is not None else ()
    return Purchase(notice=notice, clauses=_clauses(file), declared=frozenset(declared), **values)


def _clauses(file: LawFile) -> tuple[ClauseFacts, ...]:
    clauses = file.get(("purchase", "clauses")) or []
    if not isinstance(clauses, list):
        file.fault(("purchase", "clauses"), "`clauses` is not a list.", "Write one `- {type, quote}` per clause.")
        clauses = []
    found = []
    for index in range(len(clauses)):
        values = fields_of(file, ClauseFacts, ("purchase", "clauses", index))
        for name in ("type", "quote"):
            if name not in values:
                file.fault(("purchase", "clauses", index), f"`{name}` is missing.", "Write both type and quote.")
        if {"type", "quote"} <= values.keys():
            found.append(ClauseFacts(**values))
    return tuple(found)
