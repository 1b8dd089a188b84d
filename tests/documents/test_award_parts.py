"""Parts of criteria as buyers tell them: points out of the whole's, shares by lot, several in a cell, in prose.

Wanted, a line each: name and weight, `>` before a part; a bar between lots. Beside it the environmental weight of
the first lot, certain and at most, and the codes of what contradicts itself.
"""

from __future__ import annotations

import pytest

from documents.layouts import environment, read_faults, read_lots

Case = tuple[str, str, tuple[float | None, float | None], list[str]]

LAYOUTS: dict[str, Case] = {
    "points-renamed-by-text-with-relative-clauses": (
        """
# 6 Tildelingskriterier
Tilbudet kan få 500 poeng til sammen.
| Kriterium | Poeng |
| Totalkostnad | 250 |
| Brukervennlighet | 100 |
| Klima | 150 |
Poengene for klima gis slik:
* Inntil 90 poeng for lavt energiforbruk i drift, målt etter standardens metode
* Inntil 60 poeng for andelen komponenter som er gjenbrukt, og for hvordan leverandøren tar dem tilbake
""",
        "Totalkostnad 50; Brukervennlighet 20; Klima 30; >energiforbruk 18; >komponenter 12",
        (30, 30),
        [],
    ),
    "points-english-up-to": (
        """
# Award criteria
A tender may receive up to 200 points.
| Award criterion | Points |
| Price | 100 points |
| Service | 40 points |
| Climate and environment | 60 points |
The points for climate and environment are distributed as follows:
* Up to 40 points for low emissions from deliveries, documented by a fuel log
* Up to 20 points for reusable packaging
""",
        "Price 50; Service 20; Climate and environment 30; >emissions from deliveries 20; >reusable packaging 10",
        (30, 30),
        [],
    ),
    "points-nynorsk-maks-behind-a-colon": (
        """
# 5 Tildelingskriterium
| Kriterium | Maks poeng |
| Pris | 60 |
| Klima og miljø | 40 |
Miljøpoenga er fordelte slik:
* Utslepp frå transport: maks 25 poeng
* Emballasje og retur: maks 15 poeng
""",
        "Pris 60; Klima og miljø 40; >Utslepp frå transport 25; >Emballasje og retur 15",
        (40, 40),
        [],
    ),
    "points-in-one-sentence-below-the-table": (
        """
# Tildelingskriterier
| Tildelingskriterium | Maks poeng |
| Pris | 500 |
| Kvalitet | 180 |
| Miljø | 320 |
Av de 320 poengene for miljø gis inntil 200 poeng for utslippsfri levering og inntil 120 poeng for ombruk av møbler.
""",
        "Pris 50; Kvalitet 18; Miljø 32; >utslippsfri levering 20; >ombruk av møbler 12",
        (32, 32),
        [],
    ),
    "lot-shares-for-both-lots-in-prose": (
        """
# 1 Om konkurransen
Konkurransen har to deler:
* Del 1: Bygg
* Del 2: Anlegg
# 4 Tildelingskriterier
| Kriterium | Del 1 | Del 2 |
| Pris | 60 % | 70 % |
| Klima og miljø | 40 % | 30 % |
For del 1 vurderes klimagassutslipp fra materialer (50 % av kriteriet) og ombruk av treverk (50 % av kriteriet).
For del 2 vurderes utslippsfrie maskiner (80 % av kriteriet) og gjenbruk av masser (20 % av kriteriet).
""",
        (
            "Pris 60; Klima og miljø 40; >klimagassutslipp fra materialer 50; >ombruk av treverk 50"
            " | Pris 70; Klima og miljø 30; >utslippsfrie maskiner 80; >gjenbruk av masser 20"
        ),
        (40, 40),
        [],
    ),
    "lot-shares-under-a-heading-with-the-name": (
        """
# 1 Innledning
Anskaffelsen er delt i to delkontrakter:
* Delkontrakt 1: Kontormøbler
* Delkontrakt 2: Skolemøbler
# 3 Tildeling
Tildelingskriterier og vekt per delkontrakt:
| Kriterium | Delkontrakt 1 | Delkontrakt 2 |
| Pris | 55 % | 65 % |
| Miljø | 45 % | 35 % |
## 3.1 Nærmere om miljø
I delkontrakt 1 teller brukte møbler 70 % og reparasjon av møbler 30 % av kriteriet.
I delkontrakt 2 er miljø ett samlet kriterium om utslipp fra produksjonen.
""",
        "Pris 55; Miljø 45; >brukte møbler 70; >reparasjon av møbler 30 | Pris 65; Miljø 35",
        (45, 45),
        [],
    ),
    "lot-shares-as-items": (
        """
# 1 Om oppdraget
Oppdraget har to deler:
* Del A: Frukt
* Del B: Fisk
# 4 Tildelingskriterier
| Kriterium | Del A | Del B |
| Pris | 50 % | 60 % |
| Kvalitet | 20 % | 10 % |
| Klima og miljø | 30 % | 30 % |
Underkriterier til klima og miljø i del A:
* Økologisk andel 60 %
* Utslipp fra transport 40 %
""",
        (
            "Pris 50; Kvalitet 20; Klima og miljø 30; >Økologisk andel 60; >Utslipp fra transport 40"
            " | Pris 60; Kvalitet 10; Klima og miljø 30"
        ),
        (30, 30),
        [],
    ),
    "two-in-a-cell-line-by-line": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Underkriterier |
| Pris | 60 % | Samlet tilbudssum |
| Klima og miljø | 40 % | Utslippsfrie anleggsmaskiner: 70 % // Gjenbruk av masser: 30 % |
""",
        "Pris 60; Klima og miljø 40; >Utslippsfrie anleggsmaskiner 70; >Gjenbruk av masser 30",
        (40, 40),
        [],
    ),
    "two-in-a-cell-with-weights-in-their-own": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Underkriterium | Vekt av kriteriet |
| Pris | 50 % | Timepris | 100 % |
| Kvalitet | 20 % | Metode // Bemanning | 50 % // 50 % |
| Klima og miljø | 30 % | Utslipp fra reiser // Ombruk av utstyr | 60 % // 40 % |
""",
        (
            "Pris 50; Kvalitet 20; >Metode 50; >Bemanning 50; Klima og miljø 30"
            "; >Utslipp fra reiser 60; >Ombruk av utstyr 40"
        ),
        (30, 30),
        [],
    ),
    "two-in-a-cell-numbered": (
        """
# Tildelingskriterium
| Nr. | Kriterium | Vekt | Grunnlag |
| 1 | Pris | 65 % | Tilbodssum |
| 2 | Klima og miljø | 35 % | a) Utsleppsfri transport (20 %) // b) Klimafotavtrykk for betong (15 %) |
""",
        "Pris 65; Klima og miljø 35; >Utsleppsfri transport 20; >Klimafotavtrykk for betong 15",
        (35, 35),
        [],
    ),
    "two-in-the-name-cell": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 55 % |
| Oppgaveforståelse | 15 % |
| Klima og miljø // - energibruk i drift (60 %) // - emballasje (40 %) | 30 % |
""",
        "Pris 55; Oppgaveforståelse 15; Klima og miljø 30; >energibruk i drift 60; >emballasje 40",
        (30, 30),
        [],
    ),
    "percentage-points-prose-nynorsk": (
        """
# Tildelingskriterium
| Kriterium | Vekt |
| Pris | 60 % |
| Klima og miljø | 40 % |
Klima og miljø er fordelt på utslepp frå ferja, dokumentert med logg (25 prosentpoeng), og avfall (15 prosentpoeng).
""",
        "Pris 60; Klima og miljø 40; >utslepp frå ferja 25; >avfall 15",
        (40, 40),
        [],
    ),
    "percentage-points-of-which": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Leveringssikkerhet | 15 % |
| Miljø | 35 % |
Miljø teller 35 %, hvorav 20 prosentpoeng gjelder lavt klimafotavtrykk og 15 prosentpoeng gjelder levering uten utslipp.
""",
        "Pris 50; Leveringssikkerhet 15; Miljø 35; >lavt klimafotavtrykk 20; >levering uten utslipp 15",
        (35, 35),
        [],
    ),
    "percentage-points-english": (
        """
# Award criteria
| Criterion | Weight |
| Price | 60 % |
| Environment | 40 % |
Environment is divided into carbon footprint, shown by an EPD (30 percentage points) and waste (10 percentage points).
""",
        "Price 60; Environment 40; >carbon footprint 30; >waste 10",
        (40, 40),
        [],
    ),
    "route-planning-is-no-environment": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Dokumentasjon |
| Pris | 50 % | Prisskjema |
| Ruteplanlegging og kapasitet | 20 % | Plan for henterunder og antall biler i reserve |
| Klima og miljø | 30 % | Utslipp fra bilene |
""",
        "Pris 50; Ruteplanlegging og kapasitet 20; Klima og miljø 30",
        (30, 30),
        [],
    ),
    "route-planning-for-fuel-is-doubtful": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Dokumentasjon |
| Pris | 50 % | Prisskjema |
| Ruteplan | 20 % | Plan for ruter, bemanning og kjørelengde |
| Klima og miljø | 30 % | Utslipp fra bilene |
""",
        "Pris 50; Ruteplan 20; Klima og miljø 30",
        (30, 50),
        [],
    ),
    "price-with-capitalised-losses-is-doubtful": (
        """
# Tildelingskriterium
| Kriterium | Vekt | Grunnlag |
| Pris og kapitaliserte tap | 60 % | Samla pris og tap over 30 år |
| Leveringstid | 10 % | Veker frå bestilling |
| Klima og miljø | 30 % | Klimafotavtrykk |
""",
        "Pris og kapitaliserte tap 60; Leveringstid 10; Klima og miljø 30",
        (30, 90),
        [],
    ),
    "table-over-hundred-and-another-weight-in-the-introduction": (
        """
# 1 Kort om konkurransen
Kontrakten varer i fire år. Pris teller 50 %, kvalitet 20 % og miljø 30 %.
# 7 Tildeling
Vekt og innhold:
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 25 % |
| Klima og miljø | 35 % |
""",
        "Pris 50; Kvalitet 25; Klima og miljø 35",
        (None, None),
        ["weights-do-not-sum", "two-weights", "two-weights"],
    ),
    "table-below-hundred-and-another-weight-after-it": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Kompetanse | 10 % |
| Miljø | 20 % |
# Krav til tilbudet
Prisen vektes 60 %, kompetanse 10 % og miljø 30 %, og skal besvares i hvert sitt vedlegg.
""",
        "Pris 60; Kompetanse 10; Miljø 20",
        (None, None),
        ["weights-do-not-sum", "two-weights"],
    ),
    "price-index-in-per-cent-is-no-award": (
        """
# Om prisene
Prisene reguleres årlig. Pris på lønn vektes 60 %, drivstoff 30 % og vedlikehold 10 % i indeksen.
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
""",
        "Pris 70; Miljø 30",
        (30, 30),
        [],
    ),
    "parts-of-points-told-with-words-before": (
        """
# Tildelingskriterier
Maksimal poengsum er 100.
| Kriterium | Poeng |
| Pris | 55 |
| Gjennomføring | 15 |
| Klima og miljø | 30 |
Klima og miljø: inntil 18 poeng for utslippsfri transport og inntil 12 poeng for lite emballasje.
""",
        "Pris 55; Gjennomføring 15; Klima og miljø 30; >utslippsfri transport 18; >lite emballasje 12",
        (30, 30),
        [],
    ),
    "points-under-a-heading": (
        """
# 5 Tildelingskriterier
| Kriterium | Poeng |
| Pris | 400 |
| Kvalitet | 300 |
| Klima og miljø | 300 |
## 5.3 Klima og miljø
Det gis inntil 200 poeng for klimafotavtrykk per enhet.
Det gis inntil 100 poeng for plan for ombruk ved avtaleslutt.
""",
        "Pris 40; Kvalitet 30; Klima og miljø 30; >klimafotavtrykk per enhet 20; >plan for ombruk 10",
        (30, 30),
        [],
    ),
    "scoring-points-are-no-parts": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 20 % |
| Klima og miljø | 30 % |
For klima og miljø gis 10 poeng for elektriske biler, 6 poeng for biogass og 2 poeng for biodiesel.
""",
        "Pris 50; Kvalitet 20; Klima og miljø 30",
        (30, 30),
        [],
    ),
    "lots-in-one-paragraph": (
        """
# 1 Anskaffelsen
Anskaffelsen er delt i to delkontrakter: Delkontrakt 1: Renhold og Delkontrakt 2: Vinduspuss.
# 6 Tildelingskriterier
| Kriterium | Delkontrakt 1 | Delkontrakt 2 |
| Pris | 60 % | 65 % |
| Miljø | 40 % | 35 % |
I delkontrakt 1 deles miljø i kjemi (60 %) og reise (40 %). I delkontrakt 2 deles miljø i vann (70 %) og reise (30 %).
""",
        "Pris 60; Miljø 40; >kjemi 60; >reise 40 | Pris 65; Miljø 35; >vann 70; >reise 30",
        (40, 40),
        [],
    ),
    "lot-parts-in-percentage-points": (
        """
# 1 Anskaffelsen
Konkurransen er delt i delkontrakter:
* Delkontrakt 1: Sand
* Delkontrakt 2: Grus
# 6 Tildelingskriterier
| Kriterium | Delkontrakt 1 | Delkontrakt 2 |
| Pris | 60 % | 70 % |
| Klima | 40 % | 30 % |
I delkontrakt 1 består klima av utslipp ved uttak (25 prosentpoeng) og utslipp ved transport (15 prosentpoeng).
""",
        "Pris 60; Klima 40; >utslipp ved uttak 25; >utslipp ved transport 15 | Pris 70; Klima 30",
        (40, 40),
        [],
    ),
    "cell-of-sentences-with-shares": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Hva vi ser på |
| Pris | 50 % | Totalpris |
| Klima og miljø | 50 % | Utslippsfrie biler teller 60 %. Avfall teller 40 %. |
""",
        "Pris 50; Klima og miljø 50; >Utslippsfrie biler 60; >Avfall 40",
        (50, 50),
        [],
    ),
    "cell-with-amounts-is-no-parts": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Hva vi ser på |
| Pris | 70 % | Totalpris |
| Klima og miljø | 30 % | Full uttelling ved 100 % elektriske biler, halv uttelling ved 50 % |
""",
        "Pris 70; Klima og miljø 30",
        (30, 30),
        [],
    ),
    "lines-with-dash-in-the-sub-column": (
        """
# Award criteria
| Criterion | Weight | Sub-criteria |
| Price | 60 % | Total price |
| Environment | 40 % | Energy use in operation - 50 % // Take-back and reuse - 50 % |
""",
        "Price 60; Environment 40; >Energy use in operation 50; >Take-back and reuse 50",
        (40, 40),
        [],
    ),
    "percentage-points-after-a-colon": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Klima og miljø | 40 % |
Klima og miljø: 25 prosentpoeng for utslipp fra materialer, 15 prosentpoeng for ombruk.
""",
        "Pris 60; Klima og miljø 40; >utslipp fra materialer 25; >ombruk 15",
        (40, 40),
        [],
    ),
    "percentage-points-in-a-sentence-of-the-criterion": (
        """
# Tildelingskriterium
| Kriterium | Vekt |
| Pris | 50 % |
| Kompetanse | 20 % |
| Klima og miljø | 30 % |
Av dei 30 prosentpoenga for klima og miljø gjeld 20 prosentpoeng klimafotavtrykk og 10 prosentpoeng avfall.
""",
        "Pris 50; Kompetanse 20; Klima og miljø 30; >klimafotavtrykk 20; >avfall 10",
        (30, 30),
        [],
    ),
    "capacity-and-staffing-are-no-environment": (
        """
# Award criteria
| Criterion | Weight | Documentation |
| Price | 50 % | Price form |
| Route planning and capacity | 20 % | Number of vehicles in reserve and staffing |
| Climate and environment | 30 % | Emissions from vehicles |
""",
        "Price 50; Route planning and capacity 20; Climate and environment 30",
        (30, 30),
        [],
    ),
    "price-without-losses-is-no-environment": (
        """
# Tildelingskriterium
| Kriterium | Vekt | Grunnlag |
| Pris | 60 % | Samla pris for bilar levert på lager, medrekna transport |
| Klima og miljø | 40 % | Klimafotavtrykk |
""",
        "Pris 60; Klima og miljø 40",
        (40, 40),
        [],
    ),
    "introduction-agrees-with-the-table": (
        """
# 1 Kort om konkurransen
Pris teller 60 %, kvalitet 10 % og miljø 30 %. Svar innen fire uker.
# 4 Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Kvalitet | 10 % |
| Klima og miljø | 30 % |
""",
        "Pris 60; Kvalitet 10; Klima og miljø 30",
        (30, 30),
        [],
    ),
    "introduction-gives-fewer-criteria": (
        """
# 1 Kort om konkurransen
Tilbudene vurderes på pris (70 %) og miljø (30 %), se kapittel 4.
# 4 Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Kvalitet | 20 % |
| Klima og miljø | 30 % |
""",
        "Pris 60; Kvalitet 20; Klima og miljø 30",
        (None, None),
        ["weights-do-not-sum", "two-weights"],
    ),
}


def _wanted(expected: str) -> list[list[str]]:
    return [sorted(one.strip() for one in lot.split(";")) for lot in expected.split("|")]


def _told(name: str, names: list[str]) -> str:
    """The wanted name where the given one has or is part of it."""
    return next((one for one in names if one.casefold() in name.casefold() or name.casefold() in one.casefold()), name)


@pytest.mark.parametrize("name", LAYOUTS)
def test_parts_are_read(name: str) -> None:
    text, expected, _, _ = LAYOUTS[name]
    wanted = _wanted(expected)
    names = [sorted((row.lstrip(">").rpartition(" ")[0] for row in lot), key=len, reverse=True) for lot in wanted]

    lots = read_lots(text)

    got = [
        sorted(
            f"{'>' if one.parent else ''}{_told(one.name, known)} {(one.weight_percent or 0):g}" for one in lot.criteria
        )
        for lot, known in zip(lots, [*names, *[[""]] * len(lots)], strict=False)
    ]
    assert got == wanted


@pytest.mark.parametrize("name", LAYOUTS)
def test_environmental_weight_and_contradictions(name: str) -> None:
    text, _, share, faults = LAYOUTS[name]

    found = environment(text)

    assert (found, read_faults(text)) == (share, faults)
