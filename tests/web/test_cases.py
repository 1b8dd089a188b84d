"""The desk's queue and a case's page: found, worked on, never lost, never shown to others."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dugnad.desk.question import Question, Upload
from dugnad.records.actions.case_draft import answer_case, save_draft, send_to_reader
from dugnad.records.actions.case_work import ask_back, consult_desk, hand_over_case, note_case, reply_consult, take_case
from dugnad.records.actions.cases import ask_desk, close_case
from dugnad.records.actions.search import index_one
from dugnad.records.models.cases import Case, CaseFile, Draft, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.letters import Dispatch
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.reply_link import token_of
from people import Cast, make_body, make_cast, make_person, signed_in
from records.lettered import make_run

pytestmark = pytest.mark.django_db
CONFIDED = "Leverandøren X har ringt om dette."
NOW = timezone.now()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def second() -> Person:
    return make_person("rad-to", RoleName.ADVISER, county="46")


@pytest.fixture
def case(cast: Cast) -> Case:
    return asked(cast, "Må vi vekte miljø?")


def asked(cast: Cast, text: str, by: Person | None = None, **given: object) -> Case:
    return ask_desk(by=by or cast.buyer, question=Question(text=text), body=cast.own, on=NOW, **given)  # type: ignore[arg-type]


def page(client: Client, address: str, status: int = 200) -> str:
    return text_of(client.get(address), status)


def text_of(answer: HttpResponse, status: int = 200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def do(client: Client, case: Case, deed: str, **given: object) -> HttpResponse:
    case.refresh_from_db()
    given.setdefault("seen", case.version)
    return client.post(f"/desk/cases/{case.pk}/do/{deed}/", given)


def listed(text: str) -> list[str]:
    """The numbers on a queue's page, in order."""
    return re.findall(r'<span class="quiet line-note">(\d+)', text)


def test_queue_shows_own_desks_cases_late_first_and_waiting_last(cast: Cast) -> None:
    late, waiting, fresh = (asked(cast, f"Spørsmål {number}?") for number in range(3))
    Case.objects.filter(pk=late.pk).update(promised_at=NOW - timedelta(hours=1))
    Case.objects.filter(pk=waiting.pk).update(promised_at=NOW - timedelta(days=9), state="asked-back")
    today = asked(cast, "I dag?")
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.max))
    Case.objects.filter(pk=today.pk).update(promised_at=midnight)
    Case.objects.filter(pk=fresh.pk).update(promised_at=midnight + timedelta(seconds=1))
    client, shows = signed_in(cast.adviser), ("open", "late", "today", "waiting", "mine")

    found = {show: listed(page(client, f"/desk/cases/?show={show}")) for show in shows}

    assert found == {
        "open": [str(late.number), str(today.number), str(fresh.number), str(waiting.number)],
        "late": [str(late.number)], "today": [str(today.number)], "waiting": [str(waiting.number)], "mine": [],
    }  # fmt: skip


def test_each_figure_of_the_morning_leads_to_them_in_the_queue(cast: Cast, case: Case) -> None:
    shows = re.findall(
        r'href="/desk/cases/\?show=([a-z-]+)&amp;desk=46"', page(signed_in(cast.adviser), "/desk/needs/46/")
    )

    assert shows == ["late", "today", "to-read", "consulted"]


def test_queue_is_searched_by_number_title_and_body(cast: Cast, case: Case) -> None:
    other = asked(cast, "Hva koster Ærlig renhold?")
    client = signed_in(cast.adviser)

    found = [
        listed(page(client, f"/desk/cases/?q={text}")) for text in (other.number, "RENHOLD", "eksempelvik", "ingen")
    ]

    assert found == [[str(other.number)], [str(other.number)], [str(case.number), str(other.number)], []]


@pytest.mark.parametrize("query", ["show=alt", "desk=11", "page=0", "page=99"])
def test_queue_says_so_when_the_address_asks_for_nonsense(cast: Cast, query: str) -> None:
    assert "Et av valgene i adressen finnes ikke" in page(signed_in(cast.adviser), f"/desk/cases/?{query}")


def test_case_is_worked_on_from_its_page(cast: Cast, case: Case, second: Person) -> None:
    client, reader = signed_in(cast.adviser), signed_in(second)
    for deed, given in (
        ("take", {}),
        ("describe", {"title": "Vekting av miljø", "body": "310000108", "cpv": "90910000", "is_legal": "on"}),
        ("draft", {"answer": "Ja.", "based_on": 0, "insert": "law:loa-5b"}),
        ("reader", {"reader": ""}),
    ):
        assert do(client, case, deed, **given).status_code == 302, deed
    draft = Draft.objects.get(case=case)
    assert do(reader, case, "good").status_code == 302
    preview = page(client, f"/desk/cases/{case.pk}/preview/")
    assert do(client, case, "answer", based_on=draft.version).status_code == 302
    case.refresh_from_db()

    assert (case.state, case.title, case.cpv, case.is_legal) == ("answered", "Vekting av miljø", "90910000", True)
    assert Entry.objects.get(case=case, kind="answer").text == "Ja. [[law:loa-5b]]"
    assert ("veiledning og ikke juridisk" in preview, "/law/?on=" in preview) == (True, True)
    assert "Svaret er sendt." in page(client, f"/desk/cases/{case.pk}/")


@pytest.mark.parametrize(("typed", "status"), [("Os", 302), ("Os kommune", 302), ("Herøy kommune", 400)])
def test_body_is_set_by_its_short_name_and_several_of_one_name_are_told_with_their_numbers(
    cast: Cast, case: Case, typed: str, status: int
) -> None:
    known = make_body("Os kommune", county="34", orgnr="310003024")
    for name, kind in (("Oslo kommune", "municipality"), ("Os kommunes havn", "municipal-enterprise")):
        make_body(name, kind)
    make_body("Herøy kommune", county="15", orgnr="310003032")
    make_body("Herøy kommune", county="18", orgnr="310003040", slug="heroy-nordland")
    before = case.body

    answer = do(signed_in(cast.adviser), case, "describe", title="T", body=typed)
    case.refresh_from_db()

    assert (answer.status_code, case.body) == (status, known if status == 302 else before)
    numbers = [number in answer.content.decode() for number in ("310003032", "310003040")]
    assert numbers == [status == 400] * 2


@pytest.mark.parametrize(
    ("deed", "given"),
    [
        ("note", {"note": ""}), ("ask-back", {"question": " "}), ("hand-over", {"desk": "11"}),
        ("close", {"reason": "x"}),
        ("describe", {"title": "T", "body": "kommune"}), ("describe", {"title": "T", "cpv": "12"}),
        ("consult", {"desk": "00", "text": ""}), ("close", {"reason": "known-answer", "known": 77}),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_what_was_written(cast: Cast, case: Case, deed: str, given: dict[str, object]) -> None:
    text = text_of(do(signed_in(cast.adviser), case, deed, **given), 400)

    assert 'id="errors"' in text


def test_refused_close_keeps_the_case_open(cast: Cast, case: Case) -> None:
    answer = do(signed_in(cast.adviser), case, "close", reason="known-answer", known=77)
    case.refresh_from_db()

    assert (answer.status_code, case.state) == (400, "new")


def test_who_saw_an_older_case_gets_the_text_back_and_may_send_it_again(cast: Cast, case: Case, second: Person) -> None:
    client = signed_in(cast.adviser)
    seen = case.version
    take_case(by=second, case=case, seen=case.version)
    note_case(by=second, case=case, text="Jeg ringer dem i dag.")

    text = text_of(do(client, case, "ask-back", seen=seen, read=1, question="Hvor stor er den?"), 409)
    again = re.search(r'action="[^"]*do/ask-back/">.*?name="seen" value="(\d+)"', text, flags=re.DOTALL)
    assert again is not None
    answer = do(client, case, "ask-back", seen=again[1], question="Hvor stor er den?")

    assert ("Hvor stor er den?" in text, text.count('data-color="info">Nytt<')) == (True, 1)
    assert answer.status_code == 302


def test_two_who_write_at_once_see_both_texts_and_join_them(cast: Cast, case: Case, second: Person) -> None:
    first, other = signed_in(cast.adviser), signed_in(second)
    do(first, case, "draft", answer="Ja, trettien prosent.", based_on=0)
    late = do(other, case, "draft", answer="Nei, ikke ennå.", based_on=0)
    text = page(other, f"/desk/cases/{case.pk}/")
    newest = Draft.objects.get(case=case).version

    do(other, case, "draft", answer="Ja, trettien prosent.", based_on=newest, add="2")
    draft = Draft.objects.get(case=case)

    assert late.headers["Location"].endswith("#beside")
    assert '<div class="ds-alert" data-color="warning" role="status">' in text
    assert [word in text for word in ("Ja, trettien prosent.", "Nei, ikke ennå.")] == [True, True]
    assert draft.text == "Ja, trettien prosent.\n\nNei, ikke ennå."
    assert draft.versions.filter(is_beside=True).count() == 0


def test_text_beside_that_nobody_has_seen_is_not_joined_away(cast: Cast, case: Case, second: Person) -> None:
    first, other = signed_in(cast.adviser), signed_in(second)
    for text in ("Ja.", "Nei.", "Kanskje."):
        do(first, case, "draft", answer=text, based_on=0)

    do(other, case, "draft", answer="Ja og nei.", based_on=1, joined="2", join="1")

    assert list(Draft.objects.get(case=case).versions.filter(is_beside=True).values_list("text", flat=True)) == [
        "Kanskje."
    ]


@pytest.mark.parametrize("deed", ["ask-back", "draft"])
def test_text_for_a_case_that_was_closed_meanwhile_is_given_back(cast: Cast, case: Case, deed: str) -> None:
    close_case(by=cast.adviser, case=case, seen=case.version, reason="withdrawn")
    written = "Dette skrev jeg lenge på."

    text = text_of(do(signed_in(cast.adviser), case, deed, question=written, answer=written, based_on=0), 409)

    assert re.findall(r'case-unsent"[^>]*>\s*([^<]+)', text)[0] == written


def test_text_for_a_case_that_was_handed_over_is_given_back_without_a_word_of_the_case(cast: Cast, case: Case) -> None:
    make_person("rad-rogaland", RoleName.ADVISER, county="11")
    hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"))

    text = text_of(do(signed_in(cast.adviser), case, "draft", answer="Dette skrev jeg.", based_on=0), 404)

    assert ("Dette skrev jeg." in text, case.title in text) == (True, False)


def test_building_blocks_are_found_and_put_in_where_the_writer_wants_them(cast: Cast, case: Case) -> None:
    client = signed_in(cast.adviser)
    index_one("criterion", "cleaning-daytime")
    index_one("law", "loa-5b@2026")
    sought = do(client, case, "draft", answer="Se [[]] først.", based_on=0, find="renhold på dagtid")
    text = page(client, sought.headers["Location"].partition("#")[0])
    block = re.findall(r'name="insert" value="(criterion:[^"]+)"', text)[0]

    do(client, case, "draft", answer="Se [[]] først.", based_on=1, find="renhold på dagtid", insert=block)

    assert Draft.objects.get(case=case).text == f"Se [[{block}]] først."


@pytest.mark.parametrize("hole", ["[[]]", "[[law:finnes-ikke]]", "[[answer:99999]]", "[[law:loa-5b", "[[rot]]"])
def test_answer_with_a_hole_is_not_sent_and_the_hole_is_named(cast: Cast, case: Case, hole: str) -> None:
    client = signed_in(cast.adviser)
    saved = save_draft(by=cast.adviser, case=case, text=f"Ja, se {hole}", based_on=0)

    told = text_of(do(client, case, "answer", based_on=saved.version, is_vouched="on"), 409)
    preview = page(client, f"/desk/cases/{case.pk}/preview/")

    assert (f"<code>{hole}</code>" in told, f"<code>{hole}</code>" in preview) == (True, True)
    assert (case.entries.count(), "do/answer/" in preview) == (1, False)


def test_answer_that_points_to_a_rule_is_not_sent_before_somebody_has_said_what_it_is(
    cast: Cast, case: Case, second: Person
) -> None:
    client, law = signed_in(cast.adviser), "Ja, se [[law:loa-5b]]."
    saved = save_draft(by=cast.adviser, case=case, text=law, based_on=0)

    preview = unescape(page(client, f"/desk/cases/{case.pk}/preview/"))
    stopped = do(client, case, "answer", based_on=saved.version)
    asked_to_read = do(client, case, "reader", reader="", is_legal="on")

    case.refresh_from_db()
    assert "Svaret viser til en regel. Er det et juridisk svar?" in preview
    assert (stopped.status_code, asked_to_read.status_code) == (409, 302)
    assert (case.is_legal, case.draft.state, case.state) == (True, "to-read", "new")


def test_whoever_vouches_that_it_is_no_legal_answer_sends_it_and_the_log_tells(cast: Cast, case: Case) -> None:
    saved = save_draft(by=cast.adviser, case=case, text="Ja, se [[law:loa-5b]].", based_on=0)

    sent = do(signed_in(cast.adviser), case, "answer", based_on=saved.version, is_vouched="on")

    case.refresh_from_db()
    told = LogEntry.objects.filter(action="answer_case").values_list("details", flat=True)[0]
    assert (sent.status_code, case.state, told["is_vouched"]) == (302, "answered", True)


def test_answer_that_says_what_a_published_one_says_is_sent_at_once(cast: Cast, case: Case) -> None:
    known = Knowledge.objects.create(number=7, state="published", question="Vekte?", answer="Ja, se [[law:loa-5b]].")
    saved = save_draft(by=cast.adviser, case=case, text="Ja [[law:loa-5b]], se [[answer:7]].", based_on=0)
    client = signed_in(cast.adviser)

    before = unescape(page(client, f"/desk/cases/{case.pk}/preview/"))
    Knowledge.objects.filter(pk=known.pk).update(stale_since=NOW.date())
    after = unescape(page(client, f"/desk/cases/{case.pk}/preview/"))
    Knowledge.objects.filter(pk=known.pk).update(stale_since=None)

    assert ("Er det et juridisk svar?" in before, "Er det et juridisk svar?" in after) == (False, True)
    assert do(client, case, "answer", based_on=saved.version).status_code == 302


def test_second_reader_has_one_thing_to_do(cast: Cast, case: Case, second: Person) -> None:
    save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    send_to_reader(by=cast.adviser, case=case, seen=case.version)

    shown = page(signed_in(second), f"/desk/cases/{case.pk}/")

    main = shown[shown.index("<main") :]
    assert len(re.findall(r'class="ds-button"(?! data-variant)', main)) == 1
    assert ('id="reader"' in shown, 'id="release"' in shown) == (False, False)


def test_forged_block_is_not_put_in(cast: Cast, case: Case) -> None:
    do(signed_in(cast.adviser), case, "draft", answer="Ja.", based_on=0, insert="]]<script>")

    assert Draft.objects.get(case=case).text == "Ja."


def test_what_people_write_is_shown_as_text(cast: Cast) -> None:
    case = asked(cast, "<script>alert(1)</script> [[law:finnes-ikke]]")

    assert "<script>alert" not in page(signed_in(cast.adviser), f"/desk/cases/{case.pk}/")


def test_cases_of_one_asker_are_joined_from_the_page_and_others_are_only_shown(cast: Cast, case: Case) -> None:
    again = asked(cast, "Må vi vekte miljø igjen?")
    foreign = asked(cast, "Må vi vekte miljøet?", by=cast.colleague)
    client = signed_in(cast.adviser)
    text = page(client, f"/desk/cases/{case.pk}/")

    refused = do(client, again, "merge", into=str(foreign.pk))
    do(client, again, "merge", into=str(case.pk))
    again.refresh_from_db()

    assert re.findall(r'name="into" value="([^"]+)"', text) == [str(again.pk)]
    assert f"/desk/cases/{foreign.pk}/" in text
    assert (refused.status_code, again.merged_into) == (400, case)


def test_note_on_a_case_that_was_just_joined_is_shown_where_it_was_kept(cast: Cast, case: Case) -> None:
    again = asked(cast, "Må vi vekte miljø igjen?")
    client = signed_in(cast.adviser)

    joined = do(client, again, "merge", into=str(case.pk))
    noted = do(client, again, "note", note="Ringte henne.")
    gone, kept = (page(client, f"/desk/cases/{one.pk}/") for one in (again, case))

    assert [answer.headers["Location"] for answer in (joined, noted)] == [f"/desk/cases/{case.pk}/"] * 2
    assert ["Ringte henne." in text for text in (gone, kept)] == [False, True]
    assert [('name="note"' in text, 'class="split"' in text) for text in (gone, kept)] == [(False, False), (True, True)]
    assert f'<a class="ds-link" href="/desk/cases/{case.pk}/">{case.number}: ' in gone


def test_note_that_cannot_be_kept_on_a_joined_case_keeps_its_field(cast: Cast, case: Case) -> None:
    again = asked(cast, "Må vi vekte miljø igjen?")
    client = signed_in(cast.adviser)
    do(client, again, "merge", into=str(case.pk))

    refused = do(client, again, "note", note="x" * 40_001)

    assert (refused.status_code, "x" * 40_001 in refused.content.decode()) == (400, True)


def test_consulted_desk_reads_advises_and_changes_nothing(cast: Cast, case: Case) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    note_case(by=cast.adviser, case=case, text=CONFIDED)
    consult_desk(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"), text="Hva tror du?")
    client = signed_in(elsewhere)

    text = page(client, f"/desk/cases/{case.pk}/")
    taken = do(client, case, "take")
    advised = do(client, case, "advise", advice="Ja, det må de.")

    assert [CONFIDED in text, "do/draft/" in text, "do/close/" in text] == [True, False, False]
    assert (taken.status_code, advised.status_code) == (409, 302)
    assert listed(page(client, "/desk/cases/?show=consulted")) == [str(case.number)]


def test_lone_adviser_asks_another_desk_to_read(cast: Cast, case: Case) -> None:
    client = signed_in(cast.adviser)
    do(client, case, "draft", answer="Ja.", based_on=0)

    do(client, case, "reader", reader="desk:00")
    text = page(signed_in(cast.coordinator), f"/desk/cases/{case.pk}/")

    assert ("do/good/" in text, "do/draft/" in text) == (True, False)
    assert do(signed_in(cast.coordinator), case, "mend", remark="Vis til paragrafen.").status_code == 302
    assert Entry.objects.get(case=case, kind="consult").text == "Vis til paragrafen."


def test_files_are_saved_never_shown(cast: Cast) -> None:
    case = asked(cast, "Se filen", files=[Upload("krav «æ».txt", b"Krav til renhold")])
    file = CaseFile.objects.get(case=case)
    address = f"/desk/cases/{case.pk}/files/{file.pk}/"

    answer = signed_in(cast.adviser).get(address)
    others = [signed_in(one).get(address).status_code for one in (cast.leader, cast.governor, cast.coordinator, None)]

    assert answer.content == b"Krav til renhold"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''krav")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert others == [404, 404, 404, 302]


@pytest.mark.parametrize(
    "who", ["buyer", "colleague", "leader", "agency_contact", "governor", "coordinator", "administrator", "stranger"]
)
def test_others_see_nothing_of_a_case(cast: Cast, case: Case, who: str) -> None:
    note_case(by=cast.adviser, case=case, text=CONFIDED)
    save_draft(by=cast.adviser, case=case, text=CONFIDED, based_on=0)
    client = signed_in(getattr(cast, who))
    addresses = [
        f"/desk/cases/{case.pk}/",
        f"/desk/cases/{case.pk}/preview/",
        "/desk/cases/",
        "/desk/cases/?show=all&desk=46",
    ]

    answers = [client.get(address) for address in addresses]
    posted = do(client, case, "note", note="Hei")

    assert [one.status_code for one in answers[:2]] == [404, 404]
    assert [word in one.content.decode() for one in [*answers, posted] for word in (CONFIDED, case.title)] == [
        False
    ] * 10
    assert Entry.objects.filter(case=case).count() == 2


def test_stranger_signs_in_first(case: Case) -> None:
    answers = [Client(HTTP_HOST="localhost").get(one) for one in ("/desk/cases/", f"/desk/cases/{case.pk}/")]

    assert [one.headers["Location"].partition("?")[0] for one in answers] == ["/account/login/"] * 2


def test_adviser_of_another_county_sees_neither_queue_nor_case(cast: Cast, case: Case) -> None:
    elsewhere = signed_in(make_person("rad-oslo", RoleName.ADVISER, county="03"))

    assert listed(page(elsewhere, "/desk/cases/?show=all&desk=46")) == []
    assert elsewhere.get(f"/desk/cases/{case.pk}/").status_code == 404


def counted(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked_for:
        assert client.get(address).status_code == 200
    return len(asked_for)


def test_queue_asks_the_database_as_often_for_three_as_for_one(cast: Cast) -> None:
    client, counts = signed_in(cast.adviser), []
    for number in range(3):
        case = asked(cast, f"Spørsmål {number}?")
        save_draft(
            by=cast.adviser, case=take_case(by=cast.adviser, case=case, seen=case.version), text="Ja.", based_on=0
        )
        counts.append(counted(client, "/desk/cases/"))

    assert counts == [counts[0]] * 3


def test_case_asks_the_database_as_often_for_three_things_as_for_one(cast: Cast, second: Person) -> None:
    client, counts = signed_in(cast.adviser), []
    case = asked(cast, "Må vi?", files=[Upload("a.txt", b"a")])
    asked(cast, "Må vi igjen?")
    asked(cast, "Må vi også?", by=cast.colleague)
    for number in range(3):
        note_case(by=second if number % 2 else cast.adviser, case=case, text=f"Notat {number} [[law:loa-5b]]")
        for writer in (cast.adviser, second):
            save_draft(by=writer, case=case, text=f"{writer.pk} {number}", based_on=0)
        counts.append(counted(client, f"/desk/cases/{case.pk}/?find=renhold"))

    assert counts == [counts[0]] * 3


@pytest.mark.parametrize("language", ["nn", "en"])
def test_pages_stand_in_every_language(cast: Cast, case: Case, language: str) -> None:
    save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    client = signed_in(cast.adviser)

    titles = [
        unescape(re.findall(r"<h1[^>]*>(.*?)</h1>", page(client, f"/{language}/desk/cases/{address}"))[0])
        for address in ("", f"{case.pk}/", f"{case.pk}/preview/")
    ]

    assert (
        titles
        == {
            "nn": ["Førespurnader", "Må vi vekte miljø?", "Slik ser spørjaren svaret"],
            "en": ["Cases", "Må vi vekte miljø?", "The answer as the asker will see it"],
        }[language]
    )


def test_ended_case_shows_why_and_is_opened_again(cast: Cast, case: Case) -> None:
    client = signed_in(cast.adviser)
    do(client, case, "close", reason="elsewhere")
    text = page(client, f"/desk/cases/{case.pk}/")

    do(client, case, "reopen", why="Det var vi likevel.")
    case.refresh_from_db()

    assert ("Andre enn støttetjenesten må svare" in text, case.state) == (True, "new")


def test_writer_cannot_judge_the_own_answer(cast: Cast, case: Case) -> None:
    save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    send_to_reader(by=cast.adviser, case=case, seen=case.version)

    assert do(signed_in(cast.adviser), case, "good").status_code == 409


def test_answered_and_asked_back_cases_are_neither_late(cast: Cast, case: Case) -> None:
    Case.objects.update(promised_at=NOW - timedelta(days=3))
    back = ask_back(by=cast.adviser, case=case, seen=case.version, text="Hva?")
    first = "Over fristen</span>" in page(signed_in(cast.adviser), f"/desk/cases/{case.pk}/")
    saved = save_draft(by=cast.adviser, case=back, text="Ja.", based_on=0)
    answer_case(by=cast.adviser, case=back, seen=back.version, based_on=saved.version)

    assert (first, "Over fristen</span>" in page(signed_in(cast.adviser), f"/desk/cases/{case.pk}/")) == (False, False)


def steps_of(person: Person) -> list[str]:
    """What my page asks for, as addresses."""
    text = page(signed_in(person), "/me/")
    return re.findall(r'href="(/desk/cases/\?show=[a-z-]+)"', text)


def test_my_page_tells_what_is_late_to_be_read_asked_about_and_new(cast: Cast, case: Case, second: Person) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    Case.objects.update(promised_at=NOW - timedelta(hours=1))
    consult_desk(by=second, case=case, seen=case.version, desk=Desk.objects.get(county="11"), text="Hva tror du?")
    before = steps_of(elsewhere)
    case.refresh_from_db()
    save_draft(by=second, case=case, text="Ja.", based_on=0)
    send_to_reader(by=second, case=case, seen=case.version)
    reply_consult(by=elsewhere, case=case, text="Ja.")

    found = [steps_of(one) for one in (cast.adviser, second, cast.governor, cast.buyer, elsewhere)]

    late, new = "/desk/cases/?show=late", "/desk/cases/?show=new"
    assert before == ["/desk/cases/?show=consulted"]
    assert found == [[late, "/desk/cases/?show=to-read", new], [late, new], [], [], []]


def test_question_from_a_letter_says_where_the_answer_comes(cast: Cast) -> None:
    run = make_run(cast.governor, [cast.own], county="46")
    letter = Dispatch.objects.get(run=run)
    client = Client(HTTP_HOST="localhost")

    sent = client.post(f"/reply/{token_of(letter.pk)}/", {"do": "ask", "text": "Når er fristen?"})
    text = page(client, sent.headers["Location"])
    link = re.findall(r'href="(/desk/asked/[^"]+)"', text)[0]

    assert "postmottak@eksempelvik.invalid" in text
    assert "Når er fristen?" in page(client, link)
