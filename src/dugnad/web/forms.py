"""Forms that take their words from the page's texts: `field-NAME` is the label, `hint-NAME` the help below it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words


class TextForm(forms.Form):
    """A form of a page: its labels and hints stand in `texts/<texts>.yaml`, its errors in Django's own words."""

    texts: ClassVar[str] = ""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue  # nobody reads it
            field.label = words(f"{self.texts}.field-{name}", language())
            if has_words(f"{self.texts}.hint-{name}"):
                field.help_text = words(f"{self.texts}.hint-{name}", language())


class DayInput(forms.DateInput):
    """A day, picked in the browser's own way."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
