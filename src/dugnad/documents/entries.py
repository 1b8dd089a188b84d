"""One named weight as it was read, and a listing of several: what tables, lists and prose are read into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from dugnad.documents.award_words import phrases
from dugnad.documents.document import Block, Place
from dugnad.documents.found import Quote
from dugnad.documents.weights import ROUNDING, Measure
from dugnad.documents.zones import Zone

Form = Literal["table", "headings", "list", "prose"]
FULL = (100.0, 1000.0)
MOST_ENTRIES = 40


@dataclass(slots=True)
class Entry:
    """A criterion or sub-criterion in the making."""

    name: str
    quote: Quote
    text: str = ""
    measure: Measure | None = None
    weight_quote: Quote | None = None
    rank: int | None = None
    depth: int = 0
    children: list[Entry] = field(default_factory=list)
    is_equal: bool = False
    is_part: bool = False
    """Its own words say that it weighs so much of its criterion."""
    start: int = 0
    """Where in its paragraph it stands."""
    other: list[tuple[float, Quote]] = field(default_factory=list)
    """Other weights that the documents give it elsewhere."""

    @property
    def weight(self) -> float | None:
        return self.measure.high if self.measure and not self.measure.is_range else None


@dataclass(slots=True)
class Listing:
    """Criteria that stand together."""

    entries: list[Entry]
    form: Form
    zone: Zone
    document: int
    order: int
    heading: str = ""
    lead: str = ""
    lots: tuple[str, ...] = ()
    is_sub: bool = False
    """Its own words say that these are sub-criteria."""
    of_parent: bool = False
    of_total: bool = False
    is_ranked: bool = False
    """Its items are counted off: "First: ...", "Prioritet 2: ..."."""
    names_award: bool = False
    """A header cell or the lead says "award criterion" in so many words."""

    @property
    def total(self) -> float | None:
        weights = [entry.weight for entry in self.entries]
        return sum(one for one in weights if one is not None) if weights and None not in weights else None

    @property
    def is_full(self) -> bool:
        total = self.total
        if total is None:
            return False
        units = {entry.measure.unit for entry in self.entries if entry.measure}
        return is_full(total) or (units == {"points"} and self.zone == "award" and len(self.entries) > 1)


def is_full(total: float) -> bool:
    return any(abs(total - full) <= ROUNDING * (full / 100) for full in FULL)


def same(first: float, second: float) -> bool:
    return abs(first - second) <= ROUNDING


def folded(name: str) -> str:
    """A name for comparison: small letters, words only; "Klima- og miljøhensyn" keeps its words."""
    return " ".join(re.findall(r"\w+", name.casefold()))


def is_same_name(first: str, second: str) -> bool:
    """Alike, or one begins or ends with all words of the other ("kvalitet" and "Kvalitet og lekeverdi")."""
    one, two = folded(first), folded(second)
    if not one or not two:
        return False
    if one == two or _stem(one) == _stem(two):
        return True
    short, long = sorted((one, two), key=len)
    if len(short) < 4:  # noqa: PLR2004
        return False
    return f" {long} ".startswith(f" {short} ") or f" {long} ".endswith(f" {short} ")


def is_named_in(name: str, text: str) -> bool:
    """Does the text speak of the criterion: "Innenfor miljø", "Miljøkriteriet"?"""
    own = folded(name)
    return bool(own) and re.search(rf"(?<!\w){re.escape(own)}(?:kriteri\w+|poeng\w*)?(?!\w)", folded(text)) is not None


def _stem(name: str) -> str:
    """Definite and plural forms alike: "prisen" and "pris"."""
    return " ".join(re.sub(r"(?<=\w{4})(?:en|et|a|er|ane|ene|s)$", "", word) for word in name.split())


def nest(entries: list[Entry]) -> list[Entry]:
    """Sub-criteria under their criteria: by depth where the layout shows it, else by what sums to what."""
    if len({entry.depth for entry in entries}) > 1:
        return _by_depth(entries)
    weights = [entry.weight for entry in entries]
    if None in weights or len(entries) < 3 or len(entries) > MOST_ENTRIES:  # noqa: PLR2004
        return entries
    known = [weight for weight in weights if weight is not None]
    if is_full(sum(known)):
        return entries
    shape = _shape(known, 0, _target(known), set())
    if shape is None or (len(shape) == 1 and _are_points(entries)):
        return entries
    tops, position = [], 0
    for size in shape:
        top = entries[position]
        top.children = entries[position + 1 : position + 1 + size]
        tops.append(top)
        position += 1 + size
    return tops


def _are_points(entries: list[Entry]) -> bool:
    """Points need not sum to a hundred: a first criterion of 100 points holds not the others."""
    return all(entry.measure is not None and entry.measure.unit == "points" for entry in entries)


def _target(weights: list[float]) -> float:
    return FULL[1] if max(weights) > FULL[0] else FULL[0]


def _shape(weights: list[float], position: int, left: float, tried: set[tuple[int, float]]) -> list[int] | None:
    """How many children each top has, so that the tops sum to the whole; None where no reading does."""
    if position == len(weights):
        return [] if abs(left) <= ROUNDING * 2 else None
    own = weights[position]
    if (position, left) in tried:
        return None
    tried.add((position, left))
    if own > left + ROUNDING * 2:
        return None
    for size in (*_sizes(weights, position, own), 0):
        rest = _shape(weights, position + 1 + size, left - own, tried)
        if rest is not None:
            return [size, *rest]
    return None


def _sizes(weights: list[float], position: int, own: float) -> list[int]:
    found, total = [], 0.0
    for count, weight in enumerate(weights[position + 1 :], 1):
        total += weight
        if count > 1 and (same(total, own) or same(total, 100)):
            found.append(count)
        if total > max(own, 100) + ROUNDING:
            break
    return found


def _by_depth(entries: list[Entry]) -> list[Entry]:
    tops: list[Entry] = []
    least = min(entry.depth for entry in entries)
    for entry in entries:
        if entry.depth > least and tops:
            tops[-1].children.append(entry)
        else:
            tops.append(entry)
    return tops


def quote_of(block: Block, start: int, end: int) -> Quote:
    """The words as they stand; where a page break cuts them, the longer side of it."""
    edges = [start, *(cut for cut in block.cuts if start < cut < end), end]
    first, last = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return Quote(text=block.text[first:last].strip(), place=block.place)


def cell_quote(cell: str, place: Place) -> Quote:
    return Quote(text=" ".join(cell.split()), place=place)


LABEL = re.compile(
    r"^\s*(?:[-–—•·▪o*]\s+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-ZæøåÆØÅ]|[ivx]{1,4})[.)]\s*(?=\D)|\d{1,2}(?:\.\d{1,2})+\s+(?=\D))"
)
CRITERION_NUMBER = re.compile(
    r"^(?:(?:tildelings?|evaluerings?|under|del|hoved|hovud|award |sub-?)?(?:kriteri(?:um|et)|criterion)"
    r"\s*(?:nr\.?\s*)?"
    r"(?:\d{1,2}(?:\.\d)?|[a-h])?\s*[:.–-]\s*|(?:TK|UK|K|T|AC|C)\s?\d{1,2}(?:\.\d)?\s*(?:[:.–-]\s*|\s(?=[A-ZÆØÅ])))",
    re.IGNORECASE,
)
EDGES = " \t\n,;:.–—-=|/()[]«»\"'*•"


def clean_name(text: str) -> str:
    """A name without number, label, weight words and the marks around it."""
    name = LABEL.sub("", " ".join(text.split()))
    name = CRITERION_NUMBER.sub("", name)
    before = None
    while before != name:
        before = name
        name = name.strip(EDGES)
        name = _strip(name, "name-tail", at_end=True)
    return balanced(name)


def clean_lead(name: str) -> str:
    """The same without the words that lead up to a name in running text."""
    before = None
    while before != name:
        before = name
        name = _strip(name.strip(EDGES), "name-lead", at_end=False).strip(EDGES)
    return name


def _strip(name: str, group: str, *, at_end: bool) -> str:
    if not at_end:
        match = phrases("award", group).match(name)
        return name[match.end() :] if match else name
    match = phrases("award", group).at_end(name)
    return name[: match.start()] if match else name


def balanced(name: str) -> str:
    """A bracket that is left open is dropped."""
    return name.rsplit("(", 1)[0].strip(EDGES) if name.count("(") > name.count(")") else name


def shown(name: str) -> str:
    """As a name is shown: with a capital."""
    return name[:1].upper() + name[1:]


def leaves(entries: Sequence[Entry]) -> list[Entry]:
    return [leaf for entry in entries for leaf in (leaves(entry.children) if entry.children else [entry])]
