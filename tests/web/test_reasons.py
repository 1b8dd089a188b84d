"""The reasons assistant's page: questions by path and day, a draft of the answers, and nothing kept or invented."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

ANSWERS = {
    "path": "exempt-insignificant", "on": "2026-11-02", "cpv": "79411000", "value": "1 200 000", "regulation": "foa"
}  # fmt: skip


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


def asked(page: str) -> list[str]:
    """The questions' ids."""
    return re.findall(r'<textarea[^>]* id="answer-([a-z_]+)"', page)


def test_paths_are_chosen_first(visitor: Client) -> None:
    page = visitor.get("/check/reasons/").content.decode()

    assert (len(re.findall("<option", page)), asked(page)) == (8, [])


def test_questions_are_those_of_the_path_and_the_day(visitor: Client) -> None:
    page = visitor.get("/check/reasons/", ANSWERS).content.decode()

    assert (len(asked(page)) >= 4, "LOA § 5b" in page) == (True, True)


def test_draft_of_no_answers_is_gaps_and_a_draft_of_answers_quotes_them(visitor: Client) -> None:
    first = asked(visitor.get("/check/reasons/", ANSWERS).content.decode())[0]
    said = "Oppdraget er åtte skriveuker på eget kontor, uten reiser, anslått til 0,3 tonn CO2-ekvivalenter"

    empty = visitor.post("/check/reasons/", ANSWERS).content.decode()
    answered = visitor.post("/check/reasons/", ANSWERS | {f"answer-{first}": said}).content.decode()

    gaps = [len(html.fromstring(page).xpath("//*[contains(@class, 'paste')]//mark")) for page in (empty, answered)]
    assert (gaps[0] - gaps[1], said in answered) == (1, True)


def test_answers_stay_in_the_form_and_stay_words(visitor: Client) -> None:
    first = asked(visitor.get("/check/reasons/", ANSWERS).content.decode())[0]

    page = visitor.post("/check/reasons/", ANSWERS | {f"answer-{first}": "<script>alert(1)</script>"}).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page) == (False, True)


def test_no_cookie_is_set(visitor: Client) -> None:
    answers = [visitor.get("/check/reasons/", ANSWERS), visitor.post("/check/reasons/", ANSWERS)]

    assert [dict(answer.cookies) for answer in answers] == [{}, {}]


@pytest.mark.parametrize(
    "change", [{"path": "weight"}, {"value": "mye"}, {"path": "exempt-critical-interest", "on": "2025-01-01"}]
)
def test_what_cannot_be_asked_is_told_with_a_remedy(visitor: Client, change: dict[str, str]) -> None:
    answer = visitor.post("/check/reasons/", ANSWERS | change)

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (400, True)


@pytest.mark.parametrize("prefix", ["/nn", "/en"])
def test_page_is_there_in_every_language(visitor: Client, prefix: str) -> None:
    assert visitor.post(f"{prefix}/check/reasons/", ANSWERS).status_code == 200
