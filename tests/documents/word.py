"""Word documents for the tests, made from raw XML so that every construct can be written as Word writes it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELATIONSHIPS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
HEADINGS = "".join(
    f'<w:style w:type="paragraph" w:styleId="Overskrift{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in (1, 2, 3)
)
Link = tuple[str, str, str, bool]
"""Id, kind, target, is external."""


def word(
    body: str, *, styles: str = HEADINGS, parts: Mapping[str, str] | None = None, links: Sequence[Link] = ()
) -> bytes:
    """A DOCX file with this body; `parts` are the insides of further parts by the name of their root."""
    files = {
        "word/document.xml": root("document", f"<w:body>{body}</w:body>"),
        "word/styles.xml": root("styles", styles),
    }
    found = list(links)
    for name, inside in (parts or {}).items():
        files[f"word/{name}.xml"] = root({"header1": "hdr", "footer1": "ftr"}.get(name, name), inside)
        found.append((f"p-{name}", name.rstrip("1"), f"{name}.xml", False))
    files["word/_rels/document.xml.rels"] = relationships(found)
    return zipped(packaged(files))


def packaged(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a package with their content types and the link to the main part."""
    main = [("main", "officeDocument", "word/document.xml", False)]
    every = {"[Content_Types].xml": TYPES, "_rels/.rels": relationships(main), **files}
    return {name: text.encode() for name, text in every.items()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """The files as one zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return target.getvalue()


def root(name: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMESPACES}>{inside}</w:{name}>'


def relationships(links: Sequence[Link]) -> str:
    lines = (
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"{" TargetMode=" if out else ""}'
        f"{chr(34) + 'External' + chr(34) if out else ''}/>"
        for id_, kind, target, out in links
    )
    return RELATIONSHIPS + "".join(lines) + "</Relationships>"


def p(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph; what does not begin as XML is a run of text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(each if each.startswith("<") else r(each) for each in inside)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def bold(text: str) -> str:
    return r(text, "<w:b/>")


def numbered(number: int, level: int = 0) -> str:
    """Paragraph properties: this list, this level from 0."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    """A row; a cell that is no XML is a cell of one paragraph."""
    inside = "".join(each if each.startswith("<") else cell(each) for each in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def cell(*inside: str, properties: str = "") -> str:
    blocks = "".join(each if each.startswith("<") else p(each) for each in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def levels(*each: tuple[str, str], more: Mapping[int, str] | None = None) -> str:
    """The levels of a list: (number format, text), with more XML for some."""
    return "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{(more or {}).get(at, "")}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(each)
    )


def field(instruction: str, result: str) -> str:
    """A complex field inside one paragraph."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    told = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return f"{mark.format('begin')}{told}{mark.format('separate')}{result}{mark.format('end')}"
