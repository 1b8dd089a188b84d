"""A body's adhesion page: public history, the form for its own people, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.national_plan import load_shipped_plans
from dugnad.records.models.decisions import Decision
from dugnad.records.models.register import Body
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
LETTER = "letter:8a3c1a52-0000-4000-8000-000000000001"
WORDS = (("Opphører etter", "Opphørte", "Tas over av:", "Tatt over av:"), ("Skal ta over:", "Tok over:"))
"""What is told of a merger before and after its day: on the old body's page, on the new one's."""
GIVEN = {"about": "join", "decided_by": "Kommunestyret", "on": "2026-10-07", "case_number": "26/1234",
         "document_url": "https://eksempel.no/sak"}  # fmt: skip


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def address(body: object) -> str:
    return f"/bodies/{body.key}/adhesion/"  # type: ignore[attr-defined]


def lead(client: Client, where: str) -> str:
    page = html.fromstring(client.get(where).content)
    return str(page.xpath("//p[@class='lead']")[0].text)


def told(body: object, about: str = "join") -> Decision:
    return record_decision(
        by=LETTER,
        body=body,
        about=about,
        decided_by="Ordføreren",
        on=date(2026, 10, 1),
        responsible="Rådmann",  # type: ignore[arg-type]
    )


def test_a_contact_joins_and_everybody_sees_it(cast: Cast) -> None:
    where = address(cast.own)

    answer = signed_in(cast.contact).post(where, GIVEN)

    assert (answer.status_code, answer.headers["Location"]) == (302, where)
    assert lead(signed_in(None), where) == "Virksomheten sluttet seg til 7. oktober 2026."
    shown = signed_in(None).get(where).content.decode()
    assert ("26/1234" in shown, "Kommunestyret" in shown, cast.contact.email in shown) == (True, True, False)


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
@pytest.mark.parametrize("name", ["own", "agency"])
def test_the_page_is_there_in_three_languages_for_visitors_and_own_people(cast: Cast, language: str, name: str) -> None:
    own = {"own": cast.leader, "agency": cast.agency_leader}[name]

    answers = [signed_in(who).get(language + address(getattr(cast, name))) for who in (None, own)]

    forms = [len(html.fromstring(answer.content).xpath("//main//form")) for answer in answers]
    assert ([answer.status_code for answer in answers], forms) == ([200, 200], [0, 1])


@pytest.mark.parametrize("name", ["reader", "buyer", "other_leader", "coordinator", "administrator", "stranger"])
def test_others_have_no_form_and_their_post_is_refused(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))

    shown, answer = client.get(address(cast.own)), client.post(address(cast.own), GIVEN)

    assert html.fromstring(shown.content).xpath("//main//form") == []
    assert (answer.status_code, Decision.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": "2999-01-01"}, "Dagen har ikke vært ennå"),
        ({"on": "i går"}, "Dag for vedtaket"),
        ({"on": ""}, "Dag for vedtaket"),
        ({"decided_by": ""}, "Vedtatt av"),
        ({"decided_by": "a\0b"}, "Vedtatt av"),
        ({"document_url": "javascript:alert(1)"}, "Skriv hele nettadressen"),
        ({"note": "ring 41 23 45 67"}, "peker på en person"),
        ({"note": "a" * 2001}, "Merknad"),
        ({"about": "withdraw"}, "ingenting å trekke tilbake"),
        ({"about": "confirm", "responsible": "Rådmann"}, "pliktklasse"),
        ({"about": "adopt-plan"}, "Valget finnes ikke"),
        ({"about": ""}, "Valget finnes ikke"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, changed: dict[str, str], said: str) -> None:
    given = {**GIVEN, "note": "Enstemmig <script>alert(1)</script>", **changed}

    answer = signed_in(cast.leader).post(address(cast.own), given)

    page = html.fromstring(answer.content)
    shown = " ".join(page.xpath("//div[@id='errors']//text()"))
    assert (answer.status_code, Decision.objects.count()) == (400, 0)
    assert said.lower() in shown.lower()
    assert page.xpath("//input[@name='case_number']/@value") == ["26/1234"]
    assert page.xpath("//main//script") == []


def test_a_joined_body_withdraws_and_the_history_stays(cast: Cast) -> None:
    client = signed_in(cast.leader)
    client.post(address(cast.own), GIVEN)

    client.post(address(cast.own), {**GIVEN, "about": "withdraw", "on": "2026-11-01"})

    page = html.fromstring(signed_in(None).get(address(cast.own)).content)
    assert [one.text.strip() for one in page.xpath("//article/h3")] == ["Tilslutning trukket", "Tilslutning"]


def test_a_state_body_confirms_with_its_responsible_position(cast: Cast) -> None:
    given = {**GIVEN, "about": "confirm", "responsible": "Økonomidirektør"}

    answer = signed_in(cast.agency_contact).post(address(cast.agency), given)
    missing = signed_in(cast.agency_contact).post(address(cast.agency), {**given, "responsible": ""})

    assert (answer.status_code, missing.status_code) == (302, 400)
    assert "Økonomidirektør" in signed_in(None).get(address(cast.agency)).content.decode()


def test_told_without_signing_in_is_marked_and_settled_by_own_people(cast: Cast) -> None:
    decision, client = told(cast.own), signed_in(cast.contact)
    before = signed_in(None).get(address(cast.own)).content.decode()

    given = {"act": "confirm", "decision": str(decision.pk)}
    first, second = client.post(address(cast.own), given), client.post(address(cast.own), given)

    after = signed_in(None).get(address(cast.own)).content.decode()
    mark = "Meldt uten innlogging, ikke bekreftet"
    assert (mark in before, mark in after) == (True, False)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "allerede bekreftet eller avvist" in second.content.decode()


@pytest.mark.parametrize("asked", ["", "x", "a\0", "00000000-0000-4000-8000-000000000000", "other"])
def test_a_decision_that_is_not_the_bodys_is_not_found(cast: Cast, asked: str) -> None:
    others = told(cast.other)

    answer = signed_in(cast.leader).post(
        address(cast.own), {"act": "reject", "decision": str(others.pk) if asked == "other" else asked}
    )

    others.refresh_from_db()
    assert (answer.status_code, others.is_rejected) == (404, False)


def test_an_unknown_body_has_no_page(cast: Cast) -> None:
    codes = [signed_in(cast.leader).get(f"/bodies/{key}/adhesion/").status_code for key in ("nobody", "999", "a%00b")]

    assert codes == [404, 404, 404]


def test_the_page_asks_the_database_as_often_for_one_decision_as_for_three(cast: Cast) -> None:
    client, counts = signed_in(cast.leader), list[int]()
    client.get(address(cast.own))  # the session gets its token

    for about in ("join", "withdraw", "join"):
        client.post(address(cast.own), {**GIVEN, "about": about})
        with CaptureQueriesContext(connection) as queries:
            client.get(address(cast.own))
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


def test_a_mistake_is_corrected_on_the_page_and_told_in_the_history(cast: Cast) -> None:
    where, client = address(cast.own), signed_in(cast.leader)
    client.post(where, GIVEN | {"on": "2016-10-07"})
    wrong = Decision.objects.get()

    shown = html.fromstring(client.get(f"{where}?correct={wrong.pk}").content)
    form = dict(shown.xpath("//main//form")[0].form_values())
    refused = client.post(where, form | {"on": "1926-10-07"})
    answer = client.post(where, form | {"on": "2026-10-07"})

    page = " ".join(html.fromstring(signed_in(None).get(where).content).text_content().split())
    assert (form["on"], form["case_number"], form["corrects"]) == ("2016-10-07", "26/1234", str(wrong.pk))
    assert (refused.status_code, answer.status_code, Decision.objects.count()) == (400, 302, 2)
    assert lead(signed_in(None), where) == "Virksomheten sluttet seg til 7. oktober 2026."
    assert ("Tilslutning Rettet" in page, "Retter det som ble registrert" in page, "Rett feil" in page) == (
        True, True, False,
    )  # fmt: skip


@pytest.mark.parametrize("asked", ["x", "00000000-0000-4000-8000-000000000000"])
def test_what_is_not_there_to_correct_is_no_page(cast: Cast, asked: str) -> None:
    answers = [signed_in(cast.leader).get(f"{address(cast.own)}?correct={asked}"),
               signed_in(cast.leader).post(address(cast.own), GIVEN | {"corrects": asked})]  # fmt: skip

    assert ([one.status_code for one in answers], Decision.objects.count()) == ([404, 404], 0)


@pytest.mark.parametrize(
    ("prefix", "word", "never"),
    [("", "øttespiller", "nvitert"), ("/nn", "øttespelar", "nvitert"), ("/en", "upporter", "nvited")],
)
def test_a_supporter_is_told_as_one_and_not_as_invited(cast: Cast, prefix: str, word: str, never: str) -> None:
    supporter = make_body("Kommunelaget (DEMO)", "association", obligation_class="supporter", orgnr="310000418")

    told = lead(signed_in(None), f"{prefix}{address(supporter)}")
    page = html.fromstring(signed_in(None).get(f"{prefix}/bodies/{supporter.key}/").content).xpath("string(//main)")

    assert (word in told, never in told, word in page, never in page) == (True, False, True, False)


@pytest.mark.parametrize("where", ["own", "agency"])
def test_page_lists_the_adopted_plans_in_force_with_version_and_no_restated_law(cast: Cast, where: str) -> None:
    load_shipped_plans(by="worker")

    page = html.fromstring(signed_in(None).get(f"/bodies/{getattr(cast, where).key}/adhesion/").content)

    listed = [" ".join(one.text_content().split()) for one in page.xpath("//section[@aria-labelledby='plans']//li")]
    assert [one.partition(" av ")[0] for one in listed] == ["DFØs handlingsplan 2021–2030 (versjon 1"]


def test_state_body_that_got_no_letter_is_not_told_that_it_did(cast: Cast) -> None:
    told = [signed_in(None).get(f"/bodies/{cast.agency.key}/{page}").content.decode() for page in ("", "adhesion/")]

    assert [("Ingen kvittering er registrert" in one, "fått brevet" in one, "er mottatt" in one) for one in told] == [
        (True, False, False)
    ] * 2


def test_a_merger_to_come_is_told_as_one_to_come(cast: Cast) -> None:
    heir = make_body("Nyvik kommune (DEMO)", orgnr="310000523")
    cast.own.successors.add(heir)
    told = []
    for until in (date(2099, 12, 31), date(2025, 12, 31)):
        Body.objects.filter(pk=cast.own.pk).update(until=until)
        pages = [signed_in(None).get(f"/bodies/{body.key}/").content.decode() for body in (cast.own, heir)]
        told.append([word in page for page, words in zip(pages, WORDS, strict=True) for word in words])

    assert told == [[True, False, True, False, True, False], [False, True, False, True, False, True]]
