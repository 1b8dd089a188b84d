"""The paths that demonstration notices take through the climate and environment rule, each as one small function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dugnad.eforms.spec import Change, Criterion, LegalReference, Lot, Notice, Organisation, Vehicles

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


# ---- 2023: the rule of 2017, a norm that may be departed from


@path(BEFORE, LAST_2023, share=14, habit="green")
def weight_of_thirty_in_2023(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50), p.green(30, type_code="quality"), p.other(20)))


@path(BEFORE, LAST_2023, share=20, habit="low")
def low_weight_in_2023(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(30), p.green(10, type_code="quality"), strategic=("none",)))


@path(BEFORE, LAST_2023, share=20, habit="low")
def no_environment_in_2023(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(60), p.other(25), p.other(15, index=1)))


# ---- 2024 to June 2026: thirty per cent, or ranked among the first three, or a reasoned departure


@path(SINCE_2024, LAST_2024, share=40, habit="green")
def weight_with_code(p: Purchase) -> Iterator[Notice]:
    weight = 30 + 5 * (p.variation % 4)
    yield large(p).notice("16", p.lot(p.price(70 - weight), p.green(weight), p.other(30)))


@path(SINCE_2024, LAST_2024, share=12)
def weight_without_code(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(45), p.green(30, type_code="quality"), p.other(25)))


@path(SINCE_2024, LAST_2024, share=6)
def weight_in_points(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(80, "poi-exa"), p.green(70, "poi-exa"), p.other(50, "poi-exa")))


@path(SINCE_2024, LAST_2024, share=4)
def weight_as_decimal(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(0.4, "dec-exa"), p.green(0.3, "dec-exa"), p.other(0.3, "dec-exa")))


@path(SINCE_2024, LAST_2024, share=4, habit="green")
def two_green_criteria_in_blocks_of_their_own(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(p.price(50), p.green(20, index=0), p.green(15, index=1), p.other(15), has_one_block_each=True)
    yield large(p).notice("16", lot)


@path(SINCE_2024, LAST_2024, share=5)
def ranked_among_the_first_three(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(1, "ord-imp"), p.green(2, "ord-imp"), p.other(3, "ord-imp")))


@path(SINCE_2024, LAST_2024, share=3)
def ranked_fourth(p: Purchase) -> Iterator[Notice]:
    ranked = [p.price(1, "ord-imp"), p.other(2, "ord-imp"), p.other(3, "ord-imp", 1), p.green(4, "ord-imp")]
    yield large(p).notice("16", p.lot(*ranked))


@path(SINCE_2024, LAST_2024, share=14)
def requirements_instead(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec")))


@path(SINCE_2024, LAST_2024, share=8)
def insignificant_footprint(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-none", "insignificant")))


@path(SINCE_2024, LAST_2024, share=5)
def statement_without_reasons(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(70), p.other(30), p.statement("quality-nor-env-spec", None)))


@path(SINCE_2024, LAST_2024, share=4)
def code_against_text(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "insignificant")))


@path(SINCE_2024, LAST_2024, share=12, habit="low")
def weight_under_thirty(p: Purchase) -> Iterator[Notice]:
    weight = 10 + 5 * (p.variation % 4)
    yield large(p).notice("16", p.lot(p.price(70 - weight), p.green(weight), p.other(30)))


@path(SINCE_2024, LAST_2024, share=10, habit="low")
def no_environment(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50), p.other(30), p.other(20, index=1)))


@path(SINCE_2024, LAST_2024, share=8)
def price_only(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(100)))


@path(SINCE_2024, LAST_2024, share=3, habit="low")
def price_only_above_the_threshold(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(None)))


@path(SINCE_2024, LAST_2024, share=36, habit="documents")
def criteria_in_the_documents(p: Purchase) -> Iterator[Notice]:
    words = Criterion(type_code="quality", description=p.say(p.texts["in_documents"]))
    yield large(p).notice("16", p.lot(words))


@path(SINCE_2024, LAST_2024, share=8, habit="documents")
def criteria_without_weights(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(None), p.green(None), p.other(None)))


@path(SINCE_2024, LAST_2024, share=3)
def weights_withheld(p: Purchase) -> Iterator[Notice]:
    hidden = replace(p.green(None), is_withheld=True, withheld_until=p.on + timedelta(days=400))
    yield large(p).notice("16", p.lot(replace(p.price(None), is_withheld=True, weight_code="unpublished"), hidden))


@path(SINCE_2024, LAST_2024, share=5)
def doubtful_words(p: Purchase) -> Iterator[Notice]:
    doubtful = Criterion(description=p.say(p.texts["doubtful"]), weight=30)
    yield large(p).notice("16", p.lot(p.price(50), doubtful, p.other(20)))


@path(SINCE_2024, LAST_2024, share=3)
def weight_in_text_differs(p: Purchase) -> Iterator[Notice]:
    text = {tag: f"{words} (40 %)" for tag, words in p.say(p.subject["environment"][0]).items()}
    yield large(p).notice(
        "16", p.lot(p.price(60), p.other(20), Criterion(type_code=GREEN, description=text, weight=20))
    )


@path(SINCE_2024, LAST_2024, share=2)
def range_of_weights(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(50, "per-mid"), p.green(30, "per-mid"), p.other(20, "per-mid")))


@path(SINCE_2024, LAST_2024)
def code_of_2026_too_early(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", "insignificant")
    yield p.notice("N16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2024, LAST_2024, share=3)
def outside_the_act(p: Purchase) -> Iterator[Notice]:
    yield p.notice("N16", p.lot(p.price(70), p.other(30)), legal_references=(EXEMPT,))


@path(SINCE_2024, LAST_2024)
def under_the_entry_threshold(p: Purchase) -> Iterator[Notice]:
    low = small(p, 60_000)
    low = replace(low, value_nok=60_000.0 + p.variation)
    yield low.notice("N16", low.lot(p.price(70), p.other(30)))


@path(SINCE_2024, LAST_2024, share=4)
def part_1_without_environment(p: Purchase) -> Iterator[Notice]:
    low = small(p)
    yield low.notice("N16", low.lot(p.price(100)))


@path(SINCE_2024, LAST_2024, share=8)
def three_lots_with_three_outcomes(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    part = p.value_nok / 3
    lots = (
        p.lot(p.price(40), p.green(30), p.other(30), value=part),
        p.lot(p.price(55), p.green(15), p.other(30), value=part),
        p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec"), value=part),
    )
    group = Lot(
        lot_id="GLO-0001", kind="LotsGroup", title=p.say(p.subject["title"]), group_lots=("LOT-0001", "LOT-0002"),
        criteria=(p.price(70), p.other(30)),
    )  # fmt: skip
    yield p.notice("16", *lots, group)


@path(SINCE_2024, LAST_2024 - timedelta(days=60), share=6)
def competition_and_award(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    lot = p.lot(p.price(40), p.green(30), p.other(30))
    yield p.notice("16", lot)
    later = p.on + timedelta(days=55)
    yield p.notice(
        "29", lot, notice_id=p.notice_ids[1], issue_date=later, winners=(p.winner,), result_value=p.value_nok * 0.95
    )


@path(SINCE_2024, LAST_2024, share=3)
def award_alone(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("29", p.lot(p.price(60), p.other(40)), winners=(p.winner,), result_value=p.value_nok)


@path(SINCE_2024, LAST_2024 - timedelta(days=30), share=4)
def changed_after_a_week(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    yield p.notice("16", p.lot(p.price(60), p.green(20), p.other(20)))
    change = Change(notice_id=f"{p.notice_ids[0]}-01", reason="cor-buy")
    better = p.lot(p.price(50), p.green(30), p.other(20))
    yield p.notice("16", better, notice_id=p.notice_ids[1], issue_date=p.on + timedelta(days=7), change=change)


@path(SINCE_2024, LAST_2024, share=5)
def bought_together(p: Purchase) -> Iterator[Notice]:
    lead = replace(p.buyer, is_central=p.number % 2 == 0)
    yield large(p).notice("16", p.lot(p.price(45), p.green(30), p.other(25)), buyers=(lead, p.partner))


@path(SINCE_2024, LAST_2024, share=3, cpv="85000000")
def health_and_social_services(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("20", p.lot(p.price(30), p.other(50), p.other(20, index=1)))


@path(SINCE_2024, LAST_2024, share=3, kinds=frozenset({"state-enterprise", "inter-municipal"}))
def utilities(p: Purchase) -> Iterator[Notice]:
    reference = LegalReference(reference=FF, is_eli=True)
    yield large(p).notice("17", p.lot(p.price(50), p.green(30), p.other(20)), legal_references=(reference,))


@path(SINCE_2024, LAST_2024, kinds=frozenset({"municipality", "county"}))
def concession(p: Purchase) -> Iterator[Notice]:
    reference = LegalReference(reference=KKF, is_eli=True)
    big = replace(p, value_nok=7.5e7)
    yield big.notice("19", big.lot(p.other(60), p.other(40, index=1)), legal_references=(reference,))


@path(SINCE_2024, LAST_2024, share=3, kinds=frozenset({"state-enterprise"}))
def buyer_that_is_not_bound(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(70), p.other(30)))


@path(SINCE_2024, LAST_2024, share=3, is_english=True)
def in_english(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(40), p.green(35), p.other(25)))


@path(SINCE_2024, LAST_2024, share=3)
def in_two_languages(p: Purchase) -> Iterator[Notice]:
    green = Criterion(
        type_code=GREEN, weight=30,
        description={"NOR": p.subject["environment"][0]["nb"], "ENG": p.subject["environment"][0]["en"]},
    )  # fmt: skip
    yield large(p).notice("16", p.lot(p.price(70), green), additional_languages=("ENG",))


@path(SINCE_2024, LAST, share=4)
def prior_information(p: Purchase) -> Iterator[Notice]:
    part = Lot(lot_id="PAR-0001", kind="Part", title=p.say(p.subject["title"]), value=p.value_nok)
    yield p.notice("4", part)


@path(SINCE_2024, LAST, share=3, cpv="34144900")
def clean_vehicles(p: Purchase) -> Iterator[Notice]:
    p = large(p)
    count = 10 + p.variation % 30
    lot = p.lot(
        p.price(70), p.green(30), cvd_applies=True, cvd_contract_type="vehicle-purch",
        vehicles=Vehicles(total=count, clean=count, zero=count - p.variation % 5),
    )  # fmt: skip
    yield p.notice("29", lot, winners=(p.winner,), result_value=p.value_nok)


@path(SINCE_2024, LAST, share=4, habit="green")
def social_and_green(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(
        p.price(40), p.green(30), p.other(30), strategic=("env-imp", "soc-obj"), social_objective=("work-cond",),
        performance_terms=p.say(p.texts["terms"]), gpp_criteria=("national",),
    )  # fmt: skip
    yield large(p).notice("16", lot)


# ---- from July 2026: the Act itself


@path(SINCE_2026, LAST, share=14, habit="green")
def weight_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(40), p.green(30 + p.variation % 11), p.other(30 - p.variation % 11)))


@path(SINCE_2026, LAST, share=6)
def national_form_with_weight(p: Purchase) -> Iterator[Notice]:
    yield p.notice("E3", p.lot(p.price(45), p.green(30), p.other(25)))


@path(SINCE_2026, LAST, share=4)
def voluntary_form(p: Purchase) -> Iterator[Notice]:
    low = small(p)
    yield low.notice("E3", low.lot(p.price(80), p.other(20)), legal_references=(PART_1,))


@path(SINCE_2026, LAST, share=6)
def requirements_with_reasons(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), p.statement("quality-nor-env-spec", "spec")))


@path(SINCE_2026, LAST, share=4, habit="green")
def requirements_and_weight_together(p: Purchase) -> Iterator[Notice]:
    lot = p.lot(p.price(55), p.green(15), p.other(30), p.statement("quality-nor-env-spec", "spec"))
    yield large(p).notice("16", lot)


@path(SINCE_2026, LAST, share=3)
def insignificant_in_2026(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", "insignificant")
    yield p.notice("E3", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=2, kinds=frozenset({"health"}))
def critical_interest(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-critical-interest", "critical-interest")
    yield large(p).notice("16", p.lot(p.price(40), p.other(60), statement))


@path(SINCE_2026, LAST, share=2, cpv="34144900")
def national_minimum(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-national-minimum", "national-minimum")
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=3)
def exemption_without_reasons(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-exempt-insignificant", None)
    yield large(p).notice("16", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=2)
def code_that_has_lapsed(p: Purchase) -> Iterator[Notice]:
    statement = p.statement("quality-nor-env-none", "insignificant")
    yield p.notice("E3", p.lot(p.price(60), p.other(40), statement))


@path(SINCE_2026, LAST, share=4, habit="low")
def weight_under_thirty_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(60), p.green(20), p.other(20)))


@path(SINCE_2026, LAST, share=3, habit="low")
def price_only_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.price(100)))


@path(SINCE_2026, LAST, share=3)
def ranked_in_2026(p: Purchase) -> Iterator[Notice]:
    yield large(p).notice("16", p.lot(p.green(1, "ord-imp"), p.price(2, "ord-imp"), p.other(3, "ord-imp")))


@path(SINCE_2026, LAST, share=6, habit="documents")
def documents_in_2026(p: Purchase) -> Iterator[Notice]:
    words = Criterion(type_code="quality", description=p.say(p.texts["in_documents"]))
    yield p.notice("E3", p.lot(words))


@path(SINCE_2026, LAST)
def under_the_entry_threshold_of_2026(p: Purchase) -> Iterator[Notice]:
    low = replace(p, value_nok=300_000.0 + p.variation)
    yield low.notice("E3", low.lot(p.price(100)))


@path(SINCE_2026, LAST, share=2)
def award_on_the_national_form(p: Purchase) -> Iterator[Notice]:
    yield p.notice("E4", p.lot(p.price(70), p.green(30)), winners=(p.winner,), result_value=p.value_nok)
