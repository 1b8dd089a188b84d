"""One sentence a buyer understands, in bokmål, nynorsk and English, from content/law/sentences.yaml."""

from __future__ import annotations

from dugnad.law.parameters import Law

PLACEHOLDERS = ("weight", "minimum", "rank", "highest", "cite", "code", "value", "amount")
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
    "breach-weight", "breach-rank", "breach-price-only",
    "breach-weight-read", "breach-rank-read", "breach-price-only-read",
    "review-weight-crosses", "review-weight-disputed", "review-sum", "review-weight-and-rank", "review-plainly-other",
    "review-price-only", "review-rank", "review-rank-doubtful", "review-codes-exclude", "review-code-and-text",
    "review-unknown-statement", "review-not-binding", "review-facts-against", "review-concession", "review-weak-mark",
    "unknown-no-criteria", "unknown-in-documents", "unknown-withheld", "unknown-weights", "unknown-formula",
    "unknown-lost-codes", "unknown-buyer", "unknown-part", "unknown-regulation", "unknown-words",
    "unknown-award", "unknown-change", "unknown-unreadable",
)  # fmt: skip
NORWEGIAN_AT_MOST = {"nb": "høyst ", "nn": "høgst ", "en": "at most "}
PARAGRAPHS = (
    (" første ledd", "(1)"), (" andre ledd", "(2)"), (" tredje ledd", "(3)"), (" fjerde ledd", "(4)"),
    (" femte ledd", "(5)"),
)  # fmt: skip


def sentences(
    law: Law,
    key: str,
    *,
    cite: str,
    certain: float | None = None,
    maximum: float | None = None,
    minimum: float | None = None,
    rank: int | None = None,
    highest: float | None = None,
    code: str = "",
    value: float | None = None,
    amount: float | None = None,
) -> tuple[str, str, str]:
    """The three sentences for this way of being judged, with their figures."""
    nb, nn, en = law.sentences[key]
    if "{" not in nb:
        return nb, nn, en
    norwegian = {
        "weight": _weight(certain, maximum, "nb"),
        "minimum": _percent(minimum, "nb"),
        "rank": rank,
        "highest": _plain(highest),
        "cite": cite,
        "code": code,
        "value": _kroner(value),
        "amount": _kroner(amount),
    }
    english = norwegian | {
        "weight": _weight(certain, maximum, "en"),
        "minimum": _percent(minimum, "en"),
        "cite": english_cite(cite),
    }
    if certain is None:
        return (
            nb.format_map(norwegian),
            nn.format_map(norwegian | {"weight": _weight(certain, maximum, "nn")}),
            en.format_map(english),
        )
    return nb.format_map(norwegian), nn.format_map(norwegian), en.format_map(english)


def english_cite(cite: str) -> str:
    """ "FOA § 7-9 andre ledd" as English texts cite it: "FOA § 7-9(2)"."""
    for norwegian, number in PARAGRAPHS:
        cite = cite.replace(norwegian, number)
    return cite.replace(" og ", " and ").replace(", i kraft ", ", in force ").replace("vedlegg", "annex")


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
