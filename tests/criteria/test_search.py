"""Finding groups and criteria: as buyers type, in two kinds of Norwegian and English, misspelt, by code, and oddly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.made import made_criterion, made_library, made_version, words
from dugnad.criteria.cpv_groups import GroupOfCode, cpv_code, groups_of
from dugnad.criteria.library import load_library
from dugnad.criteria.search import Found, Index, find, index_of
from dugnad.criteria.search_words import check_search_words, search_words
from dugnad.criteria.stems import Compounds, asked_words, fold, stem
from dugnad.errors import DugnadError

QUERIES = Path(__file__).with_name("queries.yaml")


@pytest.fixture(scope="module")
def index() -> Index:
    return index_of(load_library())


@pytest.fixture(scope="module")
def small() -> Index:
    """The made library: cleaning, IT and food."""
    return index_of(made_library())


def first(found: Found) -> str:
    return found.groups[0].id if found.groups else ""


def ids(found: Found) -> list[str]:
    return [one.version.criterion for one in found.criteria]


def test_queries_find_a_right_group_first(index: Index) -> None:
    queries = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))

    wrong = [one["query"] for one in queries if first(find(index, one["query"])) not in one["group"]]

    assert len(queries) == 100
    assert len(wrong) <= 1, wrong


@pytest.mark.parametrize(
    ("query", "group"),
    [
        ("grønsaker til sjukeheimar", "food"),
        ("utskifting av vindauge", "buildings-renovation-fm"),
        ("parkbenkar", "public-space"),
        ("benker til parken", "public-space"),
        ("kjøkkenrull", "cleaning-products-tissue"),
        ("brannbekledning", "textiles-workwear"),
        ("TV-er til pasientrom", "av-equipment"),
        ("snoerydding", "public-space"),
        ("gravemasin", "construction-site"),
        ("elektrisk buss", "vehicles-heavy"),
        ("road salt", "public-space"),
        ("legal advice", "consultancy-services"),
        ("vaksiner", "medical-consumables-pharma"),
        ("landstrøm", "maritime"),
        ("dekkhotell", "tyres"),
    ],
)
def test_words_outside_the_hundred_find_their_group(index: Index, query: str, group: str) -> None:
    found = find(index, query)

    assert first(found) == group


def test_product_word_outweighs_what_the_buyer_cares_about(index: Index) -> None:
    queries = {"kontorstoler uten pfas": "furniture", "økologiske kyllingfileter": "meat-poultry"}

    found = {query: first(find(index, query)) for query in queries}

    assert found == queries


def test_every_group_is_found_by_its_names(index: Index) -> None:
    names = [(group.id, group.name[language]) for group in index.library.groups.values() for language in ("nb", "en")]

    missed = [(id_, name) for id_, name in names if id_ not in [one.id for one in find(index, name).groups[:3]]]

    assert missed == []


def test_reasons_say_what_was_matched_and_how(small: Index) -> None:
    found = find(small, "reinhald")

    why = found.groups[0].why[0]
    assert (found.groups[0].id, why.asked, why.how) == ("cleaning", "reinhald", "word")


def test_misspelt_word_is_matched_by_spelling(small: Index) -> None:
    found = find(small, "kantinemta")

    assert first(found) == "food"
    assert found.groups[0].why[0].how == "spelling"


def test_theme_word_lifts_criteria_with_the_theme(small: Index) -> None:
    found = find(small, "energibruk")

    assert {one.version.themes[0] for one in found.criteria[:3]} == {"energy"}


def test_filters_keep_only_what_they_name(small: Index) -> None:
    kinds = ids(find(small, "", kind="award-criterion"))
    levels = ids(find(small, "", level="spydspiss"))
    themes = ids(find(small, "", theme="nature"))
    groups = ids(find(small, "", group="food"))

    assert kinds == ["food-organic", "it-screen-energy"]
    assert levels == ["it-spare-parts"]
    assert themes == ["food-organic"]
    assert groups == ["food-organic", "shared-environmental-management"]


def test_language_filter_leaves_out_what_is_not_written_in_it() -> None:
    partly = made_version("cleaning-partly", why={"nb": "Bare bokmål."})
    index = index_of(made_library(made_criterion(partly)))

    found = find(index, "", language="nn")

    assert "cleaning-partly" not in ids(found)
    assert "cleaning-labelled-products" in ids(found)


def test_cpv_filter_keeps_the_groups_criteria_and_those_of_all_groups(small: Index) -> None:
    cleaning = ids(find(small, "", cpv="90919200-4"))
    nowhere = ids(find(small, "", cpv="75000000"))

    assert cleaning == ["cleaning-labelled-products", "cleaning-wages", "shared-environmental-management"]
    assert nowhere == ["shared-environmental-management"]


def test_code_typed_as_text_finds_its_group(small: Index) -> None:
    found = [first(find(small, query)) for query in ("30213100-6", "cpv 3021", "90910000", "bærbare 30213100")]

    assert found == ["it", "it", "cleaning", "it"]


def test_empty_query_gives_everything_in_the_library_order(small: Index) -> None:
    found = find(small, "  ")

    assert [one.id for one in found.groups] == ["cleaning", "it", "food"]
    assert found.total == 8


def test_limit_cuts_what_is_shown_and_not_the_total(small: Index) -> None:
    found = find(small, "", limit=2)

    assert (len(found.criteria), found.total) == (2, 8)


def test_strange_input_is_answered_calmly(small: Index) -> None:
    strange = ["🦆🦆", "\0", "!!!", "x" * 10_000, "renhold " * 2_000, "\u202e\ufeff", "%s {0} \\", "12345678901234"]

    found = [find(small, query).query for query in strange]

    assert found == strange


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=80))
def test_any_text_is_answered(query: str) -> None:
    found = find(SMALL, query)

    assert found.total <= 8
    assert list(found.groups) == sorted(found.groups, key=lambda one: -one.score)


SMALL = index_of(made_library())


def test_draft_and_withdrawn_are_not_found() -> None:
    draft = made_version("cleaning-draft", status="draft", name=words("Utkast om gulvvoks"))
    gone = made_version("cleaning-gone", status="withdrawn", name=words("Trukket om gulvvoks"))
    index = index_of(made_library(made_criterion(draft), made_criterion(gone)))

    found = ids(find(index, "gulvvoks"))

    assert "cleaning-draft" not in found
    assert "cleaning-gone" not in found


def test_letters_inflection_and_foreign_keyboards_are_one() -> None:
    written = ["Kjøledisker", "KJOLEDISK", "kjoeledisken", "kjøledisk"]

    stems = {stem(fold(word)) for word in written}

    assert stems == {"kjoledisk"}


def test_hyphens_of_inflected_abbreviations_are_dropped() -> None:
    read = [asked_words(text) for text in ("PC-er til skolen", "hev-senk", "gang- og sykkelvei")]

    assert read == [["pc", "til", "skolen"], ["hev", "senk"], ["gang", "og", "sykkelvei"]]


def test_compounds_are_taken_apart_with_their_joints() -> None:
    compounds = Compounds(["renhold", "tjeneste", "barn", "hage", "bil"], ["tjenest", "hag", "bil"], ["bil", "hage"])

    split = [compounds.split(word) for word in ("renholdstjenester", "barnehager", "hagebil", "renhold", "ukjent")]

    assert split == [("renhold", "tjenester"), ("barn", "hager"), ("hage", "bil"), (), ()]


def test_code_belongs_to_the_longest_owned_beginning() -> None:
    library = made_library()
    laptops = replace(library.groups["food"], id="laptops", order=4, cpv=("30213000",))
    more = made_library(groups=(laptops,))

    found = [[(one.group, one.how) for one in groups_of(more, code)] for code in ("30213100-6", "30230000", "15")]

    assert found == [[("laptops", "owned")], [("it", "owned")], [("food", "owned")]]


def test_code_above_several_groups_gives_them_all_and_also_comes_after() -> None:
    library = made_library()

    wide = groups_of(library, "90000000")
    also = groups_of(library, "48000000")
    none = groups_of(library, "75000000")

    assert wide == (GroupOfCode("cleaning", "beneath", "9091"),)
    assert also == (GroupOfCode("it", "also", "48"),)
    assert none == ()


@pytest.mark.parametrize("code", ["", "3021310012", "abc", "00000000", "30213100-66", "3021-6"])
def test_bad_code_is_refused_with_the_remedy(code: str) -> None:
    with pytest.raises(DugnadError, match="Write eight digits, as 30213100"):
        cpv_code(code)


@pytest.mark.parametrize(
    ("name", "broken", "problem"),
    [
        ("groups", "groups: {food: {nb: [mat, 1], weird: []}}", "food does not hold nb, nn, en and weak"),
        ("groups", "groups: {food: {nb: [mat, 1]}}", "food nb holds 1, which is no word"),
        ("synonyms", "sets: [[a, b], c]", "2 is no list of words"),
        ("forms", "words: {a: 1}\ninside: {}", "The pair a: 1 is no two words"),
        ("concerns", "themes: {climate: [klima]}\nmarks: [svanen]", "The theme nature is unknown or missing"),
        ("general", "silent: [og]", "does not hold silent, thin, context"),
    ],
)
def test_broken_word_lists_are_told(
    name: str, broken: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "criteria" / "search" / f"{name}.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(broken, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    told = [str(fault) for fault in check_search_words()]

    assert [fault for fault in told if problem in fault and f"criteria/search/{name}.yaml" in fault] != []


def test_word_lists_are_sound_and_every_group_has_many() -> None:
    lists = search_words()

    assert check_search_words() == []
    assert min(len(own) for own in lists.groups.values()) >= 40
