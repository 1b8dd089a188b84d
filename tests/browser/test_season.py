"""A full season in one browser: a letter to two counties, answers, a plan, a status, and what everybody then sees."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from browser.season import PASSWORD, Season, link_in, running_season, until

pytestmark = pytest.mark.browser
OWN = "320000001"
LETTERS = 64
COUNTS = ("confirmed", "joined", "planned", "told", "replied")
"""In the order in which pages show them."""


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Season]:
    with running_season(tmp_path_factory.mktemp("season")) as running:
        yield running


def window(browser: Browser, season: Season) -> Page:
    """A browser of one person."""
    context = browser.new_context(base_url=season.address, viewport={"width": 1280, "height": 900}, locale="nb-NO")
    return context.new_page()


def sign_in(page: Page, name: str) -> None:
    """With e-mail and password, through the front door."""
    page.goto("/account/login/")
    page.fill("input[name=login]", f"{name}@eksempel.invalid")
    page.fill("input[name=password]", PASSWORD)
    press(page, "main form:has(input[name=password]) button[type=submit]")
    page.wait_for_url("**/me/")


def press(page: Page, selector: str) -> None:
    """Follow a link or send a form, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.click(selector)


def shown(page: Page, path: str, selector: str) -> str:
    """What a part of a page says, with its blanks evened out."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    return " ".join(page.locator(selector).first.inner_text().split())


def send_letter(page: Page) -> str:
    """The coordinator writes, chooses two counties, prepares and sends; the address of the run."""
    page.goto("/letters/new/")
    page.fill("input[name=title]", "Sesongbrevet")
    page.fill("input[name=sender]", "Departementet for sesonger")
    page.fill("input[name=reply_by]", "2030-03-01")
    press(page, "main form button[type=submit]")
    press(page, "text=Velg mottakere")
    for county in ("46", "50"):
        page.check(f"input[name=counties][value='{county}']")
    press(page, "form[method=get] button[type=submit]")
    page.fill("input[name=remind_days]", "14")
    press(page, "form[method=post] button:has-text('Gjør utsendingen klar')")
    press(page, "button:has-text('Send brevene')")
    page.wait_for_selector("form[action$='/start/']", state="detached")
    return page.url


def answer_letter(page: Page, link: str) -> None:
    """The municipality's reader opens the letter, confirms it, and names a contact."""
    page.goto(link)
    page.locator("#confirm").evaluate("one => one.open = true")
    press(page, "#confirm button[type=submit]")
    page.locator("#contact").evaluate("one => one.open = true")
    page.fill("#contact input[name=name]", "Kim Kontakt")
    page.fill("#contact input[name=email]", "kim@sesong-1.invalid")
    press(page, "#contact button[type=submit]")
    assert page.locator("[role=status][class*=alert]").count() == 1


def invite_contact(page: Page, run: str) -> None:
    """The coordinator sees that all is sent and who was named, and says yes."""
    page.wait_for_selector("#progress:not([hx-get])")  # the page renews itself until then, and that would end a visit
    page.goto(f"{run}bodies/{OWN}/")
    press(page, "button[value=invite]")


def begin_account(page: Page, link: str) -> None:
    """The contact makes an account from the invitation."""
    page.goto(link)
    page.fill("input[name=name]", "Kim Kontakt")
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    press(page, "form:has(input[name=password1]) button[type=submit]")
    page.wait_for_url("**/me/")


def join(page: Page) -> None:
    """By the council's decision."""
    page.goto(f"/bodies/{OWN}/adhesion/")
    page.fill("input[name=decided_by]", "Kommunestyret")
    page.fill("input[name=on]", "2026-01-20")
    page.fill("input[name=case_number]", "12/26")
    press(page, "main form:has(input[name=decided_by]) button[type=submit]")
    page.wait_for_url(f"**/bodies/{OWN}/adhesion/")


def adopt_plan(page: Page) -> None:
    """Two of the measures asked for, adopted by the council."""
    page.goto(f"/bodies/{OWN}/plan/")
    press(page, "form[action$='/plan/start/'] button")
    for box in page.locator("input[name=measures]").all()[:2]:
        box.check()
    page.fill("form[action$='/plan/take/'] input[name=owner]", "Innkjøpssjefen")
    page.fill("form[action$='/plan/take/'] input[name=deadline]", "2030-06-30")
    press(page, "form[action$='/plan/take/'] button[type=submit]")
    press(page, "main a[href$='/plan/adopt/']")
    page.fill("input[name=decided_by]", "Kommunestyret")
    page.fill("input[name=on]", "2026-01-27")
    press(page, "main form:has(input[name=decided_by]) button[type=submit]")
    page.wait_for_url(f"**/bodies/{OWN}/plan/")


def answer_status(page: Page, year: int) -> None:
    """The first answer of each question, sent to the leader."""
    page.goto(f"/bodies/{OWN}/status/{year}/")
    press(page, "button[value=start]")
    for question in page.locator("fieldset.status-question").all():
        question.locator("input[type=radio]:not([value=''])").last.check()
    press(page, "button[value=submit]")
    page.wait_for_selector(".told")


def approve_status(page: Page, year: int) -> None:
    page.goto(f"/bodies/{OWN}/status/{year}/")
    press(page, "button[value=approve]")
    page.wait_for_selector(".told")


YEAR = """
from django.utils import timezone
from dugnad.plan.questions import load_questions
print(load_questions().newest_year(timezone.localdate()))
"""
LATE = """
from datetime import date, timedelta
from django.utils import timezone
from dugnad.records.models.letters import Run
Run.objects.update(reply_by=timezone.localdate() - timedelta(days=1))
"""
REMIND = """
from datetime import timedelta
from django.utils import timezone
from dugnad.records.actions.letters_remind import send_reminders
print(send_reminders(by="worker", on=timezone.localdate() + timedelta(days=15)))
"""


def test_a_letter_becomes_visible_follow_up(browser: Browser, season: Season) -> None:
    visitor, coordinator, contact, leader = (window(browser, season) for _ in range(4))
    before = {name: figures(visitor, name) for name in ("/national/", "/counties/46/", "/counties/50/")}

    sign_in(coordinator, "koordinator")
    run = send_letter(coordinator)
    until(lambda: len(season.mailbox.mails) >= LETTERS)
    recipients = {str(mail["To"]) for mail in season.mailbox.mails}
    assert (len(season.mailbox.mails), len(recipients)) == (LETTERS, LETTERS)

    answer_letter(visitor, link_in(season.mailbox.to("post@sesong-1.invalid")[0]))
    invite_contact(coordinator, run)
    until(lambda: bool(season.mailbox.to("kim@sesong-1.invalid")))
    begin_account(contact, link_in(season.mailbox.to("kim@sesong-1.invalid")[0]))
    join(contact)
    adopt_plan(contact)
    year = int(season.run(YEAR))
    answer_status(contact, year)
    sign_in(leader, "leder")
    approve_status(leader, year)
    after = {name: figures(visitor, name) for name in before}

    assert before["/national/"]["joined"] == (0, 63)
    assert after["/national/"]["joined"] == (1, 63)
    assert (before["/counties/46/"]["joined"], after["/counties/46/"]["joined"]) == ((0, 31), (1, 31))
    assert (before["/counties/50/"], after["/counties/50/"]["joined"]) == (before["/counties/50/"], (0, 31))
    assert [after["/national/"][one] for one in ("planned", "told")] == [(1, 65), (1, 65)]
    public = shown(visitor, f"/bodies/{OWN}/", "main")
    assert [word in public for word in ("20. januar 2026", "Kommunestyret")] == [True, True]

    tile = shown(visitor, "/counties/?show=joined", ".tile-46")
    assert re.findall(r"\d+", tile)[-1:] == ["3"], tile

    season.run(LATE)
    late = shown(visitor, "/national/", "main")
    assert ["Etaten for stillhet" in late, "Sesongvik 2 kommune" in late] == [True, False]
    count = len(season.mailbox.mails)
    assert [season.run(REMIND), season.run(REMIND)] == [str(LETTERS - 1), "0"]
    until(lambda: len(season.mailbox.mails) == count + LETTERS - 1)
    assert season.mailbox.to("post@sesong-1.invalid")[1:] == []


def figures(page: Page, path: str) -> dict[str, tuple[int, int]]:
    """The page's counts of follow-up: so many of so many, by name."""
    page.goto(path)
    told = [one.inner_text() for one in page.locator(".count .figure-of").all()]
    numbers = [[int(number) for number in re.findall(r"\d+", text)] for text in told]
    return {name: (found[0], found[1]) for name, found in zip(COUNTS, numbers, strict=True) if found}
