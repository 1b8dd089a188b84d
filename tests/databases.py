"""Databases of a test's own, where PostgreSQL is there (see tools/postgres.sh)."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ADDRESS = os.environ.get("DUGNAD_DATABASE_URL", "")
POSTGRES = ADDRESS if ADDRESS.startswith("postgres") else ""
ON_POSTGRES = pytest.mark.skipif(not POSTGRES, reason="no PostgreSQL: see tools/postgres.sh")


@contextmanager
def own_postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database, gone afterwards."""
    name = f"dugnad_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(POSTGRES)._replace(path=f"/{name}"))
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
