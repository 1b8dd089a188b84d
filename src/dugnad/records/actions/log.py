"""Writing the log."""

from __future__ import annotations

from typing import Any

from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


def write_log(
    *,
    by: str | Person,
    action: str,
    subject: object,
    body: Body | None = None,
    county: str = "",
    before: Any = None,
    after: Any = None,
    **details: Any,
) -> LogEntry:
    """Note a deed; called inside the transaction of the deed itself.

    `body`: the body that it concerns, whose people may read the entry; `before`, `after`: what was changed, without
    names and addresses of people.
    """
    return LogEntry.objects.create(
        by=by if isinstance(by, str) else by.by,
        action=action,
        subject=str(subject)[:120],
        details=details,
        body=str(body.pk) if body else "",
        county=county or (body.county if body else ""),
        before=before,
        after=after,
    )
