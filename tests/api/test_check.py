"""`POST /api/v1/check`: the same JSON as the command, clear refusals, a limit on how often, and nothing kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from check.made import notice, tender
from dugnad.check.as_dict import as_dict
from dugnad.check.checking import check_files

FACTS = {
    "announced": "2026-03-02",
    "buyer_kind": "municipality",
    "value_nok": 4_500_000,
    "nature": "services",
    "cpv": ["90911200"],
    "criteria": [{"name": "Pris", "weight_percent": 80}, {"name": "Klima og miljø", "weight_percent": 20}],
}


@pytest.fixture
def program(settings: Settings, tmp_path: Path) -> Client:
    """A program on a site that is open to all."""
    settings.MODE, settings.VAR = "production", tmp_path
    cache.clear()
    return Client(HTTP_HOST="localhost")


def send(program: Client, *files: tuple[str, bytes], query: str = "") -> Any:
    return program.post(f"/api/v1/check{query}", {"files": [SimpleUploadedFile(*file) for file in files]})


def send_facts(program: Client, facts: object) -> Any:
    return program.post("/api/v1/check", json.dumps(facts), content_type="application/json")


def told(answer: HttpResponse) -> Any:
    return json.loads(answer.content)


def test_files_give_the_same_json_as_the_command(program: Client) -> None:
    files = (("grunnlag.txt", tender()), ("kunngjøring.xml", notice()))

    answer = send(program, *files)

    assert (answer.status_code, told(answer)) == (200, json.loads(json.dumps(as_dict(check_files(files)), default=str)))


def test_day_in_the_query_decides_the_rules(program: Client) -> None:
    answer = send(program, ("a.txt", tender("Pris: 80 %\n\nKlima og miljø: 20 %")), query="?on=2022-03-01")

    assert told(answer)["outcome"] == "SHOULD_NOT_MET"


def test_facts_are_judged_without_files(program: Client) -> None:
    answer = told(send_facts(program, FACTS))

    duties = {one["rule"]: one["outcome"] for one in answer["duties"]}
    assert (answer["kind"], answer["outcome"], duties["wages.clause"]) == ("facts", "POSSIBLE_BREACH", "DUTY_APPLIES")


def test_documents_that_were_read_change_what_a_missing_clause_means(program: Client) -> None:
    answer = told(send_facts(program, FACTS | {"documents_read": True}))

    duties = {one["rule"]: one for one in answer["duties"]}
    assert (duties["wages.clause"]["outcome"], "tariffavtale" in duties["wages.clause"]["text_nb"]) == (
        "POSSIBLE_BREACH",
        True,
    )


@pytest.mark.parametrize(
    ("facts", "place"),
    [
        ([], "body"),
        ({}, "announced"),
        (FACTS | {"announced": "i går"}, "announced"),
        (FACTS | {"verdi": 1}, "verdi"),
        (FACTS | {"value_nok": "mye"}, "value_nok"),
        (FACTS | {"value_nok": True}, "value_nok"),
        (FACTS | {"regulation": "loa"}, "regulation"),
        (FACTS | {"criteria": ["Pris"]}, "criteria[0]"),
        (FACTS | {"criteria": [{"name": 1}]}, "criteria[0].name"),
        (FACTS | {"clauses": ["lønn"]}, "clauses"),
        (FACTS | {"cpv": [1]}, "cpv"),
    ],
)
def test_facts_in_the_wrong_form_are_refused_with_the_place(program: Client, facts: object, place: str) -> None:
    answer = send_facts(program, facts)

    assert (answer.status_code, told(answer)["error"].startswith(f"{place}: "), told(answer)["code"]) == (
        422,
        True,
        "invalid-facts",
    )


def test_body_that_is_no_json_is_refused(program: Client) -> None:
    answer = program.post("/api/v1/check", b"{" * 5000, content_type="application/json")

    assert (answer.status_code, told(answer)["code"]) == (422, "invalid-facts")


def test_other_media_types_and_no_files_are_refused(program: Client) -> None:
    answers = [program.post("/api/v1/check", b"x", content_type="text/plain"), send(program)]

    assert [(answer.status_code, told(answer)["code"]) for answer in answers] == [(415, "media-type"), (422, "no-file")]


def test_file_that_cannot_be_read_is_refused_by_name(program: Client) -> None:
    answer = send(program, ("bilde.png", b"\x89PNG\r\n\x1a\n1234"))

    assert (answer.status_code, told(answer)["error"].startswith("bilde.png: ")) == (422, True)


def test_address_that_asks_too_often_must_wait(program: Client, settings: Settings) -> None:
    settings.API_CHECKS_A_MINUTE = 2

    answers = [send_facts(program, FACTS) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2].headers["Retry-After"], told(answers[2])["code"]) == ("60", "rate")


def test_another_address_is_not_held_back(program: Client, settings: Settings) -> None:
    settings.API_CHECKS_A_MINUTE = 1
    send_facts(program, FACTS)
    send_facts(program, FACTS)

    other = program.post("/api/v1/check", json.dumps(FACTS), content_type="application/json", REMOTE_ADDR="10.0.0.9")

    assert other.status_code == 200


def test_nothing_is_kept_of_what_was_sent(program: Client, tmp_path: Path) -> None:
    send(program, ("grunnlag.txt", tender()))

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_description_names_the_route_its_answers_and_no_other_host(program: Client) -> None:
    described = told(program.get("/api/v1/openapi.json"))

    answers = described["paths"]["/api/v1/check"]["post"]["responses"]
    assert sorted(answers) == ["200", "413", "415", "422", "429", "503"]
    assert program.get("/api/v1/check").status_code == 405
