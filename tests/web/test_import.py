"""Upload: it takes notices in a body's own installation, shows only one's own import, and is closed in production."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from dugnad.eforms.demo import demo_notices
from dugnad.records.actions.notices import begin_import, fail_import, record_progress, run_import
from dugnad.records.models.log import LogEntry
from dugnad.records.models.notices import ImportJob
from web import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(settings: Settings, tmp_path: Path) -> Client:
    """Somebody at a body's own installation, with an empty store."""
    settings.MODE, settings.VAR, settings.STORE = "embedded", tmp_path / "var", tmp_path / "store"
    return Client(HTTP_HOST="localhost")


def notice() -> SimpleUploadedFile:
    name, raw = next(iter(demo_notices()))
    return SimpleUploadedFile(name, raw, content_type="text/xml")


def lead(content: bytes) -> str:
    """The sentence that tells the import's state."""
    return shown.texts_of(shown.of_class(html.fromstring(content.decode()), "lead")[0])


def test_uploaded_notice_is_read_and_its_import_told(visitor: Client) -> None:
    sent = visitor.post("/import/", {"file": notice()})
    job = ImportJob.objects.get()
    waiting = visitor.get(sent.headers["Location"]).content
    run_import.call(str(job.pk))

    done = visitor.get(sent.headers["Location"]).content

    told = "Kunngjøringer: 1. Delkontrakter: 1. Filer: 1, av dem nye: 1."
    listed = visitor.get("/notices/").content.decode()
    assert (sent.status_code, lead(waiting), lead(done), told in done.decode(), ">1 kunngjøring<" in listed) == (
        302,
        "Venter på tur.",
        "Ferdig.",
        True,
        True,
    )


def test_progress_is_told_and_asked_for_again_until_the_end(visitor: Client) -> None:
    address = visitor.post("/import/", {"file": notice()}).headers["Location"]
    job = ImportJob.objects.get()
    begin_import(by="worker", job=job)
    record_progress(job=job, done=3, total=12)

    whole = visitor.get(address).content.decode()
    part = visitor.get(address, headers={"HX-Request": "true"}).content.decode()
    fail_import(by="worker", job=job, problem="made.xml: it is no notice.")
    ended = visitor.get(address).content.decode()

    refreshing = [(text.count("hx-trigger"), text.count('http-equiv="refresh"')) for text in (whole, part, ended)]
    (bar,) = re.findall(r"<progress[^>]*>", part)
    assert ("3 av 12 filer" in part, 'max="12" value="3"' in bar, "<html" in part, refreshing) == (
        True,
        True,
        False,
        [(1, 1), (1, 0), (0, 0)],
    )


def test_failed_import_says_that_nothing_is_lost(visitor: Client) -> None:
    address = visitor.post("/import/", {"file": notice()}).headers["Location"]
    job = ImportJob.objects.get()
    fail_import(by="worker", job=job, problem="<b>made.xml</b>: it is no notice.", trace="Traceback: secret")

    page = visitor.get(address).content.decode()

    said = ("Ingenting er endret eller gått tapt." in page, "&lt;b&gt;made.xml&lt;/b&gt;" in page, "secret" in page)
    assert said == (True, True, False)


def test_import_of_somebody_else_is_not_found(visitor: Client) -> None:
    file = notice()
    file.name = "hemmelig-prosjekt.xml"
    address = visitor.post("/import/", {"file": file}).headers["Location"]
    stranger = Client(HTTP_HOST="localhost")
    stranger.get("/import/")

    answers = [who.get(address) for who in (stranger, Client(HTTP_HOST="localhost"), visitor)]

    leaks = ["hemmelig-prosjekt" in answer.content.decode() for answer in answers]
    assert ([answer.status_code for answer in answers], leaks) == ([404, 404, 200], [False, False, True])


def test_nobody_s_name_or_session_stands_in_the_records(visitor: Client) -> None:
    visitor.post("/import/", {"file": notice()})

    (entry,) = LogEntry.objects.all()
    key = visitor.cookies["dugnad"].value
    kinds = [re.sub(r"[0-9a-f]{24}$", "…", name) for name in (entry.by, ImportJob.objects.get().by)]
    assert (kinds, key in f"{entry.by} {entry.details}") == (["session:…", "session:…"], False)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("language", ["", "/nn", "/en"])
def test_upload_is_refused_in_production(visitor: Client, settings: Settings, method: str, language: str) -> None:
    settings.MODE = "production"

    answer = getattr(visitor, method)(f"{language}/import/", {"file": notice()} if method == "post" else {})

    headings = {
        "": "Opplasting er slått av her",
        "/nn": "Opplasting er slått av her",
        "/en": "Upload is switched off here",
    }
    heading = shown.texts_of(html.fromstring(answer.content.decode()).xpath("//h1")[0])
    kept = (ImportJob.objects.count(), (settings.VAR / "uploads").exists(), list(answer.cookies))
    assert (answer.status_code, heading, kept) == (403, headings[language], (0, False, []))


@pytest.mark.parametrize(("mode", "count"), [("embedded", 1), ("production", 0)])
def test_menu_offers_upload_only_where_it_is_taken(visitor: Client, settings: Settings, mode: str, count: int) -> None:
    settings.MODE = mode

    links = html.fromstring(visitor.get("/method/").content.decode()).xpath("//footer//a[@href='/import/']")

    assert len(links) == count


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Du valgte ingen fil. Velg en fil med kunngjøringer, og prøv igjen."),
        ({"file": "just words"}, "Du valgte ingen fil. Velg en fil med kunngjøringer, og prøv igjen."),
        ({"file": SimpleUploadedFile("tom.xml", b"")}, "Filen er tom. Ingenting er lest inn. Velg en annen fil."),
    ],
)
def test_nothing_to_read_is_said(visitor: Client, sent: dict[str, object], said: str) -> None:
    answer = visitor.post("/import/", sent)

    alert = shown.of_class(html.fromstring(answer.content.decode()), "ds-alert")
    assert (answer.status_code, [shown.texts_of(one) for one in alert], ImportJob.objects.count()) == (400, [said], 0)


def test_upload_over_the_bound_is_said_and_not_kept(visitor: Client, settings: Settings) -> None:
    settings.UPLOAD_MEGABYTES = 0

    answer = visitor.post("/import/", {"file": notice()})

    alert = shown.texts_of(shown.of_class(html.fromstring(answer.content.decode()), "ds-alert")[0])
    assert (
        answer.status_code,
        alert.split(".")[0],
        ImportJob.objects.count(),
        (settings.VAR / "uploads").exists(),
    ) == (
        400,
        "Filen er større enn 0 MB",
        0,
        False,
    )


def test_upload_from_another_page_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.MODE, settings.VAR, settings.STORE = "embedded", tmp_path / "var", tmp_path / "store"
    forged = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)

    answer = forged.post("/import/", {"file": notice()})

    assert (answer.status_code, ImportJob.objects.count()) == (403, 0)


def test_upload_with_the_form_s_own_token_is_taken(settings: Settings, tmp_path: Path) -> None:
    settings.MODE, settings.VAR, settings.STORE = "embedded", tmp_path / "var", tmp_path / "store"
    reader = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    form = html.fromstring(reader.get("/import/").content.decode())
    (token,) = form.xpath("//input[@name='csrfmiddlewaretoken']/@value")

    answer = reader.post("/import/", {"csrfmiddlewaretoken": token, "file": notice()})

    assert (answer.status_code, ImportJob.objects.count()) == (302, 1)


@pytest.mark.parametrize("name", ["../../utenfor.xml", "/etc/utenfor.xml", "..\\utenfor.xml", "æøå <b>.xml"])
def test_name_of_the_file_leads_nowhere_else(visitor: Client, settings: Settings, name: str) -> None:
    file = notice()
    file.name = name

    visitor.post("/import/", {"file": file})

    job = ImportJob.objects.get()
    kept = Path(job.path)
    assert (kept.parent, kept.is_file()) == (settings.VAR / "uploads" / str(job.pk), True)


@pytest.mark.parametrize("job", ["00000000-0000-4000-8000-000000000000", "x", "../../etc"])
def test_import_that_does_not_exist_is_not_found(visitor: Client, job: str) -> None:
    answer = visitor.get(f"/import/{job}/")

    assert (answer.status_code, "Vi fant ikke siden" in answer.content.decode()) == (404, True)


def test_page_of_an_import_asks_as_much_beside_one_as_beside_three(
    visitor: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = visitor.post("/import/", {"file": notice()}).headers["Location"]
    counts = []
    for _ in range(2):
        with django_assert_num_queries(2) as asked:  # the session and the job
            visitor.get(address)
        counts.append(len(asked))
        visitor.post("/import/", {"file": notice()})
        visitor.post("/import/", {"file": notice()})

    assert counts == [2, 2]
