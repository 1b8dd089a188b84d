"""Copies, versions and first days (DATA.md, The store and Points decided)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

from dugnad.notices.link import Head, link_heads

FIRST = Head("a" * 64, "u-01", None, "p1", "eu", "competition", date(2025, 3, 3), False, None)


def head(sha: str, base_id: str, **more: object) -> Head:
    return replace(FIRST, sha256=sha * 64, base_id=base_id, **more)  # type: ignore[arg-type]


def test_copy_with_norwegian_profile_wins_whatever_the_order() -> None:
    ted = head("0", "u-01", profile="none", announced=date(2025, 3, 9))
    doffin = head("f", "u-01")

    found = [
        {one.sha256[0]: link_heads(order)[one.sha256].key for one in order} for order in permutations([ted, doffin])
    ]

    assert found == [{"0": None, "f": "u-01"}, {"f": "u-01", "0": None}]


def test_later_day_then_lowest_digest_wins_among_equal_profiles() -> None:
    early, late = head("1", "u-01"), head("2", "u-01", announced=date(2025, 3, 4))
    same = head("3", "u-01", announced=date(2025, 3, 4))

    links = link_heads([same, early, late])

    assert [links[one.sha256].key for one in (early, late, same)] == [None, "u-01", None]


def test_other_publication_with_the_same_id_gets_an_addition() -> None:
    one, other = head("1", "u-01", procedure_id="p1"), head("2", "u-01", procedure_id="p2")

    links = link_heads([other, one])

    assert [links[head.sha256].key for head in (one, other)] == ["u-01", "u-01~22222222"]


def test_same_publication_number_makes_copies_of_different_procedures() -> None:
    one = head("1", "u-01", procedure_id="p1", publication_number="00012345-2024")
    other = head("2", "u-01", procedure_id="p2", publication_number="12345-2024")

    links = link_heads([one, other])

    assert [links[head.sha256].key for head in (one, other)] == ["u-01", None]


def test_change_notice_is_judged_on_the_first_versions_day_and_is_the_latest() -> None:
    change = head("2", "v-01", announced=date(2025, 4, 1), is_change=True, changes_notice_id="u-01")
    second = head("3", "w-01", announced=date(2025, 5, 1), is_change=True, changes_notice_id="v-01")

    links = link_heads([second, change, FIRST])

    assert [(links[one.sha256].is_latest, links[one.sha256].judged_on) for one in (FIRST, change, second)] == [
        (False, date(2025, 3, 3)),
        (False, date(2025, 3, 3)),
        (True, date(2025, 3, 3)),
    ]


def test_change_may_name_a_publication_number() -> None:
    first = replace(FIRST, publication_number="00012345-2025")
    change = head("2", "v-01", announced=date(2025, 4, 1), is_change=True, changes_notice_id="12345-2025")

    links = link_heads([first, change])

    assert (links[first.sha256].is_latest, links[change.sha256].judged_on) == (False, date(2025, 3, 3))


def test_change_without_the_first_is_judged_on_its_own_day_and_says_so() -> None:
    change = head("2", "v-01", announced=date(2025, 4, 1), is_change=True, changes_notice_id="gone-01")

    link = link_heads([change])[change.sha256]

    assert (link.judged_on, link.has_first, link.is_latest) == (date(2025, 4, 1), False, True)


def test_award_is_judged_by_its_contract_notices_day() -> None:
    award = head("2", "r-01", form_type="result", announced=date(2026, 8, 1))

    both, alone = link_heads([FIRST, award])[award.sha256], link_heads([award])[award.sha256]

    assert (both.judged_on, both.has_first, both.is_latest) == (date(2025, 3, 3), True, True)
    assert (alone.judged_on, alone.has_first) == (date(2026, 8, 1), False)


def test_next_version_of_one_identifier_replaces_the_earlier() -> None:
    one, two, ten = head("1", "u-01"), head("2", "u-02"), head("3", "u-10")

    links = link_heads([ten, one, two])

    assert [links[head.sha256].is_latest for head in (one, two, ten)] == [False, False, True]


def test_notices_that_name_each_other_end_in_one_family() -> None:
    one = head("1", "u-01", is_change=True, changes_notice_id="v-01")
    two = head("2", "v-01", is_change=True, changes_notice_id="u-01")

    links = link_heads([one, two])

    assert sorted(links[head.sha256].is_latest for head in (one, two)) == [False, True]


def test_change_of_an_award_is_judged_on_the_first_awards_day() -> None:
    award = head("2", "r-01", form_type="result", procedure_id="p9", announced=date(2026, 6, 1))
    change = head("3", "s-01", form_type="result", procedure_id="p9", announced=date(2026, 9, 10), is_change=True,
                  changes_notice_id="r-01")  # fmt: skip

    link = link_heads([award, change])[change.sha256]

    assert (link.judged_on, link.has_first, link.is_latest) == (date(2026, 6, 1), False, True)
