"""Forms in which somebody names a body in words: where several may be meant, it is asked once which one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from dugnad.errors import Refused
from dugnad.records.models.register import Body
from dugnad.records.queries.naming import body_meant
from dugnad.web.ask_form import choices_of
from dugnad.web.forms import TextForm
from dugnad.web.refusal import refusal_words
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

NONE_OF_THESE = "none"


class WhichBodyForm(TextForm):
    """A form with a field `body`; a second one, `which`, comes where several bodies may be meant."""

    found: Body | None = None
    """The body, once it is known."""

    def settle_body(self, text: str, on: date) -> None:
        """Find the body that the text names, or that was chosen; ask where it may be several."""
        meant = body_meant(text, on)
        chosen = str(self.data.get("which", ""))
        self.found = meant.body or next((body for body in meant.likely if body.key == chosen), None)
        if self.found is None and meant.likely and chosen != NONE_OF_THESE:
            self.ask_which(meant.likely)

    def ask_which(self, likely: Iterable[Body]) -> None:
        """Let the person choose, right after the field."""
        choices = [(key, f"{name} ({apart})") for key, name, apart in choices_of(likely)]
        choices.append((NONE_OF_THESE, words("ask.none-of-these", language())))
        label = words("ask.which-body", language())
        which: Any = forms.ChoiceField(required=False, choices=choices, widget=forms.RadioSelect, label=label)
        fields = list(self.fields.items())
        after = list(self.fields).index("body") + 1
        self.fields = dict([*fields[:after], ("which", which), *fields[after:]])
        self.add_error("which", refusal_words(Refused("which-body", "Several bodies may fit.")))
