"""Asking the support service: what is needed, what is told, what is refused, and what never leaves the desk."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from dugnad.desk.asking import load_asking
from dugnad.records.actions.search import index_one
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Role, RoleName
from dugnad.records.models.spared import Spared
from dugnad.web.known import group_of_code
from people import Cast, make_body, make_cast, signed_in

pytestmark = pytest.mark.django_db
TEXT = "Hvor mye skal miljø vektes når vi kjøper renhold?"
WHO = "spor@eksempel.invalid"
ASK = "/desk/ask/"
TOO_LONG = "x" * (2 * 1024 * 1024 + 1)


@pytest.fixture
def cast(site: Client, settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR = tmp_path
    cache.clear()
    caches["answers"].clear()
    return make_cast()


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


def ask(client: Client, **given: Any) -> HttpResponse:
    """A question with what is given; a visitor's has an address."""
    return client.post(ASK, {"text": TEXT, "email": WHO, **given})


def page(answer: HttpResponse) -> Any:
    return html.fromstring(answer.content.decode())


def errors(answer: HttpResponse) -> list[str]:
    """The names of the fields that are told to be wrong."""
    return [str(one).removeprefix("#id_") for one in page(answer).xpath("//*[@id='errors']//li/a/@href")]


def test_front_page_has_a_door_to_the_desk(cast: Cast, visitor: Client) -> None:
    doors = page(visitor.get("/")).xpath("//a[@class='door']/@href")

    assert doors == ["/criteria/wizard/", "/bodies/", "/desk/"]


def test_visitor_asks_with_two_fields_and_is_told_who_answers_when_and_where_to_follow_it(
    cast: Cast, visitor: Client
) -> None:
    answer = ask(visitor, body="310000108")

    case = Case.objects.get()
    told = page(visitor.get(answer.headers["Location"]))
    facts = {one.findtext("dt"): one.findtext("dd") for one in told.xpath("//dl[@class='next-facts said-facts']/div")}
    link = told.xpath("//section[@class='next-step']//a/@href")[0]
    assert (case.asker, case.asker_email, case.body, case.desk_id, case.routed) == (None, WHO, cast.own, "46", "own")
    assert case.title == TEXT
    assert (facts["Nummer"], facts["Svarer"], facts["Gjelder"]) == (
        str(case.number), "Støttetjenesten i Vestland", "Eksempelvik kommune",
    )  # fmt: skip
    assert link.endswith(answer.headers["Location"].partition("?")[0])
    assert told.findtext(".//h1") == "Takk. Spørsmålet er sendt."
    assert "Vi har sendt en kvittering" in told.text_content()
    assert [one.what for one in Departure.objects.filter(case=case)].count("receipt") == 1


def test_where_nobody_is_appointed_no_time_is_promised_anywhere(cast: Cast, visitor: Client) -> None:
    Role.objects.filter(role__in=[RoleName.ADVISER, RoleName.COORDINATOR]).delete()

    sent = visitor.get(ask(visitor, body="310000108").headers["Location"])
    told = [page(one).text_content() for one in (visitor.get("/desk/"), visitor.get(ASK), sent)]

    assert ["Ingen er utpekt ennå." in one for one in told] == [True, True, True]
    assert [one for one in told if "får svar innen" in one or "Svar innen" in one] == []


def test_signed_in_person_needs_the_question_alone(cast: Cast) -> None:
    buyer = signed_in(cast.buyer)

    form = page(buyer.get(ASK))
    answer = buyer.post(ASK, {"text": TEXT, "body": form.xpath("//input[@name='body']/@value")[0]})

    case = Case.objects.get()
    assert form.xpath("//input[@name='email']") == []
    assert answer.headers["Location"] == f"/desk/mine/{case.pk}/?done=asked"
    assert (case.asker, case.asker_email, case.body) == (cast.buyer, "", cast.own)


def test_nobody_gets_a_cookie_by_asking(cast: Cast, visitor: Client) -> None:
    visitor.get(ASK)
    visitor.get(ask(visitor).headers["Location"])

    assert dict(visitor.cookies) == {}


def test_same_form_sent_twice_asks_once(cast: Cast, visitor: Client) -> None:
    sent = page(visitor.get(ASK)).xpath("//input[@name='sent']/@value")[0]

    first, second = ask(visitor, sent=sent), ask(visitor, sent=sent)

    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_another_who_sends_the_same_mark_gets_a_case_of_their_own(cast: Cast, visitor: Client) -> None:
    sent = page(visitor.get(ASK)).xpath("//input[@name='sent']/@value")[0]

    first, second = ask(visitor, sent=sent), ask(visitor, sent=sent, email="annen@eksempel.invalid")

    assert first.headers["Location"] != second.headers["Location"]
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    "typed", ["310000108", "310 000 108", "Eksempelvik kommune", "eksempelvik", "Eksempelvik kommune (310000108)"]
)
def test_body_is_found_by_number_or_name(cast: Cast, visitor: Client, typed: str) -> None:
    ask(visitor, body=typed)

    assert Case.objects.get().body == cast.own


def test_which_of_several_bodies_is_asked_once_and_what_no_body_is_called_is_taken_as_told(
    cast: Cast, visitor: Client
) -> None:
    asked = ask(visitor, body="kommune", county="46")
    told = ask(visitor, body="Bedriften AS", county="46")

    shown = page(asked)
    assert (asked.status_code, told.status_code) == (400, 302)
    assert shown.xpath("//input[@name='meant'][@type='radio']/@value") == [cast.other.key, cast.own.key, "-"]
    assert shown.xpath("//input[@name='body']/@value") == ["kommune"]
    assert Case.objects.get().body_told == "Bedriften AS"


@pytest.mark.parametrize("typed", ["Bø", "bo"])
def test_short_name_leads_to_the_municipality_and_not_to_others_that_hold_it(
    cast: Cast, visitor: Client, typed: str
) -> None:
    right = make_body("Bø kommune", county="18", orgnr="310003008")
    make_body("Bømlo kommune", orgnr="310003016")

    ask(visitor, body=typed)

    case = Case.objects.get()
    assert (case.body, case.county) == (right, "18")


def test_suggestions_that_a_browser_does_not_show_stand_below_to_choose_among(cast: Cast, visitor: Client) -> None:
    written = page(visitor.get("/desk/ask/bodies/", {"body": "Prøvefj"}))
    without = page(visitor.get("/desk/ask/bodies/", {"body": "provefjrod"}))

    assert written.xpath("//option/@value") == [f"Prøvefjord kommune ({cast.other.key})"]
    assert (without.xpath("//option"), without.xpath("//input[@name='meant']/@value")) == ([], [cast.other.key, "-"])


def test_body_can_be_chosen_where_the_form_comes_back_for_something_else(cast: Cast, visitor: Client) -> None:
    shown = page(ask(visitor, body="kommune", role="buyer", email="ikke en adresse"))
    ask(visitor, body="kommune", meant=cast.other.key)
    ask(visitor, body="kommune", meant="-")

    assert shown.xpath("//input[@name='meant'][@type='radio']/@value") == [cast.other.key, cast.own.key, "-"]
    assert shown.findtext(".//textarea").strip() == TEXT
    assert [(one.body, one.body_told) for one in Case.objects.order_by("number")] == [
        (cast.other, ""), (None, "kommune"),
    ]  # fmt: skip


def test_a_choice_does_not_outlive_the_name_it_was_made_for(cast: Cast, visitor: Client) -> None:
    ask(visitor, body="Prøvefjord", meant=cast.own.key)

    assert Case.objects.get().body == cast.other


def test_unknown_body_goes_to_the_county_that_was_told(cast: Cast, visitor: Client) -> None:
    ask(visitor, body="Bedriften AS", county="46")

    case = Case.objects.get()
    assert (case.body, case.body_told, case.county, case.desk_id) == (None, "Bedriften AS", "46", "46")


def test_everything_told_is_kept_and_the_group_follows_from_the_code(cast: Cast, visitor: Client) -> None:
    day = timezone.localdate() + timedelta(days=7)

    ask(visitor, cpv="90910000 Rengjøring", deadline=day.isoformat(), role="leader", name="Spør Sen", language="nn")

    case = Case.objects.get()
    told = (case.cpv, case.group, case.deadline, case.asker_role, case.asker_name, case.language)
    assert told == ("90910000", "cleaning-services", day, "leader", "Spør Sen", "nn")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"email": "ingen adresse"}, "email"),
        ({"email": ""}, "email"),
        ({"deadline": "2020-01-01"}, "deadline"),
        ({"deadline": "2999-01-01"}, "deadline"),
        ({"cpv": "12"}, "cpv"),
        ({"cpv": "99999999"}, "cpv"),
        ({"role": "administrator"}, "role"),
        ({"county": "99"}, "county"),
        ({"language": "xx"}, "language"),
        ({"files": SimpleUploadedFile("farlig.html", b"<script>alert(1)</script>")}, "files"),
        ({"files": [SimpleUploadedFile(f"{n}.txt", b"Hei") for n in range(21)]}, "files"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(
    cast: Cast, visitor: Client, given: dict[str, Any], field: str
) -> None:
    answer = ask(visitor, **given)

    assert (answer.status_code, errors(answer)) == (400, [field])
    assert (Case.objects.count(), CaseFile.objects.count()) == (0, 0)
    assert page(answer).findtext(".//textarea").strip() == str(given.get("text", TEXT)).strip()


@pytest.mark.parametrize(
    ("prefix", "heading", "most"),
    [
        ("", "Teksten er for lang", "høyst 10\u00a0000 tegn"),
        ("/nn", "Teksten er for lang", "høgst 10\u00a0000 teikn"),
        ("/en", "The text is too long", "at most 10,000 signs"),
    ],
)
def test_text_longer_than_is_read_at_all_is_told_to_be_too_long_and_how_long_it_may_be(
    cast: Cast, visitor: Client, prefix: str, heading: str, most: str
) -> None:
    answers = [
        visitor.post(f"{prefix}{ASK}", {"text": TOO_LONG, "email": WHO}),
        visitor.post(f"{prefix}{ASK}", f"text={TOO_LONG}", content_type="application/x-www-form-urlencoded"),
    ]

    told = [page(one) for one in answers]
    assert [one.status_code for one in answers] == [413, 413]
    assert [one.findtext(".//h1") for one in told] == [heading, heading]
    assert [most in one.findtext(".//p[@class='lead']") for one in told] == [True, True]
    assert told[0].xpath("//main//a[contains(@class, 'ds-button')]/@href") == [f"{prefix}{ASK}"]


def test_text_that_is_only_looked_at_is_not_cut(cast: Cast, visitor: Client) -> None:
    text = "Vi vil kjøpe renhold. " * 500

    shown = visitor.post(ASK, {"do": "look", "text": text})

    assert page(shown).findtext(".//textarea").strip() == text.strip()


def test_signs_that_cannot_be_shown_are_refused(cast: Cast, visitor: Client) -> None:
    answer = ask(visitor, text="Hei\x1b[31m")

    assert (answer.status_code, errors(answer), Case.objects.count()) == (400, ["text"], 0)


def test_form_of_another_site_is_refused(cast: Cast, visitor: Client) -> None:
    answer = visitor.post(ASK, {"text": TEXT, "email": WHO}, headers={"Origin": "https://annet.eksempel.invalid"})

    assert (answer.status_code, Case.objects.count()) == (403, 0)


def test_signed_in_form_without_its_key_is_refused(cast: Cast) -> None:
    buyer = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    buyer.force_login(cast.buyer, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = buyer.post(ASK, {"text": TEXT})

    assert (answer.status_code, Case.objects.count()) == (403, 0)


def test_one_address_asks_so_often_and_no_more(cast: Cast, visitor: Client) -> None:
    most = load_asking().most_from_one_address
    kept = [ask(visitor, email=f"{n}@eksempel.invalid").status_code for n in range(most)]

    answer = ask(visitor, email="enda-en@eksempel.invalid")

    assert (set(kept), answer.status_code, answer.headers["Retry-After"]) == ({302}, 429, "3600")
    assert page(answer).findtext(".//textarea").strip() == TEXT
    assert Case.objects.count() == most


def test_one_mail_address_is_written_to_so_often_and_no_more(cast: Cast) -> None:
    most = load_asking().most_to_one_email
    for n in range(most):
        ask(Client(HTTP_HOST="localhost", REMOTE_ADDR=f"192.0.2.{n}"))

    answer = ask(Client(HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.200"), email=WHO.upper())

    assert (answer.status_code, Case.objects.count()) == (429, most)


def test_when_strangers_fill_the_desk_those_with_an_account_still_ask(cast: Cast, visitor: Client) -> None:
    caches["answers"].set("desk-asked-all", load_asking().most_from_everybody, 60)

    assert (ask(visitor).status_code, signed_in(cast.buyer).post(ASK, {"text": TEXT}).status_code) == (429, 302)


def test_colleagues_behind_one_address_do_not_use_up_each_others_questions(cast: Cast) -> None:
    most = load_asking().most_from_one_address
    buyer, colleague = signed_in(cast.buyer), signed_in(cast.colleague)

    told = [buyer.post(ASK, {"text": TEXT}).status_code for _ in range(most + 1)]

    assert (told, colleague.post(ASK, {"text": TEXT}).status_code) == ([302] * most + [429], 302)


def test_strangers_files_are_bounded_together(cast: Cast, visitor: Client) -> None:
    caches["answers"].set("desk-asked-bytes", load_asking().most_megabytes * 1024 * 1024, 60)

    file = {"files": SimpleUploadedFile("a.txt", b"Hei")}
    told = ask(visitor, **file)

    assert (told.status_code, errors(told), Case.objects.count()) == (400, ["files"], 0)
    assert ask(visitor).status_code == 302


def test_what_is_asked_from_is_looked_up_and_not_believed(cast: Cast, visitor: Client) -> None:
    about = "criterion:cleaning-daytime@2026-11-22"

    form = page(visitor.get(f"{ASK}?about={about}"))
    ask(visitor, about=about, title="Lurt", path="//annet.eksempel.invalid/")

    case = Case.objects.get()
    assert form.xpath("//select[@name='group']//option[@selected]/@value") == ["cleaning-services"]
    assert case.context == {
        "kind": "criterion", "id": "cleaning-daytime@2026-11-22", "title": "Renhold på dagtid",
        "path": "/k/cleaning-daytime@2026-11-22",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("about", "title", "path"),
    [
        ("body:310000108", "Eksempelvik kommune", "/bodies/310000108/"),
        ("group:cleaning-services", "Renholdstjenester", "/criteria/cleaning-services/"),
        ("check:POSSIBLE_BREACH", "Kontroll før kunngjøring: Mulig brudd", "/check/"),
        ("reasons:spec", "Hjelp til begrunnelse", "/check/reasons/?path=spec"),
        ("earlier:1001", "Tidligere henvendelse 1001", ""),
    ],
)
def test_each_kind_of_page_can_be_asked_from(cast: Cast, visitor: Client, about: str, title: str, path: str) -> None:
    ask(visitor, about=about)

    context = Case.objects.get().context
    assert (context["path"], context["title"][: len(title)]) == (path, title)


@pytest.mark.parametrize(
    "about", ["criterion:finnes-ikke", "answer:1", "answer:²", "law:", "x:y", "", "finding:a!b", "wizard:%"]
)
def test_what_is_not_there_is_no_context_and_no_fault(cast: Cast, visitor: Client, about: str) -> None:
    answer = ask(visitor, about=about)

    assert answer.status_code == 302
    assert Case.objects.get().context.get("kind", "") in {"", "wizard"}


def test_drafts_cannot_be_asked_about(cast: Cast, visitor: Client) -> None:
    Knowledge.objects.create(number=7, question="Hemmelig utkast?", answer="Ja.", state="draft")

    shown = visitor.get(f"{ASK}?about=answer:7").content.decode()

    assert "Hemmelig utkast" not in shown


def test_what_is_known_is_shown_while_writing_without_losing_the_text(cast: Cast, visitor: Client) -> None:
    index_one("criterion", "cleaning-daytime")

    live = page(visitor.post("/desk/ask/known/", {"text": "Kan renhold på dagtid kreves?"}))
    looked = page(visitor.post(ASK, {"text": "Kan renhold på dagtid kreves?", "email": WHO, "do": "look"}))

    for shown in (live, looked):
        link = shown.xpath("//section[@id='known']//h3/a")[0]
        assert (link.get("href"), link.get("target")) == ("/k/cleaning-daytime@2026-11-22", "_blank")
        assert shown.xpath("//button[@name='enough']/@value") == ["criterion:cleaning-daytime"]
    assert looked.findtext(".//textarea").strip() == "Kan renhold på dagtid kreves?"
    assert looked.xpath("//input[@name='email']/@value") == [WHO]
    assert Case.objects.count() == 0


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("", "Vi fant ikke noe svar på dette ennå – spør oss."),
        ("/nn", "Vi fann ikkje noko svar på dette enno – spør oss."),
        ("/en", "We found no answer to this yet – ask us."),
    ],
)
def test_where_nothing_covers_the_question_it_says_so_and_shows_nothing(
    cast: Cast, visitor: Client, prefix: str, told: str
) -> None:
    index_one("criterion", "cleaning-daytime")

    live = page(visitor.post(f"{prefix}/desk/ask/known/", {"text": "Kjøp av barnevernstjenester"}))
    front = page(visitor.get(f"{prefix}/desk/?q=barnevernstjenester"))
    empty = page(visitor.get(f"{prefix}/desk/"))

    shown = [one.xpath("string(//section[@id='known'])").strip() for one in (live, front, empty)]
    assert shown == [told, told, ""]


def test_field_of_the_front_goes_on_to_asking_with_its_text(cast: Cast, visitor: Client) -> None:
    begun = page(visitor.post(ASK, {"q": TEXT, "do": "begin"}))

    assert begun.findtext(".//textarea").strip() == TEXT
    assert begun.xpath("//*[@id='errors']") == []


def test_bodies_are_offered_while_the_field_is_filled(cast: Cast, visitor: Client) -> None:
    offered = page(visitor.get("/desk/ask/bodies/?body=fjord")).xpath("//option/@value")

    assert offered == ["Prøvefjord kommune (310000213)"]


def test_enough_is_counted_without_who(cast: Cast, visitor: Client) -> None:
    known = Knowledge.objects.create(number=3, question="Hvor mye?", answer="30.", state="published")

    answer = visitor.post(
        "/desk/ask/enough/", {"enough": "answer:3", "text": TEXT, "body": "310000108", "role": "buyer"}
    )
    told = page(visitor.get(answer.headers["Location"]))

    known.refresh_from_db()
    row = Spared.objects.get()
    assert (known.spared, row.kind, row.key, row.county, row.role, row.count) == (1, "answer", "3", "46", "buyer", 1)
    assert told.xpath("//*[@role='status']//a/@href") == ["/desk/answers/3/"]
    assert Case.objects.count() == 0


@pytest.mark.parametrize("enough", ["", "answer:99", "body:310000108", "check:", "answer:" + "9" * 40, "x"])
def test_what_is_not_there_is_never_enough(cast: Cast, visitor: Client, enough: str) -> None:
    answer = visitor.post("/desk/ask/enough/", {"enough": enough})

    assert (answer.status_code, answer.headers["Location"], Spared.objects.count()) == (302, "/desk/", 0)


def test_who_answers_follows_the_county(cast: Cast, visitor: Client) -> None:
    told = [
        page(visitor.get(address)).xpath("string(//section[@class='next-step']/p)")
        for address in ("/desk/?county=46", "/desk/?county=11", "/desk/?county=56", "/desk/")
    ]

    starts = [one.partition(".")[0] for one in told]
    assert starts == [
        "Støttetjenesten i Vestland svarer",
        "Fylket har ingen rådgiver nå, så støttetjenesten i Vestland svarer",
        "Fylket og nabofylkene har ingen rådgiver nå, så den nasjonale støttetjenesten svarer",
        "Si hvilket fylke eller hvilken virksomhet det gjelder, så svarer fylkets egen støttetjeneste",
    ]


def test_signed_in_persons_county_is_known(cast: Cast) -> None:
    chosen = page(signed_in(cast.buyer).get("/desk/")).xpath("//select[@name='county']/option[@selected]/@value")

    assert chosen == ["46"]


def test_front_asks_the_database_as_little_for_one_answer_and_event_and_for_three(cast: Cast, visitor: Client) -> None:
    ask(visitor)  # makes the desks
    counts = []
    for number in range(3):
        Knowledge.objects.create(number=number, question="Hvor mye?", answer="30.", state="published", uses=number)
        soon = timezone.now() + timedelta(days=1)
        Event.objects.create(
            desk_id="46", kind="course", state="published", title="Kurs", starts_at=soon, ends_at=soon
        )  # fmt: skip
        visitor.get("/desk/?county=46")
        with CaptureQueriesContext(connection) as counted:
            shown = page(visitor.get("/desk/?county=46"))
        counts.append(len(counted))

    assert counts[0] == counts[2]
    assert shown.xpath("//section[@aria-labelledby='used']//li/a/@href") == [
        "/desk/answers/2/", "/desk/answers/1/", "/desk/answers/0/",
    ]  # fmt: skip
    assert len(shown.xpath("//section[@aria-labelledby='events']//li")) == 3


@pytest.mark.parametrize(
    ("cpv", "group"),
    [
        ("85000000", ""),
        ("98000000", ""),
        ("80000000", ""),
        ("33000000", ""),
        ("90910000", "cleaning-services"),
        ("90911200", "cleaning-services"),
        ("nonsense", ""),
    ],
)
def test_code_suggests_the_group_that_owns_it_and_none_that_is_narrower(cpv: str, group: str) -> None:
    assert group_of_code(cpv) == group
