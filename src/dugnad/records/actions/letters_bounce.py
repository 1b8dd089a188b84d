"""Noting what came back: a letter that a mail server gave up stands as bounced, with the reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dugnad.plan.bounce import Bounce
from dugnad.records.actions.log import write_log
from dugnad.records.models.letters import Dispatch

MAY_BOUNCE = (Dispatch.State.SENT, Dispatch.State.SENDING)


def note_bounce(*, by: str, bounce: Bounce) -> Dispatch | None:
    """The letter that did not arrive; None where the report names no letter of ours, or the server still tries."""
    if not bounce.is_final or not bounce.message_ids:
        return None
    with transaction.atomic():
        rows = Dispatch.objects.select_for_update(of=("self",)).select_related("body")
        letter = rows.filter(message_id__in=bounce.message_ids).first()
        if letter is None:
            return None
        if letter.state not in MAY_BOUNCE or letter.replied_at:  # somebody has answered it: it did arrive
            return letter
        before, letter.state = letter.state, Dispatch.State.BOUNCED
        letter.bounced_at, letter.problem = timezone.now(), bounce.reason[:400]
        letter.save(update_fields=["state", "bounced_at", "problem"])
        write_log(
            by=by, action="bounce_letter", subject=letter.pk, body=letter.body, run=str(letter.run_id),
            before=before, after=str(letter.state), reason=bounce.reason,
        )  # fmt: skip
    return letter
