"""The word files: no faults in those shipped, and faults that name file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.errors import ContentError
from dugnad.wording import words
from dugnad.wording.language import languages
from dugnad.wording.words import SETS, check_words, parts_of, vocabulary

HEADER = "word,meaning,topic,needs,unless,note\n"


@pytest.fixture
def own_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A body's own content folder, laid over the shipped one."""
    folder = tmp_path / "words" / "no"
    folder.mkdir(parents=True)
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    return folder


def test_shipped_words_have_no_faults() -> None:
    assert check_words() == []


def test_every_language_has_words() -> None:
    empty = [folder for folder in languages() if not vocabulary((folder,)).begins]

    assert empty == []


def test_full_languages_have_every_file() -> None:
    full = [language.folder for language in languages().values() if language.is_full]
    missing = [
        (folder, files)
        for folder in full
        for files in ("criteria", "roles", "documents")
        if not (vocabulary((folder,), files).exact or vocabulary((folder,), files).begins)
    ]

    assert missing == []
    assert set(SETS) == {"criteria", "roles", "documents", "statements"}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "miljø*,sure,generic,,,",
            'content/words/no/environment.csv, line 2: "sure" is no meaning. Write certain or doubtful.',
        ),
        (
            "miljø*,certain,weather,,,",
            (
                'content/words/no/environment.csv, line 2: "weather" is no topic. Write one of: generic,'
                " climate-emissions, vehicles-transport, energy, materials-circularity, waste, ecolabel, food-organic,"
                " chemicals, biodiversity-water, management-system, lcc."
            ),
        ),
        (
            "mi*,certain,generic,,,",
            'content/words/no/environment.csv, line 2: "mi*" is too short. Write at least 3 letters beside *.',
        ),
        (
            "miljø*,certain,generic",
            (
                "content/words/no/environment.csv, line 2: This row has 3 cells, the header 6."
                " Add or remove commas; quote cells that hold commas."
            ),
        ),
        (
            "elbil*,certain,vehicles-transport,,@nothing,",
            (
                'content/words/no/environment.csv, line 2: groups.csv has no group "nothing".'
                " Add its words there, or write the words here."
            ),
        ),
        (
            ",certain,generic,,,",
            "content/words/no/environment.csv, line 2: A word is missing. Write the word or remove the row.",
        ),
    ],
)
def test_faulty_row_names_place_and_remedy(own_content: Path, row: str, message: str) -> None:
    (own_content / "environment.csv").write_text(f"{HEADER}{row}\n", encoding="utf-8")

    assert [str(fault) for fault in check_words()] == [message]


def test_all_faults_are_reported_not_only_the_first(own_content: Path) -> None:
    (own_content / "environment.csv").write_text(f"{HEADER}a,x,generic,,,\nb,y,generic,,,\n", encoding="utf-8")

    assert [fault.line for fault in check_words()] == [2, 3]


def test_words_of_a_language_that_no_row_names_are_reported(own_content: Path) -> None:
    folder = own_content.parent / "xx"
    folder.mkdir()
    (folder / "environment.csv").write_text(HEADER, encoding="utf-8")

    assert [str(fault) for fault in check_words()] == [
        (
            'content/words/xx/environment.csv: No row of languages.csv names the folder "xx".'
            " Add a row, or name the folder as one there."
        )
    ]


def test_reading_with_a_faulty_list_stops_with_the_fault(own_content: Path) -> None:
    (own_content / "environment.csv").write_text(f"{HEADER}a,x,generic,,,\n", encoding="utf-8")
    vocabulary.cache_clear()
    words._words.cache_clear()
    try:
        with pytest.raises(ContentError, match=r'line 2: "x" is no meaning'):
            vocabulary(("no",))
    finally:
        vocabulary.cache_clear()
        words._words.cache_clear()


@pytest.mark.parametrize(
    ("cell", "token", "fits"),
    [
        ("klima*", "klimagass", True),
        ("klima*", "inneklima", False),
        ("*utslipp*", "nullutslippsbil", True),
        ("*miljø", "fagmiljø", True),
        ("*miljø", "miljø", False),
        ("epd", "epd", True),
        ("epd", "epder", False),
    ],
)
def test_stars_say_where_a_word_may_go_on(cell: str, token: str, fits: bool) -> None:
    assert parts_of(cell)[0].fits(token) is fits


def test_group_stands_for_its_words(own_content: Path) -> None:
    (own_content / "groups.csv").write_text("word,group,note\npris*,object,\nsete,object,\n", encoding="utf-8")
    words._groups.cache_clear()

    try:
        conditions = words._conditions("@object|rekkevidde", "no")
    finally:
        words._groups.cache_clear()

    assert conditions == (parts_of("pris*"), parts_of("sete"), parts_of("rekkevidde"))
