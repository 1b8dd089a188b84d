"""The share of the lot that a criterion's own words state."""

from __future__ import annotations

import re
from typing import Literal

from dugnad.wording.match import Hit

WEIGHTED = re.compile(r"\b(?:vekt\w*|vaegt\w*|vægt\w*|weight\w*)\s*:?\s*(\d{1,3}(?:[.,]\d+)?)\s*(?:%|prosent|procent)")


def stated_percent(folded: str, name_length: int, scope: Literal["whole", "part"], hits: list[Hit]) -> float | None:
    """The share that the text gives to the whole criterion, or to its environmental part."""
    found = WEIGHTED.findall(folded)
    if scope == "whole" and len(found) == 1:
        return float(found[0].replace(",", "."))
    return None
