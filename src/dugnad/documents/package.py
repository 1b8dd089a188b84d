"""Opening the zip that an office document is: bounded in size, no DTD, no outside access, damage named."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dugnad.documents.document import Place, Remark
from dugnad.errors import DocumentError

MEGABYTE = 1024 * 1024
MAX_FILE = 64 * MEGABYTE
MAX_PART = 24 * MEGABYTE
MAX_TEXT = 48 * MEGABYTE
"""Of the parts that are read, unpacked; pictures are never unpacked."""
MAX_DECLARED = 1024 * MEGABYTE
MAX_ENTRIES = 5000
MAX_RATIO = 300
"""How many times its packed size a part over a megabyte may unpack to; long Word tables reach about 60."""
MAX_SIGNS = 2_000_000
"""Tags and attributes in one part: what bounds the memory of the tree."""
MAX_DEPTH = 200
STRICT = re.compile(r"\{http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/(\w+)\}")
TRANSITIONAL = "http://schemas.openxmlformats.org"
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, OverflowError, RuntimeError)
SAVE_AGAIN = "Open it in the program it was written in, save it anew as DOCX or PDF, and try again."
PUBLISHED = "Use the file that is published, or save it as PDF."


@dataclass(frozen=True, slots=True)
class Relationship:
    """One link from a part: to another part of the package, or outside."""

    kind: str
    """The last word of the type: header, hyperlink …"""
    target: str
    is_external: bool


class Package:
    """The parts of one zip, by name; every read is bounded, and damage to a lesser part is a remark."""

    def __init__(self, raw: bytes, *, file: str) -> None:
        self.file = file
        self.remarks: list[Remark] = []
        self._read = 0
        self._archive = _opened(raw, file)
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        for entry in self._archive.infolist():
            self._entries.setdefault(_key(entry.filename), []).append(entry)

    @property
    def names(self) -> list[str]:
        return [entries[0].filename.lstrip("/") for entries in self._entries.values()]

    def has(self, name: str) -> bool:
        return _key(name) in self._entries

    def read(self, name: str) -> bytes:
        """A part's bytes; an error where it is missing, damaged, doubled or too large."""
        entries = self._entries.get(_key(name))
        if entries is None:
            raise DocumentError(self.file, f"The part {name} is missing.", SAVE_AGAIN, "missing-part")
        if len(entries) > 1:
            problem = f"The part {name} is there {len(entries)} times, so programs show different texts."
            raise DocumentError(self.file, problem, SAVE_AGAIN, "duplicate-parts")
        self._check(entries[0])
        try:
            with self._archive.open(entries[0]) as stream:
                content = stream.read(MAX_PART + 1)
        except (*DAMAGE, NotImplementedError) as error:
            raise DocumentError(self.file, f"The part {name} is damaged.", SAVE_AGAIN, "damaged-part") from error
        self._read += len(content)
        if len(content) > MAX_PART or self._read > MAX_TEXT:
            raise DocumentError(self.file, f"The part {name} is too large.", PUBLISHED, "too-large")
        return content

    def _check(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & 1:
            problem = "The document is protected by a password."
            raise DocumentError(self.file, problem, "Remove the password and save it anew.", "encrypted")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            problem = f"The part {entry.filename} is packed in a way that DOCX does not use."
            raise DocumentError(self.file, problem, SAVE_AGAIN, "damaged-part")
        is_bomb = entry.file_size > MEGABYTE and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)
        if entry.file_size > MAX_PART or is_bomb:
            size = round(entry.file_size / MEGABYTE)
            problem = f"The part {entry.filename} unpacks to {size} MB."
            raise DocumentError(self.file, problem, PUBLISHED, "too-large")

    def xml(self, name: str) -> etree._Element:
        """A part's tree; an error names the part."""
        content = self.read(name)
        if _declares_entities(content):
            problem = f"The part {name} declares XML entities, which no document needs."
            raise DocumentError(self.file, problem, SAVE_AGAIN, "unsafe-xml")
        if content.count(b"<") + content.count(b"=") > MAX_SIGNS:
            raise DocumentError(self.file, f"The part {name} has too many elements.", PUBLISHED, "too-large")
        try:
            root = etree.fromstring(content, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise DocumentError(
                self.file, f"The part {name} is damaged: {error}.", SAVE_AGAIN, "damaged-part"
            ) from error
        if root is None or root.xpath("boolean(" + "/*" * MAX_DEPTH + ")"):
            raise DocumentError(self.file, f"The part {name} is nested too deeply.", SAVE_AGAIN, "too-deep")
        return _transitional(root)

    def lesser_xml(self, name: str) -> etree._Element | None:
        """A part that the text can be read without: None, with a remark, where it cannot be read."""
        try:
            return self.xml(name)
        except DocumentError as error:
            self.remarks.append(Remark(code=error.code, message=str(error), place=Place(file=self.file)))
            return None

    def relationships(self, part: str) -> dict[str, Relationship]:
        """A part's links by id; none where the list is missing or damaged."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        root = self.lesser_xml(path) if self.has(path) else None
        return dict(_relationships(root, folder)) if root is not None else {}


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _opened(raw: bytes, file: str) -> zipfile.ZipFile:
    if len(raw) > MAX_FILE:
        raise DocumentError(file, f"The file is over {MAX_FILE // MEGABYTE} MB.", PUBLISHED, "too-large")
    if raw.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise DocumentError(file, f"The file holds over {MAX_ENTRIES} parts.", PUBLISHED, "too-large")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        declared = sum(entry.file_size for entry in archive.infolist())
    except (*DAMAGE, NotImplementedError) as error:
        raise DocumentError(file, "The file is damaged or cut short.", SAVE_AGAIN, "damaged") from error
    if declared > MAX_DECLARED:
        raise DocumentError(file, f"The file unpacks to {declared // MEGABYTE} MB.", PUBLISHED, "too-large")
    return archive


def _declares_entities(content: bytes) -> bool:
    """Is there a document type declaration, in any encoding that XML may have?"""
    plain = content.replace(b"\x00", b"") if b"\x00" in content[:64] else content
    return b"<!DOCTYPE" in plain or b"<!ENTITY" in plain or b"+ADw-" in plain[:200]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )


def _transitional(root: etree._Element) -> etree._Element:
    """The tree in the namespaces of transitional OOXML, which the rest of the reader knows."""
    if not str(root.tag).startswith("{http://purl.oclc.org/ooxml/"):
        return root
    for element in root.iter(etree.Element):
        element.tag = _renamed(element.tag)
        for name, value in element.attrib.items():
            if name.startswith("{http://purl"):
                del element.attrib[name]
                element.set(_renamed(name), value)
    return root


def _renamed(name: str) -> str:
    return STRICT.sub(lambda found: f"{{{TRANSITIONAL}/{found[1]}/2006/{found[2]}}}", name)


def _relationships(root: etree._Element, folder: str) -> Iterator[tuple[str, Relationship]]:
    for element in root.iter(etree.Element):
        name, target = element.get("Id"), element.get("Target")
        if name is None or target is None:
            continue
        is_external = element.get("TargetMode", "").lower() == "external"
        kind = element.get("Type", "").rpartition("/")[2]
        path = target if is_external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield name, Relationship(kind, path, is_external)
