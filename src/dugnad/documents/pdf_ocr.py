"""Pages that are pictures, read by tesseract where it is installed and asked for; off by default.

Asked for with `ocr=True` or DUGNAD_OCR=1. The program is called once per page, with a limit on size and time.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence

import pypdfium2  # type: ignore[import-untyped]

from dugnad.documents.pdf_page import Page, Word

DOTS = 200
"""Per inch."""
INCH = 72.0
MOST_DOTS = 40_000_000
SECONDS = 30
SURE = 30.0
"""Words that tesseract is less sure of, in percent, are left out."""
LANGUAGES = ("nor", "eng")
WORD_LEVEL = "5"
LINE = ("block_num", "par_num", "line_num")


def reader(*, ocr: bool | None) -> str | None:
    """The path of tesseract where reading pictures is asked for and possible."""
    is_wanted = os.environ.get("DUGNAD_OCR") == "1" if ocr is None else ocr
    return shutil.which("tesseract") if is_wanted else None


def languages(tesseract: str) -> str:
    """The languages to read in, of those that are installed."""
    ended = subprocess.run([tesseract, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    known = set(ended.stdout.split())
    return "+".join(each for each in LANGUAGES if each in known) or LANGUAGES[-1]


def read_picture(pdf: pypdfium2.PdfDocument, page: Page, tesseract: str, spoken: str) -> None:
    """Adds the words that tesseract sees on the page; none if it fails or takes too long."""
    scale = min(DOTS / INCH, (MOST_DOTS / max(page.width * page.height, 1.0)) ** 0.5)
    command = [tesseract, "stdin", "stdout", "-l", spoken, "--dpi", str(DOTS), "tsv"]
    try:
        ended = subprocess.run(  # noqa: S603
            command, input=_picture(pdf, page.number - 1, scale), capture_output=True, timeout=SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError, pypdfium2.PdfiumError):
        return
    rows = list(
        csv.DictReader(io.StringIO(ended.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    )
    page.words.extend(_words(rows, scale))
    page.is_picture = bool(page.words)


def _picture(pdf: pypdfium2.PdfDocument, index: int, scale: float) -> bytes:
    """The page in shades of grey, as PGM."""
    page = pdf[index]
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        raw, stride = bytes(bitmap.buffer), bitmap.stride
        rows = b"".join(raw[at * stride : at * stride + bitmap.width] for at in range(bitmap.height))
        return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + rows
    finally:
        bitmap.close()
        page.close()


def _words(rows: Sequence[dict[str, str]], scale: float) -> Iterator[Word]:
    """The words of tesseract's table; all words of a line share its baseline and size."""
    lines: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in rows:
        if row.get("level") == WORD_LEVEL and (row.get("text") or "").strip() and _number(row, "conf") >= SURE:
            lines.setdefault(tuple(row.get(part) or "" for part in LINE), []).append(row)
    order = 0
    for line in lines.values():
        bottom = max(_number(row, "top") + _number(row, "height") for row in line) / scale
        size = max(_number(row, "height") for row in line) / scale
        for row in line:
            left = _number(row, "left") / scale
            right = left + _number(row, "width") / scale
            yield Word(row["text"].strip(), left, right, bottom - 0.2 * size, size, is_bold=False, order=order)
            order += 1


def _number(row: dict[str, str], field: str) -> float:
    try:
        return float(row.get(field) or 0)
    except ValueError:
        return 0.0
