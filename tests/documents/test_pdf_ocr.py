"""Pages that are pictures, read by a program in place of tesseract that says what it sees."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from documents.print import simple
from dugnad.documents.document import Block
from dugnad.documents.pdf import read_pdf

PICTURE = simple(b"0.5 g 72 500 300 200 re f")
SEEN = """#!{python}
import sys
if "--list-langs" in sys.argv:
    print("List of available languages (2):\\neng\\nnor")
    sys.exit()
assert sys.argv[1:5] == ["stdin", "stdout", "-l", "nor+eng"], sys.argv
assert sys.stdin.buffer.read(2) == b"P5"
print("level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext")
words = ["Klima", "og", "miljø", "teller", "30", "%."]
for at, word in enumerate(words):
    print(f"5\\t1\\t1\\t1\\t1\\t{{at}}\\t{{200 + at * 100}}\\t300\\t90\\t30\\t96.5\\t{{word}}")
print("5\\t1\\t1\\t1\\t1\\t9\\t900\\t300\\t90\\t30\\t3.0\\tstøv")
"""


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    program = tmp_path / "tesseract"
    program.write_text(SEEN.format(python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return program


@pytest.mark.usefixtures("tesseract")
def test_picture_is_read_where_asked_for() -> None:
    document = read_pdf(PICTURE, file="skann.pdf", ocr=True)

    assert [part.text for part in document.parts if isinstance(part, Block)] == ["Klima og miljø teller 30 %."]
    assert [remark.code for remark in document.remarks] == ["read-by-ocr"]
    assert document.is_readable


@pytest.mark.usefixtures("tesseract")
def test_picture_is_left_alone_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUGNAD_OCR", raising=False)

    document = read_pdf(PICTURE, file="skann.pdf")

    assert (document.parts, document.is_readable) == ((), False)


def test_program_that_fails_leaves_the_page_unread(tesseract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tesseract.write_text(f"#!{sys.executable}\nraise SystemExit(1)\n", encoding="utf-8")
    monkeypatch.setenv("DUGNAD_OCR", "1")

    document = read_pdf(PICTURE, file="skann.pdf")

    assert [remark.code for remark in document.remarks] == ["pages-without-text"]


@pytest.mark.long
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_scanned_tender_is_read(shared: Path) -> None:
    raw = next((shared / "tenders").glob("T11_*.pdf")).read_bytes()

    document = read_pdf(raw, file="skann.pdf", ocr=True)

    assert "tildelingskriteri" in " ".join(part.text for part in document.parts if isinstance(part, Block)).lower()
