"""A call that an adviser writes down becomes a case of the own desk, and nobody else may write one."""

from __future__ import annotations

import re
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
FOLD = '<details class="ds-details"><summary>'


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


@pytest.mark.parametrize(
    ("language", "told"), [("", "Skriv åtte siffer"), ("/nn", "Skriv åtte siffer"), ("/en", "Write eight digits")]
)
def test_wrong_code_is_told_with_what_to_write_and_its_field_is_unfolded(cast: Cast, language: str, told: str) -> None:
    client, given = signed_in(cast.adviser), {"call": "Hei?", "at_desk": "46", "answer_language": language[1:] or "nb"}

    clean = client.get(f"{language}{NEW}").content.decode()
    wrong = client.post(f"{language}{NEW}", {**given, "cpv": "12345678", "sent": uuid4()}).content.decode()
    other = client.post(f"{language}{NEW}", {**given, "call": "", "sent": uuid4()}).content.decode()
    filled = client.post(f"{language}{NEW}", {**given, "call": "", "title": "Tall", "sent": uuid4()}).content.decode()

    assert [FOLD in one for one in (clean, wrong, other, filled)] == [True, False, True, False]
    assert told in wrong.split('id="id_cpv-note"')[1].split("</div>")[0]


def test_code_is_taken_with_its_check_digit_and_name(cast: Cast) -> None:
    write(signed_in(cast.adviser), cpv="90910000-9 Rengjøringstjenester")

    assert Case.objects.get().cpv == "90910000"


def test_what_most_calls_need_stands_open_and_the_rest_is_folded(cast: Cast) -> None:
    page = signed_in(cast.adviser).get(NEW).content.decode()
    first, rest = page.split(FOLD)

    found = [re.findall(r' name="([a-z_]+)"', part.split('class="stack reply-form"')[-1]) for part in (first, rest)]

    assert [name for name in found[0] if name not in {"csrfmiddlewaretoken", "sent"}] == [
        "call", "body", "asker_name", "asker_email",
    ]  # fmt: skip
    assert found[1][:7] == ["title", "at_desk", "asker_role", "group", "cpv", "deadline", "answer_language"]


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
