"""The criteria library as the site serves it: read once, read anew when its files change, and never broken."""

from __future__ import annotations

from dataclasses import dataclass

from dugnad.criteria.criterion import ENVIRONMENT, KINDS, LEVELS, THEMES, Criterion, Group, Library, Text, Version
from dugnad.criteria.kept import kept_library
from dugnad.criteria.search_index import Index
from dugnad.desk.search_text import kept_language
from dugnad.web.templatetags.text import language

SHOWN = ("published", "to-check", "hearing", "withdrawn")


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as a line in a list: only words, in the page's language."""

    id: str
    key: str
    name: str
    kind: str
    level: str
    theme: str
    status: str
    is_unconfirmed: bool
    group: str
    kind_name: str
    level_name: str
    theme_name: str


def library() -> Library:
    """What the site serves now."""
    return kept_library().library


def index() -> Index:
    """The search index of the library that is served now; made anew only when the library is."""
    return kept_language().index


def public_version(criterion: Criterion) -> Version | None:
    """The newest version that people may see; a draft is only for its editors."""
    return next((one for one in reversed(criterion.versions.values) if one.status in SHOWN), None)


def public_criteria(group: str = "") -> list[Version]:
    """The newest public version of each criterion, those of one group where it is named."""
    now = library()
    criteria = now.of_group(group) if group else tuple(now.criteria.values())
    return [version for version in map(public_version, criteria) if version is not None]


def term(kind: str, code: str) -> str:
    """A fixed word of the library in the page's language."""
    return spoken(library().terms[kind][code])


def spoken(text: Text) -> str:
    """The text in the page's language, else in bokmål."""
    return text.get(language()) or text.get("nb") or ""


def tongue(text: Text) -> str:
    """The language that `spoken` gives the text in, where it is another than the page's."""
    return "" if text.get(language()) else "nb"


def row(version: Version) -> Row:
    """The criterion as a line."""
    home = library().criteria[version.criterion].home
    return Row(
        id=version.criterion,
        key=version.key,
        name=spoken(version.name),
        kind=version.kind,
        level=version.level,
        theme=version.themes[0],
        status=version.status,
        is_unconfirmed=version.is_unconfirmed or version.status == "to-check",
        group=home,
        kind_name=term("kind", version.kind),
        level_name=term("level", version.level),
        theme_name=term("theme", version.themes[0]),
    )


def sorted_rows(versions: list[Version]) -> list[Row]:
    """Lines by kind, level and name."""
    ordered = sorted(
        versions, key=lambda one: (KINDS.index(one.kind), LEVELS.index(one.level), one.topic, one.criterion)
    )
    return [row(version) for version in ordered]


def groups() -> list[Group]:
    """All product groups in their order."""
    return sorted(library().groups.values(), key=lambda group: group.order)


def choices() -> dict[str, list[tuple[str, str]]]:
    """What lists can be narrowed by, each with its name."""
    return {
        "kind": [(code, term("kind", code)) for code in KINDS],
        "level": [(code, term("level", code)) for code in LEVELS],
        "theme": [(code, term("theme", code)) for code in THEMES],
        "group": [(group.id, spoken(group.name)) for group in groups()],
    }


def is_green(theme: str) -> bool:
    """Does the theme count as climate and environment?"""
    return theme in ENVIRONMENT
