"""Which body is meant by the name that people say: every body of the register is found by its own."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.utils import timezone

from dugnad.records.actions.shipped import load_shipped_register
from dugnad.records.models.register import Body, Kind, SubUnit
from dugnad.records.queries.naming import bodies_suggested, body_meant, is_living
from dugnad.records.queries.register import living_bodies, named

WAYS: dict[str, Callable[[Body], str]] = {
    "own": lambda body: body.name,
    "short": lambda body: body.name.removesuffix(" kommune") if body.kind == Kind.MUNICIPALITY else body.name,
    "small": lambda body: body.name.casefold(),
    "number": lambda body: body.orgnr or body.name,
}
TODAY = timezone.localdate()


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """The register that is shipped, loaded once; taken away again when the module is done."""
    from django.db import transaction  # noqa: PLC0415

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atom = transaction.atomic()
        atom.__enter__()
        load_shipped_register(by="content")
        yield
        transaction.set_rollback(True)
        atom.__exit__(None, None, None)


def lost(bodies: list[Body], way: Callable[[Body], str]) -> list[str]:
    """The bodies that are not led to by what they are called so, nor asked about."""
    return [f"{way(body)} → {meant}" for body in bodies if not leads_to(body, meant := body_meant(way(body), TODAY))]


def leads_to(body: Body, meant: object) -> bool:
    """Is it the body, or one of the choices; where it has ended, a living namesake does."""
    found = [meant.body] if meant.body else list(meant.likely)  # type: ignore[attr-defined]
    has_namesake = any(one.name == body.name for one in found) and not is_living(body, TODAY)
    return body in found or has_namesake


@pytest.mark.long
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.django_db
def test_every_body_is_led_to_by_its_names_and_number(register: None, way: str) -> None:
    bodies = list(Body.objects.all())

    assert len(bodies) > 700
    assert lost(bodies, WAYS[way]) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.django_db
def test_bodies_here_and_there_are_led_to(register: None, way: str) -> None:
    assert lost(list(Body.objects.order_by("name", "pk")[::29]), WAYS[way]) == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        *((place, f"{place} kommune") for place in (
            "Bergen", "Oslo", "Tromsø", "Alta", "Stavanger", "Molde", "Hamar", "Os", "Nes", "Sel", "Trondheim",
            "Lillehammer",
        )),
        ("bergen kommune", "Bergen kommune"), ("Bergen kommune, Vestland", "Bergen kommune"),
        ("Bergen kommune i Vestland", "Bergen kommune"), ("Herøy i Nordland", "Herøy kommune"),
        ("Herøy (Møre og Romsdal)", "Herøy kommune"), ("Vestland", "Vestland fylkeskommune"),
        ("Vestland fylke", "Vestland fylkeskommune"), ("UiO", "Universitetet i Oslo"),
        ("nav", "Arbeids- og velferdsetaten"), ("NTNU", "Norges teknisk-naturvitenskapelige universitet"),
        ("tromso", "Tromsø kommune"), ("Bodo kommune", "Bodø kommune"), ("Aalesund", "Ålesund kommune"),
        ("Statkraft", "Statkraft SF"), ("vegvesen", "Statens vegvesen"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_a_name_as_people_say_it_settles_the_body(register: None, said: str, name: str) -> None:
    meant = body_meant(said, TODAY)

    assert (meant.body and meant.body.name, meant.likely) == (name, ())


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("Herøy", {"15", "18"}), ("heroy kommune", {"15", "18"}), ("Våler", {"31", "34"}),
        ("kristansand", {"42", "15"}), ("vegvesenet", {""}), ("Innkjøp, Bergen kommune", {"46"}),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_where_it_is_not_beyond_doubt_it_is_asked_about(register: None, said: str, places: set[str]) -> None:
    meant = body_meant(said, TODAY)

    assert (meant.body, {one.county for one in meant.likely}) == (None, places)


@pytest.mark.django_db
def test_a_body_that_ended_is_asked_about_with_who_took_over(register: None) -> None:
    by_name, by_number = body_meant("Eidsberg", TODAY), body_meant("944345035", TODAY)

    assert [one.name for one in by_name.likely] == ["Indre Østfold kommune", "Eidsberg kommune"]
    assert (by_name.body, by_number) == (None, by_name)


@pytest.mark.django_db
def test_an_office_leads_to_its_body_by_number_and_is_asked_about_by_name(register: None) -> None:
    office = SubUnit.objects.get(name="Oslo kommune, renovasjonsetaten")

    by_number, by_name = body_meant(office.pk, TODAY), body_meant("renovasjonsetaten", TODAY)

    assert (by_number.body, by_name.likely) == (office.body, (office.body,))


@pytest.mark.parametrize("said", ["Bedriften AS", "finnes ikke", "\0", "", "%", "i", "-", "999999999"])
@pytest.mark.django_db
def test_what_the_register_lacks_is_nobody(register: None, said: str) -> None:
    meant = body_meant(said, TODAY)

    assert (meant.body, meant.likely) == (None, ())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Os", "Os kommune"), ("Nes k", "Nes kommune"), ("Osl", "Oslo kommune"), ("Sel", "Sel kommune"),
        ("tromso", "Tromsø kommune"), ("Alesund", "Ålesund kommune"), ("Bodo kommune", "Bodø kommune"),
        ("kristansand", "Kristiansand kommune"), ("vegvesenet", "Statens vegvesen"),
        ("Bergen kommune, Vestland", "Bergen kommune"), ("Heroy", "Herøy kommune"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_what_fits_best_is_suggested_first(register: None, typed: str, first: str) -> None:
    assert bodies_suggested(typed, TODAY)[0].name == first


@pytest.mark.django_db
def test_large_agencies_are_suggested_by_their_beginning(register: None) -> None:
    found = {one.name for one in bodies_suggested("Stat", TODAY)}

    assert {"Statsbygg", "Statens vegvesen", "Statnett SF"} - found == set()


@pytest.mark.django_db
def test_lists_find_names_without_norwegian_letters_and_slips_alone_where_nothing_else_fits(register: None) -> None:
    every = living_bodies(TODAY)

    found = [{one.name for one in named(every, text)} for text in ("tromso kom", "kristansand", "%", "9408")]

    assert found[:3] == [{"Tromsø kommune"}, {"Kristiansand kommune", "Kristiansund kommune"}, set()]
    assert {one[:4] for one in named(every, "9408").values_list("orgnr", flat=True)} == {"9408"}


@pytest.mark.django_db
def test_suggestions_take_as_many_queries_for_many_as_for_few(
    register: None, django_assert_num_queries: Callable[[int], object]
) -> None:
    for typed in ("Os", "Sykkylven", "kommune", "kristansand"):
        with django_assert_num_queries(2):  # type: ignore[attr-defined]
            bodies_suggested(typed, TODAY)


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("typed", ["Os", "kommune", "kristansand", "Stat"])
@pytest.mark.django_db
def test_suggestions_come_at_once(register: None, typed: str) -> None:
    bodies_suggested(typed, TODAY)
    spent = []
    for _ in range(5):
        begun = time.process_time()
        bodies_suggested(typed, TODAY)
        spent.append(time.process_time() - begun)

    assert sorted(spent)[2] < 0.02
