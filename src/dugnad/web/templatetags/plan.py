"""Measures in words: for whom, how far, what the indicator shows, how well the source was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import template

from dugnad.monitor.results import Row
from dugnad.monitor.sentence import sentence, value_text
from dugnad.plan.national import CHECKED
from dugnad.plan.situation import NationalPlan
from dugnad.records.models.plan import Measure
from dugnad.records.queries.plan import Shown
from dugnad.records.queries.plan_figures import indicators
from dugnad.records.queries.situation import plans_in_force
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

register = template.Library()
TONES = {"done": "met", "planned": "claimed", "under-way": "claimed", "dropped": "outside", "not-reported": "unknown"}


@register.simple_tag
def national_plans_now() -> Sequence[NationalPlan]:
    """The nation's adopted plans in force, as a decision to join names them."""
    return plans_in_force()


@register.filter
def mark_words(mark: str) -> str:
    """How well a source was seen: nothing where it was, else that it is not checked."""
    if mark == "A*":
        return words("part.read-in-copy", language())
    return "" if mark in CHECKED else words("part.unchecked", language())


@register.filter
def audience_words(audience: Sequence[str]) -> str:
    """For whom a measure is meant."""
    keys = (f"plan.for-{one}" if has_words(f"plan.for-{one}") else f"kind.{one}" for one in audience)
    return ", ".join(words(key, language()) for key in keys if has_words(key))


@register.filter
def indicator_name(row_name: str) -> str:
    """The indicator's name, and that of its part."""
    indicator = indicators().get(row_name)
    if indicator is None:
        return row_name
    title, part = indicator.title[language()], indicator.figure(row_name).name[language()]
    return title if part == title else f"{title}: {part}"


@register.filter
def figure_words(row: Row) -> str:
    """What the figure says, with how many and how much could be seen."""
    indicator = indicators().get(row.indicator)
    return sentence(indicator, row, language()) if indicator else ""


@register.filter
def target_words(measure: Measure | Mapping[str, Any]) -> str:
    """The target in the indicator's unit: at least 60 %."""
    told = measure if isinstance(measure, Mapping) else vars(measure)
    indicator = indicators().get(told["indicator"])
    if told["target"] is None or indicator is None:
        return ""
    value = value_text(told["target"], indicator.figure(told["indicator"]).unit, language())
    return words("plan.at-most" if told["is_ceiling"] else "plan.at-least", language(), value=value)


@register.filter
def measure_tone(shown: Shown) -> str:
    """The colour and icon of how far it has come; never alone, the words stand beside it."""
    return "met" if shown.is_reached else TONES[shown.measure.state]


@register.filter
def measure_state(shown: Shown) -> str:
    """How far it has come, in words. What every body does for itself nobody reports for the nation."""
    measure = shown.measure
    is_open = measure.state not in {Measure.State.DONE, Measure.State.DROPPED}
    if measure.plan.body_id is None and not measure.owner and measure.state == Measure.State.NOT_REPORTED:
        return words("plan.state-each" if measure.plan.state == "in-force" else "plan.owner-unknown", language())
    return words(
        "plan.state-reached" if shown.is_reached and is_open else f"plan.state-{shown.measure.state}", language()
    )


@register.filter
def as_day(text: str) -> date | None:
    """A day as a version keeps it."""
    return date.fromisoformat(text) if text else None


@register.filter
def years(plan: Any) -> str:
    """When a plan holds: its years where the source gives only those."""
    since, until = plan.since, plan.until
    if since is None:
        return ""
    return f"{since.year}–{until.year}" if until else words("plan.since", language(), year=since.year)


@register.filter
def first_part(row_name: str) -> str:
    """The indicator that a figure belongs to."""
    return row_name.partition(".")[0]


@register.filter
def one_audience(name: str) -> str:
    """One class or kind in words."""
    return audience_words([name])
