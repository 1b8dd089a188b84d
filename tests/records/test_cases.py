from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.case_draft import answer_case, judge_draft, save_draft, send_to_reader
from dugnad.records.actions.case_work import ask_back, consult_desk, hand_over_case, note_case, reply_to_desk, take_case
from dugnad.records.actions.cases import ask_desk, close_case, merge_cases, reopen_case, set_case
from dugnad.records.actions.letters_reply import ask
from dugnad.records.case_link import case_of_token, case_token
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, DraftVersion
from dugnad.records.models.desk import Desk
from dugnad.records.models.letters import Dispatch
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import RoleName
from dugnad.records.queries.cases import asker_entries, case_for, entries_for, queue
from people import Cast, make_cast, make_person
from records.lettered import make_run

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
CONFIDED = "Leverandøren X har ringt om dette."


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    return ask_desk(by=cast.buyer, question=Question(text="Må vi vekte miljø?"), body=cast.own, on=MONDAY)


def test_question_goes_to_its_countys_desk_and_is_promised_an_answer(case: Case) -> None:
    told = (case.desk_id, case.routed, case.state, case.promised_at, case.title)

    assert told == ("46", "own", "new", datetime(2026, 11, 17, 9, 30, tzinfo=UTC), "Må vi vekte miljø?")


def test_question_of_a_county_without_adviser_goes_to_a_neighbour_else_to_the_nation(cast: Cast) -> None:
    first = ask_desk(by=cast.agency_contact, question=Question(text="Hei?"), body=cast.agency, on=MONDAY)
    second = ask_desk(by=cast.other_contact, question=Question(text="Hei?"), body=cast.other, on=MONDAY)

    assert [(one.desk_id, one.routed) for one in (first, second)] == [("00", "national"), ("46", "neighbour")]


def test_case_is_asked_back_answered_and_read_by_a_second_person(cast: Cast, case: Case) -> None:
    second = make_person("rad-to", RoleName.ADVISER, county="46")
    case = take_case(by=cast.adviser, case=case, seen=case.version)
    case = ask_back(by=cast.adviser, case=case, seen=case.version, text="Hvor stor er den?")
    reply_to_desk(by=cast.buyer, case=case, text="To millioner.")
    case.refresh_from_db()
    case = set_case(by=cast.adviser, case=case, seen=case.version, is_legal=True)
    saved = save_draft(by=cast.adviser, case=case, text="Ja, minst 30 prosent.", based_on=0)
    with pytest.raises(Refused) as refused:
        answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)
    case = send_to_reader(by=cast.adviser, case=case, seen=case.version)
    case = judge_draft(by=second, case=case, seen=case.version, is_good=True)
    case = answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)

    assert refused.value.code == "needs-reader"
    assert case.state == "answered"
    assert [(one.kind, one.text) for one in asker_entries(case)][1:] == [
        ("ask-back", "Hvor stor er den?"), ("reply", "To millioner."), ("answer", "Ja, minst 30 prosent."),
    ]  # fmt: skip


def test_answer_that_points_to_a_rule_is_sent_only_where_somebody_vouches(cast: Cast, case: Case) -> None:
    saved = save_draft(by=cast.adviser, case=case, text="Ja, se [[law:loa-5b]].", based_on=0)

    with pytest.raises(Refused) as refused:
        answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)
    sent = answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version, is_vouched=True)

    assert (refused.value.code, sent.state) == ("maybe-legal", "answered")


def test_writer_does_not_read_the_own_answer(cast: Cast, case: Case) -> None:
    save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    case = send_to_reader(by=cast.adviser, case=case, seen=case.version)

    with pytest.raises(NotAllowed):
        judge_draft(by=cast.adviser, case=case, seen=case.version, is_good=True)


def test_two_drafts_at_once_are_both_kept(cast: Cast, case: Case) -> None:
    second = make_person("rad-to", RoleName.ADVISER, county="46")
    first = save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    late = save_draft(by=second, case=case, text="Nei.", based_on=0)

    kept = list(DraftVersion.objects.values_list("text", "is_beside"))
    with pytest.raises(Refused) as refused:
        answer_case(by=second, case=case, seen=case.version, based_on=first.version)

    assert (first.is_beside, late.is_beside, kept) == (False, True, [("Ja.", False), ("Nei.", True)])
    assert refused.value.code == "draft-beside"


def test_who_saw_an_older_case_changes_nothing(cast: Cast, case: Case) -> None:
    take_case(by=cast.adviser, case=case, seen=case.version)

    with pytest.raises(Refused) as refused:
        close_case(by=cast.adviser, case=case, seen=case.version, reason="withdrawn")

    assert refused.value.code == "changed-meanwhile"


def test_notes_are_for_the_desk_and_those_it_asked(cast: Cast, case: Case) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    note_case(by=cast.adviser, case=case, text=CONFIDED)

    before = case_for(elsewhere, case.pk)
    consult_desk(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="11"), text="Hva tror du?")
    after = case_for(elsewhere, case.pk)

    assert (before, after) == (None, case)
    assert CONFIDED in [one.text for one in entries_for(elsewhere, case)]
    assert CONFIDED not in [one.text for one in entries_for(cast.buyer, case)]
    assert [case_for(one, case.pk) for one in (cast.colleague, cast.leader, cast.governor, cast.coordinator, None)] == [
        None, None, None, None, None,
    ]  # fmt: skip


def test_handed_over_case_is_the_other_desks_own(cast: Cast, case: Case) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")

    case = hand_over_case(by=cast.adviser, case=case, seen=1, desk=Desk.objects.get(county="11"), note="Se her.")

    assert [case_for(one, case.pk) for one in (elsewhere, cast.adviser)] == [case, None]
    assert [one.number for one in queue(elsewhere, ["11"], "open", MONDAY).cases] == [case.number]


def test_two_cases_of_one_asker_are_joined_and_of_two_never(cast: Cast, case: Case) -> None:
    again = ask_desk(by=cast.buyer, question=Question(text="Og hvor mye?"), body=cast.own, on=MONDAY)
    foreign = ask_desk(by=cast.colleague, question=Question(text="Hemmelig?"), body=cast.own, on=MONDAY)

    again = merge_cases(by=cast.adviser, case=again, into=case, seen=again.version)
    with pytest.raises(Refused) as refused:
        merge_cases(by=cast.adviser, case=foreign, into=case, seen=foreign.version)

    assert (again.state, again.merged_into) == ("merged", case)
    assert [one.text for one in asker_entries(case)] == ["Må vi vekte miljø?", "Og hvor mye?"]
    assert refused.value.code == "other-asker"


def test_joined_case_keeps_the_earliest_promise_and_tells_where_each_thing_was_said(cast: Cast, case: Case) -> None:
    again = ask_desk(by=cast.buyer, question=Question(text="Og hvor mye?"), body=cast.own, on=MONDAY)
    earliest = MONDAY - timedelta(days=3)
    Case.objects.filter(pk=again.pk).update(promised_at=earliest)

    merge_cases(by=cast.adviser, case=again, into=case, seen=again.version)
    case.refresh_from_db()

    assert case.promised_at == earliest
    assert [one.said_in for one in asker_entries(case)] == [case.number, again.number]


@pytest.mark.parametrize("end", ["close", "answer", "hand-over"])
def test_desk_that_was_asked_reads_no_longer_once_the_case_ended(cast: Cast, case: Case, end: str) -> None:
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    case = consult_desk(by=cast.adviser, case=case, seen=1, desk=Desk.objects.get(county="11"), text="Hva mener dere?")

    if end == "close":
        case = close_case(by=cast.adviser, case=case, seen=case.version, reason="elsewhere")
        case = reopen_case(by=cast.adviser, case=case)
    elif end == "answer":
        saved = save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
        case = answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)
        case = reopen_case(by=cast.adviser, case=case)
    else:
        case = hand_over_case(by=cast.adviser, case=case, seen=case.version, desk=Desk.objects.get(county="00"))

    assert (case.is_open, case_for(elsewhere, case.pk)) == (True, None)
    assert queue(elsewhere, ["11"], "consulted", MONDAY).total == 0


def test_closed_case_is_opened_by_a_reply(cast: Cast, case: Case) -> None:
    case = close_case(by=cast.buyer, case=case, seen=case.version, reason="withdrawn")

    reply_to_desk(by=cast.buyer, case=case, text="Likevel: hva nå?")
    case.refresh_from_db()

    assert (case.state, case.reopened) == ("new", 1)
    with pytest.raises(Refused):
        reopen_case(by=cast.adviser, case=case)


def test_log_holds_no_word_of_what_was_written(cast: Cast, case: Case) -> None:
    note_case(by=cast.adviser, case=case, text=CONFIDED)

    told = str(list(LogEntry.objects.filter(subject=str(case.pk)).values()))

    assert [word in told for word in (CONFIDED, "vekte", "innkjoper@")] == [False, False, False]
    assert "note_case" in told


def test_question_on_a_letters_page_becomes_a_case_of_its_bodys_desk(cast: Cast) -> None:
    run = make_run(cast.governor, [cast.own], county="46")
    letter = Dispatch.objects.select_related("body").get(run=run)

    reply = ask(letter=letter, text="Når er fristen?")
    case = Case.objects.get()

    assert reply.details == {"text": "Når er fristen?", "case": str(case.pk)}
    assert (case.desk_id, case.channel, case.body, case.asker_email) == ("46", "letter", cast.own, cast.own.email)
    assert case.context["path"] == f"/letters/runs/{run.pk}/bodies/{cast.own.key}/"
    assert Departure.objects.filter(case=case, what="receipt").count() == 1


def test_link_of_a_joined_case_leads_to_the_one_that_lives_on(cast: Cast, case: Case) -> None:
    again = ask_desk(by=cast.buyer, question=Question(text="Og hvor mye?"), body=cast.own, on=MONDAY)
    merge_cases(by=cast.adviser, case=again, into=case, seen=again.version)

    assert [case_of_token(case_token(again, way), way) for way in ("page", "mail")] == [case, case]
    assert case_of_token(case_token(again), "mail") is None


def test_note_on_a_joined_case_lands_where_it_lives_on(cast: Cast, case: Case) -> None:
    again = ask_desk(by=cast.buyer, question=Question(text="Og hvor mye?"), body=cast.own, on=MONDAY)
    merge_cases(by=cast.adviser, case=again, into=case, seen=again.version)

    note_case(by=cast.adviser, case=again, text=CONFIDED)

    assert [one.text for one in entries_for(cast.adviser, case)][-1] == CONFIDED


def test_draft_of_a_joined_case_lies_beside_that_of_the_other(cast: Cast, case: Case) -> None:
    again = ask_desk(by=cast.buyer, question=Question(text="Og hvor mye?"), body=cast.own, on=MONDAY)
    save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    save_draft(by=cast.adviser, case=again, text="Minst 30 prosent.", based_on=0)

    merge_cases(by=cast.adviser, case=again, into=case, seen=again.version)

    kept = DraftVersion.objects.filter(draft__case=case).values_list("text", "is_beside")
    assert list(kept) == [("Ja.", False), ("Minst 30 prosent.", True)]


def test_nothing_is_handed_to_an_empty_seat(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        hand_over_case(by=cast.adviser, case=case, seen=1, desk=Desk.objects.get(county="11"))

    taken = hand_over_case(by=cast.adviser, case=case, seen=1, desk=Desk.objects.get(county="00"))
    assert (refused.value.code, taken.desk_id) == ("desk-empty", "00")
