"""Forty who read and five who write, at once, on one running site: what they got, how long it took, what was kept."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html

PEOPLE = Path(__file__).with_name("people_of_crowd.py")
START = "from dugnad.cli.main import main; main()"
PATIENCE_SECONDS = 60
STILL_SECONDS = 10
PAUSE_SECONDS = (0.5, 1.5)
"""Everybody looks at a page for about a second before the next."""
Change = Callable[[dict[str, str]], dict[str, str]]
OK, FOUND = 200, 302


@dataclass(slots=True)
class Heard:
    """What one visitor met."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    saved: int = 0
    last: str = ""


class Visitor:
    """A browser as small as can be: one connection, one cookie."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        self.cookies = {"dugnad": cookie} if cookie else {}
        self.heard = Heard()

    def ask(self, address: str, form: dict[str, str] | None = None, *, kind: str = "") -> tuple[int, bytes, str]:
        """One request: its status, page, and where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://127.0.0.1{address}"}
        started = time.perf_counter()
        try:
            self.connection.request(
                "GET" if form is None else "POST", address, body=urlencode(form) if form is not None else None,
                headers=headers,
            )  # fmt: skip
            answer = self.connection.getresponse()
            page = answer.read()
        except (OSError, HTTPException) as error:
            self.heard.faults.append(f"{address}: {type(error).__name__} {error}")
            self.connection.close()
            return 0, b"", ""
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                told, _, kept = value.partition(";")[0].partition("=")
                self.cookies[told] = kept
        if kind:
            self.heard.seconds.setdefault(kind, []).append(time.perf_counter() - started)
        return answer.status, page, answer.getheader("Location") or ""

    def send(
        self, address: str, change: Callable[[dict[str, str]], dict[str, str]], *, kind: str = ""
    ) -> tuple[int, str]:
        """Fill in the page's own form, and send it: the status, and where it leads."""
        status, page, _ = self.ask(address)
        forms = html.fromstring(page).forms if status == OK else []
        own = [one for one in forms if one.method == "POST" and (one.action or address) == address]
        given = [filled(one) for one in own]
        wanted = next((changed for one in given if (changed := change(one))), None)
        if wanted is None:
            self.heard.faults.append(f"{address}: {status}, no form to fill in")
            return status, ""
        status, page, leads = self.ask(address, wanted, kind=kind)
        return status, leads


def filled(form: html.HtmlElement) -> dict[str, str]:
    """What a browser would send of the form as it stands, empty fields too."""
    found = {}
    for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        kind = one.get("type", "text") if one.tag == "input" else one.tag
        if kind in {"radio", "checkbox"} and one.get("checked") is None:
            continue
        value = one.get("value", "on") if kind in {"radio", "checkbox"} else one.value or ""
        found[one.name] = value.removeprefix("\n") if kind == "textarea" else value
    return found


def read_about(visitor: Visitor, addresses: list[str], until: float, number: int) -> None:
    """Go from page to page, each visitor a way of its own."""
    chance = random.Random(number)  # noqa: S311 - repeatable on purpose
    while time.monotonic() < until:
        address = chance.choice(addresses)
        status, _, _ = visitor.ask(address, kind="read")
        if status != OK:
            visitor.heard.faults.append(f"{address}: {status}")
        time.sleep(chance.uniform(*PAUSE_SECONDS))


def write_status(visitor: Visitor, crowd: dict[str, Any], number: int, until: float) -> None:
    """Sign in, begin the year, and save its answers again and again."""
    chance = random.Random(number)  # noqa: S311 - repeatable on purpose
    signed = {"login": crowd["writers"][number], "password": crowd["password"]}
    status, _ = visitor.send("/account/login/", lambda form: form | signed if "login" in form else {})
    if status != FOUND:
        visitor.heard.faults.append(f"sign-in: {status}")
        return
    address = f"/bodies/{crowd['bodies'][number]}/status/{crowd['year']}/"
    visitor.send(address, lambda form: form | {"act": "start"} if "anchoring-note" not in form else {})
    while time.monotonic() < until:
        note = f"skriver {number}, lagring {visitor.heard.saved + 1}"
        status, _ = visitor.send(address, partial(saved, note), kind="write")
        if status != FOUND:
            visitor.heard.faults.append(f"{address}: {status} at saving {visitor.heard.saved + 1}")
            return
        visitor.heard.saved += 1
        visitor.heard.last = note
        time.sleep(chance.uniform(*PAUSE_SECONDS))


def saved(note: str, form: dict[str, str]) -> dict[str, str]:
    """The status form with a new note on its first question."""
    first = next((name for name in form if name.endswith("-note")), None)
    return {**form, first: note, "act": "save"} if first else {}


@contextmanager
def site(folder: Path, store: Path, database: str) -> Iterator[tuple[int, dict[str, str]]]:
    """A running `dugnad up` with an installation of its own: its port and its surroundings."""
    var = folder / "var"
    shutil.copytree(store, var / "store", symlinks=True)
    kept = {name: value for name, value in os.environ.items() if name not in {"DUGNAD_STORE", "DUGNAD_DATABASE_URL"}}
    surroundings = kept | {"DUGNAD_VAR": str(var)} | ({"DUGNAD_DATABASE_URL": database} if database else {})
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    command = [sys.executable, "-c", START, "up", "--port", str(port), "--json"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True, cwd=folder) as process:
        try:
            assert process.stdout is not None
            assert "address" in process.stdout.readline()
            yield port, surroundings
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


def people(surroundings: dict[str, str], *given: str) -> dict[str, Any]:
    """Make the people, or tell what was kept of their work."""
    ended = subprocess.run(
        [sys.executable, str(PEOPLE), *given], env=surroundings, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def pages_for(crowd: dict[str, Any]) -> list[str]:
    """What a signed-in reader looks at."""
    plan = [f"/plan/{crowd['plan']}/"] if crowd["plan"] else []
    return ["/me/", "/national/", "/counties/", *plan, *(f"/bodies/{key}/" for key in crowd["bodies"][:5])]


def gather(deeds: list[Callable[[], None]]) -> None:
    """Let all of them go about at once, until each has ended."""
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def p95(found: list[Heard], kind: str) -> float:
    """The time that 95 of 100 requests stay under."""
    seconds = sorted(second for one in found for second in one.seconds.get(kind, []))
    return seconds[int(0.95 * (len(seconds) - 1))] if seconds else 0.0


def crowd_on(
    folder: Path, store: Path, database: str = "", *, seconds: float, readers: int = 40, writers: int = 5
) -> dict[str, Any]:
    """The whole run: a crowd on the pages, as many on one style sheet, then what the database holds of it."""
    with site(folder, store, database) as (port, surroundings):
        crowd = people(surroundings, "make", str(readers), str(writers))
        reading = [Visitor(port, cookie) for cookie in crowd["cookies"]]
        writing = [Visitor(port) for _ in range(writers)]
        still = [Visitor(port) for _ in range(readers)]
        for address in (pages := pages_for(crowd)):
            Visitor(port, crowd["cookies"][0]).ask(address)  # what is read once in a site's life is read
        static = static_file(Visitor(port))
        until = time.monotonic() + seconds
        gather(
            [partial(read_about, one, pages, until, number) for number, one in enumerate(reading)]
            + [partial(write_status, one, crowd, number, until) for number, one in enumerate(writing)]
        )
        until = time.monotonic() + min(STILL_SECONDS, seconds)
        gather([partial(read_about, one, [static], until, number) for number, one in enumerate(still)])
        kept = people(surroundings, "kept", *crowd["bodies"][:writers])
    found = [one.heard for one in (*reading, *writing)]
    return {
        "faults": [fault for one in found for fault in one.faults],
        "requests": sum(len(taken) for one in found for taken in one.seconds.values()),
        "saved": {crowd["bodies"][number]: one.heard.saved for number, one in enumerate(writing)},
        "last": {crowd["bodies"][number]: one.heard.last for number, one in enumerate(writing)},
        "kept": kept,
        "read_p95": p95(found, "read"),
        "write_p95": p95(found, "write"),
        "static_p95": p95([one.heard for one in still], "read"),
    }


def static_file(visitor: Visitor) -> str:
    """The address of a style sheet of the site."""
    _, page, _ = visitor.ask("/")
    return str(html.fromstring(page).xpath("//link[@rel='stylesheet']/@href")[0])
