"""Which act, regulation and part apply to a purchase, by which threshold, and must it be announced?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from dugnad.law.buyer import ALWAYS_BOUND, BOUND_KINDS, is_bound, is_state
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Amount, Finding, Mark
from dugnad.law.hard_content import HardLaw, Names, load_hard
from dugnad.law.hard_finding import Told, Words, finding, kroner
from dugnad.law.parameters import Law, load_law
from dugnad.law.part import ANNOUNCEMENT_COUNTS, Place, known_value, nature_of, place
from dugnad.law.purchase import Purchase
from dugnad.law.regulation import Regulation, is_eu_form, regulation_of
from dugnad.law.scope import NO_DAY

STARTS = date(2017, 1, 1)
"""The Act and its three regulations took effect."""
CONTESTS = frozenset({"23", "36"})
"""EU forms of design contests: FOA Part V."""
UNCHECKED_PLACES = frozenset({"ff-3", "kkf-3"})
"""Parts whose announcement was not read in a text of the law."""
FREE_PLACES = frozenset({"foa-1", "ff-1", "kkf-1"})
"""Parts without a duty to announce."""


class Applies(NamedTuple):
    """What applies to the purchase on the day."""

    regulation: Regulation
    is_presumed: bool
    """No regulation is named, and the buyer is one that follows the Procurement Regulation unless it says otherwise."""
    limit: str
    """What puts the purchase outside: abroad, defence, exempt, not-bound, under-entry; else empty."""
    place: Place
    place_id: str
    """Regulation and part, such as foa-3; the regulation alone where the part is not known; empty without either."""
    bound: bool | None
    value: float | None
    entry: Amount | None
    lacks: str
    """Why the part is not known: threshold (no source gives it), value, buyer, nature, part; else empty."""

    @property
    def is_over_eea(self) -> bool | None:
        """Does the purchase reach its EEA threshold? None: not known."""
        part = self.place.part
        if part == "unknown" or self.regulation == "unknown":
            return None
        return part in {"3", "4"} if self.regulation == "foa" else part != "1"


def applies(purchase: Purchase, on: date) -> Applies:
    """Place the purchase in the law of the day."""
    law, notice, cpv = load_law(), purchase.notice, main_cpv(purchase)
    named, limit = regulation_of(notice)
    is_presumed = named == "unknown" and is_ordinary(notice)
    regulation: Regulation = "foa" if is_presumed else named
    bound, value = is_bound(notice, regulation), known_value(notice)
    entry = law.numbers["entry"].values.at(on)
    if not limit and bound is False:
        limit = "not-bound"
    if not limit and value is not None and entry and entry.value is not None and value < entry.value:
        limit = "under-entry"
    found = place(law, notice, regulation, on=on, cpv=cpv)
    part = "5" if regulation == "foa" and notice.subtype in CONTESTS else found.part
    place_id = regulation if part == "unknown" else f"{regulation}-{part}"
    if regulation in {"none", "unknown"}:
        place_id = ""
    lacks = lacking(law, notice, regulation, found, on=on, cpv=cpv)
    return Applies(regulation, is_presumed, limit, found, place_id, bound, value, entry, lacks)


def main_cpv(purchase: Purchase) -> str:
    return purchase.notice.cpv or (purchase.cpvs[0] if purchase.cpvs else "")


def is_ordinary(notice: NoticeFacts) -> bool:
    """State, county, municipality, health trust or body governed by public law, as register, name or code says."""
    code = notice.buyer_legal_type
    return notice.buyer_kind in BOUND_KINDS or code in ALWAYS_BOUND or code.startswith("body-pl")


def lacking(law: Law, notice: NoticeFacts, regulation: Regulation, found: Place, *, on: date, cpv: str) -> str:
    """Why part or announcement is unknown: a fact, or a threshold that no source gives."""
    must_be_known = on >= ANNOUNCEMENT_COUNTS
    if regulation in {"none", "unknown"}:
        return "regulation"
    if found.part != "unknown" and (found.must_announce is not None or not must_be_known):
        return ""
    if not found.amounts:
        is_decided_by_form = is_eu_form(notice) or notice.subtype[:1] == "E"
        return "value" if known_value(notice) is None and not is_decided_by_form else "part"
    natures = [nature_of(notice, cpv)] if nature_of(notice, cpv) else ["works", "supplies"]
    settled = [
        place(law, replace(notice, buyer_kind=kind, contract_nature=nature), regulation, on=on, cpv=cpv)
        for kind in ("state-agency", "municipality")
        for nature in natures
    ]
    if any(one.part == "unknown" for one in settled):
        return "threshold"
    return "buyer" if is_state(notice) is None and regulation == "foa" else "nature"


def act(purchase: Purchase, on: date) -> Finding | None:
    """`scope.act`: which act, regulation and part apply, and by which threshold."""
    if on != NO_DAY and on < STARTS:
        return None
    found = applies(purchase, on)
    return _finding("scope.act", purchase, on, found, _act(found, on))


def announcement(purchase: Purchase, on: date) -> Finding | None:
    """`announcement.duty`: must the purchase be announced?"""
    if on != NO_DAY and on < STARTS:
        return None
    found = applies(purchase, on)
    return _finding("announcement.duty", purchase, on, found, _announcement(found, on))


def outside(found: Applies, on: date) -> Told | None:
    """What every rule says of a purchase that the Act does not reach, or of a day that no one stated."""
    if on == NO_DAY:
        return Told("UNKNOWN", "day", "unknown-day", cite="LOA § 2", own_mark="A*")
    if found.limit == "under-entry" and found.entry:
        return Told("OUTSIDE_ACT", "under-entry", "under-entry", cite=found.entry.cite, own_mark=found.entry.mark)
    if found.limit:
        source = load_law().limits[found.limit]
        outcome: Any = "OUTSIDE_ACT" if found.limit == "exempt" else "NOT_APPLICABLE"
        return Told(outcome, found.limit, found.limit, cite=source.cite, own_mark=source.mark)
    return None


def _act(found: Applies, on: date) -> Told:
    told = outside(found, on)
    if told:
        return told
    if found.lacks in {"regulation", "threshold"} and found.place.part == "unknown":
        is_missing = found.lacks == "threshold"
        return Told(
            "MANUAL_REVIEW" if is_missing else "UNKNOWN",
            found.place_id or None,
            f"lacks-{found.lacks}",
            found.regulation,
        )
    if found.bound is None and found.place.amounts:
        return Told("UNKNOWN", found.place_id, "lacks-buyer", found.regulation)
    if found.place.part == "unknown" and found.place_id == found.regulation:
        return Told("UNKNOWN", found.place_id, f"lacks-{found.lacks}", found.regulation)
    sentence = "by-form" if not _rows(found) else "by-value-under" if _row(found)[1] else "by-value-over"
    return Told("DUTY_APPLIES", found.place_id, sentence, found.regulation, marks=_marks(found))


def _announcement(found: Applies, on: date) -> Told:
    told = outside(found, on)
    if told:
        return told
    must = _must_announce(found, on)
    if must is None:
        outcome: Any = "MANUAL_REVIEW" if found.lacks == "threshold" else "UNKNOWN"
        return Told(outcome, found.place_id or None, f"lacks-{found.lacks or 'part'}", f"{found.regulation}-2")
    if found.bound is None and found.place.amounts:
        return Told("UNKNOWN", found.place_id, "lacks-buyer", found.place_id)
    unchecked: tuple[Mark, ...] = ("I",) if found.place_id in UNCHECKED_PLACES else ()
    marks = (*_marks(found), *unchecked)
    if must:
        return Told("DUTY_APPLIES", found.place_id, "must-announce", found.place_id, marks=marks)
    return Told("NOT_APPLICABLE", found.place_id, "need-not-announce", found.place_id, marks=marks)


def _must_announce(found: Applies, on: date) -> bool | None:
    """As the sheet of decided points says from July 2026; before, as the part says."""
    if on >= ANNOUNCEMENT_COUNTS:
        return found.place.must_announce
    return None if found.place.part == "unknown" else found.place_id not in FREE_PLACES


def _marks(found: Applies) -> tuple[Mark, ...]:
    """Of the amounts and the CPV list that decided, and of a regulation that is only presumed."""
    list_mark = (found.place.mark,) if found.place.mark else ()
    presumed: tuple[Mark, ...] = ("I",) if found.is_presumed else ()
    return (*(amount.mark for amount in _rows(found)), *list_mark, *presumed)


def _rows(found: Applies) -> list[Amount]:
    """The rows of the threshold table that decided the part."""
    rows = [amount for amount in found.place.amounts if not amount.name.startswith("announce-")]
    return [amount for amount in rows if amount.name != "entry"] or rows


def _row(found: Applies) -> tuple[Amount, bool]:
    """The row that the value is told by: the lowest one above it, else the highest that it reaches."""
    rows, value = sorted(_rows(found), key=lambda amount: amount.value or 0), found.value or 0
    above = next((amount for amount in rows if (amount.value or 0) > value), None)
    return (above, True) if above else (rows[-1], False)


def _finding(rule_id: str, purchase: Purchase, on: date, found: Applies, told: Told) -> Finding:
    law = load_hard()
    rule = law.rules[rule_id]
    amounts = [*([found.entry] if found.entry else []), *(one for one in found.place.amounts if one is not found.entry)]
    form = law.forms.get(found.place_id)
    facts: dict[str, Any] = {
        "regulation": found.regulation,
        "is_presumed": found.is_presumed,
        "part": found.place_id.partition("-")[2] or "unknown",
        "is_bound": found.bound,
        "must_announce": _must_announce(found, on) if on != NO_DAY else None,
        "value_nok": found.value,
        "scope": found.place.why,
        "lacks": found.lacks,
        "award_criteria": {"text": form.names, "citation": form.cite, "mark": form.mark} if form else None,
    }
    return finding(
        rule,
        None if on == NO_DAY else rule.at(on),
        told,
        purchase=purchase,
        on=on,
        words=_words(law, found),
        facts=facts,
        amounts=amounts,
    )


def _words(law: HardLaw, found: Applies) -> Words:
    """What the sentences may name."""
    words: Words = {"value": kroner(found.value), "amount": "", "row": "", "form": "", "place": place_words(law, found)}
    form = law.forms.get(found.place_id)
    if form:
        words["form"] = {language: f"; {text}" for language, text in form.names.items()}
    if found.limit == "under-entry" and found.entry:
        words["amount"] = kroner(found.entry.value)
    elif _rows(found):
        row = _row(found)[0]
        words["amount"], words["row"] = kroner(row.value), load_law().numbers[row.name].names
    return words


def place_words(law: HardLaw, found: Applies) -> Names:
    """Regulation and part as a sentence names them, and that the regulation is only presumed where it is."""
    names = law.places.get(found.place_id) or law.places["none"]
    if not found.is_presumed:
        return names
    return {language: f"{text} {law.places['presumed'][language]}" for language, text in names.items()}
