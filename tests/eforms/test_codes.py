from __future__ import annotations

from datetime import date

import pytest

from dugnad.content import content_files
from dugnad.eforms.codelists import check_codelists
from dugnad.eforms.codes import (
    codes,
    country_alpha_3,
    cpv_name,
    cpv_names,
    is_known,
    is_valid,
    label,
    language_alpha_3,
)

SPEC, NONE, EXEMPT = "quality-nor-env-spec", "quality-nor-env-none", "quality-nor-env-exempt-insignificant"


def test_all_code_lists_are_without_fault() -> None:
    assert check_codelists() == []


def test_every_code_list_can_be_read() -> None:
    names = [path.stem for path in content_files("codelists/eforms", "*.csv")]

    assert [name for name in names if not codes(name)] == []
    assert len(names) == 25


@pytest.mark.parametrize(
    ("code", "on", "expected"),
    [
        (SPEC, date(2024, 1, 15), False),
        (SPEC, date(2024, 1, 16), True),
        (SPEC, date(2026, 7, 1), True),
        (NONE, date(2026, 6, 30), True),
        (NONE, date(2026, 7, 1), False),
        (EXEMPT, date(2026, 6, 30), False),
        (EXEMPT, date(2026, 7, 1), True),
        ("price", date(1999, 1, 1), True),
        ("no-such-code", date(2026, 7, 1), False),
    ],
)
def test_national_codes_are_valid_between_their_days(code: str, on: date, expected: bool) -> None:
    assert is_valid("award-criterion-type", code, on) is expected


def test_label_changes_with_the_code_s_meaning() -> None:
    before = label("award-criterion-type", SPEC, "nn", date(2025, 1, 1))
    after = label("award-criterion-type", SPEC, "nn", date(2026, 8, 1))

    assert before == "Kvalitet – klima- og miljøkrav i kravspesifikasjonen (blir grunngitt under)"
    assert after == "Kvalitet – klima- og miljøkrav inngår som del av kravspesifikasjonen"


def test_label_falls_back_to_bokmal_then_to_the_code() -> None:
    assert label("number-weight", "ord-imp", "nn") == "Rangert etter viktighet"
    assert label("number-weight", "own-invention", "en") == "own-invention"


def test_codes_that_the_eu_retired_and_norway_keeps_are_known() -> None:
    assert is_known("environmental-impact", "emas-com")
    assert is_known("innovative-acquisition", "fp-requ")
    assert codes("environmental-impact")["emas-com"][0].is_norwegian


def test_two_letter_codes_become_three_letter_codes() -> None:
    assert [country_alpha_3(code) for code in ("NO", "no", "NOR", "UK", "EL", "XX")] == [
        "NOR", "NOR", "NOR", "GBR", "GRC", "XX",
    ]  # fmt: skip
    assert [language_alpha_3(code) for code in ("nb", "NB", "NOB", "nn", "en", "zz")] == [
        "NOB", "NOB", "NOB", "NNO", "ENG", "ZZ",
    ]  # fmt: skip


def test_cpv_codes_have_names_in_bokmal_and_english() -> None:
    assert len(cpv_names()) == 9454
    assert cpv_name("45000000-7", "en") == "Construction work"
    assert cpv_name("45", "nb") == cpv_name("45000000", "nb")
    assert cpv_name("99999999", "nb") == "99999999"
