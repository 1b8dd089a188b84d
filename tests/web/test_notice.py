"""A notice's page shows what the store holds, word for word, and nothing that is to be kept back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from dugnad.monitor.pictures.notice import LOTS_PER_PAGE
from dugnad.monitor.pictures.publication import publication_address
from dugnad.monitor.pictures.reading import Reading, reading_of
from dugnad.monitor.update import import_and_measure
from dugnad.notices.problem import CODES
from dugnad.notices.tables import TABLES
from dugnad.web.words import words
from web import shown
from web.conftest import Small
from web.made import AGENCY, BODIES, HARBOUR, RIDGE, Purchase, make_store

AT = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
REAL_NOTICES = ("dev_notices_eforms.zip", "dev_nor_sdk_official_tests.zip")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def real_store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every real notice that the tests know."""
    store = tmp_path_factory.mktemp("real") / "store"
    import_and_measure([str(shared / "notices" / name) for name in REAL_NOTICES], store=store, at=AT)
    return store


def pages(visitor: Client, address: str, lots: int) -> Iterator[html.HtmlElement]:
    """All pages of a notice."""
    for page in range(1, max(1, -(-lots // LOTS_PER_PAGE)) + 1):
        answer = visitor.get(address, {"page": page})
        assert answer.status_code == 200, address
        yield html.fromstring(answer.content.decode())


def stored_findings(rows: list[Row], language: str) -> dict[str, tuple[str, str, str]]:
    """What the store says of each lot, as the page should say it."""
    return {
        row["lot_id"]: tuple(
            " ".join(text.split())
            for text in (
                words(f"outcome.{row['outcome']}", language),
                row[f"sentence_{language}"].removesuffix("."),
                row["citation"] or "–",
            )
        )
        for row in rows
    }


def stored_criteria(rows: list[Row]) -> dict[str, dict[str, shown.ShownText]]:
    """Each criterion's texts and the characters that its evidence covers."""
    return {
        f"{row['lot_id']}|{row['position']}": {
            field: shown.ShownText(row[field], covered(row, field)) for field in ("name", "description") if row[field]
        }
        for row in rows
    }


def covered(row: Row, field: str) -> tuple[bool, ...]:
    """For each character of the text: does evidence cover it?"""
    spans = [range(mark["start"], mark["end"]) for mark in row["evidence"] or [] if mark["field"] == field]
    return tuple(any(index in span for span in spans) for index in range(len(row[field])))


def by_notice(store: Path, table: str) -> dict[str, list[Row]]:
    """A table's rows by notice."""
    found: dict[str, list[Row]] = {}
    for row in reading_of(store).rows(f"SELECT * FROM {table}"):  # noqa: S608 - a name of ours
        found.setdefault(row["notice_id"], []).append(row)
    return found


def differences(store: Path, notice_ids: list[str], language: str = "nb") -> list[str]:
    """The notices whose pages say something else than the store."""
    findings, criteria, lots = (by_notice(store, table) for table in ("finding", "criterion", "lot"))
    visitor, prefix = Client(HTTP_HOST="localhost"), "" if language == "nb" else f"/{language}"
    differing = []
    for notice_id in notice_ids:
        said: dict[str, Any] = {}
        read: dict[str, Any] = {}
        for page in pages(visitor, f"{prefix}/notices/{notice_id}/", len(lots.get(notice_id, ()))):
            said |= shown.findings(page)
            read |= shown.criteria(page)
        wanted = stored_findings(findings.get(notice_id, []), language), stored_criteria(criteria.get(notice_id, []))
        if (said, read) != wanted:
            differing.append(notice_id)
    return differing


@pytest.mark.long
def test_every_real_notice_opens_and_says_what_the_store_says(real_store: Path, settings: Settings) -> None:
    settings.STORE = real_store
    notice_ids = [row["notice_id"] for row in reading_of(real_store).rows("SELECT notice_id FROM notice")]

    differing = differences(real_store, notice_ids)

    assert (len(notice_ids) > 800, differing) == (True, [])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_one_notice_of_every_outcome_and_version_says_what_the_store_says(
    demo_store: Path, settings: Settings, language: str
) -> None:
    settings.STORE = demo_store
    sql = "SELECT min(notice_id) AS notice_id FROM finding GROUP BY outcome, ground, rule_version"
    notice_ids = [row["notice_id"] for row in reading_of(demo_store).rows(sql)]

    differing = differences(demo_store, notice_ids, language)

    assert (len(notice_ids) > 20, differing) == (True, [])


@pytest.mark.parametrize("notice_id", ["nothing", "00000000-0000-4000-8000-000000000099-01", "%00", "' OR 1=1 --"])
def test_a_notice_that_was_never_read_is_not_found(site: Client, notice_id: str) -> None:
    answer = site.get(f"/notices/{notice_id}/")

    assert (answer.status_code, "Vi fant ikke siden" in answer.content.decode()) == (404, True)


def visit(site: Client, number: int, **asked: object) -> html.HtmlElement:
    """The page of a purchase made for the tests."""
    answer = site.get(f"/notices/{Purchase(number=number).notice_id}/", asked)
    return html.fromstring(answer.content.decode())


def test_page_tells_buyer_day_and_rule(site: Client) -> None:
    page = visit(site, 1)

    (facts,) = shown.of_class(page, "notice-facts")
    (buyer,) = page.xpath("//p[contains(@class, 'lead')]/a")
    values = [shown.texts_of(one) for one in facts.iter("dd")]
    assert (buyer.get("href"), shown.texts_of(buyer), values[0], values[2].split()[-1]) == (
        f"/bodies/{HARBOUR}/",
        "Eksempelvik kommune",
        "4. mars 2025",
        "foa-7-9@2024",
    )


def test_why_tells_version_citation_and_how_it_was_checked(site: Client) -> None:
    page = visit(site, 1)

    why = shown.of_class(page, "finding-why")[0]
    rows = [(shown.texts_of(row[0]), shown.texts_of(row[1])) for row in why.iter("div") if len(row) == 2]
    assert rows[:2] == [
        ("Regel og versjon", "Klima og miljø i klassiske anskaffelser, 2024–juni 2026 foa-7-9@2024"),
        ("Hjemmel", "FOA § 7-9 andre ledd – lest i kilden"),
    ]


def test_why_tells_the_facts_in_words(tmp_path: Path, settings: Settings) -> None:
    facts = {
        "on": "2026-07-03", "why": "breach-weight", "regulation": "foa", "part": "3", "is_bound": None,
        "must_announce": True, "is_inside_act": None, "scope": "EU form 16: Part III", "value_nok": 2_490_000.0,
        "amounts": [{"name": "entry", "value": 500000.0, "since": "2026-07-01", "mark": "A*"},
                    {"name": "eea-others", "value": 2500000.0, "since": "2026-04-21", "mark": "C"}],
        "minimum_percent": 30.0, "highest_ranks": None,
        "criteria": [{"type": "price", "environment": "none", "counts_certain": 0.0, "counts_at_most": 0.0},
                     {"type": "quality", "environment": "doubtful", "counts_certain": 0.0, "counts_at_most": 29.96}],
        "statements": [{"type": "quality-nor-env-spec", "path": "spec", "has_text": False}],
    }  # fmt: skip
    settings.STORE = make_store(tmp_path, [Purchase(number=1)])
    change(tmp_path, "finding", facts=json.dumps(facts))

    page = visit(Client(HTTP_HOST="localhost"), 1)

    why = shown.of_class(page, "finding-why")[0]
    names, values = [shown.texts_of(one) for one in why.iter("dt")], [shown.texts_of(one) for one in why.iter("dd")]
    assert dict(list(zip(names, values, strict=True))[2:]) == {
        "Dagen som avgjør": "3. juli 2026",
        "Forskrift": "anskaffelsesforskriften",
        "Del av forskriften": "del III",
        "Er innkjøperen bundet av regelen": "ukjent",
        "Er det plikt til å kunngjøre": "ja",
        "Verdi uten merverdiavgift": "2 490 000 kr",
        "Beløp verdien er holdt opp mot": "Innslagspunkt for anskaffelsesloven: 500 000 kr, fra 1. juli 2026"
        "EØS-terskel, varer og tjenester, andre oppdragsgivere: 2 500 000 kr, fra 21. april 2026 (ikke kontrollert)",
        "Vekten regelen ber om": "30 %",
        "Slik teller hvert kriterium": "Pris: noe annet."
        "Kvalitet: kanskje klima og miljø. Teller sikkert 0 %, høyst 29,96 %.",
        "Opplysninger i stedet for kriterium": "Krav i kravspesifikasjonen i stedet for kriterium, uten tekst",
    }


@pytest.mark.parametrize(
    ("mark", "said"),
    [
        ("A", "lest i kilden"),
        ("A*", "lest i kopi av Lovdatas åpne data, 2026-07-28"),
        ("B", "Ikke kontrollert"),
        ("C", "Ikke kontrollert"),
        ("I", "Ikke kontrollert"),
    ],
)
def test_how_the_law_was_checked_is_told(tmp_path: Path, settings: Settings, mark: str, said: str) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1)])
    change(tmp_path, "finding", mark=mark)

    page = visit(Client(HTTP_HOST="localhost"), 1)

    citation = shown.of_class(page, "citation")[0].getparent()
    assert shown.texts_of(citation) == f"FOA § 7-9 andre ledd – {said}"


def change(store: Path, table: str, **values: object) -> None:
    """Give every row of a table these values."""
    path = store / "tables" / table / "part-0.parquet"
    rows = [{**row, **values} for row in pq.read_table(path).to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES[table]), path)


def test_next_step_is_that_of_the_check(site: Client) -> None:
    page = visit(site, 2)

    (step,) = shown.of_class(page, "finding-next")
    assert shown.texts_of(step) == (
        "Hva nå: Se etter begrunnelsen i konkurransegrunnlaget. Finnes den ikke, øk miljøvekten til minst 30 prosent, "
        "eller sett miljøkrav og begrunn det, og kunngjør endringen."
    )


def test_marked_words_are_told_to_those_who_listen(site: Client) -> None:
    page = visit(site, 1)

    assert shown.texts_of(shown.of_class(page, "evidence")[1]) == "markert: Klima (markering slutt) og miljø"


def test_code_stands_against_words(site: Client) -> None:
    page = visit(site, 2)

    (against,) = shown.of_class(page, "against")
    assert [shown.texts_of(one) for one in against.iter("dd")] == [
        "Sier at kjøpet tar hensyn til klima og miljø.",
        "Handler om klima og miljø.",
    ]


def test_withheld_weight_is_never_shown(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, weight=37.0)])
    change(tmp_path, "criterion", is_withheld=True)
    change(tmp_path, "finding", facts="{}", sentence_nb="Ukjent", weight_environment_certain=None)

    page = visit(Client(HTTP_HOST="localhost"), 1)

    (lot,) = shown.of_class(page, "lot")
    cells = [shown.texts_of(one) for one in lot.xpath(".//td[@data-label='Vekt']")]
    assert (cells, "37" in shown.texts_of(lot), "63" in shown.texts_of(lot)) == (["holdt tilbake"] * 2, False, False)


def test_natural_persons_and_other_parties_are_never_shown(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1)])
    person = {"notice_id": Purchase(number=1).notice_id, "role": "winner", "position": 0, "name": "Kari Nordeksempel"}
    table = pa.Table.from_pylist([person], schema=TABLES["party"])
    pq.write_table(table, tmp_path / "tables" / "party" / "part-1.parquet")
    visitor = Client(HTTP_HOST="localhost")

    texts = [
        visitor.get(address).content.decode() for address in (f"/notices/{person['notice_id']}/", "/notices/?q=Kari")
    ]

    assert ["Nordeksempel" in text for text in texts] == [False, False]


def test_words_of_a_notice_come_back_as_text(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, title="<b>Tittel</b>")])
    change(tmp_path, "criterion", name="<script>Klima</script>", evidence=[{"field": "name", "start": 8, "end": 13}])

    page = visit(Client(HTTP_HOST="localhost"), 1)

    texts = shown.criteria(page)["LOT-0001|0"]["name"]
    assert (page.xpath("//main//script | //main//b"), texts.text, sum(texts.marks)) == ([], "<script>Klima</script>", 5)


def test_text_in_another_language_carries_its_tag(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, rows={"language": "POL"})])
    change(tmp_path, "criterion", language="POL")

    page = visit(Client(HTTP_HOST="localhost"), 1)

    tags = {one.get("lang") for one in shown.of_class(page, "evidence")}
    assert (tags, page.xpath("//h1/@lang")) == ({"pl"}, ["pl"])


def test_long_notice_is_folded_and_paged(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, lots=45)])
    visitor = Client(HTTP_HOST="localhost")

    shown_lots = [len(shown.of_class(visit(visitor, 1, page=page), "lot-folded")) for page in (1, 2, 3)]

    assert shown_lots == [20, 20, 5]


def test_lots_are_chosen_by_outcome(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, lots=4)])
    path = tmp_path / "tables" / "finding" / "part-0.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[2]["outcome"] = "UNKNOWN"
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["finding"]), path)

    page = visit(Client(HTTP_HOST="localhost"), 1, outcome="UNKNOWN")

    chips = [shown.texts_of(one) for one in shown.of_class(page, "ds-chip")]
    assert (list(shown.findings(page)), chips) == (
        [rows[2]["lot_id"]],
        ["Alle", "Ukjent (1)", "Oppfylt: minst 30 % vekt (3)"],
    )


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "2"}, {"page": "x"}, {"outcome": "LUCKY"}])
def test_page_says_when_a_choice_does_not_exist(site: Client, asked: dict[str, str]) -> None:
    page = visit(site, 1, **asked)

    said = [shown.texts_of(one) for one in shown.of_class(page, "ds-alert")]
    assert said == ["Et av valgene i adressen finnes ikke, så vi så bort fra det."]


def test_joint_buyers_are_all_named_and_the_unknown_ones_said(tmp_path: Path, settings: Settings) -> None:
    stranger = "999100099"
    settings.STORE = make_store(tmp_path, [Purchase(number=1, buyers=(RIDGE, AGENCY, stranger))])
    path = tmp_path / "tables" / "buyer" / "part-0.parquet"
    rows = pq.read_table(path).to_pylist()
    rows[2] |= {"orgnr": None, "matched_by": "none", "name": "Et ukjent innkjøp"}
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["buyer"]), path)

    page = visit(Client(HTTP_HOST="localhost"), 1)

    (buyers,) = page.xpath("//section[@aria-labelledby='buyers']/ul")
    assert [shown.texts_of(one) for one in buyers] == [
        "Eksempelås kommune",
        "Direktoratet for eksempler",
        "Et ukjent innkjøp (ikke funnet i registeret)",
    ]


def test_body_s_reply_stands_on_the_notice(
    small_stores: Small, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = {
        "body": HARBOUR,
        "on": "2025-04-01",
        "notice": Purchase(number=1).notice_id,
        "by": "innkjøpsleder",
        "text": {"nb": "Vi har svart.", "nn": "Vi har svart.", "en": "We have replied."},
        "source": "brev",
    }
    (tmp_path / "corrections").mkdir()
    text = json.dumps(reply, ensure_ascii=False).replace('"2025-04-01"', "2025-04-01")
    (tmp_path / "corrections" / "reply.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    settings.STORE = small_stores(6)
    visitor = Client(HTTP_HOST="localhost")

    replies = [shown.of_class(visit(visitor, number), "reply") for number in (1, 2)]

    texts = [[shown.texts_of(part) for one in found for part in one] for found in replies]
    assert texts == [["Vi har svart.", "Svar om denne kunngjøringen, 1. april 2025"], []]


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("2025-123456", ("Doffin", "https://www.doffin.no/notices/2025-123456")),
        ("00000005-2025", ("TED", "https://ted.europa.eu/en/notice/-/detail/5-2025")),
        ("2022/S 020-050665", ("TED", "https://ted.europa.eu/en/notice/-/detail/50665-2022")),
        ("javascript:alert(1)", None),
        ("", None),
        (None, None),
    ],
)
def test_source_is_a_link_to_where_it_was_published(number: str | None, address: tuple[str, str] | None) -> None:
    assert publication_address(number) == address


def test_demonstration_notice_says_demo_and_has_no_source(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, is_demo=True)])

    page = visit(Client(HTTP_HOST="localhost"), 1)

    heading = shown.texts_of(page.xpath("//h1")[0])
    assert (heading, page.xpath("//main//a[@rel='external noreferrer']")) == ("Kjøp av eksempler DEMO", [])


def test_every_problem_row_stands_on_its_notice(real_store: Path, settings: Settings) -> None:
    settings.STORE = real_store
    most = "SELECT notice_id FROM problem WHERE notice_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 8"
    problems = by_notice(real_store, "problem")
    visitor = Client(HTTP_HOST="localhost")

    differing = []
    for row in reading_of(real_store).rows(most):
        page = html.fromstring(visitor.get(f"/notices/{row['notice_id']}/").content.decode())
        listed = {one.get("data-problem"): shown.texts_of(one) for one in shown.with_attribute(page, "data-problem")}
        wanted = {
            f"{one['sha256']}|{one['position']}": " ".join(f"{one['code']} {one['field']}: {one['message']}".split())
            for one in problems[row["notice_id"]]
        }
        if listed != wanted:
            differing.append(row["notice_id"])

    assert differing == []


def test_every_problem_code_has_plain_words() -> None:
    lacking = [code for code in CODES if words(f"problem.{code}", "nb") == words("problem.unknown", "nb")]

    assert lacking == []


@pytest.mark.django_db
def test_page_asks_as_much_for_one_lot_as_for_three(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answer = Reading.rows
    monkeypatch.setattr(Reading, "rows", lambda self, sql, values=(): asked.append(sql) or answer(self, sql, values))
    counts = []
    for lots in (1, 3):
        settings.STORE = make_store(tmp_path_factory.mktemp("store"), [Purchase(number=1, lots=lots)])
        visitor = Client(HTTP_HOST="localhost")
        visit(visitor, 1)
        asked.clear()
        visit(visitor, 1)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_announced_day_may_be_unknown(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(
        tmp_path, [Purchase(number=1, announced=date(2025, 1, 2), rows={"announced": None})], BODIES
    )

    page = visit(Client(HTTP_HOST="localhost"), 1)

    assert shown.texts_of(next(shown.of_class(page, "notice-facts")[0].iter("dd"))) == "–"


def read_in_documents(store: Path, **values: object) -> None:
    """Lay down what was read in the documents of the first purchase."""
    key = {"notice_id": Purchase(number=1).notice_id}
    document = {**key, "position": 0, "file": "grunnlag.pdf", "sha256": "0" * 64, "is_readable": True}
    lot = {**key, "lot_id": "LOT-0001", "environment_certain": 20.0, "environment_max": 25.0, "path": "spec",
           "reasons": "given", "reasons_quote": "Kravene <når> alt.", "reasons_file": "grunnlag.pdf",
           "reasons_place": "page 7", "criteria": 2, "requirements_binding": 2, "requirements_non_binding": 1,
           "agrees": False, "difference": "weight", **values}  # fmt: skip
    criterion = {**key, "lot_id": "LOT-0001", "position": 5, "type_code": "quality", "name": "Utslipp",
                 "description": "", "language": "NOB", "weight_kind": "percent", "weight_percent": 20.0,
                 "is_statement": False, "is_withheld": False, "environment": "certain", "environment_scope": "whole",
                 "topic": "climate", "social": "none", "evidence": [], "source": "document"}  # fmt: skip
    for name, row in (("document", document), ("document_lot", lot), ("criterion", criterion)):
        path = store / "tables" / name / "read.parquet"
        path.parent.mkdir(exist_ok=True)
        pq.write_table(pa.Table.from_pylist([row], schema=TABLES[name]), path)


def test_page_tells_what_the_documents_say(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, weight=None, outcome="UNKNOWN")])
    read_in_documents(tmp_path)

    page = visit(Client(HTTP_HOST="localhost"), 1)

    (read,) = shown.of_class(page, "documents-read")
    captions = [shown.texts_of(one) for one in page.iter("caption")]
    assert captions == ["Kriteriene i konkurransegrunnlaget"]
    assert [shown.texts_of(one) for one in read.iter("dd")] == [
        "20 % (høyst 25 %)",
        "2 bindende, 1 andre",
        "Oppgir ulik miljøvekt.",
    ]
    assert shown.texts_of(read[0]) == "Konkurransegrunnlaget er lest: 1 av 1 dokument."
    assert "dokumentene som er lest sammen med den" in shown.texts_of(page)
    assert shown.texts_of(next(read.iter("blockquote"))) == "Kravene <når> alt.grunnlag.pdf, side 7"


@pytest.mark.parametrize("difference", ["path", "requirements", "criterion", "undeclared", "weight", "rank"])
@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_every_difference_is_told_in_every_language(
    tmp_path: Path, settings: Settings, language: str, difference: str
) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1)])
    read_in_documents(tmp_path, difference=difference, reasons_place="paragraph 12 (under «4 Krav»)")

    answer = Client(HTTP_HOST="localhost").get(f"{language}/notices/{Purchase(number=1).notice_id}/")

    (read,) = shown.of_class(html.fromstring(answer.content.decode()), "documents-read")
    told = shown.texts_of(list(read.iter("dd"))[-1])
    assert told == words(f"notice.differs-{difference}", language.strip("/") or "nb")


def test_notice_without_documents_says_nothing_of_them(site: Client) -> None:
    page = visit(site, 1)

    assert shown.of_class(page, "documents-read") == []
