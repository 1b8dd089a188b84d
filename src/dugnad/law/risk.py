"""Goods that a rule lists: which groups of a list a purchase belongs to, by its CPV codes and its words."""

from __future__ import annotations

import re
from functools import cache

from dugnad.law.finding import Mark
from dugnad.law.hard_content import GoodsGroup, Names
from dugnad.law.judge import TRUST
from dugnad.law.lawfile import LANGUAGES
from dugnad.law.purchase import Purchase
from dugnad.law.vehicle_class import pattern


def groups_of(purchase: Purchase, groups: tuple[GoodsGroup, ...]) -> tuple[GoodsGroup, ...]:
    """The groups that a code falls in, then those that the title or description names."""
    codes = {code for code in (purchase.notice.cpv, *purchase.cpvs) if code}
    return tuple(
        group
        for group in groups
        if any(group.cpv.holds(code) for code in codes) or (group.words and _words(group.words).search(purchase.words))
    )


def groups_under(purchase: Purchase, groups: tuple[GoodsGroup, ...]) -> tuple[GoodsGroup, ...]:
    """The groups that stand under a code so wide that it may mean them or something else."""
    codes = {code for code in (purchase.notice.cpv, *purchase.cpvs) if code}
    return tuple(group for group in groups if any(group.cpv.may_hold(code) for code in codes))


def best_mark(groups: tuple[GoodsGroup, ...]) -> Mark:
    """One group that is well checked is enough for the purchase to be on the list."""
    return min((group.cpv.mark for group in groups), key=lambda mark: TRUST[mark])


def group_words(groups: tuple[GoodsGroup, ...]) -> Names:
    """The groups' names, one after the other, in every language."""
    return {language: ", ".join(group.names[language] for group in groups) for language in LANGUAGES}


@cache
def _words(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(pattern(phrases))
