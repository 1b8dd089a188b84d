"""A selection as tender text: sections, fields, weights, labels, citations, and what stays with the buyer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.made import DAY, EARLIER, made_criterion, made_library, made_version, spare_parts, words
from dugnad.content import content_path, read_yaml
from dugnad.criteria import tender_words
from dugnad.criteria.criterion import Library, Parameter
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.tender import Field, TenderText, library_text, pieces_of, plain, tender_text
from dugnad.errors import DugnadError

KEYS = {
    "wages": "cleaning-wages@2026-11-22",
    "products": "cleaning-labelled-products@2026-11-22",
    "parts": "it-spare-parts@2026-11-22",
    "energy": "it-screen-energy@2026-11-22",
    "management": "shared-environmental-management@2026-11-22",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return replace(made_library(), terms=read_yaml(content_path("criteria/terms.yaml")))


def told(library: Library, *picks: Pick, language: str = "nb", **changes: object) -> TenderText:
    selection = replace(Selection(picks), **changes)  # type: ignore[arg-type]
    return tender_text(library, selection, language=language, on=DAY)


def test_sections_are_numbered_by_kind_in_the_order_of_a_tender(library: Library) -> None:
    text = told(library, *(Pick(key) for key in KEYS.values()))

    assert [(one.number, one.heading) for one in text.sections] == [
        ("1", "Kvalifikasjonskrav"),
        ("2", "Kravspesifikasjon"),
        ("3", "Tildelingskriterier"),
        ("4", "Kontraktsvilkår"),
    ]
    assert [(one.number, one.key) for one in text.entries] == [
        ("1.1", KEYS["management"]),
        ("2.1", KEYS["products"]),
        ("2.2", KEYS["parts"]),
        ("3.1", KEYS["energy"]),
        ("4.1", KEYS["wages"]),
    ]


def test_confirmed_default_stands_filled_in(library: Library) -> None:
    entry = told(library, Pick(KEYS["products"])).entries[0]

    assert entry.fields == (Field("share", "Andel med miljømerke", "%", "50"),)
    assert plain(entry.requirement) == "Minst 50\u00a0prosent av midlene skal være miljømerket."


def test_unconfirmed_default_is_an_empty_field_with_the_proposal_beside(library: Library) -> None:
    text = told(library, Pick(KEYS["parts"]))

    assert text.entries[0].fields == (Field("years", "Antall år", "years", "", "foreslått 7, ikke kontrollert"),)
    assert (
        plain(text.entries[0].requirement)
        == "Reservedeler skal finnes i [Antall år] (foreslått 7, ikke kontrollert) år."
    )
    assert text.lead[1].startswith("Minst ett tall eller grunnlag i denne teksten er ikke kontrollert")


@pytest.mark.parametrize(
    ("value", "shown", "note"), [(9, "9", ""), (7, "7", "ikke kontrollert"), (12000.5, "12\u00a0000,5", "")]
)
def test_value_of_the_buyers_own_is_theirs_and_the_proposal_stays_unverified(
    library: Library, value: float, shown: str, note: str
) -> None:
    entry = told(library, Pick(KEYS["parts"], values={"years": value})).entries[0]

    assert [(one.value, one.note) for one in entry.fields] == [(shown, note)]


@pytest.mark.parametrize(
    ("text", "unit", "shown"),
    [
        ("Minst {a} av varene.", "%", "Minst 5\u00a0prosent av varene."),
        ("Minst {a} prosent av varene.", "%", "Minst 5 prosent av varene."),
        ("Deler i {a}, pakninger i {b}.", "years", "Deler i 5\u00a0år, pakninger i 1\u00a0år."),
        ("Svar innen {b} etter bruk.", "min", "Svar innen 1\u00a0minutt etter bruk."),
        ("Mellom {a} og {b} vurderes.", "hours", "Mellom 5 og 1\u00a0time vurderes."),
        ("Klasse {a} eller bedre.", "class", "Klasse 5 eller bedre."),
    ],
)
def test_unit_stands_once(text: str, unit: str, shown: str) -> None:
    parameters = [Parameter(name, words(name), unit) for name in ("a", "b")]

    assert plain(pieces_of(text, parameters, {"a": 5, "b": 1}, "nb")) == shown


def test_criterion_to_be_checked_says_so_without_a_field_of_its_own(library: Library) -> None:
    version = made_version("made-unsure", parameters=(), requirement=words("Varene skal tåle vask."), status="to-check")
    more = replace(library, criteria={version.criterion: made_criterion(version)})

    text = told(more, Pick(version.key))

    assert (text.entries[0].note, text.entries[0].is_unconfirmed) == (
        "Noe av grunnlaget er merket «ikke kontrollert».",
        True,
    )
    assert text.entries[0].advice.status == "Til kontroll – ikke kontrollert"


def test_field_without_default_is_empty_with_its_label(library: Library) -> None:
    own = Parameter("years", words("Antall år", "Talet på år", "Number of years"), "years")
    version = replace(spare_parts(), parameters=(own,), status="published")
    more = replace(library, criteria={**library.criteria, version.criterion: made_criterion(version)})

    entry = told(more, Pick(KEYS["parts"]), language="en").entries[0]

    assert plain(entry.requirement) == "Spare parts shall be had for [Number of years] years."


def test_weights_list_the_buyers_own_criteria_last_and_add_up(library: Library) -> None:
    text = told(library, Pick(KEYS["energy"], 30), other=(("Pris", 50.0), ("Kvalitet", 20.0)))

    first = ("1.1", "Klima og miljø: Energibruk i skjermer", 30)
    assert text.weights == (first, ("1.2", "Pris", 50.0), ("1.3", "Kvalitet", 20.0))
    assert text.weight_sum == 100


def test_weight_that_is_not_set_leaves_no_sum(library: Library) -> None:
    text = told(library, Pick(KEYS["energy"]), other=(("Pris", 50.0),))

    assert text.weight_sum is None


def test_labels_stand_with_the_clause_on_equivalents_and_its_paragraph(library: Library) -> None:
    entry = told(library, Pick(KEYS["products"])).entries[0]

    assert entry.labels == "Svanemerket"
    assert "likeverdige krav godtas på lik linje (FOA § 15-3)" in entry.equivalents
    assert "annen dokumentasjon" in entry.equivalents


def test_label_that_has_ended_is_left_out(library: Library) -> None:
    selection = Selection((Pick("it-screen-power@2026-11-22"),))

    before = tender_text(library, selection, language="nb", on=date(2026, 12, 31)).entries[0]
    after = tender_text(library, selection, language="nb", on=date(2027, 1, 1)).entries[0]

    assert before.labels == "Gammelt merke (gjelder til og med 31. desember 2026)"
    assert (after.labels, after.equivalents) == ("", "")


def test_citation_names_version_and_link(library: Library) -> None:
    selection = Selection((Pick(KEYS["wages"]),))

    here = tender_text(library, selection, language="nb", on=DAY).entries[0]
    elsewhere = tender_text(library, selection, language="nb", on=DAY, base="https://example.org/").entries[0]

    assert here.citation == "dugnad: cleaning-wages@2026-11-22 /k/cleaning-wages@2026-11-22"
    assert elsewhere.link == "https://example.org/k/cleaning-wages@2026-11-22"


def test_older_version_stands_as_it_read(library: Library) -> None:
    entry = told(library, Pick(f"cleaning-labelled-products@{EARLIER}")).entries[0]

    assert plain(entry.requirement) == "Minst 50\u00a0prosent av midlene er miljømerket."


def test_follow_up_says_when(library: Library) -> None:
    entry = told(library, Pick(KEYS["wages"])).entries[0]

    assert plain(entry.follow_up) == "Ved oppstart, Hvert år: Be om lønnsslipper."
    assert entry.advice.already_law == "FOR-2008-02-08-112: Forskriften krever det alt."


def test_advice_names_sources_with_how_sure_they_are(library: Library) -> None:
    sure, unsure = told(library, Pick(KEYS["products"]), Pick(KEYS["parts"])).entries

    assert sure.advice.sources == ("En rapport til prøve (2025): lest i kilden",)
    assert unsure.advice.sources == ("En rapport til prøve (2025): etter hukommelsen – ikke kontrollert",)
    assert sure.advice.effect == "middels (usikkerhet: stor). Treffer alle midler."


def test_missing_nynorsk_falls_back_to_bokmaal_and_is_told_once(library: Library) -> None:
    nb_only = {"nb": "Kravet finnes bare her.", "en": "Only here."}
    versions = [made_version(f"only-{count}", requirement=nb_only, parameters=()) for count in (1, 2)]
    more = replace(library, criteria={one.criterion: made_criterion(one) for one in versions})

    text = told(more, Pick("only-1@2026-11-22"), Pick("only-2@2026-11-22"), language="nn")

    assert [(plain(one.requirement), one.language) for one in text.entries] == [("Kravet finnes bare her.", "nb")] * 2
    assert [line for line in text.lead if "nynorsk" in line] == [
        "Nokre av tekstane finst ikkje på nynorsk enno og står på bokmål."
    ]


@pytest.mark.parametrize(
    ("key", "told_so"),
    [
        ("no-such@2026-11-22", 'no criterion is called "no-such"'),
        ("cleaning-wages@2020-01-01", "It has cleaning-wages@2026-11-22."),
    ],
)
def test_unknown_criterion_or_version_is_named(library: Library, key: str, told_so: str) -> None:
    with pytest.raises(DugnadError, match=told_so):
        told(library, Pick(key))


def test_empty_selection_says_so(library: Library) -> None:
    assert told(library).lead[1] == "Ingen kriterier er valgt."


def test_library_as_text_holds_what_may_be_used_on_the_day(library: Library) -> None:
    now = library_text(library, language="nb", on=DAY)
    before = library_text(library, language="nb", on=EARLIER)

    assert len(now.entries) == 8
    assert [one.key for one in before.entries] == ["cleaning-labelled-products@2026-01-15"]


@pytest.mark.parametrize(
    ("value", "nb", "en"),
    [
        (0.5, "0,5", "0.5"),
        (2027, "2027", "2027"),
        (30000, "30\u00a0000", "30,000"),
        (1234567.25, "1\u00a0234\u00a0567,25", "1,234,567.25"),
        (50.0, "50", "50"),
        (-5, "\u22125", "-5"),
        ("Euro 6", "Euro 6", "Euro 6"),
    ],
)
def test_figures_stand_as_the_language_writes_them(value: float | str, nb: str, en: str) -> None:
    assert (tender_words.figure_text(value, "nb"), tender_words.figure_text(value, "en")) == (nb, en)


def test_words_of_tender_text_are_whole() -> None:
    assert tender_words.check_tender_words() == []


def test_missing_word_and_wrong_field_are_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "criteria"
    folder.mkdir()
    good = content_path("criteria/tender.yaml").read_text(encoding="utf-8")
    broken = good.replace("  sum: {nb: Sum, nn: Sum, en: Total}", "  sum: {nb: Sum, en: Total}")
    (folder / "tender.yaml").write_text(broken.replace("proposed {value}, not", "proposed {figure}, not"), "utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    faults = [fault.problem for fault in tender_words.check_tender_words()]

    assert faults == ["sentences.proposed (en) should fill in {value}.", "words.sum lacks nn."]
