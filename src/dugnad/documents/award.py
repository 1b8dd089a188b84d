"""The award criteria of each lot: one listing is the main one; others fill it, part its criteria or contradict it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from dugnad.documents.award_places import with_award
from dugnad.documents.award_words import phrases
from dugnad.documents.criteria_lists import find_listings
from dugnad.documents.document import Block, Document
from dugnad.documents.entries import Entry, Listing, folded, is_full, is_named_in, is_same_name, quote_of, same, shown
from dugnad.documents.found import Quote
from dugnad.documents.lots import LotHead
from dugnad.documents.sentences import sentences
from dugnad.documents.weights import Measure
from dugnad.documents.zones import Passage, passages

WHOLE = Measure(100.0, 100.0, "percent", 0, 0)
SINGLE = "LOT-0000"
SCALE = 10
"""Points that sum to it share out a criterion; others tell how many an answer is worth."""
AWARDED = ("tildel", "award", "vel", "kontrakt", "avtale", "oppdrag", "contract", "vinn")


@dataclass(slots=True)
class LotAward:
    """The criteria of one lot as they were put together, and what does not fit."""

    id: str
    entries: list[Entry] = field(default_factory=list)
    mini: list[Entry] = field(default_factory=list)
    main: Listing | None = None
    disputes: list[tuple[Entry, float, Quote]] = field(default_factory=list)
    rivals: list[Listing] = field(default_factory=list)
    heading: str = ""


def find_award(documents: Sequence[Document], lots: Sequence[LotHead]) -> list[LotAward]:
    """The criteria of each lot, in document order; one lot LOT-0000 where the procurement is not divided."""
    everything = with_award(passages(documents))
    listings = find_listings(everything, lots)
    ids = [lot.id for lot in lots] or [SINGLE]
    lowest = cache(lambda: _lowest_price(everything))
    return [_of_lot(one, listings, everything, lowest) for one in ids]


def _of_lot(
    lot: str, listings: list[Listing], everything: list[Passage], lowest: Callable[[], list[Entry]]
) -> LotAward:
    own = [copy.deepcopy(listing) for listing in listings if not listing.lots or lot in listing.lots]
    award = LotAward(lot)
    mini = [listing for listing in own if listing.zone == "call-off"]
    candidates = [listing for listing in own if listing.zone != "call-off"]
    award.main = _main(candidates, lot)
    if award.main is not None:
        award.entries = award.main.entries
        award.heading = award.main.heading
        others = [listing for listing in candidates if listing is not award.main]
        if award.main.is_sub and (alone := _lowest_price(everything)) and _is_of_price(award.main):
            award.entries, others = alone, candidates
        _fill(award, others)
        _share_equally(award, everything)
        _rank(award, everything)
    if not award.entries:
        award.entries = copy.deepcopy(lowest())
    if mini:
        award.mini = max(mini, key=lambda one: len(one.entries)).entries
    return award


def _is_of_price(listing: Listing) -> bool:
    """As in "Prisen regnes ut slik: timer 70 %, reiser 30 %"."""
    return phrases("award", "price-name").search(listing.lead) is not None


def _main(candidates: list[Listing], lot: str) -> Listing | None:
    """The listing that most looks like the award criteria themselves."""
    scored = [(score, -one.order, one) for one in candidates if (score := _score(one, lot)) > 0]
    return max(scored, key=lambda one: one[:2])[2] if scored else None


def _score(listing: Listing, lot: str) -> float:
    """How much a listing looks like the criteria of the award; 0 for one that cannot be."""
    if listing.is_sub and not _covers(listing):
        return 0.0
    score = 0.0
    if listing.is_full:
        score += 4
    elif listing.total is not None and len(listing.entries) > 1:
        score += 2 if 80 <= listing.total <= 125 else 0.6  # noqa: PLR2004
    elif len(listing.entries) > 1:
        score += 1
    if listing.zone == "award":
        score += 3
    if listing.names_award:
        score += 0.5
    if not score or (listing.zone != "award" and not listing.names_award and not listing.is_full):
        return 0.0
    if len(listing.entries) == 1 and not listing.is_full:
        return 0.0
    if listing.is_sub:
        score -= 2.5
    score += {"table": 0.5, "headings": 0.3, "list": 0.2, "prose": 0.0}[listing.form]
    return score + (0.5 if lot in listing.lots else 0.0)


def _covers(listing: Listing) -> bool:
    """Criteria and their parts in one listing: the word sub-criterion then says nothing against it."""
    return listing.is_full and (
        any(entry.children for entry in listing.entries) or listing.names_award or len(listing.entries) > 1
    )


def _fill(award: LotAward, others: list[Listing]) -> None:
    """What the other listings add: missing weights, sub-criteria, descriptions, contradictions."""
    for listing in others:
        pairs = _matched(award.entries, listing)
        if (len(pairs) == len(listing.entries) and pairs) or (len(pairs) > 1 and not listing.is_sub):
            _compare(award, listing, pairs)
        elif (parent := _parent(award.entries, listing)) is not None:
            _attach(parent, listing)
        elif listing.is_full and listing.zone == "award" and listing.form == "table" and not listing.is_sub:
            award.rivals.append(listing)


def _matched(entries: list[Entry], listing: Listing) -> list[tuple[Entry, Entry]]:
    """Entries of the listing beside those of the same name; each is used once."""
    pairs: list[tuple[Entry, Entry]] = []
    for other in listing.entries:
        exact = [one for one in entries if folded(one.name) == folded(other.name)]
        alike = exact or [one for one in entries if is_same_name(one.name, other.name)]
        free = [one for one in alike if all(one is not used for used, _ in pairs)]
        if free:
            pairs.append((free[0], other))
    return pairs


def _compare(award: LotAward, listing: Listing, pairs: list[tuple[Entry, Entry]]) -> None:
    main_total, total = _total(award.entries), listing.total
    for entry, other in pairs:
        entry.text += f"\n{other.text}"
        if other.children and not entry.children:
            entry.children = other.children
        if other.measure is None or other.measure.is_range:
            continue
        if other.measure.unit == "points" and entry.measure is not None and entry.measure.unit != "points":
            continue
        if entry.measure is None:
            entry.measure, entry.weight_quote = other.measure, other.weight_quote
            continue
        mine = _percent(entry.measure, main_total)
        theirs = _percent(other.measure, total if len(pairs) == len(listing.entries) else None)
        if mine is not None and theirs is not None and abs(mine - theirs) > 0.5:  # noqa: PLR2004
            if entry.children and (listing.is_sub or listing.of_parent):
                continue
            award.disputes.append((entry, theirs, other.quote))
            entry.other.append((theirs, other.quote))


def _total(entries: list[Entry]) -> float | None:
    weights = [entry.weight for entry in entries]
    return sum(one for one in weights if one is not None) if weights and None not in weights else None


def _percent(measure: Measure, total: float | None) -> float | None:
    if measure.unit == "points" or (measure.unit == "bare" and total is not None and not same(total, 100)):
        return measure.high * 100 / total if total else None
    return measure.high


def _parent(entries: list[Entry], listing: Listing) -> Entry | None:
    """The criterion that a listing parts: named by heading or lead, else the only one of that weight."""
    free = [entry for entry in entries if not entry.children]
    for hint in (listing.lead, listing.heading):
        if (named := _meant(entries, hint)) is not None:
            return named if any(named is one for one in free) else None
    total = listing.total
    if total is None or len(listing.entries) < 2:  # noqa: PLR2004
        return None
    unit = listing.entries[0].measure
    equal = [entry for entry in free if entry.weight is not None and same(entry.weight, total)
             and unit is not None and entry.measure is not None and entry.measure.unit == unit.unit]  # fmt: skip
    if not equal and all(one.is_part for one in listing.entries):
        equal = _open(free, listing)
    return equal[0] if len(equal) == 1 else None


def _open(free: list[Entry], listing: Listing) -> list[Entry]:
    """Shares "of the criterion" that is not named: the only one but price, or the only one of the same matter."""
    others = [entry for entry in free if not phrases("award", "price-only-name").search(entry.name)]
    if len(others) > 1 and all(says("burden", one.name) for one in listing.entries):
        return [entry for entry in others if says("burden", entry.name)]
    return others


CRITERION = re.compile(
    r"\b(?:(?:tildelings|evaluerings)?kriteri(?:um|et)|criterion|TK|K)\s*(?:nr\.?\s*)?(\d{1,2})\b", re.IGNORECASE
)


def _meant(entries: list[Entry], hint: str) -> Entry | None:
    """The one criterion that a lead or heading speaks of, by number or name."""
    number = CRITERION.search(hint)
    if number and 0 < int(number[1]) <= len(entries):
        return entries[int(number[1]) - 1]
    named = [entry for entry in entries if is_named_in(entry.name, hint)]
    longest = max(named, key=lambda entry: len(entry.name), default=None)
    is_alone = longest is not None and all(folded(one.name) in folded(longest.name) for one in named)
    return longest if is_alone else None


def _fits(parent: Entry, listing: Listing) -> bool:
    """Do the weights sum to the criterion's own or to a hundred? Without weights they only tell what it is about."""
    total = listing.total
    if total is None:
        return all(one.measure is None for one in listing.entries)
    own = parent.weight
    units = {one.measure.unit for one in listing.entries if one.measure}
    is_scored = units == {"points"} and parent.measure is not None and parent.measure.unit == "percent"
    if is_scored and listing.form == "prose" and not (same(total, SCALE) or same(total, own or 0)):
        return is_full(total)
    return is_full(total) or (own is not None and same(own, total)) or units <= {"points", "bare"}


def _attach(parent: Entry, listing: Listing) -> None:
    is_lone = len(listing.entries) == 1 and listing.entries[0].weight is not None
    if is_lone or not _fits(parent, listing):
        parent.text += "".join(f"\n{one.text}" for one in listing.entries)
        return
    parent.children = listing.entries
    for child in parent.children:
        if listing.of_total and not listing.of_parent and child.measure is not None:
            child.measure = replace(child.measure, is_of_total=True)


def _award_texts(everything: list[Passage]) -> list[str]:
    return [one.part.text for one in everything if isinstance(one.part, Block) and one.zone == "award"]


def _share_equally(award: LotAward, everything: list[Passage]) -> None:
    """As in "Kriteriene vektes likt": each of n criteria weighs an n-th."""
    if any(entry.measure for entry in award.entries) or len(award.entries) < 2:  # noqa: PLR2004
        return
    lead = f"{award.main.lead}\n{award.main.heading}" if award.main else ""
    if phrases("award", "priority").search(lead) and not phrases("award", "not-priority").search(lead):
        return
    for passage in everything:
        block = passage.part
        if not isinstance(block, Block) or passage.zone != "award":
            continue
        match = phrases("award", "equal").search(block.text)
        if match is None:
            continue
        sentence = next(one for one in sentences(block.text) if one.start <= match.start() < one.end)
        share = 100 / len(award.entries)
        for entry in award.entries:
            entry.measure = Measure(share, share, "percent", 0, 0)
            entry.weight_quote = quote_of(block, sentence.start, sentence.end)
        return


def _rank(award: LotAward, everything: list[Passage]) -> None:
    """Criteria without weights are ranked where the documents say that their order counts."""
    if any(entry.measure for entry in award.entries):
        for entry in award.entries:
            entry.rank = None
        return
    main = award.main
    own = f"{main.lead}\n{main.heading}" if main is not None else ""
    text = "\n".join(_award_texts(everything))
    is_denied = says("not-priority", own) or says("not-priority", text)
    is_ranked = (says("priority", own) or says("priority", text)) and not is_denied
    is_ranked |= main is not None and main.is_ranked
    has_column = main is not None and main.form == "table" and all(entry.rank for entry in award.entries)
    for place, entry in enumerate(award.entries, 1):
        entry.rank = (entry.rank if has_column else place) if is_ranked or has_column else None


@lru_cache(maxsize=8)
def says(group: str, text: str) -> bool:
    """Asked again for every lot."""
    return phrases("award", group).search(text) is not None


def _lowest_price(everything: list[Passage]) -> list[Entry]:
    """Price alone, in words: "tildeles leverandøren som har lavest pris"."""
    for passage in everything:
        block = passage.part
        if not isinstance(block, Block) or passage.zone in {"call-off", "qualification", "contract", "example"}:
            continue
        spans = list(sentences(block.text))
        for place, sentence in enumerate(spans):
            after = spans[place + 1] if place + 1 < len(spans) else None
            is_only = after is not None and phrases("award", "only-criterion").search(after.text) is not None
            if not _is_price_alone(sentence.text, is_award=passage.zone == "award" or is_only):
                continue
            end = after.end if after and is_only else sentence.end
            quote = quote_of(block, sentence.start, end)
            name = (
                "Price" if phrases("award", "price-name").search(sentence.text) and "price" in sentence.text else "Pris"
            )
            return [Entry(shown(name), quote, block.text, WHOLE, quote)]
    return []


def _is_price_alone(text: str, *, is_award: bool) -> bool:
    has_price = phrases("award", "lowest-price").search(text) is not None
    is_only = phrases("award", "only-criterion").search(text) is not None
    names_price = phrases("award", "price-name").search(text) is not None
    is_award |= phrases("award", "award-heading").search(text) is not None
    return is_award and (
        (has_price and (any(word in text.casefold() for word in AWARDED) or is_only)) or (is_only and names_price)
    )


def total_of(entries: list[Entry]) -> float | None:
    return _total(entries)


def is_whole(total: float) -> bool:
    return is_full(total)
