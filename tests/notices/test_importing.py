"""Import: every container, the same store whatever the order, all or nothing."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.notices.ubl import UUID, award, criterion, lot, notice, parameter

from dugnad.errors import StoreError
from dugnad.notices.importing import import_arrivals, import_paths, rebuild, remove_source
from dugnad.notices.sources import Arrival
from dugnad.notices.store import Store, next_generation, open_store
from dugnad.notices.tables import TABLES

AT = datetime(2026, 11, 22, tzinfo=UTC)
PRICE = award(criterion("price", weight=parameter("per-exa", "100")))
FIRST = notice(lot(PRICE))
OTHER = notice(lot(PRICE), uuid=UUID.replace("1", "2"), folder=UUID.replace("1", "3"))
CHANGE = notice(
    lot(PRICE),
    uuid=UUID.replace("1", "4"),
    day="2025-04-01Z",
    extra=f"<efac:Changes><efbc:ChangedNoticeIdentifier>{UUID}-01</efbc:ChangedNoticeIdentifier></efac:Changes>",
)
COPY = notice(lot(PRICE), profile="")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store")


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    """All rows of a table, in a steady order."""
    found = [row for path in store.folder.glob(f"tables/{table}/*.parquet") for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(store, table) for table in TABLES}


def bring(store: Store, *files: tuple[str, bytes], source: str = "file") -> Any:
    return import_arrivals([Arrival(name, raw) for name, raw in files], store=store, received_at=AT, source=source)


def test_containers_give_the_same_rows(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml").write_bytes(FIRST)
    (folder / "b.xml").write_bytes(OTHER)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("a.xml", FIRST)
        archive.writestr("b.xml", OTHER)
    with tarfile.open(tmp_path / "in.tar.gz", "w:gz") as tar:
        for name, raw in (("a.xml", FIRST), ("b.xml", OTHER)):
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            tar.addfile(entry, io.BytesIO(raw))
    pq.write_table(pa.table({"name": ["a.xml", "b.xml"], "bytes": [FIRST, OTHER]}), tmp_path / "in.parquet")

    found = []
    for path in (folder, tmp_path / "in.zip", tmp_path / "in.tar.gz", tmp_path / "in.parquet"):
        store = open_store(tmp_path / f"store-{path.name}")
        summary = import_paths([str(path)], store=store, received_at=AT)
        found.append((summary.files, summary.notices, everything(store)))

    assert found[0][:2] == (2, 2)
    assert found[1:] == [found[0]] * 3


def test_same_bytes_again_change_nothing(store: Store) -> None:
    bring(store, ("a.xml", FIRST))
    before = everything(store)

    summary = bring(store, ("renamed.xml", FIRST))

    assert everything(store) == before
    assert (summary.files, summary.new_files, summary.notices) == (1, 0, 1)


def test_order_and_portions_of_files_do_not_matter(tmp_path: Path) -> None:
    files = [("a.xml", FIRST), ("b.xml", OTHER), ("c.xml", CHANGE), ("d.xml", COPY), ("e.xml", b"<broken")]
    at_once, one_by_one = open_store(tmp_path / "1"), open_store(tmp_path / "2")

    bring(at_once, *files)
    for file in reversed(files):
        bring(one_by_one, file)

    assert everything(at_once) == everything(one_by_one)


def test_change_and_copy_are_linked_across_imports(store: Store) -> None:
    for file in (("d.xml", COPY), ("c.xml", CHANGE), ("a.xml", FIRST)):
        bring(store, file)

    notices = {row["notice_id"]: row for row in rows(store, "notice")}
    problems = [row["code"] for row in rows(store, "problem") if row["file"] == "d.xml"]
    assert {key: (row["is_latest"], row["judged_on"]) for key, row in notices.items()} == {
        f"{UUID}-01": (False, date(2025, 3, 3)),
        f"{UUID.replace('1', '4')}-01": (True, date(2025, 3, 3)),
    }
    assert notices[f"{UUID}-01"]["file"] == "a.xml"
    assert problems == ["duplicate-copy"]


def test_every_lot_has_exactly_one_finding_and_groups_have_none(store: Store) -> None:
    bring(
        store, ("a.xml", notice(lot(PRICE), lot(PRICE, lot_id="LOT-0002"), lot(lot_id="GLO-0001", scheme="LotsGroup")))
    )

    found = [(row["lot_id"], row["rule"], row["position"]) for row in rows(store, "finding")]

    assert found == [("LOT-0001", "environment.weight", 0), ("LOT-0002", "environment.weight", 0)]


def test_damaged_files_become_problem_rows_and_stop_nothing(tmp_path: Path, store: Store) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    (tmp_path / "broken.tar.gz").write_bytes(b"\x1f\x8b\x08\x00 cut off")
    (tmp_path / "good.xml").write_bytes(FIRST)
    paths = [tmp_path / "broken.zip", tmp_path / "broken.tar.gz", tmp_path / "missing.xml", tmp_path / "good.xml"]

    summary = import_paths([str(path) for path in paths], store=store, received_at=AT)

    assert summary.notices == 1
    assert sorted(row["code"] for row in rows(store, "problem")) == ["unreadable-archive"] * 2 + ["unreadable-file"]
    assert summary.unread == 3


def test_path_in_a_zip_leads_nowhere(tmp_path: Path, store: Store) -> None:
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr("../escaped.xml", FIRST)

    import_paths([str(tmp_path / "in.zip")], store=store, received_at=AT)

    assert list(tmp_path.rglob("escaped.xml")) == []
    assert [row["file"] for row in rows(store, "notice")] == ["../escaped.xml"]


def test_reading_again_gives_the_same_rows(store: Store) -> None:
    bring(store, ("a.xml", FIRST), ("d.xml", COPY), ("e.xml", b"<broken"))
    bring(store, ("c.xml", CHANGE))
    before = everything(store)

    rebuild(store, at=AT)

    assert everything(store) == before


def test_removing_a_source_leaves_the_rest_as_if_it_had_never_come(tmp_path: Path, store: Store) -> None:
    bring(store, ("a.xml", FIRST))
    bring(store, ("c.xml", CHANGE), source="demo")
    alone = open_store(tmp_path / "alone")
    bring(alone, ("a.xml", FIRST))

    removed = remove_source(store, "demo", at=AT)

    assert removed == 1
    assert everything(store) == everything(alone)


def test_error_while_building_leaves_the_store_as_it_was(store: Store) -> None:
    bring(store, ("a.xml", FIRST))
    before = everything(store)

    def fall(generation: Path, _at: datetime) -> None:
        (generation / "tables" / "notice" / "half.parquet").write_bytes(b"half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        import_arrivals([Arrival("b.xml", OTHER)], store=store, received_at=AT, measure=fall)

    assert everything(store) == before
    assert len(list((store.folder / "generations").iterdir())) <= 2


def test_second_writer_is_told_to_wait(store: Store) -> None:
    with next_generation(store), pytest.raises(StoreError, match="another import is writing here"):
        bring(store, ("a.xml", FIRST))


def test_unwritable_store_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(StoreError, match="cannot be written"):
        open_store(tmp_path / "file" / "store")


def test_real_notices_are_all_accounted_for(tmp_path: Path, shared: Path) -> None:
    paths = [shared / "notices" / f"dev_{name}.zip" for name in ("notices_eforms", "nor_sdk_official_tests")]
    store = open_store(tmp_path / "real")

    summary = import_paths([str(paths[0])], store=store, received_at=AT)

    assert (summary.files, summary.new_files, summary.notices, summary.unread) == (833, 833, 832, 0)
    assert summary.problems["duplicate-copy"] == 1
    assert "reader-failed" not in summary.problems
    assert "judge-failed" not in summary.problems
    both = import_paths([str(path) for path in paths], store=store, received_at=AT)
    assert (both.files, both.new_files, both.unread) == (869, 36, 0)
    assert both.notices + both.problems["duplicate-copy"] == 869


def test_reading_again_packs_small_shards_of_one_source_together(store: Store) -> None:
    bring(store, ("a.xml", FIRST))
    bring(store, ("b.xml", OTHER))
    bring(store, ("c.xml", CHANGE), source="demo")
    before = everything(store)

    rebuild(store, at=AT)

    assert everything(store) == before
    shards = sorted(path.name for path in store.folder.glob("raw/*-*.parquet"))
    assert shards == ["demo-000003.parquet", "file-000001.parquet"]
