"""What the addresses of asking need: a case of a visitor, and one of the buyer."""

from __future__ import annotations

from django.utils import timezone

from dugnad.desk.question import Question, Upload
from dugnad.records.actions.cases import ask_desk
from dugnad.records.case_link import case_token
from people import Cast


def make(cast: Cast) -> dict[str, str]:
    """Two cases with a file each."""
    now, files = timezone.now(), [Upload("notat.txt", b"Et notat.")]
    asked = Question(text="Kan vi?", email="a@eksempel.invalid")
    visitors = ask_desk(by="visitor", question=asked, files=files, on=now)
    buyers = ask_desk(by=cast.buyer, question=Question(text="Kan vi?"), files=files, body=cast.own, on=now)
    return {
        "asked": case_token(visitors), "asked_file": str(visitors.files.get().pk),
        "mine": str(buyers.pk), "mine_file": str(buyers.files.get().pk),
    }  # fmt: skip
