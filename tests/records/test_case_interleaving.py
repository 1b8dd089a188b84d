"""Two advisers and the asker on one case, in every order: no text is lost, no other's text is written over.

Each of the three does what they can by what they last looked at, which may be long out of date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions import case_draft, case_work
from dugnad.records.actions import cases as action
from dugnad.records.actions.case_wait import close_one, remind_asker
from dugnad.records.models.cases import Case, Consult, Draft, DraftVersion, Entry
from dugnad.records.models.desk import Desk
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Person, RoleName
from dugnad.records.queries.cases import asker_entries, queue
from people import Cast, make_cast, make_person

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
ADVISERS = st.sampled_from(["one", "two"])
STATES = {one.value for one in Case.State}
STEPS = 25


@dataclass(frozen=True, slots=True)
class Now:
    """Everything that is stored, in as few questions as can be."""

    cases: dict[UUID, dict[str, Any]]
    drafts: dict[UUID, dict[str, Any]]
    versions: list[dict[str, Any]]
    entries: list[dict[str, Any]]
    others: tuple[int, int]

    def newest(self, case: Case) -> tuple[int, str]:
        """The case's newest draft: its number and text."""
        draft = self.drafts.get(case.pk)
        return (draft["version"], draft["text"]) if draft else (0, "")

    def beside(self, case: Case) -> dict[int, str]:
        """What lies beside the case's newest draft, by number."""
        return {one["number"]: one["text"] for one in self.versions if one["draft"] == case.pk and one["is_beside"]}


def stored() -> Now:
    """What is stored now."""
    return Now(
        {row["id"]: row for row in Case.objects.values()},
        {row["case_id"]: row for row in Draft.objects.values("case_id", "text", "version", "state", "by", "read_by")},
        list(DraftVersion.objects.values("draft", "number", "text", "is_beside")),
        list(Entry.objects.values("case", "kind", "text")),
        (Consult.objects.count(), LogEntry.objects.count()),
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had on screen when they last looked."""

    case: Case
    version: int
    draft: int
    beside: tuple[int, ...]


class OneCase(RuleBasedStateMachine):
    """The case, its people, and what must be found again in the end."""

    cast: Cast
    people: dict[str, Person]

    def __init__(self) -> None:
        super().__init__()
        self.guard = transaction.atomic()
        self.guard.__enter__()
        self.asker = self.cast.buyer
        self.cases = [self.ask("SAGT-første"), self.ask("SAGT-andre")]
        self.now = stored()
        self.seen = {name: self.seen_now(self.cases[0]) for name in self.people}
        self.said: set[str] = {"SAGT-første", "SAGT-andre"}
        self.confided: set[str] = set()
        self.drafted: set[str] = set()
        self.answered: list[str] = []
        self.beside: set[str] = set()
        self.versions = {one.pk: 1 for one in self.cases}
        self.count = 0

    def ask(self, text: str) -> Case:
        return action.ask_desk(by=self.asker, question=Question(text=text), body=self.cast.own, on=MONDAY)

    def teardown(self) -> None:
        """At the end each open case stands once, in its own desk's queue; then all is taken back."""
        places = (("46", self.people["one"]), ("11", self.people["two"]))
        listed = [one.pk for county, person in places for one in queue(person, [county], "open", MONDAY).cases]
        is_fine = sorted(listed) == sorted(one.pk for one in Case.objects.all() if one.is_open)
        transaction.set_rollback(True)
        self.guard.__exit__(None, None, None)
        assert is_fine

    def words(self, sort: str) -> str:
        self.count += 1
        return f"{sort}-{self.count}"

    def seen_now(self, case: Case) -> Seen:
        row = self.now.cases[case.pk]
        return Seen(case, row["version"], self.now.newest(case)[0], tuple(self.now.beside(case)))

    def tried(self, deed: Callable[..., Any], **given: Any) -> Any:
        """Do it; what is refused must have changed nothing at all."""
        try:
            return deed(**given)
        except (Refused, NotAllowed):
            assert stored() == self.now
            return None

    @rule(who=ADVISERS)
    def look(self, who: str) -> None:
        case = self.seen[who].case
        into = self.now.cases[case.pk]["merged_into_id"]
        self.seen[who] = self.seen_now(next(one for one in self.cases if one.pk == (into or case.pk)))

    @rule(who=ADVISERS)
    def take(self, who: str) -> None:
        self.tried(case_work.take_case, **self.by(who))

    @rule(who=ADVISERS)
    def release(self, who: str) -> None:
        self.tried(case_work.release_case, **self.by(who))

    @rule(who=ADVISERS, county=st.sampled_from(["11", "46"]))
    def hand_over(self, who: str, county: str) -> None:
        note = self.words("INTERN")
        if self.tried(case_work.hand_over_case, **self.by(who), desk=self.desk(county), note=note):
            self.confided.add(note)

    @rule(who=ADVISERS, county=st.sampled_from(["00", "11", "46"]))
    def consult(self, who: str, county: str) -> None:
        text = self.words("INTERN")
        if self.tried(case_work.consult_desk, **self.by(who), desk=self.desk(county), text=text):
            self.confided.add(text)

    @rule(who=ADVISERS)
    def note(self, who: str) -> None:
        text = self.words("INTERN")
        if self.tried(case_work.note_case, by=self.people[who], case=self.seen[who].case, text=text):
            self.confided.add(text)

    @rule(who=ADVISERS)
    def ask_back(self, who: str) -> None:
        text = self.words("SAGT")
        if self.tried(case_work.ask_back, **self.by(who), text=text):
            self.said.add(text)

    @rule(number=st.integers(0, 1))
    def reply(self, number: int) -> None:
        text = self.words("SAGT")
        assert self.tried(case_work.reply_to_desk, by=self.asker, case=self.cases[number], text=text)
        self.said.add(text)

    @rule(who=ADVISERS, is_joining=st.booleans())
    def write(self, who: str, is_joining: bool) -> None:
        seen, text = self.seen[who], self.words("UTKAST")
        given = {"by": self.people[who], "case": seen.case, "text": text, "based_on": seen.draft}
        deed = partial(case_draft.join_draft, joined=seen.beside) if is_joining else case_draft.save_draft
        saved = self.tried(deed, **given)
        if saved is None:
            return
        (version, before), (_, after) = self.now.newest(seen.case), stored().newest(seen.case)
        self.drafted.add(text)
        assert saved.is_beside is (seen.draft != version)
        assert after == (before if saved.is_beside else text)
        if saved.is_beside:
            self.beside.add(text)
        elif is_joining:
            self.beside -= {lies for number, lies in self.now.beside(seen.case).items() if number in seen.beside}

    @rule(who=ADVISERS)
    def send_to_reader(self, who: str) -> None:
        self.tried(case_draft.send_to_reader, **self.by(who))

    @rule(who=ADVISERS, is_good=st.booleans())
    def judge(self, who: str, is_good: bool) -> None:
        remark = self.words("INTERN")
        if self.tried(case_draft.judge_draft, **self.by(who), is_good=is_good, remark=remark):
            self.confided.add(remark)

    @rule(who=ADVISERS)
    def answer(self, who: str) -> None:
        seen = self.seen[who]
        if self.tried(case_draft.answer_case, **self.by(who), based_on=seen.draft) is None:
            return
        draft, case = self.now.drafts[seen.case.pk], self.now.cases[seen.case.pk]
        self.answered.append(draft["text"])
        assert draft["version"] == seen.draft
        assert not self.now.beside(seen.case)
        assert not case["is_legal"] or (draft["state"] == "read" and draft["read_by"] != draft["by"])

    @rule(who=ADVISERS, is_legal=st.booleans())
    def describe(self, who: str, is_legal: bool) -> None:
        self.tried(action.set_case, **self.by(who), is_legal=is_legal, title=self.words("Tittel"))

    @rule(who=ADVISERS)
    def close(self, who: str) -> None:
        self.tried(action.close_case, **self.by(who), reason="elsewhere")

    @rule(who=st.sampled_from(["one", "two", "asker"]))
    def reopen(self, who: str) -> None:
        sort = "SAGT" if who == "asker" else "INTERN"
        text, person = self.words(sort), self.asker if who == "asker" else self.people[who]
        if self.tried(action.reopen_case, by=person, case=self.cases[0], text=text):
            (self.said if who == "asker" else self.confided).add(text)

    @rule()
    def withdraw(self) -> None:
        self.tried(action.close_case, by=self.asker, case=self.cases[0], seen=None, reason="withdrawn")

    @rule(who=ADVISERS)
    def merge(self, who: str) -> None:
        seen = self.seen[who]
        other = next(one for one in self.cases if one.pk != seen.case.pk)
        brought, there = self.now.newest(seen.case)[1], self.now.newest(other)[1]
        if self.tried(action.merge_cases, **self.by(who), into=other) is None:
            return
        newest, beside = stored().newest(other)[1], stored().beside(other)
        assert newest == (there or brought)
        if brought and there:
            assert brought in beside.values()
            self.beside.add(brought)

    @rule()
    def wait(self) -> None:
        for case in self.cases:
            remind_asker("worker", case, MONDAY.date())
            close_one("worker", case, FAR)

    @invariant()
    def a_look_around(self) -> None:
        """Nothing is lost, nothing confided leaves the desk, cases only grow and stand in a state that can be."""
        self.now = stored()
        living = {key for key, one in self.now.cases.items() if one["state"] != "merged"}
        said = [one for one in self.now.entries if one["case"] in living]
        assert {one["text"] for one in said if one["kind"] in {"question", "reply", "ask-back"}} == self.said
        assert {one["text"] for one in said if one["kind"] in Entry.INTERNAL} == self.confided
        assert sorted(one["text"] for one in said if one["kind"] == "answer") == sorted(self.answered)
        assert {one["text"] for one in self.now.versions} == self.drafted
        waiting = {one["text"] for one in self.now.versions if one["is_beside"]}
        assert waiting == self.beside
        for key, one in self.now.cases.items():
            self.stands(one)
            assert one["version"] >= self.versions[key]
            self.versions[key] = one["version"]

    @invariant()
    def the_asker_reads_what_was_said_and_answered(self) -> None:
        living = [one for one in self.cases if self.now.cases[one.pk]["state"] != "merged"]

        assert {one.text for case in living for one in asker_entries(case)} == self.said | set(self.answered)

    def stands(self, case: dict[str, Any]) -> None:
        """A state that can be, and what goes with it."""
        state, is_open = case["state"], case["state"] in Case.OPEN
        assert state in STATES
        assert (case["closed_at"] is None) == is_open
        assert (state == "merged") == (case["merged_into_id"] is not None)
        assert not is_open or (state == "asked-back") == (case["asked_back_at"] is not None)
        assert not is_open or state == "asked-back" or (state == "taken") == (case["taken_by_id"] is not None)

    def by(self, who: str) -> dict[str, Any]:
        return {"by": self.people[who], "case": self.seen[who].case, "seen": self.seen[who].version}

    def desk(self, county: str) -> Desk:
        return Desk.objects.get(county=county)


def run(examples: int, steps: int = STEPS, phases: tuple[Phase, ...] = tuple(Phase)) -> None:
    """So many interleavings; the second adviser works at a neighbour's desk too, so that a case can come and go."""
    cast = make_cast()
    OneCase.cast = cast
    two = make_person("rad-to", RoleName.ADVISER, county="46")
    two.roles.create(role=RoleName.ADVISER, county="11")
    OneCase.people = {"one": cast.adviser, "two": two}
    limits = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, database=None, phases=phases,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    run_state_machine_as_test(OneCase, settings=limits)


def test_fifteen_interleavings_lose_no_text() -> None:
    run(15, steps=10, phases=(Phase.generate,))


@pytest.mark.long
def test_five_hundred_interleavings_lose_no_text() -> None:
    run(500)
