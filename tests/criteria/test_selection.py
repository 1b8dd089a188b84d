"""A selection: written to an address and read back, and every remark that its check can make."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.made import DAY, OLD_LABEL, made_criterion, made_library, made_version, words
from dugnad.criteria.criterion import LEVELS, Parameter, Version
from dugnad.criteria.remark_words import (
    CODES,
    LANGUAGES,
    check_selection_remarks,
    reason_text,
    remark_text,
    remark_words,
)
from dugnad.criteria.selection import Pick, Selection, as_query, from_query
from dugnad.criteria.selection_check import check_selection

FIGURES = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=12)
)
WEIGHTS = st.floats(0, 100, allow_nan=False)
LAW = ("law-", "demands-need", "nothing-env")
NAMES = st.text(min_size=1, max_size=12)
PICKS = st.builds(
    Pick,
    key=st.text(min_size=1, max_size=20),
    weight_percent=st.none() | WEIGHTS,
    values=st.dictionaries(NAMES, FIGURES, max_size=3),
)
SELECTIONS = st.builds(
    Selection,
    picks=st.lists(PICKS, max_size=4).map(tuple),
    cpv=st.sampled_from(["", "30213100"]),
    title=st.text(max_size=20),
    value_nok=st.none() | st.floats(0, 1e9, allow_nan=False),
    level=st.sampled_from(LEVELS),
    other=st.lists(st.tuples(NAMES, WEIGHTS), max_size=3).map(tuple),
    group=st.sampled_from(["", "cleaning"]),
    market=st.sampled_from(["", "wide", "narrow", "unknown"]),
)


def key(criterion: str, day: date = DAY) -> str:
    return f"{criterion}@{day.isoformat()}"


def codes(*picks: Pick, more: tuple[Version, ...] = (), on: date = DAY, **changes: Any) -> dict[str, tuple[str, ...]]:
    """Remark codes with what they are about, law's own left out, of a selection of these picks."""
    library = made_library(*(made_criterion(version) for version in more))
    remarks = check_selection(library, Selection(picks, **changes), on)
    return {one.code: one.about for one in remarks if not one.code.startswith(LAW)}


@settings(max_examples=150, deadline=None)
@given(selection=SELECTIONS)
def test_selection_comes_back_whole_from_its_address(selection: Selection) -> None:
    query = as_query(selection)

    assert query.isascii()
    assert from_query(query) == selection
    assert from_query(f"?{query}") == selection


@settings(max_examples=100, deadline=None)
@given(query=st.text(alphabet="p=o&!@%'2.cpvltie\0ø+;", max_size=60))
def test_any_address_is_read(query: str) -> None:
    selection = from_query(query)

    assert from_query(as_query(selection)) == selection


def test_address_of_a_plain_set_is_short() -> None:
    selection = Selection((Pick("it-a@2026-11-22", 30.0, {"years": 7}),), cpv="30213100", other=(("Pris", 70.0),))

    assert as_query(selection) == "cpv=30213100&p=it-a@2026-11-22!30!years=7&o=Pris!70"


def test_number_and_text_that_looks_like_one_stay_apart() -> None:
    values = {"a": 5, "b": "5", "c": 5.0, "d": "'5", "e": "1e5", "f": "nan"}
    selection = Selection((Pick("x@2026-11-22", None, values),))

    read = from_query(as_query(selection)).picks[0].values

    assert {name: (type(value), value) for name, value in read.items()} == {
        name: (type(value), value) for name, value in values.items()
    }


def test_unknown_criterion_and_version_are_told_and_kept() -> None:
    selection = from_query("p=gone@2026-11-22!30&p=it-screen-power@2020-01-01")

    told = codes(*selection.picks)

    assert [pick.key for pick in selection.picks] == ["gone@2026-11-22", "it-screen-power@2020-01-01"]
    assert told["unknown-criterion"] == ("gone@2026-11-22",)
    assert told["unknown-version"] == ("it-screen-power@2020-01-01",)


def test_nothing_chosen_is_told() -> None:
    assert codes() == {"empty": ()}


def test_same_matter_at_two_levels_is_a_duplicate_and_a_conflict_is_seen_both_ways() -> None:
    basis, advanced = Pick(key("it-screen-power")), Pick(key("it-screen-power-low"))

    one, other = codes(basis, advanced, level="avansert"), codes(advanced, basis, level="avansert")

    assert {"duplicate", "conflict"} <= set(one)
    assert {"duplicate", "conflict"} <= set(other)


def test_two_clauses_on_one_topic_at_one_level_are_no_duplicate() -> None:
    first, second = (
        made_version(name, kind="contract-clause", topic="seriousness") for name in ("cleaning-a", "cleaning-b")
    )

    told = codes(Pick(first.key), Pick(second.key), more=(first, second))

    assert "duplicate" not in told


def test_same_criterion_twice_is_told() -> None:
    one = Pick(key("cleaning-labelled-products"))

    assert codes(one, one)["twice"] == (one.key, one.key)


def test_award_that_asks_no_more_than_the_specification_is_told() -> None:
    demand = made_version("cleaning-demand", topic="shares")
    award = made_version(
        "cleaning-award", kind="award-criterion", topic="shares", direction="higher", scoring_method="linear"
    )
    picks = (Pick(demand.key), Pick(award.key, 100))

    same = codes(*picks, more=(demand, award))
    higher = codes(Pick(demand.key), Pick(award.key, 100, {"share": 90}), more=(demand, award))

    assert same["rewards-demanded"] == (award.key, demand.key)
    assert "rewards-demanded" not in higher


def test_award_about_the_supplier_stops_and_a_clause_about_it_cautions() -> None:
    award = made_version("cleaning-award", kind="award-criterion", concerns="supplier")
    clause = made_version("cleaning-policy", kind="contract-clause", concerns="supplier")

    told = codes(Pick(award.key, 100), Pick(clause.key), more=(award, clause))

    assert (told["not-linked"], told["clause-about-supplier"]) == ((award.key,), (clause.key,))


def test_requirement_already_law_and_own_word_as_only_proof_are_told() -> None:
    wages, parts = Pick(key("cleaning-wages")), Pick(key("it-spare-parts"))
    lawful = made_version("cleaning-lawful", already_law=made_library().criteria["cleaning-wages"].latest.already_law)

    told = codes(wages, parts, Pick(lawful.key), more=(lawful,))

    assert told["already-law"] == (lawful.key,)
    assert told["unverifiable"] == (parts.key,)


@pytest.mark.parametrize(
    ("weight", "other", "expected"),
    [
        (30.0, 70.0, set()),
        (30.0, 60.0, {"weights-sum"}),
        (None, 100.0, {"weight-missing"}),
        (-5.0, 105.0, {"weight-negative"}),
    ],
)
def test_weights_must_be_whole(weight: float | None, other: float, expected: set[str]) -> None:
    told = codes(Pick(key("it-screen-energy"), weight), other=(("Pris", other),))

    assert {code for code in told if code.startswith("weight")} == expected


def test_weight_on_a_requirement_stops() -> None:
    told = codes(Pick(key("it-screen-power"), 20.0))

    assert told["weight-on-requirement"] == (key("it-screen-power"),)


def test_too_many_award_criteria_are_told() -> None:
    awards = tuple(
        made_version(f"it-award-{number}", kind="award-criterion", topic=f"t{number}") for number in range(5)
    )

    told = codes(*(Pick(one.key, 20) for one in awards), more=awards)

    assert len(told["too-many-awards"]) == 5


def test_unconfirmed_unfilled_and_foreign_figures_are_told() -> None:
    pick = Pick(key("it-spare-parts"))
    share = Pick(key("cleaning-labelled-products"), None, {"share": 90, "other": 1})

    told = codes(pick, share)
    filled = codes(replace(pick, values={"years": 7}))

    assert (told["unconfirmed"], told["unfilled"]) == ((pick.key,), (pick.key,))
    assert (told["outside-fact"], told["unknown-field"]) == ((share.key,), (share.key,))
    assert "unfilled" not in filled


def test_field_without_default_is_unfilled_until_the_buyer_decides() -> None:
    own = made_version("cleaning-own", parameters=(Parameter("hour", words("Klokkeslett"), "hour"),))

    empty = codes(Pick(own.key), more=(own,))
    filled = codes(Pick(own.key, None, {"hour": 16}), more=(own,))

    assert empty["unfilled"] == (own.key,)
    assert "unfilled" not in filled


def test_different_values_of_one_field_on_one_matter_are_told() -> None:
    clause = made_version("cleaning-clause", kind="contract-clause")
    picks = (Pick(key("cleaning-labelled-products")), Pick(clause.key, None, {"share": 40}))

    told = codes(*picks, more=(clause,))

    assert told["contradiction"] == (picks[0].key, clause.key)


def test_purchase_of_something_else_or_too_small_is_told() -> None:
    pick, organic = Pick(key("it-screen-power")), Pick(key("food-organic"), 100)

    told = codes(pick, organic, cpv="15000000", value_nok=200_000)

    assert (told["outside-cpv"], told["disproportionate"]) == ((pick.key,), (organic.key,))


def test_narrowed_criterion_is_told_for_another_code_of_its_group() -> None:
    pick = Pick(key("it-screen-power"))

    assert codes(pick, cpv="30213100")["outside-cpv"] == (pick.key,)
    assert "outside-cpv" not in codes(pick, cpv="30231000")


def test_unreadable_code_and_code_of_no_group_are_told() -> None:
    pick = Pick(key("shared-environmental-management"))

    assert "cpv-unreadable" in codes(pick, cpv="hundre")
    assert "no-group" in codes(pick, cpv="75000000")


def test_age_of_versions_is_told() -> None:
    old, new = Pick(key("cleaning-labelled-products", date(2026, 1, 15))), Pick(key("cleaning-labelled-products"))
    label = made_version("cleaning-old-label", labels_accepted=(OLD_LABEL,))

    assert codes(old)["newer-version"] == (old.key,)
    assert codes(new, on=date(2026, 6, 1))["not-in-force"] == (new.key,)
    assert codes(new, on=date(2028, 1, 1))["review-passed"] == (new.key,)
    assert codes(Pick(label.key), more=(label,), on=date(2027, 2, 1))["label-ended"] == (label.key,)


def test_withdrawn_criterion_stops() -> None:
    gone = made_version("cleaning-gone", status="withdrawn")

    assert codes(Pick(gone.key), more=(gone,))["withdrawn"] == (gone.key,)


def test_front_edge_in_a_narrow_market_and_above_the_level_is_told() -> None:
    pick = Pick(key("it-spare-parts"))

    narrow, wide = codes(pick, level="spydspiss", market="narrow"), codes(pick, level="avansert", market="wide")

    assert (narrow["narrow-market"], narrow["market-lowered"]) == ((pick.key,), ())
    assert wide["above-level"] == (pick.key,)


@pytest.mark.parametrize(
    ("weight", "value", "picks", "expected"),
    [
        (30.0, 2_000_000, ("it-screen-energy",), ("law-met", "MET_WEIGHT")),
        (20.0, 2_000_000, ("it-screen-energy",), ("law-possible-breach", "POSSIBLE_BREACH")),
        (20.0, None, ("it-screen-energy",), ("law-value-missing", "UNKNOWN")),
        (20.0, 2_000_000, ("it-screen-energy", "it-screen-power"), ("law-reasons", "REASONS_MISSING")),
        (20.0, 300_000, ("it-screen-energy",), ("law-outside", "OUTSIDE_ACT")),
        (20.0, 700_000, ("it-screen-energy",), ("law-general-duty", "DUTY_APPLIES")),
    ],
)
def test_law_is_asked_with_the_set_as_facts(
    weight: float, value: float | None, picks: tuple[str, ...], expected: tuple[str, str]
) -> None:
    chosen = tuple(Pick(key(name), weight if name == "it-screen-energy" else None) for name in picks)
    selection = Selection(chosen, cpv="30231000", value_nok=value, other=(("Pris", 100 - weight),))

    remarks = check_selection(made_library(), selection, DAY)

    found = next(one for one in remarks if one.code.startswith("law-"))
    assert (found.code, found.values["outcome"]) == expected


def test_requirements_instead_of_weight_need_reasons() -> None:
    library = made_library()
    selection = Selection((Pick(key("it-screen-power")),), cpv="30231000", value_nok=2e6, other=(("Pris", 100.0),))

    remarks = {one.code: one for one in check_selection(library, selection, DAY)}

    assert remarks["demands-need-reasons"].values["minimum"] == 30
    assert "law-reasons" not in remarks


def told(selection: Selection, *more: Version, on: date = DAY, language: str = "nb") -> dict[str, str]:
    """Every remark's words by its code."""
    library = made_library(*map(made_criterion, more))
    return {one.code: remark_text(library, one, language) for one in check_selection(library, selection, on)}


def green(weight: float | None = 20.0, **changes: Any) -> Selection:
    """A screen award with the weight, the price with the rest."""
    rest = 100.0 - (weight or 0.0)
    values: dict[str, Any] = {"cpv": "30231000", "value_nok": 2e6, "other": (("Pris", rest),)} | changes
    return Selection((Pick(key("it-screen-energy"), weight),), **values)


DEMANDS = ("demands-need-reasons", "law-reasons", "law-reasons-clearly-better", "nothing-environmental")


def test_reasons_are_told_as_the_law_of_the_day_has_them() -> None:
    demand = made_version("it-demand", day=date(2025, 1, 1), topic="d")
    energy = made_version("it-award", day=date(2025, 1, 1), kind="award-criterion", topic="a")
    picks = (Pick(demand.key), Pick(energy.key, 20.0))
    selection = Selection(picks, cpv="90910000", value_nok=5e6, other=(("Pris", 80.0),))

    before = told(selection, demand, energy, on=date(2026, 6, 30))
    after = told(selection, demand, energy, on=date(2026, 7, 1))

    assert [code for code in before if code in DEMANDS] == ["law-reasons-clearly-better"]
    assert [code for code in after if code in DEMANDS] == ["law-reasons"]
    assert "klart bedre" in before["law-reasons-clearly-better"]
    assert "klart bedre" not in after["law-reasons"]
    assert "erstattes av eller kombineres med" in after["law-reasons"]


def test_recommendation_of_2017_has_its_own_words() -> None:
    energy = made_version("it-award", day=date(2020, 1, 1), kind="award-criterion")
    selection = Selection((Pick(energy.key, 20.0),), cpv="90910000", value_nok=5e6, other=(("Pris", 80.0),))

    assert "anbefalt" in told(selection, energy, on=date(2022, 5, 1))["law-should-not-met"]


@pytest.mark.parametrize("value", [None, 300_000, 700_000, 2_000_000])
@pytest.mark.parametrize("weight", [None, 0.0, 20.0, 30.0])
@pytest.mark.parametrize("on", [date(2016, 1, 1), date(2022, 5, 1), date(2025, 5, 1), DAY])
@pytest.mark.parametrize("has_demand", [True, False])
def test_law_never_speaks_of_what_was_not_read(
    value: float | None, weight: float | None, on: date, *, has_demand: bool
) -> None:
    selection = green(weight, value_nok=value)
    if has_demand:
        selection = replace(selection, picks=(*selection.picks, Pick(key("it-screen-power"))))

    words = " ".join(text.lower() for text in told(selection, on=on).values())

    wrong = ("er lest", "ble lest", "kunngjøringen", "mulig brudd: mulig brudd", "ble kunngjort")
    assert [phrase for phrase in wrong if phrase in words] == []
    assert "begrunn" not in words or on.year == 2025 or (value in (None, 2_000_000) and on == DAY)


def test_missing_value_is_asked_for() -> None:
    assert told(green(20.0, value_nok=None))["law-value-missing"].startswith("Oppgi verdien")


def test_award_alone_without_weight_and_too_large_a_sum_are_not_told_as_met() -> None:
    alone = told(green(None, other=()))
    over = told(green(60.0, other=(("Pris", 90.0),)))

    assert ("law-weights-missing" in alone, "law-met" in alone) == (True, False)
    assert ("weights-sum" in over, "law-met" in over) == (True, False)


def test_unknown_version_names_the_other_and_leaves_the_law_open() -> None:
    selection = Selection((Pick("it-screen-energy@2020-01-01", 30.0),), value_nok=2e6, other=(("Pris", 70.0),))

    remarks = told(selection)

    assert key("it-screen-energy") in remarks["unknown-version"]
    assert [code for code in remarks if code.startswith("law-")] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Klima og miljø", "law-met"),
        ("Climate and environment", "law-met"),
        ("Kvalitet og miljø", "law-doubtful-weight"),
        ("Kvalitet", "law-possible-breach"),
    ],
)
def test_own_criterion_counts_as_its_name_says(name: str, expected: str) -> None:
    selection = Selection((), cpv="30231000", value_nok=2e6, other=((name, 30.0), ("Pris", 70.0)))

    assert [code for code in told(selection) if code.startswith("law-")] == [expected]


def test_own_environmental_criterion_is_seen_where_reasons_or_more_are_asked_for() -> None:
    other = (("Klima og miljø", 20.0), ("Pris", 80.0))

    alone = told(Selection((), cpv="30231000", value_nok=2e6, other=other))
    demanded = told(Selection((Pick(key("it-screen-power")),), cpv="30231000", value_nok=2e6, other=other))

    assert [code for code in alone if code in DEMANDS] == []
    assert [code for code in demanded if code in DEMANDS] == ["law-reasons"]


def test_doubtful_weight_is_told_as_a_span_and_the_law_is_cited_in_the_language() -> None:
    sure, doubtful = (
        made_version(f"it-{counts}", kind="award-criterion", topic=counts, weight_counts=counts)
        for counts in ("certain", "doubtful")
    )
    picks = (Pick(sure.key, 10.0), Pick(doubtful.key, 10.0))
    selection = Selection(picks, cpv="30231000", value_nok=2e6, other=(("Pris", 80.0),))

    words = told(selection, sure, doubtful, language="en")["law-possible-breach"]

    assert words.startswith("Possible breach: climate and environment weighs 10–20 % in the award")
    assert "(LOA § 5b(2))" in words


@pytest.mark.parametrize(
    ("counts", "expected"),
    [("certain", "law-met"), ("doubtful", "law-doubtful-weight"), ("none", "law-possible-breach")],
)
def test_award_counts_as_surely_as_it_says(counts: str, expected: str) -> None:
    energy = made_version("cleaning-award", kind="award-criterion", weight_counts=counts)
    selection = Selection((Pick(energy.key, 30.0),), cpv="30231000", value_nok=2e6, other=(("Pris", 70.0),))

    assert [code for code in told(selection, energy) if code.startswith("law-")] == [expected]


def test_small_awards_only_are_told() -> None:
    small, large = (
        made_version(
            f"cleaning-{size}", kind="award-criterion", topic=size, effect=replace(made_version().effect, size=size)
        )
        for size in ("small", "large")
    )
    price = (("Pris", 70.0),)

    alone = Selection((Pick(small.key, 30.0),), cpv="90910000", value_nok=2e6, other=price)
    both = Selection((Pick(small.key, 15.0), Pick(large.key, 15.0)), cpv="90910000", value_nok=2e6, other=price)

    assert "awards-small" in told(alone, small, large)
    assert "awards-small" not in told(both, small, large)


def lawful(name: str, kind: str = "technical-specification", cite: str = "FOR 1", **changes: str) -> Version:
    duty = made_library().criteria["cleaning-wages"].latest.already_law
    assert duty is not None
    return made_version(name, kind=kind, topic=name, already_law=replace(duty, cite=cite, **changes))


def test_law_behind_a_criterion_is_told_by_whom_it_binds_and_how_much_it_covers() -> None:
    bound, part = lawful("cleaning-bound", binds="buyer", mark="A"), lawful("cleaning-part", covers="part", mark="A*")
    whole = lawful("cleaning-whole", mark="C")

    remarks = told(Selection((Pick(bound.key), Pick(part.key), Pick(whole.key))), bound, part, whole)

    assert "oppdragsgiveren" in remarks["law-demands-requirement"]
    assert "en del" in remarks["law-covers-part"]
    assert remarks["already-law"].endswith("(ikke kontrollert)")
    assert not remarks["law-covers-part"].endswith("(ikke kontrollert)")


def test_statutory_clauses_that_the_set_lacks_are_told() -> None:
    wages = lawful("cleaning-law", kind="contract-clause", cite="LOA § 5e")
    library = made_library(made_criterion(wages))

    def missing(cpv: str, value: float | None, *picks: Pick, group: str = "") -> list[object]:
        remarks = check_selection(library, Selection(picks, cpv=cpv, value_nok=value, group=group), DAY)
        return [one.values["cite"] for one in remarks if one.code == "duty-missing"]

    assert missing("90910000", 2e6) == ["LOA § 5e", "LOA § 5f", "LOA § 5g", "LOA § 5k"]
    assert missing("90910000", 2e6, Pick(wages.key)) == ["LOA § 5f", "LOA § 5g", "LOA § 5k"]
    assert missing("72000000", 2e6) == ["LOA § 5e"]
    assert missing("", 2e6, group="cleaning") == ["LOA § 5e", "LOA § 5f", "LOA § 5g", "LOA § 5k"]
    assert missing("90910000", 2e5) == missing("30231000", 2e6) == missing("90910000", None) == []


def test_duty_that_rests_on_the_length_of_the_contract_is_told_as_such() -> None:
    works = set(told(Selection((), cpv="45210000", value_nok=2e6, other=(("Pris", 100.0),))))
    goods = set(told(Selection((), cpv="30231000", value_nok=2e6, other=(("Pris", 100.0),))))

    assert {"duty-missing", "duty-if-long"} - works == set()
    assert {"duty-missing", "duty-if-long"} & goods == set()


def test_utilities_are_not_stopped() -> None:
    remarks = check_selection(made_library(), green(20.0, cpv="65100000"), DAY)
    post = check_selection(made_library(), green(20.0, cpv="64100000"), DAY)

    assert {one.code: one.tone for one in remarks if one.code.startswith("law-")} == {
        "law-possible-breach": "caution",
        "law-assumes-foa": "ok",
    }
    assert [one.tone for one in post if one.code.startswith("law-")] == ["stop"]


def test_different_concerns_or_things_on_one_topic_are_no_duplicate() -> None:
    basis = made_version("cleaning-x", topic="x", themes=("water",), applies_to=("90911000",))
    concern = made_version("cleaning-y", topic="x", level="avansert", themes=("nature",))
    thing = made_version("cleaning-z", topic="x", level="avansert", themes=("water",), applies_to=("90912000",))
    same = made_version("cleaning-q", topic="x", level="avansert", themes=("water",), applies_to=("90911200",))

    pairs = [codes(Pick(basis.key), Pick(one.key), more=(basis, one)) for one in (concern, thing, same)]

    assert ["duplicate" in pair for pair in pairs] == [False, False, True]


def test_unfilled_fields_are_told_once_by_their_labels() -> None:
    fields = tuple(Parameter(name, words(label), "h") for name, label in (("a", "Start"), ("b", "Slutt")))
    own = made_version("cleaning-own", parameters=fields)

    assert told(Selection((Pick(own.key),)), own)["unfilled"].endswith("Ikke fylt ut: «Start», «Slutt».")


def test_years_and_codes_are_not_parted_in_thousands() -> None:
    share = Pick(key("cleaning-labelled-products"), None, {"share": 2027})
    small = Selection((Pick(key("food-organic"), 100.0),), cpv="15000000", value_nok=200_000)

    assert "2027" in told(Selection((share,)))["outside-fact"]
    assert "200 000" in told(small)["disproportionate"]


def test_stops_come_first() -> None:
    picks = (Pick(key("it-spare-parts")), Pick(key("it-screen-power"), 10.0))

    tones = [one.tone for one in check_selection(made_library(), Selection(picks), DAY)]

    assert tones == sorted(tones, key=["stop", "caution", "ok"].index)


def test_remark_texts_are_whole_in_every_language() -> None:
    library = made_library()
    picks = tuple(Pick(one.latest.key, 10.0, {"x": 1}) for one in library.criteria.values())
    remarks = check_selection(library, Selection(picks, cpv="15000000", value_nok=1.0), DAY)

    told = [remark_text(library, one, language) for one in remarks for language in LANGUAGES]

    assert check_selection_remarks() == []
    assert [
        text for text in told if not text or "{" in text or "brudd" in text.lower().replace("mulig brudd", "")
    ] == []


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        ("remarks: [", "not valid YAML"),
        ("- one", "remarks is no mapping"),
        (
            "remarks: {empty: {tone: loud, nb: '{who}', nn: '{', en: x}}\nreasons: {}\nprice: {}\nunchecked: {}",
            "empty uses {who}",
        ),
    ],
)
def test_broken_remarks_are_told(broken: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "criteria" / "remarks.yaml"
    file.parent.mkdir()
    file.write_text(broken, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    told = [str(fault) for fault in check_selection_remarks()]

    assert [fault for fault in told if problem in fault] != []
    assert [fault for fault in told if not fault.startswith("content/criteria/remarks.yaml")] == []


def test_every_code_of_the_content_is_one_that_the_code_makes() -> None:
    assert set(remark_words()["remarks"]) == set(CODES)
    assert reason_text("large-effect", "nn") == "Stor verknad i denne gruppa"
    assert reason_text("", "nb") == ""
