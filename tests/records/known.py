"""A solved case with things in it that must never come out, and answers made of such cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from dugnad.desk.proposal import Proposal
from dugnad.desk.question import Question
from dugnad.records.actions import knowledge as act
from dugnad.records.actions.case_draft import answer_case, save_draft
from dugnad.records.actions.case_work import note_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.cases import Case
from dugnad.records.models.knowledge import Knowledge
from people import Cast

ASKED_AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
ON = date(2026, 11, 23)
REVIEW_BY = ON + timedelta(days=365)
CONFIDED = "Leverandøren Hemmelig Vask AS har ringt."
QUESTION = """Hei, jeg heter Randi Hemmelig og jobber i Eksempelvik kommune.
Må vi vekte miljø når vi kjøper renhold? Ring 22 33 44 55 eller skriv til randi@eksempelvik.invalid.

Mvh
Randi Hemmelig"""
ANSWER = "Ja, Randi. Etter [[law:loa-5b]] vekter dere klima og miljø med minst 30 prosent."
LEAKS = ("Randi", "Hemmelig", "Eksempelvik", "22 33 44 55", "randi@", "innkoper@", "Hemmelig Vask")


def solved_case(cast: Cast, text: str = QUESTION, answer: str = ANSWER) -> Case:
    """Asked, noted on, answered."""
    case = ask_desk(by=cast.buyer, question=Question(text=text, title="Miljø i renhold"), body=cast.own, on=ASKED_AT)
    note_case(by=cast.adviser, case=case, text=CONFIDED)
    case.refresh_from_db()
    saved = save_draft(by=cast.adviser, case=case, text=answer, based_on=0)
    return answer_case(by=cast.adviser, case=case, seen=case.version, based_on=saved.version, is_vouched=True)


def a_proposal(**given: Any) -> Proposal:
    """A proposal that may be published as it stands."""
    told = {
        "language": "nb", "question": "Må vi vekte miljø når vi kjøper renhold?", "short": "Ja, med minst 30 prosent.",
        "answer": "Ja. Se [[law:loa-5b]].", "subject": "environment-rule", "groups": ("cleaning-services",),
        "cpv": ("90910000",), "review_by": REVIEW_BY,
    }  # fmt: skip
    return Proposal(**(told | given))


def published(cast: Cast, **given: Any) -> Knowledge:
    """A solved case as a public answer."""
    known = act.offer_case(by=cast.adviser, case=solved_case(cast), proposal=a_proposal(**given))
    return act.publish_answer(by=cast.adviser, knowledge=known, seen=act.words_mark(known), on=ON)
