"""`make pictures`: a screenshot of every page, wide and narrow, in bokmål and English."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.pages import PAGES, visit

pytestmark = [pytest.mark.browser, pytest.mark.pictures]
FOLDER = Path(__file__).parents[2] / "var" / "pictures"
WIDTHS = {"wide": 1280, "narrow": 320}


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_picture_of_every_page(browser: Browser, address: str, name: str, width: str, language: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 900})
    page = context.new_page()

    visit(page, address, name, language)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{name}-{width}-{language}.png", full_page=True)

    assert page.locator("h1").count() == 1
    context.close()
