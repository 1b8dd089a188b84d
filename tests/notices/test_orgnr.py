from __future__ import annotations

import pytest

from dugnad.notices.orgnr import is_valid, normalise


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("964830711", "964830711"),
        ("964 830 711", "964830711"),
        ("964\u00a0830\u00a0711", "964830711"),
        (" 964830711\n", "964830711"),
        ("964.830.711", "964830711"),
        ("NO943184097MVA", "943184097"),
        ("NO 943 184 097 MVA", "943184097"),
        ("943184097 mva.", "943184097"),
        ("Org.nr. 964 830 711", "964830711"),
        ("Org. nr.: 964830711", "964830711"),
        ("Orgnr: NO 964 830 711", "964830711"),
        ("Organisasjonsnummer: 964830711", "964830711"),
        ("964 830 711 (MVA)", "964830711"),
        ("Foretaksregisteret NO 964 830 711 MVA", "964830711"),
        ("Narvik vann KF (964830711)", "964830711"),
    ],
)
def test_number_is_found_however_it_is_written(raw: str, number: str) -> None:
    assert normalise(raw) == number


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "",
        "64983472",
        "964830712",
        "Elvia AS",
        "Test Org",
        "tvb123452ccc",
        "9648307111",
        "964830711 / 943184097",
        "９６４８３０７１１",
        "DE136695976",
        "DE 964830711",
        "2023/964830711",
        "Avdeling 3 964 830 711",
        "NO",
        "964830711" * 40,
        " " * 100_000 + "964830711",
    ],
)
def test_what_is_no_valid_number_is_none(raw: str | None) -> None:
    assert normalise(raw) is None


def test_every_single_changed_digit_is_caught() -> None:
    number = "971278374"

    wrong = [number[:i] + d + number[i + 1 :] for i in range(9) for d in "0123456789" if d != number[i]]

    assert [text for text in wrong if is_valid(text)] == []
