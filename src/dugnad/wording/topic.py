"""What an environmental text is mostly about."""

from __future__ import annotations

from dugnad.wording.match import Hit


def topic_of(hits: list[Hit], in_name: int) -> str:
    """The one topic that is named; generic where several are, or none."""
    named = {hit.word.topic for hit in hits} - {"generic"}
    in_names = {hit.word.topic for hit in hits if hit.first < in_name} - {"generic"}
    if len(in_names) == 1:
        return in_names.pop()
    return named.pop() if len(named) == 1 else "generic"
