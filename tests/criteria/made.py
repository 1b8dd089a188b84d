"""A small library in memory: three groups, all kinds and levels, two versions of one criterion, confirmed and not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dugnad.criteria.criterion import (
    Criterion,
    Effect,
    Fact,
    Group,
    Label,
    LegalDuty,
    Library,
    Parameter,
    Reference,
    Risk,
    Source,
    Text,
    Version,
)
from dugnad.dated import Dated

DAY = date(2026, 11, 22)
EARLIER = date(2026, 1, 15)
SOURCE = Source("made-report", "En rapport til prøve", "https://example.org/report", "2025")
SWAN = Label("nordic-swan", "Svanemerket", "ecolabel", "https://svanemerket.no")
OLD_LABEL = Label("old-label", "Gammelt merke", "ecolabel", "https://example.org/old", until=date(2026, 12, 31))


def words(nb: str, nn: str | None = None, en: str | None = None) -> Text:
    """A text in three languages; the others follow from the first where they are not given."""
    return {"nb": nb, "nn": nn or f"{nb} (nn)", "en": en or f"{nb} (en)"}


def made_fact(name: str = "cleaning/share", **changes: Any) -> Fact:
    """A fact read in its source, with the figure 50."""
    fact = Fact(name, "Share of labelled products", (50,), "%", "EN 12281", SOURCE, "seen", "high")
    return replace(fact, **changes)


SHARE = made_fact()
POWER = made_fact("it/power", topic="Power in use", figures=(30,), unit="W", standard="Reg (EU) 2019/2013")
GUESS = made_fact("it/years", topic="Years of spare parts", figures=(7,), unit="years", standard="", basis="recall")


def made_version(criterion: str = "cleaning-labelled-products", **changes: Any) -> Version:
    """A sound technical specification of level basis, published, resting on a confirmed figure."""
    version = Version(
        criterion=criterion,
        day=DAY,
        file=f"content/criteria/cleaning/{criterion}/2026-11-22.yaml",
        name=words("Miljømerkede midler", "Miljømerkte middel", "Ecolabelled products"),
        kind="technical-specification",
        level="basis",
        topic="products",
        themes=("chemicals",),
        concerns="delivery",
        applies_to=(),
        requirement=words(
            "Minst {share} av midlene skal være miljømerket.",
            "Minst {share} av midla skal vere miljømerkte.",
            "At least {share} of the products shall carry an ecolabel.",
        ),
        parameters=(
            Parameter("share", words("Andel med miljømerke", "Del med miljømerke", "Labelled share"), "%", 50, SHARE),
        ),
        documentation=words("Produktliste med lisensnummer.", None, "A product list with licence numbers."),
        verification=words("Slå opp lisensnumrene hos merket.", None, "Look the licence numbers up."),
        proof=("label", "list"),
        why=words("Midlene ender i avløpet.", None, "The products end in the drain."),
        points_of_caution=words("Desinfeksjon kan trenge unntak.", None, "Disinfection may need exceptions."),
        guidance={},
        scoring={},
        scoring_method="",
        follow_up={},
        follow_up_when=(),
        evidence={},
        unit="",
        direction="",
        labels_accepted=(SWAN,),
        effect=Effect("medium", "kg", "high", words("Treffer alle midler.", None, "Covers all products.")),
        facts=(),
        already_law=None,
        conflicts_with=(),
        value_from_nok=None,
        market="wide",
        owner="redaksjonen",
        review_by=date(2027, 11, 30),
        status="published",
        changed={},
    )
    return replace(version, **changes)


def made_criterion(*versions: Version, groups: tuple[str, ...] = ("cleaning",), home: str = "") -> Criterion:
    """A criterion of these versions."""
    return Criterion(
        versions[0].criterion, home or groups[0], groups, Dated.of({version.day: version for version in versions})
    )


def made_group(id_: str = "cleaning", **changes: Any) -> Group:
    """A group that lacks nothing it must give reasons for, unless the changes say so."""
    group = Group(
        id=id_,
        order=1,
        name=words("Renhold", "Reinhald", "Cleaning"),
        cpv=("90910000",),
        cpv_also=(),
        lead=words("Renhold av bygg.", "Reinhald av bygg.", "Cleaning of buildings."),
        impacts=(words("Kjemikalier", "Kjemikaliar", "Chemicals"),),
        needs=(words("Hvilke rom trenger rengjøring?", "Kva rom treng reingjering?", "Which rooms need cleaning?"),),
        risks=(Risk(words("Underbetaling", "Underbetaling", "Underpayment"), "high", "seen"),),
        missing_kinds={},
        missing_levels={},
        words={"nb": ("renhold", "vask"), "nn": ("reinhald",), "en": ("cleaning",)},
        file=f"content/criteria/{id_}/group.yaml",
    )
    return replace(group, **changes)


def made_library(*more: Criterion, groups: tuple[Group, ...] = ()) -> Library:
    """Eight criteria in three groups; `more` are added, and replace those with the same id."""
    known = (*made_groups(), *groups)
    criteria = {one.id: one for one in (*made_criteria(), *more)}
    return Library(
        groups={group.id: group for group in sorted(known, key=lambda group: group.order)},
        criteria=dict(sorted(criteria.items())),
        facts={fact.id: fact for fact in (SHARE, POWER, GUESS)},
        sources={SOURCE.id: SOURCE},
        labels={label.id: label for label in (SWAN, OLD_LABEL)},
        references={
            "eu-2019-2013": Reference("eu-2019-2013", "Forordning (EU) 2019/2013", "regulation", ("(EU) 2019/2013",)),
            "en-12281": Reference("en-12281", "EN 12281", "standard", ("EN 12281",), "", date(2026, 12, 1), ""),
        },
        terms={},
    )


def made_groups() -> tuple[Group, ...]:
    """Cleaning, IT and food."""
    it = made_group(
        "it", order=2, name=words("IT-utstyr", "IT-utstyr", "IT equipment"), cpv=("30200000",), cpv_also=("48000000",),
        words={"nb": ("pc", "bærbar pc", "skjerm"), "nn": ("berbar pc",), "en": ("laptop", "screen")},
    )  # fmt: skip
    food = made_group(
        "food", order=3, name=words("Mat og drikke", "Mat og drikke", "Food and drink"), cpv=("15000000",),
        words={"nb": ("mat", "kantinemat"), "nn": ("mat",), "en": ("food",)},
    )  # fmt: skip
    return made_group(), it, food


def made_criteria() -> tuple[Criterion, ...]:
    """All kinds and levels: one with two versions, one withdrawn figure, one shared by all groups."""
    first = made_version(day=EARLIER, requirement=words("Minst {share} av midlene er miljømerket."))
    second = made_version(changed=words("Skal-form og nye ord.", None, "Shall form and new words."))
    return (
        made_criterion(first, second),
        made_criterion(clause()),
        made_criterion(screens("it-screen-power", "basis"), groups=("it",)),
        made_criterion(screens("it-screen-power-low", "avansert", conflicts_with=("it-screen-power",)), groups=("it",)),
        made_criterion(award(), groups=("it",)),
        made_criterion(spare_parts(), groups=("it",)),
        made_criterion(organic(), groups=("food",)),
        made_criterion(management(), groups=("cleaning", "it", "food"), home="shared"),
    )


def clause() -> Version:
    """A contract clause about pay: social, already law."""
    return made_version(
        "cleaning-wages",
        name=words("Lønns- og arbeidsvilkår", "Løns- og arbeidsvilkår", "Pay and working conditions"),
        kind="contract-clause",
        topic="wages",
        themes=("working-conditions",),
        requirement=words(
            "Renholderne skal ha lønn etter allmenngjort tariffavtale.",
            "Reinhaldarane skal ha løn etter allmenngjord tariffavtale.",
            "The cleaners shall be paid by the generally applied agreement.",
        ),
        parameters=(),
        proof=("inspection", "report"),
        follow_up=words("Be om lønnsslipper.", "Be om lønsslippar.", "Ask for payslips."),
        follow_up_when=("start", "yearly"),
        evidence=words("Lønnsslipper.", "Lønsslippar.", "Payslips."),
        labels_accepted=(),
        already_law=LegalDuty("FOR-2008-02-08-112", "C", words("Forskriften krever det alt.")),
    )


def screens(criterion: str, level: str, **changes: Any) -> Version:
    """The same matter at two levels."""
    return made_version(
        criterion,
        name=words(f"Effekt i skjermer, {level}", None, f"Power of screens, {level}"),
        level=level,
        topic="screen-power",
        themes=("energy", "climate"),
        requirement=words(
            f"Skjermen skal bruke høyst {{power}} ({level}).", None, f"The screen uses at most {{power}} ({level})."
        ),
        parameters=(Parameter("power", words("Effekt i bruk", "Effekt i bruk", "Power in use"), "W", 30, POWER),),
        proof=("test-report",),
        labels_accepted=(OLD_LABEL,),
        applies_to=("30231000",),
        **changes,
    )


def award() -> Version:
    """An award criterion of the same topic as the specifications."""
    return made_version(
        "it-screen-energy",
        name=words("Energibruk i skjermer", "Energibruk i skjermar", "Energy use of screens"),
        kind="award-criterion",
        level="avansert",
        topic="screen-power",
        themes=("energy", "climate"),
        requirement=words(
            "Energibruken per år vurderes.", "Energibruken per år blir vurdert.", "Energy per year is judged."
        ),
        parameters=(),
        proof=("test-report", "calculation"),
        scoring=words("Lavest får full pott.", "Lågast får full pott.", "Lowest gets full score."),
        scoring_method="linear",
        unit="kWh",
        direction="lower",
        labels_accepted=(),
    )


def spare_parts() -> Version:
    """A front-edge specification whose figure nobody has read in its source."""
    return made_version(
        "it-spare-parts",
        name=words("Reservedeler", "Reservedelar", "Spare parts"),
        level="spydspiss",
        topic="repair",
        themes=("circularity",),
        requirement=words(
            "Reservedeler skal finnes i {years} år.", None, "Spare parts shall be had for {years} years."
        ),
        parameters=(Parameter("years", words("Antall år", "Talet på år", "Number of years"), "years", 7, GUESS),),
        proof=("declaration",),
        labels_accepted=(),
        market="narrow",
        status="to-check",
    )


def organic() -> Version:
    """An award criterion whose figure the buyer chooses, for larger purchases."""
    return made_version(
        "food-organic",
        name=words("Økologisk andel", "Økologisk del", "Organic share"),
        kind="award-criterion",
        topic="organic",
        themes=("nature",),
        requirement=words(
            "Andelen økologiske varer vurderes.", "Delen økologiske varer blir vurdert.", "Organic share."
        ),
        parameters=(),
        proof=("statistics",),
        scoring=words("Poeng etter andel.", None, "Points by share."),
        scoring_method="share",
        unit="%",
        direction="higher",
        value_from_nok=500_000,
        labels_accepted=(),
    )


def management() -> Version:
    """A selection criterion that every group uses."""
    return made_version(
        "shared-environmental-management",
        name=words("Miljøledelse", "Miljøleiing", "Environmental management"),
        kind="selection",
        topic="management",
        themes=("climate",),
        concerns="supplier",
        requirement=words("Leverandøren skal ha et system for miljøledelse.", None, "The supplier shall manage it."),
        parameters=(),
        proof=("certificate",),
        labels_accepted=(),
    )
