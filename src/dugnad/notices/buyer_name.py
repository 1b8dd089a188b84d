"""Names of buyers levelled, so that one body's name is the same key however a notice spells it.

Case, accents, punctuation and the words for municipality and county municipality in six languages are levelled; the
words that tell one body from another are kept. `RHF` and `HF` are told apart; a missing legal suffix is forgiven.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SPECIAL = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "đ": "d", "ð": "d", "ŋ": "n", "ŧ": "t", "ß": "ss", "&": " og "})
MUNICIPALITY = frozenset(
    {"kommune", "herad", "komm", "municipality", "suohkan", "gielda", "tjielte", "komuuni", "kommuuni", "city"}
)
COUNTY = frozenset({"fylkeskommune", "fylkkasuohkan", "fylkkagielda", "fylhkentjielte", "fylkinkomuuni"})
FORMS = frozenset({"as", "asa", "sf", "hf", "iks", "kf", "fkf", "ba", "sa", "ans"})
ACT_FOR = re.compile(r"\s+(?:v/|ved\s|on behalf of\s|på vegne av\s|p\.?v\.?a\.?\s)|\s+[-–—|]+\s+|,\s|\s/\s|/(?=\w{3})")
BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
WORD = re.compile(r"[^\W_]+")
COMBINING = re.compile(r"[\u0300-\u036f]+")
LONGEST = 300
SHORTEST = 2
"""Two letters are an abbreviation that several bodies share."""


def name_key(name: str) -> str:
    """The levelled name: words in lower case without accents, "x kommune" whatever the language."""
    text = name[:LONGEST].casefold().translate(SPECIAL)
    if not text.isascii():
        text = COMBINING.sub("", unicodedata.normalize("NFKD", text)).translate(SPECIAL)
    return " ".join(_levelled(WORD.findall(text.replace(".", ""))))


def _levelled(words: list[str]) -> list[str]:
    """The words for municipality and county municipality, in any language and order, as "kommune" at the end."""
    if words[:1] == ["the"]:
        words = words[1:]
    if len(words) > 2 and words[:2] in (["municipality", "of"], ["city", "of"]):  # noqa: PLR2004 - two words and a name
        return [*words[2:], "kommune"]
    if len(words) > 2 and words[-2] == "county" and words[-1] in ("municipality", "council", "authority"):  # noqa: PLR2004
        return [*words[:-2], "fylkeskommune"]
    if len(words) > 1 and words[-1] in COUNTY:
        return [*words[:-1], "fylkeskommune"]
    if len(words) > 1 and words[-1] in MUNICIPALITY:
        return [*words[:-1], "kommune"]
    return words


def without_form(key: str) -> str:
    """The key without its legal form: "enova sf" is also "enova"."""
    words = key.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1] in FORMS else key


@lru_cache(maxsize=50_000)
def name_variants(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of the whole name (as written, then without brackets), and keys of the parts that may name the body.

    Parts: what stands before "v/", a comma or a dash, and any part that is a municipality or county municipality,
    unless a company is named beside it.
    """
    plain = BRACKETS.sub(" ", name[:LONGEST])
    whole = tuple(dict.fromkeys(key for key in (name_key(name), name_key(plain)) if len(key) > SHORTEST))
    parts = [name_key(part) for part in ACT_FOR.split(plain)]
    if len(parts) == 1:
        return whole, ()
    has_company = any(part.split()[-1:] and part.split()[-1] in FORMS for part in parts)
    local = [] if has_company else [part for part in parts[1:] if part.endswith((" kommune", " fylkeskommune"))]
    return whole, tuple(dict.fromkeys(key for key in (parts[0], *local) if len(key) > SHORTEST))
