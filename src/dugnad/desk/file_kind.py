"""Which files a desk takes: told by their bytes, never by their name; bounded in size and number."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from html import unescape
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
PROGRAM_ENDINGS = (
    "bat|bin|chm|cmd|com|cpl|dll|docm|dotm|exe|hta|html?|jar|jse?|jsp|lnk|mht(?:ml)?|ms[ip]|pif|potm|pp[as]m|pptm|psm?1|"
    "py|reg|sc[fr]|settingcontent-ms|sh|sldm|url|vb[es]|ws[fh]|xhtml|xl[al]m|xlsb|xlsm|xltm|xll"
)
MACROS = re.compile(
    rf"vba(?:Project|Data)|(?:^|/)(?:macros?|macrosheets)/|^(?:Basic|Scripts)/|\.(?:{PROGRAM_ENDINGS})$",
    re.IGNORECASE,
)
"""Parts of a package that run, or could be run by whoever opens them."""
HARMLESS = re.compile(r"^xl/(?:printerSettings/printerSettings|customProperty)\d*\.bin$", re.IGNORECASE)
"""What Excel itself writes beside a sheet: how it is printed, and marks of its own."""
TYPES = "[Content_Types].xml"
MACRO_TYPES = re.compile(rb"macro(?:sheet|Enabled)|vbaProject", re.IGNORECASE)
"""How a package calls parts that run, wherever they lie."""
MOST_TYPES_BYTES = 1_000_000
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
SIGNS = "=@+\\-\uff1d\uff20\uff0b\uff0d"
"""What a formula begins with, in full width as well."""
DECLARED = re.compile(r'\A"?sep=([^\r\n])', re.IGNORECASE)
"""A first line by which a spreadsheet is told what stands between cells."""
BLANKS = " \u00a0\u2007\u202f\u3000\ufeff"
LINE_ENDS = re.compile(r"[\r\n\x0b\x0c]+")
NUMBER = re.compile(r"[\d.,]")
RECKONS = re.compile(r"[|!=@*^&<>'\"]|[+/\-]\s*[^\W\d]|[+/\-]\s*[(\[]|[^\W\d]\(")
"""In what begins with a figure and a sign: more than a number, a telephone number or words."""
CALLS = re.compile(r"[^\W\d][|!(]|['\])]!")
"""A program, a sheet or a function is named, also after what may be a decimal comma."""
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
            if len(names) > MOST_ENTRIES or any(map(is_program, names)) or names_macros(archive, names):
                return None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < NAME_LENGTH:
                return OF_MIMETYPE.get(archive.read("mimetype").strip())
            return next((kind for inside, kind in OF_PACKAGE.items() if inside in names), None)
    except (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, OSError, EOFError):
        return None


def is_program(name: str) -> bool:
    """Does the part of a package run, or can it be run? Told by where it lies and what it ends with."""
    name = name.replace("\\", "/").rstrip(". ")
    return bool(MACROS.search(name)) and not HARMLESS.search(name)


def names_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    """Does the package say itself that a part of it runs, whatever the part is called?"""
    if TYPES not in names:
        return False
    with archive.open(TYPES) as types:
        raw = types.read(MOST_TYPES_BYTES + 1)
    told = unescape(raw.replace(b"\0", b"").decode("latin-1")).encode("utf-8")
    return len(raw) > MOST_TYPES_BYTES or bool(MACRO_TYPES.search(told))


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
    if is_so and not (name.lower().endswith(TABLES) and holds_formula(raw)):
        return name
    return f"{name[: NAME_LENGTH - 6].rstrip('. ')}.{endings[0]}"


def holds_formula(raw: bytes) -> bool:
    """Is there a cell that a spreadsheet would reckon with and not show? Numbers and telephone numbers are none."""
    text = raw.decode("utf-8", "replace").lstrip("\ufeff")
    declared = DECLARED.search(text)
    between = (declared[1] if declared else "") + ",;\t"
    ends = re.escape(between)
    before = "".join(sign for sign in BLANKS if sign not in between)
    cells = re.compile(f'(?:^|[{ends}])([{before}"]*)([{SIGNS}])([^{ends}]*)')
    lines = LINE_ENDS.split(text[declared.end() :] if declared else text)
    return any(reckons(line, cells, may_be_decimal=not declared) for line in lines)


def reckons(line: str, cells: re.Pattern[str], *, may_be_decimal: bool) -> bool:
    """Does one line hold a formula? Where a comma may be decimal, a cell may go on behind it."""
    first = None
    for cell in cells.finditer(line):
        if unicodedata.normalize("NFKC", cell[2]) in "=@":
            return True
        quote = line.find('"', cell.start(3)) if '"' in cell[1] else -1
        rest = line[cell.start(3) : quote] if quote >= 0 else cell[3]
        told = rest.strip(' "\u00a0')
        if told.strip("-+ ") and not (NUMBER.match(told) and not RECKONS.search(told)):
            return True
        first = cell.start(3) if first is None else first
    return may_be_decimal and first is not None and bool(CALLS.search(line, first))


def safe_name(name: str) -> str:
    """A name that can be shown and saved: no folders, no signs that cannot be seen, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    stem, dot, ending = name.strip(". ").rpartition(".")
    if dot and len(ending) <= 5:  # noqa: PLR2004 - the longest ending that people use
        return f"{stem[: NAME_LENGTH - 6].strip()}.{ending}" if stem else f"fil.{ending}"
    return name.strip(". ")[:NAME_LENGTH] or "fil"
