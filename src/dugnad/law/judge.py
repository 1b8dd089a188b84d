"""Judge one lot against the climate and environment rule in force on a day: facts in, one finding out."""

from __future__ import annotations

from datetime import date
from typing import Any

from dugnad.errors import NotDecidable
from dugnad.law.facts import LotFacts
from dugnad.law.finding import Finding, Mark, Scope
from dugnad.law.matter import Answer, Matter
from dugnad.law.parameters import Law, NationalCode, load_law
from dugnad.law.part import known_value
from dugnad.law.rules.environment import VERSIONS
from dugnad.law.scope import NO_DAY, scope, scope_and_regime
from dugnad.law.sentence import Figures, tell
from dugnad.law.weights import ENVIRONMENT_CODE, NATIONAL_PREFIX, read_criteria

RULE = "environment.weight"
GRAVITY = (
    "POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "SHOULD_NOT_MET", "MANUAL_REVIEW", "UNKNOWN",
    "EXEMPT_CLAIMED", "MET_COMBINATION", "MET_SPEC", "MET_RANK", "MET_WEIGHT",
)  # fmt: skip
TRUST: dict[str, int] = {"A": 0, "A*": 1, "B": 2, "I": 3, "C": 4}
NO_AMOUNTS = frozenset({"MET_WEIGHT", "MET_RANK", "MET_SPEC", "MET_COMBINATION", "EXEMPT_CLAIMED", "REASONS_MISSING"})


def judge(facts: LotFacts, *, on: date) -> Finding:
    """What the rule says of this lot, announced on this day. Odd facts give an outcome, never an error."""
    law = load_law()
    where, regime = scope_and_regime(law, facts.notice, on=on, cpv=facts.cpv)
    version, minimum, highest = (regime.version, regime.minimum, regime.highest) if regime else (None, None, None)
    documents = facts.documents if facts.basis != "notice" else None
    matter = Matter(law, facts, where, read_criteria(law, facts), on, version, minimum, highest, documents)
    return _finding(matter, decide(matter))


def decide(matter: Matter) -> Answer:
    """The order in which outcomes are tried: outside the rule, invalid codes, general duty, then the rule itself."""
    limit = matter.scope.limit
    is_award = matter.lot.notice.is_award_without_competition
    if limit and not (is_award and limit == "under-entry"):
        return Answer("OUTSIDE_ACT" if limit in {"exempt", "under-entry"} else "NOT_APPLICABLE", None, limit, limit)
    if is_award:
        answer = _by_version(matter)
        is_met = answer.outcome.startswith("MET_")
        return answer if is_met else Answer("UNKNOWN", None, "unknown-award")
    code = invalid_code(matter.law, matter.lot, matter.on)
    if code:
        return Answer("INVALID_CODE_FOR_DATE", None, "invalid-code", code=code)
    if matter.version and matter.scope.must_announce is False and matter.scope.is_inside_act:
        return Answer("DUTY_APPLIES", "general", "general-duty", "general")
    return _by_version(matter)


def invalid_code(law: Law, lot: LotFacts, on: date) -> str:
    """The first national code that may not be used on the day, else nothing."""
    if on == NO_DAY:
        return ""
    for criterion in lot.criteria:
        code = law.codes.get(criterion.type_code)
        is_early = on < law.codes_since and criterion.type_code.startswith(NATIONAL_PREFIX)
        if is_early or (code is not None and not is_valid(code, on)):
            return criterion.type_code
    return ""


def is_valid(code: NationalCode, on: date) -> bool:
    return code.since <= on and (code.until is None or on <= code.until)


def worst(outcomes: list[str]) -> str | None:
    """The outcome of a procurement with several lots: that of its worst lot."""
    return next((outcome for outcome in GRAVITY if outcome in outcomes), outcomes[0] if outcomes else None)


def _by_version(matter: Matter) -> Answer:
    if matter.version is None:
        if matter.on == NO_DAY:
            return Answer("UNKNOWN", None, "unknown-day")
        is_known = matter.scope.regulation != "unknown"
        return Answer("UNKNOWN", None, "unknown-words" if is_known else "unknown-regulation")
    rule = VERSIONS.get(matter.version.id)
    if rule is None:
        raise NotDecidable(matter.version.id, "its function in law/rules/environment.py")
    return rule(matter)


def _finding(matter: Matter, answer: Answer) -> Finding:
    reading, where, version = matter.reading, matter.scope, matter.version
    cite, mark = _source(matter, answer)
    minimum = matter.minimum.value if matter.minimum else None
    highest = matter.highest.value if matter.highest else None
    rank = reading.rank_certain if reading.rank_certain is not None else reading.rank_possible
    figures = Figures(
        cite,
        reading.certain,
        reading.maximum,
        minimum,
        rank,
        highest,
        answer.code,
        matter.lot.notice.value_nok,
        where.amounts[-1].value if where.amounts else None,
    )
    nb, nn, en = tell(matter.law.sentences[answer.sentence], figures)
    return Finding(
        rule=RULE,
        basis=matter.lot.basis,
        rule_version=version.id if version else None,
        outcome=answer.outcome,
        ground=answer.ground,
        weight_environment_certain=reading.certain,
        weight_environment_max=reading.maximum,
        rank_environment=reading.rank_certain,
        reasons=answer.reasons or _reasons(matter),
        citation=cite,
        mark=mark,
        sentence_nb=nb,
        sentence_nn=nn,
        sentence_en=en,
        facts=_facts(matter, answer, minimum, highest),
        problems=tuple(reading.problems),
    )


def _source(matter: Matter, answer: Answer) -> tuple[str, Mark]:
    """The paragraph cited, and the weakest mark of everything the outcome rests on."""
    law, where, version = matter.law, matter.scope, matter.version
    if where.limit == "under-entry":
        return where.amounts[0].cite, where.amounts[0].mark
    if where.limit:
        source = law.limits[where.limit]
        return source.cite, source.mark
    if version is None:
        source = law.limits["words-not-found" if where.regulation in {"ff", "kkf"} else "regulation"]
        if answer.outcome != "INVALID_CODE_FOR_DATE":
            return source.cite, source.mark
    if answer.outcome == "INVALID_CODE_FOR_DATE":
        code = law.codes.get(answer.code, law.codes[ENVIRONMENT_CODE])
        return code.cite if version is None else version.cite.get(code.path, version.cite["rule"]), code.mark
    assert version is not None  # noqa: S101 - settled above
    mark = version.mark
    number = matter.highest if answer.ground == "rank" else matter.minimum if answer.ground == "weight" else None
    amounts = () if answer.outcome in NO_AMOUNTS else where.amounts
    for amount in (*amounts, number) if number else amounts:
        if TRUST[amount.mark] > TRUST[mark]:
            mark = amount.mark
    if answer.ground == "price-only" and where.part_mark and TRUST[where.part_mark] > TRUST[mark]:
        mark = where.part_mark
    return version.cite.get(answer.path, version.cite["rule"]), mark


def _reasons(matter: Matter) -> str:
    """The published words of every statement, so that the reader sees them whatever the outcome."""
    statements = matter.reading.statements
    return "\n".join(statement.text for statement, _ in statements if statement.text) if statements else ""


def _facts(matter: Matter, answer: Answer, minimum: float | None, highest: float | None) -> dict[str, Any]:
    """Everything the outcome rests on, ready for JSON."""
    lot, where, reading = matter.lot, matter.scope, matter.reading
    return {
        "on": matter.on.isoformat(),
        "why": answer.sentence,
        "regulation": where.regulation,
        "part": where.part,
        "is_bound": where.is_bound,
        "must_announce": where.must_announce,
        "is_inside_act": where.is_inside_act,
        "scope": where.why,
        "value_nok": known_value(lot.notice),
        "amounts": [
            {"name": used.name, "value": used.value, "since": used.since.isoformat(), "mark": used.mark}
            for used in where.amounts
        ],
        "minimum_percent": minimum,
        "highest_ranks": highest,
        "criteria": reading.rows,
        "statements": [
            {"type": statement.type_code, "path": path, "has_text": bool(statement.text.strip())}
            for statement, path in reading.statements
        ],
        "criteria_in_documents": lot.criteria_in_documents,
    }


def scope_of(facts: LotFacts, *, on: date) -> Scope:
    """Where the judge places this lot's notice."""
    return scope(facts.notice, on=on, cpv=facts.cpv)
