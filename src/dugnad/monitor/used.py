"""Where each of our criteria has been used: recognised in notices, and in what was read of their documents.

A criterion cannot be used before its first version, so only notices from that day on are looked through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from dugnad.criteria import tender_words as words
from dugnad.criteria.criterion import Library
from dugnad.criteria.recognise import Recognise, found_in, recogniser
from dugnad.documents.document import Document, Place, Table

IN_DOCUMENTS = "document_criterion"
"""Criteria found while a notice's documents were open: the other tables keep only some of their words."""
TEXTS = """
    select notice_id, lot_id, 'notice' as place, concat_ws(chr(10), name, description) as told
    from criterion where name is not null or description is not null
    union all
    select notice_id, lot_id, 'notice', concat_ws(chr(10), title, strategic_text) from lot
    union all
    select notice_id, lot_id, 'documents', quote from requirement where quote is not null
    union all
    select notice_id, null, 'documents', quote from clause where quote is not null
"""
ABOUT = "n.procedure_id, n.announced, n.is_demo, b.orgnr as buyer_orgnr, coalesce(y.name, n.buyer_name) as buyer_name"
JOINED = """
    join notice n on n.notice_id = t.notice_id and n.is_latest and n.announced >= ?
    left join (select notice_id, min_by(orgnr, position) as orgnr from buyer group by notice_id) b
    on b.notice_id = n.notice_id
    left join (select orgnr, any_value(name) as name from body group by orgnr) y on y.orgnr = b.orgnr
"""
FEWEST_SIGNS = 20
"""No id with its date, and no requirement that is known by its words, is shorter."""


@dataclass(frozen=True, slots=True)
class Use:
    """One criterion in one lot of one notice. `by` is id or text; `place` is notice or documents."""

    criterion: str
    version: date
    notice_id: str
    lot_id: str | None
    procedure_id: str | None
    buyer_orgnr: str | None
    buyer_name: str | None
    announced: date
    by: str
    likeness: float
    place: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked through: notices from the first version's day on, and those of them with documents read."""

    since: date | None
    notices: int
    documented: int


@dataclass(frozen=True, slots=True)
class UsedIn:
    """Where one criterion has been used; a purchase counts once, whatever the number of its notices and lots."""

    criterion: str
    uses: tuple[Use, ...]
    purchases: int
    buyers: int
    looked: Looked

    def sentence(self, language: str) -> str:
        """How often, and what could be seen."""
        looked = self.looked
        told = words.used_text("none", language)
        if self.purchases:
            told = words.used_text("found", language, purchases=f"{self.purchases}", buyers=f"{self.buyers}")
        coverage = words.used_text(
            "coverage",
            language,
            notices=words.figure_text(looked.notices, language),
            since=words.day_text(looked.since, language) if looked.since else "–",
            documented=words.figure_text(looked.documented, language),
        )
        return f"{told} {coverage}"


def first_day(library: Library) -> date | None:
    """The day of the oldest version of all."""
    return min((criterion.versions.days[0] for criterion in library.criteria.values()), default=None)


def looked_through(connection: duckdb.DuckDBPyConnection, library: Library) -> Looked:
    """How much there was to look through."""
    since = first_day(library)
    if since is None:
        return Looked(None, 0, 0)
    notices, documented = connection.execute(
        "select count(distinct n.notice_id), count(distinct d.notice_id) from notice n "
        "left join document d on d.notice_id = n.notice_id and d.is_readable "
        "where n.is_latest and n.announced >= ?",
        [since],
    ).fetchall()[0]
    return Looked(since, notices, documented)


def find_uses(connection: duckdb.DuckDBPyConnection, library: Library, *, find: Recognise | None = None) -> list[Use]:
    """Every use in the newest version of each notice, each criterion once a lot."""
    since = first_day(library)
    if since is None:
        return []
    recognise = find or recogniser(library)
    rows = connection.sql(
        f"select t.notice_id, t.lot_id, t.place, t.told, {ABOUT} from ({TEXTS}) t {JOINED} "  # noqa: S608 - our own SQL
        f"where length(t.told) >= {FEWEST_SIGNS} order by n.announced, t.notice_id, t.lot_id, t.place desc, t.told",
        params=[since],
    ).to_arrow_table()
    found = [*_found(rows.to_pylist(), recognise), *_in_documents(connection, since)]
    return list(_once(sorted(found, key=lambda use: (use.announced, use.notice_id))))


def document_rows(notice_id: str, documents: Iterable[Document], find: Recognise) -> list[dict[str, Any]]:
    """Rows of the table `document_criterion` for documents that are open; costs about a millisecond a page."""
    best: dict[str, dict[str, Any]] = {}
    for document in documents:
        told = list(_texts(document))
        for one, index, _ in found_in([text for text, _ in told], find):
            row = {"criterion": one.criterion, "version": one.version, "by": one.by, "likeness": one.likeness}
            row |= {"notice_id": notice_id, "file": document.file, "place": str(told[index][1])}
            before = best.get(one.criterion)
            if before is None or (one.by == "id") > (before["by"] == "id"):
                best[one.criterion] = row
    return [row | {"position": position} for position, row in enumerate(best.values())]


def _texts(document: Document) -> Iterator[tuple[str, Place]]:
    for part in document.parts:
        if isinstance(part, Table):
            yield from (("\n".join(row.cells), row.place) for row in part.rows)
        else:
            yield part.text, part.place


def _in_documents(connection: duckdb.DuckDBPyConnection, since: date) -> Iterator[Use]:
    """What was found while documents were open; nothing in a store from before that was done."""
    known = "select 1 from information_schema.tables where table_name = ?"
    if not connection.execute(known, [IN_DOCUMENTS]).fetchall():
        return
    rows = connection.sql(
        f"select t.criterion, t.version, t.by, t.likeness, t.notice_id, null as lot_id, {ABOUT} "  # noqa: S608
        f"from {IN_DOCUMENTS} t {JOINED} order by n.announced, t.notice_id, t.position",
        params=[since],
    ).to_arrow_table()
    yield from (Use(place="documents", **row) for row in rows.to_pylist())


def _found(rows: Iterable[dict[str, Any]], recognise: Recognise) -> Iterator[Use]:
    """Uses in row after row; the same words are read once."""
    read: dict[str, list[tuple[str, date, str, float]]] = {}
    for row in rows:
        told = row.pop("told")
        if told not in read:
            read[told] = [(one.criterion, one.version, one.by, one.likeness) for one in recognise(told)]
        for criterion, version, way, likeness in read[told]:
            yield Use(criterion=criterion, version=version, by=way, likeness=likeness, **row)


def _once(uses: Iterable[Use]) -> Iterator[Use]:
    """Each criterion once in each lot: an id before words, the notice before documents, then the likest words."""
    best: dict[tuple[str, str | None, str], Use] = {}
    for use in uses:
        key = (use.notice_id, use.lot_id, use.criterion)
        if key not in best or _rank(use) > _rank(best[key]):
            best[key] = use
    return iter(best.values())


def _rank(use: Use) -> tuple[bool, bool, float]:
    return use.by == "id", use.place == "notice", use.likeness


def used_in(uses: Iterable[Use], criterion: str, looked: Looked) -> UsedIn:
    """Where one criterion has been used, the newest first."""
    own = sorted((use for use in uses if use.criterion == criterion), key=lambda use: use.notice_id)
    own.sort(key=lambda use: use.announced, reverse=True)
    purchases = {use.procedure_id or use.notice_id for use in own}
    buyers = {use.buyer_orgnr or use.buyer_name for use in own} - {None}
    return UsedIn(criterion, tuple(own), len(purchases), len(buyers), looked)
