"""What one duty is judged on: the purchase, the day, who buys, what kind of contract it is, and the duty's version."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dugnad.law.buyer import ALWAYS_BOUND, STATE_KINDS, is_bound, is_state
from dugnad.law.duty_law import DutyLaw, load_duties
from dugnad.law.finding import Amount, Mark, Outcome
from dugnad.law.parameters import Law, load_law
from dugnad.law.part import Place, known_value, nature_of, place, service_of
from dugnad.law.purchase import ClauseFacts, ClauseType, Purchase
from dugnad.law.regulation import Regulation, is_eu_form, regulation_of
from dugnad.law.scope import NO_DAY

Trade = Literal["works", "cleaning", "maybe-cleaning", "neither", "unknown"]
AUTHORITY_KINDS = STATE_KINDS | {"county", "municipality", "health"}
OWNED_KINDS = frozenset({"municipal-enterprise", "inter-municipal"})
"""Part of the municipality, or a company of its own with utility activity: the register does not tell."""


class Check(NamedTuple):
    """One condition of a duty: it holds, does not hold, or is not known (None), and what is said in each case."""

    holds: bool | None
    no: str = ""
    unknown: str = ""
    amounts: tuple[Amount, ...] = ()
    mark: Mark | None = None
    """A reading of the law that lowers the mark where this condition decides."""
    unknown_outcome: Outcome = "UNKNOWN"
    no_outcome: Outcome = "NOT_APPLICABLE"
    missing: str = ""
    tail: str = ""
    limit: str = ""
    """The limit of the Act whose paragraph is cited instead of the duty's own."""
    because: str = ""
    """The sentence that tells why the duty applies, where this condition is the reason; else who buys is."""


class DutyMatter(NamedTuple):
    """Everything a duty may look at."""

    law: DutyLaw
    numbers: Law
    purchase: Purchase
    on: date
    regulation: Regulation
    """The regulation named; FOA where none is and the buyer is an ordinary authority (`is_presumed`)."""
    is_presumed: bool
    limit: str
    place: Place
    nature: str
    service: str
    trade: Trade
    value: float | None
    is_authority: bool | None
    """State, county or municipality, body governed by public law, or their association (LOA § 2 a-d)."""
    is_in_act: bool | None
    """Any buyer under the Act, public undertakings and special rights included (LOA § 2 a-f)."""
    is_state: bool | None

    @property
    def column(self) -> str:
        return self.regulation if self.regulation in {"ff", "kkf"} else "foa"

    @property
    def cpv(self) -> str:
        return main_cpv(self.purchase)

    @property
    def is_eu_form(self) -> bool:
        return is_eu_form(self.purchase.notice)

    def clauses(self, *types: ClauseType) -> list[ClauseFacts]:
        """The clauses of these types that were read, in the order of the documents."""
        return [clause for clause in self.purchase.clauses if clause.type in types]


@lru_cache(maxsize=64)
def matter_of(purchase: Purchase, on: date) -> DutyMatter:
    """The purchase as every duty sees it on the day."""
    law, numbers, notice = load_duties(), load_law(), purchase.notice
    named, limit = regulation_of(notice)
    cpv = main_cpv(purchase)
    is_ordinary = is_authority(purchase, "foa") is True
    regulation: Regulation = "foa" if named == "unknown" and is_ordinary else named
    nature = nature_of(notice, cpv)
    is_dated = on != NO_DAY
    return DutyMatter(
        law=law,
        numbers=numbers,
        purchase=purchase,
        on=on,
        regulation=regulation,
        is_presumed=named == "unknown" and is_ordinary,
        limit=limit,
        place=place(numbers, notice, regulation, on=on, cpv=cpv) if is_dated else Place("unknown", None, None, ""),
        nature=nature,
        service=service_of(numbers, nature, cpv),
        trade=trade_of(law, purchase, nature),
        value=known_value(notice),
        is_authority=is_authority(purchase, regulation),
        is_in_act=is_bound(notice, regulation),
        is_state=is_state(notice),
    )


def main_cpv(purchase: Purchase) -> str:
    return purchase.notice.cpv or (purchase.cpvs[0] if purchase.cpvs else "")


def is_authority(purchase: Purchase, regulation: Regulation) -> bool | None:
    """Is the buyer one of LOA § 2 a-d? Under FF the buyer's own word decides for companies that authorities own."""
    kind, code = purchase.notice.buyer_kind, purchase.notice.buyer_legal_type
    if kind in AUTHORITY_KINDS:
        return True
    if code == "spec-rights-entity":
        return False
    if regulation == "ff":
        if code.startswith("pub-undert"):
            return False
        if kind in OWNED_KINDS and code not in ALWAYS_BOUND and not code.startswith("body-pl"):
            return None
    return is_bound(purchase.notice, "foa")


def trade_of(law: DutyLaw, purchase: Purchase, nature: str) -> Trade:
    """Works, cleaning, or neither: the trades for which the Act asks more."""
    if nature == "works":
        return "works"
    if nature == "supplies":
        return "neither"
    codes = [code for code in (main_cpv(purchase), *purchase.cpvs) if code]
    if not codes or not nature:
        return "unknown"
    if law.cleaning.holds(codes[0]):
        return "cleaning"
    return "maybe-cleaning" if any(law.cleaning.holds(code) or code[:2] == "45" for code in codes) else "neither"


def amounts_at(matter: DutyMatter, *names: str) -> list[Amount]:
    """The amounts in force on the day."""
    found = [matter.law.amounts[name].values.at(matter.on) for name in names]
    return [amount for amount in found if amount is not None]


def of_buyer(matter: DutyMatter, state: str, others: str) -> tuple[str, ...]:
    """The row of the amount: the state's, the others', or both where it is not known who buys."""
    return (state, others) if matter.is_state is None else (state,) if matter.is_state else (others,)
