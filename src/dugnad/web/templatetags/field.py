"""Form fields in the look of the site, told to screen readers."""

from __future__ import annotations

from django import template
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.safestring import SafeString

register = template.Library()


@register.filter(name="input")
def as_input(field: BoundField) -> SafeString:
    """The field's own input, with its hint and errors as its description."""
    shown: dict[str, str | bool] = {}
    if not isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple | CheckboxInput):
        shown["class"] = "ds-input"
    if field.help_text or field.errors:
        shown["aria-describedby"] = f"{field.id_for_label}-note"
    if field.errors:
        shown["aria-invalid"] = "true"
    return field.as_widget(attrs=shown)
