"""The check's pages: files in, progress, report beside the text; a stranger sees nothing, nothing becomes markup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from pytest_django import DjangoAssertNumQueries, Settings

from check.made import notice, tender
from dugnad.records.actions.checks import forget_checks, run_check
from dugnad.records.models.checks import CheckJob
from web import shown

pytestmark = pytest.mark.django_db
HOSTILE = "Leverandøren skal ha <script>alert(1)</script> utslippsfrie kjøretøy."


@pytest.fixture
def visitor(settings: Settings, tmp_path: Path) -> Client:
    """Somebody on a site that is open to all."""
    settings.MODE, settings.VAR, settings.STORE = "production", tmp_path / "var", tmp_path / "store"
    return Client(HTTP_HOST="localhost")


def send(visitor: Client, *files: tuple[str, bytes], prefix: str = "", **fields: str) -> str:
    """Send the files; the address of the check, or the page's status as text."""
    sent = visitor.post(
        f"{prefix}/check/", {"files": [SimpleUploadedFile(name, content) for name, content in files], **fields}
    )
    return sent.headers["Location"] if sent.status_code == 302 else str(sent.status_code)


def done(visitor: Client, *files: tuple[str, bytes], prefix: str = "", **fields: str) -> str:
    """The address of a check that the worker has done."""
    address = send(visitor, *files, prefix=prefix, **fields)
    run_check.call(str(CheckJob.objects.latest("created_at").pk))
    return address


def headings(page: bytes) -> list[str]:
    return [shown.texts_of(one) for one in html.fromstring(page.decode()).xpath("//main//h2")]


def test_report_tells_what_to_fix_with_the_text_beside_it(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender("Pris: 80 %\n\nKlima og miljø: 20 %")))

    page = visitor.get(address).content
    tree = html.fromstring(page.decode())

    jumps = {link.get("href")[1:] for link in tree.xpath("//blockquote//a")}
    landings = set(tree.xpath("//*[contains(@class, 'own-document')]//@id"))
    assert headings(page)[0] == "Dette bør du rette eller vurdere"
    assert (bool(jumps), jumps - landings, "Mulig brudd" in page.decode()) == (True, set(), True)


@pytest.mark.parametrize(
    ("prefix", "first"),
    [("", "Dette bør du rette eller vurdere"), ("/nn", "Dette bør du rette eller vurdere"),
     ("/en", "What to correct or consider")],
)  # fmt: skip
def test_report_is_in_the_language_of_the_page(visitor: Client, prefix: str, first: str) -> None:
    address = done(visitor, ("grunnlag.txt", tender("Pris: 80 %\n\nKlima og miljø: 20 %")), prefix=prefix)

    assert headings(visitor.get(address).content)[0] == first


def test_progress_is_told_until_the_report_is_there(visitor: Client) -> None:
    address = send(visitor, ("a.txt", tender()), ("b.xml", notice()))

    waiting = visitor.get(address).content.decode()
    part = visitor.get(address, headers={"HX-Request": "true"}).content.decode()
    run_check.call(str(CheckJob.objects.get().pk))
    ended = visitor.get(address, headers={"HX-Request": "true"})

    assert ("0 av 2 filer" in waiting, "<html" in part, 'max="2"' in part) == (True, False, True)
    assert ended.headers["HX-Refresh"] == "true"


def test_words_of_a_file_and_its_name_stay_words(visitor: Client) -> None:
    address = done(visitor, ('<img src=x>"&.txt', tender(requirements=HOSTILE)))

    page = visitor.get(address).content.decode()

    assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;alert(1)" in page) == (False, False, True)


def test_stranger_sees_neither_report_nor_download_nor_delete(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender()))
    stranger = Client(HTTP_HOST="localhost")
    send(stranger, ("annet.txt", tender()))

    answers = [stranger.get(address), stranger.get(f"{address}report.json"), stranger.get(f"{address}report.pdf"),
               stranger.post(f"{address}delete/"), Client(HTTP_HOST="localhost").get(address)]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 5
    assert [b"Fjordvik" in answer.content for answer in answers] == [False] * 5
    assert CheckJob.objects.count() == 2


def test_report_can_be_kept_as_a_file_in_each_form(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender()))

    files = {form: visitor.get(f"{address}report.{form}") for form in ("pdf", "html", "json")}

    starts = {form: answer.content[:5] for form, answer in files.items()}
    assert starts == {"pdf": b"%PDF-", "html": b"<!doc", "json": b'{\n  "'}
    assert all("attachment" in answer.headers["Content-Disposition"] for answer in files.values())
    assert visitor.get(f"{address}report.exe").status_code == 404


def test_visitor_deletes_the_report(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender()))

    gone = visitor.post(f"{address}delete/", follow=True)

    assert (CheckJob.objects.count(), "Rapporten er slettet" in gone.content.decode()) == (0, True)
    assert visitor.get(address).status_code == 404


def test_report_is_gone_after_a_day(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender()))
    CheckJob.objects.update(created_at=timezone.now() - timedelta(hours=25))

    forget_checks(by="worker")

    assert visitor.get(address).status_code == 404


def test_page_promises_what_happens_to_the_files(visitor: Client) -> None:
    page = visitor.get("/check/").content.decode()

    assert "De slettes når kontrollen er ferdig." in page


@pytest.mark.parametrize(
    ("files", "fields", "told"),
    [
        ([], {}, "Du valgte ingen fil."),
        ([("tom.txt", b"")], {}, "En av filene er tom."),
        ([("a.txt", b"x")] * 41, {}, "flere enn 40 filer"),
        ([("a.txt", b"x")], {"on": "i morgen"}, "Dagen er ingen dato."),
    ],
)
def test_bad_input_is_told_and_nothing_is_kept(
    visitor: Client, files: list[tuple[str, bytes]], fields: dict[str, str], told: str
) -> None:
    sent = visitor.post("/check/", {"files": [SimpleUploadedFile(*file) for file in files], **fields})

    assert (sent.status_code, told in sent.content.decode(), CheckJob.objects.count()) == (400, True, 0)


def test_files_larger_than_the_limit_never_reach_the_disk(visitor: Client, settings: Settings, tmp_path: Path) -> None:
    settings.CHECK_MEGABYTES = 1

    sent = visitor.post("/check/", {"files": SimpleUploadedFile("stor.txt", bytes(1_200_000))})

    assert (sent.status_code, "større enn 1 MB" in sent.content.decode()) == (400, True)
    assert list((tmp_path / "var").rglob("*")) == []


def test_file_that_cannot_be_read_says_so(visitor: Client) -> None:
    address = done(visitor, ("bilde.png", b"\x89PNG\r\n\x1a\n1234"))

    page = visitor.get(address).content.decode()

    assert ("Filene kunne ikke kontrolleres." in page, "bilde.png" in page) == (True, True)


def test_day_that_is_given_decides_the_rules(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender("Pris: 80 %\n\nKlima og miljø: 20 %")), on="2022-03-01")

    assert "01.03.2022" in visitor.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_database_as_often_for_one_file_as_for_three(
    visitor: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = done(visitor, *[(f"{number}.txt", tender()) for number in range(count)])

    visitor.get(address)  # puts the form's token into the session

    with django_assert_num_queries(2):
        visitor.get(address)


def test_no_id_and_unknown_id_are_not_there(visitor: Client) -> None:
    send(visitor, ("a.txt", tender()))

    assert [visitor.get(f"/check/{one}/").status_code for one in ("x", UUID(int=0))] == [404, 404]


@pytest.mark.parametrize("prefix", ["", "/nn", "/en"])
def test_reading_the_page_sets_no_cookie(visitor: Client, prefix: str) -> None:
    assert dict(visitor.get(f"{prefix}/check/").cookies) == {}


@pytest.mark.parametrize(
    "said", [{"Origin": "https://annet.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_form_of_another_site_is_refused(visitor: Client, said: dict[str, str]) -> None:
    sent = visitor.post("/check/", {"files": SimpleUploadedFile("a.txt", tender())}, headers=said)

    assert (sent.status_code, CheckJob.objects.count()) == (403, 0)


def test_visitor_stops_a_check_that_waits(visitor: Client) -> None:
    address = send(visitor, ("a.txt", tender()))
    page = visitor.get(address).content.decode()

    visitor.post(f"{address}delete/")

    assert (f'action="{address}delete/"' in page, CheckJob.objects.count()) == (True, 0)


def test_report_older_than_a_day_is_not_shown_even_before_it_is_removed(visitor: Client) -> None:
    address = done(visitor, ("grunnlag.txt", tender()))
    CheckJob.objects.update(created_at=timezone.now() - timedelta(hours=25))

    assert [visitor.get(address).status_code, visitor.get(f"{address}report.pdf").status_code] == [404, 404]
