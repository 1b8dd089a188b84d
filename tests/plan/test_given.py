"""What people write in forms is cleaned, or refused with the reason."""

from __future__ import annotations

import pytest

from dugnad.errors import Refused
from dugnad.plan.given import clean_text, clean_url, personal_pieces

NOBODY = (
    "12 000 000 kroner", "i 2024 og 2025", "sak 24/1234", "organisasjonsnummer 999 100 001", "1 200 000 000 kr",
    "37 500 000", "vekt 30 prosent, 12,5 mill. kr", "40000000",
)  # fmt: skip
SOMEBODY = (
    ("skriv til kari@eksempel.no", "kari@eksempel.no"),
    ("ring 41 23 45 67", "41 23 45 67"),
    ("ring 412 34 567 i dag", "412 34 567"),
    ("ring 41234567", "41234567"),
    ("ring +47 21 23 45 67", "+47 21 23 45 67"),
    ("010170 12345", "010170 12345"),
)


@pytest.mark.parametrize("text", NOBODY)
def test_amounts_years_and_numbers_of_bodies_are_nobodys(text: str) -> None:
    assert personal_pieces(text) == ()


@pytest.mark.parametrize(("text", "piece"), SOMEBODY)
def test_addresses_and_numbers_of_people_are_seen(text: str, piece: str) -> None:
    assert piece in personal_pieces(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [("a\0b", "unreadable"), ("a" * 11, "too-long"), ("a@b.no", "personal")],
)
def test_a_bad_text_is_refused_by_its_field(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        clean_text(text, "note", 10)

    assert (refused.value.code, refused.value.field) == (code, "note")


def test_a_text_loses_the_space_around_it() -> None:
    assert clean_text("  Vedtatt\r\nenstemmig ", "note", 100) == "Vedtatt\nenstemmig"


def test_a_case_number_may_look_like_a_telephone_number() -> None:
    assert clean_text("41234567", "case_number", 60, may_hold_numbers=True) == "41234567"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "ftp://eksempel.no/a", "//eksempel.no", "eksempel.no", "https://", "https://eksempel",
        "https://a@eksempel.no/", "https://eksempel.no/ a", "https://eksempel.no/\0", 'https://eksempel.no/"',
        "http://[::1", "https://eksempel.no:x/", "data:text/html,hei", "https://eksempel.no/" + "a" * 500,
    ],
)  # fmt: skip
def test_what_is_not_an_address_on_the_web_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        clean_url(url, "document_url")


def test_addresses_on_the_web_stay_as_they_are() -> None:
    addresses = ["https://eksempel.no/sak?id=1#2", " http://www.øst.no/å ", ""]

    assert [clean_url(url, "document_url") for url in addresses] == [
        "https://eksempel.no/sak?id=1#2", "http://www.øst.no/å", "",
    ]  # fmt: skip
