"""Text and tables made to hurt: whatever a document holds, its facts are read in bounded time and memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from documents.word import p, row, table, word
from dugnad.check.bounded import check_bounded
from dugnad.documents.bounds import LONGEST_TEXT, bounded
from dugnad.documents.found import Procurement
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document

PARAGRAPH = 130_000
AWARD = "# Tildelingskriterier\n"
MOST_SECONDS = 60
"""Processor time for one of them, many times what it is: one that loses itself takes hours."""
MOST_SECONDS_IN_ALL = 60
"""Processor time for a file as large as is let in, from the bytes to the report."""


def run(piece: str, heading: str = AWARD) -> str:
    """One paragraph of it, again and again."""
    return heading + piece * (PARAGRAPH // len(piece))


RUNS = {
    "words": run("pris og kvalitet "),
    "weights": run("pris 10 %, "),
    "ranges": run("Pris (10-20 %) "),
    "per cent signs": run("% "),
    "slashes": run("a/b c/"),
    "numbers": run("1 "),
    "digits": run("1"),
    "commas": run(","),
    "letters of a list": run("a, b, c, "),
    "full stops": run("."),
    "sentences of nothing": run(". "),
    "numbers of chapters": run("1."),
    "names": run("Ola Nordmann Kommune ", "") + "org.nr. 1",
    "brackets": run("(") + "10 %" + run(")"),
    "one word": run("a"),
    "capitals": run("Aa"),
    "hyphens": run("a-"),
    "and": run("pris og "),
    "lots": run("Delkontrakt 7 Abc ", ""),
    "lots by number": run("del 1 og 2 og 3, ", ""),
    "requirements in one sentence": run("Leverandøren skal ha miljøledelse og utslippsfrie kjøretøy, ", "# Krav\n"),
    "requirements": run("Leverandøren skal ha miljøledelse og utslippsfrie kjøretøy. ", "# Krav\n"),
    "days": run("Kunngjort 1. mai 2024, frist 2.3.2024 kl. 12 ", ""),
    "sums": run("verdi 12 000 000 kroner eks. mva. ", ""),
    "groups of digits": run("100 000 000 "),
    "reasons": run("Klimahensyn er ikke vektet fordi anskaffelsen har uvesentlig klimaavtrykk og ", "# Begrunnelse\n"),
    "quotation marks": run("«"),
    "lines": run("\u2028a "),
    "bars": run("a | b | "),
}
LISTS = {
    "items": AWARD + "\n".join(f"* Ting{at} nummer: 1 %" for at in range(6000)),
    "headings": "\n".join(f"# Tildelingskriterier {at}\nPris 10 %" for at in range(5000)),
    "numbered lines": "\n".join(f"{at} Krav til miljø" for at in range(8000)),
    "deep list": AWARD + "\n".join("  " * (at % 400) + f"- ting {at}: 5 %" for at in range(6000)),
    "rows": AWARD + "| Kriterium | Vekt |\n" + "\n".join(f"| Krav {at} | {at % 100} % |" for at in range(3000)),
    "wide rows": AWARD + "\n".join("|" + "|".join(f" k{at} {one} % " for one in range(60)) + "|" for at in range(500)),
    "tables": "\n\n".join(f"{AWARD}| Kriterium | Vekt |\n| Pris | 60 % |\n\nTekst {at}" for at in range(1500)),
    "declared lots": "\n".join(f"Delkontrakt {at % 60}: Navnet på delen" for at in range(20_000)),
    "sentences with requirements": "# Krav\n"
    + "\n".join(f"Leverandøren skal ha miljøledelse nr {at}." for at in range(15_000)),
    "criteria again and again": "\n".join(
        "Pris vektes 60 % og miljø vektes 40 %. Tildelingskriteriene er pris og miljø." for _ in range(6000)
    ),
    "heads again and again": "\n".join(
        "Kunngjøringsdato: 1. mai 2024. Tilbudsfrist: 2. juni 2024. Anslått verdi 10 000 000 kr." for _ in range(6000)
    ),
}


def read(text: str) -> Procurement:
    return read_procurement([read_document(text.encode(), file="konkurranse.txt")])


@pytest.mark.parametrize("name", ["slashes", "digits", "sentences of nothing", "names"])
def test_a_long_run_ends(name: str) -> None:
    started = time.process_time()

    found = read(RUNS[name])

    assert found.is_readable
    assert time.process_time() - started < MOST_SECONDS


@pytest.mark.long
@pytest.mark.parametrize("name", [*RUNS, *LISTS])
def test_every_run_and_list_ends(name: str) -> None:
    started = time.process_time()

    found = read({**RUNS, **LISTS}[name])

    assert found.is_readable
    assert time.process_time() - started < MOST_SECONDS


def test_a_long_paragraph_is_divided_and_loses_nothing() -> None:
    text = "Leverandøren skal levere varene i rett tid. " * 400

    (document,) = bounded([read_document(text.encode(), file="krav.txt")])

    texts = [part.text for part in document.parts]  # type: ignore[union-attr]
    assert max(map(len, texts)) <= LONGEST_TEXT
    assert " ".join(texts) == text.strip()
    assert document.remarks == ()


def test_what_is_not_read_is_told() -> None:
    rows = "\n".join(f"| Krav {at} | {at % 100} % |" for at in range(3000))

    found = read(f"{AWARD}| Kriterium | Vekt |\n{rows}")

    assert [remark.code for remark in found.remarks] == ["truncated"]


def test_an_ordinary_document_is_read_whole() -> None:
    found = read(f"{AWARD}Pris teller 60 %, miljø 40 %.")

    assert found.remarks == ()
    assert [one.weight_percent for one in found.lots[0].criteria] == [60, 40]


def long_text() -> bytes:
    """As much text as a text file may hold."""
    line = "Leverandøren skal ha miljøledelse, og pris vektes 60 % mot 40 % for miljø, se del 1. Frist 1. mai 2024. "
    return (("# Krav\n" + line * 20 + "\n\n") * 1900).encode()[: 4 * 1024 * 1024]


def long_paragraph() -> bytes:
    return run("pris 10 %, miljø og ").encode() * 30


def many_paragraphs() -> bytes:
    return word(p("Pris vektes 60 %.") * 240_000)


def many_rows() -> bytes:
    return word(table(*(row(f"Krav {at}", "Skal ha miljømerke", f"{at % 100} %", "ja") for at in range(30_000))))


def busy_seconds() -> float:
    """Processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("made", [long_text, long_paragraph, many_paragraphs, many_rows])
def test_the_largest_files_are_checked_in_time(made: Callable[[], bytes], tmp_path: Path) -> None:
    before = busy_seconds()

    result = check_bounded([("stor", made())], tmp_path, on=None, version="1", made_on=date(2026, 1, 1))

    assert result.get("code") != "time", result
    assert busy_seconds() - before < MOST_SECONDS_IN_ALL
