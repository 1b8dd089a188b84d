"""A body's word on its own figures: written, shown beside them, and withdrawn."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from dugnad.errors import NotAllowed, Refused
from dugnad.monitor.indicators import load_indicators
from dugnad.plan.given import clean_text
from dugnad.plan.questions import load_questions
from dugnad.records.actions.log import write_log
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.models.status import Comment
from dugnad.records.permissions import may_prepare

MOST = 2000
MOST_OPEN = 20
"""More at one time than anybody reads."""


def subjects() -> frozenset[str]:
    """What can be commented on by itself: the indicators, and the questions of every year."""
    asked = {question.key for one in load_questions().sets.values() for question in one.questions}
    return frozenset(asked | {indicator.name for indicator in load_indicators()})


@transaction.atomic
def write_comment(*, by: Person, body: Body, text: str, about: str = "") -> Comment:
    """Publish what the body says about a figure (`about`: an indicator or a question), or about all of them ("")."""
    if not may_prepare(by, body):
        raise NotAllowed(by.by, f"comment for {body.key}")
    cleaned = clean_text(text, "text", MOST)
    if not cleaned:
        raise Refused("missing", "Write the comment.", field="text")
    if about and about not in subjects():
        raise Refused("unknown", "There is no such figure.", field="about")
    Body.objects.select_for_update().get(pk=body.pk)
    if body.comments.filter(withdrawn_at=None).count() >= MOST_OPEN:
        raise Refused("too-many", f"{MOST_OPEN} comments stand already.", field="text")
    comment = Comment.objects.create(body=body, about=about, text=cleaned, by=by)
    write_log(by=by, action="write_comment", subject=comment.pk, body=body, about=about)
    return comment


@transaction.atomic
def withdraw_comment(*, by: Person, comment: Comment) -> Comment:
    """Take a comment out of public view. It stays in the body's own history."""
    if not may_prepare(by, comment.body):
        raise NotAllowed(by.by, f"withdraw a comment of {comment.body.key}")
    comment = Comment.objects.select_for_update(of=("self",)).select_related("body").get(pk=comment.pk)
    if comment.withdrawn_at is not None:
        raise Refused("withdrawn-already", "The comment is withdrawn already.")
    comment.withdrawn_at = timezone.now()
    comment.save(update_fields=["withdrawn_at"])
    write_log(by=by, action="withdraw_comment", subject=comment.pk, body=comment.body, about=comment.about)
    return comment
