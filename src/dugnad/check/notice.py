"""The check of one notice: the same reader and the same judge as the national statistics, for one file and no store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dugnad.errors import NoticeError
from dugnad.notices.judging import judge_notice
from dugnad.notices.link import heads_of, link_heads
from dugnad.notices.read import read_notice
from dugnad.notices.register import load_register

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CheckedLot:
    """A lot with its criteria, and its finding (lot groups have none)."""

    lot: Row
    criteria: list[Row]
    finding: Row | None


@dataclass(frozen=True, slots=True)
class CheckedNotice:
    """What the check says of one notice."""

    notice: Row
    lots: list[CheckedLot]
    problems: list[Row]

    @property
    def needs_attention(self) -> bool:
        """Is there a finding that somebody should act on before publishing?"""
        return any(one.finding is not None and one.finding["outcome"] in ATTENTION for one in self.lots)


ATTENTION = {"POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "MANUAL_REVIEW"}


def check_notice(raw: bytes, *, file: str, on: date | None = None) -> CheckedNotice:
    """Read and judge one notice, on its own day or on the day given."""
    register = load_register()
    reading = read_notice(raw, file=file, register=register)
    if reading.notice is None:
        fatal = next(row for row in reversed(reading.problems) if row["severity"] == "error")
        raise NoticeError(file, fatal["field"], fatal["message"], code=fatal["code"])
    link = link_heads(heads_of([reading.notice]))[reading.sha256]
    notice: Row = dict(reading.notice, is_latest=True, judged_on=on or link.judged_on, has_first=link.has_first)
    findings, found_later = judge_notice(notice, reading.lot, reading.criterion, register)
    by_lot = {row["lot_id"]: row for row in findings}
    lots = [
        CheckedLot(lot, [row for row in reading.criterion if row["lot_id"] == lot["lot_id"]], by_lot.get(lot["lot_id"]))
        for lot in reading.lot
    ]
    return CheckedNotice(notice, lots, [*reading.problems, *found_later])


def as_dict(checked: CheckedNotice) -> dict[str, Any]:
    """The check as programs read it: the notice, its lots with criteria and finding, and the problems."""
    return {
        "kind": "notice",
        "notice": checked.notice,
        "lots": [dict(one.lot, criteria=one.criteria, finding=one.finding) for one in checked.lots],
        "findings": [one.finding for one in checked.lots if one.finding],
        "problems": checked.problems,
    }
