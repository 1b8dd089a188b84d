"""Which counties there are: what is written down about a county is about one of them."""

from __future__ import annotations

from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS


def is_county(county: str) -> bool:
    """Is it the number of a county of today?

    >>> is_county("46"), is_county("99"), is_county("")
    (True, False, False)
    """
    return county in NUMBERS


def check_county(county: str) -> None:
    """Refuse a county that does not exist; nothing where no county is meant."""
    if county and not is_county(county):
        raise Refused("unknown-county", f"{county!r} is no county. Write one of {', '.join(NUMBERS)}.", field="county")
