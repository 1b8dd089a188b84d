"""Texts of our own, one per way that tender documents speak of the climate rule: path, reasons and their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from dugnad.documents.departure import find_departures
from dugnad.documents.document import Block, Document, Part, Place, Row, Table
from dugnad.documents.found import Departure, FoundCriterion, FoundLot, Quote, Requirement
from dugnad.documents.phrases import check_departure_words

BEFORE, AFTER = date(2025, 5, 5), date(2026, 9, 1)
NOWHERE = Place()


def document(text: str) -> Document:
    """A document from lines: "# " a heading, "| a | b" a row, "- " an item, "^ " a note, the rest paragraphs."""
    parts: list[Part] = []
    heading, rows = "", 0
    for number, line in enumerate((line.strip() for line in text.strip().splitlines()), 1):
        place = Place(file="t.docx", paragraph=number, heading=heading)
        if line.startswith("# "):
            heading = line[2:]
            parts.append(Block(kind="heading", text=heading, place=place, level=1))
        elif line.startswith("|"):
            rows += 1
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            row = Row(cells=cells, place=Place(table=1, row=rows, heading=heading))
            parts.append(Table(rows=(row,), place=row.place))
        elif line.startswith(("- ", "^ ")):
            parts.append(Block(kind="item" if line[0] == "-" else "note", text=line[2:], place=place))
        elif line:
            parts.append(Block(kind="paragraph", text=line, place=place))
    return Document(file="t.docx", media="docx", parts=tuple(parts))


def lot(environment: float | None = 0, *, identifier: str = "LOT-0000", title: str = "", rank: int | None = None) -> FoundLot:
    """A lot with price and, where it weighs or ranks, an environmental criterion."""
    where = Quote(text="", place=NOWHERE)
    criteria = [FoundCriterion(name="Pris", quote=where, weight_percent=None if rank else 100 - (environment or 0))]
    if environment or rank:
        green = FoundCriterion(
            name="Miljø", quote=where, weight_percent=None if rank else environment, rank=rank, environment="certain"
        )
        criteria.append(green)
    return FoundLot(
        id=identifier,
        title=title,
        criteria=tuple(criteria),
        environment_certain=None if rank else environment,
        environment_max=None if rank else environment,
        best_environment_rank=rank,
    )


def demand(text: str = "Bilene skal være utslippsfrie.", *, binds: bool = True, of: str | None = None) -> Requirement:
    return Requirement(quote=Quote(text=text, place=NOWHERE), is_binding=binds, lot=of)


def departure(text: str, *, weight: float = 0, on: date = AFTER, demands: tuple[Requirement, ...] = ()) -> Departure:
    found, by_lot = find_departures([document(text)], [lot(weight)], demands, announced=on)
    assert by_lot == {}
    return found


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    path: str
    reasons: str = "none"
    claim: str = ""
    why: str = ""
    weight: float = 0
    on: date = AFTER
    demands: tuple[Requirement, ...] = ()


HARD = (demand(),)
CASES = [
    Case("nothing-said", "# Tildeling\nKontrakten går til den med lavest pris.", "none"),
    Case("rule-told", "# Tildelingskriterier\nEtter anskaffelsesforskriften § 7-9 skal klima- og miljøhensyn vektes med minst 30 %.\nPris teller 100 %.", "none", on=BEFORE),
    Case("rule-told-whole", "# Klima og miljø\nKriteriene kan erstattes med krav i kravspesifikasjonen dersom det er klart at dette gir en bedre klima- og miljøeffekt og dette begrunnes i anskaffelsesdokumentene.", "none", on=BEFORE),
    Case("rule-told-insignificant", "# Klima og miljø\nPlikten gjelder ikke dersom anskaffelsen etter sin art har et uvesentlig klimaavtrykk og miljøbelastning.", "none"),
    Case("rule-told-english", "# Award\nThe criteria may be replaced by requirements in the specification if this gives a better climate or environmental effect.", "none"),
    Case("rule-told-nynorsk", "# Tildeling\nKriteria kan erstattast med krav i kravspesifikasjonen dersom det gir betre miljøeffekt. Dette skal grunngjevast.", "none"),
    Case("exemption-looked-at", "# Klima og miljø\nOppdragsgiver har vurdert unntakene i § 5b. Unntaket for uvesentlig klimaavtrykk er ikke benyttet.", "weight", weight=30),
    Case("exemption-denied", "# Miljø\nAnskaffelsen har ikke et uvesentlig klimaavtrykk. Klima og miljø vektes derfor.", "weight", weight=20),
    Case("weight-compound-claim", "# Tildelingskriterier\nOppdragsgiver har derfor slått sammen kvalitet og miljø i ett kriterium som teller 45 %.", "weight", claim="slått sammen kvalitet og miljø", weight=10),
    Case("weight-claims-met", "# Tildelingskriterier\nKravet om 30 % i LOA § 5b er oppfylt gjennom kriteriet Bærekraft.", "weight", claim="er oppfylt gjennom kriteriet", weight=15),
    Case("weight-nothing-said", "# Tildelingskriterier\nMiljø teller 20 %.", "weight", weight=20),
    Case("weight-and-spec", "# Klima\nVi stiller også krav i kravspesifikasjonen i stedet for flere kriterier om miljø.", "weight", weight=30, claim="i stedet for flere kriterier"),
    Case("spec-plain", "# 4.1 Klima og miljø\nTildelingskriteriet er erstattet av kravene i kapittel 3. Begrunnelse: Markedsdialogen i mars viste at alle fem leverandørene kan levere med elektriske varebiler, og kravet fjerner hele utslippet fra kjøringen.", "spec", "given", "er erstattet av kravene", "Markedsdialogen i mars", demands=HARD),
    Case("spec-no-reasons", "# 4.1 Klima og miljø\nTildelingskriteriet om miljø er erstattet av krav i kravspesifikasjonen.\n# 5 Kontrakt\nKontrakten varer i fire år.", "spec", demands=HARD, claim="er erstattet av krav"),
    Case("spec-repeats", "# 4.1 Klima og miljø\nTildelingskriteriet om miljø er erstattet av krav i kravspesifikasjonen. Dette fordi det er klart at kravene gir en bedre klima- og miljøeffekt.", "spec", "repeats-the-rule", on=BEFORE, demands=HARD),
    Case("spec-repeats-label", "# Miljø\nMiljøkravene i kravspesifikasjonen erstatter tildelingskriteriet, jf. § 7-9 fjerde ledd.\nBegrunnelse: Kravene gir en bedre effekt for klima og miljø enn et kriterium.", "spec", "repeats-the-rule", on=BEFORE, demands=HARD),
    Case("spec-repeats-2026", "# Miljø\nKriteriet er erstattet med klima- og miljøkrav i kravspesifikasjonen, jf. LOA § 5b andre ledd. Oppdragsgiver mener at dette gir en bedre klima- eller miljøeffekt.", "spec", "repeats-the-rule", demands=HARD),
    Case("spec-instead", "# Tildelingskriterier\nVi har valgt å stille absolutte krav til miljø i stedet for å bruke det som kriterium. Årsaken er at kontorstolene skiller seg lite i markedet: 14 av 16 modeller har samme merke, og et kriterium ville bare målt emballasjen.", "spec", "given", "absolutte krav", "14 av 16 modeller", demands=HARD),
    Case("spec-not-criterion", "# 6 Tildeling\nKlima og miljø er ikke benyttet som tildelingskriterium, men ivaretatt som krav i kravspesifikasjonen.\nGrunnen er at krav om reservedeler i ti år gir lengre levetid for alle skannerne, mens en vekting på 30 % bare ville flyttet poeng mellom to modeller.", "spec", "given", "ikke benyttet som tildelingskriterium", "reservedeler i ti år", demands=HARD),
    Case("spec-taken-care-of", "# Miljøhensyn\nKlima- og miljøhensyn er ivaretatt gjennom kravene i punkt 3.4.\nBegrunnelse: Beregninger fra forrige kontrakt viser at kjøringen står for 80 % av utslippet.", "spec", "given", "ivaretatt gjennom kravene", "Beregninger fra forrige kontrakt", demands=HARD),
    Case("spec-table", "# 2 Om konkurransen\n| Klima og miljø | Tildelingskriteriet er erstattet av krav i kravspesifikasjonen, se vedlegg 1 |\n| Begrunnelse | Livsløpsvurderingen av tre gulvtyper viser 45 % lavere utslipp med kravet om resirkulert innhold. |\n| Kontraktstid | To år |", "spec", "given", "erstattet av krav", "Livsløpsvurderingen av tre gulvtyper", demands=HARD),
    Case("spec-own-heading", "# 4.1 Tildelingskriterier\nMiljø er ikke tildelingskriterium; kriteriet er erstattet med krav i kravspesifikasjonen.\n# 4.2 Begrunnelse\nAnleggsmaskinene står for størstedelen av utslippet. Krav om elektriske maskiner under åtte tonn fjerner anslagsvis 60 tonn CO2.", "spec", "given", "kriteriet er erstattet", "60 tonn CO2", demands=HARD),
    Case("spec-elsewhere", "# 4.1 Tildelingskriterier\nMiljøkriteriet er erstattet med krav i kravspesifikasjonen, se kapittel 9.\n# 5 Kontrakt\nTo år.\n# 9 Begrunnelse for valg av miljøkrav\nErfaringer fra tre tidligere kontrakter viser at poeng for miljø ikke endret vinneren, mens krav om emballasjeretur kuttet avfallet med 2 tonn.", "spec", "given", "Miljøkriteriet er erstattet", "tre tidligere kontrakter", demands=HARD),
    Case("spec-footnote", "# 4.1 Tildelingskriterier\nMiljøkriteriet er erstattet med krav i kravspesifikasjonen.\n# 5 Kontrakt\nTo år.\n^ Begrunnelse for miljøkravene: Leverandørdialogen i april viste at samtlige kan levere biogass, og kravet kutter 120 tonn CO2 i året.", "spec", "given", "Miljøkriteriet er erstattet", "Leverandørdialogen i april", demands=HARD),
    Case("spec-nynorsk", "# 4 Klima og miljø\nKriteriet er erstatta med krav i kravspesifikasjonen. Grunngjeving: Marknadsdialogen synte at alle kan levere elektriske bussar, og berekningane våre gir 300 tonn lågare utslepp enn med eit kriterium.", "spec", "given", "Kriteriet er erstatta", "300 tonn", demands=HARD),
    Case("spec-nynorsk-instead", "# 4 Tildeling\nVi stiller bindande krav til miljø i staden for å vekte det som tildelingskriterium, fordi marknaden berre har to pumper utan olje og prisskilnaden er under 3 %.", "spec", "given", "i staden for", "berre har to pumper", demands=HARD),
    Case("spec-nynorsk-repeats", "# 4 Klima og miljø\nTildelingskriteriet for klima og miljø er erstatta av krav i kravspesifikasjonen. Grunngjevinga er at krava gir betre klima- og miljøeffekt.", "spec", "repeats-the-rule", demands=HARD),
    Case("spec-english", "# Climate and environment\nInstead of an award criterion, the environment is covered by mandatory requirements in the specification. The reason is that all four suppliers consulted in June already offer electric delivery, so points would not separate the tenders.", "spec", "given", "Instead of an award criterion", "four suppliers", demands=HARD),
    Case("spec-english-bare", "# Climate and environment\nThe award criterion is replaced by requirements in the technical specification.", "spec", claim="is replaced by", demands=HARD),
    Case("spec-english-repeats", "# Climate and environment\nThe award criterion is replaced by requirements in the specification. The requirements give a better climate and environmental effect.", "spec", "repeats-the-rule", demands=HARD),
    Case("spec-named-requirements", "# Klima- og miljøhensyn\nKravene K3 til K7 trer i stedet for et tildelingskriterium om miljø. Krav om ombrukte møbler treffer produksjonen, som er den største kilden, mens et kriterium bare ville premiert transporten.", "spec", "given", "trer i stedet for", "ombrukte møbler", demands=HARD),
    Case("spec-moved", "# Miljø\nMiljøkriteriet er flyttet til kravspesifikasjonen. Dette er gjort fordi forrige konkurranse ga full pott til alle seks tilbud.", "spec", "given", "flyttet til kravspesifikasjonen", "alle seks tilbud", demands=HARD),
    Case("spec-claim-with-why", "# Tildeling\nSiden samtlige leverandører i markedsundersøkelsen har elektriske varebiler, er miljøkriteriet erstattet med krav i kravspesifikasjonen.", "spec", "given", "er miljøkriteriet erstattet", "markedsundersøkelsen", demands=HARD),
    Case("spec-unclaimed", "# Tildeling\nKontrakten tildeles tilbudet med lavest pris.", "spec", demands=HARD),
    Case("spec-unclaimed-2022", "# Tildeling\nKontrakten tildeles tilbudet med lavest pris.", "none", demands=HARD, on=date(2022, 3, 1)),
    Case("spec-soft", "# Miljø\nKriteriet er erstattet av krav i kravspesifikasjonen. Begrunnelsen er at kravene i kapittel 2 klart gir bedre effekt.", "spec", "repeats-the-rule", demands=(demand("Bilene bør være elektriske.", binds=False),), on=BEFORE),
    Case("combination", "# 4.2 Forholdet til 30 %\nVi kombinerer kriteriet Miljø (20 %) med krav i kravspesifikasjonen, jf. LOA § 5b andre ledd. Begrunnelse: Kravet om fossilfri byggeplass fjerner 85 tonn CO2, og kriteriet belønner lavere utslipp fra betong.", "combination", "given", "Vi kombinerer kriteriet", "85 tonn CO2", weight=20, demands=HARD),
    Case("combination-noun", "# Klima og miljø\nKommunen bruker en kombinasjon av kriterium og krav for klima og miljø.\nBegrunnelse: Dialogkonferansen i februar samlet ti entreprenører, og åtte av dem kan oppfylle kravene nå.", "combination", "given", "en kombinasjon av kriterium og krav", "Dialogkonferansen i februar", weight=15, demands=HARD),
    Case("combination-nynorsk", "# Klima og miljø\nKommunen kombinerer tildelingskriterium og krav. Grunngjeving: Klimarekneskapen for skisseprosjektet viser 28 % lågare utslepp med krava åleine.", "combination", "given", "kombinerer tildelingskriterium og krav", "Klimarekneskapen", weight=25, demands=HARD),
    Case("combination-english", "# Climate and environment\nThe award criterion (20 %) is combined with requirements in the specification. Reasons: our calculation shows 34 per cent lower emissions from the requirements alone.", "combination", "given", "is combined with", "34 per cent lower", weight=20, demands=HARD),
    Case("combination-before-2026", "# Klima og miljø\nKriteriet på 10 % kombineres med krav i kravspesifikasjonen. Begrunnelse: Euro 6 og ruteplan halverer utslippet fra 40 servicebiler.", "spec", "given", "kombineres med krav", "Euro 6", weight=10, on=BEFORE, demands=HARD),
    Case("combination-bare", "# Klima og miljø\nVi kombinerer kriterium og krav etter § 5b.", "combination", weight=20, demands=HARD, claim="kombinerer kriterium og krav"),
    Case("insignificant", "# 4 Klima- og miljøhensyn\nAnskaffelsen har etter sin art et uvesentlig klimaavtrykk og en uvesentlig miljøbelastning. Oppdraget er 400 timer juridisk rådgivning som utføres fra leverandørens kontor, uten reiser og uten kjøp av varer.", "exempt-insignificant", "given", "etter sin art et uvesentlig", "400 timer juridisk"),
    Case("insignificant-bare", "# 4 Klima- og miljøhensyn\nAnskaffelsen har etter sin art et uvesentlig klimaavtrykk og en uvesentlig miljøbelastning, og plikten i § 7-9 gjelder derfor ikke.", "exempt-insignificant", claim="etter sin art et uvesentlig", on=BEFORE),
    Case("insignificant-repeats", "# Klima og miljø\nUnntaket i § 7-9 femte ledd er oppfylt. Begrunnelse: Anskaffelsen har et uvesentlig klimaavtrykk og miljøbelastning.", "exempt-insignificant", "repeats-the-rule", "Unntaket i § 7-9 femte ledd", on=BEFORE),
    Case("insignificant-general", "# Klima og miljø\nUnntaket i LOA § 5b tredje ledd er benyttet. Oppdragsgiver har gått gjennom hele leveransen: den består av lisenser som lastes ned, og serverne drives av kommunen selv. Avtrykket er ubetydelig.", "exempt-insignificant", "given", "Unntaket i LOA § 5b tredje ledd", "lisenser som lastes ned"),
    Case("insignificant-duty-not", "# Miljø\nPlikten til å vekte miljø gjelder ikke fordi klimaavtrykket er ubetydelig. Arbeidet er oversettelse av 600 sider tekst og gjøres på nett.", "exempt-insignificant", "given", "Plikten til å vekte miljø gjelder ikke", "600 sider"),
    Case("insignificant-nynorsk", "# Klima og miljø\nInnkjøpet har etter sin art uvesentleg klimaavtrykk og miljøbelastning. Tenesta er undervisning på video, og ingen reiser eller varer inngår.", "exempt-insignificant", "given", "uvesentleg klimaavtrykk", "undervisning på video"),
    Case("insignificant-english", "# Climate and environment\nThe exemption in section 5b third paragraph applies: the footprint is insignificant. The contract buys 300 hours of translation performed remotely, with no travel and no goods.", "exempt-insignificant", "given", "exemption in section 5b", "300 hours of translation"),
    Case("insignificant-english-bare", "# Environment\nThe procurement has by its nature a negligible climate footprint and environmental impact.", "exempt-insignificant", claim="negligible climate footprint"),
    Case("insignificant-table", "# Nøkkelopplysninger\n| Klima og miljø | Anskaffelsen har et uvesentlig klimaavtrykk og miljøbelastning (LOA § 5b tredje ledd). |\n| Begrunnelse | Tolketjenesten leveres på skjerm; erfaringstall fra 2025 viser ni reiser på 2 400 oppdrag. |", "exempt-insignificant", "given", "uvesentlig klimaavtrykk", "erfaringstall fra 2025"),
    Case("critical", "# Klima og miljø\nVekting av klima og miljø ville gå på bekostning av vesentlige interesser innenfor helse. Bare én produsent har fryselager for vaksinen, og leveringen må skje innen 12 uker.", "exempt-critical-interest", "given", "på bekostning av", "fryselager for vaksinen"),
    Case("critical-bare", "# Klima og miljø\nForpliktelsene gjelder ikke fordi de går på bekostning av vesentlige interesser innenfor helse, sikkerhet eller beredskap.", "exempt-critical-interest", claim="på bekostning av"),
    Case("critical-preparedness", "# Unntak fra klima- og miljøvekting\nOppdragsgiver benytter unntaket av hensyn til beredskap. Nødstrømsaggregatene må tåle 72 timer uten etterfylling, og kun dieselmodellene i markedet klarer det.", "exempt-critical-interest", "given", "benytter unntaket", "72 timer"),
    Case("critical-nynorsk", "# Klima og miljø\nPlikta gjeld ikkje fordi ho ville gått på bekostning av vesentlege interesser innanfor tryggleik. Radioane må verke på dei same frekvensane som naudnettet, og det har berre éin type.", "exempt-critical-interest", "given", "Plikta gjeld ikkje", "frekvensane"),
    Case("critical-english", "# Climate and environment\nThe duty would be at the expense of essential interests in security. The encryption units must be certified to level 4, and a single certified model exists.", "exempt-critical-interest", "given", "at the expense of", "certified to level 4"),
    Case("minimum", "# Klima og miljø\nPlikten gjelder ikke, jf. LOA § 5c, fordi oppdragsgiver er pålagt å stille standardiserte minimumskrav til bilene. Alle 42 bilene er personbiler i kategori M1. CPV 34110000.", "exempt-national-minimum", "given", "jf. LOA § 5c", "42 bilene"),
    Case("minimum-bare", "# Klima og miljø\nAnskaffelsen omfattes av standardiserte minimumskrav, jf. LOA § 5c. CPV 34110000.", "exempt-national-minimum", claim="standardiserte minimumskrav"),
    Case("minimum-nynorsk", "# Klima og miljø\nPlikta til å vekte miljø gjeld ikkje, jf. lova § 5c, for innkjøpet har standardiserte minimumskrav i forskrift. CPV 34136000.", "exempt-national-minimum", claim="gjeld ikkje"),
    Case("minimum-english", "# Climate\nSection 5c applies: standardised minimum requirements for vehicles are mandatory, and the duty to weight the environment does not apply. CPV 34110000.", "exempt-national-minimum", claim="standardised minimum requirements"),
    Case("left-out-with-reasons", "# Tildelingskriterier\nMiljø er ikke brukt som tildelingskriterium fordi markedet for kirkeorgler har tre byggere, og ingen av dem fører utslippsregnskap.", "none", "given", "ikke brukt som tildelingskriterium", "kirkeorgler"),
    Case("supplier-replaces", "# Krav til miljø\nLeverandøren skal erstatte kjemikalier som står på kandidatlisten, jf. kravene i forskriften om miljø.", "none"),
    Case("award-reasons", "# 8 Avslutning\nAlle får melding om valget med en begrunnelse og opplysning om karensperioden.", "none"),
    Case("policy", "# Om oss\nKommunen har som mål å halvere klimagassutslippene innen 2030 og er miljøsertifisert.", "none"),
    Case("indoor-climate", "# Omfang\nFormålet er et godt inneklima. Filtre skal erstattes etter kravene i vedlegg 2.", "none"),
    Case("conditional-template", "# Klima og miljø\nHvis kriteriet er erstattet med krav i kravspesifikasjonen, må oppdragsgiver begrunne det her.", "none"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_departure_of(case: Case) -> None:
    found = departure(case.text, weight=case.weight, on=case.on, demands=case.demands)

    assert (found.path, found.reasons) == (case.path, case.reasons)
    claim = found.claim_quote.text if found.claim_quote else ""
    assert case.claim in claim
    assert bool(case.claim) == bool(claim) or case.reasons != "none"
    why = found.reasons_quote.text if found.reasons_quote else ""
    assert case.why in why
    assert (case.reasons == "none") == (not why)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_quotes_of(case: Case) -> None:
    texts = [
        text
        for part in document(case.text).parts
        for text in ([part.text] if isinstance(part, Block) else [cell for row in part.rows for cell in row.cells])
    ]

    found = departure(case.text, weight=case.weight, on=case.on, demands=case.demands)

    for quote in (found.claim_quote, found.reasons_quote):
        assert quote is None or any(quote.text in text for text in texts)


def test_vocabulary_is_without_fault() -> None:
    assert check_departure_words() == []
