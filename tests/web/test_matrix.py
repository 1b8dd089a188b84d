"""Who gets through where: every address of the site × every person of the cast × own and other body."""

from __future__ import annotations

import pytest

from web.access import METHODS, Doors, Row, all_rows, is_meant, site_names

pytestmark = pytest.mark.django_db
ROWS = all_rows()


def test_every_address_has_a_row() -> None:
    assert sorted(site_names() - {row.name for row in ROWS}) == []


def test_every_row_has_an_address() -> None:
    assert sorted({row.name for row in ROWS} - site_names()) == []


def test_no_address_has_two_rows() -> None:
    names = [row.name for row in ROWS]

    assert sorted({name for name in names if names.count(name) > 1}) == []


SOME = ("", "contact", "coordinator", "administrator")
OPEN = [row for row in ROWS if "everyone" in row.may.get("GET", ()) and set(row.may) == {"GET"}]


@pytest.mark.parametrize("row", OPEN, ids=lambda row: row.name)
def test_open_door_is_open_to_a_visitor_and_to_a_contact(doors: Doors, row: Row) -> None:
    address = doors.address(row)

    assert [doors.gets_through("GET", address, person) for person in ("", "contact")] == [True, True]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row.name, marks=[pytest.mark.long] if row in OPEN else []) for row in ROWS]
)
def test_only_those_named_get_through(doors: Doors, row: Row) -> None:
    address = doors.address(row)

    wrong = [
        f"{method} {address}: {person or 'a visitor'} {'is refused' if is_meant(names, person) else 'gets through'}"
        for method, names in row.may.items()
        for person in doors.people(names)
        if doors.gets_through(method, address, person) != is_meant(names, person)
    ]

    assert wrong == []


@pytest.mark.parametrize("who", [SOME, pytest.param((), id="everybody", marks=pytest.mark.long)], ids="-".join)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_no_other_method_lets_anybody_else_through(doors: Doors, row: Row, who: tuple[str, ...]) -> None:
    address, named = doors.address(row), frozenset().union(*row.may.values())

    wrong = [
        f"{method} {address}: {person or 'a visitor'} gets through"
        for method in METHODS
        if method not in row.may
        for person in who or doors.people()
        if not is_meant(named, person) and doors.gets_through(method, address, person)
    ]

    assert wrong == []


@pytest.mark.parametrize("row", [row for row in ROWS if "own" in row.places], ids=lambda row: row.name)
def test_nobody_gets_through_at_the_other_bodys_door(doors: Doors, row: Row) -> None:
    other = row.in_other()
    assert other is not None
    address = doors.address(other)

    wrong = [
        f"{method} {address}: {person or 'a visitor'} gets through"
        for method, names in other.may.items()
        for person in doors.people(names)
        if not is_meant(names, person) and doors.gets_through(method, address, person)
    ]

    assert wrong == []
