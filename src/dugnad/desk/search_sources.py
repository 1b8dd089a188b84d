"""What content gives search to find: criteria, product groups, the law in force, the board's decisions, own pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from dugnad.criteria.criterion import Text, Version
from dugnad.criteria.kept import kept_library
from dugnad.criteria.tender import pieces_of, plain
from dugnad.desk.reference import KOFA, case_path, public_versions
from dugnad.desk.search_pages import load_pages
from dugnad.desk.search_text import Entry
from dugnad.law.cases import Case, load_cases
from dugnad.law.duty_cases import DutyCase, load_duty_cases
from dugnad.law.duty_finding import CHECKED
from dugnad.law.overview import rules_on

LANGUAGES = ("nb", "nn", "en")
FOR_ALL = 5
"""A criterion of more groups than this belongs to no one of them."""
HELD = ("withdrawn",)
"""Criteria that are shown where they are cited, and found by nobody who searches."""


def content_entries(on: date) -> Iterator[Entry]:
    """Everything of the content that everybody may read, as it stands on the day."""
    yield from criteria()
    yield from groups()
    yield from rules(on)
    yield from decisions()
    yield from pages()


def criteria() -> Iterator[Entry]:
    """The newest public version of each criterion."""
    library = kept_library().library
    for version in public_versions():
        if version.status in HELD:
            continue
        home = library.criteria[version.criterion]
        own = home.groups if len(home.groups) <= FOR_ALL else ()
        yield Entry(
            kind="criterion",
            key=version.criterion,
            titles=told(version.name),
            texts=joined(filled(version, version.requirement), version.why, filled(version, version.documentation)),
            path=f"/k/{version.key}",
            groups=own,
            words=(version.topic, *(label.name for label in version.labels_accepted)),
            is_checked=not version.is_unconfirmed,
        )


def filled(version: Version, text: Text) -> dict[str, str]:
    """The text as its page shows it: figures in place of its fields, else what belongs there."""
    return {
        language: plain(pieces_of(str(text[language]), version.parameters, {}, language))
        for language in LANGUAGES
        if text.get(language)
    }


def groups() -> Iterator[Entry]:
    """Each product group, by its own words too."""
    for group in kept_library().library.groups.values():
        yield Entry(
            kind="group",
            key=group.id,
            titles=told(group.name),
            texts=joined({language: ", ".join(words) for language, words in group.words.items()}),
            path=f"/criteria/{group.id}/",
            groups=(group.id,),
        )


def rules(on: date) -> Iterator[Entry]:
    """Rules and duties in force, with the paragraph as people cite it."""
    for rule in rules_on(on):
        if rule.kind in {"rule", "duty"} and rule.is_judged:
            yield Entry(
                kind="law",
                key=rule.id,
                titles={language: f"{name} ({rule.citation})" for language, name in told(rule.names).items()},
                texts=told(rule.text),
                path=f"/law/#{rule.id}",
                is_checked=rule.mark in CHECKED,
            )


def decisions() -> Iterator[Entry]:
    """The complaints board's decisions that content tells of; the point stands in bokmål."""
    found: list[Case | DutyCase] = [*load_cases(), *load_duty_cases()]
    for case in found:
        if case.id.startswith(KOFA):
            number = case.id.removeprefix(KOFA)
            yield Entry(
                kind="case",
                key=number,
                titles={language: f"KOFA {spoken(number)}: {name}" for language, name in told(case.names).items()},
                texts={"nb": case.point},
                path=case_path(number),
                words=(case.source,),
                is_checked=case.mark in CHECKED,
            )


def spoken(number: str) -> str:
    """A decision's number as people write it; a name where it has none."""
    year, _, rest = number.partition("-")
    return f"{year}/{rest.partition('-')[0].lstrip('0')}" if year.isdigit() else number.replace("-", " ")


def pages() -> Iterator[Entry]:
    """What the site can do, by the words of those who look for it."""
    for page in load_pages():
        yield Entry(kind="page", key=page.path, titles=page.titles, texts=page.texts, path=page.path, words=page.words)


def told(text: Mapping[str, str]) -> dict[str, str]:
    """The languages that say something."""
    return {language: str(text[language]) for language in LANGUAGES if text.get(language)}


def joined(*texts: Text) -> dict[str, str]:
    """Several texts after each other, in each language."""
    found = {language: " ".join(str(text[language]) for text in texts if text.get(language)) for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}
