"""Plain text files: paragraphs, headings, items and simple tables, told by blank lines, numbers and columns."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dugnad.documents.document import Block, Document, Place, Row, Table
from dugnad.documents.language import language_of
from dugnad.documents.outline import Line, Seen, ends_in_page, is_title, number_of, padded, parts
from dugnad.errors import DocumentError

MAX_BYTES = 4 * 1024 * 1024
MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
SAMPLE = 65536
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROL = 0.002
"""Share of control signs in a text; a program or a picture has far more."""
BULLET = re.compile(r"(\s*)([•●▪■◦○➢✓–—*·-]|\(?(?:[a-zæøå]|[ivx]{1,4}|\d{1,2})\)|\d{1,2}\.)\s+(?=\S)")
RULE = re.compile(r"\s*(?:={3,}|-{3,}|_{3,}|\*{3,})\s*")
HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
UNDER_HEAD = set("|:-+ ")
"""What the line between the head and the rows of a drawn table is made of."""
LONGEST_ROW = 1000
UNWRAPPED = 110
"""A line longer than this is a paragraph of its own: the text is not broken into lines."""
SHORT_LAST = 0.7
"""A line that ends a sentence and is shorter than this share of the longest ends its paragraph."""
ENDS = (".", ":", ";", "!", "?")
INDENT = 3
"""Blanks for each level of a list."""


def read_plain(raw: bytes, *, file: str) -> Document:
    """One text file as blocks and tables; a paragraph's place is its number among headings, items and paragraphs."""
    if len(raw) > MAX_BYTES:
        problem = f"The text is over {MAX_BYTES // 1024 // 1024} MB."
        raise DocumentError(file, problem, "Add the tender documents only.", "too-large")
    if not is_text(raw):
        raise DocumentError(file, "This is not text.", "Save it as DOCX, PDF or UTF-8 text.", "wrong-type")
    found = parts(list(_seen(_decoded(raw).replace("\f", "\n\n"), file)), has_look=False)
    return Document(file=file, media="text", parts=found, is_readable=bool(found), language=language_of(found))


def is_text(raw: bytes) -> bool:
    """Do the bytes make sense as text in one of the encodings that are read?"""
    text = _decoded(raw[:SAMPLE])
    return bool(text.strip()) and len(CONTROL.findall(text)) <= MOST_CONTROL * len(text)


def _decoded(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, errors="replace")
    sample = raw[:SAMPLE]
    for encoding, nulls in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if nulls and nulls.count(0) > len(nulls) * 0.6:
            return raw.decode(encoding, errors="replace")
    try:
        decoder = codecs.getincrementaldecoder("utf-8")()
        return decoder.decode(raw)  # a letter cut in two at the end of a sample is no fault
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


@dataclass(slots=True)
class Gathering:
    """The lines of the block that is being read."""

    lines: list[str] = field(default_factory=list)
    label: str = ""
    level: int = 0
    heading: int = 0


def _seen(text: str, file: str) -> Iterator[Seen]:
    lines = text.splitlines()
    widest = min(max(map(len, lines), default=0), UNWRAPPED)
    paragraphs, tables, index = 0, 0, 0
    while index < len(lines):
        rows, after = _table(lines, index)
        if rows:
            tables, index = tables + 1, after
            place = Place(file=file, table=tables)
            numbered = [Row(cells=cells, place=replace(place, row=row)) for row, cells in enumerate(rows, 1)]
            yield Table(rows=padded(numbered), place=place)
            continue
        gathering, index = _gathered(lines, index, widest)
        if gathering is not None:
            paragraphs += 1
            yield _line(gathering, Place(file=file, paragraph=paragraphs))


def _line(gathering: Gathering, place: Place) -> Line:
    text = " ".join(" ".join(gathering.lines).split())
    has_page = len(gathering.lines) == 1 and ends_in_page(gathering.lines[0])
    if gathering.heading:
        block = Block(kind="heading", text=text, place=place, level=gathering.heading)
    elif gathering.level:
        block = Block(kind="item", text=text, place=place, level=gathering.level, label=gathering.label)
    else:
        block = Block(kind="paragraph", text=text, place=place)
    return Line(block=block, is_capital=text.isupper(), has_page=has_page)


def _gathered(lines: list[str], index: int, widest: int) -> tuple[Gathering | None, int]:
    """The block that begins at a line, and the line after it."""
    line = lines[index]
    if not line.strip() or RULE.fullmatch(line):
        return None, index + 1
    if hashes := HASHES.match(line):
        return Gathering([line[hashes.end() :].rstrip("# ")], heading=len(hashes[1])), index + 1
    if index + 1 < len(lines) and re.fullmatch(r"={3,}|-{3,}", lines[index + 1].strip()) and is_title(line.strip()):
        return Gathering([line], heading=1 if "=" in lines[index + 1] else 2), index + 2
    found, is_title_line = _begun(line), _is_numbered_title(lines, index)
    index += 1
    while not is_title_line and index < len(lines) and _goes_on(lines, index, widest):
        found.lines.append(lines[index])
        index += 1
    return found, index


def _begun(line: str) -> Gathering:
    """A paragraph or item with its first line; a bullet is its label, a typed number stays in the text."""
    bullet = BULLET.match(line)
    if not bullet:
        return Gathering([line])
    level = len(bullet[1].expandtabs(4)) // INDENT + 1
    is_sign = not any(map(str.isalnum, bullet[2]))
    return Gathering([line[bullet.end() :]], bullet[2], level) if is_sign else Gathering([line], "", level)


def _goes_on(lines: list[str], index: int, widest: int) -> bool:
    """Does this line belong to the paragraph of the line before?"""
    before, line = lines[index - 1].rstrip(), lines[index]
    if not line.strip() or RULE.fullmatch(line) or HASHES.match(line) or BULLET.match(line) or len(before) > UNWRAPPED:
        return False
    if before.endswith(ENDS) and len(before) < SHORT_LAST * widest:
        return False
    is_capital_line = before.strip().isupper() != line.strip().isupper()
    return not (
        is_capital_line
        or _is_numbered_title(lines, index)
        or ends_in_page(before)
        or _table(lines[index : index + 2], 0)[0]
    )


def _is_numbered_title(lines: list[str], index: int) -> bool:
    text = lines[index].strip()
    after = lines[index + 1].strip() if index + 1 < len(lines) else ""
    return bool(number_of(text)) and is_title(text) and not after[:1].islower()


def _table(lines: list[str], index: int) -> tuple[list[tuple[str, ...]], int]:
    """The rows of a table that begins at a line, and the line after it; no rows where none begins."""
    for read in (_piped, _tabbed, _aligned):
        end = index
        rows: list[tuple[str, ...]] = []
        while end < len(lines) and len(lines[end]) <= LONGEST_ROW and (cells := read(lines[end])):
            if read is _aligned and rows and not _is_below(lines[end - 1], lines[end]):
                break
            if set(lines[end]) - UNDER_HEAD or "--" not in lines[end]:
                rows.append(cells)
            end += 1
        if len(rows) > 1:
            return rows, end
    return [], index


def _piped(line: str) -> tuple[str, ...]:
    if line.count("|") < (2 if line.strip().startswith("|") else 1):
        return ()
    return tuple(" ".join(cell.split()) for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def _tabbed(line: str) -> tuple[str, ...]:
    stripped = line.strip(" ").rstrip("\t")
    if "\t" not in stripped.strip() or ends_in_page(line):
        return ()
    return tuple(" ".join(cell.split()) for cell in stripped.split("\t"))


def _aligned(line: str) -> tuple[str, ...]:
    if BULLET.match(line) or ends_in_page(line) or "\t" in line:
        return ()
    cells = tuple(" ".join(cell.split()) for cell in re.split(" {2,}", line.strip()))
    return cells if len(cells) > 1 else ()


def _is_below(above: str, below: str) -> bool:
    """Have both lines as many columns, each beginning or ending under the one above?"""
    first, second = ([found.span() for found in re.finditer(r"\S+(?: \S+)*", line)] for line in (above, below))
    return len(first) == len(second) and all(
        a[0] == b[0] or a[1] == b[1] for a, b in zip(first[1:], second[1:], strict=True)
    )
