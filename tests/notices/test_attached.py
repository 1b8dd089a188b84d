"""Which notice a document belongs to, and what comes in with it."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from tests.notices.ubl import UUID, award, criterion, lot, notice, parameter

from dugnad.notices.attached import Attached, bound_documents, notice_keys
from dugnad.notices.beside import in_documents_folder, notice_of
from dugnad.notices.importing import import_arrivals
from dugnad.notices.parts import to_table
from dugnad.notices.sources import Arrival
from dugnad.notices.store import Store, open_store, write_table
from dugnad.notices.tables import NOTICE

AT = datetime(2026, 11, 22, tzinfo=UTC)
FIRST = notice(lot(award(criterion("price", weight=parameter("per-exa", "100")))))
SECOND = notice(lot(), uuid=UUID.replace("1", "2"), folder=UUID.replace("1", "3"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


def keys_of(tmp_path: Path, *rows: dict[str, Any]) -> dict[str, str]:
    """The names of notices with these columns."""
    empty = {"base_id": "", "sha256": "", "publication_number": None, "procedure_id": None, "is_latest": True,
             "announced": date(2026, 1, 1), "form_type": "competition"}  # fmt: skip
    for name in ("notice", "problem"):
        (tmp_path / "tables" / name).mkdir(parents=True)
    written = [{**empty, "base_id": row["notice_id"], **row} for row in rows]
    write_table(tmp_path / "tables" / "notice" / "file-000001.parquet", to_table(written, NOTICE))
    return notice_keys(tmp_path)


def bring(store: Store, *documents: Attached, notices: tuple[bytes, ...] = (FIRST, SECOND)) -> Any:
    incoming = [Arrival(f"{number}.xml", raw) for number, raw in enumerate(notices)]
    return import_arrivals(incoming, store=store, received_at=AT, attached=documents)


def bound(store: Store) -> tuple[dict[str, list[str]], list[str]]:
    """(file names by notice, file names that no notice claims)."""
    documents, unclaimed = bound_documents(store.generation)
    return {notice: [one.file for one in kept] for notice, kept in documents.items()}, [one.file for one in unclaimed]


def test_notice_is_known_by_number_with_and_without_zeros(tmp_path: Path) -> None:
    keys = keys_of(tmp_path, {"notice_id": "u-01", "publication_number": "00123456-2026"})

    assert (keys["00123456-2026"], keys["123456-2026"], keys["u"], keys["u-01"]) == ("u-01",) * 4


def test_procedure_names_its_newest_competition(tmp_path: Path) -> None:
    keys = keys_of(
        tmp_path,
        {"notice_id": "a-01", "procedure_id": "P", "is_latest": False},
        {"notice_id": "b-01", "procedure_id": "P", "announced": date(2026, 2, 1)},
        {"notice_id": "c-01", "procedure_id": "P", "announced": date(2026, 3, 1), "form_type": "result"},
    )

    assert keys["p"] == "b-01"


def test_exact_name_wins_over_a_procedure_of_the_same_name(tmp_path: Path) -> None:
    keys = keys_of(
        tmp_path,
        {"notice_id": "x-01", "procedure_id": "y-01", "announced": date(2026, 9, 1)},
        {"notice_id": "y-01"},
    )

    assert keys["y-01"] == "y-01"


@pytest.mark.parametrize(
    ("document", "notices", "found"),
    [
        ("in/a.docx", ["in/n.xml"], "in/n.xml"),
        ("in/a.docx", ["in/n.xml", "in/m.xml"], None),
        ("in/sub/a.docx", ["in/n.xml"], None),
        ("in/n/sub/a.docx", ["in/n.xml", "in/m.xml"], "in/n.xml"),
        ("in/n/a.docx", ["in/n.xml", "in/n/other.xml"], "in/n/other.xml"),
        ("a.docx", ["n.xml"], "n.xml"),
        ("a.docx", [], None),
    ],
)
def test_notice_of_a_document(document: str, notices: list[str], found: str | None) -> None:
    listing = {PurePosixPath(name) for name in notices}

    assert notice_of(PurePosixPath(document), listing) == (PurePosixPath(found) if found else None)


def test_documents_are_bound_by_identifier_and_kept_once(store: Store) -> None:
    one = Attached(keys=(UUID,), file="a.txt", raw=b"a")

    summary = bring(store, one, one, Attached(keys=(f"{UUID}-01",), file="copy of a.txt", raw=b"a"))

    assert bound(store) == ({f"{UUID}-01": ["a.txt"]}, [])
    assert (summary.documents, summary.new_documents) == (3, 1)


def test_document_without_notice_is_kept_until_its_notice_comes(store: Store) -> None:
    bring(store, Attached(keys=(f"{UUID}-01",), file="a.txt", raw=b"a"), notices=(SECOND,))
    before = bound(store)

    bring(store)

    assert before == ({}, ["a.txt"])
    assert bound(store) == ({f"{UUID}-01": ["a.txt"]}, [])


def test_document_that_came_before_its_notice_is_not_taken_in_twice(store: Store) -> None:
    one = Attached(keys=(UUID,), file="a.txt", raw=b"a")
    bring(store, one, notices=())

    summary = bring(store, one)

    assert (summary.new_documents, bound(store)) == (0, ({f"{UUID}-01": ["a.txt"]}, []))


def test_folder_of_documents_leaves_out_what_systems_lay_there(tmp_path: Path) -> None:
    (tmp_path / "d" / "n-01").mkdir(parents=True)
    (tmp_path / "d" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "d" / "n-01" / ".hidden").write_bytes(b"x")
    (tmp_path / "d" / "n-01" / "a.txt").write_bytes(b"a")
    with zipfile.ZipFile(tmp_path / "d" / "n-01" / "more.zip", "w") as archive:
        archive.writestr("__MACOSX/b.txt", b"x")
        archive.writestr("b.txt", b"b")

    found = [(one.keys, one.file, one.raw) for one in in_documents_folder(tmp_path / "d")]

    assert found == [(("n-01",), "a.txt", b"a"), (("n-01",), "more.zip/b.txt", b"b")]


def test_damaged_zip_of_documents_is_reported(tmp_path: Path, store: Store) -> None:
    (tmp_path / "d").mkdir()
    (tmp_path / "d" / f"{UUID}.zip").write_bytes(b"PK\x03\x04 cut")

    summary = bring(store, *in_documents_folder(tmp_path / "d"))

    assert (summary.problems["unreadable-archive"], summary.documents_in_need, summary.unread) == (1, 1, 0)
