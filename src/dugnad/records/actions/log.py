"""Writing the log."""

from __future__ import annotations

from typing import Any

from dugnad.records.models.log import LogEntry


def write_log(*, by: str, action: str, subject: object, **details: Any) -> LogEntry:
    """Note a deed; called inside the transaction of the deed itself."""
    return LogEntry.objects.create(by=by, action=action, subject=str(subject), details=details)
