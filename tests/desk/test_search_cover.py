"""What a question is about, and what covers it: by words, without any database."""

from __future__ import annotations

import pytest

from dugnad.desk.search_asked import (
    Asked,
    Reading,
    Term,
    before_tail,
    common_stems,
    groups_of_words,
    is_alike_before_tail,
    own_readings,
    tails_of,
    typed_words,
)
from dugnad.desk.search_cover import covering_of, nearest, tells_of
from dugnad.desk.search_rank import Candidate, Weighed
from dugnad.desk.search_text import Stemmer, kept_language


@pytest.fixture(scope="module")
def stemmer() -> Stemmer:
    return Stemmer(kept_language())


def term(key: str) -> Term:
    return Term(key, (Reading((key,), 1.0),))


def thing(number: int, *, kind: str = "answer", head: str = "", stems: str = "", score: float = 0.5) -> Weighed:
    """Something published that holds these stems."""
    candidate = Candidate(
        id=number, kind=kind, key=str(number), language="nb", head=frozenset(head.split()), lead=frozenset(),
        stems=frozenset(stems.split()), is_stale=False,
    )  # fmt: skip
    return Weighed(candidate=candidate, score=score, hits=())


def shown(asked: Asked, counts: dict[str, int], *things: Weighed) -> list[int]:
    """The numbers of what covers the question."""
    lot = covering_of(asked, tells_of(asked, counts, 800, {"kjop", "krav"}), things)
    return [one.candidate.id for one in nearest([lot], [3])]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Kjøp av", []),
        ("Hei, vi skal kjøpe", []),
        ("anskaffelse av rammeavtale", []),
        ("Må vi vekte klima og miljø med 30 prosent?", []),
        ("Kan vi gi ekstra poeng til lokale leverandører?", []),
        ("Kan me gje ekstra poeng til lokale leverandørar?", []),
        ("Can a foreign company bid?", []),
        ("rammeavtale arkitekt", ["consultancy-services"]),
        ("møblar til nytt rådhus", ["furniture"]),
        ("solceller på skoletak", ["solar-pv"]),
        ("kjøtt og fisk til kjøkenet på sjukeheimen", ["meat-poultry", "fish-seafood"]),
        ("39130000-2", ["furniture"]),
    ],
)
def test_each_word_speaks_for_the_group_it_knows_best(stemmer: Stemmer, text: str, groups: list[str]) -> None:
    assert [group for group, _ in groups_of_words(typed_words(text), kept_language(), stemmer)][:2] == groups


@pytest.mark.parametrize("word", ["advokattjenester", "lekeplass", "renholdstenester"])
def test_last_part_that_says_little_is_never_read_alone(stemmer: Stemmer, word: str) -> None:
    alone = {reading.keys[0] for reading in own_readings(word, stemmer) if len(reading.keys) == 1}

    assert alone & {"tjenest", "plass"} == set()


def test_compound_of_a_doing_is_read_as_the_doing(stemmer: Stemmer) -> None:
    tails = tails_of(stemmer)

    found = [before_tail(key, {"broyting": "brøyting"}, tails) for key in ("broytetjenest", "tolketjenest", "broyte")]

    assert found == ["broyting", "", ""]


def test_what_stands_before_a_shared_last_part_must_be_alike_by_itself(stemmer: Stemmer) -> None:
    tails = tails_of(stemmer)

    found = [
        is_alike_before_tail(*pair, tails)
        for pair in (
            ("tolketjenest", "stottetjenest", 3),
            ("renhodtjenest", "renholdtjenest", 1),
            ("mobbel", "mobel", 1),
        )
    ]

    assert found == [False, True, True]


def test_common_words_alone_cover_nothing() -> None:
    asked = Asked((term("kjop"), term("krav")), {})

    assert shown(asked, {"kjop": 300, "krav": 400}, thing(1, head="kjop krav")) == []


def test_word_that_nothing_published_holds_is_missed() -> None:
    asked = Asked((term("kjop"), term("lang"), Term("karensperiode", ())), {})

    assert shown(asked, {"kjop": 300, "lang": 90}, thing(1, head="kjop lang")) == []


def test_what_covers_half_of_what_the_best_does_is_not_shown() -> None:
    asked = Asked((term("lavest"), term("pris")), {})

    assert shown(asked, {"lavest": 5, "pris": 60}, thing(1, head="lavest pris"), thing(2, stems="lavest pris")) == [1]


def test_answer_about_another_product_is_left_out_and_one_about_it_stays() -> None:
    asked = Asked((term("elbil"), term("kjop")), {"xgroupvehicles": 1.0})
    other = thing(1, head="kjop", stems="elbil xgroupfood")
    of_product = thing(2, head="kjop", stems="elbil xgroupvehicles")

    assert shown(asked, {"elbil": 9, "kjop": 300}, other, of_product) == [2]


def test_answer_about_the_product_that_shares_common_words_alone_is_not_shown() -> None:
    asked = Asked((term("forsikring"), term("kjop")), {"xgroupconsultancy": 1.0})

    assert shown(asked, {"forsikring": 2, "kjop": 300}, thing(1, head="kjop", stems="xgroupconsultancy")) == []


def test_product_criterion_is_not_shown_to_whoever_names_no_product() -> None:
    asked = Asked((term("livssyklus"),), {})
    things = [
        thing(1, kind="criterion", head="livssyklus", stems="xgroupfood"),
        thing(2, kind="law", head="livssyklus"),
    ]

    assert shown(asked, {"livssyklus": 4}, *things) == [2]


def test_words_of_any_purchase_are_read_by_their_stems(stemmer: Stemmer) -> None:
    assert {"kjop", "anskaff", "krav", "leverandor"} <= common_stems(stemmer)
