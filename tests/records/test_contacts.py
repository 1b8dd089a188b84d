"""The contact log: noted by the desk alone, kept, shared; its log line tells no words and names nobody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.contacts import note_contact, settle_contact, share_contact
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.queries.contacts import my_due_count, shared_with
from people import Cast, make_body, make_cast, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(days=1)
CONFIDED = "De vil bytte leverandør; Kari er bekymret."


@pytest.fixture
def cast() -> Cast:
    load_shipped_desks(by="content")
    return make_cast()


def noted(cast: Cast, by: Person | None = None, **given: Any) -> ContactNote:
    told: dict[str, Any] = {
        "desk": Desk.objects.get(county="46"), "body": cast.own, "on": YESTERDAY, "kind": "phone", "text": CONFIDED,
        "agreed": "Møte i desember.", "promise": "Sende krav", "promised_by": TODAY, "today": TODAY,
    }  # fmt: skip
    return note_contact(by=by or cast.adviser, **(told | given))


def test_contact_is_kept_and_logged_without_what_was_written(cast: Cast) -> None:
    note = noted(cast)

    entry = LogEntry.objects.get(action="note_contact")
    assert (note.desk_id, note.body, note.promise, note.is_shared) == ("46", cast.own, "Sende krav", False)
    assert (entry.subject, entry.county, entry.body, entry.details) == (
        str(note.pk), "46", "", {"kind": "phone", "has_promise": True},
    )  # fmt: skip


@pytest.mark.parametrize("who", ["governor", "coordinator", "leader", "contact", "administrator", "stranger"])
def test_others_than_the_desks_people_note_nothing(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        noted(cast, by=getattr(cast, who))

    assert ContactNote.objects.count() == 0


def test_a_desk_notes_nothing_about_a_body_whose_own_desk_is_staffed(cast: Cast) -> None:
    make_person("radgiver-elleve", RoleName.ADVISER, county="11")

    with pytest.raises(NotAllowed):
        noted(cast, body=make_body("Nabo kommune", county="11"))


def test_a_desk_that_steps_in_for_an_empty_one_notes_its_contacts_and_keeps_its_promises(cast: Cast) -> None:
    body = make_body("Nabo kommune", county="11")
    note = noted(cast, body=body)
    make_person("radgiver-elleve", RoleName.ADVISER, county="11")

    again = noted(cast, body=body, text="Hun som er ny, tar over.")

    assert [note.desk_id, again.desk_id] == ["46", "46"]
    with pytest.raises(NotAllowed):
        noted(cast, body=make_body("Enda en kommune", county="11"))


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"text": "  "}, "missing", "text"),
        ({"text": "a" * 4001}, "too-long", "text"),
        ({"agreed": "a\x00b"}, "unreadable", "agreed"),
        ({"kind": "fax"}, "unknown", "kind"),
        ({"on": TODAY + timedelta(days=1)}, "contact-future", "on"),
        ({"promised_by": None}, "promise-half", "promised_by"),
        ({"promise": ""}, "promise-half", "promise"),
        ({"promised_by": YESTERDAY - timedelta(days=1)}, "before-contact", "promised_by"),
        ({"follow_up_by": YESTERDAY - timedelta(days=1)}, "before-contact", "follow_up_by"),
        ({"agreed": "", "promise": "", "promised_by": None, "is_shared": True}, "nothing-shared", "agreed"),
    ],
)
def test_what_cannot_be_noted_is_told(cast: Cast, given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        noted(cast, **given)

    assert (refused.value.code, refused.value.field) == (code, field)
    assert ContactNote.objects.count() == 0


def test_promise_is_due_until_it_is_kept(cast: Cast) -> None:
    note = noted(cast, follow_up_by=TODAY)
    before = my_due_count(cast.adviser, TODAY)

    settle_contact(by=cast.adviser, note=note, what="promise")
    settle_contact(by=cast.adviser, note=note, what="promise")
    between = my_due_count(cast.adviser, TODAY)
    settle_contact(by=cast.adviser, note=note, what="follow-up")

    assert (before, between, my_due_count(cast.adviser, TODAY)) == ({"46": 1}, {"46": 1}, {})
    assert [entry.details for entry in LogEntry.objects.filter(action="settle_contact").order_by("pk")] == [
        {"what": "promise"}, {"what": "follow-up"},
    ]  # fmt: skip


def test_promise_is_due_for_the_desks_people_alone(cast: Cast) -> None:
    noted(cast)
    other = make_person("annen-radgiver", RoleName.ADVISER, county="11")

    assert [my_due_count(who, TODAY) for who in (other, cast.governor, cast.contact, cast.coordinator)] == [{}] * 4


def test_what_was_never_promised_is_not_kept(cast: Cast) -> None:
    note = noted(cast, promise="", promised_by=None)

    with pytest.raises(Refused) as refused:
        settle_contact(by=cast.adviser, note=note, what="promise")

    assert refused.value.code == "nothing-promised"


def test_a_colleague_at_the_desk_goes_on_where_another_left(cast: Cast) -> None:
    note = noted(cast)
    second = make_person("rad-to", RoleName.ADVISER, county="46")

    settle_contact(by=second, note=note, what="promise")

    note.refresh_from_db()
    assert note.kept_at is not None


@pytest.mark.parametrize("who", ["governor", "coordinator", "contact", "leader", "stranger"])
def test_others_neither_keep_nor_share(cast: Cast, who: str) -> None:
    note, person = noted(cast), getattr(cast, who)

    with pytest.raises(NotAllowed):
        settle_contact(by=person, note=note, what="promise")
    with pytest.raises(NotAllowed):
        share_contact(by=person, note=note, is_shared=True)

    note.refresh_from_db()
    assert (note.kept_at, note.is_shared) == (None, False)


def test_body_reads_what_is_shared_and_never_the_desks_own_note(cast: Cast) -> None:
    note = noted(cast)
    before = shared_with(cast.contact, cast.own)
    share_contact(by=cast.adviser, note=note, is_shared=True)
    told = {who: shared_with(getattr(cast, who), cast.own) for who in cast.people()}
    share_contact(by=cast.adviser, note=note, is_shared=False)

    assert (before, shared_with(cast.leader, cast.own)) == ([], [])
    assert {who for who, notes in told.items() if notes} == {"contact", "leader"}
    assert [(one.agreed, one.promise, one.is_kept) for one in told["contact"]] == [
        ("Møte i desember.", "Sende krav", False)
    ]
    assert not hasattr(told["contact"][0], "text")
    assert not hasattr(told["contact"][0], "by")


def test_nothing_agreed_is_nothing_to_share(cast: Cast) -> None:
    note = noted(cast, agreed="", promise="", promised_by=None)

    with pytest.raises(Refused) as refused:
        share_contact(by=cast.adviser, note=note, is_shared=True)

    assert refused.value.code == "nothing-shared"
