"""What in the library is due for review on a day, and what changed when. The day is the caller's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dugnad.criteria.criterion import Criterion, Library, Text, Version
from dugnad.criteria.references import Names

SOON = timedelta(days=60)
REASONS = (
    "review-passed",
    "label-ended",
    "reference-replaced",
    "unconfirmed",
    "review-soon",
    "label-ends-soon",
    "reference-replaced-soon",
)
"""Why a criterion is due, the most pressing first. The words stand in content/criteria/due.yaml."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One reason to look at a criterion. `about` is what it names: a label, a reference or a fact."""

    criterion: str
    version: str
    reason: str
    day: date | None
    about: str = ""
    replaced_by: str = ""

    @property
    def is_now(self) -> bool:
        """Is it due already, and not only soon?"""
        return not self.reason.endswith("-soon")


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a criterion on a day: `new`, `changed` or `withdrawn`."""

    day: date
    what: str
    criterion: Criterion
    version: Version
    says: Text


def due(library: Library, on: date) -> list[Flag]:
    """All flags of the library on the day, by reason, day and criterion."""
    names = Names(library.references)
    flags = [flag for criterion in library.criteria.values() for flag in flags_of(library, criterion, on, names)]
    return sorted(flags, key=lambda flag: (REASONS.index(flag.reason), flag.day or date.max, flag.criterion))


def flags_of(library: Library, criterion: Criterion, on: date, names: Names | None = None) -> list[Flag]:
    """The flags of one criterion's version in force; none before its first day or once withdrawn."""
    version = criterion.versions.at(on)
    if version is None or version.status == "withdrawn":
        return []
    names = names or Names(library.references)
    return [
        *_review(version, on),
        *_labels(version, on),
        *_references(library, version, on, names),
        *(_flag(version, "unconfirmed", None, fact.id) for fact in version.cited_facts if not fact.is_confirmed),
        *(
            _flag(version, "unconfirmed", None, f"{{{parameter.name}}}")
            for parameter in version.parameters
            if parameter.is_unconfirmed and parameter.fact is None
        ),
    ]


def _flag(version: Version, reason: str, day: date | None, about: str = "", replaced_by: str = "") -> Flag:
    return Flag(version.criterion, version.key, reason, day, about, replaced_by)


def _review(version: Version, on: date) -> Iterator[Flag]:
    if version.review_by < on:
        yield _flag(version, "review-passed", version.review_by)
    elif version.review_by - on <= SOON:
        yield _flag(version, "review-soon", version.review_by)


def _labels(version: Version, on: date) -> Iterator[Flag]:
    for label in version.labels_accepted:
        if label.until and label.until < on:
            yield _flag(version, "label-ended", label.until, label.name)
        elif label.until and label.until - on <= SOON:
            yield _flag(version, "label-ends-soon", label.until, label.name)


def _references(library: Library, version: Version, on: date, names: Names) -> Iterator[Flag]:
    for one in names.cited(version):
        if one.replaced_on is None or one.replaced_on - on > SOON:
            continue
        by = library.references.get(one.replaced_by)
        if by and by in names.cited(version):  # it names the new one too: the change is known
            continue
        reason = "reference-replaced" if one.replaced_on <= on else "reference-replaced-soon"
        yield _flag(version, reason, one.replaced_on, one.name, by.name if by else "")


def change_log(library: Library, group: str) -> list[Change]:
    """What happened to the group's criteria, the newest first; drafts are no change."""
    found = []
    for criterion in library.of_group(group):
        shown = [version for version in criterion.versions.values if version.status not in ("draft", "hearing")]
        for index, version in enumerate(shown):
            what = "withdrawn" if version.status == "withdrawn" else "changed" if index else "new"
            found.append(Change(version.day, what, criterion, version, version.changed))
    return sorted(found, key=lambda change: (-change.day.toordinal(), change.criterion.id))
