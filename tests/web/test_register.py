"""Pages of the register: the list, import with preview, settling buyers, contact, class, and the desk's host."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from dugnad.records.actions.matching import settle_buyer
from dugnad.records.actions.register_jobs import preview_register_import, resume_register_imports, run_register_import
from dugnad.records.models.log import LogEntry
from dugnad.records.models.register import Body, DeskHost, RegisterImport, SettledBuyer
from people import Cast, make_body, make_cast, signed_in
from register.made import numbers, unit, write_bulk
from web.conftest import Small
from web.made import BODIES, country, make_store

pytestmark = pytest.mark.django_db
NUMBER = numbers(32_000_000)
AGENCY, TOWN = next(NUMBER), next(NUMBER)
BUYER = BODIES[0][1]
ADDRESSES = ("/register/", "/register/import/", "/register/settled/", f"/register/settle/?name={quote(BUYER)}")


@pytest.fixture
def cast(small_stores: Small, settings: Settings, tmp_path: Path) -> Cast:
    settings.STORE, settings.VAR = make_store(tmp_path / "store", country(2)), tmp_path
    return make_cast()


def file_of(folder: Path, *units: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("enheter.json.gz", write_bulk(folder / "up.json.gz", list(units)).read_bytes())


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_every_page_opens_in_every_language(cast: Cast, language: str) -> None:
    keeper, contact, governor = (signed_in(one) for one in (cast.coordinator, cast.contact, cast.governor))
    settle_buyer(by=cast.coordinator, name=BUYER, numbers=[""], body=cast.own)

    pages = [text_of(keeper, language + one) for one in (*ADDRESSES, f"/register/class/{cast.own.key}/")]
    pages.append(text_of(contact, f"{language}/bodies/{cast.own.key}/contact/"))
    pages.append(text_of(governor, f"{language}/counties/46/host/"))

    assert [page.count("<h1") for page in pages] == [1] * 7


def test_strangers_and_other_bodies_see_nothing(cast: Cast) -> None:
    for person in (cast.stranger, cast.leader, cast.governor, cast.adviser):
        assert [signed_in(person).get(one).status_code for one in ADDRESSES] == [403] * 4
    assert [signed_in(None).get(one).status_code for one in ADDRESSES] == [302] * 4
    other = f"/bodies/{cast.other.key}/contact/"
    assert [signed_in(one).get(other).status_code for one in (cast.contact, cast.other_contact)] == [403, 200]
    assert signed_in(cast.governor).get("/counties/11/host/").status_code == 403
    assert signed_in(cast.governor).get("/counties/99/host/").status_code == 404


def test_the_list_is_narrowed_and_says_when_it_cannot_be(cast: Cast) -> None:
    keeper = signed_in(cast.coordinator)

    found = text_of(keeper, "/register/?q=eksempelvik&kind=municipality&contact=email")
    bad = text_of(keeper, "/register/?kind=castle&page=x")

    assert ("Eksempelvik" in found, "Prøvefjord" in found, 'role="status"' in bad) == (
        True, False, True,
    )  # fmt: skip


@pytest.mark.parametrize("address", ["/register/", "/register/settled/"])
def test_lists_ask_as_often_for_one_as_for_three(cast: Cast, address: str) -> None:
    keeper = signed_in(cast.coordinator)
    keeper.get(address)
    counts = []
    for number in (1, 3):
        for at in range(number):
            body = make_body(f"Ekstra {number} {at} kommune", parent=cast.ministry, orgnr=next(NUMBER))
            settle_buyer(by="x", name=f"Kjøper {number} {at}", numbers=[""], body=body)
        with CaptureQueriesContext(connection) as asked:
            keeper.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_file_is_previewed_then_taken_in(cast: Cast, tmp_path: Path) -> None:
    keeper = signed_in(cast.coordinator)
    units = [unit(AGENCY, "Prøvedirektoratet for bruer", "ORGL", "6100"), unit(TOWN, "Ola Prøve", "ENK", "8200")]

    answer = keeper.post("/register/import/", {"file": file_of(tmp_path, *units)})
    job = RegisterImport.objects.get()
    where = f"/register/import/{job.pk}/"
    waiting = text_of(keeper, where)
    preview_register_import.func(str(job.pk))
    previewed = text_of(keeper, where)
    untouched = Body.objects.filter(orgnr=AGENCY).exists()
    applied = keeper.post(where, {"act": "apply"})
    run_register_import.func(str(job.pk), cast.coordinator.by)
    done = text_of(keeper, where)

    assert (answer.headers["Location"], applied.headers["Location"]) == (where, where)
    assert ["Leser filen" in waiting, "Prøvedirektoratet for bruer" in previewed, "enkeltpersonforetak" in previewed,
            "Ola" in previewed, untouched] == [True, True, True, False, False]  # fmt: skip
    assert ("Registeret er endret" in done, Body.objects.get(orgnr=AGENCY).kind, Path(job.path).exists()) == (
        True, "state-agency", False,
    )  # fmt: skip
    assert keeper.post(where, {"act": "apply"}).status_code == 409
    assert LogEntry.objects.filter(subject=AGENCY).get().by == cast.coordinator.by


def test_a_damaged_file_changes_nothing_and_says_why(cast: Cast) -> None:
    keeper = signed_in(cast.administrator)

    keeper.post("/register/import/", {"file": SimpleUploadedFile("x.json", b'[{"organisasjonsnummer": "1"},')})
    job = RegisterImport.objects.get()
    preview_register_import.func(str(job.pk))

    shown = text_of(keeper, f"/register/import/{job.pk}/")
    assert ("Filen er ikke gyldig JSON" in shown, "enhet nummer 2" in shown, "Ingenting er endret" in shown) == (
        True, True, True,
    )  # fmt: skip
    assert not Path(job.path).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[1]", "Dette er ikkje ei fil vi kjenner. Bruk"),
        (b"  ", "Fila er tom."),
        (b"\x1f\x8b\x08", "Den pakka fila er skadd"),
        (b'["\xff"]', "Teksten er ikkje lagra som UTF-8."),
        (b"orgnr,navn\n1,x\n", "Tabellen manglar ei kolonne"),
    ],
)
def test_a_fault_of_the_file_is_told_in_the_readers_language(cast: Cast, content: bytes, said: str) -> None:
    keeper = signed_in(cast.administrator)
    name = "x.csv" if b"orgnr" in content else "x.json"
    keeper.post("/register/import/", {"file": SimpleUploadedFile(name, content)})
    job = RegisterImport.objects.get()
    preview_register_import.func(str(job.pk))

    shown = text_of(keeper, f"/nn/register/import/{job.pk}/")

    assert (said in shown, "Ingenting er endra." in shown) == (True, True)


def test_no_file_an_empty_one_and_a_strangers_are_refused(cast: Cast, tmp_path: Path) -> None:
    keeper, stranger = signed_in(cast.coordinator), signed_in(cast.leader)

    answers = [
        keeper.post("/register/import/").status_code,
        keeper.post("/register/import/", {"file": SimpleUploadedFile("x.json", b"")}).status_code,
        stranger.post("/register/import/", {"file": file_of(tmp_path, unit(AGENCY, "X", "ORGL", "6100"))}).status_code,
    ]

    assert (answers, RegisterImport.objects.count(), list((tmp_path).glob("uploads/*"))) == ([400, 400, 403], 0, [])


def test_a_preview_is_given_up_and_a_fallen_worker_resumes(cast: Cast, tmp_path: Path) -> None:
    keeper = signed_in(cast.coordinator)
    keeper.post("/register/import/", {"file": file_of(tmp_path, unit(AGENCY, "Prøveetaten", "ORGL", "6100"))})
    job = RegisterImport.objects.get()
    resumed = resume_register_imports(by="x")
    preview_register_import.func(str(job.pk))

    answer = keeper.post(f"/register/import/{job.pk}/", {"act": "drop"})

    assert (resumed, answer.status_code, RegisterImport.objects.count(), Path(job.path).exists()) == (1, 302, 0, False)


def test_a_changed_upload_is_not_taken_in(cast: Cast, tmp_path: Path) -> None:
    keeper = signed_in(cast.coordinator)
    keeper.post("/register/import/", {"file": file_of(tmp_path, unit(AGENCY, "Prøveetaten", "ORGL", "6100"))})
    job = RegisterImport.objects.get()
    preview_register_import.func(str(job.pk))
    write_bulk(Path(job.path), [unit(TOWN, "En annen", "ORGL", "6100")])
    keeper.post(f"/register/import/{job.pk}/", {"act": "apply"})

    run_register_import.func(str(job.pk), "x")

    job.refresh_from_db()
    assert (job.state, Body.objects.filter(orgnr=TOWN).exists()) == ("failed", False)


def test_a_buyer_is_settled_and_undone(cast: Cast) -> None:
    keeper = signed_in(cast.coordinator)
    where = f"/register/settle/?name={quote(BUYER)}"

    shown = text_of(keeper, f"{where}&q=prøvefjord")
    keeper.post(where, {"body": cast.other.key})
    settled = SettledBuyer.objects.get()
    listed = text_of(keeper, "/register/settled/")
    undone = keeper.post("/register/settled/", {"undo": settled.pk})

    assert (cast.other.name in shown, settled.body, BUYER in listed) == (True, cast.other, True)
    assert (undone.status_code, SettledBuyer.objects.count()) == (302, 0)
    wrong = [keeper.post(where, {"body": "nobody"}), keeper.post("/register/settled/", {"undo": "99999"})]
    assert [one.status_code for one in wrong] == [400, 400]
    assert [keeper.get(f"/register/settle/?name={one}").status_code for one in ("", "Finnes%20ikke", "%00")] == [
        404
    ] * 3


def test_not_a_public_body_is_an_answer_too(cast: Cast) -> None:
    signed_in(cast.coordinator).post(f"/register/settle/?name={quote(BUYER)}", {"body": "none"})

    assert SettledBuyer.objects.get().body is None


def test_the_unmatched_list_leads_on_only_for_those_who_may(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    keeper, visitor = signed_in(cast.coordinator), signed_in(None)

    assert ["/register/settled/" in text_of(one, "/method/unmatched/") for one in (keeper, visitor)] == [True, False]


def test_the_contact_is_changed_and_a_persons_address_is_asked_about(cast: Cast) -> None:
    where, contact = f"/bodies/{cast.own.key}/contact/", signed_in(cast.contact)
    given = {"email": "kari.nordmann@eksempelvik.no", "website": "eksempelvik.no", "language": "nn"}

    asked = contact.post(where, given)
    kept = Body.objects.get(pk=cast.own.pk).email
    sure = contact.post(where, {**given, "is_sure": "on"})

    body = Body.objects.get(pk=cast.own.pk)
    assert (asked.status_code, "is_sure" in asked.content.decode(), kept) == (
        400,
        True,
        "postmottak@eksempelvik.invalid",
    )
    assert (sure.status_code, body.email, body.website, body.language) == (
        302, "kari.nordmann@eksempelvik.no", "https://eksempelvik.no", "nn",
    )  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"language": "xx"},
        {"language": "nb", "email": "not an address"},
        {"language": "nb", "website": "javascript:1"},
        {"language": "nb", "email": "x" * 300 + "@x.no"},
        {"language": "nb", "email": "a\0@x.no"},
    ],
)
def test_a_bad_contact_is_told(cast: Cast, given: dict[str, str]) -> None:
    answer = signed_in(cast.contact).post(f"/bodies/{cast.own.key}/contact/", given)

    assert (answer.status_code, 'role="alert"' in answer.content.decode()) == (400, True)


def test_the_class_is_changed_with_a_reason(cast: Cast) -> None:
    where, keeper = f"/register/class/{cast.own.key}/", signed_in(cast.coordinator)

    bad = keeper.post(where, {"obligation_class": "none", "reason": " "})
    good = keeper.post(where, {"obligation_class": "none", "reason": "Lagt ned som innkjøper."})

    cast.own.refresh_from_db()
    assert (bad.status_code, good.status_code, cast.own.obligation_class, cast.own.class_reason) == (
        400, 302, "none", "Lagt ned som innkjøper.",
    )  # fmt: skip


def test_the_statsforvalter_points_out_the_host(cast: Cast) -> None:
    where, governor = "/counties/46/host/", signed_in(cast.governor)

    found = text_of(governor, f"{where}?q=eksempelvik")
    answer = governor.post(where, {"host": cast.own.key, "since": "2026-01-01"})
    bad = [governor.post(where, one).status_code for one in ({}, {"host": "x", "since": "2026-02-01"},
                                                             {"host": cast.own.key, "since": "i morgen"})]  # fmt: skip

    assert (cast.own.name in found, answer.status_code, bad) == (True, 302, [400, 400, 400])
    assert [(one.body, one.since) for one in DeskHost.objects.all()] == [(cast.own, date(2026, 1, 1))]
    assert cast.own.name.removesuffix(" (DEMO)") in text_of(governor, where)
