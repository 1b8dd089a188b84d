"""What the documents say of the procurement as a whole: buyer, days, CPV, value, duration, regulation, nature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from dugnad.documents.award_words import phrases, words
from dugnad.documents.contradictions import contradiction
from dugnad.documents.dates import days
from dugnad.documents.document import Block, Document, Place, Row, Table
from dugnad.documents.found import Contradiction, Head, Quote
from dugnad.documents.money import Amount, amounts
from dugnad.documents.sentences import sentences
from dugnad.law.regulation import DEFENCE_TEXT, EXEMPT_TEXT

ORGNR = re.compile(r"(?<!\d)(\d{3}[ \u00a0.\u202f]?\d{3}[ \u00a0.\u202f]?\d{3})(?!\d)")
ORGNR_CUE = re.compile(
    r"(?:org(?:anisa[sz]jons?|anisation|anization)?|foretaks|(?:company |business )?registration)"
    r"[\s.-]*(?:n(?:r|ummer\w*|o|umber)?\.?|nr)\b"
    r"|enhetsregister\w*|einingsregister\w*|foretaksregister\w*",
    re.IGNORECASE,
)
ORGNR_BEFORE = re.compile(r"\bNO\s*$")
ORGNR_AFTER = re.compile(r"^\s*MVA\b")
WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
CPV = re.compile(r"(?<![\d.])(\d{8})(?:-\d)?(?![\d])")
CPV_CUE = re.compile(r"\bcpv\b", re.IGNORECASE)
TITLE = 8
LONGEST_TEXT = 5000
LABELLED = 2
LABELLED_CELL = re.compile(r"^\s*(?P<label>[^:|\d]{3,45}):\s*(?P<rest>\S.*)$")
MOST_BELOW = 2
"""Rows below a heading row that tell one fact each."""
FURNITURE = frozenset({"header", "footer"})
LONGEST_FRONT = 200
FRONT = 25
"""Parts from the beginning that may be the front page."""
REGULATIONS = (("utilities", "ff"), ("concessions", "kkf"), ("classical", "foa"))
PART = re.compile(
    r"\b(?:del|part)\s+(IV|I{1,3}|[1-4])\b(?:\s+(?:og|and)\s+(?:del\s+)?(IV|I{1,3}|[1-4])\b)?", re.IGNORECASE
)
ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}
SPAN = re.compile(
    r"(?P<number>\d{1,3}|[a-zæøåé]+)\s*(?:\([^)]*\)\s*)?(?P<unit>år\b|års\b|skuleår|skoleår|månad\w*|måned\w*|years?\b|months?\b)",
    re.IGNORECASE,
)
SPAN_CUE = re.compile(
    r"avtaletid|kontraktsperiod|avtaleperiod|varighet|løpetid|varer|gjelder i|gjeld i|inngås|i avtaletida|byggetid"
    r"|for hele perioden|duration|runs for|term of|contract period|avtalen|kontrakten|rammeavtale"
    r"|over (?:to|tre|fire|\d+) år|over \d+ (?:måneder|månader|months|years)",
    re.IGNORECASE,
)
OPTION = re.compile(
    r"opsjon|si opp|sei\w* opp|terminat|reklamasjon|forleng|extend|option|garanti|guarantee|siste|eldre|last|warrant",
    re.IGNORECASE,
)
BODY_WORDS = ("municipality", "county", "health", "inter-municipal", "municipal-enterprise", "state", "company")
PARTIAL = re.compile(
    r"\bopsjon\w*|\boption\w*|\bhvorav\b|\bherav\b|\bderav\b|\bfase\s|\bhver\b|\bkvar\b|\beach\b", re.IGNORECASE
)
WITH_OPTIONS = re.compile(r"\b(?:med|inkl\w*\.?|medrekna|including|with)\s+(?:\w+\s+)?(?:opsjon|option)", re.IGNORECASE)
"""The estimated value holds the options."""
LONGEST_BODY = 90
NAME_ENDS = re.compile(
    r"\s*[,(|·•;]\s*|\s[–—-]\s|\s+v/|\s+ved\s|\s+org\b|\.\s"
    r"|\s+(?:anskaffer|skal|er|is|har|inviterer|ønsker|ønskjer|vil|kjøper|with|med)\b"
)
CAPITAL_NAME = re.compile(
    r"^(?:the\s+)?[A-ZÆØÅ][\w’'.-]*(?:\s+(?:[A-ZÆØÅ][\w’'.-]*|i|og|for|of|and|the|på|av|kommune|fylkeskommune|[a-zæøå]{3,}))*$"
)
IN_TEXT = re.compile(
    r"(?:[A-ZÆØÅ][\w’'-]+(?:\s+(?:i|og|for|of|and|the|på|av))?\s+){0,6}(?:[A-ZÆØÅ][\w’'-]+|kommune|fylkeskommune|[a-zæøå]+)"
)
OWN_PURCHASE = re.compile(r"anskaffels|innkjøp|konkurranse|kjøpet|kontrakt|procurement|purchase|contract")
DIGIT = re.compile(r"\d")
DENIED = re.compile(r"\bikke unntatt|\bikkje unnat|\bnot exempt|\bdersom\b|\bhvis\b|\bif\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or a row of a table read as one line; `cells` where it is a row."""

    text: str
    place: Place
    block: Block | None = None
    cells: tuple[str, ...] = ()
    number: int = 0


def find_head(documents: Sequence[Document]) -> tuple[Head, tuple[Contradiction, ...]]:
    """The head of the procurement, and what contradicts itself in it."""
    pieces = list(_pieces(documents))
    quotes: list[tuple[str, Quote]] = []
    faults: list[Contradiction] = []
    announced = _day(pieces, "announced", "not-announced", "two-days", quotes, faults)
    deadline = _day(pieces, "deadline", "not-deadline", "two-deadlines", quotes, faults)
    orgnr = _orgnr(pieces, quotes, faults)
    value = _value(pieces, quotes, faults)
    cpv = _cpv(pieces, quotes)
    basis = _basis(pieces)
    head = Head(
        title=_title(pieces),
        body=_body(pieces, quotes),
        orgnr=orgnr,
        announced=announced,
        deadline=deadline,
        cpv=cpv,
        value_nok=value,
        language=_language(documents, pieces),
        duration_months=_duration(pieces, quotes),
        legal_basis=basis,
        outside=_outside(pieces),
        part=_part(pieces, quotes),
        nature=_nature(cpv),
        quotes=tuple(quotes),
    )
    return head, tuple(faults)


def _outside(pieces: Sequence[Piece]) -> str:
    """The first sentence by which the purchase itself stands outside the Act, or under the defence regulation."""
    for piece in pieces:
        for sentence in sentences(piece.text):
            low = sentence.text.casefold()
            is_told = EXEMPT_TEXT.search(low) or DEFENCE_TEXT.search(low)
            if is_told and OWN_PURCHASE.search(low) and not DENIED.search(low):
                return sentence.text
    return ""


def _pieces(documents: Sequence[Document]) -> Iterator[Piece]:
    number = 0
    for document in documents:
        for part in document.parts:
            if isinstance(part, Table):
                for row in part.rows:
                    number += 1
                    yield _piece_of(row.cells, row.place, number)
                    yield from (_piece_of(pair, row.place, number) for pair in _labelled_cells(row))
                yield from (_piece_of(pair, place, number) for pair, place in _columns(part))
            elif part.kind != "contents":
                number += 1
                yield Piece(part.text[:LONGEST_TEXT], part.place, part, (), number)


def _piece_of(cells: tuple[str, ...], place: Place, number: int) -> Piece:
    return Piece(" | ".join(" ".join(cell.split()) for cell in cells), place, None, cells, number)


def _labelled_cells(row: Row) -> Iterator[tuple[str, str]]:
    """What stands as label and value within a row of more than two: "Frist: 3. mai", or in every second cell."""
    for cell in row.cells:
        for line in cell.split("\n"):
            if match := LABELLED_CELL.match(line):
                yield match["label"], match["rest"]
    if len(row.cells) >= 2 * LABELLED and len(row.cells) % LABELLED == 0:
        yield from ((row.cells[at], row.cells[at + 1]) for at in range(LABELLED, len(row.cells), LABELLED))


def _columns(table: Table) -> Iterator[tuple[tuple[str, str], Place]]:
    """A small table whose first row heads the columns: each heading with what stands below it."""
    if not LABELLED <= len(table.rows) <= MOST_BELOW + 1 or len(table.rows[0].cells) < LABELLED:
        return
    header, *below = table.rows
    if any(days(cell) for cell in header.cells):
        return
    for row in below:
        for head, cell in zip(header.cells, row.cells, strict=False):
            if head.strip() and cell.strip():
                yield (head, cell), row.place


def _quote(piece: Piece, start: int, end: int) -> Quote:
    """Verbatim words: within one cell, and not across a page break."""
    if piece.cells:
        wanted = piece.text[start:end]
        cells = [" ".join(cell.split()) for cell in piece.cells]
        return Quote(
            text=next((cell for cell in cells if wanted in cell or (cell in wanted and cell)), cells[0]),
            place=piece.place,
        )
    cuts = piece.block.cuts if piece.block else ()
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    first, last = max(pairwise(edges), key=lambda pair: pair[1] - pair[0])
    return Quote(text=piece.text[first:last].strip(), place=piece.place)


# ── days ──────────────────────────────────────────────────────────


def _day(
    pieces: list[Piece],
    group: str,
    against: str,
    code: str,
    quotes: list[tuple[str, Quote]],
    faults: list[Contradiction],
) -> date | None:
    """The day that a cue names; of several, the one named most often, the first where they tie."""
    found: list[tuple[date, Quote, bool]] = []
    for piece in (one for one in pieces if DIGIT.search(one.text)):  # no day is without one
        for on, quote, is_plain in _days_of(piece, group, against):
            found.append((on, quote, is_plain))
    if not found and group == "deadline":
        front = (piece for piece in pieces if piece.number <= FRONT and len(piece.text) <= LONGEST_FRONT)
        found = [one for piece in front for one in _days_of(piece, "deadline-on-front", against)]
    plain = [one for one in found if one[2]] or found
    if not plain:
        return None
    counts = Counter(on for on, _, _ in plain)
    best = max(counts, key=lambda on: (counts[on], -[one[0] for one in plain].index(on)))
    quote = next(quote for on, quote, _ in plain if on == best)
    quotes.append((group, quote))
    rival = next(((on, other) for on, other, _ in plain if on != best), None)
    if rival is not None:
        faults.append(contradiction(code, (quote, rival[1]), first=best.isoformat(), second=rival[0].isoformat()))
    return best


def _days_of(piece: Piece, group: str, against: str) -> Iterator[tuple[date, Quote, bool]]:
    """Days near the cue: the row's other cell, or the first day after the cue in its sentence."""
    cue = phrases("head", group)
    if piece.cells:
        label = next((cell for cell in piece.cells if cell.strip()), "")
        rest = piece.text[len(" ".join(label.split())) :]
        given = days(rest) if not days(label) else days(piece.text)
        rest = rest if not days(label) else piece.text
        if cue.search(label) and not phrases("head", against).search(label) and given:
            yield given[0].on, _quote(piece, *_span_in(piece.text, rest, given[0].start, given[0].end)), True
        return
    for sentence in sentences(piece.text) if len(piece.text) > 150 else [None]:  # noqa: PLR2004
        text, offset = (piece.text, 0) if sentence is None else (sentence.text, sentence.start)
        match = cue.search(text)
        if match is None or phrases("head", against).search(text[_clause_start(text, match) : match.end() + 40]):
            continue
        after = [day for day in days(text) if day.start >= match.start()]
        chosen = after[0] if after else None
        if chosen is None or chosen.start - match.end() > 100:  # noqa: PLR2004
            continue
        is_plain = chosen.start - match.end() < 40  # noqa: PLR2004
        yield chosen.on, _quote(piece, offset + match.start(), offset + chosen.end), is_plain


def _clause_start(text: str, match: re.Match[str]) -> int:
    """Where the part of the sentence begins that the cue stands in: after a day, what was said before is over."""
    before = [day.end for day in days(text[: match.start()])]
    return before[-1] if before else 0


def _span_in(text: str, rest: str, start: int, end: int) -> tuple[int, int]:
    offset = len(text) - len(rest)
    return offset + start, offset + end


# ── numbers ───────────────────────────────────────────────────────


def is_orgnr(number: str) -> bool:
    """Nine digits whose last is the mod-11 control digit; any first digit, for invented bodies have others."""
    if len(number) != 9 or not number.isdigit():  # noqa: PLR2004
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return (total + int(number[8])) % 11 == 0


def _orgnr(pieces: list[Piece], quotes: list[tuple[str, Quote]], faults: list[Contradiction]) -> str | None:
    found: list[tuple[str, Quote]] = []
    for piece in pieces:
        for match in ORGNR.finditer(piece.text):
            number = re.sub(r"\D", "", match[1])
            if is_orgnr(number) and _is_told(piece, match):
                found.append((number, _quote(piece, match.start(), match.end())))
    if not found:
        return None
    counts = Counter(number for number, _ in found)
    best = max(counts, key=lambda number: (counts[number], -[one[0] for one in found].index(number)))
    quote = next(quote for number, quote in found if number == best)
    quotes.append(("orgnr", quote))
    rival = next((one for one in found if one[0] != best), None)
    if rival is not None and counts[best] == counts[rival[0]]:
        faults.append(contradiction("two-organisation-numbers", (quote, rival[1]), first=best, second=rival[0]))
    return best


def _is_told(piece: Piece, match: re.Match[str]) -> bool:
    """Is the number called an organisation's: by words before it, as a VAT number, or in brackets behind a body?"""
    before, after = piece.text[: match.start()][-60:], piece.text[match.end() :]
    if ORGNR_CUE.search(before) or (ORGNR_BEFORE.search(before) and ORGNR_AFTER.match(after)):
        return True
    is_bracketed = before.endswith("(") and after[:1] in {")", ","}
    return is_bracketed and piece.number <= FRONT and body_kind(before.rstrip(" (")) is not None


def _cpv(pieces: list[Piece], quotes: list[tuple[str, Quote]]) -> tuple[str, ...]:
    """Eight digits near the letters CPV, or in a column that they head."""
    found: dict[str, Quote] = {}
    heads: dict[int | None, int] = {}
    near = 0
    for piece in pieces:
        if (
            piece.cells
            and (column := next((i for i, cell in enumerate(piece.cells) if CPV_CUE.search(cell)), None)) is not None
        ):
            heads[piece.place.table] = column
        is_near = CPV_CUE.search(piece.text) is not None
        near = 3 if is_near else near - 1
        is_column = bool(piece.cells) and piece.place.table in heads
        if not (is_near or is_column or near > 0):
            continue
        for match in CPV.finditer(piece.text):
            if match[1][:2] > "02" and not is_orgnr_like(piece.text, match):
                found.setdefault(match[1], _quote(piece, match.start(), match.end()))
    quotes += [("cpv", quote) for quote in found.values()]
    return tuple(found)


def is_orgnr_like(text: str, match: re.Match[str]) -> bool:
    return re.search(r"(?:tlf|telefon|phone|konto)\D{0,10}$", text[: match.start()], re.IGNORECASE) is not None


# ── value ─────────────────────────────────────────────────────────


def _value(pieces: list[Piece], quotes: list[tuple[str, Quote]], faults: list[Contradiction]) -> float | None:
    """The estimated value, not the framework's maximum and not a lot's."""
    found: list[tuple[int, float, Quote]] = []
    for piece in pieces:
        found += list(_values_of(piece))
    if not found:
        return None
    best = max(rank for rank, _, _ in found)
    top = [one for one in found if one[0] == best]
    quotes.append(("value", top[0][2]))
    rival = next((one for one in top if one[1] != top[0][1]), None)
    if rival is not None and best >= 3:  # noqa: PLR2004
        faults.append(contradiction("two-values", (top[0][2], rival[2]), first=top[0][1], second=rival[1]))
        return None
    return top[0][1]


def _values_of(piece: Piece) -> Iterator[tuple[int, float, Quote]]:
    """(how surely it is the estimated value, sum, words)."""
    if piece.cells:
        label = piece.cells[0]
        is_labelled = len([cell for cell in piece.cells if cell.strip()]) == LABELLED and phrases(
            "head", "value"
        ).search(label)
        if not is_labelled or phrases("head", "not-value").search(label):
            return
        rank = 1 if phrases("head", "maximum-value").search(label) else 3
        for amount in amounts(
            piece.text[len(label) :], unit=label if re.search(r"nok|kr|mill", label, re.IGNORECASE) else ""
        )[:1]:
            yield rank, amount.value, _quote(piece, len(label) + amount.start, len(label) + amount.end)
        return
    for sentence in sentences(piece.text):
        given = amounts(sentence.text)
        if not given or not phrases("head", "value").search(sentence.text):
            continue
        if phrases("head", "not-value").search(sentence.text):
            continue
        chosen, rank = _chosen(sentence.text, given)
        start = sentence.start
        yield rank, chosen.value, _quote(piece, start + chosen.start, start + chosen.end)


def _chosen(text: str, given: list[Amount]) -> tuple[Amount, int]:
    """The sum that the words for an estimate stand nearest; one after "maksimal" only where no other is there."""
    plain = [one for one in given if not _is_maximum(text, one)]
    whole = next((one for one in plain if WITH_OPTIONS.search(text[: one.start][-80:])), None)
    if whole is not None:
        return whole, 3
    is_strong = phrases("head", "strong-value").search(text) is not None
    is_lot = (
        re.search(r"\b(?:delkontrakt|delavtale|del|lot|delområde)\s*(?:[A-H]|\d)\b", text, re.IGNORECASE) is not None
    )
    is_partial = PARTIAL.search(text[: (plain or given)[0].start]) is not None
    rank = (3 if is_strong and not is_partial else 2) if plain else 1
    return (plain or given)[0], 0 if is_lot else rank


def _is_maximum(text: str, amount: Amount) -> bool:
    before = text[max(0, amount.start - 45) : amount.start]
    match = list(phrases("head", "maximum-value").finditer(before))
    return bool(match) and "," not in before[match[-1].end() :]


# ── duration, language, legal basis ───────────────────────────────


def _duration(pieces: list[Piece], quotes: list[tuple[str, Quote]]) -> float | None:
    """The contract's first period in months; options not counted."""
    numbers = words("head", "numbers")
    for piece in pieces:
        for sentence in sentences(piece.text):
            if not SPAN_CUE.search(sentence.text):
                continue
            for match in SPAN.finditer(sentence.text):
                text = match["number"].casefold()
                number = float(text) if text.isdigit() else numbers.get(text)
                if number is None or OPTION.search(sentence.text[max(0, match.start() - 40) : match.start()]):
                    continue
                is_years = match["unit"].casefold().startswith(("år", "skule", "skole", "year"))
                months = float(number) * (12 if is_years else 1)
                if 1 <= months <= 600:  # noqa: PLR2004
                    quotes.append(
                        ("duration", _quote(piece, sentence.start + match.start(), sentence.start + match.end()))
                    )
                    return months
    return None


NYNORSK = re.compile(
    r"\b(?:ikkje|eit|ein|dei|frå|vere|skal\s+vere|blir|kva|tilbod|leverandøren?\s+skal\s+vere|oppdragsgivar|kor|meir|nokon|desse)\b",
    re.IGNORECASE,
)
BOKMAL = re.compile(r"\b(?:ikke|et|en|de|fra|være|hva|tilbud|oppdragsgiver|hvor|mer|noen|disse)\b", re.IGNORECASE)
ENGLISH = re.compile(r"\b(?:the|and|shall|of|tender|is|are|with|for)\b", re.IGNORECASE)


def _language(documents: Sequence[Document], pieces: list[Piece]) -> str | None:
    known = Counter(document.language for document in documents if document.language)
    if known:
        return known.most_common(1)[0][0]
    text = "\n".join(piece.text for piece in pieces)
    counts = {
        "nno": len(NYNORSK.findall(text)),
        "nob": len(BOKMAL.findall(text)),
        "eng": len(ENGLISH.findall(text)),
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > 0 else None


def _basis(pieces: list[Piece]) -> str:
    text = "\n".join(piece.text for piece in pieces)
    counts = {code: len(phrases("head", group).findall(text)) for group, code in REGULATIONS}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else ""


def _part(pieces: list[Piece], quotes: list[tuple[str, Quote]]) -> str:
    """The part of the regulation that a sentence about it names."""
    for piece in pieces:
        for sentence in sentences(piece.text):
            if not re.search(r"forskrift|regulation|\bFOA\b|\bFF\b|§", sentence.text, re.IGNORECASE):
                continue
            if match := PART.search(sentence.text):
                numbers = [ROMAN.get(one.upper(), one) for one in match.groups() if one]
                quotes.append(("part", _quote(piece, sentence.start + match.start(), sentence.start + match.end())))
                return max(numbers)
    return ""


def _nature(cpv: tuple[str, ...]) -> str:
    if not cpv:
        return ""
    division = cpv[0][:2]
    if division == "45":
        return "works"
    return "supplies" if division < "45" or division == "48" else "services"


# ── buyer ─────────────────────────────────────────────────────────


def _body(pieces: list[Piece], quotes: list[tuple[str, Quote]]) -> str | None:
    """The buyer's name: before its number, on the front page, or behind a label; the most often named wins."""
    found: dict[str, tuple[float, Quote]] = {}
    text = "\n".join(piece.text for piece in pieces)
    for name, score, quote in _names(pieces):
        bonus = min(text.count(name), 12) * 0.4 + (2.0 if body_kind(name) else 0.0)
        if name not in found:
            found[name] = (score + bonus, quote)
        else:
            found[name] = (found[name][0] + score, found[name][1])
    if not found:
        return None
    best = max(found, key=lambda name: found[name][0])
    if found[best][0] < 3:  # noqa: PLR2004
        return None
    quotes.append(("body", found[best][1]))
    return best


def _names(pieces: list[Piece]) -> Iterator[tuple[str, float, Quote]]:
    for piece in pieces:
        if piece.cells:
            yield from _labelled(piece)
            continue
        match = re.match(r"^(?P<label>[^:]{3,45}):\s*(?P<rest>.+)$", piece.text)
        if match and phrases("head", "buyer-label").fullmatch(match["label"].strip()):
            yield from _name(match["rest"], 5.0, piece)
        if number := ORGNR_CUE.search(piece.text):
            before = re.split(r"[.;]\s", piece.text[: number.start()])[-1]
            yield from _name(re.sub(r"\b(?:har|has|med|with)\s*$", "", before.strip(" (,–-")), 4.0, piece)
        if piece.number <= FRONT and (piece.block is None or piece.block.kind != "heading" or piece.number <= TITLE):
            yield from _name(piece.text[: 2 * LONGEST_BODY], 1.5, piece)


def _labelled(piece: Piece) -> Iterator[tuple[str, float, Quote]]:
    if len(piece.cells) > 1 and phrases("head", "buyer-label").fullmatch(" ".join(piece.cells[0].split()).strip(" :")):
        yield from _name(" ".join(piece.cells[1].split()), 6.0, piece)


def _name(text: str, score: float, piece: Piece) -> Iterator[tuple[str, float, Quote]]:
    """The name that a text begins with, cut at commas, brackets and dashes."""
    text = re.sub(r"^(?:the|for|oppdragsgiver(?: er)?|oppdragsgivar(?: er)?)\s+", "", text.strip(), flags=re.IGNORECASE)
    name = re.sub(r"^the\s+", "", NAME_ENDS.split(text)[0], flags=re.IGNORECASE).strip(" .:–-")
    if phrases("head", "buyer-label").fullmatch(name) or phrases("head", "not-a-body").match(name):
        return
    is_sentence = len(piece.text) > LONGEST_BODY + 60
    if is_sentence and score < 4 and " " not in name:  # noqa: PLR2004
        return
    if not 3 <= len(name) <= LONGEST_BODY or not name[:1].isupper() or days(name):  # noqa: PLR2004
        return
    if score < 4 and body_kind(name) is None:  # noqa: PLR2004
        return
    if not CAPITAL_NAME.match(name) or re.search(r"\d", name):
        return
    at = piece.text.find(name)
    yield name, score, _quote(piece, max(at, 0), max(at, 0) + len(name))


GENERIC = re.compile(
    r"^(?:konkurransegrunnlag|kravspesifikasjon|tender document|invitation to tender|innhold|bilag|vedlegg|annex)"
    r"|\bsak(?:s?n|\s)|\bref\w*\b|\barkiv|kunngj|published",
    re.IGNORECASE,
)


def _title(pieces: list[Piece]) -> str:
    """The first line of the front page that is neither the kind of document, the buyer, a case number nor a day."""
    for piece in [one for one in pieces if one.block is None or one.block.kind not in FURNITURE][:TITLE]:
        text = piece.text.strip()
        if piece.cells or not 10 <= len(text) <= 2 * LONGEST_BODY or GENERIC.search(text):  # noqa: PLR2004
            continue
        if days(text) or ORGNR_CUE.search(text) or (body_kind(text) and len(text) < LONGEST_BODY // 2):
            continue
        return text
    return ""


def body_kind(name: str) -> str | None:
    """What kind of body a name tells: municipality, county, health, inter-municipal, municipal-enterprise, state ..."""
    ordered = ("county", "municipal-enterprise", "inter-municipal", "health", "municipality", "state", "company")
    return next((kind for kind in ordered if phrases("head", kind).search(name)), None)
