"""A refused deed told in its form, in the reader's language: nothing that was written is lost."""

from __future__ import annotations

from django import forms

from dugnad.errors import Refused
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words


def tell_refusal(form: forms.Form, refused: Refused) -> None:
    """Put the reason at the field that must be mended, or above all fields."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, refusal_words(refused))


def refusal_words(refused: Refused) -> str:
    """The reason in the reader's language."""
    key = f"refused.{refused.code}"
    return words(key, language(), **refused.facts) if has_words(key) else refused.problem
