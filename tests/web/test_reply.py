"""The reply page: the link is the key; looking changes nothing but the opening; no page leaks anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.letters_reply import MOST_CONTACTS, ask, name_contact, stop_reminders
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Dispatch, OptOut, Reply, Run
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.letters import LINK_HOLDS
from dugnad.records.reply_link import id_of, token_of
from dugnad.web.pages.reply import ANSWERS_AN_HOUR
from people import Cast, make_cast, signed_in
from records.lettered import make_run

pytestmark = pytest.mark.django_db
DECISION = {
    "do": "join", "decided_by": "Kommunestyret", "on": "2026-10-01", "case_number": "2026/17",
    "document_url": "https://eksempelvik.example.no/sak", "responsible": "Innkjøpssjefen",
}  # fmt: skip


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    cache.clear()
    settings.VAR, settings.STORE = tmp_path, tmp_path / "store"
    return make_cast()


@pytest.fixture
def run(cast: Cast) -> Run:
    return make_run(cast.coordinator, [cast.own, cast.agency])


def letter(cast: Cast, name: str = "own") -> Dispatch:
    return Dispatch.objects.select_related("body", "run").get(body=getattr(cast, name), reminder=0)


def path_of(one: Dispatch) -> str:
    return f"/reply/{token_of(one.pk)}/"


def browser() -> Client:
    return Client(HTTP_HOST="localhost")


def test_link_leads_to_its_letter_and_to_no_other(cast: Cast, run: Run) -> None:
    own, agency = letter(cast), letter(cast, "agency")

    assert [id_of(token_of(one.pk)) for one in (own, agency)] == [own.pk, agency.pk]
    assert id_of(token_of(own.pk)[:22] + token_of(agency.pk)[22:]) is None


def test_every_changed_sign_makes_the_link_worthless(cast: Cast, run: Run) -> None:
    token = token_of(letter(cast).pk)

    changed = [
        token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in range(len(token))
    ]

    assert {id_of(one) for one in changed} == {None}


@pytest.mark.parametrize("token", ["x", "A" * 43, "å" * 43, "A" * 5000, "%00" * 14, "=" * 43])
def test_unknown_link_is_a_plain_page_without_names(cast: Cast, run: Run, token: str) -> None:
    answer = browser().get(f"/reply/{token}/")

    assert answer.status_code == 404
    assert "Eksempelvik" not in answer.content.decode()
    assert "Lenken virker ikke" in answer.content.decode()


def test_link_that_was_copied_with_invisible_signs_works(cast: Cast, run: Run) -> None:
    path = path_of(letter(cast))

    answer = browser().get(path[:20] + "\u200b" + path[20:40] + "\u00ad" + path[40:])

    assert answer.status_code == 200


def test_link_to_no_letter_looks_like_any_unknown_link(cast: Cast, run: Run) -> None:
    pages = [browser().get(f"/reply/{token}/").content for token in (token_of(uuid4()), "A" * 43)]

    assert pages[0].replace(token_of(uuid4()).encode(), b"") != b""
    assert [b"Lenken virker ikke" in page for page in pages] == [True, True]


def test_link_ends_after_a_while(cast: Cast, run: Run) -> None:
    Run.objects.update(created_at=timezone.now() - LINK_HOLDS)

    assert browser().get(path_of(letter(cast))).status_code == 404


def test_link_holds_after_a_change_of_key_with_the_old_one_kept(cast: Cast, run: Run, settings: Settings) -> None:
    path = path_of(letter(cast))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key", [settings.SECRET_KEY]

    assert browser().get(path).status_code == 200


def test_page_says_who_asks_for_what_and_sets_no_cookie(cast: Cast, run: Run) -> None:
    answer = browser().get(path_of(letter(cast)))

    page = answer.content.decode()
    assert "Svar for Eksempelvik kommune" in page
    assert "Slutt dere til" in page
    assert "31. desember 2026" in page
    assert answer.cookies == {}
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert "private" in answer.headers["Cache-Control"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_looking_changes_nothing_but_that_it_was_opened(cast: Cast, run: Run) -> None:
    before = list(Dispatch.objects.exclude(body=cast.own).values())
    client = browser()
    client.head(path_of(letter(cast)))
    assert letter(cast).opened_at is None

    client.get(path_of(letter(cast)))
    first = letter(cast).opened_at
    client.get(path_of(letter(cast)))

    assert letter(cast).opened_at == first is not None
    assert letter(cast).replied_at is None
    assert list(Dispatch.objects.exclude(body=cast.own).values()) == before
    assert [Reply.objects.count(), Decision.objects.count(), OptOut.objects.count()] == [0, 0, 0]
    assert LogEntry.objects.filter(action="open_reply_page").count() == 1


def test_municipality_joins_with_its_decision(cast: Cast, run: Run) -> None:
    answer = browser().post(path_of(letter(cast)), DECISION)

    assert answer.headers["Location"] == f"{path_of(letter(cast))}?done=join"
    made = Decision.objects.get()
    assert (made.about, made.decided_by, made.on, made.case_number) == (
        "join",
        "Kommunestyret",
        date(2026, 10, 1),
        "2026/17",
    )
    assert (made.recorded_by, made.letter) == (None, f"letter:{letter(cast).pk}")
    assert letter(cast).replied_at is not None
    assert letter(cast).acted_at is not None
    assert list(LogEntry.objects.filter(by=f"letter:{letter(cast).pk}").values_list("action", flat=True)) == [
        "reply_to_letter", "record_decision",
    ]  # fmt: skip


def test_body_that_has_joined_is_told_so_and_not_asked_again(cast: Cast, run: Run) -> None:
    one = letter(cast)
    record_decision(
        by="letter:1", body=cast.own, about="join", decided_by="Kommunestyret", on=date(2026, 1, 20), responsible=""
    )

    page = browser().get(path_of(one)).content.decode()

    assert ["Dette er gjort. Takk!" in page, 'id="join"' in page, "<details" in page] == [True, False, True]
    assert browser().post(path_of(one), {"do": "join", "decided_by": "A", "on": "2026-01-20"}).status_code == 400


def test_state_body_confirms_and_says_which_position_is_responsible(cast: Cast, run: Run) -> None:
    browser().post(path_of(letter(cast, "agency")), {"do": "confirm", "responsible": "Avdelingsdirektøren"})

    made = Decision.objects.get()
    assert (made.body, made.about, made.responsible) == (cast.agency, "confirm", "Avdelingsdirektøren")
    assert letter(cast, "agency").acted_at is not None


def test_state_body_is_not_asked_to_join_and_cannot(cast: Cast, run: Run) -> None:
    path = path_of(letter(cast, "agency"))

    assert 'value="join"' not in browser().get(path).content.decode()
    assert browser().post(path, DECISION).status_code == 400
    assert Decision.objects.count() == 0


def test_bad_decision_is_told_and_nothing_is_lost(cast: Cast, run: Run) -> None:
    answer = browser().post(path_of(letter(cast)), {**DECISION, "on": "2999-01-01"})

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Dagen har ikke vært ennå." in page
    assert 'value="2026/17"' in page
    assert (Decision.objects.count(), Reply.objects.count(), letter(cast).replied_at) == (0, 0, None)


@pytest.mark.parametrize(
    "given",
    [
        {}, {"do": "everything"}, {"do": "join"}, {"do": "ask", "text": " "}, {"do": "ask", "text": "x" * 2001},
        {"do": "contact", "name": "A", "email": "no address"}, {"do": "contact", "name": "\0", "email": "a@b.no"},
        {**DECISION, "document_url": "javascript:alert(1)"}, {**DECISION, "decided_by": "x" * 121},
    ],
)  # fmt: skip
def test_tampered_answer_is_refused(cast: Cast, run: Run, given: dict[str, str]) -> None:
    answer = browser().post(path_of(letter(cast)), given)

    assert (answer.status_code, Reply.objects.count(), Decision.objects.count()) == (400, 0, 0)


def test_answer_cannot_name_another_body(cast: Cast, run: Run) -> None:
    browser().post(path_of(letter(cast)), {**DECISION, "body": cast.other.pk, "letter": letter(cast, "agency").pk})

    assert [one.body for one in Decision.objects.all()] == [cast.own]


def test_script_is_shown_as_text(cast: Cast, run: Run) -> None:
    client = browser()
    client.post(path_of(letter(cast)), {"do": "ask", "text": "<script>alert(1)</script>"})

    assert "<script>alert(1)" not in client.get(path_of(letter(cast))).content.decode()


def test_form_from_another_site_is_refused(cast: Cast, run: Run) -> None:
    answer = browser().post(path_of(letter(cast)), DECISION, headers={"Origin": "https://annet.example"})

    assert (answer.status_code, Decision.objects.count()) == (403, 0)


def test_contact_waits_for_approval_and_is_not_shown_on_the_page(cast: Cast, run: Run) -> None:
    client = browser()

    client.post(path_of(letter(cast)), {"do": "contact", "name": "Kari Kontakt", "email": "Kari@eksempelvik.invalid"})

    assert Reply.objects.get().details == {
        "name": "Kari Kontakt",
        "email": "kari@eksempelvik.invalid",
        "state": "waiting",
    }
    page = client.get(path_of(letter(cast))).content.decode()
    assert ("Oppga en kontakt" in page, "Kari" in page) == (True, False)
    assert "Kari" not in str(list(LogEntry.objects.values()))


def test_leaked_link_cannot_name_contacts_without_end(cast: Cast, run: Run) -> None:
    for number in range(MOST_CONTACTS + 3):
        browser().post(path_of(letter(cast)), {"do": "contact", "name": "A", "email": f"a{number}@b.no"})

    assert Reply.objects.count() == MOST_CONTACTS


def test_too_many_answers_are_put_off(cast: Cast, run: Run) -> None:
    answers = [browser().post(path_of(letter(cast)), {"do": "stop"}).status_code for _ in range(45)]

    assert (answers[0], answers[-1]) == (302, 429)


def test_one_letters_answers_do_not_stop_anothers(cast: Cast, run: Run) -> None:
    caches["answers"].set(f"reply-answers-{letter(cast).pk}", ANSWERS_AN_HOUR, 60)

    own, agency = (
        browser().post(path_of(letter(cast, name)), {"do": "ask", "text": "Hei?"}) for name in ("own", "agency")
    )

    assert (own.status_code, own.headers["Retry-After"], agency.status_code) == (429, "3600", 302)
    assert [one.dispatch.body for one in Reply.objects.select_related("dispatch__body")] == [cast.agency]


def test_reminders_are_stopped_and_taken_up_again(cast: Cast, run: Run) -> None:
    client = browser()

    client.post(path_of(letter(cast)), {"do": "stop"})
    assert list(OptOut.objects.values_list("body", flat=True)) == [cast.own.pk]
    assert letter(cast).replied_at is None
    client.post(path_of(letter(cast)), {"do": "resume"})

    assert OptOut.objects.count() == 0


def test_one_click_of_a_mail_program_stops_reminders(cast: Cast, run: Run) -> None:
    browser().post(path_of(letter(cast)), {"List-Unsubscribe": "One-Click"})

    assert OptOut.objects.count() == 1


def test_own_earlier_answers_are_shown_and_nobody_elses(cast: Cast, run: Run) -> None:
    ask(letter=letter(cast), text="Når er fristen?")
    ask(letter=letter(cast, "agency"), text="Hemmelig spørsmål")

    page = browser().get(path_of(letter(cast))).content.decode()

    assert ("Når er fristen?" in page, "Hemmelig" in page) == (True, False)


def test_answer_on_a_reminder_counts_for_the_letter(cast: Cast, run: Run) -> None:
    first = letter(cast)
    reminder = Dispatch.objects.create(
        run=run, body=cast.own, reminder=1, channel="email", subject="", text="", act="join", message_id="<r1@x>"
    )

    browser().post(path_of(reminder), {"do": "ask", "text": "Hei?"})

    first.refresh_from_db()
    assert first.replied_at is not None


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_page_is_there_in_every_language(cast: Cast, run: Run, prefix: str) -> None:
    heading = {"": "Det vi ber om", "/nn": "Det vi bed om", "/en": "What we ask for"}

    assert heading[prefix] in browser().get(prefix + path_of(letter(cast))).content.decode()


def test_page_asks_as_many_questions_for_many_answers_as_for_one(cast: Cast, run: Run) -> None:
    ask(letter=letter(cast), text="En?")
    path = path_of(letter(cast))
    browser().get(path)
    with CaptureQueriesContext(connection) as one:
        browser().get(path)
    for number in range(3):
        name_contact(letter=letter(cast), name="A", email=f"a{number}@b.no")
    stop_reminders(letter=letter(cast))

    with CaptureQueriesContext(connection) as many:
        browser().get(path)

    assert len(many) == len(one)


def test_signed_in_people_answer_by_the_same_link(cast: Cast, run: Run) -> None:
    assert signed_in(cast.contact).get(path_of(letter(cast))).status_code == 200
