"""Award criteria in many layouts: what is read from small documents that no other file of tests holds."""

from __future__ import annotations

import pytest

from documents.layouts import environment, ranks, read_faults, read_lots, weights

Lots = list[list[tuple[str, float | None, str | None]]]

LAYOUTS: dict[str, tuple[str, Lots]] = {
    "sections": (
        """
# 5 Evaluering
## 5.1 Pris (50 %)
Samlet pris i skjema.
## 5.2 Kvalitet (20 %)
Vi vurderer metode.
## 5.3 Klima og miljø (30 %)
Utslipp fra transport teller 60 % og emballasje teller 40 % av kriteriet.
""",
        [
            [
                ("Pris", 50.0, None),
                ("Kvalitet", 20.0, None),
                ("Klima og miljø", 30.0, None),
                ("Utslipp fra transport", 60.0, "Klima og miljø"),
                ("Emballasje", 40.0, "Klima og miljø"),
            ]
        ],
    ),
    "h-vektes": (
        """
# 6 Tildelingskriterier
## 6.1 Pris
Kriteriet vektes 60 %.
Laveste pris gir 10 poeng.
## 6.2 Leveringstid
Vekt: 10 %
## 6.3 Miljø
Kriteriet teller 30 prosent. Andel kjøretøy uten utslipp.
""",
        [[("Pris", 60.0, None), ("Leveringstid", 10.0, None), ("Miljø", 30.0, None)]],
    ),
    "tk-n": (
        """
# Tildelingskriterier
## Tildelingskriterium 1: Pris – vekt 45 %
Lavest sum.
## Tildelingskriterium 2: Klima og miljø – vekt 30 %
Utslippsfri transport.
## Tildelingskriterium 3: Kompetanse hos tilbudt personell – vekt 25 %
CV for tre nøkkelpersoner. Minst 50 % av teamet må ha ti års erfaring.
""",
        [[("Pris", 45.0, None), ("Klima og miljø", 30.0, None), ("Kompetanse hos tilbudt personell", 25.0, None)]],
    ),
    "weight-first": (
        """
# Award criteria
| Weight | Criterion | Documentation |
| 40 % | Price | Price form |
| 30 % | Climate and environment | Emissions plan |
| 30 % | Quality | Method |
""",
        [[("Price", 40.0, None), ("Climate and environment", 30.0, None), ("Quality", 30.0, None)]],
    ),
    "transposed": (
        """
# Tildeling
| Kriterium | Pris | Kvalitet | Miljø |
| Vekt | 50 % | 20 % | 30 % |
| Dokumentasjon | Prisskjema | Beskrivelse | Miljøplan |
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "bare": (
        """
# Tildelingskriterier
| Kriterium | Vekt i prosent |
| Pris | 60 |
| Kvalitet | 10 |
| Miljø | 30 |
| Sum | 100 |
""",
        [[("Pris", 60.0, None), ("Kvalitet", 10.0, None), ("Miljø", 30.0, None)]],
    ),
    "decimal": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 0,5 |
| Kvalitet | 0,2 |
| Miljø | 0,3 |
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "points100": (
        """
# Evaluering
Tilbudene kan oppnå inntil 100 poeng.
* Pris: inntil 45 poeng
* Kvalitet: inntil 25 poeng
* Klima og miljø: inntil 30 poeng
""",
        [[("Pris", 45.0, None), ("Kvalitet", 25.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "subrows": (
        """
# Tildelingskriterier
| Tildelingskriterium | Vekt |
| 1. Pris | 50 % |
| 2. Kvalitet | 20 % |
| 2.1 Metode | 10 % |
| 2.2 Bemanning | 10 % |
| 3. Miljø | 30 % |
| 3.1 Transport | 20 % |
| 3.2 Emballasje | 10 % |
""",
        [
            [
                ("Pris", 50.0, None),
                ("Kvalitet", 20.0, None),
                ("Metode", 10.0, "Kvalitet"),
                ("Bemanning", 10.0, "Kvalitet"),
                ("Miljø", 30.0, None),
                ("Transport", 20.0, "Miljø"),
                ("Emballasje", 10.0, "Miljø"),
            ]
        ],
    ),
    "subrows100": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 20 % |
| Miljø | 30 % |
| – Utslippsfri transport | 70 % |
| – Emballasje | 30 % |
""",
        [
            [
                ("Pris", 50.0, None),
                ("Kvalitet", 20.0, None),
                ("Miljø", 30.0, None),
                ("Utslippsfri transport", 70.0, "Miljø"),
                ("Emballasje", 30.0, "Miljø"),
            ]
        ],
    ),
    "two-tables": (
        """
# 4 Tildelingskriterier
| Kriterium | Vekt |
| Totalkostnad | 55 % |
| Klima og miljø | 45 % |
## 4.1 Klima og miljø
Kriteriet består av følgende underkriterier:
| Underkriterium | Andel |
| Transport | 50 % |
| Materialer | 50 % |
""",
        [
            [
                ("Totalkostnad", 55.0, None),
                ("Klima og miljø", 45.0, None),
                ("Transport", 50.0, "Klima og miljø"),
                ("Materialer", 50.0, "Klima og miljø"),
            ]
        ],
    ),
    "nested-items": (
        """
# Tildelingskriterier
* Pris 60 %
* Klima og miljø 40 %
** Klimagassutslipp 25 %
** Ombruk 15 %
""",
        [
            [
                ("Pris", 60.0, None),
                ("Klima og miljø", 40.0, None),
                ("Klimagassutslipp", 25.0, "Klima og miljø"),
                ("Ombruk", 15.0, "Klima og miljø"),
            ]
        ],
    ),
    "inline": (
        """
# Tildeling
Tildelingskriteriene er pris (50 %), kvalitet (20 %) og klima og miljø (30 %).
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "henholdsvis": (
        """
# Tildeling
Tildelingskriteriene er pris, kvalitet og miljø, som vektes henholdsvis 50, 20 og 30 prosent.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "nn": (
        """
# Tildelingskriterium
Pris tel 50 prosent, kvalitet tel 20 prosent og klima og miljø tel 30 prosent.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "words": (
        """
# Tildelingskriterier
* Pris: femti prosent
* Kvalitet: tjue prosent
* Klima og miljø: tretti prosent
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "half": (
        """
# Tildelingskriterier
Pris utgjør halvparten av vekten, kvalitet 20 % og klima og miljø 30 %.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "equal": (
        """
# Tildelingskriterier
Følgende kriterier vektes likt:
* Pris
* Kvalitet
* Klima og miljø
""",
        [[("Pris", 33.33, None), ("Kvalitet", 33.33, None), ("Klima og miljø", 33.33, None)]],
    ),
    "example": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
## Eksempel på beregning
| Kriterium | Vekt | Tilbud A | Tilbud B |
| Pris | 60 % | 10 | 8 |
| Miljø | 40 % | 7 | 9 |
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "qualif": (
        """
# Utvelgelseskriterier
| Kriterium | Vekt |
| Erfaring | 60 % |
| Kapasitet | 40 % |
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "desc-cell": (
        """
# Tildelingskriterier
| Kriterium | Beskrivelse | Vekt |
| Pris // Samlet tilbudspris | Prisskjema | 40 % |
| Kvalitet // Løsningsbeskrivelse | Svar på krav | 30 % |
| Klima og miljø // Utslipp i leveransen | Plan | 30 % |
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "name-weight-cell": (
        """
# Tildelingskriterier
| Tildelingskriterier | Dokumentasjon |
| Pris (40 %) | Prisskjema |
| Kvalitet (30 %) | Beskrivelse |
| Klima og miljø (30 %) | Utslippsfri transport |
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "two weights main sub": (
        """
# Tildelingskriterier
| Hovedkriterium | Vekt | Underkriterium | Delvekt |
| Pris | 50 % | Pris | 100 % |
| Miljø | 30 % | Transport | 50 % |
| | | Materialer | 50 % |
| Kvalitet | 20 % | Metode | 60 % |
| | | CV | 40 % |
""",
        [
            [
                ("Pris", 50.0, None),
                ("Miljø", 30.0, None),
                ("Transport", 50.0, "Miljø"),
                ("Materialer", 50.0, "Miljø"),
                ("Kvalitet", 20.0, None),
                ("Metode", 60.0, "Kvalitet"),
                ("CV", 40.0, "Kvalitet"),
            ]
        ],
    ),
    "one weight sub": (
        """
# Tildelingskriterier
| Kriterium | Underkriterium | Vekt |
| Pris | Totalpris | 50 % |
| Miljø | Transport | 20 % |
| | Materialer | 10 % |
| Kvalitet | Metode | 20 % |
""",
        [
            [
                ("Pris", 50.0, None),
                ("Miljø", 30.0, None),
                ("Transport", 20.0, "Miljø"),
                ("Materialer", 10.0, "Miljø"),
                ("Kvalitet", 20.0, None),
            ]
        ],
    ),
    "lots tables": (
        """
# 1 Om anskaffelsen
Anskaffelsen er delt i to delkontrakter:
* Delkontrakt 1: Brøyting nord, CPV 90620000
* Delkontrakt 2: Brøyting sør, CPV 90620000
# 4 Tildelingskriterier
## 4.1 Delkontrakt 1
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
## 4.2 Delkontrakt 2
| Kriterium | Vekt |
| Pris | 80 % |
| Miljø | 20 % |
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)], [("Pris", 80.0, None), ("Miljø", 20.0, None)]],
    ),
    "lots prose": (
        """
# 1 Om
Konkurransen deles inn i to deler.
| Delkontrakt | Innhold | Verdi |
| A | Asfalt | 10 mill. kroner |
| B | Betong | 5 mill. kroner |
# Tildelingskriterier
For delkontrakt A vektes pris 60 % og klima og miljø 40 %.
For delkontrakt B vektes pris 100 %.
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)], [("Pris", 100.0, None)]],
    ),
    "lot rows": (
        """
# Tildelingskriterier
| Delområde | Pris | Kvalitet | Miljø |
| Delområde 1 | 50 % | 20 % | 30 % |
| Delområde 2 | 60 % | 20 % | 20 % |
# Delområder
| Delområde | Beskrivelse |
| Delområde 1 | Nord |
| Delområde 2 | Sør |
""",
        [
            [("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)],
            [("Pris", 60.0, None), ("Kvalitet", 20.0, None), ("Miljø", 20.0, None)],
        ],
    ),
    "rank": (
        """
# Tildelingskriterier
Kriteriene er oppgitt i prioritert rekkefølge:
* Pris
* Klima og miljø
* Kvalitet
""",
        [[("Pris", 1.0, None), ("Klima og miljø", 2.0, None), ("Kvalitet", 3.0, None)]],
    ),
    "rank inline": (
        """
# Tildelingskriterier
Tildelingskriteriene er i prioritert rekkefølge pris, kvalitet, klima og miljø og leveringstid.
""",
        [[("Pris", 1.0, None), ("Kvalitet", 2.0, None), ("Klima og miljø", 3.0, None), ("Leveringstid", 4.0, None)]],
    ),
    "rank table": (
        """
# Award criteria
| Priority | Award criterion | Description |
| 1 | Price | Total |
| 2 | Climate and environment | Emissions |
| 3 | Quality | Method |
""",
        [[("Price", 1.0, None), ("Climate and environment", 2.0, None), ("Quality", 3.0, None)]],
    ),
    "rest": (
        """
# Tildelingskriterier
Pris vektes 60 %. Klima og miljø vektes med de resterende 40 %.
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)]],
    ),
    "lavest": (
        """
# Tildeling
Oppdragsgiver vil tildele kontrakten til den leverandøren som tilbyr laveste pris.
""",
        [[("Pris", 100.0, None)]],
    ),
    "annex": (
        """
# 4 Tildelingskriterier
Kriteriene er pris, kvalitet og miljø. Vektene står i vedlegg 2.
* Pris
* Kvalitet
* Miljø
# Vedlegg 2 Vekter
| Pris | 50 % |
| Kvalitet | 20 % |
| Miljø | 30 % |
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "range": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 40–60 % |
| Kvalitet | 10–30 % |
| Miljø | 30–40 % |
""",
        [[("Pris", None, None), ("Kvalitet", None, None), ("Miljø", None, None)]],
    ),
    "sum": (
        """
# Tildelingskriterier
* Pris: 60 %
* Kvalitet: 20 %
* Miljø: 30 %
""",
        [[("Pris", 60.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "prefix": (
        """
# 7 Slik velger vi leverandør
* 50 % – Pris: Totalsum i skjemaet
* 30 % – Miljø: Andel resirkulert materiale. Minst 20 % gir poeng.
* 20 % – Service: Responstid
""",
        [[("Pris", 50.0, None), ("Miljø", 30.0, None), ("Service", 20.0, None)]],
    ),
    "lead-name": (
        """
# Tildelingskriterier
Pris (40 %)
Lavest totalpris gir best uttelling.
Kvalitet (30 %)
Oppdragsgiver vurderer tilbyders løsning.
Klima og miljø (30 %)
Det legges vekt på utslipp fra transport og på gjenbruk.
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "compound": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Beskrivelse |
| Pris | 60 % | Sum |
| Kvalitet og miljø | 40 % | Kvalitet 25 %. Miljø 15 %. |
""",
        [
            [
                ("Pris", 60.0, None),
                ("Kvalitet og miljø", 40.0, None),
                ("Kvalitet", 25.0, "Kvalitet og miljø"),
                ("Miljø", 15.0, "Kvalitet og miljø"),
            ]
        ],
    ),
    "nohead": (
        """
Konkurransegrunnlag
Tildelingskriterier
Pris: 70 %
Miljø: 30 %
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "contract pct": (
        """
# 3 Tildelingskriterier
Pris teller 70 % og miljø teller 30 %. Pris evalueres slik at laveste pris får 10 poeng.
Tilbud som er mer enn 50 % dyrere får 0 poeng.
# 4 Kontrakt
Dagmulkt er 0,15 % av kontraktssummen. Inntil 80 % av endringen i indeksen. Andel lærlinger skal være 10 %.
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "trio": (
        """
# Tildelingskriterier
Pris
Vekt: 40 %
Totalpris i skjemaet.
Klima og miljø
Vekt: 30 %
Utslipp i transport.
Kvalitet
Vekt: 30 %
Metode.
""",
        [[("Pris", 40.0, None), ("Klima og miljø", 30.0, None), ("Kvalitet", 30.0, None)]],
    ),
    "cards": (
        """
# Tildelingskriterier
| Tildelingskriterium 1 | Pris |
| Vekt | 60 % |
| Dokumentasjon | Prisskjema |

| Tildelingskriterium 2 | Klima og miljø |
| Vekt | 40 % |
| Dokumentasjon | Utslippsplan |
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)]],
    ),
    "heading+table sub": (
        """
# 4 Tildelingskriterier
## 4.1 Pris (70 %)
Sum.
## 4.2 Klima og miljø (30 %)
| Element | Vekt |
| Transport | 50 % |
| Materialbruk | 50 % |
""",
        [
            [
                ("Pris", 70.0, None),
                ("Klima og miljø", 30.0, None),
                ("Transport", 50.0, "Klima og miljø"),
                ("Materialbruk", 50.0, "Klima og miljø"),
            ]
        ],
    ),
    "sub points": (
        """
# Award criteria
| Criterion | Weight | Maximum points |
| Price | 50 % | 10 |
| Quality | 20 % | 10 |
| Environment | 30 % | 10 |
""",
        [[("Price", 50.0, None), ("Quality", 20.0, None), ("Environment", 30.0, None)]],
    ),
    "herunder": (
        """
# Tildelingskriterier
* Pris (50 %)
* Kvalitet (50 %), herunder metode (20 %) og klimagassutslipp (30 %)
""",
        [
            [
                ("Pris", 50.0, None),
                ("Kvalitet", 50.0, None),
                ("Metode", 20.0, "Kvalitet"),
                ("Klimagassutslipp", 30.0, "Kvalitet"),
            ]
        ],
    ),
    "lots same": (
        """
# 1 Omfang
Anskaffelsen er delt i tre delkontrakter.
| Nr. | Delkontrakt | Estimert verdi |
| 1 | Renhold nord | 3 000 000 kr |
| 2 | Renhold sør | 4 000 000 kr |
| 3 | Vinduspuss | 1 000 000 kr |
# 4 Tildelingskriterier
Kriteriene gjelder for alle delkontrakter:
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
""",
        [
            [("Pris", 70.0, None), ("Miljø", 30.0, None)],
            [("Pris", 70.0, None), ("Miljø", 30.0, None)],
            [("Pris", 70.0, None), ("Miljø", 30.0, None)],
        ],
    ),
    "lots two groups": (
        """
# 1 Omfang
Følgende delkontrakter inngår:
Delkontrakt 1 – Personbiler
Delkontrakt 2 – Varebiler
Delkontrakt 3 – Lastebiler
# 4 Tildelingskriterier
For delkontrakt 1 og 2 gjelder:
* Pris 70 %
* Miljø 30 %
For delkontrakt 3 gjelder:
* Pris 60 %
* Miljø 20 %
* Service 20 %
""",
        [
            [("Pris", 70.0, None), ("Miljø", 30.0, None)],
            [("Pris", 70.0, None), ("Miljø", 30.0, None)],
            [("Pris", 60.0, None), ("Miljø", 20.0, None), ("Service", 20.0, None)],
        ],
    ),
    "en list": (
        """
# 5 Award criteria
The contract will be awarded on the basis of the following criteria:
* Price – 40 %
* Climate and environmental performance – 30 %
* Quality of service – 30 %
""",
        [
            [
                ("Price", 40.0, None),
                ("Climate and environmental performance", 30.0, None),
                ("Quality of service", 30.0, None),
            ]
        ],
    ),
    "en prose respectively": (
        """
# 5 Evaluation of tenders
Price, quality and environment are weighted 50, 20 and 30 per cent respectively.
""",
        [[("Price", 50.0, None), ("Quality", 20.0, None), ("Environment", 30.0, None)]],
    ),
    "ansvar: no heading class": (
        """
# Del C Konkurransens innretning
## Hvordan tilbudene sammenlignes
| Hva | Hvor mye det teller |
| Pris | 60 % |
| Klimaavtrykk | 30 % |
| Tjenestekvalitet | 10 % |
""",
        [[("Pris", 60.0, None), ("Klimaavtrykk", 30.0, None), ("Tjenestekvalitet", 10.0, None)]],
    ),
    "spec table traps": (
        """
# 3 Kravspesifikasjon
| Krav | Andel |
| Resirkulert plast | 60 % |
| Resirkulert papir | 40 % |
# 4 Prisskjema
| Post | Vekt i evaluering |
| Timepris | 80 % |
| Påslag | 20 % |
# 5 Tildelingskriterier
Tildeling skjer til tilbudet med det beste forholdet mellom pris og kvalitet. Pris: 60 %. Klima og miljø: 40 %.
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)]],
    ),
    "price subweights in award": (
        """
# 5 Tildelingskriterier
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
## 5.1 Nærmere om pris
| Priselement | Vekt |
| Timepris | 80 % |
| Påslag | 20 % |
""",
        [[("Pris", 70.0, None), ("Timepris", 80.0, "Pris"), ("Påslag", 20.0, "Pris"), ("Miljø", 30.0, None)]],
    ),
    "miljø parent qual": (
        """
# Tildelingskriterier
| Tildelingskriterium | Vekt |
| Pris | 50 % |
| Oppdragsgjennomføring | 50 % |
Oppdragsgjennomføring består av:
* Fremdriftsplan (40 %)
* Klimatiltak i prosjektet (60 %)
""",
        [
            [
                ("Pris", 50.0, None),
                ("Oppdragsgjennomføring", 50.0, None),
                ("Fremdriftsplan", 40.0, "Oppdragsgjennomføring"),
                ("Klimatiltak i prosjektet", 60.0, "Oppdragsgjennomføring"),
            ]
        ],
    ),
    "numbered headings no style": (
        """
Konkurransegrunnlag
1 Innledning
Fjell kommune skal kjøpe asfalt.
2 Kvalifikasjonskrav
Leverandøren skal ha minst 20 % egenkapital.
3 Tildelingskriterier
3.1 Pris - 65 %
Lavest pris.
3.2 Miljø - 35 %
Varmblandet asfalt med lavt utslipp.
4 Kontrakt
Prisen justeres med 80 % av indeks.
""",
        [[("Pris", 65.0, None), ("Miljø", 35.0, None)]],
    ),
    "ranges and reserve": (
        """
# Tildelingskriterier
Pris vektes mellom 40 og 60 %, kvalitet mellom 10 og 30 % og miljø 30 %.
""",
        [[("Pris", None, None), ("Kvalitet", None, None), ("Miljø", 30.0, None)]],
    ),
    "statement in law": (
        """
# Tildelingskriterier
Det følger av anskaffelsesforskriften § 7-9 at klima- og miljøhensyn skal vektes minst 30 %. Kontrakten tildeles etter:
* Pris 70 %
* Klima- og miljøhensyn 30 %
""",
        [[("Pris", 70.0, None), ("Klima- og miljøhensyn", 30.0, None)]],
    ),
    "contradict": (
        """
# 1 Om anskaffelsen
Tildelingskriterier er pris 60 % og miljø 40 %.
# 4 Tildelingskriterier
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "k1 rows": (
        """
# Tildelingskriterier
| Nr | Kriterium | Vekt (%) | Dokumentasjonskrav |
| K1 | Pris | 40 | Utfylt prisskjema |
| K2 | Klima og miljø | 30 | Inntil 2 sider |
| K3 | Leveringssikkerhet | 30 | Minst 95 % leveringspresisjon |
""",
        [[("Pris", 40.0, None), ("Klima og miljø", 30.0, None), ("Leveringssikkerhet", 30.0, None)]],
    ),
    "eneste": (
        """
# Tildeling
Eneste tildelingskriterium er pris.
""",
        [[("Pris", 100.0, None)]],
    ),
    "evalueres pris 100": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 100 % |
""",
        [[("Pris", 100.0, None)]],
    ),
    "semi": (
        """
# Tildelingskriterier
Følgende kriterier legges til grunn: a) pris, 50 %; b) kvalitet, 20 %; c) miljø, 30 %.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "merged repeated": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Underkriterium | Vekt underkriterium |
| Pris | 60 % | Totalpris | 100 % |
| Miljø | 40 % | Transport | 50 % |
| Miljø | 40 % | Emballasje | 50 % |
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None), ("Transport", 50.0, "Miljø"), ("Emballasje", 50.0, "Miljø")]],
    ),
    "nn lots": (
        """
# 1 Om innkjøpet
Innkjøpet er delt i to delkontraktar: Delkontrakt 1 – Frukt og Delkontrakt 2 – Fisk.
# Tildelingskriterium
Delkontrakt 1: Pris 70 %, miljø 30 %.
Delkontrakt 2: Pris 50 %, miljø 50 %.
""",
        [[("Pris", 70.0, None), ("Miljø", 30.0, None)], [("Pris", 50.0, None), ("Miljø", 50.0, None)]],
    ),
    "template lines": (
        """
# 5 Tildelingskriterier
Tildelingen skjer til tilbudet med det beste forholdet mellom pris og kvalitet, etter følgende kriterier:
| Tildelingskriterium | Vekt | Dokumentasjonskrav |
| Pris // Under dette kriteriet vurderes: // - Totalpris | 40 % | Utfylt prisskjema |
| Kvalitet // Under dette kriteriet vurderes: // - Kompetanse // - Oppdragsforståelse | 30 % | CV |
| Klima og miljø // Under dette kriteriet vurderes: // - Andel utslippsfrie kjøretøy | 30 % | Plan |
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "unweighted subs": (
        """
# Tildelingskriterier
| Kriterium | Underkriterier | Vekt |
| Pris | Totalpris | 40 % |
| Kvalitet | Kompetanse | 30 % |
| | Metode | |
| Miljø | Transport | 30 % |
| | Avfall | |
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Miljø", 30.0, None)]],
    ),
    "weight line in cell": (
        """
# Tildelingskriterier
| Tildelingskriterium | Dokumentasjon |
| Pris // Vekt: 40 % | Skjema |
| Kvalitet // Vekt: 30 % | Svar |
| Miljø // Vekt: 30 % | Plan |
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Miljø", 30.0, None)]],
    ),
    "scale table": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 |
| Kvalitet | 10 |
| Miljø | 30 |
## Poengskala
| Poeng | Beskrivelse |
| 10 | Svært godt |
| 8 | Godt |
| 6 | Middels |
| 4 | Svakt |
| 2 | Dårlig |
| 0 | Ikke besvart |
""",
        [[("Pris", 60.0, None), ("Kvalitet", 10.0, None), ("Miljø", 30.0, None)]],
    ),
    "two header rows": (
        """
# 1 Om
| Del | Hva |
| 1 | Hansker |
| 2 | Masker |
# Tildelingskriterier
| Tildelingskriterium | Vekt | |
| | Del 1 | Del 2 |
| Pris | 40 | 70 |
| Miljø | 60 | 30 |
""",
        [[("Pris", 40.0, None), ("Miljø", 60.0, None)], [("Pris", 70.0, None), ("Miljø", 30.0, None)]],
    ),
    "lettered": (
        """
# Tildelingskriterier
1. Pris (60 %)
2. Miljø (40 %)
a) Transport (50 %)
b) Emballasje (50 %)
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None), ("Transport", 50.0, "Miljø"), ("Emballasje", 50.0, "Miljø")]],
    ),
    "tk codes": (
        """
# Tildelingskriterier
TK1 Pris: 60 %
TK2 Klima og miljø: 40 %
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)]],
    ),
    "slashes": (
        """
# Tildelingskriterier
Pris/kvalitet/miljø vektes 50/20/30.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "mini by lead": (
        """
# Tildeling
For inngåelse av rammeavtalen gjelder:
* Pris 60 %
* Miljø 40 %
I minikonkurranser gjelder følgende kriterier:
* Pris 40–80 %
* Miljø 20–60 %
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None)]],
    ),
    "scoring quantities": (
        """
# Tildelingskriterier
* Pris: 60 %
* Miljø: 40 %. Tilbyder oppgir andel elektriske biler. 100 % elektriske biler gir 10 poeng, 50 % gir 5 poeng.
Andel resirkulert plast vurderes slik: over 80 % gir full uttelling.
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None)]],
    ),
    "equal subs": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
## Nærmere om miljø
Følgende underkriterier vektes likt:
* Transport
* Emballasje
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None), ("Transport", 50.0, "Miljø"), ("Emballasje", 50.0, "Miljø")]],
    ),
    "docs with total and money": (
        """
# 4 Tildelingskriterier
Kontrakt tildeles på bakgrunn av følgende tildelingskriterier (vekt i prosent):
| Nr. | Tildelingskriterium | Vekt | Poeng (0-10) | Vektet poengsum |
| 1 | Tilbudspris | 55 % | | |
| 2 | Miljøegenskaper ved produktene | 30 % | | |
| 3 | Leveringstid | 15 % | | |
| | Totalt | 100 % | | |
""",
        [[("Tilbudspris", 55.0, None), ("Miljøegenskaper ved produktene", 30.0, None), ("Leveringstid", 15.0, None)]],
    ),
    "avdeling weights in intro": (
        """
# 2 Om konkurransen
Kommunen legger stor vekt på klima og miljø, som vektes 30 % i konkurransen.
# 5 Tildelingskriterier
Pris 50 %, kvalitet 20 %, klima og miljø 30 %.
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "kvalitet env description": (
        """
# Tildelingskriterier
| Kriterium | Vekt | Hva vi vurderer |
| Pris | 60 % | Totalpris |
| Kvalitet | 40 % | Metode, bemanning, energieffektivitet og utslipp fra transport |
""",
        [[("Pris", 60.0, None), ("Kvalitet", 40.0, None)]],
    ),
    "iso cert": (
        """
# Tildelingskriterier
* Pris 70 %
* Miljø 30 %: Miljøstyringssystem etter ISO 14001 (50 %) og utslippsfri levering (50 %)
""",
        [
            [
                ("Pris", 70.0, None),
                ("Miljø", 30.0, None),
                ("Miljøstyringssystem etter ISO 14001", 50.0, "Miljø"),
                ("Utslippsfri levering", 50.0, "Miljø"),
            ]
        ],
    ),
    "lcc": (
        """
# Award criteria
* Life-cycle cost: 60 %
* Quality: 40 %
""",
        [[("Life-cycle cost", 60.0, None), ("Quality", 40.0, None)]],
    ),
    "title bold para": (
        """
Konkurransegrunnlag
Kjøp av buss
Tildelingskriterier
Oppdragsgiver vil legge følgende til grunn:
Kriterium 1: Pris. Vekt 40 %.
Kriterium 2: Kvalitet. Vekt 30 %.
Kriterium 3: Klima og miljø. Vekt 30 %.
Kontraktsvilkår
Ved forsinkelse er dagmulkten 0,2 %.
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "joined columns": (
        """
# Tildelingskriterier
Kriterium Vekt
Pris 50 % Kvalitet 20 % Klima og miljø 30 %
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "joined header": (
        """
# Tildelingskriterier
Tildelingskriterium Vekt Pris 50 % Kvalitet 20 % Klima og miljø 30 %
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "multiline weights with dokumentasjon": (
        """
# Tildelingskriterier
Pris – 50 % – dokumenteres i vedlegg 1
Kvalitet – 20 % – dokumenteres i vedlegg 2
Klima og miljø – 30 % – dokumenteres i vedlegg 3
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "en weight cells": (
        """
# Award criteria
| No | Award criterion | Sub-criterion | Weighting |
| 1 | Price | Total price | 40% |
| 2 | Quality | Method | 15% |
| | | Team | 15% |
| 3 | Climate and environment | Transport emissions | 20% |
| | | Packaging | 10% |
""",
        [
            [
                ("Price", 40.0, None),
                ("Quality", 30.0, None),
                ("Method", 15.0, "Quality"),
                ("Team", 15.0, "Quality"),
                ("Climate and environment", 30.0, None),
                ("Transport emissions", 20.0, "Climate and environment"),
                ("Packaging", 10.0, "Climate and environment"),
            ]
        ],
    ),
    "nested lots heading": (
        """
# 1 Generelt
## 1.1 Oppdeling
Rammeavtalen er delt i følgende delområder:
| Delområde | Beskrivelse | CPV | Anslått verdi (MNOK) |
| A | Tømrer | 45422000 | 12 |
| B | Maler | 45442100 | 6,5 |
# 5 Tildelingskriterier
## 5.1 Delområde A
Pris (60 %) og klima og miljø (40 %).
## 5.2 Delområde B
Pris (100 %).
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)], [("Pris", 100.0, None)]],
    ),
    "en lots": (
        """
# 1 Scope
The contract is divided into two lots:
* Lot 1: Laptops (CPV 30213100)
* Lot 2: Monitors (CPV 30231300)
# 4 Award criteria
For both lots the following criteria apply:
| Criterion | Lot 1 | Lot 2 |
| Price | 60 % | 50 % |
| Environment | 30 % | 50 % |
| Service | 10 % | n/a |
""",
        [
            [("Price", 60.0, None), ("Environment", 30.0, None), ("Service", 10.0, None)],
            [("Price", 50.0, None), ("Environment", 50.0, None)],
        ],
    ),
    "criteria col weight text": (
        """
# Tildelingskriterier
| Tildelingskriterium | Vekting |
| Pris | Teller 60 % |
| Klima og miljø | Teller 40 % |
""",
        [[("Pris", 60.0, None), ("Klima og miljø", 40.0, None)]],
    ),
    "long text around": (
        """
# 4 Tildeling
Det legges vekt på flere forhold, der prisen teller mest med 55 %, deretter miljø med 30 % og så service med 15 %.
""",
        [[("Prisen", 55.0, None), ("Miljø", 30.0, None), ("Service", 15.0, None)]],
    ),
    "poeng text": (
        """
# Evaluering
Pris kan gi inntil 60 poeng, kvalitet inntil 10 poeng og klima og miljø inntil 30 poeng.
""",
        [[("Pris", 60.0, None), ("Kvalitet", 10.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "points of": (
        """
# Evaluering
| Kriterium | Maksimal poengsum |
| Pris | 60 |
| Kvalitet | 10 |
| Klima og miljø | 30 |
| Totalt | 100 |
""",
        [[("Pris", 60.0, None), ("Kvalitet", 10.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "points odd": (
        """
# Evaluering
| Kriterium | Maks poeng |
| Pris | 20 |
| Kvalitet | 5 |
| Klima og miljø | 15 |
""",
        [[("Pris", 50.0, None), ("Kvalitet", 12.5, None), ("Klima og miljø", 37.5, None)]],
    ),
    "three level": (
        """
# 5 Tildelingskriterier
## 5.1 Pris – 40 %
Sum.
## 5.2 Kvalitet – 60 %
### 5.2.1 Oppgaveforståelse – 20 %
Metode.
### 5.2.2 Klima- og miljøtiltak – 40 %
Tiltak.
""",
        [
            [
                ("Pris", 40.0, None),
                ("Kvalitet", 60.0, None),
                ("Oppgaveforståelse", 20.0, "Kvalitet"),
                ("Klima- og miljøtiltak", 40.0, "Kvalitet"),
            ]
        ],
    ),
    "weights table after names": (
        """
# 5 Tildelingskriterier
Kontrakten tildeles på grunnlag av følgende kriterier:
* Pris: samlet kostnad
* Kvalitet: løsning
* Klima og miljø: utslipp
Kriteriene vektes slik:
| Pris | Kvalitet | Klima og miljø |
| 50 % | 20 % | 30 % |
""",
        [[("Pris", 50.0, None), ("Kvalitet", 20.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "nn table": (
        """
# 4 Tildelingskriterium
| Kriterium | Vekt | Kva vi ser etter |
| Pris | 50 % | Totalpris |
| Klima og miljø | 30 % | Utslepp frå transport |
| Leveringstryggleik | 20 % | Beredskap |
""",
        [[("Pris", 50.0, None), ("Klima og miljø", 30.0, None), ("Leveringstryggleik", 20.0, None)]],
    ),
    "weights in brackets with vekt": (
        """
# Tildelingskriterier
* Totalpris (vekt: 40 %)
* Kompetanse (vekt: 30 %): CV for tilbudt personell med minst 5 års erfaring
* Reduksjon av klimagassutslipp (vekt: 30 %): Tilbyder skal beskrive tiltak som gir minst 20 % lavere utslipp
""",
        [[("Totalpris", 40.0, None), ("Kompetanse", 30.0, None), ("Reduksjon av klimagassutslipp", 30.0, None)]],
    ),
    "kvalitet children text": (
        """
# 6 Tildelingskriterier
6.1 Pris (60 %)
6.2 Kvalitet og bærekraft (40 %)
Kriteriet er delt i to underkriterier: løsningsforslag (25 %) og bærekraft i leveransen (15 %).
""",
        [
            [
                ("Pris", 60.0, None),
                ("Kvalitet og bærekraft", 40.0, None),
                ("Løsningsforslag", 25.0, "Kvalitet og bærekraft"),
                ("Bærekraft i leveransen", 15.0, "Kvalitet og bærekraft"),
            ]
        ],
    ),
    "formula traps": (
        """
# 6 Tildelingskriterier
Tilbudene vurderes etter kriteriene nedenfor. Hvert kriterium gis poeng på en skala fra 0 til 10, der 10 er best.
| Kriterium | Vekt | Evaluering |
| Pris | 45 % | Lavest pris får 10 poeng. Et tilbud som er 20 % dyrere, får 8 poeng. |
| Klimafotavtrykk | 35 % | Utslipp 30 % under referansen gir 10 poeng, 15 % under gir 5 poeng. |
| Leveringstid | 20 % | Under to uker gir 10 poeng |
Poengsummen for pris beregnes som 10 x (laveste pris / tilbudt pris). Opsjoner inngår med 50 % av verdien.
""",
        [[("Pris", 45.0, None), ("Klimafotavtrykk", 35.0, None), ("Leveringstid", 20.0, None)]],
    ),
    "nn words rank": (
        """
# 5 Korleis vi vel tilbod
Kriteria er rangerte, med det viktigaste først:
1. Klima og miljø
2. Pris
3. Kvalitet
""",
        [[("Klima og miljø", 1.0, None), ("Pris", 2.0, None), ("Kvalitet", 3.0, None)]],
    ),
    "percent of scale": (
        """
# 5 Tildelingskriterier
5.1 Totalkostnad
Dette kriteriet vektes 50 %.
5.2 Løsning
Dette kriteriet vektes 20 %. Minst 80 % av kravene må være besvart.
5.3 Miljø
Dette kriteriet vektes 30 %. Andel gjenbrukte komponenter over 40 % gir full score.
""",
        [[("Totalkostnad", 50.0, None), ("Løsning", 20.0, None), ("Miljø", 30.0, None)]],
    ),
    "contract draft": (
        """
# Del 1 Konkurranseregler
## 7 Tildelingskriterier
* Pris: 55 %
* Miljø: 45 %
# Del 2 Rammeavtale
## 3 Avrop
Ved minikonkurranse benyttes tildelingskriteriene pris (60–80 %) og miljø (20–40 %).
## 4 Bonus
Leverandøren får bonus på 2 % dersom KPI 1 (50 %) og KPI 2 (50 %) er oppfylt.
""",
        [[("Pris", 55.0, None), ("Miljø", 45.0, None)]],
    ),
    "weights as fractions": (
        """
# Award criteria
Price counts for half of the weight, quality 20 per cent and environment thirty per cent.
""",
        [[("Price", 50.0, None), ("Quality", 20.0, None), ("Environment", 30.0, None)]],
    ),
    "weight parenthetical prose": (
        """
# Tildeling
Vi velger det beste tilbudet basert på pris (vektes 40 %), metode (vektes 30 %) og miljøtiltak (vektes 30 %).
""",
        [[("Pris", 40.0, None), ("Metode", 30.0, None), ("Miljøtiltak", 30.0, None)]],
    ),
    "sub as items under table": (
        """
# 5 Tildelingskriterier
| Tildelingskriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
Under kriteriet miljø vurderes:
* Utslipp fra transport (60 %)
* Emballasje (40 %)
Under kriteriet pris vurderes:
* Timepris (70 %)
* Materialpåslag (30 %)
""",
        [
            [
                ("Pris", 60.0, None),
                ("Timepris", 70.0, "Pris"),
                ("Materialpåslag", 30.0, "Pris"),
                ("Miljø", 40.0, None),
                ("Utslipp fra transport", 60.0, "Miljø"),
                ("Emballasje", 40.0, "Miljø"),
            ]
        ],
    ),
    "env in main text not weighted": (
        """
# 4 Tildelingskriterier
Tildelingskriteriene er pris (70 %) og kvalitet (30 %). Under kvalitet kan leverandøren beskrive miljøtiltak.
""",
        [[("Pris", 70.0, None), ("Kvalitet", 30.0, None)]],
    ),
    "criteria with numbers in names": (
        """
# 4 Tildelingskriterier
* Pris for 100 timer: 60 %
* CO2-utslipp per 100 km: 40 %
""",
        [[("Pris for 100 timer", 60.0, None), ("CO2-utslipp per 100 km", 40.0, None)]],
    ),
    "table with total row and parts": (
        """
# 4 Tildelingskriterier
| Kriterium | Delkriterium | Vekt delkriterium | Vekt kriterium |
| Pris | | | 50 % |
| Kvalitet | Metode | 10 % | 20 % |
| | CV | 10 % | |
| Klima og miljø | Transport | 20 % | 30 % |
| | Avfall | 10 % | |
| Sum | | | 100 % |
""",
        [
            [
                ("Pris", 50.0, None),
                ("Kvalitet", 20.0, None),
                ("Metode", 10.0, "Kvalitet"),
                ("CV", 10.0, "Kvalitet"),
                ("Klima og miljø", 30.0, None),
                ("Transport", 20.0, "Klima og miljø"),
                ("Avfall", 10.0, "Klima og miljø"),
            ]
        ],
    ),
    "sum in header": (
        """
# 4 Tildelingskriterier
| Tildelingskriterier | Vekt (sum 100) |
| A. Pris | 65 |
| B. Klima og miljø | 35 |
""",
        [[("Pris", 65.0, None), ("Klima og miljø", 35.0, None)]],
    ),
    "mixed list paragraph": (
        """
# 4 Tildelingskriterier
Tildelingskriterium A – Pris
Vektes 40 %. Evalueres på grunnlag av prisskjema.
Tildelingskriterium B – Kvalitet
Vektes 30 %. Evalueres på grunnlag av løsningsbeskrivelse.
Tildelingskriterium C – Klima og miljø
Vektes 30 %. Evalueres på grunnlag av miljøplan.
""",
        [[("Pris", 40.0, None), ("Kvalitet", 30.0, None), ("Klima og miljø", 30.0, None)]],
    ),
    "no percent sign": (
        """
# 4 Tildelingskriterier
* Pris – vekt 60
* Miljø – vekt 40
""",
        [[("Pris", 60.0, None), ("Miljø", 40.0, None)]],
    ),
    "weighted rank both": (
        """
# 4 Tildelingskriterier
Kriteriene i prioritert rekkefølge med vekt:
1. Pris 50 %
2. Klima og miljø 30 %
3. Kvalitet 20 %
""",
        [[("Pris", 50.0, None), ("Klima og miljø", 30.0, None), ("Kvalitet", 20.0, None)]],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_criteria_are_read_in_every_layout(layout: str) -> None:
    text, expected = LAYOUTS[layout]

    found = [
        [
            (one.name, round(one.weight_percent, 2) if one.weight_percent is not None else one.rank, one.parent)
            for one in lot.criteria
        ]
        for lot in read_lots(text)
    ]

    assert found == expected


@pytest.mark.parametrize("layout", LAYOUTS)
def test_quotes_stand_in_one_paragraph_or_cell(layout: str) -> None:
    text, _ = LAYOUTS[layout]
    cells = [cell for line in text.splitlines() for cell in line.split("|")]
    pieces = [" ".join(piece.split()) for cell in cells for piece in cell.split("//")]

    quotes = [one.quote.text for lot in read_lots(text) for one in lot.criteria]

    assert [quote for quote in quotes if not any(quote in piece for piece in pieces)] == []


ENVIRONMENT = {
    "sections": (30.0, 30.0),
    "points100": (30.0, 30.0),
    "subrows": (30.0, 30.0),
    "subrows100": (30.0, 30.0),
    "two-tables": (45.0, 45.0),
    "nested-items": (40.0, 40.0),
    "example": (30.0, 30.0),
    "qualif": (30.0, 30.0),
    "two weights main sub": (30.0, 30.0),
    "one weight sub": (30.0, 30.0),
    "range": (30.0, 40.0),
    "sum": (None, None),
    "compound": (15.0, 15.0),
    "contract pct": (30.0, 30.0),
    "heading+table sub": (30.0, 30.0),
    "herunder": (30.0, 30.0),
    "miljø parent qual": (30.0, 30.0),
    "spec table traps": (40.0, 40.0),
    "contradict": (None, None),
}


@pytest.mark.parametrize("layout", ENVIRONMENT)
def test_environmental_weight_is_summed_over_leaves(layout: str) -> None:
    text, _ = LAYOUTS[layout]

    found = environment(text)

    assert found == ENVIRONMENT[layout]


def test_weights_that_do_not_sum_contradict() -> None:
    found = read_faults(LAYOUTS["sum"][0])

    assert found == ["weights-do-not-sum"]


def test_two_places_with_different_weights_contradict() -> None:
    found = read_faults(LAYOUTS["contradict"][0])

    assert found == ["two-weights", "two-weights"]


def test_order_without_the_word_priority_is_no_rank() -> None:
    found = ranks("""
    # Tildelingskriterier
    Kriteriene er ikke i prioritert rekkefølge:
    * Pris
    * Miljø
    """)

    assert found == [("Pris", None), ("Miljø", None)]


def test_weights_in_another_file_fill_the_names_in_the_first() -> None:
    found = weights(
        """
        # 4 Tildelingskriterier
        Tilbudene vurderes etter disse kriteriene:
        * Pris
        * Klima og miljø
        Vektene står i bilag 3.
        """,
        """
        # Bilag 3 Evalueringsmodell
        | Kriterium | Vekt |
        | Pris | 65 % |
        | Klima og miljø | 35 % |
        """,
    )

    assert found == [("Pris", 65.0, None), ("Klima og miljø", 35.0, None)]
