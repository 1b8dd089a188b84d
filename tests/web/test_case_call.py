"""A call that an adviser writes down becomes a case of the own desk, and nobody else may write one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed
from dugnad.records.actions.case_call import write_down_case
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.log import LogEntry
from people import Cast, make_cast, signed_in

pytestmark = pytest.mark.django_db
NEW = "/desk/cases/new/"


@pytest.fixture
def cast() -> Cast:
    load_shipped_desks(by="content")
    return make_cast()


def write(client: Client, **given: object) -> object:
    return client.post(
        NEW, {"call": "Må vi vekte miljø?", "at_desk": "46", "answer_language": "nb", "sent": str(uuid4()), **given}
    )


def test_call_becomes_a_case_that_its_writer_has_taken(cast: Cast) -> None:
    answer = write(
        signed_in(cast.adviser), body="310000108", asker_name="Spør Sen", asker_email="spor@eksempel.invalid",
        is_legal="on",
    )  # fmt: skip

    case = Case.objects.get()
    entry = case.entries.get()
    assert (answer.status_code, answer.url) == (302, f"/desk/cases/{case.pk}/")  # type: ignore[attr-defined]
    assert (case.channel, case.desk_id, case.routed, case.body, case.asker) == ("desk", "46", "own", cast.own, None)
    assert (case.state, case.taken_by, case.is_legal) == ("taken", cast.adviser, True)
    assert (entry.kind, entry.by, entry.is_by_asker) == ("question", cast.adviser, False)
    assert Departure.objects.filter(case=case, what="receipt").count() == 1
    assert LogEntry.objects.filter(action="write_down_case", subject=str(case.pk)).count() == 1


def test_same_call_sent_twice_is_one_case(cast: Cast) -> None:
    client, sent = signed_in(cast.adviser), str(uuid4())

    answers = [write(client, sent=sent) for _ in range(2)]

    assert [one.url for one in answers] == [f"/desk/cases/{Case.objects.get().pk}/"] * 2  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "given", [{"call": " "}, {"asker_email": "nei"}, {"at_desk": "11"}, {"body": "kommune"}, {"cpv": "12"}]
)
def test_bad_input_is_told_and_nothing_is_lost(cast: Cast, given: dict[str, str]) -> None:
    answer = write(signed_in(cast.adviser), asker_name="Spør Sen", **given)

    assert (answer.status_code, Case.objects.count()) == (400, 0)  # type: ignore[attr-defined]
    assert "Spør Sen" in answer.content.decode()  # type: ignore[attr-defined]


def test_nobody_writes_down_a_case_at_anothers_desk(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write_down_case(
            by=cast.adviser, desk=Desk.objects.get(county="11"), question=Question(text="Hei?"), on=timezone.now()
        )

    assert [signed_in(one).get(NEW).status_code for one in (cast.buyer, cast.leader, cast.governor)] == [403] * 3
    assert Case.objects.count() == 0


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_page_stands_in_every_language(cast: Cast, language: str) -> None:
    assert signed_in(cast.adviser).get(f"{language}{NEW}").status_code == 200
