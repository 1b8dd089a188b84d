"""What a desk rests on and when it ends: its agreement and its money. Warned of in time, once at each threshold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from dugnad.content import content_path
from dugnad.desk.routing import load_desks
from dugnad.errors import ContentError
from dugnad.law.lawfile import LANGUAGES, LawFile

WORDS = "desk/warning.yaml"
What = Literal["agreement", "funding"]
PLACES = {"subject": {"what", "desk"}, "text": {"what", "desk", "day", "left", "link"}}


@dataclass(frozen=True, slots=True)
class End:
    """Something of a desk that ends on a day, in so many days; below 0 it has ended."""

    what: What
    on: date
    days: int

    @property
    def key(self) -> str:
        """What is remembered of its warnings by; a new day begins them anew."""
        return f"{self.what} {self.on.isoformat()}"


def near_ends(ends: Mapping[What, date | None], on: date) -> list[End]:
    """What ends so soon that it is warned of, or has ended; the first to end first."""
    first = max(load_desks().warn_days, default=0)
    found = [End(what, day, (day - on).days) for what, day in ends.items() if day is not None]
    return sorted((end for end in found if end.days <= first), key=lambda end: (end.on, end.what))


def threshold(end: End, warn_days: Sequence[int]) -> int:
    """The threshold that it has come below, e.g. 90 from 90 days before it ends; -1 once it has ended."""
    if end.days < 0:
        return -1
    return min((days for days in warn_days if end.days <= days), default=-1)


def is_due(end: End, warned: Mapping[str, Any]) -> bool:
    """Was nobody warned at this threshold yet? What was missed meanwhile is not caught up on: one warning is enough."""
    last = warned.get(end.key)
    return not isinstance(last, int) or threshold(end, load_desks().warn_days) < last


@cache
def warning_words() -> dict[str, Any]:
    """The words of the warning."""
    found, faults = read_words()
    if faults:
        raise faults[0]
    return found


def check_warning() -> list[ContentError]:
    """Every fault in content/desk/warning.yaml."""
    try:
        return read_words()[1]
    except ContentError as error:
        return [error]


def read_words() -> tuple[dict[str, Any], list[ContentError]]:
    """The file, read strictly: every text in every language, with no place that is not filled."""
    file = LawFile(content_path(WORDS))
    file.only((), {"subject", "text", "what", "left"})
    file.only(("what",), {"agreement", "funding"})
    file.only(("left",), {"days", "today", "ended"})
    told: dict[str, Any] = {name: file.names(name) for name in PLACES}
    told["what"] = {what: file.names("what", what) for what in ("agreement", "funding")}
    told["left"] = {when: file.names("left", when) for when in ("days", "today", "ended")}
    for name, places in PLACES.items():
        check_places(file, (name,), told[name], places)
    for when in told["left"]:
        check_places(file, ("left", when), told["left"][when], {"count"})
    return told, file.faults


def check_places(file: LawFile, keys: tuple[str, ...], texts: Mapping[str, str], places: set[str]) -> None:
    """A text asks for nothing that is not told."""
    for language in LANGUAGES:
        try:
            texts[language].format(**dict.fromkeys(places, ""))
        except (KeyError, IndexError, ValueError):
            known = ", ".join(f"{{{place}}}" for place in sorted(places))
            file.fault((*keys, language), "This text asks for what is not told.", f"Use {known} alone.")


def warning(end: End, *, desk: str, day: str, link: str, language: str) -> tuple[str, str]:
    """Subject and text of one warning."""
    said = warning_words()
    when = "ended" if end.days < 0 else "today" if end.days == 0 else "days"
    told = {
        "what": said["what"][end.what][language], "desk": desk, "day": day, "link": link,
        "left": said["left"][when][language].format(count=abs(end.days)),
    }  # fmt: skip
    return said["subject"][language].format(**told), said["text"][language].format(**told)
