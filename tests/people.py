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
    person = Person.objects.create_user(address_of(name), name=name.replace("-", " ").title(), **given)
    if role:
        Role.objects.create(person=person, role=role, body=body, county=county)
    return person


def address_of(name: str) -> str:
    """Where nobody gets mail."""
    return f"{name}@eksempel.invalid"


PEOPLE = {
    "reader": ("leser", RoleName.READER, "own"),
    "buyer": ("innkjoper", RoleName.BUYER, "own"),
    "colleague": ("kollega", RoleName.BUYER, "own"),
    "contact": ("kontakt", RoleName.CONTACT, "own"),
    "leader": ("leder", RoleName.LEADER, "own"),
    "other_contact": ("annen-kontakt", RoleName.CONTACT, "other"),
    "other_leader": ("annen-leder", RoleName.LEADER, "other"),
    "agency_contact": ("etatskontakt", RoleName.CONTACT, "agency"),
    "agency_leader": ("etatsleder", RoleName.LEADER, "agency"),
    "ministry_contact": ("departementskontakt", RoleName.CONTACT, "ministry"),
    "adviser": ("radgiver", RoleName.ADVISER, "46"),
    "governor": ("statsforvalter", RoleName.GOVERNOR, "46"),
    "other_governor": ("annen-statsforvalter", RoleName.GOVERNOR, "11"),
    "coordinator": ("koordinator", RoleName.COORDINATOR, ""),
    "administrator": ("administrator", RoleName.ADMINISTRATOR, ""),
    "stranger": ("fremmed", "", ""),
}
"""The cast: address, role, and the body or county that it is for."""


def make_cast() -> Cast:
    """Everybody, anew."""
    own = make_body("Eksempelvik kommune (DEMO)", orgnr="310000108", email="postmottak@eksempelvik.invalid")
    other = make_body("Prøvefjord kommune (DEMO)", county="11", orgnr="310000213")
    ministry = make_body("Departementet for eksempler (DEMO)", Kind.MINISTRY, "03", orgnr="310001333")
    agency = make_body(
        "Direktoratet for prøveinnkjøp (DEMO)", Kind.STATE_AGENCY, "03", orgnr="310001449", parent=ministry
    )
    bodies = {"own": own, "other": other, "agency": agency, "ministry": ministry}
    people = {who: new_person(name) for who, (name, *_) in PEOPLE.items()}
    Person.objects.bulk_create(people.values())
    Role.objects.bulk_create(
        Role(person=people[who], role=role, body=bodies.get(of), county=of if of.isdigit() else "")
        for who, (_, role, of) in PEOPLE.items()
        if role
    )
    return Cast(own=own, other=other, agency=agency, ministry=ministry, **people)


def new_person(name: str) -> Person:
    """Somebody who is not written yet: twenty are written together, for half of the tests need them."""
    person = Person(email=address_of(name), name=name.replace("-", " ").title())
    person.set_unusable_password()
    return person


def signed_in(person: Person | None) -> Client:
    """A browser in which the person is signed in; None: nobody."""
    client = Client(HTTP_HOST="localhost")
    if person is not None:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
