"""Every sentence: one sentence, in three languages, with its figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from dugnad.law.cases import load_cases, run_case
from dugnad.law.duty_cases import load_duty_cases, run_duty_case
from dugnad.law.duty_law import load_duties
from dugnad.law.finding import Finding
from dugnad.law.hard_content import load_hard
from dugnad.law.overview import every_rule
from dugnad.law.sentence import cite_in, english_cite, whole
from law.made import (
    IN_2025,
    IN_2026,
    NATIONAL,
    PART_3,
    PRICE,
    REASONS,
    green,
    judged,
    price,
    quality,
    ranked,
    statement,
    weighted,
)

REPEATED = re.compile(r"(?i)må vurder(?:es|ast) av|menneske må vurdere|person to judge|person must assess")
"""What the label MANUAL_REVIEW says already."""
NORWEGIAN = re.compile(r"(?i)\b(?:og|til|ledd|bokstav|kraft|vedlegg|kapittel|jf|punktum|ingen)\b")


def faulty(texts: Iterable[str]) -> list[str]:
    """The texts that are no whole sentence, hold a placeholder, or repeat the label of the outcome."""
    return [
        text
        for text in texts
        if "{" in text
        or "  " in text
        or "None" in text
        or not text.endswith(".")
        or text.endswith("..")
        or text[0].islower()
        or REPEATED.search(text)
    ]


def told(found: Iterable[Finding]) -> Iterator[str]:
    for finding in found:
        yield from (finding.sentence_nb, finding.sentence_nn, finding.sentence_en)


def findings() -> Iterator[Finding]:
    for case in load_cases():
        yield from run_case(case).findings


def test_weight_and_minimum_are_named() -> None:
    finding = judged(price(70.1), green(29.9))

    assert finding.sentence_nb.startswith(
        "Mulig brudd: klima og miljø teller 29,9 % i tildelingen, mindre enn kravet på 30 % (FOA § 7-9 andre ledd)"
    )
    assert finding.sentence_en.startswith(
        "Possible breach: climate and environment weighs 29.9% in the award, less than the required 30% (FOA § 7-9(2))"
    )


def test_certain_and_maximal_weight_are_a_span() -> None:
    finding = judged(price(76), green(20), quality(4, environment="doubtful"))

    assert finding.sentence_nb.startswith("Mulig brudd: klima og miljø teller 20–24 % i tildelingen")


def test_middle_is_at_most() -> None:
    finding = judged(price(75), green(weight_kind="range", weight_high=25))

    assert [part.split("miljø ")[-1].split(" i ")[0] for part in (finding.sentence_nb, finding.sentence_nn)] == [
        "teller høyst 25 %",
        "tel høgst 25 %",
    ]


def test_rank_is_named() -> None:
    assert judged(*ranked(2)).sentence_nb == (
        "Klima og miljø står som nummer 2 i prioritert rekkefølge, og regelen ber om plass blant de 3 høyeste"
        " (FOA § 7-9 tredje ledd)."
    )


def test_value_and_entry_threshold_are_named() -> None:
    finding = judged(PRICE, notice=replace(NATIONAL, value_nok=250_000), on=IN_2026)

    assert finding.sentence_nb == (
        "Verdien, 250 000 kroner, er lavere enn de 500 000 kronene der loven begynner å gjelde (LOA § 2 første ledd)."
    )


def test_recommendation_is_no_requirement_before_2024() -> None:
    sentence = judged(*weighted(30), on=IN_2025.replace(year=2022)).sentence_nb

    assert sentence == "Klima og miljø teller 30 % i tildelingen, og anbefalingen var minst 30 % (FOA § 7-9)."


def test_claim_says_that_requirements_were_not_read() -> None:
    finding = judged(*weighted(0), statement("spec", REASONS), on=IN_2026)

    assert finding.sentence_nb.endswith("kravene selv er ikke lest.")


def test_repealed_paragraph_is_never_cited_for_a_later_day() -> None:
    assert judged(*weighted(20), on=IN_2026).citation == "LOA § 5b andre ledd"


@pytest.mark.parametrize("finding", list(findings()), ids=lambda finding: f"{finding.outcome}-{finding.ground}")
def test_sentence_of_every_case_is_one_whole_sentence(finding: Finding) -> None:
    texts = (finding.sentence_nb, finding.sentence_nn, finding.sentence_en)

    assert faulty(texts) == []
    assert len(set(texts)) == 3
    assert [word for text in texts for word in ("et brudd", "eit brot", "is a breach") if word in text] == []


def test_sentences_of_the_duties_are_whole_sentences() -> None:
    found = {finding for case in load_duty_cases() for finding in told(run_duty_case(case).findings)}

    assert faulty(found) == []


@pytest.mark.parametrize(
    ("norwegian", "english"),
    [
        ("FOA § 7-9 andre ledd", "FOA § 7-9(2)"),
        ("LOA § 5c", "LOA § 5c"),
        ("FOA § 5-1 fjerde ledd og § 30-5", "FOA § 5-1(4) and § 30-5"),
        ("LOA § 6 tredje og fjerde ledd", "LOA § 6(3) and (4)"),
        ("FF §§ 7-11 til 7-14", "FF §§ 7-11 to 7-14"),
        ("FOR-2022-12-20-2384 § 4 bokstav e", "FOR-2022-12-20-2384 § 4 letter e"),
    ],
)
def test_citation_in_english(norwegian: str, english: str) -> None:
    assert english_cite(norwegian) == english
    assert [cite_in(language, norwegian) for language in ("nb", "nn", "en")] == [norwegian, norwegian, english]


def test_no_citation_of_the_law_stays_norwegian_in_english() -> None:
    hard = [cite for rule in load_hard().rules.values() for one in rule.versions for cite in one.cite.values()]
    cites = {*hard, *(rule.citation for rule in every_rule()), *(one.cite for one in load_duties().limits.values())}

    assert [cite for cite in sorted(cites) if NORWEGIAN.search(cite_in("en", cite))] == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("regelen gjelder", "Regelen gjelder."), ("Hva gjelder?", "Hva gjelder?"), ("Det er så. ", "Det er så.")],
)
def test_a_sentence_is_whole(text: str, sentence: str) -> None:
    assert whole(text) == sentence


def test_possible_breach_says_so_first() -> None:
    finding = judged(*weighted(20), notice=PART_3)

    starts = [text.partition(":")[0] for text in (finding.sentence_nb, finding.sentence_nn, finding.sentence_en)]

    assert starts == ["Mulig brudd", "Mogleg brot", "Possible breach"]
