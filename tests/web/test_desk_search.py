"""The search page and the programs' search: what is found, narrowed and turned; what is said when nothing is."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dugnad.desk.search_pages import load_pages
from dugnad.records.actions.search import index_one
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.search import Sought

pytestmark = pytest.mark.django_db
PAGE, PROGRAM = "/desk/search/", "/api/v1/search"


@pytest.fixture
def visitor() -> Client:
    cache.clear()
    return Client(HTTP_HOST="localhost")


def answers(count: int, state: str = "published", word: str = "hydrogenferger") -> None:
    """So many answers about one thing."""
    for number in range(1, count + 1):
        question = f"Kan vi kreve {word} i havn nummer {number}?"
        now = datetime(2026, 11, 16, tzinfo=UTC)
        Knowledge.objects.create(number=number, question=question, answer="Ja.", state=state, published_at=now)
        index_one("answer", str(number))


def shown(page: bytes) -> list[str]:
    """The titles of the hits."""
    return re.findall(r'class="ds-link hit-name" href="([^"]+)"', page.decode())


def test_hits_lead_to_what_was_found_in_the_language_of_the_page(visitor: Client) -> None:
    answers(2)

    pages = [visitor.get(prefix + PAGE, {"q": "hydrogenferje"}).content for prefix in ("", "/nn", "/en")]

    assert [sorted(shown(page)) for page in pages] == [
        [f"{prefix}/desk/answers/{number}/" for number in (1, 2)] for prefix in ("", "/nn", "/en")
    ]


def test_page_without_a_question_asks_for_one(visitor: Client) -> None:
    page = visitor.get(PAGE).content.decode()

    assert ("Hva lurer du på?" in page, 'id="hits"' in page) == (True, False)


def test_nothing_found_says_what_to_do(visitor: Client) -> None:
    page = visitor.get(PAGE, {"q": "qwrtplk"}).content.decode()

    said = [text in page for text in ("Ingenting funnet om «qwrtplk»", "Spør støttetjenesten", "?q=qwrtplk")]
    assert said == [True, True, True]


def test_what_was_typed_is_text_and_no_markup(visitor: Client) -> None:
    page = visitor.get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()

    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)


def test_draft_is_found_by_nobody(visitor: Client) -> None:
    answers(1, state="draft", word="zebrautkast")

    found = (shown(visitor.get(PAGE, {"q": "zebrautkast"}).content), visitor.get(PROGRAM, {"q": "zebrautkast"}).json())

    assert (found[0], found[1]["hits"]) == ([], [])


def test_hits_are_turned_page_by_page_and_an_odd_page_is_told(visitor: Client) -> None:
    answers(23)

    first, second, odd = (visitor.get(PAGE, {"q": "hydrogenferger", "page": page}).content for page in ("1", "2", "x"))

    assert (len(shown(first)), len(shown(second)), "ds-alert" in odd.decode()) == (20, 3, True)


def test_kinds_are_counted_and_chosen(visitor: Client) -> None:
    answers(2, word="lærlinger")
    index_one("law", "loa-5h@2026")

    page = visitor.get(PAGE, {"q": "lærlinger", "kind": "law"}).content.decode()

    assert (shown(page.encode()), "Alt (3)" in page, "Svar (2)" in page) == (
        ["/law/#loa-5h@2026"],
        True,
        True,
    )


def test_typing_gets_the_list_alone_and_is_not_counted(visitor: Client) -> None:
    answers(1)

    part = visitor.get(PAGE, {"q": "hydrogenferger"}, headers={"HX-Request": "true"}).content.decode()

    assert ("<html" in part, shown(part.encode()), Sought.objects.count()) == (False, ["/desk/answers/1/"], 0)


def test_search_that_was_sent_is_counted_once_a_day_for_one_person(visitor: Client) -> None:
    for _ in range(3):
        visitor.get(PAGE, {"q": "hydrogenferger"})

    assert [(row.count, row.without_answer) for row in Sought.objects.all()] == [(1, 1)]


@pytest.mark.parametrize(
    "told",
    [
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "none", "Sec-Purpose": "prefetch"},
    ],
)
def test_search_that_nobody_here_sent_is_answered_and_not_counted(visitor: Client, told: dict[str, str]) -> None:
    answers(1)

    page = visitor.get(PAGE, {"q": "hydrogenferje"}, headers=told)

    assert (len(shown(page.content)), Sought.objects.count()) == (1, 0)


def test_searches_without_end_are_told_to_wait(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dugnad.web.pages.desk_search.LOOKS_A_MINUTE", 2)

    told = [visitor.get(PAGE, {"q": f"hydrogen {number}"}).status_code for number in range(4)]

    assert (told, visitor.get(PAGE).status_code) == ([200, 200, 429, 429], 200)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_one_hit_as_for_three(visitor: Client, count: int) -> None:
    answers(count)
    visitor.get(PAGE, {"q": "noe annet"})

    with CaptureQueriesContext(connection) as asked:
        visitor.get(PAGE, {"q": "hydrogenferger", "page": "1"})

    assert len(asked) == 7


def test_program_gets_hits_with_addresses_and_reasons(visitor: Client, settings: object) -> None:
    settings.BASE_URL = "https://dugnad.eksempel.no"  # type: ignore[attr-defined]
    answers(1)

    told = visitor.get(PROGRAM, {"q": "hydrogenfergr", "lang": "en"}).json()

    assert told == {
        "query": "hydrogenfergr", "total": 1, "is_cut": False, "counts": {"answer": 1}, "page": 1, "pages": 1,
        "read_as": {"hydrogenfergr": "hydrogenferger"},
        "hits": [{
            "kind": "answer", "key": "1", "title": "Kan vi kreve hydrogenferger i havn nummer 1?",
            "url": "https://dugnad.eksempel.no/en/desk/answers/1/", "excerpt": "Ja.", "why": ["hydrogenferger"],
            "is_stale": False, "is_checked": True, "language": "nb",
        }],
    }  # fmt: skip


def test_program_may_ask_for_some_kinds_and_few_hits(visitor: Client) -> None:
    answers(3, word="lærlinger")
    index_one("law", "loa-5h@2026")

    told = [visitor.get(PROGRAM, given).json() for given in (
        {"q": "lærlinger", "kind": ["law"]}, {"q": "lærlinger", "limit": 2}, {"q": "lærlinger", "limit": 2, "page": 2},
    )]  # fmt: skip

    assert [(len(one["hits"]), one["total"], one["pages"]) for one in told] == [(1, 1, 1), (2, 4, 2), (2, 4, 2)]


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "invalid"), ({"q": "x", "kind": "draft"}, "invalid"), ({"q": "x", "lang": "de"}, "invalid")],
)
def test_program_is_told_what_is_wrong(visitor: Client, given: dict[str, str], code: str) -> None:
    response = visitor.get(PROGRAM, given)

    assert (response.status_code, response.json()["code"]) == (422, code)


def test_program_that_asks_too_often_waits(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dugnad.api.search.SEARCHES_A_MINUTE", 2)

    answered = [visitor.get(PROGRAM, {"q": "x"}) for _ in range(3)]

    assert [one.status_code for one in answered] == [200, 200, 429]
    assert (answered[2].headers["Retry-After"], answered[2].json()["code"]) == ("60", "rate")


def test_pages_that_search_tells_of_are_there(visitor: Client) -> None:
    gone = [page.path for page in load_pages() if visitor.get(page.path).status_code != 200]

    assert gone == []
