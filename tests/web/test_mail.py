"""Mail that waits, as an adviser sees it; and how one chooses to be told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from desk.mails import mail
from dugnad.desk.question import Question
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.mail_receive import keep_arrival
from dugnad.records.actions.mail_settle import settle_arrival
from dugnad.records.desk_address import reply_address
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Preference
from dugnad.records.models.people import RoleName
from dugnad.web.words import words
from people import Cast, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
COMMON = "stotte@dugnad.example"
AT_46 = "stotte+46@dugnad.example"
HOSTILE = '<script>alert(1)</script><img src="http://angriper.invalid/x.png">Hemmelig spørsmål'


@pytest.fixture
def cast(settings: Settings) -> Cast:
    settings.MAIL_DESK = COMMON
    return make_cast()


def arrived(raw: bytes, to: str = AT_46) -> Arrival:
    arrival = keep_arrival(by="listener", raw=raw, recipients=[to])
    settle_arrival(arrival_id=arrival.pk)
    return Arrival.objects.get(pk=arrival.pk)


def test_mail_is_shown_as_words_alone_to_its_desk(cast: Cast) -> None:
    files = (("krav.pdf", b"%PDF-1.7"), ("virus.exe", b"MZ\0"))
    arrival = arrived(mail(HOSTILE, subject="<b>Haster</b>", files=files))

    page = signed_in(cast.adviser).get(f"/desk/mail/{arrival.pk}/").content.decode()
    listed = signed_in(cast.adviser).get("/desk/mail/").content.decode()

    assert [one in page for one in ("Hemmelig spørsmål", "krav.pdf", "virus.exe", "Vi kjenner ikke avsenderen.")] == [
        True
    ] * 4
    assert [one in page + listed for one in ("<script>alert", '<img src="http', "<b>Haster")] == [False] * 3
    assert "&lt;b&gt;Haster" in listed


@pytest.mark.parametrize("who", ["buyer", "governor", "coordinator", "stranger", None])
def test_others_do_not_see_it(cast: Cast, who: str | None) -> None:
    arrival = arrived(mail(HOSTILE))
    client = signed_in(getattr(cast, who) if who else None)

    answers = [client.get(f"/desk/mail/{arrival.pk}/"), client.get("/desk/mail/")]
    done = client.post(f"/desk/mail/{arrival.pk}/do/refuse/", {"reason": "spam"})

    assert [b"Hemmelig" in one.content or b"kari@" in one.content for one in [*answers, done]] == [False] * 3
    assert Arrival.objects.get().fate == "quarantined"


def test_adviser_opens_a_case_from_the_page(cast: Cast) -> None:
    arrival = arrived(mail("Må vi vekte miljø?"))

    bad = signed_in(cast.adviser).post(f"/desk/mail/{arrival.pk}/do/open/", {"body": "finnes ikke"})
    good = signed_in(cast.adviser).post(f"/desk/mail/{arrival.pk}/do/open/", {"body": "310 000 108"})

    case = Case.objects.get()
    assert (bad.status_code, "organisasjonsnummeret" in bad.content.decode()) == (400, True)
    assert (good.status_code, good.headers["Location"]) == (302, f"/desk/cases/{case.pk}/")
    assert (case.body, case.desk_id, case.asker_email) == (cast.own, "46", "kari@eksempel.invalid")


def test_adviser_joins_a_mail_to_a_case_of_the_own_desk_alone(cast: Cast) -> None:
    own = ask_desk(by=cast.buyer, question=Question(text="Må vi?"), body=cast.own, on=timezone.now())
    foreign = ask_desk(by=cast.agency_contact, question=Question(text="Hva?"), body=cast.agency, on=timezone.now())
    arrival = arrived(mail("Fra hjemme."), reply_address(own))
    client = signed_in(cast.adviser)

    offered = client.get(f"/desk/mail/{arrival.pk}/").content.decode()
    refused = client.post(f"/desk/mail/{arrival.pk}/do/join/", {"number": foreign.number, "as_what": "reply"})
    client.post(f"/desk/mail/{arrival.pk}/do/join/", {"number": own.number, "as_what": "reply"})

    assert (f'value="{own.number}"' in offered, refused.status_code, foreign.entries.count()) == (True, 400, 1)
    assert own.entries.get(kind="reply").text == "Fra hjemme."


def test_who_comes_second_is_told(cast: Cast) -> None:
    arrival = arrived(mail())
    client = signed_in(cast.adviser)
    without = client.post(f"/desk/mail/{arrival.pk}/do/refuse/", {"reason": ""})
    first = client.post(f"/desk/mail/{arrival.pk}/do/refuse/", {"reason": "spam"})
    second = client.post(f"/desk/mail/{arrival.pk}/do/open/", {"body": ""})

    assert (without.status_code, first.status_code, second.status_code) == (400, 302, 400)
    assert "Noen har alt tatt seg av denne e-posten." in second.content.decode()


def test_list_asks_the_same_for_one_and_for_three_and_says_when_a_choice_is_bad(cast: Cast) -> None:
    client, asked = signed_in(cast.adviser), []
    client.get("/desk/mail/")
    for number in range(3):
        arrived(mail(f"Nummer {number}"))
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/mail/")
        asked.append(len(queries))

    assert asked[0] == asked[2]
    assert words("part.bad-choice", "nb") in client.get("/desk/mail/?show=tull").content.decode()


def test_adviser_chooses_how_to_be_told(cast: Cast) -> None:
    client = signed_in(cast.adviser)

    first = client.get("/desk/told/").content.decode()
    bad = client.post("/desk/told/", {"told": "hver time"})
    good = client.post("/desk/told/", {"told": "digest"}, follow=True).content.decode()

    assert 'value="at-once"' in first.partition("checked")[0].rpartition("<input")[2]
    assert (bad.status_code, "Lagret." in good, Preference.objects.get().told) == (400, True, "digest")
    assert signed_in(cast.buyer).get("/desk/told/").status_code == 403


def test_next_step_of_the_desk_is_the_mail_that_waits(cast: Cast) -> None:
    colleague = make_person("rad-to", RoleName.ADVISER, county="46")
    arrived(mail())

    page = signed_in(colleague).get("/me/").content.decode()

    assert "1 e-post venter på at du ser på den." in page
