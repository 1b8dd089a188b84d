"""A case as its asker sees it: nothing of the desk's own, nothing of anybody else's, by no link but its own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from dugnad.desk.asking import load_asking
from dugnad.desk.question import Question, Upload
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_files import keep_files
from dugnad.records.actions.case_work import ask_back, note_case, reply_to_desk, take_case
from dugnad.records.actions.cases import ask_desk, merge_cases
from dugnad.records.case_link import case_token
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.people import RoleName
from people import Cast, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
CONFIDED = "Leverandøren X har ringt oss om dette i fortrolighet."
DRAFTED = "Et utkast som ingen har lest ennå."
WHO = "spor@eksempel.invalid"
NOT_KEPT = "private, no-store, max-age=0, no-cache, must-revalidate"


@pytest.fixture
def cast(site: Client, settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR = tmp_path
    cache.clear()
    caches["answers"].clear()
    return make_cast()


@pytest.fixture
def visitor() -> Client:
    return Client(HTTP_HOST="localhost")


def visitors_case(cast: Cast, text: str = "Kan vi kreve miljømerke?", **given: Any) -> Case:
    """A question of somebody without an account, with a file."""
    question = Question(text=text, email=WHO, name="Spør Sen", **given)
    return ask_desk(
        by="visitor", question=question, body=cast.own, files=[Upload("krav.txt", b"Kravene.")], on=timezone.now()
    )


def link(case: Case) -> str:
    return f"/desk/asked/{case_token(case)}/"


def page(answer: Any) -> Any:
    return html.fromstring(answer.content.decode())


def answered(cast: Cast, case: Case, text: str = "Ja, se [[law:loa-5b]].") -> Case:
    """The case, taken and answered."""
    case = take_case(by=cast.adviser, case=case, seen=case.version)
    saved = save_draft(by=cast.adviser, case=case, text=text, based_on=0)
    return answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version, is_vouched=True)


def ended_days_ago(case: Case, days: int) -> None:
    """As if it had ended so long ago."""
    Case.objects.filter(pk=case.pk).update(
        closed_at=timezone.now() - timedelta(days=days), answered_at=timezone.now() - timedelta(days=days)
    )


def test_asker_reads_both_ways_and_nothing_of_the_desks_own(cast: Cast, visitor: Client) -> None:
    case = take_case(by=cast.adviser, case=visitors_case(cast), seen=1)
    note = note_case(by=cast.adviser, case=case, text=CONFIDED)
    keep_files(case, note, [Upload("internt.txt", b"Hemmelig.")], is_internal=True)
    save_draft(by=cast.adviser, case=case, text=DRAFTED, based_on=0)
    ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")

    shown = visitor.get(link(case))

    said = [one.text_content().strip() for one in page(shown).xpath("//*[contains(@class,'said-text')]")]
    text = shown.content.decode()
    assert said == ["Kan vi kreve miljømerke?", "Hvor stor er den?"]
    assert [
        one for one in (CONFIDED, DRAFTED, "internt.txt", cast.adviser.name, cast.adviser.email) if one in text
    ] == []
    assert page(shown).xpath("//h2[@id='write']/text()") == ["Svar støttetjenesten"]


def test_page_of_a_link_is_kept_and_told_nowhere(cast: Cast, visitor: Client) -> None:
    shown = visitor.get(link(visitors_case(cast)))

    assert {name: shown.headers[name] for name in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")} == {
        "Cache-Control": NOT_KEPT, "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }  # fmt: skip


def test_no_other_link_opens_the_case(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    token = case_token(case)
    turned = ["a" if sign != "a" else "b" for sign in token]
    tried = [token[:n] + turned[n] + token[n + 1 :] for n in range(0, len(token) - 1, 4)]
    tried += [str(case.pk), str(case.number), case_token(case, purpose="mail"), token[:-1], token + "a", token * 3]

    told = [visitor.get(f"/desk/asked/{one}/") for one in tried]

    assert {one.status_code for one in told} == {404}
    assert [one for one in told if "miljømerke" in one.content.decode()] == []


def test_who_tries_links_without_end_waits(cast: Cast, visitor: Client) -> None:
    told = [visitor.get("/desk/asked/finnes-ikke/").status_code for _ in range(61)]

    assert (set(told[:60]), told[60], visitor.get(link(visitors_case(cast))).status_code) == ({404}, 429, 200)


def test_files_are_saved_and_never_shown(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    file = page(visitor.get(link(case))).xpath("//a[@download]/@href")[0]

    sent = visitor.get(file)

    kept = ("Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control", "Content-Type")
    assert (sent.status_code, sent.content) == (200, b"Kravene.")
    assert [sent.headers[name] for name in kept] == [
        'attachment; filename="krav.txt"', "nosniff", "sandbox; default-src 'none'", NOT_KEPT,
        "text/plain; charset=utf-8",
    ]  # fmt: skip


def test_files_of_notes_and_of_others_are_not_there(cast: Cast, visitor: Client) -> None:
    case, other = visitors_case(cast), visitors_case(cast, "Et annet spørsmål?")
    note = note_case(by=cast.adviser, case=case, text=CONFIDED)
    secret = [
        *keep_files(case, note, [Upload("a.txt", b"Hemmelig.")], is_internal=True),
        *keep_files(case, note, [Upload("b.txt", b"Hemmelig.")]),
        *keep_files(case, None, [Upload("c.txt", b"Hemmelig.")], is_internal=True),
        other.files.get(),
    ]

    told = [visitor.get(f"{link(case)}files/{file.pk}/") for file in secret]

    assert [one.status_code for one in told] == [404] * 4
    assert [one for one in told if b"Hemmelig." in one.content] == []


def test_asker_writes_more_with_a_file_and_the_desk_goes_on(cast: Cast, visitor: Client) -> None:
    case = take_case(by=cast.adviser, case=visitors_case(cast), seen=1)
    case = ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor?")

    answer = visitor.post(link(case), {"do": "reply", "text": "Stor.", "files": SimpleUploadedFile("b.txt", b"Mer.")})

    case.refresh_from_db()
    last = case.entries.last()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{link(case)}?done=replied")
    assert (case.state, last.kind, last.text, last.is_by_asker) == ("taken", "reply", "Stor.", True)
    assert [file.name for file in last.files.all()] == ["b.txt"]


@pytest.mark.parametrize(
    "given", [{"text": ""}, {"text": "x" * 10_001}, {"text": "Hei", "files": SimpleUploadedFile("a.exe", b"MZ\0\0")}]
)
def test_what_is_wrong_is_told_and_what_was_written_stands(cast: Cast, visitor: Client, given: dict[str, Any]) -> None:
    case = visitors_case(cast)

    answer = visitor.post(link(case), {"do": "reply", **given})

    assert (answer.status_code, case.entries.count()) == (400, 1)
    assert len(page(answer).xpath("//*[@id='errors']//li")) == 1
    assert page(answer).findtext(".//textarea").strip() == given["text"]


def test_unknown_deed_and_another_sites_form_are_refused(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)

    strange = visitor.post(link(case), {"do": "answer", "text": "Ja."})
    elsewhere = visitor.post(
        link(case), {"do": "withdraw"}, headers={"Origin": "https://annet.eksempel.invalid"}
    )  # fmt: skip
    own = visitor.post(link(case), {"do": "withdraw"}, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})

    case.refresh_from_db()
    assert (strange.status_code, elsewhere.status_code, own.status_code, case.state) == (400, 403, 302, "closed")


def test_asker_says_whether_it_helped_and_may_change_their_mind(cast: Cast, visitor: Client) -> None:
    case = answered(cast, visitors_case(cast))
    before = page(visitor.get(link(case))).xpath("//a[contains(@class,'reference')]/@href")

    visitor.post(link(case), {"do": "helped"})
    first = Case.objects.get(pk=case.pk).helped
    visitor.post(link(case), {"do": "not-helped"})

    assert before != []
    assert (first, Case.objects.get(pk=case.pk).helped) == (True, False)


def test_nobody_says_whether_it_helped_before_there_is_an_answer(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)

    answer = visitor.post(link(case), {"do": "helped"})

    assert (answer.status_code, Case.objects.get(pk=case.pk).helped) == (409, None)


def test_answered_case_is_taken_up_again_for_so_many_days_and_then_asked_anew(cast: Cast, visitor: Client) -> None:
    case, late = (answered(cast, visitors_case(cast)) for _ in range(2))
    days = load_asking().reopen_days
    ended_days_ago(case, days - 1)
    ended_days_ago(late, days + 1)

    again = visitor.post(link(case), {"do": "reply", "text": "Det mangler noe."})
    refused = visitor.post(link(late), {"do": "reply", "text": "Det mangler noe."})

    case.refresh_from_db()
    late.refresh_from_db()
    assert (again.status_code, case.state, case.reopened) == (302, "taken", 1)
    assert (refused.status_code, late.state, late.reopened) == (400, "answered", 0)
    assert page(visitor.get(link(late))).xpath("//section[@aria-labelledby='anew']//a/@href") == [
        f"/desk/ask/?about=earlier:{late.number}"
    ]


@pytest.mark.parametrize(
    ("text", "state", "told"),
    [
        ("Takk!", "answered", "Så hyggelig!"),
        ("Tusen takk for hjelpen\n\nHilsen Spør Sen", "answered", "Så hyggelig!"),
        ("Takk, men hva med møbler?", "taken", "Det du skrev, er sendt."),
    ],
)
def test_thanks_alone_are_kept_and_open_nothing_again(
    cast: Cast, visitor: Client, text: str, state: str, told: str
) -> None:
    case = answered(cast, visitors_case(cast))

    shown = page(visitor.post(link(case), {"do": "reply", "text": text}, follow=True))

    case.refresh_from_db()
    assert (case.state, case.entries.last().text.split()[0]) == (state, text.split(maxsplit=1)[0])
    assert shown.findtext(".//*[@role='status']/p").startswith(told)


def test_thanks_with_a_file_are_more_than_thanks(cast: Cast, visitor: Client) -> None:
    case = answered(cast, visitors_case(cast))

    visitor.post(link(case), {"do": "reply", "text": "Takk!", "files": SimpleUploadedFile("b.txt", b"Mer.")})

    case.refresh_from_db()
    assert case.state == "taken"


def test_forgotten_case_shows_nothing_of_what_was_said(cast: Cast, visitor: Client) -> None:
    case = answered(cast, visitors_case(cast))
    Case.objects.filter(pk=case.pk).update(forgotten_at=timezone.now(), title="")

    shown = visitor.get(link(case)).content.decode()

    assert [one for one in ("miljømerke", "Ja, se", "krav.txt") if one in shown] == []
    assert visitor.post(link(case), {"do": "reply", "text": "Hei"}).status_code == 400


@pytest.mark.parametrize("is_false_kept", [True, False])
def test_who_asks_with_anothers_address_reads_nothing_when_the_two_are_joined(
    cast: Cast, visitor: Client, *, is_false_kept: bool
) -> None:
    real, false = visitors_case(cast, "Vår hemmelige plan?"), visitors_case(cast, "Hei, jeg later som?")
    gone, kept = (real, false) if is_false_kept else (false, real)
    file = real.files.get().pk
    merge_cases(by=cast.adviser, case=gone, into=kept, seen=gone.version)
    kept.refresh_from_db()
    answered(cast, kept, "Det hemmelige svaret.")

    shown = visitor.get(link(false)).content.decode()
    own = visitor.get(link(real)).content.decode()

    assert [one for one in ("Vår hemmelige plan?", "Det hemmelige svaret.") if one in shown] == []
    assert ("Vår hemmelige plan?" in own, "Det hemmelige svaret." in own, "jeg later" in own) == (True, False, False)
    assert [visitor.get(f"{link(one)}files/{file}/").status_code for one in (false, real)] == [404, 200]
    assert visitor.post(link(false), {"do": "not-helped"}).status_code == 409


def test_link_of_a_joined_case_withdraws_nothing_and_what_is_written_there_stands_there(
    cast: Cast, visitor: Client
) -> None:
    real, false = visitors_case(cast, "Vår hemmelige plan?"), visitors_case(cast, "Hei, jeg later som?")
    merge_cases(by=cast.adviser, case=real, into=false, seen=real.version)

    stopped = visitor.post(link(false), {"do": "withdraw"})
    written = visitor.post(link(real), {"do": "reply", "text": "Enda et ord."})

    assert (stopped.status_code, written.status_code) == (409, 302)
    assert Case.objects.get(pk=false.pk).state == "new"
    assert [("Enda et ord." in visitor.get(link(one)).content.decode()) for one in (real, false)] == [True, False]


def test_who_asks_with_anothers_address_reads_nothing_that_comes_from_there(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    mailed = f"/desk/asked/{case_token(case, 'mailed')}/"
    entry = reply_to_desk(
        by="mail", case=case, text="Hemmelig svar.", files=[Upload("h.txt", b"Hemmelig.")], message_id="<1@x.invalid>"
    )
    visitor.post(mailed, {"do": "reply", "text": "Skrevet med lenken.", "files": SimpleUploadedFile("i.txt", b"Mer.")})
    visitor.post(link(case), {"do": "reply", "text": "Åpent svar."})
    files = [entry.files.get(), case.files.get(name="i.txt"), case.files.get(name="krav.txt")]
    words = ("Hemmelig svar.", "Skrevet med lenken.", "h.txt", "i.txt", "Åpent svar.", "Send meg lenken på e-post")

    read = {one: visitor.get(one).content.decode() for one in (link(case), mailed)}
    saved = {one: [visitor.get(f"{one}files/{file.pk}/").status_code for file in files] for one in read}
    sent = visitor.post(link(case), {"do": "mail-link"})

    told = {one: [word in text for word in words] for one, text in read.items()}
    assert told == {link(case): [False] * 4 + [True, True], mailed: [True] * 5 + [False]}
    assert saved == {link(case): [404, 404, 200], mailed: [200, 200, 200]}
    assert "Noen svar er kommet fra e-postadressen." in read[link(case)]
    assert (sent.status_code, case.departures.filter(what="link").count()) == (302, 1)


@pytest.mark.parametrize("is_real", [True, False])
def test_reply_by_mail_is_shown_by_no_unproven_link_of_joined_cases(
    cast: Cast, visitor: Client, *, is_real: bool
) -> None:
    first, second = visitors_case(cast, "Den ene saken?"), visitors_case(cast, "Den andre saken?")
    reply_to_desk(by="mail", case=first, text="Hemmelig svar.", message_id="<1@x.invalid>")
    first.refresh_from_db()
    merge_cases(by=cast.adviser, case=first, into=second, seen=first.version)

    shown = visitor.get(link(first if is_real else second)).content.decode()

    assert "Hemmelig svar." not in shown


def test_adviser_is_told_that_an_address_is_not_confirmed_until_it_is(cast: Cast) -> None:
    case = visitors_case(cast)
    own = ask_desk(by=cast.buyer, question=Question(text="Min?"), body=cast.own, on=timezone.now())
    adviser = signed_in(cast.adviser)
    before = ["ikke bekreftet" in adviser.get(f"/desk/cases/{one.pk}/").content.decode() for one in (case, own)]
    Arrival.objects.create(sha256="a" * 64, size=1, raw=b"x", sender=WHO, is_proven=True, fate="threaded", case=case)

    after = "ikke bekreftet" in adviser.get(f"/desk/cases/{case.pk}/").content.decode()

    assert (before, after) == ([True, False], False)


def test_mailed_link_opens_all_of_a_joined_case(cast: Cast, visitor: Client) -> None:
    first, second = visitors_case(cast, "Den ene saken?"), visitors_case(cast, "Den andre saken?")
    merge_cases(by=cast.adviser, case=first, into=second, seen=first.version)
    mailed = f"/desk/asked/{case_token(first, 'mailed')}/"

    asked = visitor.post(link(first), {"do": "mail-link"})
    shown = visitor.get(mailed).content.decode()

    assert asked.url == f"{link(first)}?done=mailed"
    assert second.departures.filter(what="link").count() == 1
    assert ("Den ene saken?" in shown, "Den andre saken?" in shown) == (True, True)
    assert f"fra henvendelse {first.number}" in shown
    assert case_token(first, "mailed") not in visitor.get(link(first)).content.decode()


def test_overdue_asker_is_told_so(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    Case.objects.filter(pk=case.pk).update(promised_at=timezone.now() - timedelta(days=1))

    shown = page(visitor.get(link(case)))

    assert shown.findtext(".//p[@class='next-what']").startswith("Vi er på etterskudd")


def test_signed_in_asker_follows_a_joined_case(cast: Cast) -> None:
    first, second = (
        ask_desk(by=cast.buyer, question=Question(text=text), body=cast.own, on=timezone.now())
        for text in ("En?", "To?")
    )
    merge_cases(by=cast.adviser, case=first, into=second, seen=first.version)

    shown = signed_in(cast.buyer).get(f"/desk/mine/{first.pk}/").content.decode()

    assert ("En?" in shown, "To?" in shown) == (True, True)


def test_replies_are_bounded(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    caches["answers"].set(f"desk-asked-in-{case.pk}", 20, 60)

    answer = visitor.post(link(case), {"do": "reply", "text": "Enda mer."})

    assert (answer.status_code, answer.headers["Retry-After"], case.entries.count()) == (429, "3600", 1)
    assert page(answer).findtext(".//textarea").strip() == "Enda mer."


def test_own_cases_are_listed_and_nobody_elses(cast: Cast) -> None:
    own = ask_desk(by=cast.buyer, question=Question(text="Mitt eget?"), body=cast.own, on=timezone.now())
    ask_desk(by=cast.colleague, question=Question(text="Kollegaens?"), body=cast.own, on=timezone.now())
    visitors_case(cast, "En fremmeds?")

    listed = page(signed_in(cast.buyer).get("/desk/mine/")).xpath("//section//li//a/@href")

    assert listed == [f"/desk/mine/{own.pk}/"]


@pytest.mark.parametrize("who", ["colleague", "leader", "adviser", "coordinator", "administrator", "other_contact"])
def test_anothers_case_is_not_there(cast: Cast, who: str) -> None:
    case = ask_desk(
        by=cast.buyer, question=Question(text="Bare mitt?"), body=cast.own, files=[Upload("a.txt", b"Hemmelig.")],
        on=timezone.now(),
    )  # fmt: skip
    other = signed_in(getattr(cast, who))

    told = [
        other.get(f"/desk/mine/{case.pk}/"),
        other.post(f"/desk/mine/{case.pk}/", {"do": "withdraw"}),
        other.get(f"/desk/mine/{case.pk}/files/{case.files.get().pk}/"),
    ]

    case.refresh_from_db()
    assert ([one.status_code for one in told], case.state) == ([404, 404, 404], "new")
    assert [one for one in told if b"Bare mitt" in one.content or b"Hemmelig" in one.content] == []


def queries(client: Client, address: str) -> int:
    """How often the page asks the database, when it is not the first time."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


def test_list_asks_the_database_as_little_for_one_and_for_three(cast: Cast) -> None:
    buyer = signed_in(cast.buyer)
    counts = []
    for wanted in (1, 3):
        while Case.objects.count() < wanted:
            ask_desk(by=cast.buyer, question=Question(text="Kan vi?"), body=cast.own, on=timezone.now())
        counts.append(queries(buyer, "/desk/mine/"))

    assert counts[0] == counts[1]


def test_case_asks_the_database_as_little_for_one_thing_said_and_for_three(cast: Cast, visitor: Client) -> None:
    case = visitors_case(cast)
    counts = [queries(visitor, link(case))]
    for _ in range(2):
        entry = Entry.objects.create(case=case, kind="reply", text="Mer.", is_by_asker=True, at=timezone.now())
        keep_files(case, entry, [Upload("m.txt", b"Mer.")])
    counts.append(queries(visitor, link(case)))

    assert counts[0] == counts[1]


def test_desk_that_was_asked_sees_nothing_on_the_askers_pages(cast: Cast) -> None:
    other = make_person("rad-andre", RoleName.ADVISER, county="11")
    case = ask_desk(by=cast.buyer, question=Question(text="Bare mitt?"), body=cast.own, on=timezone.now())

    assert signed_in(other).get(f"/desk/mine/{case.pk}/").status_code == 404
