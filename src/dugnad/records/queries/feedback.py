"""What readers have said of the criteria."""

from __future__ import annotations

from dugnad.records.models.feedback import Feedback


def latest_feedback(key: str = "", most: int = 200) -> list[Feedback]:
    """The newest remarks, those on one criterion (ID or ID@DATE) where it is named."""
    found = Feedback.objects.all()
    if key:
        found = found.filter(key__startswith=key if "@" in key else f"{key}@")
    return list(found[:most])
