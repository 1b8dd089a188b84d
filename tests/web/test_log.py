"""The log: told in words to those it concerns, names among colleagues alone."""

from __future__ import annotations

import ast
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import dugnad
from dugnad.records.actions.log import write_log
from dugnad.records.actions.people import close_account, end_role
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import RoleName
from dugnad.web.deeds import deed, lines
from dugnad.web.words import has_words, page_words
from people import Cast, make_cast, make_person, signed_in

pytestmark = pytest.mark.django_db
SOURCES = Path(dugnad.__file__).parent / "records" / "actions"
BY_LIBRARY = {
    "sign_in", "password_changed", "password_set", "password_reset", "totp_activated", "totp_deactivated",
    "recovery_codes_generated", "account_connected", "account_disconnected",
}  # fmt: skip
"""Deeds that the login library tells of, see web/account.py."""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def texts_of(value: ast.AST, names: dict[str, list[ast.AST]]) -> set[str]:
    """The texts that an expression may become; of one put together, how it begins. Names are followed."""
    if isinstance(value, ast.JoinedStr):
        return {f"{one.value}*" for one in value.values[:1] if isinstance(one, ast.Constant)}
    if isinstance(value, ast.Name):
        return set().union(*(texts_of(one, {}) for one in names.get(value.id, [])))
    if isinstance(value, ast.IfExp):
        return texts_of(value.body, names) | texts_of(value.orelse, names)
    return {value.value} if isinstance(value, ast.Constant) and isinstance(value.value, str) else set()


def given(call: ast.Call, name: str, place: int) -> list[ast.AST]:
    """What a call gives for a parameter."""
    by_name: list[ast.AST] = [one.value for one in call.keywords if one.arg == name]
    return by_name or list(call.args[place : place + 1])


def deeds() -> set[str]:
    """The names of all deeds that the sources write into the log, also through functions that take the name."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    names: dict[str, list[ast.AST]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            pairs = [(one, node.value) for one in node.targets] if not isinstance(node.targets[0], ast.Tuple) else (
                zip(node.targets[0].elts, getattr(node.value, "elts", []), strict=False))  # fmt: skip
            for target, value in pairs:
                if isinstance(target, ast.Name) and target.id in {"action", "ACTION"}:
                    names.setdefault(target.id, []).append(value)
    takers = {"write_log": ("action", 99)} | {
        node.name: (one.arg, place)
        for node in nodes
        if isinstance(node, ast.FunctionDef)
        for place, one in enumerate([*node.args.args, *node.args.kwonlyargs])
        if one.arg in {"action", "event"} and "write_log" in ast.dump(node)
    }
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    told = [value for call in calls if call.func.id in takers for value in given(call, *takers[call.func.id])]
    return set().union(*(texts_of(value, names) for value in told))


def is_told(name: str) -> bool:
    """Are there words for a deed, or for every one that begins so?"""
    if not name.endswith("*"):
        return has_words(f"log.action-{name}")
    return any(key.startswith(f"action-{name[:-1]}") for key in page_words("log"))


def test_every_deed_has_words() -> None:
    found = deeds()

    assert {"end_role", "approve_status", "load_register", "change_letter", "register_import_*"} - found == set()
    assert sorted(one for one in found | BY_LIBRARY if not is_told(one)) == []


def test_deed_without_words_is_told_by_its_name() -> None:
    assert deed("fly_to_the_moon") == "fly_to_the_moon"


def test_colleagues_stand_by_name_and_others_by_role(cast: Cast) -> None:
    for by in (cast.leader, cast.administrator, cast.governor, cast.contact, "session:abc", "worker", "nobody-known"):
        write_log(by=by, action="end_check", subject="x", body=cast.own)

    told = lines(LogEntry.objects.order_by("pk"), cast.contact)

    assert [one.who for one in told] == [
        cast.leader.name,
        "Administrator",
        "Statsforvalter, Vestland",
        "Du",
        "En besøkende",
        "Installasjonen selv",
        "Ukjent",
    ]


def test_names_of_other_bodies_people_are_not_told(cast: Cast) -> None:
    write_log(by=cast.other_leader, action="end_check", subject="x", body=cast.own)

    page = signed_in(cast.reader).get(f"/bodies/{cast.own.key}/log/").content.decode()

    assert (cast.other_leader.name in page, "Leder, Prøvefjord kommune" in page) == (False, True)


def test_what_was_done_is_told_before_and_after(cast: Cast) -> None:
    end_role(by=cast.leader, role=cast.buyer.roles.get())

    (line,) = lines(LogEntry.objects.all(), cast.contact)

    assert (line.who, line.what, line.whom) == (cast.leader.name, "Avsluttet en rolle", "En bruker")
    changes = sorted((one.part, one.before, one.after) for one in line.changes)  # PostgreSQL keeps an order of its own
    assert changes == [("Rolle", "Innkjøper", "–"), ("Virksomhet", cast.own.key, "–")]


def test_closed_account_is_a_former_user(cast: Cast) -> None:
    write_log(by=cast.buyer, action="end_check", subject="x", body=cast.own)
    close_account(by=cast.buyer, person=cast.buyer)

    told = lines(LogEntry.objects.all(), cast.leader)

    assert {one.who for one in told} == {"En tidligere bruker"}


def test_my_log_holds_my_deeds_alone(cast: Cast) -> None:
    write_log(by=cast.buyer, action="end_check", subject="x")
    write_log(by=cast.leader, action="start_check", subject="y", body=cast.own)

    page = signed_in(cast.buyer).get("/me/log/").content.decode()

    assert ("Avsluttet en kontroll av filer" in page, "Startet en kontroll" in page) == (True, False)


@pytest.mark.parametrize("who", ["other_leader", "coordinator", "governor", "stranger"])
def test_log_of_a_body_is_closed_to_others(cast: Cast, who: str) -> None:
    write_log(by=cast.leader, action="end_check", subject="x", body=cast.own, note="hemmelig utkast")

    answer = signed_in(getattr(cast, who)).get(f"/bodies/{cast.own.key}/log/")

    assert (answer.status_code, "hemmelig" in answer.content.decode()) == (403, False)


def test_whole_log_is_narrowed_by_deed_body_and_day(cast: Cast) -> None:
    write_log(by=cast.leader, action="end_check", subject="en", body=cast.own)
    write_log(by=cast.leader, action="start_check", subject="to", body=cast.other)
    old = write_log(by=cast.leader, action="end_check", subject="tre", body=cast.other)
    LogEntry.objects.filter(pk=old.pk).update(at=datetime(2026, 1, 2, 0, 30, tzinfo=timezone.get_current_timezone()))
    client = signed_in(cast.administrator)

    def count(query: str) -> str:
        page = client.get(f"/log/{query}").content.decode()
        return re.findall(r'class="count">([^<]+)<', page)[0]

    found = [
        count(one) for one in ("", "?action=end_check", f"?body={cast.own.key}", "?on=2026-01-02", "?on=2026-01-01")
    ]

    assert found == ["3 hendelser", "2 hendelser", "Én hendelse", "Én hendelse", "0 hendelser"]


@pytest.mark.parametrize(
    "query", ["?action=fly", "?body=999999999", "?on=i-morgen", "?page=99", "?page=x", "?body=%00"]
)
def test_whole_log_says_when_a_choice_does_not_exist(cast: Cast, query: str) -> None:
    answer = signed_in(cast.administrator).get(f"/log/{query}")

    said = "Et av valgene i adressen finnes ikke" in answer.content.decode()
    assert (answer.status_code, said) == (200, query != "?body=%00")


def test_log_asks_the_same_for_one_and_for_three(cast: Cast) -> None:
    client, asked = signed_in(cast.leader), []
    client.get(f"/bodies/{cast.own.key}/log/")  # the session is made
    for number in range(3):
        person = make_person(f"folk-{number}", RoleName.READER, body=cast.own)
        write_log(by=person, action="end_check", subject=person.by, body=cast.own)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/bodies/{cast.own.key}/log/")
        asked.append(len(queries))

    assert asked[0] == asked[2]


def test_log_is_paged_and_escapes_what_it_holds(cast: Cast) -> None:
    for number in range(51):
        write_log(by=cast.leader, action="end_check", subject="x", body=cast.own, note=f"<script>{number}</script>")
    client = signed_in(cast.leader)

    pages = [client.get(f"/bodies/{cast.own.key}/log/?page={number}").content.decode() for number in (1, 2)]

    assert [one.count("&lt;script&gt;") for one in pages] == [50, 1]
    assert [one.count("<script>") for one in pages] == [0, 0]
