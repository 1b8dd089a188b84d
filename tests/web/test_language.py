"""Three languages: every text stands in all of them, and the switch keeps the page."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from django.test import Client

from dugnad.errors import ContentError
from dugnad.web.words import FOLDER, LANGUAGES, page_words, words
from web.made import HARBOUR

PAGES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def forms(text: object) -> dict[str, str]:
    """A text's forms: one, or `one` and `other` where it counts."""
    return {str(form): str(words) for form, words in text.items()} if isinstance(text, dict) else {"": str(text)}


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("page", PAGES)
def test_every_text_stands_in_all_languages(page: str) -> None:
    lacking = {key: sorted(texts) for key, texts in page_words(page).items() if set(texts) != set(LANGUAGES)}

    assert lacking == {}


@pytest.mark.parametrize("page", PAGES)
def test_every_text_has_the_same_places_in_all_languages(page: str) -> None:
    differing = {}
    for key, texts in page_words(page).items():
        found = [{form: places(text) for form, text in forms(texts[language]).items()} for language in LANGUAGES]
        if any(one != found[0] for one in found):
            differing[key] = found

    assert differing == {}


def test_no_text_is_empty() -> None:
    empty = [
        (page, key, language)
        for page in PAGES
        for key, texts in page_words(page).items()
        for language in LANGUAGES
        if not all(text.strip() for text in forms(texts[language]).values())
    ]

    assert empty == []


def test_every_text_that_a_template_names_exists() -> None:
    templates = FOLDER.parent / "templates"
    named = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'\{% say "([a-z-]+\.[\w.-]+)"', path.read_text(encoding="utf-8"))
    }

    missing = sorted(name for name in named if not known(name))

    assert missing == []


def known(name: str) -> bool:
    page, _, key = name.partition(".")
    return Path(FOLDER / f"{page}.yaml").is_file() and key in page_words(page)


def test_missing_text_names_file_and_remedy() -> None:
    with pytest.raises(ContentError) as caught:
        words("site.not-there", "nb")

    assert str(caught.value) == (
        "web/texts/site.yaml: The text \"not-there\" lacks 'not-there' (language nb). Add it, in nb, nn and en."
    )


@pytest.mark.parametrize(("count", "text"), [(1, "1 virksomhet"), (2, "2 virksomheter")])
def test_text_that_counts_has_two_forms(count: int, text: str) -> None:
    assert words("bodies.found", "nb", count=count) == text


@pytest.mark.parametrize(
    ("address", "others"),
    [
        ("/", ["/", "/nn/", "/en/"]),
        ("/en/counties/46/", ["/counties/46/", "/nn/counties/46/", "/en/counties/46/"]),
        (f"/nn/bodies/{HARBOUR}/", [f"/bodies/{HARBOUR}/", f"/nn/bodies/{HARBOUR}/", f"/en/bodies/{HARBOUR}/"]),
        ("/bodies/?q=by&page=1", [f"{prefix}/bodies/?q=by&amp;page=1" for prefix in ("", "/nn", "/en")]),
        ("/en/nothing/", ["/nothing/", "/nn/nothing/", "/en/nothing/"]),
    ],
)
def test_language_switch_keeps_the_page_and_its_choices(site: Client, address: str, others: list[str]) -> None:
    page = site.get(address).content.decode()

    (switch,) = re.findall(r'<nav class="tongues".*?</nav>', page, flags=re.DOTALL)
    assert re.findall(r'href="([^"]*)"', switch) == others


@pytest.mark.parametrize(
    ("prefix", "said"),
    [
        ("", "Kjøp under kunngjøringsgrensen ses ikke her."),
        ("/nn", "Kjøp under kunngjeringsgrensa er ikkje synlege her."),
        ("/en", "Purchases below the announcement limit are not seen here"),
    ],
)
def test_what_is_not_seen_is_said_in_each_language(site: Client, prefix: str, said: str) -> None:
    page = site.get(f"{prefix}/bodies/{HARBOUR}/").content.decode()

    assert page.count(said) == 1


def test_the_address_decides_the_language_and_nothing_else(site: Client) -> None:
    page = site.get("/national/", headers={"Accept-Language": "en"}).content.decode()

    assert re.findall(r'<html lang="(\w+)"', page) == ["nb"]
