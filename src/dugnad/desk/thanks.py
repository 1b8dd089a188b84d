"""Is a reply thanks and nothing more? Then it is kept, and nobody needs to answer it."""

from __future__ import annotations

import re

from dugnad.criteria.stems import WORD

THANKS = frozenset({"takk", "tusen", "takker", "takkar", "thanks", "thank", "thx", "cheers", "takksam", "takknemlig"})
BESIDE = frozenset(
    WORD.findall("""a all alt and answer answering at best bra da dag dagen day de den denne dere det dette du dykk eg
    ei ein eit en er et fast fin fine fint flott for fra frå god godt good great ha hei heisann helg helga helgen hello
    help helpful hi hjarteleg hjelp hjelpa hjelpen hjertelig i it jeg kind kjapp kjapt klargjering klargjøring lot
    mange many me much my mye mykje nice nyttig og ok okay oppklarande oppklarende oppklaring perfect perfekt
    prima quick raskt reply response rettleiing strålande strålende super supert svar svara svarene svaret svart
    svært swift så takksemd that the this tilbakemelding tilbakemeldinga tilbakemeldingen topp useful utfyllande
    utfyllende var veiledning veiledningen veldig verkeleg very virkelig was weekend wonderful you your ønskes
    ønskje""")
)
"""Words that stand in thanks and ask for nothing; no yes, which may take up an offer."""
SIGNED = re.compile(
    r"^\W*(?:mvh|vh|(?:med )?(?:vennlig|venleg|beste?|gode?) (?:hilsen|helsing)|hilsen|helsing|hels|"
    r"(?:kind|best|warm)? ?regards|sincerely|best wishes|yours)\b",
    re.IGNORECASE,
)
MOST_WORDS, MOST_SIGNED, LONGEST_LINE = 15, 8, 80


def is_only_thanks(text: str, name: str = "") -> bool:
    """A few words of thanks, with a signature or without. `name`: the sender's. Whatever else stands there is more."""
    if "?" in text:
        return False
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    end = next((place for place, line in enumerate(lines) if SIGNED.match(line)), len(lines))
    signed = lines[end:]
    own = {word.casefold() for word in WORD.findall(name)}
    said = [word.casefold() for line in lines[:end] for word in WORD.findall(line)]
    is_short = (
        len(said) <= MOST_WORDS and len(signed) <= MOST_SIGNED and all(len(one) <= LONGEST_LINE for one in signed)
    )
    return is_short and bool(THANKS & set(said)) and set(said) <= THANKS | BESIDE | own
