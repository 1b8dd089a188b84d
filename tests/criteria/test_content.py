"""The shipped library as a whole: nothing at fault, wide enough, and every limit as the fact it cites."""

from __future__ import annotations

import pytest

from dugnad.criteria.criterion import KINDS, LEVELS, Library
from dugnad.criteria.faults import is_among
from dugnad.criteria.library import load_library
from dugnad.criteria.whole import check_criteria

GROUPS, CRITERIA = 50, 500


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def test_the_library_has_no_fault() -> None:
    assert [str(fault) for fault in check_criteria()] == []


def test_the_library_covers_its_groups(library: Library) -> None:
    without = [group for group in library.groups if not library.of_group(group)]

    assert without == []
    assert len(library.groups) >= GROUPS
    assert len(library.criteria) >= CRITERIA


def test_every_sourced_limit_is_a_figure_of_its_fact(library: Library) -> None:
    parameters = [
        (version.key, parameter)
        for criterion in library.criteria.values()
        for version in criterion.versions.values
        for parameter in version.parameters
        if parameter.fact and parameter.default is not None
    ]

    wrong = [(key, one.name) for key, one in parameters if one.fact and not is_among(one.default or 0, one.fact)]

    assert wrong == []
    assert len(parameters) > 0


def test_what_rests_on_an_unconfirmed_figure_is_never_published(library: Library) -> None:
    versions = [version for criterion in library.criteria.values() for version in criterion.versions.values]

    assert [one.key for one in versions if one.status == "published" and one.is_unconfirmed] == []


def test_each_group_has_every_kind_and_level_or_a_reason(library: Library) -> None:
    for group in library.groups.values():
        own = [one.latest for one in library.criteria.values() if one.home == group.id]

        assert {version.kind for version in own} | set(group.missing_kinds) == set(KINDS), group.id
        assert {version.level for version in own} | set(group.missing_levels) == set(LEVELS), group.id


def test_bokmal_and_english_are_complete(library: Library) -> None:
    lacking = [
        criterion.id for criterion in library.criteria.values() if not {"nb", "en"} <= set(criterion.latest.languages)
    ]

    assert lacking == []
