"""Office files with the same bytes each time: what is inside keeps its order and is dated by the day of the text."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

STORED = "mimetype"
"""The first file of an OpenDocument package; it is never packed."""
MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")

ROOT = re.compile(rb'<[\w:-]+(?: xmlns:[\w-]+="[^"]*")+')


def repacked(raw: bytes, on: date) -> bytes:
    """The package anew, with no trace of when it was made."""
    made = BytesIO()
    moment = f"{on.isoformat()}T00:00:00Z".encode()
    with ZipFile(BytesIO(raw)) as given, ZipFile(made, "w") as package:
        for name in sorted(given.namelist(), key=_order):
            content = given.read(name)
            if name == "docProps/core.xml":
                content = MOMENT.sub(rb"\g<1>" + moment, content)
            if STORED in given.namelist() and name.endswith(".xml"):
                content = _settled_names(content)
            info = ZipInfo(name, (max(1980, on.year), on.month, on.day, 0, 0, 0))
            info.compress_type = ZIP_STORED if name == STORED else ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            package.writestr(info, content)
    return made.getvalue()


def _order(name: str) -> tuple[int, str]:
    return 0 if name in {STORED, "[Content_Types].xml"} else 1, name


def _settled_names(content: bytes) -> bytes:
    """The namespaces that are used, in one order; odfpy declares whatever was used in any document before."""
    root = ROOT.search(content)
    if root is None:
        return content
    element, *names = root[0].split(b" ")
    rest = content[root.end() :]
    kept = [one for one in sorted(names) if _is_used(one.partition(b"=")[0].partition(b":")[2], element, rest)]
    return content[: root.start()] + b" ".join([element, *kept]) + rest


def _is_used(prefix: bytes, element: bytes, rest: bytes) -> bool:
    name = prefix + b":"
    return element.startswith(b"<" + name) or any(sign + name in rest for sign in (b"<", b" "))
