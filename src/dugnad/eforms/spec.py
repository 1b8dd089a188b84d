"""What a notice shall say: plain data for the writer. Texts are one string, or one per language ({"NOR": …})."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dugnad.eforms.form import Profile

Text = str | Mapping[str, str]
LotKind = Literal["Lot", "LotsGroup", "Part"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """An award criterion, or a statement in its place."""

    type_code: str = "quality"
    name: Text = ""
    description: Text = ""
    weight: float | str | None = None
    """As written; None leaves the weight out."""
    weight_code: str = "per-exa"
    """number-weight: per-exa, per-mid, poi-exa, poi-mid, dec-exa, dec-mid, ord-imp; or `unpublished`."""
    is_withheld: bool = False
    """The weight is written as -1 with a privacy block."""
    withheld_until: date | None = None
    threshold: float | None = None
    """A minimum score beside the weight (number-threshold)."""
    fixed: float | None = None
    """A fixed value (number-fixed)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicles:
    """Counts under the Clean Vehicles Directive; they stand in award notices."""

    total: int
    clean: int
    zero: int
    category: str = "m1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot, a lot group or a part."""

    lot_id: str = "LOT-0001"
    kind: LotKind = "Lot"
    title: Text = ""
    description: Text = ""
    nature: str = ""
    cpv: str = ""
    cpv_additional: tuple[str, ...] = ()
    value: float | None = None
    currency: str = "NOK"
    nuts: str = ""
    criteria: tuple[Criterion, ...] = ()
    has_one_block_each: bool = False
    """Each criterion in an AwardingCriterion of its own, as some senders do."""
    formula: Text = ""
    order_reason: Text = ""
    strategic: tuple[str, ...] = ()
    strategic_text: Text = ""
    environmental_impact: tuple[str, ...] = ()
    gpp_criteria: tuple[str, ...] = ()
    social_objective: tuple[str, ...] = ()
    innovation: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    accessibility_text: Text = ""
    reserved: str = ""
    reserved_execution: str = ""
    performance_terms: Text = ""
    framework: str = ""
    cvd_applies: bool | None = None
    cvd_contract_type: str = ""
    vehicles: Vehicles | None = None
    deadline: date | None = None
    group_lots: tuple[str, ...] = ()
    """For a lot group: the lots in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A buyer, winner or other organisation. No contact persons: they do not belong in our data."""

    name: Text
    orgnr: str = ""
    country: str = "NOR"
    nuts: str = ""
    city: str = ""
    legal_type: str = ""
    """BT-11, for buyers."""
    activity: str = ""
    """BT-10, for buyers."""
    is_central: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReference:
    """BT-01 (c)–(f): an ELI address with a description, or `LocalLegalBasis` with free text."""

    reference: str
    is_eli: bool = False
    description: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a change notice changes."""

    notice_id: str
    """Identifier and version of the notice that it changes, e.g. "…-01"."""
    reason: str = "cor-buy"
    description: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A whole notice."""

    subtype: str
    notice_id: str
    procedure_id: str
    issue_date: date
    buyers: tuple[Organisation, ...]
    lots: tuple[Lot, ...]
    version: str = "01"
    offset: str = "+01:00"
    sdk: str = "1.10"
    profile: Profile | None = None
    """None: the profile of the subtype, with the Norwegian suffix."""
    language: str = "NOR"
    additional_languages: tuple[str, ...] = ()
    title: Text = ""
    description: Text = ""
    nature: str = "services"
    cpv: str = ""
    value: float | None = None
    currency: str = "NOK"
    procedure_type: str = "open"
    directive: str | None = None
    legal_references: tuple[LegalReference, ...] = ()
    publication_number: str = ""
    change: Change | None = None
    winners: tuple[Organisation, ...] = ()
    others: tuple[Organisation, ...] = ()
    result_value: float | None = None
