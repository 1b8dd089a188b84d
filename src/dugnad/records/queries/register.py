"""Bodies as pages, letters and counts need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dugnad.notices.governors import governor_of
from dugnad.records.models.register import Body, DeskHost, Kind, RegisterImport, SettledBuyer
from dugnad.register.naming import Named, holding
from dugnad.register.unit import looks_official

KEY_LENGTH = 80
PER_PAGE = 50
LONGEST_ASKED = 100


def body_by_key(key: str) -> Body | None:
    """The body that an address names, by number or by slug."""
    if not key or len(key) > KEY_LENGTH or "\0" in key:
        return None
    return Body.objects.select_related("parent").filter(Q(orgnr=key) | Q(slug=key)).first()


def unnumbered_bodies(text: str, on: date, most: int = 25, *, kind: str = "", county: str = "") -> list[Body]:
    """Living bodies whose number is not known, as asked for, so that notices cannot lead to them; none unasked."""
    if not (text or kind or county):
        return []
    found = bodies_asked(Asked(text=text, kind=kind, county=county), on).filter(orgnr__isnull=True)
    return list(found.order_by("name", "pk")[:most])


def numbers_known_as(text: str) -> tuple[str, ...]:
    """Numbers of bodies that have the text in another of their names: an abbreviation, an earlier name, nynorsk."""
    if not text.strip():
        return ()
    return tuple(sorted(orgnr for orgnr, names in other_names("orgnr") if orgnr and holds(names, text)))


def other_names(column: str) -> list[tuple[Any, tuple[str, ...]]]:
    """What names each body beside its name, with the column: compared here, since SQLite knows only A to Z."""
    rows = Body.objects.order_by().exclude(also=[], name_nn="", name_en="")
    return [(key, (nn, en, *also)) for key, nn, en, also in rows.values_list(column, "name_nn", "name_en", "also")]


def holds(names: Iterable[str], text: str) -> bool:
    """Does one of the names hold the text, in any case?"""
    wanted = text.strip().casefold()
    return any(wanted in name.casefold() for name in names)


def in_county(county: str) -> Q:
    """Bodies of the county, with the Statsforvalter who covers it among others."""
    return Q(county=county) | Q(kind=Kind.GOVERNOR, name=governor_of(county))


def living_bodies(on: date) -> QuerySet[Body]:
    """The bodies that exist on the day, demonstration bodies with them."""
    begun, not_ended = Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on)
    return Body.objects.filter(begun & not_ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a list of bodies is narrowed by; empty: not at all."""

    text: str = ""
    kind: str = ""
    obligation_class: str = ""
    county: str = ""
    contact: str = ""
    """`email`: has a post address; `none`: has none."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class BodyPage:
    """One page of a list of bodies."""

    bodies: tuple[Body, ...]
    count: int
    page: int
    pages: int


def bodies_asked(asked: Asked, on: date) -> QuerySet[Body]:
    """The living bodies that fit."""
    found = living_bodies(on)
    exact = {"kind": asked.kind, "obligation_class": asked.obligation_class}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.county:
        found = found.filter(in_county(asked.county))
    if asked.contact:
        found = found.filter(email="") if asked.contact == "none" else found.exclude(email="")
    return named(found, asked.text)


def named(bodies: QuerySet[Body], text: str) -> QuerySet[Body]:
    """Bodies of which a name or the number holds each word of the text; else those whose names are nearly spelt so."""
    text = text.replace("\0", "")[:LONGEST_ASKED].strip()
    return bodies.filter(pk__in=holding(text, names_of(Body.objects.all()))) if text else bodies


def names_of(bodies: QuerySet[Body]) -> tuple[Named, ...]:
    """The names of bodies, as they are compared: outside the database, since SQLite knows only A to Z."""
    columns = ("pk", "name", "name_nn", "name_en", "also", "kind", "county", "orgnr")
    return tuple(
        Named(str(key), (name, nn, en, *also), kind, county, orgnr or "")
        for key, name, nn, en, also, kind, county, orgnr in bodies.order_by("pk").values_list(*columns)
    )


def any_case(column: str, word: str) -> Q:
    """The word in any case; SQLite knows only A to Z, so Norwegian letters are tried as written, small and capital."""
    forms = {word, word.lower(), word.upper(), word.capitalize()}
    fits = Q()
    for form in forms:
        fits |= Q(**{f"{column}__icontains": form})
    return fits


def body_page(asked: Asked, on: date) -> BodyPage:
    """A page of the bodies; a page past the end is the last."""
    found = bodies_asked(asked, on)
    count = found.count()
    pages = max(1, -(-count // PER_PAGE))
    page = min(asked.page, pages)
    rows = found.select_related("parent").order_by("name", "pk")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return BodyPage(tuple(rows), count, page, pages)


def bodies_of_county(county: str, on: date) -> QuerySet[Body]:
    """The living bodies of a county."""
    return living_bodies(on).filter(in_county(county))


def counts_by_class(on: date, county: str = "") -> dict[str, int]:
    """How many living bodies have each obligation class, demonstration bodies left out."""
    return _counts("obligation_class", on, county)


def counts_by_kind(on: date, county: str = "") -> dict[str, int]:
    """How many living bodies there are of each kind, demonstration bodies left out."""
    return _counts("kind", on, county)


def _counts(column: str, on: date, county: str) -> dict[str, int]:
    found = living_bodies(on).filter(is_demo=False)
    if county:
        found = found.filter(in_county(county))
    return dict(found.order_by(column).values_list(column).annotate(count=Count("pk")))


def register_counts(on: date) -> dict[str, int]:
    """How complete the register is: bodies, with a number, with a post address."""
    living = Q(email__gt="")
    found = living_bodies(on).aggregate(
        bodies=Count("pk"), numbered=Count("pk", filter=Q(orgnr__isnull=False)), reachable=Count("pk", filter=living)
    )
    return {name: int(count) for name, count in found.items()}


def lineage(body: Body) -> tuple[Body, ...]:
    """The body and all that it took over, through every merger: whose notices and answers are its history."""
    found: dict[UUID, Body] = {body.pk: body}
    newest = [body.pk]
    while newest:
        before = Body.objects.filter(successors__in=newest).distinct()
        newest = [one.pk for one in before if one.pk not in found]
        found |= {one.pk: one for one in before if one.pk not in found}
    return tuple(found.values())


def heirs(body: Body) -> tuple[Body, ...]:
    """The bodies that took over, in order of name."""
    return tuple(body.successors.order_by("name"))


def public_rows() -> Iterator[dict[str, Any]]:
    """Every body as the open register shows it: no people, no log. Demonstration bodies are marked."""
    bodies = Body.objects.select_related("parent").prefetch_related("successors").order_by("orgnr", "slug")
    for body in bodies.iterator(chunk_size=1000):
        yield {
            "orgnr": body.orgnr or "",
            "slug": body.slug,
            "name": body.name,
            "name_nn": body.name_nn,
            "name_en": body.name_en,
            "also": "|".join(body.also),
            "kind": body.kind,
            "obligation_class": body.obligation_class,
            "class_reason": body.class_reason,
            "parent_orgnr": (body.parent.orgnr or "") if body.parent else "",
            "municipality": body.municipality,
            "county": body.county,
            "since": body.since.isoformat() if body.since else "",
            "until": body.until.isoformat() if body.until else "",
            "successor_orgnr": "|".join(sorted(one.orgnr or "" for one in body.successors.all())),
            "email": body.email if is_public_email(body) else "",
            "website": body.website,
            "language": body.language,
            "employees": "" if body.employees is None else body.employees,
            "form": body.form,
            "sector": body.sector,
            "source": body.source,
            "is_demo": "true" if body.is_demo else "",
        }


def is_public_email(body: Body) -> bool:
    """Only addresses that look like an office's own are given to the public."""
    return bool(body.email) and looks_official(body.email)


def settled_buyers() -> QuerySet[SettledBuyer]:
    """What people have said of buyers, the newest first."""
    return SettledBuyer.objects.select_related("body").order_by("-at", "pk")


def register_import(job_id: UUID | str) -> RegisterImport | None:
    """The import with this id."""
    return RegisterImport.objects.filter(pk=job_id).first()


def latest_register_imports(count: int = 10) -> list[RegisterImport]:
    """The newest imports first."""
    return list(RegisterImport.objects.all()[:count])


def hosts_of(county: str) -> list[DeskHost]:
    """The desk's hosts, the one of today first."""
    return list(DeskHost.objects.filter(county=county).select_related("body").order_by("-since"))


def host_of(county: str) -> DeskHost | None:
    """The desk's host today."""
    return DeskHost.objects.filter(county=county, until=None).select_related("body").first()
