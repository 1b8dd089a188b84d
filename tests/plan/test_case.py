"""Draft cases: resolution, background with law, own figures with coverage, blanks plainly marked, in both tongues."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from dugnad.content import content_path
from dugnad.plan.as_docx import docx_paper
from dugnad.plan.as_pdf import pages_of, pdf_paper
from dugnad.plan.case import KINDS, case_paper, cases_for, check_case
from dugnad.plan.paper import Bullets, Fill, Heading
from dugnad.plan.paper_text import TO_FILL
from dugnad.plan.situation import NationalPlan, Situation
from plan.situations import BARE, FULL, made
from plan.test_report import texts

PLANS = tuple(
    NationalPlan(
        title={"nb": f"Plan {mark}"}, mark=mark, number=2, published=date(2026, 3, 1), href=f"https://example.no/{mark}"
    )
    for mark in ("V", "A*", "P")
)


def headings(situation: Situation, what: str, language: str) -> list[str]:
    return [one.text for one in case_paper(situation, what, language).blocks if isinstance(one, Heading)]


def test_state_body_is_not_asked_to_join() -> None:
    assert (cases_for("shall"), cases_for("invited"), cases_for("supporter")) == (
        ("plan", "strategy"), ("join", "plan", "strategy"), ("join", "plan", "strategy"),
    )  # fmt: skip


def test_case_has_the_parts_of_a_council_case_in_order() -> None:
    assert headings(FULL, "join", "nb") == [
        "Forslag til vedtak", "Sammendrag", "Bakgrunn", "Brevet", "Loven", "Vurdering", "Egne tall", "Konsekvenser",
        "Økonomi", "Administrasjon", "Klima og miljø",
    ]  # fmt: skip


def test_resolution_names_the_body_its_council_and_what_is_to_be_filled_in() -> None:
    points = next(one for one in case_paper(FULL, "strategy", "nn").blocks if isinstance(one, Bullets))

    assert (points.numbered, points.items) == (
        True,
        (
            "Kommunestyret vedtek strategien som ligg ved, for samfunnsomsyn i innkjøpa til Eksempelvik kommune.",
            "Strategien blir gjord offentleg tilgjengeleg på nettstaden til verksemda innan [fyllast ut: dato].",
            "Kommunedirektøren syter for eigna rutinar og går gjennom strategien kvart [fyllast ut: tal på år] år.",
        ),
    )


@pytest.mark.parametrize(
    ("kind", "organ"),
    [
        ("municipality", "Kommunestyret"),
        ("county", "Fylkestinget"),
        ("health", "Styret"),
        ("governor", "Virksomhetens ledelse"),
    ],
)
def test_whoever_decides_in_such_a_body_decides(kind: str, organ: str) -> None:
    points = next(one for one in case_paper(made(kind=kind), "plan", "nb").blocks if isinstance(one, Bullets))

    assert points.items[0].startswith(f"{organ} vedtar")


def test_own_figures_stand_with_coverage_and_period() -> None:
    said = texts(case_paper(FULL, "join", "nb"))

    assert said[said.index("Egne tall") + 1] == (
        "Klima og miljø teller minst 30 prosent i 14 av 23 delkontrakter der vekten kunne leses (61\u00a0%). "
        "Vekten kunne leses i 61\u00a0% av alle delkontraktene. "
        "Loven har også andre veier enn vekt, slik som krav med begrunnelse. "
        "4 av 18 delkontrakter som kunne vurderes, bør sees på: mulig brudd i 3, begrunnelse mangler i 1. "
        "Konkurransegrunnlaget kan ha krav og begrunnelse som ikke er lest. Ytterligere 15 er ukjente. "
        "Tallene bygger på 12 egne kunngjøringer som er lest, kunngjort mellom 3. januar 2024 og 1. oktober 2026. "
        "Kjøp under kunngjøringsgrensen og avrop på rammeavtaler er ikke med i tallene."
    )


def test_unknown_figures_are_said_to_be_unknown() -> None:
    said = texts(case_paper(BARE, "join", "nb"))

    assert said[said.index("Egne tall") + 1] == (
        "Hvor mye klima og miljø teller i innkjøpene, er ukjent. Vi har ikke lest kunngjøringer som kan måles. "
        "Ukjent er ikke det samme som nei. Om noen kjøp bør sees nærmere på, er ukjent."
    )


def test_letter_is_named_with_what_it_asks_and_its_day() -> None:
    said = texts(case_paper(FULL, "plan", "nb"))

    assert said[said.index("Brevet") + 2] == (
        "Departementet for eksempler har i brev 1. november 2026 bedt Eksempelvik kommune om å svare på årsstatus. "
        "Fristen for svar er 15. desember 2026. "
        "Eksempelvik kommune er invitert. Å slutte seg til er frivillig; lovens plikter gjelder uansett."
    )


def test_national_plans_stand_with_how_well_they_are_checked() -> None:
    said = texts(case_paper(FULL, "join", "nb", plans=PLANS))

    assert said[said.index("Nasjonale planer") + 1].split("\n") == [
        "I kraft nasjonalt: Plan V (versjon 2 av 1. mars 2026, https://example.no/V).",
        "I kraft nasjonalt: Plan A* (versjon 2 av 1. mars 2026, https://example.no/A*).",
        "I kraft nasjonalt: Plan P (versjon 2 av 1. mars 2026, https://example.no/P). Kilden er ikke kontrollert.",
    ]


def test_resolution_to_join_names_each_plan_in_force_with_version_and_address() -> None:
    first = next(one for one in case_paper(FULL, "join", "nb", plans=PLANS[:2]).blocks if isinstance(one, Bullets))
    none = next(one for one in case_paper(FULL, "join", "nb").blocks if isinstance(one, Bullets))

    assert (first.items[0], none.items[0]) == (
        (
            "Kommunestyret vedtar at Eksempelvik kommune slutter seg til Plan V (versjon 2 av 1. mars 2026, "
            "https://example.no/V) og Plan A* (versjon 2 av 1. mars 2026, https://example.no/A*)."
        ),
        (
            "Kommunestyret vedtar at Eksempelvik kommune slutter seg til [fylles ut: navn og adresse på planen; ingen "
            "nasjonal plan er registrert i kraft]."
        ),
    )


def test_state_body_is_told_what_its_shall_rests_on() -> None:
    said = " ".join(texts(case_paper(made(obligation_class="shall"), "plan", "nb")))

    assert [part in said for part in ("brevet av 11. juli 2008", "gjaldt til 2010", "Pliktene i dag er lovens")] == [
        True
    ] * 3


def test_law_is_that_of_the_day_with_citations_and_marks() -> None:
    now, before = (texts(case_paper(made(on=day), "strategy", "nb")) for day in (FULL.on, date(2025, 3, 1)))

    cited = [text.partition(":")[0] for text in now if "LOA § 5a" in text]
    assert (cited, [text for text in before if "LOA § 5a" in text]) == (
        ["Innkjøpsstrategi og rutiner (LOA § 5a, gjelder fra 1. juli 2026)"], [],
    )  # fmt: skip
    assert "Pliktene er lest i kopi av Lovdatas åpne data, 2026-07-28." in now


def test_measures_that_can_be_taken_over_stand_in_the_plans_case_alone() -> None:
    meant = ({"nb": "Ha en strategi", "nn": "Ha ein strategi"}, {"nb": "Bare på bokmål"})

    plan, join = (case_paper(FULL, what, "nn", meant=meant) for what in ("plan", "join"))
    assert (
        [one.items for one in plan.blocks if isinstance(one, Bullets)][-1],
        [text for text in texts(join) if text in ("Ha ein strategi", "Bare på bokmål")],
    ) == (("Ha ein strategi", "Bare på bokmål"), [])


@pytest.mark.parametrize("what", KINDS)
def test_blanks_are_plainly_marked_in_the_file(what: str) -> None:
    paper = case_paper(FULL, what, "nn")

    document = Document(io.BytesIO(docx_paper(paper)))
    marked = [
        run.text
        for one in document.paragraphs
        for run in one.runs
        if run.style and run.style.name == "Placeholder Text"
    ]
    blanks = [f"[{one.text}]" for one in paper.blocks if isinstance(one, Fill)]
    inside = [found for text in texts(paper) for found in TO_FILL.findall(text)]
    assert sorted(marked) == sorted([*blanks, *inside, paper.reference])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("what", KINDS)
@pytest.mark.parametrize("situation", [FULL, BARE, made(orgnr="", obligation_class="supporter", kind="association")])
def test_every_case_is_whole_in_every_language(situation: Situation, what: str, language: str) -> None:
    paper = case_paper(situation, what, language, plans=PLANS)

    assert [text for text in texts(paper) if "{" in text or not text] == []


def test_case_is_a_few_pages() -> None:
    assert [pages_of(pdf_paper(case_paper(FULL, what, "nb", plans=PLANS))) for what in KINDS] == [3, 3, 3]


def test_shipped_words_have_no_fault() -> None:
    assert check_case() == []


def test_fault_in_the_words_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = content_path("plan/case.yaml").read_text(encoding="utf-8")
    wrong = shipped.replace('        - "{Organ} får en status hvert år."\n', "").replace(
        "til {name}. Strategien", "til {navn}."
    )
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/case.yaml").write_text(wrong.replace("- tiers.limit", "- tiers.none"), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert [one.problem for one in check_case()] == [
        "cases.join.resolution has {'nb': 3, 'nn': 4, 'en': 4} points.",
        'There is no rule "tiers.none".',
    ]
