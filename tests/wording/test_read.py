"""The reading of single texts: verdicts, evidence, scope, and texts that nobody should have written."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.wording.read import LONGEST, read_text
from dugnad.wording.verdict import Evidence, Verdict

TEXTS = list(csv.DictReader((Path(__file__).parent / "texts.csv").open(encoding="utf-8", newline="")))


def spans_of(verdict: Verdict, name: str, description: str) -> list[str]:
    fields = {"name": name, "description": description}
    return [fields[piece.field][piece.start : piece.end] for piece in verdict.evidence]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text['language']}-{text['name'][:40]}")
def test_text_is_read_as_its_buyer_meant_it(text: dict[str, str]) -> None:
    verdict = read_text(text["language"], text["name"], text["description"])

    assert (verdict.environment, verdict.social) == (text["environment"], text["social"])


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: f"{text['language']}-{text['name'][:40]}")
def test_every_verdict_but_none_has_evidence_in_code_points(text: dict[str, str]) -> None:
    verdict = read_text(text["language"], text["name"], text["description"])

    is_anything = verdict.environment != "none" or verdict.social != "none"
    assert bool(verdict.evidence) is is_anything
    assert spans_of(verdict, text["name"], text["description"]) == [piece.term for piece in verdict.evidence]


def test_evidence_names_field_and_place() -> None:
    verdict = read_text("NOB", "Transport", "Andel leveranser med elbil")

    assert verdict.evidence == (Evidence("description", 21, 26, "elbil"),)


@pytest.mark.parametrize("code", ["NOB", "nob", "nb", "NB", "no", "NOR", "nno", "nn-NO"])
def test_language_is_known_by_every_code_in_any_case(code: str) -> None:
    assert read_text(code, "Utslippsfri levering", "").environment == "certain"


@pytest.mark.parametrize("text", ["Klima og miljø", "Umweltschutz", "Critère environnemental", "Carbon footprint"])
def test_language_is_found_where_none_is_declared(text: str) -> None:
    assert read_text("", text, "").environment == "certain"


def test_english_text_in_a_norwegian_notice_is_read() -> None:
    verdict = read_text("NOR", "Environment", "Share of zero-emission vehicles")

    assert (verdict.environment, verdict.environment_scope) == ("certain", "whole")


@pytest.mark.parametrize(
    ("language", "name", "description", "scope"),
    [
        ("nob", "Klima og miljø", "Pris og kvalitet vurderes for seg", "whole"),
        ("nob", "Kvalitet", "Løsning, bemanning og miljøtiltak", "part"),
        ("nob", "Kvalitet - klima- og miljøkriterium", "", "whole"),
        ("nob", "Pris 50 %, kvalitet 20 %, klima og miljø 30 %", "", "part"),
        ("nob", "Asfalt", "Klimagassutslipp per tonn", "whole"),
        ("nob", "Kriterium 2", "Klima og miljø", "whole"),
        ("fra", "", "Valeur technique et environnementale", "part"),
        ("fra", "Performance environnementale", "", "whole"),
        ("deu", "Architektonische Qualität, Wirtschaftlichkeit, Energieeffizienz", "", "part"),
        ("eng", "Social and environmental value", "", "part"),
    ],
)
def test_whole_criterion_and_part_are_told_apart(language: str, name: str, description: str, scope: str) -> None:
    assert read_text(language, name, description).environment_scope == scope


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("Klima og miljø", "generic"),
        ("Klimagassutslipp", "climate-emissions"),
        ("Elektriske varebiler", "vehicles-transport"),
        ("Energiforbruk", "energy"),
        ("Ombruk av møbler", "materials-circularity"),
        ("Kildesortering", "waste"),
        ("Svanemerket såpe", "ecolabel"),
        ("Debio-merket kjøkken", "food-organic"),
        ("Kjemikaliebruk", "chemicals"),
        ("Naturmangfold", "biodiversity-water"),
        ("ISO 14001", "management-system"),
        ("Livssykluskostnader", "lcc"),
        ("Kjemikaliebruk og ombruk", "generic"),
    ],
)
def test_topic_is_the_one_that_is_named(name: str, topic: str) -> None:
    assert read_text("nob", name, "").topic == topic


def test_joint_name_without_share_is_doubtful_in_norwegian() -> None:
    joint = read_text("nob", "Kvalitet og miljø", "")
    shared = read_text("nob", "Kvalitet 20 %, miljø 30 %", "")

    assert (joint.environment, joint.environment_scope) == ("doubtful", "part")
    assert (shared.environment, shared.stated_percent) == ("certain", 30.0)


def test_experience_with_the_environment_is_doubtful() -> None:
    verdict = read_text("nob", "Nøkkelpersonell", "Erfaring med klimagassregnskap og ombruk")

    assert verdict.environment == "doubtful"


def test_a_claim_that_the_rule_does_not_apply_is_no_environmental_criterion() -> None:
    verdict = read_text("nob", "", "Anskaffelsen har uvesentlig klimaavtrykk og miljøbelastning, jf. § 7-9 (5)")

    assert verdict.environment == "doubtful"


def test_accents_as_separate_marks_are_read_with_true_places() -> None:
    name = "Qualite\u0301 e\u0301cologique"
    verdict = read_text("fra", name, "")

    assert verdict.environment == "certain"
    assert [piece.term for piece in verdict.evidence] == ["e\u0301cologique"]
    assert spans_of(verdict, name, "") == ["e\u0301cologique"]


def test_text_without_words_says_nothing() -> None:
    nothing = Verdict(
        environment="none", environment_scope=None, topic=None, social="none", evidence=(), stated_percent=None
    )

    assert [read_text("nob", text, text) for text in ("", " \n", "\x00\x00", "—;:", "12 345")] == [nothing] * 5


def test_text_longer_than_is_read_says_so() -> None:
    verdict = read_text("nob", "Miljø", "pris " * LONGEST)

    assert (verdict.environment, verdict.is_cut) == ("certain", True)


MOST_SECONDS = 30
"""Many times what a text takes on a slow machine; an expression that loses itself takes hours."""


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("miljø " * 20_000, marks=pytest.mark.long),
        "miljø " * 2000,
        "30 % " * 20_000,
        "(" * 100_000,
        "a.b " * 25_000,
        "é" * 100_000,
        "e\u0301" * 50_000,
    ],
)
def test_long_and_odd_texts_are_read_in_time(text: str) -> None:
    started = time.process_time()
    read_text("nob", text, text)

    assert time.process_time() - started < MOST_SECONDS


@settings(max_examples=200, deadline=None)
@given(language=st.sampled_from(["nob", "fra", "", "xx", "DEU"]), name=st.text(max_size=60), tail=st.text(max_size=60))
def test_any_text_gives_true_evidence_and_the_same_verdict_again(language: str, name: str, tail: str) -> None:
    description = f"{tail} miljø 30 % {tail}"
    verdict = read_text(language, name, description)

    assert verdict == read_text(language, name, description)
    assert spans_of(verdict, name, description) == [piece.term for piece in verdict.evidence]


@pytest.mark.parametrize(
    "text", [text for text in TEXTS if text["language"] in {"nob", "nno"}], ids=lambda text: text["name"][:40]
)
def test_norwegian_text_of_no_declared_language_is_read_the_same(text: dict[str, str]) -> None:
    declared = read_text(text["language"], text["name"], text["description"])

    undeclared = read_text("", text["name"], text["description"])

    assert (undeclared.environment == "certain") is (declared.environment == "certain")
