"""`{% say "page.name" count=3 %}`: a text of the site in the page's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from dugnad.web.words import has_words, words

register = template.Library()


@register.simple_tag
def say(key: str, **values: Any) -> str:
    """The text in the language of the page, escaped as any other value."""
    return words(key, language(), **values)


@register.filter
def in_words(code: object, group: str) -> str:
    """A code's own text: `{{ body.kind|in_words:"kind" }}` reads `texts/kind.yaml`; without one, the code itself."""
    if code in (None, ""):
        return words(f"{group}.unknown", language())
    return words(f"{group}.{code}", language()) if has_words(f"{group}.{code}") else str(code)


@register.filter
def own(texts: dict[str, str]) -> str:
    """The page's language of a text that stands in several; in another where it does not stand in that."""
    return texts.get(language()) or texts.get("nb") or next(filter(None, texts.values()), "")


def language() -> str:
    """The page's language."""
    return get_language() or "nb"
