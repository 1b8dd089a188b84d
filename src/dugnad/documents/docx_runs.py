"""The text of one Word paragraph as printed: tracked changes accepted, field results kept, hidden text left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from dugnad.documents.docx_numbering import BULLETS
from dugnad.documents.docx_styles import OFF, Style, Styles, W, is_on, toggles, value

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
LEFT_OUT = {
    f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "delText", "rt", "fldData", "delInstrText")
}
SIGNS = {f"{W}tab": "\t", f"{W}br": " ", f"{W}cr": " ", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
PICTURES = {f"{W}{name}" for name in ("drawing", "pict", "object")}
NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
INVISIBLE = {0xAD: None, 0x200B: None, 0xFEFF: None}
OUTSIDE = re.compile(
    r"\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE)\b|\s*HYPERLINK\s+(?!\s|\\l)",
    re.IGNORECASE,
)
SYMBOLS = {0xB7: "•", 0xB3: "≥", 0xA3: "≤", 0xB0: "°", 0x6D: "µ", 0xB1: "±", 0xB4: "×", 0xAE: "→", 0xB9: "≠", 0x44: "Δ"}
DINGBATS = {0xFE: "☒", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xFC: "✓", 0xFB: "✗", 0xE0: "→", 0xF0: "⇨"}
PRIVATE = 0xF000


@dataclass(slots=True)
class Line:
    """What one paragraph holds."""

    pieces: list[str] = field(default_factory=list)
    bold: int = 0
    capital: int = 0
    """How many signs of the text are bold, and how many are shown as capitals."""
    shown: int = 0
    hidden: int = 0
    listed: int = 0
    """How many stand in the field of a table of contents."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of the notes referred to."""
    boxes: list[etree._Element] = field(default_factory=list)
    diagrams: list[str] = field(default_factory=list)

    @property
    def raw(self) -> str:
        return "".join(self.pieces)

    @property
    def text(self) -> str:
        return " ".join(self.raw.translate(INVISIBLE).split())

    @property
    def is_in_contents(self) -> bool:
        return self.listed * 2 > self.shown

    @property
    def is_bold(self) -> bool:
        return 0 < self.shown <= self.bold

    @property
    def is_capital(self) -> bool:
        return self.text.isupper() or 0 < self.shown <= self.capital


@dataclass(slots=True)
class Field:
    """A field that is being read: its instruction until its result begins."""

    instruction: str = ""
    has_result: bool = False
    is_contents: bool = False


class Runs:
    """Reads the paragraphs of one story in order: a field may run through several of them."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self._styles = styles
        self._fields: list[Field] = []
        self._waiting = 0
        self._listing = 0
        """How many of the open fields are still in their instruction, and how many list contents."""
        self._closed = _closed_fields(root)
        self.outside = 0
        """Fields that would fetch something from outside."""

    def read(self, paragraph: etree._Element, style: Style) -> Line:
        """The paragraph's text and what hangs on it."""
        line = Line()
        self._walk(paragraph, line, style, {})
        return line

    def _begin(self, found: Field) -> None:
        self._fields.append(found)
        self._waiting += 1
        if found.has_result:
            self._show(found)

    def _show(self, found: Field) -> None:
        """The result of the field begins."""
        found.has_result = True
        found.is_contents = found.instruction.split(maxsplit=1)[:1] == ["TOC"]
        self._waiting -= 1
        self._listing += found.is_contents

    def _end(self) -> None:
        found = self._fields.pop()
        self._waiting -= not found.has_result
        self._listing -= found.is_contents
        self.outside += bool(OUTSIDE.match(found.instruction))

    def _walk(self, parent: etree._Element, line: Line, style: Style, run: dict[str, bool]) -> None:
        for child in parent:
            if child.tag not in LEFT_OUT and not self._sign(child, line, run):
                within = self._within(child)
                if within is not None:
                    shown = self._format(child, style) if child.tag == f"{W}r" else run
                    self._walk(within, line, style, shown)
                if child.tag == f"{W}fldSimple" and self._fields:
                    self._end()

    def _sign(self, child: etree._Element, line: Line, run: dict[str, bool]) -> bool:
        """Text, or what stands for text; False where it is something that holds text."""
        tag = child.tag
        if tag in {f"{W}t", f"{MATH}t"}:
            self._say(child.text or "", line, run)
        elif tag in SIGNS:
            self._say(SIGNS[tag], line, run)
        elif tag == f"{W}sym":
            self._say(symbol(child), line, run)
        elif tag == f"{W}fldChar":
            self._field(child, line, run)
        elif tag == f"{W}instrText":
            if self._fields and not self._fields[-1].has_result:
                self._fields[-1].instruction += child.text or ""
        elif tag in PICTURES or tag in NOTES:
            self._hang(child, line, run)
        else:
            return False
        return True

    def _within(self, child: etree._Element) -> etree._Element | None:
        """Where the text of an element stands; None where it has none to show."""
        if child.tag == f"{W}sdt":
            return None if is_placeholder(child) else child.find(f"{W}sdtContent")
        if child.tag == f"{W}fldSimple":
            self._begin(Field(child.get(f"{W}instr", ""), has_result=True))
        return chosen(child) if child.tag == f"{MC}AlternateContent" else child

    def _hang(self, child: etree._Element, line: Line, run: dict[str, bool]) -> None:
        if child.tag in PICTURES:
            line.boxes.extend(boxes(child))
            line.diagrams.extend(each.get(f"{RELATIONSHIP}dm", "") for each in child.iter(f"{DIAGRAM}relIds"))
        elif not run.get("vanish") and child.get(f"{W}id"):
            line.notes.append((NOTES[child.tag], child.get(f"{W}id", "")))

    def _format(self, run: etree._Element, style: Style) -> dict[str, bool]:
        """Bold, hidden, capitals: said by the run, else by exactly one of its two styles."""
        properties = run.find(f"{W}rPr")
        if properties is None:
            return style.toggles
        named = value(properties, "rStyle")
        shown = dict(style.toggles)
        for name, is_set in (self._styles.style(named).toggles if named else {}).items():
            shown[name] = is_set != shown.get(name, False)
        return shown | toggles(properties)

    def _say(self, text: str, line: Line, run: dict[str, bool]) -> None:
        if self._waiting:
            return
        length = len(text.strip())
        if run.get("vanish"):
            line.hidden += length
            return
        line.pieces.append(text)
        line.shown += length
        line.listed += length if self._listing else 0
        line.bold += length if run.get("b") else 0
        line.capital += length if run.get("caps") else 0

    def _field(self, mark: etree._Element, line: Line, run: dict[str, bool]) -> None:
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin" and mark in self._closed:
            self._say(form_state(mark), line, run)
            self._begin(Field())
        elif kind == "separate" and self._fields and not self._fields[-1].has_result:
            self._show(self._fields[-1])
        elif kind == "end" and self._fields and mark in self._closed:
            self._end()


def _closed_fields(root: etree._Element) -> set[etree._Element]:
    """The marks of fields that have both a beginning and an end; the rest hide nothing."""
    found: set[etree._Element] = set()
    opened: list[etree._Element] = []
    for mark in root.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            opened.append(mark)
        elif kind == "end" and opened:
            found |= {opened.pop(), mark}
    return found


def is_placeholder(control: etree._Element) -> bool:
    """Does the content control still show its prompt?"""
    mark = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    return mark is not None and mark.get(f"{W}val", "1") not in OFF


def chosen(alternatives: etree._Element) -> etree._Element:
    """The first choice, or the fallback where the choice holds no text."""
    branches = [branch for branch in alternatives if branch.tag in {f"{MC}Choice", f"{MC}Fallback"}]
    told = (branch for branch in branches if next(branch.iter(f"{W}t"), None) is not None)
    return next(told, branches[0] if branches else alternatives)


def boxes(picture: etree._Element) -> list[etree._Element]:
    """The text boxes of a picture, each once; boxes inside boxes belong to the outer."""
    found: list[etree._Element] = []
    waiting = list(reversed(picture))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}txbxContent":
            found.append(element)
        elif element.tag == f"{MC}AlternateContent":
            waiting.extend(reversed(chosen(element)))
        else:
            waiting.extend(reversed(element))
    return found


def symbol(element: etree._Element) -> str:
    """A sign from a symbol font; empty where it has no letter of its own."""
    code = element.get(f"{W}char", "")
    if not re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
        return ""
    number = int(code, 16)
    font = element.get(f"{W}font", "").lower()
    if not PRIVATE <= number < PRIVATE + 0x100:
        return chr(number) if 0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else ""  # noqa: PLR2004
    low = number - PRIVATE
    if "ding" in font:
        return DINGBATS.get(low, BULLETS.get(chr(number), ""))
    return SYMBOLS.get(low, chr(low) if low >= 0x20 else "")  # noqa: PLR2004


def form_state(begin: etree._Element) -> str:
    """What an old form field shows by itself: its tick, or the entry chosen."""
    box, entries = begin.find(f"{W}ffData/{W}checkBox"), begin.find(f"{W}ffData/{W}ddList")
    if box is not None:
        state = box.find(f"{W}checked")
        return "☒" if is_on(state if state is not None else box.find(f"{W}default")) else "☐"
    if entries is not None:
        texts = [entry.get(f"{W}val", "") for entry in entries.findall(f"{W}listEntry")]
        index = value(entries, "result") or value(entries, "default") or "0"
        return texts[int(index)] if index.isdecimal() and int(index[:6]) < len(texts) else ""
    return ""
