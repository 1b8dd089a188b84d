"""A question's whole life in one browser: asked, asked back by mail, answered, published, found by somebody else."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.season import until
from browser.service import Service, plain, running_service
from browser.test_season import press, shown, sign_in, window

pytestmark = pytest.mark.browser
QUESTION = "Må vi vekte klima og miljø når vi kjøper renhold av skolene?"
HINT = "Hilsen Kari Nordmann, tlf. 412 34 567"
MISSPELT = "vekting av miljø i reinhaldstenster"
"""As somebody in another county writes it, in nynorsk and in a hurry."""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running_service(tmp_path_factory.mktemp("service")) as running:
        yield running


def ask(page: Page) -> str:
    """The buyer sees what stands there already, and asks all the same; the case's number."""
    page.goto("/desk/")
    page.fill("#q", QUESTION)
    press(page, "button[formaction$='/desk/ask/']")
    expect(page.locator("#known .known-hit").nth(1)).to_be_visible()
    page.fill("#id_text", f"{QUESTION} {HINT}")
    expect(page.locator("#known .known-hit").nth(1)).to_be_visible()
    press(page, "#ask button[name=do][value=send]:not([tabindex])")
    return page.locator(".next-facts dd").first.inner_text()


def take(page: Page) -> str:
    """The adviser finds the case in the county's queue and takes it; its address."""
    page.goto("/desk/cases/")
    press(page, f"#list a:has-text('{QUESTION[:40]}')")
    address = page.url
    press(page, "form[action$='/do/take/'] button")
    return address


def ask_back(page: Page) -> None:
    page.locator("#ask-back").evaluate("one => one.open = true")
    page.fill("#ask-back textarea", "Hva er anslått verdi?")
    press(page, "#ask-back button[type=submit]")


def note(page: Page) -> None:
    """For the desk alone."""
    page.locator("#note").evaluate("one => one.open = true")
    page.fill("#note textarea", "HEMMELIG-NOTAT om saken")
    press(page, "#note button[type=submit]")


def describe_as_legal(page: Page) -> None:
    page.locator("#describe").evaluate("one => one.open = true")
    page.check("#describe input[name=is_legal]")
    press(page, "#describe button[type=submit]")


def insert(page: Page, kind: str, words: str) -> None:
    """Find a building block and put its reference into the answer."""
    page.fill("#draft-find", words)
    press(page, "#draft button[name=seek]")
    press(page, f"#draft button[name=insert][value^='{kind}:'] >> nth=0")


def write(page: Page, address: str) -> None:
    """An answer with a criterion and a paragraph, sent to a second reader."""
    page.goto(address)
    page.fill("#draft-answer", "Ja, som hovedregel skal klima og miljø vektes med minst 30 prosent.")
    press(page, "#draft button[name=keep]")
    insert(page, "criterion", "renhold")
    insert(page, "law", "klima og miljø vekt")
    text = page.input_value("#draft-answer")
    assert [text.count("[[criterion:"), text.count("[[law:")] == [1, 1]
    press(page, "#reader button[type=submit]")


def read_second(page: Page, address: str) -> None:
    page.goto(address)
    press(page, "#judge button[formaction$='/do/good/']")


def answer(page: Page, address: str) -> None:
    page.goto(f"{address}preview/")
    press(page, "form[action$='/do/answer/'] button")


def publish(page: Page, case: str) -> str:
    """The adviser takes out what names somebody, and publishes; the answer's address."""
    page.goto(f"{case}publish/")
    press(page, "button[value=remove-all]")
    public = page.locator(".answer-public")
    for name in ("Kari Nordmann", "412 34 567"):
        expect(public.get_by_text(name)).to_have_count(0)
    page.select_option("select[name=subject]", index=1)
    press(page, "form.answer-work button[name=do][value=publish]")
    expect(page).to_have_url(re.compile(r"/desk/answers/\d+/$"))
    return page.url


def figures(page: Page) -> dict[str, str]:
    """The nation's figures of the quarter, by name."""
    page.goto("/desk/measures/")
    lines = page.locator("section[aria-labelledby=country] dl.waits > div").all()
    return {one.locator("dt").inner_text(): one.locator("dd").inner_text() for one in lines}


def find(page: Page) -> str:
    """Somebody in another county has a question, and needs no case; where the answer stands."""
    page.goto("/desk/")
    page.fill("#q", MISSPELT)
    press(page, "button[formaction$='/desk/ask/']")
    page.fill("#id_text", MISSPELT)
    hit = page.locator("#known .known-hit").filter(has_text=QUESTION)
    expect(hit).to_be_visible()
    path = hit.locator("a").first.get_attribute("href")
    with page.expect_navigation():
        hit.locator("button[name=enough]").click()
    expect(page.locator("[role=status][class*=alert]")).to_be_visible()
    return str(path)


def test_a_question_becomes_public_knowledge(browser: Browser, service: Service) -> None:
    buyer, adviser, reader, other, visitor = (window(browser, service) for _ in range(5))
    before = figures(visitor)
    sign_in(buyer, "innkjoper")
    number = ask(buyer)
    until(lambda: bool(service.mailbox.to("innkjoper@eksempel.invalid")))
    assert number in str(service.mailbox.to("innkjoper@eksempel.invalid")[0]["Subject"])

    sign_in(adviser, "radgiver")
    case = take(adviser)
    note(adviser)
    ask_back(adviser)
    until(lambda: len(service.mailbox.to("innkjoper@eksempel.invalid")) == 2)
    asked = service.mailbox.to("innkjoper@eksempel.invalid")[1]
    assert "Hva er anslått verdi?" in plain(asked)
    service.reply(
        asked, sender="innkjoper@eksempel.invalid", text="Om lag 4 millioner.", attachment=("areal.txt", b"900 m2")
    )
    until(lambda: "Om lag 4 millioner." in shown(adviser, case, ".case-entries"))
    assert [word in shown(adviser, case, ".case-entries") for word in ("areal.txt", "HEMMELIG")] == [True, True]

    describe_as_legal(adviser)
    write(adviser, case)
    sign_in(reader, "leser")
    read_second(reader, case)
    answer(adviser, case)
    until(lambda: len(service.mailbox.to("innkjoper@eksempel.invalid")) == 3)
    sent = plain(service.mailbox.to("innkjoper@eksempel.invalid")[2])
    assert [word in sent for word in ("minst 30 prosent", "HEMMELIG", "[[")] == [True, False, False]

    publish(adviser, case)
    sign_in(other, "nabo")
    path = find(other)
    page = shown(visitor, path, "main")
    assert [word in page for word in (QUESTION, "Kari Nordmann", "HEMMELIG", "4 millioner")] == [
        True,
        False,
        False,
        False,
    ]
    assert QUESTION not in shown(other, "/desk/mine/", "main")
    after = figures(visitor)
    names = ("Henvendelser", "Løst", "Svart med et svar som fantes")
    assert [(before[name], after[name]) for name in names] == [
        ("minst 6", "minst 7"),
        ("6", "7"),
        ("minst 6", "minst 7"),
    ]
