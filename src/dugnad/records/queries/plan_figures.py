"""What the indicators show for measures today: the stored results of the monitor beside the plans."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from uuid import UUID

from dugnad.errors import StoreError
from dugnad.monitor.indicators import Indicator, load_indicators
from dugnad.monitor.results import Results, Row, open_results
from dugnad.records.models.plan import Measure
from dugnad.records.models.register import Body


@cache
def indicators() -> dict[str, Indicator]:
    """Each figure's name in the results, with the indicator that it belongs to."""
    return {name: indicator for indicator in load_indicators() for name in indicator.row_names}


def figures_of(store: Path, measures: Iterable[Measure], body: Body | None = None) -> dict[UUID, Row]:
    """The figure of each measure that has one: the nation's, or the body's own. Nothing imported: no figures."""
    try:
        results = open_results(store)
    except StoreError:
        return {}
    rows = {measure.pk: figure(results, measure.indicator, body) for measure in measures if measure.indicator}
    return {key: row for key, row in rows.items() if row is not None}


def figure(results: Results, indicator: str, body: Body | None) -> Row | None:
    """One figure of all years together."""
    if body is None:
        return results.row(indicator, "nation", results.nation)
    return results.row(indicator, "body", body.orgnr) if body.orgnr else None
