"""The share that a text states, and percentages that are none."""

from __future__ import annotations

import pytest

from dugnad.wording.read import read_text


@pytest.mark.parametrize(
    ("language", "name", "description", "percent"),
    [
        ("nob", "Miljø", "Vektes 30 %. Leverandøren beskriver tiltak.", 30.0),
        ("nob", "Klima og miljø (30%)", "", 30.0),
        ("nob", "Miljø - 30 prosent", "", 30.0),
        ("nob", "30 % Miljø", "", 30.0),
        ("nob", "Miljø", "30%", 30.0),
        ("nob", "Miljø", "Kriteriet er vektet med 30 %. Minst 20 % av bilene skal være elektriske.", 30.0),
        ("nob", "Miljø 30 %", "50 % reduksjon av utslipp", 30.0),
        ("nno", "Miljø", "Vekting: 25 prosent", 25.0),
        ("nob", "Pris", "Vekter 40 %", 40.0),
        ("nob", "Miljø (12,5 %)", "", 12.5),
        ("fra", "", "Environnement : 10 %", 10.0),
        ("deu", "Umwelt / Gewichtung: 10 %", "", 10.0),
        ("eng", "Environment", "Weighting 30%", 30.0),
        ("dan", "Miljø (20 %)", "", 20.0),
        ("nob", "1) Kvalitet (40%) 2) Miljø (30%) 3) Pris (30%)", "", 30.0),
        ("nob", "Tildelingskriterier", "Pris: 70%\nMiljø: 30%", 30.0),
        ("fra", "", "ANALYSE 15% EQUIPE 30% CRITERES ENVIRONNEMENTAUX 5% PRIX 50%", 5.0),
        ("fra", "Qualité architecturale: 40 %. Qualité de l'approche environnementale: 10 %. Délais: 50 %", "", 10.0),
    ],
)
def test_share_is_read(language: str, name: str, description: str, percent: float) -> None:
    assert read_text(language, name, description).stated_percent == percent


@pytest.mark.parametrize(
    ("language", "name", "description"),
    [
        ("nob", "Miljø", "30 poeng"),
        ("nob", "Miljø", "Minst 30 % resirkulert"),
        ("nob", "Andel resirkulert plast minst 30 %", ""),
        ("nob", "Miljø", "50 % reduksjon av utslipp gir 10 poeng"),
        ("nob", "Kvalitet og miljø 40 %", ""),
        ("nob", "Miljø", "Lavest utslipp 60 %, avfall 40 %"),
        ("nob", "Pris", "Tilbud som er mer enn 20 % over laveste pris får null poeng"),
        ("nob", "Klima- og miljøhensyn vektes med minimum 30 %", ""),
        ("fra", "Qualités techniques et environnementales 15 %, prix 85 %", ""),
        ("nob", "Miljø", "0 %"),
        ("nob", "Miljø", "130 %"),
        ("nob", "Miljø", ""),
    ],
)
def test_other_percentages_are_no_share(language: str, name: str, description: str) -> None:
    assert read_text(language, name, description).stated_percent is None


def test_share_of_a_named_criterion_is_not_a_share_of_the_lot() -> None:
    verdict = read_text("nob", "Kvalitet", "Oppgaveforståelse 60 %, miljø 40 %")

    assert (verdict.stated_percent, verdict.stated_percent_of_criterion) == (None, 40.0)
