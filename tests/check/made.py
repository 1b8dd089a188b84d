"""A small procurement for tests: tender documents as text, and the notice that goes with them."""

from __future__ import annotations

from datetime import date

from dugnad.eforms.spec import Criterion, Lot, Notice, Organisation
from dugnad.eforms.writer import write_notice

TENDER = """1 Om anskaffelsen

Fjordvik kommune (org.nr. 100 001 039) skal kjøpe renhold av skoler. Konkurransen er kunngjort {day}.
CPV-kode 90911200. Anslått verdi er {value} kroner ekskl. mva. Kontrakten varer i fire år.
Anskaffelsen følger anskaffelsesloven og anskaffelsesforskriften.

2 Kravspesifikasjon

{requirements}

3 Tildelingskriterier

Kontrakten tildeles etter kriteriene nedenfor.

{criteria}

4 Kontraktsvilkår

{clauses}
"""
WAGE = "Leverandøren skal sikre at ansatte har lønns- og arbeidsvilkår i samsvar med allmenngjort tariffavtale."
RECYCLED = "Poser og sekker skal ha minst 80 prosent resirkulert plast."


def tender(
    criteria: str = "Pris: 70 %\n\nKlima og miljø: 30 %",
    *,
    requirements: str = "Gulv skal vaskes hver dag.",
    clauses: str = WAGE,
    day: str = "2. mars 2026",
    value: str = "4 500 000",
) -> bytes:
    """A konkurransegrunnlag as a text file."""
    text = TENDER.format(criteria=criteria, requirements=requirements, clauses=clauses, day=day, value=value)
    return text.encode()


def notice(
    *criteria: Criterion,
    day: date = date(2026, 3, 2),
    strategic: tuple[str, ...] = (),
    social: tuple[str, ...] = (),
    value: float = 4_500_000,
) -> bytes:
    """The notice of the same purchase, over the EEA threshold."""
    given = criteria or (
        Criterion(type_code="price", name="Pris", weight=70),
        Criterion(name="Klima og miljø", description="Utslipp fra kjøring.", weight=30),
    )
    lot = Lot(
        lot_id="LOT-0000",
        title="Renhold av skoler",
        nature="services",
        cpv="90911200",
        value=value,
        criteria=given,
        strategic=strategic,
        social_objective=social,
    )
    return write_notice(
        Notice(
            notice_id="11111111-2222-4333-8444-555555555555",
            procedure_id="99999999-2222-4333-8444-555555555555",
            issue_date=day,
            subtype="16",
            buyers=(Organisation(name="Fjordvik kommune", legal_type="la"),),
            title="Renhold av skoler",
            nature="services",
            cpv="90911200",
            value=value,
            lots=(lot,),
        )
    )
