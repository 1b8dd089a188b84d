"""The criteria library's hot paths: reading it, choosing from it, writing a set, recognising it, a page of a thousand.

    python bench/criteria_library.py

Reading is measured against a bare parse of the same YAML files, so that the figure holds on any machine.
"""

from __future__ import annotations

import json
import os
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from dugnad.content import PlainLoader, content_files
from dugnad.criteria import kept, reading
from dugnad.criteria.choose import choose
from dugnad.criteria.export import export
from dugnad.criteria.library import Reading, read_library
from dugnad.criteria.recognise import recogniser
from dugnad.criteria.selection_check import check_selection
from dugnad.criteria.tender import plain, tender_text
from search_criteria import seconds, thousand

ON = date(2026, 11, 22)
WORDS_A_PAGE = 400


def bare_parse() -> None:
    """The same files parsed and thrown away."""
    for path in content_files("criteria", "*.yaml"):
        yaml.load(path.read_text(encoding="utf-8"), Loader=PlainLoader)  # noqa: S506 - made from a safe loader


def read_anew() -> Reading:
    """The library from the files, nothing remembered."""
    reading._READ.clear()  # noqa: SLF001 - what a process remembers would hide the reading
    return read_library()


def page_seconds() -> float:
    """The list of a thousand criteria, as Django draws it."""
    with TemporaryDirectory() as var:
        os.environ |= {"DUGNAD_VAR": var, "DJANGO_SETTINGS_MODULE": "dugnad.server.settings"}
        import django  # noqa: PLC0415 - after the surroundings are set
        from django.test import Client  # noqa: PLC0415

        django.setup()
        whole = thousand()
        kept._KEEPER = kept.Keeper(read=lambda: Reading(whole, (), None))  # type: ignore[arg-type]  # noqa: SLF001
        client = Client(HTTP_HOST="localhost")
        client.get("/criteria/all/")
        return seconds(lambda: client.get("/criteria/all/").content)


def measure() -> dict[str, Any]:
    library = read_anew().library
    selection = choose(library, cpv="30213100", level="avansert", on=ON)
    text = tender_text(library, selection, language="nb", on=ON)
    find = recogniser(library)
    words = " ".join(plain(entry.requirement) for entry in text.entries).split()
    page = " ".join((words * (1 + WORDS_A_PAGE // len(words)))[:WORDS_A_PAGE])
    ratio = seconds(read_anew) / seconds(bare_parse)
    claims = [
        ("reading the library against a bare parse of its files", round(ratio, 2), 4, "×"),
        ("choosing a set and checking it", round(1000 * seconds(lambda: chosen(library)), 1), 100, "ms"),
        ("writing a set as a Word document", round(1000 * seconds(lambda: export(text, "docx")), 1), 500, "ms"),
        ("recognising criteria in a page of text", round(1000 * seconds(lambda: find(page)), 1), 50, "ms"),
        ("the list of a thousand criteria as a page", round(1000 * page_seconds(), 1), 100, "ms"),
    ]
    return {
        "claims": [{"what": what, "value": value, "at_most": most, "unit": unit} for what, value, most, unit in claims],
        "about": f"{len(library.criteria)} criteria in {len(library.groups)} groups",
    }


def chosen(library: Any) -> object:
    return check_selection(library, choose(library, cpv="30213100", level="avansert", on=ON), ON)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
