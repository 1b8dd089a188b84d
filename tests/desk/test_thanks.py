"""Thanks alone, and everything that is more than thanks."""

from __future__ import annotations

import pytest

from dugnad.desk.thanks import is_only_thanks


@pytest.mark.parametrize(
    "text",
    [
        "Takk!",
        "Tusen takk for raskt svar :)",
        "Hei!\n\nTakk for hjelpen, dette var veldig nyttig.\n\nMed vennlig hilsen\nKari Nordmann\nEksempelvik kommune",
        "Hei, takk for svaret.\nKari",
        "Tusen takk for hjelpa! Ha ei fin helg.\n\nVenleg helsing\nOla",
        "Mange takk for utfyllande svar",
        "Thank you very much for the quick reply!\n\nKind regards,\nKari",
        "Perfect, thanks",
    ],
)
def test_thanks_alone(text: str) -> None:
    assert is_only_thanks(text, "Kari Nordmann")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hei",
        "OK",
        "Ja takk!",
        "Yes, thank you",
        "Takk, men gjelder det også møbler?",
        "Takk. Da lurer vi på terskelverdien.",
        "Takk, men det hjelper ikke.",
        "Takk for svaret, det er feil",
        "Takk for svaret. Eg ventar på resten.",
        "Thanks, but we still need the weights",
        "Takk\n\nMvh Kari\nPS: Hva med IT?",
        "Takk! " * 20,
        "Takk\n\nMvh Kari\n"
        + "Vi trenger også svar på hvordan miljøkravet vektes når kontrakten er over fristen i loven. " * 2,
    ],
)
def test_more_than_thanks(text: str) -> None:
    assert not is_only_thanks(text, "Kari Nordmann")
