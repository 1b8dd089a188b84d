"""The list of bodies: searched by name and number, filtered, sorted, paged."""

from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.monitor.pictures.bodies import PER_PAGE, Search, bodies
from dugnad.monitor.pictures.county import county
from web.made import AGENCY, BODIES, HARBOUR, RIDGE, country, make_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_store(tmp_path_factory.mktemp("store"), country(6), BODIES)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(), [HARBOUR, AGENCY, RIDGE]),
        (Search(text="EKSEMPELÅS"), [RIDGE]),
        (Search(text="eksempelas"), [RIDGE]),
        (Search(text="999 100 003"), [AGENCY]),
        (Search(text="99910000"), [HARBOUR, AGENCY, RIDGE]),
        (Search(text="100%"), []),
        (Search(text="' OR 1=1 --"), []),
        (Search(kind="municipality"), [HARBOUR, RIDGE]),
        (Search(county="34"), [RIDGE]),
        (Search(kind="municipality", county="03"), []),
        (Search(text="eksdir", known_as=(AGENCY,)), [AGENCY]),
        (Search(text="eksdir", known_as=(AGENCY,), kind="municipality"), []),
        (Search(size="few"), [AGENCY, RIDGE]),
        (Search(size="some"), [HARBOUR]),
        (Search(size="none"), []),
        (Search(sort="name"), [AGENCY, HARBOUR, RIDGE]),
        (Search(sort="share"), [RIDGE, AGENCY, HARBOUR]),
        (Search(sort="coverage"), [AGENCY, RIDGE, HARBOUR]),
        (Search(page=2), []),
    ],
)
def test_list_shows_what_was_asked_for(store: Path, search: Search, found: list[str]) -> None:
    assert [line.orgnr for line in bodies(store, search).lines] == found


def test_names_stand_in_norwegian_order(tmp_path: Path) -> None:
    names = ("Ås", "Øyer", "Ærlig", "Aure")
    named = [(f"99910000{number}", name, "other", "none", "46") for number, name in enumerate(names)]
    store = make_store(tmp_path, [], named)

    assert [line.name for line in bodies(store, Search(sort="name")).lines] == ["Aure", "Ærlig", "Øyer", "Ås"]


def test_a_governor_of_several_counties_is_listed_in_each(tmp_path: Path) -> None:
    named = [("999100001", "Statsforvalteren i Troms og Finnmark", "governor", "shall", ""),
             ("999100002", "Troms kommune", "municipality", "invited", "55")]  # fmt: skip
    store = make_store(tmp_path, [], named)

    found = [[line.orgnr for line in bodies(store, Search(county=one, kind="governor")).lines] for one in ("55", "18")]
    (troms, nordland) = (county(store, one) for one in ("55", "18"))

    assert found == [["999100001"], []]
    assert troms is not None
    assert nordland is not None
    assert (troms.silent, nordland.silent) == (2, 0)


def test_list_is_paged(tmp_path: Path) -> None:
    many = [(f"9991{number:05d}", f"Virksomhet {number:02d}", "other", "none", "46") for number in range(PER_PAGE + 3)]
    store = make_store(tmp_path, [], many)

    pages = [bodies(store, Search(page=page)) for page in (1, 2)]

    assert [(len(page.lines), page.count, page.pages) for page in pages] == [
        (PER_PAGE, PER_PAGE + 3, 2),
        (3, PER_PAGE + 3, 2),
    ]


def test_each_line_carries_its_share_coverage_and_years(store: Path) -> None:
    line = bodies(store, Search(text="Eksempelvik")).lines[0]

    assert line.share is not None
    share = (line.lots, line.share.numerator, line.share.denominator, line.share.coverage)
    years = [(year.period, year.value) for year in line.share.trend]
    assert (share, years) == ((5, 3.0, 4.0, 0.8), [("2024", 0.0), ("2025", 1.0), ("2026", 1.0)])
