"""A county of five hundred bodies, with letters, notices and promises; and ten thousand cases in the country."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from django.utils import timezone

from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.models.cases import Case
from dugnad.records.models.decisions import Decision
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.letters import Dispatch, Letter, Run
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.plan import Plan
from dugnad.records.models.register import Body
from people import make_person
from web.made import Purchase, make_store

BODIES, CASES, NOTICES = 500, 10_000, 4000
ROUNDS = 9
COUNTIES = ("03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56")


def make_county(folder: Path, today: date) -> Person:
    """Everything there is, and the adviser of the county 46."""
    chance = Random(46)  # noqa: S311 - a made-up country, no secret
    load_shipped_desks(by="content")
    bodies = Body.objects.bulk_create(
        Body(name=f"Eksempel {number} kommune", slug=f"eksempel-{number}", orgnr=str(810_000_000 + number),
             kind="municipality", obligation_class="invited", county="46", is_demo=True)
        for number in range(BODIES)
    )  # fmt: skip
    tell(bodies, today)
    make_cases(bodies, chance)
    rows = [(str(body.orgnr), body.name, body.kind, body.obligation_class, body.county) for body in bodies]
    bought = [
        Purchase(number=number, buyers=(str(chance.choice(bodies[: BODIES // 2]).orgnr),),
                 announced=today - timedelta(days=chance.randrange(700)),
                 outcome=chance.choice(["MET_WEIGHT", "POSSIBLE_BREACH", "UNKNOWN"]), value=1e6 * chance.randrange(300))
        for number in range(NOTICES)
    ]  # fmt: skip
    make_store(folder, bought, rows)
    return make_person("radgiver-maler", RoleName.ADVISER, county="46")


def tell(bodies: list[Body], today: date) -> None:
    """Letters to all, decisions and plans of some, a promise to every tenth."""
    letter = Letter.objects.create(title="Prøvebrev", sender="Departementet for eksempler")
    run = Run.objects.create(letter=letter, state="sent", reply_by=today)
    sent = timezone.now() - timedelta(days=40)
    Dispatch.objects.bulk_create(
        Dispatch(run=run, body=body, channel="email", act="join", subject="Brev", text="Kjære virksomhet " * 200,
                 message_id=f"<{number}@eksempel.invalid>", state="sent", sent_at=sent,
                 replied_at=sent if number % 3 == 0 else None)
        for number, body in enumerate(bodies)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(body=body, about="join", decided_by="Kommunestyret", on=today) for body in bodies[::2]
    )
    Plan.objects.bulk_create(Plan(body=body, state="in-force", title={"nb": "Plan"}) for body in bodies[::4])
    desk = Desk.objects.get(county="46")
    ContactNote.objects.bulk_create(
        ContactNote(desk=desk, body=body, on=today, kind="phone", text="Ringte.", promise="Sende krav",
                    promised_by=today)
        for body in bodies[::10]
    )  # fmt: skip


def make_cases(bodies: list[Body], chance: Random) -> None:
    """Asked over two years in every county; a few are still open."""
    now = timezone.now()
    moments = [now - timedelta(hours=chance.randrange(24 * 700)) for _ in range(CASES)]
    Case.objects.bulk_create(
        Case(number=number + 1, desk_id=(county := chance.choice(COUNTIES)), county=county, title="Et spørsmål",
             body=bodies[number % BODIES], asked_at=at, promised_at=at + timedelta(days=1), **answered(number, at))
        for number, at in enumerate(moments)
    )  # fmt: skip


def answered(number: int, at: datetime) -> dict[str, object]:
    """Most have an answer after some hours."""
    if number % 20 == 0:
        return {"state": "new"}
    done = at + timedelta(hours=number % 50)
    return {"state": "answered", "answered_at": done, "closed_at": done, "asker_role": "buyer"}


def milliseconds(page: Callable[[], object]) -> float:
    """The median of several, after a first one that loads templates."""
    moments = [time.perf_counter()]
    for _ in range(ROUNDS + 1):
        page()
        moments.append(time.perf_counter())
    return 1000 * statistics.median([after - before for before, after in pairwise(moments)][1:])
