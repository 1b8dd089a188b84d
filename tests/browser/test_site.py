"""The site as people meet it: no fault for assistive technology, no sideways scroll, keys enough, no other host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from browser.pages import BODY, LANGUAGES, OFTEN, PAGES, visit

pytestmark = pytest.mark.browser
NARROW, WIDE = 320, 1280
MANY = 10
IN_TURN = [one if one == "nb" else pytest.param(one, marks=pytest.mark.long) for one in LANGUAGES]
"""Every template in bokmål on each run; the other languages, which share them, on the long one."""
KEYED = ("front", "body", "notice", *(pytest.param(one, marks=pytest.mark.long)
         for one in ("national", "counties", "bodies", "indicator")))  # fmt: skip


@pytest.mark.parametrize("language", IN_TURN)
@pytest.mark.parametrize("name", [pytest.param(one, marks=[pytest.mark.long] * (one not in OFTEN)) for one in PAGES])
def test_page_has_no_fault_fits_and_asks_no_other_host(page: Page, address: str, name: str, language: str) -> None:
    hosts: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)

    visit(page, address, name, language)
    found = Axe().run(page).response["violations"]
    page.set_viewport_size({"width": NARROW, "height": 800})
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    faults = [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found]
    errors = [text for text in said if not (name == "missing" and "404" in text)]
    assert (faults, sideways, hosts, errors) == ([], 0, {urlsplit(address).netloc}, [])


@pytest.mark.long
@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_fault_on_a_narrow_screen(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    visit(page, address, name)

    found = Axe().run(page).response["violations"]

    assert [(fault["id"], [node["html"][:120] for node in fault["nodes"]]) for fault in found] == []


@pytest.mark.parametrize("name", KEYED)
def test_first_tab_is_the_way_to_the_content(page: Page, address: str, name: str) -> None:
    visit(page, address, name)

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    is_seen = page.locator(".ds-skip-link").bounding_box()
    page.keyboard.press("Enter")

    assert (first, is_seen is not None and is_seen["height"] > 20) == ("ds-skip-link", True)
    expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("name", KEYED)
def test_every_stop_of_the_tab_key_is_seen_and_in_reading_order(page: Page, address: str, name: str) -> None:
    visit(page, address, name)
    stops = page.evaluate("document.querySelectorAll('a[href], button, input, select, summary').length")
    places, unseen = [], []

    for _ in range(min(stops, 60)):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop["index"] < 0:  # past the last one: what is folded away takes no focus
            break
        places.append(stop["index"])
        if not stop["ring"]:
            unseen.append(stop["html"])

    assert (unseen, places, len(places) > MANY) == ([], sorted(places), True)


STOP = """() => {
    const it = document.activeElement, style = getComputedStyle(it)
    const every = [...document.querySelectorAll('a[href], button, input, select, summary')]
    const line = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
    const ring = line || it.classList.contains('ds-skip-link')
    return {index: every.indexOf(it), ring, html: it.outerHTML.slice(0, 120)}
}"""


@pytest.mark.parametrize(
    "name",
    [
        "body",
        "indicators",
        *(pytest.param(one, marks=pytest.mark.long) for one in ("front", "bodies", "counties", "notice")),
    ],
)
def test_targets_are_large_enough(page: Page, address: str, name: str) -> None:
    page.set_viewport_size({"width": NARROW, "height": 800})
    visit(page, address, name)

    small = page.evaluate(SMALL)

    assert small == []


SMALL = """() => [...document.querySelectorAll('nav a, button, input, select, summary, .tile, .door')]
    .filter(it => it.getClientRects().length)
    .filter(it => it.getBoundingClientRect().height < 24)
    .map(it => it.outerHTML.slice(0, 120))"""


def test_search_answers_while_typing_and_keeps_the_address(page: Page, address: str) -> None:
    page.goto(f"{address}/bodies/")

    page.locator("#q").press_sequentially("prøvefj", delay=20)
    expect(page.locator("#found")).to_contain_text(re.compile(r"\b1 virksomhet\b"))
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=pr%C3%B8vefj(&|$)"))


def test_search_works_without_script(page: Page, address: str) -> None:
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}/en/bodies/")

    plain.locator("#q").fill("prøveinnkjøp")
    with plain.expect_navigation():
        plain.locator("#q").press("Enter")

    assert plain.locator("#list tbody th a").all_inner_texts() == ["Direktoratet for prøveinnkjøp"]
    context.close()


def test_page_prints_without_menus_and_with_everything_unfolded(page: Page, address: str) -> None:
    page.goto(f"{address}/bodies/{BODY}/")

    page.emulate_media(media="print")

    for selector in (".menu", ".tongues"):
        expect(page.locator(selector).first).to_be_hidden()
    for selector in ("details table", "h1"):
        expect(page.locator(selector).first).to_be_visible()
