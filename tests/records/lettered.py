"""A letter and a run of it, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from dugnad.plan.letter_words import first_letter
from dugnad.records.actions.letters import prepare_run, save_letter, start_run
from dugnad.records.models.letters import Dispatch, Letter, Run
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body

ON = date(2026, 11, 22)


def make_letter(by: Person, **given: Any) -> Letter:
    """The shipped letter, as somebody saved it."""
    words = first_letter()
    kept = {
        "title": "Prøvebrev", "subject": words["subject"], "text": words["text"], "act_shall": "confirm",
        "act_invited": "join", "sender": "Departementet for eksempler", "reply_by": date(2026, 12, 31),
    }  # fmt: skip
    return save_letter(by=by, **{**kept, **given})


def make_run(by: Person, bodies: Iterable[Body], *, is_started: bool = True, county: str = "", **given: Any) -> Run:
    """A run to the bodies, ready to be sent."""
    run = prepare_run(by=by, letter=make_letter(by, county=county), bodies=bodies, on=ON, **given)
    return start_run(by=by, run=run) if is_started else run


def states(run: Run) -> dict[str, str]:
    """How each body's letter stands, by the first word of the body's name."""
    rows = Dispatch.objects.filter(run=run).select_related("body").order_by("body__name", "reminder")
    return {f"{row.body.name.split()[0]}{row.reminder or ''}": row.state for row in rows}
