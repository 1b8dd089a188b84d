"""The reasons assistant: what it asks, what it writes, and what it never writes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dugnad.check.footprint import check_footprint, factor_of, footprint, load_factors
from dugnad.check.reasons import Draft, Gap, draft, facts_of, questions
from dugnad.check.reasons_content import PATHS, check_reasons, load_decisions, load_phrases
from dugnad.check.reasons_facts import Demand, Facts, usable
from dugnad.cli.reasons import command
from dugnad.errors import DugnadError

BEFORE, LAST, FIRST, AFTER = date(2025, 3, 3), date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 2)
KEPT = {
    "requirements": "krav R1 til R5 i kapittel 3",
    "knowledge": "markedsdialog 12. mars 2026 med seks leverandører",
    "criterion_effect": "18 til 30 prosent lavere utslipp enn i dag",
    "effect": "41 prosent lavere utslipp enn i dag",
    "market": "alle seks kan levere 60 prosent ombrukte møbler",
    "whole": "produksjon, frakt og emballasje",
}


@pytest.mark.parametrize(
    ("path", "regulation", "on", "citation"),
    [
        ("spec", "foa", LAST, "FOA § 7-9 fjerde ledd"),
        ("combination", "foa", LAST, "FOA § 7-9 fjerde ledd"),
        ("exempt-insignificant", "foa", LAST, "FOA § 7-9 femte ledd"),
        ("spec", "foa", FIRST, "LOA § 5b andre ledd"),
        ("combination", "foa", FIRST, "LOA § 5b andre ledd"),
        ("exempt-insignificant", "foa", FIRST, "LOA § 5b tredje ledd"),
        ("exempt-critical-interest", "foa", FIRST, "LOA § 5b tredje ledd"),
        ("exempt-national-minimum", "foa", FIRST, "LOA § 5c"),
        ("spec", "ff", LAST, "FF § 7-9 fjerde ledd"),
        ("exempt-national-minimum", "ff", FIRST, "FF § 7-9 fjerde ledd"),
        ("exempt-insignificant", "ff", FIRST, "FF § 7-9 tredje ledd"),
        ("spec", "kkf", LAST, "KKF § 7-6 tredje ledd"),
        ("exempt-critical-interest", "kkf", FIRST, "KKF § 7-6 tredje ledd"),
    ],
)
def test_paragraph_is_that_of_the_day_and_regulation(path: str, regulation: str, on: date, citation: str) -> None:
    made = draft(path, Facts(regulation=regulation), on)

    assert made.citation == citation
    assert citation in made.paragraphs[0][0].text


@pytest.mark.parametrize("path", ["exempt-critical-interest", "exempt-national-minimum"])
def test_new_exemptions_do_not_exist_before_july_2026(path: str) -> None:
    with pytest.raises(DugnadError, match=f"The path «{path}» cannot be used .* 2026-06-30. It came on 2026-07-01"):
        questions(path, LAST)


@pytest.mark.parametrize(
    ("path", "regulation", "language", "message"),
    [
        ("weight", "foa", "nb", "«weight» is no path that needs reasons"),
        ("spec", "xyz", "nb", "«xyz» is no regulation here"),
        ("spec", "foa", "en", "written in nb or nn, not in en"),
    ],
)
def test_wrong_use_is_told_with_remedy(path: str, regulation: str, language: str, message: str) -> None:
    with pytest.raises(DugnadError, match=message):
        draft(path, Facts(regulation=regulation), AFTER, language)


def test_version_of_2024_asks_for_climate_and_environment_each() -> None:
    before = [question.id for question in questions("spec", LAST)]
    after = [question.id for question in questions("spec", FIRST)]

    assert before == [
        "requirements",
        "knowledge",
        "criterion_effect",
        "climate_effect",
        "environment_effect",
        "market",
        "whole",
        "follow_up",
    ]
    assert after == ["requirements", "knowledge", "criterion_effect", "effect", "market", "whole", "follow_up"]


def test_insignificance_asks_for_footprint_and_impact_each() -> None:
    asked = [question.id for question in questions("exempt-insignificant", AFTER)]

    assert asked == ["delivery", "climate", "environment", "by_nature", "knowledge"]


def test_questions_say_who_asks() -> None:
    asked = questions("spec", AFTER)

    assert asked[0].rests_on == ("LOA § 5b andre ledd", "KOFA 2024/639", "KOFA 2025/0992")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_without_facts_everything_but_the_choice_is_a_gap(path: str, language: str) -> None:
    made = draft(path, Facts(), AFTER, language)

    sentences = [one for paragraph in made.paragraphs for one in paragraph]
    assert [one.basis for one in sentences] == ["law", *["gap"] * len(made.gaps)]
    assert all(one.text.startswith("«[Fyll inn: ") for one in sentences[1:])
    assert made.warnings[0].startswith("Dette er nesten bare hull" if language == "nb" else "Dette er nesten berre hol")


def test_every_sentence_rests_on_what_was_given() -> None:
    found = Demand(text="Møblene skal være ombrukt.", place="side 4")

    made = draft("spec", Facts(answers=KEPT, requirements=(found,)), AFTER)

    told = [(one.basis, one.evidence) for paragraph in made.paragraphs for one in paragraph]
    assert told == [
        ("law", "LOA § 5b andre ledd"),
        ("answer", "requirements"),
        ("requirement", "side 4"),
        ("answer", "knowledge"),
        ("answer", "criterion_effect"),
        ("answer", "effect"),
        ("answer", "market"),
        ("answer", "whole"),
    ]
    assert made.gaps == ()
    assert "Disse bindende kravene er funnet i dokumentene: «Møblene skal være ombrukt» (side 4)." in made.text


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_written_that_was_not_given(path: str) -> None:
    """The text of full answers holds no figure but those of the answers and the paragraph."""
    asked = questions(path, AFTER)
    answers = {question.id: f"opplysning {question.id}" for question in asked}

    made = draft(path, Facts(answers=answers), AFTER)

    bare = made.text
    for known in (*answers.values(), made.citation, "30 prosent"):
        bare = bare.replace(known, "")
    assert not any(character.isdigit() for character in bare)


@pytest.mark.parametrize(
    "answer",
    [
        "Kravene gir klart bedre effekt for klima og miljø",
        "Anskaffelsen har etter sin art uvesentlig klimaavtrykk og miljøbelastning.",
        "Krava gjev betre klima- og miljøeffekt enn eit tildelingskriterium",
        "   ",
        ".",
    ],
)
def test_words_of_the_rule_are_no_answer(answer: str) -> None:
    made = draft("spec", Facts(answers={**KEPT, "effect": answer}), AFTER)

    assert usable(answer) == ""
    assert made.gaps == (
        Gap(
            question="effect", text="hva kravene gir for klima eller miljø sammenlignet med kriteriet, gjerne med tall"
        ),
    )
    assert warnings(made, "gjentar bare regelens ord") == (1 if answer.strip(" .") else 0)


@pytest.mark.parametrize("answer", ["vet ikke", "Ukjent.", "-", "?", "«[Fyll inn]»", "Ikke vurdert"])
def test_no_answer_stays_a_gap(answer: str) -> None:
    made = draft("spec", Facts(answers={**KEPT, "requirements": answer}), AFTER)

    assert [gap.question for gap in made.gaps] == ["requirements"]
    assert warnings(made, "gjentar bare regelens ord") == 0


def test_requirements_that_do_not_bind_carry_nothing() -> None:
    soft = Demand(text="Emballasjen bør være ombrukbar.", place="side 3", is_binding=False)

    made = draft("spec", Facts(requirements=(soft,)), AFTER)

    assert made.gaps[0].question == "requirements"
    expected = "Disse kravene forplikter ikke og kan ikke bære begrunnelsen: «Emballasjen bør være ombrukbar» (side 3)."
    assert made.warnings[-1] == expected


def warnings(made: Draft, words: str) -> int:
    return sum(words in warning for warning in made.warnings)


def test_warnings_follow_the_day() -> None:
    before, after = draft("spec", Facts(), LAST), draft("spec", Facts(), FIRST)

    assert warnings(before, "klart at effekten er bedre for både klima og miljø") == 1
    assert warnings(after, "klart at effekten er bedre for både klima og miljø") == 0
    assert warnings(after, "bedre klima- eller miljøeffekt") == 1


def test_repealed_paragraph_in_an_answer_is_told() -> None:
    answers = {"knowledge": "vurdering etter § 7-9 av 12. mai"}

    assert warnings(draft("spec", Facts(answers=answers), AFTER), "FOA § 7-9 er opphevet") == 1
    assert warnings(draft("spec", Facts(answers=answers), LAST), "FOA § 7-9 er opphevet") == 0
    assert warnings(draft("spec", Facts(answers=answers, regulation="ff"), AFTER), "FOA § 7-9 er opphevet") == 0


def test_weight_of_thirty_needs_no_reasons() -> None:
    made = draft("combination", Facts(answers={"weight": "30"}), AFTER)

    assert warnings(made, "Med 30 prosent vekt er kravet til vekt møtt") == 1
    assert "Klima og miljø veier 30 prosent i tildelingen." in made.text


def test_sum_below_the_duty_to_announce_is_told_from_july_2026() -> None:
    small = Facts(value_nok=1_299_999)

    assert warnings(draft("spec", small, FIRST), "under kunngjøringsplikten (1 300 000 kroner") == 1
    assert warnings(draft("spec", small, LAST), "under kunngjøringsplikten") == 0
    assert warnings(draft("spec", Facts(value_nok=1_300_000), FIRST), "under kunngjøringsplikten") == 0


def test_concessions_know_no_percentage() -> None:
    assert warnings(draft("spec", Facts(regulation="kkf"), AFTER), "I konsesjoner gjelder regelen plassering") == 1


def test_reasons_are_never_called_sufficient() -> None:
    for path in PATHS:
        made = draft(path, Facts(answers={one.id: "tolv turer med tog" for one in questions(path, AFTER)}), AFTER)

        told = f"{made.text} {' '.join(made.warnings)} {made.note}".lower()
        assert "dugnad kontrollerer ikke opplysningene og sier ikke om begrunnelsen holder" in told
        assert "tilstrekkelig begrunn" not in told
        assert "begrunnelsen er god nok" not in told


def test_like_cases_are_nearest_first_and_not_checked() -> None:
    plumbing = draft("spec", Facts(cpv="45330000"), AFTER).like_cases
    driving = draft("exempt-insignificant", Facts(cpv="80411200"), AFTER).like_cases

    assert [one.case for one in plumbing][:2] == ["KOFA 2025/0978", "KOFA 2025/0992"]
    assert driving[0].case == "KOFA 2025/0801"
    assert {one.mark for one in (*plumbing, *driving)} == {"ikke kontrollert"}


def test_what_stands_of_a_decision_follows_the_day() -> None:
    before = {one.case: one.after for one in draft("spec", Facts(cpv="33"), LAST).like_cases}
    after = {one.case: one.after for one in draft("spec", Facts(cpv="33"), FIRST).like_cases}

    assert before["KOFA 2024/1387"] == ""
    assert after["KOFA 2024/1387"] == "Vilkåret om effekt er endret fra 1. juli 2026: bruk ikke avgjørelsen som regel."


def test_decisions_are_those_of_the_law_sheet(shared: Path) -> None:
    sheet = (shared / "facts" / "LAW.md").read_text(encoding="utf-8")
    after = {one.case.removeprefix("KOFA "): one.after for one in load_decisions() if "/" in one.case}

    rows = [[cell.strip() for cell in line.split("|")] for line in sheet.splitlines() if line.startswith("| 202")]
    told = {row[1].split(" ")[0]: row[-2].split(" ")[0].rstrip(":") for row in rows}

    assert {case: told[case] for case in after} == after


@pytest.mark.parametrize(
    ("cpv", "prefix"),
    [
        ("90911200", "909"),
        ("90511000", "90"),
        ("45331210", "453"),
        ("15511000-3", "155"),
        ("65310000", None),
        ("", None),
    ],
)
def test_factor_of_the_longest_prefix(cpv: str, prefix: str | None) -> None:
    factor = factor_of(cpv)

    assert (factor.cpv if factor else None) == prefix


def test_footprint_has_spread_and_source() -> None:
    found = footprint("79411000", 5_200_000, year=2023)

    assert found is not None
    assert (found.cpv, found.price_year, found.sources, found.mark) == ("79", 2023, ("uk", "us"), "B")
    assert found.tonnes == pytest.approx(5_200_000 / 13.13 * 0.081 / 1000)
    assert found.low == pytest.approx(found.tonnes / 2)
    assert found.high == pytest.approx(found.tonnes * 1.5)


def test_footprint_of_a_later_year_uses_the_last_known_prices() -> None:
    found = footprint("79411000", 1_336_000, year=2026)

    assert found is not None
    assert found.price_year == 2024
    assert found.tonnes == pytest.approx(1_296_000 / 13.13 * 0.081 / 1000)


def test_figures_of_electronics_rest_on_one_source() -> None:
    found = footprint("30213100", 1_000_000, year=2023)

    assert found is not None
    assert found.sources == ("uk",)


def test_factors_are_those_of_the_published_table(shared: Path) -> None:
    lines = (shared / "facts/emission_factors/uk_sic_spend_multipliers_2021_2023.csv").read_text(encoding="utf-8")
    table = {line.split(",")[0]: float(line.rsplit(",", 1)[1]) for line in lines.splitlines()[1:] if line}

    worst = max(abs(factor.per_gbp - table[factor.uk_group]) for factor in load_factors().values())

    assert worst <= 0.0005


def test_footprint_is_told_with_its_uncertainty() -> None:
    made = draft("exempt-insignificant", Facts(cpv="79411000", value_nok=5_200_000), AFTER)

    sentence = next(one for paragraph in made.paragraphs for one in paragraph if one.basis == "footprint")
    assert "31 tonn CO2-ekvivalenter, med spenn fra 16 til 47 tonn" in sentence.text
    assert "ikke kontrollert" in sentence.text
    assert warnings(made, "viser ikke alene at klimaavtrykket er uvesentlig") == 1


def test_large_footprint_speaks_against_insignificance() -> None:
    made = draft("exempt-insignificant", Facts(cpv="60130000", value_nok=7_800_000), AFTER)

    assert warnings(made, "taler ikke for at klimaavtrykket er uvesentlig") == 1


def test_missing_factor_is_told() -> None:
    made = draft("spec", Facts(cpv="65310000", value_nok=5_000_000), AFTER)

    assert made.footprint is None
    assert warnings(made, "ingen brukbar utslippsfaktor for CPV 65310000") == 1


def test_facts_from_an_object() -> None:
    told = {
        "answers": {"market": ["seks leverandører", "to i Norge"]},
        "requirements": ["Bilene skal være elektriske.", {"text": "Papir bør være merket.", "is_binding": False}],
        "cpv": 34110000,
        "value_nok": 1500000,
    }

    facts = facts_of(told, "spec", AFTER)

    assert facts.answers == {"market": "seks leverandører; to i Norge"}
    assert [one.is_binding for one in facts.requirements] == [True, False]
    assert (facts.cpv, facts.value_nok, facts.regulation) == ("34110000", 1500000, "foa")


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"answers": {"nonsense": "x"}}, "No question is called nonsense. The questions are criterion_effect"),
        ({"value_nok": "fem"}, "value_nok is 'fem', no amount"),
        ({"requirements": [{"place": "side 1"}]}, "A requirement has no text"),
    ],
)
def test_odd_facts_are_told_with_remedy(told: dict[str, object], message: str) -> None:
    with pytest.raises(DugnadError, match=message):
        facts_of(told, "spec", AFTER)


def test_command_prints_the_draft_and_says_that_it_has_gaps(tmp_path: Path) -> None:
    file = tmp_path / "facts.yaml"
    file.write_text("answers:\n  market: seks leverandører\n", encoding="utf-8")

    result = CliRunner().invoke(command, ["spec", "--on", "2026-11-02", "--facts", str(file), "--json"])

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [gap["question"] for gap in told["gaps"]] == [
        "requirements",
        "knowledge",
        "criterion_effect",
        "effect",
        "whole",
    ]
    assert "Om markedet vet vi dette: seks leverandører." in told["text"]
    assert len(told["questions"]) == 7


def test_command_without_gaps_is_done(tmp_path: Path) -> None:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps({"answers": KEPT}), encoding="utf-8")

    result = CliRunner().invoke(command, ["spec", "--on", "2026-11-02", "--facts", str(file)])

    assert result.exit_code == 0
    assert load_phrases()["note"]["nb"] in result.stdout
    assert "KOFA 2024/639 (ikke godtatt, ikke kontrollert)" in result.stdout


def test_content_is_without_fault() -> None:
    assert check_reasons() == []
    assert check_footprint() == []


@pytest.mark.parametrize(
    "told",
    [{"value_nok": float("nan")}, {"value_nok": float("inf")}, {"value_nok": -1}, {"value_nok": True},
     {"value_nok": "mye"}, {"cpv": "xyz"}, {"cpv": "9" * 9}],
)  # fmt: skip
def test_facts_that_cannot_be_are_refused_with_a_remedy(told: dict[str, object]) -> None:
    with pytest.raises(DugnadError, match="Write"):
        facts_of(told, "spec", date(2026, 11, 2))
