"""SDG 12.7.1 on the site: open to all, answered by the coordinator, and no total without UNEP's points."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from dugnad.records.models.status import SdgAnswer
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db
PROOF = "https://eksempel.no/bevis"


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def given(**changed: str) -> dict[str, str]:
    year = str(timezone.localdate().year)
    return {"year": year, "part": "B", "value": "0.5", "text": "Loven", "evidence_url": PROOF, **changed}


def part(client: Client, key: str, query: str = "") -> str:
    page = html.fromstring(client.get(f"/sdg/{query}").content)
    return " ".join("".join(page.xpath(f"//article[@id='part-{key}']")[0].itertext()).split())


def test_everybody_reads_it_and_nobody_is_told_a_total(site: Client, db: None) -> None:
    shown = site.get("/sdg/").content.decode()

    assert "Ingen samlet poengsum" in shown
    assert "Ikke besvart" in part(site, "B")
    assert "Verdi: 1,00" in part(site, "A")
    assert html.fromstring(shown).xpath("//main//form") == []


def test_the_share_stands_with_its_denominator_and_coverage(site: Client, db: None) -> None:
    shown = part(site, "F", "?year=2025").replace("\xa0", " ")

    assert "2 av 3 delkontrakter som kunne leses. Dekning: 75 % av 4." in shown


def test_the_coordinator_answers_with_evidence(cast: Cast) -> None:
    client = signed_in(cast.coordinator)

    answer = client.post("/sdg/", given())

    assert (answer.status_code, SdgAnswer.objects.get().value) == (302, 0.5)
    assert PROOF in part(signed_in(None), "B")


@pytest.mark.parametrize(
    "changed",
    [
        {"value": "2"}, {"value": "mye"}, {"value": "nan"}, {"evidence_url": ""}, {"evidence_url": "javascript:x"},
        {"part": "A"}, {"part": "B\0"}, {"part": ""}, {"year": "1999"}, {"year": "x"}, {"text": "a" * 2001},
        {"text": "a\0"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused(cast: Cast, changed: dict[str, str]) -> None:
    answer = signed_in(cast.coordinator).post("/sdg/", given(**changed))

    page = html.fromstring(answer.content)
    assert (answer.status_code, SdgAnswer.objects.count()) == (400, 0)
    assert page.xpath("//main//*[@role='alert' or @role='status']")


@pytest.mark.parametrize("name", ["leader", "governor", "administrator", "stranger"])
def test_others_neither_see_the_form_nor_answer(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))

    shown, answer = client.get("/sdg/"), client.post("/sdg/", given())

    assert html.fromstring(shown.content).xpath("//main//form") == []
    assert (answer.status_code, SdgAnswer.objects.count()) == (403, 0)


def test_the_page_asks_as_often_for_one_answer_as_for_three(site: Client, db: None) -> None:
    year, counts = timezone.localdate().year, []
    for key in "BCD":
        SdgAnswer.objects.create(year=year, part=key, value=0.5, evidence_url=PROOF)
        with CaptureQueriesContext(connection) as queries:
            site.get("/sdg/")
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
