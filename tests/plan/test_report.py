"""The one-page report: figures beside their coverage, unknown as unknown, one page, and what was left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from dugnad.content import content_path
from dugnad.law.finding import Outcome
from dugnad.plan.as_pdf import pages_of, pdf_paper
from dugnad.plan.paper import Bullets, Figure, Figures, Grid, Heading, Lead, Paper, Text
from dugnad.plan.report import (
    ROOMS,
    advice_of,
    duties_of,
    figures_of,
    look_sentence,
    one_page_report,
    record_sentences,
    report_paper,
    share_sentence,
)
from dugnad.plan.report_words import STEPS, ask_of, check_report
from dugnad.plan.situation import Situation
from plan.situations import BARE, FULL, SHARE, made


def texts(paper: Paper) -> list[str]:
    """Every sentence of the paper, in order."""
    said: list[str] = []
    for block in paper.blocks:
        match block:
            case Heading() | Text() | Lead():
                said.append(block.text)
            case Bullets():
                said += block.items
            case Figures():
                said += [f"{one.value} {one.what} {one.note}" for one in block.items]
            case Grid():
                said += [" | ".join(row) for row in block.rows]
    return said


def test_share_stands_beside_its_denominator_and_coverage() -> None:
    assert share_sentence(FULL, "nb") == (
        "Klima og miljø teller minst 30 prosent i 14 av 23 delkontrakter der vekten kunne leses (61\u00a0%). "
        "Vekten kunne leses i 61\u00a0% av alle delkontraktene."
    )


def test_nothing_read_is_unknown() -> None:
    assert share_sentence(BARE, "nb") == (
        "Hvor mye klima og miljø teller i innkjøpene, er ukjent. Vi har ikke lest kunngjøringer som kan måles. "
        "Ukjent er ikke det samme som nei."
    )


def test_too_little_seen_gives_no_share() -> None:
    little = made(share=replace(SHARE, is_too_little=True, coverage_percent=12.0))

    assert share_sentence(little, "nn") == (
        "For lite er sett til å seie kor mykje klima og miljø tel. Vekta kunne lesast i 12\u00a0% av delkontraktane."
    )


def test_four_figures_each_beside_what_it_counts() -> None:
    assert figures_of(FULL, "nb") == (
        Figure(
            "61\u00a0%",
            "av delkontraktene lar klima og miljø telle minst 30 %",
            "14 av 23 delkontrakter. 61\u00a0% kunne leses.",
        ),
        Figure("4", "delkontrakter å se nærmere på", "Av 18 som kunne vurderes. 15 ukjente."),
        Figure("3 av 9", "tiltak gjennomført i egen plan", "2 over fristen."),
        Figure("2025", "siste godkjente årsstatus", ""),
    )


def test_what_is_not_known_is_unknown_or_not_yet_and_never_zero() -> None:
    shown = [(one.value, one.note) for one in figures_of(BARE, "nb")]

    assert shown == [
        ("Ukjent", "Ingen kunngjøringer å måle på."),
        ("Ukjent", "Ingen kunngjøringer å måle på."),
        ("Ingen", ""),
        ("Ingen", ""),
    ]


def test_lots_that_could_not_be_judged_do_not_reassure() -> None:
    unjudged, judged = made(counts={"unknown": 7}), made(counts={"weight": 3, "unknown": 7})

    assert (look_sentence(unjudged, "nb"), look_sentence(judged, "nb")) == (
        "Om noen kjøp bør sees nærmere på, er ukjent.",
        (
            "Ingen av de 3 delkontraktene som kunne vurderes, har et mulig brudd eller mangler begrunnelse. "
            "Ytterligere 7 er ukjente."
        ),
    )


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"possible-breach": 2}, "2 av 2 delkontrakter som kunne vurderes, bør sees på: der er det et mulig brudd."),
        ({"reasons-missing": 1}, "1 av 1 delkontrakter som kunne vurderes, bør sees på: der mangler begrunnelse."),
    ],
)
def test_lots_to_look_into_say_why(counts: dict[str, int], told: str) -> None:
    assert look_sentence(made(counts=counts), "nb") == (
        f"{told} Konkurransegrunnlaget kan ha krav og begrunnelse som ikke er lest."
    )


def test_what_is_decided_planned_and_answered_is_told() -> None:
    assert record_sentences(FULL, "nb") == [
        "Eksempelvik kommune sluttet seg til handlingsplanen 5. mai 2026.",
        "Egen handlingsplan er vedtatt 1. juni 2026, med 9 tiltak: 3 gjennomført, 2 over fristen.",
        "Siste godkjente årsstatus gjelder 2025.",
    ]


def test_unverified_joining_is_told_as_such() -> None:
    assert record_sentences(made(is_adhesion_verified=False), "en")[1] == (
        "This was told without signing in, and has not been confirmed by the body yet."
    )


def test_ended_body_is_history() -> None:
    ended = made(ended=date(2019, 12, 31), step="ended")

    assert (record_sentences(ended, "nb"), advice_of(ended, "nb").what) == (
        ["Eksempelvik kommune ble avviklet 31. desember 2019. Det som står her, er historikk."],
        "Ingenting. Spør den virksomheten som har tatt over.",
    )
    said = texts(report_paper(ended, "nb"))
    assert (len(figures_of(ended, "nb")), "Dette krever loven" in said) == (2, False)


def test_supporter_is_not_called_invited() -> None:
    assert record_sentences(made(BARE, obligation_class="supporter"), "nn")[0] == (
        "Eksempelvik kommune er ein støttespelar, og kan sjølv slutte seg til handlingsplanen. "
        "Vi har ikkje registrert noko vedtak enno."
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_told_in_every_language(step: str, language: str) -> None:
    one, many = (advice_of(made(step=step, step_count=count, step_by=None), language) for count in (1, 5))

    told = (one.what, one.why, one.who, one.when, many.what)
    assert [text for text in told if not text or "{" in text] == []


def test_step_names_who_decides_and_the_day_that_the_letter_asks() -> None:
    advice = advice_of(made(BARE, step_by=date(2026, 12, 15), is_step_asked=True), "nb")

    assert (advice.who, advice.when) == (
        "kommunestyret, etter innstilling fra kommunedirektøren",
        "innen 15. desember 2026, som brevet ber om",
    )


def test_every_outcome_has_a_question() -> None:
    unasked = ask_of("UNKNOWN", "nb")

    same = [one for one in get_args(Outcome) if ask_of(one, "nb") == unasked]
    assert same == ["NOT_COLLECTABLE", "UNKNOWN"]


def test_three_largest_purchases_stand_with_finding_and_question() -> None:
    grid = next(block for block in report_paper(FULL, "nb").blocks if isinstance(block, Grid))

    assert grid.rows == (
        ("Kjøp av måltider", "04.03.2025", "12,5\u00a0mill. kr", "Oppfylt: minst 30 % vekt",
         "Hvordan følges miljøkravene opp i kontrakten?"),
        ("Ny skole", "04.02.2026", "800,0\u00a0mill. kr", "Mulig brudd",
         "Står krav og begrunnelse i konkurransegrunnlaget?"),
        ("Uten tittel", "–", "900\u00a0EUR", "Ukjent", "Hvor mye teller klima og miljø og hvor står det?"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("situation", "told"),
    [
        (BARE, "Ingen egne kunngjøringer er lest. Derfor kan vi ikke si hvilke kjøp som er størst."),
        (
            made(largest=()),
            "Ingen av kunngjøringene som er lest, oppgir en verdi. Derfor kan vi ikke si hvilke kjøp som er størst.",
        ),
    ],
)
def test_without_values_nothing_is_called_largest(situation: Situation, told: str) -> None:
    assert told in texts(report_paper(situation, "nb"))


def test_duties_are_those_of_the_day_and_the_class_with_citation_and_mark() -> None:
    now, before = duties_of(FULL, "nb"), duties_of(made(on=date(2025, 3, 1)), "nb")
    state = duties_of(made(obligation_class="shall"), "nb")

    assert (now[0].citation, now[0].since, now[0].mark) == (
        "LOA § 5a", date(2026, 7, 1), "lest i kopi av Lovdatas åpne data, 2026-07-28",
    )  # fmt: skip
    assert [one.id for one in before if one.since > date(2025, 3, 1)] == []
    assert [one.id for one in state if one not in now] == ["energy@2026"]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("situation", [FULL, BARE], ids=["full", "bare"])
def test_report_fits_one_page(situation: Situation, language: str) -> None:
    assert pages_of(pdf_paper(one_page_report(situation, language))) == 1


def test_report_says_what_had_no_room() -> None:
    long = tuple(replace(FULL.largest[0], title="Lang tittel " * 40) for _ in range(3))
    paper = one_page_report(made(largest=long, name="Eksempelvik og omegn kommune " * 4), "nb")

    left = [text for text in texts(paper) if text.startswith("For å få plass")]
    assert (pages_of(pdf_paper(paper)), left) == (
        1,
        [
            (
                "For å få plass på én side er dette utelatt: noen av pliktene, ordlyden i pliktene, slutten av lange "
                "titler. Alt står på lederens side."
            )
        ],
    )


def test_nothing_is_said_to_be_left_out_where_there_is_room_for_all() -> None:
    said = texts(report_paper(BARE, "nb", ROOMS[0]))

    assert [text for text in said if text.startswith("For å få plass")] == []


def test_report_never_says_breach_without_possible() -> None:
    said = " ".join(texts(report_paper(made(step="possible-breach", step_count=3), "nb"))).lower()

    assert said.count("brudd") == said.count("mulig brudd") + said.count("brudd på menneskerettigheter")


def test_shipped_words_have_no_fault() -> None:
    assert check_report() == []


def test_fault_in_the_words_is_told_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = content_path("plan/report.yaml").read_text(encoding="utf-8")
    wrong = shipped.replace("{rule: control.duty}", "{rule: control.nothing}")
    wrong = wrong.replace("{nb: Her står vi, nn", "{nb: 'Her står {oss}', nn")
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan/report.yaml").write_text(wrong, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    assert [one.problem for one in check_report()] == [
        'words.stand has a field "{oss}" that nothing fills.',
        'There is no rule "control.nothing".',
    ]
