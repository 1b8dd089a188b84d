"""The site in a real browser: granian serves the demonstration notices, the system's Chromium shows them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from browser.pages import ROWS, SESSIONS

PREPARE = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
import django
django.setup()
from browser.desk_rows import make
from people import make_cast, signed_in
cast = make_cast()
sessions = {name: signed_in(person).cookies["dugnad"].value for name, person in cast.people().items()}
print(json.dumps({"sessions": sessions, "rows": make(cast)}))
"""
"""The cast, each signed in, and a support service at work."""
PATIENCE_SECONDS = 180
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; its absence skips with one line."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine: install the package chromium to run the browser tests")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop lives in the thread that other tests run in
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        expect.set_options(timeout=30_000)  # as long as all else in a page is waited for
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address(demo_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of our own over the demonstration notices."""
    var = tmp_path_factory.mktemp("var")
    store = var / "store"
    shutil.copytree(demo_store, store, symlinks=True)
    port = free_port()
    surroundings = {**os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(store), "DUGNAD_MODE": "embedded"}
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings=dugnad.server.settings", "-v0"],
        env=surroundings,
        check=True,
    )
    prepared = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=surroundings | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
        check=True,
        capture_output=True,
        text=True,
    )
    made = json.loads(prepared.stdout)
    SESSIONS.update(made["sessions"])
    ROWS.update(made["rows"])
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
        except OSError:  # not listening yet, or busy with its first page
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take pictures only when asked for by `-m pictures`."""
    if "pictures" in str(config.getoption("markexpr")):
        return
    left_out = [item for item in items if item.get_closest_marker("pictures")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
