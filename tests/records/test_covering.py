"""What is shown beside a question while it is written: what covers it, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from dugnad.records.actions.knowledge_load import load_shipped_answers
from dugnad.records.actions.search import refresh_search
from dugnad.records.queries.search import search
from dugnad.web.known import covering
from records.covered import ROWS, measured

pytestmark = [pytest.mark.long, pytest.mark.django_db]
"""The whole index is made."""


@pytest.fixture(scope="module", autouse=True)
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped content in the index: made once, gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_shipped_answers(by="worker")
        refresh_search(by="worker")
        yield
        transaction.set_rollback(True)


LEAST = {
    False: {"right": 0.8, "answered": 0.95, "first": 0.9, "silent": 0.75, "groups": 0.95, "found": 0.95, "none": 0.97},
    True: {"right": 0.8, "answered": 0.9, "first": 0.88, "silent": 0.6, "groups": 0.7, "found": 0.9, "none": 0.75},
}
"""What share must be right in each half: what ranking was adjusted to, and what was laid aside (True)."""


@pytest.mark.parametrize("aside", [False, True], ids=["tuned", "aside"])
def test_what_covers_a_question_is_shown_and_little_else(aside: bool) -> None:
    told = measured(aside=aside)

    sys.stdout.write(f"{told}\n")
    shares = {
        "right": told.right / told.shown,
        "answered": told.answered / told.answerable,
        "first": told.answered_first / told.answerable,
        "silent": told.silent / told.uncovered,
        "groups": told.groups_right / told.groups_shown,
        "found": told.products_found / told.products,
        "none": told.none_suggested / told.without_product,
    }
    assert {name: share for name, share in shares.items() if share < LEAST[aside][name]} == {}, told


def test_judged_questions_are_many_of_each_sort() -> None:
    counts = {lang: sum(row["lang"] == lang for row in ROWS) for lang in ("nb", "nn", "en", "odd")}
    aside = sum(row.get("aside", False) for row in ROWS)

    assert (counts["nb"] >= 70, counts["nn"] >= 25, counts["en"] >= 15, counts["odd"] >= 20, aside >= 60) == (True,) * 5


@pytest.mark.parametrize(
    "text", ["Kjøp av", "kjøp", "Hei, vi skal kjøpe", "Hei, me skal kjøpe inn", "we are going to buy"]
)
def test_verb_of_buying_alone_tells_nothing_of_what_is_bought(text: str) -> None:
    known = covering(text)

    assert (known.hits, known.groups, known.codes) == ((), (), ())


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Kjøp av barnevernstjenester", []),
        ("brøytetjenester", ["public-space"]),
        ("lekeplass", ["children-sport-play"]),
        ("advokattjenester", ["consultancy-services"]),
        ("rammeavtale arkitekt", ["consultancy-services"]),
        ("Må vi vekte klima og miljø med 30 prosent?", []),
        ("Kan vi gi ekstra poeng til lokale leverandører?", []),
        ("sanctions against russian suppliers", []),
        ("Hvordan vurderer vi sosiale entrepriser og reserverte kontrakter?", []),
    ],
)
def test_group_is_suggested_for_what_is_bought_and_for_nothing_else(text: str, groups: list[str]) -> None:
    assert [group for group, _ in covering(text).groups] == groups


@pytest.mark.parametrize("text", ["barnevernstjenester", "lekeplass", "brøytetjenester"])
def test_last_part_of_a_compound_finds_nothing_by_itself(text: str) -> None:
    found = search(text, language="nb", limit=50)

    assert [hit.why for hit in found if set(hit.why) <= {"tjeneste", "plass"} and hit.why] == []


def test_one_that_is_right_stands_alone() -> None:
    shown = [
        [f"{hit.kind}:{hit.key}" for hit in covering(text).hits if hit.kind == "answer"]
        for text in ("Kan vi velge bare laveste pris?", "Hvor lang karensperiode er det?", "legemidler og antibiotika")
    ]

    assert shown == [["answer:12"], [], []]


def test_question_of_a_whole_purchase_has_more_than_one_suggestion() -> None:
    known = covering("Må vi vekte klima og miljø når vi kjøper renhold av skolene?")

    assert ([one for one, _ in known.groups], len(known.hits) >= 2) == (["cleaning-services"], True)
