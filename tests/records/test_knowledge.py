from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions import knowledge as act
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.cases import ask_desk, close_case
from dugnad.records.actions.knowledge_use import count_use
from dugnad.records.actions.knowledge_watch import rate_answer, watch_answers
from dugnad.records.case_names import names_of
from dugnad.records.models.cases import Case
from dugnad.records.models.knowledge import Knowledge, KnowledgeVersion
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import RoleName
from dugnad.records.models.search import SearchText
from dugnad.records.queries import knowledge as found
from dugnad.records.queries.steps import answer_tasks
from people import Cast, make_cast, make_person
from records.known import ANSWER, ASKED_AT, CONFIDED, LEAKS, ON, QUESTION, REVIEW_BY, a_proposal, published, solved_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def code_of(call: object, **given: object) -> str:
    """The code of the refusal."""
    with pytest.raises(Refused) as refused:
        call(**given)  # type: ignore[operator]
    return refused.value.code


def test_solved_case_is_offered_then_published_and_found(cast: Cast) -> None:
    case = solved_case(cast)

    offered = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal())
    before = SearchText.objects.filter(kind="answer").count()
    known = act.publish_answer(by=cast.adviser, knowledge=offered, seen=act.words_mark(offered), on=ON)

    assert (known.number, known.state, known.county, known.version, known.reviewed_on) == (
        1000,
        "published",
        "46",
        1,
        ON,
    )
    assert (before, SearchText.objects.get(kind="answer").path) == (0, "/desk/answers/1000/")
    assert (known.references, list(known.rests_on)) == (["law:loa-5b"], ["law:loa-5b"])
    assert KnowledgeVersion.objects.values_list("version", "short").get() == (1, "Ja, med minst 30 prosent.")
    assert list(LogEntry.objects.filter(subject="1000").order_by("pk").values_list("action", flat=True)) == [
        "offer_case", "publish_answer",
    ]  # fmt: skip


def test_first_proposal_holds_nothing_internal(cast: Cast) -> None:
    proposal = found.first_proposal(solved_case(cast), date(2026, 11, 23))

    assert (proposal.question, proposal.details, proposal.answer) == ("Miljø i renhold", QUESTION, ANSWER)
    assert proposal.groups == ("cleaning-services",)
    assert CONFIDED not in str(proposal)


def test_nothing_is_published_while_something_may_name_somebody(cast: Cast) -> None:
    case = solved_case(cast)
    offered = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal(details=QUESTION, answer=ANSWER))

    refused = code_of(act.publish_answer, by=cast.adviser, knowledge=offered, seen=act.words_mark(offered), on=ON)
    left = [one.words for one in act.marks_left(offered, names_of(case))]

    assert refused == "unsettled-marks"
    assert left == ["Randi Hemmelig", "Eksempelvik kommune", "22 33 44 55", "randi@eksempelvik.invalid", "Randi"]
    assert Knowledge.objects.filter(state="published").count() == SearchText.objects.filter(kind="answer").count() == 0


def test_mark_may_stay_with_a_reason_that_only_the_desk_keeps(cast: Cast) -> None:
    proposal = a_proposal(answer="Spør Kari Nordmann i direktoratet. [[law:loa-5b]]")
    offered = act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=proposal)
    empty = act.offer_case(by=cast.adviser, case=offered.case, proposal=proposal, seen=act.words_mark(offered),
                           reasons={"name:kari nordmann": " "})  # fmt: skip
    refused = code_of(act.publish_answer, by=cast.adviser, knowledge=empty, seen=act.words_mark(empty), on=ON)
    kept = act.offer_case(by=cast.adviser, case=offered.case, proposal=proposal, seen=act.words_mark(empty),
                          reasons={"name:kari nordmann": "Offentlig navn på veilederen."})  # fmt: skip

    known = act.publish_answer(by=cast.adviser, knowledge=kept, seen=act.words_mark(kept), on=ON)

    assert (refused, known.state) == ("unsettled-marks", "published")
    assert known.kept == [
        {
            "key": "name:kari nordmann",
            "sort": "name",
            "text": "Kari Nordmann",
            "reason": "Offentlig navn på veilederen.",
        }
    ]
    assert "Offentlig navn" not in str(list(LogEntry.objects.values())) + str(list(SearchText.objects.values()))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"answer": " "}, "missing"),
        ({"question": "x" * 301}, "too-long"),
        ({"answer": "Se [[law:loa 5b]]."}, "bad-reference"),
        ({"answer": "Ja\x07."}, "unreadable"),
        ({"groups": ("nothing",)}, "bad-group"),
        ({"cpv": ("abc",)}, "bad-codes"),
        ({"subject": "nothing"}, "bad-subject"),
        ({"language": "sv"}, "bad-language"),
    ],
)
def test_proposal_that_cannot_be_kept_is_refused(cast: Cast, given: dict[str, object], code: str) -> None:
    refused = code_of(act.offer_case, by=cast.adviser, case=solved_case(cast), proposal=a_proposal(**given))

    assert (refused, Knowledge.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"review_by": None}, "missing"),
        ({"review_by": ON}, "bad-review-day"),
        ({"review_by": ON + timedelta(days=2000)}, "bad-review-day"),
        ({"subject": ""}, "missing"),
        ({"answer": "Se [[law:borte]]."}, "unknown-reference"),
        ({"answer": "Se [[answer:1000]]."}, "unknown-reference"),
        ({"answer": "Ja.", "groups": (), "cpv": ()}, "not-tied"),
    ],
)
def test_proposal_may_be_kept_though_it_cannot_be_published_yet(
    cast: Cast, given: dict[str, object], code: str
) -> None:
    offered = act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=a_proposal(**given))

    refused = code_of(act.publish_answer, by=cast.adviser, knowledge=offered, seen=act.words_mark(offered), on=ON)

    assert (refused, Knowledge.objects.get().state) == (code, "draft")


def test_only_the_desk_offers_and_only_what_is_solved(cast: Cast) -> None:
    case = solved_case(cast)
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    for person in (elsewhere, cast.buyer, cast.coordinator, cast.governor):
        with pytest.raises(NotAllowed):
            act.offer_case(by=person, case=case, proposal=a_proposal())
    Case.objects.filter(pk=case.pk).update(state="taken")
    case.refresh_from_db()

    assert code_of(act.offer_case, by=cast.adviser, case=case, proposal=a_proposal()) == "not-solved"


def test_two_advisers_never_write_over_each_other(cast: Cast) -> None:
    case = solved_case(cast)
    first = act.offer_case(by=cast.adviser, case=case, proposal=a_proposal())
    mark = act.words_mark(first)
    act.offer_case(by=cast.adviser, case=case, proposal=a_proposal(short="Ja."), seen=mark)

    again = code_of(act.offer_case, by=cast.adviser, case=case, proposal=a_proposal(short="Nei."), seen=mark)
    late = code_of(act.publish_answer, by=cast.adviser, knowledge=first, seen=mark, on=ON)

    assert (again, late, Knowledge.objects.get().short) == ("changed-meanwhile", "changed-meanwhile", "Ja.")


def test_change_is_a_new_version_and_the_old_one_stays(cast: Cast) -> None:
    known = published(cast)
    same = code_of(act.change_answer, by=cast.adviser, knowledge=known, seen=act.words_mark(known),
                   proposal=found.proposal_of(known, "nb"), on=ON)  # fmt: skip

    nynorsk = replace(a_proposal(language="nn", question="Må vi vekte miljø når vi kjøper reinhald?", short="Ja."))
    known = act.change_answer(by=cast.coordinator, knowledge=known, seen=act.words_mark(known), proposal=nynorsk, on=ON)

    assert same == "nothing-changed"
    assert (known.version, known.languages, known.words_in("nn").question) == (2, ("nb", "nn"), nynorsk.question)
    assert known.words_in("en").question == "Må vi vekte miljø når vi kjøper renhold?"
    assert [one.translations.keys() for one in found.versions_of(known)] == [{"nn"}, set()]


def test_languages_that_have_not_followed_a_change_are_older_until_they_have_or_are_found_right(cast: Cast) -> None:
    known = published(cast)
    steps = [
        ("nn", "Ja."),
        ("en", "Yes."),
        ("nb", "Nei."),
        ("nn", "Nei."),
        ("nn", "Nei, aldri."),
        ("nn", "Nei, aldri."),
    ]
    told = []
    for number, (language, short) in enumerate(steps):
        group = ("cleaning-services",) if number < len(steps) - 1 else ()
        proposal = a_proposal(language=language, short=short, groups=group)
        known = act.change_answer(
            by=cast.adviser, knowledge=known, seen=act.words_mark(known), proposal=proposal, on=ON
        )  # fmt: skip
        told.append((known.older, list(found.lagging_answers(cast.adviser)) == [known]))
    known = act.review_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known), review_by=REVIEW_BY, on=ON)

    last = ({"nb": "nn", "en": "nn"}, True)
    assert told == [({}, False), ({}, False), ({"nn": "nb", "en": "nb"}, True), ({"en": "nb"}, True), last, last]
    assert (known.older, list(found.lagging_answers(cast.adviser))) == ({}, [])


def test_change_that_names_somebody_is_refused(cast: Cast) -> None:
    known = published(cast)

    refused = code_of(act.change_answer, by=cast.adviser, knowledge=known, seen=act.words_mark(known),
                      proposal=a_proposal(short="Spør Randi."), on=ON)  # fmt: skip

    known.refresh_from_db()
    assert (refused, known.version, known.short) == ("unsettled-marks", 1, "Ja, med minst 30 prosent.")


def test_answer_is_stale_when_its_law_changes_and_sound_when_reviewed(cast: Cast) -> None:
    known = published(cast)
    quiet = watch_answers(by="worker", on=ON)
    Knowledge.objects.update(rests_on={"law:loa-5b": "another"})

    changed, again = (watch_answers(by="worker", on=ON) for _ in range(2))
    known.refresh_from_db()
    told = (known.stale_since, known.stale_because, SearchText.objects.get(kind="answer").is_stale)
    tasks = [(one.what, one.county, one.count) for one in answer_tasks(cast.adviser)]
    act.review_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known), review_by=REVIEW_BY, on=ON)
    known.refresh_from_db()

    assert (quiet, changed, again) == (0, 1, 0)
    assert told == (ON, ["law:loa-5b"], True)
    assert tasks == [("stale-answers", "46", 1)]
    assert list(answer_tasks(cast.other_contact)) == list(answer_tasks(cast.adviser)) == []
    assert (known.stale_since, known.stale_because, SearchText.objects.get(kind="answer").is_stale) == (None, [], False)


def test_answer_is_stale_from_the_day_after_its_review_was_due(cast: Cast) -> None:
    known = published(cast)

    watch_answers(by="worker", on=REVIEW_BY)
    known.refresh_from_db()
    on_the_day = known.stale_because
    watch_answers(by="worker", on=REVIEW_BY + timedelta(days=1))
    known.refresh_from_db()

    assert (on_the_day, known.stale_because, known.stale_since) == ([], ["review-by"], REVIEW_BY + timedelta(days=1))


def test_old_law_makes_an_answer_stale_by_itself(cast: Cast) -> None:
    known = published(cast)
    before = date(2025, 1, 1)

    watch_answers(by="worker", on=before)
    known.refresh_from_db()

    assert known.stale_because == ["law:loa-5b"]


def test_withdrawn_answer_leaves_search_and_keeps_its_address(cast: Cast) -> None:
    known = published(cast)
    named = code_of(act.withdraw_answer, by=cast.adviser, knowledge=known, because="Randi Hemmelig ba om det.")

    known = act.withdraw_answer(by=cast.adviser, knowledge=known, because="Regelen er opphevet.")

    assert (named, known.state, known.withdrawn_because) == ("unsettled-marks", "withdrawn", "Regelen er opphevet.")
    assert SearchText.objects.filter(kind="answer").count() == 0
    again = act.publish_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known), on=ON)
    assert (again.state, again.version, again.withdrawn_because) == ("published", 2, "")


def test_old_words_are_taken_away_but_not_that_they_were_there(cast: Cast) -> None:
    known = published(cast, details="Zznavn ringte om dette.")
    newer = act.change_answer(
        by=cast.adviser, knowledge=known, seen=act.words_mark(known), proposal=a_proposal(), on=ON
    )
    blank = partial(act.blank_version, by=cast.adviser, knowledge=newer, on=ON)

    refused = [
        code_of(blank, version=version, because=because)
        for version, because in ((2, "Feil."), (9, "Feil."), (1, " "), (1, "Randi Hemmelig ba om det."))
    ]
    row = blank(version=1, because="Et navn sto der ved en feil.")
    again = code_of(blank, version=1, because="Et navn.")

    assert refused == ["still-read", "no-such-version", "missing", "unsettled-marks"]
    assert (again, "Zznavn" in str(KnowledgeVersion.objects.values())) == ("nothing-changed", False)
    assert (row.version, row.blanked_on, row.blanked_because) == (1, ON, "Et navn sto der ved en feil.")
    logged = LogEntry.objects.get(action="blank_version")
    assert (logged.subject, logged.details["version"], "navn" in str(logged.details)) == (str(known.number), 1, False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no words beside the row's own")
def test_words_taken_away_stand_in_no_part_of_the_index(cast: Cast) -> None:
    known = published(cast, question="Hva gjelder for zebrafisk?")
    act.withdraw_answer(by=cast.adviser, knowledge=known, because="Regelen er opphevet.")
    before = parts_with("zebrafisk")

    act.blank_version(by=cast.adviser, knowledge=known, version=1, because="Feil.", on=ON)

    assert (before > 0, parts_with("zebrafisk")) == (True, 0)


def parts_with(stem: str) -> int:
    """In how many parts of SQLite's index the stem stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT block FROM records_searchindex_data")
        return sum(stem.encode() in bytes(block) for (block,) in cursor.fetchall())


def test_words_of_a_withdrawn_answer_go_for_good(cast: Cast) -> None:
    known = act.withdraw_answer(by=cast.adviser, knowledge=published(cast), because="Regelen er opphevet.")
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")

    with pytest.raises(NotAllowed):
        act.blank_version(by=elsewhere, knowledge=known, version=1, because="Feil.", on=ON)
    act.blank_version(by=cast.adviser, knowledge=known, version=1, because="Feil.", on=ON)
    known.refresh_from_db()

    assert ("".join(act.all_texts(known)), known.state) == ("", "withdrawn")
    assert code_of(act.publish_answer, by=cast.adviser, knowledge=known, seen=act.words_mark(known), on=ON) == "missing"


def test_others_desks_keep_their_hands_off(cast: Cast) -> None:
    known = published(cast)
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    seen = act.words_mark(known)

    for person in (elsewhere, cast.buyer, cast.leader, cast.administrator, cast.stranger):
        with pytest.raises(NotAllowed):
            act.withdraw_answer(by=person, knowledge=known, because="Fordi.")
        with pytest.raises(NotAllowed):
            act.review_answer(by=person, knowledge=known, seen=seen, review_by=REVIEW_BY, on=ON)
        with pytest.raises(NotAllowed):
            act.change_answer(by=person, knowledge=known, seen=seen, proposal=a_proposal(short="Nei."), on=ON)


def test_proposal_is_thrown_away_but_never_what_was_published(cast: Cast) -> None:
    offered = act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=a_proposal())
    act.drop_proposal(by=cast.adviser, knowledge=offered)
    gone = Knowledge.objects.count()

    refused = code_of(act.drop_proposal, by=cast.adviser, knowledge=published(cast))

    assert (gone, refused) == (0, "already-published")


def test_use_and_help_are_counted_without_who(cast: Cast) -> None:
    known = published(cast)

    count_use(knowledge=known)
    rate_answer(by="visitor", knowledge=known, is_helpful=True)
    rate_answer(by="visitor", knowledge=known, is_helpful=False)
    known.refresh_from_db()

    assert (known.uses, known.helped, known.not_helped) == (1, 1, 1)


def test_use_is_counted_when_an_answer_is_sent_on_and_when_it_ends_a_case(cast: Cast) -> None:
    known = published(cast)
    sent, ended = (ask_desk(by=cast.buyer, question=Question(text=text), body=cast.own, on=ASKED_AT) for text in "AB")
    text = f"Se [[answer:{known.number}]] og en gang til [[answer:{known.number}]]."
    saved = save_draft(by=cast.adviser, case=sent, text=text, based_on=0)
    told = [uses_of(known)]

    answer_case(by=cast.adviser, case=sent, seen=sent.version, based_on=saved.version, is_vouched=True)
    told.append(uses_of(known))
    close_case(by=cast.adviser, case=ended, seen=ended.version, reason="known-answer", known=known)
    told.append(uses_of(known))

    assert (told, known.solved.count()) == ([0, 1, 2], 1)


def uses_of(known: Knowledge) -> int:
    """How often the answer is counted as used."""
    return Knowledge.objects.get(pk=known.pk).uses


def test_log_and_search_hold_no_word_of_the_case(cast: Cast) -> None:
    published(cast)

    told = str(list(LogEntry.objects.values())) + str(list(SearchText.objects.filter(kind="answer").values()))

    assert [word for word in (*LEAKS, "vekte miljø") if word in told and word != "vekte miljø"] == []


def test_case_closed_by_a_known_answer_is_not_offered_again(cast: Cast) -> None:
    known, case = published(cast), solved_case(cast)
    before = list(found.unshared_cases(cast.adviser))
    close_case(by=cast.adviser, case=case, seen=case.version, reason="known-answer", known=known)

    assert (before, list(found.unshared_cases(cast.adviser))) == ([case], [])


def test_answer_is_stale_when_its_criterion_is_not_there(cast: Cast) -> None:
    known = published(cast, answer="Bruk [[criterion:shared-take-back]].")
    before = watch_answers(by="worker", on=ON)

    # the library as it stood before the criterion came: the same reference leads nowhere
    watch_answers(by="worker", on=date(2026, 1, 1))
    known.refresh_from_db()

    assert (before, known.stale_because) == (0, ["criterion:shared-take-back"])
