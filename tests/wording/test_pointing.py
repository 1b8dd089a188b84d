"""Texts that only point to the procurement documents."""

from __future__ import annotations

import pytest

from dugnad.wording.pointing import points_to_documents


@pytest.mark.parametrize(
    "text",
    [
        "Fremgår av konkurransegrunnlaget",
        "Se konkurransegrunnlaget punkt 5.2",
        "Tildelingskriteriene går fram av konkurransegrunnlaget",
        "Sjå konkurransegrunnlaget",
        "Pris er ikke det eneste tildelingskriteriet, og alle kriterier er kun angitt i anskaffelsesdokumentene",
        "Price is not the only award criterion and all criteria are stated only in the procurement documents",
        "See tender documentation",
        "siehe Vergabeunterlagen",
        "Voir règlement de la consultation",
        "Fremgår af udbudsbetingelserne",
        "Se upphandlingsdokumenten",
        "Zgodnie z SWZ",
        "Zie aanbestedingsdocumenten",
    ],
)
def test_text_that_only_points(text: str) -> None:
    assert points_to_documents(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kriterium 3",
        "Miljø: Se vedlegg 5 Miljøskjema",
        "Pris: se konkurransegrunnlaget",
        "Klima og miljø, jf. konkurransegrunnlaget kapittel 4",
        "Valeur technique - Cf. article 6.2 du Règlement de la consultation",
        "Kvalitet",
        "konkurransegrunnlag " * 100_000,
    ],
)
def test_text_that_states_a_criterion_or_nothing(text: str) -> None:
    assert points_to_documents(text) is False
