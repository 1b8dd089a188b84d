"""Requirements, wishes and near misses over many goods and services, each alone below "Kravspesifikasjon"."""

from __future__ import annotations

import pytest

from dugnad.documents.clauses import find_clauses
from dugnad.documents.document import Block, Document, Kind, Place
from dugnad.documents.requirements import find_requirements


def block(text: str, kind: Kind = "paragraph", level: int = 0) -> Block:
    return Block(kind=kind, text=text, place=Place(), level=level)


def below(heading: str, *sentences: str) -> Document:
    parts = (block(heading, "heading", 1), *(block(sentence) for sentence in sentences))
    return Document(file="grunnlag.docx", media="docx", parts=parts)


BINDING = [
    "Kraften skal dokumenteres med opprinnelsesgarantier fra norsk vannkraft.",
    "All strøm til datasenteret skal være fornybar.",
    "Straumen skal kome frå vindkraft eller vasskraft.",
    "Electricity for the service shall be covered by guarantees of origin.",
    "Det skal serveres springvann på kanner, ikke flaskevann.",
    "Vatn på flaske skal ikkje serverast på møte.",
    "Bottled water shall not be offered at meetings.",
    "Ødelagte stoler skal repareres før nye kjøpes inn.",
    "Leverandøren skal tilby reparasjon av håndverktøy i hele avtaleperioden.",
    "Kretskort i styreskapet skal kunne byttes enkeltvis.",
    "Worn parts shall be repaired rather than replaced.",
    "Papp, plast og restavfall skal holdes adskilt under innsamlingen.",
    "Matavfall og restavfall skal ikkje blandast i bilen.",
    "Mixing of sorted fractions during transport is prohibited.",
    "Oppgravde rene masser skal gjenbrukes som tilbakefylling.",
    "Steinmassane frå tunnelen skal nyttast i prosjektet.",
    "Overskuddsmasser skal mellomlagres på tomta for senere bruk.",
    "Pumpene skal ha turtallsregulerte motorer i klasse IE4 eller bedre.",
    "Motorar skal minst vere i klasse IE3.",
    "Fans shall have variable speed drives and IE4 motors.",
    "Tomkjøring mellom oppdragene skal unngås.",
    "Køyreplanen skal leggjast slik at det blir minst mogleg tomkøyring.",
    "Programvaren skal fungere på telefoner som er fem år gamle.",
    "Operativsystemet skal få sikkerhetsoppdateringer i minst sju år.",
    "Security updates shall be provided for at least eight years after purchase.",
    "Forventet teknisk levetid på benkene skal være minst 20 år.",
    "Dynetrekk skal ha OEKO-TEX Standard 100 klasse II.",
    "Sengetøyet skal være fritt for PFAS og formaldehyd.",
    "Gulvbelegg av PVC godtas ikke.",
    "Kablane skal vere halogenfrie.",
    "Tusjer skal kunne etterfylles.",
    "Penner skal leveres med refill.",
    "Lommelykter skal ha oppladbare batterier.",
    "Battery tools shall use rechargeable batteries.",
    "Verktøyet skal vere batteridrive.",
    "Hageavfall skal komposteres på stedet.",
    "Boblefolie skal ikke brukes som støtbeskyttelse.",
    "Varene skal leveres uemballert eller i gjenbrukskasser.",
    "Septik og gråvann fra fartøyet skal leveres til mottak på land.",
    "Oljeutskiller skal tømmes før den renner over, og oljen leveres til godkjent mottak.",
    "Wash water from hull cleaning shall be collected and treated.",
    "Toalettene skal ha spyling på høyst fire liter.",
    "Hydraulikkolje skal være bionedbrytbar.",
    "Kjedeolja skal vere vegetabilsk.",
    "Smøremidler skal være biologisk nedbrytbare.",
    "Støv fra knusing skal dempes med vann for å unngå spredning til bekken.",
    "Kyllingen og biffen skal minst to dager i uken erstattes av belgvekster.",
    "Menyen skal hver dag ha en rett uten kjøtt eller fisk.",
    "Unsold bread shall be given to charity or used as animal feed.",
    "Reiser i oppdraget skal skje med tog der reisetiden er under fem timer.",
    "Møter skal som hovedregel holdes digitalt slik at flyreiser unngås.",
    "Ferger skal kobles til landstrøm ved kai.",
    "Utslipp av NOx fra ovnen skal ligge under 150 mg/Nm3.",
    "Nitrogenutslippet frå reinseanlegget skal vere under 10 mg/l.",
    "The compressor shall recover at least 60 per cent of the heat.",
    "Utearmaturer skal ha skjerming som hindrer lysforurensning.",
    "Transformatoren skal ha tomgangstap på høyst 80 prosent av kravet i ecodesign nivå 2.",
    "Gamle kontorstoler skal tilbys til ombruk før de kastes.",
    "Furniture no longer needed shall be offered to charities.",
    "Batteripakken skal kunne byttes uten spesialverktøy.",
    "Trykksaker skal trykkes på papir av returfiber.",
]
WISHES = [
    "Kommunen håper at leverandøren kan bruke elsykkel i sentrum.",
    "Oppdragsgiver ser positivt på bruk av brukte byggematerialer.",
    "Vi ser gjerne at emballasjen er av papp.",
    "Det er ønskelig at kaffegruten komposteres.",
    "Det hadde vært fint om bilene gikk på biogass.",
    "Bruk av engangshansker i vinyl bør unngås der det er forsvarlig.",
    "Disposable cutlery should be avoided where possible.",
    "Biogass er å foretrekke fremfor diesel.",
    "Det blir sett på som ein fordel om papiret er resirkulert.",
    "Kommunen set pris på at leverandøren samlar leveransane for å få færre turar.",
    "Oppdragsgiver verdsetter løsninger med lavt strømforbruk.",
    "Resirkulert stål er ønsket der kvaliteten tillater det.",
    "Fylkeskommunen oppmodar leverandøren til å nytte elektriske maskiner.",
    "Leverandøren kan gjerne benytte ombrukt emballasje.",
    "The Agency hopes that the supplier will use electric vans.",
    "Recycled plastic is preferred.",
    "We would appreciate reusable packaging.",
    "Treverk frå lokal skog er ynskjeleg for å korte ned transporten.",
    "Fossilfri transport av utstyret er et pluss.",
    "Helst leveres frukten uten plastemballasje.",
    "Leverandøren bør unngå tomkjøring.",
    "Ladestasjoner bør ha styring som flytter forbruk til timer med lav belastning.",
    "Skjermen bør ha automatisk dimming for å spare strøm.",
    "Nye møbler bør ha lang levetid og kunne trekkes om.",
]
NO_REQUIREMENT = [
    # surroundings
    "Utstyret skal tåle et salt og vindfullt kystmiljø.",
    "Kamerahuset skal være egnet for tøft maritimt miljø.",
    "Skilt skal kunne stå i korrosivt miljø i minst ti år.",
    "Sensorene skal fungere i støvete og vått miljø.",
    "Pumpen skal tole eit fuktig og kaldt miljø.",
    "Kabinettet skal motstå aggressivt miljø i renseanlegget.",
    "The housing must withstand a salty and humid environment.",
    "Equipment shall be suitable for use in a harsh arctic environment.",
    "Kjøleren skal stå i varme omgivelser opptil 40 grader.",
    "Alle overflater skal ha korrosjonsklasse C4 for ytre miljøpåkjenning.",
    "Telefonen skal kunne brukes i eksplosjonsfarlig miljø.",
    "Leverandøren skal legge til rette for et godt arbeidsmiljø på riggen.",
    "Kantina skal være et hyggelig miljø for ansatte.",
    "Systemet skal ha eget testmiljø og opplæringsmiljø.",
    "Bedden skal stå i et rolig miljø på sykehuset.",
    "Rommet skal ha stabilt klima for arkivsaker.",
    "Hansken skal gi et behagelig klima rundt hånden.",
    "Pasientmiljøet skal være skjermet.",
    # insurance, qualification, policy, process
    "Forsikringen skal dekke akutt forurensning inntil ti millioner kroner.",
    "Ansvarsforsikringa skal omfatte forureining av grunn.",
    "The policy must cover sudden pollution of soil.",
    "Rådgiver skal ha erfaring med klimagassregnskap fra to prosjekter.",
    "Kommunen skal kutte utslippene med 60 prosent før 2030.",
    "Fylkeskommunen er miljøfyrtårnsertifisert og må følgje opp eige klimarekneskap.",
    "Ved alle innkjøp skal virksomheten ta hensyn til klima.",
    "Leverandøren skal besvare miljøkravene punkt for punkt.",
    "Miljøkrav merket med A skal oppfylles fullt ut.",
    "Kravene i dette kapittelet om miljø er absolutte og skal besvares med ja eller nei.",
    "Leverandøren må svare på alle krav, også dei om miljø.",
    "Tenderers shall answer yes or no to each environmental requirement.",
    "Det stilles ingen miljøkrav til emballasjen.",
    "Det er ikkje stilt krav om miljømerke for denne varegruppa.",
    "No environmental requirements apply to lot 3.",
    "Opplys om energiklasse på produktet.",
    "Konsulenten skal utrede klimaeffekten av to alternative traseer.",
    "Rapporten skal beskrive hvordan havneutvidelsen påvirker marint naturmangfold.",
    "Kurset skal handle om sirkulær økonomi og bærekraft.",
    "Stasjonen skal måle CO2, nedbør og temperatur.",
    "The sensors shall measure air pollution and CO2.",
    "Produktene skal ikke inneholde nøtter av hensyn til allergikere.",
    "Vaskerommet skal ha sluk og avtrekk for varm luft.",
    "Entreprenøren skal rydde og fjerne eget avfall daglig.",
    "Leverandøren skal ta feilleverte varer i retur uten kostnad.",
    "Betongen skal ha bestandighetsklasse M45.",
    "Alt elektrisk utstyr skal være CE-merket.",
    "Belysningen i trapperommet skal styres med bevegelsessensor og nødlys.",
    "Vogna skal ha plass til to avfallssekker.",
    "Miljøstasjonen skal ha skilt med åpningstider.",
    "Miljøterapeuten skal ha bachelorgrad.",
    "Prisen skal være bærekraftig for begge parter.",
    "Batteriet skal ha kapasitet til åtte timers drift.",
    "Generatoren skal starte automatisk ved strømbrudd.",
    "Leverandøren skal ha vakttelefon døgnet rundt.",
]
CLAUSES = [
    ("traceability", "Leverandøren skal på forespørsel opplyse hvor bomullen er dyrket og stoffet vevd."),
    ("traceability", "Produksjonsland og navn på fabrikk skal oppgis for alle varer i avtalen."),
    ("traceability", "Leverandøren skal kunne gjere greie for kvar steinen er broten."),
    ("traceability", "The supplier shall disclose the names and addresses of factories used for the goods."),
    ("traceability", "Leverandøren skal ha oversikt over alle ledd i produksjonen av tekstilene."),
    ("sanctions", "Retter leverandøren ikke brudd på lønnsvilkårene, kan kommunen heve avtalen."),
    ("sanctions", "Oppfylles ikke kravet om lærlinger, påløper en bot på 1 500 kroner per dag."),
    ("sanctions", "Held ikkje leverandøren pliktene om HMS-kort, kan byggherren stanse arbeidet."),
    ("sanctions", "If the supplier breaches the wage obligations, the buyer may withhold payment."),
    ("sanctions", "Manglar lærlingen, skal entreprenøren betale ei bot på 50 000 kroner."),
    ("accessibility", "Nettsiden skal følge kravene til universell utforming av IKT."),
    ("accessibility", "Appen skal tilfredsstille EN 301 549."),
    ("accessibility", "Bygget skal kunne brukes av mennesker med nedsatt funksjonsevne."),
    ("accessibility", "All user interfaces shall meet WCAG 2.2 AA."),
    ("control", "Leverandøren skal på oppfordring dokumentere at lønnsvilkårene er oppfylt."),
    ("control", "Oppdragsgiver kan be om lønnsslipper og arbeidskontrakter."),
    ("control", "Kommunen kan besøke fabrikken med en ukes varsel."),
    ("control", "The Agency may visit production sites together with an auditor."),
    ("control", "Byggherren kan når som helst få se timelister for innleide."),
    ("control", "På førespurnad skal leverandøren leggje fram dokumentasjon på løn og arbeidstid."),
    ("hms-card", "Arbeidere uten gyldig HMS-kort vises bort fra anlegget."),
    ("hms-card", "Renholdere skal bære offentlig godkjent id-kort fra Arbeidstilsynet."),
    ("tax", "Entreprenøren skal legge frem skatteattest for alle underentreprenører før oppstart."),
    ("tax", "Kommunen kan hente opplysningar om skatt og avgift for leverandøren hos skatteetaten."),
    ("pension", "De ansatte skal ha tjenestepensjon etter loven."),
    ("pension", "Employees shall be covered by an occupational pension scheme."),
    ("human-rights", "Produktene skal være fremstilt uten bruk av barn som arbeidskraft eller tvang."),
    ("human-rights", "Varene skal være produsert under anstendige forhold i hele leverandørkjeden."),
    (
        "human-rights",
        "Leverandøren skal vurdere risiko for brudd på grunnleggende rettigheter i gruver som leverer litium.",
    ),
    ("human-rights", "Leverandøren må etterleve åpenhetsloven for komponenter til solcellene."),
    ("tiers", "Entreprenøren kan bare sette bort arbeid i ett ledd."),
    ("tiers", "Det er ikkje høve til å ha meir enn eitt ledd underentreprenørar."),
    ("tiers", "Subcontracting in more than two tiers is not accepted."),
    ("tiers", "Underleverandører kan ikke selv engasjere underleverandører."),
    ("wage", "Sjåførene skal lønnes etter den landsdekkende tariffavtalen."),
    ("wage", "Ingen som arbeider på oppdraget, skal ha dårligere lønn enn det som er vanlig i bransjen."),
    ("wage", "Workers shall not be paid less than the generally applied collective agreement requires."),
    ("skilled-workers", "Minst en av to håndverkere på plassen skal ha svennebrev."),
    ("apprentices", "Leverandøren skal ha inne lærlingar i tenesta."),
    ("bank-payment", "Lønn skal overføres til arbeidstakerens konto og kan ikke betales kontant."),
]
NO_CLAUSE = [
    "Det kreves ikke lærlinger i denne avtalen.",
    "Krav om HMS-kort gjelder ikke for varekjøp.",
    "Kommunen er selv lærebedrift og skal ha 40 lærlinger i 2026.",
    "Leverandøren skal oppgi antall lærlinger i vedlegg 3.",
    "The wage clause does not apply to this purchase of goods.",
    "Lønnskostnader skal være inkludert i timeprisen.",
    "Kommunen kan kontrollere at varene er i samsvar med bestillingen.",
    "Temperaturen skal kunne spores fra lager til levering.",
    "Serienummer skal gjøre pumpene sporbare i kundens system.",
    "Faktura skal betales til leverandørens bankkonto.",
    "Anlegget skal bygges i to nivåer over bakken.",
    "Det er ikkje krav om universell utforming for lagerbygget.",
]


@pytest.mark.parametrize("sentence", BINDING)
def test_a_requirement_binds(sentence: str) -> None:
    document = below("Kravspesifikasjon", sentence)

    found = find_requirements([document])

    assert [(one.quote.text, one.is_binding) for one in found] == [(sentence, True)]


@pytest.mark.parametrize("sentence", WISHES)
def test_a_wish_does_not_bind(sentence: str) -> None:
    document = below("Kravspesifikasjon", sentence)

    found = find_requirements([document])

    assert [(one.quote.text, one.is_binding) for one in found] == [(sentence, False)]


@pytest.mark.parametrize("sentence", NO_REQUIREMENT)
def test_no_environmental_requirement(sentence: str) -> None:
    document = below("Kravspesifikasjon", sentence)

    assert find_requirements([document]) == ()


@pytest.mark.parametrize(("kind", "sentence"), CLAUSES)
def test_a_social_clause(kind: str, sentence: str) -> None:
    document = below("Kontraktsvilkår", sentence)

    found = find_clauses([document])

    assert kind in [one.type for one in found]


@pytest.mark.parametrize("sentence", NO_CLAUSE)
def test_no_social_clause(sentence: str) -> None:
    document = below("Kontraktsvilkår", sentence)

    assert find_clauses([document]) == ()
