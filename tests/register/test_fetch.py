"""Fetching Enhetsregisteret from a server that breaks off, forgets, or has nothing new."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dugnad.errors import DugnadError
from dugnad.register.fetch import fetch_bulk, fetch_updates
from dugnad.register.reading import read_entries
from dugnad.register.unit import Removal, Unit
from register.made import many_units, numbers, unit, write_bulk

NUMBER = numbers(34_000_000)
NEW, CHANGED, GONE, ENDED = (next(NUMBER) for _ in range(4))


class Registry(BaseHTTPRequestHandler):
    """Enhetsregisteret as it behaves: ranges, pages, units that are gone."""

    bulk = b""
    breaks = 0
    """How many times the download breaks off halfway."""
    mark = '"one"'
    status = 200
    updates: tuple[dict[str, Any], ...] = ()
    units: dict[str, dict[str, Any]] = {}  # noqa: RUF012 - set by each test
    asked: list[tuple[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        type(self).asked.append((address.path, self.headers.get("Range", "")))
        if self.status != 200:
            self.send_error(self.status)
        elif address.path.endswith("/lastned"):
            self.give_bulk()
        elif address.path.endswith("/oppdateringer/enheter"):
            page = int(parse_qs(address.query)["page"][0])
            listed = self.updates[page * 2 : page * 2 + 2]
            about = {"number": page, "totalPages": -(-len(self.updates) // 2)}
            self.give({"_embedded": {"oppdaterteEnheter": listed}, "page": about})
        elif (number := address.path.rsplit("/", 1)[1]) in self.units:
            self.give(self.units[number])
        else:
            self.send_error(410)

    def give_bulk(self) -> None:
        asked, start = self.headers.get("Range", ""), 0
        if asked and self.headers.get("If-Range") == self.mark:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("ETag", self.mark)
        self.send_header("Content-Length", str(len(self.bulk) - start))
        self.end_headers()
        end = len(self.bulk)
        if type(self).breaks:
            type(self).breaks -= 1
            end = start + (end - start) // 2
        self.wfile.write(self.bulk[start:end])

    def give(self, value: object) -> None:
        raw = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[tuple[str, type[Registry]]]:
    behaviour = type("Behaviour", (Registry,), {"asked": []})
    http = ThreadingHTTPServer(("127.0.0.1", 0), behaviour)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{http.server_address[1]}/api", behaviour
    http.shutdown()
    http.server_close()


def test_a_download_that_breaks_off_goes_on_where_it_was(tmp_path: Path, server: Any) -> None:
    address, registry = server
    made = write_bulk(tmp_path / "made.gz", many_units(200))
    registry.bulk, registry.breaks = made.read_bytes(), 2
    half = len(registry.bulk) // 2

    path = fetch_bulk(tmp_path / "got", address=address, pause=lambda _: None)

    assert path.read_bytes() == registry.bulk
    assert [bytes_asked for _, bytes_asked in registry.asked][:2] == ["", f"bytes={half}-"]
    assert [one.name for one in path.parent.iterdir()] == ["enheter.json.gz"]


def test_a_new_edition_in_between_is_fetched_from_its_beginning(tmp_path: Path, server: Any) -> None:
    address, registry = server
    registry.bulk, registry.breaks = b"x" * 1000, 5
    with pytest.raises(DugnadError, match="run the same command again"):
        fetch_bulk(tmp_path, address=address, pause=lambda _: None)
    registry.bulk, registry.mark, registry.breaks = b"y" * 900, '"two"', 0

    assert fetch_bulk(tmp_path, address=address, pause=lambda _: None).read_bytes() == b"y" * 900


def test_updates_come_with_the_units_as_they_are_now(tmp_path: Path, server: Any) -> None:
    address, registry = server
    registry.updates = tuple(
        {"organisasjonsnummer": number, "endringstype": change, "dato": "2026-05-06T00:00:00Z"}
        for number, change in ((NEW, "Ny"), (CHANGED, "Endring"), (GONE, "Endring"), (ENDED, "Sletting"))
    )
    registry.units = {one: unit(one, f"Prøve {one}", "ORGL", "6100") for one in (NEW, CHANGED)}

    path = fetch_updates(tmp_path, since=date(2026, 5, 1), address=address, pause=lambda _: None)

    entries = list(read_entries(path))
    assert [one.orgnr for one in entries if isinstance(one, Unit)] == [NEW, CHANGED]
    assert [one for one in entries if isinstance(one, Removal)] == [
        Removal(GONE, date(2026, 5, 6)), Removal(ENDED, date(2026, 5, 6)),
    ]  # fmt: skip


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://x", "x"])
def test_only_web_addresses_are_fetched(tmp_path: Path, address: str) -> None:
    with pytest.raises(DugnadError, match="no web address"):
        fetch_bulk(tmp_path, address=address)


def test_a_server_that_fails_is_told_plainly(tmp_path: Path, server: Any) -> None:
    address, registry = server
    registry.status = 503

    with pytest.raises(DugnadError, match="the server answered 503"):
        fetch_bulk(tmp_path, address=address, pause=lambda _: None)
