"""The site's tests read a small store made for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections, transaction
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from people import make_cast, signed_in
from web.access import NOBODY_SIGNED_IN, Doors, all_rows
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
def site(small_stores: Small, settings: Settings, db: None) -> Client:
    """A visitor of a site with a little of everything."""
    settings.STORE = small_stores(6)
    return Client(HTTP_HOST="localhost")


@contextmanager
def kept_open() -> Iterator[None]:
    """The connection stays: each test's own end would close it, and with it the transaction that all of them share."""
    held = connections["default"]
    close, held.close = held.close, lambda: None  # type: ignore[method-assign]
    try:
        yield
    finally:
        held.close = close  # type: ignore[method-assign]


@pytest.fixture(scope="module")
def doors(
    small_stores: Small,
    django_db_setup: Any,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Doors]:
    """The site with the whole cast signed in, for all the tests of a module; afterwards nothing of it is left."""
    kept = {
        "MODE": "production",
        "STORE": small_stores(6),
        "VAR": tmp_path_factory.mktemp("doors"),
        "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
        "API_CHECKS_A_MINUTE": 10**6,
        "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    }
    with django_db_blocker.unblock(), override_settings(**kept), kept_open(), transaction.atomic():
        cast = make_cast()
        clients = {NOBODY_SIGNED_IN: signed_in(None)} | {name: signed_in(one) for name, one in cast.people().items()}
        for client in clients.values():
            client.raise_request_exception = False
        made = Doors(cast=cast, clients=clients)
        for row in all_rows():  # before any test, whose own transaction would take them back
            made.objects(row.area)
        yield made
        transaction.set_rollback(True)
    cache.clear()
