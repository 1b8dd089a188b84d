"""How large an upload may be, and whose it is. Larger ones, and those this site does not take, never reach the disk."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from dugnad.records.permissions import desks_of, may_keep_register
from dugnad.web.gate import person_of

MEGABYTE = 1024 * 1024
CHECKS = re.compile(r"^(?:/(?:nn|en))?/check/$|^/api/v1/check$")
"""Addresses that take files for a check, on every site."""
REGISTER = re.compile(r"^(?:/(?:nn|en))?/register/import/$")
"""Files of the register: only from those who keep it, and nothing of anybody else's reaches the disk."""

DESK = re.compile(r"^(?:/(?:nn|en))?/desk/(?:ask|asked/[a-z0-9]+|mine/[0-9a-f-]{36})/$")
"""Files that come with a question, also from somebody without an account."""
MATERIALS = re.compile(r"^(?:/(?:nn|en))?/desk/events/[0-9a-f-]{36}/do/material/$")
"""Materials of an event: only from those who work at a desk."""
DESK_MEGABYTES = 25


class Bounded(FileUploadHandler):
    """Stands before Django's own handlers and reads past what is not wanted."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Decide by the length that the request itself states; a web server lets no more through."""
        most = most_bytes(self.request) if self.request else 0
        self.is_unwanted = not most or content_length > most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Read past the rest of the request, so that the sender gets an answer."""
        if self.is_unwanted:
            raise StopUpload(connection_reset=False)
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave the bytes to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def most_bytes(request: HttpRequest) -> int:
    """How large a request with files may be at this address; 0 where the site takes none there."""
    if CHECKS.search(request.path):
        return int(settings.CHECK_MEGABYTES) * MEGABYTE
    if DESK.search(request.path):
        return DESK_MEGABYTES * MEGABYTE
    if MATERIALS.search(request.path):
        return DESK_MEGABYTES * MEGABYTE if desks_of(person_of(request)) else 0
    if REGISTER.search(request.path):
        return int(settings.UPLOAD_MEGABYTES) * MEGABYTE if may_keep_register(person_of(request)) else 0
    return int(settings.UPLOAD_MEGABYTES) * MEGABYTE if settings.MODE == "embedded" else 0


def is_too_large(request: HttpRequest) -> bool:
    """Is the request longer than any upload may be?"""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > most_bytes(request)


def visitor(request: HttpRequest) -> str:
    """Who uploads: the session, by a digest that cannot be turned back into its key."""
    if not request.session.session_key:
        request.session.save()
    key = request.session.session_key or ""
    return f"session:{hashlib.sha256(key.encode()).hexdigest()[:24]}"
