"""Many at once on PostgreSQL: numbers are each given once, two deeds never wait for each other for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from databases import ON_POSTGRES
from dugnad.desk.question import Question
from dugnad.errors import Refused
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_work import note_case, reply_to_desk
from dugnad.records.actions.cases import ask_desk, merge_cases
from dugnad.records.models.cases import Case, DraftVersion, Entry
from people import Cast, make_cast

pytestmark = [pytest.mark.postgres, ON_POSTGRES, pytest.mark.django_db(transaction=True)]
MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
MANY, ROUNDS = 20, 8
PATIENCE_SECONDS = 60


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def at_once(deeds: list[Callable[[], object]]) -> list[object]:
    """What came of the deeds, all begun at the same moment; a refusal is told by its code."""
    start = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        try:
            start.wait(PATIENCE_SECONDS)
            return deed()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as crowd:
        return [one.result(PATIENCE_SECONDS) for one in [crowd.submit(do, deed) for deed in deeds]]


def asked(cast: Cast, text: str = "Må vi?") -> Case:
    return ask_desk(by=cast.buyer, question=Question(text=text), body=cast.own, on=MONDAY)


def test_numbers_are_each_given_once_however_many_ask(cast: Cast) -> None:
    at_once([partial(asked, cast, f"Spørsmål {number}?") for number in range(MANY)])

    assert sorted(Case.objects.values_list("number", flat=True)) == list(range(1001, 1001 + MANY))


def test_merge_answer_reply_and_note_at_once_end_and_lose_nothing(cast: Cast) -> None:
    for number in range(ROUNDS):
        first, second = asked(cast), asked(cast)
        saved = save_draft(by=cast.adviser, case=first, text=f"Ja {number}.", based_on=0)

        found = at_once([
            partial(merge_cases, by=cast.adviser, case=first, into=second, seen=first.version),
            partial(merge_cases, by=cast.adviser, case=second, into=first, seen=second.version),
            partial(answer_case, by=cast.adviser, case=first, seen=first.version, based_on=saved.version),
            partial(reply_to_desk, by=cast.buyer, case=first, text=f"Mer {number}"),
            partial(note_case, by=cast.adviser, case=second, text=f"Notat {number}"),
        ])  # fmt: skip

        living = Case.objects.filter(pk__in=[first.pk, second.pk]).exclude(state="merged")
        told = Entry.objects.filter(case__in=living).values_list("text", flat=True)
        assert {f"Mer {number}", f"Notat {number}"} <= set(told)
        assert {one for one in found if isinstance(one, str)} <= {"changed-meanwhile", "case-closed"}
        assert DraftVersion.objects.filter(text=f"Ja {number}.").exists()


def test_all_texts_of_many_who_save_at_once_are_kept(cast: Cast) -> None:
    case = asked(cast)

    at_once([
        partial(save_draft, by=cast.adviser, case=case, text=f"Utkast {number}", based_on=0) for number in range(MANY)
    ])  # fmt: skip

    kept = DraftVersion.objects.filter(draft__case=case)
    assert sorted(kept.values_list("number", flat=True)) == list(range(1, MANY + 1))
    assert {one.text for one in kept} == {f"Utkast {number}" for number in range(MANY)}
    assert kept.filter(is_beside=False).count() == 1
