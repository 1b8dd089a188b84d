"""/healthz: is the service well? For monitoring; names nothing that should stay inside."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import duckdb
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from dugnad.errors import DugnadError
from dugnad.monitor.pictures.freshness import freshness
from dugnad.records.models.work import RegularWork

HEARTBEAT = "worker.heartbeat"
SILENT_AFTER_SECONDS = 120


def health(request: HttpRequest) -> JsonResponse:
    """200 when store and database answer and the worker, if there is one, is alive; else 503."""
    parts = {"database": database(), "store": store(), "worker": worker()}
    is_well = all(part["ok"] for part in parts.values())
    told = {"ok": is_well, **parts, "work": work() if parts["database"]["ok"] else {"ok": False}}
    answer = JsonResponse(told, status=200 if is_well else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def database() -> dict[str, Any]:
    """Does the database answer?"""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return {"ok": False}
    return {"ok": True}


def store() -> dict[str, Any]:
    """Can the store be read, and how much is in it?"""
    try:
        fresh = freshness(settings.STORE)
    except (DugnadError, OSError, duckdb.Error):
        return {"ok": False}
    computed = fresh.computed_at.isoformat() if fresh.computed_at else None
    return {"ok": True, "notices": fresh.notices, "computed_at": computed}


def worker() -> dict[str, Any]:
    """When did the worker last touch its heartbeat file? No file: this installation has none."""
    path = settings.VAR / HEARTBEAT
    if not path.exists():
        return {"ok": True, "seconds_since_heartbeat": None}
    seconds = datetime.now(UTC).timestamp() - path.stat().st_mtime
    return {"ok": seconds < SILENT_AFTER_SECONDS, "seconds_since_heartbeat": round(seconds)}


def work() -> dict[str, Any]:
    """Which regular work failed the last time? It is tried again within the hour, and the site serves meanwhile."""
    failing = sorted(RegularWork.objects.exclude(problem="").values_list("name", flat=True))
    return {"ok": not failing, "failing": failing}
