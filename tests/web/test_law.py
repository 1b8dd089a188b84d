"""The law page: the rules of the chosen day, how each was checked, and worked cases that come out as content says."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from lxml import html
from pytest_django import DjangoAssertNumQueries

from dugnad.desk.reference import Reference, decided, resolve
from dugnad.law.cases import Case, load_cases
from dugnad.law.duty_cases import DutyCase, load_duty_cases
from dugnad.law.hard_content import load_hard
from dugnad.law.overview import rules_on
from dugnad.web.words import words
from web import shown


def page_on(site: Client, day: str, language: str = "") -> html.HtmlElement:
    return html.fromstring(site.get(f"{language}/law/", {"on": day}).content.decode())


def rules(page: html.HtmlElement) -> list[str]:
    """The ids of the versions of the climate and environment rule shown."""
    return [one.get("id", "") for one in page.xpath("//section[@aria-labelledby='rules']/article")]


@pytest.mark.parametrize(
    ("day", "ids"),
    [
        ("2017-04-30", []),
        ("2017-05-01", ["foa-7-9@2017"]),
        ("2023-12-31", ["foa-7-9@2017"]),
        ("2024-01-01", ["foa-7-9@2024", "ff-7-9@2024", "kkf-7-6@2024"]),
        ("2026-06-30", ["foa-7-9@2024", "ff-7-9@2024", "kkf-7-6@2024"]),
        ("2026-07-01", ["loa-5b@2026", "ff-7-9@2026", "kkf-7-6@2026"]),
    ],
)
def test_rules_are_those_of_the_day(site: Client, day: str, ids: list[str]) -> None:
    assert rules(page_on(site, day)) == ids


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("day", ["2022-05-01", "2025-05-01", "2026-11-01"])
def test_each_rule_and_number_has_words_citation_and_mark(site: Client, day: str, language: str) -> None:
    page = page_on(site, day, "" if language == "nb" else f"/{language}")
    main = shown.texts_of(page.xpath("//main")[0])

    lacking = []
    for rule in rules_on(date.fromisoformat(day)):
        is_cited = rule.kind != "code" and rule.is_judged
        told = [rule.names[language], rule.text[language], *([rule.citation] if is_cited else [])]
        lacking += [text for text in told if " ".join(text.split()) not in main]
    assert lacking == []


def marks(page: html.HtmlElement, rule_id: str) -> str:
    """What the page says of how a rule was checked."""
    (rule,) = page.xpath(f"//article[@id='{rule_id}']")
    said: str = shown.texts_of(rule.xpath("./p[a]")[0]).partition(" – ")[2]
    return said


@pytest.mark.parametrize(
    ("day", "rule", "said"),
    [
        ("2022-05-01", "foa-7-9@2017", "part.unchecked"),
        ("2025-05-01", "foa-7-9@2024", "part.read-in-copy"),
        ("2026-11-01", "loa-5b@2026", "part.read-in-copy"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_rule_says_how_it_was_checked(site: Client, day: str, rule: str, said: str, language: str) -> None:
    page = page_on(site, day, "" if language == "nb" else f"/{language}")

    assert marks(page, rule) == words(said, language)


def numbers(page: html.HtmlElement) -> dict[str, str]:
    """Each number's value by its name."""
    rows = page.xpath("//section[@aria-labelledby='numbers']//tbody/tr")
    return {(row[0].text or "").strip(): shown.texts_of(row[1]) for row in rows}


@pytest.mark.parametrize(("day", "value"), [("2026-06-30", "100 000 kr"), ("2026-07-01", "500 000 kr")])
def test_entry_threshold_is_that_of_the_day(site: Client, day: str, value: str) -> None:
    assert numbers(page_on(site, day))["Innslagspunkt for anskaffelsesloven"] == value


def test_number_that_nobody_found_is_said_to_be_missing(site: Client) -> None:
    missing = [rule.names["nb"] for rule in rules_on(date(2022, 5, 1)) if rule.kind == "number" and rule.value is None]

    shown_values = numbers(page_on(site, "2022-05-01"))

    assert (len(missing) > 0, {shown_values[name] for name in missing}) == (True, {"ikke funnet"})


@pytest.mark.parametrize("day", ["2022-13-01", "i dag", "<script>", "2026-7-1", "\0", "9" * 400])
def test_bad_day_is_said_and_today_s_rules_stand_below(site: Client, day: str) -> None:
    page = page_on(site, day)

    said = [shown.texts_of(one) for one in shown.of_class(page, "ds-alert")]
    assert (len(said), said[0].startswith("Vi forsto ikke dagen «"), rules(page), page.xpath("//main//script")) == (
        1,
        True,
        rules(page_on(site, "")),
        [],
    )


def test_the_first_and_the_last_day_of_the_calendar_are_days(site: Client) -> None:
    assert [rules(page_on(site, day)) for day in ("0001-01-01", "9999-12-31")] == [
        [],
        ["loa-5b@2026", "ff-7-9@2026", "kkf-7-6@2026"],
    ]


def test_a_reference_to_a_decision_leads_to_where_it_is_told_of(site: Client) -> None:
    page = html.fromstring(site.get("/law/").content)

    found = {key: resolve(Reference("case", key), date(2026, 11, 23)) for key in decided()}

    ids = page.xpath("//section[@aria-labelledby='decisions']//li/@id")
    assert sorted(one.path for one in found.values()) == sorted(f"/law/#{one}" for one in ids)


def test_worked_cases_come_out_as_content_says(site: Client) -> None:
    page = page_on(site, "2025-05-01")
    expected = {
        case.names["nb"]: words(f"outcome.{case.expect['outcome']}", "nb")
        for case in load_cases()
        if case.expect and "outcome" in case.expect and case.expect.get("rule_version") == "foa-7-9@2024"
    }

    cases = {
        shown.texts_of(one.find("h3")): [shown.texts_of(tag) for tag in shown.of_class(one, "outcome")]
        for one in shown.of_class(page, "case")
        if one.find("h3") is not None
    }

    differing = {name: cases.get(name) for name, outcome in expected.items() if cases.get(name) != [outcome]}
    assert (len(expected) > 10, differing) == (True, {})


def test_every_decision_stands_with_its_point_and_its_mark(site: Client) -> None:
    page = page_on(site, "2026-11-01")
    every: list[Case | DutyCase] = [*load_cases(), *load_duty_cases()]
    decisions = sorted((case for case in every if case.id.startswith("kofa/")), key=lambda case: case.id)

    told = [
        [shown.texts_of(part) for part in one.iter("p")]
        for one in page.xpath("//section[@aria-labelledby='decisions']//li")
    ]

    unchecked = " – Ikke kontrollert"
    wanted = [
        [" ".join(case.point.split()), case.source + (unchecked if case.mark not in ("A", "A*") else "")]
        for case in decisions
    ]
    assert (len(decisions) > 10, told) == (True, wanted)


@pytest.mark.django_db
def test_page_asks_the_database_nothing(site: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        page = page_on(site, "2025-05-01")

    assert len(rules(page)) == 3


def duty_rows(page: html.HtmlElement, subject: str) -> list[tuple[str, str]]:
    """(rule, version) of each duty under the subject."""
    return [
        (shown.texts_of(one.xpath("./p/code")[0]), one.get("id", ""))
        for one in page.xpath(f"//details[@id='subject-{subject}']/div/article")
    ]


@pytest.mark.parametrize(
    ("day", "version"),
    [("2021-12-31", "vehicles@2018"), ("2022-01-01", "vehicles@2022"), ("2023-01-01", "vehicles@2023")],
)
def test_duties_are_those_of_the_day(site: Client, day: str, version: str) -> None:
    assert ("vehicles.zero-emission", version) in duty_rows(page_on(site, day), "environment")


def test_energy_stands_from_its_day(site: Client) -> None:
    before, after = (duty_rows(page_on(site, day), "environment") for day in ("2025-12-31", "2026-01-01"))

    assert [row for row in after if row not in before] == [("energy.efficiency", "energy@2026")]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_duty_stands_folded_under_its_subject(site: Client, language: str) -> None:
    page = page_on(site, "2026-11-01", "" if language == "nb" else f"/{language}")
    duties = [rule for rule in rules_on(date(2026, 11, 1)) if rule.kind == "duty"]

    told = {subject.id: duty_rows(page, subject.id) for subject in load_hard().subjects}

    assert told == {
        subject.id: [(rule.rule, rule.id) for rule in duties if rule.subject == subject.id]
        for subject in load_hard().subjects
    }
    assert page.xpath("//details[starts-with(@id, 'subject-')][@open]") == []


def test_rule_that_was_not_found_says_that_it_is_not_tried(site: Client) -> None:
    (ferries,) = page_on(site, "2026-11-01").xpath("//article[@id='ferries@none']")

    tags = [shown.texts_of(one) for one in shown.of_class(ferries, "ds-tag")]
    assert (tags, shown.texts_of(ferries.findall("p")[-1]), ferries.xpath(".//a")) == (
        ["Ikke bedømt"],
        "Ikke kontrollert",
        [],
    )


def test_what_is_not_judged_stands_with_source_and_mark(site: Client) -> None:
    page = page_on(site, "2026-08-03")

    listed = {one.get("id"): shown.texts_of(one) for one in page.xpath("//details[@id='subject-not-judged']//article")}
    tags = [one.text for one in page.xpath("//details[@id='subject-not-judged']//article//span[@class='ds-tag']")]
    assert set(tags) == {"Ikke bedømt"}
    assert set(listed) == {
        "foa-5-4@2026", "foa-5-1-5@2026", "foa-1-3@2026", "foa-7-3@2026", "foa-5-2@2017", "foa-2-3@2017",
        "foa-15-3@2017", "foa-21-1@2017", "lov-2021-99@2022", "local-models@none",
    }  # fmt: skip
    cited = {one for one, words in listed.items() if "FOA § 5-4" in words or "LOV-2021-06-18-99" in words}
    assert cited == {"foa-5-4@2026", "lov-2021-99@2022"}
    assert [one for one, words in sorted(listed.items()) if "kke kontrollert" in words] == [
        "local-models@none",
        "lov-2021-99@2022",
    ]


def test_old_wording_of_utilities_is_listed_while_it_stood(site: Client) -> None:
    days = ("2017-04-30", "2017-05-01", "2023-12-31", "2024-01-01")

    listed = [len(page_on(site, day).xpath("//article[@id='ff-7-9@2017']")) for day in days]
    assert listed == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("loa-5e@2026", ["tjenester og bygge- og anleggsarbeid", "1,3 millioner"]),
        ("loa-5f@2026", ["bygge- og anleggsarbeid og renhold", "1,3 millioner"]),
        (
            "loa-5h@2026",
            ["over tre måneder", "fag- eller svennebrev", "over ti prosent", "hjemlandet", "reelle forsøk"],
        ),
        ("loa-5k@2026", ["bygge- og anleggsarbeid og renhold", "1,3 millioner"]),
        ("ff-7-11@2026", ["tjenester og bygge- og anleggsarbeid", "1,63", "2,5", "Offentlige foretak"]),
        ("ff-7-13@2026", ["renhold", "1,63", "2,5", "Offentlige foretak"]),
        ("ff-7-17@2026", ["renhold", "5,0 millioner", "Offentlige foretak"]),
    ],
)
def test_duty_of_the_contract_says_which_contracts_and_amount(site: Client, version: str, words: list[str]) -> None:
    (rule,) = page_on(site, "2026-08-03").xpath(f"//article[@id='{version}']")

    told = shown.texts_of(rule)
    assert [word for word in words if word not in told] == []


def test_duty_says_what_is_missing(site: Client) -> None:
    (vehicles,) = page_on(site, "2022-05-01").xpath("//article[@id='vehicles@2022']")

    assert "Mangler: Ordlyden, verdigrensene og kravene til busser og lastebiler er ikke funnet." in [
        shown.texts_of(one) for one in vehicles.iter("p")
    ]


def test_worked_cases_stand_under_their_rule(site: Client) -> None:
    page = page_on(site, "2026-11-01")
    (vehicles,) = page.xpath("//article[@id='vehicles@2023']")
    expected = {
        case.names["nb"]: words(f"outcome.{wanted['outcome']}", "nb")
        for case in load_duty_cases()
        if (wanted := case.expect.get("vehicles.zero-emission")) and date(2023, 1, 1) <= case.announced
    }

    told = {
        shown.texts_of(one.find("h4")): shown.texts_of(shown.of_class(one, "outcome")[0])
        for one in shown.of_class(vehicles, "case")
    }

    assert (len(expected) > 10, told) == (True, expected)
