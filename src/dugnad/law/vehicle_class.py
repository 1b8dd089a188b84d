"""Which vehicles a purchase concerns, by CPV codes and words, and what was asked of each class on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from dugnad.content import content_path
from dugnad.dated import Dated
from dugnad.errors import ContentError
from dugnad.law.finding import Mark
from dugnad.law.hard_content import Names, read_mark
from dugnad.law.lawfile import LANGUAGES, LawFile
from dugnad.law.parameters import is_wide
from dugnad.law.purchase import Purchase

FILE = "law/hard/vehicles.yaml"
KINDS = ("co2-limit", "euro-class", "zero-emission", "by-class", "not-found")
UNSTATED = "vehicle"
TONNES = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:tonn|tonne|tonnes|t)\b")
NEAR = 60
"""Characters between "built" and what for."""


class Demand(NamedTuple):
    """What is asked of a class from a day."""

    kind: str
    text: Names


class ValueLimit(NamedTuple):
    """From which value a version applied; the value is None where no source gives it."""

    value: float | None
    last_known: float | None
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleClass:
    """One class of vehicles and how it is told."""

    id: str
    names: Names
    of: tuple[str, ...]
    """Classes that this one refines."""
    cpv: tuple[str, ...]
    words: re.Pattern[str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicles:
    """Everything in content/law/hard/vehicles.yaml."""

    classes: dict[str, VehicleClass]
    services: tuple[str, ...]
    any_vehicle: tuple[str, ...]
    left_out_cpv: tuple[str, ...]
    left_out: re.Pattern[str]
    demands: dict[str, Dated[Demand]]
    heavy_tonnes: float
    limits: dict[str, dict[str, ValueLimit]]
    exceptions: dict[str, tuple[re.Pattern[str], Names]]
    reported: frozenset[str]


class Seen(NamedTuple):
    """The vehicles that the purchase concerns."""

    classes: tuple[str, ...]
    left_out: str = ""
    """The code or words of a use that the regulation leaves out."""
    is_service: bool = False
    is_told: bool = True
    """False where neither codes nor words say what is bought."""


@cache
def load_vehicles() -> Vehicles:
    """The vehicles as the content file says them; the first fault is raised."""
    vehicles, faults = _read()
    if faults:
        raise faults[0]
    return vehicles


def check_vehicles() -> list[ContentError]:
    """Every fault in the file of vehicles."""
    try:
        return _read()[1]
    except ContentError as error:
        return [error]


def vehicles_of(purchase: Purchase) -> Seen:
    """Classes by CPV, refined by the words; by the words alone where the code may be any vehicle or is missing."""
    known = load_vehicles()
    codes = tuple(dict.fromkeys(code for code in (purchase.notice.cpv, *purchase.cpvs) if code))
    words = " ".join(purchase.words.split())
    if not codes and not words:
        return Seen((), is_told=False)
    by_code = {code: _by_cpv(known, code) for code in codes}
    found = tuple(dict.fromkeys(name for name in by_code.values() if name and name != "left-out"))
    may_be_any = not codes or any(code.startswith(known.any_vehicle) for code in codes)
    said = _by_words(known, words) if found or may_be_any else ()
    classes = _refined(known, found, said)
    is_service = bool(found) and all(code.startswith(known.services) for code, name in by_code.items() if name)
    out = _left_out(known, by_code, words) if classes or "left-out" in by_code.values() else ""
    if out and (not found or known.left_out.search(words)):
        return Seen((), left_out=out)
    return Seen(classes, is_service=is_service, is_told=bool(classes) or not _may_be_vehicles(known, purchase, codes))


def _may_be_vehicles(known: Vehicles, purchase: Purchase, codes: tuple[str, ...]) -> bool:
    """Neither code nor words name a vehicle: no code, or one so wide that vehicles stand under it, tells nothing."""
    if purchase.notice.contract_nature == "works":
        return False
    vehicles = (*known.any_vehicle, *(start for one in known.classes.values() for start in one.cpv))
    return not codes or any(code.startswith(known.any_vehicle) or is_wide(code, vehicles) for code in codes)


def _by_cpv(known: Vehicles, code: str) -> str:
    """The class with the longest beginning that fits; `left-out` where that is a use left out."""
    fits = [
        (float(len(start)), name) for name, one in known.classes.items() for start in one.cpv if code.startswith(start)
    ]
    fits += [(len(start) + 0.5, "left-out") for start in known.left_out_cpv if code.startswith(start)]
    return max(fits)[1] if fits else ""


def _by_words(known: Vehicles, words: str) -> tuple[str, ...]:
    named = [name for name, one in known.classes.items() if one.words and one.words.search(words)]
    refined = {base for name in named for base in known.classes[name].of}
    told = [name for name in named if name not in refined]
    if "van" in told and (tonnes := _tonnes(words)) is not None:
        told[told.index("van")] = "van-heavy" if tonnes >= known.heavy_tonnes else "van-light"
    return tuple(told)


def _tonnes(words: str) -> float | None:
    weights = [float(number.replace(",", ".")) for number in TONNES.findall(words.casefold())]
    return max(weights) if weights else None


def _refined(known: Vehicles, found: tuple[str, ...], said: tuple[str, ...]) -> tuple[str, ...]:
    """The classes of the codes, each in the finer class that the words name; an open class gives way to a named one."""
    if not found:
        return said
    named = [name for name in said if name != UNSTATED]
    classes: list[str] = []
    for name in found:
        finer = [one for one in named if one == name or name in known.classes[one].of]
        classes += finer or ([*named] if name == UNSTATED and named else [name])
    return tuple(dict.fromkeys(classes))


def _left_out(known: Vehicles, by_code: dict[str, str], words: str) -> str:
    said = known.left_out.search(words)
    if said:
        return said.group(0)
    return next((code for code, name in by_code.items() if name == "left-out"), "")


def pattern(phrases: tuple[str, ...]) -> str:
    """Whole words; a star stands for any ending. A phrase in capitals (M1, NAV) is matched as written."""
    parts = []
    for phrase in phrases:
        stem = re.escape(phrase.removesuffix("*")) + (r"\w*" if phrase.endswith("*") else "")
        last = phrase.removesuffix("*").split()[-1]
        parts.append(stem if last.isupper() and " " not in phrase else f"(?i:{stem})")
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"


def _read() -> tuple[Vehicles, list[ContentError]]:
    file = LawFile(content_path(FILE))
    file.only(
        (),
        {
            "classes", "services", "any_vehicle", "not_covered", "requirements", "heavy_van_tonnes", "limits",
            "exceptions", "reported", "last_checked",
        },
    )  # fmt: skip
    file.checked()
    classes = {str(name): _class(file, str(name)) for name in file.mapping("classes")}
    demands = {str(name): _demands(file, str(name)) for name in file.mapping("requirements")}
    for missing in sorted(classes.keys() ^ demands.keys()):
        file.fault(("requirements",), f'"{missing}" has no requirements or no class.', "Write both.")
    limits = {
        str(version): {regulation: _limit(file, version, regulation) for regulation in file.mapping("limits", version)}
        for version in file.mapping("limits")
    }
    exceptions = {
        str(letter): (
            re.compile(pattern(file.texts("exceptions", letter, "words"))),
            {language: file.text("exceptions", letter, language) for language in LANGUAGES},
        )
        for letter in file.mapping("exceptions")
    }
    vehicles = Vehicles(
        classes=classes,
        services=file.texts("services"),
        any_vehicle=file.texts("any_vehicle"),
        left_out_cpv=file.texts("not_covered", "cpv"),
        left_out=_left_out_words(file),
        demands=demands,
        heavy_tonnes=file.number_or_none("heavy_van_tonnes", "value") or 0,
        limits=limits,
        exceptions=exceptions,
        reported=frozenset(file.texts("reported")),
    )
    return vehicles, file.faults


def _class(file: LawFile, name: str) -> VehicleClass:
    keys = ("classes", name)
    file.only(keys, {"name", "of", "cpv", "words"})
    words = file.texts(*keys, "words")
    return VehicleClass(
        id=name,
        names=file.names(*keys, "name"),
        of=file.texts(*keys, "of") if file.get((*keys, "of")) is not None else (),
        cpv=file.texts(*keys, "cpv") if file.get((*keys, "cpv")) is not None else (),
        words=re.compile(pattern(words)) if words else None,
    )


def _demands(file: LawFile, name: str) -> Dated[Demand]:
    by_day: dict[date, Demand] = {}
    for day in file.mapping("requirements", name):
        keys: tuple[Any, ...] = ("requirements", name, day)
        if type(day) is not date:
            file.fault(keys, f'"{day}" is not a date.', "Write it as 2024-01-01.")
            continue
        file.only(keys, {"kind", *LANGUAGES})
        by_day[day] = Demand(
            file.one_of(KINDS, *keys, "kind"), {language: file.text(*keys, language) for language in LANGUAGES}
        )
    return Dated.of(by_day)


def _limit(file: LawFile, version: Any, regulation: Any) -> ValueLimit:
    keys = ("limits", version, regulation)
    file.only(keys, {"value", "last_known", "mark"})
    value, last_known = file.get((*keys, "value")), file.get((*keys, "last_known"))
    if not isinstance(value, int) and not isinstance(last_known, int):
        file.fault(keys, "Neither `value` nor `last_known` is a number.", "Write one of them in kroner.")
    return ValueLimit(value, last_known, read_mark(file, *keys))


def _left_out_words(file: LawFile) -> re.Pattern[str]:
    keys = ("not_covered",)
    file.only(keys, {"cpv", "words", "built", "built_for", "aids"})
    alone = pattern(file.texts(*keys, "words"))
    built, use = pattern(file.texts(*keys, "built")), pattern(file.texts(*keys, "built_for"))
    aids = pattern(file.texts(*keys, "aids"))
    return re.compile(f"{alone}|{built}.{{0,{NEAR}}}{use}|{aids}.{{0,{NEAR}}}(?i:hjelpemiddel|hjelpemidler|tilpasse?t)")
