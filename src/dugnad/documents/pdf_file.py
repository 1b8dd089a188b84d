"""Opening a PDF within bounds, and what in it is left alone: scripts, embedded files, links, forms without fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from dugnad.documents.document import Place, Remark
from dugnad.errors import DocumentError

MAX_BYTES = 200_000_000
MAX_PAGES = 2_000
XFA = {2, 3}
NO_PAGES = re.compile(rb"/Kids\s*\[\s*\]")


@contextmanager
def open_pdf(raw: bytes, file: str) -> Iterator[pypdfium2.PdfDocument]:
    """The opened file, closed afterwards; DocumentError where it cannot be opened or is too large."""
    if len(raw) > MAX_BYTES:
        raise DocumentError(file, f"it is larger than {MAX_BYTES // 1_000_000} MB.", "Divide it.", "too-large")
    if b"%PDF-" not in raw[:1024]:
        raise DocumentError(file, "this is no PDF.", "Save the document as PDF or DOCX.", "not-a-pdf")
    pdf = _opened(raw, file)
    try:
        if not len(pdf):
            raise _without_pages(file)
        if len(pdf) > MAX_PAGES:
            problem = f"it says that it has {len(pdf)} pages; {MAX_PAGES} are read at most."
            raise DocumentError(file, problem, "Divide it into smaller files.", "too-many-pages")
        yield pdf
    finally:
        pdf.close()


def _opened(raw: bytes, file: str) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        raise _refusal(raw, file, str(error).lower()) from error
    with suppress(pypdfium2.PdfiumError):
        if pdf.get_formtype() != pdfium.FORMTYPE_NONE:
            pdf.init_forms()
    return pdf


def _refusal(raw: bytes, file: str, reason: str) -> DocumentError:
    """Why the file does not open; pdfium's reason may be that of an earlier file, so the bytes must bear it out."""
    if b"/Encrypt" in raw and "password" in reason:
        return DocumentError(file, "the PDF asks for a password.", "Save it without one.", "encrypted")
    if b"/Encrypt" in raw and "security" in reason:
        return DocumentError(file, "the PDF is locked with an unknown lock.", "Save it without one.", "encrypted")
    if NO_PAGES.search(raw):
        return _without_pages(file)
    problem = "the PDF is damaged and cannot be opened."
    return DocumentError(file, problem, "Open it in a reader and save it anew as PDF.", "damaged")


def _without_pages(file: str) -> DocumentError:
    return DocumentError(file, "the PDF has no pages.", "Save it anew as PDF.", "no-pages")


def remarks_of(pdf: pypdfium2.PdfDocument, raw: bytes, file: str) -> list[Remark]:
    """What the file holds beside its pages; none of it is run, opened or followed."""
    found = [
        (
            "scripts-ignored",
            pdfium.FPDFDoc_GetJavaScriptActionCount(pdf.raw) > 0 or b"/JavaScript" in raw,
            "holds scripts; they were not run",
        ),
        (
            "files-ignored",
            pdfium.FPDFDoc_GetAttachmentCount(pdf.raw) > 0 or b"/EmbeddedFile" in raw,
            "holds other files; they were not read. Hand them in by themselves",
        ),
        (
            "links-ignored",
            b"/Launch" in raw or b"/GoToR" in raw,
            "points to other files or programs; nothing was followed",
        ),
        (
            "form-ignored",
            pdf.get_formtype() in XFA,
            "is an XFA form; only what its pages print was read. Print it to PDF if something is missing",
        ),
    ]
    return [
        Remark(code=code, message=f"{file}: the PDF {what}.", place=Place(file=file))
        for code, is_so, what in found
        if is_so
    ]
