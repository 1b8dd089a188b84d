"""Where the content files lie, and how they are read.

Content is what procurement people own: YAML, CSV, Markdown and SQL under `content/`. `DUGNAD_CONTENT=dir` lays a
body's own files over the shipped ones: a file at the same relative path replaces the shipped file, a new file adds.
"""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from dugnad.errors import ContentError

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # libyaml is missing: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


class PlainLoader(Loader):
    """YAML in which only true and false are truth values, as in YAML 1.2: `on:` is a key, `no` is a language."""


PlainLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for letter, found in Loader.yaml_implicit_resolvers.items()
}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def content_folders() -> tuple[Path, ...]:
    """Folders to search, the overriding one first."""
    own = os.environ.get("DUGNAD_CONTENT")
    here = Path(__file__).parent
    checkout = here.parents[1] / "content"
    shipped = checkout if checkout.is_dir() else here / "shipped"
    if not own:
        return (shipped,)
    folder = Path(own)
    if not folder.is_dir():
        raise ContentError(own, None, "DUGNAD_CONTENT names a folder that does not exist.", "Create it or unset it.")
    return (folder, shipped)


def content_path(relative: str) -> Path:
    """The file at this place in the content, the body's own before the shipped one."""
    for folder in content_folders():
        path = folder / relative
        if path.exists():
            return path
    raise ContentError(f"content/{relative}", None, "This content file is missing.", "Restore it from the repository.")


def content_files(relative: str, pattern: str) -> list[Path]:
    """All files below a content folder, sorted by relative path, each path once (the body's own wins)."""
    found: dict[str, Path] = {}
    for folder in reversed(content_folders()):
        base = folder / relative
        found.update({str(path.relative_to(folder)): path for path in base.rglob(pattern) if path.is_file()})
    return [found[key] for key in sorted(found)]


def place(path: Path) -> str:
    """The path as people write it: from `content/` down."""
    for folder in content_folders():
        if path.is_relative_to(folder):
            return f"content/{path.relative_to(folder)}"
    return str(path)


def read_yaml(path: Path) -> Any:
    """A YAML file's value; a syntax error names file and line."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 - made from a safe loader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        problem = f"This is not valid YAML: {error.problem}."
        raise ContentError(place(path), line, problem, "Check indentation, colons and quotes.") from error
    except yaml.YAMLError as error:  # a sign that no text may hold, such as NUL
        problem = f"This cannot be read: {' '.join(str(error).split())}."
        raise ContentError(place(path), None, problem, "Save it as plain text.") from error
    except UnicodeDecodeError as error:
        raise ContentError(place(path), None, "This file is not UTF-8.", "Save it as UTF-8.") from error


def read_csv(path: Path) -> Iterator[dict[str, str]]:
    """A CSV file's rows by column name; every cell is a string, "" where empty."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if None in row or None in row.values():
                problem = "This row has another number of columns than the header."
                raise ContentError(place(path), None, f"{problem} {row}", "Quote cells that hold commas.")
            yield row
