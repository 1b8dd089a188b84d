"""Who may do what: small predicates that read in an `if`."""

from __future__ import annotations

from django.conf import settings

from dugnad.records.models.checks import CheckJob


def may_upload(by: str) -> bool:
    """Own notices are uploaded only in a body's own installation (embedded), never on a site that is open to all."""
    return bool(by) and settings.MODE == "embedded"


def may_check(by: str) -> bool:
    """Everybody with a session may check files before publishing, on every site."""
    return bool(by)


def may_see_check(by: str, job: CheckJob) -> bool:
    """A check is seen and deleted only by whoever asked for it."""
    return bool(by) and job.by == by
