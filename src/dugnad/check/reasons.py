"""The reasons assistant: what a departure from the thirty per cent asks, and a text that names its evidence.

Every sentence rests on the buyer's answer, a requirement that was found, a figure with its source, or the paragraph
itself; what is lacking is a marked gap. Nothing is invented, and nothing is said of whether the reasons suffice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from dugnad.check.footprint import Footprint, footprint, load_about
from dugnad.check.reasons_content import (
    PATHS,
    Question,
    ReasonsPath,
    holds_on,
    kofa,
    like_cases,
    load_path,
    load_phrases,
    questions_of,
)
from dugnad.errors import DugnadError
from dugnad.law.parameters import Version, load_law
from dugnad.wording.statement import only_repeats_rule

Basis = Literal["law", "answer", "requirement", "footprint", "gap"]
REGULATIONS = ("foa", "ff", "kkf")
MOVED_ON = date(2026, 7, 1)
LEAST_WEIGHT = 30
MOSTLY = 0.5
LIKE_CASES = 5
SAID_OF_FOOTPRINT: dict[str, str] = {
    "spec": "knowledge",
    "combination": "knowledge",
    "exempt-insignificant": "climate",
}
"""After which question the category's footprint is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A requirement of the specification, with its place as a person can look it up."""

    text: str
    place: str = ""
    is_binding: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the buyer answers, and what was found in the documents."""

    answers: Mapping[str, str] = field(default_factory=dict)
    requirements: Sequence[Demand] = ()
    cpv: str = ""
    value_nok: float | None = None
    regulation: str = "foa"


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
        warnings=tuple(_warnings(known, facts, on, language, asked, gaps, found, citation)),
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
    answer = _answer(question, facts)
    if answer:
        text = question.sentences[language].format(answer=answer)
        sentences.append(Sentence(text=text, basis="answer", evidence=question.id))
    binding = [one for one in facts.requirements if one.is_binding]
    if question.id == "requirements" and binding:
        told = load_phrases()["sentences"]["requirement"][language].format(requirements=_listed(binding))
        places = "; ".join(one.place for one in binding if one.place)
        sentences.append(Sentence(text=told, basis="requirement", evidence=places))
    return sentences


def usable(answer: str, *, is_reference: bool = False) -> str:
    """The answer without its last full stop; nothing where it is empty, says nothing or only repeats the rule."""
    plain = " ".join(answer.split()).rstrip(".")
    if says_nothing(plain) or (only_repeats_rule(plain) and not is_reference):
        return ""
    return plain


def says_nothing(answer: str) -> bool:
    """Is the answer empty, or does it say that there is none."""
    words = answer.casefold().strip(" .«»[]:!?")
    return not any(map(str.isalnum, answer)) or words in load_phrases()["no_answer"]


def _answer(question: Question, facts: Facts) -> str:
    return usable(facts.answers.get(question.id, ""), is_reference=question.is_reference)


def _listed(requirements: Sequence[Demand]) -> str:
    return "; ".join(f"«{one.text.rstrip('.')}»{f' ({one.place})' if one.place else ''}" for one in requirements)


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


def rough(number: float) -> float:
    """Two figures that count: a rough estimate looks no finer than it is."""
    return float(f"{number:.2g}")


def amount(number: float) -> str:
    """A rough number as Norwegians write it: 1 234; under ten with one decimal."""
    small = 10
    digits = 1 if abs(number) < small and number != int(number) else 0
    return f"{number:,.{digits}f}".replace(",", " ").replace(".", ",")


def _warnings(
    path: ReasonsPath,
    facts: Facts,
    on: date,
    language: str,
    asked: Sequence[Question],
    gaps: Sequence[Gap],
    found: Footprint | None,
    citation: str,
) -> list[str]:
    phrases = load_phrases()["warnings"]
    told = [str(one[language]) for one in load_path(path)["warnings"] if holds_on(one, on)]
    needed = [question for question in asked if not question.is_optional]
    if len(gaps) > len(needed) * MOSTLY:
        told.insert(0, phrases["mostly_gaps"][language].format(gaps=len(gaps), needed=len(needed)))
    given = [one for one in asked if not says_nothing(facts.answers.get(one.id, ""))]
    empty = [one for one in given if not _answer(one, facts)]
    told += [phrases["repeats"][language].format(question=question.texts[language]) for question in empty]
    soft = [one for one in facts.requirements if not one.is_binding]
    if soft and "requirements" in {question.id for question in asked}:
        told.append(phrases["soft"][language].format(requirements=_listed(soft)))
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
    if path not in SAID_OF_FOOTPRINT:
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
    if value is not None and not isinstance(value, int | float):
        raise DugnadError(f"value_nok is {value!r}, no number. Write kroner excl. VAT, as 5200000.")
    return Facts(
        answers={key: _plain(answer) for key, answer in given.items()},
        requirements=tuple(_demand(one) for one in told.get("requirements") or ()),
        cpv=str(told.get("cpv") or ""),
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
