"""Addresses that keep the page or the choices made in it."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from dugnad.desk.retention import load_retention
from dugnad.web.navigation import address
from dugnad.web.templatetags.text import language, own
from dugnad.web.words import has_words, words

register = template.Library()


@register.simple_tag(takes_context=True)
def choose(context: template.Context, **changes: Any) -> str:
    """This page's query string with some choices changed; an empty value removes one, and paging starts anew."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def turn(context: template.Context, page: int, step: int) -> str:
    """The query string of the page before or after, all choices kept."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query["page"] = str(page + step)
    return f"?{query.urlencode()}"


@register.simple_tag
def page_of(name: str, *parts: str) -> str:
    """The page's address, or nothing where this installation has no such page."""
    return address(name, *parts)


@register.simple_tag
def stored_short() -> str:
    """What is kept of what somebody writes to a desk, and for how long, in a sentence."""
    return own(load_retention().notices["short"])


@register.filter
def form_words(code: str) -> str:
    """What kind of notice it is."""
    return words(f"form.{code}" if has_words(f"form.{code}") else "form.unknown", language())


@register.filter
def unmarked(name: str) -> str:
    """A body's name without the mark that the page shows beside it."""
    return name.removesuffix(" (DEMO)")
