"""Which of our criteria tender documents use: found again by id or by nearly the same words, with place and quote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dugnad.check.kind import File
from dugnad.criteria.criterion import Library
from dugnad.criteria.recognise import Recognise, Recognised, found_in, recogniser
from dugnad.documents.document import Document, Place, Table
from dugnad.documents.read import read_document

LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True)
class Used:
    """One of our criteria in the documents. `by` names every way it was found: id, text or both."""

    criterion: str
    version: date
    by: tuple[str, ...]
    likeness: float
    """Of the words; 1 where only the id was found."""
    place: Place
    quote: str
    is_known: bool
    """Does the library have this version?"""

    @property
    def key(self) -> str:
        """The name it is cited by: ID@DATE."""
        return f"{self.criterion}@{self.version.isoformat()}"


def criteria_used(documents: Sequence[Document], library: Library, *, find: Recognise | None = None) -> list[Used]:
    """Every criterion once, in reading order. `find` is a recogniser made before, where many are read."""
    recognise = find or recogniser(library)
    found = [one for document in documents for one in _in_document(document, recognise)]
    return _once(found, library)


def criteria_used_in_files(files: Iterable[File], library: Library) -> list[Used]:
    """The same for files as they came; DocumentError where one cannot be read."""
    return criteria_used([read_document(raw, file=name) for name, raw in files], library)


def used_as_dict(used: Used) -> dict[str, object]:
    """A criterion that was found, as plain data."""
    return {
        "criterion": used.criterion,
        "version": used.version.isoformat(),
        "key": used.key,
        "link": f"/k/{used.key}",
        "by": list(used.by),
        "likeness": used.likeness,
        "file": used.place.file,
        "place": str(used.place),
        "quote": used.quote,
        "is_known": used.is_known,
    }


Found = tuple[Recognised, Place, str]


def _in_document(document: Document, recognise: Recognise) -> Iterator[Found]:
    told = list(_texts(document))
    for one, index, quote in found_in([text for text, _ in told], recognise):
        yield one, told[index][1], quote[:LONGEST_QUOTE]


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for part in document.parts:
        if isinstance(part, Table):
            yield from (("\n".join(row.cells), row.place) for row in part.rows)
        else:
            yield part.text, part.place


def _once(found: Iterable[Found], library: Library) -> list[Used]:
    """Each criterion once: the version that an id names wins, the words give likeness, place and quote."""
    by_criterion: dict[str, list[Found]] = {}
    for one in found:
        by_criterion.setdefault(one[0].criterion, []).append(one)
    return [_together(name, all_of_it, library) for name, all_of_it in by_criterion.items()]


def _together(name: str, found: list[Found], library: Library) -> Used:
    cited = [one for one in found if one[0].by == "id"]
    worded = sorted((one for one in found if one[0].by == "text"), key=lambda one: -one[0].likeness)
    version = (cited or worded)[0][0].version
    best, place, quote = (worded or cited)[0]
    ways = tuple(way for way, those in (("id", cited), ("text", worded)) if those)
    criterion = library.criteria.get(name)
    is_known = criterion is not None and version in criterion.versions.days
    return Used(name, version, ways, best.likeness, place, quote, is_known)
