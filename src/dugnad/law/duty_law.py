"""The duties' dated content, read from content/law/duties: versions of each duty, amounts, trades and sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from dugnad.content import content_files, content_path
from dugnad.errors import ContentError
from dugnad.law.finding import Amount, Mark
from dugnad.law.lawfile import LANGUAGES, MARKS, LawFile
from dugnad.law.parameters import CpvList, Series, Source, read_cpv, read_series

NORMS = ("shall", "should", "may", "information")
"""How a version binds; `information` tells something that the buyer need not do anything about."""
COLUMNS = ("foa", "foa-2", "foa-3", "ff", "any")
"""Who follows a version: everyone, FOA buyers (Part II or III where the paragraph stands in one of them), FF buyers."""
AMOUNTS = (
    "wages-state", "wages-others", "apprentices-state", "apprentices-others", "apprentices-health-social",
    "tiers-foa-state", "tiers-foa-others", "tiers-ff", "bank-ff", "clauses-act", "clauses-ff-state",
    "clauses-ff-others", "tax", "tax-subcontract",
)  # fmt: skip
"""Every amount that the code asks for by name."""
RULES = (
    "principles.basic", "organisation.duty", "organisation.strategy", "security.preparedness", "wages.clause",
    "works.conditions", "payment.bank", "apprentices.clause", "control.duty", "supervision.access", "tiers.limit",
    "tax.certificate", "universal.design", "innovation.option", "sanctions.clause", "health-social.rules",
    "documentation.duty", "lots.reasons", "direct-award.fee",
)  # fmt: skip
KINDS = ("works", "services", "supplies", "cleaning", "health", "unknown")
LIMITS = (
    "abroad", "exempt", "under-entry", "defence", "concession", "utility", "defence-act", "concession-act",
    "utility-act",
)  # fmt: skip
"""Where duties do not reach; `-act` from 2026-07-01, when LOA § 2 itself says so."""
CONDITIONS = ("apprentice-months", "most-tiers", "tiers-part-3")
EXCEPTIONS = ("apprentices",)
"""Duties from which the documents may claim an exception."""
SENTENCES = (
    "because-amount", "because-form", "because-part", "because-kind", "because-clauses", "because-buyer",
    "applies", "declared", "declared-open", "declared-notice", "declared-open-notice", "declared-address", "absent",
    "no-abroad", "no-defence", "no-exempt", "no-under-entry", "no-concession", "no-utility", "no-buyer", "no-goods",
    "no-trade", "no-works", "no-amount", "no-duration", "no-skilled", "no-part", "no-clause-duty", "no-health",
    "no-own-rules",
    "no-lots", "no-announce",
    "unknown-buyer", "unknown-nature", "unknown-trade", "unknown-value", "unknown-duration", "unknown-skilled",
    "unknown-part", "unknown-regulation", "unknown-day", "unknown-award", "unknown-lots", "unknown-clause-duty",
    "review-amount", "review-partly", "review-mark", "review-change", "review-regulation", "review-value",
    "review-trade", "review-one-of-two", "review-tiers", "review-judgement", "review-elsewhere", "review-lots",
    "review-covers", "exempt-accessibility", "exempt-apprentices",
    "tail-not-read", "tail-presumed", "tail-health", "tail-shortage", "tail-language",
)  # fmt: skip
PLACEHOLDERS = frozenset(
    {"duty", "do", "because", "kind", "value", "amount", "day", "months", "quote", "tiers", "cite"}
)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class DutyVersion:
    """One duty as it was worded in a period, for those who follow this column.

    `id` names the text, the paragraph and the year of the wording: loa-5e@2026, ff-7-11@2026, for-2008-112@2020.
    """

    id: str
    rule: str
    column: str
    since: date
    until: date | None
    norm: str
    names: dict[str, str]
    text: dict[str, str]
    duty: dict[str, str]
    """What the rule is about, to stand after "the rule on"."""
    do: dict[str, str]
    """What it asks, in one clause."""
    cite: str
    href: str
    mark: Mark
    missing: str
    """What was not found about this version, where something was not."""


@dataclass(frozen=True, slots=True)
class DutyLaw:
    """Everything in content/law/duties."""

    amounts: dict[str, Series]
    ends: dict[str, date]
    """The last day of the amounts that ended."""
    versions: dict[str, tuple[DutyVersion, ...]]
    cleaning: CpvList
    trades: CpvList
    limits: dict[str, Source]
    conditions: dict[str, Amount]
    """Months, tiers and the like that a duty's words name."""
    exceptions: dict[str, tuple[str, ...]]
    """Words by which a claimed exception is known to be from the duty."""
    kinds: dict[str, dict[str, str]]
    sentences: dict[str, dict[str, str]]

    def version(self, rule: str, column: str, on: date) -> DutyVersion | None:
        """The duty's wording on the day for this column; else the one that others follow, to be cited."""
        standing = [one for one in self.versions[rule] if one.since <= on and (one.until is None or on <= one.until)]
        wanted = (column, "any", "foa", "foa-2", "foa-3", "ff")
        return next((one for name in wanted for one in standing if one.column == name), None)


@cache
def load_duties() -> DutyLaw:
    """The duties as the content files say them; the first fault is raised."""
    law, faults = _read_all()
    if faults:
        raise faults[0]
    return law


def check_duties() -> list[ContentError]:
    """Every fault in content/law/duties."""
    try:
        _, faults = _read_all()
    except ContentError as error:
        return [error]
    return faults


def _read_all() -> tuple[DutyLaw, list[ContentError]]:
    faults: list[ContentError] = []

    def read(path: Path, reader: Callable[[LawFile], Read]) -> Read:
        file = LawFile(path)
        found = reader(file)
        faults.extend(file.faults)
        return found

    amounts = [read(path, read_amount) for path in content_files("law/duties/amounts", "*.yaml")]
    versions = [read(path, read_duty) for path in content_files("law/duties/versions", "*.yaml")]
    by_name = {series.id: series for series, _ in amounts}
    by_rule = {rule: _of_rule(versions, rule) for rule in RULES}
    missing = [f'The amount "{name}" has no file.' for name in AMOUNTS if name not in by_name]
    missing += [f'The duty "{rule}" has no version.' for rule, found in by_rule.items() if not found]
    faults += [
        ContentError("content/law/duties", None, problem, "Restore it from the repository.") for problem in missing
    ]
    faults += _overlaps(by_rule)
    law = DutyLaw(
        amounts=by_name,
        ends={series.id: until for series, until in amounts if until is not None},
        versions=by_rule,
        cleaning=read(content_path("law/duties/cleaning.yaml"), read_cpv),
        trades=read(content_path("law/duties/skilled-trades.yaml"), read_cpv),
        limits=read(content_path("law/duties/limits.yaml"), read_limits),
        conditions=read(content_path("law/duties/conditions.yaml"), read_conditions),
        exceptions=read(content_path("law/duties/exceptions.yaml"), read_exceptions),
        kinds=read(content_path("law/duties/kinds.yaml"), lambda file: _texts(file, KINDS)),
        sentences=read(content_path("law/duties/sentences.yaml"), lambda file: _texts(file, SENTENCES)),
    )
    return law, faults


def read_amount(file: LawFile) -> tuple[Series, date | None]:
    """An amount through the years, and its last day where the rule that asked for it ended."""
    until = file.day_or_none("until")
    file.top.pop("until", None)
    return read_series(file), until


def read_duty(file: LawFile) -> DutyVersion:
    file.only(
        (),
        {
            "rule_version", "rule", "column", "since", "until", "norm", "name", "text", "duty", "do", "cite", "href",
            "mark", "missing", "last_checked",
        },
    )  # fmt: skip
    file.checked()
    mark: Any = file.one_of(MARKS, "mark")
    return DutyVersion(
        id=file.text("rule_version"),
        rule=file.one_of(RULES, "rule"),
        column=file.one_of(COLUMNS, "column"),
        since=file.day("since"),
        until=file.day_or_none("until"),
        norm=file.one_of(NORMS, "norm"),
        names=file.names("name"),
        text=file.names("text"),
        duty=file.names("duty"),
        do=file.names("do"),
        cite=file.text("cite"),
        href=file.text("href"),
        mark=mark,
        missing=str(file.get(("missing",)) or ""),
    )


def read_limits(file: LawFile) -> dict[str, Source]:
    file.only((), set(LIMITS))
    limits: dict[str, Source] = {}
    for name in LIMITS:
        mark: Any = file.one_of(MARKS, name, "mark")
        limits[name] = Source(file.text(name, "cite"), file.text(name, "href"), mark)
    return limits


def read_conditions(file: LawFile) -> dict[str, Amount]:
    file.only((), {*CONDITIONS, "last_checked"})
    file.checked()
    found: dict[str, Amount] = {}
    for name in CONDITIONS:
        mark: Any = file.one_of(MARKS, name, "mark")
        value, since = file.number_or_none(name, "value"), file.day(name, "since")
        found[name] = Amount(name, value, file.text(name, "cite"), file.text(name, "href"), mark, "", "", since)
    return found


def read_exceptions(file: LawFile) -> dict[str, tuple[str, ...]]:
    file.only((), {*EXCEPTIONS, "last_checked"})
    file.checked()
    return {name: file.texts(name) for name in EXCEPTIONS}


def _texts(file: LawFile, keys: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """One text per key and language, with only placeholders that the code fills."""
    file.only((), set(keys))
    texts = {key: file.names(key) for key in keys}
    for key, names in texts.items():
        for language in LANGUAGES:
            unknown = _placeholders(names[language]) - PLACEHOLDERS
            if unknown:
                remedy = f"Use only {{{'}, {'.join(sorted(PLACEHOLDERS))}}}."
                file.fault((key, language), f"A placeholder is not known or not closed: {unknown}.", remedy)
    return texts


def _placeholders(template: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:
        return {"{"}


def _of_rule(versions: list[DutyVersion], rule: str) -> tuple[DutyVersion, ...]:
    """The duty's versions, oldest first; on the same day the one that most buyers follow is last."""
    own = [one for one in versions if one.rule == rule]
    return tuple(sorted(own, key=lambda one: (one.since, -COLUMNS.index(one.column))))


def _overlaps(by_rule: dict[str, tuple[DutyVersion, ...]]) -> list[ContentError]:
    """Two versions of one duty may not hold for the same column on the same day."""
    faults: list[ContentError] = []
    for rule, found in by_rule.items():
        versions = sorted(found, key=lambda one: (one.column, one.since))
        for earlier, later in pairwise(versions):
            is_open = earlier.until is None or earlier.until >= later.since
            if earlier.column == later.column and is_open:
                problem = f"{rule}: {earlier.id} still holds when {later.id} starts."
                faults.append(ContentError("content/law/duties/versions", None, problem, "Write `until` in the first."))
    return faults
