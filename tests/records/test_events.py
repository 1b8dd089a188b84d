"""Events: planned, published, changed, called off; seats given in order and never twice; who came, told in figures."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from dugnad.desk.events import load_events
from dugnad.desk.question import Upload
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.case_post import POST
from dugnad.records.actions.events import (
    Planned,
    add_material,
    call_off_event,
    change_event,
    copy_event,
    create_event,
    desk_at,
    drop_event,
    path_of,
    publish_event,
    remove_material,
)
from dugnad.records.actions.sign_ups import (
    Given,
    add_participant,
    cancel_sign_up,
    confirm_sign_up,
    forget_sign_ups,
    lapse_sign_ups,
    mark_attendance,
    send_event_reminders,
    sign_up,
)
from dugnad.records.actions.status import start_status
from dugnad.records.actions.work import REGULAR
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.events import attendance_of
from dugnad.records.seal import unseal
from dugnad.records.seat_link import seat_of_token, seat_token
from people import Cast, make_cast

pytestmark = pytest.mark.django_db
HIDDEN = "Hemmelig"
TUESDAY = datetime(2026, 12, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def planned(starts: datetime | None = None, **told: Any) -> Planned:
    starts = starts or timezone.now() + timedelta(days=30)
    given = {"kind": "course", "title": "Kurs", "starts_at": starts, "ends_at": starts + timedelta(hours=2),
             "audience": ("buyer",)} | told  # fmt: skip
    return Planned(**given)


def made(cast: Cast, starts: datetime | None = None, **told: Any) -> Event:
    """A published event of the desk of county 46."""
    event = create_event(by=cast.adviser, desk=desk_at("46"), planned=planned(starts, **told))
    publish_event(by=cast.adviser, event=event)
    event.refresh_from_db()
    return event


def seat(event: Event, who: str, by: Any = "visitor", **told: Any) -> SignUp:
    email = "" if by != "visitor" else f"{who}@eksempel.invalid"
    given = Given(**({"role": "buyer", "name": who, "email": email, "body_told": "Et sted"} | told))
    row = sign_up(by=by, event=event, given=given, on=timezone.now()).sign_up
    return confirm_sign_up(by="visitor", sign_up=row, on=timezone.now())


def held_before(event: Event, days: int = 1) -> Event:
    """The event as if it had been held."""
    ends = timezone.now() - timedelta(days=days)
    Event.objects.filter(pk=event.pk).update(starts_at=ends - timedelta(hours=2), ends_at=ends)
    event.refresh_from_db()
    return event


def mails() -> list[tuple[str, str]]:
    """Whom the mails that wait are to, and their subjects, in order; those that ask to confirm are left out."""
    rows = (json.loads(unseal(row.sealed, purpose=POST) or "{}") for row in Departure.objects.order_by("at"))
    told = [(row["to"].partition("@")[0], row["subject"].partition(":")[0]) for row in rows]
    return [one for one in told if not one[1].startswith("Bekreft")]


def states(event: Event) -> dict[str, str]:
    return dict(event.sign_ups.values_list("name", "state"))


def test_event_is_a_draft_until_it_is_published(cast: Cast) -> None:
    event = create_event(by=cast.adviser, desk=desk_at("46"), planned=planned())

    with pytest.raises(Refused) as refused:
        seat(event, "a")
    publish_event(by=cast.adviser, event=event)

    event.refresh_from_db()
    assert (refused.value.code, event.state, event.sequence) == ("not-as-seen", "published", 1)
    assert list(LogEntry.objects.filter(subject=event.pk).order_by("at").values_list("action", "county")) == [
        ("create_event", "46"), ("publish_event", "46"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["contact", "governor", "coordinator", "stranger", "other_leader"])
def test_events_of_a_desk_are_its_own_peoples(cast: Cast, name: str) -> None:
    event = made(cast)
    who = getattr(cast, name)
    row = seat(event, "a")

    for deed in (
        lambda: create_event(by=who, desk=event.desk, planned=planned()),
        lambda: change_event(by=who, event=event, seen=event.sequence, planned=planned()),
        lambda: call_off_event(by=who, event=event, seen=event.sequence),
        lambda: copy_event(by=who, event=event, interval="week", times=1),
        lambda: add_material(by=who, event=event, title="x", url="https://x.invalid/"),
        lambda: mark_attendance(by=who, event=event, came=[row.pk], stayed_away=[]),
        lambda: add_participant(by=who, event=event, given=Given(role="buyer", name="x", body_told="y")),
        lambda: cancel_sign_up(by=who, sign_up=row, on=timezone.now()),
    ):
        with pytest.raises(NotAllowed):
            deed()

    assert (Event.objects.count(), states(event)) == (1, {"a": "seated"})


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"title": " \n"}, "missing"), ({"audience": ()}, "missing"), ({"audience": ("king",)}, "missing"),
        ({"kind": "party"}, "unknown"), ({"language": "se"}, "unknown"), ({"seats": 0}, "bad-seats"),
        ({"ends_at": TUESDAY - timedelta(days=99)}, "ends-before-start"), ({"text": "a\0b"}, "unreadable"),
        ({"sign_up_until": TUESDAY + timedelta(days=1)}, "sign-up-late"),
        ({"url": "javascript:x"}, "not-a-web-address"),
        ({"starts_at": datetime(1, 1, 2, tzinfo=UTC)}, "bad-day"),
    ],
)  # fmt: skip
def test_event_that_cannot_be_held_so_is_refused(cast: Cast, told: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        create_event(by=cast.adviser, desk=desk_at("46"), planned=planned(TUESDAY, **told) if "starts_at" not in told
                     else planned(**({"ends_at": TUESDAY} | {"starts": told["starts_at"]})))  # fmt: skip

    assert (refused.value.code, Event.objects.count()) == (code, 0)


def test_seats_are_given_in_order_and_move_up(cast: Cast) -> None:
    event = made(cast, seats=2)
    rows = {name: seat(event, name) for name in "abcd"}

    cancel_sign_up(by="visitor", sign_up=rows["a"], on=timezone.now())
    after_cancel = states(event)
    event.refresh_from_db()
    change_event(by=cast.adviser, event=event, seen=event.sequence, planned=planned(event.starts_at, seats=3))

    assert after_cancel == {"a": "cancelled", "b": "seated", "c": "seated", "d": "waiting"}
    assert states(event) == {"a": "cancelled", "b": "seated", "c": "seated", "d": "seated"}
    assert mails() == [
        ("a", "Du har plass"), ("b", "Du har plass"), ("c", "Du står på venteliste"), ("d", "Du står på venteliste"),
        ("a", "Du er meldt av"), ("c", "Nå har du plass"), ("d", "Nå har du plass"),
    ]  # fmt: skip


def test_nobody_passes_those_who_wait(cast: Cast) -> None:
    event = made(cast, seats=1)
    first, _ = seat(event, "a"), seat(event, "b")
    Event.objects.filter(pk=event.pk).update(seats=2)  # as it stands for a moment before those who wait are moved up

    seat(event, "c")

    assert states(event) == {"a": "seated", "b": "waiting", "c": "waiting"}
    cancel_sign_up(by="visitor", sign_up=first, on=timezone.now())
    assert states(event) == {"a": "cancelled", "b": "seated", "c": "seated"}


def test_fewer_seats_take_nobodys_seat(cast: Cast) -> None:
    event = made(cast, seats=2)
    for name in "abc":
        seat(event, name)

    change_event(by=cast.adviser, event=event, seen=event.sequence, planned=planned(event.starts_at, seats=1))

    assert states(event) == {"a": "seated", "b": "seated", "c": "waiting"}


def test_address_is_signed_up_once_in_any_case_and_by_account(cast: Cast) -> None:
    event = made(cast)
    first = seat(event, "a")
    again = sign_up(by="visitor", event=event, on=timezone.now(),
                    given=Given(role="leader", name="En annen", email="A@EKSEMPEL.invalid", body_told="X"))  # fmt: skip
    seat(event, "", by=cast.buyer)
    mine = sign_up(by="visitor", event=event, on=timezone.now(),
                   given=Given(role="buyer", name="x", email=cast.buyer.email.upper(), body_told="X"))  # fmt: skip

    assert (again.is_new, again.sign_up.pk, mine.is_new) == (False, first.pk, False)
    assert [(row.name, row.role) for row in event.sign_ups.all()] == [("a", "buyer"), ("", "buyer")]
    assert [subject for _, subject in mails()].count("Du er alt påmeldt") == 2


def unproven(event: Event, name: str) -> SignUp:
    given = Given(role="buyer", name=name, email=f"{name}@eksempel.invalid", body_told="Et sted")
    return sign_up(by="visitor", event=event, given=given, on=timezone.now()).sign_up


def test_seat_that_nobody_confirms_is_held_for_some_hours_and_goes_to_who_waits(cast: Cast) -> None:
    event, hours = made(cast, seats=2), timedelta(hours=load_events().confirm_hours)
    seat(event, "", by=cast.buyer)
    held = unproven(event, "a")
    seat(event, "b")
    [work] = [one for one in REGULAR if one.name == "lapse-sign-ups"]
    work.do(timezone.localdate())
    early = states(event)

    counts = [lapse_sign_ups(by="worker", on=held.at + hours + timedelta(minutes=1)) for _ in range(2)]

    assert early == {"": "seated", "a": "seated", "b": "waiting"}
    assert (counts, states(event)) == ([1, 0], {"": "seated", "a": "cancelled", "b": "seated"})
    assert mails()[-1] == ("b", "Nå har du plass")
    assert LogEntry.objects.get(action="lapse_sign_ups").details == {"count": 1}


def test_late_confirmation_gets_a_free_seat_or_the_last_place_in_line(cast: Cast) -> None:
    event = made(cast, seats=1)
    rows = {name: unproven(event, name) for name in "ab"}
    event.sign_ups.update(at=timezone.now() - timedelta(days=1))
    lapse_sign_ups(by="worker", on=timezone.now())
    anew = unproven(event, "b")

    late = confirm_sign_up(by="visitor", sign_up=rows["a"], on=timezone.now())
    same = confirm_sign_up(by="visitor", sign_up=rows["b"], on=timezone.now())
    cancel_sign_up(by="visitor", sign_up=same, on=timezone.now())

    assert (late.state, same.pk, anew.state) == ("waiting", anew.pk, "seated")
    assert sorted(event.sign_ups.values_list("name", "state")) == [
        ("a", "seated"), ("b", "cancelled"), ("b", "cancelled"),
    ]  # fmt: skip


def test_link_confirms_nothing_once_the_event_is_over(cast: Cast) -> None:
    event = made(cast)
    row = unproven(event, "a")
    held_before(event)

    with pytest.raises(Refused) as refused:
        confirm_sign_up(by="visitor", sign_up=row, on=timezone.now())

    assert refused.value.code == "event-past"


def test_who_cancelled_can_sign_up_again_last_in_line(cast: Cast) -> None:
    event = made(cast, seats=1)
    cancel_sign_up(by="visitor", sign_up=seat(event, "a"), on=timezone.now())
    seat(event, "b")

    assert seat(event, "a").state == "waiting"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "called-off"}, "event-called-off"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "event-past"),
        ({"sign_up_until": timezone.now() - timedelta(hours=1)}, "sign-up-over"),
    ],
)
def test_sign_up_that_is_closed_says_why(cast: Cast, change: dict[str, Any], code: str) -> None:
    event = made(cast)
    Event.objects.filter(pk=event.pk).update(**change)

    with pytest.raises(Refused) as refused:
        seat(event, "a")

    assert (refused.value.code, SignUp.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("told", "field"),
    [({"name": ""}, "name"), ({"email": ""}, "email"), ({"body_told": " "}, "body"), ({"role": "king"}, "role"),
     ({"needs": "x" * 501}, "needs"), ({"needs": "a\x07"}, "needs")],
)  # fmt: skip
def test_sign_up_that_lacks_something_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    event = made(cast)

    with pytest.raises(Refused) as refused:
        seat(event, "a", **told)

    assert refused.value.field == field


def test_changed_time_is_told_to_all_and_an_old_page_changes_nothing(cast: Cast) -> None:
    event = made(cast, seats=1)
    for name in "ab":
        seat(event, name)
    Departure.objects.all().delete()
    seen, later = event.sequence, event.starts_at + timedelta(days=1)

    change_event(by=cast.adviser, event=event, seen=seen, planned=planned(later, seats=1))
    with pytest.raises(Refused) as refused:
        change_event(by=cast.adviser, event=event, seen=seen, planned=planned(seats=1, title="Annet"))
    event.refresh_from_db()
    change_event(by=cast.adviser, event=event, seen=event.sequence, planned=planned(later, seats=1, title="Nytt navn"))

    event.refresh_from_db()
    assert refused.value.code == "changed-meanwhile"
    assert mails() == [("a", "Endret"), ("b", "Endret")]
    assert (event.title, event.sequence) == ("Nytt navn", seen + 2)


def test_called_off_event_tells_all_and_stays_called_off(cast: Cast) -> None:
    event = made(cast)
    seat(event, "a")
    Departure.objects.all().delete()

    call_off_event(by=cast.adviser, event=event, seen=event.sequence, because="Kursholder er syk")
    with pytest.raises(Refused) as refused:
        change_event(by=cast.adviser, event=event, seen=event.sequence + 1, planned=planned())

    event.refresh_from_db()
    assert (event.state, event.called_off_because, refused.value.code) == (
        "called-off", "Kursholder er syk", "not-as-seen",
    )  # fmt: skip
    assert mails() == [("a", "Avlyst")]


def test_draft_is_thrown_away_and_a_published_event_is_not(cast: Cast) -> None:
    event = create_event(by=cast.adviser, desk=desk_at("46"), planned=planned())
    drop_event(by=cast.adviser, event=event)

    with pytest.raises(Refused):
        drop_event(by=cast.adviser, event=made(cast))

    assert Event.objects.count() == 1


def test_network_is_repeated_by_the_clock_on_the_wall_and_published_together(cast: Cast) -> None:
    starts = timezone.make_aware(datetime(2199, 10, 2, 9, 0))  # winter time comes between
    event = create_event(by=cast.adviser, desk=desk_at("46"),
                         planned=planned(starts, kind="network", sign_up_until=starts - timedelta(days=1)))  # fmt: skip

    copy_event(by=cast.adviser, event=event, interval="fortnight", times=3)
    count = publish_event(by=cast.adviser, event=event, is_whole_series=True)

    local = [timezone.localtime(one.starts_at) for one in Event.objects.order_by("starts_at")]
    assert (count, len({one.series for one in Event.objects.all()})) == (4, 1)
    assert [(one.date(), one.hour) for one in local] == [
        (date(2199, 10, 2), 9), (date(2199, 10, 16), 9), (date(2199, 10, 30), 9), (date(2199, 11, 13), 9),
    ]  # fmt: skip
    with pytest.raises(Refused):
        copy_event(by=cast.adviser, event=event, interval="week", times=25)


def test_materials_are_links_and_files_of_known_kinds(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    event = made(cast)

    add_material(by=cast.adviser, event=event, title="Lysark", url="https://eksempel.invalid/a")
    add_material(by=cast.adviser, event=event, title="", upload=Upload("../../ark.txt", b"Hei"))
    for name, raw in (("a.html", b"<html><script>"), ("b.exe", b"MZ\0"), ("tom.txt", b"")):
        with pytest.raises(Refused):
            add_material(by=cast.adviser, event=event, title="x", upload=Upload(name, raw))

    event.refresh_from_db()
    (file,) = event.files.all()
    assert event.materials == [{"title": "Lysark", "url": "https://eksempel.invalid/a"}]
    assert (file.title, file.name, file.kind, path_of(file.sha256).read_bytes()) == (
        "ark.txt",
        "ark.txt",
        "txt",
        b"Hei",
    )
    remove_material(by=cast.adviser, event=event, url="https://eksempel.invalid/a")
    remove_material(by=cast.adviser, event=event, file=file.pk)
    event.refresh_from_db()
    assert (event.materials, event.files.count()) == ([], 0)


def test_link_opens_one_sign_up_and_no_other(cast: Cast, settings: Settings) -> None:
    row, other = seat(event := made(cast), "a"), seat(event, "b")
    token = seat_token(row)

    assert seat_of_token(token) == row
    assert seat_of_token(seat_token(other)) == other
    for wrong in (
        token[:-1],
        token[::-1],
        "a" * 45,
        f"{token}a",
        token.replace(token[5], "z" if token[5] != "z" else "y"),
    ):
        assert seat_of_token(wrong) is None
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert seat_of_token(token) == row
    settings.SECRET_KEY_FALLBACKS = []
    assert seat_of_token(token) is None


def test_reminder_goes_once_two_working_days_before(cast: Cast) -> None:
    event = made(cast, timezone.make_aware(datetime(2199, 12, 10, 9, 0)), seats=1)  # a Tuesday
    for name in "ab":
        seat(event, name)
    Departure.objects.all().delete()

    counts = [send_event_reminders(by="worker", on=date(2199, 12, day)) for day in (5, 6, 7, 9, 10)]

    assert (counts, mails()) == ([0, 1, 0, 0, 0], [("a", "Snart")])


def test_reminder_that_was_missed_comes_the_day_after_and_again_when_the_day_is_moved(cast: Cast) -> None:
    event = made(cast, timezone.make_aware(datetime(2199, 12, 10, 9, 0)))
    seat(event, "a")

    first = send_event_reminders(by="worker", on=date(2199, 12, 9))
    event.refresh_from_db()
    moved = planned(timezone.make_aware(datetime(2199, 12, 17, 9, 0)))
    change_event(by=cast.adviser, event=event, seen=event.sequence, planned=moved)

    assert [first, send_event_reminders(by="worker", on=date(2199, 12, 13))] == [1, 1]


def test_who_came_stands_in_figures_without_names(cast: Cast) -> None:
    event = made(cast)
    rows = [seat(event, f"{HIDDEN}{number}", body=cast.own, body_told="", role=role)
            for number, role in enumerate(["buyer", "leader", "buyer", "buyer"])]  # fmt: skip
    with pytest.raises(Refused):
        mark_attendance(by=cast.adviser, event=event, came=[rows[0].pk], stayed_away=[])
    held_before(event)

    mark_attendance(by=cast.adviser, event=event, came=[rows[0].pk, rows[1].pk], stayed_away=[rows[2].pk])

    told = attendance_of(cast.own, timezone.localdate())
    assert told is not None
    assert (told.events, told.signed_up, told.marked, told.came) == (1, 4, 3, 2)
    assert [(one.role, one.came) for one in told.roles] == [("leader", 1), ("buyer", 1)]
    assert attendance_of(cast.other, timezone.localdate()) is None
    assert HIDDEN not in str(LogEntry.objects.values())


def test_attendance_suggests_an_answer_in_the_yearly_status(cast: Cast) -> None:
    year = 2026
    event = made(cast)
    row = seat(event, "a", body=cast.own, body_told="")
    at = timezone.make_aware(datetime(year, 3, 3, 9, 0))
    Event.objects.filter(pk=event.pk).update(starts_at=at, ends_at=at + timedelta(hours=1))
    mark_attendance(by=cast.adviser, event=event, came=[row.pk], stayed_away=[])

    report = start_status(by=cast.contact, body=cast.own, year=year, on=date(year, 11, 20))
    other = start_status(by=cast.other_contact, body=cast.other, year=year, on=date(year, 11, 20))

    answer = report.answers.get(question="competence")
    assert (answer.value, answer.came_from, answer.is_confirmed) == ("begun", "measured", False)
    assert [(one["source"], one["numerator"], one["denominator"]) for one in answer.measured] == [("attendance", 1, 1)]
    assert (other.answers.get(question="competence").value, other.answers.get(question="competence").measured) == (
        "",
        [],
    )


def test_desk_writes_down_who_just_came(cast: Cast) -> None:
    event = held_before(made(cast, seats=1))

    add_participant(by=cast.adviser, event=event, given=Given(role="buyer", name="Kom innom", body=cast.own))
    add_participant(by=cast.adviser, event=event, given=Given(role="other", name="En til", body_told="Avisen"))

    assert states(event) == {"Kom innom": "seated", "En til": "seated"}


def test_needs_are_forgotten_first_then_people_and_figures_stay(cast: Cast) -> None:
    event = made(cast)
    row = seat(event, HIDDEN, body=cast.own, body_told="", needs="Trenger rampe")
    gone = seat(event, "avmeldt")
    mine = seat(event, "", by=cast.buyer, body=cast.own, body_told="")
    cancel_sign_up(by="visitor", sign_up=gone, on=timezone.now())
    held_before(event, days=8)
    today = timezone.localdate()
    mark_attendance(by=cast.adviser, event=event, came=[row.pk, mine.pk], stayed_away=[])

    def told() -> list[tuple[str, str, str, bool]]:
        return [(one.name, one.email, one.needs, one.person_id is not None) for one in event.sign_ups.order_by("at")]

    forget_sign_ups(by="worker", on=today)
    first = told()
    forget_sign_ups(by="worker", on=today + timedelta(days=365))

    assert first == [("Hemmelig", "Hemmelig@eksempel.invalid", "", False), ("", "", "", False), ("", "", "", True)]
    assert told() == [("", "", "", False)] * 3
    attendance = attendance_of(cast.own, today)
    assert attendance is not None
    assert (attendance.came, attendance.signed_up) == (2, 2)
    assert forget_sign_ups(by="worker", on=today + timedelta(days=365)) == 0


def test_nothing_in_the_log_names_anybody(cast: Cast) -> None:
    event = made(cast, seats=1)
    row = seat(event, "hemmelig.navn", needs="Sitter i rullestol")
    seat(event, "enda.hemmeligere")
    cancel_sign_up(by="visitor", sign_up=row, on=timezone.now())

    logged = str(list(LogEntry.objects.values()))

    assert [word for word in ("hemmelig", "rullestol", "eksempel.invalid") if word in logged] == []


@pytest.fixture(autouse=True)
def _own_files(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
