"""The style build: fetched once, skipped while the lock stays the same, and no host named in the lock."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("package.json", "package-lock.json", "build_styles.py")


@pytest.fixture
def styles(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The build hook; pip fetches hatchling for it at build time, so a bare class stands in for the hook's base."""
    try:
        import_module("hatchling.builders.hooks.plugin.interface")
    except ImportError:
        name = "hatchling.builders.hooks.plugin.interface"
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
        sys.modules[name].BuildHookInterface = object  # type: ignore[attr-defined]
    loader = SourceFileLoader("build_styles", str(ROOT / "build_styles.py"))
    module = module_from_spec(ModuleSpec("build_styles", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, styles: ModuleType) -> Path:
    """A checkout whose styles are built."""
    for name in SOURCES:
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    vendor = tmp_path / styles.VENDOR
    vendor.mkdir(parents=True)
    for name in styles.COPIED.values():
        (vendor / name).write_text("built", encoding="ascii")
    (vendor / "stamp.txt").write_text(styles.stamp_of(tmp_path), encoding="ascii")
    return tmp_path


def test_lock_names_no_host_and_pins_by_hash() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = [package for name, package in json.loads(text)["packages"].items() if name]

    unpinned = [package for package in packages if not package.get("integrity", "").startswith("sha512-")]
    assert ("http" in text, '"resolved"' in text, len(packages) > 3, unpinned) == (False, False, True, [])


def test_built_styles_are_not_built_again(checkout: Path, styles: ModuleType) -> None:
    styles.build(checkout)

    kept = {path.read_text(encoding="ascii") for path in (checkout / styles.VENDOR).glob("*.css")}
    assert (styles.is_built(checkout), kept) == (True, {"built"})


@pytest.mark.parametrize("name", SOURCES)
def test_styles_are_stale_when_what_they_come_from_changes(checkout: Path, styles: ModuleType, name: str) -> None:
    (checkout / name).write_bytes((checkout / name).read_bytes() + b"\n")

    assert styles.is_built(checkout) is False


def test_styles_are_stale_when_a_file_is_gone(checkout: Path, styles: ModuleType) -> None:
    (checkout / styles.VENDOR / "theme.css").unlink()

    assert styles.is_built(checkout) is False


def test_failed_fetch_says_what_npm_said_and_the_remedy(
    checkout: Path, styles: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    npm = checkout / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error network' >&2\nexit 1\n", encoding="ascii")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(checkout))
    (checkout / styles.VENDOR / "theme.css").unlink()

    with pytest.raises(SystemExit) as caught:
        styles.build(checkout)

    assert str(caught.value).splitlines() == [
        "build_styles.py: the style sheets could not be fetched with npm.",
        "npm error network",
        "Remedy: check that this machine reaches a package registry (npm config get registry), then run again.",
    ]
