from __future__ import annotations

import pytest

from dugnad.documents.binding import Binding, binding_of, codes_of, is_code, legend_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leverandøren skal levere i tide.", "binding"),
        ("Leverandøren må levere i tide.", "binding"),
        ("Bruk av salt er ikke tillatt.", "binding"),
        ("Fossilt brensel aksepteres ikke.", "binding"),
        ("Det kreves miljømerke.", "binding"),
        ("Entreprenøren plikter å sortere.", "binding"),
        ("Det stilles krav om el.", "binding"),
        ("Ingen bil kan være eldre enn fem år.", "binding"),
        ("Bilar kan ikkje vere eldre enn fem år.", "binding"),
        ("Diesel er ikkje tillate.", "binding"),
        ("Det blir kravd miljømerke.", "binding"),
        ("Diesel is not permitted.", "binding"),
        ("The supplier is required to sort waste.", "binding"),
        ("Leverandøren bør levere i tide.", "wish"),
        ("Kommunen ønsker elbil.", "wish"),
        ("Det er ønskelig med elbil.", "wish"),
        ("Avfall bør fortrinnsvis sorteres.", "wish"),
        ("Leverandøren skal så langt det er mulig bruke el.", "wish"),
        ("Leverandøren skal etterstrebe lavt forbruk.", "wish"),
        ("Leverandøren oppfordres til å velge el.", "wish"),
        ("Leverandøren ses gjerne å bruke el.", "wish"),
        ("Produkter som skal stå ute, bør være lakkert.", "wish"),
        ("Biler som kan kjøre på gass, skal prioriteres.", "binding"),
        ("Dersom det skal brukes maling, bør den være vannbasert.", "wish"),
        ("Oppdragsgivaren ynskjer elbil.", "wish"),
        ("The supplier should use rail.", "wish"),
        ("Rail is preferred.", "wish"),
        ("Rail shall be used where possible.", "wish"),
        ("Bygget har tre etasjer.", None),
        ("The building has three floors.", None),
    ],
)
def test_binding_is_told_by_the_words(text: str, expected: Binding | None) -> None:
    assert binding_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Krav merket S er skal-krav. Krav merket B er bør-krav.", {"s": "binding", "b": "wish"}),
        ("A = absolutt krav, E = evalueringskrav", {"a": "binding", "e": "wish"}),
        ("Krava er delte i skal-krav (S) og bør-krav (B).", {"s": "binding", "b": "wish"}),
        ("M: må-krav; K: kan-krav", {"m": "binding", "k": "wish"}),
        ("M means mandatory and D means desirable.", {"m": "binding", "d": "wish"}),
        ("Kravene nummereres fortløpende.", {}),
    ],
)
def test_legend_tells_what_codes_mean(text: str, expected: dict[str, Binding]) -> None:
    assert legend_of([text]) == expected


def test_legend_goes_before_the_usual_meaning() -> None:
    assert codes_of(["A", "B"], {"b": "binding", "a": "wish"}) == {"a": "wish", "b": "binding"}


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["S", "B", "S"], {"s": "binding", "b": "wish"}),
        (["M", "S"], {"m": "binding", "s": "wish"}),
        (["M", "O"], {"m": "binding", "o": "wish"}),
        (["O", "Ø"], {"o": "binding", "ø": "wish"}),
        (["Skal-krav", "Bør-krav"], {"skal krav": "binding", "bør krav": "wish"}),
        (["Q", "Z"], {}),
    ],
)
def test_usual_codes_are_known(codes: list[str], expected: dict[str, Binding]) -> None:
    assert codes_of(codes, {}) == expected


def test_code_is_short_and_known() -> None:
    assert [is_code(cell) for cell in ("S", "(B)", "Absolutt krav", "Bilen skal være rød", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip
