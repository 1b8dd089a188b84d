"""What a password must be: long, uncommon and unlike its owner. The rules are Django's, the words are ours."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation

from dugnad.web.templatetags.text import language
from dugnad.web.words import words


def told(name: str, **values: Any) -> str:
    """The text of one rule, in the language of the page."""
    return words(f"account.password-{name}", language(), **values)


class LongEnough(password_validation.MinimumLengthValidator):
    """Twelve characters or more: length is what helps most."""

    def get_error_message(self) -> str:
        return told("short", least=self.min_length)

    def get_help_text(self) -> str:
        return told("short", least=self.min_length)


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        return told("common")

    def get_help_text(self) -> str:
        return told("common")


class NotLikeYou(password_validation.UserAttributeSimilarityValidator):
    """Not the owner's name or address."""

    def get_error_message(self) -> str:
        return told("like-you")

    def get_help_text(self) -> str:
        return told("like-you")


class NotNumbersAlone(password_validation.NumericPasswordValidator):
    """Not a number."""

    def get_error_message(self) -> str:
        return told("numbers")

    def get_help_text(self) -> str:
        return told("numbers")
