"""A body's situation made for tests: an invented municipality with a little of everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dugnad.plan.situation import Buy, Share, Situation

DAY = date(2026, 11, 22)
SHARE = Share(numerator=14, denominator=23, coverage_percent=61.0, percent=60.87, is_too_little=False)
LARGEST = (
    Buy(title="Kjøp av måltider", announced=date(2025, 3, 4), value=12_500_000.0, currency="NOK", outcome="MET_WEIGHT"),
    Buy(title="Ny skole", announced=date(2026, 2, 4), value=8e8, currency="NOK", outcome="POSSIBLE_BREACH"),
    Buy(title="", announced=None, value=900.0, currency="EUR", outcome="UNKNOWN"),
    Buy(title="Den fjerde", announced=None, value=1.0, currency="NOK", outcome="MET_RANK"),
)
FULL = Situation(
    name="Eksempelvik kommune",
    name_nn="",
    name_en="",
    orgnr="310000108",
    kind="municipality",
    obligation_class="invited",
    is_demo=False,
    ended=None,
    on=DAY,
    share=SHARE,
    counts={"weight": 14, "possible-breach": 3, "reasons-missing": 1, "unknown": 15},
    purchases=12,
    first_seen=date(2024, 1, 3),
    last_seen=date(2026, 10, 1),
    largest=LARGEST,
    computed=date(2026, 11, 20),
    adhesion="joined",
    adhesion_on=date(2026, 5, 5),
    is_adhesion_verified=True,
    plan_since=date(2026, 6, 1),
    has_plan=True,
    measures=9,
    done=3,
    late=2,
    status_year=2025,
    asked="answer-status",
    letter_on=date(2026, 11, 1),
    letter_sender="Departementet for eksempler",
    reply_by=date(2026, 12, 15),
    step="measures",
    step_count=2,
    step_by=date(2026, 7, 1),
    is_step_asked=False,
    is_step_late=True,
)
BARE = replace(
    FULL, orgnr="", share=None, counts={}, purchases=0, first_seen=None, last_seen=None, largest=(), computed=None,
    adhesion="invited", adhesion_on=None, has_plan=False, plan_since=None, measures=0, done=0, late=0,
    status_year=None, asked="", letter_on=None, letter_sender="", reply_by=None, step="join", step_count=0,
    step_by=None, is_step_late=False,
)  # fmt: skip
"""Of which nothing has been read and nothing is recorded."""


def made(situation: Situation = FULL, **changes: Any) -> Situation:
    """The situation with some facts changed."""
    return replace(situation, **changes)
