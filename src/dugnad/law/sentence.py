"""One sentence a buyer understands, in bokmål, nynorsk and English, from content/law/sentences.yaml."""

from __future__ import annotations

from typing import Any, NamedTuple

PLACEHOLDERS = frozenset({"weight", "minimum", "rank", "highest", "cite", "code", "value", "amount"})
KEYS = (
    "abroad", "defence", "not-bound", "too-early", "price-only-part-1", "no-environment-2017",
    "exempt", "under-entry",
    "invalid-code",
    "general-duty",
    "met-weight", "met-rank", "met-spec", "met-spec-read", "met-combination", "met-combination-read",
    "should-met-weight", "should-met-rank",
    "claimed-spec", "claimed-insignificant", "claimed-critical-interest", "claimed-national-minimum",
    "should-not-met-weight", "should-not-met-rank",
    "missing-spec", "missing-insignificant", "missing-critical-interest", "missing-spec-read",
    "breach-weight", "breach-rank", "breach-rank-absent", "breach-price-only",
    "breach-weight-read", "breach-rank-read", "breach-rank-absent-read", "breach-price-only-read",
    "review-weight-crosses", "review-weight-disputed", "review-sum", "review-weight-and-rank", "review-plainly-other",
    "review-price-only", "review-rank", "review-rank-doubtful", "review-codes-exclude", "review-code-and-text",
    "review-unknown-statement", "review-not-binding", "review-facts-against", "review-concession", "review-weak-mark",
    "unknown-no-criteria", "unknown-in-documents", "unknown-withheld", "unknown-weights", "unknown-formula",
    "unknown-lost-codes", "unknown-buyer", "unknown-part", "unknown-regulation", "unknown-words",
    "unknown-award", "unknown-change", "unknown-unreadable", "unknown-day",
)  # fmt: skip
NORWEGIAN_AT_MOST = {"nb": "høyst ", "nn": "høgst ", "en": "at most "}
IN_ENGLISH = (
    (" bokstav ", " letter "), (" og ", " and "), (" til ", " to "), (", i kraft ", ", in force "),
    ("vedlegg", "annex"),
    ("lokale instrukser", "local instructions"), ("FOA kapittel", "FOA chapters"),
    ("ingen regel funnet", "no rule found"), ("DFØs veileder, kapittel ", "DFØ's guide, chapter "),
    ("DFØ, høyrisikolisten", "DFØ, the high-risk list"),
    ("energimerkeforskriften for produkter", "the regulation on energy labelling of products"),
)  # fmt: skip
"""What a citation holds beside names and numbers, and how English texts write it."""
PARAGRAPHS = (
    (" tredje og fjerde ledd", "(3) and (4)"), (" første ledd", "(1)"), (" andre ledd", "(2)"),
    (" tredje ledd", "(3)"), (" fjerde ledd", "(4)"), (" femte ledd", "(5)"), (" sjette ledd", "(6)"),
)  # fmt: skip


class Sentence(NamedTuple):
    """A template in every language, and the placeholders that any of them uses."""

    nb: str
    nn: str
    en: str
    used: frozenset[str]


class Figures(NamedTuple):
    """What a sentence may name."""

    cite: str
    certain: float | None = None
    maximum: float | None = None
    minimum: float | None = None
    rank: int | None = None
    highest: float | None = None
    code: str = ""
    value: float | None = None
    amount: float | None = None


def tell(sentence: Sentence, figures: Figures) -> tuple[str, str, str]:
    """The sentence in bokmål, nynorsk and English, with its figures."""
    used = sentence.used
    if not used:
        return whole(sentence.nb), whole(sentence.nn), whole(sentence.en)
    norwegian: dict[str, Any] = {"cite": figures.cite}
    if "rank" in used or "highest" in used:
        norwegian |= {"rank": figures.rank, "highest": _plain(figures.highest)}
    if "value" in used or "amount" in used or "code" in used:
        norwegian |= {"value": _kroner(figures.value), "amount": _kroner(figures.amount), "code": figures.code}
    english = norwegian | {"cite": english_cite(figures.cite)}
    if "minimum" in used:
        norwegian["minimum"] = _percent(figures.minimum, "nb")
        english["minimum"] = _percent(figures.minimum, "en")
    nynorsk = norwegian
    if "weight" in used:
        norwegian["weight"] = _weight(figures.certain, figures.maximum, "nb")
        english["weight"] = _weight(figures.certain, figures.maximum, "en")
        if figures.certain is None:
            nynorsk = norwegian | {"weight": _weight(None, figures.maximum, "nn")}
    return (
        whole(sentence.nb.format_map(norwegian)),
        whole(sentence.nn.format_map(nynorsk)),
        whole(sentence.en.format_map(english)),
    )


def whole(text: str) -> str:
    """A whole sentence: a capital first and a full stop last."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


def quoted(words: str) -> str:
    """Words as a sentence quotes them: the sentence brings its own full stop."""
    return " ".join(words.split()).rstrip(".").rstrip()


def cite_in(language: str, cite: str) -> str:
    """A citation as texts in the language write it."""
    return english_cite(cite) if language == "en" else cite


def english_cite(cite: str) -> str:
    """A Norwegian citation as English texts write it: FOA § 7-9 andre ledd is FOA § 7-9(2)."""
    for norwegian, number in PARAGRAPHS:
        cite = cite.replace(norwegian, number)
    for norwegian, english in IN_ENGLISH:
        cite = cite.replace(norwegian, english)
    return cite


def _weight(certain: float | None, maximum: float | None, language: str) -> str:
    if maximum is None:
        return ""
    if certain is None:
        return NORWEGIAN_AT_MOST[language] + _percent(maximum, language)
    if certain == maximum:
        return _percent(certain, language)
    return f"{_number(certain, language)}–{_percent(maximum, language)}"


def _percent(number: float | None, language: str) -> str:
    if number is None:
        return ""
    return _number(number, language) + ("%" if language == "en" else " %")


def _number(number: float, language: str) -> str:
    # Rounding may not lift 29.96 to the 30 that it misses.
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def _plain(number: float | None) -> str:
    return "" if number is None else f"{number:g}"


def _kroner(number: float | None) -> str:
    return "" if number is None else f"{number:,.0f}".replace(",", " ")
