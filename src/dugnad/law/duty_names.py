"""What each duty is called: the newest version's name, by rule id."""

from __future__ import annotations

from functools import cache

from dugnad.law.duty_law import load_duties
from dugnad.law.hard_content import load_hard


@cache
def duty_names() -> dict[str, dict[str, str]]:
    """Rule id → names in nb, nn and en."""
    hard = {rule: told.versions[-1].names for rule, told in load_hard().rules.items() if told.versions}
    return hard | {rule: versions[-1].names for rule, versions in load_duties().versions.items()}
