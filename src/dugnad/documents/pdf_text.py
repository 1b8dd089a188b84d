"""The words of a PDF page with their positions, and the ruled lines drawn on it: the only module that speaks pdfium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from dugnad.documents.pdf_page import Field, Page, Rule, Word, place_fields

HYPHENS = {0x2, 0xFFFE}
"""What pdfium gives for a hyphen that divides a word at a line end."""
BLANK = 0x20
BLANKS = {0x85, 0xA0, *range(0x2000, 0x200C), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF, 0xFFFF}
UNLIKELY = 0x3042
"""A character that no font of a Norwegian document has."""
SHIFT = 0.3
"""A word's baseline may rise by this share of its size from end to end."""
SLANT = 0.2
SMALLEST, LARGEST, USUAL = 0.1, 1000.0, 10.0
WHITE = 250
MAX_OBJECTS = 50_000
MAX_FIELDS = 5_000
MAX_VALUE = 20_000
WRITTEN = {pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX, pdfium.FPDF_FORMFIELD_TEXTFIELD}
MAX_PATH_POINTS = 2_000
MAX_NESTING = 6
THIN = 2.5
"""A rule is at most this thick, in points."""
BOLD_NAME = re.compile(r"bold|black|heavy|demi|semibd", re.IGNORECASE)
BOLD_WEIGHT = 600


@dataclass(frozen=True, slots=True)
class _Style:
    size: float
    is_bold: bool
    hyphen: str
    is_visible: bool
    is_upright: bool


@dataclass(frozen=True, slots=True)
class _View:
    """From the file's own coordinates to those of the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.turns]


def read_page(pdf: pypdfium2.PdfDocument, index: int) -> Page | None:
    """The words and rules of one page; None where it is damaged."""
    try:
        page = pdf[index]
    except pypdfium2.PdfiumError:
        return None
    try:
        left, bottom, right, top = page.get_cropbox()
        view = _View(left, bottom, right, top, page.get_rotation() // 90 % 4)
        read = Page(number=index + 1, width=view.width, height=view.height)
        textpage = page.get_textpage()
        try:
            _read_words(textpage.raw, view, read)
        finally:
            textpage.close()
        if pdf.formenv:
            place_fields(read, list(_fields(pdf, page, view)))
        read.rules = list(_rules(page.raw, view, IDENTITY, 0))
        if read.unseen:
            _show(read, list(_grounds(page.raw, view, IDENTITY, 0)))
        return read
    finally:
        page.close()


def _read_words(textpage: Any, view: _View, page: Page) -> None:
    count = pdfium.FPDFText_CountChars(textpage)
    page.characters = max(count, 0)
    get = pdfium.FPDFText_GetUnicode
    codes = [get(textpage, index) for index in range(page.characters)]
    reader = _WordReader(textpage, view, page, codes)
    start = -1
    for index, code in enumerate(codes):
        if code in HYPHENS:
            reader.add(index if start < 0 else start, index + 1)
            start = -1
        elif code <= BLANK or code in BLANKS:
            if start >= 0:
                reader.add(start, index)
            start = -1
        elif start < 0:
            start = index
    if start >= 0:
        reader.add(start, page.characters)


class _WordReader:
    """Holds what one page's words share: buffers for pdfium, and the style of each text object and font."""

    def __init__(self, textpage: Any, view: _View, page: Page, codes: list[int]) -> None:
        self.textpage, self.view, self.page, self.codes = textpage, view, page, codes
        self.styles: dict[int, _Style] = {}
        self.fonts: dict[int, tuple[bool, str]] = {}
        self.box = tuple(ctypes.c_double() for _ in range(4))

    def add(self, start: int, end: int) -> None:
        """The characters from start to end as a word; as several where they stand on several lines."""
        style = self._style(start)
        if not style.is_upright:
            self.page.rotated += 1
            return
        x0, y0 = self.view.point(*self._origin(start))
        x1, y1 = self.view.point(*self._right(end - 1))
        if abs(y1 - y0) > SHIFT * style.size or x1 < x0 - 1:
            self._add_pieces(start, end)
            return
        text = "".join(style.hyphen if code in HYPHENS else chr(code) for code in self.codes[start:end])
        word = Word(text, x0, x1, y0, style.size, style.is_bold, len(self.page.words) + len(self.page.unseen))
        (self.page.words if style.is_visible else self.page.unseen).append(word)

    def _add_pieces(self, start: int, end: int) -> None:
        """A word that runs over a line end: divided where the line changes."""
        points = [self.view.point(*self._origin(index)) for index in range(start, end)]
        size = self._style(start).size
        turns = [
            at
            for at in range(1, len(points))
            if abs(points[at][1] - points[at - 1][1]) > SHIFT * size or points[at][0] < points[at - 1][0] - 1
        ]
        if not turns or len(turns) > 0.5 * len(points):
            self.page.rotated += 1
            return
        for first, last in pairwise([0, *turns, len(points)]):
            self.add(start + first, start + last)

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = self.box[0], self.box[1]
        pdfium.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        return x.value, y.value

    def _right(self, index: int) -> tuple[float, float]:
        """The end of the last character, on its baseline as shown."""
        x0, x1, y0, y1 = self.box
        pdfium.FPDFText_GetCharBox(self.textpage, index, x0, x1, y0, y1)
        left, right, bottom, top = x0.value, x1.value, y0.value, y1.value
        x, y = self._origin(index)
        return [(right, y), (x, top), (left, y), (x, bottom)][self.view.turns]

    def _style(self, index: int) -> _Style:
        handle = pdfium.FPDFText_GetTextObject(self.textpage, index)
        key = ctypes.cast(handle, ctypes.c_void_p).value or -index
        if key not in self.styles:
            matrix = pdfium.FS_MATRIX()
            pdfium.FPDFText_GetMatrix(self.textpage, index, matrix)
            size = pdfium.FPDFText_GetFontSize(self.textpage, index) * max(abs(matrix.d), abs(matrix.b))
            is_bold, hyphen = self._font(handle, index)
            is_visible = self._is_visible(handle, index)
            size = size if SMALLEST < size < LARGEST else USUAL
            self.styles[key] = _Style(size, is_bold, hyphen, is_visible, self._is_upright(matrix))
        return self.styles[key]

    def _is_upright(self, matrix: Any) -> bool:
        """Does the text run from left to right on the page as shown?"""
        x0, y0 = self.view.point(0, 0)
        x1, y1 = self.view.point(matrix.a, matrix.b)
        return x1 > x0 and abs(y1 - y0) < SLANT * (x1 - x0)

    def _is_visible(self, handle: Any, index: int) -> bool:
        if handle and pdfium.FPDFTextObj_GetTextRenderMode(handle) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE:
            return False
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        if not pdfium.FPDFText_GetFillColor(self.textpage, index, red, green, blue, alpha):
            return True
        return min(red.value, green.value, blue.value) < WHITE and alpha.value > 0

    def _font(self, handle: Any, index: int) -> tuple[bool, str]:
        """Is the type bold, and which character its hyphens are."""
        font = pdfium.FPDFTextObj_GetFont(handle) if handle else None
        key = (ctypes.cast(font, ctypes.c_void_p).value if font else None) or 0
        if key not in self.fonts:
            flags = ctypes.c_int()
            buffer = ctypes.create_string_buffer(256)
            pdfium.FPDFText_GetFontInfo(self.textpage, index, buffer, 256, flags)
            name = buffer.value.decode("utf-8", "replace")
            weight = pdfium.FPDFText_GetFontWeight(self.textpage, index)
            is_bold = bool(BOLD_NAME.search(name)) or weight >= BOLD_WEIGHT or bool(flags.value & (1 << 18))
            self.fonts[key] = is_bold, _hyphen(font)
        return self.fonts[key]


def _hyphen(font: Any) -> str:
    """Soft where the font knows no other hyphen; pdfium does not tell them apart at a line end."""
    if not font:
        return "-"
    width = ctypes.c_float()
    widths = []
    for code in (0x2D, 0xAD, UNLIKELY):
        pdfium.FPDFFont_GetGlyphWidth(font, code, 100.0, width)
        widths.append(width.value)
    hyphen, soft, none = widths
    return "\u00ad" if hyphen == none != soft else "-"


def _fields(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, view: _View) -> Iterator[Field]:
    """What is filled in on the page's form: the text of each field and where it stands."""
    buffer = ctypes.create_string_buffer(2 * MAX_VALUE)
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), MAX_FIELDS)):
        item = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not item:
            continue
        if pdfium.FPDFAnnot_GetFormFieldType(pdf.formenv.raw, item) in WRITTEN:
            pointer = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            length = pdfium.FPDFAnnot_GetFormFieldValue(pdf.formenv.raw, item, pointer, 2 * MAX_VALUE)
            rect = pdfium.FS_RECTF()
            pdfium.FPDFAnnot_GetRect(item, rect)
            x0, y0 = view.point(rect.left, rect.bottom)
            x1, y1 = view.point(rect.right, rect.top)
            if 2 < length <= 2 * MAX_VALUE:  # noqa: PLR2004
                text = buffer.raw[: length - 2].decode("utf-16-le", "replace")
                yield Field(text, min(x0, x1), min(y0, y1), max(y0, y1))
        pdfium.FPDFPage_CloseAnnot(item)


def _show(page: Page, grounds: list[Box]) -> None:
    """Words in white or without ink that stand on a coloured ground or over a picture can be seen after all."""
    for word in page.unseen:
        x, y = word.x0 + 1, word.baseline - 0.3 * word.size
        if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in grounds):
            page.words.append(word)
        else:
            page.hidden += 1
    page.words.sort(key=lambda word: word.order)


Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _objects(container: Any, level: int) -> Iterator[tuple[int, Any]]:
    if level:
        count, get = pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject
    else:
        count, get = pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject
    for index in range(min(count(container), MAX_OBJECTS)):
        item = get(container, index)
        yield pdfium.FPDFPageObj_GetType(item), item


def _grounds(container: Any, view: _View, matrix: Matrix, level: int) -> Iterator[Box]:
    """Pictures and boxes filled with something else than white."""
    for kind, item in _objects(container, level):
        if kind == pdfium.FPDF_PAGEOBJ_FORM and level < MAX_NESTING:
            yield from _grounds(item, view, _times(_own_matrix(item), matrix), level + 1)
        elif kind in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING} or (
            kind == pdfium.FPDF_PAGEOBJ_PATH and _is_coloured(item)
        ):
            box = _box(item, view, matrix)
            if box:
                yield box


def _is_stroked(item: Any) -> bool:
    """Has the path an outline? The edges of a shaded area are no ruled lines."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(stroke.value)


def _is_coloured(item: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    return bool(fill.value) and min(red.value, green.value, blue.value) < WHITE


def _box(item: Any, view: _View, matrix: Matrix) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    x0, y0 = view.point(*_at(matrix, left.value, bottom.value))
    x1, y1 = view.point(*_at(matrix, right.value, top.value))
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _rules(container: Any, view: _View, matrix: Matrix, level: int) -> Iterator[Rule]:
    """Every straight line and every edge of a box drawn on the page, also inside form objects."""
    for kind, item in _objects(container, level):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _edges(item, view, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and level < MAX_NESTING:
            yield from _rules(item, view, _times(_own_matrix(item), matrix), level + 1)


def _own_matrix(item: Any) -> Matrix:
    own = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, own)
    return own.a, own.b, own.c, own.d, own.e, own.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _edges(item: Any, view: _View, matrix: Matrix) -> Iterator[Rule]:
    box = _box(item, view, matrix)
    if box is None:
        return
    if box[3] - box[1] <= THIN or box[2] - box[0] <= THIN:
        yield from _rule(*box)
        return
    points = pdfium.FPDFPath_CountSegments(item)
    if points > MAX_PATH_POINTS or not _is_stroked(item):
        return
    yield from _lines_of(item, points, view, _times(_own_matrix(item), matrix))


def _rule(x0: float, y0: float, x1: float, y1: float) -> Iterator[Rule]:
    """A thin box as a line; a dot is none."""
    if y1 - y0 <= THIN and x1 - x0 > 2 * THIN:
        yield Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif x1 - x0 <= THIN and y1 - y0 > 2 * THIN:
        yield Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _lines_of(item: Any, points: int, view: _View, matrix: Matrix) -> Iterator[Rule]:
    """The straight pieces of a path that run along or down the page."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for index in range(points):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        there = view.point(*_at(matrix, x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = there
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield from _piece(here, there)
        here = there
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _piece(here, start)
            here = start


def _piece(here: tuple[float, float], there: tuple[float, float]) -> Iterator[Rule]:
    x0, x1 = sorted((here[0], there[0]))
    y0, y1 = sorted((here[1], there[1]))
    yield from _rule(x0, y0, x1, y1)
