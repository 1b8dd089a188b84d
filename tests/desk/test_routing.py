from __future__ import annotations

from itertools import combinations

import pytest

from dugnad.desk.routing import NATIONAL, Route, check_desks, counties, load_desks, route


def test_shipped_desks_have_no_fault_and_every_county_one() -> None:
    assert check_desks() == []
    assert sorted(load_desks().neighbours) == sorted(counties())
    assert len(counties()) == 15


def test_being_neighbours_is_mutual() -> None:
    pairs = {(county, other) for county, others in load_desks().neighbours.items() for other in others}

    assert sorted(pairs - {(other, county) for county, other in pairs}) == []


def test_every_county_reaches_an_open_desk_whoever_is_missing() -> None:
    every = counties()
    wrong = []
    for size in range(len(every) + 1):
        for missing in combinations(every, size):
            is_open = frozenset(every) - set(missing)
            for county in every:
                found = route(county, is_open)
                wrong += [(county, missing)] if found.county not in is_open | {NATIONAL} else []
                wrong += [(county, missing)] if county in is_open and found != Route(county, "own") else []

    assert wrong == []


@pytest.mark.parametrize(
    ("county", "is_open", "expected"),
    [
        ("46", {"46", "11"}, Route("46", "own")),
        ("46", {"11", "15"}, Route("11", "neighbour")),
        ("46", {"03"}, Route(NATIONAL, "national")),
        ("56", set(), Route(NATIONAL, "national")),
        ("", {"03"}, Route(NATIONAL, "no-county")),
        ("21", {"03"}, Route(NATIONAL, "no-county")),
    ],
)
def test_route(county: str, is_open: set[str], expected: Route) -> None:
    assert route(county, is_open) == expected
