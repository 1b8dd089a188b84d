"""Documents, a notice, or both: what is judged, where the two differ, and what the buyer should write."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from check.made import RECYCLED, notice, tender
from dugnad.check.as_dict import as_dict
from dugnad.check.as_text import text_report
from dugnad.check.checking import Checked, check_files
from dugnad.check.describe import describe
from dugnad.eforms.spec import Criterion
from dugnad.errors import DocumentError, DugnadError

REASONS = "Vi sammenlignet tilbudene fra 2025: kravet til sekker gir 40 prosent mindre ny plast enn poeng ville gitt."
SPEC_NOTICE = (
    Criterion(type_code="price", name="Pris", weight=100),
    Criterion(type_code="quality-nor-env-spec", description=REASONS, weight=0),
)


def outcomes(checked: Checked) -> list[str]:
    return [lot.finding.outcome for lot in checked.lots]


def duty(checked: Checked, rule: str) -> str:
    return next(one.outcome for one in checked.duties if one.rule == rule)


def codes(checked: Checked) -> list[str]:
    return [one.code for one in checked.differences]


def both(document: bytes, announcement: bytes) -> Checked:
    return check_files([("grunnlag.txt", document), ("kunngjøring.xml", announcement)])


def test_documents_alone_are_judged_by_their_own_day() -> None:
    checked = check_files([("grunnlag.txt", tender())])

    assert (outcomes(checked), checked.on, duty(checked, "wages.clause")) == (
        ["MET_WEIGHT"],
        date(2026, 3, 2),
        "DUTY_DECLARED",
    )


def test_day_that_is_given_goes_before_the_day_in_the_documents() -> None:
    low = tender("Pris: 80 %\n\nKlima og miljø: 20 %")

    found = [check_files([("a.txt", low)], on=day) for day in (date(2022, 3, 1), date(2026, 3, 2))]

    assert [outcomes(one) for one in found] == [["SHOULD_NOT_MET"], ["POSSIBLE_BREACH"]]


def test_notice_and_documents_that_agree_have_no_differences() -> None:
    checked = both(tender(), notice(strategic=("env-imp",)))

    assert (outcomes(checked), codes(checked), checked.lots[0].finding.basis) == (["MET_WEIGHT"], [], "both")


def test_other_weight_in_the_documents_is_a_difference_and_for_a_person() -> None:
    checked = both(tender("Pris: 80 %\n\nKlima og miljø: 20 %"), notice(strategic=("env-imp",)))

    assert (outcomes(checked), codes(checked)) == (
        ["MANUAL_REVIEW"],
        ["weight-differs", "weight-differs"],
    )


def test_difference_tells_both_sides_and_quotes_the_document() -> None:
    checked = both(tender("Pris: 80 %\n\nKlima og miljø: 20 %"), notice(strategic=("env-imp",)))

    told = {one["sentence_nb"]: one["quote"] for one in as_dict(checked)["differences"]}
    assert "Kunngjøringen vekter «Klima og miljø» 30 prosent, dokumentene 20 prosent." in told
    assert all(quote and quote in tender("Pris: 80 %\n\nKlima og miljø: 20 %").decode() for quote in told.values())


def test_criterion_on_one_side_only_is_told_both_ways() -> None:
    announced = notice(
        Criterion(type_code="price", name="Pris", weight=60),
        Criterion(name="Klima og miljø", weight=30),
        Criterion(name="Leveringstid", weight=10),
        strategic=("env-imp",),
    )

    checked = both(tender("Pris: 60 %\n\nKlima og miljø: 30 %\n\nKompetanse hos personell: 10 %"), announced)

    assert [code for code in codes(checked) if code.startswith("only")] == ["only-in-notice", "only-in-documents"]


def test_replacement_that_the_notice_declares_needs_requirements_in_the_documents() -> None:
    checked = both(tender("Pris: 100 %"), notice(*SPEC_NOTICE))

    assert ("claimed-without-requirements" in codes(checked), outcomes(checked)) == (True, ["MANUAL_REVIEW"])


def test_reasons_printed_in_the_notice_count_with_requirements_in_the_documents() -> None:
    checked = both(tender("Pris: 100 %", requirements=RECYCLED), notice(*SPEC_NOTICE))

    assert (outcomes(checked), codes(checked)) == (["MET_SPEC"], [])


def test_reasons_that_only_repeat_the_rule_are_none() -> None:
    empty = Criterion(type_code="quality-nor-env-spec", description="Kravene gir klart bedre effekt.", weight=0)

    checked = both(tender("Pris: 100 %", requirements=RECYCLED), notice(SPEC_NOTICE[0], empty))

    assert outcomes(checked) == ["REASONS_MISSING"]


def test_declared_human_rights_without_a_clause_is_a_difference() -> None:
    checked = both(tender(), notice(strategic=("env-imp", "soc-obj"), social=("hum-right",)))

    assert codes(checked) == ["social-declared-not-found"]


def test_other_value_is_a_difference() -> None:
    checked = both(tender(value="9 000 000"), notice(strategic=("env-imp",)))

    assert codes(checked) == ["value-differs"]


def test_missing_clause_comes_with_words_to_paste() -> None:
    checked = check_files([("grunnlag.txt", tender(clauses="Betalingsfristen er 30 dager."))])

    told = next(one for one in as_dict(checked)["duties"] if one["rule"] == "wages.clause")
    assert (told["outcome"] in {"POSSIBLE_BREACH", "MANUAL_REVIEW"}, "tariffavtale" in told["text_nb"]) == (True, True)


def test_non_committal_words_are_shown_and_do_not_bind() -> None:
    soft = "Leverandøren bør bruke elektriske kjøretøy."

    report = text_report(described(check_files([("grunnlag.txt", tender(requirements=soft))])))

    assert f"«{soft}»" in " ".join(report.split())


def test_certain_and_doubtful_are_counted_both_ways() -> None:
    document = tender("Pris: 60 %\n\nKlima og miljø: 20 %\n\nMiljøsertifisering ISO 14001: 20 %")

    (finding,) = [lot.finding for lot in check_files([("grunnlag.txt", document)]).lots]

    assert (finding.outcome, finding.weight_environment_certain, finding.weight_environment_max) == (
        "MANUAL_REVIEW",
        20,
        40,
    )


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_report_is_whole_in_every_language(language: str) -> None:
    checked = both(tender("Pris: 80 %\n\nKlima og miljø: 20 %"), notice())

    report = describe(checked, language=language, version="1", made_on=date(2026, 3, 3))

    assert (len(report.sections) >= 5, "{" in text_report(report)) == (True, False)


def test_json_of_documents_has_the_keys_of_a_procurement() -> None:
    told: dict[str, Any] = as_dict(check_files([("grunnlag.txt", tender())]))

    wanted = {"body", "orgnr", "announced", "cpv", "estimated_value_nok", "lots", "section_7_9",
              "spec_env_requirements", "social_clauses", "outcome"}  # fmt: skip
    assert (wanted - set(told), told["kind"], told["lots"][0]["env_effective_weight_percent"]) == (
        set(),
        "documents",
        30,
    )


def test_files_that_cannot_be_checked_are_refused_with_a_remedy() -> None:
    with pytest.raises(DocumentError, match=r"bilde\.png: .+"):
        check_files([("bilde.png", b"\x89PNG\r\n\x1a\n" + bytes(100))])
    with pytest.raises(DugnadError, match="one procurement at a time"):
        check_files([("a.xml", notice()), ("b.xml", notice()), ("c.txt", tender())])
    with pytest.raises(DugnadError, match="No file"):
        check_files([])


def described(checked: Checked) -> Any:
    return describe(checked, language="nb", version="1", made_on=date(2026, 3, 3))
