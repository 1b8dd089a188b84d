"""What leaders are told of a duty is true by itself: the ways of meeting it and the exemptions stand there too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dugnad.content import content_path
from dugnad.law.overview import rules_on
from dugnad.plan.case import case_paper
from dugnad.plan.duties import check_duties, short_texts
from dugnad.plan.paper import Bullets
from dugnad.plan.report import duties_in_force, duties_of
from plan.situations import FULL

WHOLE = {
    "nb": ("erstattes av eller kombineres med krav", "med begrunnelse", "gjelder ikke", "uvesentlige", "beredskap"),
    "nn": ("erstattast av eller kombinerast med krav", "med grunngiving", "gjeld ikkje", "uvesentlege", "beredskap"),
    "en": ("replace or be combined with", "with reasons", "do not apply", "insignificant", "preparedness"),
}
DAYS = (date(2025, 6, 2), date(2026, 11, 22))


@pytest.mark.parametrize("language", list(WHOLE))
def test_climate_duty_is_told_with_its_other_ways_and_exemptions(language: str) -> None:
    told = {duty.id: duty.short for duty in duties_of(FULL, language)}

    assert [part for part in WHOLE[language] if part not in told["loa-5b@2026"]] == []


def test_case_tells_the_climate_duty_whole() -> None:
    lists = [block for block in case_paper(FULL, "join", "nb").blocks if isinstance(block, Bullets)]

    lines = [line for block in lists for line in block.items if "LOA § 5b" in line]
    assert [part for part in WHOLE["nb"] if part not in lines[0]] == []


@pytest.mark.parametrize("on", DAYS)
def test_duty_without_a_short_text_is_told_whole(on: date) -> None:
    shown = duties_in_force(rules_on(on), ["wages.clause", "tiers.limit", "sanctions.clause"], "nb")

    assert [duty.short for duty in shown if duty.id not in short_texts()] == [duty.text for duty in shown]


def test_shipped_short_texts_have_no_fault() -> None:
    assert check_duties() == []


def test_long_duty_without_a_short_text_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = content_path("plan/duties.yaml").read_text(encoding="utf-8")
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/duties.yaml").write_text(shipped.replace("loa-5b@2026", "loa-5b@2099"), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert [one.problem for one in check_duties()] == [
        'There is no rule version "loa-5b@2099".',
        '"loa-5b@2026" is shown to leaders and is long.',
    ]
