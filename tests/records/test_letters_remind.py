"""Reminders: each number once, to those who are silent and want to hear."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.letters_remind import send_reminders
from dugnad.records.actions.letters_reply import ask, confirm_receipt, name_contact, stop_reminders
from dugnad.records.actions.letters_send import send_run
from dugnad.records.actions.work import REGULAR
from dugnad.records.models.letters import Act, Dispatch, Run
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from dugnad.records.queries.letters import responses, silent_bodies
from people import make_body, make_person
from records.lettered import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(settings: Settings, tmp_path: Path) -> Person:
    settings.VAR, settings.STORE, settings.LETTERS_A_MINUTE = tmp_path, tmp_path / "store", 0
    return make_person("koordinator", RoleName.COORDINATOR)


def municipality(name: str) -> Body:
    return make_body(f"{name} kommune", email=f"{name.lower()}@eksempel.invalid")


def sent(coordinator: Person, *names: str, days: tuple[int, ...] = (14, 28)) -> Run:
    run = make_run(coordinator, [municipality(name) for name in names], remind_days=days)
    send_run(by="worker", run_id=run.pk)
    mail.outbox.clear()
    return run


def after(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def remind(run: Run, days: int) -> list[str]:
    """Remind so many days after the letter; who gets a mail."""
    mail.outbox.clear()
    send_reminders(by="worker", on=after(days))
    send_run(by="worker", run_id=run.pk)
    return sorted(one.to[0].split("@")[0] for one in mail.outbox)


def first(name: str) -> Dispatch:
    return Dispatch.objects.select_related("body", "run").get(body__name=f"{name} kommune", reminder=0)


def test_each_reminder_goes_once_on_its_day(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")

    assert [remind(run, days) for days in (0, 13, 14, 14, 15, 27, 28, 28, 90)] == [
        [], [], ["alfa"], [], [], [], ["alfa"], [], [],
    ]  # fmt: skip


def test_who_should_have_had_two_by_now_gets_one(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")

    assert [remind(run, 60), remind(run, 61)] == [["alfa"], []]
    assert list(Dispatch.objects.filter(reminder__gt=0).values_list("reminder", flat=True)) == [2]


def test_only_the_silent_are_reminded(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa", "Beta", "Gamma", "Delta", "Epsilon")
    name_contact(letter=first("Alfa"), name="Kontakt", email="kontakt@eksempel.invalid")
    stop_reminders(letter=first("Beta"))
    Dispatch.objects.filter(body__name="Gamma kommune").update(state="bounced")
    leader = make_person("leder", RoleName.LEADER, body=first("Delta").body)
    record_decision(by=leader, body=first("Delta").body, about="join", decided_by="Kommunestyret", on=date(2026, 10, 1))

    assert remind(run, 14) == ["epsilon"]


def test_what_was_done_signed_in_counts_as_acted(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa", "Beta")
    leader = make_person("leder", RoleName.LEADER, body=first("Alfa").body)

    record_decision(by=leader, body=first("Alfa").body, about="join", decided_by="Kommunestyret", on=date(2026, 10, 1))

    told = responses(run).total
    assert (told.letters, told.sent, told.replied, told.acted, told.acted_percent) == (2, 2, 0, 1, 50.0)


def test_letter_that_only_thanks_is_in_no_share_and_nobody_is_silent_on_it(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa", "Beta", "Gamma")
    Dispatch.objects.filter(body__name="Gamma kommune").update(act=Act.NOTHING, acted_at=timezone.now())
    confirm_receipt(letter=first("Alfa"), responsible="", on=date(2026, 11, 1))

    told = responses(run).total

    assert (told.sent, told.asked, told.thanked, told.replied, told.acted) == (3, 2, 1, 1, 0)
    assert (told.replied_percent, told.acted_percent) == (50.0, 0.0)
    assert [one["body__name"] for one in silent_bodies(str(run.pk)).values("body__name")] == ["Beta kommune"]


def test_where_all_letters_only_thank_there_is_no_share(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")
    Dispatch.objects.update(act=Act.NOTHING)

    told = responses(run).total

    assert (told.sent, told.replied_percent, told.acted_percent) == (1, None, None)


def test_answer_that_comes_while_the_reminder_waits_spares_it(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa", "Beta")
    send_reminders(by="worker", on=after(14))
    confirm_receipt(letter=first("Alfa"), responsible="", on=date(2026, 11, 1))

    send_run(by="worker", run_id=run.pk)

    assert [one.to for one in mail.outbox] == [["beta@eksempel.invalid"]]
    assert Dispatch.objects.get(reminder=1, body__name="Alfa kommune").state == "left-out"


def test_what_is_done_signed_in_while_the_reminder_waits_spares_it(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")
    send_reminders(by="worker", on=after(14))
    leader = make_person("leder", RoleName.LEADER, body=first("Alfa").body)
    record_decision(by=leader, body=first("Alfa").body, about="join", decided_by="Kommunestyret", on=date(2026, 10, 1))

    send_run(by="worker", run_id=run.pk)

    assert mail.outbox == []


def test_question_is_an_answer_and_the_body_is_still_reminded_of_what_is_asked(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")
    ask(letter=first("Alfa"), text="Hei?")

    assert responses(run).total.replied == 1
    assert remind(run, 14) == ["alfa"]


def test_two_runs_remind_one_body_once_a_week(coordinator: Person) -> None:
    body = municipality("Alfa")
    for _ in range(2):
        send_run(by="worker", run_id=make_run(coordinator, [body], remind_days=(14,)).pk)

    counts = []
    for days in (14, 14, 15, 20, 21, 28):
        counts.append(send_reminders(by="worker", on=after(days)))
        for run in Run.objects.all():
            send_run(by="worker", run_id=run.pk)

    assert counts == [1, 0, 0, 0, 1, 0]


def test_reminder_can_be_stopped_from_the_mail_itself(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")

    remind(run, 14)

    (one,) = mail.outbox
    assert one.subject == "Påminnelse til Alfa kommune: vi venter på svar"
    assert one.extra_headers["Auto-Submitted"] == "auto-generated"
    assert one.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.extra_headers["Message-ID"] != first("Alfa").message_id
    assert "si fra på svarsiden" in one.body


def test_stopped_run_reminds_nobody(coordinator: Person) -> None:
    run = sent(coordinator, "Alfa")
    Run.objects.update(state="stopped")

    assert remind(run, 14) == []


def test_letter_itself_says_nothing_of_unsubscribing(coordinator: Person) -> None:
    make_run(coordinator, [municipality("Alfa")])
    send_run(by="worker", run_id=Run.objects.get().pk)

    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers


def test_worker_reminds_daily() -> None:
    assert {work.name: work.every for work in REGULAR if work.name == "send-reminders"} == {"send-reminders": None}
