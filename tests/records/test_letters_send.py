"""Sending into a real mail server: what it takes, refuses, puts off, forgets to answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.letters import start_run, stop_run
from dugnad.records.actions.letters_send import resume_runs, run_letters, send_run
from dugnad.records.actions.letters_wait import retry_failed
from dugnad.records.models.letters import Dispatch, Run
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from people import make_body, make_person
from post_office import Mailbox, mail_server
from records.lettered import make_run, states

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings: Settings, tmp_path: Path) -> Iterator[Mailbox]:
    with mail_server() as box:
        settings.VAR = tmp_path
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.DEFAULT_FROM_EMAIL = "dugnad <post@dugnad.invalid>"
        settings.BASE_URL, settings.LETTERS_A_MINUTE, settings.EMAIL_TIMEOUT = "https://dugnad.invalid", 0, 2
        yield box


@pytest.fixture
def coordinator() -> Person:
    return make_person("koordinator", RoleName.COORDINATOR)


def bodies(*names: str) -> list[Body]:
    """Municipalities with a post address each."""
    return [make_body(f"{name} kommune", email=f"{name.lower()}@eksempel.invalid") for name in names]


def send_once(run: Run) -> str:
    """Send what is due, without waiting."""
    return send_run(by="worker", run_id=run.pk, wait=lambda _: None)


def let_time_pass() -> None:
    """All that waits for another try is due."""
    Dispatch.objects.update(not_before=timezone.now())
    Run.objects.update(not_before=None)


def send(run: Run) -> str:
    """Send for as long as something waits for another try."""
    while (state := send_once(run)) == "sending":
        let_time_pass()
    return state


def waits() -> list[int]:
    """In how many minutes each letter is tried again; 0: at once."""
    rows = Dispatch.objects.order_by("body__name").values_list("not_before", flat=True)
    return [round((at - timezone.now()).total_seconds() / 60) if at else 0 for at in rows]


def tries(body: str) -> list[tuple[str, object]]:
    """What the log tells of one body's letter."""
    row = Dispatch.objects.get(body__name__startswith=body)
    entries = LogEntry.objects.filter(subject=str(row.pk)).order_by("pk")
    return [
        (entry.action, entry.details.get("may_be_a_second_copy", entry.details.get("verdict"))) for entry in entries
    ]


def test_each_body_gets_its_own_letter_over_one_connection(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, bodies("Alfa", "Beta", "Gamma"))

    assert send(run) == "sent"

    assert states(run) == {"Alfa": "sent", "Beta": "sent", "Gamma": "sent"}
    assert sorted(box.recipients) == [f"{name}@eksempel.invalid" for name in ("alfa", "beta", "gamma")]
    assert sorted(box.ids()) == sorted(Dispatch.objects.values_list("message_id", flat=True))
    assert box.connections == 1
    first = next(mail for mail in box.mails if mail["To"] == "alfa@eksempel.invalid")
    assert first["Subject"].strip() == "Klima, miljø og samfunnsansvar i innkjøpene til Alfa kommune"
    assert first["From"] == "Departementet for eksempler <post@dugnad.invalid>"
    assert first["Reply-To"] == "post@dugnad.invalid"
    assert first.get_content_type() == "text/plain"
    assert "https://dugnad.invalid/reply/" in first.get_content()
    assert "{" not in first.get_content()


def test_log_tells_each_try_and_its_answer_without_addresses(box: Mailbox, coordinator: Person) -> None:
    box.refused = {"alfa@eksempel.invalid": "550 alfa@eksempel.invalid is not here"}
    run = make_run(coordinator, bodies("Alfa"))

    send(run)

    assert tries("Alfa") == [("try_letter", False), ("answer_letter", "bounced")]
    assert LogEntry.objects.get(action="answer_letter").details["problem"] == "550 … is not here"


def test_refused_recipients_do_not_stop_the_others(box: Mailbox, coordinator: Person) -> None:
    box.refused = {"beta@eksempel.invalid": "550 no such user"}
    run = make_run(coordinator, bodies("Alfa", "Beta", "Gamma"))

    send(run)

    assert states(run) == {"Alfa": "sent", "Beta": "bounced", "Gamma": "sent"}
    assert Dispatch.objects.get(state="bounced").problem == "550 no such user"


def test_recipient_that_is_put_off_is_tried_again_after_the_others(box: Mailbox, coordinator: Person) -> None:
    box.later_once = {"alfa@eksempel.invalid"}
    run = make_run(coordinator, bodies("Alfa", "Beta"))

    send(run)

    assert box.recipients == ["beta@eksempel.invalid", "alfa@eksempel.invalid"]
    assert tries("Alfa") == [
        ("try_letter", False), ("answer_letter", "later"), ("try_letter", False), ("answer_letter", "sent"),
    ]  # fmt: skip


def test_recipient_that_is_put_off_for_ever_is_given_up(box: Mailbox, coordinator: Person) -> None:
    box.refused = {"alfa@eksempel.invalid": "450 busy"}
    run = make_run(coordinator, bodies("Alfa"))

    assert send(run) == "sent"

    assert states(run) == {"Alfa": "failed"}
    assert Dispatch.objects.get().problem == "6 tries: 450 busy"


def test_letter_whose_answer_was_lost_goes_again_with_the_same_id(box: Mailbox, coordinator: Person) -> None:
    box.silent_after_taking = {"alfa@eksempel.invalid"}
    run = make_run(coordinator, bodies("Alfa", "Beta"))

    send(run)

    assert states(run) == {"Alfa": "sent", "Beta": "sent"}
    assert sorted(box.recipients) == ["alfa@eksempel.invalid", "alfa@eksempel.invalid", "beta@eksempel.invalid"]
    assert len(set(box.ids())) == 2
    assert tries("Alfa") == [
        ("try_letter", False), ("answer_letter", "uncertain"), ("try_letter", True), ("answer_letter", "sent"),
    ]  # fmt: skip


def test_letter_left_on_its_way_by_a_fall_may_be_a_second_copy(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, bodies("Alfa"))
    Dispatch.objects.update(state="sending", attempts=1)

    assert resume_runs(by="worker") == [run]
    send(run)

    assert states(run) == {"Alfa": "sent"}
    assert tries("Alfa") == [("try_letter", True), ("answer_letter", "sent")]


def test_slow_server_is_waited_for_no_longer_than_the_limit(
    box: Mailbox, coordinator: Person, settings: Settings
) -> None:
    settings.EMAIL_TIMEOUT, box.seconds = 0.4, 0.8
    run = make_run(coordinator, bodies("Alfa"))

    send(run)

    assert tries("Alfa")[:3] == [("try_letter", False), ("answer_letter", "uncertain"), ("try_letter", True)]
    assert set(box.ids()) == {Dispatch.objects.get().message_id}


def test_server_that_cannot_be_reached_pauses_the_run_then_stops_it_and_costs_no_try(
    box: Mailbox, coordinator: Person, settings: Settings
) -> None:
    settings.EMAIL_PORT = 1
    run = make_run(coordinator, bodies("Alfa"))

    assert send_once(run) == "sending"
    run.refresh_from_db()
    assert (run.pauses, run.problem[:22]) == (1, "ConnectionRefusedError")
    assert send(run) == "stopped"

    assert Dispatch.objects.get().attempts == 0
    assert LogEntry.objects.filter(action="pause_run").count() == 5
    settings.EMAIL_PORT = box.port
    start_run(by=coordinator, run=run)
    assert send(run) == "sent"
    run.refresh_from_db()
    assert (run.pauses, run.problem, run.not_before) == (0, "", None)


def test_greylisted_letters_wait_longer_each_time(box: Mailbox, coordinator: Person) -> None:
    box.refused = dict.fromkeys(("alfa@eksempel.invalid", "beta@eksempel.invalid"), "451 4.7.1 Greylisted")
    run = make_run(coordinator, bodies("Alfa", "Beta", "Gamma"))

    seen = []
    for _ in range(5):
        assert send_once(run) == send_once(run) == "sending"
        seen.append(waits())
        let_time_pass()

    assert seen == [[1, 1, 0], [5, 5, 0], [30, 30, 0], [120, 120, 0], [360, 360, 0]]
    assert states(run) == {"Alfa": "waiting", "Beta": "waiting", "Gamma": "sent"}
    box.refused = {}
    assert send_once(run) == "sent"
    assert states(run) == {"Alfa": "sent", "Beta": "sent", "Gamma": "sent"}


def test_server_that_leaves_pauses_the_run_and_gives_up_no_letter(box: Mailbox, coordinator: Person) -> None:
    box.sender_answer = "421 4.7.0 too many connections"
    run = make_run(coordinator, bodies("Alfa", "Beta"))

    for _ in range(4):
        assert send_once(run) == "sending"
        let_time_pass()
    box.sender_answer = ""

    assert send(run) == "sent"
    assert states(run) == {"Alfa": "sent", "Beta": "sent"}
    assert len(box.mails) == 2


def test_worker_stands_in_the_queue_once_for_the_next_try(box: Mailbox, coordinator: Person) -> None:
    box.refused = {"alfa@eksempel.invalid": "451 4.7.1 Greylisted"}
    run = make_run(coordinator, bodies("Alfa"))
    DBTaskResult.objects.all().delete()  # the worker has taken the task

    for _ in range(3):
        run_letters.call(str(run.pk))

    (task,) = DBTaskResult.objects.all()
    assert 50 <= (task.run_after - timezone.now()).total_seconds() <= 60
    assert resume_runs(by="worker") == []
    let_time_pass()
    assert resume_runs(by="worker") == [run]


def test_letters_that_were_given_up_are_tried_again_with_their_ids(box: Mailbox, coordinator: Person) -> None:
    box.refused = {"alfa@eksempel.invalid": "450 busy", "beta@eksempel.invalid": "550 no such user"}
    run = make_run(coordinator, bodies("Alfa", "Beta", "Gamma"))
    send(run)
    kept = Dispatch.objects.get(state="failed").message_id
    box.refused = {}

    assert retry_failed(by=coordinator, run=run) == 1
    assert send(run) == "sent"

    assert states(run) == {"Alfa": "sent", "Beta": "bounced", "Gamma": "sent"}
    assert box.ids()[-1] == kept
    with pytest.raises(Refused, match="nothing to try again"):
        retry_failed(by=coordinator, run=run)
    with pytest.raises(NotAllowed):
        retry_failed(by=make_person("statsforvalter", RoleName.GOVERNOR, county="46"), run=run)


@pytest.mark.parametrize(
    "answer",
    ["554 5.7.1 <alfa@eksempel.invalid>: Relay access denied", "550 relaying denied", "530 5.7.0 log in first"],
)
def test_server_that_does_not_send_for_us_stops_the_run_and_no_body_is_bounced(
    box: Mailbox, coordinator: Person, answer: str
) -> None:
    box.refused = {f"{name}@eksempel.invalid": answer for name in ("alfa", "beta")}
    run = make_run(coordinator, bodies("Alfa", "Beta"))

    assert send(run) == "stopped"

    assert states(run) == {"Alfa": "waiting", "Beta": "waiting"}
    assert Run.objects.get().problem == answer


def test_recipient_whose_server_wants_none_of_us_holds_up_the_others_only_once(
    box: Mailbox, coordinator: Person
) -> None:
    box.refused = {"alfa@eksempel.invalid": "550 5.7.1 not from you"}
    run = make_run(coordinator, bodies("Alfa", "Beta"))
    send(run)
    start_run(by=coordinator, run=run)

    assert send(run) == "sent"

    assert states(run) == {"Alfa": "bounced", "Beta": "sent"}


def test_first_five_refused_alike_stop_the_run_and_are_not_bounced(box: Mailbox, coordinator: Person) -> None:
    names = ("Alfa", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")
    box.refused = {f"{name.lower()}@eksempel.invalid": f"550 <{name}@x.no>: rejected" for name in names}
    run = make_run(coordinator, bodies(*names))

    assert send(run) == "stopped"

    assert states(run) == dict.fromkeys(names, "waiting")
    assert sum(Dispatch.objects.values_list("attempts", flat=True)) == 5
    start_run(by=coordinator, run=run)
    assert send(run) == "sent"
    assert states(run) == dict.fromkeys(names, "bounced")


def test_server_that_refuses_the_sender_stops_the_run(box: Mailbox, coordinator: Person) -> None:
    box.sender_answer = "553 who are you"
    run = make_run(coordinator, bodies("Alfa", "Beta"))

    assert send(run) == "stopped"

    assert states(run) == {"Alfa": "waiting", "Beta": "waiting"}
    assert Run.objects.get().problem == "553 who are you"


def test_stopped_run_sends_nothing_and_goes_on_where_it_was(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, bodies("Alfa", "Beta"))
    stop_run(by=coordinator, run=run)

    assert send(run) == "stopped"
    assert box.mails == []
    start_run(by=coordinator, run=run)
    assert send(run) == "sent"

    assert len(box.mails) == 2


def test_sent_run_is_not_sent_again(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, bodies("Alfa"))
    send(run)

    send(run)

    assert len(box.mails) == 1
    with pytest.raises(Refused):
        start_run(by=coordinator, run=run)


def test_name_with_line_breaks_adds_no_header(box: Mailbox, coordinator: Person) -> None:
    sly = make_body("Alfa\r\nBcc: spion@eksempel.invalid", slug="alfa", email="alfa@eksempel.invalid")

    send(make_run(coordinator, [sly]))

    assert box.mails[0]["Bcc"] is None
    assert box.recipients == ["alfa@eksempel.invalid"]


def test_address_that_no_mail_can_have_is_told_and_the_others_go_on(box: Mailbox, coordinator: Person) -> None:
    bad, good = bodies("Alfa", "Beta")
    Body.objects.filter(pk=bad.pk).update(email="a\n@b@c")
    bad.refresh_from_db()
    run = make_run(coordinator, [bad, good])

    send(run)

    assert states(run) == {"Alfa": "failed", "Beta": "sent"}


def test_body_without_address_waits_for_the_post(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, [make_body("Alfa kommune"), *bodies("Beta")])

    assert send(run) == "sent"

    assert states(run) == {"Alfa": "waiting", "Beta": "sent"}
    assert Dispatch.objects.get(body__name="Alfa kommune").channel == "pdf"


def test_only_writers_start_and_stop(box: Mailbox, coordinator: Person) -> None:
    run = make_run(coordinator, bodies("Alfa"), is_started=False)
    governor = make_person("statsforvalter", RoleName.GOVERNOR, county="46")

    with pytest.raises(NotAllowed):
        start_run(by=governor, run=run)
    with pytest.raises(NotAllowed):
        stop_run(by=governor, run=run)

    assert box.mails == []


def test_without_mail_server_nothing_is_started(coordinator: Person, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""

    with pytest.raises(Refused) as refused:
        make_run(coordinator, bodies("Alfa"))

    assert refused.value.code == "no-mail-server"
