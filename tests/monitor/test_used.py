"""Where our criteria are used, from the tables of the store: by id and by words, each purchase once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from criteria.made import DAY, EARLIER, made_criterion, made_library, made_version
from dugnad.criteria.criterion import Library
from dugnad.criteria.recognise import recogniser
from dugnad.documents.read import read_document
from dugnad.monitor.used import (
    IN_DOCUMENTS,
    Looked,
    Use,
    document_rows,
    find_uses,
    looked_through,
    used_in,
)
from dugnad.notices.tables import DOCUMENT_CRITERION

PAY = (
    "Minst {share} prosent av renholderne som arbeider i oppdragsgiverens bygg, skal ha fast stilling hos "
    "leverandøren, og ingen skal avlønnes lavere enn den allmenngjorte tariffavtalen for renholdsbedrifter."
)
CITED = "Lønn og vilkår, dugnad: cleaning-wages@2026-11-22 /k/cleaning-wages@2026-11-22"
ORGNR = "974760673"


@pytest.fixture(scope="module")
def library() -> Library:
    return made_library(made_criterion(made_version("cleaning-steady-work", requirement={"nb": PAY})))


def told(uses: list[Use]) -> list[tuple[Any, ...]]:
    return [(one.criterion, one.notice_id, one.lot_id, one.by, one.place) for one in uses]


def test_use_is_found_by_id_and_by_words(store: Any, library: Library) -> None:
    store.add_body(ORGNR, name="Fjordvik kommune")
    store.add_notice("n1", buyers=(ORGNR,), announced=date(2027, 1, 4), procedure_id="p1")
    store.add_lot("n1")
    store.add_criterion("n1", name="Lønn", description=CITED)
    store.add_criterion("n1", name="Faste stillinger", description=PAY.format(share=75))

    uses = find_uses(store.connection(), library)

    assert sorted(told(uses)) == [
        ("cleaning-steady-work", "n1", "LOT-0001", "text", "notice"),
        ("cleaning-wages", "n1", "LOT-0001", "id", "notice"),
    ]
    assert {(one.buyer_orgnr, one.buyer_name, one.version) for one in uses} == {(ORGNR, "Fjordvik kommune", DAY)}


def test_documents_are_looked_through_too(store: Any, library: Library) -> None:
    store.add_notice("n1", announced=date(2027, 1, 4))
    store.rows["document"].append({"notice_id": "n1", "position": 0, "is_readable": True})
    store.rows["requirement"].append({"notice_id": "n1", "position": 0, "lot_id": None, "quote": PAY})
    store.rows["clause"].append({"notice_id": "n1", "position": 0, "quote": CITED})

    uses = find_uses(store.connection(), library)

    assert sorted(told(uses)) == [
        ("cleaning-steady-work", "n1", None, "text", "documents"),
        ("cleaning-wages", "n1", None, "id", "documents"),
    ]


def test_notices_before_the_first_version_are_not_looked_through(store: Any, library: Library) -> None:
    store.add_notice("before", announced=date(2026, 1, 14))
    store.add_criterion("before", name="Lønn", description=CITED)
    store.add_notice("same-day", announced=EARLIER)
    store.add_criterion("same-day", name="Lønn", description=CITED)

    connection = store.connection()

    assert [one.notice_id for one in find_uses(connection, library)] == ["same-day"]
    assert looked_through(connection, library) == Looked(EARLIER, 1, 0)


def test_purchase_counts_once_whatever_its_notices_and_lots(store: Any, library: Library) -> None:
    for notice, procedure in (("n1", "p1"), ("n1-award", "p1"), ("n2", "p2")):
        store.add_notice(notice, buyers=(ORGNR,), announced=date(2027, 1, 4), procedure_id=procedure)
        for lot in ("LOT-0001", "LOT-0002"):
            store.add_criterion(notice, lot, name="Lønn", description=CITED)
    connection = store.connection()

    found = used_in(find_uses(connection, library), "cleaning-wages", looked_through(connection, library))

    assert (len(found.uses), found.purchases, found.buyers) == (6, 2, 1)
    assert found.sentence("nb") == (
        "Sett i bruk. Anskaffelser: 2. Virksomheter: 1. Vi har lett i 3 kunngjøringer fra og med 15. januar 2026, "
        "og i dokumentene til 0 av dem. Bruk i dokumenter vi ikke har lest, ser vi ikke."
    )


def test_older_version_of_a_notice_does_not_count(store: Any, library: Library) -> None:
    store.add_notice("n1-01", announced=date(2027, 1, 4), is_latest=False)
    store.add_criterion("n1-01", name="Lønn", description=CITED)

    assert find_uses(store.connection(), library) == []


def test_id_wins_over_words_for_the_same_criterion_in_a_lot(store: Any, library: Library) -> None:
    store.add_notice("n1", announced=date(2027, 1, 4))
    store.add_criterion("n1", name="Krav", description=PAY)
    store.add_criterion("n1", name="Krav", description=f"{PAY} dugnad: cleaning-steady-work@2026-11-22")

    assert told(find_uses(store.connection(), library)) == [
        ("cleaning-steady-work", "n1", "LOT-0001", "id", "notice"),
    ]


def test_criterion_that_nobody_uses_says_what_was_looked_through(store: Any, library: Library) -> None:
    found = used_in([], "food-organic", looked_through(store.connection(), library))

    assert found.sentence("en") == (
        "Not seen in use yet. We looked in 0 notices from 15 January 2026 on, and in the documents of 0 of them. "
        "Use in documents that we have not read is not seen."
    )


def test_what_was_found_while_documents_were_open_is_a_use(store: Any, library: Library) -> None:
    lines = ["Vilkår", PAY.format(share=80), "dugnad: cleaning-steady-work@2026-11-22", CITED]
    document = read_document("\n\n".join(lines).encode(), file="vilkår.txt")
    store.add_notice("n1", announced=date(2027, 1, 4))

    rows = document_rows("n1", [document], recogniser(library))
    connection = store.connection()
    connection.register(IN_DOCUMENTS, pa.Table.from_pylist(rows, schema=DOCUMENT_CRITERION))

    assert [(row["criterion"], row["by"], row["place"][:11]) for row in rows] == [
        ("cleaning-steady-work", "id", "paragraph 3"),
        ("cleaning-wages", "id", "paragraph 4"),
    ]
    assert told(find_uses(connection, library)) == [
        ("cleaning-steady-work", "n1", None, "id", "documents"),
        ("cleaning-wages", "n1", None, "id", "documents"),
    ]
