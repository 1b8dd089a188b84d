"""Criteria found again by id and by nearly the same words; texts that only look alike are left alone."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from criteria.made import DAY, EARLIER, made_criterion, made_library, made_version
from dugnad.criteria.criterion import Library
from dugnad.criteria.library import read_library
from dugnad.criteria.recognise import Recognise, recogniser, words_of
from dugnad.criteria.tender import pieces_of, plain

PAY = (
    "Minst {share} prosent av renholderne som arbeider i oppdragsgiverens bygg, skal ha fast stilling hos "
    "leverandøren, og ingen skal avlønnes lavere enn den allmenngjorte tariffavtalen for renholdsbedrifter."
)
BOOTS = (
    "Vernesko som leveres i rammeavtalen, skal kunne såles om minst {times} ganger, og leverandøren skal ta imot "
    "slitte sko på leveringsstedet uten at det koster oppdragsgiveren noe."
)
EDITS: dict[str, Callable[[str, random.Random], str]] = {}


def edit(function: Callable[[str, random.Random], str]) -> Callable[[str, random.Random], str]:
    EDITS[function.__name__] = function
    return function


@edit
def some_words_changed(text: str, chance: random.Random) -> str:
    """A tenth of the words: other words, gone, or one more beside."""
    words = text.split()
    for place in chance.sample(range(len(words)), max(1, round(len(words) / 10))):
        words[place] = chance.choice(["", "nye", "leveransen", f"{words[place]} også"])
    return " ".join(filter(None, words))


@edit
def shortest_clause_dropped(text: str, chance: random.Random) -> str:
    clauses = re.split(r"(?<=[.,;:])\s", text)
    return " ".join(one for one in clauses if one is not min(clauses, key=len) or len(clauses) == 1)


@edit
def other_figures(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+|\[[^\]]*\](?: \([^)]*\))?", lambda _: str(chance.randint(1, 999)), text)


@pytest.fixture(scope="module")
def library() -> Library:
    pay = made_version("cleaning-steady-work", requirement={"nb": PAY}, kind="contract-clause")
    boots = made_version("workwear-resoled-boots", requirement={"nb": BOOTS})
    return made_library(made_criterion(pay), made_criterion(boots))


@pytest.fixture(scope="module")
def find(library: Library) -> Recognise:
    return recogniser(library)


@pytest.mark.parametrize(
    "written",
    [
        "cleaning-wages@2026-11-22",
        "/k/cleaning-wages@2026-11-22",
        "https://example.org/k/cleaning-wages@2026-11-22.",
        "cleaning-\nwages@2026-11-22",
        "cleaning-wages@2026-\n11-22",
        "cleaning\u2013wages@2026\u201311\u201322",
        "clean\u00ading-wages@2026-11-22",
        "CLEANING-WAGES @ 2026-11-22",
        "cleaning\u2011wages@2026\u201111\u201122",
    ],
)
def test_id_is_found_however_it_was_broken(find: Recognise, written: str) -> None:
    found = find(f"Se kravet (dugnad: {written}) i vedlegget.")

    assert [(one.key, one.by) for one in found] == [("cleaning-wages@2026-11-22", "id")]


@pytest.mark.parametrize(
    "written",
    [
        "uncleaning-wages@2026-11-22",
        "my-cleaning-wages@2026-11-22",
        "cleaning-wages@2026-13-45",
        "cleaning-wages 2026-11-22",
        "post@2026-11-22",
        "wages@2026-11-22",
    ],
)
def test_what_only_looks_like_an_id_is_none(find: Recognise, written: str) -> None:
    assert find(f"Se {written} i vedlegget.") == []


def test_longest_id_wins(find: Recognise) -> None:
    found = find("it-screen-power-low@2026-11-22 og it-screen-power@2026-11-22")

    assert [(one.criterion, one.span) for one in found] == [
        ("it-screen-power-low", (0, 30)),
        ("it-screen-power", (34, 60)),
    ]


def test_older_version_is_told_by_its_day(find: Recognise) -> None:
    assert [one.version for one in find(f"cleaning-labelled-products@{EARLIER}")] == [EARLIER]


def test_text_is_found_with_place_and_likeness(find: Recognise) -> None:
    before = "Kontrakten varer i to år.\n"
    text = before + PAY.format(share=80) + "\nAvfall sorteres."

    found = find(text)

    assert [(one.criterion, one.version, one.by, one.likeness) for one in found] == [
        ("cleaning-steady-work", DAY, "text", 1.0)
    ]
    assert text[slice(*found[0].span)] == PAY.format(share=80).rstrip(".")


def test_words_divided_at_line_ends_are_whole() -> None:
    assert [word for word, _, _ in words_of("leveran-\ndøren skal re\u00adparere 30 PC-er, EN 15804+A2")] == [
        *("leverandøren", "skal", "reparere", "pc", "er", "en"),
    ]


def test_text_set_in_narrow_columns_is_found(find: Recognise) -> None:
    narrow = PAY.format(share=80).replace("oppdragsgiverens", "oppdrags-\ngiverens").replace(" ", "\n")

    assert [one.criterion for one in find(narrow)] == ["cleaning-steady-work"]


def test_field_filled_with_many_words_is_found(find: Recognise) -> None:
    text = PAY.format(share="åtti, regnet i årsverk og uten vikarer for sykdom og permisjon,")

    assert [one.criterion for one in find(text)] == ["cleaning-steady-work"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Renholderne skal ha fast stilling og lønn etter tariffavtalen.",
        "Minst 80 prosent av midlene som brukes i oppdragsgiverens bygg, skal være miljømerket hos leverandøren.",
        "Vernesko skal leveres i alle størrelser, og leverandøren skal bytte feilleverte sko innen fem dager.",
    ],
)
def test_texts_about_the_same_matter_are_not_ours(find: Recognise, text: str) -> None:
    assert find(text) == []


def test_two_criteria_after_each_other_are_both_found(find: Recognise) -> None:
    text = f"{PAY.format(share=80)} {BOOTS.format(times=2)}"

    assert [one.criterion for one in find(text)] == ["cleaning-steady-work", "workwear-resoled-boots"]


def test_same_criterion_twice_is_found_twice(find: Recognise) -> None:
    text = f"{PAY.format(share=80)}\n{PAY.format(share=90)}"

    assert [one.criterion for one in find(text)] == ["cleaning-steady-work"] * 2


def test_wording_of_the_newer_version_is_told_from_the_older() -> None:
    older = made_version("cleaning-steady-work", day=EARLIER, requirement={"nb": PAY})
    newer = made_version("cleaning-steady-work", requirement={"nb": f"{PAY} Vikarer fra bemanningsforetak regnes med."})
    find = recogniser(made_library(made_criterion(older, newer)))

    found = [find(one.requirement["nb"].format(share=80)) for one in (older, newer)]

    assert [[one.version for one in those] for those in found] == [[EARLIER], [DAY]]


@pytest.fixture(scope="module")
def content() -> Library:
    return read_library().library


@pytest.fixture(scope="module")
def find_content(content: Library) -> Recognise:
    return recogniser(content)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("name", list(EDITS))
def test_content_is_found_after_small_edits(
    content: Library, find_content: Recognise, name: str, language: str
) -> None:
    chance, find = random.Random(20261122), find_content  # noqa: S311 - edits, not secrets
    right, wrong, total = 0, 0, 0
    for criterion in content.criteria.values():
        version = criterion.latest
        if not version.requirement.get(language):
            continue
        text = plain(pieces_of(" ".join(version.requirement[language].split()), version.parameters, {}, language))
        found = {one.criterion for one in find(f"Krav\n{EDITS[name](text, chance)}\nDokumentasjon i tilbudet.")}
        right, wrong, total = right + (criterion.id in found), wrong + bool(found - {criterion.id}), total + 1

    assert total > 0
    assert right / total >= 0.95
    assert right / (right + wrong) >= 0.99


def test_requirements_of_other_criteria_are_not_taken_for_ours(content: Library) -> None:
    names = list(content.criteria)
    halves = (set(names[::2]), set(names[1::2]))
    false, total = 0, 0
    for ours, others in (halves, halves[::-1]):
        find = recogniser(replace(content, criteria={name: content.criteria[name] for name in ours}))
        texts = [text for name in others for text in content.criteria[name].latest.requirement.values()]
        false, total = false + sum(bool(find(text)) for text in texts), total + len(texts)

    assert false / total <= 0.01


def test_award_criteria_of_real_notices_are_not_ours(find_content: Recognise, shared: Path) -> None:
    with (shared / "notices" / "award_criteria_unique_dev.csv").open(encoding="utf-8", newline="") as lines:
        texts = [" ".join(map(str, row.values())) for row in csv.DictReader(lines)]

    assert len(texts) > 1000
    assert [text for text in texts if find_content(text)] == []
