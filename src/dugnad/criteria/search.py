"""Finding criteria and groups as buyers ask for them, with the reason why each was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dugnad.criteria.cpv_groups import GroupOfCode, cpv_code, fits, groups_of
from dugnad.criteria.criterion import Version
from dugnad.criteria.search_asked import Asked, How, Reading, understand
from dugnad.criteria.search_index import Entry, Index, index_of
from dugnad.errors import DugnadError

__all__ = ["Found", "FoundCriterion", "FoundGroup", "Index", "Why", "find", "groups_by_word", "index_of"]

CODE = re.compile(r"(?<![\w-])(\d{8}(?:-\d)?)(?![\w-])")
ONLY_CODE = re.compile(r"\s*(?:cpv)?[\s:-]*(\d{2,8}(?:-\d)?)\s*", re.IGNORECASE)
OF_CODE = {"owned": 3.0, "beneath": 2.0, "also": 1.5}
LEAST_SHARE = 0.12
"""A group with less of the best one's score is not shown."""
GROUP_COUNTS = 2.5
"""What standing in the best group is worth to a criterion, beside its own words."""
THEME_COUNTS, SECOND_THEME = 1.6, 0.8
NEAR_GROUP = 0.5
MOST_WHY = 4
Reason = tuple[float, Asked, Reading]
"""What a word of the query gave, and by which reading."""
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Why:
    """A word of the query, what it was matched with, and by which road."""

    asked: str
    matched: str
    how: How


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A product group that answers the query."""

    id: str
    score: float
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class FoundCriterion:
    """A criterion that answers the query, in the version that was searched."""

    version: Version
    groups: tuple[str, ...]
    score: float
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search, the best first. `total` counts criteria before the limit."""

    query: str
    groups: tuple[FoundGroup, ...]
    criteria: tuple[FoundCriterion, ...]
    total: int


def find(
    index: Index,
    query: str,
    *,
    group: str | None = None,
    cpv: str | None = None,
    kind: str | None = None,
    level: str | None = None,
    theme: str | None = None,
    language: str | None = None,
    limit: int = LIMIT,
) -> Found:
    """Groups and criteria that answer the query, within the filters. An empty query gives all that is kept."""
    code = cpv_code(cpv) if cpv else None
    wanted = {one.group for one in groups_of(index.library, code)} if code else None
    asked = understand(index, query)
    if not asked and query.strip() and not _codes(index, query):
        return Found(query, (), (), 0)  # signs that are no words
    ranked = _ranked_groups(index, query, asked)
    if not asked and not ranked:
        ranked = [FoundGroup(name, 0.0, ()) for name in index.library.groups]
    shown = [one for one in ranked if (not group or one.id == group) and (wanted is None or one.id in wanted)]
    chosen = [
        (number, entry)
        for number, entry in enumerate(index.entries)
        if (not group or group in entry.groups)
        and (wanted is None or (_is_for(entry, wanted, index) and fits(entry.version, code or "")))
        and (not kind or entry.version.kind == kind)
        and (not level or entry.version.level == level)
        and (not theme or theme in entry.version.themes)
        and (not language or language in entry.version.languages)
    ]
    criteria = _ranked_criteria(index, asked, ranked, chosen)
    told = tuple(_told(index, asked, one) for one in criteria[:limit])
    return Found(query, tuple(shown[:limit]), told, len(criteria))


def groups_by_word(index: Index, query: str) -> list[tuple[str, dict[str, float]]]:
    """Each code, word or phrase of the query with the groups that it points to, and how strongly."""
    coded = [(one.prefix, {one.group: OF_CODE[one.how]}) for one in _codes(index, query)]
    found = [(word.written, _of_word(index, word)) for word in understand(index, query)]
    return [*coded, *((word, {group: points for group, (points, _) in groups.items()}) for word, groups in found)]


def _is_for(entry: Entry, wanted: set[str], index: Index) -> bool:
    """Does the criterion apply to any of the groups, or to all purchases?"""
    return bool(wanted.intersection(entry.groups)) or is_for_all(entry.groups, index)


def is_for_all(groups: tuple[str, ...], index: Index) -> bool:
    """Is it a shared criterion of every group there is?"""
    return len(groups) > 1 and set(groups) >= set(index.library.groups)


def _codes(index: Index, query: str) -> list[GroupOfCode]:
    """The groups of CPV codes typed as text."""
    only = ONLY_CODE.fullmatch(query[:40])
    found: list[GroupOfCode] = []
    for written in [only[1]] if only else CODE.findall(query):
        try:
            found += groups_of(index.library, written)
        except DugnadError:  # figures that are no code are words like others
            continue
    return found


def _ranked_groups(index: Index, query: str, asked: tuple[Asked, ...]) -> list[FoundGroup]:
    scores: dict[str, float] = {}
    reasons: dict[str, list[tuple[float, Why]]] = {}
    for place, one in enumerate(_codes(index, query)):
        points = OF_CODE[one.how] / (1 + place / 20)
        scores[one.group] = scores.get(one.group, 0.0) + points
        reasons.setdefault(one.group, []).append((points, Why(query.strip()[:40], one.prefix, "cpv")))
    for word in asked:
        for group, (points, reading) in _of_word(index, word).items():
            scores[group] = scores.get(group, 0.0) + points
            reasons.setdefault(group, []).append((points, Why(word.written, _shown(index, reading), reading.how)))
    best = max(scores.values(), default=0.0)
    order = {name: place for place, name in enumerate(index.library.groups)}
    kept = [name for name in scores if name in order and scores[name] >= LEAST_SHARE * best]
    kept.sort(key=lambda name: (-scores[name], order[name]))
    return [FoundGroup(name, round(scores[name], 4), _best(reasons[name])) for name in kept]


def _of_word(index: Index, word: Asked) -> dict[str, tuple[float, Reading]]:
    """What the word gives each group, by its best reading."""
    found: dict[str, tuple[float, Reading]] = {}
    for reading in word.readings:
        rarity = index.rarity.get(reading.key, 0.0)
        for group, weight in index.groups.get(reading.key, {}).items():
            points = word.weight * reading.quality * weight * rarity
            if group not in found or points > found[group][0]:
                found[group] = (points, reading)
    if any(reading.how == "compound" for reading in word.readings):
        _add_parts(index, word, found)
    return found


def _add_parts(index: Index, word: Asked, found: dict[str, tuple[float, Reading]]) -> None:
    """All parts of a compound count where they point at the same group."""
    parts = [reading for reading in word.readings if reading.how == "compound"]
    for group, (best, reading) in found.items():
        points = [
            word.weight
            * part.quality
            * index.groups.get(part.key, {}).get(group, 0.0)
            * index.rarity.get(part.key, 0.0)
            for part in parts
        ]
        found[group] = (max(best, best + sum(points) - max(points, default=0.0)), reading)


def _shown(index: Index, reading: Reading) -> str:
    return index.shown.get(reading.key, reading.key)


def _best(reasons: list[tuple[float, Why]]) -> tuple[Why, ...]:
    ordered = sorted(reasons, key=lambda one: -one[0])
    return tuple(dict.fromkeys(why for _, why in ordered))[:MOST_WHY]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A criterion with its score, and what the words of the query gave it."""

    score: float
    entry: Entry
    concern: float
    reasons: Sequence[Reason]


def _ranked_criteria(
    index: Index, asked: tuple[Asked, ...], groups: list[FoundGroup], chosen: list[tuple[int, Entry]]
) -> list[Ranked]:
    if not asked and not any(one.score for one in groups):
        return [Ranked(0.0, entry, 0.0, ()) for _, entry in chosen]
    reasons = _by_words(index, asked)
    best = max((one.score for one in groups), default=0.0) or 1.0
    near = {one.id: one.score / best for one in groups}
    themes = tuple(dict.fromkeys(theme for word in asked for theme in word.themes))
    found = []
    for number, entry in chosen:
        own = reasons.get(number, ())
        closeness = _closeness(near, entry.groups)
        concern = _concern(entry.version, themes) if themes else 0.0
        if own or closeness >= NEAR_GROUP or (concern and not near):
            score = sum([points for points, _, _ in own]) + GROUP_COUNTS * closeness + concern
            found.append(Ranked(score, entry, concern, own))
    found.sort(key=lambda one: (-one.score, one.entry.version.criterion))
    return found


def _closeness(near: dict[str, float], groups: tuple[str, ...]) -> float:
    """How near the criterion's group is to the best one; a shared criterion is less near than the group's own."""
    if len(groups) == 1:
        return near.get(groups[0], 0.0)
    return NEAR_GROUP * max([near[group] for group in groups if group in near], default=0.0)


def _by_words(index: Index, asked: tuple[Asked, ...]) -> dict[int, list[Reason]]:
    """What each word gives each criterion, by its best reading."""
    reasons: dict[int, list[Reason]] = {}
    for word in asked:
        if word.is_phrase:
            continue
        own: dict[int, Reason] = {}
        for reading in word.readings:
            rarity = index.criterion_rarity.get(reading.key, 0.0) * reading.quality
            for number, weight in index.postings.get(reading.key, ()):
                points = rarity * weight
                if number not in own or points > own[number][0]:
                    own[number] = (points, word, reading)
        for number, reason in own.items():
            reasons.setdefault(number, []).append(reason)
    return reasons


def _told(index: Index, asked: tuple[Asked, ...], one: Ranked) -> FoundCriterion:
    """The criterion with the reasons why it was found."""
    version = one.entry.version
    why = _best(
        [(points, Why(word.written, _shown(index, reading), reading.how)) for points, word, reading in one.reasons]
    )
    if one.concern:
        themes = [(word.written, theme) for word in asked for theme in word.themes if theme in version.themes]
        why = (*why, *(Why(written, theme, "theme") for written, theme in dict.fromkeys(themes)))
    return FoundCriterion(version, one.entry.groups, round(one.score, 4), why[:MOST_WHY])


def _concern(version: Version, themes: Iterable[str]) -> float:
    """What the criterion's themes are worth where the buyer named one."""
    points = 0.0
    for theme in themes:
        if theme == version.themes[0]:
            points = max(points, THEME_COUNTS)
        elif theme in version.themes:
            points = max(points, SECOND_THEME)
    return points
