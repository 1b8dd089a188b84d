"""Round trip: what is exported is found again by our own readers, by id and by words, also after small edits."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as WordDocument

from dugnad.check.criteria_used import criteria_used, criteria_used_in_files, used_as_dict
from dugnad.criteria.as_eforms import award_criteria
from dugnad.criteria.criterion import Library
from dugnad.criteria.export import export
from dugnad.criteria.library import read_library
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.tender import TenderText, library_text, tender_text
from dugnad.documents.read import read_document
from dugnad.eforms.spec import Lot, Notice, Organisation
from dugnad.eforms.writer import write_notice
from dugnad.errors import DocumentError
from dugnad.notices.read import read_notice

DAY = date(2026, 11, 22)
READ = ("docx", "odt", "pdf", "md")
"""Forms that our own readers read."""
SAMPLE = 12
CHANGES = ("nye", "leveransen", "også", "")


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library().library


@pytest.fixture(scope="module")
def text(library: Library) -> TenderText:
    """Some of the content's criteria, spread over groups and kinds."""
    names = list(library.criteria)[:: max(1, len(library.criteria) // SAMPLE)]
    picks = tuple(Pick(library.criteria[name].latest.key) for name in names)
    return tender_text(library, Selection(picks), language="nb", on=DAY)


def edited(data: bytes, chance: random.Random, *, without_ids: bool) -> bytes:
    """A tenth of the words in each requirement changed, as a buyer would in Word; the id lines gone where asked."""
    document = WordDocument(BytesIO(data))
    for paragraph in document.paragraphs:
        if paragraph.style.name == "Dugnad Krav":
            for run in paragraph.runs:
                words = run.text.split(" ")
                for place in range(len(words)):
                    if chance.random() < 0.1:
                        words[place] = chance.choice(CHANGES)
                run.text = " ".join(words)
        if without_ids and paragraph.style.name == "Dugnad Henvisning":
            paragraph.clear()
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize("form", READ)
def test_every_exported_criterion_is_found_by_id_and_by_text(text: TenderText, library: Library, form: str) -> None:
    used = criteria_used_in_files([(f"tender.{form}", export(text, form))], library)

    assert [(one.key, one.by) for one in used] == [(one.key, ("id", "text")) for one in text.entries]
    assert all(one.is_known for one in used)


def test_ids_survive_edits(text: TenderText, library: Library) -> None:
    data = edited(export(text, "docx"), random.Random(1), without_ids=False)  # noqa: S311 - edits, not secrets

    used = criteria_used_in_files([("tender.docx", data)], library)

    assert {one.key for one in used if "id" in one.by} == {one.key for one in text.entries}


def test_words_are_known_after_edits_without_ids(text: TenderText, library: Library) -> None:
    chance = random.Random(2)  # noqa: S311 - edits, not secrets
    data = edited(export(text, "docx"), chance, without_ids=True)

    used = criteria_used_in_files([("tender.docx", data)], library)

    ours = {one.version.criterion for one in text.entries}
    found = {one.criterion for one in used}
    assert {one.by for one in used} == {("text",)}
    assert len(found & ours) / len(ours) >= 0.95
    assert found - ours == set()


def test_other_language_is_found(text: TenderText, library: Library) -> None:
    picks = tuple(Pick(one.key) for one in text.entries)
    other = tender_text(library, Selection(picks), language="en", on=DAY)

    used = criteria_used_in_files([("tender.md", export(other, "md"))], library)

    assert {(one.key, one.by) for one in used} == {(one.key, ("id", "text")) for one in text.entries}


def test_place_and_quote_lead_to_the_words(text: TenderText, library: Library) -> None:
    document = read_document(export(text, "docx"), file="tender.docx")

    first = used_as_dict(criteria_used([document], library)[0])

    entry = text.entries[0]
    assert (first["key"], first["link"], first["file"]) == (entry.key, f"/k/{entry.key}", "tender.docx")
    assert str(first["place"]).endswith(f"(under «1.1 {entry.name}»)")
    assert str(first["quote"]).split()[0] in str(entry.requirement)


def test_version_that_the_library_lacks_is_told_as_unknown(library: Library) -> None:
    name = next(iter(library.criteria))

    used = criteria_used_in_files([("a.txt", f"Kravet er hentet fra dugnad: {name}@2029-01-31.".encode())], library)

    assert [(one.key, one.by, one.is_known) for one in used] == [(f"{name}@2029-01-31", ("id",), False)]


def test_document_without_our_criteria_uses_none(library: Library) -> None:
    told = b"Leverandoren skal levere varene innen fem dager og rydde opp etter seg.\n\nPris: 100 %"

    assert criteria_used_in_files([("a.txt", told)], library) == []


def test_file_that_cannot_be_read_is_told(library: Library) -> None:
    with pytest.raises(DocumentError, match="empty"):
        criteria_used_in_files([("a.docx", b"")], library)


def test_tenders_of_others_do_not_use_our_criteria(library: Library, shared: Path) -> None:
    files = [path for path in sorted((shared / "tenders").iterdir()) if path.suffix in {".docx", ".txt"}]

    used = criteria_used([read_document(path.read_bytes(), file=path.name) for path in files], library)

    assert len(files) > 5
    assert used == []


def test_eforms_fragment_is_read_as_the_same_weights_and_codes(library: Library) -> None:
    awards = [one.latest for one in library.criteria.values() if one.latest.kind == "award-criterion"][:4]
    weights = (10.0, 12.5, 20.0, 7.5)
    picks = tuple(Pick(one.key, weight) for one, weight in zip(awards, weights, strict=True))
    text = tender_text(library, Selection(picks, other=(("Pris", 50.0),)), language="nb", on=DAY)
    fragment = export(text, "eforms").decode().partition("?>\n")[2]

    notice = write_notice(
        Notice(
            notice_id="11111111-2222-4333-8444-555555555555",
            procedure_id="99999999-2222-4333-8444-555555555555",
            issue_date=DAY,
            subtype="16",
            buyers=(Organisation(name="Fjordvik kommune", legal_type="la"),),
            lots=(Lot(criteria=()),),
        )
    ).decode()
    start, end = notice.index("<cac:ProcurementProjectLot>"), notice.index("</cac:ProcurementProjectLot>")
    whole = f"{notice[:start]}{fragment}{notice[end + len('</cac:ProcurementProjectLot>') :]}"
    reading = read_notice(whole.encode(), file="notice.xml")

    codes = ["quality-nor-env-criteria" if one.is_environmental else "quality" for one in awards]
    told = [(row["type_code"], row["weight_percent"]) for row in reading.criterion]
    assert told == [*zip(codes, weights, strict=True), ("price", 50.0)]
    assert [row["name"] for row in reading.criterion] == [one.name for one in award_criteria(text)]
    assert [row["severity"] for row in reading.problems if row["severity"] == "error"] == []


@pytest.mark.long
@pytest.mark.parametrize("form", READ)
def test_whole_library_is_found_again(library: Library, form: str) -> None:
    text = library_text(replace(library), language="nb", on=DAY)

    used = criteria_used_in_files([(f"library.{form}", export(text, form))], library)

    assert {one.key for one in used if "id" in one.by} == {one.key for one in text.entries}
    assert len({one.key for one in used if "text" in one.by}) / len(text.entries) >= 0.98
