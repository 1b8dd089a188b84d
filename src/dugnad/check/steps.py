"""What an outcome is called and what to do next: content/check/outcomes.yaml and next_steps.yaml."""

from __future__ import annotations

from functools import cache
from typing import get_args

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.law.finding import Outcome

LANGUAGES = ("nb", "nn", "en")


@cache
def load_steps() -> dict[str, dict[str, str]]:
    """Texts by OUTCOME or OUTCOME.ground, then by language."""
    steps: dict[str, dict[str, str]] = read_yaml(content_path("check/next_steps.yaml"))["steps"]
    return steps


def next_step(outcome: str, ground: str | None, language: str = "nb", *, is_read: bool = False) -> str:
    """The step for an outcome: the ground's own text where there is one; another where the documents were read."""
    steps = load_steps()
    read = (f"{outcome}.{ground}.read", f"{outcome}.read") if is_read else ()
    keys = (*read, f"{outcome}.{ground}", outcome)
    return steps[next(key for key in keys if key in steps)][language]


@cache
def outcome_words() -> dict[str, dict[str, str]]:
    """What each outcome is called, by language: content/check/outcomes.yaml."""
    words: dict[str, dict[str, str]] = read_yaml(content_path("check/outcomes.yaml"))
    return words


def check_outcomes() -> list[ContentError]:
    """Every outcome has a name in every language."""
    file = content_path("check/outcomes.yaml")
    return [
        ContentError(place(file), None, f"{outcome} has no name in {language}.", "Write one.")
        for outcome in get_args(Outcome)
        for language in LANGUAGES
        if not outcome_words().get(outcome, {}).get(language)
    ]


def check_steps() -> list[ContentError]:
    """Every outcome has a step in every language; no step is for an outcome that does not exist."""
    file = content_path("check/next_steps.yaml")
    steps = load_steps()
    faults = [
        ContentError(place(file), None, f"{outcome} has no step.", "Write one in nb, nn and en.")
        for outcome in get_args(Outcome)
        if outcome not in steps
    ]
    for key, texts in steps.items():
        if key.partition(".")[0] not in get_args(Outcome):
            faults.append(ContentError(place(file), None, f'"{key}" is no outcome.', "Correct the key."))
        missing = [language for language in LANGUAGES if not texts.get(language)]
        if missing:
            faults.append(ContentError(place(file), None, f"{key} lacks {', '.join(missing)}.", "Write the text."))
    return faults
