"""The vocabulary: files under `content/words` that a buyer can read and correct, made ready for matching.

A word cell is one or more words. `klima*` matches words that begin so, `*utslipp*` words that hold it, `*miljø`
compounds that end so, `epd` that word only; several words match where they follow each other. The longest word wins:
`arbeidsmiljø` (a false friend) takes the place from `*miljø*`. `needs` and `unless` hold words, separated by `|`, of
which one must, or none may, stand nearby; `@object` there stands for all words of that group in `groups.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from dugnad.content import content_files, place
from dugnad.errors import ContentError
from dugnad.wording.fold import fold
from dugnad.wording.language import languages

Meaning = Literal["certain", "doubtful", "block", "role"]
Subject = Literal["environment", "social", "false-friend", "role", "document", "statement", "group"]
Kind = Literal["exact", "begins", "ends", "holds", "any"]

FOLDER = "words"
COLUMNS = {
    "environment.csv": ("word", "meaning", "topic", "needs", "unless", "note"),
    "social.csv": ("word", "meaning", "needs", "unless", "note"),
    "false-friends.csv": ("word", "needs", "unless", "note"),
    "roles.csv": ("word", "role", "note"),
    "documents.csv": ("word", "kind", "note"),
    "statements.csv": ("word", "path", "note"),
    "groups.csv": ("word", "group", "note"),
}
SETS = {
    "criteria": ("environment.csv", "social.csv", "false-friends.csv"),
    "roles": ("roles.csv",),
    "documents": ("documents.csv",),
    "statements": ("statements.csv",),
}
"""Which files are read together."""
TOPICS = (
    "generic",
    "climate-emissions",
    "vehicles-transport",
    "energy",
    "materials-circularity",
    "waste",
    "ecolabel",
    "food-organic",
    "chemicals",
    "biodiversity-water",
    "management-system",
    "lcc",
)
ROLES = (
    "price",
    "quality",
    "delivery",
    "experience",
    "people",
    "service",
    "technical",
    "design",
    "study",
    "exemption",
    "documents",
    "filler",
)
KINDS = ("document", "pointing", "reference", "sentence")
PATHS = ("spec", "insignificant", "critical-interest", "national-minimum", "denied", "rule", "small")
SHORTEST_STEM = 3


class Part(NamedTuple):
    """One word of a pattern."""

    kind: Kind
    text: str

    def fits(self, token: str) -> bool:
        """Does the word of the text match?"""
        if self.kind == "begins":
            return token.startswith(self.text)
        if self.kind == "exact":
            return token == self.text
        if self.kind == "holds":
            return self.text in token
        return self.kind == "any" or (token.endswith(self.text) and token != self.text)


class Word(NamedTuple):
    """One row of the vocabulary."""

    parts: tuple[Part, ...]
    subject: Subject
    meaning: Meaning
    topic: str
    """The topic of environmental words; else the role, kind or path of the row."""
    needs: tuple[tuple[Part, ...], ...]
    unless: tuple[tuple[Part, ...], ...]
    written: str
    """The word cell as it stands in the file."""
    file: str
    length: int
    """How many letters are given: the longest word wins."""
    anchor: int
    """Which of the parts is looked up: the longest, since "de" stands in every text and "environnement" does not."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words of some languages, indexed by their longest part."""

    exact: dict[str, list[Word]]
    begins: dict[str, list[tuple[str, Word]]]
    """By the first four letters, each with its whole beginning."""
    begins_short: dict[str, list[Word]]
    """By a beginning of three letters."""
    inside: dict[str, list[Word]]

    def of_token(self, token: str) -> list[Word]:
        """The words whose longest part may be this word of a text, those within compounds left out."""
        found: list[Word] = []
        if words := self.exact.get(token):
            found += words
        if stems := self.begins.get(token[:4]):
            found += [word for stem, word in stems if token.startswith(stem)]
        if words := self.begins_short.get(token[:3]):
            found += words
        return found


STARRED: dict[tuple[bool, bool], Kind] = {
    (False, False): "exact",
    (False, True): "begins",
    (True, False): "ends",
    (True, True): "holds",
}


def parts_of(cell: str) -> tuple[Part, ...]:
    """The words of a cell; raises ValueError with a remedy."""
    parts: list[Part] = []
    for piece in fold(cell).replace("-", " ").split():
        text = piece.strip("*")
        if piece == "*":
            parts.append(Part("any", ""))
            continue
        if not text.isalnum():
            raise ValueError(f'"{piece}" is not a word. Write letters and digits, with * before or after.')
        if piece != text and len(text) < SHORTEST_STEM and len(cell.split()) == 1:
            raise ValueError(f'"{piece}" is too short. Write at least {SHORTEST_STEM} letters beside *.')
        parts.append(Part(STARRED[piece[0] == "*", piece[-1] == "*"], text))
    if not parts or parts[0].kind == "any":
        raise ValueError("A word is missing. Write the word or remove the row.")
    return tuple(parts)


def _conditions(cell: str, folder: str) -> tuple[tuple[Part, ...], ...]:
    found: list[tuple[Part, ...]] = []
    for piece in cell.split("|") if cell.strip() else ():
        if not piece.startswith("@"):
            found.append(parts_of(piece))
        elif members := _groups(folder).get(piece[1:]):
            found += members
        else:
            raise ValueError(f'groups.csv has no group "{piece[1:]}". Add its words there, or write the words here.')
    return tuple(found)


@cache
def _groups(folder: str) -> dict[str, tuple[tuple[Part, ...], ...]]:
    """The groups of words of a language that conditions name; its faulty rows are reported where all files are."""
    found: dict[str, tuple[tuple[Part, ...], ...]] = {}
    for path in content_files(f"{FOLDER}/{folder}", "groups.csv"):
        for word in _rows(path):
            if isinstance(word, Word):
                found[word.topic] = (*found.get(word.topic, ()), word.parts)
    return found


SUBJECTS: dict[str, Subject] = {
    "environment.csv": "environment",
    "social.csv": "social",
    "false-friends.csv": "false-friend",
    "roles.csv": "role",
    "documents.csv": "document",
    "statements.csv": "statement",
    "groups.csv": "group",
}
LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "environment.csv": ("topic", TOPICS),
    "roles.csv": ("role", ROLES),
    "documents.csv": ("kind", KINDS),
    "statements.csv": ("path", PATHS),
    "groups.csv": ("group", ()),
}
MEANINGS: dict[str, Meaning] = {"certain": "certain", "doubtful": "doubtful"}


def _word(row: dict[str, str], file: str, path: Path) -> Word:
    """One row made ready; raises ValueError with a remedy."""
    folder, name = path.parent.name, path.name
    meaning: Meaning | None = "block" if name == "false-friends.csv" else "role"
    if "meaning" in row:
        meaning = MEANINGS.get(row["meaning"])
    if meaning is None:
        raise ValueError(f'"{row["meaning"]}" is no meaning. Write certain or doubtful.')
    column, allowed = LABELS.get(name, ("", ()))
    label = row.get(column, "")
    if allowed and label not in allowed:
        raise ValueError(f'"{label}" is no {column}. Write one of: {", ".join(allowed)}.')
    parts = parts_of(row["word"])
    lengths = [len(part.text) for part in parts]
    return Word(
        parts=parts,
        subject=SUBJECTS[name],
        meaning=meaning,
        topic=label,
        needs=_conditions(row.get("needs", ""), folder),
        unless=_conditions(row.get("unless", ""), folder),
        written=row["word"],
        file=file,
        length=sum(lengths),
        anchor=lengths.index(max(lengths)),
    )


def _rows(path: Path) -> Iterator[Word | ContentError]:
    """The words of one file, or what is wrong with a row."""
    file, columns = place(path), COLUMNS.get(path.name)
    if columns is None:
        names = ", ".join(sorted(COLUMNS))
        yield ContentError(file, None, "This file has a name that is not read.", f"Name it one of: {names}.")
        return
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        yield ContentError(file, None, "This file is not UTF-8.", "Save it as UTF-8.")
        return
    reader = csv.reader(line if not line.startswith("#") else "" for line in lines)
    header: tuple[str, ...] | None = None
    for cells in reader:
        if not cells:
            continue
        if header is None:
            header = tuple(cells)
            if header != columns:
                yield ContentError(file, reader.line_num, "The columns are not right.", f"Write: {','.join(columns)}")
                return
            continue
        if len(cells) != len(columns):
            problem = f"This row has {len(cells)} cells, the header {len(columns)}."
            yield ContentError(file, reader.line_num, problem, "Add or remove commas; quote cells that hold commas.")
            continue
        try:
            yield _word(dict(zip(columns, cells, strict=True)), file, path)
        except ValueError as error:
            problem, _, remedy = str(error).partition(". ")
            yield ContentError(file, reader.line_num, f"{problem}.", remedy)


def check_words() -> list[ContentError]:
    """Everything that is wrong in the word files, in the order of the files."""
    faults: list[ContentError] = []
    known: set[str] = set()
    try:
        known = set(languages())
    except ContentError as fault:
        faults.append(fault)
    for path in content_files(FOLDER, "*.csv"):
        folder = path.parent.name
        if folder == FOLDER:
            continue
        if known and folder not in known:
            problem = f'No row of languages.csv names the folder "{folder}".'
            faults.append(ContentError(place(path), None, problem, "Add a row, or name the folder as one there."))
        faults += [row for row in _rows(path) if isinstance(row, ContentError)]
    return faults


@cache
def _words(language: str, name: str) -> tuple[Word, ...]:
    """The words of one file; none where the language has no such file. The first faulty row is an error."""
    found = []
    for path in content_files(f"{FOLDER}/{language}", name):
        for row in _rows(path):
            if isinstance(row, ContentError):
                raise row
            found.append(row)
    return tuple(found)


@cache
def vocabulary(languages: tuple[str, ...], files: str = "criteria") -> Vocabulary:
    """The words of these languages (folders under content/words) from one of SETS."""
    found = Vocabulary({}, {}, {}, {})
    for word in (word for language in languages for name in SETS[files] for word in _words(language, name)):
        first = word.parts[word.anchor]
        if first.kind == "exact":
            found.exact.setdefault(first.text, []).append(word)
        elif first.kind == "begins" and len(first.text) > SHORTEST_STEM:
            found.begins.setdefault(first.text[:4], []).append((first.text, word))
        elif first.kind == "begins":
            found.begins_short.setdefault(first.text, []).append(word)
        else:
            found.inside.setdefault(first.text, []).append(word)
    return found
