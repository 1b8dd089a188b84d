"""Builds PDF files for tests: documents set by typst, and files written byte by byte where the file itself matters."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import typst

SENTENCES = (
    "Oppdragsgiver skal gjennomføre anskaffelsen i samsvar med regelverket.",
    "Leverandøren skal dokumentere miljøegenskapene til produktene før levering.",
    "Varene skal leveres til lagrene i sentrum innen tre uker etter bestilling.",
    "Tilbudet skal være skrevet på norsk, men datablad kan være på engelsk.",
    "Fakturering skjer etterskuddsvis per måned med tretti dagers forfall.",
    "Prisene er faste det første året og kan deretter justeres årlig.",
    "Ved forsinkelse påløper dagbot av verdien av den forsinkede delen.",
    "Forsikringsbevis legges frem ved oppstart og ellers på forespørsel.",
    "Emballasjen skal bestå av resirkulert fiber og kunne gjenvinnes.",
    "Transporten til mottakerne skal skje med kjøretøy uten utslipp.",
    "Svar på spørsmål gjøres tilgjengelig for alle som har hentet dokumentene.",
)


def prose(start: int, count: int) -> str:
    """So many sentences, each with a number of its own, so that no two pages are alike."""
    return " ".join(f"{SENTENCES[at % len(SENTENCES)][:-1]} etter ledd {at}." for at in range(start, start + count))


def printed(source: str) -> bytes:
    """A typst document as PDF."""
    pdf = typst.compile(source.encode())
    assert isinstance(pdf, bytes)
    return pdf


def written(objects: Sequence[bytes], *, trailer: bytes = b"", root: int = 1) -> bytes:
    """A PDF file of the given objects, numbered from 1, with a cross-reference table that fits."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, root, trailer, start,
    )  # fmt: skip
    return bytes(out)


def stream(content: bytes, extra: bytes = b"", *, packed: bool = False) -> bytes:
    """A stream object; packed with zlib if asked for."""
    if packed:
        content, extra = zlib.compress(content, 9), extra + b" /Filter /FlateDecode"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def simple(
    content: bytes, *, page: bytes = b"", catalog: bytes = b"", more: Sequence[bytes] = (), packed: bool = False
) -> bytes:
    """One page in Helvetica with this content stream; `more` objects are numbered from 6."""
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> %s >>" % page,
            stream(content, packed=packed),
            FONT,
            *more,
        ]
    )


def shown(text: str, x: float = 72, y: float = 700, size: float = 11) -> bytes:
    """Content that shows one line of text."""
    raw = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    return b"BT /F1 %f Tf 1 0 0 1 %f %f Tm (%s) Tj ET\n" % (size, x, y, raw)
