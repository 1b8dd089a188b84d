"""Mail that a desk sends: queued in the deed's own transaction, sent by the worker, sealed until it is gone."""

from __future__ import annotations

import json
from uuid import uuid4

from django.conf import settings

from dugnad.records.models.case_mail import Departure
from dugnad.records.models.cases import Case, Entry
from dugnad.records.seal import seal

POST = "case-post"


def post_to_asker(*, case: Case, entry: Entry | None, what: str) -> None:
    """Tell whoever asked: `receipt`, `ask-back`, `answer`. Nobody is told who left no address."""
    to = case.asker.email if case.asker and case.asker.has_address else case.asker_email
    if to:
        queue(case=case, what=what, told={"to": to, "entry": str(entry.pk) if entry else ""})


def post_to_desk(*, case: Case, what: str) -> None:
    """Tell those at the case's desk, each as they have chosen: `new`, `reply`, `handed-over`, `to-read`, `consult`."""


def queue(*, case: Case | None, what: str, told: dict[str, str]) -> Departure:
    """One mail that waits."""
    number = uuid4()
    host = settings.BASE_URL.partition("//")[2].partition(":")[0] or "localhost"
    return Departure.objects.create(
        id=number, case=case, what=what, sealed=seal(json.dumps(told), purpose=POST),
        message_id=f"<{number}@{host}>",
    )  # fmt: skip
