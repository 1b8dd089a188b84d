"""The wizard: from what is bought to a file in four steps, its state in the address alone."""

from __future__ import annotations

import re
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import docx
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from dugnad.criteria.kept import kept_library
from dugnad.web.basket import number

DAYTIME, CONCENTRATES = "cleaning-daytime@2026-11-22", "cleaning-concentrates@2026-11-22"
HAZARD = "cleaning-hazard-classes@2026-11-22"
FORMS = ("docx", "odt", "xlsx", "pdf", "md", "json", "csv", "eforms")


def chosen(page: str) -> list[str]:
    """The criteria that are ticked."""
    return re.findall(r'name="k" value="([^"]+)" checked', page)


def test_words_lead_to_the_group_and_its_questions(site: Client) -> None:
    page = site.get("/criteria/wizard/", {"step": "needs", "what": "vaskehjelp på skole"}).content.decode()

    assert (re.findall(r'name="group" value="([^"]+)" checked', page), "Spør først" in page) == (
        ["cleaning-services"],
        True,
    )


def test_code_leads_to_its_group(site: Client) -> None:
    page = site.get("/criteria/wizard/", {"step": "needs", "what": "30213100-6"}).content.decode()

    assert re.findall(r'name="group" value="([^"]+)" checked', page) == ["it-equipment"]


@pytest.mark.parametrize("what", ["qqqqzzzz", "", "\x00"])
def test_words_that_lead_nowhere_stay_at_the_first_step(site: Client, what: str) -> None:
    answer = site.get("/criteria/wizard/", {"step": "choose", "what": what})

    assert (answer.status_code, 'name="what"' in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("level", ["basis", "avansert", "spydspiss"])
def test_proposed_set_meets_the_rule_and_has_no_stop(site: Client, level: str) -> None:
    query = {"step": "choose", "what": "renhold", "group": "cleaning-services", "level": level, "value": "2 500 000"}

    page = site.get("/criteria/wizard/", query).content.decode()

    assert (len(chosen(page)) >= 5, "remark-stop" in page, "Vektene til sammen: 100 %" in page) == (True, False, True)


def test_weights_that_are_too_low_are_told_as_a_possible_breach(site: Client) -> None:
    query = {"step": "weights", "group": "cleaning-services", "cpv": "90910000", "value": "2500000", "k": [DAYTIME],
             f"w:{DAYTIME}": "10", "price": "90"}  # fmt: skip

    page = site.get("/criteria/wizard/", query).content.decode()

    said = re.sub(r"<[^>]+>", "", page)
    assert ("ulig brudd" in said, re.search(r"\d+ % vekt på klima og miljø", said) is not None) == (True, True)


def test_part_of_the_page_is_answered_while_the_buyer_writes(site: Client) -> None:
    query = {"step": "weights", "k": [DAYTIME], f"w:{DAYTIME}": "40", "price": "60"}

    part = site.get("/criteria/wizard/", query, HTTP_HX_REQUEST="true").content.decode()

    assert ("<html" in part, 'id="rule"' in part, "40 %" in part) == (False, True, True)


def test_removing_an_award_criterion_keeps_the_weights_at_a_hundred(site: Client) -> None:
    query = {"step": "weights", "group": "cleaning-services", "k": [DAYTIME, HAZARD], f"w:{CONCENTRATES}": "10"}

    page = site.get("/criteria/wizard/", query).content.decode()

    assert "Vektene til sammen: 100 %" in page


def test_link_brings_the_whole_set_back(site: Client) -> None:
    query = {"step": "weights", "what": "Renhold av skoler", "group": "cleaning-services", "k": [DAYTIME, HAZARD],
             f"w:{DAYTIME}": "35", "price": "55", "own": "Kvalitet & plan", "own-weight": "10",
             f"v:{DAYTIME}:start": "07.00"}  # fmt: skip
    first = site.get("/criteria/wizard/", query).content.decode()
    (link,) = re.findall(r'href="\?([^"]+)">lenke til dette settet', first)

    again = site.get("/criteria/wizard/?" + link.replace("&amp;", "&")).content.decode()

    inputs = [sorted(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)) for page in (first, again)]
    assert inputs[0] == inputs[1]


def test_criterion_that_is_gone_is_told_and_the_rest_kept(site: Client) -> None:
    page = site.get(
        "/criteria/wizard/", {"step": "weights", "k": [DAYTIME, "gone-long-ago@2026-01-01"]}
    ).content.decode()

    assert ("gone-long-ago@2026-01-01" in page, f'value="{DAYTIME}"' in page) == (True, True)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_set_is_downloaded_in_every_form_with_its_ids(site: Client, form: str, language: str) -> None:
    prefix = "" if language == "nb" else f"/{language}"
    query = {"what": "renhold", "k": [DAYTIME, HAZARD], f"w:{DAYTIME}": "30", "price": "70", "format": form}

    answer = site.get(f"{prefix}/criteria/wizard/download/", query)

    disposition = answer.headers["Content-Disposition"]
    assert (answer.status_code, len(answer.content) > 500, disposition.startswith("attachment")) == (200, True, True)


def test_filled_fields_and_unconfirmed_figures_reach_the_word_file(site: Client) -> None:
    unconfirmed = next(
        one.latest for one in kept_library().library.criteria.values()
        if any(parameter.is_unconfirmed for parameter in one.latest.parameters)
    )  # fmt: skip
    query = {"k": [DAYTIME, unconfirmed.key], f"v:{DAYTIME}:start": "06.45", "format": "docx"}

    made = site.get("/criteria/wizard/download/", query)

    text = "".join(
        node.text or "" for node in docx.Document(BytesIO(made.content)).element.body.iter() if node.tag.endswith("}t")
    )
    assert ("06.45" in text, "ikke kontrollert" in text, f"dugnad: {DAYTIME}" in text) == (True, True, True)


@pytest.mark.django_db
def test_wizard_stores_nothing(site: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        answer = site.get("/criteria/wizard/", {"step": "choose", "what": "renhold"})

    assert (answer.status_code, dict(answer.cookies)) == (200, {})


def test_command_lines_link_opens_the_same_set(site: Client) -> None:
    page = site.get(f"/criteria/wizard/?cpv=90910000&p={DAYTIME}!30&p={HAZARD}&o=Pris!70").content.decode()

    hidden = re.findall(r'type="hidden" name="k" value="([^"]+)"', page)
    assert (hidden, "Vektene til sammen: 100 %" in page) == ([DAYTIME, HAZARD], True)


def test_back_links_keep_what_was_chosen(site: Client) -> None:
    query = {"step": "weights", "what": "renhold", "group": "cleaning-services", "k": [DAYTIME]}

    page = site.get("/criteria/wizard/", query).content.decode()

    back = [
        dict(parse_qsl(urlsplit(link.replace("&amp;", "&")).query))
        for link in re.findall(r'href="(\?step=[^"]+)"', page)
    ]
    assert {(one["step"], one.get("k")) for one in back if one["step"] == "choose"} == {("choose", DAYTIME)}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("sign", ["\x1b", "\x0b", "\ufffe", "🙂", "\uf0b7"])
def test_signs_that_no_document_can_hold_are_left_out(site: Client, form: str, sign: str) -> None:
    query = {"what": f"renhold{sign}", "own": f"Kvalitet{sign}", "own-weight": "10", "price": "60", "k": [DAYTIME],
             f"w:{DAYTIME}": "30", f"v:{DAYTIME}:start": f"07{sign}", "format": form}  # fmt: skip

    assert site.get("/criteria/wizard/download/", query).status_code == 200


def test_form_that_lacks_what_it_needs_says_so(site: Client) -> None:
    answer = site.get("/criteria/wizard/download/", {"k": [HAZARD], "format": "eforms"})

    assert (answer.status_code, len(answer.content.decode()) > 20) == (422, True)


def test_an_empty_set_stays_empty_when_the_buyer_emptied_it(site: Client) -> None:
    page = site.get("/criteria/wizard/", {"step": "choose", "what": "renhold", "chosen": "1"}).content.decode()

    assert chosen(page) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("5 mill", 5e6),
        ("1,5 mill.", 1.5e6),
        ("5.000.000", 5e6),
        ("2 500 000 kr", 2.5e6),
        ("750000,-", 75e4),
        ("800 tusen", 8e5),
    ],
)
def test_value_is_read_as_people_write_it(said: str, meant: float) -> None:
    assert number(said) == meant


@pytest.mark.parametrize("said", ["-5", "ti tusen", "omtrent mye", "1e309"])
def test_value_that_is_not_understood_is_told(site: Client, said: str) -> None:
    page = site.get("/criteria/wizard/", {"step": "choose", "what": "renhold", "value": said}).content.decode()

    assert "Vi forstod ikke verdien" in page


@pytest.mark.parametrize("what", ["???", "🙂", "–"])
def test_signs_without_words_find_no_group(site: Client, what: str) -> None:
    page = site.get("/criteria/wizard/", {"step": "needs", "what": what}).content.decode()

    assert 'name="group"' not in page


def test_part_of_the_page_brings_link_steps_and_languages_up_to_date(site: Client) -> None:
    query = {"step": "weights", "k": [DAYTIME], f"w:{DAYTIME}": "41", "price": "59", "chosen": "1"}

    part = site.get("/criteria/wizard/", query, HTTP_HX_REQUEST="true").content.decode()

    link, tongue = (
        re.search(r'id="set-link".*?href="([^"]+)"', part),
        re.search(r'id="tongues".*?/nn/[^"]+', part, re.DOTALL),
    )
    assert (link is not None and "41" in link[1], tongue is not None and "41" in tongue[0]) == (True, True)
