"""An invented purchase and the pieces its notices are made of; the ways that purchases can go are registered here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dugnad.eforms.spec import Criterion, LegalReference, Lot, Notice, Organisation

FOA = "https://lovdata.no/eli/forskrift/2016/8/12/974"
FF = "https://lovdata.no/eli/forskrift/2016/8/12/975"
KKF = "https://lovdata.no/eli/forskrift/2016/8/12/976"
EUROPEAN = LegalReference(reference=FOA, is_eli=True)
PART_1 = LegalReference(reference=FOA, is_eli=True, description={"NOR": "NOR — Anskaffelsesforskriften Del 1"})
PARTS_1_AND_2 = LegalReference(
    reference="LocalLegalBasis", description={"NOR": "NOR — Anskaffelsesforskriften Del 1 og 2"}
)
EXEMPT = LegalReference(
    reference="LocalLegalBasis", description={"NOR": "NOR — Unntatt fra lov om offentlige anskaffelser"}
)
TAGS = {"nb": "NOR", "nn": "NOR", "en": "ENG"}
BEFORE, SINCE_2024, SINCE_2026, LAST = date(2023, 1, 10), date(2024, 1, 16), date(2026, 7, 1), date(2026, 11, 13)
LAST_2023, LAST_2024 = date(2023, 12, 29), date(2026, 6, 30)
GREEN = "quality-nor-env-criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """One invented purchase: who, what, when."""

    buyer: Organisation
    partner: Organisation
    winner: Organisation
    language: str
    texts: dict[str, Any]
    subject: dict[str, Any]
    on: date
    value_nok: float
    number: int
    notice_ids: tuple[str, ...]
    procedure_id: str
    variation: int

    def say(self, texts: dict[str, str]) -> dict[str, str]:
        """The text in the notice's language."""
        return {TAGS[self.language]: texts[self.language]}

    def price(self, weight: float | None, code: str = "per-exa") -> Criterion:
        return Criterion(type_code="price", name=self.say(self.texts["price"]), weight=weight, weight_code=code)

    def other(self, weight: float | None, code: str = "per-exa", index: int = 0) -> Criterion:
        return Criterion(description=self.say(self.subject["other"][index]), weight=weight, weight_code=code)

    def green(
        self, weight: float | None, code: str = "per-exa", *, type_code: str = GREEN, index: int | None = None
    ) -> Criterion:
        texts = self.subject["environment"]
        text = texts[(self.variation if index is None else index) % len(texts)]
        return Criterion(type_code=type_code, description=self.say(text), weight=weight, weight_code=code)

    def statement(self, code: str, text: str | None) -> Criterion:
        words = self.say(self.texts["statements"][text]) if text else ""
        return Criterion(type_code=code, description=words, weight=0)

    def lot(self, *criteria: Criterion, **more: Any) -> Lot:
        """A lot of the purchase; green criteria bring the strategic code with them, as the national rules ask."""
        is_green = any(
            one.type_code.startswith("quality-nor-env") and "exempt" not in one.type_code for one in criteria
        )
        codes = ("env-imp",) if is_green else ("none",)
        impact = ("clim-mitig",) if is_green else ()
        given = {"strategic": codes, "environmental_impact": impact, "value": self.value_nok, **more}
        return Lot(criteria=criteria, deadline=self.on + timedelta(days=35), nuts=self.buyer.nuts, **given)

    def notice(self, subtype: str, *lots: Lot, **more: Any) -> Notice:
        """The purchase as a notice of the subtype."""
        reference = EUROPEAN if subtype.isdigit() else PARTS_1_AND_2
        title = self.say(self.subject["title"])
        given: dict[str, Any] = {
            "notice_id": self.notice_ids[0], "procedure_id": self.procedure_id, "issue_date": self.on,
            "buyers": (self.buyer,), "value": self.value_nok, "legal_references": (reference,),
            "sdk": "1.13" if self.on >= SINCE_2026 else "1.10" if self.on >= SINCE_2024 else "1.7",
            **more,
        }  # fmt: skip
        named = tuple(replace(lot, title=lot.title or title, lot_id=f"LOT-{n:04d}") if lot.kind == "Lot" else lot
                      for n, lot in enumerate(lots, 1))  # fmt: skip
        return Notice(
            subtype=subtype, lots=named, title=title, language=TAGS[self.language],
            nature=self.subject["nature"], cpv=self.subject["cpv"], **given,
        )  # fmt: skip


Write = Callable[[Purchase], Iterator[Notice]]
BIG = 1.0e7


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One way through the rule: between which days, by whom, how common, and the notices it makes."""

    name: str
    write: Write
    since: date
    until: date
    share: int = 2
    kinds: frozenset[str] | None = frozenset(
        {"municipality", "county", "ministry", "state-agency", "governor", "health", "inter-municipal",
         "municipal-enterprise"}
    )  # fmt: skip
    cpv: str | None = None
    is_english: bool = False
    habit: str = ""
    """The habit of bodies that mostly go this way (content/demo/purchases.yaml)."""


PATHS: list[Path] = []


def path(since: date, until: date, **more: Any) -> Callable[[Write], Write]:
    """Register a function as a path between two days."""

    def add(write: Write) -> Write:
        PATHS.append(Path(name=write.__name__, write=write, since=since, until=until, **more))
        return write

    return add


def large(p: Purchase) -> Purchase:
    """The purchase above the EEA thresholds."""
    return replace(p, value_nok=max(p.value_nok, BIG if p.subject["nature"] != "works" else 8.0e7))


def small(p: Purchase, value_nok: float = 900_000) -> Purchase:
    """The purchase below the national threshold or near it."""
    return replace(p, value_nok=value_nok + 10_000 * (p.variation % 20))
