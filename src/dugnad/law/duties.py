"""Every duty other than the 30 per cent rule that a purchase may fall under, judged one by one on its own day."""

from __future__ import annotations

from datetime import date

from dugnad.law.finding import Finding
from dugnad.law.hard import HARD
from dugnad.law.purchase import Purchase
from dugnad.law.social import SOCIAL


def judge_duties(purchase: Purchase, *, on: date) -> list[Finding]:
    """One finding per duty, in the order of the law; those that do not apply are there too, and say why."""
    return [finding for rule in (*HARD, *SOCIAL) if (finding := rule(purchase, on)) is not None]
