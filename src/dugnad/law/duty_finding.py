"""From the conditions of a duty to its finding: outcome, mark, citation, and a sentence in three languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter, matter_of
from dugnad.law.finding import Amount, Finding, Mark, Outcome
from dugnad.law.judge import TRUST
from dugnad.law.lawfile import LANGUAGES
from dugnad.law.purchase import ClauseFacts, Purchase, Rule
from dugnad.law.scope import NO_DAY
from dugnad.law.sentence import cite_in, quoted, whole

CHECKED = frozenset({"A", "A*"})
MONTHS = {
    "nb": ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
           "desember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
MONTHS["nn"] = MONTHS["nb"]
QUOTE_AT_MOST = 200
ENTRY = "entry"
"""The number from which the Act itself applies."""


class Answer(NamedTuple):
    """What a duty says of a purchase, before it is told."""

    outcome: Outcome
    sentence: str
    ground: str | None = None
    checks: tuple[Check, ...] = ()
    """The conditions that the answer rests on."""
    clauses: tuple[ClauseFacts, ...] = ()
    missing: str = ""
    is_clause: bool = False
    """The duty asks words in the contract: say so where the documents were not read."""


Judge = Callable[[DutyMatter, DutyVersion], Answer]


def duty(rule: str, judge: Judge, *, column: Callable[[DutyMatter], str] | None = None) -> Rule:
    """A duty as `judge_duties` calls it: the version of the day, then the answer, then the finding."""

    def judged(purchase: Purchase, on: date) -> Finding | None:
        matter = matter_of(purchase, on)
        if on == NO_DAY:
            latest = matter.law.versions[rule][-1]
            return finding_of(matter, latest, Answer("UNKNOWN", "unknown-day", "day"))
        version = matter.law.version(rule, column(matter) if column else matter.column, on)
        return finding_of(matter, version, judge(matter, version)) if version else None

    judged.__name__ = rule
    return judged


def first_failing(checks: list[Check]) -> Check | None:
    """The first condition that does not hold."""
    return next((check for check in checks if check.holds is False), None)


def first_unknown(checks: list[Check]) -> Check | None:
    return next((check for check in checks if check.holds is None), None)


def failed(check: Check) -> Answer:
    return Answer(check.no_outcome, check.no, check.no.removeprefix("no-"), (check,), missing=check.missing)


def not_known(check: Check, checks: list[Check]) -> Answer:
    ground = check.unknown.partition("-")[2]
    return Answer(check.unknown_outcome, check.unknown, ground, tuple(checks), missing=check.missing)


def mark_of(version: DutyVersion, checks: tuple[Check, ...]) -> Mark:
    """The weakest of the paragraph, the amounts compared with, and the readings relied on."""
    marks: list[Mark] = [version.mark]
    for check in checks:
        marks += [amount.mark for amount in check.amounts]
        marks += [check.mark] if check.mark else []
    return max(marks, key=lambda mark: TRUST[mark])


def finding_of(matter: DutyMatter, version: DutyVersion, answer: Answer) -> Finding:
    purchase = matter.purchase
    cite, mark = version.cite, mark_of(version, answer.checks)
    limit = next((check.limit for check in answer.checks if check.holds is False and check.limit), "")
    if limit:
        source = matter.law.limits[limit]
        cite, mark = source.cite, source.mark
    nb, nn, en = (sentence(matter, version, answer, language) for language in LANGUAGES)
    return Finding(
        rule=version.rule,
        basis=_basis(purchase),
        rule_version=version.id if matter.on != NO_DAY else None,
        outcome=answer.outcome,
        ground=answer.ground,
        weight_environment_certain=None,
        weight_environment_max=None,
        rank_environment=None,
        reasons=_reasons(purchase, answer),
        citation=cite,
        mark=mark,
        sentence_nb=nb,
        sentence_nn=nn,
        sentence_en=en,
        facts=facts_of(matter, version, answer),
    )


def _reasons(purchase: Purchase, answer: Answer) -> str:
    """The words that the answer rests on: the clauses read, or the exception claimed."""
    if answer.sentence == "exempt-apprentices":
        return purchase.claimed_exception
    return "\n".join(clause.quote for clause in answer.clauses)


def sentence(matter: DutyMatter, version: DutyVersion, answer: Answer, language: str) -> str:
    """One sentence: what holds, and why: the amount where one decides, else what is bought or who buys."""
    texts = matter.law.sentences
    words = _words(matter, version, answer, language)
    words["because"] = texts[_because(matter, answer)][language].format_map(words)
    told = texts[answer.sentence][language].format_map(words)
    is_settled = first_unknown(list(answer.checks)) is None
    tails = [check.tail for check in answer.checks if check.tail and check.holds and is_settled]
    if answer.is_clause and answer.outcome == "DUTY_APPLIES" and matter.purchase.documents == "not-read":
        tails.append("tail-not-read")
    if matter.is_presumed and answer.outcome in {"DUTY_APPLIES", "DUTY_DECLARED"}:
        tails.append("tail-presumed")
    return whole("; ".join([told, *(texts[tail][language].format_map(words) for tail in tails)]))


def day_words(day: date, language: str) -> str:
    if day == NO_DAY:
        return ""
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month} {day.year}" if language == "en" else f"{day.day}. {month} {day.year}"


def facts_of(matter: DutyMatter, version: DutyVersion, answer: Answer) -> dict[str, Any]:
    """Everything the outcome rests on, ready for JSON."""
    purchase = matter.purchase
    return {
        "on": matter.on.isoformat(),
        "why": answer.sentence,
        "norm": version.norm,
        "regulation": matter.regulation,
        "is_regulation_presumed": matter.is_presumed,
        "part": matter.place.part,
        "is_authority": matter.is_authority,
        "is_state": matter.is_state,
        "nature": matter.nature,
        "service": matter.service,
        "trade": matter.trade,
        "cpv": matter.cpv,
        "value_nok": matter.value,
        "duration_months": purchase.duration_months,
        "is_skilled_trade": purchase.is_skilled_trade,
        "amounts": [_amount(amount) for check in answer.checks for amount in check.amounts],
        "documents": purchase.documents,
        "clauses": [{"type": clause.type, "quote": clause.quote, "place": clause.place} for clause in answer.clauses],
        "missing": answer.missing or version.missing,
    }


def kroner(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}".replace(",", "\u00a0")


def _amount(amount: Amount) -> dict[str, Any]:
    return {
        "name": amount.name,
        "value": amount.value,
        "since": amount.since.isoformat(),
        "cite": amount.cite,
        "mark": amount.mark,
    }


def _basis(purchase: Purchase) -> str:
    if purchase.documents == "not-read" and not purchase.clauses:
        return "notice"
    return "both" if purchase.notice.subtype else "documents"


def _because(matter: DutyMatter, answer: Answer) -> str:
    """The amount that the duty starts at, where it has one; the Act's own entry threshold decides little."""
    amounts = [amount for check in answer.checks for amount in check.amounts if amount.value is not None]
    if any(amount.name != ENTRY for amount in amounts):
        return "because-amount" if matter.value is not None else "because-form" if matter.is_eu_form else "because-part"
    return next((check.because for check in answer.checks if check.because), "because-buyer")


def _words(matter: DutyMatter, version: DutyVersion, answer: Answer, language: str) -> dict[str, str]:
    amounts = [amount for check in answer.checks for amount in check.amounts if amount.value is not None]
    last = max(amounts, key=lambda amount: amount.value or 0) if amounts else None
    quote = " … ".join(quoted(clause.quote) for clause in answer.clauses) or "…"
    months = matter.purchase.duration_months
    norwegian = language != "en"
    return {
        "duty": version.duty[language],
        "do": version.do[language],
        "kind": matter.law.kinds[_kind(matter)][language],
        "value": kroner(matter.value),
        "amount": kroner(last.value) if last else "",
        "day": day_words(matter.on, language),
        "months": "" if months is None else f"{months:g}".replace(".", "," if norwegian else "."),
        "quote": quote if len(quote) <= QUOTE_AT_MOST else f"{quote[: QUOTE_AT_MOST - 1].rstrip()}…",
        "tiers": str(matter.purchase.tiers_allowed or ""),
        "cite": cite_in(language, version.cite),
    }


def _kind(matter: DutyMatter) -> str:
    if matter.trade in {"works", "cleaning"}:
        return matter.trade
    if matter.service == "health":
        return "health"
    return matter.nature or "unknown"
