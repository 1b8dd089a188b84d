"""The site's own texts: `texts/<page>.yaml`, each key in bokmål, nynorsk and English.

    lead:
      nb: Slik følger {name} opp.
      nn: Slik følgjer {name} opp.
      en: How {name} follows up.

A text that counts has two forms, `one` and `other`, chosen by the value `count`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from dugnad.check.steps import outcome_words
from dugnad.content import read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
OUTCOMES = "outcome"
FOLDER = Path(__file__).parent / "texts"


@cache
def page_words(page: str) -> dict[str, dict[str, Any]]:
    """All texts of one page, by key."""
    if page == OUTCOMES:  # named on the command line too
        return dict(outcome_words())
    path = FOLDER / f"{page}.yaml"
    if not path.is_file():
        raise ContentError(f"web/texts/{page}.yaml", None, "This text file is missing.", "Create it.")
    texts: dict[str, dict[str, Any]] = read_yaml(path)
    return texts


def has_words(key: str) -> bool:
    """Is there a text of this name?"""
    page, _, name = key.partition(".")
    return (page == OUTCOMES or (FOLDER / f"{page}.yaml").is_file()) and name in page_words(page)


def words(key: str, language: str, **values: Any) -> str:
    """The text `page.name` in the language, its {places} filled."""
    page, _, name = key.partition(".")
    try:
        text = page_words(page)[name][language]
        if isinstance(text, dict):
            text = text["one" if values["count"] in {1, "1"} else "other"]
        return str(text).strip().format_map(values)
    except KeyError as error:
        problem = f'The text "{name}" lacks {error} (language {language}).'
        raise ContentError(f"web/texts/{page}.yaml", None, problem, "Add it, in nb, nn and en.") from error
