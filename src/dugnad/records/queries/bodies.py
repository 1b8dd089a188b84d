"""What else a body's page tells: whom it took over from, and who took over from it."""

from __future__ import annotations

from dugnad.records.models.register import Body


def successors_of(body: Body) -> list[Body]:
    """The bodies that took it over."""
    return list(body.successors.all())


def forerunners_of(body: Body) -> list[Body]:
    """The bodies that it took over."""
    return list(body.predecessors.all())
