"""The social and other duties of LOA §§ 4-5p and their predecessors: the rules in the order of the Act."""

from __future__ import annotations

from dugnad.law.purchase import Rule
from dugnad.law.rules.apprentices import apprentices
from dugnad.law.rules.control import control, supervision
from dugnad.law.rules.documentation import documentation, one_lot, universal_design
from dugnad.law.rules.organisation import (
    direct_award,
    health_services,
    innovation,
    practice,
    principles,
    security,
    strategy,
)
from dugnad.law.rules.sanctions import sanctions
from dugnad.law.rules.tax import tax
from dugnad.law.rules.tiers import tiers
from dugnad.law.rules.wages import wages
from dugnad.law.rules.works_and_cleaning import bank_payment, works_conditions

SOCIAL: tuple[Rule, ...] = (
    principles,
    practice,
    strategy,
    security,
    wages,
    works_conditions,
    bank_payment,
    apprentices,
    control,
    supervision,
    tiers,
    tax,
    universal_design,
    innovation,
    sanctions,
    health_services,
    documentation,
    one_lot,
    direct_award,
)
