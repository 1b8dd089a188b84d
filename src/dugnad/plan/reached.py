"""When a measurement shows that a target is reached."""

from __future__ import annotations

LEAST_COVERAGE = 0.5
"""Under this share seen, a figure says too little to conclude from (the monitor's own limit)."""


def is_reached(*, value: float | None, coverage: float, target: float | None, is_ceiling: bool) -> bool:
    """Does the figure reach the target? Never where too little was seen, or where there is no target."""
    if value is None or target is None or coverage < LEAST_COVERAGE:
        return False
    return value <= target if is_ceiling else value >= target
