"""The names that an answer must not carry: of whoever asked and worked on the case, and of bodies in the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body

SHORTEST_PLACE = 3
OFFICES = (" fylkeskommune", " kommune", " herad", " fylke", " suohkan", " gielda", " tjïelte")
MARK = " (DEMO)"


@dataclass(frozen=True, slots=True)
class Names:
    """`known` belong to the case, however they are written; `bodies` are the register's, as they are written."""

    known: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()


def names_of(case: Case | None) -> Names:
    """All names that are looked for. An answer without a case has the register's alone."""
    return Names(tuple(dict.fromkeys(case_names(case))) if case else (), register_names())


def case_names(case: Case) -> Iterator[str]:
    """Whoever asked, who answered, and the asker's body."""
    people = [case.asker, case.taken_by, *Person.objects.filter(pk__in=case.entries.values("by"))]
    for name in (case.asker_name, *(person.name for person in people if person)):
        yield from parts_of(name)
    yield from (email for email in (case.asker_email, case.asker.email if case.asker else "") if email)
    if case.body_told:
        yield case.body_told
    if case.body:
        yield from body_names(
            (case.body.name, case.body.name_nn, case.body.name_en, *(case.body.also or ())), is_own=True
        )


def parts_of(name: str) -> Iterator[str]:
    """The whole name, and each of its parts that is long enough to be one."""
    yield from (part for part in (name.strip(), *name.split()) if len(part) > SHORTEST_PLACE - 1)


def register_names() -> tuple[str, ...]:
    """The names of every body of the register, in every language, and of the places that municipalities are."""
    rows = Body.objects.values_list("name", "name_nn", "name_en", "also")
    return tuple(
        sorted(
            {
                one
                for name, nynorsk, english, also in rows
                for one in body_names((name, nynorsk, english, *(also or ())))
            }
        )
    )


def body_names(names: Iterable[str], *, is_own: bool = False) -> Iterator[str]:
    """Each name without the mark of demonstration, and the place alone where it is long enough to tell."""
    for name in names:
        bare = name.removesuffix(MARK).strip()
        if len(bare) >= SHORTEST_PLACE:
            yield bare
        for office in OFFICES:
            place = bare.removesuffix(office)
            if place != bare and (is_own or len(place) > SHORTEST_PLACE):
                yield place
