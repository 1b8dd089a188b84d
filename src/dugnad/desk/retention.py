"""What the support service keeps about people and for how long: one file, shown by the pages, carried out by a job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dugnad.content import content_path
from dugnad.desk.events import FILE as EVENTS
from dugnad.desk.events import load_events
from dugnad.errors import ContentError
from dugnad.law.lawfile import MARKS, LawFile

FILE = "desk/retention.yaml"
KINDS = ("case", "mail", "unknown-mail", "sign-up", "contact", "search")
"""What the job knows how to forget; each stands in the file, and nothing else does."""
WORDS = ("from", "what", "why", "who", "after")
NOTICES = ("basis", "published", "stays", "short")
Text = dict[str, str]
YEAR = 365
ONCE = "search"


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of data: for how many days after what, and what people are told of it."""

    kind: str
    days: int
    since: Text
    what: Text
    why: Text
    who: Text
    after: Text
    once_days: int = 0
    """Of searches: for how many days one is kept that was made only once."""

    @property
    def months(self) -> int:
        """The same in months, as people read it."""
        return round(self.days / (YEAR / 12))


@dataclass(frozen=True, slots=True)
class Retention:
    """All of it."""

    kept: dict[str, Kept]
    notices: dict[str, Text]
    mark: str
    """How sure the legal ground is."""

    def days(self, kind: str) -> int:
        """For how long."""
        return self.kept[kind].days


@cache
def load_retention() -> Retention:
    """The rules; the first fault is raised: nothing is forgotten by rules that cannot be read."""
    found, faults = read_retention()
    if faults:
        raise faults[0]
    return found


def check_retention() -> list[ContentError]:
    """Every fault in content/desk/retention.yaml."""
    try:
        return read_retention()[1]
    except ContentError as error:
        return [error]


def read_retention() -> tuple[Retention, list[ContentError]]:
    """The file, read strictly."""
    file = LawFile(content_path(FILE))
    file.only((), {"name", "kept", "mark", "last_checked", *NOTICES})
    file.names("name")
    file.only(("kept",), set(KINDS))
    kept = {kind: read_kind(file, kind) for kind in KINDS}
    notices = {name: file.names(name) for name in NOTICES}
    mark = file.one_of(MARKS, "mark")
    if kept["sign-up"].days != load_events().forget_people_days:
        told = f"{EVENTS} says {load_events().forget_people_days}."
        file.fault(
            ("kept", "sign-up", "days"),
            f"Sign-ups are kept for {kept['sign-up'].days} days here. {told}",
            "Write the same number in both.",
        )
    file.checked()
    return Retention(kept, notices, mark), file.faults


def read_kind(file: LawFile, kind: str) -> Kept:
    """One kind of data."""
    numbers = ("days", "once_days") if kind == ONCE else ("days",)
    file.only(("kept", kind), {*numbers, *WORDS})
    days = [read_days(file, kind, name) for name in numbers]
    since, what, why, who, after = (file.names("kept", kind, word) for word in WORDS)
    if any(f" {number} " not in told for number in days[1:] for told in after.values()):
        file.fault(("kept", kind, "after"), f"`after` does not say {days[1]} days.", "Write what `once_days` says.")
    return Kept(kind, days[0], since, what, why, who, after, *days[1:])


def read_days(file: LawFile, kind: str, name: str) -> int:
    """For how long, in days."""
    days = file.get(("kept", kind, name))
    if type(days) is int and days > 0:
        return days
    file.fault(("kept", kind), f"`{name}` is {days!r}.", "Write a whole number of days, 1 or more.")
    return YEAR
