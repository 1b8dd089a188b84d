"""What a statement in a criterion's place says: which path of the climate and environment rule its words invoke.

The code of a statement and its words disagree in real notices; both are shown. Bokmål, nynorsk and English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from dugnad.wording.fold import composed, fold
from dugnad.wording.match import Hit, Token, find_hits, tokens_of
from dugnad.wording.read import LONGEST
from dugnad.wording.words import vocabulary

if TYPE_CHECKING:
    from dugnad.wording.verdict import Verdict

Path = Literal["spec", "insignificant", "critical-interest", "national-minimum"]
PATHS: tuple[Path, ...] = get_args(Path)
WRITTEN_IN = ("no", "en")
RULE_WORDS = ("rule", "small")
PLAIN_ROLES = ("price", "delivery", "experience", "people", "service", "design")
DENIAL_REACH = 2
"""How many words before an expression a "not" turns it around."""
SHORTEST_CONTENT = 4
PLACE = re.compile(r"(?:§+|ledd|kapittel|kap\.?|punkt|pkt\.?|section|paragraph|vedlegg|annex|r\d?)\s*[\d.,\-–() ]*$")


def _read(text: str) -> tuple[str, list[Token], list[Hit]]:
    folded = fold(composed(text[:LONGEST])[0])
    tokens = tokens_of(folded)
    return folded, tokens, find_hits(vocabulary(WRITTEN_IN, "statements"), folded, tokens, 0)


def invoked_path(text: str) -> str | None:
    """The path that the words invoke; None where they invoke none, or several alike.

    Of several, the one with most expressions that are not denied ("ikke ubetydelig").
    """
    _, _, hits = _read(text)
    denials = {hit.first for hit in hits if hit.word.topic == "denied"}
    counts = dict.fromkeys(PATHS, 0)
    for hit in hits:
        if hit.word.topic in counts and denials.isdisjoint(range(hit.first - DENIAL_REACH, hit.first)):
            counts[hit.word.topic] += len(hit.word.parts)
    most = max(counts.values())
    leaders = [path for path, count in counts.items() if count == most]
    return leaders[0] if most and len(leaders) == 1 else None


def only_repeats_rule(text: str) -> bool:
    """Does the reason consist of the rule's own words, naming no requirement or circumstance of this purchase."""
    folded, tokens, hits = _read(text)
    covered = {
        place
        for hit in hits
        for place in range(hit.first, hit.last + 1)
        if hit.word.topic not in PATHS or _is_rule_word(tokens[place].text)
    }
    for index, token in enumerate(tokens):
        if index in covered:
            continue
        if token.text.isdigit():
            if not PLACE.search(folded[max(0, token.start - 30) : token.start]):
                return False
        elif len(token.text) >= SHORTEST_CONTENT:
            return False
    return True


def _is_rule_word(token: str) -> bool:
    """Is the word itself one of the rule's, also where it stands in an expression that names a path."""
    words = vocabulary(WRITTEN_IN, "statements").of_token(token)
    return any(len(word.parts) == 1 and word.topic in RULE_WORDS for word in words)


def is_plainly_other(verdict: Verdict, text: str) -> bool:
    """Is the text of a criterion with an environmental code plainly about something else: price, people, delivery."""
    if verdict.environment != "none":
        return False
    folded = fold(composed(text[:LONGEST])[0])
    tokens = tokens_of(folded)
    roles = find_hits(vocabulary(WRITTEN_IN, "roles"), folded, tokens, 0)
    return any(hit.word.topic in PLAIN_ROLES for hit in roles) and not any(hit.word.topic == "quality" for hit in roles)
