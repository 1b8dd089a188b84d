"""Joint agreements: who writes them down, what is refused, and who is told before one ends."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.agreements import (
    Agreed,
    change_agreement,
    create_agreement,
    drop_agreement,
    publish_agreement,
    warn_of_ends,
    withdraw_agreement,
)
from dugnad.records.actions.case_post import POST
from dugnad.records.actions.events import desk_at
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.desk import Preference
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.queries.agreements import AskedAgreements, agreements_asked, agreements_of, ending_for
from dugnad.records.seal import unseal
from people import Cast, make_cast

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def agreed(cast: Cast, **told: Any) -> Agreed:
    given = {"title": "Renhold i Vest", "owner": cast.own, "since": date(2024, 1, 1), "until": date(2027, 3, 1),
             "members": (cast.other,), "cpv": ("90910000",)} | told  # fmt: skip
    return Agreed(**given)


def made(cast: Cast, by: Person | None = None, **told: Any) -> Agreement:
    """A published agreement of the desk of county 46."""
    row = create_agreement(by=by or cast.adviser, desk=desk_at("46"), agreed=agreed(cast, **told))
    return publish_agreement(by=by or cast.adviser, agreement=row)


def told_to() -> list[str]:
    rows = (json.loads(unseal(row.sealed, purpose=POST) or "{}") for row in Departure.objects.order_by("at"))
    return sorted(row["to"].partition("@")[0] for row in rows)


def test_agreement_is_written_down_made_clean(cast: Cast) -> None:
    named = ("https://x.invalid/k/cleaning-daytime@2026-11-22", "cleaning-daytime")

    row = made(cast, cpv=("9091", "90910000-9"), criteria=named, group="cleaning-services", notice="2026-101234")

    row.refresh_from_db()
    assert (row.cpv, row.criteria) == (["90910000"], ["cleaning-daytime@2026-11-22"])
    assert (row.is_draft, row.version, [body.key for body in row.members.all()]) == (False, 2, [cast.other.key])
    logged = LogEntry.objects.filter(subject=row.pk).order_by("at").values_list("action", "body", "county")
    assert list(logged) == [
        ("create_agreement", str(cast.own.pk), "46"), ("publish_agreement", str(cast.own.pk), "46"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"title": " "}, "missing", "title"), ({"title": "Ring 55 55 55 55"}, "personal", "title"),
        ({"remark": "ola@eksempel.invalid"}, "personal", "remark"), ({"cpv": ("abc",)}, "bad-cpv", "cpv"),
        ({"group": "finnes-ikke"}, "unknown", "group"),
        ({"criteria": ("finnes-ikke",)}, "unknown-criterion", "criteria"),
        ({"until": date(2023, 1, 1)}, "ends-before-start", "until"), ({"until": date(9999, 1, 1)}, "bad-day", "until"),
        ({"longest_until": date(2026, 1, 1)}, "ends-before-start", "longest_until"),
        ({"suppliers": 0}, "bad-number", "suppliers"), ({"value_nok": 10**13}, "bad-number", "value_nok"),
        ({"notice": "<script>"}, "bad-notice", "notice"), ({"url": "ftp://x.invalid"}, "not-a-web-address", "url"),
    ],
)  # fmt: skip
def test_agreement_that_cannot_be_so_is_refused(cast: Cast, told: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        create_agreement(by=cast.adviser, desk=desk_at("46"), agreed=agreed(cast, **told))

    assert (refused.value.code, refused.value.field, Agreement.objects.count()) == (code, field, 0)


@pytest.mark.parametrize(
    "name", ["buyer", "reader", "other_leader", "other_contact", "governor", "coordinator", "stranger"]
)
def test_agreement_is_kept_by_its_desk_and_its_owner(cast: Cast, name: str) -> None:
    row, who = made(cast), getattr(cast, name)

    for deed in (
        lambda: create_agreement(by=who, desk=desk_at("46"), agreed=agreed(cast)),
        lambda: change_agreement(by=who, agreement=row, seen=row.version, agreed=agreed(cast)),
        lambda: withdraw_agreement(by=who, agreement=row),
        lambda: drop_agreement(by=who, agreement=row),
    ):
        with pytest.raises(NotAllowed):
            deed()

    assert Agreement.objects.values_list("version", flat=True).get() == row.version


def test_owners_contact_keeps_it_but_gives_it_to_nobody_else(cast: Cast) -> None:
    row = made(cast, by=cast.contact)

    change_agreement(by=cast.leader, agreement=row, seen=row.version, agreed=agreed(cast, title="Nytt navn"))
    row.refresh_from_db()
    with pytest.raises(Refused) as refused:
        change_agreement(by=cast.leader, agreement=row, seen=row.version, agreed=agreed(cast, owner=cast.other))
    with pytest.raises(NotAllowed):
        create_agreement(by=cast.contact, desk=desk_at("11"), agreed=agreed(cast))

    assert (row.title, refused.value.code) == ("Nytt navn", "owner-fixed")


def test_old_page_changes_nothing_and_a_published_one_is_withdrawn_first(cast: Cast) -> None:
    row = made(cast)

    with pytest.raises(Refused) as old:
        change_agreement(by=cast.adviser, agreement=row, seen=row.version - 1, agreed=agreed(cast, title="Annet"))
    with pytest.raises(Refused):
        drop_agreement(by=cast.adviser, agreement=row)
    drop_agreement(by=cast.adviser, agreement=withdraw_agreement(by=cast.adviser, agreement=row))

    assert (old.value.code, Agreement.objects.count()) == ("changed-meanwhile", 0)


def test_end_is_told_once_at_each_threshold_to_those_who_are_in_it(cast: Cast) -> None:
    made(cast)
    Preference.objects.create(person=cast.leader, told="none")

    counts = [warn_of_ends(by="worker", on=on) for on in (
        date(2025, 8, 31), date(2025, 9, 1), date(2025, 9, 2), date(2026, 9, 1), date(2026, 12, 1), date(2027, 3, 2)
    )]  # fmt: skip

    once = ["annen-kontakt", "annen-leder", "kontakt", "radgiver"]
    assert counts == [0, 1, 0, 1, 1, 0]
    assert told_to() == sorted(once * 3)


def test_only_the_narrowest_threshold_is_told_and_a_moved_end_is_told_anew(cast: Cast) -> None:
    row = made(cast)
    first = warn_of_ends(by="worker", on=date(2027, 2, 1))

    row.refresh_from_db()
    change_agreement(by=cast.adviser, agreement=row, seen=row.version, agreed=agreed(cast, until=date(2028, 3, 1)))

    assert (first, warn_of_ends(by="worker", on=date(2027, 2, 2)), warn_of_ends(by="worker", on=date(2027, 3, 2))) == (
        1, 1, 1,
    )  # fmt: skip


def test_drafts_are_told_to_nobody(cast: Cast) -> None:
    create_agreement(by=cast.adviser, desk=desk_at("46"), agreed=agreed(cast))

    assert (warn_of_ends(by="worker", on=date(2027, 2, 1)), told_to()) == (0, [])


def test_list_is_narrowed_by_county_group_and_end(cast: Cast) -> None:
    far = made(cast, title="Langt fram", until=date(2030, 1, 1), members=(), cpv=())
    near = made(cast, title="Snart", group="it-equipment", cpv=())
    over = made(cast, title="Over", until=date(2026, 1, 1), cpv=("90911000",))
    create_agreement(by=cast.adviser, desk=desk_at("46"), agreed=agreed(cast, title="Utkast"))

    def found(**asked: str) -> list[str]:
        return [row.title for row in agreements_asked(AskedAgreements(**asked), ON)]

    assert found() == ["Snart", "Langt fram"]
    assert (found(when="ends"), found(when="ended")) == (["Snart"], ["Over"])
    assert (found(county="11"), found(county="46"), found(county="50")) == (["Snart"], ["Snart", "Langt fram"], [])
    assert (found(group="it-equipment"), found(group="cleaning-services")) == (["Snart"], [])
    assert found(group="cleaning-services", when="ended") == ["Over"]
    assert [row.pk for row in agreements_of(cast.other, ON)] == [near.pk]
    assert [row.pk for row in agreements_of(cast.own, ON)] == [near.pk, far.pk]
    assert over.title == "Over"


def test_what_ends_is_the_next_step_of_those_who_are_in_it(cast: Cast) -> None:
    row = made(cast)
    made(cast, title="Langt fram", until=date(2030, 1, 1))

    names = ("adviser", "contact", "leader", "other_contact", "buyer", "reader", "agency_contact", "coordinator")
    found = {name: [one.pk for one in ending_for(getattr(cast, name), ON)] for name in names}

    assert found == {name: [row.pk] if name in names[:5] else [] for name in names}
