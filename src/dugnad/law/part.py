"""The part of the regulation and the duty to announce: from the form, its legal basis, or the value."""

from __future__ import annotations

from datetime import date
from math import isfinite
from typing import Literal, NamedTuple

from dugnad.law.buyer import is_state
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Amount, Mark
from dugnad.law.parameters import Law
from dugnad.law.regulation import LIGHT_SUBTYPES, Part, Regulation, is_eu_form, named_part

Service = Literal["health", "special", "other"]
ANNOUNCEMENT_COUNTS = date(2026, 7, 1)
"""From this day the percentage and the ranking bind only where there is a duty to announce."""


class Place(NamedTuple):
    """The part, the duty to announce (None: not asked before July 2026, or unknown), and what decided them."""

    part: Part
    must_announce: bool | None
    is_inside_act: bool | None
    why: str
    amounts: tuple[Amount, ...] = ()
    mark: Mark | None = None
    """The mark of the CPV list that decided, where one did."""


class Purchase(NamedTuple):
    """What is bought, for how much, on which day: all that thresholds ask."""

    law: Law
    regulation: Regulation
    on: date
    value: float
    nature: str
    service: Service
    is_state: bool | None
    used: list[Amount]
    """The amounts that the value was compared with."""


def place(law: Law, notice: NoticeFacts, regulation: Regulation, *, on: date, cpv: str) -> Place:
    """Place a notice whose regulation is known."""
    if regulation in {"none", "unknown"}:
        return Place("unknown", None, None, "the regulation is not known")
    if is_eu_form(notice):
        return _eu_form(law, notice, regulation, on=on, cpv=cpv)
    named = named_part(notice.legal_texts) if notice.legal_texts else None
    is_e_form = notice.subtype[:1] == "E"
    if is_e_form and (regulation == "foa" or named):
        return _named_by_basis(regulation, named, on, is_competition=notice.subtype == "E3")
    value = known_value(notice)
    if value is not None:
        nature = nature_of(notice, cpv)
        service = service_of(law, nature, cpv)
        return _by_value(Purchase(law, regulation, on, value, nature, service, is_state(notice), []))
    if named:
        return _named_by_basis(regulation, named, on, is_competition=True)
    return Place("unknown", None, None, "neither form, legal basis nor value gives the part")


def known_value(notice: NoticeFacts) -> float | None:
    """The value where it can be one: a zero is a box left empty."""
    value = notice.value_nok
    return value if value is not None and isfinite(value) and value > 0 else None


def nature_of(notice: NoticeFacts, cpv: str) -> str:
    """works, supplies, services, or empty where neither the code nor the CPV says."""
    if notice.contract_nature in {"works", "supplies", "services"}:
        return notice.contract_nature
    division = cpv[:2]
    if not division.isdigit():
        return ""
    if division == "45":
        return "works"
    return "supplies" if division < "45" or division == "48" else "services"


def service_of(law: Law, nature: str, cpv: str) -> Service:
    """Health and social service, special service, or any other purchase."""
    if not cpv or (nature and nature != "services"):
        return "other"
    if law.health.holds(cpv):
        return "health"
    return "special" if law.special.holds(cpv) else "other"


def _eu_form(law: Law, notice: NoticeFacts, regulation: Regulation, *, on: date, cpv: str) -> Place:
    """An EU form says by itself that the EEA threshold is reached."""
    must = True if on >= ANNOUNCEMENT_COUNTS else None
    is_light = notice.subtype in LIGHT_SUBTYPES
    if regulation != "foa":
        return Place("3" if is_light else "2", must, True, f"EU form {notice.subtype}")
    if not is_light:
        return Place("3", must, True, f"EU form {notice.subtype}: part 3")
    if not cpv:
        return Place("unknown", must, True, "light-regime form without CPV")
    if law.health.holds(cpv):
        return Place("4", must, True, f"light-regime form, CPV {cpv}: health and social services", mark=law.health.mark)
    return Place("2", must, True, f"light-regime form, CPV {cpv}: special services")


def _named_by_basis(regulation: Regulation, named: Part | None, on: date, *, is_competition: bool) -> Place:
    """The legal basis names the part. "Del 1" is the voluntary form, as are all E-forms but the competition's (E3)."""
    must: bool | None = None
    if on >= ANNOUNCEMENT_COUNTS:
        must = (named != "1" if named else None) if is_competition else False
    if named is None:
        return Place("unknown", must, None, "the legal basis names no part")
    return Place(named, must, True, f"the legal basis names part {named} of {regulation.upper()}")


def _by_value(purchase: Purchase) -> Place:
    law, regulation = purchase.law, purchase.regulation
    _reaches(purchase, ("entry",))
    part = _foa_part(purchase) if regulation == "foa" else _ff_or_kkf_part(purchase)
    must = _reaches(purchase, _announcement(purchase)) if purchase.on >= ANNOUNCEMENT_COUNTS else None
    mark = {"health": law.health.mark, "special": law.special.mark}.get(purchase.service)
    kind = f"{purchase.nature or 'nature unknown'}, {purchase.service}"
    return Place(part, must, True, f"value {purchase.value:.0f} NOK, {kind}: part {part}", tuple(purchase.used), mark)


def _foa_part(purchase: Purchase) -> Part:
    if purchase.service == "health":
        over = _reaches(purchase, ("eea-special-foa",))
        return "unknown" if over is None else "4" if over else "1"
    if not _reaches(purchase, ("national",)):
        return "1"
    if purchase.service == "special":
        return "2"
    over = _reaches(purchase, _foa_thresholds(purchase))
    return "unknown" if over is None else "3" if over else "2"


def _foa_thresholds(purchase: Purchase) -> tuple[str, ...]:
    """Every EEA threshold that could hold, given what is known."""
    if purchase.nature == "works":
        return ("eea-works",)
    state = purchase.is_state
    names = ("eea-others", "eea-state") if state is None else ("eea-state",) if state else ("eea-others",)
    return names if purchase.nature else (*names, "eea-works")


def _ff_or_kkf_part(purchase: Purchase) -> Part:
    if purchase.regulation == "kkf":
        over = _reaches(purchase, ("concessions",))
        return "unknown" if over is None else "2" if over else "1"
    over = _reaches(purchase, _utilities(purchase, "eea-utilities", "eea-works", "eea-special-ff"))
    return "unknown" if over is None else "1" if not over else "2" if purchase.service == "other" else "3"


def _announcement(purchase: Purchase) -> tuple[str, ...]:
    if purchase.regulation == "kkf":
        return ("announce-kkf",)
    if purchase.regulation == "ff":
        return _utilities(purchase, "announce-ff", "announce-ff-works", "announce-ff-special")
    return ("announce-foa-health-social",) if purchase.service == "health" else ("announce-foa",)


def _utilities(purchase: Purchase, goods: str, works: str, special: str) -> tuple[str, ...]:
    if purchase.nature == "works":
        return (works,)
    if purchase.service != "other":
        return (special,)
    return (goods,) if purchase.nature else (goods, works)


def _reaches(purchase: Purchase, names: tuple[str, ...]) -> bool | None:
    """Is the value at or over the threshold? None where those that could hold disagree or were not found."""
    answers: set[bool | None] = set()
    for name in names:
        amount = purchase.law.numbers[name].values.at(purchase.on)
        if amount is None or amount.value is None:
            answers.add(None)
            continue
        purchase.used.append(amount)
        answers.add(purchase.value >= amount.value)
    return answers.pop() if len(answers) == 1 else None
