"""The register in the database: shipped bodies, imports, mergers; what stays, what is logged, what is refused."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from dugnad.errors import DugnadError, NotAllowed, Refused, RegisterError
from dugnad.notices.governors import check_governors
from dugnad.notices.register import load_register, match_buyer
from dugnad.records.actions import register as action
from dugnad.records.actions.bodies import appoint_host, change_class, change_contact, merge_bodies
from dugnad.records.actions.matching import settle_buyer, unsettle_buyer, write_register_table
from dugnad.records.actions.register import compare_register, import_register
from dugnad.records.actions.shipped import is_loaded, load_shipped_register
from dugnad.records.models.log import LogEntry
from dugnad.records.models.register import Body, DeskHost, SettledBuyer, SubUnit
from dugnad.records.queries.register import (
    Asked,
    bodies_asked,
    bodies_of_county,
    body_by_key,
    body_page,
    counts_by_class,
    counts_by_kind,
    lineage,
    living_bodies,
    numbers_known_as,
    public_rows,
    unnumbered_bodies,
)
from dugnad.register.table import write_table
from people import make_body, make_cast, make_person
from register.made import many_units, numbers, unit, write_bulk, write_json

pytestmark = pytest.mark.django_db
BY = "test"
TODAY = date(2026, 11, 23)
NUMBER = numbers(31_000_000)
MINISTRY, AGENCY, TOWN, SCHOOL, OFFICE, REGION = (next(NUMBER) for _ in range(6))
UNITS = [
    unit(SCHOOL, "Prøve kommune grunnskole", "ORGL", "6500", parent=TOWN),
    unit(REGION, "Prøvedirektoratet region nord", "ORGL", "6100", parent=AGENCY),
    unit(AGENCY, "Prøvedirektoratet", "ORGL", "6100", parent=MINISTRY, municipality="0301", antallAnsatte=40,
         epostadresse="postmottak@prove.example", hjemmeside="www.prove.example"),
    unit(TOWN, "Prøve kommune", "KOMM", "6500", municipality="4601", maalform="Nynorsk"),
    unit(MINISTRY, "Departementet for prøver", "STAT", "6100", municipality="0301"),
    unit(OFFICE, "Prøve kommune renovasjon", "BEDR", parent=SCHOOL),
]  # fmt: skip
HARAM = unit(TOWN, "Haram kommune", "KOMM", "6500", municipality="1580")


@pytest.fixture(autouse=True)
def store(settings: Settings, tmp_path: Path) -> Path:
    settings.STORE = tmp_path / "store"
    settings.STORE.mkdir()
    return Path(settings.STORE)


def bulk(folder: Path, *units: Any) -> Path:
    return write_bulk(folder / "bulk.json.gz", list(units))


def picture() -> list[Any]:
    """Everything in the register, to tell whether anything changed."""
    return [list(Body.objects.order_by("pk").values()), list(SubUnit.objects.order_by("pk").values())]


def test_the_shipped_register_is_whole_and_loads_once(django_assert_max_num_queries: Any) -> None:
    first = load_shipped_register(by=BY)
    before = picture()

    with django_assert_max_num_queries(20):
        again = load_shipped_register(by=BY)

    kinds = {kind: living_bodies(TODAY).filter(kind=kind, is_demo=False).count() for kind in
             ("municipality", "county", "ministry", "governor")}  # fmt: skip
    assert kinds == {"municipality": 357, "county": 14, "ministry": 17, "governor": 10}
    assert (first["new"] > 700, again["new"], again["changed"], picture() == before, is_loaded()) == (
        True, 0, 0, True, True,
    )  # fmt: skip
    assert [Body.objects.get(kind="association").obligation_class] == ["supporter"]
    assert not Body.objects.filter(class_reason="").exists()


def test_content_leaves_alone_what_an_import_or_a_person_said(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    body = Body.objects.get(orgnr="944496394")
    import_register(by=BY, path=bulk(tmp_path, unit("944496394", "Nye Eigersund kommune", "KOMM", "6500")))
    change_class(by=make_person("k", "coordinator"), body=body, obligation_class="supporter", reason="Prøve.")

    load_shipped_register(by=BY)

    body.refresh_from_db()
    assert (body.name, body.also[-1], body.obligation_class, body.class_reason, body.kind) == (
        "Nye Eigersund kommune", "Eigersund kommune", "supporter", "Prøve.", "municipality",
    )  # fmt: skip


def test_an_import_makes_bodies_parts_and_parents_whatever_the_order(tmp_path: Path) -> None:
    found = import_register(by=BY, path=bulk(tmp_path, *UNITS))

    agency = Body.objects.get(orgnr=AGENCY)
    assert (agency.name, agency.kind, agency.parent.orgnr, agency.county, agency.employees, agency.email,
            agency.website) == ("Prøvedirektoratet", "state-agency", MINISTRY, "03", 40, "postmottak@prove.example",
                                "https://www.prove.example")  # fmt: skip
    assert dict(SubUnit.objects.values_list("orgnr", "body__orgnr")) == {SCHOOL: TOWN, REGION: AGENCY, OFFICE: TOWN}
    assert Body.objects.get(orgnr=TOWN).language == "nn"
    assert {name: found.counts()[name] for name in ("read", "new", "sub_units", "unchanged")} == {
        "read": 6, "new": 3, "sub_units": 3, "unchanged": 0,
    }  # fmt: skip


def test_an_import_again_changes_nothing(tmp_path: Path) -> None:
    path = bulk(tmp_path, *UNITS)
    import_register(by=BY, path=path)
    before, lines = picture(), LogEntry.objects.count()

    found = import_register(by=BY, path=path)

    assert (picture() == before, found.changes, found.unchanged, LogEntry.objects.count() - lines) == (True, [], 6, 1)


def test_a_preview_changes_nothing_and_tells_all(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))
    before = picture()
    changed = UNITS[2] | {"antallAnsatte": 41, "navn": "DET NYE DIREKTORATET"}

    found = compare_register(bulk(tmp_path, changed, UNITS[3] | {"slettedato": "2026-01-31"}))

    assert picture() == before
    assert [(one.what, one.before, one.after) for one in found.changes] == [
        ("changed", {"name": "Prøvedirektoratet", "employees": 40, "also": []},
         {"name": "Det nye direktoratet", "employees": 41, "also": ["Prøvedirektoratet"]}),
        ("ended", {"until": None}, {"until": "2026-01-31"}),
    ]  # fmt: skip


def test_an_ended_unit_is_never_deleted_and_may_be_taken_up_again(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))
    removal = {"organisasjonsnummer": TOWN, "endringstype": "Sletting", "dato": "2026-02-03T00:00:00Z"}

    import_register(by=BY, path=write_json(tmp_path / "u.json", {"_embedded": {"oppdaterteEnheter": [removal]}}))
    ended = Body.objects.get(orgnr=TOWN).until
    import_register(by=BY, path=bulk(tmp_path, UNITS[3]))

    assert (ended, Body.objects.get(orgnr=TOWN).until) == (date(2026, 2, 3), None)


def test_a_known_body_without_number_is_given_it_by_its_name(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    haram = Body.objects.get(name="Haram kommune", until=None)

    found = import_register(
        by=BY, path=bulk(tmp_path, unit(TOWN, "Haram kommune", "KOMM", "6500", municipality="1580"))
    )

    assert [(one.what, one.after["orgnr"]) for one in found.changes] == [("numbered", TOWN)]
    numbered = Body.objects.get(pk=haram.pk)
    assert (numbered.orgnr, body_by_key(haram.slug), body_by_key(TOWN)) == (TOWN, numbered, numbered)
    assert load_shipped_register(by=BY)["new"] == 0


def test_a_known_body_keeps_its_kind_and_the_doubt_is_told(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    bank = unit("937884117", "Norges Bank", "SÆR", "3100", municipality="0301")

    found = import_register(by=BY, path=bulk(tmp_path, bank))

    assert ([one["code"] for one in found.remarks], Body.objects.get(orgnr="937884117").kind) == (
        ["classified-otherwise"], "state-agency",
    )  # fmt: skip


def test_the_log_has_a_line_for_the_import_and_one_for_each_body(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))

    lines = list(LogEntry.objects.order_by("pk").values_list("action", "subject"))
    assert lines[0] == ("import_register", "register")
    assert sorted(lines[1:]) == sorted(
        [("register_new", one) for one in (AGENCY, TOWN, MINISTRY)]
        + [("register_sub_unit", one) for one in (SCHOOL, REGION, OFFICE)]
    )
    assert "postmottak" not in json.dumps(list(LogEntry.objects.values("details", "before", "after")))


def test_a_fall_in_the_middle_leaves_the_register_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall(*_: object) -> None:
        raise DugnadError("the power went")

    before = picture()
    monkeypatch.setattr(action, "link_successors", fall)

    with pytest.raises(DugnadError, match="the power went"):
        import_register(by=BY, path=bulk(tmp_path, *UNITS))

    assert (picture() == before, LogEntry.objects.count()) == (True, 0)


@pytest.mark.parametrize("at", [0.02, 0.5, 0.98])
def test_a_file_cut_short_changes_nothing(tmp_path: Path, at: float) -> None:
    load_shipped_register(by=BY)
    before, lines = picture(), LogEntry.objects.count()
    path = write_bulk(tmp_path / "bulk.json.gz", many_units(300))
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * at)])

    with pytest.raises(RegisterError, match="Nothing was changed"):
        import_register(by=BY, path=path)

    assert (picture() == before, LogEntry.objects.count()) == (True, lines)


def test_a_namesake_of_another_kind_is_not_given_the_number_but_told(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    namesake = unit(AGENCY, "Helse Vest IKT AS", "AS", "6100")

    found = import_register(by=BY, path=bulk(tmp_path, namesake))

    assert ([one.what for one in found.changes], [one["code"] for one in found.remarks]) == (["new"], ["same-name"])


def test_a_circle_of_parents_is_no_trap(tmp_path: Path) -> None:
    one, two = UNITS[0] | {"overordnetEnhet": REGION}, UNITS[1] | {"overordnetEnhet": SCHOOL}

    found = import_register(by=BY, path=bulk(tmp_path, one, two))

    assert (found.read, found.changes, dict(found.left_out)) == (2, [], {"owner-unknown": 2})


def test_what_a_person_set_is_not_changed_by_an_import(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))
    body = Body.objects.get(orgnr=AGENCY)
    keeper = make_person("k", "coordinator")
    change_contact(by=keeper, body=body, email="post@annet.example", website="https://annet.example", language="nb")

    import_register(by=BY, path=bulk(tmp_path, UNITS[2] | {"epostadresse": "firmapost@prove.example"}))

    assert Body.objects.get(pk=body.pk).email == "post@annet.example"


def test_export_and_import_again_is_the_same_register(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    table = tmp_path / "register.csv"
    table.write_text(write_table(public_rows()))
    before = picture()

    found = import_register(by=BY, path=table)

    assert (found.changes, found.unchanged, picture() == before) == ([], Body.objects.count(), True)


def test_an_exported_register_fills_an_empty_one(tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    rows = list(public_rows())
    table = tmp_path / "register.csv"
    table.write_text(write_table(rows))
    SubUnit.objects.all().delete()
    Body.successors.through.objects.all().delete()
    Body.objects.update(parent=None)
    Body.objects.all().delete()

    import_register(by=BY, path=table)

    unlike = ("slug",)  # two namesakes may change places
    again = list(public_rows())
    assert [{k: v for k, v in row.items() if k not in unlike} for row in again if row["orgnr"]] == [
        {k: v for k, v in row.items() if k not in unlike} for row in rows if row["orgnr"]
    ]


def test_a_person_without_the_role_changes_nothing(tmp_path: Path) -> None:
    cast = make_cast()
    path = bulk(tmp_path, *UNITS)
    before = picture()

    for person in (cast.leader, cast.governor, cast.stranger):
        with pytest.raises(NotAllowed):
            import_register(by=person, path=path)
        with pytest.raises(NotAllowed):
            load_shipped_register(by=person)
        with pytest.raises(NotAllowed):
            merge_bodies(by=person, old=[cast.own], into=cast.other, on=TODAY)
        with pytest.raises(NotAllowed):
            settle_buyer(by=person, name="x", numbers=[""], body=None)
        with pytest.raises(NotAllowed):
            change_class(by=person, body=cast.own, obligation_class="none", reason="x")
    with pytest.raises(NotAllowed):
        change_contact(by=cast.leader, body=cast.other, email="", website="", language="nb")
    with pytest.raises(NotAllowed):
        appoint_host(by=cast.governor, county="11", body=cast.own, since=TODAY)
    assert picture() == before


def test_a_merger_keeps_both_histories(tmp_path: Path, store: Path) -> None:
    load_shipped_register(by=BY)
    one, two = (Body.objects.get(orgnr=number) for number in ("944496394", "964965226"))
    heir = make_body("Nye Prøve kommune", orgnr=TOWN)

    merge_bodies(by=BY, old=[one, two], into=heir, on=date(2025, 1, 1))

    one.refresh_from_db()
    assert (one.until, set(lineage(heir)), lineage(one)[0]) == (
        date(2024, 12, 31),
        {heir, one, two} | set(lineage(two)),
        one,
    )
    register = load_register(store)
    assert [match_number(register, "944496394", on) for on in (date(2024, 12, 31), date(2025, 1, 1))] == [
        ("944496394", "number"), (TOWN, "parent"),
    ]  # fmt: skip
    assert LogEntry.objects.filter(action="merge_body").count() == 2


def match_number(register: Any, number: str, on: date) -> tuple[str | None, str]:
    found = match_buyer(register, orgnr=number, orgnr_raw=number, name="", country="NOR", nuts=None, on=on)
    return found.orgnr, found.matched_by


def test_a_merger_in_a_circle_is_refused() -> None:
    cast = make_cast()
    merge_bodies(by=BY, old=[cast.own], into=cast.other, on=TODAY)

    for old, into in (([cast.other], cast.own), ([cast.own], cast.own), ([cast.own, cast.own], cast.other)):
        with pytest.raises(Refused):
            merge_bodies(by=BY, old=old, into=into, on=date(2020, 1, 1))


def test_matching_is_that_of_content_until_something_is_imported(store: Path, tmp_path: Path) -> None:
    load_shipped_register(by=BY)

    assert (write_register_table(), load_register(store) is load_register()) == (False, True)
    import_register(by=BY, path=bulk(tmp_path, *UNITS))
    assert (write_register_table(), write_register_table()) == (True, False)
    register = load_register(store)
    assert [match_number(register, number, TODAY) for number in (AGENCY, OFFICE, "944496394")] == [
        (AGENCY, "number"), (TOWN, "parent"), ("944496394", "number"),
    ]  # fmt: skip
    assert [match_number(load_register(), number, TODAY) for number in (AGENCY, OFFICE)] == [(None, "none")] * 2


def test_a_settled_buyer_goes_before_number_and_name_and_can_be_undone(store: Path) -> None:
    load_shipped_register(by=BY)
    body = Body.objects.get(orgnr="944496394")
    keeper = make_person("k", "administrator")

    settled = settle_buyer(by=keeper, name="Eigersund  vann", numbers=["", "12 34"], body=body)
    settle_buyer(by=keeper, name="Stavanger kommune", numbers=["964965226"], body=None)
    register = load_register(store)
    found = [
        match_buyer(register, orgnr=None, orgnr_raw=number, name=name, country="NOR", nuts=None, on=TODAY)
        for name, number in (("EIGERSUND VANN", ""), ("Eigersund vann", "12 34"), ("Stavanger kommune", "964965226"))
    ]
    assert [(one.orgnr, one.matched_by) for one in found] == [
        ("944496394", "person"), ("944496394", "person"), (None, "none"),
    ]  # fmt: skip

    for one in SettledBuyer.objects.all():
        unsettle_buyer(by=keeper, settled=one)

    assert (len(settled), load_register(store) is load_register()) == (2, True)
    assert list(LogEntry.objects.filter(action__endswith="settle_buyer").values_list("action", flat=True)) == [
        *["unsettle_buyer"] * 3, *["settle_buyer"] * 2,
    ]  # fmt: skip


def test_a_number_given_by_an_import_matches_and_content_is_not_doubled(store: Path, tmp_path: Path) -> None:
    load_shipped_register(by=BY)
    import_register(by=BY, path=bulk(tmp_path, HARAM))
    write_register_table()

    register = load_register(store)
    found = match_buyer(register, orgnr=None, orgnr_raw="", name="Haram kommune", country="NOR", nuts=None, on=TODAY)

    assert (found.orgnr, found.matched_by, match_number(register, TOWN, TODAY)) == (TOWN, "name", (TOWN, "number"))


def test_a_contact_is_official_and_its_address_stays_out_of_the_log() -> None:
    cast = make_cast()
    given = {"website": "https://prove.example", "language": "nn"}

    with pytest.raises(Refused) as refused:
        change_contact(by=cast.contact, body=cast.own, email="kari.nordmann@prove.example", **given)
    change_contact(by=cast.contact, body=cast.own, email="kari@prove.example", is_sure=True, **given)

    cast.own.refresh_from_db()
    line = LogEntry.objects.get()
    assert (refused.value.code, cast.own.email, cast.own.language, line.details["changed"], line.after) == (
        "personal-address", "kari@prove.example", "nn", ["email", "language", "website"], given,
    )  # fmt: skip


def test_a_host_follows_another_and_the_history_stays() -> None:
    cast = make_cast()

    appoint_host(by=cast.governor, county="46", body=cast.own, since=date(2026, 1, 1))
    appoint_host(by=cast.governor, county="46", body=cast.agency, since=date(2026, 7, 1))

    assert list(DeskHost.objects.values_list("body__orgnr", "since", "until")) == [
        (cast.agency.orgnr, date(2026, 7, 1), None), (cast.own.orgnr, date(2026, 1, 1), date(2026, 6, 30)),
    ]  # fmt: skip
    for body, since in ((cast.agency, date(2026, 8, 1)), (cast.own, date(2026, 7, 1))):
        with pytest.raises(Refused):
            appoint_host(by=cast.governor, county="46", body=body, since=since)
    assert LogEntry.objects.filter(action="appoint_host", county="46").count() == 2


def test_bodies_are_found_by_class_county_and_words_in_any_case() -> None:
    load_shipped_register(by=BY)

    found = {
        text: body_page(Asked(text=text), TODAY).count for text in ("øvre eiker", "ØVRE EIKER", "9444963", "%", "xyzzy")
    }

    assert found == {"øvre eiker": 1, "ØVRE EIKER": 1, "9444963": 1, "%": 0, "xyzzy": 0}
    shown = body_page(Asked(kind="municipality", county="46", page=99), TODAY)
    assert (shown.count, shown.pages, shown.page) == (
        living_bodies(TODAY).filter(kind="municipality", county="46").count(),
        1,
        1,
    )
    assert set(counts_by_class(TODAY)) == {"shall", "invited", "supporter", "none"}


def test_export_holds_no_people_and_no_formulas() -> None:
    cast = make_cast()
    Body.objects.filter(pk=cast.own.pk).update(name="=1+1", email="kari.nordmann@prove.example")

    table = write_table(public_rows())

    assert ("'=1+1" in table, "kari.nordmann" in table, cast.contact.email in table) == (True, False, False)


@pytest.mark.long
@pytest.mark.alone
def test_twenty_thousand_units_within_a_minute_and_nothing_the_second_time(tmp_path: Path) -> None:
    path = write_bulk(tmp_path / "bulk.json.gz", many_units(20_000))

    started = time.process_time()
    first = import_register(by=BY, path=path)
    seconds = time.process_time() - started
    second = import_register(by=BY, path=path)

    assert (first.counts()["new"], first.counts()["sub_units"], second.changes) == (6002, 4000, [])
    assert seconds < 60


def test_a_body_is_found_by_abbreviation_and_earlier_name() -> None:
    known = make_body(
        "Prøveetaten (DEMO)",
        "state-agency",
        orgnr="310000329",
        also=["PRØ", "Etaten for prøver"],
        name_en="Trial Agency",
    )
    make_body("Stille kommune (DEMO)")

    found = [
        [body.name for body in bodies_asked(Asked(text=text), TODAY)] for text in ("prø", "prøver etaten", "trial")
    ]

    assert found == [[known.name]] * 3
    assert [numbers_known_as(text) for text in ("PRØ", "etaten for", "stille", " ")] == [
        (known.orgnr,), (known.orgnr,), (), (),
    ]  # fmt: skip
    assert list(bodies_asked(Asked(text="a " * 50), TODAY)) == list(bodies_asked(Asked(text="a"), TODAY))


def test_a_governor_of_several_counties_is_found_in_each_of_them() -> None:
    office = make_body("Statsforvalteren i Troms og Finnmark", "governor")
    Body.objects.filter(pk=office.pk).update(orgnr=None, county="", is_demo=False)

    found = [[one.name for one in bodies_of_county(county, TODAY)] for county in ("55", "56", "18")]

    assert found == [[office.name], [office.name], []]
    assert unnumbered_bodies("", TODAY, kind="governor", county="56") == [office]
    assert (unnumbered_bodies("", TODAY), counts_by_kind(TODAY, "55")) == ([], {"governor": 1})


def test_shipped_names_are_those_of_the_bodies() -> None:
    shipped = {body.name: body for body in load_register().bodies}

    assert check_governors() == []
    assert shipped["KS – Kommunesektorens organisasjon"].name_en == (
        "KS – the Norwegian Association of Local and Regional Authorities"
    )
    assert shipped["Statsforvalterens fellestjenester"].kind == "state-agency"
    assert [shipped[name].name_en for name in ("Helfo", "Sykehusapotekene HF", "Barneverns- og helsenemnda")] == [
        ""
    ] * 3
    assert [body.name for body in shipped.values() if "  " in f"{body.name}{body.name_nn}{body.name_en}"] == []


def test_the_end_of_a_municipality_is_something_to_look_at(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))

    town = compare_register(bulk(tmp_path, UNITS[3] | {"slettedato": "2026-01-31"}))
    agency = compare_register(bulk(tmp_path, UNITS[2] | {"slettedato": "2026-01-31"}))

    assert ([one["code"] for one in town.remarks], [one["code"] for one in agency.remarks]) == (["weighty-end"], [])


def test_a_state_body_is_not_moved_below_a_municipality_silently(tmp_path: Path) -> None:
    import_register(by=BY, path=bulk(tmp_path, *UNITS))
    before = Body.objects.values("kind", "obligation_class", "parent").get(orgnr=AGENCY)
    moved = unit(AGENCY, "Prøvedirektoratet", "ORGL", "6500", parent=TOWN)

    found = import_register(by=BY, path=bulk(tmp_path, moved))

    assert [one["code"] for one in found.remarks] == ["leaves-the-state"]
    assert Body.objects.values("kind", "obligation_class", "parent").get(orgnr=AGENCY) == before
