"""What was just done, told once on the page that follows: kept in the session, so only those who have one are told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from dugnad.web.templatetags.text import language
from dugnad.web.words import words


def tell(request: HttpRequest, key: str, **values: Any) -> None:
    """Say it on the next page, in the language of this one."""
    messages.success(request, words(key, language(), **values))


def warn(request: HttpRequest, key: str, **values: Any) -> None:
    """Say on the next page what was done otherwise than was meant."""
    messages.error(request, words(key, language(), **values))
