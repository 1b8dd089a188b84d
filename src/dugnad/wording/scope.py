"""Is the whole criterion environmental, or only a part of it?"""

from __future__ import annotations

from typing import Literal

from dugnad.wording.match import Hit, Token


def scope_of(
    folded: str, tokens: list[Token], in_name: int, hits: list[Hit], folders: tuple[str, ...]
) -> Literal["whole", "part"]:
    """Whole where the name itself is environmental, or nothing but the environment is described."""
    if any(hit.first < in_name for hit in hits) or in_name == 0:
        return "whole"
    return "part"
