"""The site's main entries and the switch of language."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from dugnad.records.permissions import may_upload

# address name, text key; in the order they are shown
MAIN = (
    ("national", "site.nav-national"),
    ("counties", "site.nav-counties"),
    ("bodies", "site.nav-bodies"),
    ("plans", "site.nav-plan"),
    ("notices", "notices.title"),
    ("indicators", "site.nav-indicators"),
    ("criteria", "criteria.nav"),
    ("check", "check.nav"),
    ("law", "site.nav-law"),
    ("desk-front", "site.nav-desk"),
)
FOOT = (
    ("method", "site.nav-method"),
    ("upload", "site.nav-upload"),
    ("accessibility", "site.nav-accessibility"),
    ("privacy", "site.nav-privacy"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of a menu."""

    href: str
    text: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Tongue:
    """The same page in another language."""

    code: str
    name: str
    href: str
    is_here: bool


def entries(request: HttpRequest, names: tuple[tuple[str, str], ...]) -> list[Entry]:
    """The menu's links; the one that the page lies under is marked, and pages switched off here are left out."""
    links = [(address(name), text) for name, text in names if name != "upload" or may_upload(by="visitor")]
    return [Entry(href, text, request.path.startswith(href)) for href, text in links if href]


def address(name: str, *parts: str) -> str:
    """The page's address in the language of this request, or "" where this installation has no such page."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def tongues(request: HttpRequest, here: str) -> list[Tongue]:
    """This page in each language, its choices kept."""
    page = bare_path(request.path)
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return [Tongue(code, name, prefix(code) + page + query, code == here) for code, name in settings.LANGUAGES]


def bare_path(path: str) -> str:
    """The page's address in bokmål, which has no prefix."""
    for code, _ in settings.LANGUAGES:
        if path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}")
    return path


def prefix(code: str) -> str:
    """What stands before the page's address in a language."""
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"
