"""The conditions that several duties share: who buys, what, for how much, and what the documents say of it."""

from __future__ import annotations

from datetime import date

from dugnad.law.duty_finding import CHECKED, Answer, failed, first_failing, first_unknown, mark_of, not_known
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, amounts_at, of_buyer
from dugnad.law.finding import Amount, Mark
from dugnad.law.purchase import ClauseFacts, ClauseType

ACT_HOLDS_DUTIES = date(2026, 7, 1)
"""From this day LOA §§ 5a-5p hold the duties that stood in regulations before."""

LABOUR: tuple[ClauseType, ...] = ("wage", "hms-card", "pension", "bank-payment", "apprentices", "tiers")
"""Clauses that buyers put in contracts on work."""


def is_in_act_itself(matter: DutyMatter) -> bool:
    return matter.on >= ACT_HOLDS_DUTIES


def outside(matter: DutyMatter, *, but: frozenset[str] = frozenset()) -> list[Check]:
    """Where no duty of this kind reaches. `but`: the limits that this duty does not know (defence, utility ...)."""
    act = "-act" if is_in_act_itself(matter) else ""
    limits = {
        "abroad": matter.limit == "abroad",
        "exempt": matter.limit == "exempt",
        "defence": matter.limit == "defence",
        "concession": matter.regulation == "kkf",
        "utility": matter.regulation == "ff",
    }
    checks = []
    for name, is_outside in limits.items():
        if is_outside and name not in but:
            place = name if name in {"abroad", "exempt"} else f"{name}{act}"
            outcome = "OUTSIDE_ACT" if name == "exempt" else "NOT_APPLICABLE"
            checks.append(Check(False, f"no-{name}", limit=place, no_outcome=outcome))  # type: ignore[arg-type]
    return checks


def known_day(matter: DutyMatter) -> Check:
    """An award notice alone does not tell when the competition was announced."""
    is_award = matter.purchase.notice.is_award_without_competition
    return Check(None if is_award else True, unknown="unknown-award")


def clause_scope(matter: DutyMatter, version: DutyVersion) -> list[Check]:
    """What every duty to set a contract clause asks of buyer and regulation."""
    if version.column == "any":
        checks = outside(matter, but=frozenset({"defence", "concession", "utility"}))
        is_odd = matter.limit == "defence" or matter.regulation == "kkf"
        covers = Check(
            None if is_odd else True,
            unknown="review-covers",
            mark="C" if is_odd else None,
            unknown_outcome="MANUAL_REVIEW",
            missing="Om forskriften omfatter konsesjons- og forsvarskontrakter, er ikke funnet.",
        )
        return [*checks, authority(matter), covers, known_day(matter)]
    return [
        *outside(matter, but=frozenset({"utility"})),
        authority(matter),
        known_regulation(matter),
        known_day(matter),
    ]


def authority(matter: DutyMatter) -> Check:
    return Check(matter.is_authority, "no-buyer", "unknown-buyer")


def known_regulation(matter: DutyMatter) -> Check:
    return Check(None if matter.regulation == "unknown" else True, unknown="unknown-regulation")


def buyer_in_act(matter: DutyMatter) -> Check:
    return Check(matter.is_in_act, "no-buyer", "unknown-buyer")


def inside_act(matter: DutyMatter) -> Check:
    """At or over the value from which the Act applies; a form that names its part says so by itself."""
    entry = matter.numbers.numbers["entry"].values.at(matter.on)
    amounts = (entry,) if entry else ()
    if matter.value is not None and entry and entry.value is not None:
        is_in = matter.value >= entry.value
        return Check(
            is_in, "no-under-entry", amounts=amounts, no_outcome="OUTSIDE_ACT", limit="" if is_in else "under-entry"
        )
    return Check(True if matter.is_eu_form or matter.place.is_inside_act else None, unknown="unknown-value")


def services_or_works(matter: DutyMatter) -> Check:
    """Goods are outside. Goods by their CPV alone, with clauses on work in the contract, may be delivery with works."""
    is_stated = matter.purchase.notice.contract_nature in {"works", "services", "supplies"}
    if matter.nature == "supplies" and not is_stated and matter.clauses(*LABOUR):
        return Check(None, unknown="unknown-nature")
    holds = {"works": True, "services": True, "supplies": False}.get(matter.nature)
    return Check(holds, "no-goods", "unknown-nature", because="because-kind")


def works_or_cleaning(matter: DutyMatter) -> list[Check]:
    """The trades of the stricter clauses; a contract that is cleaning only in part is for a person."""
    goods = services_or_works(matter)
    if goods.holds is not True:
        return [goods]
    if matter.trade == "maybe-cleaning":
        return [Check(None, unknown="review-trade", unknown_outcome="MANUAL_REVIEW")]
    holds = {"works": True, "cleaning": True, "neither": False}.get(matter.trade)
    return [Check(holds, "no-trade", "unknown-trade", because="because-kind")]


def reaches(matter: DutyMatter, *names: str, is_strict: bool = False) -> Check:
    """Is the value at or over the amount, whichever of these rows holds? A row that was not found is for a person."""
    amounts = tuple(amounts_at(matter, *names))
    if not amounts or any(amount.value is None for amount in amounts):
        missing = next((amount.missing for amount in amounts if amount.missing), "")
        return Check(None, "", "review-amount", amounts, "C", "MANUAL_REVIEW", missing=missing)
    if matter.value is None:
        return Check(True if _form_says(matter) else None, "", "unknown-value", amounts)
    answers = {_is_over(matter.value, amount, is_strict=is_strict) for amount in amounts}
    if len(answers) > 1:
        return Check(None, "", "unknown-buyer", amounts)
    holds = answers.pop()
    if not holds and matter.is_eu_form:
        return Check(None, "", "review-value", amounts, unknown_outcome="MANUAL_REVIEW")
    return Check(holds, "no-amount", "", amounts)


def clause_amounts(matter: DutyMatter) -> tuple[str, ...]:
    """The amount of the clauses in the Act and in FF from July 2026."""
    return of_buyer(matter, "clauses-ff-state", "clauses-ff-others") if matter.regulation == "ff" else ("clauses-act",)


def in_part(matter: DutyMatter, parts: frozenset[str], *, no: str = "no-part") -> Check:
    """The part of FOA, with the amounts that placed the purchase there."""
    part = matter.place.part
    amounts = tuple(amount for amount in matter.place.amounts if amount.name != "entry" and _placed(matter, amount))
    if part == "unknown":
        return Check(None, unknown="unknown-part")
    return Check(part in parts, no, amounts=amounts, mark=matter.place.mark)


def clause_answer(matter: DutyMatter, version: DutyVersion, checks: list[Check], *types: ClauseType) -> Answer:
    """A duty to have words in the contract: outside it, found, applies and not read, or read and not found."""
    no = first_failing(checks)
    if no is not None:
        return failed(no)
    found = tuple(matter.clauses(*types))
    unknown = first_unknown(checks)
    if found:
        told = f"declared{'-open' if unknown else ''}{'' if _has_words(found) else '-notice'}"
        return Answer("DUTY_DECLARED", told, "clause", tuple(checks), found)
    if unknown is not None:
        return not_known(unknown, checks)
    return not_found(matter, version, checks)


def not_found(matter: DutyMatter, version: DutyVersion, checks: list[Check]) -> Answer:
    """The duty applies and no clause is known. A possible breach needs documents read and every fact checked."""
    rests = tuple(checks)
    if matter.purchase.documents == "not-read" or version.norm != "shall":
        return applies(matter, checks, is_clause=True)
    if matter.purchase.documents == "partly":
        return Answer("MANUAL_REVIEW", "review-partly", "partly-read", rests)
    if matter.purchase.notice.is_change_without_first:
        return Answer("MANUAL_REVIEW", "review-change", "clause-absent", rests)
    if matter.is_presumed and version.column != "any":
        return Answer("MANUAL_REVIEW", "review-regulation", "clause-absent", rests)
    if mark_of(version, rests) not in CHECKED:
        return Answer("MANUAL_REVIEW", "review-mark", "clause-absent", rests)
    return Answer("POSSIBLE_BREACH", "absent", "clause-absent", rests)


def for_a_person(answer: Answer) -> Answer:
    """What is asked may stand where no clause is looked for, so its absence is no possible breach."""
    if answer.outcome != "POSSIBLE_BREACH":
        return answer
    return answer._replace(outcome="MANUAL_REVIEW", sentence="review-elsewhere")


def applies(matter: DutyMatter, checks: list[Check], *, is_clause: bool = False) -> Answer:
    """The duty applies, and nothing was read that meets it."""
    ground = "not-read" if is_clause and matter.purchase.documents == "not-read" else "general"
    return Answer("DUTY_APPLIES", "applies", ground, tuple(checks), is_clause=is_clause)


def plain_answer(matter: DutyMatter, checks: list[Check], clauses: tuple[ClauseFacts, ...] = ()) -> Answer:
    """A duty that asks conduct rather than a clause: never a possible breach."""
    no = first_failing(checks)
    if no is not None:
        return failed(no)
    if clauses:
        told = "declared" if _has_words(clauses) else "declared-notice"
        return Answer("DUTY_DECLARED", told, "clause", tuple(checks), clauses)
    unknown = first_unknown(checks)
    return not_known(unknown, checks) if unknown is not None else applies(matter, checks)


def read_as(mark: Mark, *, tail: str = "") -> Check:
    """A reading of the law that the answer relies on."""
    return Check(True, mark=mark, tail=tail)


def _has_words(clauses: tuple[ClauseFacts, ...]) -> bool:
    """A clause may be stated without its words, in facts that somebody typed."""
    return any(clause.quote.strip() for clause in clauses)


def _is_over(value: float, amount: Amount, *, is_strict: bool) -> bool:
    limit = amount.value or 0.0
    return value > limit if is_strict else value >= limit


def _form_says(matter: DutyMatter) -> bool:
    """Every amount of these duties lies at or under the EEA threshold, since 2026 also at or under Part II's."""
    parts = {"4"} if matter.service == "health" else {"2", "3", "4"}
    return matter.is_eu_form or (is_in_act_itself(matter) and matter.place.part in parts)


def _placed(matter: DutyMatter, amount: Amount) -> bool:
    """Did this amount place the purchase: the ones reached, or in Part I the one not reached?"""
    if matter.value is None or amount.value is None:
        return False
    return amount.value <= matter.value or matter.place.part == "1"
