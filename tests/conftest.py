"""What all tests share: where the shared test data lies, and which tests the fast run leaves out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs out unless asked for by `-m long`."""
    if "long" in str(config.getoption("markexpr")):
        return
    kept = [item for item in items if item.get_closest_marker("long") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept
