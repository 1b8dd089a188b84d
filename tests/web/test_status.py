"""The yearly status on the site: the form, the approval, the public page, the picture and the comments."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from dugnad.plan.questions import load_questions
from dugnad.records.actions.comments import write_comment
from dugnad.records.actions.status import Given, save_answers, start_status, submit_status
from dugnad.records.models.register import Body
from dugnad.records.models.status import Comment, StatusReport
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture
def cast(site: Client) -> Cast:
    return make_cast()


def where(body: Body, more: str = "2026/") -> str:
    return f"/bodies/{body.key}/status/{more}"


def keys() -> list[str]:
    found = load_questions().of_year(2026)
    assert found is not None
    return [question.key for question in found.questions]


def filled(revision: int, value: str = "in-place", **more: str) -> dict[str, str]:
    return {"act": "save", "revision": str(revision), **{f"{key}-value": value for key in keys()}, **more}


def publish(body: Body, year: int = 2026, value: str = "lived", answers: int = 7) -> StatusReport:
    return StatusReport.objects.create(
        body=body, year=year, question_set=2026, state="approved", published_at=timezone.now(),
        published={key: {"value": value, "evidence_url": "https://eksempel.no/", "note": "Sak 1"}
                   for key in keys()[:answers]},
    )  # fmt: skip


def tree(answer: HttpResponse) -> html.HtmlElement:
    return html.fromstring(answer.content)


def text_of(answer: HttpResponse) -> str:
    return " ".join("".join(tree(answer).xpath("//main")[0].itertext()).split())


def test_from_the_first_click_to_the_public_page(cast: Cast) -> None:
    contact, leader = signed_in(cast.contact), signed_in(cast.leader)

    contact.post(where(cast.own), {"act": "start"})
    contact.post(where(cast.own), filled(0, **{"strategy-value": "", "anchoring-note": "Sak 12/26", "act": "send"}))
    hidden = text_of(signed_in(None).get(where(cast.own, "")))
    leader.post(where(cast.own), {"act": "approve", "revision": "2"})

    public = signed_in(None).get(where(cast.own, ""))
    rows = {
        row.xpath("string(th/span[1])"): row.xpath("string(td[1])") for row in tree(public).xpath("//table[1]/tbody/tr")
    }
    assert "ikke godkjent noen årsstatus ennå" in hidden
    assert (rows["Forankring"], rows["Strategi og rutiner"]) == ("Ja, mål er vedtattSak 12/26", "Ikke besvart")
    assert "6 av 7 spørsmål er besvart" in text_of(public)
    assert cast.contact.email not in public.content.decode()


def test_a_suggestion_is_shown_as_such_and_not_chosen(cast: Cast) -> None:
    StatusReport.objects.create(body=cast.own, year=2026, question_set=2026)
    report = StatusReport.objects.get()
    report.answers.create(question="anchoring", value="lived", came_from="last-year", is_confirmed=False)

    page = tree(signed_in(cast.contact).get(where(cast.own)))

    chosen = page.xpath("//input[@name='anchoring-value'][@checked]/@value")
    tags = page.xpath("//input[@name='anchoring-value'][@value='lived']/following-sibling::label/span/text()")
    assert (chosen, tags) == ([""], ["forslag fra i fjor"])
    assert page.xpath("//progress/@value") == ["0"]


def test_what_is_measured_stands_beside_with_its_coverage(cast: Cast) -> None:
    Body.objects.filter(pk=cast.own.pk).update(orgnr="999100001")
    cast.own.refresh_from_db()

    start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)

    shown = text_of(signed_in(cast.contact).get(where(cast.own))).replace("\xa0", " ")
    assert "3 av 4 delkontrakter lar klima og miljø telle minst 30 prosent. Dekning: 80 % av" in shown
    one = StatusReport.objects.get().answers.get(question="criteria-used")
    assert (one.value, one.came_from, one.is_confirmed) == ("in-place", "measured", False)


def test_of_two_who_write_at_once_nothing_is_lost(cast: Cast) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    save_answers(by=cast.contact, report=report, revision=0, answers={"anchoring": Given(value="lived")})

    answer = signed_in(cast.leader).post(where(cast.own), filled(0, "not-yet", **{"anchoring-note": "Mitt ord"}))

    page = tree(answer)
    assert answer.status_code == 409
    assert page.xpath("//input[@name='anchoring-value'][@checked]/@value") == ["not-yet"]
    assert page.xpath("//textarea[@name='anchoring-note']/text()")[0].strip() == "Mitt ord"
    assert page.xpath("//input[@name='revision']/@value") == ["1"]
    assert "Lagret av en annen imens: Ja, og ledelsen ser" in text_of(answer)
    again = signed_in(cast.leader).post(where(cast.own), filled(1, "not-yet"))
    assert (again.status_code, report.answers.get(question="anchoring").value) == (302, "not-yet")


@pytest.mark.parametrize(
    ("changed", "code", "said"),
    [
        ({"anchoring-value": "yes"}, 400, "Forankring"),
        ({"anchoring-value": "lived\0"}, 400, "Forankring"),
        ({"anchoring-evidence_url": "javascript:alert(1)"}, 400, "Skriv hele nettadressen"),
        ({"anchoring-evidence_url": "https://eksempel.no/" + "a" * 500}, 400, "Lenke til dokumentasjon"),
        ({"anchoring-note": "a" * 1001}, 400, "Merknad"),
        ({"anchoring-note": "a\0"}, 400, "Merknad"),
        ({"anchoring-note": "ring 41 23 45 67"}, 400, "peker på en person"),
        ({"revision": "x"}, 409, "Ingenting av det du skrev er borte"),
        ({"revision": "-1"}, 409, "Ingenting av det du skrev er borte"),
        ({"revision": "9" * 400}, 409, "Ingenting av det du skrev er borte"),
        ({"revision": ""}, 409, "Ingenting av det du skrev er borte"),
        ({"act": "abolish"}, 400, "Valget finnes ikke"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(cast: Cast, changed: dict[str, str], code: int, said: str) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    given = {**filled(0), "strategy-note": "<script>alert(1)</script>", **changed}

    answer = signed_in(cast.contact).post(where(cast.own), given)

    report.refresh_from_db()
    assert (answer.status_code, report.revision) == (code, 0)
    assert said in text_of(answer)
    assert tree(answer).xpath("//main//script") == []


def test_fields_that_nobody_asked_for_change_nothing(cast: Cast) -> None:
    mine = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    theirs = start_status(by=cast.other_contact, body=cast.other, year=2026, on=DAY)

    answer = signed_in(cast.contact).post(
        where(cast.own),
        {
            **filled(0),
            "report": str(theirs.pk),
            "body": str(cast.other.pk),
            "state": "approved",
            "made-up-value": "lived",
        },
    )

    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (answer.status_code, mine.state, mine.revision, theirs.revision) == (302, "draft", 1, 0)


def test_a_question_missing_from_the_form_is_left_as_it_is(cast: Cast) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    save_answers(by=cast.contact, report=report, revision=0, answers={"strategy": Given(value="lived", note="Sak")})

    signed_in(cast.contact).post(where(cast.own), {"act": "save", "revision": "1", "anchoring-value": "begun"})

    kept = report.answers.get(question="strategy")
    assert (kept.value, kept.note, report.answers.get(question="anchoring").value) == ("lived", "Sak", "begun")


@pytest.mark.parametrize("year", ["2025", "2027", "0", "99999", "10000000000"])
def test_a_year_that_is_not_open_has_no_page(cast: Cast, year: str) -> None:
    if year == str(timezone.localdate().year):
        pytest.skip("the year has come")

    assert signed_in(cast.contact).get(where(cast.own, f"{year}/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "get", "post"),
    [("contact", 200, 409), ("reader", 200, 403), ("buyer", 200, 403), ("other_leader", 403, 403),
     ("administrator", 403, 403), ("stranger", 403, 403)],
)  # fmt: skip
def test_drafts_are_for_the_bodys_own_people(cast: Cast, name: str, get: int, post: int) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    save_answers(by=cast.contact, report=report, revision=0, answers={"anchoring": Given(note="Hemmelig utkast")})
    client = signed_in(getattr(cast, name))

    seen, sent = client.get(where(cast.own)), client.post(where(cast.own), filled(7))

    assert (seen.status_code, sent.status_code) == (get, post)
    assert ("Hemmelig utkast" in seen.content.decode()) == (get == 200)
    assert "Hemmelig utkast" not in signed_in(None).get(where(cast.own, "")).content.decode()


def test_the_contact_cannot_approve_and_the_leader_can_send_back(cast: Cast) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    report = save_answers(by=cast.contact, report=report, revision=0, answers={"anchoring": Given(value="lived")})
    submit_status(by=cast.contact, report=report, revision=1)

    codes = [
        signed_in(who).post(where(cast.own), {"act": act, "revision": "2", "note": "Se igjen"}).status_code
        for who, act in ((cast.contact, "approve"), (cast.contact, "send-back"), (cast.leader, "send-back"))
    ]

    assert codes == [403, 403, 302]
    assert "Sendt tilbake fra lederen: Se igjen" in text_of(signed_in(cast.contact).get(where(cast.own)))


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_the_pages_stand_in_three_languages(cast: Cast, language: str) -> None:
    start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    publish(cast.other)
    contact = signed_in(cast.contact)

    pages = (
        contact.get(language + where(cast.own)), contact.get(language + where(cast.other, "")),
        contact.get(f"{language}/bodies/{cast.own.key}/comment/"), contact.get(f"{language}/sdg/"),
    )  # fmt: skip

    assert [page.status_code for page in pages] == [200] * 4
    assert [len(tree(page).xpath("//h1")) for page in pages] == [1] * 4


def test_five_like_bodies_are_compared_and_four_are_not(cast: Cast) -> None:
    publish(cast.own, value="in-place")
    for number in range(4):
        publish(make_body(f"Lik kommune {number} (DEMO)"))
    four = text_of(signed_in(None).get(where(cast.own, "")))
    publish(make_body("Femte kommune (DEMO)"), value="begun")

    five = text_of(signed_in(None).get(where(cast.own, "")))

    assert "For få til å sammenligne: 4 av 5 lignende virksomheter" in four
    assert "Virksomheten står på 2,0. Den midterste av 5 lignende virksomheter står på 3,0" in five
    assert "medianen for slike virksomheter ligger mellom 1,0 og 3,0" in five


@pytest.mark.parametrize("size", ["sheet", "made-up"])
def test_maturity_over_time_is_drawn(cast: Cast, size: str) -> None:
    publish(cast.own, 2026, "begun")
    publish(cast.own, 2027, "lived")

    drawn = signed_in(None).get(where(cast.own, f"maturity.svg?size={size}"))

    assert (drawn.status_code, drawn.headers["Content-Type"]) == (200, "image/svg+xml")
    labels = html.fromstring(drawn.content).xpath("//*[local-name()='text']/text()")
    assert {"2026", "2027", "1,0", "3,0"} <= set(labels)


def test_a_year_of_which_little_is_answered_says_nothing_in_the_title(cast: Cast) -> None:
    publish(cast.own, 2026, "begun", answers=3)
    little = text_of(signed_in(None).get(where(cast.own, "")))
    publish(cast.own, 2027, "lived")

    two = text_of(signed_in(None).get(where(cast.own, "")))

    assert "For lite besvart til å si noe om modenheten" in little
    assert "Modenheten er 3,0 av 3 i 2027" in two
    assert "for lite besvart til å si noe3 av 7" in two


def test_nothing_is_drawn_where_nothing_is_answered(cast: Cast) -> None:
    assert signed_in(None).get(where(cast.own, "maturity.svg")).status_code == 404


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_pages_ask_as_often_for_three_as_for_one(cast: Cast) -> None:
    client, public, own = signed_in(cast.contact), where(cast.own, ""), f"/bodies/{cast.own.key}/comment/"
    publish(cast.own)
    write_comment(by=cast.contact, body=cast.own, text="En")
    one = [counted(client, public), counted(client, own), counted(client, where(cast.own))]
    for year in (2027, 2028):
        publish(cast.own, year)
        write_comment(by=cast.contact, body=cast.own, text=f"Og {year}")
        publish(make_body(f"Lik {year} (DEMO)"))

    three = [counted(client, public), counted(client, own), counted(client, where(cast.own))]

    assert one == three


def test_a_comment_is_public_until_it_is_withdrawn(cast: Cast) -> None:
    client, address = signed_in(cast.contact), f"/bodies/{cast.own.key}/comment/"
    client.post(address, {"text": "Vi kjøper mest gjennom <b>samarbeidet</b>.", "about": "price-only"})
    before = signed_in(None).get(where(cast.own, "")).content.decode()

    answer = client.post(address, {"act": "withdraw", "comment": str(Comment.objects.get().pk)})

    after = signed_in(None).get(where(cast.own, "")).content.decode()
    words = "Vi kjøper mest gjennom &lt;b&gt;samarbeidet&lt;/b&gt;."
    assert (words in before, words in after, answer.status_code) == (True, False, 302)
    assert words in client.get(address).content.decode()


@pytest.mark.parametrize(
    "given", [{"text": ""}, {"text": "a\0"}, {"text": "ola@eksempel.no"}, {"text": "Hei", "about": "made-up"}]
)
def test_a_comment_that_cannot_stand_is_told(cast: Cast, given: dict[str, str]) -> None:
    answer = signed_in(cast.contact).post(f"/bodies/{cast.own.key}/comment/", given)

    assert (answer.status_code, Comment.objects.count()) == (400, 0)
    assert tree(answer).xpath("//div[@id='errors']//li")


@pytest.mark.parametrize("asked", ["", "x", "other"])
def test_nobody_withdraws_anothers_comment(cast: Cast, asked: str) -> None:
    theirs = write_comment(by=cast.other_contact, body=cast.other, text="Deres ord")

    answer = signed_in(cast.contact).post(
        f"/bodies/{cast.own.key}/comment/",
        {"act": "withdraw", "comment": str(theirs.pk) if asked == "other" else asked},
    )

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.withdrawn_at) == (404, None)


def test_sending_with_open_questions_asks_first(cast: Cast) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    contact, (opened, suggested_key) = signed_in(cast.contact), keys()[:2]
    report.answers.filter(question=suggested_key).update(value="lived", came_from="last-year", is_confirmed=False)
    given = filled(0, **{f"{opened}-value": "", f"{suggested_key}-value": "", "act": "submit"})

    first = contact.post(where(cast.own), given)
    asked = tree(contact.get(first.headers["Location"]))
    report.refresh_from_db()

    assert (first.headers["Location"], report.state) == (f"{where(cast.own)}?ask=1", "draft")
    assert asked.xpath("//section[@role='alert']//li/a/@href") == [f"#id_{opened}-value", f"#id_{suggested_key}-value"]
    assert asked.xpath("//button[@form='status-form']/@value") == ["send"]
    contact.post(where(cast.own), {**given, "act": "send", "revision": "1"})
    report.refresh_from_db()
    assert report.state == "submitted"
    assert "Svarene er lagret og sendt til lederen." in text_of(contact.get(where(cast.own)))


def test_all_answered_is_sent_at_once_and_a_saved_draft_says_so(cast: Cast) -> None:
    report = start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)
    contact = signed_in(cast.contact)

    contact.post(where(cast.own), filled(0))
    saved = tree(contact.get(where(cast.own))).xpath("string(//*[@role='status'])")
    contact.post(where(cast.own), filled(1, act="submit"))

    report.refresh_from_db()
    assert (saved.strip(), report.state) == ("Lagret.", "submitted")


def test_an_error_names_its_question_once_and_says_that_nothing_is_saved(cast: Cast) -> None:
    start_status(by=cast.contact, body=cast.own, year=2026, on=DAY)

    answer = signed_in(cast.contact).post(where(cast.own), filled(0, **{"anchoring-evidence_url": "javascript:1"}))

    alert = " ".join(tree(answer).xpath("//*[@id='errors']")[0].text_content().split())
    assert alert.startswith("Ett felt må rettes. Ingenting er lagret ennå. Forankring: Lenke til dokumentasjon: ")
    assert alert.count("Skriv hele nettadressen") == 1
    assert len(tree(answer).xpath("//p[@class='field-error']")) == 1
