"""The share that a criterion's own words state: "Vektes 30 %", "Miljø (30 %)", "1) Kvalitet (40 %) 2) Miljø (30 %)".

Strict: a percentage counts only where it stands as a weight does. "Minst 30 % resirkulert" and "50 % reduksjon" are no
shares, points are no percentages, and one number for environment and something else together belongs to neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dugnad.wording.match import holds, starts_of
from dugnad.wording.scope import elements

if TYPE_CHECKING:
    from dugnad.wording.match import Hit

PERCENT = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?:[.,]\d{1,2})?)\s{0,2}"
    r"(?:%|(?:prosent(?:poeng)?|procent\w?|percent|per cent|prozent|pct|pour cent)\b)"
)
WEIGHT_BEFORE = re.compile(
    r"(?:vekt\w*|vekting\w*|vaegt\w*|vægt\w*|weight\w*|gewicht\w*|ponder\w*|wag[aięe]\b|vikt\w*|viktning\w*|poids"
    r"|coefficient|teller|tel|utgjør|utgjer|counts?(?: for)?|quality at|cost at)[^.;\n%]{0,30}$"
)
WEIGHT_AFTER = re.compile(r"^\s{0,2}(?:vekt|vægt|vikt|weight|gewicht|wagi|ponder)")
QUANTITY_BEFORE = re.compile(
    r"(?:minst|minimum|min|mer enn|meir enn|mindre enn|over|under|opptil|opp til|inntil|inn til|maks\w*|max\w*"
    r"|at least|at most|up to|more than|less than|mindestens|hochstens|höchstens|bis zu|mehr als|au moins"
    r"|jusqu a|jusqu'a|plus de|moins de|mindst|op til|mere end|upp till|mer än|co najmniej|powyzej|hver)\s{0,2}$"
)
AMOUNT_BEFORE = re.compile(r"\b(?:med|til|till|by|than|do|om|redusert|reduksjon|reduction|reduzier\w*)\s{0,2}$")
QUANTITY_AFTER = re.compile(
    r"^[\s)]{0,2}(?:redu[kcz]\w*|resirk\w*|recyc\w*|gjenvunn\w*|fornyb\w*|renewab\w*|erneuerb\w*|elektr\w*|electr\w*"
    r"|økolog\w*|ekolog\w*|organic|nullutsl\w*|fossil\w*|lavere|høyere|lower|higher|less|more|mindre|bedre|moms|mva|vat\b"
    r"|tva\b|mwst|av\b|of\b|de\b|der\b|des\b|du\b|van\b|fra\b|from\b|stilling\w*|utsl\w*|biod\w*|bio\b|oppetid|uptime)"
)
RANGE_BEFORE = re.compile(
    r"(?:(?:mellom|mellem|mellan|between|zwischen|entre|fra|från|from|von)\s{1,2})?(\d{1,3}(?:[.,]\d{1,2})?)\s{0,2}"
    r"(?:%|prosent|pst\.?|percent|prozent)?\s{0,2}(?:[-–—]|til|till|to|bis|a|à)\s{0,2}$"
    r"|(?:mellom|mellem|mellan|between|zwischen|entre)\s{1,2}(\d{1,3}(?:[.,]\d{1,2})?)\s{0,2}(?:%|prosent|prozent)?"
    r"\s{0,2}(?:og|och|and|und|et)\s{0,2}$"
)
SHORT = 200
RANGE_LENGTH = 8
"""Code points between the two ends of a range."""
STANDS_AFTER = re.compile(r"[:–—@=(\-][\s]{0,2}$")
ENDS_AFTER = re.compile(r"^\s{0,2}(?:$|[.;,)\n\]/|–—-])")
SUBSHARES = re.compile(r"\b(?:sous|sub|under|del|unter|pod)[\s-]{0,2}(?:criter|criteri|kriter|kryter)")
SENTENCE = re.compile(r"[;\n•]|\.\s|\d{1,2}[.)]\s|\s[a-z]\)\s")


@dataclass(frozen=True, slots=True)
class Mention:
    """A percentage that stands as a weight."""

    value: float
    start: int
    end: int
    is_explicit: bool
    """A weight word stands beside it."""
    low: float | None = None
    """The low end, where the text gives a range; then `value` is its high end."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the text states: a share of the lot, or of the criterion that it is a part of."""

    of_lot: float | None = None
    of_criterion: float | None = None
    total: float | None = None
    """The sum of the shares that stand beside `of_criterion`: 100 where they part the criterion, else its weight."""
    span: tuple[float, float] | None = None
    """A range for the whole criterion, low end first."""


def mentions(folded: str, start: int, end: int) -> list[Mention]:
    """The percentages in this stretch of text that stand as weights do."""
    field = folded[start:end]
    found: list[Mention] = []
    matches = list(PERCENT.finditer(field))
    for match in matches:
        before, after = field[max(0, match.start() - 60) : match.start()], field[match.end() : match.end() + 30]
        value = float(match[1].replace(",", "."))
        low = low_end(before, value)
        if low is not None:
            before = before[: RANGE_BEFORE.search(before).start()]  # type: ignore[union-attr] # it was just found
            found = [one for one in found if one.end < start + match.start() - RANGE_LENGTH]
        if not 0 < value <= 100 or QUANTITY_BEFORE.search(before) or QUANTITY_AFTER.match(after):  # noqa: PLR2004
            continue
        explicit = bool(WEIGHT_BEFORE.search(before) or WEIGHT_AFTER.match(after))
        if AMOUNT_BEFORE.search(before) and not explicit:
            continue
        placed = bool(STANDS_AFTER.search(before) or ENDS_AFTER.match(after) or not before.strip())
        if explicit or placed or len(matches) > 1:
            found.append(Mention(value, start + match.start(), start + match.end(), explicit, low))
    return found


def low_end(before: str, high: float) -> float | None:
    """The low end of a range that ends here: "20-40 %", "mellom 20 og 40 %"."""
    match = RANGE_BEFORE.search(before)
    if match is None:
        return None
    low = float((match[1] or match[2]).replace(",", "."))
    return low if low < high else None


def stated_share(
    folded: str,
    name_length: int,
    scope: Literal["whole", "part"],
    deciding: list[Hit],
    others: list[Hit],
    *,
    folder: str,
    is_named: bool,
) -> Stated:
    """The share that the text gives to the whole criterion, or to its environmental part.

    `is_named`: the name says more than "Kriterium 3", so that shares in the description are parts of this criterion.
    """
    if "%" not in folded and not PERCENT.search(folded):
        return Stated()
    in_name, in_description = mentions(folded, 0, name_length), mentions(folded, name_length + 1, len(folded))
    if scope == "whole":
        own = _own_share(folded, name_length, in_name, in_description, is_named=is_named)
        if own is not None and own.low is not None:
            return Stated(span=(own.low, own.value))
        return Stated(own.value if own else None)
    for found, low, high in ((in_name, 0, name_length), (in_description, name_length + 1, len(folded))):
        share = _environmental_share(folded, found, low, deciding, others, folder=folder)
        if share is None:
            continue
        is_sub = SUBSHARES.search(folded, low, high) or (low > 0 and is_named)
        total = sum(mention.value for mention in found)
        return Stated(of_criterion=share, total=total) if is_sub else Stated(of_lot=share)
    return Stated()


def _own_share(
    folded: str, name_length: int, in_name: list[Mention], in_description: list[Mention], *, is_named: bool
) -> Mention | None:
    """The criterion's own share: in its name, or where the description plainly gives one."""
    if in_name:
        return in_name[0] if len({mention.value for mention in in_name}) == 1 else None
    if len({mention.value for mention in in_description}) != 1:
        return None
    mention = in_description[0]
    begins = not folded[name_length + 1 : mention.start].strip(" (-–—:")
    ends = not folded[mention.end :].strip(" ).-–—;\n")
    is_short = len(folded) - name_length < SHORT and not is_named
    return mention if mention.is_explicit or begins or (ends and is_short) else None


def _environmental_share(
    folded: str, found: list[Mention], low: int, deciding: list[Hit], others: list[Hit], *, folder: str
) -> float | None:
    """The sum of the shares whose words are environmental and nothing else; None where one is shared with others."""
    if any(mention.low is not None for mention in found):
        return None
    numbers_first = bool(found) and not folded[low : found[0].start].strip()
    own, aside = starts_of(deciding), starts_of(others)
    total = 0.0
    for index, mention in enumerate(found):
        if numbers_first:
            start, end = mention.end, found[index + 1].start if index + 1 < len(found) else len(folded)
        else:
            start, end = found[index - 1].end if index else low, mention.start
            breaks = [match.end() for match in SENTENCE.finditer(folded, start, end)]
            start = breaks[-1] if breaks else start
        if not holds(own, start, end):
            continue
        if any(
            holds(aside, first, last) and not holds(own, first, last)
            for first, last in elements(folded, start, end, folder)
        ):
            return None
        total += mention.value
    return total if 0 < total <= 100 else None  # noqa: PLR2004
