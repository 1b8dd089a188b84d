"""A quarter as it stood: plans from their versions, states from the log, figures from the readings kept day by day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from dugnad.monitor.results import Row
from dugnad.monitor.sentence import sentence
from dugnad.plan.national import CHECKED
from dugnad.plan.quarterly import ConflictLine, DecisionLine, MeasureLine, PlanLine, Quarter, quarter_days
from dugnad.records.models.coordination import JointDecision
from dugnad.records.models.decisions import Decision
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Measure, Plan, PlanVersion, Reading
from dugnad.records.queries.coordination import Conflict, conflicts
from dugnad.records.queries.decisions import counted_bodies
from dugnad.records.queries.plan import Shown, latest_readings, shown
from dugnad.records.queries.plan_figures import indicators

FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Moment:
    """The day that is told, and the instant up to which the records count."""

    until: date
    before: datetime
    is_open: bool


def quarter_told(year: int, quarter: int, language: str, *, now: datetime) -> Quarter | None:
    """The quarter, in a language; None where it has not begun, or is no quarter."""
    if year < FIRST_YEAR or quarter not in {1, 2, 3, 4} or year > now.year:
        return None
    first, last = quarter_days(year, quarter)
    today = timezone.localdate(now)
    if first > today:
        return None
    moment = Moment(min(last, today), now if last >= today else after(last), last >= today)
    versions = versions_at(moment)
    measures = measures_at(versions, moment)
    lines = [shown(one, reading, moment.until) for one, reading in measures]
    bodies = counted_bodies(moment.until).exclude(obligation_class="none")
    adopted = Decision.objects.filter(about=Decision.About.ADOPT_PLAN, recorded_at__lt=moment.before, body__in=bodies)
    adopted = adopted.filter(corrects=None)  # a correction is no new adoption
    return Quarter(
        year=year,
        quarter=quarter,
        until=moment.until,
        is_open=moment.is_open,
        plans=tuple(plan_line(version, language) for version in versions),
        measures=measure_lines(lines, moment, language),
        decisions=decisions_in(first, moment),
        conflicts=tuple(conflict_line(one, language) for one in conflicts([one.measure for one in lines])),
        with_plan=adopted.values("body").distinct().count(),
        bodies=bodies.count(),
    )


def after(day: date) -> datetime:
    """The instant at which the day is over here."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def versions_at(moment: Moment) -> list[PlanVersion]:
    """The latest version of each national plan that was published by then and in force on the day."""
    found = PlanVersion.objects.filter(plan__body=None, at__lt=moment.before).select_related("plan")
    latest = {version.plan_id: version for version in found.order_by("number")}
    holding = [version for version in latest.values() if holds(version.content, moment.until)]
    return sorted(holding, key=lambda version: (version.content["since"], version.content["key"]))


def holds(content: Mapping[str, Any], on: date) -> bool:
    """Was the plan in force on the day, as this version says?"""
    day = on.isoformat()
    is_published = content["state"] != Plan.State.DRAFT
    return is_published and content["since"] <= day and (not content["until"] or content["until"] >= day)


def measures_at(versions: Sequence[PlanVersion], moment: Moment) -> list[tuple[Measure, Reading | None]]:
    """The measures as the versions say, with the state reported by then, and the latest reading up to the day."""
    made = [(measure_of(row, version), version.at) for version in versions for row in version.content["measures"]]
    reported = states_at([str(measure.pk) for measure, _ in made], moment)
    for measure, at in made:
        state, reported_at = reported.get(str(measure.pk), ("", at))
        if state and reported_at > at:
            measure.state = state
    readings = latest_readings([measure for measure, _ in made], moment.until)
    return [(measure, readings.get(measure.pk)) for measure, _ in made]


def measure_of(row: Mapping[str, Any], version: PlanVersion) -> Measure:
    """A measure as the version keeps it; never saved."""
    plan = Plan(
        pk=version.plan_id, key=version.content["key"], title=version.content["title"], state="in-force",
        source=version.content.get("source") or {},
    )  # fmt: skip
    told = {name: row[name] for name in ("title", "text", "owner", "audience", "indicator", "target", "is_ceiling",
                                         "state", "source", "key")}  # fmt: skip
    deadline = date.fromisoformat(row["deadline"]) if row["deadline"] else None
    return Measure(pk=UUID(row["id"]), plan=plan, deadline=deadline, **told)


def states_at(measures: Sequence[str], moment: Moment) -> dict[str, tuple[str, datetime]]:
    """The last state that was reported of each by then, and when."""
    entries = LogEntry.objects.filter(action="report_measure", subject__in=measures, at__lt=moment.before)
    return {one.subject: (one.after["state"], one.at) for one in entries.order_by("at", "pk") if one.after}


def measure_lines(lines: Sequence[Shown], moment: Moment, language: str) -> tuple[MeasureLine, ...]:
    """The measures in words. Deviations only where nobody has written over them since."""
    kept = Measure.objects.filter(pk__in=[one.measure.pk for one in lines], changed_at__lt=moment.before)
    deviations = {str(key): text for key, text in kept.values_list("pk", "deviation")}
    return tuple(measure_line(one, deviations.get(str(one.measure.pk), ""), language) for one in lines)


def measure_line(one: Shown, deviation: str, language: str) -> MeasureLine:
    """One measure in words."""
    measure, reading = one.measure, one.reading
    is_open = measure.state not in {Measure.State.DONE, Measure.State.DROPPED}
    state = "reached" if one.is_reached and is_open else measure.state
    if not measure.owner and state == Measure.State.NOT_REPORTED:
        state = "each"
    return MeasureLine(
        title=in_language(measure.title, language),
        owner=measure.owner,
        deadline=measure.deadline,
        state=state,
        is_late=one.is_late,
        is_silent=one.is_silent and bool(measure.owner),
        deviation=deviation,
        reading=reading_words(measure, reading, language) if reading else "",
        read_on=reading.on if reading else None,
        is_unchecked=measure.source.get("mark", "V") not in CHECKED,
        is_law=measure.plan.is_law,
    )


def reading_words(measure: Measure, reading: Reading, language: str) -> str:
    """The indicator's sentence with the reading's numbers."""
    indicator = indicators().get(measure.indicator)
    if indicator is None:
        return ""
    row = Row(
        indicator=measure.indicator, scope="nation", code="", period="all", numerator=reading.numerator,
        denominator=reading.denominator, coverage=reading.coverage, value=reading.value,
        computed_at=datetime.combine(reading.on, time.min),
    )  # fmt: skip
    return sentence(indicator, row, language)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in the language, else in bokmål, else in the one that it stands in."""
    return texts.get(language) or texts.get("nb") or next(filter(None, texts.values()), "")


def plan_line(version: PlanVersion, language: str) -> PlanLine:
    """A plan and its version."""
    title = in_language(version.content["title"], language)
    is_law = (version.content.get("source") or {}).get("kind") == "law"
    return PlanLine(title=title, number=version.number, published=timezone.localdate(version.at), is_law=is_law)


def decisions_in(first: date, moment: Moment) -> tuple[DecisionLine, ...]:
    """Joint decisions of the quarter that were recorded by its end."""
    found: Iterable[JointDecision] = JointDecision.objects.filter(
        on__gte=first, on__lte=moment.until, recorded_at__lt=moment.before
    ).order_by("on", "recorded_at")
    return tuple(DecisionLine(on=one.on, title=one.title, text=one.text, parties=tuple(one.agreed_by)) for one in found)


def conflict_line(one: Conflict, language: str) -> ConflictLine:
    """A pair that pulls apart, in words."""
    indicator = indicators().get(one.first.indicator)
    what = "both" if one.is_target and one.is_deadline else "target" if one.is_target else "deadline"
    return ConflictLine(
        first=in_language(one.first.title, language),
        second=in_language(one.second.title, language),
        indicator=indicator.title[language] if indicator else one.first.indicator,
        what=what,
    )
