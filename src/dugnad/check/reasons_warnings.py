"""What a buyer must know beside the draft: the day's conditions, empty answers, soft requirements, the footprint."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dugnad.check.footprint import Footprint
from dugnad.check.reasons_content import Question, ReasonsPath, holds_on, load_path, load_phrases
from dugnad.check.reasons_facts import Facts, amount, answer_to, listed, rough, says_nothing
from dugnad.law.parameters import load_law

MOVED_ON = date(2026, 7, 1)
LEAST_WEIGHT = 30
MOSTLY = 0.5
FOOTPRINT_PATHS = frozenset({"spec", "combination", "exempt-insignificant"})


def warnings_of(
    path: ReasonsPath,
    facts: Facts,
    on: date,
    language: str,
    asked: Sequence[Question],
    gaps: Sequence[object],
    found: Footprint | None,
    citation: str,
) -> list[str]:
    phrases = load_phrases()["warnings"]
    told = [str(one[language]) for one in load_path(path)["warnings"] if holds_on(one, on)]
    needed = [question for question in asked if not question.is_optional]
    if len(gaps) > len(needed) * MOSTLY:
        told.insert(0, phrases["mostly_gaps"][language].format(gaps=len(gaps), needed=len(needed)))
    given = [one for one in asked if not says_nothing(facts.answers.get(one.id, ""))]
    empty = [one for one in given if not answer_to(one, facts)]
    told += [phrases["repeats"][language].format(question=question.texts[language]) for question in empty]
    soft = [one for one in facts.requirements if not one.is_binding]
    if soft and "requirements" in {question.id for question in asked}:
        told.append(phrases["soft"][language].format(requirements=listed(soft)))
    if _weight(facts) >= LEAST_WEIGHT and path == "combination":
        told.append(phrases["weight_met"][language].format(weight=amount(_weight(facts))))
    if on >= MOVED_ON and any("7-9" in answer for answer in facts.answers.values()) and facts.regulation == "foa":
        told.append(phrases["repealed"][language].format(cite=citation))
    if facts.regulation == "kkf":
        told.append(phrases["concession"][language])
    return [*told, *_announcement_warning(facts, on, language), *_footprint_warnings(path, facts, found, language)]


def _announcement_warning(facts: Facts, on: date, language: str) -> list[str]:
    """From July 2026 the duty to weight needs a duty to announce; classic buyers' amount is known."""
    series = load_law().numbers.get("announce-foa")
    limit = series.values.at(on) if series and facts.regulation == "foa" else None
    if limit is None or limit.value is None or facts.value_nok is None or facts.value_nok >= limit.value:
        return []
    return [load_phrases()["warnings"]["below_announcement"][language].format(limit=amount(limit.value))]


def _footprint_warnings(path: ReasonsPath, facts: Facts, found: Footprint | None, language: str) -> list[str]:
    phrases = load_phrases()["warnings"]
    if path not in FOOTPRINT_PATHS:
        return []
    if found is None:
        missing = phrases["footprint_missing"][language].format(cpv=facts.cpv)
        return [missing] if facts.cpv and facts.value_nok else []
    if path != "exempt-insignificant":
        return []
    is_large = found.tonnes >= load_phrases()["footprint_large_from_tonnes"]
    large = phrases["footprint_large"][language].format(tonnes=amount(rough(found.tonnes)))
    return [large if is_large else phrases["footprint_insignificant"][language]]


def _weight(facts: Facts) -> float:
    try:
        return float(facts.answers.get("weight", "").replace(",", ".").rstrip(" %"))
    except ValueError:
        return 0.0
