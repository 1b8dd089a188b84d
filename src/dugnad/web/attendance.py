"""How many of a body came to courses, as everybody may see it: numbers so small that they point at people are left out.

Those who came of all that is marked tell also who stayed away, so neither of the two may be small. The roles are one
line with its total beside it (see dugnad.desk.small_numbers): they are shown where none can be told by the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dugnad.desk.small_numbers import FEWEST, published
from dugnad.records.models.events import Event
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_work_desk, works_in
from dugnad.records.queries.events import Attendance


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the figures, or that there are too few to show."""

    attendance: Attendance | None
    is_few: bool = False


def shown_to(person: Person | None, body: Body, attendance: Attendance | None) -> Shown:
    """All of it for the body's own people and for its county's desk; for others without what is small."""
    if works_in(person, body) or may_work_desk(person, body.county):
        return Shown(attendance)
    return shown_to_all(attendance)


def shown_to_all(attendance: Attendance | None) -> Shown:
    """Without what is small. Nobody at all looks like a few: a hidden number never says that there is somebody."""
    if attendance is None or not are_many(attendance):
        return Shown(None, is_few=True)
    counts = dict.fromkeys(Event.AUDIENCES, 0) | {one.role: one.came for one in attendance.roles}
    line = published(counts)
    roles = tuple(one for one in attendance.roles if one.role in line.places) if line.total is not None else ()
    return Shown(replace(attendance, roles=roles))


def are_many(attendance: Attendance) -> bool:
    """Are there enough of those who came, of those who stayed away, and of those of whom nothing is said?"""
    away, unsaid = attendance.marked - attendance.came, attendance.signed_up - attendance.marked
    if not attendance.marked:
        return attendance.signed_up >= FEWEST
    return attendance.came >= FEWEST and all(rest == 0 or rest >= FEWEST for rest in (away, unsaid))
