"""Names of people in a text, by where they stand: greeted, signed, told, titled, or written as names are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dugnad.desk.naming import load_naming

Span = tuple[int, int]
TOKEN = re.compile(r"[^\W\d_](?:[\w'’]|-(?=[^\W\d_]))*\.?")
PARTICLES = frozenset({"av", "de", "der", "den", "van", "von", "bin", "al", "el", "la", "le", "du", "da", "dos"})
STOPS = frozenset(
    {
        "og", "and", "fra", "frå", "from", "i", "in", "på", "at", "hos", "ved", "v", "for", "til", "to", "som", "om",
        "about", "med", "with", "her", "here", "er", "is", "was", "har", "have", "has", "skal", "vil", "kan", "jobber",
        "jobbar", "arbeider", "arbeidar", "work", "works", "working", "innkjøpsrådgiver", "innkjøper", "seksjon",
        "avdeling", "avdelinga", "avdelingen", "kommune", "kommunen", "oss", "us", "deg", "dykk", "alle", "igjen",
        "the", "men", "but", "så", "so", "dere", "team", "teamet", "folkens", "again", "rådgiver", "rådgjevar", "avd",
    }
)  # fmt: skip
"""Words at which a name ends."""
MOST_NAME = 5
"""A name has no more words."""
LONGEST_ABBREVIATION = 4
"""A longer word with a full stop ends its sentence."""
MOST_WITHOUT_CAPITAL = 3
SIGNED_LINES = 3
"""So many lines below a greeting may hold the name."""
PATRONYMIC = (
    r"(?:hans|jens|ols|lars|anders|nils|peders|peters|petters|eriks|kristians|johans|johannes|jørgens|halvors|jacobs|"
    r"jakobs|karls|martins|gunders|tors|rasmus|davids|knuds|mikals|svends|svens|arnes|arnts|ells|henriks|evens|ivers|"
    r"simons|thomas|isaks|mads|mortens|michaels|amunds|edvards|fredriks|gulbrands|haralds|magnus|olavs|pauls|sørens|"
    r"tobias|aas|abrahams|antons|bernts|didriks|ellings|gabriels|iv|niels|lauritz|berntz)(?:en|son|dotter|datter)"
)
FAMILY_SURE = re.compile(rf"{PATRONYMIC}|\w{{2,}}(?:mann|stad|rud|haug|vik|seth)")
FAMILY = re.compile(
    rf"{PATRONYMIC}|\w{{2,}}(?:mann|stad|rud|haug|vik|seth|berg|dal|nes|land|heim|bakken|moen|lien|lund|eide|gård|gaard|"
    r"hagen|strand|rød|vold|våg|set|ås|bø|øy|fjell|foss|by|tveit|bråten|sæter|li|lie|moe|holm|dahl|sson|sund)|"
    r"(?:li|lie|bø|moe|dahl|lund|berg|vik|ås|hagen|holm|haug|bakke|bakken|eide|strand|moen|lien|foss|tveit|bråten)"
)
"""Endings of family names. Those that common words have too are trusted after a name that is no word."""
HANDLE = re.compile(r"(?<![\w.@/-])@[^\W\d_][\w.-]{1,30}")
BLANK = r"[ \t]+"
WISHED = "med|beste|vennlig(?:st)?|vennleg|venleg|venlegaste|hjertelig|hjarteleg|varm|god|kind|kindest|best|warm|many"
REGARDS_WORDS = (
    "hilsen|hilsing|helsing|helsningar|hilsninger|helsingar|helsning|regards|wishes|cheers|klem",
    rf"(?:yours{BLANK})?(?:sincerely|faithfully|truly)|yours",
    r"m\.?v\.?h\.?|v\.?h\.?|b\.?h\.?|br|rgds|signert|underteikna|undertegnet",
    rf"(?:på{BLANK}(?:forhånd|førehand){BLANK}|tusen{BLANK}|mange{BLANK}|hjertelig{BLANK})?takk",
    rf"(?:many{BLANK})?thanks|thank{BLANK}you",
)
THANKED_FOR = (
    rf"(?:{BLANK}(?:(?:for|på|in){BLANK}(?:hjelpen|hjelpa|svar|svaret|førehand|forhånd|advance|your{BLANK}help|alt)))?"
)
REGARDS = re.compile(
    rf"(?:^|(?<=[.!?,;:])|(?<=\n))[ \t>*_-]*(?:(?:{WISHED}){BLANK}){{0,3}}(?:{'|'.join(REGARDS_WORDS)})"
    rf"{THANKED_FOR}(?![\w])[ \t]*[,.!:–-]*[ \t]*(?:(?:fra|frå|from){BLANK})?",
    re.IGNORECASE,
)
GREETINGS = (
    rf"hei(?:{BLANK}(?:igjen|du|sann))?|heisann|hallo|halla|hola|kjære|kjere|til|to",
    rf"god{BLANK}(?:dag|morgen|morgon|kveld|formiddag|ettermiddag)|godmorgen|goddag",
    rf"dear|hello|hi(?:{BLANK}there)?|hey|good{BLANK}(?:morning|day|afternoon|evening)",
)
GREETING = re.compile(
    rf"(?:^|(?<=\n)|(?<=[.!?] ))[ \t>]*(?:{'|'.join(GREETINGS)})(?!\w)[ \t,:]+(?P<who>[^\n,.!?;:]{{2,60}})",
    re.IGNORECASE,
)
CALLED_WORDS = (
    rf"(?:jeg|eg|han|hun|ho|hen|sjefen|kollegaen|rådgiveren|innkjøperen){BLANK}(?:heter|heiter|kalles|blir{BLANK}kalt)",
    rf"(?:mitt|fullt){BLANK}na[vm]n{BLANK}er|na[vm]net{BLANK}(?:mitt|hans|hennes|hennar){BLANK}er",
    rf"na[vm]n{BLANK}er|na[vm]n:|name:|(?:my|the|his|her){BLANK}name{BLANK}is|my{BLANK}name's",
    rf"(?:i{BLANK}am|i'm){BLANK}called|signert|underteikna|undertegnede?",
)
CALLED = re.compile(rf"\b(?:{'|'.join(CALLED_WORDS)})[ \t:,]+", re.IGNORECASE)
TALKED = (
    rf"\b(?:snakk(?:et|a|e|er|ar)?|tale|talte|avtalt|prat(?:et|a|e)?|møtte|spoke|talked|speak|met|agreed){BLANK}(?:med|with|to)",
    rf"\b(?:ring(?:e|te|er)?|spør|spurde|spurte|spurt|ask(?:ed)?|call(?:ed)?|hils|helse?)(?:{BLANK}til)?",
    rf"\b(?:jeg|eg){BLANK}er|\b(?:i{BLANK}am|i'm)",
)
BESIDE = (
    rf"\b(?:dette|det|her){BLANK}er|\b(?:this|it){BLANK}is|\b(?:kontakt(?:e|et|er)?|contact(?:ed)?)",
    r"(?<!\w)v/|\bved\b|\batt(?:n)?\.?[ \t]*:?|\bc/o|\bkopi[ \t]+til|\bcc[ \t]*:?",
    r"\b(?:fra|frå|from|til|to|av|by)\b|/|[–—-](?=[ \t])",
)
BEFORE_NAME = re.compile(rf"(?:(?P<talked>{'|'.join(TALKED)})|{'|'.join(BESIDE)})[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the text."""

    start: int
    end: int
    word: str

    @property
    def bare(self) -> str:
        """The word by which lists are asked."""
        return self.word.rstrip(".").casefold()

    @property
    def is_capital(self) -> bool:
        """Does it begin as names do?"""
        return self.word[0].isupper()

    @property
    def is_initial(self) -> bool:
        """Is it one letter, as in K. Nordmann?"""
        return len(self.word.rstrip(".")) == 1 and self.is_capital

    @property
    def ends_sentence(self) -> bool:
        """Does a sentence end with it? Initials and short titles have a full stop of their own."""
        return self.word.endswith(".") and not self.is_initial and len(self.word) > LONGEST_ABBREVIATION

    @property
    def is_acronym(self) -> bool:
        """Is it letters for words, as KOFA is?"""
        return len(self.word) > 1 and self.word.isupper()


def people(text: str) -> Iterator[Span]:
    """Where names of people seem to stand; the surest places first. Spans may overlap."""
    yield from signed(text)
    yield from greeted(text)
    yield from called(text)
    yield from titled(text)
    yield from introduced(text)
    yield from written(text)
    yield from small(text)
    yield from handles(text)
    yield from ending(text)


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a stretch."""
    return [Token(*one.span(), one[0]) for one in TOKEN.finditer(text, start, len(text) if end is None else end)]


def run(text: str, words: list[Token], *, is_sure: bool) -> list[Token]:
    """The words from the first on that can be one name. `is_sure`: by its place it is a name, however written."""
    found: list[Token] = []
    for token in words:
        gap = text[found[-1].end : token.start] if found else ""
        if gap.strip(" \t") or (found and found[-1].ends_sentence):
            break
        is_stop = token.bare in STOPS or token.bare in load_naming().field
        is_particle = token.bare in PARTICLES and bool(found) and not token.is_capital
        is_end = is_stop and not (token.is_initial and found)
        if not is_particle and (is_end or not (token.is_capital or is_sure)):
            break
        found.append(token)
        if len(found) == MOST_NAME:
            break
    while found and (found[-1].bare in PARTICLES and not found[-1].is_capital):
        found.pop()
    return found


def span_of(text: str, found: list[Token]) -> Span:
    """From the first word to the last, without the full stop that ends a sentence."""
    end = found[-1].end
    if found[-1].word.endswith(".") and not found[-1].is_initial:
        end -= 1
    return found[0].start, end


def names_in(text: str, start: int, end: int, *, is_sure: bool) -> Iterator[Span]:
    """The name or names that a stretch begins with: Kari, Kari Nordmann, Kari og Ola."""
    words = tokens(text, start, end)
    while words:
        found = run(text, words, is_sure=is_sure)
        if not found:
            return
        yield span_of(text, found)
        rest = words[len(found) :]
        if not rest or rest[0].bare not in {"og", "and", "&"}:
            after = text[found[-1].end : rest[0].start].strip(" \t") if rest else ""
            if after not in {"&", "/", "+"}:
                return
            words = rest
        else:
            words = rest[1:]


def signed(text: str) -> Iterator[Span]:
    """Under a letter: on the line of the greeting or on the next."""
    for found in REGARDS.finditer(text):
        for start, end in lines_from(text, found.end()):
            words = tokens(text, start, end)
            is_sure = 0 < len(words) <= MOST_NAME and not is_common(words)
            names = list(names_in(text, start, end, is_sure=is_sure))
            yield from names
            if names:
                break


def lines_from(text: str, start: int) -> Iterator[Span]:
    """The rest of the line and the next ones that hold words: a name may stand below the body's."""
    lines = 0
    while start <= len(text) and lines < SIGNED_LINES:
        end = end_of_line(text, start)
        if TOKEN.search(text, start, end):
            lines += 1
            yield start, end
        start = end + 1


def is_common(words: list[Token]) -> bool:
    """Is it a sentence rather than a name: begins with a word that sentences begin with, or has no capital in many?"""
    return words[0].bare in load_naming().starters or (
        len(words) > MOST_WITHOUT_CAPITAL and not any(one.is_capital for one in words)
    )


def greeted(text: str) -> Iterator[Span]:
    """After a greeting, in any case of letters where the greeting ends there."""
    for found in GREETING.finditer(text):
        words = tokens(text, *found.span("who"))
        is_line = found.group(0).strip().casefold().startswith(("til ", "to "))
        is_ended = text[found.end() : found.end() + 1] in {",", "!", "", "\n", ".", ":"}
        if not words or words[0].bare in load_naming().starters | STOPS:
            continue
        is_sure = is_ended and len(words) <= 3 and not is_line  # noqa: PLR2004 - "hei kari nordmann,"
        yield from names_in(text, *found.span("who"), is_sure=is_sure)


def called(text: str) -> Iterator[Span]:
    """After "I am called": a name, also in small letters."""
    for found in CALLED.finditer(text):
        words = tokens(text, found.end(), end_of_line(text, found.end()))[:MOST_NAME]
        name = run(text, words, is_sure=not (words and words[0].is_capital))
        if name and text[found.end() : name[0].start].strip(' \t"«') == "":
            yield span_of(text, name if name[0].is_capital else name[:3])


def titled(text: str) -> Iterator[Span]:
    """After a title or a relation: our manager Kari."""
    for found in title_pattern().finditer(text):
        name = run(text, tokens(text, found.end(), end_of_line(text, found.end()))[:MOST_NAME], is_sure=False)
        if name and name[0].start == found.end() and not all(one.bare in load_naming().starters for one in name):
            yield span_of(text, name)


@lru_cache(maxsize=1)
def title_pattern() -> re.Pattern[str]:
    """A title, what may stand between, and the place where the name begins."""
    titles = "|".join(map(re.escape, load_naming().titles))
    return re.compile(
        rf"(?<!\w)(?i:{titles})(?:[ \t]+(?i:er|heter|heiter|is|vår|min|mi|vårt))?[ \t]*[,:]?[ \t]+(?=[^\W\d_])"
    )


def introduced(text: str) -> Iterator[Span]:
    """After "this is", "I spoke with", "c/o" and the like, where a capital follows that is no common word."""
    for found in BEFORE_NAME.finditer(text):
        words = tokens(text, found.end(), end_of_line(text, found.end()))[:MOST_NAME]
        if not words or words[0].start != found.end() or not words[0].is_capital:
            continue
        name = run(text, words, is_sure=False)
        if name and (found["talked"] or is_given(name[0]) or len(name) > 1) and not is_field(name):
            yield span_of(text, name)


def is_given(token: Token) -> bool:
    """Is it a given name, also one of two (Anne-Grete), also with a genitive s?"""
    known = load_naming().given
    parts = token.bare.split("-")
    return (
        token.bare in known
        or parts[0] in known
        or token.bare.removesuffix("s") in known
        or token.bare.partition("'")[0] in known
    )


def is_field(name: Iterable[Token]) -> bool:
    """Only words of the field, or letters for words?"""
    lists = load_naming()
    return all(one.bare in lists.field or one.bare in lists.starters or one.is_acronym for one in name)


def written(text: str) -> Iterator[Span]:
    """Two or more words with capitals beside each other, and given names alone. A sentence's first word counts not."""
    words, index = tokens(text), 0
    while index < len(words):
        name = run(text, words[index:], is_sure=False)
        if not name:
            index += 1
            continue
        index += len(name)
        while name and name[0].bare in load_naming().starters and not is_given(name[0]):
            name = name[1:]
        while name and name[0].bare in PARTICLES and not name[0].is_capital:
            name = name[1:]
        if not name:
            continue
        if (len(name) > 1 and not is_field(name)) or (is_given(name[0]) and not name[0].is_acronym):
            yield span_of(text, name)


def small(text: str) -> Iterator[Span]:
    """Given names in small letters, with the family name where the next word is one. Words that may be both need it."""
    lists, words = load_naming(), tokens(text)
    for token, after, verb in zip(words, [*words[1:], None], [*words[2:], None, None], strict=False):
        if token.is_capital or token.word.endswith(".") or not is_small_given(token):
            continue
        is_near = after is not None and not text[token.end : after.start].strip(" \t")
        family = after if is_near and after and is_family(after, verb) else None
        if family is not None and (token.bare not in lists.common or FAMILY_SURE.fullmatch(family.bare)):
            yield span_of(text, [token, family])
        elif token.bare not in lists.common:
            yield span_of(text, [token])


def is_small_given(token: Token) -> bool:
    """Is the word a given name in small letters, also one of two: anne-grete?"""
    known = load_naming().given
    first, _, second = token.bare.partition("-")
    return first in known and (not second or second in known)


def is_family(token: Token, after: Token | None) -> bool:
    """Does the word look like a family name: by its ending, its capital, or as it stands before what people say?"""
    lists = load_naming()
    if token.bare in STOPS | lists.field | lists.starters | lists.verbs:
        return False
    is_before_verb = after is not None and after.bare in lists.verbs
    return token.is_capital or is_before_verb or FAMILY.fullmatch(token.bare) is not None


def handles(text: str) -> Iterator[Span]:
    """What people are called in chats and on social media: @karinord."""
    for found in HANDLE.finditer(text):
        yield found.start(), found.end() - len(found[0]) + len(found[0].rstrip("."))


def ending(text: str) -> Iterator[Span]:
    """The last line of the text, where it is nothing but a name."""
    line = re.search(r"(?:^|\n)[ \t>/–—-]*([^\n]+?)[ \t]*\Z", text.rstrip())
    if line is None or "\n" not in text.strip() or re.search(r"[.!?,:;\d]", line[1]):
        return
    words = tokens(text, *line.span(1))
    if 0 < len(words) <= 4 and all(one.is_capital or one.bare in PARTICLES for one in words) and not is_field(words):  # noqa: PLR2004
        yield span_of(text, words)


def end_of_line(text: str, start: int) -> int:
    """Where the line ends."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
