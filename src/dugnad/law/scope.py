"""Which regulation and part a notice falls under on a day, who is bound, and whether it had to be announced."""

from __future__ import annotations

import re
from datetime import date
from math import isfinite
from typing import Literal, NamedTuple

from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Amount, Mark, Scope
from dugnad.law.parameters import Law, Version, load_law

Regulation = Literal["foa", "ff", "kkf", "none", "unknown"]
Part = Literal["1", "2", "3", "4", "unknown"]
Service = Literal["health", "special", "other"]

NORWAY = {"NOR", "SJM", "NO"}
RULE_STARTS = date(2017, 5, 1)
ANNOUNCEMENT_COUNTS = date(2026, 7, 1)

DIRECTIVES: dict[str, Regulation] = {"32014L0024": "foa", "32014L0025": "ff", "32014L0023": "kkf"}
DEFENCE_DIRECTIVE = "32009L0081"
SUBTYPES: dict[Regulation, frozenset[str]] = {
    "foa": frozenset("1 4 7 10 12 16 20 23 25 29 33 36 38".split()),
    "ff": frozenset("2 5 8 11 13 15 17 21 24 26 30 34 37 39".split()),
    "kkf": frozenset("14 19 28 32 35 40".split()),
}
DEFENCE_SUBTYPES = frozenset("3 6 9 18 22 27 31".split())
LIGHT_SUBTYPES = frozenset("12 13 14 20 21 33 34 35 F21 F22 F23".split())
EU_FORM = re.compile(r"\d+$|F\d\d")

EXEMPT_TEXT = re.compile(
    r"unn?(?:tatt\w*|a?teke\w*)\s+i?fr[aå]\s+(?:lov|anskaffelseslov|innkjøpslov)|exempt\w* from the (?:public )?procurement act"
)
DEFENCE_TEXT = re.compile(
    r"\bfosa\b|forsvars-? og sikkerhets|forsvars-? og tryggleiks|2013-10-04-1185|2013/10/0?4/1185"
)
REGULATION_TEXTS: tuple[tuple[Regulation, re.Pattern[str]], ...] = (
    (
        "foa",
        re.compile(
            r"2016[/-]0?8[/-]12[/-]974|anskaff\w*?forskrift|forskrift om offentl\w+ (?:anskaff|innkj)|\bfoa\b"
            r"|public procurement regulation|^procurement regulation"
        ),
    ),
    ("ff", re.compile(r"2016[/-]0?8[/-]12[/-]975|forsyn\w*forskrift|forsyningssekt|\bff\b|utilities regulation")),
    ("kkf", re.compile(r"2016[/-]0?8[/-]12[/-]976|konse[sn]+jon\w*forskrift|konsesjonskontrakt|\bkkf\b")),
)
PART_TEXT = re.compile(
    r"\b(?i:del|deler|delar|part|parts)\s*([1-4]|IV|I{1,3})\b(?:\s*(?:og|and|&|\+|,)\s*([1-4]|IV|I{1,3})\b)?"
)
PARTS: dict[str, Part] = {"1": "1", "2": "2", "3": "3", "4": "4", "I": "1", "II": "2", "III": "3", "IV": "4"}

ALWAYS_BOUND = frozenset({"cga", "ra", "la", "rl-aut", "grp-p-aut"})
BOUND_KINDS = frozenset(
    {
        "ministry",
        "state-agency",
        "health",
        "county",
        "municipality",
        "municipal-enterprise",
        "inter-municipal",
        "governor",
    }
)
STATE_KINDS = frozenset({"ministry", "state-agency", "governor"})


class Place(NamedTuple):
    """The part, the duty to announce, and the amounts that decided them."""

    part: Part
    must_announce: bool | None
    is_inside_act: bool | None
    amounts: tuple[Amount, ...]
    why: str
    mark: Mark | None = None


def scope(notice: NoticeFacts, *, on: date, cpv: str = "") -> Scope:
    """Place a notice in the law of the day. `cpv` is the lot's, used where the notice has none."""
    law = load_law()
    regulation, limit = regulation_of(notice)
    bound = is_bound(notice, regulation)
    if limit in {"abroad", "defence"}:
        return _outside("none", limit)
    if on < RULE_STARTS:
        return _outside(regulation, "too-early")
    version = version_on(law, regulation, on)
    if bound is False:
        return _outside(regulation, "not-bound", version=version)
    if limit == "exempt":
        return _outside("none", limit, is_inside_act=False)
    value = known_value(notice)
    entry = law.numbers["entry"].on(on)
    if value is not None and entry.value is not None and value < entry.value:
        why = f"value {value:.0f} is under the Act's entry threshold {entry.value:.0f}"
        return _outside(regulation, "under-entry", is_inside_act=False, amounts=(entry,), why=why)
    found = place(law, notice, regulation, on, notice.cpv or cpv, value)
    return Scope(
        regulation=regulation,
        part=found.part,
        is_bound=bound,
        must_announce=found.must_announce,
        is_inside_act=found.is_inside_act,
        rule_version=version.id if version else None,
        why=found.why,
        amounts=found.amounts,
        part_mark=found.mark,
    )


def version_on(law: Law, regulation: str, on: date) -> Version | None:
    """The rule's version in force on the day for buyers under this regulation."""
    dated = law.versions.get(regulation)
    version = dated.at(on) if dated else None
    return version if version and (version.until is None or on <= version.until) else None


def regulation_of(notice: NoticeFacts) -> tuple[Regulation, str]:
    """The regulation, and the limit that puts the notice outside the rule, if any."""
    if notice.country and notice.country not in NORWAY:
        return "none", "abroad"
    named = _named(notice.legal_texts)
    code = notice.legal_basis
    if code == DEFENCE_DIRECTIVE or "defence" in named:
        return "none", "defence"
    if "exempt" in named:
        return "none", "exempt"
    by_code = DIRECTIVES.get(code)
    by_text: Regulation | None = next(iter(named)) if len(named) == 1 else None  # type: ignore[assignment]
    if by_code is None and by_text is None and notice.subtype in DEFENCE_SUBTYPES:
        return "none", "defence"
    if not notice.country and notice.profile == "none" and by_text is None:
        return "unknown", ""
    if is_national_form(notice) and by_text:
        return by_text, ""
    return by_code or by_text or _by_subtype(notice.subtype), ""


def is_eu_form(notice: NoticeFacts) -> bool:
    """A form of the EU's own: numbered in eForms, F01-F25 before."""
    return EU_FORM.match(notice.subtype) is not None or (not notice.subtype and notice.profile == "eu")


def is_national_form(notice: NoticeFacts) -> bool:
    return notice.subtype[:1] in {"N", "E"} or (not notice.subtype and notice.profile in {"national", "national-e"})


def is_bound(notice: NoticeFacts, regulation: str) -> bool | None:
    """Is the buyer bound by the climate and environment rule? None: unknown."""
    if notice.buyer_kind in BOUND_KINDS:
        return True
    code = notice.buyer_legal_type
    if notice.buyer_kind == "state-enterprise" and regulation in {"ff", "kkf"}:
        return True
    if code in ALWAYS_BOUND or code.startswith("body-pl"):
        return True
    if code == "spec-rights-entity":
        return {"ff": True, "kkf": True, "foa": False}.get(regulation)
    if code.startswith("pub-undert") and (regulation == "ff" or "cga" in code):
        return True
    return None


def is_state(notice: NoticeFacts) -> bool | None:
    """Central government for the threshold's sake: by the register, else by the buyer's code; None where neither says."""
    if notice.buyer_kind:
        if notice.buyer_kind in STATE_KINDS:
            return True
        if notice.buyer_kind in BOUND_KINDS:
            return False
    return "cga" in notice.buyer_legal_type if notice.buyer_legal_type else None


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


def place(law: Law, notice: NoticeFacts, regulation: Regulation, on: date, cpv: str, value: float | None) -> Place:
    """The part and the duty to announce, from the form, its legal basis or the value."""
    if regulation in {"none", "unknown"}:
        return Place("unknown", None, None, (), "the regulation is not known")
    if is_eu_form(notice):
        return _eu_form(law, notice, regulation, on, cpv)
    named = named_part(notice.legal_texts)
    if notice.subtype[:1] == "E" and (regulation == "foa" or named):
        return _e_form(regulation, named, on, is_competition=notice.subtype == "E3")
    if value is not None:
        return _by_value(law, notice, regulation, on, cpv, value)
    if named:
        return _e_form(regulation, named, on, is_competition=True)
    return Place("unknown", None, None, (), "neither form, legal basis nor value gives the part")


def named_part(texts: tuple[str, ...]) -> Part | None:
    """The highest part that the legal basis names ("Del 1 og 2" is 2)."""
    found: list[Part] = []
    for text in texts:
        for match in PART_TEXT.finditer(text):
            found += [PARTS[number] for number in match.groups() if number in PARTS]
    return max(found) if found else None


def _eu_form(law: Law, notice: NoticeFacts, regulation: Regulation, on: date, cpv: str) -> Place:
    must = True if on >= ANNOUNCEMENT_COUNTS else None
    is_light = notice.subtype in LIGHT_SUBTYPES
    if regulation != "foa":
        return Place("3" if is_light else "2", must, True, (), f"EU form {notice.subtype}")
    if not is_light:
        return Place("3", must, True, (), f"EU form {notice.subtype}: Part III")
    if not cpv:
        return Place("unknown", must, True, (), "light-regime form without CPV")
    if law.health.holds(cpv):
        return Place("4", must, True, (), f"light-regime form, CPV {cpv}: health and social services")
    return Place("2", must, True, (), f"light-regime form, CPV {cpv}: special services")


def _e_form(regulation: Regulation, named: Part | None, on: date, *, is_competition: bool) -> Place:
    """A national form that names its part; in FF and KKF such a form lies in Part I."""
    if named is None:
        must = None if is_competition or on < ANNOUNCEMENT_COUNTS else False
        return Place("unknown", must, None, (), "the legal basis names no part")
    must = named != "1" if on >= ANNOUNCEMENT_COUNTS else None
    return Place(named, must, True, (), f"the legal basis names part {named} of {regulation.upper()}")


def _by_value(law: Law, notice: NoticeFacts, regulation: Regulation, on: date, cpv: str, value: float) -> Place:
    used: list[Amount] = []
    entry = law.numbers["entry"].on(on)
    used.append(entry)
    nature = nature_of(notice, cpv)
    service = service_of(law, nature, cpv)
    if regulation == "foa":
        part = _foa_part(law, notice, on, nature, service, value, used)
    else:
        over = _reaches(law, _threshold(regulation, nature, service), on, value, used)
        is_light = service in {"health", "special"} and regulation == "ff"
        part = "unknown" if over is None else ("3" if is_light else "2") if over else "1"
    must: bool | None = None
    if on >= ANNOUNCEMENT_COUNTS:
        must = _reaches(law, _announcement(regulation, nature, service), on, value, used)
    mark = {"health": law.health.mark, "special": law.special.mark, "other": None}[service]
    why = f"value {value:.0f} NOK, {nature or 'nature unknown'}, {service}: part {part}"
    return Place(part, must, True, tuple(used), why, mark)


def _foa_part(
    law: Law, notice: NoticeFacts, on: date, nature: str, service: Service, value: float, used: list[Amount]
) -> Part:
    """FOA's part by value; unknown only where what is missing would change it."""
    if service == "health":
        over = _reaches(law, ("eea-special-foa",), on, value, used)
        return "unknown" if over is None else "4" if over else "1"
    if not _reaches(law, ("national",), on, value, used):
        return "1"
    if service == "special":
        return "2"
    over = _reaches(law, _eea_names(nature, is_state(notice)), on, value, used)
    return "unknown" if over is None else "3" if over else "2"


def _eea_names(nature: str, state: bool | None) -> tuple[str, ...]:
    """Every EEA threshold that could hold, given what is known."""
    if nature == "works":
        return ("eea-works",)
    names = ("eea-others", "eea-state") if state is None else ("eea-state",) if state else ("eea-others",)
    return names if nature else (*names, "eea-works")


def _threshold(regulation: Regulation, nature: str, service: Service) -> tuple[str, ...]:
    if regulation == "kkf":
        return ("concessions",)
    return _ff_names(nature, service, "eea-utilities", "eea-works", "eea-special-ff")


def _announcement(regulation: Regulation, nature: str, service: Service) -> tuple[str, ...]:
    if regulation == "kkf":
        return ("announce-kkf",)
    if regulation == "ff":
        return _ff_names(nature, service, "announce-ff", "announce-ff-works", "announce-ff-special")
    return ("announce-foa-health-social",) if service == "health" else ("announce-foa",)


def _ff_names(nature: str, service: Service, goods: str, works: str, special: str) -> tuple[str, ...]:
    if nature == "works":
        return (works,)
    if service in {"health", "special"}:
        return (special,)
    return (goods,) if nature else (goods, works)


def _reaches(law: Law, names: tuple[str, ...], on: date, value: float, used: list[Amount]) -> bool | None:
    """Is the value at or over the threshold? None where the thresholds that could hold disagree or are not found."""
    answers: set[bool | None] = set()
    for name in names:
        amount = law.numbers[name].values.at(on)
        if amount is None:
            answers.add(None)
            continue
        used.append(amount)
        answers.add(None if amount.value is None else value >= amount.value)
    return answers.pop() if len(answers) == 1 else None


def _named(texts: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        folded = text.casefold()
        if EXEMPT_TEXT.search(folded):
            found.add("exempt")
        elif DEFENCE_TEXT.search(folded):
            found.add("defence")
        else:
            found |= {regulation for regulation, pattern in REGULATION_TEXTS if pattern.search(folded)}
    return found


def _by_subtype(subtype: str) -> Regulation:
    return next((regulation for regulation, forms in SUBTYPES.items() if subtype in forms), "unknown")


def _outside(
    regulation: Regulation,
    limit: str,
    *,
    is_inside_act: bool | None = None,
    version: Version | None = None,
    amounts: tuple[Amount, ...] = (),
    why: str = "",
) -> Scope:
    return Scope(
        regulation=regulation,
        part="unknown",
        is_bound=False if limit == "not-bound" else None,
        must_announce=None,
        is_inside_act=is_inside_act,
        rule_version=version.id if version else None,
        why=why or f"outside the rule: {limit}",
        limit=limit,
        amounts=amounts,
    )
