"""A newcomer checks a Word document before publishing: by keyboard, in Norwegian and English, the worker running."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FileChooser, Page, expect
from playwright.sync_api import TimeoutError as TooLate

from browser.conftest import free_port, wait_for

pytestmark = pytest.mark.browser
FIX = "Dette bør du rette eller vurdere"
WORDS = {
    "nb": ("/check/", "Kontroller filene", FIX, "Slett rapporten nå", "Rapporten er slettet."),
    "en": (
        "/en/check/",
        "Check the files",
        "What to correct or consider",
        "Delete the report now",
        "The report is",
    ),
}
MOST_STOPS = 40


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a whole installation: site and worker, as `dugnad up` starts them."""
    var, port = tmp_path_factory.mktemp("working"), free_port()
    surroundings = {**os.environ, "DUGNAD_VAR": str(var), "DUGNAD_STORE": str(var / "store")}
    command = [sys.executable, "-c", "from dugnad.cli.main import main; main()", "up", "--port", str(port)]
    with subprocess.Popen(command, env=surroundings) as up:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            up.terminate()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A konkurransegrunnlag in which climate and environment weigh 20 per cent."""
    document = docx.Document()
    document.add_heading("1 Om anskaffelsen", 1)
    document.add_paragraph("Fjordvik kommune (org.nr. 100 001 039) skal kjøpe renhold. Kunngjort 2. mars 2026.")
    document.add_paragraph("CPV-kode 90911200. Anslått verdi er 4 500 000 kroner ekskl. mva.")
    document.add_heading("2 Tildelingskriterier", 1)
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(
        table.rows, [("Kriterium", "Vekt"), ("Pris", "80 %"), ("Klima og miljø", "20 %")], strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    path = tmp_path_factory.mktemp("own") / "konkurransegrunnlag.docx"
    document.save(str(path))
    return path


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"{selector} was not reached by {MOST_STOPS} presses of Tab")


def faults(page: Page) -> list[tuple[str, str]]:
    return [(fault["id"], fault["help"]) for fault in Axe().run(page).response["violations"]]


def choose_by_key(page: Page) -> FileChooser:
    """Press the key that asks for a file until the browser asks.

    A busy browser may lose the first: it learns that the test wants to hear of its file window while the key is on
    its way. So the page must be listened to from before it is opened.
    """
    for tries_left in (2, 1, 0):
        try:
            with page.expect_file_chooser(timeout=10_000) as chooser:
                page.keyboard.press("Space")
        except TooLate:
            if not tries_left:
                raise
        else:
            return chooser.value
    raise AssertionError


@pytest.mark.parametrize("language", ["nb", pytest.param("en", marks=pytest.mark.long)])
def test_newcomer_checks_a_document_by_keyboard(page: Page, working: str, file: Path, language: str) -> None:
    path, send, heading, delete, deleted = WORDS[language]
    page.on("filechooser", lambda _: None)  # listened to from the first, see choose_by_key
    page.goto(working + path)
    tab_to(page, "#files")
    choose_by_key(page).set_files(file)
    tab_to(page, ".check-form button")
    assert page.locator(":focus").inner_text() == send
    page.keyboard.press("Enter")

    expect(page.locator("h2").first).to_have_text(heading, timeout=120_000)
    shown = faults(page)
    tab_to(page, "blockquote a")
    page.keyboard.press("Enter")
    expect(page.locator(":target")).to_be_visible()
    landed = page.locator(":target").inner_text()
    tab_to(page, "form[action$='/delete/'] button")
    pressed = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text(deleted)
    assert (shown, "Klima og miljø" in landed, pressed) == ([], True, delete)


def test_report_has_no_fault_and_fits_a_narrow_screen(page: Page, working: str, file: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto(f"{working}/check/")
    page.set_input_files("#files", file)
    page.get_by_role("button", name="Kontroller filene").click()
    expect(page.locator("h2").first).to_have_text(FIX, timeout=120_000)

    width = page.evaluate("document.documentElement.scrollWidth")

    assert (faults(page), width) == ([], 360)


def test_check_works_without_script(page: Page, working: str, file: Path) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{working}/check/")
    plain.set_input_files("#files", file)

    plain.get_by_role("button", name="Kontroller filene").click()

    expect(plain.locator("h2").first).to_have_text(FIX, timeout=120_000)
    context.close()
