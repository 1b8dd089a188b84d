"""PDF files made to hurt: each with the code of the error or remark that a person must get; and random damage."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pikepdf

from documents.print import FONT, shown, simple, stream, written

LINE = shown("Klima og miljø teller 30 prosent.")
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
MILLION = 1_000_000


def locked(password: str) -> bytes:
    """A file that asks for a password; an empty one is tried by every reader."""
    with pikepdf.open(io.BytesIO(simple(LINE))) as pdf:
        out = io.BytesIO()
        pdf.save(out, encryption=pikepdf.Encryption(user=password, owner="eier", R=6))
        return out.getvalue()


def with_attachment() -> bytes:
    with pikepdf.open(io.BytesIO(simple(LINE))) as pdf:
        pdf.attachments["regneark.xlsx"] = b"PK\x03\x04" + b"0" * 1000
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def deep_tree(depth: int) -> bytes:
    """One page under so many nested nodes."""
    nodes = [b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (at + 1, at + 3) for at in range(1, depth)]
    return written([
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        *nodes,
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth + 1),
    ])  # fmt: skip


def tree(kids: bytes, count: int, *more: bytes) -> bytes:
    """A page tree with these children."""
    return written([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count), *more
    ])  # fmt: skip


def form(value: bytes) -> bytes:
    """A page with a text field that is filled in."""
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (navn) /V (%s) "
        b"/Rect [72 600 300 620] /P 3 0 R /DA (/F1 10 Tf 0 g) >>"
    )
    fields = b"/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> /DA (/F1 10 Tf 0 g) >>"
    return simple(LINE, page=b"/Annots [6 0 R]", catalog=fields, more=[field % value])


def open_action(action: bytes) -> bytes:
    return simple(LINE, catalog=b"/OpenAction << %s >>" % action)


def refused() -> dict[str, tuple[bytes, str]]:
    """Files that cannot be read, with the code of the error."""
    good = simple(LINE)
    return {
        "empty": (b"", "not-a-pdf"),
        "not a pdf": (b"Dette er bare tekst.", "not-a-pdf"),
        "header only": (b"%PDF-1.7\n", "damaged"),
        "header and noise": (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
        "cut after the header": (good[:60], "damaged"),
        "asks for a password": (locked("hemmelig"), "encrypted"),
        "unknown lock": (good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Ukjent /V 9 >>"), "encrypted"),
        "no pages": (tree(b"", 0), "no-pages"),
        "catalog without pages": (written([b"<< /Type /Catalog >>"]), "damaged"),
        "root is a string": (written([b"(rot)"]), "damaged"),
        "says a million pages": (tree(b"3 0 R", MILLION, PAGE), "too-many-pages"),
        "root is itself in a circle": (written([b"1 0 R"]), "damaged"),
    }  # fmt: skip


def remarked() -> dict[str, tuple[bytes, str]]:
    """Files that are read, with the code of a remark."""
    return {
        "script on opening": (open_action(b"/S /JavaScript /JS (app.alert\\(1\\))"), "scripts-ignored"),
        "script among the names": (
            simple(LINE, catalog=b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (1;) >>] >> >>"),
            "scripts-ignored",
        ),
        "embedded file": (with_attachment(), "files-ignored"),
        "launch": (open_action(b"/S /Launch /F (cmd.exe)"), "links-ignored"),
        "other file": (open_action(b"/S /GoToR /F (annen.pdf) /D [0 /Fit]"), "links-ignored"),
        "xfa form": (
            simple(LINE, catalog=b"/AcroForm << /Fields [] /XFA 6 0 R >>", more=[stream(b"<xdp:xdp/>")]), "form-ignored"
        ),
        "picture only": (simple(b""), "pages-without-text"),
        "invisible text": (simple(b"3 Tr " + LINE + b"0 Tr " + shown("Synlig tekst", y=500)), "hidden-text"),
    }  # fmt: skip


def survived() -> dict[str, bytes]:
    """Files that must end in a document or a clear error, whichever."""
    good = simple(LINE)
    return {
        "page tree is a circle": tree(b"2 0 R", 1),
        "page tree is a wider circle": tree(b"3 0 R", 1, b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"),
        "deep page tree": deep_tree(3_000),
        "very deep page tree": deep_tree(60_000),
        "pages missing": tree(b"9 0 R 10 0 R", 2),
        "kids are numbers": tree(b"1 2 3", 3),
        "huge page": good.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]"),
        "page of no size": good.replace(b"[0 0 595 842]", b"[0 0 0 0]"),
        "page upside down": good.replace(b"[0 0 595 842]", b"[595 842 0 0]"),
        "page without box": good.replace(b"/MediaBox [0 0 595 842]", b""),
        "endless numbers": simple(b"BT /F1 1e308 Tf 1e308 0 0 1e308 1e308 1e308 Tm (a b c) Tj ET"),
        "not a number": simple(b"BT /F1 nan Tf inf 0 0 inf nan nan Tm (a b c) Tj ET"),
        "size zero": simple(b"BT /F1 0 Tf 1 0 0 1 72 700 Tm (tekst uten storleik) Tj ET"),
        "mirrored": simple(b"BT /F1 10 Tf -1 0 0 1 300 700 Tm (speilvendt tekst) Tj ET"),
        "packed a thousand times": simple(b" " * 60 * MILLION, packed=True),
        "many lines of text": simple(b"".join(shown("a b c d e f g", y=at % 800) for at in range(20_000)), packed=True),
        "many rules": simple(b"".join(b"%d 0 m %d 9 l S " % (at % 595, at % 595) for at in range(30_000)), packed=True),
        "one endless path": simple(b"0 0 m " + b"10 10 l 20 20 l " * 200_000 + b"S", packed=True),
        "nested states": simple(b"q " * 200_000 + LINE),
        "nested arrays": simple(LINE, catalog=b"/X " + b"[" * 20_000 + b"]" * 20_000),
        "nested dictionaries": simple(LINE, catalog=b"/X " + b"<< /A " * 20_000 + b"1" + b" >>" * 20_000),
        "form that draws itself": simple(
            b"/X Do " + LINE,
            page=b"/Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >>",
            more=[stream(b"/X Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>")],
        ),
        "font that is missing": good.replace(b"/F1 5 0 R", b"/F1 99 0 R"),
        "font that is a page": good.replace(FONT, PAGE),
        "contents that is missing": good.replace(b"/Contents 4 0 R", b"/Contents 99 0 R"),
        "contents that is the page": good.replace(b"/Contents 4 0 R", b"/Contents 3 0 R"),
        "stream of wrong length": good.replace(b"/Length ", b"/Length 99999"),
        "length of itself": good.replace(b"<< /Length", b"<< /Length 4 0 R /Old"),
        "no table of objects": good[: good.index(b"xref")],
        "table points nowhere": good.replace(b"startxref\n", b"startxref\n99999999"),
        "previous table is this table": good.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % good.index(b"xref")),
        "cut in the middle": good[: len(good) // 2],
        "twice in one file": good + good,
        "noise in front": b"x" * 500 + good,
        "zeros behind": good + bytes(100_000),
        "opens with an empty password": locked(""),
        "filled form": form(b"Vik kommune"),
        "form with an endless value": form(b"A" * 200_000),
        "link": simple(LINE, page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (http://a) >> >>]"),
        "note": simple(LINE, page=b"/Annots [<< /Subtype /Text /Rect [0 0 9 9] /Contents (kommentar) >>]"),
        "unknown filter": good.replace(b"<< /Length", b"<< /Filter /Ukjent /Length"),
        "turned by 45": good.replace(b"/Contents", b"/Rotate 45 /Contents"),
        "turned by 90": good.replace(b"/Contents", b"/Rotate 90 /Contents"),
        "turned by -90": good.replace(b"/Contents", b"/Rotate -90 /Contents"),
        "turned by a name": good.replace(b"/Contents", b"/Rotate /Opp /Contents"),
        "control characters": simple(b"BT /F1 10 Tf 1 0 0 1 72 700 Tm (\x01\x02\x03 \x7f\xff tekst) Tj ET"),
    }  # fmt: skip


def mutated(raw: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The file with bytes changed, cut out, doubled or cut off; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311
    for _ in range(count):
        body = bytearray(raw)
        for _ in range(chance.choice((1, 3, 20, 200))):
            at, length = chance.randrange(len(body)), chance.choice((1, 2, 8, 64))
            way = chance.randrange(4)
            if way == 0:
                body[at : at + length] = chance.randbytes(length)
            elif way == 1 and len(body) > 2 * length:
                del body[at : at + length]
            elif way == 2:
                body[at:at] = body[at : at + length]
            else:
                body[at] ^= 1 << chance.randrange(8)
        yield bytes(body if chance.random() < 0.8 else body[: chance.randrange(1, len(body))])
