"""`POST /api/v1/check`: files, or facts as JSON, judged as the command and the site do. Nothing is kept."""

from __future__ import annotations

import tempfile
import threading
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile as SentFile

from dugnad.api.rate import seconds_to_wait
from dugnad.api.refusal import Problem, refusal
from dugnad.check.bounded import check_bounded
from dugnad.check.checking import MOST_FILES
from dugnad.check.facts import check_facts

router = Router()
AT_ONCE = threading.BoundedSemaphore(2)
"""Checks that run at the same time, fewer than the server has threads; the others are asked to come again."""
MEGABYTE = 1024 * 1024


@router.post(
    "/check",
    response={200: dict[str, Any], 413: Problem, 415: Problem, 422: Problem, 429: Problem, 503: Problem},
    summary="Check one procurement",
    description=(
        "Send files (multipart/form-data, field `files`, repeated: one notice as eForms XML, any number of tender "
        "documents as DOCX, PDF, ODT or text), or facts (application/json, see docs/reference/api.md). Optional query "
        "`on`: judge as if announced that day. The answer is the JSON of `dugnad check --json`."
    ),
    openapi_extra={
        "requestBody": {
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                    }
                },
                "application/json": {"schema": {"type": "object"}},
            }
        }
    },
)
def check(request: HttpRequest, files: File[list[SentFile] | None] = None, on: date | None = None) -> JsonResponse:
    wait = seconds_to_wait(request)
    if wait:
        return refusal(429, "rate", f"Too many checks from this address. Try again in {wait} seconds.", wait)
    if request.content_type == "application/json":
        return JsonResponse(check_facts(request.body, on=on))
    if request.content_type != "multipart/form-data":
        return refusal(415, "media-type", "Send files as multipart/form-data, or facts as application/json.")
    return check_sent(list(files or []), on)


def check_sent(files: list[SentFile] | list[UploadedFile[bytes]], on: date | None) -> JsonResponse:
    """The files, in a bounded process."""
    if not files:
        return refusal(422, "no-file", "No file came in the field `files`. Repeat the field for each file.")
    most = settings.CHECK_MEGABYTES * MEGABYTE
    if len(files) > MOST_FILES or sum(file.size or 0 for file in files) > most:
        limits = f"at most {MOST_FILES} files and {settings.CHECK_MEGABYTES} MB together"
        return refusal(413, "too-large", f"Too much to check at once: {limits}.")
    if not AT_ONCE.acquire(blocking=False):  # waiting would hold a thread that pages need
        return refusal(503, "busy", "Other checks are running. Try again in a minute.", 60)
    try:
        given = [(Path(file.name or "file").name[:200], file.read()) for file in files]
        with tempfile.TemporaryDirectory(prefix="dugnad-check-") as folder:
            result = check_bounded(given, Path(folder), on=on, version=version("dugnad"), made_on=timezone.localdate())
    finally:
        AT_ONCE.release()
    if "error" in result:
        return refusal(422, result["code"], result["error"])
    return JsonResponse(result["check"])
