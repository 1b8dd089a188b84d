"""The locks name everything that pyproject.toml asks for, with digests and without addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[1]
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ASKED = {
    "requirements.lock": PROJECT["dependencies"],
    "requirements-dev.lock": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Locked versions by normalised name."""
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    return {plain(package): version for package, version in PIN.findall(text)}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ASKED)
def test_lock_fits_what_the_project_asks_for(name: str) -> None:
    locked = pins(name)

    wrong = [
        asked
        for asked in map(Requirement, ASKED[name])
        if not asked.specifier.contains(locked.get(plain(asked.name), "0"), prereleases=True)
    ]

    assert wrong == [], "run `make lock`"


@pytest.mark.parametrize("name", ASKED)
def test_lock_has_a_digest_for_every_pin_and_no_address(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)

    assert [block for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []
    assert re.findall(r"https?://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_development_lock_has_the_same_versions() -> None:
    locked, development = pins("requirements.lock"), pins("requirements-dev.lock")

    assert {name: development.get(name) for name in locked} == locked
