"""Codes of notices in words, from the code lists and the law's own names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from dugnad.content import content_path, read_csv
from dugnad.criteria.cpv_groups import cpv_code
from dugnad.errors import DugnadError
from dugnad.law.parameters import load_law
from dugnad.web.templatetags.text import language
from dugnad.web.words import words


def criterion_type(code: str | None) -> str:
    """What kind of criterion or statement it is."""
    if national := load_law().codes.get(code or ""):
        return national.names[language()]
    names = eforms_codes("award-criterion-type").get(code or "")
    return names.get(language()) or names["en"] if names else words("notice.type-unknown", language())


def strategic_goal(code: str) -> str:
    """What the purchase is said to serve."""
    names = eforms_codes("strategic-procurement").get(code)
    return (names.get(language()) or names["en"]) if names else code


def cpv_name(code: str | None) -> str:
    """The CPV code with its name, in bokmål where the list has it, else in English; nothing without a code."""
    if not code:
        return ""
    names = cpv_names().get(code)
    return f"{code} {names['en' if language() == 'en' else 'nb'] or names['en']}" if names else code


def known_code(written: str) -> str:
    """The CPV code that was written, with or without its name; empty where it is none."""
    try:
        code = cpv_code(written.strip().partition(" ")[0])
    except DugnadError:
        return ""
    return code if code in cpv_names() else ""


def text_language(code: str | None) -> str:
    """The language tag for a text: NOR becomes no, POL pl; an unknown one stays untagged."""
    names = eforms_codes("language").get((code or "").upper())
    return names["iso_639_1"] if names else ""


def language_name(code: str | None) -> str:
    """The language's own entry in the code list."""
    names = eforms_codes("language").get((code or "").upper())
    return (names.get(language()) or names["en"]) if names else ""


def three_letters(code: str) -> str:
    """The code of notices for a language given with two letters or three."""
    by_two = {row["iso_639_1"]: name for name, row in eforms_codes("language").items() if row["iso_639_1"]}
    return by_two.get(code, code)


@cache
def eforms_codes(name: str) -> dict[str, dict[str, str]]:
    """One list of the eForms codes; where a code changed its name, the newest."""
    return {row["code"]: row for row in read_csv(content_path(f"codelists/eforms/{name}.csv"))}


@cache
def cpv_names() -> dict[str, dict[str, str]]:
    """Names of CPV codes."""
    return {row["code"]: row for row in read_csv(content_path("codelists/cpv/cpv.csv"))}


def rule_names(versions: Iterable[str]) -> list[tuple[str, str]]:
    """Rule versions with their names in words."""
    return [(version, rule_name(version)) for version in versions]


def rule_name(version: str | None) -> str:
    """A rule version in words, or its id where the law has no such version."""
    every = (one for dated in load_law().versions.values() for one in dated.values)
    return next((one.names[language()] for one in every if one and one.id == version), version or "")
