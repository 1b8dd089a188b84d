"""The morning page of a large county, and the figures of ten thousand cases, in the time that is claimed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from people import signed_in
from scale.needs_of_county import make_county, milliseconds

pytestmark = [pytest.mark.long, pytest.mark.alone, pytest.mark.django_db]


def test_pages_of_a_large_county_are_fast(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = tmp_path / "store"
    adviser = make_county(settings.STORE, timezone.localdate())
    client, visitor = signed_in(adviser), Client(HTTP_HOST="localhost")

    taken = {
        address: min(milliseconds(lambda who=who, address=address: who.get(address)) for _ in range(TRIES))
        for who, address in ((client, "/desk/needs/46/"), (visitor, "/desk/measures/"))
    }

    assert {address: taken[address] <= most for address, most in LIMITS.items()} == dict.fromkeys(LIMITS, True), taken


TRIES = 3
"""Of medians: the machine may be disturbed for a while, the page is as quick as at its best."""
LIMITS = {"/desk/needs/46/": 150, "/desk/measures/": 300}
