"""A question that came by telephone or across a table: written down by an adviser, and from then on like any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dugnad.desk.question import Question
from dugnad.errors import NotAllowed
from dugnad.records import permissions
from dugnad.records.actions.case_post import post_to_asker
from dugnad.records.actions.cases import Kind, State, add_entry, open_case, said
from dugnad.records.actions.log import write_log
from dugnad.records.models.cases import Case
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body


@transaction.atomic
def write_down_case(
    *, by: Person, desk: Desk, question: Question, on: datetime, body: Body | None = None, is_legal: bool = False
) -> Case:
    """A case at the own desk, taken by whoever wrote it down. An asker with an address gets a receipt."""
    if not permissions.may_work_desk(by, desk.county):
        raise NotAllowed(by.by, f"write down a case at desk {desk.county}")
    text = said(question.text, "call")
    county = body.county if body else "" if desk.is_national else desk.county
    why = "own" if county == desk.county else "handed-over" if county else "no-county"
    case = open_case(replace(question, channel="desk"), text, body=body, county=county, desk=desk, why=why, on=on)
    case.is_legal, case.state, case.taken_by, case.taken_at = is_legal, State.TAKEN, by, on
    case.save()
    entry = add_entry(case, Kind.QUESTION, text, by=by, at=on)
    write_log(by=by, action="write_down_case", subject=case.pk, county=desk.county)
    post_to_asker(case=case, entry=entry, what="receipt")
    return case
