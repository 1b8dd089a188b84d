"""Award criteria as buyers set them out: many small documents, each beside the criteria that stand in it.

Wanted, a line each: name and weight, `#2` for a rank, `>` before a sub-criterion; a bar between lots.
"""

from __future__ import annotations

import re

import pytest

from documents.layouts import read_lots

LAYOUTS: dict[str, tuple[str, str]] = {
    "nested-items-with-shares-of-the-criterion": (
        """
# 7 Slik kårer vi vinneren
Vi tildeler på grunnlag av:
* Pris – 40 %
** Sum av alle poster
* Faglig kvalitet – 25 %
** Besvarelsen av casen
* Klima – 35 %
** Fossilfrie kjøretøy (70 % av kriteriet)
** Returlogistikk (30 % av kriteriet)
""",
        "Pris 40; Faglig kvalitet 25; Klima 35; >Fossilfrie kjøretøy 70; >Returlogistikk 30",
    ),
    "question-heading": (
        """
# Hva skal leveres?
Gulvflater på 4 000 m2 skal renses. Minst 80 % av maskinene skal være elektriske.
# Hva avgjør valget?
Vi ser på tre ting, og de teller slik:
* 55 %: pris for to år
* 15 %: gjennomføringsplan
* 30 %: miljøbelastning fra kjemikalier og transport
# Hva skjer så?
Svar kommer innen tre uker.
""",
        "Pris for to år 55; Gjennomføringsplan 15; Miljøbelastning fra kjemikalier og transport 30",
    ),
    "table-under-unforeseen-heading": (
        """
# Konkurranseparametere
| Parameter | Betydning |
| Årskostnad | 45 % |
| Brukertest | 25 % |
| Klimaavtrykk | 30 % |
# Oppgjør
Prisene justeres med 80 % av indeksen.
""",
        "Årskostnad 45; Brukertest 25; Klimaavtrykk 30",
    ),
    "ranked-table-unforeseen-heading": (
        """
# Rangering av det vi ser etter
| Prioritet | Forhold |
| 1 | Pris |
| 2 | Klima og miljø |
| 3 | Servicegrad |
""",
        "Pris #1; Klima og miljø #2; Servicegrad #3",
    ),
    "first-second-third": (
        """
# Part 4 Award
## 4.1 Criteria in descending order of importance
First: total cost over four years.
Second: environmental performance, assessed on the fuel of the fleet.
Third: quality of the service plan.
""",
        "Total cost over four years #1; Environmental performance #2; Quality of the service plan #3",
    ),
    "forst-deretter": (
        """
# Tildeling
Kriteriene er listet i prioritert rekkefølge:
For det første: klima og miljø
For det andre: pris
For det tredje: leveringstid
""",
        "Klima og miljø #1; Pris #2; Leveringstid #3",
    ),
    "prioritet-n": (
        """
# Tildelingskriterier
Vektene er ikke tallfestet, men prioriteten er slik:
Prioritet 1: Kvalitet på løsningen
Prioritet 2: Pris
Prioritet 3: Miljø
""",
        "Kvalitet på løsningen #1; Pris #2; Miljø #3",
    ),
    "english-priorities-in-sentence": (
        """
# Award criteria
The award criteria are, in order of priority, price, environment and delivery time.
""",
        "Price #1; Environment #2; Delivery time #3",
    ),
    "thirds": (
        """
# Tildelingskriterier
Pris teller to tredjedeler og miljø teller en tredjedel.
""",
        "Pris 66.67; Miljø 33.33",
    ),
    "femdeler": (
        """
# Evaluering
Pris utgjør to femdeler av vurderingen, kompetanse utgjør en femdel og klima utgjør to femdeler.
""",
        "Pris 40; Kompetanse 20; Klima 40",
    ),
    "quarters-english": (
        """
# Evaluation
Price counts for half, quality for a quarter and environment for a quarter.
""",
        "Price 50; Quality 25; Environment 25",
    ),
    "points-of-the-parents-points": (
        """
# Tildeling
| Kriterium | Vekt i prosent |
| Pris | 50 |
| Kvalitet | 20 |
| Miljø | 30 |
Miljø: utslippsfri transport – 20 av de 30 prosentpoengene; emballasje – 10 av de 30 prosentpoengene.
""",
        "Pris 50; Kvalitet 20; Miljø 30; >Utslippsfri transport 20; >Emballasje 10",
    ),
    "counted-in-percentage-points": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 45 % |
| Kvalitet | 20 % |
| Klima og miljø | 35 % |
Under klima og miljø vurderes to forhold: reisevirksomhet i oppdraget (25 prosentpoeng), og gjenbruk (10 prosentpoeng).
""",
        "Pris 45; Kvalitet 20; Klima og miljø 35; >Reisevirksomhet i oppdraget 25; >Gjenbruk 10",
    ),
    "consists-of-with-brackets": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Kostnad | 50 % |
| Organisering | 20 % |
| Miljø | 30 % |
Miljø består av massetransport uten utslipp (20 %) og gjenbruk av stein (10 %). Prosentene er andel av totalen.
""",
        "Kostnad 50; Organisering 20; Miljø 30; >Massetransport uten utslipp 20; >Gjenbruk av stein 10",
    ),
    "judged-in-two-parts": (
        """
# Tildelingskriterier
| Tildelingskriterium | Vekt |
| Kvalitet | 60 % |
| Pris | 40 % |
Kvalitet vurderes i to deler: metode (75 %) og team (25 %). Delene er andeler av kriteriet.
""",
        "Kvalitet 60; Pris 40; >Metode 75; >Team 25",
    ),
    "factors-of-a-criterion": (
        """
# Evaluering
| Nr. | Kriterium | Vekt |
| 1 | Pris | 50 |
| 2 | Ytelse | 20 |
| 3 | Miljøegenskaper | 30 |
Kriterium 3 er delt slik:
| Nr. | Underkriterium | Faktor |
| 3a | Energibruk i drift | 0,7 |
| 3b | Materialer | 0,3 |
""",
        "Pris 50; Ytelse 20; Miljøegenskaper 30; >Energibruk i drift 70; >Materialer 30",
    ),
    "numbered-criterion-parted-by-number": (
        """
# Evaluering
| Kriterium | Vekt |
| K1 Pris | 55 % |
| K2 Oppdragsforståelse | 15 % |
| K3 Klima og miljø | 30 % |
For K3 gjelder følgende fordeling:
* Klimaplan: 50 %
* Reiser: 50 %
""",
        "Pris 55; Oppdragsforståelse 15; Klima og miljø 30; >Klimaplan 50; >Reiser 50",
    ),
    "letters-below-bold-criteria": (
        """
# Tildeling av kontrakt
Kriteriene er:
Tildelingskriterium 1: Pris – vekt 50 %
Sum i prisskjema.
Tildelingskriterium 2: Kvalitet – vekt 20 %
Plan på fem sider.
Tildelingskriterium 3: Ytre miljø og SHA – vekt 30 %
Kriteriet består av:
a) Sikkerhet og arbeidsmiljø, 50 % av kriteriet. Det vurderes hvordan uhell forebygges.
b) Klimagassutslipp per tonn, 50 % av kriteriet. Lavest utslipp er best.
""",
        "Pris 50; Kvalitet 20; Ytre miljø og SHA 30; >Sikkerhet og arbeidsmiljø 50; >Klimagassutslipp per tonn 50",
    ),
    "herav-column": (
        """
# Tildelingskriterier
| Kriterium | Vekt (%) | Underkriterium | Herav | Beskrivelse |
| Pris | 55 | – | – | Skjema |
| Kvalitet | 15 | Bemanning | 10 | CV |
| | | Opplæring | 5 | Plan |
| Miljø | 30 | – | – | Utslipp |
""",
        "Pris 55; Kvalitet 15; >Bemanning 10; >Opplæring 5; Miljø 30",
    ),
    "turned-table-with-names-in-second-row": (
        """
# Tildeling
| | Kriterium 1 | Kriterium 2 | Kriterium 3 |
| Navn | Levetidskostnad | Funksjon | Klima |
| Poeng | 50 poeng av 100 | 20 poeng av 100 | 30 poeng av 100 |
""",
        "Levetidskostnad 50; Funksjon 20; Klima 30",
    ),
    "lots-in-rows": (
        """
# Delområder
Anskaffelsen er delt. Det kan gis tilbud på ett eller flere delområder.
| Delområde | Varer | CPV |
| A | Papir | 30197643-5 |
| B | Penner | 30192000-1 |
# Tildeling
| Delområde | Pris | Kvalitet | Klima og miljø |
| A | 50 % | 20 % | 30 % |
| B | 100 % | 0 % | 0 % |
""",
        "Pris 50; Kvalitet 20; Klima og miljø 30 | Pris 100",
    ),
    "lots-under-plain-lines": (
        """
# Omfang
Anskaffelsen er delt i to delkontrakter. Leverandøren kan gi tilbud på én eller begge.
# Kravspesifikasjon
## Delkontrakt 1 Senger
Sengene skal tåle 200 kg.
## Delkontrakt 2 Madrasser
Madrassene skal være vaskbare.
# Tildelingskriterier
Tildeling skjer separat for hver delkontrakt.
Delkontrakt 1
* Pris: 40 %
* Funksjon: 30 %
* Miljø: 30 %
Delkontrakt 2
* Pris: 70 %
* Kvalitet: 30 %
Et tilbud med 6 poeng på et kriterium som teller 40 %, får 2,4 vektede poeng.
""",
        "Pris 40; Funksjon 30; Miljø 30 | Pris 70; Kvalitet 30",
    ),
    "lots-in-columns": (
        """
# Delkontrakter
Konkurransen er delt i delkontrakt 1: Kjøtt, delkontrakt 2: Fisk.
# Tildelingskriterier
| Kriterium | Delkontrakt 1 | Delkontrakt 2 |
| Pris | 60 % | 45 % |
| Kvalitet | 10 % | 25 % |
| Miljø | 30 % | 30 % |
""",
        "Pris 60; Kvalitet 10; Miljø 30 | Pris 45; Kvalitet 25; Miljø 30",
    ),
    "price-alone-in-percent": (
        """
# Award of contract
The contract is awarded to the tender with the lowest price (100 %). Orders above 15 % of it may get a discount.
""",
        "Price 100",
    ),
    "price-alone-parted": (
        """
# Kriterium for valg
Tilbudene rangeres bare etter pris, vekt 100 %. Evalueringsprisen er satt sammen slik:
| Andel | Prisdel |
| 70 % | Timepris |
| 30 % | Reisekostnad |
""",
        "Pris 100; >Timepris 70; >Reisekostnad 30",
    ),
    "lowest-price-nynorsk": (
        """
# Val av tilbod
Kontrakten går til leverandøren som har den lågaste prisen.
""",
        "Pris 100",
    ),
    "decimal-within-criterion": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 0,40 |
| Kvalitet | 0,25 |
| Klima og miljø | 0,35 |
Innenfor klima og miljø brukes disse vektene:
* Transport: vekt 0,6
* Emballasje: vekt 0,4
""",
        "Pris 40; Kvalitet 25; Klima og miljø 35; >Transport 60; >Emballasje 40",
    ),
    "hvorav-in-sentence": (
        """
# Tildelingskriterier
Pris teller 50 %, kvalitet teller 20 % og miljø teller 30 %, hvorav utslippsfri levering 20 % og avfall 10 %.
""",
        "Pris 50; Kvalitet 20; Miljø 30; >Utslippsfri levering 20; >Avfall 10",
    ),
    "halves-in-english-prose": (
        """
# Award criteria
Price counts for 40 per cent. Usability counts for 30 per cent. Environment counts for 30 per cent.
Within the environment criterion, half of the weight is given to energy use and half to the lifetime of the equipment.
""",
        "Price 40; Usability 30; Environment 30; >Energy use 50; >Lifetime of the equipment 50",
    ),
    "thirds-in-prose": (
        """
# Tildelingskriterier
* Pris: 40 %
* Kvalitet: 30 %
* Miljø: 30 %
Miljøkriteriet deles i tre: en tredjedel for kjøretøy, en tredjedel for emballasje og en tredjedel for avfall.
""",
        "Pris 40; Kvalitet 30; Miljø 30; >Kjøretøy 33.33; >Emballasje 33.33; >Avfall 33.33",
    ),
    "worded-in-brackets": (
        """
# Vurdering av tilbudene
Tilbudene vurderes etter pris (vektes med femti prosent), prøven (vektes med tjue prosent) og miljø (tretti prosent).
""",
        "Pris 50; Prøven 20; Miljø 30",
    ),
    "formula-differs": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
# Vedlegg 3 Evalueringsmodell
Samlet poengsum = pris × 0,60 + miljø × 0,40.
""",
        "Pris 60; Miljø 40",
    ),
    "weights-only-in-annex-and-names-in-chapter": (
        """
# 5 Tildelingskriterium
Tildelinga skjer på grunnlag av pris, service og miljø. Vektinga står i vedlegg 4.
# Vedlegg 4 Vekting
* Pris – 50 %
* Service – 20 %
* Miljø – 30 %
""",
        "Pris 50; Service 20; Miljø 30",
    ),
    "mini-kept-apart": (
        """
# Tildelingskriterier
* Pris: 60 %
* Klima: 40 %
# Avrop
I minikonkurranser brukes disse spennene:
| Kriterium | Spenn |
| Pris | 30–60 % |
| Klima | 30–50 % |
""",
        "Pris 60; Klima 40",
    ),
    "nynorsk-bullets-with-dash": (
        """
# Korleis vi vurderer tilboda
Vekta er fordelt slik:
* Pris på varekorga – 45 %
* Smak – 25 %
* Miljø: transport og emballasje – 30 %
""",
        "Pris på varekorga 45; Smak 25; Miljø 30",
    ),
    "nynorsk-ranked-items": (
        """
# Slik vel vi
Kriteria står i rekkjefølgje etter kor viktige dei er:
* Kvalitet
* Pris
* Klima og miljø
""",
        "Kvalitet #1; Pris #2; Klima og miljø #3",
    ),
    "evaluation-examples-are-no-criteria": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 50 % |
Prisen beregnes som sum over tre år med 3 % årlig vekst. Et tilbud som er 20 % dyrere enn det laveste, gir 8 poeng.
Vektede poeng: 9 poeng på et kriterium med vekt 50 % gir 4,5.
""",
        "Pris 50; Kvalitet 50",
    ),
    "requirement-shares-are-no-criteria": (
        """
# Kravspesifikasjon
Andel resirkulert plast: minst 60 %
Andel økologisk bomull: minst 40 %
# Hvilket tilbud vinner
* Pris: 70 %
* Miljø: 30 %
""",
        "Pris 70; Miljø 30",
    ),
    "payment-plan-is-no-listing": (
        """
# Betalingsplan
* Ved signering – 30 %
* Ved levering – 50 %
* Ved godkjenning – 20 %
# Tildelingskriterier
Pris vektes 65 % og klima og miljø vektes 35 %.
""",
        "Pris 65; Klima og miljø 35",
    ),
    "headings-with-percent-roman": (
        """
# IV Slik vurderes tilbudene
#### Kriterium 1: Pris – 50 %
Sum i skjema.
#### Kriterium 2: Kompetanse – 20 %
CV.
#### Kriterium 3: Klima – 30 %
Prosentpoengene er regnet av totalen:
* 20 prosentpoeng: utslippsfri anleggsdrift
* 10 prosentpoeng: ombruk av materialer
# V Kontrakt
Avvik gir prisavslag på 5 %.
""",
        "Pris 50; Kompetanse 20; Klima 30; >Utslippsfri anleggsdrift 20; >Ombruk av materialer 10",
    ),
    "compound-and-while": (
        """
# Del C Valg av leverandør
## C.1 Kriteriene
Pris teller 55 %, mens kvalitet og miljø teller 45 %.
Forskriften sier at klima som hovedregel vektes minst 30 %. Derfor er kvalitet og miljø ett kriterium med 45 % vekt.
## C.2 Inndeling av kvalitet og miljø
1. Plan for oppdraget, halvparten (50 %) av kriteriet: roder og mannskap
2. Beredskap, en firedel (25 %) av kriteriet: vaktordning
3. Utslipp fra kjøretøy, en firedel (25 %) av kriteriet: drivstoff
""",
        "Pris 55; Kvalitet og miljø 45; >Plan for oppdraget 50; >Beredskap 25; >Utslipp fra kjøretøy 25",
    ),
    "points-per-question": (
        """
# Evaluering
Maksimal poengsum er 100.
| Kriterium | Maks poeng |
| Pris | 60 |
| Teknisk verdi | 10 |
| Miljø | 30 |
Miljøpoengene fordeles slik:
* inntil 20 poeng for lavest klimagassutslipp
* inntil 10 poeng for andel ombrukte deler
""",
        "Pris 60; Teknisk verdi 10; Miljø 30; >Lavest klimagassutslipp 20; >Andel ombrukte deler 10",
    ),
    "vertically-merged-parents": (
        """
# Award criteria
| Criterion | Weight | Sub-criterion | Sub-weight |
| Price | 40 % | Total price | 100 % |
| Quality | 30 % | Method | 60 % |
| | | Team | 40 % |
| Environment | 30 % | Transport | 50 % |
| | | Packaging | 50 % |
""",
        "Price 40; Quality 30; >Method 60; >Team 40; Environment 30; >Transport 50; >Packaging 50",
    ),
    "priority-column-last": (
        """
# Award
| Criterion | Documentation | Priority |
| Environment | Plan | 1 |
| Price | Form | 2 |
| Delivery | Schedule | 3 |
""",
        "Environment #1; Price #2; Delivery #3",
    ),
    "out-of-ten-weights": (
        """
# Tildelingskriterier
| Kriterium | Vekttall |
| Pris | 5 |
| Kvalitet | 2 |
| Miljø | 3 |
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "sentence-per-criterion-in-annex": (
        """
# 3 Tildeling
Vektingen fremgår av vedlegg 2.
# Vedlegg 2 Slik vekter vi
Prisen har en vekt på 35 %. Løsningsforslaget har en vekt på 30 %. Klima og miljø har en vekt på 35 %.
""",
        "Prisen 35; Løsningsforslaget 30; Klima og miljø 35",
    ),
    "resten": (
        """
# Tildelingskriterier
Pris vektes 60 %. Klima og miljø vektes 30 %. Resten, 10 %, gjelder leveringstid.
""",
        "Pris 60; Klima og miljø 30; Leveringstid 10",
    ),
    "parts-within-a-cell": (
        """
# Tildelingskriterier
| Tildelingskriterium | Vekt | Dokumentasjonskrav |
| Pris | 40 % | Prisskjema |
| Kvalitet // - Metode (60 %) // - Team (40 %) | 30 % | Beskrivelse og CV |
| Klima og miljø // - Utslipp (50 %) // - Ombruk (50 %) | 30 % | Miljøplan |
""",
        "Pris 40; Kvalitet 30; >Metode 60; >Team 40; Klima og miljø 30; >Utslipp 50; >Ombruk 50",
    ),
    "lines-with-weight-in-brackets": (
        """
# Slik velger kommunen
Pris (40 %)
Vi ser på totalsummen i skjemaet.
Opplæring (30 %)
Vi ser på planen for opplæring.
Klima og miljø (30 %)
Vi ser på utslipp fra leveransene.
""",
        "Pris 40; Opplæring 30; Klima og miljø 30",
    ),
    "lettered-with-verb": (
        """
# Valg av tilbud
Oppdragsgiver legger vekt på:
A. Pris: vektes 50 %
B. Leveringsevne: vektes 15 %
C. Klimagassutslipp: vektes 35 %
""",
        "Pris 50; Leveringsevne 15; Klimagassutslipp 35",
    ),
    "subtotals": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
| Sum | 100 % |
""",
        "Pris 60; Miljø 40",
    ),
    "english-semicolons": (
        """
# Evaluation of bids
The weighting is as follows: price 60%; environmental impact 30%; delivery time 10%.
""",
        "Price 60; Environmental impact 30; Delivery time 10",
    ),
    "parts-in-a-bracket": (
        """
# Tildelingskriterier
* Pris: 50 %
* Service: 20 %
* Klima og miljø: 30 % (transport 15 %, energibruk 10 %, emballasje 5 %)
""",
        "Pris 50; Service 20; Klima og miljø 30; >Transport 15; >Energibruk 10; >Emballasje 5",
    ),
    "lots-in-items": (
        """
# Scope
The contract is divided into lot 1: Coaches, lot 2: Minibuses.
# Award criteria
* Lot 1: price 60 %, environment 40 %
* Lot 2: price 50 %, quality 20 %, environment 30 %
""",
        "Price 60; Environment 40 | Price 50; Quality 20; Environment 30",
    ),
    "price-alone-for-one-lot": (
        """
# Omfang
Anskaffelsen er delt i delkontrakt 1: Maling, delkontrakt 2: Rørlegger.
# Tildelingskriterier
For delkontrakt 1 tildeles kontrakten den som har lavest pris.
For delkontrakt 2 gjelder:
* Pris: 60 %
* Miljø: 40 %
""",
        "Pris 100 | Pris 60; Miljø 40",
    ),
    "points-that-sum-to-five-hundred": (
        """
# Evaluering
| Kriterium | Maks poeng |
| Pris | 250 |
| Kvalitet | 100 |
| Klima | 150 |
""",
        "Pris 50; Kvalitet 20; Klima 30",
    ),
    "share-of-the-whole-column": (
        """
# Award criteria
| Criterion | Sub-criterion | Share of the total |
| Price | Total price | 50 % |
| Quality | Method | 10 % |
| | Staff | 10 % |
| Environment | Transport | 20 % |
| | Waste | 10 % |
""",
        "Price 50; Quality 20; >Method 10; >Staff 10; Environment 30; >Transport 20; >Waste 10",
    ),
    "lettered-and-ranked": (
        """
# Tildelingskriterier
Kriteriene er rangert etter viktighet:
a) Pris
b) Klima og miljø
c) Leveringstid
""",
        "Pris #1; Klima og miljø #2; Leveringstid #3",
    ),
    "equal-weights": (
        """
# Award criteria
* Price
* Environment
The criteria carry equal weight.
""",
        "Price 50; Environment 50",
    ),
    "law-before-the-list": (
        """
# Tildelingskriterier
Etter anskaffelsesforskriften § 7-9 skal klima- og miljøhensyn som hovedregel vektes minst 30 %.
Oppdragsgiver har fastsatt disse vektene:
* Pris – 70 %
* Miljø – 30 %
""",
        "Pris 70; Miljø 30",
    ),
    "lots-as-named-columns": (
        """
# Delkontrakter
| Delkontrakt | Innhold |
| Del A | Kontor |
| Del B | Verksted |
# Tildelingskriterier
| Kriterium | Del A | Del B |
| Pris | 50 % | 70 % |
| Miljø | 50 % | 30 % |
""",
        "Pris 50; Miljø 50 | Pris 70; Miljø 30",
    ),
    "roman-semicolons": (
        """
# Award
The best tender is judged on (i) price: 40 %; (ii) functionality: 30 %; (iii) climate and environment: 30 %.
""",
        "Price 40; Functionality 30; Climate and environment 30",
    ),
    "selection-of-bidders-is-no-award": (
        """
# Utvelgelse av leverandører
Blir det flere enn fem søkere, vektes erfaring 60 % og kapasitet 40 %.
# Tildelingskriterier
Pris vektes 40 %, løsning vektes 30 % og miljø vektes 30 %.
""",
        "Pris 40; Løsning 30; Miljø 30",
    ),
    "price-form-is-no-award": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
# Prisskjema
| Post | Andel |
| Timepris | 70 % |
| Materiell | 30 % |
""",
        "Pris 60; Miljø 40",
    ),
    "bonus-is-no-criterion": (
        """
# Tildelingskriterier
Pris teller 70 % og miljø teller 30 %.
# Bonus og malus
Når utslippet er 10 % lavere enn avtalt, betales bonus på 2 %. Er det høyere, trekkes 5 %.
""",
        "Pris 70; Miljø 30",
    ),
    "what-and-how-much": (
        """
# Tildeling
| Hva vi vektlegger | Hvor mye |
| Totalpris | 55 % |
| Opplevd kvalitet | 10 % |
| Klima | 35 % |
""",
        "Totalpris 55; Opplevd kvalitet 10; Klima 35",
    ),
    "cards-of-paragraphs": (
        """
# Tildelingskriterier
Kriterium: Pris
Vekt: 50 %
Dokumentasjon: Prisskjema
Kriterium: Kompetanse
Vekt: 20 %
Dokumentasjon: CV
Kriterium: Miljø
Vekt: 30 %
Dokumentasjon: Miljøplan
""",
        "Pris 50; Kompetanse 20; Miljø 30",
    ),
    "abbreviations-and-formula": (
        """
# Tildelingskriterier
Pris (P) teller 50 %, kvalitet (K) teller 20 % og miljø (M) teller 30 %.
Samlet poengsum S = 0,5 × P + 0,2 × K + 0,3 × M.
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "price-only-english": (
        """
# Award
Award is made on price only.
""",
        "Price 100",
    ),
    "sole-price-parted-in-prose": (
        """
# Tildelingskriterium
Pris er eneste tildelingskriterium. Prisen regnes ut slik: varekjøp 70 %, service 30 %.
""",
        "Pris 100; >Varekjøp 70; >Service 30",
    ),
    "remaining-share": (
        """
# Award criteria
Price accounts for 60 % and environment for 30 %. The remaining 10 % is given to service.
""",
        "Price 60; Environment 30; Service 10",
    ),
    "weights-told-twice-alike": (
        """
# 4 Tildelingskriterier
Kriteriene er pris (50 %), kvalitet (20 %) og miljø (30 %).
## 4.1 Pris (50 %)
Sum i skjema.
## 4.2 Kvalitet (20 %)
Plan.
## 4.3 Miljø (30 %)
Utslipp.
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "numbered-headings-with-parts": (
        """
# 6 Award criteria
## 6.1 Price – 40 %
Total price.
## 6.2 Quality – 30 %
### 6.2.1 Method – 20 %
Text.
### 6.2.2 Staff – 10 %
Text.
## 6.3 Environment – 30 %
Emissions.
""",
        "Price 40; Quality 30; >Method 20; >Staff 10; Environment 30",
    ),
    "nynorsk-femteparten": (
        """
# Tildelingskriterium
Pris tel halvparten, kvalitet tel ein femdel og miljø tel tre tidelar.
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "three-columns-of-lots": (
        """
# Delar
Innkjøpet er delt i delkontrakt 1: Brød, delkontrakt 2: Kaker, delkontrakt 3: Is.
# Tildelingskriterium
| Kriterium | Delkontrakt 1 og 2 | Delkontrakt 3 |
| Pris | 50 % | 70 % |
| Smak | 20 % | – |
| Miljø | 30 % | 30 % |
""",
        "Pris 50; Smak 20; Miljø 30 | Pris 50; Smak 20; Miljø 30 | Pris 70; Miljø 30",
    ),
    "annex-parts-the-criterion": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 20 % |
| Miljø | 30 % |
# Vedlegg 6 Svarskjema miljø
Innenfor miljøkriteriet teller kjøretøy 60 % og kjemikalier 40 %.
""",
        "Pris 50; Kvalitet 20; Miljø 30; >Kjøretøy 60; >Kjemikalier 40",
    ),
    "weight-word-before-number": (
        """
# Evaluering
* Vekt 45: Pris
* Vekt 20: Brukervennlighet
* Vekt 35: Klima og miljø
""",
        "Pris 45; Brukervennlighet 20; Klima og miljø 35",
    ),
    "question-and-answer": (
        """
# Hvordan vurderes tilbudene?
Pris teller mest, med 50 %. Deretter kommer miljø med 30 %, og til slutt service med 20 %.
""",
        "Pris 50; Miljø 30; Service 20",
    ),
    "one-criterion-per-row-with-parts-below": (
        """
# Tildelingskriterier
| Nr. | Kriterium | Vekt |
| 1 | Pris | 50 % |
| 2 | Miljø | 50 % |
| 2a | Transport | 30 % |
| 2b | Materialer | 20 % |
""",
        "Pris 50; Miljø 50; >Transport 30; >Materialer 20",
    ),
    "indicative-percentages-in-the-text": (
        """
# Bakgrunn
Kommunen skal kutte 55 % av utslippene innen 2030, og 40 % av innkjøpene skal være økologiske.
# Kriterier for valg av leverandør
Pris: 60 %
Klima: 40 %
Tilbud med mer enn 20 % avvik får 0 poeng.
""",
        "Pris 60; Klima 40",
    ),
    "priority-words-in-norwegian-prose": (
        """
# Tildelingskriterier
Kriteriene vektlegges i denne rekkefølgen, der det første er viktigst:
* Klima og miljø
* Totalkostnad
* Service
""",
        "Klima og miljø #1; Totalkostnad #2; Service #3",
    ),
    "lettered-parts-with-share-of-the-whole": (
        """
# Tildelingskriterier
1. Pris (45 %)
2. Kvalitet (25 %): a) bemanning (10 %) b) rutiner (15 %)
3. Klima og miljø (30 %): a) kjøretøy (20 %) b) vaskemidler (10 %)
""",
        "Pris 45; Kvalitet 25; >Bemanning 10; >Rutiner 15; Klima og miljø 30; >Kjøretøy 20; >Vaskemidler 10",
    ),
    "factor-inside-the-criterion": (
        """
# Tildelingskriterier
* Pris, vekt 0,50
* Kvalitet, vekt 0,20
* Miljø, vekt 0,30
Miljø består av:
* energibruk, vekt 0,6 innenfor kriteriet
* materialer, vekt 0,4 innenfor kriteriet
""",
        "Pris 50; Kvalitet 20; Miljø 30; >Energibruk 60; >Materialer 40",
    ),
    "halves-of-the-criterion": (
        """
# Tildelingskriterier
Pris vektes 50 %, kvalitet 20 % og klima og miljø 30 %.
Av vekten for klima og miljø går halvparten til transport og halvparten til emballasje.
""",
        "Pris 50; Kvalitet 20; Klima og miljø 30; >Transport 50; >Emballasje 50",
    ),
    "fifths-of-the-criterion": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 60 % |
| Miljø | 40 % |
For miljø teller utslipp tre femdeler og avfall to femdeler.
""",
        "Pris 60; Miljø 40; >Utslipp 60; >Avfall 40",
    ),
    "lots-in-chapters": (
        """
# 1 Delkontrakter
Anskaffelsen er delt i delkontrakt 1: Kopipapir og delkontrakt 2: Skrivesaker.
# 5 Tildelingskriterier
## 5.1 Delkontrakt 1 Kopipapir
| Kriterium | Vekt |
| Pris | 70 % |
| Miljø | 30 % |
## 5.2 Delkontrakt 2 Skrivesaker
| Kriterium | Vekt |
| Pris | 60 % |
| Kvalitet | 10 % |
| Miljø | 30 % |
""",
        "Pris 70; Miljø 30 | Pris 60; Kvalitet 10; Miljø 30",
    ),
    "turned-without-labels": (
        """
# Vekting
| Pris | Kvalitet | Miljø |
| 50 % | 20 % | 30 % |
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "turned-points": (
        """
# Award criteria
| Criterion | Price | Quality | Environment |
| Maximum points | 400 | 250 | 350 |
""",
        "Price 40; Quality 25; Environment 35",
    ),
    "heading-in-form-of-question-and-ranks": (
        """
# Hva er viktigst for oss?
Vi rangerer forholdene slik, med det viktigste først:
1. Kvalitet på maten
2. Pris per porsjon
3. Klimaavtrykk
# Levering
1. Varene leveres før kl. 10.
2. Prisen er fast.
""",
        "Kvalitet på maten #1; Pris per porsjon #2; Klimaavtrykk #3",
    ),
    "not-in-priority": (
        """
# Tildelingskriterier
Kriteriene er ikke oppgitt i prioritert rekkefølge:
* Pris – 60 %
* Miljø – 40 %
""",
        "Pris 60; Miljø 40",
    ),
    "percent-before-with-dash": (
        """
# Evaluering
60 % - Pris
10 % - Leveringstid
30 % - Miljø
""",
        "Pris 60; Leveringstid 10; Miljø 30",
    ),
    "colon-then-percent-in-words": (
        """
# Award criteria
Price: sixty per cent
Environment: thirty per cent
Support: ten per cent
""",
        "Price 60; Environment 30; Support 10",
    ),
    "evaluation-example-table": (
        """
# Tildelingskriterier
| Kriterium | Vekt |
| Pris | 50 % |
| Kvalitet | 20 % |
| Miljø | 30 % |
# Eksempel på beregning
| Kriterium | Vekt | Tilbyder A | Tilbyder B |
| Pris | 40 % | 8 | 10 |
| Miljø | 60 % | 10 | 6 |
""",
        "Pris 50; Kvalitet 20; Miljø 30",
    ),
    "chapter-told-by-its-table-among-requirements": (
        """
# Krav til varene
| Krav | Andel |
| Resirkulert plast | 60 % |
| Fornybar energi | 40 % |
# Kåring
| Hva | Teller |
| Pris | 60 % |
| Klimaavtrykk | 40 % |
""",
        "Pris 60; Klimaavtrykk 40",
    ),
    "cost-and-quality-with-own-parts": (
        """
# Award criteria
The award criteria are cost (40 %) and quality (60 %).
Quality consists of method (25 %), team (20 %) and environmental plan (15 %).
""",
        "Cost 40; Quality 60; >Method 25; >Team 20; >Environmental plan 15",
    ),
    "nynorsk-derav": (
        """
# Tildelingskriterium
* Pris – 50 %
* Kvalitet – 20 %
* Klima og miljø – 30 %, derav 20 % for transport og 10 % for emballasje
""",
        "Pris 50; Kvalitet 20; Klima og miljø 30; >Transport 20; >Emballasje 10",
    ),
    "options-in-the-price": (
        """
# Tildelingskriterier
* Pris: 70 %. Opsjonene regnes med 50 % sannsynlighet.
* Miljø: 30 %. Minst 80 % av bilene bør være elektriske.
""",
        "Pris 70; Miljø 30",
    ),
    "penalty-table-is-no-award": (
        """
# Tildelingskriterier
Kontrakten tildeles på grunnlag av pris (65 %) og klima og miljø (35 %).
# Sanksjoner
| Avvik | Trekk |
| Forsinkelse | 40 % |
| Feil kjøretøy | 60 % |
""",
        "Pris 65; Klima og miljø 35",
    ),
    "mini-competition-in-the-award-chapter": (
        """
# Tildelingskriterier
## Rammeavtalen
* Pris: 40 %
* Kompetanse: 30 %
* Klima: 30 %
## Minikonkurranser
* Pris: 20–60 %
* Løsning: 20–50 %
* Klima: 20–40 %
""",
        "Pris 40; Kompetanse 30; Klima 30",
    ),
    "weights-in-a-later-column": (
        """
# Tildelingskriterier
| Nr. | Kriterium | Beskrivelse | Dokumentasjon | Vekt |
| 1 | Pris | Sum for 100 % av volumet | Skjema | 60 % |
| 2 | Miljø | Andel elbiler, minst 50 % | Liste | 40 % |
""",
        "Pris 60; Miljø 40",
    ),
    "two-level-items": (
        """
# Award criteria
* Price (50 %)
* Quality (50 %)
** Method (30 %)
** Environment (20 %)
""",
        "Price 50; Quality 50; >Method 30; >Environment 20",
    ),
    "statement-of-whole-first": (
        """
# Evaluering
Klima og miljø er vektet med 30 %, kvalitet med 25 % og pris med 45 %.
""",
        "Klima og miljø 30; Kvalitet 25; Pris 45",
    ),
    "parts-by-heading-with-the-name": (
        """
# 4 Tildelingskriterier
| Kriterium | Vekt |
| Pris | 40 % |
| Løsning | 30 % |
| Klima og miljø | 30 % |
## 4.1 Nærmere om klima og miljø
* Energibruk: 15 %
* Levetid: 15 %
""",
        "Pris 40; Løsning 30; Klima og miljø 30; >Energibruk 15; >Levetid 15",
    ),
    "criterion-told-with-its-lots": (
        """
# Omfang
Konkurransen er delt i del 1: Sand og del 2: Salt. Det kan gis tilbud på en eller flere deler.
# Tildelingskriterier
For del 1 teller pris 70 % og miljø 30 %. For del 2 teller pris 100 %.
""",
        "Pris 70; Miljø 30 | Pris 100",
    ),
    "lowest-cost-in-words": (
        """
# Slik blir vinneren kåret
Oppdragsgiver velger tilbudet med lavest totalpris. Det er ingen andre tildelingskriterier.
""",
        "Pris 100",
    ),
    "weights-in-thousandths": (
        """
# Evaluation
| Criterion | Points |
| Price | 550 |
| Quality | 150 |
| Climate | 300 |
| Total | 1000 |
""",
        "Price 55; Quality 15; Climate 30",
    ),
}


def _words(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _wanted(text: str) -> list[list[tuple[str, float | None, int | None, bool]]]:
    lots = []
    for lot in text.split(" | "):
        rows = []
        for row in lot.split("; "):
            name, figure = row.lstrip(">").rsplit(" ", 1)
            is_rank = figure.startswith("#")
            rank = int(figure[1:]) if is_rank else None
            rows.append((name.strip(), None if is_rank else float(figure), rank, row.startswith(">")))
        lots.append(rows)
    return lots


@pytest.mark.parametrize("name", LAYOUTS)
def test_criteria_are_read_from_the_layout(name: str) -> None:
    text, expected = LAYOUTS[name]
    wanted = _wanted(expected)

    lots = read_lots(text)

    got = [
        [
            (one.name, None if one.weight_percent is None else round(one.weight_percent, 2), one.rank, bool(one.parent))
            for one in lot.criteria
        ]
        for lot in lots
    ]
    told = [
        [
            (_told(row[0], names), *row[1:])
            for row, names in zip(lot, [*truth, *[("", 0.0, 0, False)] * len(lot)], strict=False)
        ]
        for lot, truth in zip(got, wanted, strict=False)
    ]
    assert [sorted(map(str, lot)) for lot in told] == [sorted(map(str, lot)) for lot in wanted]


def _told(name: str, row: tuple[str, float | None, int | None, bool]) -> str:
    """The wanted name where the given one has or is part of it."""
    first, second = _words(name), _words(row[0])
    return row[0] if second and (first in second or second in first) else name
