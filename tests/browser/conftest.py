"""The site in a real browser: served by granian over a small store, seen through the system's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from web.made import country, make_store

PATIENCE_SECONDS = 20
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; its absence skips with one line."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of our own: DUGNAD_PICTURE_STORE shows another store than the small one."""
    var = tmp_path_factory.mktemp("var")
    given = os.environ.get("DUGNAD_PICTURE_STORE")
    store = Path(given) if given else make_store(var / "store", country(6))
    port = free_port()
    surroundings = {**os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(store), "DUGNAD_MODE": "embedded"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings=dugnad.server.settings", "-v0"],
        env=surroundings,
        check=True,
    )
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--no-ws", "--log-level", "warning", "dugnad.server.wsgi:application"]  # fmt: skip
    with subprocess.Popen(command, env=surroundings) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait_for(address: str) -> None:
    """Until the server answers."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            urlopen(address, timeout=5).close()  # noqa: S310 - our own server
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nb-NO")
    window = context.new_page()
    yield window
    context.close()
