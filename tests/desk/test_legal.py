"""What points to the law is found, and what a cited answer says already is not asked about."""

from __future__ import annotations

import pytest

from dugnad.desk.legal import own_law, points_to_law


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ja, se [[law:loa-5b]] og [[case:2024/639]].", {"law:loa-5b", "case:2024/639"}),
        ("Etter § 7-9 og §7‑9 skal miljø vektes.", {"§7-9"}),
        ("KOFA har sagt det, og anskaffelsesloven krever det.", {"kofa", "anskaffelsesloven"}),
        ("Bruk [[criterion:x@2026-01-01]] eller [[answer:12]]. Det koster 100 kroner.", set()),
    ],
)
def test_what_points_to_the_law(text: str, found: set[str]) -> None:
    assert points_to_law(text) == found


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Se [[answer:1]]: § 7-9 gjelder etter anskaffelsesforskriften.", set()),
        ("Se [[answer:1]], men § 7-9 og § 5 gjelder.", {"§5"}),
    ],
)
def test_what_a_read_answer_says_is_nobodys_own(text: str, left: set[str]) -> None:
    assert own_law(text, ["Ja, det følger av § 7-9."]) == left
