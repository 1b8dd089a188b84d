"""What each unit of Enhetsregisteret is taken for, and the sentence that says why."""

from __future__ import annotations

import pytest

from dugnad.register.classify import Above, classify
from dugnad.register.rules import check_rules, load_rules
from dugnad.register.spelling import free_slug, readable, slug_of
from dugnad.register.unit import Unit, unit_of
from register.made import numbers, unit

NUMBER = next(numbers())
MINISTRY = Above("1", "Departementet for prøver", "ministry")
TOWN = Above("2", "Prøve kommune", "municipality")
AGENCY = Above("3", "Prøveetaten", "state-agency")
RHF = Above("4", "Helse Prøve RHF", "health")


def made(name: str, form: str, sector: str) -> Unit:
    found = unit_of(unit(NUMBER, name, form, sector, parent=NUMBER))
    assert isinstance(found, Unit)
    return found


@pytest.mark.parametrize(
    ("name", "form", "sector", "above", "expected"),
    [
        ("Prøve kommune", "KOMM", "6500", None, ("municipality", "invited")),
        ("Prøve fylkeskommune", "FYLK", "6500", None, ("county", "invited")),
        ("Prøvedepartementet", "ORGL", "6100", None, ("ministry", "shall")),
        ("Departementet for prøver", "STAT", "6100", None, ("ministry", "shall")),
        ("Departementenes prøvetjeneste", "ORGL", "6100", MINISTRY, ("state-agency", "shall")),
        ("Prøvedirektoratet", "ORGL", "6100", MINISTRY, ("state-agency", "shall")),
        ("Prøvedirektoratet", "ORGL", "6100", None, ("state-agency", "shall")),
        ("Prøveverket", "ORGL", "1110", MINISTRY, ("state-agency", "shall")),
        ("Prøvelånekassen", "ORGL", "3900", MINISTRY, ("state-agency", "shall")),
        ("Statsforvalteren i Prøve", "ORGL", "6100", MINISTRY, ("governor", "shall")),
        ("Sykehuset Prøve HF", "SÆR", "6100", RHF, ("health", "shall")),
        ("Prøveskog SF", "SF", "1120", MINISTRY, ("state-enterprise", "none")),
        ("Nye prøver AS", "AS", "1120", MINISTRY, ("state-enterprise", "none")),
        ("Prøvevann IKS", "IKS", "1520", None, ("inter-municipal", "invited")),
        ("Prøve interkommunale tjeneste", "ORGL", "6500", None, ("inter-municipal", "invited")),
        ("Prøve Eiendom KF", "KF", "1510", TOWN, ("municipal-enterprise", "invited")),
        ("Prøve Buss AS", "AS", "1520", TOWN, ("municipal-enterprise", "invited")),
        ("Prøve museum", "STI", "6500", None, ("other", "none")),
    ],
)
def test_public_bodies_by_form_sector_and_name(
    name: str, form: str, sector: str, above: Above | None, expected: tuple[str, str]
) -> None:
    verdict = classify(made(name, form, sector), load_rules(), lambda _: above)

    assert (verdict.kind, verdict.obligation_class) == expected


@pytest.mark.parametrize(
    ("name", "form", "sector", "above"),
    [
        ("Prøve kommune grunnskole", "ORGL", "6500", TOWN),
        ("Prøveetaten region nord", "ORGL", "6100", AGENCY),
        ("Sykehuset Prøve avdeling", "ORGL", "6100", RHF),
        ("Prøve kommune renovasjon", "BEDR", "", TOWN),
        ("Prøve kommune mva", "OPMV", "", TOWN),
    ],
)
def test_units_below_a_body_are_parts_of_it(name: str, form: str, sector: str, above: Above) -> None:
    verdict = classify(made(name, form, sector), load_rules(), lambda _: above)

    assert (verdict.is_part, verdict.above, verdict.kind) == (True, above, "")


@pytest.mark.parametrize(
    ("name", "form", "sector", "reason"),
    [
        ("Ola Prøve", "ENK", "8200", "sole-trader"),
        ("Prøvefirma AS", "AS", "2100", "private"),
        ("Prøvebank", "SPA", "3200", "finance"),
        ("Prøvelaget", "FLI", "7000", "voluntary"),
        ("Prøve sokn", "KIRK", "7000", "church"),
        ("Prøvebo", "KBO", "", "estate"),
        ("Prøve Ltd", "NUF", "9000", "foreign"),
        ("Prøvefirma AS", "AS", "", "no-sector"),
        ("Prøve skole", "ORGL", "6500", "owner-unknown"),
        ("Prøve verksted", "BEDR", "", "sub-unit-unknown"),
        ("Privat HF", "AS", "2100", "private"),
    ],
)
def test_what_is_no_body_of_ours_has_a_reason(name: str, form: str, sector: str, reason: str) -> None:
    assert classify(made(name, form, sector), load_rules(), lambda _: None).leave_out == reason


def test_the_sentence_names_what_it_rests_on_in_three_languages() -> None:
    verdict = classify(made("Prøvedirektoratet", "ORGL", "6100"), load_rules(), lambda _: MINISTRY)

    assert verdict.why == {
        "nb": "Statlig virksomhet: sektorkode 6100, organisasjonsform ORGL, overordnet Departementet for prøver. "
        "Brevet av 11. juli 2008 krever at statlige virksomheter følger opp handlingsplanen.",
        "nn": "Statleg verksemd: sektorkode 6100, organisasjonsform ORGL, overordna Departementet for prøver. "
        "Brevet av 11. juli 2008 krev at statlege verksemder følgjer opp handlingsplanen.",
        "en": "State agency: sector code 6100, organisation form ORGL, under Departementet for prøver. "
        "The letter of 11 July 2008 requires state bodies to follow up the action plan.",
    }


def test_the_rules_of_content_have_no_faults() -> None:
    assert check_rules() == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("ØVRE EIKER KOMMUNE", "Øvre Eiker kommune"),
        ("MØRE OG ROMSDAL FYLKESKOMMUNE", "Møre og Romsdal fylkeskommune"),
        ("STATSFORVALTEREN I NORDLAND", "Statsforvalteren i Nordland"),
        ("REGISTERENHETEN I BRØNNØYSUND", "Registerenheten i Brønnøysund"),
        ("SYKEHUSET INNLANDET HF", "Sykehuset Innlandet HF"),
        ("HELSE NORD IKT HF", "Helse Nord IKT HF"),
        ("UTDANNINGSDIREKTORATET", "Utdanningsdirektoratet"),
        ("Bane NOR SF", "Bane NOR SF"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_written_as_people_write_them(given: str, expected: str) -> None:
    assert readable(given) == expected


def test_addresses_are_plain_and_never_taken_twice() -> None:
    assert [slug_of(one) for one in ("Ås kommune", "974760673", "Sámi allaskuvla – Samisk høgskole", "%")] == [
        "as-kommune", "v-974760673", "sami-allaskuvla-samisk-hogskole", "v-",
    ]  # fmt: skip
    assert free_slug("Ås kommune", {"as-kommune", "as-kommune-2"}) == "as-kommune-3"
