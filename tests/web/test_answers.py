from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dugnad.records.actions import knowledge as act
from dugnad.records.actions.case_work import hand_over_case
from dugnad.records.actions.cases import close_case, merge_cases, reopen_case
from dugnad.records.actions.knowledge_watch import watch_answers
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.knowledge import Knowledge, KnowledgeVersion
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import RoleName
from dugnad.records.models.search import Sought
from people import Cast, make_cast, make_person, signed_in
from records.known import CONFIDED, LEAKS, ON, REVIEW_BY, a_proposal, published, solved_case

pytestmark = pytest.mark.django_db
NAMES = ("question", "short", "details", "answer", "subject", "group1", "group2", "group3", "cpv", "review_by")


@pytest.fixture(autouse=True)
def forgetful() -> None:
    cache.clear()


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def leaks_in(text: str) -> list[str]:
    """What of the case stands in a page."""
    return [word for word in (*LEAKS, CONFIDED) if word in text]


def sent(case: Case, seen: str = "", **given: str) -> dict[str, Any]:
    """The publish form as it is filled in."""
    told = {
        "language": "nb", "seen": seen, "question": "Må vi vekte miljø?", "short": "Ja.", "details": "",
        "answer": "Ja. Se [[law:loa-5b]].", "subject": "environment-rule", "group1": "cleaning-services",
        "cpv": "90910000", "review_by": timezone.localdate().replace(month=1, day=1).replace(
            year=timezone.localdate().year + 1).isoformat(),
    }  # fmt: skip
    return told | given


def queries(look: Callable[[], object]) -> int:
    """How many questions to the database it takes."""
    look()
    with CaptureQueriesContext(
        connection,
    ) as seen:
        look()
    return len(seen)


def test_answer_is_read_by_everybody_and_tells_nothing_of_the_case(cast: Cast) -> None:
    known = published(cast)
    visitor = signed_in(None)

    page = visitor.get(f"/desk/answers/{known.number}/")
    text = page.content.decode()

    assert "Svaret kom av et spørsmål til støttetjenesten." in text
    assert (page.status_code, leaks_in(text), visitor.cookies.keys()) == (200, [], visitor.cookies.keys() & set())
    assert "<h1>Må vi vekte miljø når vi kjøper renhold?</h1>" in text
    assert "Ja, med minst 30 prosent." in text
    assert re.search(r'<a class="ds-link reference" href="/law/\?on=[\d-]+#loa-5b@2026">', text)
    assert "lest i kopi av Lovdatas åpne data" in text
    assert f"/desk/ask/?about=answer:{known.number}" in text


def test_proposal_is_the_desks_alone(cast: Cast) -> None:
    offered = act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=a_proposal(details="Hemmelig utkast"))
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    address = f"/desk/answers/{offered.number}/"

    told = {
        person.name if person else "": signed_in(person).get(address).status_code
        for person in (None, cast.buyer, cast.leader, elsewhere, cast.coordinator, cast.adviser)
    }

    assert list(told.values()) == [404, 404, 404, 404, 404, 200]
    assert "Hemmelig utkast" not in signed_in(cast.coordinator).get("/desk/unanswered/").content.decode()
    assert "Hemmelig utkast" not in signed_in(None).get("/desk/answers/").content.decode()
    assert signed_in(None).get(f"/api/v1/answers/{offered.number}").status_code == 404


def test_list_is_narrowed_ordered_and_tells_of_nonsense(cast: Cast) -> None:
    first, second = (
        published(cast),
        published(cast, question="Hva med møbler?", subject="products", groups=("furniture",)),
    )
    Knowledge.objects.filter(pk=first.pk).update(uses=9)
    visitor = signed_in(None)

    def shown(query: str) -> list[str]:
        return re.findall(
            r'<h3><a class="ds-link" href="/desk/answers/(\d+)/">',
            visitor.get(f"/desk/answers/{query}").content.decode(),
        )

    one, two = str(first.number), str(second.number)
    assert [shown(query) for query in ("", "?order=used", "?subject=products", "?group=cleaning-services")] == [
        [two, one], [one, two], [two], [one],
    ]  # fmt: skip
    assert shown("?subject=products&group=cleaning-services") == []
    for query in ("?order=x", "?subject=x", "?group=x", "?page=99", "?page=-1"):
        assert (
            'role="alert"' in visitor.get(f"/desk/answers/{query}").content.decode()
            or "ds-alert" in visitor.get(f"/desk/answers/{query}").content.decode()
        ), query


def test_lists_ask_the_database_no_more_for_three_answers_than_for_one(cast: Cast) -> None:
    visitor, adviser = signed_in(None), signed_in(cast.adviser)
    looks = {
        "list": lambda: visitor.get("/desk/answers/"),
        "api": lambda: visitor.get("/api/v1/answers"),
        "unanswered": lambda: adviser.get("/desk/unanswered/"),
    }
    published(cast, answer="Se [[law:loa-5b]].")
    solved_case(cast)
    Knowledge.objects.update(stale_since="2026-01-01")
    one = {name: queries(look) for name, look in looks.items()}

    for _ in range(2):
        published(cast, answer="Se [[law:loa-5b]].")
        solved_case(cast)
    Knowledge.objects.update(stale_since="2026-01-01")

    assert {name: queries(look) for name, look in looks.items()} == one


def test_answer_with_many_versions_and_references_is_asked_for_in_as_many_questions(cast: Cast) -> None:
    first = published(cast)
    known = published(cast, answer=f"Se [[answer:{first.number}]].")
    look = lambda: signed_in(None).get(f"/desk/answers/{known.number}/")  # noqa: E731
    one = queries(look)
    for short in ("Ja!", "Ja, ja."):
        known = act.change_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known),
                                  proposal=a_proposal(short=short, answer=f"[[answer:{first.number}]] [[law:loa-5b]]"),
                                  on=timezone.localdate())  # fmt: skip

    assert queries(look) == one


def test_voice_is_counted_once_a_day_without_cookie_and_never_from_another_site(cast: Cast) -> None:
    known = published(cast)
    address = f"/desk/answers/{known.number}/"
    visitor = signed_in(None)

    elsewhere = visitor.post(address, {"helpful": "yes"}, HTTP_ORIGIN="https://other.invalid")
    nonsense = visitor.post(address, {"helpful": "maybe"})
    sent_on = [visitor.post(address, {"helpful": vote}).headers["Location"] for vote in ("no", "no", "yes")]
    known.refresh_from_db()

    assert (elsewhere.status_code, nonsense.status_code) == (403, 400)
    assert sent_on == [f"{address}?thanks={vote}#helpful" for vote in ("no", "no", "yes")]
    assert (known.helped, known.not_helped, dict(visitor.cookies)) == (0, 1, {})
    assert "Still gjerne spørsmålet ditt" in visitor.get(sent_on[0].partition("#")[0]).content.decode()


def test_voices_without_end_are_told_to_wait(cast: Cast) -> None:
    known = published(cast)
    visitor = signed_in(None)

    answers = [visitor.post(f"/desk/answers/{known.number}/", {"helpful": "yes"}).status_code for _ in range(31)]

    assert (answers[:30], answers[30]) == ([302] * 30, 429)


def test_reader_is_counted_once_a_day(cast: Cast) -> None:
    known = published(cast)
    visitor = signed_in(None)

    for _ in range(3):
        visitor.get(f"/desk/answers/{known.number}/")
    visitor.head(f"/desk/answers/{known.number}/")
    signed_in(cast.adviser).get(f"/desk/answers/{known.number}/")
    known.refresh_from_db()

    assert known.uses == 1


def test_stale_answer_says_so_and_why(cast: Cast) -> None:
    known = published(cast)
    Knowledge.objects.update(rests_on={"law:loa-5b": "another"}, review_by="2026-11-24")
    watch_answers(by="worker", on=REVIEW_BY)

    text = signed_in(None).get(f"/desk/answers/{known.number}/").content.decode()

    assert "kan være utdatert" in text
    assert re.search(r"Er endret siden svaret ble gjennomgått: .*\(LOA § 5b\)", text)
    assert "Skulle vært gjennomgått innen" in text
    assert "kan være utdatert" in signed_in(None).get("/desk/answers/").content.decode()
    assert "Ett svar fra støttetjenesten kan være utdatert" in signed_in(cast.adviser).get("/me/").content.decode()


def test_text_that_has_not_followed_another_says_so_to_readers_and_the_desk(cast: Cast) -> None:
    known = published(cast)
    for tongue, short in (("nn", "Ja."), ("nb", "Nei.")):
        told, seen = a_proposal(language=tongue, short=short), act.words_mark(known)
        known = act.change_answer(by=cast.adviser, knowledge=known, seen=seen, proposal=told, on=ON)
    where = f"/desk/answers/{known.number}/"

    read = {tongue: signed_in(None).get(f"{tongue}{where}").content.decode() for tongue in ("", "/nn")}
    listed = signed_in(cast.adviser).get("/desk/unanswered/").content.decode()
    edited = signed_in(cast.adviser).get(f"{where}edit/?language=nn").content.decode()

    assert ["nyere enn denne" in read[""], "Teksten på bokmål er nyare enn denne." in read["/nn"]] == [False, True]
    assert f'href="{where}" hreflang="nb">Les den nyaste' in read["/nn"]
    assert (f"{where}edit/?language=nn" in listed, "Teksten på bokmål er nyere enn denne." in edited) == (True, True)


def test_withdrawn_answer_tells_why_and_no_more_of_what_it_said(cast: Cast) -> None:
    known = act.withdraw_answer(by=cast.adviser, knowledge=published(cast), because="Regelen er opphevet.")

    page = signed_in(None).get(f"/desk/answers/{known.number}/")
    text = page.content.decode()

    assert (page.status_code, "Regelen er opphevet." in text, "minst 30 prosent" in text) == (410, True, False)
    assert signed_in(None).get(f"/api/v1/answers/{known.number}").json()["code"] == "withdrawn"


@pytest.mark.parametrize(
    ("language", "title"),
    [("nb", "et svar som er trukket tilbake (nr. 1000)"), ("nn", "eit svar som er trekt tilbake (nr. 1000)"),
     ("en", "an answer that has been withdrawn (no. 1000)")],
)  # fmt: skip
def test_question_of_a_withdrawn_answer_is_told_nowhere_that_it_is_referred_to(
    cast: Cast, language: str, title: str
) -> None:
    gone = published(cast, question="Gjelder det for dykkerklokker?")
    published(cast, answer=f"Ja. Se [[answer:{gone.number}]].")
    act.withdraw_answer(by=cast.adviser, knowledge=gone, because="Gjelder ikke mer.")
    start = "" if language == "nb" else f"/{language}"

    page = signed_in(None).get(f"{start}/desk/answers/1001/").content.decode()
    rests_on = signed_in(None).get("/api/v1/answers/1001").json()["rests_on"]

    assert "dykkerklokker" not in page + str(rests_on)
    assert f">{title}</a>" in page
    assert [(one["title"][language], one["is_replaced"]) for one in rests_on] == [(title, True)]


def test_older_version_is_read_as_it_was(cast: Cast) -> None:
    known = published(cast)
    act.change_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known),
                      proposal=a_proposal(short="Ja, helt sikkert."), on=timezone.localdate())  # fmt: skip
    address = f"/desk/answers/{known.number}/"

    old, bad = (signed_in(None).get(f"{address}?version={one}").content.decode() for one in ("1", "x"))

    assert ("Ja, med minst 30 prosent." in old, "Dette er en eldre utgave" in old, "helt sikkert" in old) == (
        True,
        True,
        False,
    )
    assert ("helt sikkert" in bad, "ds-alert" in bad) == (True, True)


def test_text_of_an_older_version_is_taken_away_on_the_page(cast: Cast) -> None:
    known = published(cast, details="Zznavn ringte om dette.")
    known = act.change_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known), proposal=a_proposal(),
                              on=timezone.localdate())  # fmt: skip
    adviser, address = signed_in(cast.adviser), f"/desk/answers/{known.number}/"

    offered = adviser.get(f"{address}edit/").content.decode()
    bad = [adviser.post(f"{address}edit/", {"do": "blank", "version": one, "because": "x"}) for one in ("2", "x", "²")]
    done = adviser.post(f"{address}edit/", {"do": "blank", "version": "1", "because": "Sto der ved en feil."})
    old = signed_in(None).get(f"{address}?version=1")
    now = [signed_in(None).get(f"{tongue}{address}").content.decode() for tongue in ("", "/nn", "/en")]

    assert re.findall(r'name="version" value="(\d+)"', offered) == ["1"]
    assert ([one.status_code for one in bad], done.status_code) == ([400, 400, 400], 302)
    assert (old.status_code, "Zznavn" in old.content.decode(), "Sto der ved en feil." in old.content.decode()) == (
        410, False, True,
    )  # fmt: skip
    assert [("?version=1" in one, "Sto der ved en feil." in one) for one in now] == [(False, True)] * 3


def test_case_is_made_public_step_by_step_without_script(cast: Cast) -> None:
    case = solved_case(cast)
    adviser = signed_in(cast.adviser)
    address = f"/desk/cases/{case.pk}/publish/"

    begun = adviser.get(address).content.decode()
    details = "Jeg heter Randi Hemmelig, ring 22 33 44 55."
    refused = adviser.post(address, sent(case, details=details, do="publish"))
    removed = adviser.post(address, sent(case, details=details, remove="name:randi hemmelig"))
    first = Knowledge.objects.get().details
    known = Knowledge.objects.get()
    removed_all = adviser.post(address, sent(case, act.words_mark(known), details=known.details, do="remove-all"))
    known.refresh_from_db()
    done = adviser.post(address, sent(case, act.words_mark(known), details=known.details, do="publish"))

    assert 'class="named"' in begun
    assert CONFIDED not in begun
    assert (refused.status_code, "Noe her kan navngi noen" in refused.content.decode()) == (400, True)
    assert [one.headers["Location"] for one in (removed, removed_all)] == [f"{address}#marks"] * 2
    assert first == "Jeg heter [navn], ring 22 33 44 55."
    assert (known.details.count("["), "22 33 44 55" in known.details) == (2, False)
    assert done.headers["Location"] == f"/desk/answers/{known.number}/"
    assert leaks_in(signed_in(None).get(f"/desk/answers/{known.number}/").content.decode()) == []


def test_preview_reads_as_the_answer_will_with_names_marked(cast: Cast) -> None:
    case = solved_case(cast)
    address, adviser = f"/desk/cases/{case.pk}/publish/", signed_in(cast.adviser)
    answer = "Spør Kari Nordmann <b>nå</b>.\n\n- Se [[law:loa-5b]]\n- Svar fra Ola Hansen"
    adviser.post(address, sent(case, answer=answer, do="save"))

    page = adviser.get(address).content.decode()
    shown = page[page.index('id="preview"') :]
    shown = shown[: shown.index("</article>")]

    assert ("[[law" in shown, re.findall(r'class="ds-link reference" href="([^"?]+)', shown)) == (False, ["/law/"])
    assert re.findall(r'<mark class="named"><span class="ds-sr-only">navn: </span>([^<]+)</mark>', shown) == [
        "Kari Nordmann", "Ola Hansen",
    ]  # fmt: skip
    assert ("&lt;b&gt;nå" in shown, shown.count("<li>")) == (True, 2)


def test_language_of_an_answer_is_chosen_where_it_is_written(cast: Cast) -> None:
    case = solved_case(cast)
    Case.objects.filter(pk=case.pk).update(language="nn")
    address, adviser = f"/desk/cases/{case.pk}/publish/", signed_in(cast.adviser)
    first = adviser.get(address).content.decode()

    adviser.post(address, sent(case, language="nb", do="save"))
    then = adviser.get(address).content.decode()

    chosen = [re.findall(r'type="radio" name="language" value="(\w+)" checked', one) for one in (first, then)]
    assert (chosen, Knowledge.objects.get().language) == ([["nn"], ["nb"]], "nb")


def test_what_must_be_chosen_before_publishing_is_not_told_to_be_free(cast: Cast) -> None:
    page = signed_in(cast.adviser).get(f"/desk/cases/{solved_case(cast).pk}/publish/").content.decode()

    free = re.findall(r'<label class="ds-label" for="id_(\w+)">[^<]*<span class="quiet">\(kan stå tomt\)', page)
    assert sorted(free) == ["cpv", "details", "group1", "group2", "group3", "short"]


def test_text_is_kept_when_somebody_else_was_first(cast: Cast) -> None:
    case = solved_case(cast)
    adviser = signed_in(cast.adviser)
    act.offer_case(by=cast.adviser, case=case, proposal=a_proposal(short="En annens ord."))

    page = adviser.post(f"/desk/cases/{case.pk}/publish/", sent(case, "", short="Mine ord.", do="save"))
    text = page.content.decode()

    assert (page.status_code, "Mine ord." in text, "Noen andre har endret dette" in text) == (400, True, True)


def test_proposal_goes_with_its_case_and_is_the_new_desks_alone(cast: Cast) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    case = solved_case(cast)
    offered = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal(question="Hemmelig utkast?"))
    written = sent(case, act.words_mark(offered))
    case = reopen_case(by=cast.adviser, case=case)
    hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"))

    told = {
        one.name: [
            signed_in(one).get(f"/desk/answers/{offered.number}/").status_code,
            "Hemmelig utkast?" in signed_in(one).get("/desk/unanswered/").content.decode(),
        ]
        for one in (cast.adviser, cast.coordinator, elsewhere)
    }
    late = signed_in(cast.adviser).post(f"/desk/cases/{case.pk}/publish/", written)
    dropped = signed_in(elsewhere).post(f"/desk/cases/{case.pk}/publish/", {"do": "drop"})

    assert list(told.values()) == [[404, False], [404, False], [200, True]]
    assert (late.status_code, "Ja. Se [[law:loa-5b]]." in late.content.decode()) == (404, True)
    assert (dropped.status_code, Knowledge.objects.count()) == (302, 0)


def test_proposal_is_published_by_the_desk_that_its_case_was_handed_to(cast: Cast) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    case = solved_case(cast)
    offered = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal())
    case = reopen_case(by=cast.adviser, case=case)
    case = hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"))
    close_case(by=elsewhere, case=case, seen=case.version, reason="answered")

    published = signed_in(elsewhere).post(
        f"/desk/cases/{case.pk}/publish/", sent(case, act.words_mark(offered), do="publish")
    )

    assert published.status_code == 302
    assert Knowledge.objects.values_list("county", "state").get() == ("11", "published")


def test_proposal_of_a_joined_case_goes_on_in_the_other(cast: Cast) -> None:
    case, into = solved_case(cast), solved_case(cast)
    offered = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal())
    case, into = reopen_case(by=cast.adviser, case=case), reopen_case(by=cast.adviser, case=into)
    merge_cases(by=cast.adviser, case=case, into=into, seen=case.version)

    shown = signed_in(cast.adviser).get(f"/desk/cases/{case.pk}/publish/")

    assert Knowledge.objects.get(pk=offered.pk).case_id == into.pk
    assert shown.headers["Location"] == f"/desk/cases/{case.pk}/"


def test_case_of_another_desk_has_no_publish_page(cast: Cast) -> None:
    case = solved_case(cast)
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")

    told = [
        signed_in(one).get(f"/desk/cases/{case.pk}/publish/").status_code
        for one in (elsewhere, cast.buyer, cast.leader)
    ]

    assert told == [404, 404, 404]
    assert signed_in(elsewhere).post(f"/desk/cases/{case.pk}/publish/", sent(case)).status_code == 404
    assert Knowledge.objects.count() == 0


def test_reason_of_a_kept_mark_stays_inside(cast: Cast) -> None:
    case = solved_case(cast)
    reason = "Hun har skrevet veilederen."
    adviser = signed_in(cast.adviser)

    filled = sent(
        case, details="Etter Kari Nordmanns veileder.", mark="name:kari nordmanns", reason=reason, do="publish"
    )
    adviser.post(f"/desk/cases/{case.pk}/publish/", filled)
    known = Knowledge.objects.get()
    paths = (f"/desk/answers/{known.number}/", f"/api/v1/answers/{known.number}", "/api/v1/answers", "/desk/answers/")
    pages = [signed_in(None).get(path).content.decode() for path in paths]

    assert (known.state, known.kept[0]["reason"]) == ("published", reason)
    assert [reason in page for page in pages] == [False] * 4
    assert reason not in str(list(LogEntry.objects.values()))


def test_answer_is_edited_reviewed_and_withdrawn_on_its_page(cast: Cast) -> None:
    known = published(cast)
    adviser, address = signed_in(cast.adviser), f"/desk/answers/{known.number}/edit/"
    seen = act.words_mark(known)

    shown = adviser.get(f"{address}?language=nn").content.decode()
    looked = adviser.post(address, sent(known.case, seen, short="Spør Kari Nordmann.", remove="name:kari nordmann"))
    bad = adviser.post(address, sent(known.case, seen, answer="", do="publish"))
    changed = adviser.post(address, sent(known.case, seen, short="Ja, alltid.", do="publish"))
    known.refresh_from_db()
    late = adviser.post(address, {"seen": seen, "review_by": REVIEW_BY.isoformat(), "do": "review"})
    reviewed = adviser.post(address, {"seen": act.words_mark(known), "review_by": "2027-06-30", "do": "review"})
    no_reason = adviser.post(address, {"because": " ", "do": "withdraw"})
    withdrawn = adviser.post(address, {"because": "Gjelder ikke mer.", "do": "withdraw"})
    known.refresh_from_db()

    assert 'name="language" value="nn"' in shown
    assert (looked.status_code, "Spør [navn]." in looked.content.decode()) == (200, True)
    assert [one.status_code for one in (bad, changed, late, reviewed, no_reason, withdrawn)] == [
        400,
        302,
        400,
        302,
        400,
        302,
    ]
    assert (known.state, KnowledgeVersion.objects.count()) == ("withdrawn", 2)


def test_what_the_answers_lack_is_told_to_the_desk(cast: Cast) -> None:
    Sought.objects.create(
        on=timezone.localdate(), stems="møb", shown="brukte møbler", county="46", count=5, without_answer=4
    )
    case = solved_case(cast)
    act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=a_proposal(question="Et forslag?"))
    known = published(cast)
    watch_answers(by="worker", on=REVIEW_BY.replace(year=REVIEW_BY.year + 1))

    text = signed_in(cast.adviser).get("/desk/unanswered/").content.decode()

    assert [word in text for word in ("brukte møbler", "4 av 5", "Et forslag?", known.question, str(case.pk))] == [
        True
    ] * 5
    assert signed_in(cast.buyer).get("/desk/unanswered/").status_code == 403


def test_api_gives_the_published_words_with_what_they_rest_on(cast: Cast) -> None:
    known = published(cast)

    told = signed_in(None).get(f"/api/v1/answers/{known.number}").json()
    listed = signed_in(None).get("/api/v1/answers?subject=environment-rule").json()

    assert (told["number"], told["version"], told["languages"]["nb"]["short"]) == (
        known.number,
        1,
        "Ja, med minst 30 prosent.",
    )
    assert [(one["reference"], one["is_checked"]) for one in told["rests_on"]] == [("law:loa-5b", True)]
    assert (listed["count"], listed["answers"]) == (1, [told])
    assert (leaks_in(str(told)), "case" in told, "kept" in told, "by" in told) == ([], False, False, False)
    assert signed_in(None).get("/api/v1/answers?subject=x").json()["answers"] == []
    assert [signed_in(None).get(f"/api/v1/answers/{one}").status_code for one in ("0", "abc", "9" * 30, "-1")] == [
        404
    ] * 4
