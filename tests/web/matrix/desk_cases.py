"""A question from the own municipality with a file, at its county's desk."""

from __future__ import annotations

from django.utils import timezone

from dugnad.desk.question import Question, Upload
from dugnad.records.actions.cases import ask_desk
from dugnad.records.models.cases import CaseFile
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    """The case and its file."""
    files = [Upload("krav.txt", b"Krav til renhold")]
    question = Question(text="Konfidensielt: må vi vekte miljø?")
    case = ask_desk(by=cast.buyer, question=question, files=files, body=cast.own, on=timezone.now())
    return {"case": str(case.pk), "file": str(CaseFile.objects.get(case=case).pk)}
