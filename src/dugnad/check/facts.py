"""The check of facts that a program states itself, without files: the same law, the same JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any, cast, get_args

from dugnad.check.as_dict import finding_as_dict
from dugnad.check.notice import ATTENTION
from dugnad.check.steps import next_step
from dugnad.check.writing import change_for, clause_for
from dugnad.documents.judging import presumed
from dugnad.errors import DugnadError
from dugnad.law.buyer_words import KINDS
from dugnad.law.duties import judge_duties
from dugnad.law.facts import CriterionFacts, DocumentFacts, LotFacts, NoticeFacts
from dugnad.law.judge import judge, worst
from dugnad.law.purchase import ClauseFacts, ClauseType, Purchase
from dugnad.wording.read import read_text
from dugnad.wording.statement import only_repeats_rule

LEGAL_TEXTS = {"foa": "anskaffelsesforskriften", "ff": "forsyningsforskriften", "kkf": "konsesjonskontraktforskriften"}
FORM: dict[str, tuple[type, ...]] = {
    "announced": (str,), "buyer_kind": (str,), "regulation": (str,), "part": (str,), "nature": (str,), "cpv": (list,),
    "value_nok": (int, float), "duration_months": (int, float), "is_skilled_trade": (bool,), "language": (str,),
    "criteria": (list,), "requirements": (str,), "reasons": (str,), "reasons_path": (str,), "clauses": (list,),
    "documents_read": (bool,),
}  # fmt: skip
MOST = 1e13
BOUNDS = {"weight_percent": (0, 100), "rank": (1, 200), "value_nok": (0, MOST), "duration_months": (0, 1200)}
CHOICES = {
    "buyer_kind": set(KINDS),
    "regulation": {"foa", "ff", "kkf"},
    "part": {"1", "2", "3", "4"},
    "nature": {"works", "services", "supplies"},
    "requirements": {"binding", "non-binding", "none"},
    "reasons_path": {"spec", "insignificant", "critical-interest", "national-minimum"},
}
CRITERION: dict[str, tuple[type, ...]] = {
    "name": (str,), "description": (str,), "weight_percent": (int, float), "rank": (int,)
}  # fmt: skip
CLAUSES: tuple[str, ...] = get_args(ClauseType)
CPV = re.compile(r"\d{8}(?:-\d)?")
MOST_BYTES = 1024 * 1024
MOST_CRITERIA = 200


class FactsError(DugnadError):
    """The facts do not have the form the reference gives; `field` names the place."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        self.field, self.code = field, "invalid-facts"
        super().__init__(f"{field}: {problem} {remedy}")


def check_facts(raw: bytes, *, on: date | None = None) -> dict[str, Any]:
    """Judge the facts of one lot, given as JSON (docs/reference/api.md lists the fields)."""
    told = _read(raw)
    day = on or _day(told)
    notice = _notice(told)
    finding = judge(_lot(told, presumed(notice)), on=day)
    duties = judge_duties(_purchase(told, notice), on=day)
    is_read = bool(told.get("documents_read"))
    steps = {
        f"todo_{language}": next_step(finding.outcome, finding.ground, language, is_read=is_read)
        for language in ("nb", "nn", "en")
    }
    return {
        "kind": "facts",
        "outcome": worst([finding.outcome]) or "UNKNOWN",
        "judged_on": day.isoformat(),
        "findings": [{"lot_id": "LOT-0000", **finding_as_dict(finding), **steps}],
        "duties": [
            finding_as_dict(duty)
            | {f"todo_{language}": change_for(duty.rule, language) for language in ("nb", "nn", "en")}
            | {f"text_{language}": clause_for(duty.rule, language, day) for language in ("nb", "nn", "en")}
            for duty in duties
        ],
        "differences": [],
        "needs_attention": finding.outcome in ATTENTION or any(one.outcome == "POSSIBLE_BREACH" for one in duties),
    }


def _read(raw: bytes) -> dict[str, Any]:
    if len(raw) > MOST_BYTES:
        raise FactsError("body", "The facts are longer than a megabyte.", "Send one lot.")
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FactsError("body", f"This is no JSON ({error}).", "Send one JSON object.") from error
    if not isinstance(told, dict):
        raise FactsError("body", "This is no JSON object.", 'Send for instance {"announced": "2026-08-03"}.')
    _form(told, FORM, "")
    for name, allowed in CHOICES.items():
        if told.get(name) is not None and told[name] not in allowed:
            raise FactsError(name, f'"{told[name]}" is not known.', f"Write one of {', '.join(sorted(allowed))}.")
    return told


def _form(told: dict[str, Any], form: dict[str, tuple[type, ...]], where: str) -> None:
    for name, value in told.items():
        if name not in form:
            raise FactsError(f"{where}{name}", "This field is not known.", f"Known are {', '.join(sorted(form))}.")
        is_truth = isinstance(value, bool) and bool not in form[name]
        if value is not None and (is_truth or not isinstance(value, form[name])):
            names = " or ".join(kind.__name__ for kind in form[name])
            raise FactsError(f"{where}{name}", f"This is {type(value).__name__}.", f"Give {names}, or leave it out.")
        least, most = BOUNDS.get(name, (-MOST, MOST))
        if isinstance(value, int | float) and not isinstance(value, bool) and not least <= value <= most:
            raise FactsError(f"{where}{name}", "This is no number that can be.", f"Give {least:g} to {most:g}.")


def _day(told: dict[str, Any]) -> date:
    try:
        return date.fromisoformat(str(told.get("announced") or ""))
    except ValueError as error:
        problem = f'"{told["announced"]}" is no day.' if told.get("announced") else "The day is missing."
        raise FactsError("announced", problem, "Write the day of announcement as 2026-08-03.") from error


def _notice(told: dict[str, Any]) -> NoticeFacts:
    regulation, part = told.get("regulation"), told.get("part")
    text = LEGAL_TEXTS[regulation] + (f" Del {part}" if part else "") if regulation else ""
    codes = _texts(told, "cpv")
    return NoticeFacts(
        country="NOR",
        profile="national",
        legal_basis="other" if text else "",
        legal_texts=(text,) if text else (),
        buyer_kind=told.get("buyer_kind"),
        contract_nature=told.get("nature") or "",
        cpv=codes[0] if codes else "",
        value_nok=told.get("value_nok"),
    )


def _texts(told: dict[str, Any], name: str) -> list[str]:
    values = told.get(name) or []
    if name == "cpv" and not all(isinstance(value, str) and CPV.fullmatch(value) for value in values):
        raise FactsError(name, "Not every entry is a CPV code.", "Write eight digits, as 90911200.")
    if not all(isinstance(value, str) for value in values):
        raise FactsError(name, "Not every entry is a text.", "Give a list of texts.")
    return list(values)


def _lot(told: dict[str, Any], notice: NoticeFacts) -> LotFacts:
    rows = told.get("criteria") or []
    if len(rows) > MOST_CRITERIA:
        raise FactsError("criteria", f"There are {len(rows)} criteria.", f"Give at most {MOST_CRITERIA}.")
    criteria = tuple(_criterion(row, number, told.get("language") or "") for number, row in enumerate(rows))
    if not told.get("documents_read"):
        return LotFacts(notice=notice, criteria=criteria)
    reasons = (told.get("reasons") or "").strip()
    documents = DocumentFacts(
        requirements=told.get("requirements") or "none",
        reasons="none" if not reasons else "repeats-the-rule" if only_repeats_rule(reasons) else "given",
        reasons_path=told.get("reasons_path"),
        reasons_quote=reasons,
    )
    return LotFacts(notice=notice, criteria=criteria, basis="documents", documents=documents)


def _criterion(row: object, number: int, language: str) -> CriterionFacts:
    where = f"criteria[{number}]."
    if not isinstance(row, dict):
        raise FactsError(f"criteria[{number}]", "This is no object.", 'Give for instance {"name": "Pris"}.')
    _form(row, CRITERION, where)
    name, description = row.get("name") or "", row.get("description") or ""
    verdict = read_text(language, name, description)
    weight, rank = row.get("weight_percent"), row.get("rank")
    return CriterionFacts(
        text=f"{name}\n{description}".strip(),
        weight_percent=weight,
        weight_kind="percent" if weight is not None else "rank" if rank is not None else "none",
        rank=rank,
        stated_percent=verdict.stated_percent,
        environment=verdict.environment,
        environment_scope=verdict.environment_scope,
    )


def _purchase(told: dict[str, Any], notice: NoticeFacts) -> Purchase:
    clauses = _texts(told, "clauses")
    unknown = [one for one in clauses if one not in CLAUSES]
    if unknown:
        raise FactsError("clauses", f'"{unknown[0]}" is not known.', f"Known are {', '.join(CLAUSES)}.")
    return Purchase(
        notice=notice,
        cpvs=tuple(_texts(told, "cpv")),
        duration_months=told.get("duration_months"),
        is_skilled_trade=told.get("is_skilled_trade"),
        documents="read" if told.get("documents_read") else "not-read",
        clauses=tuple(ClauseFacts(type=cast("ClauseType", one), quote="") for one in clauses),
    )
