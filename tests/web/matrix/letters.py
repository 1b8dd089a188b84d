"""A county's letter, its run, and the link of one body's letter."""

from __future__ import annotations

from dugnad.records.actions.letters_bundle import bundle_path
from dugnad.records.models.letters import Dispatch
from dugnad.records.reply_link import token_of
from people import Cast
from records.lettered import make_run


def make(cast: Cast) -> dict[str, str]:
    """A run that is being sent, with its bundle."""
    run = make_run(cast.governor, [cast.own], county="46")
    run.bundle = run.Bundle.MADE
    run.save()
    bundle_path(run.pk).parent.mkdir(parents=True, exist_ok=True)
    bundle_path(run.pk).write_bytes(b"")
    link = token_of(Dispatch.objects.get(run=run).pk)
    return {"letter": str(run.letter_id), "run": str(run.pk), "link": link}
