"""Cases as an adviser reads them: how old they are, who asked, what is new."""

from __future__ import annotations

from datetime import datetime

from django import template

from dugnad.records.models.cases import Case, Entry
from dugnad.web.navigation import prefix
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

register = template.Library()
MINUTE, HOUR, DAY = 60, 3600, 86_400


@register.filter
def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that says something: 3 timer, 2 dager."""
    seconds = max(0, int((now - since).total_seconds()))
    for unit, length in (("days", DAY), ("hours", HOUR)):
        if seconds >= length:
            return words(f"cases.age-{unit}", language(), count=seconds // length)
    return words("cases.age-minutes", language(), count=seconds // MINUTE)


@register.filter
def is_overdue(case: Case, now: datetime) -> bool:
    """Is the promised answer overdue? While the desk waits for the asker, it is not."""
    return case.state in {Case.State.NEW, Case.State.TAKEN} and case.promised_at < now


@register.filter
def asked_by(case: Case) -> str:
    """Who asked, as those who work with the case may know it."""
    return (case.asker.name if case.asker else case.asker_name) or words("cases.asker-unnamed", language())


@register.filter
def asker_address(case: Case) -> str:
    """Where the answer goes; empty where the asker has left no address."""
    return case.asker.email if case.asker and case.asker.has_address else case.asker_email


@register.filter
def said_by(entry: Entry) -> str:
    """Who said it, to colleagues: by name where there is one."""
    if entry.is_by_asker:
        return words("cases.by-asker", language())
    return (entry.by.name or entry.by.email) if entry.by else words("cases.by-gone", language())


@register.filter
def own_path(context: dict[str, str]) -> str:
    """The page on this site that the question was asked from; empty where there is none."""
    path = str(context.get("path", ""))
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


@register.filter
def own_href(path: str) -> str:
    """An address of this site in the page's language."""
    return prefix(language()) + path
