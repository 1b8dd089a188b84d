"""Which stored row a figure on the page is: every shown number can be traced back to `results/`."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

from dugnad.monitor.pictures.figure import Figure
from dugnad.web import codes
from dugnad.web.templatetags.form import number, percent
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

register = template.Library()


@register.simple_tag
def result(figure: Figure, shows: str) -> str:
    """The attributes that name the row and what of it is shown: value, count or coverage."""
    key = f"{figure.indicator}|{figure.scope}|{figure.code}|{figure.period}"
    return format_html('data-result="{}" data-shows="{}"', key, shows)


@register.filter
def fewest(value: float) -> str:
    """A number of lots or points, with decimals only where it has some."""
    return number(value, 0 if float(value).is_integer() else 2)


@register.filter
def division_name(division: str) -> str:
    """A CPV division with its name."""
    if not division.isdigit():
        return words("indicators.not-placed", language())
    names = codes.cpv_names().get(f"{division}000000")
    name = (names["en" if language() == "en" else "nb"] or names["en"]) if names else ""
    return f"{division} {name}".strip()


@register.filter
def of_hundred(share: float) -> str:
    """A share of 1 as percent with one decimal."""
    return percent(100 * share, 0 if share in (0.0, 1.0) else 1)


@register.filter
def measured_language(code: str) -> str:
    """The name of a language in the measurements, or of several together."""
    groups = {"all": "all", "full lists": "full", "full": "full"}
    if code in groups:
        return words(f"method.language-{groups[code]}", language())
    name = codes.language_name(codes.three_letters(code)) or code
    return name[:1].upper() + name[1:]


@register.filter
def label_set(labels: str) -> str:
    """The name of a set of labelled texts, or its file's name where it has none."""
    key = f"method.set-{labels.removesuffix('_dev')}"
    return words(key, language()) if has_words(key) else labels
