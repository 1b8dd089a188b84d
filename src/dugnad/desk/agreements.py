"""Joint framework agreements: when their end is near, and what has changed among the criteria since they were made."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from dugnad.content import content_path
from dugnad.criteria.cpv_groups import groups_of, prefix_of
from dugnad.criteria.criterion import Library, Version
from dugnad.criteria.kept import kept_library
from dugnad.desk.mail_words import MailWords, check_places, filled, read_mails
from dugnad.errors import ContentError, DugnadError
from dugnad.law.lawfile import LawFile

FILE = "desk/agreements.yaml"
PLACES = frozenset({"title", "day", "months", "owner", "link", "changed"})
COUNTED = frozenset({"replaced", "withdrawn", "new"})
GONE = "withdrawn"
OFFERED = ("published", "to-check")
"""Statuses of criteria that a new agreement may take in."""
SEEN = (*OFFERED, "hearing", GONE)
MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRules:
    """Thresholds in months, the largest first, and the words."""

    warn_months: tuple[int, ...]
    mails: Mapping[str, MailWords]
    changed: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedCriterion:
    """A criterion of an agreement beside what the library holds today."""

    key: str
    version: Version | None
    """As it is in the agreement; none where the library does not know it."""
    newest: Version | None
    state: str
    """same, replaced, withdrawn or unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaSince:
    """What has changed among the criteria since an agreement was made."""

    used: tuple[UsedCriterion, ...]
    new: tuple[Version, ...]
    """Criteria of its product groups that came later and that it does not have."""
    groups: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many of the agreement's criteria are in the state."""
        return sum(one.state == state for one in self.used)


@cache
def load_agreements() -> AgreementRules:
    """The rules; the first fault is raised."""
    rules, faults = read_agreements()
    if faults:
        raise faults[0]
    return rules


def check_agreements() -> list[ContentError]:
    """Every fault in content/desk/agreements.yaml."""
    try:
        return read_agreements()[1]
    except ContentError as error:
        return [error]


def read_agreements() -> tuple[AgreementRules, list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(FILE))
    file.only((), {"name", "warn_months", "mail", "changed", "last_checked"})
    file.names("name")
    months = file.get(("warn_months",))
    if not isinstance(months, list) or not months or any(type(one) is not int or one < 1 for one in months):
        file.fault(("warn_months",), f"`warn_months` is {months!r}.", "Write a list of whole months, as [12, 6, 3].")
        months = [1]
    changed = file.names("changed")
    check_places(file, ("changed",), changed, COUNTED)
    rules = AgreementRules(
        warn_months=tuple(sorted(set(months), reverse=True)), mails=read_mails(file, ("expires",), PLACES),
        changed=changed,
    )  # fmt: skip
    file.checked()
    return rules, file.faults


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months before; the last of a month that is shorter.

    >>> months_before(date(2027, 3, 31), 6), months_before(date(2027, 3, 31), 1)
    (datetime.date(2026, 9, 30), datetime.date(2027, 2, 28))
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 - months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def threshold(until: date, on: date) -> int | None:
    """The narrowest threshold that has been reached on the day; None while the end is far, and when it has been."""
    if on > until:
        return None
    reached = [months for months in load_agreements().warn_months if months_before(until, months) <= on]
    return min(reached, default=None)


def warned_until(on: date) -> date:
    """The last day on which an agreement can end that has reached the widest threshold.

    >>> [threshold(warned_until(day), day) for day in (date(2026, 8, 31), date(2026, 2, 28))]
    [18, 18]
    """
    year, month = divmod(on.year * MONTHS + on.month - 1 + load_agreements().warn_months[0], MONTHS)
    last = monthrange(year, month + 1)[1]
    is_last = on.day == monthrange(on.year, on.month)[1]
    return date(year, month + 1, last if is_last else min(on.day, last))


def months_left(until: date, on: date) -> int:
    """How many whole months are left, and one more where some days are over: "in less than n months"."""
    months = 0
    while months_before(until, months) > on:
        months += 1
    return months


def groups_of_agreement(group: str, cpv: Iterable[str], library: Library | None = None) -> tuple[str, ...]:
    """The product groups that the agreement is in: the one it names, then those of its codes."""
    library = library or kept_library().library
    found = [group] if group in library.groups else []
    for code in cpv:
        try:
            found += [one.group for one in groups_of(library, code) if one.how == "owned"]
        except DugnadError:
            continue
    return tuple(dict.fromkeys(found))


def prefixes_of_group(group: str) -> tuple[str, ...]:
    """What the CPV codes of a product group begin with."""
    found = kept_library().library.groups.get(group)
    return tuple(dict.fromkeys(prefix_of(code) for code in found.cpv)) if found else ()


def criteria_since(keys: Sequence[str], groups: Sequence[str], since: date, on: date) -> CriteriaSince:
    """Each criterion of the agreement beside today's, and those of its groups that came after it was made."""
    library = kept_library().library
    names = {key.partition("@")[0] for key in keys}
    new = [
        newest
        for name, criterion in library.criteria.items()
        if name not in names
        and (newest := newest_of(criterion.versions.values, on)) is not None
        and newest.status in OFFERED
        and set(criterion.groups) & set(groups)
        and min(one.day for one in criterion.versions.values if one.status in SEEN) > since
    ]
    used = tuple(used_criterion(library, key, on) for key in keys)
    return CriteriaSince(used=used, new=tuple(new), groups=tuple(groups))


def used_criterion(library: Library, key: str, on: date) -> UsedCriterion:
    """One criterion as the agreement names it: ID@DAY, or ID alone."""
    name, _, day = key.partition("@")
    criterion = library.criteria.get(name)
    versions = criterion.versions.values if criterion else ()
    newest = newest_of(versions, on)
    version = next((one for one in reversed(versions) if not day or one.day.isoformat() == day), None)
    if newest is None or version is None:
        return UsedCriterion(key=key, version=None, newest=newest, state="unknown")
    state = GONE if newest.status == GONE else "same" if newest.key == version.key else "replaced"
    return UsedCriterion(key=key, version=version, newest=newest, state=state)


def newest_of(versions: Sequence[Version], on: date) -> Version | None:
    """The newest version that people may see on the day."""
    return next((one for one in reversed(versions) if one.status in SEEN and one.day <= on), None)


def changed_words(since: CriteriaSince, language: str) -> str:
    """What has changed, in one sentence."""
    words = load_agreements().changed
    numbers = {
        "replaced": str(since.count("replaced")), "withdrawn": str(since.count(GONE)), "new": str(len(since.new)),
    }  # fmt: skip
    return filled(words.get(language, words["nb"]), numbers)
