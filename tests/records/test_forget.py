from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from dugnad import web as texts
from dugnad.desk.measures import quarters_until
from dugnad.desk.question import Question, Upload
from dugnad.desk.retention import check_retention, load_retention
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions import search
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_files import bytes_of, path_of
from dugnad.records.actions.case_post import post_to
from dugnad.records.actions.case_work import note_case, reply_to_desk
from dugnad.records.actions.cases import ask_desk, close_case
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.actions.forget import GRACE_SECONDS, forget_desk
from dugnad.records.actions.knowledge import offer_case
from dugnad.records.actions.own_data import erase_person, note_export
from dugnad.records.actions.people import OPERATOR
from dugnad.records.actions.search import forget_sought
from dugnad.records.actions.table_rows import tables_of
from dugnad.records.actions.work import REGULAR
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.models.search import Sought
from dugnad.records.queries.desk_measures import QUARTERS
from dugnad.records.queries.own_data import data_file, data_of
from dugnad.server.environment import sqlite
from people import Cast, make_cast
from records.known import a_proposal, published

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CONFIDED = "Hemmelig-ord-i-spørsmålet"
NOTED = "Hemmelig-ord-i-notatet"
SECRETS = (CONFIDED, NOTED, "Hemmelig-svar", "Kari Spør", "kari@eksempel.invalid", "hemmelig.pdf", "Hemmelig-svart")
Callbacks = Callable[..., AbstractContextManager[list[Callable[[], object]]]]
REASONS = yaml.safe_load((Path(texts.__file__).parent / "texts" / "mail-reason.yaml").read_text(encoding="utf-8"))
PDF = Upload("hemmelig.pdf", b"%PDF-1.7 " + CONFIDED.encode())


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR = tmp_path
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of somebody without account, answered, with everything that may hang on one."""
    question = Question(
        text=CONFIDED, title=f"Om {CONFIDED}", name="Kari Spør", email="kari@eksempel.invalid",
        body_told="Kari Spør AS", context={"kind": "body", "title": CONFIDED},
    )  # fmt: skip
    case = ask_desk(by="asker", question=question, files=[PDF], body=cast.own, on=MONDAY)
    note_case(by=cast.adviser, case=case, text=NOTED)
    reply_to_desk(by="mail", case=case, text=f"{CONFIDED} igjen", message_id="<kari@eksempel.invalid>")
    saved = save_draft(by=cast.adviser, case=case, text="Hemmelig-svar", based_on=0)
    case.refresh_from_db()
    case = answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)
    Arrival.objects.create(sha256="a" * 64, size=9, raw=CONFIDED.encode(), sender="kari@eksempel.invalid",
                           subject=CONFIDED, fate="threaded", case=case)  # fmt: skip
    told = {"question": f"Hva med {CONFIDED}?", "details": "Kari Spør spurte", "answer": "Hemmelig-svar"}
    offer_case(by=cast.adviser, case=case, proposal=a_proposal(**told))
    return case


def stored() -> str:
    """Everything in the database but accounts, as one text; sealed texts stay sealed."""
    found = []
    for table in tables_of(apps):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            found += [str([bytes(one) if isinstance(one, memoryview) else one for one in row]) for row in cursor]
    return "\n".join(found).replace("\\xc3\\xb8", "ø").replace("\\xc3\\xa5", "å")


def close_long_ago(case: Case, days: int) -> date:
    """The day on which the case has been closed for so many days."""
    today = timezone.localdate()
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=days))
    return today


def test_case_is_forgotten_when_its_time_is_over_and_no_day_before(case: Case) -> None:
    days = load_retention().days("case")
    today = close_long_ago(case, days - 1)
    early = forget_desk(by="worker", on=today)
    close_long_ago(case, days + 1)
    late = forget_desk(by="worker", on=today)

    assert (early["cases"], late["cases"]) == (0, 1)
    assert forget_desk(by="worker", on=today)["cases"] == 0


def test_nothing_that_was_written_is_left_and_the_figures_are_the_same(case: Case) -> None:
    kept = ("number", "desk_id", "county", "asker_role", "asked_at", "promised_at", "answered_at", "state")
    Body.objects.filter(pk=case.body_id).update(is_demo=False)
    before = {name: getattr(case, name) for name in kept}
    assert [one for one in SECRETS if one not in stored()] == ["Hemmelig-svart"]
    today = close_long_ago(case, 800)

    forget_desk(by="worker", on=today)

    case.refresh_from_db()
    assert [one for one in SECRETS if one in stored()] == []
    assert {name: getattr(case, name) for name in kept} == before
    assert list(case.entries.values_list("kind", "text", "by")) == [
        ("question", "", None), ("note", "", None), ("reply", "", None), ("answer", "", None),
    ]  # fmt: skip
    assert (case.asker, case.asker_email, case.forgotten_at is not None) == (None, "", True)
    assert (case.body, case.cpv, case.group) == (None, "", "")


def test_demonstration_body_stays_so_that_it_is_never_counted_among_real_ones(cast: Cast, case: Case) -> None:
    forget_desk(by="worker", on=close_long_ago(case, 800))

    case.refresh_from_db()
    assert (case.body, case.forgotten_at is not None) == (cast.own, True)


def test_figures_shown_are_younger_than_what_is_forgotten() -> None:
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(1500)]
    kept = timedelta(days=load_retention().days("case"))

    assert [on for on in days if quarters_until(on, QUARTERS)[0] < on - kept] == []


def test_what_somebody_wrote_in_a_sign_up_is_erased_with_the_name(cast: Cast) -> None:
    given = {
        "desk": Desk.objects.get_or_create(county="46")[0],
        "kind": "course",
        "state": "published",
        "title": "Kurs",
    }
    now = timezone.now()
    old = Event.objects.create(**given, starts_at=now - timedelta(days=400), ends_at=now - timedelta(days=400))
    coming = Event.objects.create(**given, starts_at=now + timedelta(days=9), ends_at=now + timedelta(days=9))
    told = {"name": "Ola", "body_told": "Ola ENK, tlf 99887766", "role": "supplier", "state": "seated"}
    rows = [SignUp.objects.create(event=event, email=f"{event.pk}@x.invalid", **told) for event in (old, coming)]

    forget_desk(by="worker", on=timezone.localdate())
    erase_person(by=OPERATOR, person=None, email=rows[1].email)

    for row in rows:
        row.refresh_from_db()
    assert [(row.name, row.email, row.body_told, row.role) for row in rows] == [("", "", "", "supplier")] * 2


def test_bytes_of_a_forgotten_file_are_swept_away_unless_another_case_has_them(cast: Cast, case: Case) -> None:
    digest = CaseFile.objects.get(case=case).sha256
    other = ask_desk(by=cast.buyer, question=Question(text="Hei?"), files=[PDF], body=cast.own, on=MONDAY)
    today = close_long_ago(case, 800)
    make_old(path_of(digest))
    first = forget_desk(by="worker", on=today)
    both_have = path_of(digest).is_file()
    close_case(by=cast.adviser, case=other, seen=other.version, reason="withdrawn")
    close_long_ago(other, 800)

    second = forget_desk(by="worker", on=today)

    assert (first["files"], both_have, second["files"], path_of(digest).is_file()) == (0, True, 1, False)


def test_bytes_go_with_the_case_however_new_they_are(
    cast: Cast, case: Case, django_capture_on_commit_callbacks: Callbacks
) -> None:
    digest = CaseFile.objects.get(case=case).sha256
    other = ask_desk(by=cast.buyer, question=Question(text="Hei?"), files=[PDF], body=cast.own, on=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=OPERATOR, person=None, email="kari@eksempel.invalid")
    another_has_them = path_of(digest).is_file()

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=OPERATOR, person=cast.buyer)

    assert (another_has_them, path_of(digest).exists(), CaseFile.objects.filter(case=other).exists()) == (
        True, False, False,
    )  # fmt: skip


def test_bytes_that_another_is_just_sending_are_left_to_the_sweeping(
    case: Case, django_capture_on_commit_callbacks: Callbacks
) -> None:
    path = path_of(CaseFile.objects.get(case=case).sha256)
    soon = timezone.now().timestamp() + 5
    os.utime(path, (soon, soon))

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(by=OPERATOR, person=None, email="kari@eksempel.invalid")

    assert path.is_file()


def test_proposal_goes_with_its_case_and_what_was_published_stays(cast: Cast, case: Case) -> None:
    known = published(cast)
    today = close_long_ago(known.case or case, 800)
    close_long_ago(case, 800)

    gone = forget_desk(by="worker", on=today)

    assert gone["cases"] == 2
    assert list(Knowledge.objects.values_list("number", "state")) == [(known.number, "published")]
    assert Knowledge.objects.get().versions.get().question == known.question


def test_mail_that_waits_for_somebody_is_erased_and_waits_no_longer(cast: Cast) -> None:
    load_shipped_desks(by="content")
    given = {"size": 3, "raw": b"hei", "desk": Desk.objects.get(county="46"), "fate": "quarantined"}
    mine = Arrival.objects.create(sha256="a" * 64, sender=cast.buyer.email.upper(), **given)
    other = Arrival.objects.create(sha256="b" * 64, sender="en@annen.invalid", **given)
    post_to(to=cast.buyer.email, language="nb", subject=CONFIDED, text=CONFIDED, what="event")
    post_to(to="en@annen.invalid", language="nb", subject="Hei", text="Hei", what="event")

    erased = erase_person(by=cast.buyer, person=cast.buyer)

    for row in (mine, other):
        row.refresh_from_db()
    assert erased.mails == 1
    assert (mine.fate, mine.reason, mine.sender, bytes(mine.raw)) == ("refused", "erased", "", b"")
    assert (other.fate, bytes(other.raw), Departure.objects.count()) == ("quarantined", b"hei", 1)
    assert REASONS["erased"]["nb"] == "Den som sendte den, har slettet den."


def test_what_is_erased_is_written_over_in_the_file(tmp_path: Path) -> None:
    given = sqlite(tmp_path / "x.sqlite3")
    path = Path(given["NAME"])
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(given["OPTIONS"]["init_command"])
        connection.execute("CREATE TABLE entry (text)")
        connection.execute("INSERT INTO entry VALUES (?)", [CONFIDED * 500])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = CONFIDED.encode() in path.read_bytes()
        connection.execute("UPDATE entry SET text = ''")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

        after = CONFIDED.encode() in path.read_bytes()

    assert (before, after) == (True, False)


def make_old(path: Path) -> None:
    """As if it had been kept long ago."""
    then = timezone.now().timestamp() - GRACE_SECONDS - 60
    os.utime(path, (then, then))


def test_bytes_that_were_kept_just_now_are_not_swept_away(cast: Cast, tmp_path: Path) -> None:
    fresh = tmp_path / "cases" / "ab" / ("ab" * 32)
    fresh.parent.mkdir(parents=True)
    fresh.write_bytes(b"x")

    gone = forget_desk(by="worker", on=date(2026, 11, 23))

    assert (gone["files"], fresh.is_file()) == (0, True)


def test_open_cases_are_never_forgotten(cast: Cast) -> None:
    case = ask_desk(by=cast.buyer, question=Question(text=CONFIDED), body=cast.own, on=MONDAY - timedelta(days=3000))

    gone = forget_desk(by="worker", on=date(2040, 1, 1))

    case.refresh_from_db()
    assert (gone["cases"], case.entries.get().text) == (0, CONFIDED)


def test_mails_go_after_their_days_and_unread_ones_are_told(cast: Cast) -> None:
    today = timezone.localdate()
    ages = {
        "settled": ("ignored", 91),
        "young": ("ignored", 89),
        "unread": ("quarantined", 364),
        "old": ("quarantined", 366),
    }
    for name, (fate, days) in ages.items():
        row = Arrival.objects.create(
            sha256=name.ljust(64, "0"), size=3, raw=b"hei", sender=f"{name}@x.invalid", fate=fate
        )
        Arrival.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))
    old = Departure.objects.create(what="digest", sealed="x", message_id="<1@x>", state="failed")
    Departure.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))
    waiting = Departure.objects.create(what="digest", sealed="x", message_id="<2@x>", state="waiting")
    Departure.objects.filter(pk=waiting.pk).update(at=timezone.now() - timedelta(days=91))

    gone = forget_desk(by="worker", on=today)

    left = {row.sha256.rstrip("0"): (row.sender, row.fate, row.reason) for row in Arrival.objects.all()}
    assert (gone["mails"], gone["unread-mails"]) == (2, 1)
    assert left == {
        "settled": ("", "ignored", ""), "young": ("young@x.invalid", "ignored", ""),
        "unread": ("unread@x.invalid", "quarantined", ""), "old": ("", "refused", "kept-too-long"),
    }  # fmt: skip
    assert list(Departure.objects.all()) == [waiting]


def test_contacts_go_after_five_years_with_what_was_promised(cast: Cast) -> None:
    load_shipped_desks(by="content")
    desk, today = Desk.objects.get(county="46"), timezone.localdate()
    given = {"desk": desk, "body": cast.own, "kind": "phone", "by": cast.adviser, "text": CONFIDED, "promise": "Ringe"}
    days = load_retention().days("contact")
    gone = ContactNote.objects.create(**given, on=today - timedelta(days=days + 1))
    kept = ContactNote.objects.create(**given, on=today - timedelta(days=days))

    forget_desk(by="worker", on=today)

    for note in (gone, kept):
        note.refresh_from_db()
    assert [(note.text, note.promise, note.by) for note in (gone, kept)] == [
        ("", "", None), (CONFIDED, "Ringe", cast.adviser),
    ]  # fmt: skip


def test_the_job_is_among_the_daily_ones_and_is_logged_in_numbers(case: Case) -> None:
    today = close_long_ago(case, 800)
    [work] = [one for one in REGULAR if one.name == "forget-desk"]

    work.do(today)

    line = LogEntry.objects.get(action="forget_desk")
    assert (work.every, line.details) == (None, {"counts": {"cases": 1}})


def test_rules_are_sound_and_the_same_wherever_they_stand() -> None:
    assert check_retention() == []


@pytest.mark.parametrize(("days", "once", "left"), [(100, 60, 0), (400, 60, 1), (400, 30, 0)])
def test_searches_are_kept_as_the_rules_say(monkeypatch: pytest.MonkeyPatch, days: int, once: int, left: int) -> None:
    rules = load_retention()
    changed = replace(rules.kept["search"], days=days, once_days=once)
    monkeypatch.setattr(search, "load_retention", lambda: replace(rules, kept={**rules.kept, "search": changed}))
    on = date(2026, 11, 16)
    age = 200 if days == 100 else 50
    Sought.objects.create(on=on - timedelta(days=age), stems="kano", count=9 if days == 100 else 1)

    forget_sought(by="worker", on=on)

    assert Sought.objects.count() == left


def test_own_data_holds_what_was_said_and_nothing_internal(cast: Cast, case: Case) -> None:
    told = json.dumps(data_of(None, "KARI@eksempel.invalid"), default=str, ensure_ascii=False)
    raw = data_file(None, "kari@eksempel.invalid", bytes_of)
    others = json.dumps(data_of(cast.buyer, cast.buyer.email), default=str, ensure_ascii=False)

    assert [one for one in (CONFIDED, "Hemmelig-svar", "Kari Spør", "hemmelig.pdf") if one not in told] == []
    assert [one for one in (NOTED, cast.adviser.name, cast.adviser.email, str(cast.adviser.pk)) if one in told] == []
    assert [one for one in SECRETS if one in others] == []
    assert raw.startswith(b"PK")


def test_person_erases_the_own_data_alone(cast: Cast, case: Case) -> None:
    own = ask_desk(by=cast.buyer, question=Question(text="Mitt eget?"), body=cast.own, on=MONDAY)
    event = Event.objects.create(
        desk=Desk.objects.get(county="46"), kind="course", state="published", title="Kurs", seats=1,
        starts_at=timezone.now() + timedelta(days=9), ends_at=timezone.now() + timedelta(days=9, hours=1),
    )  # fmt: skip
    SignUp.objects.create(event=event, person=cast.buyer, role="buyer", state="seated")
    waits = SignUp.objects.create(event=event, person=cast.colleague, role="buyer", state="waiting")

    erased = erase_person(by=cast.buyer, person=cast.buyer)

    for row in (own, case, waits):
        row.refresh_from_db()
    assert (erased.cases, erased.sign_ups, erased.account) == (1, 1, False)
    assert (own.state, own.asker, own.entries.get().text) == ("closed", None, "")
    assert case.asker_email == "kari@eksempel.invalid"
    assert waits.state == "seated"
    assert Person.objects.get(pk=cast.buyer.pk).is_active


def test_operator_erases_by_address_and_the_account_where_asked(cast: Cast, case: Case) -> None:
    by_address = erase_person(by=OPERATOR, person=None, email="Kari@Eksempel.invalid")
    with_account = erase_person(by=OPERATOR, person=cast.buyer, with_account=True)

    case.refresh_from_db()
    assert (by_address.cases, by_address.mails, with_account.account) == (1, 1, True)
    assert [one for one in SECRETS if one in stored()] == []
    assert Person.objects.get(pk=cast.buyer.pk).email.endswith("uten-adresse.invalid")
    assert set(LogEntry.objects.filter(action="erase_person").values_list("subject", flat=True)) == {
        "asker", cast.buyer.by,
    }  # fmt: skip


def test_nobody_takes_out_or_erases_anothers_data(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        erase_person(by=cast.administrator, person=cast.buyer)
    with pytest.raises(NotAllowed):
        erase_person(by=cast.buyer, person=cast.buyer, email="kari@eksempel.invalid")
    with pytest.raises(NotAllowed):
        erase_person(by=cast.buyer, person=None, email="kari@eksempel.invalid")
    with pytest.raises(NotAllowed):
        note_export(by=cast.adviser, person=cast.buyer)
    with pytest.raises(Refused):
        erase_person(by=OPERATOR, person=None)

    case.refresh_from_db()
    assert case.forgotten_at is None


def test_last_administrator_is_not_erased_with_the_account(cast: Cast) -> None:
    asked = ask_desk(by=cast.administrator, question=Question(text=CONFIDED), body=cast.own, on=MONDAY)

    with pytest.raises(Refused):
        erase_person(by=OPERATOR, person=cast.administrator, with_account=True)

    asked.refresh_from_db()
    assert asked.forgotten_at is None
