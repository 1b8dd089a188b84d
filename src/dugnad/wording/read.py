"""One criterion's name and description → is it about the environment, about social responsibility, and which words say so."""

from __future__ import annotations

from typing import Literal

from dugnad.wording.fold import TOKEN, composed, fold
from dugnad.wording.language import folders_for
from dugnad.wording.match import Hit, Token, find_hits, has_candidates, tokens_of
from dugnad.wording.scope import scope_of
from dugnad.wording.share import stated_percent
from dugnad.wording.topic import topic_of
from dugnad.wording.verdict import Certainty, Evidence, Verdict
from dugnad.wording.words import vocabulary

NO_CRITERION = ("filler", "documents")
LONGEST = 100_000
"""Code points of each field that are read; no criterion is longer, and a runaway text must not stop an import."""


def read_text(language: str, name: str, description: str) -> Verdict:
    """What the text says; the same text always gives the same verdict."""
    clean_name, name_places = composed(name[:LONGEST])
    clean_description, description_places = composed(description[:LONGEST])
    text = f"{clean_name}\n{clean_description}"
    folded = fold(text)
    folders = folders_for(language, set(TOKEN.findall(folded)))
    words = vocabulary(folders)
    if not has_candidates(words, folded):
        return _nothing(stated_percent(folded, len(clean_name), "whole", []))
    tokens = tokens_of(folded)
    in_name = sum(token.start < len(clean_name) for token in tokens)
    hits = find_hits(words, folded, tokens, in_name)
    environment, deciding = _strongest([hit for hit in hits if hit.word.subject == "environment"])
    social, social_hits = _strongest([hit for hit in hits if hit.word.subject == "social"])
    scope: Literal["whole", "part"] | None = None
    if deciding:
        others = role_hits(folders, folded, tokens)
        spoken = [hit for hit in hits if hit.word.subject == "environment"]
        scope = scope_of(folded, len(clean_name), spoken, deciding, [*others, *social_hits])
    shown = sorted({*deciding, *social_hits}, key=lambda hit: hit.start)
    return Verdict(
        environment=environment,
        environment_scope=scope,
        topic=topic_of(deciding, in_name) if deciding else None,
        social=social,
        evidence=tuple(
            _evidence(hit, len(clean_name), (name, description), (name_places, description_places)) for hit in shown
        ),
        stated_percent=stated_percent(folded, len(clean_name), scope or "whole", deciding),
    )


def role_hits(folders: tuple[str, ...], folded: str, tokens: list[Token]) -> list[Hit]:
    """Words of other criteria: price, quality, people and so on."""
    found = find_hits(vocabulary(folders, roles=True), folded, tokens, 0)
    return [hit for hit in found if hit.word.topic not in NO_CRITERION]


def _nothing(share: float | None) -> Verdict:
    return Verdict(
        environment="none", environment_scope=None, topic=None, social="none", evidence=(), stated_percent=share
    )


def _strongest(hits: list[Hit]) -> tuple[Certainty, list[Hit]]:
    """The certainty that the hits give together, and those that give it."""
    certain = [hit for hit in hits if hit.word.meaning == "certain"]
    if certain:
        return "certain", certain
    return ("doubtful", hits) if hits else ("none", [])


def _evidence(
    hit: Hit, name_length: int, fields: tuple[str, str], places: tuple[list[int] | None, list[int] | None]
) -> Evidence:
    """The hit's place in the field as it was written."""
    in_name = hit.start < name_length
    offset = 0 if in_name else name_length + 1
    moved = places[0 if in_name else 1]
    start, end = hit.start - offset, hit.end - offset
    if moved is not None:
        start, end = moved[start], moved[end]
    return Evidence("name" if in_name else "description", start, end, fields[0 if in_name else 1][start:end])
