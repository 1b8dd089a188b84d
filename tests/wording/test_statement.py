"""Statements: the path that their words invoke, and reasons that are none."""

from __future__ import annotations

import pytest

from dugnad.wording.read import read_text
from dugnad.wording.statement import invoked_path, is_plainly_other, only_repeats_rule


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Krav i kravspesifikasjonen gir klart bedre klima- og miljøeffekt", "spec"),
        ("Tildelingskriteriet er erstattet av krav, jf. FOA § 7-9 (4)", "spec"),
        ("Krava i kravspesifikasjonen gir betre effekt for klima og miljø", "spec"),
        ("FOA § 7-9 (5): anskaffelsen har ubetydelig klimaavtrykk og miljøbelastning", "insignificant"),
        ("Anskaffinga har etter sin art eit uvesentleg klimaavtrykk", "insignificant"),
        ("By its nature the contract has an insignificant climate footprint", "insignificant"),
        ("Vekting ville gått på bekostning av pasientsikkerheten", "critical-interest"),
        ("Kjøretøyene er omfattet av standardiserte minimumskrav i forskrift, jf. LOA § 5c", "national-minimum"),
        ("Klimaavtrykket er ikke ubetydelig, men krav i kravspesifikasjonen gir bedre effekt", "spec"),
        ("Se vedlegg", None),
        ("", None),
    ],
)
def test_path_that_the_words_invoke(text: str, path: str | None) -> None:
    assert invoked_path(text) == path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kravene i kapittel 4.3 gir klart bedre effekt for klima og miljø enn et tildelingskriterium",
        "Unntaket begrunnes i uvesentlig klima- og miljøavtrykk.",
        "The contract by its nature has an insignificant climate footprint and environmental impact.",
    ],
)
def test_reason_that_only_repeats_the_rule(text: str) -> None:
    assert only_repeats_rule(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "Det er krav om Euro 6 og 100 % fornybar diesel. Dette gir klart bedre effekt.",
        "Oppdraget er rådgivning fra kontorplass og har derfor uvesentlig klimaavtrykk.",
        "Kravene reduserer utslippene med 41 prosent og gir derfor klart bedre effekt.",
        "Requirements R1 to R5 reduce estimated emissions by 41 per cent.",
    ],
)
def test_reason_that_names_a_requirement_or_circumstance(text: str) -> None:
    assert only_repeats_rule(text) is False


@pytest.mark.parametrize(
    ("text", "is_other"),
    [
        ("Totalpris", True),
        ("Leveringstid i virkedager", True),
        ("Kompetanse og erfaring", True),
        ("Klima og miljø", False),
        ("Se konkurransegrunnlaget", False),
        ("Kriterium 3", False),
        ("Kvalitet", False),
        ("", False),
    ],
)
def test_text_plainly_about_something_else(text: str, is_other: bool) -> None:
    assert is_plainly_other(read_text("nob", text, ""), text) is is_other
