"""Damaged, locked, huge and hostile PDF files: a clear message each, no crash, nothing run or followed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from documents.hostile import form, mutated, refused, remarked, survived
from documents.print import printed, prose, simple
from dugnad.documents.document import Block, Document, Table
from dugnad.documents.pdf import read_pdf
from dugnad.errors import DocumentError

HERE = Path(__file__).parents[1]
QUICK = ("page tree is a circle", "deep page tree", "huge page", "form that draws itself", "no table of objects")


def outcome(raw: bytes) -> Document | DocumentError:
    """The document, or the error that was raised on purpose; any other error ends the test."""
    try:
        return read_pdf(raw, file="vedlegg.pdf", seconds=20)
    except DocumentError as error:
        return error


def is_clear(found: Document | DocumentError) -> bool:
    """Does it say which file, what is wrong and what to do?"""
    if isinstance(found, DocumentError):
        return str(found).startswith("vedlegg.pdf: ") and bool(found.problem and found.remedy and found.code)
    return all(remark.message and remark.code for remark in found.remarks)


@pytest.mark.parametrize(("raw", "code"), refused().values(), ids=refused().keys())
def test_file_that_cannot_be_read_says_why(raw: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(raw, file="vedlegg.pdf")

    assert caught.value.code == code
    assert is_clear(caught.value)


@pytest.mark.parametrize(("raw", "code"), remarked().values(), ids=remarked().keys())
def test_file_with_something_ignored_says_so(raw: bytes, code: str) -> None:
    document = read_pdf(raw, file="vedlegg.pdf")

    assert [remark.code for remark in document.remarks] == [code]
    assert is_clear(document)


@pytest.mark.parametrize("name", QUICK)
def test_odd_file_ends_in_a_document_or_a_clear_error(name: str) -> None:
    assert is_clear(outcome(survived()[name]))


def test_filled_field_is_read_as_shown() -> None:
    document = read_pdf(form(b"Vik kommune"), file="vedlegg.pdf")

    assert [part.text for part in document.parts if isinstance(part, Block)] == [
        "Klima og miljø teller 30 prosent.",
        "Vik kommune",
    ]


def test_reading_stops_when_time_is_up() -> None:
    with pytest.raises(DocumentError) as caught:
        read_pdf(simple(b""), file="vedlegg.pdf", seconds=-1)

    assert caught.value.code == "too-slow"


@pytest.mark.long
@pytest.mark.parametrize("name", survived().keys())
def test_every_odd_file_ends_in_a_process_of_its_own(name: str, tmp_path: Path) -> None:
    path = tmp_path / "vedlegg.pdf"
    path.write_bytes(survived()[name])
    code = (
        "import sys; from documents.test_pdf_hostile import *\n"
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))\n"
        "sys.exit(0 if is_clear(outcome(Path(sys.argv[1]).read_bytes())) else 1)"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=HERE, capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_end_in_a_document_or_a_clear_error(seed: int) -> None:
    table = "#table(columns: 2, [Pris], [60 %], [Miljø], [40 %])"
    raw = printed(f"= Kriterier\n{prose(1, 8)}\n{table}\n#pagebreak()\n{prose(9, 8)}") if seed % 2 else form(b"Vik")

    found = [outcome(damaged) for damaged in mutated(raw, 60, seed)]

    assert all(map(is_clear, found))
    assert any(isinstance(each, Document) for each in found)


def test_few_damaged_files_end_in_a_document_or_a_clear_error() -> None:
    found = [outcome(damaged) for damaged in mutated(form(b"Vik kommune"), 15, 99)]

    assert all(map(is_clear, found))


def test_lines_that_cross_everything_make_no_table() -> None:
    lines = b"".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (at, at, at, at) for at in range(0, 590, 2))

    document = read_pdf(simple(lines), file="vedlegg.pdf")

    assert [part for part in document.parts if isinstance(part, Table)] == []
