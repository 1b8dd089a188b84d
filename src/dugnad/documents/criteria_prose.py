"""Names and weights in running text and list items: "Pris teller 50 %", "30 % – Miljø", "Kvalitet (20 %): ..."."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from dugnad.documents.award_words import phrases
from dugnad.documents.document import Block
from dugnad.documents.entries import EDGES, LABEL, MOST_ENTRIES, Entry, clean_lead, clean_name, quote_of, same, shown
from dugnad.documents.found import Quote
from dugnad.documents.sentences import sentences
from dugnad.documents.weights import Measure, measures

LONGEST_NAME = 120
LONGEST_GAP = 45
LONGEST_TEXT = 5000
LONG_NAME = 80
MOST_WEIGHTS = 60
"""In one paragraph."""
CUT = re.compile(
    r"^.*(?:\ber\b|\bare\b|\bvektlegge\w*\b|\blegge\w*\s+vekt\s+på\b|\bvurderes\b|\bvurderast\b|\bvurdert\b|\bassessed\b"
    r"|\brangeres\b|\brangerast\b|\branked\b|\bvektes\b|\bvektast\b|\bteller\b|\btel\b|\bgjelder\b|\bgjeld\b|:)\s+(?=\S)",
    re.IGNORECASE,
)
ASSESSED = re.compile(
    r"\b(?:vurder\w+|ranger\w+|ranked|assess\w+|vektes|vektast|teller|tel|gjelder|gjeld)\s+$", re.IGNORECASE
)
TOLD = re.compile(
    r"\b(?:(?<!som )er|skal|kan|har|gir|gjev|får|blir|må|bør|dersom|hvis|slik\s+at"
    r"|is|are|shall|must|will|has|can|dagmulkt\w*|dagbot\w*)\b",
    re.IGNORECASE,
)
"""A verb: then it is a sentence, not a criterion's name."""
LOT_LEAD = re.compile(
    r"^\s*(?:(?:for|i)\s+)?(?:del\s?-?(?:kontrakt|avtale|område|leveranse|oppdrag)?\w*|lot|part|område|parsell)\s+"
    r"(?:\d{1,2}|[A-H])\s*[:–-]\s*",
    re.IGNORECASE,
)
AT_MOST = re.compile(r"\b(?:inntil|opptil|maks\w*|up\s+to|max\w*)\s*$", re.IGNORECASE)
ANNEX = re.compile(r"^.*\b(?:vedlegg|bilag|annex|appendix)\s+\d{1,2}\.?\s+(?=\S)", re.IGNORECASE)
LEADS = re.compile(r"\b(?:legge[rs]?t?|vurdering\w*|tildel\w*|award\w*|assess\w*)\b", re.IGNORECASE)
BASED = re.compile(
    r"^.*\b(?:(?:deles|delast|fordeles|fordelast|delt|fordelt|divided|split)\s+(?:[^\s,]+\s+){0,4}?(?:i|på|into|between)"
    r"|basert\s+på|på\s+grunnlag\s+av|ut\s+fra|based\s+on|on\s+the\s+basis\s+of"
    r"|(?:judged|assessed|evaluated|scored|rated)\s+on)\s+(?=\S)",
    re.IGNORECASE,
)
VERB = re.compile(r"\b(?:vektes|vektast|teller|tel|vektlegges)\s+$", re.IGNORECASE)
NAME_ENDS = re.compile(r":\s|\s[–—-]\s|\.\s|\s\(|;\s|\n|,\s(?=som|der|hvor|målt|which|where|assessed|vurdert|basert)")
DESCRIBED = re.compile(
    r",\s(?:dokument\w+|målt|målte|evidenced|documented|measured|oppgitt|oppgjeve)\s[^,:;(]*$", re.IGNORECASE
)
"""How a criterion is measured, behind its name: "avfall, målt i kilo"."""
CLAUSE = re.compile(
    r",?\s(?:som|der|hvor|kor|that|which|where)\s|,?\s(?:og|and)\s(?:for\s)?(?:hvor|kor|how)\s|,\s", re.IGNORECASE
)
AFTER_ENDS = re.compile(r"[;:\n(]|\.(?:\s|$)|,\s|\s[–—-]\s|\s(?:og|and|mens|medan|while)\s(?=\S*\s*\d)")
LAST_ENDS = re.compile(
    r"[;:\n(]|\.(?:\s|$)|\s[–—-]\s|,\s(?=for eksempel|oppgitt|målt|som|der|dokumentert"
    r"|such as|for example|measured|documented|evidenced)"
)
AFTER_LEAD = re.compile(
    r"^[\s:–—.,=|)\]-]*(?:(?:av|of)\s+(?:the\s+)?(?:weight|criterion|vekten|vekta|kriteriet)\s+)?(?:(?:vekt\w*|weight\w*)\s*)?"
    r"(?:(?:is|are)\s+given\s+|goes\s+|gis\s+|går\s+|gjelder\s+|gjeld\s+)?(?:(?:på|for|til|av|on|to|of|i|in)\s+)?[\s:–—-]*",
    re.IGNORECASE,
)
OF_WHICH = re.compile(r"\b(?:hvorav|kvarav|derav|herav|of\s+which|whereof)\b", re.IGNORECASE)
FOLLOWING = re.compile(
    r"^\W*(?:deretter|dernest|til\s+slutt|så|sist|thereafter|then|next|finally|lastly)\b", re.IGNORECASE
)
"""A sentence that goes on from the one before."""
OF_IT = re.compile(
    r"^[^.;:]{0,30}?\b(?:av|of|i|within|innenfor|innanfor)\s+(?:det\s+|dette\s+|the\s+|this\s+)?(?:\w*kriteriet|(?:main\s+)?criterion)\b",
    re.IGNORECASE,
)
REST = re.compile(r"\b(?:de[it]?\s+)?(?:resten|resterende|resterande|remaind\w+|remaining)\b(?!\s*\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Segment:
    """A name and its weight in a text, with where both stand."""

    name: str
    start: int
    end: int
    measure: Measure
    is_strong: bool
    """The weight stands as a weight does: after "teller", in a bracket, behind a colon."""
    is_first: bool
    """The name begins the text."""


@lru_cache(maxsize=4096)
def segments(text: str) -> tuple[Segment, ...]:
    """All names with weights in a text, in order; a text with more numbers than criteria could have holds none."""
    found: list[Segment] = []
    if len(measures(text)) > MOST_WEIGHTS:
        return ()
    for sentence in _spans(text):
        found += _of_sentence(text, *sentence, is_first=not found)
    return tuple(found)


def _spans(text: str) -> list[tuple[int, int]]:
    """The sentences; one that only gives the weight of the one before ("Miljø. Vekt: 30 %.") is joined to it."""
    spans: list[tuple[int, int]] = []
    for sentence in sentences(text):
        given = measures(sentence.text)
        is_bare = bool(given) and not clean_lead(clean_name(sentence.text[: given[0].start]))
        has_after = is_bare and _after_name(sentence.text, given[0].end, len(sentence.text))[0]
        if spans and is_bare and not has_after and not measures(text[spans[-1][0] : spans[-1][1]]):
            spans[-1] = (spans[-1][0], sentence.end)
        else:
            spans.append((sentence.start, sentence.end))
    return spans


def _of_sentence(text: str, start: int, end: int, *, is_first: bool) -> list[Segment]:
    given = [replace(one, start=one.start + start, end=one.end + start) for one in measures(text[start:end])]
    if not given or is_aside(text[start:end]):
        return []
    if is_shared := _is_whole_of(text, given):
        given, start = given[1:], given[0].end
    parts = OF_WHICH.search(text, given[0].end, end)
    if parts and given[-1].start > parts.end():
        ahead = _of_sentence(text, start, parts.start(), is_first=is_first)
        behind = _of_sentence(text, parts.end(), end, is_first=False)
        if ahead and len(behind) > 1:
            return [*ahead, *(replace(one, is_strong=True) for one in behind)]
    is_after = not clean_lead(clean_name(text[start : given[0].start])) or _is_shared_out(text, given)
    is_after |= given[0].unit == "points" and GIVEN.match(text[start : given[0].start]) is not None
    is_after |= is_shared and _is_name(_after_name(text, given[-1].end, end)[0])
    found = []
    for index, measure in enumerate(given):
        before = given[index - 1].end if index else start
        until = given[index + 1].start if index + 1 < len(given) else end
        make = _after if is_after else _before
        segment = make(text, before, until, measure, is_first=is_first and index == 0)
        if segment is not None:
            found.append(segment)
    if is_shared:
        found = [replace(one, is_strong=True) for one in found]
    if any(one.is_strong for one in found) or FOLLOWING.match(text[start:end]):
        found = [replace(one, is_strong=one.is_strong or _is_tight(text, one)) for one in found]
    return found


GIVEN = re.compile(
    r"^\W*(?:(?:det|dei?|there|tilbud\w*|tilbod\w*|tenders?)\s+)?(?:(?:kan|can|may|vil|will)\s+)?"
    r"(?:gis|gir|gjev|få|får|blir\s+(?:gitt|gjeve|gjevne)|(?:is|are|be)\s+(?:given|awarded)|receives?)\s+"
    r"(?:inntil|opp\s?til|maks\w*|up\s+to)\s*$",
    re.IGNORECASE,
)
"""As in "Det gis inntil 200 poeng for ombruk"."""
OUT_OF = re.compile(r"(?:^|[\s(])(?:av|of)\s+(?:de|dei|the|disse|desse|these)\s+$", re.IGNORECASE)


def _is_whole_of(text: str, given: list[Measure]) -> bool:
    """As in "Av de 320 poengene for miljø gis inntil 200 for ... og inntil 120 for ...": the first is the whole."""
    rest = [one.high for one in given[1:]]
    is_led = OUT_OF.search(text[max(0, given[0].start - 12) : given[0].start]) is not None
    return is_led and len(rest) > 1 and same(sum(rest), given[0].high)


def is_aside(sentence: str) -> bool:
    """What the law asks of a weight, and how points are reckoned with an example, name no criterion."""
    if phrases("award", "example-sentence").search(sentence):
        return True
    if phrases("award", "law").search(sentence) is None:
        return False
    if phrases("award", "main-rule").search(sentence):
        return True
    return all(_is_at_least(sentence, one) for one in measures(sentence))


def _is_at_least(text: str, measure: Measure) -> bool:
    before = text[max(0, measure.start - 14) : measure.start].rstrip()
    return any(match.end() == len(before) for match in phrases("award", "quantity").finditer(before))


def _is_shared_out(text: str, given: list[Measure]) -> bool:
    """As in "Within the criterion, half is given to energy and half to reuse": all weights before their names."""
    return len(given) > 1 and all(SHARED.match(text[one.end : one.end + 60]) for one in given)


def _is_tight(text: str, segment: Segment) -> bool:
    """Name and weight side by side: the later ones of "Pris teller 50 %, kvalitet 20 % og miljø 30 %"."""
    after = text[segment.start + len(segment.name) : segment.measure.start]
    is_near = after.strip(EDGES).casefold() in {"", "med", "with", "for", "på"}
    return segment.measure.start > segment.start and is_near and not _is_quantity(text, segment.measure)


SHARED = re.compile(
    r"^\s*(?:(?:av|of)\s+(?:the\s+)?(?:weight|criterion|vekten|vekta|kriteriet)\s+)?"
    r"(?:(?:is|are)\s+given\s+to|(?:is|are)\s+for|goes\s+to|gis\s+(?:til|for)|går\s+til|gjelder|gjeld|legges\s+på|for|til|to|on|på)\s",
    re.IGNORECASE,
)
AMOUNT_AFTER = re.compile(
    r"^\s*(?:gir|gjev|gives?|eller\s+(?:mer|meir|høyere|lavere)|or\s+(?:more|less)|reduksjon|reduction|lavere|lågare|høyere|lower|higher"
    r"|dyrere|dyrare|resirkuler|fornyb|elektrisk|utslippsfri|recycled|renewable|sannsynlig|i\s+(?:forhold|gjennomsnitt)"
    r"|(?:av|of)\s+(?!kriteri|total|vekt|samlet|samla|den\s+(?:total|saml)|poeng|the\s+(?:total|criterion|weight|overall)|evaluering|max|de\s+total))",
    re.IGNORECASE,
)


def _is_quantity(text: str, measure: Measure) -> bool:
    """As in "Minst 80 %", "50 % av bilene" are amounts, no weights; "inntil 150 poeng" is one."""
    if measure.unit == "percent" and AMOUNT_AFTER.match(text[measure.end : measure.end + 40]):
        return True
    return measure.unit != "points" and _is_at_least(text, measure)


BRACKETS = re.compile(r"\([^()]*\)")
OPEN = re.compile(r"\(\s*(?:\w+\s+){0,3}$")


def _without_brackets(piece: str) -> str:
    """What stands in brackets behind a name, and the bracket that opens before its weight, as blanks."""
    piece = BRACKETS.sub(lambda one: " " * len(one.group()), piece) if "," in piece else piece
    opened = OPEN.search(piece)
    if opened is None or not piece[: opened.start()].strip(EDGES):
        return piece
    return piece[: opened.start()] + " " * (len(piece) - opened.start())


def _undescribed(piece: str) -> str:
    """Without how it is measured, which then stands as blanks between name and weight."""
    told = DESCRIBED.search(piece)
    if told is None or not clean_lead(clean_name(piece[: told.start()])):
        return piece
    return piece[: told.start()] + " " * (len(piece) - told.start())


def _before(text: str, start: int, until: int, measure: Measure, *, is_first: bool) -> Segment | None:
    """The name stands before its weight."""
    piece = _undescribed(_without_brackets(text[start : measure.start]))
    if based := BASED.match(piece):
        piece = " " * based.end() + piece[based.end() :] if clean_name(piece[based.end() :]) else piece
    label = LABEL.match(piece)
    offset = label.end() if label else 0
    is_led = False
    if lot := LOT_LEAD.match(piece):
        offset, is_led = lot.end(), True
        cut = CUT.match(piece)
        offset = cut.end() if cut and cut.end() > offset and clean_name(piece[cut.end() :]) else offset
    elif not is_first or measure.end - start - (len(piece) - len(piece.lstrip())) > LONGEST_NAME:
        cut = CUT.match(piece)
        offset = cut.end() if cut and clean_name(piece[cut.end() :]) else offset
    elif cut := CUT.match(piece):
        is_lead = phrases("award", "criteria-lead").search(piece[: cut.end()]) or ASSESSED.search(piece[: cut.end()])
        is_told = ":" in piece[: cut.end()] and TOLD.search(piece[: cut.end()])
        is_led = bool(is_lead or is_told) and clean_name(piece[cut.end() :]) != ""
        offset = cut.end() if is_led else offset
    name = clean_lead(clean_name(piece[offset:]))
    if "," in piece[offset:] and (
        len(name) > LONG_NAME or LEADS.search(piece) or phrases("award", "law").search(piece)
    ):
        last = clean_lead(clean_name(piece[offset:].rstrip(" ,").rsplit(",", 1)[-1]))
        name = last if _is_name(last) else name
    name = ANNEX.sub("", name)
    head = NAME_ENDS.split(name)[0]
    if head != name and len(head) > 2 and clean_name(head):  # noqa: PLR2004
        name = head if is_first else name
    name = clean_name(name)
    if REST.fullmatch(name):
        return _after(text, start, until, measure, is_first=is_first)
    if not _is_name(name):
        return None
    at = text.rfind(name, start, measure.start)
    if measure.start - at - len(name) > LONGEST_GAP:
        at = text.find(name, start)
    at = at if 0 <= at < measure.start else start + offset
    gap = BRACKETS.sub(" ", text[at + len(name) : measure.start])
    end = measure.end + (1 if text[measure.end : measure.end + 1] in {")", "]"} and text[measure.end :] else 0)
    is_item = is_first and not text[start:at].strip(EDGES + "0123456789abcdefghABCDEFGH")
    is_bare = is_led or not text[start:at].strip(EDGES)
    is_alone = not gap.strip(EDGES) and is_bare and not _is_quantity(text, measure)
    is_alone |= VERB.search(text[start:at]) is not None and not _is_quantity(text, measure)
    is_strong = is_alone or _is_strong(text, gap, measure, is_item=is_item)
    return Segment(name, at, end, measure, is_strong, is_first and is_item)


def _is_strong(text: str, gap: str, measure: Measure, *, is_item: bool) -> bool:
    has_cue = phrases("award", "weight-cue").search(gap[-LONGEST_GAP:]) is not None
    opens = text[: measure.start].rstrip()[-1:]
    after = text[measure.end : measure.end + 12].lstrip()
    if _is_quantity(text, measure):
        return False
    if measure.unit == "points" and AT_MOST.search(gap):
        return True
    if has_cue or opens in {"(", "["} or measure.unit == "fraction":
        return True
    words = gap.strip(EDGES)
    if is_item and opens in {"–", "—", "-"} and not text[measure.end :].strip(EDGES):
        return True
    if re.match(r"(?:vekt|weight)", after, re.IGNORECASE):
        return True
    return (is_item and len(words.split()) <= 2) or opens in {":", "=", "|"}  # noqa: PLR2004


def _after(text: str, start: int, until: int, measure: Measure, *, is_first: bool) -> Segment | None:
    """The weight stands before its name: "30 % – Miljø", "40 % på pris"."""
    name, at, end = _after_name(text, measure.end, until)
    if is_first and measure.unit == "points" and not _is_name(name):
        name = clean_name(CLAUSE.split(name)[0])
    if not _is_name(name):
        return None
    lead = text[measure.end : at]
    joined = (
        re.search(r"\b(?:vekt\w*|weight\w*|på|for|on|to|til|gjelder|gjeld)\b|[:–—=|-]", lead, re.IGNORECASE) is not None
    )
    before = text[start : measure.start].strip(EDGES)
    is_strong = not _is_quantity(text, measure) and (joined or (is_first and not before))
    return Segment(name, measure.start, end, measure, is_strong, is_first)


def _after_name(text: str, start: int, until: int) -> tuple[str, int, int]:
    piece = text[start:until]
    lead = AFTER_LEAD.match(piece)
    offset = lead.end() if lead else 0
    stop = (AFTER_ENDS if until < len(text) else LAST_ENDS).search(piece, offset)
    end = stop.start() if stop else len(piece)
    name = clean_lead(clean_name(re.sub(r"\s(?:og|and|mens|samt)\s*$", "", piece[offset:end])))
    return name, start + offset, start + end


def _is_name(name: str) -> bool:
    if not name or len(name) > LONGEST_NAME or not re.search(r"[^\W\d_]{3}", name):
        return False
    if TOLD.search(name):
        return False
    match = phrases("award", "not-a-name").match(name)
    return not (match and match.end() >= len(name.split(maxsplit=1)[0]))


def block_entries(block: Block, *, fallback: str = "") -> list[Entry]:
    """The criteria that a paragraph, list item or heading gives weights to."""
    text = block.text
    if len(text) > LONGEST_TEXT:
        return []
    if listed := _respectively(block) or _slashed(block) or _formula(block):
        return listed
    found = [one for one in segments(text) if one.is_strong]
    if len(found) > MOST_ENTRIES:
        return []
    if not found and fallback:
        return _named_above(block, fallback)
    if found and found[0].is_first and len(found) > 1 and not _is_prose(text, found):
        return [
            _entry(block, found[0], found[1].start),
            *(_child(block, found, place) for place in range(1, len(found))),
        ]
    return _all_parts(
        [_entry(block, one, found[i + 1].start if i + 1 < len(found) else len(text)) for i, one in enumerate(found)]
    )


def _all_parts(entries: list[Entry]) -> list[Entry]:
    """As in "teller ombruk 70 % og reparasjon 30 % av kriteriet": what is said of the last is said of all."""
    weights = [entry.weight or 0.0 for entry in entries]
    if len(entries) > 1 and entries[-1].is_part and same(sum(weights), 100):
        for entry in entries:
            entry.is_part, entry.depth = True, 1
    return entries


RESPECTIVELY = re.compile(r"henholdsvis|høvesvis|respe[ck]tive", re.IGNORECASE)
RESPECTIVE = re.compile(
    r"(?:henholdsvis|høvesvis|respektive|respectively)\s+"
    r"(?P<after>\d[\d\s.,%]{0,80}(?:(?:og|and)\s+\d+)\s*(?:%|prosent|per cent)?)"
    r"|(?P<before>\d[\d\s.,%]{0,80}(?:(?:og|and)\s+\d+)\s*(?:%|prosent|per cent)?),?\s+(?:henholdsvis|respectively)",
    re.IGNORECASE,
)


def _respectively(block: Block) -> list[Entry]:
    """As in "Pris, kvalitet og miljø vektes henholdsvis 50, 20 og 30 prosent": names first, then as many numbers."""
    match = RESPECTIVE.search(block.text) if RESPECTIVELY.search(block.text) else None
    if match is None:
        return []
    numbers = [
        float(one.replace(",", "."))
        for one in re.findall(r"\d{1,3}(?:[.,]\d(?!\d))?", match["after"] or match["before"])
    ]
    sentence = next(one for one in sentences(block.text) if one.start <= match.start() < one.end)
    names = listed_names(block.text[sentence.start : match.start()], count=len(numbers))
    if len(names) != len(numbers):
        return []
    quote = quote_of(block, sentence.start, sentence.end)
    weight = quote_of(block, match.start(), match.end())
    return [
        Entry(shown(name), quote, name, Measure(number, number, "percent", 0, 0), weight, start=sentence.start)
        for name, number in zip(names, numbers, strict=True)
    ]


SLASHED_NUMBERS = re.compile(r"(?<![\d/])\d{1,3}(?:\s?/\s?\d{1,3})+")
SLASHED_BEFORE = 250
"""Characters before the numbers in which their names stand."""
SLASHED = re.compile(
    r"(?P<names>[^\W\d_](?:[^\W\d]|[ -])*(?:/[^\W\d_](?:[^\W\d]|[ -])*)+)[^\d\n.]{0,40}?"
    r"(?<!\d)(?P<numbers>\d{1,3}(?:\s?/\s?\d{1,3})+)",
    re.IGNORECASE,
)
MOST_SLASHED = 5


def _slashed(block: Block) -> list[Entry]:
    """As in "Pris/kvalitet/miljø: 50/20/30"."""
    numbered = islice(SLASHED_NUMBERS.finditer(block.text), MOST_SLASHED) if "/" in block.text else ()
    near = (SLASHED.search(block.text, max(0, at.start() - SLASHED_BEFORE), at.end()) for at in numbered)
    match = next(filter(None, near), None)
    if match is None:
        return []
    numbers = [float(one) for one in re.split(r"\s?/\s?", match["numbers"])]
    names = [clean_lead(clean_name(one)) for one in match["names"].split("/")]
    if len(names) != len(numbers) or sum(numbers) != 100 or not all(map(_is_name, names)):  # noqa: PLR2004
        return []
    quote, weight = quote_of(block, match.start(), match.end()), quote_of(block, *match.span("numbers"))
    return [
        Entry(shown(name), quote, name, Measure(number, number, "percent", 0, 0), weight, start=match.start())
        for name, number in zip(names, numbers, strict=True)
    ]


TERM = re.compile(
    r"(?P<name>[^\W\d_][^\d+=×*·.:]{1,60}?)\s*(?:×|\*|·|\bx\b)\s*(?P<share>0[.,]\d{1,3})"
    r"|(?P<first>0[.,]\d{1,3})\s*(?:×|\*|·|\bx\b)\s*(?P<second>[^\W\d_][^\d+=×*·.:]{1,60}?)(?=\s*(?:\+|\.|,|;|$))",
    re.IGNORECASE,
)
FEWEST_TERMS = 2


def _formula(block: Block) -> list[Entry]:
    """As in "Poengsum = pris × 0,60 + miljø × 0,40"."""
    if not any(sign in block.text for sign in "×*·x"):
        return []
    terms = list(TERM.finditer(block.text))
    shares = [float((one["share"] or one["first"]).replace(",", ".")) * 100 for one in terms]
    names = [clean_lead(clean_name(one["name"] or one["second"])) for one in terms]
    if len(terms) < FEWEST_TERMS or round(sum(shares), 2) != 100 or not all(map(_is_name, names)):  # noqa: PLR2004
        return []
    quote = quote_of(block, terms[0].start(), terms[-1].end())
    return [
        Entry(shown(name), quote, name, Measure(share, share, "percent", 0, 0), quote, start=terms[0].start())
        for name, share in zip(names, (round(one, 4) for one in shares), strict=True)
    ]


def listed_names(text: str, *, count: int | None = None) -> list[str]:
    """The names in "Kriteriene er pris, kvalitet og klima og miljø": as many as are wanted, where that is known."""
    cut = CUT.match(text)
    piece = text[cut.end() :] if cut and clean_name(text[cut.end() :]) else text
    piece = clean_lead(clean_name(piece))
    parts = [
        part for part in re.split(r"[,;]\s+|\s*\b\d[.)]\s*|\s*\([a-z0-9]\)\s*|\b[a-f]\)\s*", piece) if clean_name(part)
    ]
    if len(parts) < 2 or (count is not None and len(parts) > count):  # noqa: PLR2004
        parts = parts if len(parts) >= 2 else re.split(r"\s+(?:og|and|samt)\s+", piece)  # noqa: PLR2004
    last = re.match(r"^(?P<first>.+)\s+(?:og|and|samt)\s+(?P<last>\S.*)$", parts[-1])
    is_short = count is not None and len(parts) < count
    if last and (
        is_short or (count is None and not re.match(r"(?:klima|climate)$", last["first"].strip(), re.IGNORECASE))
    ):
        parts[-1:] = [last["first"], last["last"]]
    names = [clean_lead(clean_name(part)) for part in parts]
    return names if all(_is_name(name) for name in names) else []


def _is_prose(text: str, found: list[Segment]) -> bool:
    """Weights in sentences of their own are criteria side by side; in one sentence behind the first they part it."""
    between = text[found[0].end : found[1].start]
    return not phrases("award", "parts-of").search(between)


def _child(block: Block, found: list[Segment], place: int) -> Entry:
    entry = _entry(block, found[place], found[place + 1].start if place + 1 < len(found) else len(block.text))
    entry.depth = 1
    return entry


def _named_above(block: Block, fallback: str) -> list[Entry]:
    """As in "Kriteriet vektes 30 %." below a heading that names the criterion."""
    for sentence in sentences(block.text):
        given = measures(sentence.text)
        if len(given) != 1:
            continue
        before, after = sentence.text[: given[0].start], sentence.text[given[0].end :]
        has_cue = phrases("award", "weight-cue").search(before) or re.match(r"\s*(?:vekt|weight)", after, re.IGNORECASE)
        is_quantity = phrases("award", "quantity").search(before[-12:])
        if not clean_lead(clean_name(before)) and has_cue and not is_quantity:
            quote = quote_of(block, sentence.start, sentence.end)
            return [Entry(shown(fallback), quote, f"{fallback}\n{block.text}", given[0], quote)]
    return []


def _entry(block: Block, segment: Segment, until: int) -> Entry:
    sentence = next((one for one in sentences(block.text) if one.start <= segment.start < one.end), None)
    start, end = segment.start, segment.end
    if sentence is not None and segment.end <= sentence.end:
        alone = len([one for one in segments(sentence.text) if one.is_strong]) == 1
        is_whole = alone and len(sentence.text) < 2 * LONGEST_NAME
        start = sentence.start if is_whole and sentence.start <= start else start
        end = sentence.end if is_whole and sentence.end - end <= 2 else end  # noqa: PLR2004
    weight = Quote(text=block.text[segment.measure.start : segment.measure.end], place=block.place)
    text = block.text[segment.start : max(until, segment.end)]
    end = start + len(re.sub(r"[\s,;]+(?:og|and|samt|mens)?\s*$", "", block.text[start:end]))
    quote = quote_of(block, start, end)
    part = OF_IT.search(block.text[segment.measure.start : segment.measure.end + LONGEST_GAP]) is not None
    depth = 1 if part else 0
    text = f"{segment.name}\n{text}"
    return Entry(
        shown(segment.name), quote, text, segment.measure, weight, depth=depth, is_part=part, start=segment.start
    )


def item_name(text: str) -> str:
    """The name that an item without weight begins with: "Pris. Vi vurderer ..." is Pris."""
    name = NAME_ENDS.split(LABEL.sub("", text)[ordinal_of(text) :])[0]
    return clean_name(name) if len(name) <= LONGEST_NAME else ""


def ordinal_of(text: str) -> int:
    """How far the words go that count an item off ("First:", "Prioritet 2 –"); 0 where there are none."""
    match = phrases("award", "ordinal").match(text.lstrip(' «"'))
    if match is None:
        return 0
    if match.group()[-1] in ":.":
        return match.end()
    mark = re.match(r"\s*[:.–—-]\s*", text[match.end() :])
    return match.end() + mark.end() if mark else 0
