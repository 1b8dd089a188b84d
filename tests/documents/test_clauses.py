from __future__ import annotations

import pytest

from dugnad.documents.clauses import find_clauses, find_sanctions, tiers_in
from dugnad.documents.document import Block, Document, Kind, Part, Place, Row, Table
from dugnad.documents.found import Clause
from dugnad.documents.wordlist import check_word_lists
from dugnad.wording.fold import fold


def block(text: str, kind: Kind = "paragraph", level: int = 0) -> Block:
    return Block(kind=kind, text=text, place=Place(), level=level)


def heading(text: str, level: int = 1) -> Block:
    return block(text, "heading", level)


def document(*parts: Part) -> Document:
    return Document(file="grunnlag.docx", media="docx", parts=parts)


def found(*parts: Part) -> tuple[Clause, ...]:
    return find_clauses([document(*parts)])


CLAUSES = [
    ("wage", "Den allmenngjorte tariffavtalen gjelder for lønn og arbeidsvilkår til alle på plassen."),
    ("control", "To ganger i året kontrollerer byggherren lønns- og arbeidsvilkårene."),
    ("control", "Kommunen har rett til å se arbeidsavtaler og timelister."),
    ("control", "Kunden kan sende kontrollører til fabrikken uten varsel."),
    ("tiers", "Kjeden kan ha ett ledd underleverandører, og aldri mer enn to."),
    ("wage", "Vi krever at alle som arbeider på kontrakten, har lønn og arbeidstid etter bransjens tariffavtale."),
    ("wage", "Lønnen skal minst følge forskriften om allmenngjøring for renhold."),
    ("wage", "Leverandøren må sikre anstendige lønns- og arbeidsforhold."),
    ("wage", "Arbeidstakarar skal ha vilkår som minst svarer til landsomfattande tariffavtale."),
    ("wage", "Suppliers must pay at least the minimum wage set by the general application of agreements."),
    (
        "wage",
        "Leverandøren garanterer at innleide ikke har dårligere lønns- og arbeidsvilkår enn etter tariffavtalen.",
    ),
    ("hms-card", "Personell uten HMS-kort får ikke arbeide på anlegget."),
    ("hms-card", "HMS-kort skal kunne vises på forespørsel."),
    ("hms-card", "Den enkelte skal bære HMS-kortet lett synlig."),
    ("hms-card", "Each person on site shall wear a valid HSE identity card."),
    ("pension", "Alle ansatte skal være omfattet av en tjenestepensjonsordning."),
    (
        "pension",
        "Leverandøren plikter å ha pensjonsordning for de ansatte i tråd med lov om obligatorisk tjenestepensjon.",
    ),
    ("bank-payment", "Utbetaling av lønn i kontanter er ikke tillatt."),
    ("bank-payment", "All lønn og annen godtgjørelse skal utbetales til konto i bank."),
    ("bank-payment", "Løn til tilsette skal betalast inn på bankkonto."),
    ("bank-payment", "Lønnen må gå via bank eller annet godkjent betalingsforetak."),
    ("apprentices", "Leverandøren må være godkjent lærebedrift og ha lærlinger i arbeid på oppdraget."),
    ("apprentices", "Ein lærling skal delta i arbeidet."),
    ("apprentices", "Lærlinger skal utføre minst sju prosent av arbeidede timer."),
    ("apprentices", "It is required that one apprentice works on the contract."),
    ("skilled-workers", "Arbeidene skal utføres av faglærte håndverkere."),
    ("skilled-workers", "Andelen fagarbeidere skal være minst 50 prosent."),
    ("skilled-workers", "Renholderne må ha fagbrev eller være i ferd med å ta det."),
    ("skilled-workers", "Electricians shall hold a trade certificate."),
    ("tiers", "Leverandøren kan bare benytte ett ledd underleverandører."),
    ("tiers", "Antall ledd under hovedentreprenøren begrenses til to."),
    ("tiers", "Det er ikkje tillate med fleire enn to ledd i kjeda av underentreprenørar."),
    ("tiers", "Kjeden av underleverandører kan ikke ha mer enn to ledd."),
    ("tiers", "The supplier may use only one level of subcontractors."),
    (
        "human-rights",
        "Leverandøren skal sikre at menneskerettigheter og anstendige arbeidsforhold ivaretas i produksjonen.",
    ),
    (
        "human-rights",
        "Leverandøren skal kartlegge risiko for brudd på grunnleggende menneskerettigheter og redegjøre for tiltak.",
    ),
    ("human-rights", "Produkta skal vere laga utan barnearbeid."),
    ("human-rights", "Leverandøren skal signere oppdragsgivers etiske retningslinjer for leverandører."),
    ("human-rights", "Mineraler i produktene skal ikke komme fra konfliktområder i strid med OECDs veileder."),
    ("human-rights", "The supplier shall map the risk of forced labour in its supply chain."),
    ("human-rights", "Leverandøren skal følge FNs veiledende prinsipper for næringsliv og menneskerettigheter."),
    ("control", "Oppdragsgiver kan når som helst kontrollere at lønns- og arbeidsvilkårene overholdes."),
    (
        "control",
        "Oppdragsgiver, eller den han bemyndiger, har rett til å foreta revisjon av lønnsforhold.",
    ),
    ("control", "Kommunen skal ha innsyn i timelister og lønnsslipper."),
    ("control", "Leverandøren plikter å gi oppdragsgiver innsyn i arbeidskontrakter."),
    ("control", "Oppdragsgivaren kan krevje å få sjå lønsslippar og arbeidsavtalar."),
    ("control", "The authority has the right to inspect factories."),
    ("fair-trade", "Bananer skal være Fairtrade-merket."),
    ("traceability", "Leverandøren skal kunne dokumentere sporbarhet fra råvare til ferdig produkt."),
    ("traceability", "Tømmeret skal kunne spores tilbake til opprinnelsesland."),
    ("tax", "Leverandøren skal hvert halvår legge frem skatteattest for seg og sine underleverandører."),
    ("tax", "Leverandøren skal sørge for at underleverandører har ordnede skatte- og avgiftsforhold."),
    ("tax", "Entreprenøren skal gi fullmakt slik at byggherren får opplysninger om skatt fra Skatteetaten."),
    ("accessibility", "Utstyret skal være universelt utformet."),
    ("accessibility", "Bygget skal være tilgjengelig for personer med funksjonsnedsettelse."),
    ("accessibility", "Løysinga skal følgje krava til universell utforming i forskrifta."),
    ("accessibility", "The website shall conform to WCAG."),
    ("wage", "Leverandøren plikter å ha lønns- og arbeidsvilkår i tråd med allmenngjorte tariffavtaler."),
    ("wage", "Ansatte hos leverandør og underleverandører skal ha lønn som er normal for stedet og yrket."),
    ("wage", "Tilsette skal ha løns- og arbeidsvilkår som følgjer av gjeldande landsomfattande tariffavtale."),
    ("wage", "The contractor shall ensure pay and working conditions in line with the collective agreement."),
    ("wage", "Leverandøren skal på forespørsel dokumentere lønns- og arbeidsvilkår for alle på oppdraget."),
    ("hms-card", "Alle som arbeider på byggeplassen, skal bære gyldig HMS-kort."),
    ("hms-card", "HMS-kort må vere synleg til kvar tid."),
    ("hms-card", "Leverandørens ansatte plikter å ha byggekort utstedt av Arbeidstilsynet."),
    ("hms-card", "All workers must carry a valid HSE card."),
    ("pension", "Leverandøren skal ha obligatorisk tjenestepensjon for sine ansatte."),
    ("pension", "Arbeidstakarane skal vere omfatta av tenestepensjon."),
    ("pension", "Employees shall be covered by an occupational pension scheme."),
    ("bank-payment", "Lønn skal utbetales til konto i bank."),
    ("bank-payment", "Utbetaling av lønn skal skje elektronisk til den ansattes bankkonto."),
    ("bank-payment", "Løn skal betalast via bank."),
    ("bank-payment", "Det er ikke tillatt å betale lønn i kontanter."),
    ("bank-payment", "Wages shall be paid to the employee's bank account."),
    ("apprentices", "Minst ti prosent av timene i fagene skal utføres av lærlinger."),
    ("apprentices", "Leverandøren skal være tilknyttet en offentlig godkjent lærlingordning."),
    ("apprentices", "Leverandøren skal ha minst éin lærling på oppdraget."),
    ("apprentices", "At least one apprentice shall take part in the work."),
    ("skilled-workers", "Minst halvparten av timene skal utføres av personer med fagbrev eller svennebrev."),
    ("skilled-workers", "Reinhaldarane bør ha fagbrev."),
    ("skilled-workers", "At least 40 per cent of the hours shall be worked by skilled workers."),
    ("tiers", "Det er ikke tillatt med mer enn ett ledd underleverandører."),
    ("tiers", "Entreprenøren kan ha maksimalt to ledd i kjeden under seg."),
    ("tiers", "Leverandøren kan ikkje ha meir enn to ledd underleverandørar."),
    ("tiers", "No more than two tiers of subcontractors are allowed."),
    ("human-rights", "Leverandøren skal utføre aktsomhetsvurderinger i samsvar med OECDs retningslinjer."),
    ("human-rights", "Varene skal være produsert uten bruk av barnearbeid eller tvangsarbeid."),
    ("human-rights", "Leverandøren skal respektere grunnleggende menneskerettigheter i hele leverandørkjeden."),
    ("human-rights", "Produksjonen skal følgje ILO sine kjernekonvensjonar."),
    ("human-rights", "The supplier shall comply with the ILO core conventions."),
    ("human-rights", "Human rights due diligence shall be carried out every year."),
    ("control", "Oppdragsgiver kan gjennomføre kontroll av lønns- og arbeidsvilkår uten varsel."),
    ("control", "Kommunen har rett til innsyn i arbeidsavtaler og timelister."),
    ("control", "Byggherren kan kreve dokumentasjon på at HMS-kort er gyldige."),
    ("control", "Oppdragsgivaren kan gjere stikkprøver av lønsvilkåra hos underleverandørane."),
    ("control", "The customer may carry out unannounced audits of the production site."),
    ("fair-trade", "Kaffe og te skal være Fairtrade-merket eller tilsvarende."),
    ("fair-trade", "Bananar skal vere handla etter prinsippa for rettferdig handel, Fairtrade eller likeverdig."),
    ("traceability", "Råvarene skal være sporbare gjennom hele leverandørkjeden."),
    ("traceability", "Tekstilane skal vere sporbare tilbake til fabrikk."),
    ("traceability", "Products shall be traceable to the country of origin."),
    ("tax", "Leverandøren skal i kontraktsperioden levere ny skatteattest når oppdragsgiver ber om det."),
    ("tax", "Underleverandører med kontrakt over 500 000 kroner skal legge fram skatteattest."),
    ("tax", "The supplier shall provide a tax certificate on request."),
    ("accessibility", "Løsningen skal følge prinsippene for universell utforming og oppfylle WCAG 2.1 på nivå AA."),
    ("accessibility", "Nettstaden skal vere universelt utforma."),
    ("accessibility", "The portal must meet WCAG 2.1 level AA."),
    (
        "sanctions",
        "Ved brudd på kravene til lønns- og arbeidsvilkår kan oppdragsgiver holde tilbake deler av vederlaget.",
    ),
    ("sanctions", "Manglende oppfyllelse av kravet om lærlinger gir dagmulkt på 1 500 kroner."),
    (
        "sanctions",
        "Breach of the clauses on working conditions gives the customer the right to terminate the contract.",
    ),
]

NONE = [
    "Leverandøren skal ha nødvendig kompetanse.",
    "Prisen inkluderer lønn, sosiale kostnader og skatter.",
    "Leverandøren er ansvarlig for egne underleverandører.",
    "Underleverandører skal godkjennes av oppdragsgiver.",
    "Fakturaen skal betales innen 30 dager.",
    "Leverandøren skal stille bankgaranti.",
    "Vederlaget betales til leverandørens bankkonto etter mottatt faktura.",
    "Byggherren kan kontrollere arbeidet og kreve retting av feil.",
    "Oppdragsgiver kan foreta mottakskontroll av varene.",
    "Oppdragsgiver har rett til innsyn i programvarens kildekode.",
    "Leverandøren skal ha kvalitetskontroll av leveransene.",
    "Pensjonistene skal få servert middag kl. 16.",
    "Elevene skal ha tilgjengelig drikkevann.",
    "Boka skal være tilgjengelig i alle butikker.",
    "Kunden skal ha tilgang til statistikk.",
    "Lærere skal få opplæring i bruk av utstyret.",
    "Leverandøren skal ha tilgjengelig personell.",
    "Produktet skal kunne spores med strekkode.",
    "Pakkene skal ha sporing.",
    "Etiske dilemmaer skal drøftes med oppdragsgiver.",
    "Leverandøren skal ha taushetsplikt.",
    "Merverdiavgift kommer i tillegg.",
    "Avgifter og skatter endres etter offentlige vedtak.",
    "Kontraktsummen indeksreguleres etter lønnsindeks.",
    "Ved forsinkelse påløper dagmulkt.",
    "Ledd i kjeden skal smøres årlig.",
    "The supplier shall notify the customer of delays.",
    "The invoice shall state the bank account.",
    "Subcontractors must be approved by the customer.",
    "The customer may inspect the goods on delivery.",
    "Kommunen er lærebedrift og har elleve lærlinger.",
    "Med lønns- og arbeidsvilkår menes lønn, arbeidstid og overtid.",
    "Kravet faller bort dersom leverandøren har gjort reelle forsøk på å få lærling.",
    "Elektronikk har høy risiko for brudd på menneskerettigheter.",
    "Faktura skal sendes som EHF med 30 dagers frist til oppgitt bankkonto.",
    "Leverandøren skal stille bankgaranti på ti prosent av kontraktssummen.",
    "Prisen skal være inkludert alle skatter og avgifter.",
    "Prisene kan reguleres årlig etter tarifflønnsindeks.",
    "Oppdragsgiver kan kontrollere at varene er levert i riktig mengde.",
    "Kvalitetskontroll skal gjennomføres hver måned.",
    "Bilene skal ha GPS med sporbar loggføring.",
    "Leverandøren kan bruke underleverandører etter skriftlig samtykke.",
    "Ved forsinkelse skal leverandøren betale dagmulkt.",
    "Leverandøren skal ha ansvarsforsikring.",
    "Ved vesentlig mislighold kan kontrakten heves.",
    "Leverandøren skal informere alle ledd i egen organisasjon.",
    "Taket skal bygges i to nivåer.",
    "Payment is due 30 days after receipt of the invoice to the bank account stated.",
    "The supplier may assign the contract with written consent.",
]


@pytest.mark.parametrize(("kind", "text"), CLAUSES)
def test_clause_is_found_with_its_type(kind: str, text: str) -> None:
    assert [(one.type, one.quote.text) for one in found(heading("5 Kontraktskrav"), block(text))] == [(kind, text)]


@pytest.mark.parametrize("text", NONE)
def test_sentence_about_something_else_is_no_clause(text: str) -> None:
    assert found(heading("5 Kontraktsvilkår"), block(text)) == ()


@pytest.mark.parametrize(
    "title", ["Kvalifikasjonskrav", "Tildelingskriterier", "Om oppdragsgiver", "Krav til tilbudet"]
)
def test_other_sections_hold_no_clause(title: str) -> None:
    assert found(heading(title), block("Leverandøren skal levere skatteattest og ha lærlinger.")) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("høyst to ledd underleverandører", 2),
        ("maksimalt ett ledd under leverandøren", 1),
        ("ikkje meir enn eitt ledd underleverandørar", 1),
        ("inntil 2 ledd i kjeden", 2),
        ("no more than three tiers", 3),
        ("ikke flere enn to vertikale ledd", 2),
        ("antall ledd begrenses til to", 2),
        ("antall ledd i kjeden skal ikke overstige tre", 3),
        ("alle ledd i kjeden", None),
    ],
)
def test_number_of_tiers_is_read(text: str, expected: int | None) -> None:
    assert tiers_in(fold(text)) == expected


def test_tiers_stand_with_the_clause() -> None:
    one = found(heading("5 Seriøsitet"), block("Det kan være høyst ett ledd underleverandører under leverandøren."))

    assert [(each.type, each.tiers) for each in one] == [("tiers", 1)]


def test_halves_about_different_things_are_quoted_apart() -> None:
    text = "Alle skal ha HMS-kort, og lønn skal betales til konto i bank."

    one = found(heading("5 Seriøsitet"), block(text))

    assert [(each.type, each.quote.text) for each in one] == [
        ("hms-card", "Alle skal ha HMS-kort"),
        ("bank-payment", "lønn skal betales til konto i bank."),
    ]


def test_clause_said_twice_is_found_once() -> None:
    one = found(
        heading("3 Kravspesifikasjon"),
        block("Alle skal ha HMS-kort."),
        heading("5 Seriøsitet"),
        block("HMS-kort skal bæres synlig."),
    )

    assert [(each.type, each.quote.text) for each in one] == [("hms-card", "HMS-kort skal bæres synlig.")]


def test_of_several_the_clause_that_counts_is_found() -> None:
    one = found(
        heading("5 Seriøsitet"),
        block("Leverandøren skal være tilknyttet en lærlingordning."),
        block("Minst ti prosent av timene skal utføres av lærlinger."),
    )

    assert [each.quote.text for each in one] == ["Minst ti prosent av timene skal utføres av lærlinger."]


def test_human_rights_may_be_several() -> None:
    one = found(
        heading("5 Etisk handel"),
        block("Leverandøren skal gjøre aktsomhetsvurderinger."),
        block("Produksjonen skal følge ILOs kjernekonvensjoner."),
    )

    assert [each.type for each in one] == ["human-rights", "human-rights"]


def test_items_below_leading_words_are_clauses() -> None:
    one = found(
        heading("5 Seriøsitet"),
        block("Leverandøren skal:"),
        block("ha lærling på oppdraget", "item", 1),
        block("gi alle HMS-kort", "item", 1),
    )

    assert [each.type for each in one] == ["apprentices", "hms-card"]


def test_clauses_in_a_table_are_found() -> None:
    rows = (("Nr.", "Krav"), ("1", "Alle skal ha gyldig HMS-kort."), ("2", "Lønn skal utbetales til bankkonto."))
    table = Table(rows=tuple(Row(cells=cells, place=Place()) for cells in rows), place=Place())

    assert [each.type for each in found(heading("Kontraktskrav"), table)] == ["hms-card", "bank-payment"]


def test_sanction_that_names_nothing_is_found_below_a_social_heading() -> None:
    text = "Ved brudd kan kommunen holde tilbake det dobbelte av beløpet."
    parts = (heading("5.1 Lønns- og arbeidsvilkår"), block(text))

    assert [each.quote.text for each in find_sanctions([document(*parts)])] == [text]
    assert found(*parts) == ()


def test_word_list_has_no_faults() -> None:
    assert check_word_lists("clauses") == []
