"""Keeping what readers say of a criterion."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dugnad.errors import DugnadError
from dugnad.records.actions.log import write_log
from dugnad.records.models.feedback import Feedback

MOST_A_DAY = 500
"""All readers together: a site that is flooded stops taking remarks rather than filling its database."""
KEPT = timedelta(days=730)
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.\w[\w.-]*|(?<!\d)(?:\+47[ ]?)?(?:\d[ ]?){7}\d(?!\d)|(?<!\d)\d{6}[ ]?\d{5}(?!\d)"
)
"""E-mail addresses, telephone numbers and national identity numbers: taken out before anything is kept."""


@transaction.atomic
def leave_feedback(*, by: str, key: str, text: str, language: str) -> Feedback:
    """Keep the words without what names a person. Raises DugnadError when too many have written today."""
    now = timezone.now()
    if Feedback.objects.filter(at__gte=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise DugnadError("Too many remarks today. Try again tomorrow.")
    Feedback.objects.filter(at__lt=now - KEPT).delete()
    left = Feedback.objects.create(key=key[:160], text=PERSONAL.sub("[…]", text)[:2000], language=language[:5])
    write_log(by=by, action="leave_feedback", subject=key[:120])
    return left
