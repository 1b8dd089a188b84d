"""/healthz tells a machine whether the service is well."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from dugnad.records.models.work import RegularWork
from web.conftest import Small


@pytest.mark.django_db
def test_health_of_a_well_service(small_stores: Small, settings: Settings, tmp_path: Path) -> None:
    settings.STORE, settings.VAR = small_stores(3), tmp_path

    answer = Client(HTTP_HOST="localhost").get("/healthz")

    assert (answer.status_code, answer.json()) == (
        200,
        {
            "ok": True,
            "database": {"ok": True},
            "store": {"ok": True, "notices": 3, "computed_at": "2026-11-02T06:00:00+00:00"},
            "worker": {"ok": True, "seconds_since_heartbeat": None},
            "work": {"ok": True, "failing": []},
        },
    )


@pytest.mark.django_db
def test_health_with_a_worker_that_fell_silent(small_stores: Small, settings: Settings, tmp_path: Path) -> None:
    settings.STORE, settings.VAR = small_stores(1), tmp_path
    (tmp_path / "worker.heartbeat").touch()
    os.utime(tmp_path / "worker.heartbeat", (0, 0))

    answer = Client(HTTP_HOST="localhost").get("/healthz")

    assert (answer.status_code, answer.json()["ok"], answer.json()["worker"]["ok"]) == (503, False, False)


@pytest.mark.django_db
def test_health_with_a_broken_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE, settings.VAR = tmp_path, tmp_path
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "part-0.parquet").write_bytes(b"not parquet")

    answer = Client(HTTP_HOST="localhost").get("/healthz")

    assert (answer.status_code, answer.json()["store"], str(tmp_path) in answer.content.decode()) == (
        503,
        {"ok": False},
        False,
    )


@pytest.mark.django_db
def test_health_names_regular_work_that_failed_and_the_site_is_well(
    small_stores: Small, settings: Settings, tmp_path: Path
) -> None:
    settings.STORE, settings.VAR = small_stores(3), tmp_path
    RegularWork.objects.create(name="remind", problem="OSError")
    RegularWork.objects.create(name="forget-checks")

    answer = Client(HTTP_HOST="localhost").get("/healthz")

    assert (answer.status_code, answer.json()["ok"]) == (200, True)
    assert answer.json()["work"] == {"ok": False, "failing": ["remind"]}
