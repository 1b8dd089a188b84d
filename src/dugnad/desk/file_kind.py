"""Which files a desk takes: told by their bytes, never by their name; bounded in size and number."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from io import BytesIO

MOST_FILE_BYTES = 10 * 1024 * 1024
MOST_FILES = 20
"""In one case, over its whole life."""
NAME_LENGTH = 120
BY_START = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
"""What begins with these bytes is of this kind."""
OF_PACKAGE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
"""What an Office file holds, whatever it is called."""
OF_MIMETYPE = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
MACROS = re.compile(r"vbaProject|/macros?/|\.(?:bin|exe|dll|js|vbs|scr)$", re.IGNORECASE)
MIME = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "txt": "text/plain; charset=utf-8",
}
ENDINGS = {
    "jpeg": ("jpg", "jpeg"),
    "txt": ("txt", "csv", "tsv", "md", "log"),
}
"""What a file of the kind may end with; the others end as their kind is called. The first is given where it must be."""
TABLES = (".csv", ".tsv")
FORMULA = re.compile(rb"(?:^|[,;\t])[ \t]*\"?[ \t]*(?:[=@]|[+-][ \t]*[A-Za-z(@=])", re.MULTILINE)
"""A cell that a spreadsheet would reckon with and not show."""
MOST_ENTRIES = 5_000
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|script|svg|\?xml|body|iframe)", re.IGNORECASE)


def kind_of(name: str, raw: bytes) -> str | None:
    """What the bytes are; None where that is not taken: too large, empty, a program, a web page, a file with macros.

    The name is not believed; it is asked for so that every caller has one to show.
    """
    if not raw or len(raw) > MOST_FILE_BYTES:
        return None
    for start, kind in BY_START:
        if raw.startswith(start):
            return kind
    if raw.startswith(b"PK\x03\x04"):
        return kind_of_package(raw)
    return "txt" if is_plain_text(raw) else None


def kind_of_package(raw: bytes) -> str | None:
    """What a zip is by what lies in it; None for any other archive and for what holds macros or programs."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            names = archive.namelist()
            if len(names) > MOST_ENTRIES or any(MACROS.search(name) for name in names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < NAME_LENGTH:
                return OF_MIMETYPE.get(archive.read("mimetype").strip())
            return next((kind for inside, kind in OF_PACKAGE.items() if inside in names), None)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OSError, EOFError):
        return None


def is_plain_text(raw: bytes) -> bool:
    """Text in UTF-8 that is no web page, picture or program."""
    if b"\0" in raw or raw.startswith((b"MZ", b"\x7fELF", b"#!")) or MARKUP.search(raw):
        return False
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return CONTROLS.search(text) is None


def kept_name(name: str, kind: str, raw: bytes = b"") -> str:
    """The name that a file is kept and saved by: it ends as its kind does, whatever it was called.

    So a text that is called a program does not run where it is saved, and a table with formulas opens as text.
    """
    name, endings = safe_name(name), ENDINGS.get(kind, (kind,))
    is_so = "." in name and name.rpartition(".")[2].lower() in endings
    if is_so and not (name.lower().endswith(TABLES) and FORMULA.search(raw)):
        return name
    return f"{name[: NAME_LENGTH - 6].rstrip('. ')}.{endings[0]}"


def safe_name(name: str) -> str:
    """A name that can be shown and saved: no folders, no signs that cannot be seen, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, dot, ending = name.strip(". ").rpartition(".")
    if dot and len(ending) <= 5:  # noqa: PLR2004 - the longest ending that people use
        return f"{stem[: NAME_LENGTH - 6].strip()}.{ending}" if stem else f"fil.{ending}"
    return name.strip(". ")[:NAME_LENGTH] or "fil"
