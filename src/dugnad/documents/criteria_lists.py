"""All listings of criteria in the documents, in reading order: from tables, headings, lists and running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from dugnad.documents.award_places import is_mixed
from dugnad.documents.award_words import phrases
from dugnad.documents.criteria_prose import block_entries, item_name, listed_names, ordinal_of
from dugnad.documents.criteria_tables import read_table
from dugnad.documents.document import Block, Table
from dugnad.documents.entries import (
    CRITERION_NUMBER,
    LABEL,
    Entry,
    Listing,
    clean_name,
    is_full,
    is_named_in,
    nest,
    quote_of,
    shown,
)
from dugnad.documents.lots import LotHead, lots_in
from dugnad.documents.sentences import sentences
from dugnad.documents.weights import ROUNDING, Measure, measures
from dugnad.documents.zones import Passage, zone_of

UNREAD = frozenset({"qualification", "example"})
STRICT = frozenset({"specification", "contract"})
SHORT_ITEM = 70
LONGEST_INLINE = 7
ORDERED = re.compile(
    r"^\W*(?:(?:listet|satt|sett|oppført|oppgitt|angitt|ført|opp|i|prioritert|synkende|fallende|listed|given|set|out|in|descending"
    r"|order|of|priority|importance|rekkefølge|rekkjefølgje|følgende|følgjande|as|follows|the|med|det|viktigste|først|slik)\b[\s,:]*)+",
    re.IGNORECASE,
)
FEWEST_NAMES = 2


@dataclass(slots=True)
class Section:
    """What one section is read into, while it is read."""

    passage: Passage
    lots: Sequence[LotHead]
    lead: str = ""
    weighted: list[Listing] = field(default_factory=list)
    named: list[Entry] = field(default_factory=list)
    named_lead: str = ""
    inline: list[Entry] = field(default_factory=list)
    inline_lead: str = ""
    named_above: Entry | None = None
    is_closed: bool = False
    """A line has named another lot: what follows is a listing of its own."""
    is_described: bool = False
    """Text has stood below a criterion that was not the last."""
    is_ranked: bool = False
    tables: list[Listing] = field(default_factory=list)
    parted: list[Listing] = field(default_factory=list)
    """Paragraphs that part a criterion named before."""
    above: Sequence[Listing] = ()


def find_listings(everything: Sequence[Passage], lots: Sequence[LotHead]) -> list[Listing]:
    """Every listing that may be one of award criteria."""
    found: list[Listing] = []
    above: list[tuple[Passage, Entry]] = []
    for _, group in groupby(everything, key=lambda one: (one.document, one.section)):
        members = list(group)
        first = members[0]
        if first.zone in UNREAD:
            continue
        section = _read_section(members, lots, found)
        found += [*section.tables, *section.weighted, *section.parted]
        if section.named_above is not None:
            above.append((first, section.named_above))
        if section.inline and not section.weighted and len(section.named) < FEWEST_NAMES:
            found.append(_listing(section.inline, "prose", first, lots, section.inline_lead))
        if phrases("award", "equal").search(section.named_lead):
            _share(section.named)
        if len(section.named) >= FEWEST_NAMES and not section.weighted:
            found.append(_listing(section.named, "list", first, lots, section.named_lead))
            found[-1].is_ranked = section.is_ranked
    found = _merged(found)
    found += _from_headings(above, lots)
    for order, listing in enumerate(found):
        listing.order = order
    return found


def _share(entries: list[Entry]) -> None:
    """Named together and said to weigh alike."""
    for entry in entries:
        entry.measure = Measure(100 / len(entries), 100 / len(entries), "percent", 0, 0)


def _merged(found: list[Listing]) -> list[Listing]:
    """A table for each criterion makes one listing of them all."""
    single = [
        one
        for one in found
        if one.form == "table" and len(one.entries) == 1 and one.zone == "award" and not one.is_full
    ]
    if len(single) < FEWEST_NAMES:
        return found
    for lots in {one.lots for one in single}:
        first, *others = [one for one in single if one.lots == lots]
        for other in others:
            first.entries += other.entries
        found = [one for one in found if all(one is not other for other in others)]
    return found


def _read_section(members: list[Passage], lots: Sequence[LotHead], above: Sequence[Listing]) -> Section:
    section = Section(members[0], lots, above=above)
    for passage in members:
        if isinstance(passage.part, Table):
            _read_table(section, passage, passage.part)
        elif passage.part.kind == "heading" or (passage is members[0] and passage.part.text == passage.heading):
            _read_heading(section, passage, passage.part)
        else:
            _read_block(section, passage, passage.part)
    for listing in section.weighted:
        listing.entries = nest(_of_one_unit(listing.entries))
    return section


def _of_one_unit(entries: list[Entry]) -> list[Entry]:
    """Where weights are per cent, points are how tenders are scored: "laveste pris får 10 poeng"."""
    units = {entry.measure.unit for entry in entries if entry.measure}
    if "percent" not in units or "points" not in units:
        return entries
    return [entry for entry in entries if entry.measure is None or entry.measure.unit != "points"]


def _read_table(section: Section, passage: Passage, table: Table) -> None:
    is_example = phrases("award", "example").search(section.lead) is not None
    readings = [] if is_example else read_table(table, lots_in=lambda text: lots_in(text, section.lots))
    for reading in readings:
        if not reading.entries or (passage.zone in STRICT and not reading.names_award):
            continue
        has_weights = any(entry.measure or entry.children for entry in reading.entries)
        if not has_weights and not (reading.has_header and (reading.names_award or passage.zone == "award")):
            continue
        listing = _listing(reading.entries, "table", passage, section.lots, section.lead)
        listing.lots = reading.lots or listing.lots
        listing.is_sub |= reading.is_sub or section.named_above is not None
        listing.of_parent, listing.of_total = reading.of_parent, reading.of_total
        listing.names_award |= reading.names_award
        section.tables.append(listing)


def _read_heading(section: Section, passage: Passage, block: Block) -> None:
    section.lead = block.text
    if passage.zone in STRICT or not measures(block.text):
        return
    entries = block_entries(block)
    if len(entries) == 1:
        section.named_above = entries[0]
        entries[0].text = entries[0].name


def _read_block(section: Section, passage: Passage, block: Block) -> None:
    if block.kind == "note":
        return
    if section.named_above is not None:
        _read_below(section, block)
        return
    is_award = passage.zone in {"award", "call-off"}
    if _read_parted(section, passage, block, is_award=is_award):
        return
    fallback = _fallback(passage) if is_award else ""
    entries = block_entries(block, fallback=fallback) if passage.zone not in STRICT else []
    if entries and fallback and entries[0].name == shown(fallback):
        section.named_above = entries[0]
        return
    if not entries and is_award:
        entries = _below_title(section, block)
    if entries and not is_award and not _is_stated_elsewhere(block, entries):
        entries = []
    if entries:
        _add(section, passage, block, entries)
        section.lead = _last_words(block.text) or section.lead
        return
    if section.lots and len(block.text) <= SHORT_ITEM and lots_in(block.text, section.lots):
        section.is_closed, section.lead = True, block.text
        return
    _read_words(section, block, is_award=is_award)
    section.lead = block.text


PARTED = re.compile(
    r"^\W*(?:(?P<named>[^:.]{2,90}?)(?:\s+(?:består|er\s+satt\s+sammen|er\s+sett\s+saman|er\s+sammensatt|er\s+samansett|settes\s+sammen)"
    r"\s+av|\s+(?:omfatter|omfattar|comprises|consists\s+of|is\s+made\s+up\s+of|is\s+composed\s+of)"
    r"|\s+(?:(?:er|blir|vert)\s+(?:delt?e?|fordelt?e?)|deles|delast|fordeles|fordelast|(?:is|are)\s+(?:divided|split))"
    r"\s+(?:(?:opp|inn|up)\s+)?(?:på|i|mellom|into|between)|\s*:)"
    r"|(?P<told>[^:.]{2,160}?):)\s+(?=\S)",
    re.IGNORECASE,
)
WITHIN = re.compile(
    r"^\W*(?:innenfor|innanfor|innen|innan|under|within|for|av|of|i|in|på)\s+(?:the\s+)?[^,:.\d]{2,70}?"
    r"(?=,|\s(?:teller|tel|vektes|vektast|utgjør|utgjer|gis|gjelder|gjeld|counts?|is\s|are\s|legges))",
    re.IGNORECASE,
)


PRICE_INTRO = re.compile(
    r"(?:^|[.!?]\s)(?P<intro>[^.:]{0,40}?\b(?:\w*pris(?:en)?|price|\w*kostnad(?:en)?)\s+(?:regnes|beregnes|reknast|evalueres|er|blir|settes|is)\b[^.:]{0,60}:)",
    re.IGNORECASE,
)
"""How a price that is the only criterion is put together."""


def _read_parted(section: Section, passage: Passage, block: Block, *, is_award: bool) -> bool:
    """As in "Miljø består av transport (20 %) og avfall (10 %)": the paragraph parts a criterion already named."""
    given = measures(block.text)
    if len(given) < FEWEST_NAMES:
        return False
    intro = PARTED.match(block.text) or WITHIN.match(block.text)
    is_known = intro is not None and any(is_named_in(name, intro.group()) for name in _known(section))
    if not is_known and (intro := PRICE_INTRO.search(block.text)) is None:
        return False
    if intro is None or given[0].start < intro.end():
        return False
    if not is_award and not phrases("award", "criteria-lead").search(intro.group()):
        return False
    blanked = replace(block, text=" " * intro.end() + block.text[intro.end() :])
    entries = [one for one in block_entries(blanked) if one.weight is not None]
    if len(entries) < FEWEST_NAMES:
        return False
    listing = _listing(entries, "prose", passage, section.lots, intro.group())
    listing.is_sub = True
    listing.of_total |= phrases("award", "of-total").search(block.text) is not None
    section.parted.append(listing)
    return True


def _known(section: Section) -> list[str]:
    """The criteria that the section has named so far, and those above it."""
    listings = [*section.above, *section.tables, *section.weighted]
    return [entry.name for one in listings for entry in one.entries]


def _read_words(section: Section, block: Block, *, is_award: bool) -> None:
    """A block without weights tells of the criterion above it, or names one."""
    if section.weighted and (block.kind == "item" or not block.text.endswith(":")):
        _describe(section, block)
    elif is_award and not section.weighted:
        _read_name(section, block)


def _below_title(section: Section, block: Block) -> list[Entry]:
    """The criterion whose name was the line above; that line then tells nothing of the one before."""
    entries = _titled(section, block)
    if entries and section.weighted and section.weighted[-1].entries:
        last = section.weighted[-1].entries[-1]
        last.text = last.text.removesuffix(f"\n{section.lead}")
    return entries


def _last_words(text: str) -> str:
    """A title that a reader has joined to the paragraph above it: what follows the last full stop."""
    found = list(sentences(text))
    if len(found) < 2:  # noqa: PLR2004
        return ""
    last = found[-1].text
    is_lead = last[-1] == ":" and not measures(last)
    return last if is_lead or last[-1] not in ".:;?!)%" else ""


def _titled(section: Section, block: Block) -> list[Entry]:
    """As in "Vekt: 40 %" below a line that is a criterion's name."""
    lead = section.lead
    is_title = (
        0 < len(lead) <= SHORT_ITEM
        and lead[-1] not in ".:;?"
        and zone_of(clean_name(lead)) is None
        and lead != section.passage.heading
    )
    found = block_entries(block, fallback=clean_name(lead)) if is_title and clean_name(lead) else []
    return found if len(found) == 1 and found[0].name == shown(clean_name(lead)) else []


def _is_stated_elsewhere(block: Block, entries: list[Entry]) -> bool:
    """Outside the award chapter criteria count where a sentence calls them so."""
    if len(entries) < FEWEST_NAMES:
        return False
    if phrases("award", "award-word").search(block.text) is not None:
        return True
    return WEIGHED.search(block.text) is not None and not ADJUSTED.search(block.text) and _is_whole_award(entries)


WEIGHED = re.compile(r"\b(?:vekt\w*|vurder\w*|evaluer\w*|teller|tel|weigh\w*|assess\w*|counts?)\b", re.IGNORECASE)
ADJUSTED = re.compile(r"indeks|reguler|juster|index|adjust", re.IGNORECASE)
"""How a price follows wages and materials is no award."""


def _is_whole_award(entries: list[Entry]) -> bool:
    """As in "Pris vektes 45 %, kvalitet 30 % og miljø 25 %": price and more, of a hundred per cent together."""
    weights = [entry.weight for entry in entries if entry.measure and entry.measure.unit == "percent"]
    known = [weight for weight in weights if weight is not None]
    return len(known) == len(entries) and abs(sum(known) - 100) <= ROUNDING and is_mixed([one.name for one in entries])


def _read_below(section: Section, block: Block) -> None:
    """Text below a heading with a weight tells of that criterion; weights in it are of its parts."""
    above = section.named_above
    if above is None:
        return
    above.text += f"\n{block.text}"
    unit = above.measure.unit if above.measure else ""
    parts = [one for one in block_entries(block) if one.measure and one.measure.unit in {unit, "fraction"}]
    if above.measure is not None and _is_listed(block, parts) and all(one.weight != above.weight for one in parts):
        for part in parts:
            part.depth = 1
        above.children += parts


def _is_listed(block: Block, parts: list[Entry]) -> bool:
    return len(parts) > 1 or (len(parts) == 1 and (block.kind == "item" or LABEL.match(block.text) is not None))


def _fallback(passage: Passage) -> str:
    """The criterion that the heading above names: one below the award chapter's own."""
    heading = clean_name(passage.heading)
    if zone_of(heading) is None and CRITERION_NUMBER.match(passage.heading):
        return heading
    is_own = zone_of(passage.heading) is not None
    return "" if len(passage.headings) < FEWEST_NAMES or is_own or not heading else heading


def _add(section: Section, passage: Passage, block: Block, entries: list[Entry]) -> None:
    """Entries join the listing that is open, unless their lots differ or a lead has begun a new one."""
    if section.lots and len(grouped := _by_lots(section, block, entries)) > 1:
        for _, part in grouped:
            section.lead = section.lead if part is grouped[0][1] else ":"
            sentence = _sentence(block, part[0])
            _add_group(section, passage, block, part, lots_in(sentence, section.lots))
            if given := measures(sentence):
                section.weighted[-1].lead += f"\n{sentence[: given[0].start]}"
        return
    _add_group(section, passage, block, entries, lots_in(block.text, section.lots))


def _by_lots(section: Section, block: Block, entries: list[Entry]) -> list[tuple[tuple[str, ...], list[Entry]]]:
    """Entries of one paragraph by the lots that their sentences name; a sentence that names none follows the last."""
    groups: list[tuple[tuple[str, ...], list[Entry]]] = []
    for entry in entries:
        named = lots_in(_sentence(block, entry), section.lots)
        if groups and (not named or groups[-1][0] == named):
            groups[-1][1].append(entry)
        else:
            groups.append((named, [entry]))
    return groups


def _sentence(block: Block, entry: Entry) -> str:
    return next((one.text for one in sentences(block.text) if one.start <= entry.start < one.end), block.text)


def _add_group(section: Section, passage: Passage, block: Block, entries: list[Entry], named: tuple[str, ...]) -> None:
    form = "list" if block.kind == "item" or len(entries) == 1 else "prose"
    current = section.weighted[-1] if section.weighted else None
    depth = max(block.level - 1, 0) if block.kind == "item" else 0
    for entry in entries:
        entry.depth += depth
    is_new = current is None or (named and current.lots != named) or section.is_closed
    is_new = is_new or _begins(section.lead, current, entries) or _is_beside(current, block, entries)
    if is_new or current is None:
        lead = section.lead
        if current is not None and block.kind != "item" and not lead.rstrip().endswith(":"):
            lead = block.text[: measures(block.text)[0].start] if measures(block.text) else lead
        section.is_closed = False
        listing = _listing(entries, form, passage, section.lots, lead)
        listing.lots = named or listing.lots
        listing.names_award |= phrases("award", "award-word").search(block.text) is not None
        section.weighted.append(listing)
        section.lead = ""
    else:
        current.entries += entries
        section.lead = "" if section.lead.rstrip().endswith(":") else section.lead


def _begins(lead: str, current: Listing | None, entries: list[Entry]) -> bool:
    """A line that ends in a colon begins a listing, unless it leads up to the parts of the criterion just named."""
    if not lead.rstrip().endswith(":") or current is None:
        return lead.rstrip().endswith(":")
    others = current.entries[:-1]
    return not all(entry.is_part for entry in entries) or any(is_named_in(one.name, lead) for one in others)


def _is_beside(current: Listing | None, block: Block, entries: list[Entry]) -> bool:
    """A paragraph after criteria that sum to the whole is no more of them: it parts one, repeats or tells of points."""
    if current is None or block.kind == "item" or LABEL.match(block.text) or any(one.is_part for one in entries):
        return False
    tops = [one.weight or 0 for one in current.entries if not one.depth]
    return is_full(sum(tops))


def _describe(section: Section, block: Block) -> None:
    """Text below a criterion tells of it; below the last of a whole list only where it did so below the others."""
    listing = section.weighted[-1]
    last = listing.entries[-1]
    if listing.form != "list":
        return
    is_last = block.kind != "item" and is_full(sum(one.weight or 0 for one in listing.entries if not one.depth))
    tells = section.is_described or is_named_in(last.name, block.text[:SHORT_ITEM])
    if is_last and len(listing.entries) > 1 and not tells:
        return
    if is_last and (phrases("award", "law").search(block.text) or _speaks_of_others(section, listing, block)):
        return
    section.is_described = section.is_described or not is_last
    last.text += f"\n{block.text}"


def _speaks_of_others(section: Section, listing: Listing, block: Block) -> bool:
    named = lots_in(block.text, section.lots)
    return bool(named) and named != listing.lots


INLINE = re.compile(
    r"(?:kriteri\w+|criteri\w+)\b[^.:]{0,60}?(?:\ber\b|\bare\b|:|\brekkefølge\w*|\brekkjefølgje\w*|\bpriority\b)",
    re.IGNORECASE,
)


def _read_inline(section: Section, block: Block) -> None:
    """As in "Tildelingskriteriene er pris, kvalitet og miljø": names without weights in one sentence."""
    for sentence in sentences(block.text):
        match = INLINE.search(sentence.text)
        if section.inline or match is None or measures(sentence.text):
            continue
        rest = ORDERED.sub("", sentence.text[match.end() :]).strip(" :")
        names = listed_names(re.split(r"\s[–—-]\s|\.\s|\(", rest)[0])
        if len(names) >= FEWEST_NAMES and all(len(name.split()) <= LONGEST_INLINE for name in names):
            quote = quote_of(block, sentence.start, sentence.end)
            section.inline = [Entry(shown(name), quote, name) for name in names]
            section.inline_lead = sentence.text


def _read_name(section: Section, block: Block) -> None:
    """An item that names a criterion without a weight."""
    if block.kind != "item" and not block.text.rstrip().endswith(":"):
        _read_inline(section, block)
    is_counted = ordinal_of(block.text) > 0
    is_item = block.kind == "item" or is_counted or LABEL.match(block.text) is not None
    has_lead = section.lead.rstrip().endswith(":") or bool(section.named)
    is_short = len(block.text) <= SHORT_ITEM and not block.text.endswith((".", ":"))
    leads = section.named_lead or section.lead
    if not (is_item or (has_lead and is_short)) or measures(block.text):
        if section.named and block.kind != "item" and not block.text.endswith(":"):
            section.named_lead += f"\n{block.text}"
        return
    name = item_name(block.text)
    about = f"{leads}\n{section.passage.heading}"
    is_about = any(phrases("award", group).search(about) for group in ("criteria-lead", "priority"))
    if name and is_about:
        section.named_lead = section.named_lead or section.lead
        section.is_ranked |= is_counted
        section.named.append(Entry(shown(name), quote_of(block, *_own(block)), block.text, rank=_number(block)))


def _own(block: Block) -> tuple[int, int]:
    label = LABEL.match(block.text)
    return (label.end() if label else 0), len(block.text)


def _number(block: Block) -> int | None:
    text = block.label or (LABEL.match(block.text) or [""])[0]
    digits = text.strip(" .)(")
    return int(digits) if digits.isdigit() else None


def _listing(entries: list[Entry], form: str, passage: Passage, lots: Sequence[LotHead], lead: str) -> Listing:
    heading = passage.heading
    is_call_off = passage.zone == "award" and phrases("award", "call-off-lead").search(lead) is not None
    own = f"{heading}\n{lead}"
    return Listing(
        entries=entries,
        form=form,  # type: ignore[arg-type]
        zone="call-off" if is_call_off else passage.zone,
        document=passage.document,
        order=0,
        heading=heading,
        lead=lead,
        lots=lots_in(lead, lots)
        or next((named for text in reversed(passage.headings) if (named := lots_in(text, lots))), ()),
        is_sub=phrases("award", "parts-of").search(own) is not None,
        of_parent=phrases("award", "of-parent").search(own) is not None,
        of_total=phrases("award", "of-total").search(own) is not None,
        names_award=phrases("award", "award-word").search(own) is not None,
    )


def _from_headings(above: list[tuple[Passage, Entry]], lots: Sequence[LotHead]) -> Iterator[Listing]:
    """Criteria that headings name with their weights, gathered below the chapter they share."""
    for _, group in groupby(
        above, key=lambda one: (one[0].document, one[0].headings[0] if len(one[0].headings) > 1 else "")
    ):
        members = list(group)
        for passage, entry in members:
            entry.depth = passage.levels[-1]
        flat = [part for _, entry in members for part in _flattened(entry)]
        first = members[0][0]
        zone = "award" if any("award" in (one.zone, zone_of(one.heading)) for one, _ in members) else first.zone
        listing = _listing([], "headings", replace(first, zone=zone), lots, "")
        listing.is_sub, listing.of_parent, listing.of_total = False, False, False
        listing.entries = nest(flat)
        yield listing


def _flattened(entry: Entry) -> list[Entry]:
    parts, entry.children = entry.children, []
    for part in parts:
        part.depth = entry.depth + 1
    return [entry, *parts]
