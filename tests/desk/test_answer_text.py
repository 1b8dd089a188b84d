from __future__ import annotations

from datetime import date

import pytest

from dugnad.desk.answer_text import blocks, plain
from dugnad.desk.reference import Reference, resolve

ON = date(2026, 11, 23)


def test_blank_lines_and_dashes_make_blocks() -> None:
    text = "Ja.\nOgså her.\n\nGjør dette:\n- først [[law:loa-5b]]\n- så det andre\n1. ein\n\n\nTil slutt."

    assert [(one.kind, one.lines) for one in blocks(text)] == [
        ("paragraph", (("Ja.",), ("Også her.",))),
        ("paragraph", (("Gjør dette:",),)),
        ("list", (("først ", Reference("law", "loa-5b")), ("så det andre",))),
        ("numbered", (("ein",),)),
        ("paragraph", (("Til slutt.",),)),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "  \r\n "])
def test_nothing_is_no_block(text: str) -> None:
    assert list(blocks(text)) == []


def test_mail_tells_each_place_once_below_the_text() -> None:
    text = "Se [[law:loa-5b]], [[case:2024/639]] og [[law:loa-5b]]. [[law:borte]]"

    told = plain(text, "https://dugnad.invalid/", "nn", lambda reference: resolve(reference, ON))

    law = resolve(Reference("law", "loa-5b"), ON).title["nn"] + " [1]"
    case = resolve(Reference("case", "2024/639"), ON).title["nb"]
    assert told.splitlines() == [
        f"Se {law}, {case} (ikkje kontrollert) [2] og {law}. borte (ikkje funne)",
        "",
        "[1] https://dugnad.invalid/nn/law/?on=2026-11-23#loa-5b@2026",
        "[2] https://dugnad.invalid/nn/law/#kofa2024-0639",
    ]


def test_text_without_references_is_left_as_it_is() -> None:
    assert (
        plain("  Ja.\n\nNei. ", "https://x.invalid", "nb", lambda reference: resolve(reference, ON)) == "  Ja.\n\nNei. "
    )
