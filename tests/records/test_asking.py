from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dugnad.desk.asking import check_asking, load_asking, may_write_again
from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.asking import say_helped, spare_question
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_work import take_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.cases import Case
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.log import LogEntry
from dugnad.records.models.register import Kind
from dugnad.records.models.spared import Spared
from dugnad.records.queries.asking import most_used_answers, my_case, next_events, who_answers
from dugnad.records.queries.naming import body_meant
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 16)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    return ask_desk(by=cast.buyer, question=Question(text="Må vi vekte miljø?"), body=cast.own, on=MONDAY)


def answered(cast: Cast, case: Case) -> Case:
    case = take_case(by=cast.adviser, case=case, seen=case.version)
    saved = save_draft(by=cast.adviser, case=case, text="Ja.", based_on=0)
    return answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version)


def lines(action: str) -> list[tuple[str, str, dict[str, object]]]:
    """What the log says of one deed."""
    return list(LogEntry.objects.filter(action=action).values_list("by", "subject", "details"))


def test_file_of_how_questions_are_taken_in_has_no_fault() -> None:
    assert check_asking() == []


@pytest.mark.parametrize(("days", "may"), [(0, True), (-1, True), (1, False)])
def test_case_can_be_written_in_until_its_days_are_over(days: int, may: bool) -> None:
    ended = MONDAY - timedelta(days=load_asking().reopen_days + days)

    assert may_write_again(ended, MONDAY) is may
    assert may_write_again(None, MONDAY) is True


def test_enough_is_counted_by_day_and_county_and_nobody_is_named(cast: Cast) -> None:
    known = Knowledge.objects.create(number=1, question="Hvor mye?", answer="30.", state="published")

    for county in ("46", "46", ""):
        spare_question(by=cast.buyer, kind="answer", key="1", on=TODAY, county=county)

    known.refresh_from_db()
    assert known.spared == 3
    assert sorted(Spared.objects.values_list("on", "kind", "key", "county", "role", "count")) == [
        (TODAY, "answer", "1", "", "", 1), (TODAY, "answer", "1", "46", "", 2),
    ]  # fmt: skip
    assert lines("spare_question") == [("visitor", "answer:1", {})] * 3


@pytest.mark.parametrize(("kind", "key"), [("answer", "9"), ("answer", "x"), ("answer", ""), ("body", "1")])
def test_what_is_not_published_is_never_enough(cast: Cast, kind: str, key: str) -> None:
    Knowledge.objects.create(number=9, question="Utkast?", answer="Ja.", state="draft")

    with pytest.raises(Refused):
        spare_question(by="visitor", kind=kind, key=key, on=TODAY)

    assert (Spared.objects.count(), lines("spare_question")) == (0, [])


def test_asker_says_whether_the_answer_helped(cast: Cast, case: Case) -> None:
    case = answered(cast, case)

    case = say_helped(by=cast.buyer, case=case, has_helped=False)

    assert (case.helped, lines("say_helped")) == (False, [(cast.buyer.by, str(case.pk), {"helped": False})])


def test_nobody_else_says_so_and_nobody_before_the_answer(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused) as early:
        say_helped(by=cast.buyer, case=case, has_helped=True)
    with pytest.raises(NotAllowed):
        say_helped(by=cast.colleague, case=answered(cast, case), has_helped=True)

    case.refresh_from_db()
    assert (early.value.code, case.helped, lines("say_helped")) == ("not-answered", None, [])


def test_own_case_is_found_and_anothers_is_not(cast: Cast, case: Case) -> None:
    assert [my_case(one, case.pk) for one in (cast.buyer, cast.colleague, cast.adviser)] == [case, None, None]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("310 000 108", ["Eksempelvik kommune (DEMO)"]),
        ("Kontakt 310000108, Eksempelvik", ["Eksempelvik kommune (DEMO)"]),
        ("Eksempelvik kommune (DEMO)", ["Eksempelvik kommune (DEMO)"]),
        ("EKSEMPELVIK KOMMUNE", ["Eksempelvik kommune (DEMO)"]),
        ("nav", ["Arbeids- og velferdsetaten"]),
        ("havn", ["Navneby havnevesen"]),
        ("999999999 Prøvefjord", ["Prøvefjord kommune (DEMO)"]),
        ("finnes ikke", []),
        ("\0", []),
        ("", []),
        ("%", []),
    ],
)
def test_body_is_meant_by_number_by_any_of_its_names_or_by_words_in_them(
    cast: Cast, typed: str, names: list[str]
) -> None:
    make_body("Navneby havnevesen", orgnr="310002559")
    make_body("Arbeids- og velferdsetaten", Kind.STATE_AGENCY, also=["NAV"], orgnr="310002664")

    meant = body_meant(typed, TODAY)

    assert [body.name for body in (meant.body, *meant.likely) if body] == names


def test_who_answers_is_the_desk_that_a_question_then_gets(cast: Cast, case: Case) -> None:
    told = who_answers("46", MONDAY)

    assert (told.county, told.why, told.by) == (case.desk_id, case.routed, case.promised_at)


def test_most_used_answers_are_published_ones(cast: Cast) -> None:
    for number, (state, uses) in enumerate([("published", 1), ("draft", 9), ("published", 5), ("withdrawn", 7)]):
        Knowledge.objects.create(number=number, question="?", answer=".", state=state, uses=uses)

    assert [one.number for one in most_used_answers()] == [2, 0]


def test_next_events_are_the_countys_and_the_nations_and_still_to_come(cast: Cast, case: Case) -> None:
    for desk, days, state in [
        ("46", 5, "published"), ("00", 2, "published"), ("11", 1, "published"), ("46", 3, "draft"),
        ("46", -1, "published"),
    ]:  # fmt: skip
        at = MONDAY + timedelta(days=days)
        Event.objects.create(
            desk_id=desk, kind="course", state=state, title=f"{desk} {days}", starts_at=at, ends_at=at
        )  # fmt: skip

    told = [[one.title for one in next_events(county, MONDAY)] for county in ("46", "")]

    assert told == [["00 2", "46 5"], ["11 1", "00 2", "46 5"]]
