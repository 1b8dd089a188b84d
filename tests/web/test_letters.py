"""Letters on the site: written, previewed, chosen for, sent, followed up; each sees what concerns them."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.records.actions.letters import made_dispatch
from dugnad.records.actions.letters_bundle import make_bundle
from dugnad.records.actions.letters_reply import ask, name_contact
from dugnad.records.actions.letters_send import send_run
from dugnad.records.letter_facts import addressees
from dugnad.records.models.letters import Dispatch, Letter, Reply, Run
from dugnad.records.models.people import Invitation
from dugnad.records.reply_link import token_of
from people import Cast, make_body, make_cast, signed_in
from records.lettered import make_letter, make_run
from web.letter_form import letter_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    settings.VAR, settings.STORE, settings.LETTERS_A_MINUTE = tmp_path, tmp_path / "store", 0
    return make_cast()


def sent_run(cast: Cast, *, county: str = "") -> Run:
    """A run to the municipality of the cast, and to the other where it is the nation's; sent."""
    bodies = [cast.own] if county else [cast.own, cast.other, cast.agency]
    run = make_run(cast.coordinator, bodies, county=county)
    send_run(by="worker", run_id=run.pk)
    run.refresh_from_db()
    return run


def test_stranger_sees_counts_and_no_names(cast: Cast) -> None:
    body = make_body("Ekte kommune", email="post@ekte.invalid")
    body.is_demo = False
    body.save()
    run = make_run(cast.coordinator, [body, cast.own])
    send_run(by="worker", run_id=run.pk)

    page = signed_in(None).get("/letters/").content.decode()

    assert "Departementet for eksempler" in page
    assert "1 av 1" in page
    assert "Ekte" not in page
    assert "Prøvebrev" not in page


def test_new_letter_begins_with_the_shipped_one_and_is_saved(cast: Cast) -> None:
    client = signed_in(cast.coordinator)

    assert "{status}" in client.get("/letters/new/").content.decode()
    answer = client.post("/letters/new/", letter_form(title="Høstbrevet"))

    letter = Letter.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/letters/{letter.pk}/")
    assert (letter.title, letter.county, letter.by) == ("Høstbrevet", "", cast.coordinator)


def test_unknown_field_and_missing_language_are_told_and_nothing_is_lost(cast: Cast) -> None:
    given = letter_form(text_nb="Hei {navn}, svar {link}. Hemmelig avsnitt.", text_en="")

    answer = signed_in(cast.coordinator).post("/letters/new/", given)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Feltet «navn» finnes ikke." in page
    assert "Brevet må finnes på bokmål, nynorsk og engelsk." in page
    assert "Hemmelig avsnitt." in page
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("given", [{"title": "a\0b"}, {"act_shall": "join"}, {"text_nn": "x" * 12_001}, {"sender": ""}])
def test_tampered_letter_is_refused(cast: Cast, given: dict[str, str]) -> None:
    answer = signed_in(cast.coordinator).post("/letters/new/", letter_form(**given))

    assert (answer.status_code, Letter.objects.count()) == (400, 0)


def test_governor_writes_for_the_own_county_alone(cast: Cast) -> None:
    client = signed_in(cast.governor)

    assert client.post("/letters/new/", letter_form()).status_code == 302
    assert client.post("/letters/new/?county=11", letter_form()).status_code == 403
    assert [letter.county for letter in Letter.objects.all()] == ["46"]


def test_letter_of_another_county_is_not_there(cast: Cast) -> None:
    letter = make_letter(cast.coordinator, county="46")

    found = [signed_in(one).get(f"/letters/{letter.pk}/").status_code for one in (cast.governor, cast.other_governor)]

    assert found == [200, 404]


def test_preview_is_what_is_sent(cast: Cast) -> None:
    letter = make_letter(cast.coordinator)
    page = signed_in(cast.coordinator).get(f"/letters/{letter.pk}/preview/{cast.own.key}/").content.decode()

    run = make_run(cast.coordinator, [cast.own])

    text = Dispatch.objects.get(run=run).text.replace("{link}", "[personlig svarlenke]")
    assert all(line in page for line in text.split("\n"))
    assert "Vi har ikke funnet kunngjøringer fra dere" in page


def test_recipients_are_counted_and_listed_before_anything_is_prepared(cast: Cast) -> None:
    letter = make_letter(cast.coordinator)
    client = signed_in(cast.coordinator)

    without_demo = client.get(f"/letters/{letter.pk}/recipients/").content.decode()
    page = client.get(f"/letters/{letter.pk}/recipients/?demo=on&classes=invited").content.decode()

    assert ["Velg hvem brevet skal til" in without_demo, "får brevet</h2>" in without_demo] == [True, False]
    assert "2 virksomheter får brevet" in page
    assert "1 av dem har ingen e-postadresse" in page
    assert Run.objects.count() == 0


def test_nobody_is_written_to_before_somebody_is_chosen(cast: Cast) -> None:
    letter = make_letter(cast.coordinator)

    answer = signed_in(cast.coordinator).post(f"/letters/{letter.pk}/recipients/", {"remind_days": ""})

    assert (answer.status_code, Run.objects.count()) == (400, 0)


def test_bodies_with_an_open_letter_are_told_and_can_be_left_out(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own])
    client = signed_in(cast.coordinator)
    path = f"/letters/{run.letter_id}/recipients/?demo=on&classes=invited"

    every, fresh = (client.get(one).content.decode() for one in (path, f"{path}&without_open=on"))
    Run.objects.update(created_at=timezone.now() - timedelta(days=61))
    later = client.get(path).content.decode()

    assert [every.count("Har et åpent brev"), fresh.count("Har et åpent brev"), later.count("Har et åpent brev")] == [
        1, 0, 0,
    ]  # fmt: skip
    assert ["2 virksomheter får brevet" in every, "1 virksomhet får brevet" in fresh] == [True, True]


def test_prepared_run_has_one_letter_each(cast: Cast) -> None:
    letter = make_letter(cast.coordinator)

    answer = signed_in(cast.coordinator).post(
        f"/letters/{letter.pk}/recipients/?demo=on&counties=46&counties=11", {"remind_days": "14, 28"}
    )

    run = Run.objects.get()
    assert answer.headers["Location"] == f"/letters/runs/{run.pk}/"
    assert (run.state, run.remind_days) == ("prepared", [14, 28])
    assert set(run.dispatches.values_list("body", "channel")) == {(cast.own.pk, "email"), (cast.other.pk, "pdf")}


def test_county_letter_cannot_be_stretched_to_another_county(cast: Cast) -> None:
    letter = make_letter(cast.coordinator, county="46")

    signed_in(cast.governor).post(f"/letters/{letter.pk}/recipients/?demo=on&counties=11", {"remind_days": ""})

    assert list(Dispatch.objects.values_list("body", flat=True)) == [cast.own.pk]


@pytest.mark.parametrize("days", ["0", "1,2,3,4", "-1", "abc", "14.5", "٣", "9999"])
def test_bad_reminder_days_are_told(cast: Cast, days: str) -> None:
    letter = make_letter(cast.coordinator)

    answer = signed_in(cast.coordinator).post(f"/letters/{letter.pk}/recipients/?demo=on", {"remind_days": days})

    assert (answer.status_code, Run.objects.count()) == (400, 0)


def test_run_is_started_and_stopped_from_its_page(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)
    client = signed_in(cast.coordinator)

    client.post(f"/letters/runs/{run.pk}/do/start/")
    run.refresh_from_db()
    assert run.state == "sending"
    client.post(f"/letters/runs/{run.pk}/do/stop/")
    run.refresh_from_db()
    assert run.state == "stopped"

    assert client.post(f"/letters/runs/{run.pk}/do/stop/").status_code == 409
    assert client.post(f"/letters/runs/{run.pk}/do/everything/").status_code == 404


def test_paper_run_is_bundled_then_posted_after_a_question_and_can_be_undone(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.other], is_started=False)
    client = signed_in(cast.coordinator)
    path = f"/letters/runs/{run.pk}/"

    first = client.get(path).content.decode()
    refused = client.post(f"{path}do/posted/").status_code
    make_bundle_of(run)
    made = client.get(path).content.decode()
    asked = client.post(f"{path}do/posted/").content.decode()
    waiting = Dispatch.objects.get().state
    said = client.post(f"{path}do/posted/", {"sure": "yes"}, follow=True).content.decode()
    undone = client.post(f"{path}do/not-posted/", follow=True).content.decode()

    assert [word in first for word in ("Lag samlefilen med", "Papirbrevene er sendt", "Hva kom det ut av det?")] == [
        True, False, False,
    ]  # fmt: skip
    assert (refused, waiting) == (409, "waiting")
    assert ["Papirbrevene er sendt" in made, "Er papirbrevene sendt?" in asked] == [True, True]
    assert [word in said for word in ("Papirbrevene er merket som sendt.", "Hva kom det ut av det?", 'id="map"')] == [
        True, True, False,
    ]  # fmt: skip
    assert "Papirbrevene venter igjen." in undone


def make_bundle_of(run: Run) -> None:
    """As the worker does."""
    Run.objects.filter(pk=run.pk).update(bundle=Run.Bundle.WAITING)
    make_bundle.call(str(run.pk))


@pytest.mark.parametrize(
    ("address", "is_told"), [("http://127.0.0.1:8000", True), ("http://localhost", True), ("https://dugnad.no", False)]
)
def test_links_to_the_own_machine_are_warned_of(cast: Cast, settings: Settings, address: str, is_told: bool) -> None:
    settings.BASE_URL = address
    run = make_run(cast.coordinator, [cast.own], is_started=False)
    client = signed_in(cast.coordinator)

    pages = [client.get(path).content.decode() for path in (f"/letters/{run.letter_id}/", f"/letters/runs/{run.pk}/")]

    assert ["DUGNAD_BASE_URL" in page for page in pages] == [is_told, is_told]


def test_progress_is_a_part_of_the_page_for_a_script(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own])

    part = signed_in(cast.coordinator).get(f"/letters/runs/{run.pk}/", headers={"HX-Request": "true"}).content.decode()

    assert part.strip().startswith('<div id="progress"')
    assert "0 av 1 e-poster er behandlet" in part


def test_response_is_told_by_class_and_county_with_its_denominator(cast: Cast) -> None:
    run = sent_run(cast)
    ask(letter=run.dispatches.get(body=cast.own), text="Hvordan?")

    page = signed_in(cast.coordinator).get(f"/letters/runs/{run.pk}/").content.decode()

    assert "1 av 3" in page  # of three, one by e-mail
    assert '1 <span class="quiet">(100\N{NO-BREAK SPACE}%)</span>' in page


def test_governor_sees_a_national_run_in_the_own_county_alone(cast: Cast) -> None:
    run = sent_run(cast)

    pages = {
        name: signed_in(getattr(cast, name)).get(f"/letters/runs/{run.pk}/bodies/?show=all")
        for name in ("governor", "adviser", "other_governor", "coordinator")
    }

    shown = {
        name: [("Eksempelvik" in p.content.decode()), "Prøvefjord" in p.content.decode()] for name, p in pages.items()
    }
    assert shown == {
        "governor": [True, False], "adviser": [True, False], "other_governor": [False, True],
        "coordinator": [True, True],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["contact", "leader", "reader", "agency_leader", "stranger", "administrator"])
def test_names_of_contacts_are_seen_by_nobody_else(cast: Cast, name: str) -> None:
    run = sent_run(cast)
    name_contact(letter=run.dispatches.get(body=cast.own), name="Kari Kontakt", email="kari@eksempelvik.invalid")
    client = signed_in(getattr(cast, name))

    rests = ("", "bodies/", f"bodies/{cast.own.key}/", "export.csv", "bundle.zip")
    answers = [client.get(f"/letters/runs/{run.pk}/{rest}") for rest in rests]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert not any(b"Kari" in answer.content for answer in answers)


def test_contact_in_another_county_is_not_seen(cast: Cast) -> None:
    run = sent_run(cast)
    name_contact(letter=run.dispatches.get(body=cast.own), name="Kari Kontakt", email="kari@eksempelvik.invalid")

    own, other = (
        signed_in(one).get(f"/letters/runs/{run.pk}/bodies/{cast.own.key}/")
        for one in (cast.governor, cast.other_governor)
    )

    assert (own.status_code, "Kari Kontakt" in own.content.decode()) == (200, True)
    assert (other.status_code, "Kari" in other.content.decode()) == (404, False)


def test_letters_that_only_thank_are_told_beside_the_shares(cast: Cast) -> None:
    run = sent_run(cast)
    Dispatch.objects.filter(body=cast.own).update(act="nothing", state="sent")
    Dispatch.objects.exclude(body=cast.own).update(state="sent", replied_at=timezone.now())

    page = signed_in(cast.coordinator).get(f"/letters/runs/{run.pk}/").content.decode()

    assert ("(ett takker bare)" in page, "uten brev som bare takker" in page, "100 %" in page.replace("\xa0", " ")) == (
        True,
        True,
        True,
    )


def test_named_contact_is_invited_by_the_coordinator_and_forgotten_here(cast: Cast) -> None:
    run = sent_run(cast)
    reply = name_contact(letter=run.dispatches.get(body=cast.own), name="Kari", email="kari@eksempelvik.invalid")
    path = f"/letters/runs/{run.pk}/bodies/{cast.own.key}/contact/"

    assert signed_in(cast.governor).post(path, {"reply": reply.pk, "do": "invite"}).status_code == 404
    answer = signed_in(cast.coordinator).post(path, {"reply": reply.pk, "do": "invite"})

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.body) == ("kari@eksempelvik.invalid", "contact", cast.own)
    assert Reply.objects.get().details == {"state": "invited"}
    assert answer.status_code in {200, 302}


def test_contact_that_is_turned_down_is_forgotten(cast: Cast) -> None:
    run = sent_run(cast)
    reply = name_contact(letter=run.dispatches.get(body=cast.own), name="Kari", email="kari@annet.invalid")

    signed_in(cast.coordinator).post(
        f"/letters/runs/{run.pk}/bodies/{cast.own.key}/contact/", {"reply": reply.pk, "do": "turn-down"}
    )

    assert Invitation.objects.count() == 0
    assert Reply.objects.get().details == {"state": "turned-down"}


def test_personal_link_is_shown_on_no_page(cast: Cast) -> None:
    run = sent_run(cast)
    token = token_of(run.dispatches.get(body=cast.own).pk)
    client = signed_in(cast.coordinator)

    rests = ("", f"bodies/{cast.own.key}/", "export.csv")
    pages = [client.get(f"/letters/runs/{run.pk}/{rest}").content.decode() for rest in rests]

    assert not any(token in page for page in pages)


def test_export_holds_the_own_counties_bodies_and_no_people(cast: Cast) -> None:
    run = sent_run(cast)
    name_contact(letter=run.dispatches.get(body=cast.own), name="Kari", email="kari@eksempelvik.invalid")

    text = signed_in(cast.governor).get(f"/letters/runs/{run.pk}/export.csv").content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert [(row["name"], row["state"], bool(row["replied_at"])) for row in rows] == [(cast.own.name, "sent", True)]
    assert "@eksempelvik" not in text


def test_lists_ask_as_many_questions_for_many_as_for_one(cast: Cast) -> None:
    run = sent_run(cast)
    client = signed_in(cast.coordinator)
    paths = [
        "/letters/", f"/letters/{run.letter_id}/recipients/?demo=on", f"/letters/runs/{run.pk}/",
        f"/letters/runs/{run.pk}/bodies/?show=all", f"/letters/runs/{run.pk}/export.csv",
    ]  # fmt: skip
    client.get("/letters/")  # the session is begun
    few = [queries(client, path) for path in paths]
    more = [make_body(f"Ekstra {number} kommune", county="46") for number in range(3)]
    known = addressees(more, on=timezone.localdate())
    Dispatch.objects.bulk_create([made_dispatch(run, body, known[body.pk]) for body in more])
    sent_run(cast)

    assert [queries(client, path) for path in paths] == few


def queries(client: Client, path: str) -> int:
    """How many questions a page asks the database."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_page_tells_when_letters_are_tried_again_and_offers_those_given_up(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own, cast.other])
    soon = timezone.now().replace(hour=12, minute=5) + timedelta(days=1)
    Dispatch.objects.filter(body=cast.own).update(not_before=soon, put_off=1)
    Dispatch.objects.filter(body=cast.other).update(state="failed", channel="email")
    client = signed_in(cast.coordinator)

    page = client.get(f"/letters/runs/{run.pk}/").text
    answer = client.post(f"/letters/runs/{run.pk}/do/retry/")

    assert f"Ett brev venter på nytt forsøk {timezone.localtime(soon):%d.%m.%Y} kl. " in page
    assert "Ett brev er ikke sendt." in page
    assert 'hx-trigger="every 30s"' in page
    assert answer.status_code == 302
    assert Dispatch.objects.get(body=cast.other).state == "waiting"
    assert client.post(f"/letters/runs/{run.pk}/do/retry/").status_code == 409
