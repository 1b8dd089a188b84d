"""Every form, tampered with: no fault of ours, no change of another body's rows, always an answer in words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpResponse

from people import Cast
from web.access import NOBODY_SIGNED_IN, Doors, Row, all_rows, read

pytestmark = pytest.mark.django_db
ROWS = [row for row in all_rows() if row.may.get("POST", frozenset({"nobody"})) != frozenset({"nobody"})]
OF_BODY = {"reader", "buyer", "colleague", "contact", "leader"}
MEGABYTE = "Æ" * 500_000
SCRIPT = "<script>alert(1)</script>"
GUESSED = ("body", "person", "role", "measure", "decision", "state", "text", "value", "on", "year", "id", "name", "do")
"""Names tried where the page with the form could not be found."""
CLEAR = re.compile(r"<h1|\"error\"|field-error|ds-alert", re.DOTALL)


class Fields(HTMLParser):
    """The names in a page's forms that post to an address, with the values they came with."""

    def __init__(self, page: str, address: str, here: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.address, self.here, self.is_inside = address, here, False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            to = (told.get("action") or self.here).split("?")[0]
            self.is_inside = (told.get("method") or "").lower() == "post" and to == self.address
        elif self.is_inside and tag in {"input", "select", "textarea", "button"} and told.get("name"):
            self.found.setdefault(str(told["name"]), told.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_inside = self.is_inside and tag != "form"


def nothing(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return {}


def unknown_fields(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return {"is_admin": "1", "role": "administrator", "state": "approved", "pk": str(uuid4())}


def foreign_ids(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    ids = [str(foreign.other.pk), foreign.other.key, str(foreign.other_leader.pk)]
    return {name: ids[number % 3] for number, name in enumerate(fields)}


def long_texts(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return dict.fromkeys(list(fields)[:1], MEGABYTE) | dict.fromkeys(list(fields)[1:], "Æ" * 5_000)


def scripts(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return dict.fromkeys(fields, SCRIPT)


def null_bytes(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return {name: f"a\0b{value}" for name, value in fields.items()}


def wrong_types(fields: dict[str, str], foreign: Cast) -> dict[str, Any]:
    return {name: ["-1", "1e400", "2026-99-99", "[]"] for name in fields}


TAMPERINGS = (nothing, unknown_fields, foreign_ids, long_texts, scripts, null_bytes, wrong_types)
BROKEN = b"%ff%fe=%c3%28&text=\xff\xfe\xc3\x28&name=%00%80"
"""What no browser sends: bytes that are no UTF-8."""


def sender(row: Row) -> str:
    """Somebody who may post the form, of the own body where there is one."""
    named = sorted(row.may["POST"] - {"everyone", "signed-in", "nobody"})
    if named:
        return next((name for name in ("leader", "contact") if name in named), named[0])
    return "contact" if "signed-in" in row.may["POST"] else NOBODY_SIGNED_IN


@pytest.fixture(scope="module")
def pages(doors: Doors) -> dict[tuple[str, str], str]:
    """The pages that hold forms, as those see them who may send: those at the form's own address, and above it."""
    return {}


def fields_of(doors: Doors, pages: dict[tuple[str, str], str], address: str, person: str) -> dict[str, str]:
    """The form's fields: from the page at its own address, or at one above it."""
    here = address
    while len(here) > 1:
        if (here, person) not in pages:
            answer = doors.open("GET", here, person)
            is_page = answer.status_code == 200 and "html" in answer.headers.get("Content-Type", "")
            pages[here, person] = answer.content.decode() if is_page else ""
        found = Fields(pages[here, person], address, here).found
        if found:
            return found
        here = re.sub(r"[^/]+/?$", "", here)
    return dict.fromkeys(GUESSED, "")


def others_rows(cast: Cast) -> str:
    """The rows that belong to other bodies, and their number, as one mark."""
    return hashlib.sha256(repr([rows_of(model, cast) for model in with_body()]).encode()).hexdigest()


def with_body() -> list[type[Model]]:
    """The tables whose rows belong to a body, and the bodies themselves."""
    return [
        model
        for model in apps.get_app_config("records").get_models()
        if model.__name__ == "Body" or any(field.name == "body" and field.is_relation for field in model._meta.fields)
    ]


def rows_of(model: type[Model], cast: Cast) -> list[tuple[Any, ...]]:
    """Every row of other bodies."""
    rows = model._default_manager.order_by("pk")
    found = rows.exclude(pk=cast.own.pk) if model.__name__ == "Body" else rows.exclude(body=cast.own.pk)
    return list(found.values_list())


def post(doors: Doors, address: str, person: str, **given: Any) -> tuple[HttpResponse, bool]:
    """Send it; the answer, and whether it changed rows of another body."""
    with transaction.atomic():
        before = others_rows(doors.cast)
        answer = doors.clients[person].post(address, **given)
        read(answer)
        is_changed = others_rows(doors.cast) != before
        transaction.set_rollback(True)
    return answer, is_changed


def complaint(row: Row, how: str, answer: HttpResponse, *, is_changed: bool, is_of_body: bool) -> str:
    """What is wrong with the answer; nothing where it is as it should be."""
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{how}: {answer.status_code}"
    if is_changed and is_of_body:
        return f"{how}: another body's rows changed"
    is_said = answer.status_code < 400 or CLEAR.search(answer.content.decode(errors="replace"))
    if not is_said:
        return f"{how}: {answer.status_code} without a word"
    return f"{how}: a script comes back as it is" if SCRIPT in answer.content.decode(errors="replace") else ""


def complaints(
    doors: Doors, pages: dict[tuple[str, str], str], row: Row, tamperings: Sequence[Callable[..., dict[str, Any]]]
) -> list[str]:
    """What is wrong with the answers to the row's form, tampered with in each of these ways."""
    address, person = doors.address(row), sender(row)
    is_of_body = "own" in row.places and person in OF_BODY
    fields = fields_of(doors, pages, address, person)
    told = []
    for tamper in tamperings:
        answer, is_changed = post(doors, address, person, data=made(tamper, fields, doors.cast))
        told.append(complaint(row, tamper.__name__, answer, is_changed=is_changed, is_of_body=is_of_body))
    return told


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_foreign_ids_scripts_and_null_bytes_are_refused_in_words_and_change_nothing_of_others(
    doors: Doors, pages: dict[tuple[str, str], str], row: Row
) -> None:
    told = complaints(doors, pages, row, (foreign_ids, scripts, null_bytes))

    assert [one for one in told if one] == []


@pytest.mark.long
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_tampered_form_is_refused_in_words_and_changes_nothing_of_others(
    doors: Doors, pages: dict[tuple[str, str], str], row: Row
) -> None:
    address, person = doors.address(row), sender(row)
    is_of_body = "own" in row.places and person in OF_BODY

    told = complaints(doors, pages, row, TAMPERINGS)
    for kind in ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"):
        answer, is_changed = post(doors, address, person, data=BROKEN, content_type=kind)
        told.append(complaint(row, f"broken {kind}", answer, is_changed=is_changed, is_of_body=is_of_body))

    assert [one for one in told if one] == []


def made(tamper: Callable[[dict[str, str], Cast], dict[str, Any]], fields: dict[str, str], cast: Cast) -> Any:
    """What is sent; the token of the session is not asked for here."""
    return tamper({name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}, cast)


def test_forms_are_found_and_not_only_guessed(doors: Doors, pages: dict[tuple[str, str], str]) -> None:
    found = [row.name for row in ROWS if set(fields_of(doors, pages, doors.address(row), sender(row))) != set(GUESSED)]

    assert len(found) > len(ROWS) / 2


def test_something_is_looked_at() -> None:
    assert {"StatusReport", "Decision", "Plan", "Dispatch", "Role"} <= {model.__name__ for model in with_body()}
    assert connection.vendor in {"sqlite", "postgresql"}
