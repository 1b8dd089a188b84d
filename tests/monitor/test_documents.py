"""Documents that belong to a notice feed the tables: from the folder on the disk to the finding and the figure."""

from __future__ import annotations

import json
import shutil
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from tests.check.made import RECYCLED, notice, tender

from dugnad.cli.import_ import command
from dugnad.criteria.library import load_library
from dugnad.eforms.spec import Criterion
from dugnad.monitor.compute import compute_results
from dugnad.monitor.engine import connect
from dugnad.monitor.pictures.used import uses_of
from dugnad.monitor.update import clear_demo, import_and_measure, import_demo, read_again
from dugnad.notices.tables import RESULT, TABLES

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NOTICE_ID = "11111111-2222-4333-8444-555555555555-01"
PROCEDURE = "99999999-2222-4333-8444-555555555555"
POINTER = Criterion(name="Tildelingskriterier", description="Se konkurransegrunnlaget.")
Rows = list[dict[str, Any]]


def rows(store: Path, table: str) -> Rows:
    """All rows of a table, in a steady order."""
    found = [row for path in store.glob(f"tables/{table}/*.parquet") for row in pq.read_table(path).to_pylist()]
    return sorted(found, key=lambda row: json.dumps(row, default=str, sort_keys=True))


def everything(store: Path) -> dict[str, Rows]:
    found = {table: rows(store, table) for table in TABLES}
    columns = [name for name in RESULT.names if name != "computed_at"]
    return found | {"result": pq.read_table(store / "results" / "results.parquet", columns=columns).to_pylist()}


def write(folder: Path, **files: bytes) -> Path:
    """A folder with these files; `notice` is XML, the others text documents unless they name their kind."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in files.items():
        file = "notice.xml" if name == "notice" else name.replace("_", ".") if "_" in name else f"{name}.txt"
        (folder / file).write_bytes(raw)
    return folder


def bring(store: Path, *paths: Path, documents: Path | None = None) -> Any:
    return import_and_measure([str(path) for path in paths], store=store, at=AT, documents=documents)


def figure(store: Path, indicator: str) -> tuple[float, float, float, float | None]:
    """The nation's figure over all time: numerator, denominator, coverage, value."""
    (row,) = [
        row
        for row in pq.read_table(store / "results" / "results.parquet").to_pylist()
        if (row["indicator"], row["scope"], row["period"]) == (indicator, "nation", "all")
    ]
    return row["numerator"], row["denominator"], row["coverage"], row["value"]


def codes(store: Path) -> list[tuple[str, str]]:
    """(file, code) of the problems of documents."""
    return sorted((row["file"], row["code"]) for row in rows(store, "problem") if row["field"] == "document")


def test_criteria_in_documents_become_known(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender())

    bring(tmp_path / "store", folder)

    (finding,) = rows(tmp_path / "store", "finding")
    (lot,) = rows(tmp_path / "store", "lot")
    criteria = [
        (row["name"], row["weight_percent"], row["environment"])
        for row in rows(tmp_path / "store", "criterion")
        if row["source"] == "document"
    ]
    assert (finding["outcome"], finding["weight_environment_certain"], finding["position"]) == ("MET_WEIGHT", 30.0, 0)
    assert sorted(criteria) == [("Klima og miljø", 30.0, "certain"), ("Pris", 70.0, "none")]
    assert lot["criteria_in_documents"]
    assert figure(tmp_path / "store", "criteria-in-documents") == (1.0, 1.0, 1.0, 1.0)
    assert figure(tmp_path / "store", "environment-weight-share") == (1.0, 1.0, 1.0, 1.0)
    assert figure(tmp_path / "store", "price-only") == (0.0, 1.0, 1.0, 0.0)
    assert figure(tmp_path / "store", "declared-against-document") == (0.0, 0.0, 1.0, None)


def test_notice_and_documents_that_agree_are_counted(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(), grunnlag=tender())

    bring(tmp_path / "store", folder)

    (told,) = rows(tmp_path / "store", "document_lot")
    (finding,) = rows(tmp_path / "store", "finding")
    assert [row for row in rows(tmp_path / "store", "criterion") if row["source"] == "document"] == []
    assert (told["declared_certain"], told["environment_certain"], told["declared_path"]) == (30.0, 30.0, "criterion")
    assert (told["agrees"], told["difference"], finding["basis"]) == (True, None, "both")
    assert figure(tmp_path / "store", "declared-against-document") == (1.0, 1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("criteria", "strategic", "documents", "difference"),
    [
        ((), (), tender("Pris: 80 %\n\nKlima og miljø: 20 %"), "weight"),
        ((), (), tender("Pris: 100 %"), "criterion"),
        ((POINTER,), ("env-imp",), tender("Pris: 100 %"), "criterion"),
        ((Criterion(type_code="price", name="Pris", weight=100),), (), tender(), "undeclared"),
    ],
)
def test_difference_is_told_in_one_word(
    tmp_path: Path, criteria: tuple[Criterion, ...], strategic: tuple[str, ...], documents: bytes, difference: str
) -> None:
    folder = write(tmp_path / "in", notice=notice(*criteria, strategic=strategic), grunnlag=documents)

    bring(tmp_path / "store", folder)

    (told,) = rows(tmp_path / "store", "document_lot")
    assert (told["agrees"], told["difference"]) == (False, difference)
    assert figure(tmp_path / "store", "declared-against-document") == (0.0, 1.0, 1.0, 0.0)


@pytest.mark.parametrize(
    "name", [NOTICE_ID, NOTICE_ID.upper(), NOTICE_ID[:-3], PROCEDURE, f"{NOTICE_ID}.zip", f"{NOTICE_ID}.txt"]
)
def test_folder_of_documents_names_the_notice(tmp_path: Path, name: str) -> None:
    (tmp_path / "notice.xml").write_bytes(notice(POINTER))
    documents = tmp_path / "documents"
    if name.endswith(".zip"):
        documents.mkdir()
        with zipfile.ZipFile(documents / name, "w") as archive:
            archive.writestr("vedlegg/grunnlag.txt", tender())
    elif name.endswith(".txt"):
        documents.mkdir()
        (documents / name).write_bytes(tender())
    else:
        write(documents / name, grunnlag=tender())

    summary = bring(tmp_path / "store", tmp_path / "notice.xml", documents=documents)

    (document,) = rows(tmp_path / "store", "document")
    (finding,) = rows(tmp_path / "store", "finding")
    assert (document["notice_id"], document["is_readable"], finding["outcome"]) == (NOTICE_ID, True, "MET_WEIGHT")
    assert (summary.documents, summary.new_documents, summary.documents_in_need) == (1, 1, 0)


def test_folder_with_the_name_of_the_notice_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "in", first_xml=notice(POINTER), other_xml=notice(POINTER).replace(b"11111111-2", b"11111112-2"))
    write(tmp_path / "in" / "first" / "vedlegg", grunnlag=tender())

    bring(tmp_path / "store", tmp_path / "in")

    assert [row["notice_id"] for row in rows(tmp_path / "store", "document")] == [NOTICE_ID]


def test_zip_gives_the_same_rows_as_its_folder(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender())
    shutil.make_archive(str(tmp_path / "in"), "zip", folder)

    bring(tmp_path / "folder", folder)
    bring(tmp_path / "zip", tmp_path / "in.zip")

    assert everything(tmp_path / "folder") == everything(tmp_path / "zip")


def test_same_documents_again_change_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender())
    bring(tmp_path / "store", folder)
    before = everything(tmp_path / "store")

    summary = bring(tmp_path / "store", folder)

    assert everything(tmp_path / "store") == before
    assert (summary.documents, summary.new_documents) == (1, 0)
    assert len(list(tmp_path.glob("store/raw/document-*.parquet"))) == 1


def test_reading_again_gives_the_same_rows(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in", notice=notice(POINTER), grunnlag=tender(), bilde_png=b"", brev_pdf=b"%PDF-1.7 broken"
    )
    bring(tmp_path / "store", folder, documents=write(tmp_path / "d" / "unknown", brev=tender()).parent)
    before = everything(tmp_path / "store")

    read_again(tmp_path / "store", at=AT)

    assert everything(tmp_path / "store") == before


def test_documents_before_their_notice_wait_for_it(tmp_path: Path) -> None:
    documents = write(tmp_path / "documents" / NOTICE_ID, grunnlag=tender()).parent
    (tmp_path / "notice.xml").write_bytes(notice(POINTER))
    bring(tmp_path / "store", documents=documents)
    waiting = codes(tmp_path / "store")

    bring(tmp_path / "store", tmp_path / "notice.xml")

    at_once = bring(tmp_path / "at-once", tmp_path / "notice.xml", documents=documents)
    assert waiting == [("grunnlag.txt", "document-without-notice")]
    assert everything(tmp_path / "store") == everything(tmp_path / "at-once")
    assert at_once.documents_in_need == 0


def test_documents_that_no_notice_claims_are_reported(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        first_xml=notice(POINTER),
        other_xml=notice(POINTER).replace(b"11111111-2", b"11111112-2"),
        grunnlag=tender(),
    )

    summary = bring(tmp_path / "store", folder)

    assert codes(tmp_path / "store") == [("grunnlag.txt", "document-without-notice")]
    assert (summary.documents_in_need, summary.unread) == (1, 0)
    assert rows(tmp_path / "store", "document") == []


def test_damaged_document_is_reported_and_stops_nothing(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "in",
        notice=notice(POINTER),
        grunnlag=tender(),
        avtale_pdf=b"%PDF-1.7 cut",
        tom_docx=b"PK\x03\x04 cut",
    )

    summary = bring(tmp_path / "store", folder)

    documents = [(row["file"], row["is_readable"], row["problem"]) for row in rows(tmp_path / "store", "document")]
    (finding,) = rows(tmp_path / "store", "finding")
    assert [(file, readable) for file, readable, _ in sorted(documents)] == [
        ("avtale.pdf", False), ("grunnlag.txt", True), ("tom.docx", False)
    ]  # fmt: skip
    assert codes(tmp_path / "store") == [("avtale.pdf", "unreadable-document"), ("tom.docx", "unreadable-document")]
    assert (finding["outcome"], summary.documents_in_need) == ("MET_WEIGHT", 2)


def test_nothing_readable_leaves_the_finding_of_the_notice(tmp_path: Path) -> None:
    alone = write(tmp_path / "alone", notice=notice())
    folder = write(tmp_path / "in", notice=notice(), avtale_pdf=b"%PDF-1.7 cut")

    bring(tmp_path / "alone-store", alone)
    bring(tmp_path / "store", folder)

    assert rows(tmp_path / "store", "finding") == rows(tmp_path / "alone-store", "finding")
    assert rows(tmp_path / "store", "document_lot") == []


def test_reasons_requirements_and_clauses_stand_with_quote_and_place(tmp_path: Path) -> None:
    reasons = (
        "Klima- og miljøkrav er stilt i kravspesifikasjonen i stedet for tildelingskriterium, fordi det klart gir "
        "bedre klima- og miljøeffekt: kravet om resirkulert plast når hele mengden poser."
    )
    folder = write(
        tmp_path / "in", notice=notice(POINTER), grunnlag=tender("Pris: 100 %", requirements=f"{RECYCLED}\n\n{reasons}")
    )

    bring(tmp_path / "store", folder)

    (told,) = rows(tmp_path / "store", "document_lot")
    requirements = [(row["quote"], row["is_binding"], row["file"]) for row in rows(tmp_path / "store", "requirement")]
    clauses = [(row["type"], row["file"]) for row in rows(tmp_path / "store", "clause")]
    assert (told["path"], told["reasons"], told["reasons_file"]) == ("spec", "given", "grunnlag.txt")
    assert requirements == [(RECYCLED, True, "grunnlag.txt")]
    assert clauses == [("wage", "grunnlag.txt")]


def test_change_of_the_deciding_day_reads_the_documents_again(tmp_path: Path) -> None:
    later = notice(POINTER, day=date(2026, 8, 3)).replace(b"11111111-2222", b"11111112-2222")
    first = notice(POINTER)
    changed = later.replace(
        b"</efext:EformsExtension>",
        b"<efac:Changes><efbc:ChangedNoticeIdentifier>" + NOTICE_ID.encode()
        + b"</efbc:ChangedNoticeIdentifier></efac:Changes></efext:EformsExtension>",
    )  # fmt: skip
    folder = write(tmp_path / "later", notice=changed, grunnlag=tender())
    bring(tmp_path / "one-by-one", folder)
    before = rows(tmp_path / "one-by-one", "finding")

    bring(tmp_path / "one-by-one", write(tmp_path / "first", notice=first))

    bring(tmp_path / "at-once", tmp_path / "first", folder)
    after = rows(tmp_path / "one-by-one", "finding")
    assert {row["rule_version"] for row in before} == {"loa-5b@2026"}
    assert {row["rule_version"] for row in after} == {"foa-7-9@2024"}
    assert [row["basis"] for row in after].count("both") == 1
    assert everything(tmp_path / "one-by-one") == everything(tmp_path / "at-once")


def test_same_document_may_belong_to_several_notices(tmp_path: Path) -> None:
    first, other = notice(POINTER), notice(POINTER).replace(b"11111111-2", b"11111112-2")
    folders = [
        write(tmp_path / "in" / "a", notice=first, grunnlag=tender(), avtale_pdf=b"%PDF-1.7 cut"),
        write(tmp_path / "in" / "b", notice=other, grunnlag=tender(), avtale_pdf=b"%PDF-1.7 cut"),
    ]

    bring(tmp_path / "store", *folders)

    problems = [row for row in rows(tmp_path / "store", "problem") if row["field"] == "document"]
    assert len(rows(tmp_path / "store", "document")) == 4
    assert len({(row["sha256"], row["position"]) for row in problems}) == len(problems) == 2


def test_removing_a_notice_leaves_its_documents_waiting(tmp_path: Path) -> None:
    import_demo([("notice.xml", notice(POINTER))], store=tmp_path / "store", at=AT)
    bring(tmp_path / "store", documents=write(tmp_path / "documents" / NOTICE_ID, grunnlag=tender()).parent)

    clear_demo(tmp_path / "store", at=AT)

    assert rows(tmp_path / "store", "document") == rows(tmp_path / "store", "criterion") == []
    assert codes(tmp_path / "store") == [("grunnlag.txt", "document-without-notice")]


def test_telephone_numbers_and_addresses_are_left_out_of_quotes(tmp_path: Path) -> None:
    requirements = f"{RECYCLED[:-1]}, spør drift@fjordvik.example eller tlf. 99 88 77 66."
    folder = write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender(requirements=requirements))

    bring(tmp_path / "store", folder)

    quotes = [row["quote"] for row in rows(tmp_path / "store", "requirement")]
    assert quotes == [f"{RECYCLED[:-1]}, spør […] eller tlf. […]."]


def test_reading_again_opens_every_document_anew(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER), avtale_pdf=b"%PDF-1.7 cut")
    bring(tmp_path / "store", folder)
    before = everything(tmp_path / "store")
    (path,) = (tmp_path / "store").glob("tables/document/*-*.parquet")
    stale = [dict(row, problem="other") for row in pq.read_table(path).to_pylist()]
    pq.write_table(pa.Table.from_pylist(stale, schema=TABLES["document"]), path)

    read_again(tmp_path / "store", at=AT)

    assert everything(tmp_path / "store") == before


def test_progress_tells_documents_read_of_all(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender(), vedlegg=tender("Pris: 100 %"))
    told: list[tuple[int, int]] = []

    import_and_measure(
        [str(folder)], store=tmp_path / "store", at=AT, on_progress=lambda done, total: told.append((done, total))
    )

    assert told == [(1, 3), (2, 3), (3, 3), (2, 2)]


def test_text_that_is_a_notice_is_read_as_one(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "notice.txt").write_bytes(notice())
    shutil.make_archive(str(tmp_path / "in"), "zip", folder)

    found = [bring(tmp_path / f"store-{place.name}", place) for place in (folder, tmp_path / "in.zip")]

    assert [(one.notices, one.documents) for one in found] == [(1, 0), (1, 0)]


def test_command_brings_documents_to_notices_in_the_store(tmp_path: Path) -> None:
    bring(tmp_path / "store", write(tmp_path / "in", notice=notice(POINTER)))
    documents = write(tmp_path / "documents" / NOTICE_ID, grunnlag=tender()).parent

    result = CliRunner().invoke(command, ["--documents", str(documents), "--store", str(tmp_path / "store"), "--json"])

    told = json.loads(result.output)
    assert result.exit_code == 0, result.output
    assert (told["files"], told["documents"], told["notices"], told["by_outcome"]) == (0, 1, 1, {"MET_WEIGHT": 1})


def test_command_without_notices_or_documents_is_wrong_use(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--store", str(tmp_path / "store")])

    assert (result.exit_code, "--documents" in result.output) == (2, True)


def test_store_from_before_documents_is_still_counted(tmp_path: Path) -> None:
    bring(tmp_path / "store", write(tmp_path / "in", notice=notice()))
    generation = (tmp_path / "store" / "current").resolve()
    for table in ("document", "document_lot", "requirement", "clause"):
        shutil.rmtree(generation / "tables" / table)
    for path in (generation / "tables" / "criterion").glob("*.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["source"]), path)

    with connect(tmp_path / "store") as connection:
        results = compute_results(connection, computed_at=AT).to_pylist()

    columns = [name for name in RESULT.names if name != "computed_at"]
    counted = [{name: row[name] for name in columns} for row in results]
    assert counted == everything(tmp_path / "store")["result"]


def test_documents_come_to_a_store_from_before_documents(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", notice=notice(POINTER))
    bring(tmp_path / "store", folder)
    for table in ("document", "document_lot", "requirement", "clause"):
        shutil.rmtree((tmp_path / "store" / "current").resolve() / "tables" / table)

    bring(tmp_path / "store", documents=write(tmp_path / "documents" / NOTICE_ID, grunnlag=tender()).parent)

    (finding,) = rows(tmp_path / "store", "finding")
    assert (finding["outcome"], len(rows(tmp_path / "store", "document"))) == ("MET_WEIGHT", 1)


def test_our_criteria_in_documents_are_told_where_they_were_used(tmp_path: Path) -> None:
    library = load_library()
    version = library.criteria["cleaning-dosing"].latest
    cited = f"Doseringsutstyr på vogna. dugnad: {version.key}".encode()
    late = notice(POINTER, day=date(2027, 1, 11))
    write(tmp_path / "in", notice=late, grunnlag=tender() + b"\n\n" + cited)

    bring(tmp_path / "store", tmp_path / "in")

    (row,) = rows(tmp_path / "store", "document_criterion")
    used = uses_of(tmp_path / "store", library, "cleaning-dosing")
    assert (row["criterion"], row["version"], row["by"]) == (version.criterion, version.day, "id")
    assert ([one.notice_id for one in used.uses], used.purchases, used.looked.documented) == ([NOTICE_ID], 1, 1)


def test_documents_from_before_our_first_criterion_are_not_looked_through(tmp_path: Path) -> None:
    cited = b"dugnad: cleaning-dosing@2026-11-22"
    write(tmp_path / "in", notice=notice(POINTER), grunnlag=tender() + b"\n\n" + cited)

    bring(tmp_path / "store", tmp_path / "in")

    assert rows(tmp_path / "store", "document_criterion") == []
