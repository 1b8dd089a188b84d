"""What all tests share: where the shared test data lies, and which tests the fast run leaves out."""

from __future__ import annotations

import fcntl
import gc
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Template

from dugnad.eforms.demo import demo_notices
from dugnad.monitor.update import import_demo

CHECKOUT = Path(__file__).parents[1]


def shared_folder() -> Path:
    """The folder of shared test data: DUGNAD_SHARED, else `shared` beside the checkout."""
    return Path(os.environ.get("DUGNAD_SHARED", CHECKOUT.parent / "shared"))


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if not folder.is_dir():
        pytest.skip("shared test data is absent: set DUGNAD_SHARED to its folder")
    return folder


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the demonstration notices, to be read only: made once, also where several processes test."""
    is_beside_others = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    store = (base.parent if is_beside_others else base) / "demonstration"
    with store.with_name("demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (store / "made").exists():
            import_demo(demo_notices(), store=store, at=datetime(2026, 11, 2, 6, 0, tzinfo=UTC))
            (store / "made").touch()
    return store


@pytest.fixture(autouse=True, scope="session")
def static_files_are_looked_up_when_asked_for() -> None:
    """Every test's browser would otherwise begin by reading all static files anew."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True, scope="session")
def pages_are_drawn_as_on_the_site(django_test_environment: None) -> None:
    """Django's tests copy all that each template is given, which costs more than drawing; no test here asks for it."""
    Template._render = lambda self, context: self.nodelist.render(context)  # type: ignore[method-assign]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Ten thousand tests lie in memory from now on: Python need not look through them again and again for garbage."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """At the end all of it is let go: libraries complain of what is left."""
    gc.unfreeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless asked for by `-m long`."""
    if "long" in str(config.getoption("markexpr")):
        return
    long = [item for item in items if item.get_closest_marker("long") is not None]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item.get_closest_marker("long") is None]
