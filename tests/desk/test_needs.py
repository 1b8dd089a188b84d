"""Needs: a reason rests on what is known, the order follows the written points, and what is unknown is no need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from dugnad.content import content_path
from dugnad.desk.needs import PLACES, Ahead, Known, check_needs, load_needs, needs_of, rank
from dugnad.law.lawfile import LANGUAGES

ON = date(2026, 11, 23)
CALM = Known(obligation_class="invited", lots=10, has_adhered=True, has_plan=True, status_year=2026, has_status=True)
"""Nothing is known that calls for help."""


def reasons(known: Known) -> list[tuple[str, int]]:
    return [(need.reason.key, need.points) for need in needs_of(known, load_needs(), ON)]


def ahead(value: float) -> Ahead:
    return Ahead(count=2, unpriced=1, value_nok=value, title="Møbler", notice_id="x", cpv="39130000")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"possible": 1}, [("possible-breach", 3)]),
        ({"possible": 3}, [("possible-breach", 5)]),
        ({"reasons_missing": 3}, [("reasons-missing", 3)]),
        ({"unread": 4}, []),
        ({"unread": 5}, [("low-coverage", 1)]),
        ({"unread": 8}, [("low-coverage", 2)]),
        ({"lots": 2, "unread": 2}, []),  # too few to say
        ({"ahead": ahead(9_999_999)}, []),
        ({"ahead": ahead(10_000_000)}, [("large-purchase", 2)]),
        ({"ahead": ahead(200_000_000)}, [("large-purchase", 4)]),
        ({"letter_on": date(2026, 11, 10)}, []),
        ({"letter_on": date(2026, 11, 9)}, [("no-reply", 1)]),
        ({"letter_on": date(2026, 9, 1)}, [("no-reply", 2)]),
        ({"has_adhered": False}, [("not-joined", 1)]),
        ({"has_adhered": False, "obligation_class": "shall"}, [("not-confirmed", 1)]),
        ({"has_adhered": False, "has_plan": False, "obligation_class": "supporter"}, []),
        ({"has_plan": False}, [("no-plan", 1)]),
        ({"has_status": False}, [("no-status", 1)]),
        ({"has_status": False, "status_year": None}, []),
        ({"promises": (date(2026, 11, 20), date(2026, 11, 23))}, [("promise-due", 5)]),
        ({"follow_ups": (date(2026, 11, 23),)}, [("follow-up-due", 3)]),
    ],
)
def test_reason_holds_from_its_first_step(change: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    assert reasons(replace(CALM, **change)) == expected


def test_nothing_known_of_the_purchases_is_no_need_and_is_told_apart() -> None:
    unseen = replace(CALM, lots=0)

    assert (reasons(unseen), unseen.is_measured) == ([], False)
    assert replace(unseen, ahead=ahead(1)).is_measured


def test_reasons_stand_by_weight_and_then_in_the_order_of_content() -> None:
    known = replace(CALM, possible=1, follow_ups=(ON,), has_plan=False, ahead=ahead(50_000_000))

    assert [name for name, _ in reasons(known)] == ["possible-breach", "large-purchase", "follow-up-due", "no-plan"]
    assert rank(needs_of(known, load_needs(), ON)) == 10


def test_figures_stand_beside_what_they_are_of() -> None:
    need = needs_of(replace(CALM, possible=2), load_needs(), ON)[0]

    assert need.told == {"count": 2, "of": 10, "years": "2025–2026"}


def test_words_of_every_reason_can_be_filled() -> None:
    rules = load_needs()

    told = {
        (key, language): reason.text[language].format(**dict.fromkeys(PLACES[key], "x"))
        for key, reason in rules.reasons.items()
        for language in LANGUAGES
    }

    assert [key for key, text in told.items() if "{" in text] == []
    assert set(rules.reasons) == set(PLACES)


def test_shipped_file_is_sound() -> None:
    assert check_needs() == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (("reasons", "no-plan", "text", "nb"), "{count} til", "This text asks for what is not told."),
        (("reasons", "no-plan", "text", "en"), "{", "This text asks for what is not told."),
        (("reasons", "no-plan", "steps"), {1: 0}, "These steps are not whole numbers that rise together."),
        (("reasons", "no-plan", "steps"), {1: 3, 2: 1}, "These steps are not whole numbers that rise together."),
        (("reasons", "no-plan", "steps"), {"x": 1}, "These steps are not whole numbers that rise together."),
        (("reasons", "no-plan", "to"), "fax", "`reasons.no-plan.to` is 'fax'."),
        (("reasons", "no-coffee"), {}, '"no-coffee" is not a known name here.'),
        (("fewest_lots",), -1, "`fewest_lots` is -1."),
        (("score",), 1, '"score" is not a known name here.'),
    ],
)
def test_fault_in_the_file_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], value: object, problem: str
) -> None:
    told = yaml.safe_load(content_path("desk/needs.yaml").read_text(encoding="utf-8"))
    place = told
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "needs.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    found = check_needs()

    assert [(fault.file, fault.problem) for fault in found] == [("content/desk/needs.yaml", problem)]


def test_reason_that_is_missing_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = yaml.safe_load(content_path("desk/needs.yaml").read_text(encoding="utf-8"))
    del told["reasons"]["no-reply"]
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "needs.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert [fault.problem for fault in check_needs()] == ["`no-reply` is missing."]
