"""Finding what names a person or a body in a text, so that an adviser can take it out before anything is published.

It helps and does not decide: what it marks is shown to a person, who also sees what it did not mark. Better one
mark too many than one too few. What stands in a reference is never marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dugnad.desk.identify_people import people
from dugnad.desk.naming import load_naming
from dugnad.desk.reference import PATTERN as REFERENCE
from dugnad.notices.orgnr import is_valid
from dugnad.plan.given import TELEPHONE

Sort = Literal["email", "phone", "identity", "orgnr", "body", "name", "case-number", "link", "account", "address"]
SORTS: tuple[Sort, ...] = (
    "email", "phone", "identity", "orgnr", "body", "name", "case-number", "link", "account", "address",
)  # fmt: skip
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.\w[\w.-]*")
VEILED = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}[ \t]*(?:\((?:at|a|alfa|krøllalfa)\)|\[(?:at|a|alfa)\]|\{at\})[ \t]*[\w-]+"
    r"(?:[ \t]*(?:\.|\(dot\)|\[dot\]|\(punktum\))[ \t]*[\w-]+)+",
    re.IGNORECASE,
)
"""An address written so that programs should not see it."""
BARE = re.compile(r"(?<!\S)[\w.+-]{1,64}@[\w-]+(?![\w.@-])")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+", re.IGNORECASE)
BARE_LINK = re.compile(
    r"(?<![\w@.-])(?:[\w-]+\.)+(?:no|com|net|org|eu|io|cloud)(?:/[^\s<>\"')\]]*)?(?![\w@])", re.IGNORECASE
)
PATH = re.compile(r"(?<!\w)(?:[A-Za-z]:\\|\\\\)[^\s\"<>|]+(?: [^\s\"<>|\\]+\\[^\s\"<>|]+)*")
IDENTITY = re.compile(r"(?<![\d.])\d{2}[. ]?\d{2}[. ]?\d{2}[ .-]?\d{5}(?!\d)")
BORN = re.compile(
    r"\b(?:født|fødd|fødselsdato|born|date of birth|f\.)[\s:]*(?:den |on )?"
    r"(?P<day>\d{1,2}[./ ]\s?(?:\d{1,2}|[a-zæøå]{3,9})[./ ]\s?(?:\d{4}|\d{2}))",
    re.IGNORECASE,
)
ACCOUNT = re.compile(r"(?<![\d.])\d{4}[ .]\d{2}[ .]\d{5}(?!\d)")
IBAN = re.compile(r"(?<!\w)[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){2,7}(?: ?[\dA-Z]{1,3})?(?!\w)")
TOLD_ACCOUNT = re.compile(
    r"\b(?:kontonummer|kontonr|bankkonto|konto|bank account|account)\b[^\d\n]{0,12}(?P<value>\d[\d .]{9,14}\d)(?!\d)",
    re.IGNORECASE,
)
ORGNR = re.compile(r"(?<![\d.,])\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}(?![\d])(?:[ ]?MVA\b)?")
TOLD_ORGNR = re.compile(
    r"\b(?:org(?:anisasjons?)?\.?[ -]?(?:nummer(?:et)?|nr|number|no)\.?|foretaksnummer|NO)[^\d\n]{0,12}"
    r"(?P<value>\d{3}[ .\u00a0]?\d{3}[ .\u00a0]?\d{3}(?:[ ]?MVA\b)?)(?!\d)",
    re.IGNORECASE,
)
MONEY_AFTER = re.compile(
    r"[ \u00a0]*(?:,-|kr\b|kroner\b|kronor\b|nok\b|euro\b|eur\b|mill|mrd|million|,\d\d)", re.IGNORECASE
)
MONEY_BEFORE = re.compile(
    r"(?:kr\.?|nok|€|eur|beløp\w*|verdi\w*|sum\w*|pris\w*|value)[ :\u00a0]*(?:på |er |of |is )?$", re.IGNORECASE
)
TOLD_PHONE = re.compile(
    r"\b(?:tlf|tel|telefon\w*|tlf\.?nr|mob|mobil\w*|mobilnr|phone|mobile|cell|ring(?:e|es)?|call|sms|på nummer)\b"
    r"[.:]?(?:[ \t]*(?:meg|oss|me|us|ham|henne|han|ho|på|er|at|on|nr\.?|nummer|is))*[.: \t]*"
    r"(?P<value>\(?\+?\d[\d .()\u00a0-]{2,18}\d)",
    re.IGNORECASE,
)
FOREIGN_PHONE = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[ .()\u00a0-]{0,2}\d){6,13}(?!\d)")
GROUPED_PHONE = re.compile(
    r"(?<![\d.,/-])[2-9]\d(?:[-.\u00a0]\d\d){3}(?![\d/])|(?<![\d.,/-])\d{3}[-.\u00a0]\d\d[-.\u00a0]\d{3}(?!\d)"
)
CASE_NUMBER = re.compile(r"(?<![\w/.-])(?:(?:19|20)\d\d/\d{1,7}|\d\d/\d{3,7}|\d{3,7}/\d\d)(?:-\d{1,4})?(?![\w/]|-\d)")
NOTICE = re.compile(r"(?<![\w/.-])20\d\d-\d{5,7}(?![\w/]|-\d)")
"""A notice's number in Doffin: whoever looks it up knows the body."""
TOLD_NUMBER = re.compile(
    r"\b(?:saks?(?:nummer|nr|numer)?|arkivsak(?:snr|snummer|id)?|arkivref\w*|journal(?:post|nr|nummer)?|"
    r"case (?:no|number|id)|"
    r"(?:vår|deres|dykkar|our|your) ref(?:eranse|erence|eransen)?|ref(?:eranse|erence)?|referansenummer|dokumentnummer|"
    r"dok(?:ument)?nr|avtalenummer|avtalenr|kontraktsnr|kontraktsnummer|kontrakt nr|doffin(?:-| )?(?:ref\w*|nr|id)|"
    r"websaksnr|elements)\b\.?(?:[ \t]*(?:nr\.?|nummer|no\.?|id|er|is))*[:#. \t]*"
    r"(?P<value>(?=[\w/.-]*\d)[A-ZÆØÅ]{0,6}[-/ ]?\d[\w]*(?:[-/.][\w]+)*)",
    re.IGNORECASE,
)
PUBLIC_NUMBER = re.compile(
    r"(?:kofa(?:[ -]?(?:sak|case|avgjørelse|avgjerd))?|(?:e[uø]s?-?)?direktiv|forordning|directive|regulation|"
    r"\((?:e[uø]s?|ef|ec)\)|hr-|rt\.|norsk standard|ns|iso|for-|lov-|prop\.?|innst\.?|dok\.?|meld\.? ?st\.?|c-|t-)"
    r"[\s:.]*(?:nr\.?[ ]*|no\.?[ ]*)?$",
    re.IGNORECASE,
)
LAW_AFTER = re.compile(r"/E[UØFC]S?\b")
SHORT_NUMBER = 4
CPV = re.compile(r"cpv[^.\n]{0,60}$", re.IGNORECASE)
CPV_AFTER = re.compile(r"-\d(?!\d)")
SECRET = re.compile(
    r"[?&;#](?:[^=\s]*(?:token|key|sig|auth|code|pass|session|sid|hash|id)[^=\s]*=)|[A-Za-z0-9_-]{24,}|//[^/\s]*@",
    re.IGNORECASE,
)
POSTBOX = re.compile(r"\b(?:postboks|pb\.?|p\.?o\.? ?box|boks)[ ]?\d+(?:[ ,]+[A-ZÆØÅ][a-zæøå]+)?", re.IGNORECASE)
POSTCODE = re.compile(r"(?<![\d/.-])(?P<code>\d{4})[ ]+(?P<place>[A-ZÆØÅ][A-Za-zæøåÆØÅ]+(?:[ -][A-ZÆØÅ][a-zæøå]+)*)")
PLACEHOLDERS = {
    "email": "[e-post]", "phone": "[telefon]", "identity": "[fødselsnummer]", "orgnr": "[organisasjonsnummer]",
    "body": "[virksomheten]", "name": "[navn]", "case-number": "[saksnummer]", "link": "[lenke]", "account": "[konto]",
    "address": "[adresse]",
}  # fmt: skip
PLACEHOLDER = re.compile("|".join(re.escape(one) for one in PLACEHOLDERS.values()))
"""What stands where something was taken out: it names nobody."""
Found = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A piece of the text that may name somebody: from where to where, and of what sort."""

    start: int
    end: int
    sort: Sort

    def of(self, text: str) -> str:
        """The words that are marked."""
        return text[self.start : self.end]


def marks(text: str, known: Iterable[str] = (), bodies: Iterable[str] = ()) -> tuple[Mark, ...]:
    """What may name a person or a body, in order, none overlapping another; the surer sorts come first.

    `known`: names that belong to the case, such as the body's and the asker's, found in any case of letters;
    `bodies`: names of the register, found as they are written.
    """
    taken: list[Mark] = []
    held = [found.span() for pattern in (REFERENCE, PLACEHOLDER) for found in pattern.finditer(text)]
    for mark in (*patterns(text), *named(text, known), *registered(text, tuple(bodies)), *persons(text)):
        spans = [*held, *((one.start, one.end) for one in taken)]
        if mark.start < mark.end and not any(start < mark.end and mark.start < end for start, end in spans):
            taken.append(mark)
    return tuple(sorted(taken))


def patterns(text: str) -> Iterator[Mark]:
    """What has a form of its own, the surest form first."""
    for pattern in (EMAIL, VEILED, BARE):
        yield from (ended(text, one.span(), "email") for one in pattern.finditer(text))
    yield from links(text)
    yield from (Mark(*one.span("value"), "account") for one in TOLD_ACCOUNT.finditer(text))
    yield from (Mark(*one.span(), "identity") for one in IDENTITY.finditer(text) if ACCOUNT.fullmatch(one[0]) is None)
    yield from (Mark(*one.span("day"), "identity") for one in BORN.finditer(text))
    for pattern in (ACCOUNT, IBAN):
        yield from (Mark(*one.span(), "account") for one in pattern.finditer(text))
    yield from (Mark(*one.span("value"), "orgnr") for one in TOLD_ORGNR.finditer(text))
    yield from (Mark(*one.span(), "orgnr") for one in ORGNR.finditer(text) if is_orgnr(text, one))
    yield from phones(text)
    yield from numbers(text)
    yield from addresses(text)


def ended(text: str, span: Found, sort: Sort) -> Mark:
    """Without the sign that ends the sentence."""
    start, end = span
    while end > start and text[end - 1] in ".,;:!?":
        end -= 1
    return Mark(start, end, sort)


def links(text: str) -> Iterator[Mark]:
    """Addresses on the web and in folders; those that everybody may read are left, unless they hold a key."""
    for pattern in (LINK, BARE_LINK):
        for found in pattern.finditer(text):
            mark = ended(text, found.span(), "link")
            if not is_public(mark.of(text)):
                yield mark
    yield from (ended(text, one.span(), "link") for one in PATH.finditer(text))


def is_public(link: str) -> bool:
    """Is it a page of a public site, without anything in it that may open more?"""
    host = re.sub(r"^(?:https?://)?(?:www\.)?", "", link, flags=re.IGNORECASE).split("/")[0].split("?")[0].casefold()
    is_known = any(host == site or host.endswith(f".{site}") for site in load_naming().sites)
    return is_known and SECRET.search(link) is None


def is_orgnr(text: str, found: re.Match[str]) -> bool:
    """Nine digits that are no amount of money and no part of something longer."""
    if found[0].endswith("MVA") or is_valid(re.sub(r"\D", "", found[0])):
        return not is_money(text, found.span())
    is_grouped = any(sign in found[0] for sign in " .\u00a0")
    return not is_money(text, found.span()) and not (is_grouped and found[0].endswith("000"))


def is_money(text: str, span: Found) -> bool:
    """Does the text around say that it is an amount?"""
    before, after = text[max(0, span[0] - 24) : span[0]], text[span[1] : span[1] + 12]
    return MONEY_AFTER.match(after) is not None or MONEY_BEFORE.search(before) is not None


def phones(text: str) -> Iterator[Mark]:
    """Telephone numbers: after a word that says so, with a country's number, or grouped as they are."""
    for found in TOLD_PHONE.finditer(text):
        if sum(sign.isdigit() for sign in found["value"]) > SHORT_NUMBER:
            yield Mark(*found.span("value"), "phone")
    for pattern in (FOREIGN_PHONE, TELEPHONE, GROUPED_PHONE):
        for found in pattern.finditer(text):
            if not is_cpv(text, found.span()) and not is_money(text, found.span()):
                yield Mark(*found.span(), "phone")


def is_cpv(text: str, span: Found) -> bool:
    """Is it a code of what is bought?"""
    before = text[max(0, span[0] - 70) : span[0]]
    return CPV_AFTER.match(text[span[1] : span[1] + 3]) is not None or CPV.search(before) is not None


def numbers(text: str) -> Iterator[Mark]:
    """Numbers of cases, files and contracts in somebody's archive; not those of laws and of public decisions."""
    for pattern in (CASE_NUMBER, NOTICE):
        for found in pattern.finditer(text):
            if not is_law(text, found.span()):
                yield Mark(*found.span(), "case-number")
    for found in TOLD_NUMBER.finditer(text):
        if not is_law(text, found.span("value")) and not is_law(text, found.span()):
            yield ended(text, found.span("value"), "case-number")


def is_law(text: str, span: Found) -> bool:
    """Is it the number of a decision or an act of law rather than of a case in somebody's archive?"""
    before = text[max(0, span[0] - 30) : span[0]]
    return PUBLIC_NUMBER.search(before) is not None or LAW_AFTER.match(text[span[1] : span[1] + 5]) is not None


def addresses(text: str) -> Iterator[Mark]:
    """Streets with a number, boxes, and postal codes with a place."""
    yield from (Mark(*one.span(), "address") for one in street_pattern().finditer(text))
    yield from (Mark(*one.span(), "address") for one in POSTBOX.finditer(text))
    for found in POSTCODE.finditer(text):
        is_year = found["code"][:2] in {"19", "20"}
        is_told = not is_year or text[: found.start()].rstrip(" ").endswith((",", "\n"))
        if is_told and found["place"].casefold() not in load_naming().field | load_naming().starters:
            yield Mark(*found.span(), "address")


@lru_cache(maxsize=1)
def street_pattern() -> re.Pattern[str]:
    """A word with a street's ending, or before a street's word, and a number."""
    endings = "|".join(map(re.escape, load_naming().streets))
    letter = r"[A-ZÆØÅÁÖÄ]"
    return re.compile(
        rf"(?<!\w)(?:{letter}[\w.'’-]*[ ]){{0,3}}(?:{letter}[\w.-]*(?:{endings})|{letter}[\w.-]+[ ](?i:{endings}))"
        rf"[ ]\d{{1,4}}[ ]?[A-Ha-h]?(?!\w)"
    )


def named(text: str, known: Iterable[str]) -> Iterator[Mark]:
    """Names that belong to the case, longest first, however they are written."""
    names = tuple(sorted({one.strip() for one in known if len(one.strip()) > 2}, key=lambda one: (-len(one), one)))  # noqa: PLR2004
    if names:
        yield from (Mark(*one.span(), "body") for one in any_of(names, is_loose=True).finditer(text))


def registered(text: str, bodies: tuple[str, ...]) -> Iterator[Mark]:
    """Bodies of the register, but for the authorities that everybody refers to."""
    if bodies:
        for found in any_of(bodies, is_loose=False).finditer(text):
            if found["name"].casefold() not in load_naming().authorities:
                yield Mark(*found.span(), "body")


@lru_cache(maxsize=16)
def any_of(names: tuple[str, ...], *, is_loose: bool) -> re.Pattern[str]:
    """One pattern for all the names; the longest is tried first. Any blank stands for any other."""
    ordered = sorted({one.strip() for one in names if len(one.strip()) > 1}, key=lambda one: (-len(one), one))
    words = "|".join(r"\s+".join(re.escape(part) for part in name.split()) for name in ordered)
    return re.compile(rf"(?<![\w-])(?P<name>{words})(?:s|'s|’s|s')?(?![\w])", re.IGNORECASE if is_loose else 0)


def persons(text: str) -> Iterator[Mark]:
    """What looks like people's names."""
    yield from (Mark(start, end, "name") for start, end in people(text))


def without(text: str, chosen: Iterable[Mark]) -> str:
    """The text with each chosen mark replaced by what it was."""
    for mark in sorted(chosen, reverse=True):
        text = text[: mark.start] + PLACEHOLDERS[mark.sort] + text[mark.end :]
    return text


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing that was marked, wherever in the texts it stands."""

    sort: Sort
    words: str
    count: int

    @property
    def key(self) -> str:
        """What it is chosen by in a form, the same however it is written."""
        return f"{self.sort}:{spelt(self.words)}"


def spelt(words: str) -> str:
    """The words without regard to capitals and blanks."""
    return " ".join(words.casefold().split())


def seen_in(texts: Iterable[str], known: Iterable[str] = (), bodies: Iterable[str] = ()) -> tuple[Seen, ...]:
    """What is marked in the texts, each thing once, in order."""
    known, bodies = tuple(known), tuple(bodies)
    found: dict[str, Seen] = {}
    for text in texts:
        for mark in marks(text, known, bodies):
            one = Seen(mark.sort, mark.of(text), 1)
            before = found.get(one.key)
            found[one.key] = Seen(mark.sort, before.words, before.count + 1) if before else one
    return tuple(found.values())


def taken_out(text: str, keys: Iterable[str], known: Iterable[str] = (), bodies: Iterable[str] = ()) -> str:
    """The text without the things of these keys."""
    wanted = set(keys)
    return without(text, [one for one in marks(text, known, bodies) if Seen(one.sort, one.of(text), 1).key in wanted])


def unsettled(found: Iterable[Seen], kept: Mapping[str, str]) -> tuple[Seen, ...]:
    """What is neither taken out nor kept with a reason."""
    return tuple(one for one in found if not kept.get(one.key, "").strip())
