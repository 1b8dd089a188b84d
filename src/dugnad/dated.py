"""Values that change on given days. Nothing here asks the clock: the caller names the day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A value by the day it took effect; each holds until the next day listed, the last one until further notice."""

    days: tuple[date, ...]
    values: tuple[Value, ...]

    @classmethod
    def of(cls, by_day: Mapping[date, Value]) -> Dated[Value]:
        """Build from {first day: value}, in any order."""
        days = tuple(sorted(by_day))
        return cls(days, tuple(by_day[day] for day in days))

    def at(self, on: date) -> Value | None:
        """The value in force on the day, or None before the first."""
        index = bisect_right(self.days, on) - 1
        return self.values[index] if index >= 0 else None

    def since(self, on: date) -> date | None:
        """The first day of the value in force on the day."""
        index = bisect_right(self.days, on) - 1
        return self.days[index] if index >= 0 else None
