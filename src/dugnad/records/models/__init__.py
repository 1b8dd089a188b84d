"""The tables. Django finds a model only when this package has imported its module."""

from dugnad.records.models import (
    checks,
    coordination,
    decisions,
    feedback,
    letters,
    log,
    mail,
    notices,
    people,
    plan,
    register,
    status,
    work,
)

__all__ = [
    "checks",
    "coordination",
    "decisions",
    "feedback",
    "letters",
    "log",
    "mail",
    "notices",
    "people",
    "plan",
    "register",
    "status",
    "work",
]
