"""The letter to begin with, the reminder, and the sentences that fill their fields: content/plan/letters."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dugnad.content import content_path, read_yaml

FOLDER = "plan/letters"

Words = dict[str, Any]


@lru_cache(maxsize=4)
def read_letter(name: str) -> Words:
    """One of the shipped letters, or the words that fill them."""
    words: Words = read_yaml(content_path(f"{FOLDER}/{name}.yaml"))
    return words


def letter_words() -> Words:
    """The sentences that fill the fields."""
    return read_letter("words")


def first_letter() -> Words:
    """The letter that a coordinator begins with: title, subject and text in each language."""
    return read_letter("dugnad")


def thanks() -> Words:
    """The letter to a body that has done all that is asked: subject and text."""
    return read_letter("thanks")


def reminder() -> Words:
    """What reminds those who have not answered."""
    return read_letter("reminder")
