"""The pages hang together, and nothing in the repository tells of the machine it was made on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
MAKE = re.compile(r"`make ([a-z-]+)")
MACHINE = re.compile(
    r"(?<![\w.~])/(?:work|farm|root|home/\w+|opt/\w+|tmp/\w+)/|"
    r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|artifactory|nexus\."
)
BINARY = {".png", ".jpg", ".ico", ".woff2", ".parquet", ".zip"}


def tracked(*patterns: str) -> list[Path]:
    """Files in the repository."""
    told = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout
    return [CHECKOUT / name for name in told.split("\0") if name and (CHECKOUT / name).is_file()]


def pages() -> list[Path]:
    """The documentation's pages."""
    return [path for path in tracked("*.md") if "node_modules" not in path.parts]


def anchors(page: Path) -> set[str]:
    """What a link can point to within a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="not a git checkout")
def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        for target in LINK.findall(text) + PICTURE.findall(text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.relative_to(CHECKOUT)}: {target}")

    assert broken == []


@pytest.mark.skipif(not (CHECKOUT / ".git").exists(), reason="not a git checkout")
def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path.suffix in BINARY or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path.relative_to(CHECKOUT)}:{number}: {line.strip()[:80]}")

    assert found == []


def test_recipes_named_in_the_pages_exist() -> None:
    recipes = set(re.findall(r"^([a-z-]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    named = {name for page in pages() for name in MAKE.findall(page.read_text(encoding="utf-8"))}

    assert named - recipes == set()


def test_every_decision_is_listed() -> None:
    folder = CHECKOUT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))

    assert listed == {path.name for path in folder.glob("2*.md")}
