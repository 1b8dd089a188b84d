"""From the front page to a Word file with criteria: few clicks, by keyboard, in three languages, on a narrow screen."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.test_check import tab_to

pytestmark = pytest.mark.browser
MOST_CLICKS = 8
NARROW = {"width": 320, "height": 800}
WORDS = {
    "nb": ("/", "bærbar pc", "Hva skal du kjøpe?"),
    "nn": ("/nn/", "berbar datamaskin", "Kva skal du kjøpe?"),
    "en": ("/en/", "laptops for schools", "What are you buying?"),
}


def faults(page: Page) -> list[tuple[str, list[str]]]:
    """What assistive technology would stumble over, and sideways scroll."""
    found = [
        (one["id"], [node["html"][:100] for node in one["nodes"]]) for one in Axe().run(page).response["violations"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*found, *([("sideways", [str(wide)])] if wide else [])]


@pytest.mark.parametrize("language", ["nb", *(pytest.param(one, marks=pytest.mark.long) for one in ("nn", "en"))])
def test_buyer_goes_from_the_front_page_to_a_word_file_by_keyboard(
    page: Page, address: str, language: str, tmp_path: Path
) -> None:
    start, what, question = WORDS[language]
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found: list[tuple[str, list[str]]] = []
    presses = 0

    def press(selector: str) -> None:
        nonlocal presses
        tab_to(page, selector)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        found.extend(faults(page))
        presses += 1

    page.goto(address + start)
    press("a.door[href$='/criteria/wizard/']")
    expect(page.get_by_label(question)).to_be_visible()
    tab_to(page, "#what")
    page.keyboard.type(what)
    press("button[type=submit]")
    press("button[type=submit]")
    expect(page.locator("input[name=k]:checked").first).to_be_visible()
    tab_to(page, "input[name=k]")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("chosen=1"))  # the address remembers what was ticked
    presses += 1
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    page.locator("button[name=step][value=weights]").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    presses += 1
    found.extend(faults(page))
    button = page.locator("button[name=format][value=docx]")
    button.focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    presses += 1
    waiting.value.save_as(tmp_path / "criteria.docx")

    document = docx.Document(str(tmp_path / "criteria.docx"))
    text = "\n".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    ids = text.count("dugnad: ")
    assert (found, presses <= MOST_CLICKS, ids >= 5, "it-" in text) == ([], True, True, True)


def test_rule_is_checked_while_weights_are_written(page: Page, address: str) -> None:
    page.goto(f"{address}/criteria/wizard/?step=weights&group=cleaning-services&k=cleaning-daytime@2026-11-22")
    rule = page.locator("#rule")
    expect(rule).to_contain_text("30 %")

    page.get_by_label("Pris").fill("85")
    page.locator("input[name='w:cleaning-daytime@2026-11-22']").fill("15")

    expect(rule).to_contain_text("15 % vekt på klima og miljø")


def test_search_answers_while_words_are_written(page: Page, address: str) -> None:
    page.goto(f"{address}/criteria/")

    page.locator("#q").press_sequentially("reinhald", delay=20)

    expect(page.locator("#found a.door").first).to_have_attribute("href", "/criteria/cleaning-services/")
