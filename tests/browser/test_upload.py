"""Upload in a real browser: the page of the import has no fault and keeps itself fresh, with script and without."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from dugnad.eforms.demo import demo_notices

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notice on the reader's own disk."""
    name, raw = next(iter(demo_notices()))
    path = tmp_path_factory.mktemp("own") / Path(name).name
    path.write_bytes(raw)
    return path


def upload(page: Page, address: str, file: Path) -> None:
    """Choose the file and send it."""
    page.goto(f"{address}/import/")
    page.set_input_files("#file", file)
    with page.expect_navigation():
        page.get_by_role("button", name="Les inn").click()


def test_page_of_an_import_has_no_fault_and_asks_again(page: Page, address: str, file: Path) -> None:
    upload(page, address, file)
    here = page.url

    with page.expect_request(lambda request: request.headers.get("hx-request") == "true") as asked:
        faults = [(fault["id"], fault["help"]) for fault in Axe().run(page).response["violations"]]

    assert (faults, page.locator("#progress .lead").inner_text(), asked.value.url) == ([], "Venter på tur.", here)


def test_page_of_an_import_reloads_itself_without_script(page: Page, address: str, file: Path) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    upload(plain, address, file)

    with plain.expect_navigation():
        pass

    assert plain.locator("h1").inner_text() == f"Innlesing av {file.name}"
    context.close()
