from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.desk import Desk
from dugnad.records.models.events import Event, SignUp
from dugnad.records.queries.events import Attendance, RoleCount
from dugnad.web.attendance import shown_to_all
from people import Cast, make_cast, signed_in


@pytest.fixture
def cast(site: Client, db: Any) -> Cast:
    load_shipped_desks(by="content")
    return make_cast()


def attendance(came: dict[str, int], *, away: int = 0, unsaid: int = 0) -> Attendance:
    count = sum(came.values())
    roles = tuple(RoleCount(role=role, came=one) for role, one in came.items() if one)
    return Attendance(
        since=2026, events=1, signed_up=count + away + unsaid, marked=count + away, came=count, roles=roles
    )


@pytest.mark.parametrize(
    ("came", "rest", "roles"),
    [
        ({"politician": 1}, {}, None),
        ({"buyer": 2}, {}, None),
        ({"buyer": 5}, {"away": 1}, None),
        ({"buyer": 5}, {"unsaid": 2}, None),
        ({"buyer": 5}, {"away": 3}, []),
        ({"buyer": 5, "politician": 1}, {}, ["buyer"]),
        ({"buyer": 5, "leader": 3, "politician": 1}, {}, ["buyer", "leader"]),
        ({}, {"unsaid": 2}, None),
        ({}, {"unsaid": 3}, []),
    ],
)
def test_small_numbers_are_shown_to_nobody_else(
    came: dict[str, int], rest: dict[str, int], roles: list[str] | None
) -> None:
    shown = shown_to_all(attendance(came, **rest))

    found = [one.role for one in shown.attendance.roles] if shown.attendance else None
    assert (found, shown.is_few) == (roles, roles is None)


def test_nobody_looks_like_a_few() -> None:
    assert shown_to_all(None) == shown_to_all(attendance({"buyer": 1}))


def test_body_page_tells_its_own_people_and_the_desk_what_others_are_not_told(cast: Cast) -> None:
    then = timezone.now() - timedelta(days=9)
    event = Event.objects.create(desk=Desk.objects.get(county="46"), kind="course", state="published", title="Kurs",
                                 starts_at=then, ends_at=then + timedelta(hours=1))  # fmt: skip
    SignUp.objects.create(event=event, body=cast.own, role="politician", state="seated", has_attended=True)
    few = "Vi viser ikke tall som kan peke på enkeltpersoner."

    told = {
        name: few in signed_in(person).get(f"/bodies/{cast.own.key}/").content.decode()
        for name, person in {
            "visitor": None, "other": cast.other_contact, "own": cast.contact, "adviser": cast.adviser,
        }.items()
    }  # fmt: skip

    assert told == {"visitor": True, "other": True, "own": False, "adviser": False}
