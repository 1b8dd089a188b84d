"""Worked legal cases: facts and the finding expected of them, one file each under content/cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dugnad.content import content_files, place
from dugnad.errors import ContentError
from dugnad.law.case_fields import fields_of
from dugnad.law.duty_cases import check_duty_case, is_duty_case
from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts, NoticeFacts
from dugnad.law.finding import Finding, Scope
from dugnad.law.judge import GRAVITY, judge, scope_of
from dugnad.law.lawfile import MARKS, Key, LawFile, repeated_keys
from dugnad.law.weights import effective_percent

FINDING_FIELDS = (
    "outcome", "ground", "rule_version", "weight_environment_certain", "weight_environment_max", "rank_environment",
    "citation", "mark",
)  # fmt: skip
SCOPE_FIELDS = ("regulation", "part", "is_bound", "must_announce", "is_inside_act")
EXPECTED = (*FINDING_FIELDS, *SCOPE_FIELDS, "problems")
TOP = {"name", "announced", "facts", "expect", "why_not", "point", "source", "mark"}
SHARE_OF_PARENT = frozenset({"parent_percent", "share_percent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One worked case. `expect` is None where the case illustrates a point and has no outcome to hold the judge to."""

    id: str
    file: str
    names: dict[str, str]
    announced: date
    lots: tuple[LotFacts, ...]
    expect: dict[str, Any] | None
    why_not: str
    point: str
    source: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """What the judge says of a case, beside what was expected."""

    case: Case
    scopes: tuple[Scope, ...]
    findings: tuple[Finding, ...]
    worst: Finding | None
    """The finding of the worst lot: the procurement has its outcome."""
    differences: tuple[tuple[str, Any, Any], ...]
    """(name, expected, found) for everything that differs."""

    @property
    def is_as_expected(self) -> bool:
        return not self.differences


@cache
def load_cases() -> tuple[Case, ...]:
    """Every case of the climate rule in content/cases, sorted by file; the first fault is raised."""
    return tuple(load_case(path) for path in content_files("cases", "*.yaml") if not is_duty_case(path))


def load_case(path: Path) -> Case:
    """One case file; its first fault is raised."""
    file = LawFile(path)
    case = _read(file)
    if file.faults:
        raise file.faults[0]
    return case


def check_cases() -> list[ContentError]:
    """Every fault in the case files, the duties' among them: their form, not their outcome."""
    faults: list[ContentError] = []
    for path in content_files("cases", "*.yaml"):
        try:
            if is_duty_case(path):
                faults += check_duty_case(path)
                continue
            file = LawFile(path)
        except ContentError as error:
            faults.append(error)
            continue
        _read(file)
        faults += file.faults
        faults += repeated_keys(path)
    return faults


def run_case(case: Case) -> CaseResult:
    """Judge every lot of the case and compare the worst with what is expected."""
    findings = tuple(judge(lot, on=case.announced) for lot in case.lots)
    scopes = tuple(scope_of(lot, on=case.announced) for lot in case.lots)
    order = {outcome: position for position, outcome in enumerate(GRAVITY)}
    ranked = sorted(range(len(findings)), key=lambda index: order.get(findings[index].outcome, len(order)))
    worst = findings[ranked[0]] if ranked else None
    differences = _compare(case.expect, worst, scopes[ranked[0]]) if case.expect and worst else ()
    return CaseResult(case=case, scopes=scopes, findings=findings, worst=worst, differences=differences)


def _compare(expect: dict[str, Any], finding: Finding, where: Scope) -> tuple[tuple[str, Any, Any], ...]:
    found = {name: getattr(finding, name) for name in FINDING_FIELDS}
    found |= {name: getattr(where, name) for name in SCOPE_FIELDS}
    found["problems"] = [problem.code for problem in finding.problems]
    return tuple((name, wanted, found[name]) for name, wanted in expect.items() if found[name] != wanted)


def _read(file: LawFile) -> Case:
    file.only((), TOP)
    is_judged = file.get(("expect",)) != "none"
    file.only(("facts",), {"notice", "lots"})
    expect = dict(file.mapping("expect")) if is_judged else None
    for name in expect or ():
        if name not in EXPECTED:
            file.fault(("expect", name), f'"{name}" cannot be expected.', f"Use {', '.join(EXPECTED)}.")
    names = {language: file.text("name", language) for language in ("nb", "en")}
    return Case(
        id=f"{file.path.parent.name}/{file.path.stem}",
        file=place(file.path),
        names=names | {"nn": str(file.get(("name", "nn")) or names["nb"])},
        announced=file.day("announced"),
        lots=_lots(file, is_judged=is_judged),
        expect=expect,
        why_not="" if is_judged else file.text("why_not"),
        point=str(file.get(("point",)) or ""),
        source=file.text("source"),
        mark=file.one_of(MARKS, "mark"),
    )


def _lots(file: LawFile, *, is_judged: bool) -> tuple[LotFacts, ...]:
    lots = file.get(("facts", "lots"))
    if not is_judged and lots is None:
        return ()
    notice = NoticeFacts(**{"country": "NOR"} | fields_of(file, NoticeFacts, ("facts", "notice")))
    if not isinstance(lots, list) or not lots:
        file.fault(("facts", "lots"), "`facts.lots` is missing or not a list.", "Write one `- criteria: …` per lot.")
        return ()
    return tuple(_lot(file, notice, ("facts", "lots", index)) for index in range(len(lots)))


def _lot(file: LawFile, notice: NoticeFacts, keys: tuple[Key, ...]) -> LotFacts:
    values = fields_of(file, LotFacts, keys, apart=frozenset({"notice", "criteria", "documents"}))
    criteria = file.get((*keys, "criteria")) or []
    if not isinstance(criteria, list):
        file.fault((*keys, "criteria"), "`criteria` is not a list.", "Write one `- {type_code: …}` per criterion.")
        criteria = []
    read = tuple(_criterion(file, (*keys, "criteria", index)) for index in range(len(criteria)))
    documents = None
    if file.get((*keys, "documents")) is not None:
        documents = DocumentFacts(**fields_of(file, DocumentFacts, (*keys, "documents")))
    return LotFacts(notice=notice, criteria=read, documents=documents, **values)


def _criterion(file: LawFile, keys: tuple[Key, ...]) -> CriterionFacts:
    """A criterion; a sub-criterion may give its parent's weight and its share of the parent."""
    values = fields_of(file, CriterionFacts, keys, also=SHARE_OF_PARENT)
    parent, share = values.pop("parent_percent", None), values.pop("share_percent", None)
    if parent is not None and share is not None:
        values["weight_percent"] = effective_percent(parent, share)
    return CriterionFacts(**values)
