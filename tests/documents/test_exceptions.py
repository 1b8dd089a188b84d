"""Exceptions for vehicles and reasons for one lot, as tender documents write them."""

from __future__ import annotations

import pytest

from dugnad.documents.judging import purchase_of
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document
from dugnad.law.purchase import Purchase


def purchase(text: str) -> Purchase:
    return purchase_of(read_procurement([read_document(f"# Om innkjøpet\n{text}".encode(), file="grunnlag.txt")]))


@pytest.mark.parametrize(
    "text",
    [
        "Bilene er utrykningskjøretøy og unntatt fra kjøretøyforskriften § 4.",
        "Kravet om nullutslipp gjelder ikke, for området mangler ladere, jf. forskrift 20. desember 2022 nr. 2384 § 4.",
        "The vehicles are exempt from the zero-emission requirement.",
    ],
)
def test_a_claimed_exception_is_found_in_its_own_words(text: str) -> None:
    assert purchase(text).claimed_exception == text


@pytest.mark.parametrize(
    "text",
    [
        "Bilene skal oppfylle kjøretøyforskriften.",
        "Dersom kjøretøyforskriften gir unntak, skal leverandøren dokumentere det.",
    ],
)
def test_telling_of_the_rules_claims_nothing(text: str) -> None:
    assert purchase(text).claimed_exception == ""


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Anskaffelsen er ikke delt opp fordi bygget må stå ferdig samlet.", True),
        ("Oppdeling er vurdert, men ikke hensiktsmessig for et lite volum.", True),
        ("The contract is not divided into lots because the systems depend on each other.", True),
        ("Anskaffelsen er delt i tre delkontrakter.", None),
        ("Leverandøren skal levere bygget samlet.", None),
    ],
)
def test_reasons_for_one_lot(text: str, is_told: bool | None) -> None:
    assert purchase(text).reasons_for_one_lot is is_told
