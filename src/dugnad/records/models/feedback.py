"""What readers say of a criterion. No name, no address: only the words, the criterion's version and the language."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Feedback(models.Model):
    """One remark on a criterion (*tilbakemelding*), for its editors."""

    at = models.DateTimeField(auto_now_add=True)
    key = models.CharField(max_length=160)
    text = models.CharField(max_length=2000)
    language = models.CharField(max_length=5)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["key", "-at"], name="feedback_by_key")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.key}"
