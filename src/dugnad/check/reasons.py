"""The reasons assistant: what a departure from the thirty per cent asks, and a text that names its evidence.

Every sentence rests on the buyer's answer, a requirement that was found, a figure with its source, or the paragraph
itself; what is lacking is a marked gap. Nothing is invented, and nothing is said of whether the reasons suffice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from dugnad.check.footprint import Footprint, footprint, load_about
from dugnad.check.reasons_content import (
    PATHS,
    Question,
    ReasonsPath,
    kofa,
    like_cases,
    load_path,
    load_phrases,
    questions_of,
)
from dugnad.check.reasons_facts import Demand, Facts, amount, answer_to, listed, rough
from dugnad.check.reasons_warnings import MOVED_ON, warnings_of
from dugnad.errors import DugnadError
from dugnad.law.parameters import Version, load_law

Basis = Literal["law", "answer", "requirement", "footprint", "gap"]
REGULATIONS = ("foa", "ff", "kkf")
LIKE_CASES = 5
SAID_OF_FOOTPRINT: dict[str, str] = {
    "spec": "knowledge",
    "combination": "knowledge",
    "exempt-insignificant": "climate",
}
"""After which question the category's footprint is told."""
MOST = 1e13
"""Kroner: more than any purchase."""
CPV = re.compile(r"\d{2,8}(?:-\d)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what it rests on; `evidence` names the question, place, source or paragraph."""

    text: str
    basis: Basis
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the buyer must still supply."""

    question: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LikeCase:
    """A decision in a like case, with what stands of it on the day; never checked against the decision itself."""

    case: str
    text: str
    verdict: str
    after: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The text in paragraphs, its gaps, warnings, and like cases."""

    path: ReasonsPath
    on: date
    language: str
    rule_version: str
    citation: str
    href: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]
    like_cases: tuple[LikeCase, ...]
    footprint: Footprint | None
    note: str

    @property
    def text(self) -> str:
        """The paragraphs as they would be pasted into the documents, gaps and all."""
        return "\n\n".join(" ".join(one.text for one in paragraph) for paragraph in self.paragraphs)


def questions(path: str, on: date, language: str = "nb", *, regulation: str = "foa") -> list[Question]:
    """The questions that the law and KOFA ask of this path on the day."""
    version = _version(path, on, regulation)
    cite = _citation(version, path)
    return [_cited(question, cite) for question in questions_of(_known(path), on)]


def draft(path: str, facts: Facts, on: date, language: str = "nb") -> Draft:
    """A reasons text in nb or nn from the facts at hand; with none it is gaps, and says so."""
    if language not in {"nb", "nn"}:
        raise DugnadError(f"A reasons text is written in nb or nn, not in {language}. Choose one of them.")
    known = _known(path)
    version = _version(path, on, facts.regulation)
    citation = _citation(version, path)
    found = footprint(facts.cpv, facts.value_nok, year=on.year) if facts.cpv and facts.value_nok else None
    asked = [_cited(question, citation) for question in questions_of(known, on)]
    opening = Sentence(text=load_path(known)["opening"][language].format(cite=citation), basis="law", evidence=citation)
    paragraphs: dict[int, list[Sentence]] = {0: [opening]}
    gaps: list[Gap] = []
    for question in asked:
        sentences = _sentences(question, facts, language)
        if not sentences and not question.is_optional:
            gaps.append(Gap(question=question.id, text=question.gaps[language]))
            gap = load_phrases()["gap"][language].format(gap=question.gaps[language])
            sentences = [Sentence(text=gap, basis="gap", evidence=question.id)]
        told = [_footprint(found, language)] if found and SAID_OF_FOOTPRINT.get(path) == question.id else []
        paragraphs.setdefault(question.paragraph, []).extend([*sentences, *told])
    return Draft(
        path=known,
        on=on,
        language=language,
        rule_version=version.id,
        citation=citation,
        href=version.href,
        paragraphs=tuple(tuple(paragraphs[key]) for key in sorted(paragraphs) if paragraphs[key]),
        gaps=tuple(gaps),
        warnings=tuple(warnings_of(known, facts, on, language, asked, gaps, found, citation)),
        like_cases=tuple(_like_cases(known, facts.cpv, on, language)),
        footprint=found,
        note=load_phrases()["note"][language],
    )


def _known(path: str) -> ReasonsPath:
    found = next((one for one in PATHS if one == path), None)
    if found is None:
        raise DugnadError(f"«{path}» is no path that needs reasons. Choose one of {', '.join(PATHS)}.")
    return found


def _version(path: str, on: date, regulation: str) -> Version:
    """The version of the rule on the day; an error where the path does not exist in it."""
    since: date = load_path(_known(path))["available_since"]
    if regulation not in REGULATIONS:
        raise DugnadError(f"«{regulation}» is no regulation here. Choose one of {', '.join(REGULATIONS)}.")
    regime = load_law().regime(regulation, on)
    if on < since or regime is None:
        message = f"The path «{path}» cannot be used in a competition announced on {on.isoformat()}."
        raise DugnadError(f"{message} It came on {since.isoformat()}: choose another path or day.")
    return regime.version


def _citation(version: Version, path: str) -> str:
    key = path.removeprefix("exempt-")
    return version.cite["spec" if key == "combination" else key]


def _cited(question: Question, cite: str) -> Question:
    """The question with the paragraph in force in the place of {cite}."""
    return replace(question, rests_on=tuple(one.format(cite=cite) for one in question.rests_on))


def _sentences(question: Question, facts: Facts, language: str) -> list[Sentence]:
    """What the buyer answered, and for requirements what was found in the documents."""
    sentences = []
    answer = answer_to(question, facts)
    if answer:
        text = question.sentences[language].format(answer=answer)
        sentences.append(Sentence(text=text, basis="answer", evidence=question.id))
    binding = [one for one in facts.requirements if one.is_binding]
    if question.id == "requirements" and binding:
        told = load_phrases()["sentences"]["requirement"][language].format(requirements=listed(binding))
        places = "; ".join(dict.fromkeys(one.place for one in binding if one.place))
        sentences.append(Sentence(text=told, basis="requirement", evidence=places))
    return sentences


def _footprint(found: Footprint, language: str) -> Sentence:
    sources = load_about()["sources"]
    source = "; ".join(sources[key][language] for key in found.sources)
    text = load_phrases()["sentences"]["footprint"][language].format(
        name=found.name_nn if language == "nn" else found.name_nb,
        value=amount(found.value_nok),
        tonnes=amount(rough(found.tonnes)),
        low=amount(rough(found.low)),
        high=amount(rough(found.high)),
        source=source,
        year=found.price_year,
    )
    return Sentence(text=text, basis="footprint", evidence=f"CPV {found.cpv}: {source}")


def _like_cases(path: ReasonsPath, cpv: str, on: date, language: str) -> list[LikeCase]:
    words, unchecked = kofa(), load_phrases()["titles"][language]["unchecked"]
    return [
        LikeCase(
            case=one.case,
            text=f"{one.objects[language]}: {one.points[language]}",
            verdict=words["verdicts"][one.verdict][language],
            after=words["after"][one.after][language] if on >= MOVED_ON else "",
            mark=unchecked,
        )
        for one in like_cases(path, cpv)[:LIKE_CASES]
    ]


def facts_of(told: Mapping[str, Any], path: str, on: date) -> Facts:
    """Facts from a JSON or YAML object: answers by question, requirements, cpv, value_nok, regulation."""
    regulation = str(told.get("regulation", "foa"))
    known = {question.id for question in questions(path, on, regulation=regulation)}
    given = dict(told.get("answers") or {})
    unknown = sorted(set(given) - known)
    if unknown:
        raise DugnadError(f"No question is called {', '.join(unknown)}. The questions are {', '.join(sorted(known))}.")
    value = told.get("value_nok")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST):
        raise DugnadError(f"value_nok is {str(value)[:40]!r}, no amount. Write kroner excl. VAT, as 5200000.")
    cpv = str(told.get("cpv") or "")
    if cpv and not CPV.fullmatch(cpv):
        raise DugnadError(f"cpv is {cpv[:40]!r}, no CPV code. Write two to eight digits, as 90911200.")
    return Facts(
        answers={key: _plain(answer) for key, answer in given.items()},
        requirements=tuple(_demand(one) for one in told.get("requirements") or ()),
        cpv=cpv,
        value_nok=value,
        regulation=regulation,
    )


def _plain(answer: Any) -> str:
    return "; ".join(map(str, answer)) if isinstance(answer, list) else str("" if answer is None else answer)


def _demand(one: Any) -> Demand:
    if isinstance(one, str):
        return Demand(text=one)
    if not isinstance(one, Mapping) or not one.get("text"):
        raise DugnadError("A requirement has no text. Write text, place and is_binding for each.")
    return Demand(text=str(one["text"]), place=str(one.get("place", "")), is_binding=bool(one.get("is_binding", True)))
