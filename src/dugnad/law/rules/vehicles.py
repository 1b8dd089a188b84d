"""`vehicles.zero-emission`: emission requirements for vehicles that public bodies buy, lease or hire."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dugnad.law.finding import Finding, Mark
from dugnad.law.hard_content import HardVersion, Names, load_hard
from dugnad.law.hard_finding import Told, Words, finding, kroner
from dugnad.law.purchase import Purchase
from dugnad.law.rules.applies import Applies, applies, outside, place_words
from dugnad.law.scope import NO_DAY
from dugnad.law.vehicle_class import Demand, Seen, ValueLimit, load_vehicles, vehicles_of

RULE = "vehicles.zero-emission"
WITH_EXCEPTIONS = "vehicles@2023"
"""The version whose exceptions (§ 4) were read; in 2022 there was a dispensation, before that none was found."""
DISPENSATION = "vehicles@2022"
LETTER = re.compile(r"(?i:bokstav|letter)\s+([a-e])\b|§\s*4\s+(?:\w+\s+ledd\s+)?(?:bokstav\s+)?\(?([a-e])\b")


def zero_emission(purchase: Purchase, on: date) -> Finding | None:
    """Requirements by vehicle class and day; buyers under the Procurement and the Utilities Regulation."""
    rule = load_hard().rules[RULE]
    version = None if on == NO_DAY else rule.at(on)
    if version is None and on != NO_DAY:
        return None
    seen, found = vehicles_of(purchase), applies(purchase, on)
    demands = _demands(seen, on) if version else {}
    told = _told(purchase, on, version, seen, found, demands)
    return finding(
        rule,
        version,
        told,
        purchase=purchase,
        on=on,
        words=_words(purchase, seen, found, demands),
        facts=_facts(purchase, seen, found, demands),
    )


def _told(  # noqa: PLR0911 - one return per way the rule is left
    purchase: Purchase,
    on: date,
    version: HardVersion | None,
    seen: Seen,
    found: Applies,
    demands: dict[str, Demand],
) -> Told:
    told = outside(found, on)
    if version is None or (told and found.limit != "under-entry"):
        # There is no value limit from 2023, so a vehicle under the Act's own threshold is covered.
        return told or Told("UNKNOWN", "vehicle", "unknown-purchase")
    if seen.left_out:
        is_read = version.id == WITH_EXCEPTIONS
        return Told("NOT_APPLICABLE", "use", "left-out", "left-out", marks=() if is_read else ("C",))
    if not seen.classes and seen.is_told:
        return Told("NOT_APPLICABLE", "no-vehicle", "no-vehicle")
    if not seen.is_told:
        return Told("UNKNOWN", "vehicle", "unknown-purchase")
    if found.regulation == "kkf":
        return Told("NOT_APPLICABLE", "regulation", "concession")
    if found.regulation in {"none", "unknown"} or found.bound is None:
        return Told("UNKNOWN", "buyer", "unknown-buyer")
    limit = load_vehicles().limits.get(version.id, {}).get(found.regulation)
    told = _under_value(found, limit) if limit else None
    return told or _asked(purchase, version, seen, found, demands, marks=(limit.mark,) if limit else ())


def _under_value(found: Applies, limit: ValueLimit) -> Told | None:
    """The versions before 2023 began at a value; where it was not found, only the last known one can be compared."""
    line = limit.value if limit.value is not None else limit.last_known or 0
    is_under = found.value < line if found.value is not None else None
    if is_under is None and not _is_above_by_form(found):
        return Told("UNKNOWN", "value", "unknown-value", marks=(limit.mark,))
    if is_under and limit.value is None:
        return Told("MANUAL_REVIEW", "value", "missing-limit", marks=(limit.mark,))
    return Told("NOT_APPLICABLE", "value", "under-value", marks=(limit.mark,)) if is_under else None


def _is_above_by_form(found: Applies) -> bool:
    """Form or legal basis says that the purchase is over the national or the EEA threshold."""
    return found.place.part not in {"1", "unknown"}


def _asked(
    purchase: Purchase,
    version: HardVersion,
    seen: Seen,
    found: Applies,
    demands: dict[str, Demand],
    *,
    marks: tuple[Mark, ...],
) -> Told:
    if seen.is_service or found.is_presumed:
        marks = (*marks, "I")
    if purchase.claimed_exception.strip():
        return _exception(purchase, version, seen, marks)
    kinds = {demand.kind for demand in demands.values()}
    if "not-found" in kinds:
        return Told("MANUAL_REVIEW", "vehicle-class", "missing-demand", marks=marks)
    ground = kinds.pop() if len(kinds) == 1 else "by-class"
    return Told("DUTY_APPLIES", ground, "applies-service" if seen.is_service else "applies", marks=marks)


def _exception(purchase: Purchase, version: HardVersion, seen: Seen, marks: tuple[Mark, ...]) -> Told:
    if version.id == WITH_EXCEPTIONS:
        is_reported = bool(load_vehicles().reported.intersection(seen.classes))
        letter = exception_letter(purchase.claimed_exception)
        ground = f"exception-{letter}" if letter else "exception"
        return Told(
            "EXEMPT_CLAIMED", ground, "exception-report" if is_reported else "exception", "exception", marks=marks
        )
    if version.id == DISPENSATION:
        return Told("EXEMPT_CLAIMED", "dispensation", "dispensation", marks=(*marks, "C"))
    return Told("MANUAL_REVIEW", "exception", "missing-exceptions", marks=marks)


def exception_letter(words: str) -> str:
    """The letter of § 4 that the words name, or that their content fits; empty where they fit none or several."""
    named = LETTER.search(words)
    if named:
        return (named.group(1) or named.group(2)).casefold()
    fits = [letter for letter, (pattern, _) in load_vehicles().exceptions.items() if pattern.search(words)]
    return fits[0] if len(fits) == 1 else ""


def _demands(seen: Seen, on: date) -> dict[str, Demand]:
    known = load_vehicles().demands
    return {name: demand for name in seen.classes if (demand := known[name].at(on)) is not None}


def _words(purchase: Purchase, seen: Seen, found: Applies, demands: dict[str, Demand]) -> Words:
    known = load_vehicles()
    asked: Names = {
        language: "; ".join(
            f"{known.classes[name].names[language]}: {demand.text[language]}" for name, demand in demands.items()
        )
        for language in ("nb", "nn", "en")
    }
    letter = exception_letter(purchase.claimed_exception)
    claimed: str | Names = known.exceptions[letter][1] if letter else purchase.claimed_exception.strip()
    return {
        "asked": asked,
        "words": seen.left_out or claimed,
        "letter": f" {letter}" if letter else "",
        "place": place_words(load_hard(), found),
        "value": kroner(found.value),
        "amount": kroner(found.entry.value if found.entry else None),
    }


def _facts(purchase: Purchase, seen: Seen, found: Applies, demands: dict[str, Demand]) -> dict[str, Any]:
    known = load_vehicles()
    return {
        "regulation": found.regulation,
        "is_presumed": found.is_presumed,
        "value_nok": found.value,
        "cpvs": list(dict.fromkeys(code for code in (purchase.notice.cpv, *purchase.cpvs) if code)),
        "vehicles": [
            {"class": name, "name": known.classes[name].names, "asked": demand.kind, "text": demand.text}
            for name, demand in demands.items()
        ],
        "left_out": seen.left_out,
        "is_service": seen.is_service,
        "claimed_exception": purchase.claimed_exception,
    }
