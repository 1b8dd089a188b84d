"""The library for programs: whole, as table, as linked data, searched, proposed; ETags and clear refusals."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest
from django.core.cache import cache
from django.test import Client

from dugnad.criteria.kept import kept_library

BASE = "/api/v1/criteria"
FORMS = ("", ".csv", ".jsonld", "/schema.json", "/cleaning-daytime")


@pytest.fixture
def program() -> Client:
    cache.clear()
    return Client(HTTP_HOST="localhost")


def test_whole_library_has_the_form_its_schema_says(program: Client) -> None:
    told = program.get(BASE).json()
    schema = program.get(f"{BASE}/schema.json").json()

    jsonschema.validate(told, schema)
    assert {one["id"] for one in told["criteria"]} == set(kept_library().library.criteria)


def test_table_has_one_row_a_criterion(program: Client) -> None:
    text = program.get(f"{BASE}.csv").content.decode("utf-8-sig")

    assert len(list(csv.DictReader(io.StringIO(text)))) == len(kept_library().library.criteria)


def test_linked_data_describes_dataset_and_every_criterion(program: Client) -> None:
    graph = json.loads(program.get(f"{BASE}.jsonld").content)["@graph"]

    kinds = [one["@type"] for one in graph]
    forms = [one["dcat:mediaType"]["@id"].rsplit("/", 1)[1] for one in graph[0]["dcat:distribution"]]
    assert (kinds[0], len(kinds) - 1, forms) == (
        "dcat:Dataset",
        len(kept_library().library.criteria),
        ["json", "csv", "ld+json"],
    )


@pytest.mark.parametrize("form", FORMS)
def test_answer_that_is_known_already_is_not_sent_again(program: Client, form: str) -> None:
    first = program.get(BASE + form)

    again = program.get(BASE + form, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


def test_search_finds_groups_and_criteria(program: Client) -> None:
    found = program.get(f"{BASE}/search", {"q": "reinhald"}).json()

    assert (found["groups"][0]["id"], found["total"] > 5) == ("cleaning-services", True)


def test_proposed_set_has_weights_and_remarks(program: Client) -> None:
    told = program.get(f"{BASE}/choose", {"cpv": "30213100", "level": "avansert"}).json()

    weights = [one["weight_percent"] for one in told["picks"] if one["weight_percent"]]
    total = sum(weights) + sum(one["weight_percent"] for one in told["other"])
    assert (told["groups"][0], total, [one for one in told["remarks"] if one["tone"] == "stop"]) == (
        "it-equipment",
        100,
        [],
    )


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("/nothing", 404, "no-criterion"), ("?group=castles", 404, "no-group"), ("/choose?cpv=abc", 422, "unusable"),
     ("/choose", 422, "unusable"), ("/choose?cpv=30213100&level=best", 422, "invalid"),
     ("/choose?cpv=30213100&value=nan", 422, "invalid"), ("/choose?cpv=30213100&value=-1", 422, "invalid"),
     ("/cleaning-daytime@1999-01-01", 404, "no-criterion")],
)  # fmt: skip
def test_refusal_says_what_is_wrong(program: Client, path: str, status: int, code: str) -> None:
    answer = program.get(BASE + path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_address_that_searches_too_often_is_asked_to_wait(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dugnad.api.criteria.SEARCHES_A_MINUTE", 2)

    answers = [program.get(f"{BASE}/search", {"q": "pc"}) for _ in range(3)]

    assert [(one.status_code, "Retry-After" in one.headers) for one in answers] == [
        (200, False),
        (200, False),
        (429, True),
    ]


@pytest.mark.parametrize("known", ["W/{}", "*"])
def test_weak_and_general_tags_count_as_known(program: Client, known: str) -> None:
    tag = program.get(BASE).headers["ETag"]

    assert program.get(BASE, HTTP_IF_NONE_MATCH=known.format(tag)).status_code == 304


def test_open_data_may_be_read_from_other_sites_and_asked_for_by_head(program: Client) -> None:
    answer = program.head(f"{BASE}.csv")

    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")
