"""The law's numbers, days and words, read from content/law: one file per number, version or code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from dugnad.content import content_files, content_path
from dugnad.dated import Dated
from dugnad.errors import ContentError
from dugnad.law.finding import Amount, Mark
from dugnad.law.lawfile import LANGUAGES, MARKS, LawFile, repeated_keys
from dugnad.law.sentence import KEYS, PLACEHOLDERS, Sentence

REGULATIONS = ("foa", "ff", "kkf")
PATHS = ("weight", "rank", "spec", "insignificant", "critical-interest", "national-minimum")
WEIGHT_SERIES = {"foa": "minimum-weight", "ff": "minimum-weight-ff"}
RANK_SERIES = {"foa": "highest-ranks", "ff": "highest-ranks-ff", "kkf": "highest-ranks-kkf"}
NUMBERS = (
    "entry", "national", "eea-state", "eea-others", "eea-works", "eea-special-foa", "eea-utilities", "eea-special-ff",
    "concessions", "announce-foa", "announce-foa-health-social", "announce-ff", "announce-ff-works",
    "announce-ff-special", "announce-kkf", *WEIGHT_SERIES.values(), *RANK_SERIES.values(),
)  # fmt: skip
"""Every number that the code asks for by name."""
PLACES = ("abroad", "defence", "exempt", "not-bound", "too-early", "words-not-found", "regulation")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Series:
    """One number through the years, with its names and what it decides in plain words."""

    id: str
    names: dict[str, str]
    text: dict[str, str]
    unit: str
    values: Dated[Amount]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the climate and environment rule."""

    id: str
    regulation: str
    since: date
    until: date | None
    norm: str
    names: dict[str, str]
    text: dict[str, str]
    cite: dict[str, str]
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class NationalCode:
    """A national award criterion code (BT-539) and the days on which it may be used."""

    code: str
    names: dict[str, str]
    path: str
    is_statement: bool
    since: date
    until: date | None
    cite: str
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Source:
    """Where a limit of the rule is laid down."""

    cite: str
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CpvList:
    """CPV codes by their first digits."""

    names: dict[str, str]
    prefixes: tuple[str, ...]
    cite: str
    href: str
    mark: Mark

    def holds(self, cpv: str) -> bool:
        return cpv.startswith(self.prefixes)

    def may_hold(self, cpv: str) -> bool:
        """Is the code so wide that goods of the list stand under it?"""
        return is_wide(cpv, self.prefixes)


@dataclass(frozen=True, slots=True)
class Regime:
    """A version of the rule with its numbers, as they stood from a day."""

    version: Version
    minimum: Amount | None
    """The least weight; None where the rule has no percentage."""
    highest: Amount | None


@dataclass(frozen=True, slots=True)
class Law:
    """Everything in content/law."""

    numbers: dict[str, Series]
    versions: dict[str, Dated[Version | None]]
    codes: dict[str, NationalCode]
    health: CpvList
    special: CpvList
    limits: dict[str, Source]
    marks: dict[str, dict[str, str]]
    sentences: dict[str, Sentence]
    regimes: dict[str, Dated[Regime | None]]
    codes_since: date
    """The first day of any national code."""

    def regime(self, regulation: str, on: date) -> Regime | None:
        """The rule in force on the day for buyers under this regulation."""
        dated = self.regimes.get(regulation)
        regime = dated.at(on) if dated else None
        return regime if regime and (regime.version.until is None or on <= regime.version.until) else None


def is_wide(cpv: str, prefixes: tuple[str, ...]) -> bool:
    """Does a code of these beginnings stand under this one? 39700000 is over 39710000. A division has two digits."""
    stem = cpv.rstrip("0").ljust(2, "0")
    return bool(cpv) and any(len(stem) < len(prefix) and prefix.startswith(stem) for prefix in prefixes)


@cache
def load_law() -> Law:
    """The law as the content files say it; the first fault is raised."""
    law, faults = _read_all()
    if faults:
        raise faults[0]
    return law


def check_law() -> list[ContentError]:
    """Every fault in content/law."""
    try:
        _, faults = _read_all()
    except ContentError as error:
        return [error]
    for path in content_files("law", "*.yaml"):
        faults.extend(repeated_keys(path))
    return faults


def _read_all() -> tuple[Law, list[ContentError]]:
    faults: list[ContentError] = []

    def read(path: Path, reader: Callable[[LawFile], Read]) -> Read:
        file = LawFile(path)
        found = reader(file)
        faults.extend(file.faults)
        return found

    numbers = [
        read(path, read_series)
        for folder in ("thresholds", "announcement", "environment")
        for path in content_files(f"law/{folder}", "*.yaml")
        if path.parent.name == folder
    ]
    versions = [read(path, read_version) for path in content_files("law/environment/versions", "*.yaml")]
    codes = [read(path, read_code) for path in content_files("law/codes", "*.yaml")]
    by_name = {series.id: series for series in numbers}
    for missing in (name for name in NUMBERS if name not in by_name):
        problem = f'The number "{missing}" has no file.'
        faults.append(ContentError("content/law", None, problem, "Restore it from the repository."))
    law = Law(
        numbers=by_name,
        versions={regulation: _by_day(versions, regulation) for regulation in REGULATIONS},
        codes={code.code: code for code in codes},
        health=read(content_path("law/scope/health-social-services.yaml"), read_cpv),
        special=read(content_path("law/scope/special-services.yaml"), read_cpv),
        limits=read(content_path("law/scope/limits.yaml"), read_limits),
        marks=read(content_path("law/marks.yaml"), lambda file: {mark: file.top.get(mark, {}) for mark in MARKS}),
        sentences=read(content_path("law/sentences.yaml"), read_sentences),
        regimes={regulation: _regimes(by_name, versions, regulation) for regulation in REGULATIONS},
        codes_since=min((code.since for code in codes), default=date.max),
    )
    return law, faults


def read_series(file: LawFile) -> Series:
    """A number with one value per day of change."""
    file.only((), {"name", "text", "unit", "values", "last_checked"})
    file.checked()
    name = file.path.stem if file.path.parent.name != "announcement" else f"announce-{file.path.stem}"
    amounts: dict[date, Amount] = {}
    for day in file.mapping("values"):
        if type(day) is not date:
            file.fault(("values", day), f'"{day}" is not a date.', "Write it as 2024-01-01.")
            continue
        keys = ("values", day)
        file.only(keys, {"value", "cite", "href", "mark", "norm", "missing"})
        amounts[day] = Amount(
            name,
            file.number_or_none(*keys, "value"),
            file.text(*keys, "cite"),
            file.text(*keys, "href"),
            _mark(file, *keys),
            str(file.get((*keys, "norm")) or ""),
            str(file.get((*keys, "missing")) or ""),
            day,
        )
    unit = file.one_of(("NOK", "percent", "rank"), "unit")
    return Series(name, file.names("name"), file.names("text"), unit, Dated.of(amounts))


def read_version(file: LawFile) -> Version:
    file.only(
        (),
        {
            "rule_version",
            "regulation",
            "since",
            "until",
            "norm",
            "name",
            "text",
            "cite",
            "href",
            "mark",
            "last_checked",
        },
    )
    file.only(("cite",), {"rule", "general", *PATHS})
    file.checked()
    for needed in ("rule", "general", "weight", "rank"):
        file.text("cite", needed)
    return Version(
        file.text("rule_version"),
        file.one_of(REGULATIONS, "regulation"),
        file.day("since"),
        file.day_or_none("until"),
        file.one_of(("should", "shall"), "norm"),
        file.names("name"),
        file.names("text"),
        dict(file.mapping("cite")),
        file.text("href"),
        _mark(file),
    )


def read_code(file: LawFile) -> NationalCode:
    file.only((), {"code", "name", "path", "is_statement", "since", "until", "cite", "href", "mark", "last_checked"})
    file.checked()
    return NationalCode(
        file.text("code"),
        file.names("name"),
        file.one_of(PATHS, "path"),
        file.is_true("is_statement"),
        file.day("since"),
        file.day_or_none("until"),
        file.text("cite"),
        file.text("href"),
        _mark(file),
    )


def read_cpv(file: LawFile) -> CpvList:
    file.only((), {"name", "cpv", "cite", "href", "mark", "last_checked"})
    file.checked()
    prefixes: list[str] = []
    for index, entry in enumerate(file.texts("cpv")):
        first, _, last = entry.partition("-")
        if not (first.isdigit() and (not last or (last.isdigit() and len(last) == len(first) and first <= last))):
            file.fault(("cpv", index), f'"{entry}" is not a CPV beginning or range.', 'Write "85" or "8000-8066".')
            continue
        prefixes += [str(number) for number in range(int(first), int(last or first) + 1)]
    return CpvList(file.names("name"), tuple(prefixes), file.text("cite"), file.text("href"), _mark(file))


def read_limits(file: LawFile) -> dict[str, Source]:
    file.only((), set(PLACES))
    return {
        name: Source(file.text(name, "cite"), file.text(name, "href"), _mark(file, name))
        for name in PLACES
        if file.mapping(name)
    }


def read_sentences(file: LawFile) -> dict[str, Sentence]:
    """One sentence per way a lot can be judged, in every language, with only placeholders that the judge fills."""
    # The allowed names stand beside the code that fills them.
    file.only((), set(KEYS))
    sentences: dict[str, Sentence] = {}
    for key in KEYS:
        names = file.names(key)
        used: set[str] = set()
        for language in LANGUAGES:
            found = _placeholders(names[language])
            if found is None or not found <= PLACEHOLDERS:
                remedy = f"Use only {{{'}, {'.join(sorted(PLACEHOLDERS))}}}."
                file.fault((key, language), "A placeholder is not known or not closed.", remedy)
            used |= found or set()
        sentences[key] = Sentence(names["nb"], names["nn"], names["en"], frozenset(used))
    return sentences


def _placeholders(template: str) -> set[str] | None:
    """The names in braces; None where the braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:
        return None


def _mark(file: LawFile, *keys: Any) -> Mark:
    found: Any = file.one_of(MARKS, *keys, "mark")
    mark: Mark = found
    return mark


def _by_day(versions: list[Version], regulation: str) -> Dated[Version | None]:
    own = {version.since: version for version in versions if version.regulation == regulation}
    return Dated.of(dict(own))


def _regimes(numbers: dict[str, Series], versions: list[Version], regulation: str) -> Dated[Regime | None]:
    """Every day on which the rule's words or one of its numbers changed."""
    dated = _by_day(versions, regulation)
    series = [numbers.get(WEIGHT_SERIES.get(regulation, "")), numbers.get(RANK_SERIES[regulation])]
    days = {*dated.days, *(day for one in series if one for day in one.values.days)}
    regimes: dict[date, Regime | None] = {}
    for day in days:
        version = dated.at(day)
        minimum, highest = (one.values.at(day) if one else None for one in series)
        regimes[day] = Regime(version, minimum, highest) if version else None
    return Dated.of(regimes)
