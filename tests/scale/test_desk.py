"""A desk's queue with ten thousand cases is quick, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from databases import ON_POSTGRES, own_postgres
from scale.desk import measure_in

pytestmark = [pytest.mark.long, pytest.mark.alone]
MOST_MILLISECONDS = 150


def test_queue_of_ten_thousand_cases_is_quick_on_sqlite(tmp_path: Path) -> None:
    assert slow(measure_in(tmp_path)) == {}


@pytest.mark.postgres
@ON_POSTGRES
def test_queue_of_ten_thousand_cases_is_quick_on_postgresql(tmp_path: Path) -> None:
    with own_postgres() as address:
        assert slow(measure_in(tmp_path, address)) == {}


def slow(views: dict[str, float]) -> dict[str, float]:
    """The views that take too long."""
    return {name: taken for name, taken in views.items() if taken > MOST_MILLISECONDS}
