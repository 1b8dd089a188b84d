"""Which regulation and part a notice falls under on a day, who is bound, and whether it had to be announced."""

from __future__ import annotations

from datetime import date

from dugnad.law.buyer import is_bound
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Amount, Scope
from dugnad.law.parameters import Law, Regime, load_law
from dugnad.law.part import known_value, place
from dugnad.law.regulation import Part, Regulation, is_national_form, regulation_of

RULE_STARTS = date(2017, 5, 1)
HARD_RULES_START = date(2024, 1, 1)
NO_DAY = date.min
"""Stands for a day of announcement that no one stated."""


def scope(notice: NoticeFacts, *, on: date, cpv: str = "") -> Scope:
    """Place a notice in the law of the day. `cpv` is the lot's, used where the notice has none."""
    return scope_and_regime(load_law(), notice, on=on, cpv=cpv)[0]


def scope_and_regime(  # noqa: PLR0911 - one return per limit of the rule
    law: Law, notice: NoticeFacts, *, on: date, cpv: str = ""
) -> tuple[Scope, Regime | None]:
    """The scope, and the rule's version with its numbers where one is in force."""
    regulation, limit = regulation_of(notice)
    if limit in {"abroad", "defence"}:
        return _outside("none", limit), None
    if on == NO_DAY:
        return _outside(regulation, ""), None
    if on < RULE_STARTS:
        return _outside(regulation, "too-early"), None
    regime = law.regime(presumed(notice, regulation, on), on)
    bound = is_bound(notice, regulation)
    if bound is False:
        found = place(law, notice, regulation, on=on, cpv=notice.cpv or cpv)
        return _outside(regulation, "not-bound", part=found.part, regime=regime), regime
    if limit == "exempt":
        return _outside("none", limit), None
    value = known_value(notice)
    entry = law.numbers["entry"].values.at(on)
    if value is not None and entry and entry.value is not None and value < entry.value:
        return _outside(regulation, "under-entry", amounts=(entry,)), None
    found = place(law, notice, regulation, on=on, cpv=notice.cpv or cpv)
    where = Scope(
        regulation=regulation,
        part=found.part,
        is_bound=bound,
        must_announce=found.must_announce,
        is_inside_act=found.is_inside_act,
        rule_version=regime.version.id if regime else None,
        why=found.why,
        amounts=found.amounts,
        part_mark=found.mark,
    )
    return where, regime


def presumed(notice: NoticeFacts, regulation: Regulation, on: date) -> Regulation:
    """The regulation whose rule is tried where a national form names none: FOA's, since FF's words are the same.

    Part and duty to announce stay unknown, so that nothing is a possible breach; what meets it is said to meet it.
    """
    return "foa" if regulation == "unknown" and is_national_form(notice) and on >= HARD_RULES_START else regulation


def _outside(
    regulation: Regulation,
    limit: str,
    *,
    part: Part = "unknown",
    regime: Regime | None = None,
    amounts: tuple[Amount, ...] = (),
) -> Scope:
    return Scope(
        regulation=regulation,
        part=part,
        is_bound=False if limit == "not-bound" else None,
        must_announce=None,
        is_inside_act=False if limit in {"exempt", "under-entry"} else None,
        rule_version=regime.version.id if regime else None,
        why=f"outside the rule: {limit}" if limit else "the day of announcement is not known",
        limit=limit,
        amounts=amounts,
    )
