"""Measures that fill themselves: what each one's indicator shows on a day. Nobody writes these by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from dugnad.errors import StoreError
from dugnad.monitor.results import Results, Row, open_results
from dugnad.records.actions.log import write_log
from dugnad.records.models.plan import Measure, Plan, Reading

SHOWN = ["value", "numerator", "denominator", "coverage"]


@transaction.atomic
def read_measures(*, by: str, on: date) -> int:
    """Read the indicator of every measure of every plan in force; how many had something to show.

    A second reading on the same day stands over the first. Where nothing has been imported, nothing is read.
    """
    results = stored_results()
    if results is None:
        return 0
    bound = Measure.objects.filter(plan__state=Plan.State.IN_FORCE).exclude(indicator="").select_related("plan__body")
    count = keep_readings(bound, results, on)
    write_log(by=by, action="read_measures", subject=on.isoformat(), count=count)
    return count


def read_plan(plan: Plan, *, on: date) -> int:
    """Read one plan's measures, when it has just come into force."""
    results = stored_results()
    bound = plan.measures.exclude(indicator="").select_related("plan__body")
    return keep_readings(bound, results, on) if results else 0


def stored_results() -> Results | None:
    """The monitor's results; none where nothing has been imported."""
    try:
        return open_results(Path(settings.STORE))
    except StoreError:
        return None


def keep_readings(measures: Iterable[Measure], results: Results, on: date) -> int:
    """Write one reading a measure and day."""
    rows = [(measure, row_of(measure, results)) for measure in measures]
    readings = [
        Reading(
            measure=measure, on=on, value=row.value, numerator=row.numerator, denominator=row.denominator,
            coverage=row.coverage,
        )
        for measure, row in rows
        if row is not None
    ]  # fmt: skip
    Reading.objects.bulk_create(
        readings, update_conflicts=True, unique_fields=["measure", "on"], update_fields=SHOWN, batch_size=500
    )
    return len(readings)


def row_of(measure: Measure, results: Results) -> Row | None:
    """The figure that measures it: the nation's for a national plan, else the body's own."""
    body = measure.plan.body
    if body is None:
        return results.row(measure.indicator, "nation", results.nation)
    return results.row(measure.indicator, "body", body.orgnr) if body.orgnr else None
