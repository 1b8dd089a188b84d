"""The store as pages read it: empty, changed by an import, and with demonstration notices apart."""

from __future__ import annotations

import os
from pathlib import Path

from dugnad.monitor.pictures.body import body_picture
from dugnad.monitor.pictures.freshness import freshness
from dugnad.monitor.pictures.national import national
from dugnad.monitor.pictures.reading import MOST_BODIES, reading_of
from web.made import BODIES, HARBOUR, Purchase, country, make_store


def swap(store: Path, generation: Path) -> None:
    """What an import does at its end."""
    beside = store / "beside"
    beside.symlink_to(generation)
    beside.rename(store / "current")


def test_empty_store_is_read_as_empty(tmp_path: Path) -> None:
    found = freshness(tmp_path)

    assert (found.notices, found.newest_notice, found.computed_at, found.has_demo) == (0, None, None, False)


def test_reading_is_kept_until_an_import_swaps_the_store(tmp_path: Path) -> None:
    old = make_store(tmp_path / "generations" / "1", country(1), BODIES)
    new = make_store(tmp_path / "generations" / "2", country(3), BODIES)
    swap(tmp_path, old)
    first = reading_of(tmp_path)
    again = reading_of(tmp_path)

    swap(tmp_path, new)
    after = reading_of(tmp_path)

    assert (first is again, first is after, freshness(tmp_path).notices) == (True, False, 3)


def test_body_is_kept_by_number_and_period_until_an_import(tmp_path: Path) -> None:
    old = make_store(tmp_path / "generations" / "1", country(1), BODIES)
    new = make_store(tmp_path / "generations" / "2", country(3), BODIES)
    swap(tmp_path, old)
    first = body_picture(tmp_path, HARBOUR)
    again, unoffered = body_picture(tmp_path, HARBOUR), body_picture(tmp_path, HARBOUR, "1066")

    swap(tmp_path, new)
    after = body_picture(tmp_path, HARBOUR)

    assert first is not None
    assert (again is first, unoffered == first, after is first) == (True, True, False)
    assert list(reading_of(tmp_path).bodies) == [(HARBOUR, "")]


def test_no_more_bodies_are_kept_than_fit(tmp_path: Path) -> None:
    reading = reading_of(make_store(tmp_path, country(1), BODIES))

    for number in range(MOST_BODIES + 2):
        reading.keep_body(str(number), "", number)

    assert list(reading.bodies.values()) == list(range(2, MOST_BODIES + 2))


def test_reading_without_generations_notices_new_files(tmp_path: Path) -> None:
    store = make_store(tmp_path, country(1), BODIES)
    first = reading_of(store)

    make_store(tmp_path, country(3), BODIES)
    os.utime(store / "results" / "part-0.parquet", (2_000_000_000, 2_000_000_000))

    assert (first.rows("SELECT 1 AS one"), freshness(store).notices) == ([{"one": 1}], 3)


def test_demonstration_notices_never_mix_with_real_ones(tmp_path: Path) -> None:
    demo = Purchase(number=8, outcome="POSSIBLE_BREACH", weight=0.0, is_demo=True)
    only_demo = national(make_store(tmp_path / "demo", [demo], BODIES), "all")
    both = national(make_store(tmp_path / "both", [demo, Purchase(number=9)], BODIES), "all")

    shares = [
        (found.is_demo, found.share.numerator, found.share.denominator) for found in (only_demo, both) if found.share
    ]
    assert shares == [(True, 0.0, 1.0), (False, 1.0, 1.0)]


def test_county_of_the_buyer_counts_the_lot(tmp_path: Path) -> None:
    store = make_store(tmp_path, [Purchase(number=1, buyers=(HARBOUR,), lots=2)], BODIES)

    counties = national(store, "all").counties

    assert {number: found.denominator for number, found in counties.items()} == {"46": 2.0}
