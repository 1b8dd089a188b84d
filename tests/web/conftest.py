"""The site's tests read a small store made for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from web.made import country, make_store

Small = Callable[[int], Path]


@pytest.fixture(scope="session")
def small_stores(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """A store with so many purchases, made once."""
    made: dict[int, Path] = {}

    def store(count: int) -> Path:
        if count not in made:
            made[count] = make_store(tmp_path_factory.mktemp("store"), country(count))
        return made[count]

    return store


@pytest.fixture
def site(small_stores: Small, settings: Settings) -> Client:
    """A visitor of a site with a little of everything."""
    settings.STORE = small_stores(6)
    return Client(HTTP_HOST="localhost")
