"""A set from the library, written as tender documents, is read by our own check as meeting the rule on weights."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from dugnad.check.as_dict import as_dict
from dugnad.check.checking import check_files
from dugnad.criteria.choose import choose
from dugnad.criteria.criterion import LEVELS, Library
from dugnad.criteria.export import export
from dugnad.criteria.library import load_library
from dugnad.criteria.tender import tender_text

ON = date(2026, 12, 1)
SOME = ("it-equipment", "cleaning-services", "buildings-new", "catering", "vehicles-heavy", "textiles-workwear")


@cache
def library() -> Library:
    return load_library()


def outcome(group: str, level: str, language: str) -> str:
    """What the check says of the set's Word file."""
    selection = choose(library(), level=level, on=ON, group=group, language=language)
    text = tender_text(library(), selection, language=language, on=ON)
    return str(as_dict(check_files([("grunnlag.docx", export(text, "docx"))], on=ON))["outcome"])


@pytest.mark.parametrize("group", SOME)
@pytest.mark.parametrize("language", ["nb", *(pytest.param(one, marks=pytest.mark.long) for one in ("nn", "en"))])
def test_proposed_set_is_read_back_as_meeting_the_rule(group: str, language: str) -> None:
    assert outcome(group, "avansert", language) == "MET_WEIGHT"


@pytest.mark.long
@pytest.mark.parametrize("level", LEVELS)
def test_every_group_and_level_is_read_back_as_meeting_the_rule(level: str) -> None:
    found = {group: outcome(group, level, "nb") for group in library().groups}

    assert {group: said for group, said in found.items() if said != "MET_WEIGHT"} == {}
