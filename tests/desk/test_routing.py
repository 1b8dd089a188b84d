from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest
from django.utils import timezone

from dugnad.desk.routing import NATIONAL, Route, check_desks, counties, load_desks, route
from dugnad.notices.register import load_register
from dugnad.records.actions.cases import desk_for
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import RoleName
from people import make_person


def test_shipped_desks_have_no_fault_and_every_county_one() -> None:
    assert check_desks() == []
    assert sorted(load_desks().neighbours) == sorted(counties())
    assert len(counties()) == 15


def test_being_neighbours_is_mutual() -> None:
    pairs = {(county, other) for county, others in load_desks().neighbours.items() for other in others}

    assert sorted(pairs - {(other, county) for county, other in pairs}) == []


def test_every_body_of_the_register_reaches_an_open_desk_whoever_is_missing() -> None:
    every, bodies = counties(), load_register()
    places = Counter(body.county or "" for body in (*bodies.bodies, *bodies.without_number))
    wrong, asked = [], 0
    for size in range(len(every) + 1):
        for missing in combinations(every, size):
            is_open = frozenset(every) - set(missing)
            for county, count in places.items():
                asked += count
                found = route(county, is_open)
                is_right = found.county in is_open if open_near(county, is_open) else found.county == NATIONAL
                is_own = found == Route(county, "own")
                wrong += [] if is_right and is_own == (county in is_open) else [(county, missing, found)]

    assert wrong == []
    assert asked == sum(places.values()) * 2**15
    assert set(every) <= set(places)  # also bodies without a county, and of counties that are no more


def open_near(county: str, is_open: frozenset[str]) -> bool:
    """Does somebody sit in the county or next to it?"""
    return (
        bool(({county} | set(load_desks().neighbours.get(county, ()))) & is_open) and county in load_desks().neighbours
    )


@pytest.mark.django_db
def test_every_body_asks_somewhere_with_the_people_that_there_are() -> None:
    load_shipped_desks(by="content")
    places = {body.county or "" for body in (*load_register().bodies, *load_register().without_number)}
    now, every = timezone.now(), counties()
    found = {county: desk_for(county, now) for county in places}

    for number, county in enumerate(every):
        make_person(f"rad-{county}", RoleName.ADVISER, county=county, is_active=number % 3 > 0)
    Desk.objects.filter(county=every[1]).update(closed_since=now.date(), closed_until=now.date() + timedelta(days=1))
    later = {county: desk_for(county, now) for county in places}

    assert {desk.county for desk, _ in found.values()} == {NATIONAL}
    is_open = {county for number, county in enumerate(every) if number % 3 > 0 and number != 1}
    assert {county: (desk.county in is_open, why == "own") for county, (desk, why) in later.items()} == {
        county: (county in every and open_near(county, frozenset(is_open)), county in is_open) for county in places
    }


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
