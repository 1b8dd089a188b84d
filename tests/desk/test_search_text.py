"""Words of those who ask: brought to one form, understood, guessed where misspelt; lists whose faults are told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from dugnad.desk.search_asked import Asked, Reading, Term, Vocabulary, guessed, known_only, typed_words, understand
from dugnad.desk.search_pages import check_search_pages, load_pages
from dugnad.desk.search_rank import excerpt
from dugnad.desk.search_sources import criteria, decisions, rules
from dugnad.desk.search_text import Entry, Stemmer, head_of, kept_language, mark_of, stems_of
from dugnad.desk.search_words import check_asking_words


@pytest.fixture(scope="module")
def stemmer() -> Stemmer:
    return Stemmer(kept_language())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("reinhaldstenester", "renholdstjenestene"),
        ("krava", "kravene"),
        ("utsleppsfrie", "utslippsfri"),
        ("batteries", "battery"),
        ("KJØRETØY", "kjoretoyene"),
        ("leverandørar", "leverandørene"),
    ],
)
def test_forms_of_a_word_have_one_stem(stemmer: Stemmer, one: str, other: str) -> None:
    assert stemmer.of_word(one)[0] == stemmer.of_word(other)[0]


def test_compound_is_found_by_its_parts_and_a_base_word_stays_whole(stemmer: Stemmer) -> None:
    assert (stemmer.stems("miljøkrav"), stemmer.stems("renhold")) == (["miljokrav", "miljo", "krav"], ["renhold"])


def test_cheap_is_no_car(stemmer: Stemmer) -> None:
    assert (stemmer.stems("billig"), stemmer.stems("bilene")) == (["billig"], ["bil"])


def test_paragraph_is_one_stem(stemmer: Stemmer) -> None:
    assert stemmer.stems("FOA § 7-9 og LOA § 5b") == ["foa", "7", "9", "79", "og", "loa", "5b"]


def test_typed_words_are_few_and_without_control_signs() -> None:
    assert (typed_words("må\0vi\tvekte, vi?"), len(typed_words("x" * 9_000))) == (["må", "vi", "vekte"], 1)


def test_question_words_are_dropped_unless_nothing_else_stands_there(stemmer: Stemmer) -> None:
    told = [[term.written for term in understand(text, stemmer.language, stemmer).terms]
            for text in ("hvordan kan vi vekte miljø", "hva er det")]  # fmt: skip

    assert told == [["vekte", "miljø"], ["hva", "er", "det"]]


def test_word_is_read_as_its_synonyms_too(stemmer: Stemmer) -> None:
    asked = understand("kofa", stemmer.language, stemmer)

    assert ("klag",) in [reading.keys for reading in asked.terms[0].readings]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("kan vi lyse det ut", ["lyse ut"]),
        ("hvor mye kan vi kjøpe for uten å lyse ut", ["kjøpe for", "uten å lyse ut"]),
        ("sosial dumping i renhold", ["sosial dumping", "renhold"]),
        ("lyse gardiner ut", ["lyse", "gardiner"]),
        ("working conditions", ["working conditions"]),
    ],
)
def test_words_that_belong_together_are_read_as_one(stemmer: Stemmer, text: str, told: list[str]) -> None:
    assert [term.written for term in understand(text, stemmer.language, stemmer).terms] == told


def test_phrase_verb_means_its_word_and_not_its_parts(stemmer: Stemmer) -> None:
    (term,) = understand("lyse ut", stemmer.language, stemmer).terms

    assert (
        ("kunngjor",) in [one.keys for one in term.readings],
        [one for one in term.readings if "lys" in one.keys],
    ) == (
        True,
        [],
    )


def test_unknown_compound_is_read_as_the_published_words_it_is_made_of(stemmer: Stemmer) -> None:
    asked = understand("vinmonopolkaffe", stemmer.language, stemmer)
    known = Vocabulary(("vinmonopol", "kaff"), {"vinmonopol": "vinmonopol", "kaff": "kaffe"})

    found = guessed(known_only(asked, {}), known, stemmer)

    assert ("vinmonopol", "kaff") in [one.keys for one in found.terms[0].readings]


def test_misspelt_word_of_a_phrase_leads_to_what_the_phrase_means(stemmer: Stemmer) -> None:
    asked = known_only(understand("sosial dumpng", stemmer.language, stemmer), {})

    found = guessed(asked, Vocabulary((), {}), stemmer)

    assert ("lonn", "arbeidsvilk") in [one.keys for one in found.terms[0].readings]


@pytest.mark.parametrize(("one", "other"), [("miljøet", "miljø"), ("kriteriene", "kriterier")])
def test_word_with_an_article_has_the_stem_of_the_word(stemmer: Stemmer, one: str, other: str) -> None:
    assert stemmer.of_word(one)[0] == stemmer.of_word(other)[0]


def test_product_group_is_understood_in_english(stemmer: Stemmer) -> None:
    assert next(iter(understand("cleaning services", stemmer.language, stemmer).groups)) == "xgroupcleaningservices"


def test_misspelt_word_is_read_as_the_nearest_known_one(stemmer: Stemmer) -> None:
    asked = Asked((Term("renhodl", (Reading(("renhodl",), 1.0),)),), {}, ("renhodl",))
    known = Vocabulary(("renhold", "rente", "kontor"), {})

    found = known_only(guessed(known_only(asked, {}), known, stemmer), {"renhold": 1})

    assert [(one.keys, one.is_guess) for one in found.terms[0].readings] == [(("renhold",), True)]


def test_excerpt_begins_where_most_words_stand(stemmer: Stemmer) -> None:
    text = "Innledning om noe. Renhold krever miljømerke. Slutt."

    assert excerpt(text, {"renhold", "miljomerk"}, stemmer) == "Renhold krever miljømerke. Slutt."


def test_list_is_told_in_running_words_without_its_dashes(stemmer: Stemmer) -> None:
    text = "Renhold kan ha:\n- miljømerke\n- dosering\n1. opplæring"

    assert excerpt(text, {"renhold"}, stemmer) == "Renhold kan ha: miljømerke; dosering; opplæring"


def test_short_answer_is_told_first_whatever_else_holds_the_words(stemmer: Stemmer) -> None:
    text = "Bruk gjerne renhold på dagtid."

    told = [excerpt(text, {"renhold"}, stemmer, lead) for lead in ("Ja, minst 30 prosent.", "ord " * 100)]

    assert (told[0], told[1].startswith("ord ord"), told[1][-2:], len(told[1]) <= 302) == (
        "Ja, minst 30 prosent.", True, " …", True,
    )  # fmt: skip


def test_no_field_of_a_criterion_is_shown_raw() -> None:
    raw = [(one.key, text) for one in criteria() for text in one.texts.values() if re.search(r"\{[a-z_]+\}", text)]

    assert raw == []


def test_long_sentence_is_cut_at_words_round_the_first_hit(stemmer: Stemmer) -> None:
    told = excerpt("ord " * 100 + "renhold " + "mer " * 100, {"renhold"}, stemmer)

    assert (told[:2], told[-2:], "renhold" in told, len(told) < 210) == ("… ", " …", True, True)


def test_mark_changes_with_what_is_told_and_with_what_is_known_of_words() -> None:
    entry = Entry(kind="page", key="/x/", titles={"nb": "X"}, texts={}, path="/x/")
    other = Entry(kind="page", key="/x/", titles={"nb": "Y"}, texts={}, path="/x/")

    assert len({mark_of(entry, "a"), mark_of(entry, "b"), mark_of(other, "a")}) == 3


def test_entry_has_the_stems_of_title_words_group_and_kind(stemmer: Stemmer) -> None:
    entry = Entry(
        kind="answer", key="1", titles={"nb": "Renhold?"}, texts={"nb": "Kaffe."}, path="/x/", groups=("food",)
    )

    assert (head_of(entry, stemmer), stems_of(entry, stemmer)) == (["renhold", "xkindanswer"], ["kaff", "xgroupfood"])


def test_rules_and_decisions_are_told_in_all_languages_of_theirs() -> None:
    law = next(one for one in rules(date(2026, 11, 22)) if one.key.startswith("loa-5h"))
    case = next(one for one in decisions() if one.key == "2024-0639")

    assert (law.titles["en"], case.titles["nb"].split(":")[0]) == ("Apprentices (LOA § 5h)", "KOFA 2024/639")


def test_shipped_lists_are_without_fault() -> None:
    assert (check_asking_words(), check_search_pages(), len(load_pages()) >= 12) == ([], [], True)


@pytest.mark.parametrize(
    ("file", "change", "fault"),
    [
        ("search-words", {"silent": []}, "silent is no list of words."),
        ("search-words", {"parts": [1]}, "parts holds 1, which is no word."),
        ("search-words", {"synonyms": [["alene"]]}, "Set 1 of synonyms holds one word."),
        ("search-words", {"synonyms": "x"}, "synonyms is no list of sets."),
        ("search-words", {"phrases": [["kunngjøre"]]}, "Set 1 of phrases holds one word."),
        (
            "search-words",
            {"more": ["x"]},
            "The file does not hold silent, matters, phrases, synonyms, parts, tails, common and nothing else.",
        ),
        ("search-pages", {"pages": []}, "The file holds no pages."),
        ("search-pages", {"pages": [{"path": "/x/"}]}, "Page 1 does not hold path, text, title, words."),
    ],
)
def test_fault_in_a_list_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, change: dict[str, object], fault: str
) -> None:
    sound = {
        "search-words": {
            "silent": ["og"],
            "matters": ["d"],
            "phrases": [["a", "b c"]],
            "synonyms": [["a", "b"]],
            "parts": ["c"],
            "tails": ["e"],
            "common": ["f"],
        },
        "search-pages": {},
    }
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / f"{file}.yaml").write_text(yaml.safe_dump(sound[file] | change), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    found = check_asking_words() if file == "search-words" else check_search_pages()

    assert [(one.file, one.problem) for one in found] == [(f"content/desk/{file}.yaml", fault)]
