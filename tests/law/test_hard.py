"""Energy, human-rights risk, and what holds for every hard rule whatever the facts."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.content import content_path
from dugnad.law.duty_cases import load_duty_cases, run_duty_case
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Outcome
from dugnad.law.hard import HARD
from dugnad.law.hard_content import JUDGED, check_hard, load_hard
from dugnad.law.purchase import ClauseFacts, Purchase
from dugnad.law.rules.energy import efficiency
from dugnad.law.rules.human_rights import risk

DISPLAYS: dict[str, Any] = {
    "country": "NOR",
    "legal_basis": "32014L0024",
    "subtype": "N16",
    "cpv": "30231300",
    "value_nok": 3_000_000,
}
IN_FORCE = date(2026, 2, 2)


def bought(**notice: Any) -> Purchase:
    return Purchase(notice=NoticeFacts(**DISPLAYS | notice))


@pytest.mark.parametrize(
    ("notice", "outcome", "ground"),
    [
        ({"buyer_kind": "ministry"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "state-agency"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_legal_type": "cga"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_legal_type": "body-pl-cga"}, "MANUAL_REVIEW", "buyer"),
        ({"buyer_kind": "state-enterprise", "buyer_legal_type": "cga"}, "MANUAL_REVIEW", "buyer"),
        ({"buyer_kind": "governor"}, "MANUAL_REVIEW", "buyer"),
        ({"buyer_kind": "health"}, "NOT_APPLICABLE", "buyer"),
        ({"buyer_kind": "county"}, "NOT_APPLICABLE", "buyer"),
        ({}, "UNKNOWN", "buyer"),
        ({"buyer_kind": "ministry", "value_nok": 1_489_999}, "NOT_APPLICABLE", "value"),
        ({"buyer_kind": "ministry", "value_nok": 1_490_000}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "ministry", "value_nok": None}, "UNKNOWN", "value"),
        ({"buyer_kind": "ministry", "value_nok": None, "subtype": "16"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "ministry", "cpv": "39713100"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "ministry", "cpv": "34351100"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "ministry", "cpv": "31531000"}, "DUTY_APPLIES", "energy-class"),
        ({"buyer_kind": "ministry", "cpv": "79411000"}, "MANUAL_REVIEW", "service"),
        ({"buyer_kind": "ministry", "cpv": "39110000"}, "NOT_APPLICABLE", "goods"),
        ({"buyer_kind": "ministry", "cpv": "39000000"}, "MANUAL_REVIEW", "goods"),
        ({"buyer_kind": "ministry", "cpv": ""}, "UNKNOWN", "goods"),
    ],
)
def test_energy_by_buyer_goods_and_value(notice: dict[str, Any], outcome: str, ground: str) -> None:
    found = efficiency(bought(**notice), IN_FORCE)

    assert found is not None
    assert (found.outcome, found.ground, found.citation) == (outcome, ground, "FOR-2025-06-20-1257")


def test_no_code_over_a_labelled_good_is_held_to_be_something_else() -> None:
    prefixes = [start for group in load_hard().labelled_goods for start in group.cpv.prefixes]
    codes = sorted({start[:digits].ljust(8, "0") for start in prefixes for digits in range(2, len(start))})

    outcomes = {
        code: efficiency(bought(buyer_kind="ministry", contract_nature="supplies", cpv=code), IN_FORCE)
        for code in codes
    }

    assert {found.outcome for found in outcomes.values() if found} == {"MANUAL_REVIEW", "DUTY_APPLIES"}


def test_energy_begins_on_its_day() -> None:
    outcomes = [efficiency(bought(buyer_kind="ministry"), day) for day in (date(2025, 12, 31), date(2026, 1, 1))]

    assert [one.outcome if one else None for one in outcomes] == ["NOT_APPLICABLE", "DUTY_APPLIES"]


@pytest.mark.parametrize(
    ("cpv", "group", "mark"),
    [
        ("15861000", "coffee-tea-cocoa", "A*"),
        ("18100000", "textiles", "C"),
        ("30213100", "ict", "C"),
        ("09331200", "batteries-solar", "C"),
        ("33141420", "medical-supplies", "C"),
        ("39130000", "furniture", "C"),
        ("44912100", "building-materials", "C"),
        ("37520000", "toys", "C"),
        ("37400000", "sports-goods", "C"),
        ("15110000", "food", "C"),
    ],
)
def test_risk_by_group_with_the_mark_of_the_list(cpv: str, group: str, mark: str) -> None:
    found = risk(bought(buyer_kind="municipality", cpv=cpv), date(2026, 8, 3))

    assert found is not None
    assert (found.outcome, found.mark) == ("DUTY_APPLIES", mark)
    assert group in [one["group"] for one in found.facts["risk_groups"]]
    assert "en anbefalt prøve og ikke lov" in found.sentence_nb


def test_clause_in_the_documents_is_quoted() -> None:
    clause = ClauseFacts(type="human-rights", quote="Leverandøren skal følge ILOs kjernekonvensjoner", place="s. 4")
    purchase = Purchase(notice=NoticeFacts(**DISPLAYS), clauses=(clause,), documents="read")

    found = risk(purchase, date(2026, 8, 3))

    assert found is not None
    assert (found.outcome, found.basis) == ("DUTY_DECLARED", "documents")
    assert "«Leverandøren skal følge ILOs kjernekonvensjoner»" in found.sentence_nb
    assert found.facts["clause"] == {"quote": clause.quote, "place": "s. 4"}


def test_every_rule_that_is_judged_has_its_content_and_its_subject() -> None:
    law = load_hard()

    placed = [rule for subject in law.subjects for rule in subject.rules]
    assert [name for name in law.rules if law.rules[name].is_judged] == sorted(JUDGED, key=list(law.rules).index)
    assert [name for name in law.rules if name not in placed] == []


def test_shipped_content_has_no_faults() -> None:
    assert check_hard() == []


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("hard/rules/energy.yaml", "since: 2026-01-01", 'since: "2026-1-1"', '"2026-1-1" is not a date.'),
        ("hard/rules/energy.yaml", "{group} fra EØS", "{goods} fra EØS", "A placeholder is not known or not closed."),
        ("hard/rules/vehicles.yaml", "until: 2021-12-31", "until: null", "vehicles@2018 still holds"),
        ("hard/labelled-goods.yaml", 'cpv: ["34350"', 'cpv: ["tyres"', '"tyres" is not the beginning of a CPV code.'),
        ("risk/high-risk-list.yaml", "mark: A\n", "mark: Z\n", "is 'Z'."),
        ("hard/subjects.yaml", "rules: [human-rights.risk]", "rules: [scope.act]", "stands under two subjects."),
        ("hard/criteria-form.yaml", 'cite: "FOA § 30-1"', 'cite: ""', "is missing or not a text."),
    ],
)
def test_faulty_content_says_where(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, path: str, old: str, new: str, problem: str
) -> None:
    shipped = content_path(f"law/{path}").read_text(encoding="utf-8")
    file = tmp_path / "law" / path
    file.parent.mkdir(parents=True)
    file.write_text(shipped.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    faults = check_hard()

    assert [(fault.line is not None, problem in fault.problem) for fault in faults][:1] == [(True, True)]


KINDS = [None, "ministry", "state-agency", "state-enterprise", "health", "municipality", "governor", "other"]
NOTICES = st.builds(
    NoticeFacts,
    country=st.sampled_from(["", "NOR", "SWE"]),
    profile=st.sampled_from(["eu", "national", "national-e", "none"]),
    subtype=st.sampled_from(["", "16", "20", "23", "18", "N16", "E3", "E2", "F02"]),
    legal_basis=st.sampled_from(["", "other", "32014L0023", "32014L0024", "32014L0025", "32009L0081"]),
    legal_texts=st.sampled_from(
        [(), ("Anskaffelsesforskriften Del 1 og 2",), ("Unntatt fra lov om offentlige anskaffelser",)]
    ),
    buyer_legal_type=st.sampled_from(["", "cga", "la", "body-pl", "pub-undert", "spec-rights-entity"]),
    buyer_kind=st.sampled_from(KINDS),
    contract_nature=st.sampled_from(["", "works", "services", "supplies"]),
    cpv=st.sampled_from(["", "34110000", "34121000", "60112000", "30231300", "15861000", "85100000", "x"]),
    value_nok=st.sampled_from([None, 0, -1, 99_999, 500_000, 2_000_000, 1e12, float("nan"), float("inf")]),
)
PURCHASES = st.builds(
    Purchase,
    notice=NOTICES,
    cpvs=st.sampled_from([(), ("34136000",), ("30231300", "79411000")]),
    documents=st.sampled_from(["read", "partly", "not-read"]),
    words=st.text(max_size=20) | st.sampled_from(["Bybusser", "Kaffe", "Kjøretøy bygd for politiet"]),
    claimed_exception=st.sampled_from(["", " ", "Biogass", "{asked}"]),
    declared=st.sampled_from([frozenset(), frozenset({"hum-right"})]),
)


@settings(max_examples=150, deadline=None)
@given(PURCHASES, st.dates(date(2015, 1, 1), date(2030, 1, 1)) | st.just(date.min))
def test_odd_facts_give_an_outcome_and_never_a_possible_breach(purchase: Purchase, on: date) -> None:
    found = [finding for rule in HARD if (finding := rule(purchase, on)) is not None]

    outcomes = {finding.outcome for finding in found}
    assert outcomes <= set(get_args(Outcome)) - {"POSSIBLE_BREACH", "REASONS_MISSING"}
    assert [
        finding for finding in found if not (finding.citation and finding.sentence_nb and finding.sentence_nn)
    ] == []


WITHOUT_CASE = {
    *((rule, "unknown-day") for rule in JUDGED),  # a case always has a day
    ("energy.efficiency", "lacks-threshold"),  # every EEA threshold of 2026 was found
    ("energy.efficiency", "a-service"),  # goods as other sentences name them
    ("energy.efficiency", "maybe"),
}


def test_every_other_sentence_is_told_by_a_worked_case() -> None:
    results = [run_duty_case(case) for case in load_duty_cases()]

    told = {(finding.rule, finding.facts["why"]) for result in results for finding in result.findings}
    written = {(rule.id, key) for rule in load_hard().rules.values() for key in rule.sentences}
    assert written - told == WITHOUT_CASE


def test_every_rule_has_a_worked_case() -> None:
    named = {rule for case in load_duty_cases() for rule in case.expect}

    assert set(JUDGED) - named == set()
