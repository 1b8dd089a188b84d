"""The service's figures, open to all: on the page, as picture, as table and for programs. Small numbers never stand."""

from __future__ import annotations

import csv
import json
import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Role, RoleName
from dugnad.web.templatetags.measures import in_hours
from people import Cast, make_cast, signed_in
from web.conftest import Small

pytestmark = pytest.mark.django_db
NUMBERS = count(1)
NOW = timezone.now()
ASKED = "Kari Eksempel spør om renhold"


@pytest.fixture
def cast(small_stores: Small, settings: Settings) -> Cast:
    settings.STORE = small_stores(3)
    load_shipped_desks(by="content")
    return make_cast()


def asked(county: str, number: int, **given: Any) -> None:
    """So many cases asked in a county just now, and answered."""
    for _ in range(number):
        case = Case.objects.create(
            number=next(NUMBERS), desk_id=county, county=county, title=ASKED, asked_at=NOW, promised_at=NOW,
            answered_at=NOW, closed_at=NOW, state="answered", asker_name="Kari Eksempel", asker_email="k@e.invalid",
            **given,
        )  # fmt: skip
        Entry.objects.create(case=case, kind="note", text="Hemmelig notat", at=NOW)


def page(query: str = "") -> str:
    answer = Client(HTTP_HOST="localhost").get(f"/desk/measures/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def told(query: str = "") -> dict[str, Any]:
    answer = Client(HTTP_HOST="localhost").get(f"/api/v1/desk/measures{query}")
    assert answer.status_code == 200
    return json.loads(answer.content)


def rows(text: str) -> dict[str, list[str]]:
    """The counties' lines of the page's last table."""
    table = text[text.rindex("<tbody") :]
    return {
        re.sub(r"<[^>]+>", "", line[0]): [re.sub(r"<[^>]+>", "", cell) for cell in line[1:]]
        for line in (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr.*?</tr>", table))
    }


def test_page_shows_each_county_and_says_what_is_too_few(cast: Cast) -> None:
    asked("46", 5, body=cast.own)
    asked("50", 3)
    asked("11", 2)

    found = rows(page())

    assert found["Vestland"][:4] == ["5", "0\xa0t", "0\xa0t", "5 av 5 (100\xa0%)"]
    assert found["Trøndelag"][:4] == ["3", "for\xa0få", "for\xa0få", "3 av 3 (100\xa0%)"]
    assert found["Rogaland"] == ["Ingen eller for få til å vise"]


@pytest.mark.parametrize(
    ("hours", "nb", "nn", "en"),
    [
        (None, "for få til å vise", "for få til å vise", "too few to show"),
        (0, "0 timer", "0 timar", "0 hours"),
        (1, "én time", "éin time", "one hour"),
        (24, "ett virkedøgn", "eitt yrkedøgn", "one working day"),
        (45, "ett virkedøgn og 21 timer", "eitt yrkedøgn og 21 timar", "one working day and 21 hours"),
        (49, "2 virkedøgn og én time", "2 yrkedøgn og éin time", "2 working days and one hour"),
    ],
)
def test_wait_is_told_in_days_of_24_hours(hours: int | None, nb: str, nn: str, en: str) -> None:
    told = []
    for language in ("nb", "nn", "en"):
        with override(language):
            told.append(in_hours(hours))

    assert told == [nb, nn, en]


@pytest.mark.parametrize(
    ("path", "heading", "none"),
    [("", "Rogaland, ", "Ingen eller for få til å vise"), ("/en", "Rogaland, ", "None, or too few to show")],
)
def test_figures_above_are_those_of_the_county_that_is_chosen(cast: Cast, path: str, heading: str, none: str) -> None:
    asked("46", 5)
    client = Client(HTTP_HOST="localhost")

    country, own, other = (
        client.get(f"{path}/desk/measures/{query}").content.decode() for query in ("", "?county=46", "?county=11")
    )

    first = [text[text.index('id="country"') : text.index('id="wait"')] for text in (country, own, other)]
    assert ['id="roles"' in text for text in first] == [True, False, False]
    assert [re.findall(r"<dd>(.*?)</dd>", text)[:1] for text in first[1:]] == [["5"], []]
    assert (heading in first[2], f"<p>{none}</p>" in first[2]) == (True, True)


def test_figures_move_when_a_question_is_answered(cast: Cast) -> None:
    asked("46", 3)
    before = rows(page())["Vestland"][0]
    asked("46", 1)

    assert (before, rows(page())["Vestland"][0]) == ("3", "4")


def test_total_is_at_least_where_it_would_tell_a_small_number(cast: Cast) -> None:
    asked("46", 4)

    country = told()["quarters"][-1]["country"]

    assert (country["asked"], country["roles"]["buyer"]) == ({"at_least": 4}, None)
    assert "minst 4" in page()


def test_program_cannot_subtract_a_small_number_from_what_it_gets(cast: Cast) -> None:
    asked("46", 40)
    asked("50", 5)
    asked("11", 1)

    quarter = told()["quarters"][-1]

    shown = [cell["asked"] for cell in quarter["counties"].values() if cell["asked"] is not None]
    assert quarter["counties"]["11"]["asked"] is None
    assert shown == [40, 5]
    assert quarter["country"]["asked"] == {"count": 46}  # fourteen counties are hidden: the one may be any of them
    assert [cell for cell in quarter["counties"].values() if small(cell)] == []


def small(cell: dict[str, Any]) -> list[str]:
    """Counts of people's doings that are too small and stand there all the same."""
    names = ("asked", "due", "in_time", "solved", "reopened", "reused", "helped", "bodies", "signed_up", "attended")
    return [name for name in names if cell[name] is not None and cell[name] < 3]


def test_nothing_of_a_case_or_a_person_is_in_any_of_it(cast: Cast) -> None:
    asked("46", 5, body=cast.own)
    client = Client(HTTP_HOST="localhost")

    addresses = ("/desk/measures/", "/desk/measures/export.csv", "/api/v1/desk/measures", "/api/v1/desk/desks",
                 "/desk/measures/waits.svg", "/counties/46/")  # fmt: skip
    texts = [client.get(address).content.decode() for address in addresses]

    secrets = (ASKED, "Kari", "k@e.invalid", "Hemmelig", cast.adviser.name, cast.adviser.email)
    assert [(address, secret) for address, text in zip(addresses, texts, strict=True)
            for secret in secrets if secret in text] == []  # fmt: skip


def test_table_for_spreadsheets_has_every_quarter_and_county(cast: Cast) -> None:
    asked("46", 4)
    asked("11", 2)

    answer = Client(HTTP_HOST="localhost").get("/desk/measures/export.csv")

    lines = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    newest = {line["county"]: line["asked"] for line in lines[-17:]}
    assert (len(lines), newest["46"], newest["11"], newest["all"]) == (8 * 17, "4", "", "6")


def test_picture_is_drawn_where_there_is_something_to_draw(cast: Cast) -> None:
    client = Client(HTTP_HOST="localhost")
    empty = client.get("/desk/measures/waits.svg").status_code
    asked("46", 5)

    drawn = [client.get(f"/desk/measures/waits.svg{query}") for query in ("", "?county=46&size=sheet")]

    assert (empty, [answer["Content-Type"] for answer in drawn]) == (404, ["image/svg+xml"] * 2)
    assert [client.get(f"/desk/measures/waits.svg?county={bad}").status_code for bad in ("11", "99", "%00")] == [
        404
    ] * 3


@pytest.mark.parametrize("query", ["?quarter=2026-Q9", "?quarter=1999-Q1", "?county=99", "?county=<script>"])
def test_choice_that_is_none_is_told(cast: Cast, query: str) -> None:
    text = page(query)

    assert ("ds-alert" in text, "<script>" in text.split("<main")[1]) == (True, False)


def test_page_and_program_ask_the_database_as_often_for_many(cast: Cast) -> None:
    asked("46", 1)
    page()
    with CaptureQueriesContext(connection) as one:
        page()
    asked("46", 3, body=cast.own)
    asked("11", 3)
    with CaptureQueriesContext(connection) as many:
        page()

    assert len(many) == len(one)


def test_desks_are_told_to_programs_without_who_sits_there(cast: Cast) -> None:
    Desk.objects.filter(county="46").update(email="stotte@vestland.invalid")

    answer = Client(HTTP_HOST="localhost").get("/api/v1/desk/desks")

    desks = {desk["county"]: desk for desk in json.loads(answer.content)["desks"]}
    assert len(desks) == 16
    assert (desks["46"]["is_staffed"], desks["46"]["goes_to"], desks["46"]["email"]) == (
        True, "46", "stotte@vestland.invalid",
    )  # fmt: skip
    assert (desks["11"]["is_staffed"], desks["11"]["goes_to"], desks["11"]["why"]) == (False, "46", "neighbour")


def test_desk_where_nobody_sits_has_no_hours_and_tells_whose_hours_hold(cast: Cast) -> None:
    Desk.objects.filter(county="46").update(answer_days=3, hours={"1": ["10:00", "14:00"]})
    Role.objects.filter(role=RoleName.COORDINATOR).delete()

    answer = Client(HTTP_HOST="localhost").get("/api/v1/desk/desks")

    desks = {desk["county"]: desk for desk in json.loads(answer.content)["desks"]}
    there = {"county": "46", "hours": {"1": ["10:00", "14:00"]}, "answer_days": 3}
    told = {county: tuple(desks[county][name] for name in ("hours", "answer_days", "answered_by"))
            for county in ("46", "11", "00")}  # fmt: skip
    assert told == {"46": (there["hours"], 3, there), "11": (None, None, there), "00": (None, None, None)}


def test_overview_is_exact_for_those_who_answer_for_the_desks(cast: Cast) -> None:
    asked("46", 1)
    Case.objects.create(number=next(NUMBERS), desk_id="46", county="46", title=ASKED, asked_at=NOW,
                        promised_at=NOW - timedelta(hours=1))  # fmt: skip

    pages = [signed_in(person).get("/desk/overview/").content.decode() for person in (cast.coordinator, cast.governor)]

    assert [text.count('role="rowheader"') for text in pages] == [16, 1]
    assert ["1 åpne, 1 over lovet tid." in text for text in pages] == [True, True]
    assert [ASKED in text for text in pages] == [False, False]


@pytest.mark.parametrize("who", ["adviser", "contact", "leader", "administrator", "stranger"])
def test_overview_is_not_for_others(cast: Cast, who: str) -> None:
    asked("46", 1)

    answer = signed_in(getattr(cast, who)).get("/desk/overview/")

    assert (answer.status_code, ASKED in answer.content.decode()) == (403, False)
