"""What the surroundings decide: database, store, secret key, mode."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from dugnad.errors import DugnadError
from dugnad.server import environment


@pytest.fixture(autouse=True)
def own_var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A var folder of the test's own, and nothing else set."""
    for name in ("DUGNAD_DATABASE_URL", "DUGNAD_SECRET_KEY", "DUGNAD_STORE", "DUGNAD_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUGNAD_VAR", str(tmp_path))
    return tmp_path


def test_database_is_sqlite_in_the_var_folder_unless_told_otherwise(own_var: Path) -> None:
    found = environment.database()

    options = found["OPTIONS"]
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(own_var / "dugnad.sqlite3"))
    assert (options["transaction_mode"], "journal_mode=WAL" in options["init_command"]) == ("IMMEDIATE", True)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://user:p%40ss@db.example:5433/dugnad?sslmode=require",
            ("dugnad", "user", "p@ss", "db.example", "5433", {"sslmode": "require"}),
        ),
        ("postgres:///dugnad", ("dugnad", "", "", "", "", {})),
    ],
)
def test_database_of_an_address(
    monkeypatch: pytest.MonkeyPatch, address: str, expected: tuple[str, str, str, str, str, dict[str, str]]
) -> None:
    monkeypatch.setenv("DUGNAD_DATABASE_URL", address)

    found = environment.database()

    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert (found["ENGINE"], tuple(found[key] for key in keys)) == ("django.db.backends.postgresql", expected)


def test_unknown_database_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_DATABASE_URL", "mysql://user:secret@host/name")

    with pytest.raises(DugnadError) as caught:
        environment.database()

    assert str(caught.value) == (
        'DUGNAD_DATABASE_URL begins with "mysql", which is no known database. '
        "Write postgresql://user:password@host/name or sqlite:////folder/file.sqlite3."
    )


def test_secret_key_is_made_once_for_its_owner_alone(own_var: Path) -> None:
    first = environment.secret_key()
    again = environment.secret_key()

    mode = stat.S_IMODE((own_var / "secret-key").stat().st_mode)
    assert (first == again, len(first) >= 64, oct(mode)) == (True, True, "0o600")


def test_secret_key_that_is_given_is_not_written_down(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUGNAD_SECRET_KEY", "given")

    assert (environment.secret_key(), list(own_var.iterdir())) == ("given", [])


def test_store_lies_in_the_var_folder_unless_told_otherwise(own_var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = environment.store_folder()
    monkeypatch.setenv("DUGNAD_STORE", "/elsewhere/store")

    assert (usual, environment.store_folder()) == (own_var / "store", Path("/elsewhere/store"))


def test_mode_is_one_of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = environment.mode()
    monkeypatch.setenv("DUGNAD_MODE", "open")

    with pytest.raises(DugnadError) as caught:
        environment.mode()

    assert (usual, str(caught.value)) == ("embedded", 'DUGNAD_MODE is "open". Write embedded or production.')
