"""The content of the reasons assistant: questions by path and day, sentences, and what KOFA has said in like cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as File
from typing import Any, Literal, get_args

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError

ReasonsPath = Literal[
    "spec", "combination", "exempt-insignificant", "exempt-critical-interest", "exempt-national-minimum"
]
PATHS: tuple[ReasonsPath, ...] = get_args(ReasonsPath)
FOLDER = "check/reasons"
LANGUAGES = ("nb", "nn", "en")
TEXT_LANGUAGES = ("nb", "nn")
AFTER = frozenset("SRW")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the law or KOFA asks of the reasons; texts by language."""

    id: str
    path: ReasonsPath
    paragraph: int
    is_optional: bool
    is_reference: bool
    """The answer may be a bare number or place, not an account."""
    texts: dict[str, str]
    whys: dict[str, str]
    rests_on: tuple[str, ...]
    """Paragraphs ("{cite}" stands for the one in force) and decisions."""
    sentences: dict[str, str]
    gaps: dict[str, str]

    def text(self, language: str) -> str:
        return self.texts[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What KOFA said in a like case, told in our own words from secondary sources."""

    case: str
    verdict: str
    after: str
    objects: dict[str, str]
    points: dict[str, str]
    cpv: tuple[str, ...]
    paths: tuple[str, ...]


@cache
def load_path(path: ReasonsPath) -> dict[str, Any]:
    """The file of one path."""
    found: dict[str, Any] = read_yaml(content_path(f"{FOLDER}/{path}.yaml"))
    return found


@cache
def load_phrases() -> dict[str, Any]:
    """Sentences and warnings that belong to no single path."""
    found: dict[str, Any] = read_yaml(content_path(f"{FOLDER}/phrases.yaml"))
    return found


@cache
def load_decisions() -> tuple[Decision, ...]:
    """Every decision, in the order of the file."""
    return tuple(
        Decision(
            case=one["case"],
            verdict=one["verdict"],
            after=one["after"],
            objects=one["object"],
            points=one["point"],
            cpv=tuple(one["cpv"]),
            paths=tuple(one["paths"]),
        )
        for one in kofa()["decisions"]
    )


@cache
def kofa() -> dict[str, Any]:
    """The file of decisions: words for verdicts and for what stands after July 2026."""
    found: dict[str, Any] = read_yaml(content_path(f"{FOLDER}/kofa.yaml"))
    return found


def questions_of(path: ReasonsPath, on: date) -> list[Question]:
    """The questions that belong to the version of the rule in force on the day."""
    return [
        Question(
            id=one["id"],
            path=path,
            paragraph=one["paragraph"],
            is_optional=one.get("is_optional", False),
            is_reference=one.get("is_reference", False),
            texts=one["text"],
            whys=one["why"],
            rests_on=tuple(one["rests_on"]),
            sentences=one["sentence"],
            gaps=one["gap"],
        )
        for one in load_path(path)["questions"]
        if holds_on(one, on)
    ]


def holds_on(one: dict[str, Any], on: date) -> bool:
    """Does a dated line belong to this day."""
    return bool(one.get("since", on) <= on <= one.get("until", on))


def like_cases(path: ReasonsPath, cpv: str) -> list[Decision]:
    """Decisions on the same path, the nearest trade first."""
    found = [one for one in load_decisions() if path in one.paths]
    return sorted(found, key=lambda one: -_nearness(one, cpv))


def _nearness(decision: Decision, cpv: str) -> int:
    return max((len(prefix) for prefix in decision.cpv if cpv and cpv.startswith(prefix)), default=0)


def check_reasons() -> list[ContentError]:
    """Every question, sentence, warning and decision has its texts in every language it is shown in."""
    faults: list[ContentError] = []
    for path in PATHS:
        faults += _path_faults(path)
    file = content_path(f"{FOLDER}/kofa.yaml")
    for one in kofa().get("decisions", []):
        faults += _decision_faults(file, one)
    faults += _phrase_faults()
    return faults


def _path_faults(path: ReasonsPath) -> Iterator[ContentError]:
    file = content_path(f"{FOLDER}/{path}.yaml")
    found = load_path(path)
    yield from _lacking(file, "name", found.get("name", {}), LANGUAGES)
    yield from _lacking(file, "opening", found.get("opening", {}), TEXT_LANGUAGES)
    if not isinstance(found.get("available_since"), date):
        yield ContentError(place(file), None, "available_since is no day.", "Write one, as 2026-07-01.")
    for one in found.get("questions", []):
        name = f"question {one.get('id', '?')}"
        for key, languages in (("text", LANGUAGES), ("why", LANGUAGES), ("gap", TEXT_LANGUAGES)):
            yield from _lacking(file, f"{name}: {key}", one.get(key, {}), languages)
        sentences = one.get("sentence", {})
        yield from _lacking(file, f"{name}: sentence", sentences, TEXT_LANGUAGES)
        if any("{answer}" not in text for text in sentences.values()):
            yield ContentError(place(file), None, f"{name}: a sentence has no place for the answer.", "Write {answer}.")
    for number, one in enumerate(found.get("warnings", []), 1):
        yield from _lacking(file, f"warning {number}", one, LANGUAGES)


def _decision_faults(file: File, one: dict[str, Any]) -> Iterator[ContentError]:
    name = one.get("case", "?")
    for key in ("object", "point"):
        yield from _lacking(file, f"{name}: {key}", one.get(key, {}), LANGUAGES)
    if one.get("after") not in AFTER or one.get("verdict") not in kofa()["verdicts"]:
        yield ContentError(place(file), None, f"{name}: verdict or after is not known.", "Write one of those above.")
    if set(one.get("paths", [])) - set(PATHS) or not one.get("paths"):
        yield ContentError(place(file), None, f"{name}: a path is not known.", f"Write one of {', '.join(PATHS)}.")


def _phrase_faults() -> Iterator[ContentError]:
    file, phrases = content_path(f"{FOLDER}/phrases.yaml"), load_phrases()
    yield from _lacking(file, "note", phrases.get("note", {}), LANGUAGES)
    for key, texts in phrases.get("warnings", {}).items():
        yield from _lacking(file, f"warning {key}", texts, LANGUAGES)
    for key, texts in phrases.get("sentences", {}).items():
        yield from _lacking(file, f"sentence {key}", texts, TEXT_LANGUAGES)


def _lacking(file: File, name: str, texts: Any, languages: tuple[str, ...]) -> Iterator[ContentError]:
    missing = [one for one in languages if not isinstance(texts, dict) or not texts.get(one)]
    if missing:
        yield ContentError(place(file), None, f"{name} lacks {', '.join(missing)}.", "Write it.")
