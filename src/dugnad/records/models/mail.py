"""Short letters about accounts on their way to the mail server."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Note(models.Model):
    """One letter that waits (*melding*). What it says may open an account: it is sealed, and gone once it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)
