"""Limits count by who asks, also behind proxies; whoever holds a letter's link is never turned away by others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import Settings

from dugnad.api.opened import ASKED_A_MINUTE
from dugnad.records.client_address import client_address
from dugnad.records.models.letters import Dispatch
from dugnad.records.reply_link import token_of
from dugnad.web.pages.reply import LOOKS_A_MINUTE
from people import make_cast
from records.lettered import make_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, settings: Settings) -> None:
    cache.clear()
    settings.VAR, settings.STORE = tmp_path, tmp_path / "store"


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "10.0.0.1", "127.0.0.9"),
        (1, "", "127.0.0.9"),
        (1, "10.0.0.1", "10.0.0.1"),
        (1, "6.6.6.6, 10.0.0.1", "10.0.0.1"),
        (2, "6.6.6.6, 10.0.0.1,10.0.0.2", "10.0.0.1"),
        (2, "10.0.0.1", "127.0.0.9"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "nobody", "127.0.0.9"),
    ],
)
def test_address_is_what_the_outermost_own_proxy_saw(
    settings: Settings, proxies: int, passed: str, address: str
) -> None:
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": passed} if passed else {}
    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="127.0.0.9")

    assert client_address(request) == address
    assert get_adapter().get_client_ip(request) == address


def statuses(path: str, count: int) -> Counter[int]:
    """So many visitors behind one proxy."""
    return Counter(
        Client(headers={"X-Forwarded-For": f"10.1.{one // 250}.{one % 250}"}).get(path).status_code
        for one in range(count)
    )


def test_visitors_behind_a_proxy_do_not_share_a_limit(settings: Settings) -> None:
    settings.PROXIES = 1

    assert statuses("/api/v1/plans", ASKED_A_MINUTE + 5) == {200: ASKED_A_MINUTE + 5}
    assert statuses("/reply/unknown/", LOOKS_A_MINUTE + 5) == {404: LOOKS_A_MINUTE + 5}


def test_who_tries_links_without_end_waits_and_whoever_has_one_does_not() -> None:
    cast = make_cast()
    make_run(cast.coordinator, [cast.own])
    link = f"/reply/{token_of(Dispatch.objects.get().pk)}/"
    client = Client()

    tried = Counter(client.get(f"/reply/{number}/").status_code for number in range(LOOKS_A_MINUTE + 3))
    last = client.get("/reply/x/")

    assert tried == {404: LOOKS_A_MINUTE, 429: 3}
    assert (last.headers["Retry-After"], "Vent litt" in last.text) == ("60", True)
    assert client.get(link).status_code == 200
