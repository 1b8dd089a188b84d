"""A county that does not exist is kept nowhere; where one is kept already, no page falls over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.bodies import appoint_host
from dugnad.records.actions.invitations import invite_person
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import OPERATOR
from dugnad.records.models.letters import Letter
from dugnad.records.models.people import Invitation, RoleName
from dugnad.records.models.register import DeskHost
from people import Cast, make_cast, signed_in
from records.lettered import make_letter
from web.letter_form import letter_form

pytestmark = pytest.mark.django_db
NONE = ["99", "abcdefgh", "4", "46\0", "\0"]


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    settings.VAR, settings.STORE = tmp_path, tmp_path / "store"
    return make_cast()


@pytest.mark.parametrize("county", NONE)
def test_letter_for_no_county_is_not_found_and_not_saved(cast: Cast, county: str) -> None:
    client = signed_in(cast.coordinator)

    read = client.get("/letters/new/", {"county": county})
    sent = client.post("/letters/new/", letter_form(), query_params={"county": county})

    assert (read.status_code, sent.status_code) == (404, 404)
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("county", NONE)
def test_actions_refuse_what_is_no_county(cast: Cast, county: str) -> None:
    with pytest.raises(Refused, match="is no county"):
        make_letter(cast.coordinator, county=county)
    with pytest.raises(Refused, match="is no county"):
        invite_person(by=OPERATOR, email="ny@eksempel.invalid", role=RoleName.GOVERNOR, county=county)
    with pytest.raises((Refused, NotAllowed)):
        appoint_host(by=cast.governor, county=county, body=cast.own, since=date(2026, 1, 1))

    assert (Letter.objects.count(), Invitation.objects.count(), DeskHost.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("address", ["/letters/", "/log/", "/en/letters/"])
def test_county_kept_before_it_was_refused_breaks_no_page(cast: Cast, address: str) -> None:
    letter = make_letter(cast.coordinator)
    Letter.objects.filter(pk=letter.pk).update(county="99")
    write_log(by=cast.coordinator, action="write_letter", subject=letter.pk, county="99")
    person = cast.administrator if address == "/log/" else cast.coordinator

    page = signed_in(person).get(address)

    assert page.status_code == 200
    assert "99" in page.text


@pytest.mark.parametrize("address", ["/api/v1/bodies", "/api/v1/bodies.csv"])
@pytest.mark.parametrize(("county", "status"), [("", 200), ("46", 200), ("99", 422), ("4600", 422), ("\0", 422)])
def test_open_data_says_that_there_is_no_such_county(cast: Cast, address: str, county: str, status: int) -> None:
    assert Client().get(address, {"county": county}).status_code == status
