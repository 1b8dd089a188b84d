"""Word documents, read from their XML: text as printed, tracked changes accepted, nothing fetched or run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from dugnad.documents.document import Document, Place, Remark
from dugnad.documents.docx_body import Context, Story
from dugnad.documents.docx_numbering import Numbering
from dugnad.documents.docx_runs import RELATIONSHIP
from dugnad.documents.docx_styles import Styles, W, is_on
from dugnad.documents.language import language_of
from dugnad.documents.outline import Line, Seen, parts
from dugnad.documents.package import SAVE_AGAIN, Package, Relationship
from dugnad.errors import DocumentError

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
MAIN = "word/document.xml"


def read_docx(raw: bytes, *, file: str) -> Document:
    """One DOCX or DOCM file as blocks and tables in reading order.

    A table inside a cell follows its outer table, with the place of the outer row. Footnotes and text boxes follow
    the paragraph or table they hang on. Page headers come first, footers last, each text once.
    """
    try:
        return _read(Package(raw, file=file), file)
    except (RecursionError, MemoryError) as error:
        raise DocumentError(
            file, "The document is too deep or too large to be read.", SAVE_AGAIN, "too-deep"
        ) from error


def _read(package: Package, file: str) -> Document:
    main = _main_part(package)
    root = package.xml(main)
    body = root.find(f"{W}body")
    if body is None:
        raise DocumentError(file, "The document has no body.", SAVE_AGAIN, "damaged-part")
    links = package.relationships(main)
    context = _context(package, file, links)
    seen = Story(body, context, place=Place(file=file)).seen()
    top, bottom = _margins(package, body, links, context)
    found = parts([*top, *seen, *bottom], has_look=True)
    remarks = (*package.remarks, *_remarks(package, context, links))
    return Document(
        file=file, media="docx", parts=found, is_readable=bool(found), language=language_of(found), remarks=remarks
    )


def _main_part(package: Package) -> str:
    for link in package.relationships("").values():
        if link.kind == "officeDocument" and not link.is_external and package.has(link.target):
            return link.target
    return MAIN


def _context(package: Package, file: str, links: dict[str, Relationship]) -> Context:
    styles = Styles(_linked(package, links, "styles"))
    context = Context(file=file, styles=styles, numbering=Numbering(_linked(package, links, "numbering"), styles))
    for kind in ("footnote", "endnote"):
        root = _linked(package, links, f"{kind}s")
        for note in () if root is None else root.findall(f"{W}{kind}"):
            if note.get(f"{W}type", "normal") == "normal":
                context.notes[kind, note.get(f"{W}id", "")] = note
    for name, link in links.items():
        if link.kind == "diagramData" and not link.is_external and package.has(link.target):
            context.diagrams[name] = _diagram(package.lesser_xml(link.target))
    return context


def _linked(package: Package, links: dict[str, Relationship], kind: str) -> etree._Element | None:
    """The part of a kind, by its link, else by its usual name; None where there is none."""
    targets = [link.target for link in links.values() if link.kind == kind and not link.is_external]
    name = next(filter(package.has, [*targets, f"word/{kind}.xml"]), None)
    return None if name is None else package.lesser_xml(name)


def _diagram(root: etree._Element | None) -> str:
    paragraphs = [] if root is None else root.iter(f"{DRAWING}p")
    texts = ("".join(piece.text or "" for piece in each.iter(f"{DRAWING}t")) for each in paragraphs)
    return " ".join(" ".join(texts).split())


def _margins(
    package: Package, body: etree._Element, links: dict[str, Relationship], context: Context
) -> tuple[list[Seen], list[Seen]]:
    """The lines of the page headers and footers that are printed, each text once."""
    settings = _linked(package, links, "settings")
    has_even = settings is not None and is_on(settings.find(f"{W}evenAndOddHeaders"))
    found: dict[str, dict[str, Seen]] = {"header": {}, "footer": {}}
    done: set[str] = set()
    for section in body.iter(f"{W}sectPr"):
        for reference in section:
            kind = etree.QName(reference).localname.removesuffix("Reference")
            link = links.get(reference.get(f"{RELATIONSHIP}id", ""))
            if kind not in found or link is None or link.is_external or link.target in done:
                continue
            printed = {"first": is_on(section.find(f"{W}titlePg")), "even": has_even}
            if printed.get(reference.get(f"{W}type", "default"), True):
                done.add(link.target)
                found[kind].update(_margin(package, link.target, kind, context))
    return list(found["header"].values()), list(found["footer"].values())


def _margin(package: Package, name: str, kind: str, context: Context) -> Iterator[tuple[str, Seen]]:
    root = package.lesser_xml(name)
    if root is None:
        return
    place = Place(file=context.file, part="header" if kind == "header" else "footer")
    for line in Story(root, context, place=place, kind=place.part or None).seen():
        if isinstance(line, Line):
            yield line.block.text, line


def _remarks(package: Package, context: Context, links: dict[str, Relationship]) -> Iterator[Remark]:
    whole = Place(file=context.file)
    names = [name.lower() for name in package.names]
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        message = f"{context.file} holds macros. They were not run; the text was read without them."
        yield Remark(code="macros-ignored", message=message, place=whole)
    outside = sum(link.is_external for link in links.values()) + len(context.outside)
    if outside:
        message = f"{context.file} points to places outside itself ({outside}). They were not followed; "
        remedy = "what stands there must be checked by itself."
        place = context.outside[0] if context.outside else whole
        yield Remark(code="links-ignored", message=message + remedy, place=place)
    if context.hidden:
        message = f"{context.file} has hidden text ({len(context.hidden)} places, the first at {context.hidden[0]}). "
        remedy = "It was left out; show it in Word if it is meant to count."
        yield Remark(code="hidden-text", message=message + remedy, place=context.hidden[0])
    embedded = sum("/embeddings/" in name for name in names)
    if context.foreign or embedded:
        message = f"{context.file} holds other documents inside it ({max(len(context.foreign), embedded)}). "
        remedy = "They were not read; save them as files of their own and add those."
        yield Remark(code="embedded-ignored", message=message + remedy, place=(*context.foreign, whole)[0])
