"""The social and general duties: what holds at each date, amount and buyer, beyond the worked cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dugnad.law.duties import judge_duties
from dugnad.law.duty_cases import DutyCase, load_duty_cases, run_duty_case
from dugnad.law.duty_law import RULES
from dugnad.law.facts import NoticeFacts
from dugnad.law.finding import Finding
from dugnad.law.purchase import ClauseFacts, ClauseType, Purchase
from dugnad.law.scope import NO_DAY
from dugnad.law.social import SOCIAL

BEFORE, AFTER = date(2025, 6, 2), date(2026, 8, 3)
WORKS = NoticeFacts(
    country="NOR",
    profile="national",
    subtype="N16",
    legal_basis="32014L0024",
    buyer_legal_type="la",
    contract_nature="works",
    cpv="45000000",
    value_nok=20_000_000,
)
SERVICES = replace(WORKS, contract_nature="services", cpv="72200000")
UTILITY = replace(WORKS, legal_basis="32014L0025")
SOCIAL_CASES = [case for case in load_duty_cases() if case.id.startswith("duties/social/")]


def judged(notice: NoticeFacts = WORKS, on: date = AFTER, **facts: object) -> dict[str, Finding]:
    purchase = Purchase(**{"notice": notice, "duration_months": 14.0} | facts)  # type: ignore[arg-type]
    return {found.rule: found for rule in SOCIAL if (found := rule(purchase, on)) is not None}


def clause(type_: ClauseType, quote: str = "Ord om saken.") -> ClauseFacts:
    return ClauseFacts(type=type_, quote=quote, place="side 3")


@pytest.mark.parametrize("case", SOCIAL_CASES, ids=lambda case: case.id.removeprefix("duties/social/"))
def test_case_is_judged_as_expected(case: DutyCase) -> None:
    assert run_duty_case(case).differences == ()


def test_every_duty_has_a_case_where_it_applies_or_is_known_to() -> None:
    applying = {
        rule
        for case in SOCIAL_CASES
        for rule, expected in case.expect.items()
        if expected["outcome"] in {"DUTY_APPLIES", "DUTY_DECLARED", "POSSIBLE_BREACH"}
    }

    assert applying == set(RULES)


def test_rules_stand_in_the_order_of_the_act() -> None:
    assert tuple(rule.__name__ for rule in SOCIAL) == RULES


def test_duties_of_the_day_are_those_of_the_law_sheet() -> None:
    before, after = judged(on=date(2026, 6, 30)), judged(on=date(2026, 7, 1))

    assert set(before) ^ set(after) == {
        "organisation.duty", "organisation.strategy", "security.preparedness", "innovation.option",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("on", "rules"),
    [
        (date(2008, 2, 7), set()),
        (date(2016, 12, 31), {"wages.clause", "control.duty", "sanctions.clause"}),
        (date(2023, 12, 31), set(RULES) - {
            "organisation.strategy", "security.preparedness", "innovation.option", "works.conditions", "payment.bank"
        }),
    ],
)  # fmt: skip
def test_duty_that_did_not_stand_that_day_gives_no_finding(on: date, rules: set[str]) -> None:
    assert set(judged(on=on)) == rules


def test_day_that_no_one_stated_leaves_every_duty_unknown() -> None:
    found = judged(on=NO_DAY)

    assert {finding.outcome for finding in found.values()} == {"UNKNOWN"}
    assert {finding.rule_version for finding in found.values()} == {None}


def test_sentence_names_kind_value_and_amount_in_three_languages() -> None:
    finding = judged(on=BEFORE)["tiers.limit"]

    reason = "bygge- og anleggsarbeid for 20 000 000 kr, og grensen på 2 050 000 kr er nådd"
    assert reason.replace(" 000", "\u00a0000").replace("2 050", "2\u00a0050") in finding.sentence_nb
    assert "byggje- og anleggsarbeid" in finding.sentence_nn
    assert "because this concerns works for NOK 20\u00a0000\u00a0000, and the limit of" in finding.sentence_en


def test_sentence_says_that_documents_were_not_read() -> None:
    finding = judged()["wages.clause"]

    assert finding.sentence_nb.endswith("; dokumentene er ikke lest.")
    assert finding.sentence_nn.endswith("; dokumenta er ikkje lesne.")
    assert finding.sentence_en.endswith("; the documents have not been read.")


def test_possible_breach_says_possible() -> None:
    finding = judged(on=BEFORE, documents="read")["wages.clause"]

    assert finding.outcome == "POSSIBLE_BREACH"
    assert finding.sentence_nb.startswith("Mulig brudd: ")
    assert finding.sentence_nn.startswith("Mogleg brot: ")
    assert finding.sentence_en.startswith("Possible breach: ")


def test_clause_is_quoted_with_its_place() -> None:
    finding = judged(on=BEFORE, documents="read", clauses=(clause("wage", "Lønn etter\n tariff."),))["wages.clause"]

    assert (finding.outcome, finding.ground) == ("DUTY_DECLARED", "clause")
    assert "«Lønn etter tariff»." in finding.sentence_nb
    assert finding.reasons == "Lønn etter\n tariff."
    assert finding.facts["clauses"] == [{"type": "wage", "quote": "Lønn etter\n tariff.", "place": "side 3"}]


def test_braces_in_a_quote_are_only_words() -> None:
    finding = judged(on=BEFORE, documents="read", clauses=(clause("wage", "Fyll inn {beløp} {}"),))["wages.clause"]

    assert "«Fyll inn {beløp} {}»" in finding.sentence_nb


def test_clause_that_was_stated_without_words_is_not_quoted() -> None:
    stated = judged(on=BEFORE, documents="read", clauses=(clause("wage", ""),))["wages.clause"]
    no_value = replace(WORKS, value_nok=None)
    unsure = judged(no_value, BEFORE, documents="read", clauses=(clause("wage", ""),))["wages.clause"]

    assert (stated.outcome, unsure.outcome) == ("DUTY_DECLARED", "DUTY_DECLARED")
    assert stated.sentence_nb.endswith("og det er opplyst at den er fulgt.")
    assert unsure.sentence_nb.endswith("men det er ikke kjent om regelen gjelder her.")


def test_facts_name_the_amounts_with_day_and_mark() -> None:
    assert judged(on=BEFORE)["wages.clause"].facts["amounts"] == [
        {
            "name": "wages-others",
            "value": 2_050_000.0,
            "since": "2020-02-12",
            "cite": "FOR-2008-02-08-112 §§ 4–7",
            "mark": "A*",
        }
    ]


@pytest.mark.parametrize(
    ("kind", "code", "outcome"),
    [
        ("municipality", "", "DUTY_APPLIES"),
        ("municipality", "pub-undert-la", "DUTY_APPLIES"),
        (None, "la", "DUTY_APPLIES"),
        (None, "body-pl-cga", "DUTY_APPLIES"),
        (None, "grp-p-aut", "DUTY_APPLIES"),
        (None, "pub-undert", "NOT_APPLICABLE"),
        (None, "pub-undert-cga", "NOT_APPLICABLE"),
        (None, "spec-rights-entity", "NOT_APPLICABLE"),
        ("municipal-enterprise", "pub-undert-la", "NOT_APPLICABLE"),
        ("municipal-enterprise", "la", "DUTY_APPLIES"),
        ("municipal-enterprise", "", "UNKNOWN"),
        ("inter-municipal", "", "UNKNOWN"),
        ("state-enterprise", "", "UNKNOWN"),
        (None, "", "UNKNOWN"),
    ],
)
def test_only_authorities_are_bound_by_the_clauses_of_ff(kind: str | None, code: str, outcome: str) -> None:
    found = judged(replace(UTILITY, buyer_kind=kind, buyer_legal_type=code))

    assert found["wages.clause"].outcome == outcome


@pytest.mark.parametrize(
    ("code", "nature", "value", "outcome"),
    [
        ("cga", "services", 1_400_000, "DUTY_APPLIES"),
        ("la", "services", 1_400_000, "NOT_APPLICABLE"),
        ("", "services", 1_400_000, "UNKNOWN"),
        ("", "supplies", 1_400_000, "NOT_APPLICABLE"),
        ("la", "", 1_400_000, "NOT_APPLICABLE"),
        ("la", "", 2_100_000, "UNKNOWN"),
    ],
)
def test_state_and_others_have_their_own_amount_until_june_2026(
    code: str, nature: str, value: float, outcome: str
) -> None:
    notice = replace(SERVICES, buyer_legal_type=code, contract_nature=nature, cpv="", value_nok=value)

    assert judged(notice, BEFORE)["wages.clause"].outcome == outcome


def test_amount_of_the_day_in_the_act_never_gives_a_possible_breach() -> None:
    found = judged(on=AFTER, documents="read")

    rules = ("wages.clause", "works.conditions", "payment.bank", "apprentices.clause", "tiers.limit")
    assert {(found[rule].outcome, found[rule].mark) for rule in rules} == {("MANUAL_REVIEW", "I")}


def test_unnamed_regulation_gives_no_possible_breach_where_it_matters() -> None:
    unnamed = replace(WORKS, legal_basis="")

    found = judged(unnamed, BEFORE, documents="read")

    assert found["payment.bank"].outcome == "MANUAL_REVIEW"
    assert found["wages.clause"].outcome == "POSSIBLE_BREACH"
    assert judged(unnamed, BEFORE)["tiers.limit"].sentence_en.endswith("because no regulation is named.")


def test_sanctions_wait_for_a_clause_to_be_chosen() -> None:
    without = judged(SERVICES, documents="read")["sanctions.clause"]
    chosen = judged(SERVICES, documents="read", clauses=(clause("human-rights"),))["sanctions.clause"]
    both = judged(SERVICES, documents="read", clauses=(clause("human-rights"), clause("sanctions")))["sanctions.clause"]

    assert [one.outcome for one in (without, chosen, both)] == ["DUTY_APPLIES", "MANUAL_REVIEW", "DUTY_DECLARED"]


def test_control_follows_the_duties_that_it_controls() -> None:
    goods = judged(replace(WORKS, contract_nature="supplies", cpv="30200000"))["control.duty"]
    small = judged(replace(SERVICES, value_nok=1_000_000))["control.duty"]
    services = judged(SERVICES)["control.duty"]

    assert [one.outcome for one in (goods, small, services)] == ["NOT_APPLICABLE", "NOT_APPLICABLE", "DUTY_APPLIES"]


def test_control_itself_is_never_a_possible_breach() -> None:
    assert judged(SERVICES, BEFORE, documents="read")["control.duty"].outcome == "DUTY_APPLIES"


def test_basis_says_what_was_read() -> None:
    assert judged()["wages.clause"].basis == "notice"
    assert judged(documents="read")["wages.clause"].basis == "both"
    assert judged(replace(WORKS, subtype=""), documents="read")["wages.clause"].basis == "documents"


def test_every_duty_says_how_it_binds() -> None:
    duties = judge_duties(Purchase(notice=WORKS), on=AFTER)

    norms = {finding.rule: finding.facts["norm"] for finding in duties}

    assert {rule: norm for rule, norm in norms.items() if norm != "shall"} == {
        "scope.act": "information",
        "human-rights.risk": "should",
        "security.preparedness": "should",
        "innovation.option": "may",
        "supervision.access": "information",
        "direct-award.fee": "information",
        "health-social.rules": "information",
    }


def test_duty_of_the_organisation_applies_because_of_who_buys() -> None:
    sentences = [judged(on=AFTER)[rule].sentence_nb for rule in ("organisation.strategy", "principles.basic")]

    assert [", for den binder denne typen oppdragsgiver" in one for one in sentences] == [True, True]


def test_day_and_value_are_left_out_where_nothing_turns_on_them() -> None:
    sentence = judged(on=AFTER)["innovation.option"].sentence_nb

    assert [word for word in ("kunngjort", "kr ", "2026") if f" {word}" in sentence] == []
