"""What the support service's pages need beside words: addresses in the page's language, moments as people say them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from babel.dates import format_datetime
from django import template
from django.utils import timezone

from dugnad.desk.retention import load_retention
from dugnad.desk.routing import NATIONAL
from dugnad.records.models.cases import Case
from dugnad.web.navigation import prefix
from dugnad.web.templatetags.form import LOCALES
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import words

register = template.Library()
PATTERNS = {"nb": "EEEE d. MMMM 'kl.' HH.mm", "nn": "EEEE d. MMMM 'kl.' HH.mm", "en": "EEEE d MMMM 'at' HH:mm"}


@register.filter
def in_tongue(path: str) -> str:
    """A path on this site, in the language of the page."""
    is_own = path.startswith("/") and not path.startswith(("//", "/\\"))
    return prefix(language()) + path if is_own else ""


@register.filter
def by_clock(value: datetime) -> str:
    """Mandag 24. november kl. 09.00, by the clock in Norway."""
    return str(format_datetime(timezone.localtime(value), PATTERNS[language()], locale=LOCALES[language()]))


@register.filter
def desk_words(case: Case) -> str:
    """Which desk answers, in words."""
    if case.desk_id == NATIONAL:
        return words("ask.desk-national", language())
    return words("ask.desk-of", language(), name=words(f"county.{case.desk_id}", language()))


@register.filter
def size_words(count: int) -> str:
    """How large a file is: 340 kB, 2,1 MB."""
    thousands = max(1, round(count / 1024))
    if thousands < 1000:  # noqa: PLR2004 - from here on in megabytes
        return f"{thousands}\N{NO-BREAK SPACE}kB"
    written = f"{count / 1024 / 1024:.1f}"
    return f"{written if language() == 'en' else written.replace('.', ',')}\N{NO-BREAK SPACE}MB"


@register.simple_tag
def kept_of(kind: str, part: Literal["what", "who", "after", "published"]) -> str:
    """What people are told of one kind of data that is kept, or of all of it."""
    rules = load_retention()
    return own(getattr(rules.kept[kind], part) if kind else rules.notices[part])
