"""What a page lets in and out: its headers, its cookies, what it shows of what it was given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from web.conftest import Small
from web.made import BODIES, HARBOUR, Purchase, make_store

pytestmark = pytest.mark.django_db
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = ("/", "/national/", "/counties/", "/bodies/", f"/bodies/{HARBOUR}/", "/nothing/")


@pytest.mark.parametrize("address", PAGES)
def test_page_may_load_only_from_its_own_host(site: Client, address: str) -> None:
    headers = site.get(address).headers

    kept = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    assert [headers[name] for name in kept] == [POLICY, "DENY", "nosniff", "same-origin"]


@pytest.mark.parametrize("address", PAGES)
def test_page_holds_no_script_or_style_of_its_own_and_names_no_other_host(site: Client, address: str) -> None:
    page = site.get(address).content.decode()

    inline = re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|https?://", page)
    assert inline == []


@pytest.mark.parametrize("address", PAGES)
def test_page_sets_no_cookie(site: Client, address: str) -> None:
    assert list(site.get(address).cookies) == []


def test_search_words_come_back_as_text(site: Client) -> None:
    page = site.get("/bodies/", {"q": '"><script>alert(1)</script>'}).content.decode()

    assert re.findall(r'value="([^"]*)" autocomplete', page) == ["&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"]


def test_titles_of_notices_come_back_as_text(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = make_store(tmp_path, [Purchase(number=1, title="<img src=x onerror=alert(1)>")], BODIES)

    page = Client(HTTP_HOST="localhost").get(f"/bodies/{HARBOUR}/").content.decode()

    assert set(re.findall(r"[^;\"]img src=x[^&\"]*", page)) == set()
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_replaced_version_of_a_notice_is_not_listed(tmp_path: Path, settings: Settings) -> None:
    old = Purchase(number=1, title="Gammel versjon", rows={"is_latest": False})
    new = Purchase(number=2, title="Ny versjon")
    settings.STORE = make_store(tmp_path, [old, new], BODIES)

    page = Client(HTTP_HOST="localhost").get(f"/bodies/{HARBOUR}/").content.decode()

    assert ("Gammel versjon" in page, "Ny versjon" in page) == (False, True)


def test_other_hosts_names_are_refused(small_stores: Small, settings: Settings) -> None:
    settings.STORE = small_stores(1)

    answer = Client(HTTP_HOST="evil.example").get("/")

    assert (answer.status_code, b"evil.example" in answer.content) == (400, False)


def test_static_files_carry_their_hash_and_are_kept(site: Client) -> None:
    page = site.get("/").content.decode()
    (address,) = re.findall(r'href="(/static/dugnad/layout\.css\?v=[0-9a-f]{8})"', page)

    answer = site.get(address)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "max-age=31536000, public")


def test_search_answers_a_script_with_the_list_alone(site: Client) -> None:
    whole = site.get("/bodies/?q=eksempel")
    part = site.get("/bodies/?q=eksempel", headers={"HX-Request": "true"})

    texts = [answer.content.decode() for answer in (whole, part)]
    assert [("<html" in text, text.count('id="list"'), text.count("hx-swap-oob")) for text in texts] == [
        (True, 1, 0),
        (False, 1, 1),
    ]
    assert ["HX-Request" in answer.headers["Vary"] for answer in (whole, part)] == [True, True]


def test_fault_of_our_own_says_that_nothing_is_lost(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = tmp_path
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "part-0.parquet").write_bytes(b"not parquet")
    visitor = Client(HTTP_HOST="localhost", raise_request_exception=False)

    answer = visitor.get("/national/")

    page = answer.content.decode()
    assert (answer.status_code, "Ingenting er gått tapt." in page, str(tmp_path) in page) == (500, True, False)
