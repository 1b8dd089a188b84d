"""PDF: the text layer with its positions as blocks and tables in reading order."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]

from dugnad.documents.document import Document, Place, Remark
from dugnad.documents.language import language_of
from dugnad.documents.pdf_file import open_pdf, remarks_of
from dugnad.documents.pdf_flow import parts_of
from dugnad.documents.pdf_ocr import languages, read_picture, reader
from dugnad.documents.pdf_page import Page
from dugnad.documents.pdf_text import read_page
from dugnad.documents.stopwatch import Stopwatch
from dugnad.errors import DocumentError

MAX_CHARACTERS = 20_000_000
SECONDS = 60.0
MANY = 12


def read_pdf(raw: bytes, *, file: str, seconds: float = SECONDS, ocr: bool | None = None) -> Document:
    """One PDF file as blocks and tables in reading order; at most `seconds` are spent on it.

    Pages that are pictures are read where `ocr` says so (None: as DUGNAD_OCR says) and tesseract is installed.
    """
    stopwatch = Stopwatch(file, seconds)
    with open_pdf(raw, file) as pdf:
        remarks = remarks_of(pdf, raw, file)
        pages, damaged = _pages(pdf, file, stopwatch)
        _read_pictures(pdf, pages, stopwatch, ocr=ocr)
        count = len(pdf)
    if not pages:
        raise DocumentError(file, "no page of the PDF can be read.", "Save it anew as PDF.", "damaged")
    parts = tuple(parts_of(pages, file, stopwatch))
    return Document(
        file=file,
        media="pdf",
        parts=parts,
        language=language_of(parts),
        is_readable=any(page.words for page in pages),
        pages=count,
        remarks=(*remarks, *_page_remarks(pages, damaged, file)),
    )


def _pages(pdf: pypdfium2.PdfDocument, file: str, stopwatch: Stopwatch) -> tuple[list[Page], list[int]]:
    """The pages, and the numbers of those that are damaged."""
    pages: list[Page] = []
    damaged: list[int] = []
    characters = 0
    for index in range(len(pdf)):
        stopwatch.check()
        page = read_page(pdf, index)
        if page is None:
            damaged.append(index + 1)
            continue
        pages.append(page)
        characters += page.characters
        if characters > MAX_CHARACTERS:
            raise DocumentError(file, "it holds more text than is read.", "Divide it.", "too-large")
    return pages, damaged


def _read_pictures(pdf: pypdfium2.PdfDocument, pages: list[Page], stopwatch: Stopwatch, *, ocr: bool | None) -> None:
    tesseract = reader(ocr=ocr)
    empty = [page for page in pages if not page.words]
    if tesseract is None or not empty:
        return
    spoken = languages(tesseract)
    for page in empty:
        stopwatch.check()
        read_picture(pdf, page, tesseract, spoken)


def _page_remarks(pages: list[Page], damaged: list[int], file: str) -> list[Remark]:
    """What the person must know of single pages."""
    kinds = [
        ("pages-without-text", [page.number for page in pages if not page.words], "holds pictures only or nothing",
         "Ask for a file with text"),
        ("read-by-ocr", [page.number for page in pages if page.is_picture], "was read off a picture",
         "Words may be wrong: compare with the page"),
        ("damaged-part", damaged, "is damaged and was left out", "Save the file anew as PDF"),
        ("hidden-text", [page.number for page in pages if page.hidden], "has text that is not visible; it was left out",
         "Look at the page"),
        ("rotated-text", [page.number for page in pages if page.rotated], "has text on its side; it was left out",
         "Look at the page"),
    ]  # fmt: skip
    return [
        Remark(
            code=code,
            message=f"{file}: page {_listed(numbers)} {what}. {remedy}.",
            place=Place(file=file, page=numbers[0]),
        )
        for code, numbers, what, remedy in kinds
        if numbers
    ]


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:MANY]))
    return shown if len(numbers) <= MANY else f"{shown} and {len(numbers) - MANY} more"
