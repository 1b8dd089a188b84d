"""Pages of courses and meetings: signing up, what is told to nobody, calendars, and the desk's own pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from desk.test_calendar import plain, read
from dugnad.desk.question import Upload
from dugnad.records.actions.case_post import POST
from dugnad.records.actions.events import (
    Planned,
    add_material,
    call_off_event,
    change_event,
    create_event,
    desk_at,
    publish_event,
)
from dugnad.records.actions.sign_ups import Given, cancel_sign_up, confirm_sign_up, mark_attendance, sign_up
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.people import Person
from dugnad.records.seal import unseal
from dugnad.records.seat_link import seat_token
from dugnad.web.pages import event_seat, events
from people import Cast, make_body, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
LIST = "/desk/events/"
ROOM = "https://moterom.invalid/hemmelig-rom"
HIDDEN = ("Hemmelig", "hemmelig-rom", "rullestol", "eksempel.invalid")
"""What stands in a sign-up, and the address of the online room."""


@pytest.fixture(autouse=True)
def _fresh(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.VAR = tmp_path
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def made(cast: Cast, *, is_draft: bool = False, county: str = "46", **told: Any) -> Event:
    starts = timezone.now() + timedelta(days=30)
    given = {"kind": "course", "title": "Kurs i miljøkrav", "starts_at": starts, "ends_at": starts + timedelta(hours=2),
             "audience": ("buyer", "leader"), "place": "Rådhuset", "url": ROOM} | told  # fmt: skip
    by = cast.adviser if county == "46" else cast.coordinator
    event = create_event(by=by, desk=desk_at(county), planned=Planned(**given))
    if not is_draft:
        publish_event(by=by, event=event)
    event.refresh_from_db()
    return event


def seat(
    event: Event, name: str = "Hemmelig Navn", by: Any = "visitor", *, is_confirmed: bool = True, **told: Any
) -> SignUp:
    email = "" if by != "visitor" else f"{name.replace(' ', '.')}@eksempel.invalid"
    given = {"role": "buyer", "name": name, "email": email, "body_told": "X", "needs": "rullestol"} | told
    row = sign_up(by=by, event=event, given=Given(**given), on=timezone.now()).sign_up
    return confirm_sign_up(by="visitor", sign_up=row, on=timezone.now()) if is_confirmed else row


def held_before(event: Event) -> None:
    ends = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=ends - timedelta(hours=2), ends_at=ends)


def sent(**told: str) -> dict[str, str]:
    return {"do": "sign-up", "name": "Kari", "email": "kari@eksempel.invalid", "body": "Avisen", "role": "other"} | told


def planned_form(**told: Any) -> dict[str, Any]:
    return {"county": "46", "kind": "course", "title": "Nytt kurs", "starts_at": "2199-03-04T09:00", "language": "nb",
            "ends_at": "2199-03-04T11:00", "audience": ["buyer"]} | told  # fmt: skip


def text(answer: Any, where: str = "//main") -> str:
    return " ".join(html.fromstring(answer.content).xpath(where)[0].text_content().split())


def titles(answer: Any) -> list[str]:
    """The events of the list, those that have been left out."""
    return [
        one.text_content()
        for one in html.fromstring(answer.content).xpath("//section[@aria-labelledby='found']/ul//h3/a")
    ]


def mails() -> list[dict[str, str]]:
    return [json.loads(unseal(row.sealed, purpose=POST) or "{}") for row in Departure.objects.order_by("at")]


def questions(where: str, client: Client | None = None) -> int:
    client = client or signed_in(None)
    client.get(where)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("prefix", "heading"),
    [("", "Kurs, møter og nettverk"), ("/nn", "Kurs, møte og nettverk"), ("/en", "Courses, meetings and networks")],
)
def test_list_says_what_it_is(cast: Cast, prefix: str, heading: str) -> None:
    made(cast)

    answer = signed_in(None).get(prefix + LIST)

    assert html.fromstring(answer.content).xpath("string(//h1)") == heading
    assert (titles(answer), answer.cookies) == (["Kurs i miljøkrav"], {})


def test_list_is_narrowed_by_county_role_and_kind_and_folds_what_has_been(cast: Cast) -> None:
    made(cast, title="Vestland")
    made(cast, title="Landet", county="00", kind="network", audience=("politician",))
    held_before(made(cast, title="Før"))
    client = signed_in(None)

    found = {query: titles(client.get(f"{LIST}?{query}")) for query in (
        "", "county=46", "county=11", "county=00", "role=politician", "kind=course", "when=past", "role=supplier"
    )}  # fmt: skip

    assert found == {
        "": ["Vestland", "Landet"], "county=46": ["Vestland", "Landet"], "county=11": ["Landet"],
        "county=00": ["Landet"], "role=politician": ["Landet"], "kind=course": ["Vestland"], "when=past": ["Før"],
        "role=supplier": [],
    }  # fmt: skip
    assert html.fromstring(client.get(LIST).content).xpath("string(//details//h3)") == "Før"


@pytest.mark.parametrize("query", ["county=99", "role=king", "kind=party", "page=77", "page=x"])
def test_choice_that_does_not_exist_is_told(cast: Cast, query: str) -> None:
    assert "ds-alert" in signed_in(None).get(f"{LIST}?{query}").content.decode()


@pytest.mark.parametrize("where", [LIST, "/api/v1/events", "/desk/events.ics", "event", "work"])
def test_questions_stay_as_few_for_three_as_for_one(cast: Cast, where: str) -> None:
    event = made(cast)
    seat(event, "a")
    address = {"event": f"{LIST}{event.pk}/", "work": f"{LIST}{event.pk}/arrange/"}.get(where, where)
    client = signed_in(cast.adviser if where == "work" else None)
    one = questions(address, client)
    for number in range(2):
        seat(event, f"b{number}", body=make_body(f"Kommune {number}"), body_told="")
        seat(event, "", by=make_person(f"p{number}"))
        made(cast, title=f"Kurs {number}")

    assert questions(address, client) == one


@pytest.mark.parametrize(
    ("name", "prefix"),
    [(None, ""), ("buyer", "/nn"), ("contact", "/en"), ("governor", ""), ("coordinator", ""), ("administrator", "")],
)
def test_who_comes_and_the_room_are_told_to_nobody_else(cast: Cast, name: str | None, prefix: str) -> None:
    event = made(cast, seats=2)
    seat(event, body=cast.own, body_told="")
    for number in range(3):
        seat(event, f"Hemmelig {number}")
    client = signed_in(getattr(cast, name) if name else None)

    own = getattr(cast, name).email if name else "-"
    told = {where: client.get(prefix + where, follow=True).content.decode().replace(own, "") for where in (
        LIST, f"{LIST}{event.pk}/", "/desk/events.ics", f"{LIST}{event.pk}.ics", f"/bodies/{cast.own.key}/", "/desk/",
        f"{LIST}{event.pk}/arrange/", f"{LIST}{event.pk}/edit/", "/desk/search/?q=hemmelig",
    )} | {"api": client.get("/api/v1/events").content.decode()}  # fmt: skip

    told = {where: page.replace("q=hemmelig", "").replace('value="hemmelig"', "") for where, page in told.items()}
    assert {(where, word) for where, page in told.items() for word in HIDDEN if word in page} == set()


@pytest.mark.parametrize("name", [None, "buyer", "governor", "coordinator"])
def test_draft_is_no_page_and_in_no_list(cast: Cast, name: str | None) -> None:
    event = made(cast, is_draft=True, title="Hemmelig utkast")
    client = signed_in(getattr(cast, name) if name else None)

    assert [client.get(f"{LIST}{event.pk}{end}").status_code for end in ("/", ".ics")] == [404, 404]
    assert [where for where in (LIST, "/desk/events.ics", "/api/v1/events")
            if "Hemmelig utkast" in client.get(where).content.decode()] == []  # fmt: skip
    assert "Hemmelig utkast" in signed_in(cast.adviser).get(LIST).content.decode()


def test_visitor_signs_up_and_is_answered_the_same_twice(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    event, client = made(cast), signed_in(None)

    answers = [client.post(f"{LIST}{event.pk}/", sent(name=name)) for name in ("Kari", "En annen")]
    page = client.get(answers[0].headers["Location"])

    assert {(one.status_code, one.headers["Location"], one.content) for one in answers} == {
        (302, f"{LIST}{event.pk}/?done=1", b"")
    }
    assert "Se i e-posten din." in text(page)
    assert [(mail["to"], mail["subject"]) for mail in mails()] == [
        ("kari@eksempel.invalid", "Bekreft plassen din: Kurs i miljøkrav"),
        ("kari@eksempel.invalid", "Bekreft plassen din: Kurs i miljøkrav"),
    ]
    assert [row.name for row in SignUp.objects.all()] == ["Kari"]
    assert f"/desk/events/seat/{seat_token(SignUp.objects.get())}/" in mails()[0]["text"]
    assert ROOM not in mails()[0]["text"]


def test_without_a_mail_server_the_link_is_told_at_once(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    event, client = made(cast), signed_in(None)

    first = client.post(f"{LIST}{event.pk}/", sent())
    second = client.post(f"{LIST}{event.pk}/", sent())

    assert first.headers["Location"] == f"{LIST}seat/{seat_token(SignUp.objects.get())}/"
    assert second.headers["Location"] == f"{LIST}{event.pk}/?done=known"


def test_seat_is_seen_and_given_up_by_the_personal_link(cast: Cast) -> None:
    event = made(cast, seats=1)
    row, other = seat(event), seat(event, "Hemmelig To")
    client, where = signed_in(None), f"{LIST}seat/{seat_token(row)}/"

    seen = client.get(where)
    stays = SignUp.objects.get(pk=row.pk).state
    done = client.post(where, {"do": "cancel"}, follow=True)

    assert "Du har plass." in text(seen)
    assert html.fromstring(seen.content).xpath("//dl//a[contains(@href, 'moterom')]/@href") == [ROOM]
    assert (stays, seen.headers["X-Robots-Tag"]) == ("seated", "noindex, nofollow, noarchive")
    assert seen.headers["Cache-Control"].startswith("private, no-store")
    assert "Du er meldt av." in text(done)
    assert ROOM not in done.content.decode()
    assert {one.pk: one.state for one in SignUp.objects.all()} == {row.pk: "cancelled", other.pk: "seated"}


def test_who_waits_for_a_seat_is_not_told_the_room(cast: Cast) -> None:
    event = made(cast, seats=1)
    seated, waiting = seat(event, by=cast.buyer, name=""), seat(event, by=cast.colleague, name="")
    visitor = seat(event, "Hemmelig Tre")
    links = {one.pk: f"{LIST}seat/{seat_token(one)}/" for one in (seated, waiting, visitor)}

    told = {
        "seated, signed in": signed_in(cast.buyer).get(f"{LIST}{event.pk}/"),
        "seated, by link": signed_in(None).get(links[seated.pk]),
        "waiting, signed in": signed_in(cast.colleague).get(f"{LIST}{event.pk}/"),
        "waiting, by link": signed_in(None).get(links[waiting.pk]),
        "waiting without account": signed_in(None).get(links[visitor.pk]),
    }
    cancel_sign_up(by=cast.buyer, sign_up=seated, on=timezone.now())

    assert [who for who, page in told.items() if ROOM in page.content.decode()] == [
        "seated, signed in", "seated, by link",
    ]  # fmt: skip
    assert ROOM in signed_in(None).get(links[waiting.pk]).content.decode()
    told_by_mail = [(mail["subject"].split(":")[0], ROOM in mail["text"]) for mail in mails()]
    assert [one for one in told_by_mail if not one[0].startswith("Bekreft")] == [
        ("Du har plass", True), ("Du står på venteliste", False), ("Du står på venteliste", False),
        ("Du er meldt av", False), ("Nå har du plass", True),
    ]  # fmt: skip


def test_seat_is_the_participants_once_the_link_has_confirmed_it(cast: Cast) -> None:
    event = made(cast, seats=1)
    row, other = seat(event, is_confirmed=False), seat(event, "Hemmelig To", is_confirmed=False)
    client, where = signed_in(None), f"{LIST}seat/{seat_token(row)}/"

    seen = client.get(where)
    stays = SignUp.objects.get(pk=row.pk).confirmed_at
    done = client.post(where, {"do": "confirm"}, follow=True)

    assert "Vi holder av en plass til deg til" in text(seen)
    assert (stays, SignUp.objects.get(pk=row.pk).confirmed_at is None) == (None, False)
    assert "Du har plass." in text(done)
    assert [(mail["to"].partition("@")[0], mail["subject"].partition(":")[0], ROOM in mail["text"])
            for mail in mails()] == [
        ("Hemmelig.Navn", "Bekreft plassen din", False), ("Hemmelig.To", "Bekreft at du vil stå på venteliste", False),
        ("Hemmelig.Navn", "Du har plass", True),
    ]  # fmt: skip
    assert "stå på ventelisten" in text(client.get(f"{LIST}seat/{seat_token(other)}/"))


def test_who_writes_an_address_learns_nothing_of_it_from_what_everybody_sees(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    event, client = made(cast, seats=6), signed_in(None)
    for number in range(5):
        seat(event, f"Hemmelig {number}")
    where, seen = f"{LIST}{event.pk}/", []

    for name in ("", "Hemmelig.3", "ukjent", "ukjent2", "ukjent3"):
        answer = client.post(where, sent(email=f"{name}@eksempel.invalid")) if name else None
        row = client.get("/api/v1/events").json()["events"][0]
        pages = [client.get(one).content for one in (LIST, where)]
        seen.append(((row["state"], row["taken"], row["waiting"]), pages, answer and answer.headers["Location"]))

    assert {told for told, _, _ in seen} == {("open", 5, None)}
    assert [pages for _, pages, _ in seen] == [seen[0][1]] * 5
    assert {to for _, _, to in seen[1:]} == {f"{where}?done=1"}
    assert "Ikke bekreftet" in text(signed_in(cast.adviser).get(f"{where}arrange/"))


def test_link_that_nobody_made_is_told_kindly_and_tried_in_vain(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_seat, "LOOKS_A_MINUTE", 2)
    client = signed_in(None)

    codes = [client.get(f"{LIST}seat/{'a' * 45}/").status_code for _ in range(3)]

    assert codes == [404, 404, 429]


def test_person_with_account_signs_up_and_cancels(cast: Cast) -> None:
    event, client = made(cast), signed_in(cast.buyer)
    page = html.fromstring(client.get(f"{LIST}{event.pk}/").content)

    client.post(f"{LIST}{event.pk}/", {"do": "sign-up", "body": cast.own.name, "role": "buyer"})
    seated = client.get(f"{LIST}{event.pk}/")
    row = SignUp.objects.get()
    client.post(f"{LIST}{event.pk}/", {"do": "cancel"})

    assert page.xpath("//input[@name='email']") == []
    assert page.xpath("string(//input[@name='body']/@value)") == cast.own.name
    assert (row.person, row.body, row.name, row.email) == (cast.buyer, cast.own, "", "")
    assert "Du har plass." in text(seated)
    assert ROOM in seated.content.decode()
    assert SignUp.objects.get().state == "cancelled"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"name": ""}, "Navn"), ({"email": "ikke-en-adresse"}, "E-post"), ({"body": ""}, "Virksomhet, eller"),
        ({"role": "king"}, "Rolle"), ({"needs": "x" * 501}, "Noe vi må legge til rette?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_lost(cast: Cast, told: dict[str, str], said: str) -> None:
    event = made(cast)

    answer = signed_in(None).post(f"{LIST}{event.pk}/", sent(**({"name": "Beholdt"} | told)))

    assert (answer.status_code, SignUp.objects.count()) == (400, 0)
    assert said in text(answer, "//*[@role='alert']")
    assert html.fromstring(answer.content).xpath("string(//input[@name='body']/@value)") == told.get("body", "Avisen")


def test_body_is_found_by_number_and_asked_about_where_several_fit(cast: Cast) -> None:
    make_body("Lilleby kommune", orgnr="310009999")
    make_body("Lilleby havn", kind="municipal-enterprise")
    event, client = made(cast), signed_in(None)

    client.post(f"{LIST}{event.pk}/", sent(body="310 000 108"))
    asked = client.post(f"{LIST}{event.pk}/", sent(email="b@eksempel.invalid", body="Lille"))
    client.post(f"{LIST}{event.pk}/", sent(email="b@eksempel.invalid", body="Lille", which="310009999"))
    client.post(f"{LIST}{event.pk}/", sent(email="c@eksempel.invalid", body="Lille", which="none"))

    assert asked.status_code == 400
    assert html.fromstring(asked.content).xpath("//input[@name='which']/@value") == [
        "310009999",
        "lilleby-havn",
        "none",
    ]
    found = [(row.body.key if row.body else "", row.body_told) for row in SignUp.objects.order_by("at")]
    assert found == [("310000108", ""), ("310009999", ""), ("", "Lille")]


@pytest.mark.parametrize("headers", [{"origin": "https://ond.invalid"}, {"sec-fetch-site": "cross-site"}])
def test_form_of_another_site_signs_nobody_up(cast: Cast, headers: dict[str, str]) -> None:
    event = made(cast)
    row = seat(event)

    answers = [signed_in(who).post(where, sent(), headers=headers) for who in (None, cast.buyer)
               for where in (f"{LIST}{event.pk}/", f"{LIST}seat/{seat_token(row)}/")]  # fmt: skip

    assert ({one.status_code for one in answers}, SignUp.objects.get().state) == ({403}, "seated")


def test_account_signs_up_and_cancels_with_the_forms_key_alone(cast: Cast) -> None:
    event = made(cast)
    client = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    client.force_login(cast.buyer)
    told = {"role": "buyer", "body": str(cast.own.key), "do": "sign-up"}
    where = f"{LIST}{event.pk}/"

    forged = client.post(where, told).status_code
    key = {"csrfmiddlewaretoken": keys_of(client.get(where))[0]}
    taken = client.post(where, told | key).status_code
    forged_cancel = client.post(where, {"do": "cancel"}).status_code
    key = {"csrfmiddlewaretoken": keys_of(client.get(where))[0]}
    cancelled = client.post(where, {"do": "cancel"} | key).status_code

    assert (forged, taken, forged_cancel, cancelled) == (403, 302, 403, 302)
    assert [one.state for one in event.sign_ups.all()] == ["cancelled"]
    visitor = signed_in(None)
    assert (keys_of(visitor.get(where)), dict(visitor.cookies)) == ([], {})


def keys_of(answer: Any) -> list[str]:
    """The keys of the page's forms, those in the page's frame left out."""
    text = answer.content.decode()
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', text[text.index("<main") : text.index("</main")])


def test_address_that_signs_up_without_end_is_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "SIGN_UPS_AN_HOUR", 2)
    monkeypatch.setattr(events, "MAILS_AN_HOUR", 1)
    event, client = made(cast), signed_in(None)

    many = [client.post(f"{LIST}{event.pk}/", sent(email=f"n{number}@eksempel.invalid")) for number in range(3)]
    cache.clear()
    bombed = [client.post(f"{LIST}{event.pk}/", sent(email="offer@eksempel.invalid")) for _ in range(2)]

    assert [one.status_code for one in many] == [302, 302, 429]
    assert ([one.status_code for one in bombed], bombed[-1].headers["Retry-After"]) == ([302, 429], "3600")
    assert [mail["to"] for mail in mails()].count("offer@eksempel.invalid") == 1


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"seats": 1}, "Alle plassene er tatt."),
        ({"state": "called-off", "called_off_because": "Snøstorm"}, "Avlyst: Snøstorm"),
        ({"sign_up_until": timezone.now() - timedelta(days=1)}, "Påmeldingen stengte"),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "Arrangementet er i gang."),
        ({"starts_at": timezone.now() - timedelta(days=2), "ends_at": timezone.now() - timedelta(days=1)},
         "Arrangementet har vært."),
    ],
)  # fmt: skip
def test_full_closed_and_past_are_told_plainly(cast: Cast, change: dict[str, Any], told: str) -> None:
    event = made(cast)
    seat(event)
    Event.objects.filter(pk=event.pk).update(**change)

    page = signed_in(None).get(f"{LIST}{event.pk}/")

    assert told in text(page)
    has_form = bool(html.fromstring(page.content).xpath("//input[@name='email']"))
    assert has_form == ("seats" in change)


def test_calendar_follows_the_choices_and_knows_what_was_called_off(cast: Cast) -> None:
    made(cast, title="Kurs; med, tegn", text="Linje 1\nLinje 2")
    off = made(cast, title="Avlyst kurs")
    made(cast, title="Bare politikere", audience=("politician",))
    made(cast, is_draft=True, title="Utkast")
    call_off_event(by=cast.adviser, event=off, seen=off.sequence, because="Syk")
    client = signed_in(None)

    answer = client.get("/desk/events.ics?county=46&role=buyer")
    events = {plain(one["SUMMARY"][0][1]): one for one in read(answer.content)}

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert sorted(events) == ["Avlyst kurs", "Kurs; med, tegn"]
    assert events["Avlyst kurs"]["STATUS"] == [("", "CANCELLED")]
    assert plain(events["Kurs; med, tegn"]["DESCRIPTION"][0][1]) == "Linje 1\nLinje 2"
    assert client.get("/desk/events.ics?county=99").status_code == 404


def test_events_calendar_keeps_its_uid_and_counts_changes(cast: Cast) -> None:
    event, client = made(cast), signed_in(None)
    where = f"{LIST}{event.pk}.ics"

    first = client.get(where)
    known = client.get(where, headers={"if-none-match": first.headers["ETag"]})
    later = Planned(kind="course", title="Kurs", starts_at=event.starts_at + timedelta(days=1), audience=("buyer",),
                    ends_at=event.ends_at + timedelta(days=1))  # fmt: skip
    change_event(by=cast.adviser, event=event, seen=event.sequence, planned=later)
    second = client.get(where, headers={"if-none-match": first.headers["ETag"]})

    (before,), (after,) = read(first.content), read(second.content)
    assert (known.status_code, known.content, second.status_code) == (304, b"", 200)
    assert before["UID"] == after["UID"] == [("", str(event.pk))]
    assert [int(one["SEQUENCE"][0][1]) for one in (before, after)] == [1, 2]


def test_programs_get_events_with_figures_alone(cast: Cast) -> None:
    event = made(cast, seats=3)
    for name in ("En", "To", "Tre", "Fire"):
        seat(event, name)
    client = signed_in(None)

    (row,) = client.get("/api/v1/events?county=46&role=buyer").json()["events"]

    assert (row["id"], row["state"], row["seats"], row["taken"], row["waiting"], row["is_online"]) == (
        str(event.pk), "full", 3, 3, None, True,
    )  # fmt: skip
    assert {client.get(f"/api/v1/events?{query}").status_code for query in ("county=99", "role=king", "page=0")} == {
        422
    }
    assert client.get("/api/v1/events?when=past").json()["count"] == 0


def test_how_many_signed_up_is_told_to_nobody_else_once_it_has_begun_or_while_they_are_few(cast: Cast) -> None:
    event, client = made(cast, seats=20), signed_in(None)
    for name in ("En", "To"):
        seat(event, name)
    few, few_page = client.get("/api/v1/events").json()["events"][0], text(client.get(f"{LIST}{event.pk}/"))
    seat(event, "Tre")
    told, told_page = client.get("/api/v1/events").json()["events"][0], text(client.get(f"{LIST}{event.pk}/"))
    held_before(event)
    over, over_page = client.get("/api/v1/events?when=past").json()["events"][0], text(client.get(f"{LIST}{event.pk}/"))
    own = text(signed_in(cast.adviser).get(f"{LIST}{event.pk}/arrange/"))

    assert [(row["taken"], row["waiting"]) for row in (few, told, over)] == [(None, None), (3, None), (None, None)]
    assert ["20 plasser, de fleste ledige" in few_page, "17 av 20" in told_page] == [True, True]
    assert ["påmeldte" in page for page in (over_page, own)] == [False, True]


@pytest.mark.parametrize(
    ("path", "none", "some"),
    [
        ("", "Oppmøtet er ikke ført ennå.", "1 av 1 møtte. Oppmøtet er ikke ført for én."),
        ("/nn", "Oppmøtet er ikkje ført enno.", "1 av 1 møtte. Oppmøtet er ikkje ført for éin."),
        ("/en", "Attendance is not marked yet.", "1 of 1 came. Attendance is not marked for one."),
    ],
)
def test_nobody_is_absent_before_somebody_says_so(cast: Cast, path: str, none: str, some: str) -> None:
    event = made(cast)
    rows = [seat(event, f"Navn {number}", body=cast.own, body_told="") for number in range(2)]
    held_before(event)
    client = signed_in(cast.adviser)

    before = text(client.get(f"{path}{LIST}{event.pk}/arrange/"))
    contact = signed_in(cast.contact)
    body = text(contact.get(f"{path}/bodies/{cast.own.key}/"), "//section[@aria-labelledby='follow']")
    client.post(f"{LIST}{event.pk}/do/attendance/", {f"came-{rows[0].pk}": "came"})
    after = text(client.get(f"{path}{LIST}{event.pk}/arrange/"))

    assert (none in before, some in after) == (True, True)
    assert "0 av" not in body
    assert "0 of" not in body


@pytest.mark.parametrize(
    ("path", "said"),
    [("", "Ett arrangement kommer"), ("/nn", "Eitt arrangement kjem"), ("/en", "One event to come")],
)
def test_what_is_called_off_is_shown_and_not_counted_as_coming(cast: Cast, path: str, said: str) -> None:
    made(cast)
    off = made(cast, title="Avlyst kurs")
    call_off_event(by=cast.adviser, event=off, seen=off.sequence, because="Sykdom")

    page = text(signed_in(None).get(f"{path}{LIST}"))

    assert (said in page, "Avlyst kurs" in page) == (True, True)


def test_adviser_plans_changes_and_publishes(cast: Cast) -> None:
    client = signed_in(cast.adviser)

    answer = client.post(f"{LIST}new/", planned_form())
    event = Event.objects.get()
    client.post(f"{LIST}{event.pk}/edit/", planned_form(title="Bedre navn", seats="10", seen="0"))
    old = client.post(f"{LIST}{event.pk}/edit/", planned_form(title="For sent", seen="0"))
    client.post(f"{LIST}{event.pk}/do/copy/", {"interval": "month", "times": "2"})
    client.post(f"{LIST}{event.pk}/do/publish/", {"whole": "1"})

    assert answer.headers["Location"] == f"{LIST}{event.pk}/arrange/"
    assert (old.status_code, "Noen andre har endret dette" in text(old)) == (409, True)
    assert [(one.title, one.seats, one.state) for one in Event.objects.all()] == [("Bedre navn", 10, "published")] * 3


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"ends_at": "2199-03-04T08:00"}, "Slutten må komme etter begynnelsen."),
        ({"audience": []}, "For hvem"),
        ({"starts_at": "i morgen"}, "Begynner"),
        ({"county": "11"}, "Støttetjeneste"),
        ({"url": "javascript:alert(1)"}, "Skriv hele nettadressen"),
    ],
)
def test_event_that_cannot_be_planned_so_is_told_why(cast: Cast, told: dict[str, Any], said: str) -> None:
    answer = signed_in(cast.adviser).post(f"{LIST}new/", planned_form(**told))

    assert (answer.status_code, Event.objects.count()) == (400, 0)
    assert said in text(answer, "//*[@role='alert']")


def test_desk_sees_who_comes_and_marks_who_came(cast: Cast) -> None:
    event = made(cast)
    rows = [seat(event, f"Navn {number}", body=cast.own, body_told="") for number in range(2)]
    client = signed_in(cast.adviser)
    seen = client.get(f"{LIST}{event.pk}/arrange/")
    held_before(event)

    client.post(f"{LIST}{event.pk}/do/attendance/", {f"came-{rows[0].pk}": "came", f"came-{rows[1].pk}": "away"})
    follow, address = "//section[@aria-labelledby='follow']", f"/bodies/{cast.own.key}/"
    own, public = text(signed_in(cast.contact).get(address), follow), text(signed_in(None).get(address), follow)

    assert "Navn.0@eksempel.invalid" in seen.content.decode()
    assert list(event.sign_ups.order_by("name").values_list("has_attended", flat=True)) == [True, False]
    assert "1 av 2 har møtt på ett arrangement siden" in own
    assert "Innkjøpere: 1" in own
    assert ("har møtt" in public, "Navn" in own + public) == (False, False)


def test_materials_are_for_those_who_come_until_it_begins(cast: Cast) -> None:
    event, client = made(cast), signed_in(cast.adviser)
    row = seat(event)
    seat(event, "", by=cast.buyer)
    given = {"material": "Ark", "file": SimpleUploadedFile("ark <b>.txt", b"Hei")}
    assert client.post(f"{LIST}{event.pk}/do/material/", given).status_code == 302
    bad = client.post(
        f"{LIST}{event.pk}/do/material/", {"material": "x", "file": SimpleUploadedFile("a.pdf", b"<html>")}
    )
    file = event.files.get()
    where = f"{LIST}{event.pk}/files/{file.pk}/"

    before = {name: signed_in(getattr(cast, name) if name else None).get(where).status_code
              for name in (None, "contact", "buyer", "adviser")}  # fmt: skip
    by_link = signed_in(None).get(f"{LIST}seat/{seat_token(row)}/files/{file.pk}/")
    held_before(event)
    after = signed_in(None).get(where)

    assert bad.status_code == 400
    assert before == {None: 404, "contact": 404, "buyer": 200, "adviser": 200}
    assert [by_link.headers[name] for name in ("Cache-Control", "X-Robots-Tag")] == [
        "private, no-store, max-age=0, no-cache, must-revalidate",
        "noindex, nofollow, noarchive",
    ]
    assert (by_link.status_code, after.status_code, b"".join(after.streaming_content)) == (200, 200, b"Hei")  # type: ignore[attr-defined]
    assert after.headers["Content-Disposition"] == 'attachment; filename="ark b.txt"'
    assert after.headers["X-Content-Type-Options"] == "nosniff"


def test_who_waits_in_line_sees_no_materials_before_it_begins(cast: Cast) -> None:
    event = made(cast, seats=1)
    first, waits = seat(event, "", by=cast.contact), seat(event, "", by=cast.buyer)
    add_material(by=cast.adviser, event=event, title="Lysark", url="https://eksempel.invalid/lysark")
    add_material(by=cast.adviser, event=event, title="Ark", upload=Upload("a.txt", b"Hei"))
    file = event.files.get().pk
    looked = [(cast.contact, first), (cast.buyer, waits)]

    before = [seen_materials(event, row, person, file) for person, row in looked]
    held_before(event)
    after = seen_materials(event, waits, cast.buyer, file)

    assert waits.state == "waiting"
    assert before == [([True, True], [200, 200]), ([False, False], [404, 404])]
    assert after == ([True, True], [200, 200])


def seen_materials(event: Event, row: SignUp, person: Person, file: UUID) -> tuple[list[bool], list[int]]:
    """What the person sees of them, signed in and by the personal link: the list, and the file."""
    client = signed_in(person)
    pages = (f"{LIST}{event.pk}/", f"{LIST}seat/{seat_token(row)}/")
    files = (f"{pages[0]}files/{file}/", f"{pages[1]}files/{file}/")
    return ["Lysark" in text(client.get(one)) for one in pages], [client.get(one).status_code for one in files]


def test_file_is_read_from_a_desks_people_alone(cast: Cast) -> None:
    event = made(cast)
    add_material(by=cast.adviser, event=event, title="x", upload=Upload("a.txt", b"Hei"))

    answer = signed_in(cast.contact).post(
        f"{LIST}{event.pk}/do/material/", {"material": "x", "file": SimpleUploadedFile("a.txt", b"Hei")}
    )

    assert (answer.status_code, event.files.count()) == (403, 1)


def test_called_off_event_is_told_on_the_page_and_the_seat(cast: Cast) -> None:
    event = made(cast)
    row = seat(event)

    answer = signed_in(cast.adviser).post(
        f"{LIST}{event.pk}/do/call-off/", {"because": "Snøstorm", "seen": str(event.sequence)}
    )

    assert answer.status_code == 302
    for where in (f"{LIST}{event.pk}/", f"{LIST}seat/{seat_token(row)}/"):
        assert "Avlyst: Snøstorm" in text(signed_in(None).get(where))
    assert mails()[-1]["subject"] == "Avlyst: Kurs i miljøkrav"


def test_desk_takes_somebody_off_and_the_next_moves_up(cast: Cast) -> None:
    event = made(cast, seats=1)
    row, other = seat(event), seat(event, "To")
    elsewhere = seat(made(cast), "Tre")
    client = signed_in(cast.adviser)

    client.post(f"{LIST}{event.pk}/do/take-off/", {"row": str(row.pk)})
    wrong = client.post(f"{LIST}{event.pk}/do/take-off/", {"row": str(elsewhere.pk)})

    found = {one.pk: one.state for one in SignUp.objects.all()}
    assert found == {row.pk: "cancelled", other.pk: "seated", elsewhere.pk: "seated"}
    assert wrong.status_code == 409


def test_attendance_of_a_role_is_never_told_by_name_in_the_bodys_api(cast: Cast) -> None:
    event = made(cast)
    row = seat(event, body=cast.own, body_told="")
    held_before(event)
    mark_attendance(by=cast.adviser, event=event, came=[row.pk], stayed_away=[])

    told = signed_in(None).get(f"/api/v1/bodies/{cast.own.key}").content.decode()

    assert [word for word in ("Hemmelig", "rullestol") if word in told] == []
