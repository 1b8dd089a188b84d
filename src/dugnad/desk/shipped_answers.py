"""The answers that content ships: what public buyers ask most, in each language, with references and a day of review.

content/desk/answers/minimum-weight.yaml
  number: 1
  subject: environment-rule
  groups: []
  cpv: []
  reviewed: 2026-11-23
  review_by: 2027-06-30
  nb: {question: …, short: …, answer: …}
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dugnad.content import content_files, content_path
from dugnad.criteria.kept import kept_library
from dugnad.desk.identify import marks
from dugnad.desk.reference import Reference, Resolved, parse, references_in, resolve
from dugnad.errors import ContentError
from dugnad.law.lawfile import LANGUAGES, LawFile, repeated_keys

ANSWERS, SUBJECTS = "desk/answers", "desk/subjects.yaml"
MOST_NUMBER = 999
"""Desks' own answers have higher numbers."""
MOST_QUESTION, MOST_SHORT = 300, 600
CPV = re.compile(r"\d{2,8}")
WORDS = ("question", "details", "short", "answer")
NEEDED = frozenset({"question", "short", "answer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedAnswer:
    """One answer as its file has it."""

    id: str
    number: int
    subject: str
    groups: tuple[str, ...]
    cpv: tuple[str, ...]
    reviewed: date
    review_by: date
    words: Mapping[str, Mapping[str, str]]
    """By language: question, details, short, answer."""

    def references(self) -> tuple[Reference, ...]:
        """Everything that it rests on, in any language."""
        return references_of(self.words.values())


def references_of(told: Iterable[Mapping[str, str]]) -> tuple[Reference, ...]:
    """The references of an answer's texts, each once."""
    texts = [words.get(name, "") for words in told for name in WORDS]
    return tuple(dict.fromkeys(one for text in texts for one in references_in(text)))


@cache
def load_subjects() -> dict[str, dict[str, str]]:
    """What answers are about, by id, in the order they are listed; the first fault is raised."""
    subjects, faults = read_subjects()
    if faults:
        raise faults[0]
    return subjects


def read_subjects() -> tuple[dict[str, dict[str, str]], list[ContentError]]:
    """The subjects' file."""
    file = LawFile(content_path(SUBJECTS))
    file.only((), {"name", "subjects", "last_checked"})
    file.names("name")
    found = {str(name): file.names("subjects", name) for name in file.mapping("subjects")}
    file.checked()
    return found, file.faults


def load_answers() -> list[ShippedAnswer]:
    """The shipped answers by number; the first fault is raised."""
    answers, faults = read_answers()
    if faults:
        raise faults[0]
    return answers


def check_answers() -> list[ContentError]:
    """Every fault in content/desk/subjects.yaml and content/desk/answers/."""
    return [*read_subjects()[1], *read_answers()[1]]


def read_answers() -> tuple[list[ShippedAnswer], list[ContentError]]:
    """All files read strictly; numbers are each one's own, and every reference leads somewhere."""
    read = [(path, *read_answer(path)) for path in content_files(ANSWERS, "*.yaml")]
    faults = [fault for _, _, found in read for fault in found]
    answers = sorted((answer for _, answer, _ in read), key=lambda one: (one.number, one.id))
    taken: dict[int, str] = {}
    faults += [
        fault_in(one, f"Number {one.number} is {taken[one.number]}'s.", "Give it the next free number.")
        for one in answers
        if taken.setdefault(one.number, one.id) != one.id
    ]
    known = {number: f"/desk/answers/{number}/" for number in taken}
    for answer in answers:
        faults += list(reference_faults(answer, known))
    return answers, faults


def reference_faults(answer: ShippedAnswer, known: Mapping[int, str]) -> list[ContentError]:
    """References that lead nowhere on the day of review, and brackets that are no reference at all."""

    def answer_of(number: int) -> Resolved | None:
        here = Reference("answer", str(number))
        return Resolved(reference=here, title={}, path=known[number], state="here") if number in known else None

    faults = [
        fault_in(answer, f"[[{one}]] leads nowhere.", "Write the id of a rule in force, a public criterion or a case.")
        for one in answer.references()
        if not resolve(one, answer.reviewed, answer_of).is_known
    ]
    loose = [
        piece
        for words in answer.words.values()
        for name in WORDS
        for piece in parse(words.get(name, ""))
        if isinstance(piece, str) and "[[" in piece
    ]
    if loose:
        faults.append(fault_in(answer, "A bracket [[…]] is no reference.", "Write [[law:loa-5b]] or the like."))
    if not answer.references():
        faults.append(fault_in(answer, "The answer rests on nothing.", "Refer to the rule, criterion or case."))
    return faults


def fault_in(answer: ShippedAnswer, problem: str, remedy: str) -> ContentError:
    """A fault of the answer as a whole."""
    return ContentError(f"content/{ANSWERS}/{answer.id}.yaml", None, problem, remedy)


def read_answer(path: Path) -> tuple[ShippedAnswer, list[ContentError]]:
    """One file."""
    file = LawFile(path)
    file.faults += repeated_keys(path)
    file.only((), {"number", "subject", "groups", "cpv", "reviewed", "review_by", "by", *LANGUAGES})
    file.text("by")
    answer = ShippedAnswer(
        id=path.stem,
        number=number_of(file),
        subject=file.one_of(tuple(load_subjects()), "subject"),
        groups=listed(file, "groups"),
        cpv=listed(file, "cpv"),
        reviewed=file.day("reviewed"),
        review_by=file.day("review_by"),
        words={language: words_of(file, language) for language in LANGUAGES if language in file.top},
    )
    check_tags(file, answer)
    check_languages(file, answer)
    return answer, file.faults


def number_of(file: LawFile) -> int:
    """The answer's own number."""
    value = file.get(("number",))
    if type(value) is int and 0 < value <= MOST_NUMBER:
        return value
    file.fault(("number",), f"`number` is {value!r}.", f"Write a whole number from 1 to {MOST_NUMBER}.")
    return MOST_NUMBER


def listed(file: LawFile, name: str) -> tuple[str, ...]:
    """A list that may be empty."""
    return file.texts(name) if file.get((name,)) else ()


def words_of(file: LawFile, language: str) -> dict[str, str]:
    """The words in one language; details need not be there."""
    file.only((language,), set(WORDS))
    return {name: file.text(language, name) for name in WORDS if name in NEEDED or file.get((language, name))}


def check_tags(file: LawFile, answer: ShippedAnswer) -> None:
    """Groups are the library's, CPV are digits, and the review comes after the reading."""
    groups = kept_library().library.groups
    for group in answer.groups:
        if group not in groups:
            file.fault(("groups",), f'"{group}" is no product group.', "Use the name of a folder in content/criteria.")
    for code in answer.cpv:
        if not CPV.fullmatch(code):
            file.fault(("cpv",), f'"{code}" is no CPV code.', "Write 2 to 8 digits, without the check digit.")
    if answer.review_by <= answer.reviewed:
        file.fault(("review_by",), "The next review is not after the last.", "Write a later day.")


def check_languages(file: LawFile, answer: ShippedAnswer) -> None:
    """Bokmål and nynorsk at least, each its own words; nothing that names a person; short texts short."""
    for language in LANGUAGES[:2]:
        if language not in answer.words:
            file.fault((), f"The answer lacks {language}.", "Write it in bokmål and nynorsk at least.")
    if answer.words.get("nb") == answer.words.get("nn"):
        file.fault(("nn",), "The nynorsk is the bokmål.", "Write it in nynorsk.")
    for language, words in answer.words.items():
        if len(words["question"]) > MOST_QUESTION or len(words["short"]) > MOST_SHORT:
            remedy = f"A question has at most {MOST_QUESTION} signs, a short answer {MOST_SHORT}."
            file.fault((language,), "The question or the short answer is too long.", remedy)
        personal = {mark.sort for text in words.values() for mark in marks(text)} & {"email", "phone", "identity"}
        if personal:
            file.fault((language,), f"The words hold {', '.join(sorted(personal))}.", "Take it out.")
