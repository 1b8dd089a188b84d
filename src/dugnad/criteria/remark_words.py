"""What remarks on a selection, and reasons for a proposal, are called on screen: content/criteria/remarks.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from string import Formatter
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.criteria.criterion import Library
from dugnad.criteria.selection import Remark
from dugnad.errors import ContentError
from dugnad.law.sentence import cite_in

LANGUAGES = ("nb", "nn", "en")
PARTS = ("remarks", "reasons", "price", "unchecked")
TONES = ("ok", "caution", "stop")
FIELDS = {
    "names", "key", "cite", "labels", "weight", "total", "number", "most", "field", "value", "figures", "one", "other",
    "cpv", "least", "day", "level", "sentence", "minimum", "groups", "fields", "keys", "duty",
}  # fmt: skip
"""What may stand in braces."""
CODES = (
    "unknown-criterion", "unknown-version", "empty", "twice", "duplicate", "conflict", "rewards-demanded", "not-linked",
    "clause-about-supplier", "already-law", "law-demands-clause", "unverifiable", "label-ended",
    "weight-on-requirement", "weight-missing", "weight-negative", "weights-sum", "too-many-awards", "unconfirmed",
    "unfilled", "outside-fact", "unknown-field", "contradiction", "cpv-unreadable", "outside-cpv",
    "disproportionate", "withdrawn", "not-in-force", "newer-version", "review-passed", "narrow-market",
    "above-level", "group-is-wide", "no-group", "market-lowered", "law-demands-requirement", "law-covers-part",
    "duty-missing", "duty-if-long", "law-met", "law-reasons", "law-reasons-clearly-better", "demands-need-reasons",
    "law-possible-breach", "law-should-not-met", "law-outside", "law-too-early", "law-general-duty", "law-open",
    "law-no-awards", "law-weights-missing", "law-value-missing", "law-doubtful-weight", "law-price-only",
    "law-assumes-foa", "nothing-environmental", "awards-small",
)  # fmt: skip
"""Every remark that the code makes."""
REASONS = ("large-effect", "at-level", "below-level", "confirmed", "weight-for-environment", "social-risk",
           "law-demands", "for-all", "only-one")  # fmt: skip
UNCHECKED_MARKS = ("B", "C", "I")


@cache
def remark_words() -> Mapping[str, Any]:
    """The file's content."""
    found: dict[str, Any] = read_yaml(content_path("criteria/remarks.yaml"))
    return found


def tone_of(code: str) -> str:
    """How grave the remark is: ok, caution or stop."""
    tone: str = remark_words()["remarks"][code]["tone"]
    return tone


def price_words() -> tuple[str, ...]:
    """The words by which a criterion of the buyer's own is known to be price or cost."""
    return tuple(remark_words()["price"]["known"])


def price_name(language: str) -> str:
    """What the price is called as a criterion."""
    name: str = remark_words()["price"]["name"][language]
    return name


def remark_text(library: Library, remark: Remark, language: str) -> str:
    """The remark in the language, with the names of what it is about."""
    text: str = remark_words()["remarks"][remark.code][language]
    is_money = remark.code == "disproportionate"
    values: dict[str, Any] = {name: _told(value, is_money=is_money) for name, value in remark.values.items()}
    about = remark.about[0] if remark.about else ""
    if "field" in values and about:
        values["field"] = field_label(library, about, str(values["field"]), language)
    if "fields" in values:
        labels = [field_label(library, about, name, language) for name in str(values["fields"]).split(", ")]
        values["fields"] = ", ".join(f"«{label}»" for label in labels)
    if "groups" in values:
        groups = [library.groups[name].name for name in str(values["groups"]).split(", ") if name in library.groups]
        values["groups"] = ", ".join(name.get(language) or name["nb"] for name in groups)
    values["names"] = ", ".join(f"«{name_of(library, key, language)}»" for key in remark.about)
    if "cite" in values:
        values["cite"] = cite_in(language, str(values["cite"]))
    for name in ("sentence", "duty"):
        values[name] = values.get(f"{name}_{language}", "")
    told = text.format_map(_Known(values))
    if remark.values.get("mark") in UNCHECKED_MARKS:
        told += f" ({remark_words()['unchecked'][language]})"
    return told


def field_label(library: Library, key: str, field: str, language: str) -> str:
    """What people call the field; its own name where the library does not know it."""
    criterion = library.criteria.get(key.partition("@")[0])
    parameters = criterion.latest.parameters if criterion else ()
    labels = [one.label for one in parameters if one.name == field]
    return labels[0].get(language) or labels[0]["nb"] if labels else field


def reason_text(code: str, language: str) -> str:
    """Why a criterion was proposed; empty where the buyer picked it."""
    text: str = remark_words()["reasons"].get(code, {}).get(language, "")
    return text


def name_of(library: Library, key: str, language: str) -> str:
    """The criterion's name in the language; its key where the library does not know it."""
    criterion = library.criteria.get(key.partition("@")[0])
    if criterion is None:
        return key
    version = next((one for one in criterion.versions.values if one.key == key), criterion.latest)
    return version.name.get(language) or version.name["nb"]


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _told(value: str | float, *, is_money: bool) -> str:
    """A number as it is written in a sentence: only sums are parted in thousands, not years and codes."""
    if isinstance(value, str):
        return value
    return f"{value:{',' if is_money else ''}.10g}".replace(",", " ").replace(".", ",")


def check_selection_remarks() -> list[ContentError]:
    """Every remark and reason has a tone and a text in every language, with only fields that are filled."""
    file = content_path("criteria/remarks.yaml")
    try:
        content = read_yaml(file)
    except ContentError as fault:
        return [fault]
    parts: dict[str, Any] = {name: content.get(name) if isinstance(content, dict) else None for name in PARTS}
    faults = [f"{name} is no mapping." for name, part in parts.items() if not isinstance(part, dict)]
    if not faults:
        faults = [
            *_part_faults("remarks", parts["remarks"], CODES),
            *_part_faults("reasons", parts["reasons"], REASONS),
        ]
        faults += _text_faults("unchecked", parts["unchecked"]) + _text_faults("price", parts["price"].get("name"))
        known = parts["price"].get("known")
        if not isinstance(known, list) or not all(isinstance(word, str) for word in known):
            faults.append("price has no list of known words.")
    return [ContentError(place(file), None, fault, "Write it as the other lines of the file.") for fault in faults]


def _part_faults(part: str, found: Mapping[str, Any], codes: tuple[str, ...]) -> list[str]:
    faults = [f"{part} has no {code}." for code in codes if code not in found]
    faults += [f"{part} has {code}, which nothing uses." for code in found if code not in codes]
    for code, texts in found.items():
        faults += _text_faults(code, texts)
        if part == "remarks" and isinstance(texts, dict) and texts.get("tone") not in TONES:
            faults.append(f"{code} has no tone of {', '.join(TONES)}.")
    return faults


def _text_faults(name: str, texts: Any) -> list[str]:
    if not isinstance(texts, dict):
        return [f"{name} has no texts."]
    odd = [language for language in LANGUAGES if not isinstance(texts.get(language), str) or not texts[language]]
    faults = [f"{name} has no text in {language}." for language in odd]
    return faults + [f"{name} uses {{{field}}}, which is not filled." for field in sorted(_fields(texts) - FIELDS)]


def _fields(texts: Mapping[str, Any]) -> set[str]:
    found: set[str] = set()
    for language in LANGUAGES:
        try:
            found |= {name for _, name, _, _ in Formatter().parse(str(texts.get(language, ""))) if name is not None}
        except ValueError:
            found.add(f"a brace that is not closed ({language})")
    return found
