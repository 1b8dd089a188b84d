"""The leader's page and its documents: public facts for all, drafts for the body's own people, unknown as unknown."""

from __future__ import annotations

import io
import re
from datetime import date

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from docx import Document
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from dugnad.plan.as_pdf import pages_of
from dugnad.records.models.decisions import Decision
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body, Kind, ObligationClass
from dugnad.records.models.status import StatusReport
from people import Cast, make_body, make_cast, make_person, signed_in
from web.conftest import Small
from web.made import AGENCY, HARBOUR

pytestmark = pytest.mark.django_db
SECRET = "Hemmelig utkast til plan"  # noqa: S105 - the title of a draft


@pytest.fixture
def town() -> Body:
    return make_body("Eksempelvik kommune (DEMO)", orgnr=HARBOUR)


def page_of(client: Client, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


def words_of(element: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in element.xpath(path)]


def test_page_tells_where_we_stand_and_what_to_decide(site: Client, town: Body) -> None:
    page = page_of(site, f"/bodies/{HARBOUR}/leader/")

    assert words_of(page, "//h1") == ["Lederens side"]
    assert words_of(page, "//p[@class='lead']") == [
        (
            "Klima og miljø teller minst 30 prosent i 3 av 4 delkontrakter der vekten kunne leses (75 %). "
            "Vekten kunne leses i 80 % av alle delkontraktene."
        )
    ]
    assert words_of(page, "//main//h2") == [
        "Her står vi", "Dette kan vi bestemme nå", "De tre største kjøpene våre", "Dette krever loven", "Over tid",
        "Dokumenter",
    ]  # fmt: skip
    assert words_of(page, "//p[@class='next-what']") == [
        "Ta stilling til om virksomheten skal slutte seg til handlingsplanen."
    ]
    assert page.xpath("//section[@class='next-step']//a/@href") == [f"/bodies/{HARBOUR}/adhesion/"]


def test_largest_purchases_stand_with_finding_and_question(site: Client, town: Body) -> None:
    page = page_of(site, f"/bodies/{HARBOUR}/leader/")

    rows = page.xpath("//section[@aria-labelledby='largest']//tbody/tr")
    assert [words_of(row, "./th/a | ./td") for row in rows] == [
        [
            "Kjøp av måltider",
            "12,5 mill. kr",
            "Oppfylt: minst 30 % vekt",
            "Hvordan følges miljøkravene opp i kontrakten?",
        ],
        ["Kjøp av møbler", "4,0 mill. kr", "Mulig brudd", "Står krav og begrunnelse i konkurransegrunnlaget?"],
    ]


def test_duties_have_citation_day_and_mark(site: Client, town: Body) -> None:
    first = page_of(site, f"/bodies/{HARBOUR}/leader/").xpath("//article[contains(@class, 'leader-duty')]")[0]

    assert words_of(first, ".//h3 | .//p[@class='quiet']") == [
        "Innkjøpsstrategi og rutiner",
        "LOA § 5a – gjelder fra 1. juli 2026 – lest i kopi av Lovdatas åpne data, 2026-07-28",
    ]


@pytest.mark.parametrize("orgnr", [None, "310000426"], ids=["no number", "no notices"])
def test_body_without_number_or_notices_is_unknown_and_never_zero(orgnr: str | None, site: Client) -> None:
    body = make_body("Liten kommune", orgnr=orgnr)

    page = page_of(site, f"/bodies/{body.key}/leader/")

    numbers = words_of(page, "//p[@class='figure-number']")
    assert numbers == ["Ukjent", "Ukjent", "Ingen", "Ingen"]
    assert words_of(page, "//section[@aria-labelledby='largest']/p") == [
        "Ingen egne kunngjøringer er lest. Derfor kan vi ikke si hvilke kjøp som er størst."
    ]


def test_ended_body_leads_to_its_successor(site: Client) -> None:
    heir = make_body("Storfjord kommune", orgnr="310000531")
    gone = make_body("Lillefjord kommune", until=date(2019, 12, 31))
    gone.successors.add(heir)

    page = page_of(site, f"/bodies/{gone.key}/leader/")

    assert words_of(page, "//ul[contains(@class, 'leader-told')]/li[1]") == [
        "Lillefjord kommune ble avviklet 31. desember 2019. Det som står her, er historikk."
    ]
    assert page.xpath("//section[@class='next-step']//a/@href") == ["/bodies/310000531/leader/"]
    assert page.xpath("//a[contains(@href, 'what=')]") == []
    assert site.get(f"/bodies/{gone.key}/leader/case.pdf?what=plan").status_code == 404


def with_drafts(body: Body) -> None:
    plan = Plan.objects.create(body=body, state=Plan.State.DRAFT, title={"nb": SECRET})
    Measure.objects.create(plan=plan, title={"nb": SECRET})
    StatusReport.objects.create(body=body, year=2026, state=StatusReport.State.SUBMITTED)


def test_drafts_are_told_to_the_bodys_own_people_alone(site: Client) -> None:
    cast: Cast = make_cast()
    with_drafts(cast.own)
    outsiders = (None, cast.stranger, cast.other_leader, cast.agency_leader, cast.coordinator, cast.governor)

    pages = [page_of(signed_in(person), f"/bodies/{cast.own.key}/leader/") for person in outsiders]
    own = page_of(signed_in(cast.leader), f"/bodies/{cast.own.key}/leader/")
    assert [words_of(page, "//div[contains(@class, 'ds-alert')]") for page in pages] == [[]] * len(pages)
    assert words_of(own, "//div[contains(@class, 'ds-alert')]") == [
        "Årsstatus for 2026 venter på at lederen godkjenner. Bare virksomhetens egne ser dette. Åpne",
        "Et utkast til plan er under arbeid. Bare virksomhetens egne ser dette. Åpne",
    ]


def test_documents_hold_no_draft(site: Client) -> None:
    cast: Cast = make_cast()
    with_drafts(cast.own)

    for path in ("report.docx", "case.docx?what=plan"):
        answer = signed_in(cast.leader).get(f"/bodies/{cast.own.key}/leader/{path}")
        document = Document(io.BytesIO(answer.content))
        told = " ".join(one.text for one in document.paragraphs)
        assert (SECRET in told, "2026 venter" in told) == (False, False)


def test_report_is_one_tagged_page_named_after_the_body(site: Client, town: Body) -> None:
    answer = site.get(f"/bodies/{HARBOUR}/leader/report.pdf?lang=nn")

    with pikepdf.open(io.BytesIO(answer.content)) as pdf, pdf.open_metadata() as metadata:
        told = (metadata.get("dc:title"), str(pdf.Root.Lang), len(pdf.pages))
    assert (told, answer["Content-Type"], answer["Content-Disposition"]) == (
        ("Eksempelvik kommune: klima, miljø og samfunnsansvar i innkjøp", "nn-NO", 1),
        "application/pdf",
        f'attachment; filename="status-{HARBOUR}-nn.pdf"',
    )


@pytest.mark.parametrize("what", ["join", "plan", "strategy"])
def test_case_is_a_word_document_with_figures_filled_in(what: str, site: Client, town: Body) -> None:
    answer = site.get(f"/bodies/{HARBOUR}/leader/case.docx?what={what}&lang=nb")

    document = Document(io.BytesIO(answer.content))
    figures = [one.text for one in document.paragraphs if "3 av 4 delkontrakter" in one.text]
    assert (len(figures), document.core_properties.language) == (1, "nb-NO")


def test_national_measures_meant_for_the_body_stand_in_the_plans_case(site: Client, town: Body) -> None:
    plan = Plan.objects.create(
        key="nasjonal", state=Plan.State.IN_FORCE, title={"nb": "Nasjonal plan"}, source={"mark": "V"}
    )
    Measure.objects.create(plan=plan, title={"nb": "For alle inviterte"}, audience=["invited"])
    Measure.objects.create(plan=plan, title={"nb": "Bare for staten"}, audience=["shall"])

    answer = site.get(f"/bodies/{HARBOUR}/leader/case.docx?what=plan&lang=nb")

    said = [one.text for one in Document(io.BytesIO(answer.content)).paragraphs]
    assert [text for text in said if text in ("For alle inviterte", "Bare for staten")] == ["For alle inviterte"]
    assert [text for text in said if text.startswith("I kraft nasjonalt")] == [
        f"I kraft nasjonalt: Nasjonal plan (versjon 1 av –, {settings.BASE_URL}/plan/nasjonal/)."
    ]


def test_report_and_case_are_read_on_the_site_with_their_files_beside(site: Client, town: Body) -> None:
    page = page_of(site, f"/bodies/{HARBOUR}/leader/case.html?what=join&lang=nn")

    assert (words_of(page, "//h1"), words_of(page, "//main//h2"), page.xpath("//h1/@lang")) == (
        ["Tilslutning til nasjonal handlingsplan for innkjøp"],
        ["Framlegg til vedtak", "Samandrag", "Bakgrunn", "Vurdering", "Konsekvensar"],
        ["nn"],
    )
    assert [href for href in page.xpath("//main//a/@href") if "case." in href] == [
        f"/bodies/{HARBOUR}/leader/case.{form}?what=join&lang=nn" for form in ("pdf", "docx")
    ]
    assert words_of(page, "//span[@class='to-fill']") == [
        "[fyllast ut: saksnummer]",
        "[fyllast ut: namn og adresse på planen; ingen nasjonal plan er registrert i kraft]",
        "[fyllast ut: dato]",
    ]


def test_state_body_has_no_case_for_joining(site: Client) -> None:
    make_body("Direktoratet for eksempler", Kind.STATE_AGENCY, "03", orgnr=AGENCY)

    page = page_of(site, f"/bodies/{AGENCY}/leader/")
    offered = sorted(
        {re.sub(r".*what=(\w+).*", r"\1", href) for href in page.xpath("//a[contains(@href, 'what=')]/@href")}
    )
    assert (offered, site.get(f"/bodies/{AGENCY}/leader/case.pdf?what=join").status_code) == (["plan", "strategy"], 404)


def test_supporter_is_offered_to_join(site: Client) -> None:
    body = make_body("KS for eksempler", Kind.ASSOCIATION, "03", obligation_class=ObligationClass.SUPPORTER)

    answer = site.get(f"/bodies/{body.key}/leader/case.pdf?what=join")

    assert pages_of(answer.content) == 2


@pytest.mark.parametrize(
    "path",
    [
        "report.txt", "report.pdf?lang=de", "report.pdf?lang=%00", "case.pdf?what=%3Cscript%3E", "case.exe?what=join",
        "case.pdf?what=", "report.", "case.docx?what=join&lang=", "case.pdf", "case.pdf?what=join&what=%00",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_no_page(path: str, site: Client, town: Body) -> None:
    assert site.get(f"/bodies/{HARBOUR}/leader/{path}").status_code == 404


@pytest.mark.parametrize("key", ["999999999", "finnes-ikke", "%00", "a" * 300])
def test_unknown_body_is_no_page(key: str, site: Client) -> None:
    pages = [site.get(f"/bodies/{key}/leader/{path}") for path in ("", "report.pdf", "case.pdf")]

    assert [page.status_code for page in pages] == [404, 404, 404]


def test_name_of_a_body_never_becomes_markup(site: Client) -> None:
    body = make_body('<script>alert(1)</script> #eval("x") & co', slug="hostile")

    page = page_of(site, f"/bodies/{body.key}/leader/")
    report = Document(io.BytesIO(site.get(f"/bodies/{body.key}/leader/report.docx").content))
    assert ([one.get("src") for one in page.xpath("//main//script")], report.core_properties.title) == (
        [],
        '<script>alert(1)</script> #eval("x") & co: klima, miljø og samfunnsansvar i innkjøp',
    )
    assert pages_of(site.get(f"/bodies/{body.key}/leader/report.pdf").content) == 1
    read = page_of(site, f"/bodies/{body.key}/leader/report.html")
    assert words_of(read, "//h1") == [
        '<script>alert(1)</script> #eval("x") & co: klima, miljø og samfunnsansvar i innkjøp'
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_the_same_few_questions(
    count: int, small_stores: Small, settings: Settings, town: Body, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.STORE = small_stores(count)
    decision = Decision.objects.create(body=town, about="adopt-plan", decided_by="Kommunestyret", on=date(2026, 5, 5))
    plan = Plan.objects.create(body=town, state=Plan.State.IN_FORCE, adopted=decision)
    for number in range(count):
        Decision.objects.create(body=town, about="join", decided_by="Kommunestyret", on=date(2026, 5, 5 + number))
        Measure.objects.create(plan=plan, title={"nb": str(number)}, deadline=date(2026, 1, 1))
        StatusReport.objects.create(body=town, year=2026 + number, state=StatusReport.State.APPROVED)
    client = signed_in(make_person("leder", "leader", body=town))
    client.get("/accessibility/")

    with django_assert_num_queries(11):
        client.get(f"/bodies/{HARBOUR}/leader/")


@pytest.mark.parametrize(("prefix", "heading"), [("/nn", "Sida til leiaren"), ("/en", "The leader's page")])
def test_page_speaks_every_language(prefix: str, heading: str, site: Client, town: Body) -> None:
    assert words_of(page_of(site, f"{prefix}/bodies/{HARBOUR}/leader/"), "//h1") == [heading]


def test_a_body_that_has_joined_is_not_asked_to_join_again(site: Client, town: Body) -> None:
    Decision.objects.create(body=town, about="join", decided_by="Kommunestyret", on=date(2026, 9, 10))

    page = page_of(site, f"/bodies/{HARBOUR}/leader/")
    offered = {re.sub(r".*what=(\w+).*", r"\1", one) for one in page.xpath("//a[contains(@href, 'what=')]/@href")}

    assert (offered, site.get(f"/bodies/{HARBOUR}/leader/case.pdf?what=join").status_code) == (
        {"plan", "strategy"}, 404,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("what", "name"), [("join", "tilslutning"), ("plan", "handlingsplan"), ("strategy", "strategi")]
)
def test_a_case_is_kept_under_a_norwegian_name(what: str, name: str, site: Client, town: Body) -> None:
    answer = site.get(f"/bodies/{HARBOUR}/leader/case.docx?what={what}&lang=nb")

    assert answer["Content-Disposition"] == f'attachment; filename="saksframlegg-{name}-{HARBOUR}-nb.docx"'
