"""The cast of every test about people: who they are, where they work. All bodies and people are made up."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from django.test import Client

from dugnad.records.models.people import Person, Role, RoleName
from dugnad.records.models.register import Body, Kind, ObligationClass

SHALL = {Kind.MINISTRY, Kind.STATE_AGENCY, Kind.GOVERNOR, Kind.HEALTH}


@dataclass(frozen=True, slots=True)
class Cast:
    """The bodies and the people. `own` is the municipality of the first five, `other` that of the next two."""

    own: Body
    other: Body
    agency: Body
    ministry: Body
    reader: Person
    buyer: Person
    colleague: Person
    contact: Person
    leader: Person
    other_contact: Person
    other_leader: Person
    agency_contact: Person
    agency_leader: Person
    ministry_contact: Person
    adviser: Person
    governor: Person
    other_governor: Person
    coordinator: Person
    administrator: Person
    stranger: Person
    """Signed in, with no role at all."""

    def people(self) -> dict[str, Person]:
        """Everybody, by what they are."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: one for name, one in found.items() if isinstance(one, Person)}


def make_body(name: str, kind: str = Kind.MUNICIPALITY, county: str = "46", **given: Any) -> Body:
    """A made-up body; its class follows its kind unless given."""
    slug = "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
    given.setdefault("slug", slug)
    given.setdefault("obligation_class", ObligationClass.SHALL if kind in SHALL else ObligationClass.INVITED)
    return Body.objects.create(name=name, kind=kind, county=county, is_demo=True, **given)


def make_person(name: str, role: str = "", *, body: Body | None = None, county: str = "", **given: Any) -> Person:
    """Somebody made up, with one role; signs in by `signed_in`, not by password, unless one is given."""
    person = Person.objects.create_user(f"{name}@eksempel.invalid", name=name.replace("-", " ").title(), **given)
    if role:
        Role.objects.create(person=person, role=role, body=body, county=county)
    return person


def make_cast() -> Cast:
    """Everybody, anew."""
    own = make_body("Eksempelvik kommune (DEMO)", orgnr="310000108", email="postmottak@eksempelvik.invalid")
    other = make_body("Prøvefjord kommune (DEMO)", county="11", orgnr="310000213")
    ministry = make_body("Departementet for eksempler (DEMO)", Kind.MINISTRY, "03", orgnr="310001333")
    agency = make_body(
        "Direktoratet for prøveinnkjøp (DEMO)", Kind.STATE_AGENCY, "03", orgnr="310001449", parent=ministry
    )
    return Cast(
        own=own,
        other=other,
        agency=agency,
        ministry=ministry,
        reader=make_person("leser", RoleName.READER, body=own),
        buyer=make_person("innkjoper", RoleName.BUYER, body=own),
        colleague=make_person("kollega", RoleName.BUYER, body=own),
        contact=make_person("kontakt", RoleName.CONTACT, body=own),
        leader=make_person("leder", RoleName.LEADER, body=own),
        other_contact=make_person("annen-kontakt", RoleName.CONTACT, body=other),
        other_leader=make_person("annen-leder", RoleName.LEADER, body=other),
        agency_contact=make_person("etatskontakt", RoleName.CONTACT, body=agency),
        agency_leader=make_person("etatsleder", RoleName.LEADER, body=agency),
        ministry_contact=make_person("departementskontakt", RoleName.CONTACT, body=ministry),
        adviser=make_person("radgiver", RoleName.ADVISER, county="46"),
        governor=make_person("statsforvalter", RoleName.GOVERNOR, county="46"),
        other_governor=make_person("annen-statsforvalter", RoleName.GOVERNOR, county="11"),
        coordinator=make_person("koordinator", RoleName.COORDINATOR),
        administrator=make_person("administrator", RoleName.ADMINISTRATOR),
        stranger=make_person("fremmed"),
    )


def signed_in(person: Person | None) -> Client:
    """A browser in which the person is signed in; None: nobody."""
    client = Client(HTTP_HOST="localhost")
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
