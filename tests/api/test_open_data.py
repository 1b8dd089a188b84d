"""The register, decisions, plans, statuses and counts for programs: what is public, and nothing of what is not."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from dugnad.plan.questions import load_questions
from dugnad.records.models.decisions import Decision
from dugnad.records.models.letters import Dispatch, Letter, Reply, Run
from dugnad.records.models.plan import Measure, Plan
from dugnad.records.models.register import Body
from dugnad.records.models.status import Comment, SdgAnswer, StatusAnswer, StatusReport
from people import Cast, make_body, make_cast

pytestmark = pytest.mark.django_db
BASE = "/api/v1"
LISTS = ("/bodies", "/bodies.csv", "/decisions", "/statuses", "/plans", "/local-plans", "/overview", "/letters", "/sdg")
HIDDEN = "skal-aldri-ut"


@pytest.fixture
def program(tmp_path: Path, settings: Settings) -> Client:
    settings.STORE = tmp_path
    cache.clear()
    return Client(HTTP_HOST="localhost")


def asked(program: Client, path: str) -> Any:
    answer = program.get(BASE + path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return answer.json()


def join(body: Body, **given: Any) -> Decision:
    given = {"about": "join", "decided_by": "Kommunestyret", "on": date(2026, 9, 1), "case_number": "26/12"} | given
    return Decision.objects.create(body=body, **given)


def report(body: Body, state: str, **given: Any) -> StatusReport:
    return StatusReport.objects.create(body=body, year=2026, state=state, question_set=2026, **given)


def leaks(cast: Cast) -> None:
    """Everything that must not come out: drafts, replies, contact, names and addresses of people."""
    for body in (cast.own, cast.agency):
        draft = Plan.objects.create(body=body, state=Plan.State.DRAFT, title={"nb": HIDDEN})
        Measure.objects.create(plan=draft, title={"nb": HIDDEN}, owner=HIDDEN)
        status = report(body, StatusReport.State.SUBMITTED, submitted_by=cast.contact)
        question = load_questions().of_year(2026)
        assert question is not None
        StatusAnswer.objects.create(report=status, question=question.questions[0].key, value="", note=HIDDEN)
        join(body, about="join", decided_by=HIDDEN, is_rejected=True, came_by="letter")
        Comment.objects.create(body=body, text=HIDDEN, withdrawn_at=timezone.now())
    national = Plan.objects.create(key="utkast", state=Plan.State.DRAFT, title={"nb": HIDDEN})
    Measure.objects.create(plan=national, title={"nb": HIDDEN})
    letter = Letter.objects.create(title=HIDDEN, sender="Departementet", by=cast.coordinator)
    run = Run.objects.create(letter=letter, started_at=timezone.now(), by=cast.coordinator)
    sent = Dispatch.objects.create(
        run=run, body=cast.own, channel="email", address=f"{HIDDEN}@eksempel.invalid", subject=HIDDEN, text=HIDDEN,
        act="join", message_id=HIDDEN, state=Dispatch.State.SENT, replied_at=timezone.now(),
    )  # fmt: skip
    Reply.objects.create(dispatch=sent, what="contact", details={"name": HIDDEN, "email": f"{HIDDEN}@eksempel.invalid"})


@pytest.mark.parametrize("path", [*LISTS, "/bodies/310000108", "/bodies/310001449"])
def test_nothing_of_drafts_replies_and_people_comes_out(program: Client, path: str) -> None:
    cast = make_cast()
    join(cast.other, recorded_by=cast.other_contact)
    leaks(cast)

    text = program.get(BASE + path).content.decode()

    people = [person for person in cast.people().values() if person.email in text or person.name in text]
    assert (HIDDEN in text, people, cast.own.email in text) == (False, [], False)


def test_draft_of_the_nations_plan_is_not_found(program: Client) -> None:
    leaks(make_cast())

    assert program.get(f"{BASE}/plans/utkast").status_code == 404


def test_bodies_come_in_pages_with_their_adhesion(program: Client) -> None:
    cast = make_cast()
    join(cast.own)

    told = asked(program, "/bodies?kind=municipality")

    assert [(told[name]) for name in ("count", "page", "pages", "next")] == [2, 1, 1, None]
    assert {one["key"]: one["adhesion"] for one in told["bodies"]} == {"310000108": "joined", "310000213": "invited"}


def test_next_page_is_named(program: Client) -> None:
    Body.objects.bulk_create(
        Body(name=f"Kommune {n:03}", slug=f"kommune-{n}", kind="municipality", obligation_class="invited")
        for n in range(101)
    )

    first = asked(program, "/bodies?kind=municipality")
    second = program.get(first["next"]).json()

    assert (len(first["bodies"]), [one["name"] for one in second["bodies"]], second["next"]) == (
        100,
        ["Kommune 100"],
        None,
    )


def test_page_past_the_end_is_refused(program: Client) -> None:
    answer = program.get(f"{BASE}/bodies?page=7")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-page")


@pytest.mark.parametrize("query", ["page=0", "page=x", "kind=castle", "obligation_class=must"])
def test_choice_that_does_not_exist_is_refused_in_words(program: Client, query: str) -> None:
    answer = program.get(f"{BASE}/bodies?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_table_has_every_body_and_no_formula(program: Client) -> None:
    make_body("=HYPERLINK(1)", orgnr=None, slug="formel")

    text = program.get(f"{BASE}/bodies.csv").content.decode("utf-8-sig")

    assert [row["name"] for row in csv.DictReader(io.StringIO(text))] == ["'=HYPERLINK(1)"]


def test_one_body_tells_what_it_has_decided_planned_and_answered(program: Client) -> None:
    cast = make_cast()
    decision = join(cast.own)
    plan = Plan.objects.create(body=cast.own, state=Plan.State.IN_FORCE, title={"nb": "Plan"}, adopted=decision)
    Measure.objects.create(plan=plan, title={"nb": "Tiltak"}, deadline=date(2025, 1, 1))
    report(cast.own, "approved", published={"anchoring": {"value": "in-place"}}, published_at=timezone.now())
    Comment.objects.create(body=cast.own, text="Tallene mangler avrop.")

    told = asked(program, "/bodies/310000108")

    assert (told["adhesion"], told["decisions"][0]["case_number"], told["comments"][0]["text"]) == (
        "joined",
        "26/12",
        "Tallene mangler avrop.",
    )
    assert [(one["title"]["nb"], "is_late" in one) for one in told["plan"]["measures"]] == [("Tiltak", False)]
    assert told["statuses"][0]["answers"]["anchoring"]["value"] == "in-place"
    assert told["next_step"]["name"] == "measures"


def test_body_without_a_number_is_found_by_its_short_name(program: Client) -> None:
    make_body("Uten nummer", orgnr=None, slug="uten-nummer")

    told = asked(program, "/bodies/uten-nummer")

    assert (told["orgnr"], told["plan"], told["statuses"]) == (None, None, [])


@pytest.mark.parametrize("key", ["123", "x" * 300, "%00", "finnes-ikke"])
def test_unknown_body_is_refused(program: Client, key: str) -> None:
    answer = program.get(f"{BASE}/bodies/{key}")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-body")


def test_overview_counts_with_denominators_in_nation_and_county(program: Client) -> None:
    cast = make_cast()
    join(cast.own)
    join(cast.agency, about="confirm")

    told = asked(program, "/overview")

    assert [told["nation"][name] for name in ("joined", "confirmed")] == [
        {"count": 1, "of": 2},
        {"count": 1, "of": 2},
    ]
    assert (told["counties"]["46"]["joined"], told["counties"]["11"]["joined"], told["is_demo"]) == (
        {"count": 1, "of": 1},
        {"count": 0, "of": 1},
        True,
    )


def test_demonstration_bodies_are_not_counted_beside_real_ones(program: Client) -> None:
    cast = make_cast()
    join(cast.own)
    make_body("Ekte", orgnr=None, slug="ekte")
    Body.objects.filter(slug="ekte").update(is_demo=False)

    told = asked(program, "/overview")

    assert (told["is_demo"], told["nation"]["joined"]) == (False, {"count": 0, "of": 1})


def test_withdrawn_body_is_not_counted_as_joined(program: Client) -> None:
    cast = make_cast()
    join(cast.own)
    join(cast.own, about="withdraw", on=date(2026, 10, 1))

    assert asked(program, "/overview")["nation"]["joined"] == {"count": 0, "of": 2}


def test_sdg_part_that_is_not_answered_is_null(program: Client) -> None:
    SdgAnswer.objects.create(year=2025, part="B", value=0.5, text="Ja", evidence_url="https://eksempel.invalid/b")

    told = asked(program, "/sdg?year=2025")

    assert (told["parts"]["B"]["value"], told["parts"]["C"]["value"], told["total"]) == (0.5, None, None)


def test_year_without_figures_is_refused(program: Client) -> None:
    answer = program.get(f"{BASE}/sdg?year=1999")

    assert (answer.status_code, answer.json()["code"]) == (404, "no-year")


def test_letters_are_counted_for_real_bodies_without_names(program: Client) -> None:
    cast = make_cast()
    leaks(cast)
    Body.objects.filter(pk=cast.own.pk).update(is_demo=False)

    (letter,) = asked(program, "/letters")["letters"]

    assert (letter["sent"], letter["replied"], letter["sender"]) == (1, 1, "Departementet")


@pytest.mark.parametrize("path", LISTS)
def test_answer_that_is_known_already_is_not_sent_again(program: Client, path: str) -> None:
    make_cast()
    first = program.get(BASE + path)

    again = program.get(BASE + path, HTTP_IF_NONE_MATCH=first.headers["ETag"])

    assert (again.status_code, again.content, list(first.cookies)) == (304, b"", [])


def test_answer_changes_its_mark_when_a_body_joins(program: Client) -> None:
    cast = make_cast()
    before = program.get(f"{BASE}/bodies").headers["ETag"]

    join(cast.own)

    assert program.get(f"{BASE}/bodies", HTTP_IF_NONE_MATCH=before).status_code == 200


def test_address_that_asks_too_often_is_told_to_wait(program: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dugnad.api.opened.ASKED_A_MINUTE", 2)

    answers = [program.get(f"{BASE}/sdg") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"


@pytest.mark.parametrize("path", LISTS)
def test_questions_stay_as_few_for_three_bodies_as_for_one(program: Client, path: str) -> None:
    counted = []
    for number in range(3):
        body = make_body(f"Kommune {number}", orgnr=None, slug=f"kommune-{number}")
        decision = join(body)
        plan = Plan.objects.create(body=body, state=Plan.State.IN_FORCE, adopted=decision)
        Measure.objects.create(plan=plan, title={"nb": "Tiltak"}, indicator="price-only")
        report(body, "approved", published={"anchoring": {"value": "in-place"}}, published_at=timezone.now())
        with CaptureQueriesContext(connection) as questions:
            program.get(BASE + path)
        counted.append(len(questions))

    assert counted[0] == counted[2]


def test_form_of_the_bodies_is_as_described(program: Client) -> None:
    make_cast()
    described = asked(program, "/openapi.json")
    schema = described["paths"]["/api/v1/bodies"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

    told = asked(program, "/bodies")

    jsonschema.validate(told, {**json.loads(json.dumps(schema)), "components": described["components"]})


@pytest.mark.parametrize("where", ["/finnes-ikke", "/bodies/310000108/plans/finnes-ikke/mer", "/bodies/310000108/"])
def test_what_is_no_address_is_told_in_json(program: Client, where: str) -> None:
    answers = [program.get(f"{BASE}{where}"), program.post(f"{BASE}{where}", enforce_csrf_checks=True)]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "not-found")] * 2
