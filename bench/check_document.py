"""`dugnad check` of a tender document of 60 pages, dense text and tables: time and memory, from cold.

python bench/check_document.py
"""

from __future__ import annotations

import io
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from documents.print import printed, prose

PAGES = 60
ROUNDS = 5
PEAK = """
import re, resource
def peak():
    own = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read()).group(1))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024
"""
READ = """
import json, pathlib, sys, time
from dugnad.documents.pdf import read_pdf
raw = pathlib.Path(sys.argv[1]).read_bytes()
started = time.perf_counter()
document = read_pdf(raw, file="tender.pdf")
seconds = time.perf_counter() - started
print(json.dumps([seconds, peak(), len(document.parts)]))
"""
CHECK = """
import contextlib, io, json, sys, time
started = time.perf_counter()
from dugnad.cli.main import main
sys.argv = ["dugnad", "check", sys.argv[1], "--json"]
shown, ended = io.StringIO(), 0
with contextlib.redirect_stdout(shown):
    try:
        main()
    except SystemExit as done:
        ended = done.code or 0
seconds = time.perf_counter() - started
print(json.dumps([seconds, peak(), ended]))
"""
HEAD = (
    '#set text(lang: "nb", size: 9.5pt)\n#set heading(numbering: "1.1")\n'
    "#set page(header: [Eksempelvik kommune #h(1fr) Sak 26\\/1], footer: context [Side #counter(page).display()])\n"
)


def chapter(number: int) -> str:
    """Sections with lists and a table of requirements; the first holds the award criteria, too."""
    sections = "\n\n".join(
        f"== Avsnitt\n{prose(number * 50 + at * 7, 9)}\n\n- {prose(at, 2)}\n- {prose(at + 1, 2)}" for at in range(6)
    )
    rows = ",".join(
        f"[K{number}.{at}],[{prose(number * 37 + at, 2)}],[{prose(number * 11 + at, 1)}]" for at in range(1, 14)
    )
    criteria = "[*Kriterium*],[*Vekt*],[Pris],[60 %],[Klima og miljø],[40 %]"
    return (
        f"= Kapittel {number}\n{sections}\n#table(columns: (40pt, 1fr, 120pt), "
        f"table.header([*Nr.*],[*Krav*],[*Svar*]),{rows})\n"
        + (f"== Tildelingskriterier\n#table(columns: (1fr, 60pt),{criteria})\n" if number == 1 else "")
    )


def tender() -> bytes:
    """The first 60 pages of such chapters."""
    whole = pypdfium2.PdfDocument(printed(HEAD + "".join(map(chapter, range(1, 30)))))
    chosen = pypdfium2.PdfDocument.new()
    chosen.import_pages(whole, list(range(PAGES)))
    out = io.BytesIO()
    chosen.save(out)
    return out.getvalue()


def run(code: str, path: Path) -> list[float]:
    """What the code measures in a process of its own."""
    ended = subprocess.run([sys.executable, "-c", PEAK + code, str(path)], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{path.name} failed:\n{ended.stderr}")
    found: list[float] = json.loads(ended.stdout.splitlines()[-1])
    return found


def measure() -> dict[str, Any]:
    """The median of several readings and checks."""
    with TemporaryDirectory() as name:
        path = Path(name) / "tender.pdf"
        path.write_bytes(tender())
        started = time.perf_counter()
        reads = [run(READ, path) for _ in range(ROUNDS)]
        checks = [run(CHECK, path) for _ in range(ROUNDS)]
        taken = time.perf_counter() - started
    if any(ended not in {0, 1} for *_, ended in checks):
        raise SystemExit(f"the check ended with {checks[0][2]}")
    return {
        "claims": [
            claim("reading a PDF of 60 pages", statistics.median(each[0] for each in reads), 1.5, "s"),
            claim("memory for it", max(each[1] for each in reads), 250, "MB"),
            claim(
                "`dugnad check` of a PDF of 60 pages, from cold", statistics.median(each[0] for each in checks), 3, "s"
            ),
            claim("memory for it all", max(each[1] for each in checks), 400, "MB"),
        ],
        "about": f"{PAGES} pages of dense text and tables, {int(reads[0][2])} blocks and tables; "
        f"median of {ROUNDS} runs, {taken:.0f} s in all",
    }


def claim(what: str, value: float, at_most: float, unit: str) -> dict[str, Any]:
    return {"what": what, "value": round(value, 2), "at_most": at_most, "unit": unit}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
