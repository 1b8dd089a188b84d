"""Words that every file can hold, and the few words that every paper carries beside its own."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError

FILE = "plan/paper.yaml"
WORDS = ("date", "reference", "page", "of")
LANGUAGES = ("nb", "nn", "en")
KEPT_CONTROLS = {"\n"}
KEPT_FORMATS = {"\u00ad", "\u200c", "\u200d"}
"""The soft hyphen, and the joiners that some scripts are spelt with; signs that turn the direction are dropped."""
DROPPED = {"Cc", "Cs", "Co", "Cn", "Cf"}
BREAKS = str.maketrans({"\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"})
TO_FILL = re.compile(r"(\[(?:fylles ut|fyllast ut|to be filled in)[^\[\]]*\])")
"""What the reader fills in, inside a sentence."""
ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)


def clean(said: str) -> str:
    """What was written without signs that no document can hold; line breaks stay."""
    unified = said.replace("\r\n", "\n").translate(BREAKS)
    return "".join(sign for sign in unified if is_kept(sign)).strip()


def is_kept(sign: str) -> bool:
    """Can a document hold the sign?"""
    return sign in KEPT_CONTROLS or sign in KEPT_FORMATS or category(sign) not in DROPPED


def one_line(said: str) -> str:
    """The text on one line, as titles and cells have it."""
    return " ".join(clean(said).split())


def known_language(language: str) -> str:
    """The paper's language, bokmål where it has none that we know."""
    return language if language in LANGUAGES else "nb"


def is_address(href: str) -> bool:
    """Is it an address that a document may lead to? Anything else is shown as words."""
    return ADDRESS.fullmatch(href) is not None


@lru_cache(maxsize=1)
def paper_words() -> dict[str, dict[str, str]]:
    """The words of the letter head and the page numbers."""
    words: dict[str, dict[str, str]] = read_yaml(content_path(FILE))
    return words


def check_paper_words() -> list[ContentError]:
    """Every word in every language."""
    words, where = read_yaml(content_path(FILE)) or {}, place(content_path(FILE))
    return [
        ContentError(where, None, f'"{name}" lacks {language}.', "Write it in nb, nn and en.")
        for name in WORDS
        for language in LANGUAGES
        if not (words.get(name) or {}).get(language)
    ]
