"""What holds of the social and general duties for any purchase at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.law.duty_law import load_duties
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding, Outcome
from dugnad.law.purchase import ClauseFacts, ClauseType, Purchase
from dugnad.law.social import SOCIAL

DAYS = st.one_of(
    st.dates(date(2007, 1, 1), date(2028, 1, 1)),
    st.sampled_from([date(2020, 2, 11), date(2020, 2, 12), date(2024, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]),
)
NOTICES = st.builds(
    NoticeFacts,
    country=st.sampled_from(["NOR", "NOR", "", "SWE"]),
    profile=st.sampled_from(["eu", "national", "national-e", "none"]),
    subtype=st.sampled_from(["16", "17", "19", "18", "20", "29", "N16", "E3", "E4", ""]),
    legal_basis=st.sampled_from(["32014L0024", "32014L0025", "32014L0023", "32009L0081", "other", ""]),
    legal_texts=st.lists(
        st.sampled_from(["Anskaffelsesforskriften Del 1 og 2", "Forsyningsforskriften Del 1", "Unntatt fra lov om"]),
        max_size=1,
    ).map(tuple),
    buyer_legal_type=st.sampled_from(["la", "cga", "pub-undert", "spec-rights-entity", "body-pl", "", "?"]),
    buyer_kind=st.sampled_from([None, None, "municipality", "state-enterprise", "municipal-enterprise", "other"]),
    contract_nature=st.sampled_from(["works", "services", "supplies", "", "combined"]),
    cpv=st.sampled_from(["72000000", "85144000", "90910000", "45000000", "", "x"]),
    value_nok=st.one_of(
        st.none(), st.sampled_from([0.0, 400_000.0, 1_299_999.0, 1_300_000.0, 2.05e6, 5e6, 7e7]), st.floats()
    ),
    is_change_without_first=st.booleans(),
    is_award_without_competition=st.booleans(),
)
CLAUSES = st.builds(ClauseFacts, type=st.sampled_from(get_args(ClauseType)), quote=st.text(min_size=1, max_size=20))
PURCHASES = st.builds(
    Purchase,
    notice=NOTICES,
    cpvs=st.lists(st.sampled_from(["90910000", "45000000", "72000000"]), max_size=2).map(tuple),
    duration_months=st.one_of(st.none(), st.sampled_from([1.0, 3.0, 3.5, 14.0])),
    is_skilled_trade=st.sampled_from([None, True, False]),
    documents=st.sampled_from(["read", "partly", "not-read"]),
    clauses=st.lists(CLAUSES, max_size=3).map(tuple),
    declared=st.frozensets(st.sampled_from(["inc", "n-inc", "prod-innov", "hum-right"]), max_size=2),
    strategy_address=st.sampled_from(["", "https://example.no/strategi"]),
    lots=st.sampled_from([None, 1, 2]),
    reasons_for_one_lot=st.sampled_from([None, True, False]),
    tiers_allowed=st.sampled_from([None, 2, 3]),
)
SOFT = frozenset(
    {"organisation.duty", "organisation.strategy", "security.preparedness", "innovation.option", "principles.basic",
     "control.duty", "supervision.access", "universal.design", "health-social.rules", "documentation.duty",
     "lots.reasons", "direct-award.fee", "tax.certificate", "sanctions.clause"}
)  # fmt: skip


def findings(purchase: Purchase, on: date) -> list[Finding]:
    return [found for rule in SOCIAL if (found := rule(purchase, on)) is not None]


@settings(max_examples=300, deadline=None)
@given(PURCHASES, DAYS)
def test_any_purchase_gives_whole_findings(purchase: Purchase, on: date) -> None:
    for finding in findings(purchase, on):
        assert finding.outcome in get_args(Outcome)
        assert finding.ground
        assert finding.citation
        assert finding.rule_version
        assert all((finding.sentence_nb, finding.sentence_nn, finding.sentence_en))
        assert json.loads(json.dumps(finding.facts, allow_nan=False))["on"] == on.isoformat()


@settings(max_examples=500, deadline=None)
@given(PURCHASES, DAYS)
def test_possible_breach_only_where_documents_were_read_and_all_is_checked(purchase: Purchase, on: date) -> None:
    for finding in findings(purchase, on):
        if finding.outcome != "POSSIBLE_BREACH":
            continue
        assert finding.mark in {"A", "A*"}
        assert {amount["mark"] for amount in finding.facts["amounts"]} <= {"A", "A*"}
        assert purchase.documents == "read"
        assert finding.facts["norm"] == "shall"
        assert finding.rule not in SOFT
        assert not purchase.notice.is_change_without_first
        assert not purchase.notice.is_award_without_competition


@settings(max_examples=300, deadline=None)
@given(PURCHASES, DAYS)
def test_unknown_value_is_never_outside_by_amount(purchase: Purchase, on: date) -> None:
    unknown = replace(purchase, notice=replace(purchase.notice, value_nok=None))

    grounds = {one.ground for one in findings(unknown, on) if one.outcome in {"NOT_APPLICABLE", "OUTSIDE_ACT"}}

    assert not grounds & {"amount", "under-entry"}


@settings(max_examples=300, deadline=None)
@given(PURCHASES, DAYS, st.sampled_from([1.0, 2e6, 1e9]))
def test_unknown_value_stays_open_where_some_value_would_decide(purchase: Purchase, on: date, value: float) -> None:
    """Whatever the value turns out to be, the duty was not called outside while it was unknown.

    Not so where the form itself names the part of the regulation.
    """
    unknown = replace(purchase, notice=replace(purchase.notice, value_nok=None))
    known = {one.rule: one for one in findings(replace(purchase, notice=replace(purchase.notice, value_nok=value)), on)}

    for finding in findings(unknown, on):
        if finding.outcome in {"NOT_APPLICABLE", "OUTSIDE_ACT"} and finding.ground not in {"part", "works", "announce"}:
            assert known[finding.rule].outcome in {"NOT_APPLICABLE", "OUTSIDE_ACT"}


@settings(max_examples=300, deadline=None)
@given(PURCHASES, DAYS)
def test_amount_that_was_not_found_is_for_a_person(purchase: Purchase, on: date) -> None:
    for finding in findings(purchase, on):
        is_missing = any(amount["value"] is None for amount in finding.facts["amounts"])
        if is_missing and finding.outcome != "DUTY_DECLARED":
            assert (finding.outcome, finding.mark) in {("MANUAL_REVIEW", "C"), ("UNKNOWN", "C")}


@settings(max_examples=200, deadline=None)
@given(PURCHASES, DAYS)
def test_found_clause_never_makes_it_worse(purchase: Purchase, on: date) -> None:
    every: tuple[ClauseType, ...] = get_args(ClauseType)
    full = replace(purchase, clauses=tuple(ClauseFacts(type=one, quote="Ord.") for one in every), tiers_allowed=2)

    assert [one.rule for one in findings(full, on) if one.outcome == "POSSIBLE_BREACH"] == []


def test_every_version_is_cited_and_told_in_three_languages() -> None:
    law = load_duties()

    for versions in law.versions.values():
        for version in versions:
            assert version.cite.startswith(("LOA § ", "FOA § ", "FF § ", "FOR-"))
            assert version.href.startswith("https://lovdata.no/")
            for text in (version.names, version.text, version.duty, version.do):
                assert set(text) == {"nb", "nn", "en"}
                assert all(text.values())
