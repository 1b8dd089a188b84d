"""Is a criterion's text about the environment, is it about social responsibility, and which words say so."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import Literal

from dugnad.wording.fold import TOKEN, composed, fold
from dugnad.wording.language import folders_for, languages
from dugnad.wording.match import Hit, Token, candidates, confirmed, find_hits, holds, starts_of, tokens_of
from dugnad.wording.scope import elements, scope_of, separator
from dugnad.wording.share import Stated, stated_share
from dugnad.wording.topic import topic_of
from dugnad.wording.verdict import Certainty, Evidence, Verdict
from dugnad.wording.words import vocabulary

NO_CRITERION = ("filler", "documents", "exemption", "study")
REACH = 200
"""Code points from a word for experience to what it is experience of."""
WORDS_BEFORE = 2
"""How many words may stand before the one for experience ("tilbudte rådgiveres erfaring")."""
LONGEST_JOINT = 3
"""Elements of a name; longer lists name the environment as a criterion of its own."""
LONGEST = 20_000
"""Code points of each field that are read: forms allow 6 000, and a runaway text must not hold an import up."""


def read_text(language: str, name: str, description: str) -> Verdict:
    """What the text says; the same text always gives the same verdict."""
    clean_name, name_places = composed(name[:LONGEST])
    clean_description, description_places = composed(description[:LONGEST])
    is_cut = max(len(name), len(description)) > LONGEST
    text = f"{clean_name}\n{clean_description}"
    folded = fold(text)
    written = TOKEN.findall(folded)
    folders = folders_for(language, set(written))
    folder = folders[0]
    possible = candidates(vocabulary(folders), folded, written)
    if not possible:
        is_named = bool(clean_name.strip(" -–—."))
        share = stated_share(folded, len(clean_name), "whole", [], [], folder=folder, is_named=is_named)
        return _nothing(share, is_cut=is_cut)
    tokens = tokens_of(folded)
    in_name = sum(token.start < len(clean_name) for token in tokens)
    hits = confirmed(possible, folded, tokens, in_name)
    roles = find_hits(vocabulary(folders, "roles"), folded, tokens, 0) if hits else []
    hits = with_exemption_doubted(with_experience_doubted(hits, roles, folded, len(clean_name), folder), roles)
    environment, deciding = _strongest([hit for hit in hits if hit.word.subject == "environment"])
    is_certain = environment == "certain"
    social, social_hits = _strongest(_social(hits, without_both=is_certain))
    is_named = says_more_than(roles, tokens[:in_name])
    others = [*(hit for hit in roles if hit.word.topic not in NO_CRITERION), *social_hits]
    scope: Literal["whole", "part"] | None = None
    if deciding:
        spoken, aside = told_apart(hits, is_certain=is_certain)
        scope = scope_of(folded, len(clean_name), spoken, deciding, [*others, *aside], folder=folder, is_named=is_named)
    share = stated_share(folded, len(clean_name), scope or "whole", deciding, others, folder=folder, is_named=is_named)
    if scope == "part" and share.of_lot is None and languages()[folder].doubts_joint:
        environment = _joint(environment, deciding, others, elements(folded, 0, len(clean_name), folder))
    return Verdict(
        environment=environment,
        environment_scope=scope,
        topic=topic_of(deciding, in_name) if deciding else None,
        social=social,
        evidence=tuple(
            _evidence(hit, len(clean_name), (name, description), (name_places, description_places))
            for hit in apart([*deciding, *social_hits])
        ),
        stated_percent=share.of_lot,
        stated_percent_of_criterion=share.of_criterion,
        stated_total=share.total,
        stated_range=share.span,
        is_cut=is_cut,
    )


def told_apart(hits: list[Hit], *, is_certain: bool) -> tuple[list[Hit], list[Hit]]:
    """(environmental hits, social hits that are something else): "Miljø og samfunnsansvar" is about two things.

    A word that is doubtful in both subjects is environmental only where nothing is certain beside it.
    """
    social = [hit for hit in hits if hit.word.subject == "social"]
    both = {hit.first for hit in social} if is_certain else set()
    spoken = [hit for hit in hits if hit.word.subject == "environment"
              and (hit.word.meaning == "certain" or hit.first not in both)]  # fmt: skip
    return spoken, [hit for hit in social if hit.first in both]


def apart(hits: list[Hit]) -> list[Hit]:
    """The hits in the order they stand, each word once: of two that overlap, the longer."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _joint(environment: Certainty, deciding: list[Hit], others: list[Hit], name: list[tuple[int, int]]) -> Certainty:
    """Doubtful where a short name joins the environment with another criterion and nothing tells them apart."""
    if environment != "certain" or not 0 < len(name) <= LONGEST_JOINT:
        return environment
    own, roles = starts_of(deciding), starts_of([hit for hit in others if hit.word.subject == "role"])
    is_joined = any(holds(roles, *element) and not holds(own, *element) for element in name)
    return "doubtful" if is_joined and own[-1] < name[-1][1] else environment


def says_more_than(roles: list[Hit], name: list[Token]) -> bool:
    """Has the name a word beside fillers ("Kriterium 3", "Tildelingskriterier") and numbers?"""
    filled = {place for hit in roles if hit.word.topic == "filler" for place in range(hit.first, hit.last + 1)}
    return any(index not in filled and not token.text.isdigit() for index, token in enumerate(name))


def with_exemption_doubted(hits: list[Hit], roles: list[Hit]) -> list[Hit]:
    """No environmental word is certain where the text claims that the rule does not apply, or is met otherwise."""
    if not any(hit.word.topic == "exemption" for hit in roles):
        return hits
    return [doubted(hit) for hit in hits]


def doubted(hit: Hit) -> Hit:
    """An environmental hit that is doubtful, not certain."""
    return replace(hit, word=hit.word._replace(meaning="doubtful")) if hit.word.subject == "environment" else hit


def _social(hits: list[Hit], *, without_both: bool) -> list[Hit]:
    """The social hits; `without_both` those left out that are the same doubtful word as an environmental one.

    "Bærekraft" is both. Where the environment is certain by other words, it says nothing of social responsibility.
    """
    social = [hit for hit in hits if hit.word.subject == "social"]
    if not without_both:
        return social
    taken = {
        place
        for hit in hits
        if hit.word.subject == "environment" and hit.word.meaning == "doubtful"
        for place in range(hit.first, hit.last + 1)
    }
    return [hit for hit in social if hit.word.meaning == "certain" or hit.first not in taken]


def with_experience_doubted(hits: list[Hit], roles: list[Hit], folded: str, name_length: int, folder: str) -> list[Hit]:
    """Environmental words that only tell what somebody must have experience of: doubtful, not certain.

    "Erfaring med klimagassregnskap og ombruk" is about people, "Utstilling om klima" about what is bought. The word for
    experience, competence or a study stands before, in the same element or joined to one that was doubted; or
    experience makes the whole name, or is all that the description asks for.
    """
    people = [hit for hit in roles if hit.word.topic == "experience"]
    before = [*people, *(hit for hit in roles if hit.word.topic == "study")]
    if not before:
        return hits
    if asks_for_experience(people, hits, folded, name_length):
        return [doubted(hit) for hit in hits]
    parted = separator(folder)
    name_is_people = any(hit.start < name_length for hit in people) and not any(
        hit.word.meaning == "certain" and hit.start < name_length for hit in hits
    )
    ends = sorted(hit.end for hit in before)
    found, doubted_until = [], -REACH
    for hit in hits:
        if hit.word.meaning != "certain" or hit.word.subject != "environment":
            found.append(hit)
            continue
        nearest = bisect_right(ends, hit.start)
        since = ends[nearest - 1] if nearest else -REACH
        follows = hit.start - since < REACH and not parted.search(folded, since, hit.start)
        joined = 0 <= hit.start - doubted_until < REACH and len(TOKEN.findall(folded, doubted_until, hit.start)) <= 1
        if name_is_people or follows or joined:
            doubted_until = hit.end
            found.append(doubted(hit))
        else:
            found.append(hit)
    return found


def asks_for_experience(people: list[Hit], hits: list[Hit], folded: str, name_length: int) -> bool:
    """Does the description begin with experience and name nothing environmental ("Miljøgifter: erfaring med ...")."""
    if any(hit.start > name_length and hit.word.subject == "environment" for hit in hits):
        return False
    first = min((hit.start for hit in people if hit.start > name_length), default=-1)
    return first > 0 and len(TOKEN.findall(folded, name_length + 1, first)) <= WORDS_BEFORE


def _nothing(share: Stated, *, is_cut: bool) -> Verdict:
    return Verdict(
        environment="none",
        environment_scope=None,
        topic=None,
        social="none",
        evidence=(),
        stated_percent=share.of_lot,
        stated_range=share.span,
        is_cut=is_cut,
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
