"""What stands here already about what somebody is writing: published answers, criteria, rules, product groups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dugnad.criteria.cpv_groups import cpv_code, groups_of
from dugnad.desk.search_text import Kind
from dugnad.errors import DugnadError
from dugnad.records.queries.search import Hit
from dugnad.records.queries.search import covering as published
from dugnad.web import shelf
from dugnad.web.codes import cpv_names
from dugnad.web.templatetags.text import language

CODE = re.compile(r"(?<![\d-])(\d{8})(?:-\d)?(?![\d-])")
SHORTEST = 3
"""Signs that somebody must have written before anything is looked for."""
LONGEST = 2_000
"""Of a long question: its beginning says what it is about."""
MOST_OF: tuple[tuple[tuple[Kind, ...], int], ...] = (
    (("answer",), 3),
    (("criterion", "group"), 2),
    (("law", "case"), 2),
)
"""Kinds that are looked for together and how many are shown, so that many of one kind do not hide the others."""
MOST_GROUPS, MOST_CODES = 3, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was found for a text, and what it seems to be about."""

    hits: tuple[Hit, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """Product groups that the text seems to be about, the likeliest first."""
    codes: tuple[tuple[str, str], ...] = ()
    """CPV codes of the text, else of those groups."""
    is_in_vain: bool = False
    """Something was looked for, and nothing covers it."""

    @property
    def group_ids(self) -> frozenset[str]:
        """The groups by id."""
        return frozenset(one for one, _ in self.groups)


def covering(text: str) -> Known:
    """What covers the text: answers first, then a few criteria, rules and decisions. Nothing where nothing does."""
    text = text.replace("\0", "").strip()[:LONGEST]
    if len(text) < SHORTEST:
        return Known()
    coded = [group for group in map(group_of_code, CODE.findall(text)) if group]
    found = published(text, language=language(), most_of=MOST_OF, coded=coded)
    groups = tuple(dict.fromkeys([*coded, *found.groups]))[:MOST_GROUPS]
    return Known(
        hits=found.hits,
        groups=tuple((one, shelf.spoken(shelf.library().groups[one].name)) for one in groups),
        codes=codes_about(text, groups),
        is_in_vain=not found.hits,
    )


def codes_about(text: str, groups: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The codes that the text names; else those that the likeliest group owns."""
    named = [code for code in CODE.findall(text) if code in cpv_names()]
    owned = [cpv_code(code) for one in groups[:1] for code in shelf.library().groups[one].cpv]
    return tuple((code, cpv_title(code)) for code in dict.fromkeys(named or owned) if code in cpv_names())[:MOST_CODES]


def cpv_title(code: str) -> str:
    """What the code list calls it."""
    names = cpv_names()[code]
    return names["en" if language() == "en" else "nb"] or names["en"]


def group_of_code(code: str) -> str:
    """The product group that owns the code, or one above it; "" where none does.

    A group that only lies beneath a wide code is narrower than what is asked about: nobody has said that it is that.
    """
    try:
        found = groups_of(shelf.library(), code)
    except DugnadError:
        return ""
    return next((one.group for one in found if one.how == "owned"), "")
