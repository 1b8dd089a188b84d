"""The facts that the duties other than the 30 per cent rule are judged on: one purchase, and what its documents say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding

ClauseType = Literal[
    "wage", "hms-card", "pension", "bank-payment", "apprentices", "tiers", "human-rights", "control", "sanctions",
    "tax", "skilled-workers", "fair-trade", "traceability", "accessibility",
]  # fmt: skip
"""What a contract clause with social content is about (the closed list that tender documents are read into)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseFacts:
    """One clause that was read, with the words it rests on."""

    type: ClauseType
    quote: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One purchase as a whole: what is bought, by whom, for how much and how long, and which clauses were read.

    `notice` carries buyer, legal basis, nature (works, services, supplies), CPV and value in NOK excl. VAT. None means
    unknown everywhere: unknown is never no.
    """

    notice: NoticeFacts
    cpvs: tuple[str, ...] = ()
    """All CPV codes, the main one first; eight digits."""
    duration_months: float | None = None
    is_skilled_trade: bool | None = None
    """Is the main element work of a trade with a craft certificate (building trades, cleaning ...)?"""
    documents: Literal["read", "partly", "not-read"] = "not-read"
    """Were the documents read? `partly`: some were unreadable, or are known to be missing (a contract annex)."""
    clauses: tuple[ClauseFacts, ...] = ()
    declared: frozenset[str] = frozenset()
    """Codes the notice declares: BT-775 (hum-right, work-cond ...), BT-754 accessibility, BT-717 cvd, by their code."""
    claimed_exception: str = ""
    """The exception from a hard requirement that the documents claim, in their own words (vehicles: FOR § 4)."""
    strategy_address: str = ""
    """Public address of the buyer's strategy (LOA § 5a), where known."""
    words: str = field(default="", repr=False)
    """Title and short description, for telling vehicles and trades apart where the CPV does not."""
    lots: int | None = None
    reasons_for_one_lot: bool | None = None
    tiers_allowed: int | None = None
    """The number of tiers below the supplier that the clause allows, where it says one."""


Rule = Callable[[Purchase, date], Finding | None]
"""One duty. None: neither the duty nor a predecessor stood in the law that day."""
