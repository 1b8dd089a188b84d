"""The short texts of the duties that leaders are shown: content/plan/duties.yaml, by version of the rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.law.overview import every_rule
from dugnad.plan.report_words import text_faults

FILE = "plan/duties.yaml"
SHOWN_IN = {"plan/report.yaml": ("law",), "plan/case.yaml": ("background", "considerations")}
"""Where it stands which rules leaders are shown."""
SPECIAL = ("ff-", "kkf-")
"""Versions of rules for utilities and concessions: a leader is told the ordinary ones."""
SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-ZÆØÅ])")
SHORT_ENOUGH = 2
"""Sentences that a text of the law page may have to be shown as it is."""


@lru_cache(maxsize=1)
def short_texts() -> dict[str, dict[str, str]]:
    """What each version is shown as, by its id; a version that is not named is shown whole."""
    texts: dict[str, dict[str, str]] = read_yaml(content_path(FILE))["short"]
    return texts


def check_duties() -> list[ContentError]:
    """Every long text that leaders are shown has a short one in every language, and no short text is of nothing."""
    where = place(content_path(FILE))
    try:
        given = read_yaml(content_path(FILE))
    except ContentError as error:
        return [error]
    texts = (given.get("short") if isinstance(given, Mapping) else None) or {}
    versions = {rule.id: rule for rule in every_rule()}
    shown = shown_rules()
    unknown = [
        ContentError(where, None, f'There is no rule version "{name}".', "Name a rule_version of content/law.")
        for name in texts
        if name not in versions
    ]
    lacking = [
        ContentError(where, None, f'"{name}" is shown to leaders and is long.', "Write a short text that is whole.")
        for name, rule in versions.items()
        if rule.rule in shown and not name.startswith(SPECIAL) and name not in texts and is_long(rule.text["nb"])
    ]
    return [*text_faults(texts, "short.", set(), where), *unknown, *lacking]


def shown_rules() -> set[str]:
    """The names of the rules that a report, a leader's page or a case tells of."""
    rows: list[Any] = []
    for file, lists in SHOWN_IN.items():
        given = read_yaml(content_path(file))
        rows += [row for name in lists for row in given.get(name) or []]
    return {str(row.get("rule")) if isinstance(row, Mapping) else str(row) for row in rows}


def is_long(text: str) -> bool:
    """Has the text more sentences than a leader is shown?"""
    return len(SENTENCE_END.split(text)) > SHORT_ENOUGH
