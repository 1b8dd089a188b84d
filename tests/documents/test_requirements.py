from __future__ import annotations

import pytest

from dugnad.documents.document import Block, Document, Kind, Part, Place, Row, Table
from dugnad.documents.found import FoundLot, Requirement
from dugnad.documents.requirements import find_requirements
from dugnad.documents.wordlist import check_document_words


def block(text: str, kind: Kind = "paragraph", level: int = 0, cuts: tuple[int, ...] = ()) -> Block:
    return Block(kind=kind, text=text, place=Place(), level=level, cuts=cuts)


def heading(text: str, level: int = 1) -> Block:
    return block(text, "heading", level)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(rows=tuple(Row(cells=cells, place=Place(row=row)) for row, cells in enumerate(rows, 1)), place=Place())


def found(*parts: Part, lots: tuple[FoundLot, ...] = (), file: str = "grunnlag.docx") -> tuple[Requirement, ...]:
    return find_requirements([Document(file=file, media="docx", parts=parts)], lots)


def quotes(*parts: Part, file: str = "grunnlag.docx") -> list[str]:
    return [one.quote.text for one in found(*parts, file=file)]


BINDING = [
    # bokmål
    "Alle leveranser skal skje med kjøretøy uten direkte utslipp fra 1. mars 2027.",
    "Gravemaskiner og hjullastere må være batterielektriske.",
    "Det er ikke tillatt å la kjøretøy gå på tomgang utenfor inngangspartiet.",
    "Dieselaggregat til oppvarming av brakker aksepteres ikke.",
    "Entreprenøren plikter å levere farlig avfall til godkjent mottak.",
    "Isolasjonen skal ikke inneholde bromerte flammehemmere.",
    "Malingen skal være uten løsemidler og ha lave emisjoner.",
    "Kaffekopper og bestikk i plast til engangsbruk er forbudt ved alle arrangementer.",
    "Vaskemaskinene skal ha energiklasse A.",
    "Trykksakene skal være svanemerket.",
    "Tekstilene må oppfylle kriteriene for OEKO-TEX eller tilsvarende.",
    "Leverandøren skal ta tilbake brukte tonerkassetter uten kostnad for kommunen.",
    "Emballasjen skal bestå av minst 70 prosent resirkulert materiale.",
    "Møblene skal kunne demonteres og repareres med vanlig verktøy.",
    "Asfalten skal inneholde minst 20 prosent returasfalt.",
    "Betongen skal være i lavkarbonklasse B.",
    "For alle byggevarer skal det leveres EPD.",
    "Kjølemaskinene skal bruke naturlige kuldemedier.",
    "Det kreves at minst 30 prosent av råvarene er økologiske.",
    "Leverandøren skal måle og redusere matsvinnet i kantina.",
    "Fisken skal komme fra bærekraftige bestander og være MSC-sertifisert.",
    "Plantejord skal være torvfri.",
    "Fremmede arter kan ikke plantes.",
    "Skjæring av vegetasjon langs bekken er ikke tillatt av hensyn til naturmangfold.",
    "Strømmen skal ha opprinnelsesgaranti.",
    "Serverrommet skal ha en PUE på høyst 1,3.",
    "Minst halvparten av møblene skal være brukte.",
    "Anleggsmaskiner må minst oppfylle steg V.",
    "Bussene skal gå på biogass eller strøm.",
    "Overskuddsmasser skal gjenbrukes på anlegget.",
    "Leverandøren skal rapportere klimagassutslipp fra oppdraget hvert år.",
    "Rengjøringsmidlene skal være fri for mikroplast.",
    "Kreosotbehandlet trevirke godtas ikke.",
    "Treverk skal være FSC- eller PEFC-sertifisert.",
    "Kunstgressbanen skal ha fysiske sperrer som hindrer spredning av mikroplast.",
    "Ugress skal fjernes uten bruk av glyfosat.",
    "Vask av fasader må ikke føre til forurensning av sjøen.",
    "Entreprenøren skal utarbeide en miljøoppfølgingsplan før oppstart.",
    "Mobiltelefonene skal ha batteri som brukeren selv kan bytte.",
    "Skjermene skal være TCO-sertifisert.",
    "Leverandøren skal tilby reparasjon fremfor utskifting.",
    "Kjøretøyene skal ha rullemotstand i klasse A på dekkene.",
    "Sykehuset krever at leverandøren samler leveransene for å redusere transporten.",
    "Byggeplassen skal varmes opp uten fossilt brensel.",
    "Det skal brukes gjenbrukskasser i plast eller tre ved levering av frukt.",
    "Papiret skal være laget av returfiber.",
    "Lysarmaturene skal ha LED-lyskilder og styring etter dagslys.",
    "Avfallsmengden må ikke overstige 30 kg per kvadratmeter.",
    "Utslippene fra materialene kan ikke være høyere enn 300 kg CO2-ekvivalenter per kvadratmeter.",
    "Arbeidstøyet skal leveres inn og sendes til materialgjenvinning etter bruk.",
    # goods, machines and places of many kinds
    "Leverandøren skal benytte gjenbrukbare kasser ved levering.",
    "Varene skal leveres med elektrisk varebil eller lastesykkel.",
    "Ferja skal ha nullutslippsdrift.",
    "Minst 40 prosent av møblene skal være gjenbrukte eller oppussede.",
    "Leverandøren skal tilby service og reparasjon slik at produktenes levetid forlenges.",
    "Såpe skal være svanemerket eller tilfredsstille tilsvarende krav.",
    "Plastposer skal være laget av minst 80 % gjenvunnet plast.",
    "Kopipapir skal være ubleket eller TCF-bleket.",
    "Kosmetiske produkter skal ikke inneholde mikroplast.",
    "Bilene skal ha CO2-utslipp under 50 g/km.",
    "Pleieprodukter skal ikke inneholde hormonforstyrrende stoffer.",
    "Møbler skal være fri for flammehemmere og formaldehyd.",
    "Maling skal være vannbasert.",
    "Kjemikalier på kandidatlisten i REACH skal ikke benyttes.",
    "Gressklippere skal være batteridrevne.",
    "Det skal ikke benyttes tropisk tømmer.",
    "Leverandøren skal redusere antall leveranser ved å konsolidere ordre.",
    "Ved levering skal motoren slås av.",
    "Minst to dager i uken skal menyen være kjøttfri.",
    "Det skal benyttes porselen og ikke engangsbestikk.",
    "Frukt og grønt skal være økologisk der det finnes i sortimentet.",
    "Kaffe skal være økologisk.",
    "Belysning skal være LED.",
    "Utstyret skal ha automatisk strømsparing.",
    "PC-ene skal leveres uten ladere og i samlepakninger.",
    "Utrangert utstyr skal slettes og ombrukes.",
    "Overskuddsmat skal doneres eller selges til nedsatt pris.",
    "Steinmasser skal gjenbrukes på tomta.",
    "Eksisterende trær skal bevares.",
    "Det skal plantes stedegne arter.",
    "Bruk av plantevernmidler er forbudt.",
    "Veisalt skal begrenses.",
    "Gatelys skal dimmes om natten for å redusere energibruken.",
    "Leverandøren skal føre klimagassregnskap for kontrakten.",
    "Entreprenøren skal levere miljøregnskap kvartalsvis.",
    "Anleggsplassen skal ha strøm fra nettet og ikke dieselaggregat.",
    "Kjøretøy over 3,5 tonn må tilfredsstille Euro VI.",
    "Leverandøren forplikter seg til å bruke HVO100 på alle lastebiler.",
    "Pallene skal være returpaller.",
    "Tonere skal kunne returneres for gjenbruk.",
    "Arbeidstøy skal kunne repareres.",
    "Uniformer som kasseres, skal gå til materialgjenvinning.",
    "Bomull skal være økologisk dyrket.",
    "Lær skal være kromfritt garvet.",
    "Papirhåndklær skal ha EU Ecolabel.",
    "Sjokolade og kakao skal være avskogingsfri.",
    "Skumplast skal ikke være blåst med klimagasser.",
    "Isolasjonsmaterialer skal ha lavt klimafotavtrykk.",
    "Takbelegg skal ikke inneholde PVC.",
    "Leverandøren skal sørge for at hagekompost er torvfri.",
    "Slam skal behandles slik at fosfor gjenvinnes.",
    "Sigarettsneiper og plast skal samles opp slik at det ikke havner i sjøen.",
    "Båten skal ha elektrisk fremdrift.",
    "Oljesøl skal håndteres straks for å hindre forurensning.",
    "Hydraulikkolje skal være bionedbrytbar.",
    "Det skal benyttes biologisk nedbrytbare oljer.",
    "Trykkfargene skal være plantebaserte.",
    "Konvolutter skal være laget av resirkulert papir.",
    "Alle produkter skal leveres uten isopor.",
    "Vaskemiddel skal doseres automatisk for å redusere forbruket.",
    "Leverandøren skal ha ordning for retur av emballasje.",
    "Skyllevannet skal gjenbrukes.",
    "Vaskerimaskinene skal ha varmegjenvinning.",
    "Serverne skal kjøles med frikjøling.",
    "Cups shall be reusable.",
    "Cars shall emit no more than 50 g CO2 per km.",
    "The supplier shall provide a take-back scheme for packaging.",
    "Paints shall be water-based.",
    "Food served shall be at least 30 % organic.",
    "Lighting shall be LED.",
    "Pesticides must not be used.",
    "The supplier shall report its greenhouse gas emissions annually.",
    "Deliveries shall be consolidated to reduce transport.",
    # present tense
    "Leverandøren sorterer alt avfall på stedet.",
    "Vaskeriet benytter bare vaskemidler som er miljømerket.",
    "Brukte tekstiler leveres til ombruk.",
    # nynorsk
    "Leverandøren skal køyre ut varene med utsleppsfrie bilar.",
    "Alt avfall må kjeldesorterast på byggjeplassen.",
    "Eingongsservise av plast er ikkje tillate.",
    "Vaskemidla skal vere miljømerkte.",
    "Emballasje skal takast i retur av leverandøren.",
    "Det blir kravd at straumen kjem frå fornybare kjelder.",
    "Trevirke frå tropisk regnskog kan ikkje nyttast.",
    "Møblane skal kunne reparerast og brukast om att.",
    "Sprøytemiddel må ikkje nyttast på grøntområda.",
    "Kommunen krev at maskinene er fossilfrie.",
    # English
    "Vehicles used for deliveries shall be zero-emission.",
    "All waste must be sorted at source into at least five fractions.",
    "Single-use plastic cups are not permitted.",
    "The products must not contain PFAS.",
    "Paper shall consist of at least 80 per cent recycled fibre.",
    "Servers shall meet the current Energy Star requirements.",
    "Refrigerants with a GWP above 150 are prohibited.",
    "The contractor shall take back used batteries for recycling.",
    "Timber shall be FSC or PEFC certified or equivalent.",
    "An EPD is required for all steel products.",
]

WISHES = [
    "Leverandøren bør benytte elbil ved levering.",
    "Kommunen ønsker at emballasjen reduseres.",
    "Det er ønskelig at produktene er miljømerket.",
    "Leverandøren oppfordres til å redusere matsvinn.",
    "Fortrinnsvis skal det brukes gjenbrukte materialer.",
    "Det skal så langt som mulig benyttes utslippsfrie maskiner.",
    "Leverandøren skal etterstrebe å bruke resirkulert plast.",
    "Vi ser gjerne at leverandøren tilbyr økologiske varer.",
    "Det er positivt om maskinene går på biogass.",
    "Avfallet bør kildesorteres.",
    "Det anbefales at transporten samordnes for å redusere utslipp.",
    "Transport skal i størst mulig grad skje med nullutslippskjøretøy.",
    "Leverandøren skal vurdere ombruk av inventar.",
    "Produkter som skal brukes utendørs, bør være fri for tungmetaller.",
    "Leverandøren bør nytte elektriske køyretøy.",
    "Det er ønskjeleg at maten er økologisk.",
    "Leverandøren blir oppmoda om å nytte mindre emballasje.",
    "Avfall skal så langt råd er sorterast på staden.",
    "Suppliers should use electric vehicles.",
    "Packaging should preferably be recyclable.",
    "The supplier is encouraged to reduce packaging.",
    "Recycled materials shall be used where possible.",
    "The supplier shall strive to reduce greenhouse gas emissions from transport.",
]

NONE = [
    # about something else
    "Leverandøren skal ha et godt arbeidsmiljø for sine ansatte.",
    "Løsningen skal kunne settes opp i et eget testmiljø.",
    "Systemet skal ha separate utviklingsmiljø og produksjonsmiljø.",
    "Klimaanlegget skal ha fjernstyring.",
    "Leverandøren skal bidra til et trygt og inkluderende miljø for beboerne.",
    "Renholdet skal sikre et godt inneklima.",
    "Konsulenten skal ha tilgang til et solid fagmiljø.",
    "Utstyret skal tåle et fuktig driftsmiljø.",
    "Kjølevarer skal ha temperatur under fire grader ved levering.",
    "Kjøttet skal komme fra dyr med god dyrevelferd.",
    "Alle varer skal være merket med allergener.",
    "Sjåføren skal snakke norsk.",
    "Leverandøren skal ha åpent hver dag mellom kl. 8 og 16.",
    "Sengen skal ha elektrisk høyderegulering.",
    "Døren skal ha elektrisk lås.",
    "Programvaren skal kunne gjenbruke eksisterende data.",
    "Feilleverte varer skal tas i retur uten kostnad.",
    "Leverandøren skal fjerne emballasje og søppel samme dag.",
    "Reparasjon skal utføres innen fem virkedager.",
    "Leverandøren skal gi fem års garanti og ha reservedeler på lager i garantitiden.",
    "Utstyret skal leveres med batteri og lader.",
    "Vannet skal holde 60 grader.",
    "Leverandøren skal følge gjeldende regler for helse, miljø og sikkerhet.",
    "Rapporten skal leveres hver måned.",
    "Det skal være et godt lydmiljø i lokalet.",
    "Barna skal møte et stimulerende læringsmiljø.",
    "The system shall be available in a test environment.",
    "Equipment must operate in a marine environment.",
    "The supplier shall ensure a safe working environment.",
    "Waste from the installation shall be removed the same day.",
    "Standby personnel shall be available within one hour.",
    "Air conditioning shall be included.",
    "Gloves shall be disposable and sterile.",
    # words that look alike
    "Klærne skal tåle norsk klima og regn.",
    "Teltene skal tåle arktisk klima.",
    "Miljøarbeider skal være til stede på hver avdeling.",
    "Miljøterapeuten skal ha vernepleierutdanning.",
    "Fargen skal være grønn RAL 6005.",
    "Bordplaten skal være sirkulær med diameter 120 cm.",
    "Leverandøren skal bidra til et godt samarbeidsklima.",
    "Løsningen skal driftes i leverandørens skymiljø.",
    "Det skal settes opp to servermiljø.",
    "Kontoret skal ligge i et attraktivt næringsmiljø.",
    "Pasienten skal oppleve et rolig miljø.",
    "Miljøgata skal ha fartsdumper.",
    "Maskinen skal ha støynivå under 70 dB.",
    "Leverandøren skal følge kommunens rutiner for avvik.",
    "Rekkevidden skal være minst 300 km.",
    "Bilene skal kunne lades med 22 kW.",
    "Batteriet skal vare i minst åtte timer.",
    "Heisen skal ha nødstrøm fra batteri.",
    "Skjermen skal ha blåfilter og justerbar lysstyrke.",
    "Avfallsbeholdere skal være i galvanisert stål.",
    "Leverandøren skal levere avfallsposer i tre størrelser.",
    "Søppelsekker skal ha volum på 120 liter.",
    "Oppvaskmaskinen skal ha tre programmer.",
    "Vannmåleren skal kunne fjernavleses.",
    "Matvarene skal ha norsk merking.",
    "Melk skal leveres i enlitersforpakning.",
    "Emballasjen skal være merket med innhold og dato.",
    "Emballasjen skal tåle stabling i tre høyder.",
    "Transportøren skal varsle ved forsinkelse.",
    "Leverandøren skal levere varene med egen bil.",
    "Sjåføren skal ha førerkort klasse C.",
    "Trevirke skal være furu.",
    "Betongen skal ha fasthetsklasse B35.",
    "Stål skal ha kvalitet S355.",
    "Gulvbelegget skal ha slitasjegruppe 43.",
    "Renholdet skal være utført før kl. 8.",
    "Strømforsyning skal ha overspenningsvern.",
    "Anlegget skal ha varmepumpe med serviceavtale.",
    "Konsulenten skal ha kompetanse innen klimatilpasning.",
    "Oppdragstaker skal utarbeide en tiltaksplan for vannkvalitet.",
    "Rådgiver skal beregne overvannsmengder med klimafaktor.",
    "Vinterdekk skal være inkludert i prisen.",
    "Bilene skal ha klimaanlegg og ryggekamera.",
    "Drivstoff skal faktureres etter forbruk.",
    "Boligene skal ha et trygt bomiljø.",
    "Leverandøren skal ivareta brannsikkerhet.",
    "Hanskene skal være latexfrie.",
    "Tekstilene skal være sterile.",
    "Produktene skal være CE-merket.",
    "Leverandøren skal ta hensyn til ytre forhold som vær og føre.",
    "Kontrakten skal signeres elektronisk.",
    "Dokumentene skal sendes på e-post og ikke på papir.",
    "Møter skal holdes på Teams.",
    "Kjølemaskinen skal ha alarm ved temperatur over åtte grader.",
    "Sykkelparkeringen skal ha tak.",
    "The vessel shall be fitted with a heat pump.",
    "The furniture shall be green.",
    "Staff shall maintain a pleasant environment for the residents.",
    "The software shall run in the customer's cloud environment.",
    "The climate control system shall be adjustable.",
    "Batteries shall last at least six hours.",
    "The supplier shall take part in environment and safety meetings.",
    # no requirement
    "Avfallet hentes i dag av et kommunalt selskap som sorterer plast.",
    "Kommunen har vedtatt en klimaplan med mål om 60 prosent lavere utslipp.",
    "Fylkeskommunen skal være klimanøytral innen 2035.",
    "Anskaffelsen skal bidra til lavere klimagassutslipp.",
    "Kommunen har i dag tolv elbiler.",
    "Vi ønsker å redusere vårt klimafotavtrykk.",
    "Formålet med kravene er å redusere utslipp.",
    "Utslippsfri transport gir full uttelling.",
    "Tilbudt miljøløsning vil bli evaluert under kriteriet klima.",
    "Tilbyder skal beskrive hvordan avfall håndteres.",
    "Leverandøren skal i tilbudet redegjøre for sitt miljøarbeid.",
    "Ved brudd på miljøkravene skal leverandøren betale dagmulkt.",
    "Avfall fra bygget hentes i dag av kommunen.",
    "The municipality has adopted a climate plan.",
    "The authority aims to halve its greenhouse gas emissions.",
    "Zero-emission delivery is given 10 points.",
]

DOUBTFUL = [
    "Det skal ikke saltes uten at veivakten har sagt ja.",
    "Reservedeler skal kunne leveres i ti år.",
    "Spare parts must be available for eight years.",
    "Produktene skal ha en levetid på minst ti år.",
    "Kjøretøyene kan ikke være eldre enn fem år.",
    "Doseringsutstyr skal medfølge.",
]


@pytest.mark.parametrize("text", BINDING)
def test_binding_requirement_is_found(text: str) -> None:
    one = found(heading("3 Kravspesifikasjon"), block(text))

    assert [(each.quote.text, each.is_binding, each.environment) for each in one] == [(text, True, "certain")]


@pytest.mark.parametrize("text", WISHES)
def test_wish_is_found_as_not_binding(text: str) -> None:
    one = found(heading("3 Kravspesifikasjon"), block(text))

    assert [(each.quote.text, each.is_binding, each.environment) for each in one] == [(text, False, "certain")]


@pytest.mark.parametrize("text", DOUBTFUL)
def test_requirement_that_may_be_environmental_is_doubtful(text: str) -> None:
    one = found(heading("3 Kravspesifikasjon"), block(text))

    assert [(each.quote.text, each.is_binding, each.environment) for each in one] == [(text, True, "doubtful")]


@pytest.mark.parametrize("text", NONE)
def test_sentence_about_something_else_is_no_requirement(text: str) -> None:
    assert quotes(heading("3 Kravspesifikasjon"), block(text)) == []


@pytest.mark.parametrize(
    "title",
    ["Tildelingskriterier", "Kvalifikasjonskrav", "Om oppdragsgiver", "Krav til tilbudet", "Unntak fra § 7-9"],
)
def test_other_sections_hold_no_requirement(title: str) -> None:
    assert quotes(heading(title), block("Leverandøren skal ha rutiner for utslippsfri transport.")) == []


def test_each_sentence_of_prose_is_its_own() -> None:
    text = "Bilene skal være elektriske. Bilene skal ha fem seter. Dekkene bør ha lav rullemotstand."

    one = found(heading("3 Kravspesifikasjon"), block(text))

    assert [(each.quote.text, each.is_binding) for each in one] == [
        ("Bilene skal være elektriske.", True),
        ("Dekkene bør ha lav rullemotstand.", False),
    ]


def test_cell_is_quoted_whole() -> None:
    one = quotes(
        heading("3 Kravspesifikasjon"),
        table(
            ("Nr.", "Krav", "Dokumentasjon"),
            (
                "M1",
                "Anlegget skal være fossilfritt. Maskiner skal være elektriske.",
                "Liste over utslippsfrie maskiner",
            ),
            ("M2", "Arbeidet skal være ferdig i mai.", "Plan"),
        ),
    )

    assert one == ["Anlegget skal være fossilfritt. Maskiner skal være elektriske."]


@pytest.mark.parametrize(
    ("above", "codes", "expected"),
    [
        ("Krav merket S er skal-krav, krav merket B er bør-krav.", ("S", "B"), [True, False]),
        ("Absolutte krav er merket A. Evalueringskrav er merket E.", ("A", "E"), [True, False]),
        ("A = absolutt krav, B = evalueringskrav", ("A", "B"), [True, False]),
        ("Kravene er enten obligatoriske (O) eller ønskede (Ø).", ("O", "Ø"), [True, False]),
        ("", ("Må", "Bør"), [True, False]),
        ("", ("M", "Ø"), [True, False]),
        ("", ("Absolutt", "Evaluering"), [True, False]),
        ("", ("Must", "Should"), [True, False]),
    ],
)
def test_code_of_a_row_tells_its_force(above: str, codes: tuple[str, str], expected: list[bool]) -> None:
    one = found(
        heading("3 Kravspesifikasjon"),
        block(above or "Krav"),
        table(
            ("Nr.", "Type", "Krav"),
            ("1", codes[0], "Utslippsfri levering av alle varer"),
            ("2", codes[1], "Emballasje av resirkulert plast"),
        ),
    )

    assert [each.is_binding for each in one] == expected


def test_items_below_leading_words_take_their_force() -> None:
    one = found(
        heading("3 Kravspesifikasjon"),
        block("Leverandøren skal:"),
        block("benytte utslippsfrie kjøretøy", "item", 1),
        block("svare på telefon", "item", 1),
        block("sortere avfall", "item", 1),
        block("Leverandøren bør:"),
        block("bruke resirkulert emballasje", "item", 1),
    )

    assert [(each.quote.text, each.is_binding) for each in one] == [
        ("benytte utslippsfrie kjøretøy", True),
        ("sortere avfall", True),
        ("bruke resirkulert emballasje", False),
    ]


def test_list_below_a_heading_of_requirements_asks_for_what_it_names() -> None:
    one = found(
        heading("3.2 Miljøkrav"),
        block("Svanemerkede rengjøringsmidler", "item", 1),
        block("Gjenbrukbar emballasje (bør-krav)", "item", 1),
        block("Leverandøren skal levere årlig rapport", "item", 1),
    )

    assert [(each.quote.text, each.is_binding) for each in one] == [
        ("Svanemerkede rengjøringsmidler", True),
        ("Gjenbrukbar emballasje (bør-krav)", False),
    ]


def test_marks_below_a_code_tell_the_force() -> None:
    one = found(
        heading("5 Krav til produktene"),
        table(
            ("Tema", "Krav", "Skal", "Bør", "Dokumentasjon"),
            ("Miljø", "Produktet har EPD", "X", "", "Kopi av EPD"),
            ("Miljø", "Minst 30 % resirkulert plast", "", "X", "Erklæring"),
            ("Kvalitet", "Stolen tåler 130 kg", "X", "", "Test"),
        ),
    )

    assert [(each.quote.text, each.is_binding) for each in one] == [
        ("Produktet har EPD", True),
        ("Minst 30 % resirkulert plast", False),
    ]


def test_requirements_stand_in_the_longer_column() -> None:
    one = quotes(
        heading("6 Spesifikasjon"),
        table(
            ("Krav nr.", "Krav", "Beskrivelse", "Kravtype"),
            ("6.1", "Retur av brukt emballasje", "Leverandøren tar tom emballasje i retur ved hver levering", "A"),
        ),
    )

    assert one == ["Leverandøren tar tom emballasje i retur ved hver levering"]


def test_heading_about_environment_makes_what_may_be_certain() -> None:
    one = found(
        heading("3 Kravspesifikasjon"),
        heading("3.2 Klima og miljø", 2),
        block("Reservedeler skal være tilgjengelige i ti år."),
    )

    assert [each.environment for each in one] == ["certain"]


def test_heading_wholly_about_environment_makes_the_rest_doubtful() -> None:
    text = "Leverandøren skal delta på et årlig møte."

    pure = found(heading("3 Kravspesifikasjon"), heading("3.2 Krav til klima og miljø", 2), block(text))
    mixed = found(heading("3 Kravspesifikasjon"), heading("3.2 Kvalitet og miljø", 2), block(text))

    assert ([each.environment for each in pure], [each.environment for each in mixed]) == (["doubtful"], [])


def test_certificate_of_the_supplier_is_doubtful() -> None:
    one = found(heading("3 Kravspesifikasjon"), block("Leverandøren skal være sertifisert etter ISO 14001."))

    assert [each.environment for each in one] == ["doubtful"]


def test_sentence_that_goes_on_is_its_own() -> None:
    text = "Varebilene skal være utslippsfrie fra 2028. Fram til da bør minst halvparten være det."

    one = found(heading("3 Kravspesifikasjon"), block(text))

    assert [each.is_binding for each in one] == [True, False]


LOTS = (
    FoundLot(id="LOT-0001", title="Frukt og grønt"),
    FoundLot(id="LOT-0002", title="Meieriprodukter"),
    FoundLot(id="LOT-0003", title="Kaffe"),
)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("3.3 Del 3 Kaffe", "Kaffen skal være økologisk.", ["LOT-0003"]),
        ("3.2 Krav til meieriprodukter", "Emballasjen skal være resirkulerbar.", ["LOT-0002"]),
        ("3.1 Felles krav", "For delkontrakt 2 skal emballasjen være resirkulerbar.", ["LOT-0002"]),
        ("3.1 Felles krav", "Del 1 og 3: Varene skal være økologiske.", ["LOT-0001", "LOT-0003"]),
        ("3.1 Felles krav", "Emballasjen skal være resirkulerbar.", [None]),
        ("3.1 Lot 2: Dairy", "Packaging shall be recyclable.", ["LOT-0002"]),
    ],
)
def test_lot_is_told_by_heading_or_first_words(title: str, text: str, expected: list[str | None]) -> None:
    one = found(heading("3 Kravspesifikasjon"), heading(title, 2), block(text), lots=LOTS)

    assert [each.lot for each in one] == expected


def test_chapter_called_part_is_no_lot() -> None:
    one = found(heading("Del 3 Kravspesifikasjon"), block("Varene skal være økologiske."), lots=LOTS)

    assert [each.lot for each in one] == [None]


def test_quote_does_not_cross_a_page_break() -> None:
    text = "Alle kjøretøy som brukes i oppdraget, skal være utslippsfrie."

    one = quotes(heading("3 Kravspesifikasjon"), block(text, cuts=(14,)))

    assert one == ["som brukes i oppdraget, skal være utslippsfrie."]


def test_performance_among_qualification_requirements_is_doubtful() -> None:
    one = found(
        heading("Kvalifikasjonskrav"),
        block("Kjøretøy som brukes i oppdraget, skal være utslippsfrie."),
        block("Leverandøren skal ha et miljøledelsessystem som brukes i oppdraget."),
    )

    assert [each.environment for each in one] == ["doubtful"]


def test_file_of_requirements_needs_no_heading() -> None:
    assert quotes(block("Bilene skal være elektriske."), file="kravspesifikasjon.docx") == [
        "Bilene skal være elektriske."
    ]


def test_word_divided_at_a_line_end_is_read() -> None:
    text = "Leverandøren skal bruke utslipps- frie kjøretøy."

    assert quotes(heading("3 Kravspesifikasjon"), block(text)) == [text]


def test_word_lists_have_no_faults() -> None:
    assert check_document_words() == []
