"""What else a body's page tells: its comments on its own figures, whom it took over from, who took over from it."""

from __future__ import annotations

from dugnad.records.models.register import Body
from dugnad.records.models.status import Comment

COMMENTS_SHOWN = 10


def comments_of(body: Body) -> list[Comment]:
    """The newest comments that stand."""
    return list(Comment.objects.filter(body=body, withdrawn_at__isnull=True)[:COMMENTS_SHOWN])


def successors_of(body: Body) -> list[Body]:
    """The bodies that took it over."""
    return list(body.successors.all())


def forerunners_of(body: Body) -> list[Body]:
    """The bodies that it took over."""
    return list(body.predecessors.all())
