"""Templates for life-cycle cost and factors for effect, as content/cost says them: what applies to a product group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from dugnad.content import content_path
from dugnad.criteria.cpv_groups import prefix_of
from dugnad.criteria.criterion import BASES, SEEN, Library, Text
from dugnad.criteria.group_file import cpv_codes
from dugnad.criteria.reading import LibraryFile
from dugnad.errors import ContentError

PARTS = ("acquisition", "energy", "water", "consumables", "maintenance", "other", "disposal", "residual", "climate")
OF = ("use", "upstream", "production", "disposal", "gas", "spend")
FILES = ("sources", "factors", "formulas", "templates")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class CostSource:
    """Where a figure was read, and the terms it may be used on."""

    id: str
    title: str
    href: str
    year: str
    licence: str


@dataclass(frozen=True, slots=True)
class Factor:
    """What a unit lets out. `of` says which part of its life; never shown as measured."""

    id: str
    name: Text
    of: str
    value: float
    unit: str
    year: str
    source: CostSource
    basis: str
    cpv: tuple[str, ...]
    note: Text

    @property
    def is_confirmed(self) -> bool:
        """Was it read in its source?"""
        return self.basis == SEEN


@dataclass(frozen=True, slots=True)
class Formula:
    """A sum by its name; the letters are told at the head of formulas.yaml."""

    id: str
    name: Text
    notation: str


@dataclass(frozen=True, slots=True)
class CostParameter:
    """A figure that the sum takes. Without `default` it is the buyer's own."""

    name: str
    label: Text
    unit: str
    default: float | None
    source: CostSource | None
    basis: str

    @property
    def is_unconfirmed(self) -> bool:
        """Does a default stand here that nobody has read in a source?"""
        return self.default is not None and self.basis != SEEN


@dataclass(frozen=True, slots=True)
class CostTemplate:
    """Which costs to count for a kind of goods, with which sums and factors."""

    id: str
    name: Text
    cpv: tuple[str, ...]
    parts: tuple[str, ...]
    formulas: tuple[Formula, ...]
    parameters: tuple[CostParameter, ...]
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """Everything in content/cost."""

    sources: Mapping[str, CostSource]
    factors: Mapping[str, Factor]
    formulas: Mapping[str, Formula]
    templates: Mapping[str, CostTemplate]


@dataclass(frozen=True, slots=True)
class CostOfGroup:
    """What applies to a group: its templates, the factors they and its codes name, rough spend factors apart."""

    templates: tuple[CostTemplate, ...]
    factors: tuple[Factor, ...]
    spend: tuple[Factor, ...]

    @property
    def all(self) -> tuple[Factor, ...]:
        """Factors by amount, then by money spent."""
        return (*self.factors, *self.spend)

    @property
    def count(self) -> int:
        """How many factors there are."""
        return len(self.all)


@cache
def load_cost() -> Cost:
    """The templates and factors; the first fault is raised."""
    cost, faults = _read()
    if faults:
        raise faults[0]
    return cost


def check_cost() -> list[ContentError]:
    """Every fault in content/cost."""
    try:
        return _read()[1]
    except ContentError as fault:
        return [fault]


def cost_of_group(library: Library, group: str) -> CostOfGroup:
    """What pages of the group's criteria can show; nothing where no template or factor has its codes."""
    cost = load_cost()
    codes = library.groups[group].cpv
    templates = tuple(one for one in cost.templates.values() if _meet(one.cpv, codes))
    named = {factor.id for template in templates for factor in template.factors}
    factors = [one for one in cost.factors.values() if one.id in named or _meet(one.cpv, codes)]
    return CostOfGroup(
        templates,
        tuple(one for one in factors if one.of != "spend"),
        tuple(one for one in factors if one.of == "spend"),
    )


def _meet(codes: Iterable[str], others: Iterable[str]) -> bool:
    """Does one of these codes lie above or beneath one of the others?"""
    mine, theirs = tuple(map(prefix_of, codes)), tuple(map(prefix_of, others))
    return any(one.startswith(theirs) for one in mine) or any(one.startswith(mine) for one in theirs)


def _read() -> tuple[Cost, list[ContentError]]:
    files = {name: LibraryFile(content_path(f"cost/{name}.yaml")) for name in FILES}
    sources = _each(files["sources"], _source)
    factors = _each(files["factors"], lambda file, name: _factor(file, name, sources))
    formulas = _each(files["formulas"], _formula)
    templates = _each(files["templates"], lambda file, name: _template(file, name, sources, formulas, factors))
    faults = [fault for file in files.values() for fault in file.faults]
    return Cost(sources, factors, formulas, templates), faults


def _each(file: LibraryFile, read: Callable[[LibraryFile, str], Read]) -> dict[str, Read]:
    found = {}
    for name in file.names_of():
        if isinstance(file.get((name,)), dict):
            found[name] = read(file, name)
        else:
            file.fault((name,), f"`{name}` is not a mapping.", "Write its fields as `name: value` lines.")
    return found


def _source(file: LibraryFile, name: str) -> CostSource:
    file.only((name,), {"title", "href", "year", "licence"})
    title, href = file.text(name, "title"), file.text_or_none(name, "href")
    return CostSource(name, title, href, file.text(name, "year"), file.text(name, "licence"))


def _factor(file: LibraryFile, name: str, sources: Mapping[str, CostSource]) -> Factor:
    file.only((name,), {"name", "of", "value", "unit", "year", "source", "basis", "cpv", "note"})
    return Factor(
        name,
        file.words(name, "name"),
        file.one_of(OF, name, "of"),
        _number(file, name, "value") or 0.0,
        file.text(name, "unit"),
        file.text(name, "year"),
        _known_source(file, sources, name, "source"),
        file.one_of(BASES, name, "basis"),
        cpv_codes(file, name, "cpv"),
        file.words_or_none(name, "note"),
    )


def _formula(file: LibraryFile, name: str) -> Formula:
    file.only((name,), {"name", "notation"})
    return Formula(name, file.words(name, "name"), file.text(name, "notation"))


def _template(
    file: LibraryFile,
    name: str,
    sources: Mapping[str, CostSource],
    formulas: Mapping[str, Formula],
    factors: Mapping[str, Factor],
) -> CostTemplate:
    file.only((name,), {"name", "cpv", "parts", "formulas", "parameters", "factors"})
    return CostTemplate(
        name,
        file.words(name, "name"),
        cpv_codes(file, name, "cpv"),
        file.list_of(PARTS, name, "parts"),
        tuple(formulas[one] for one in file.list_of(tuple(formulas), name, "formulas")),
        tuple(_parameter(file, sources, name, one) for one in file.names_of(name, "parameters")),
        tuple(factors[one] for one in file.list_of(tuple(factors), name, "factors")),
    )


def _parameter(file: LibraryFile, sources: Mapping[str, CostSource], template: str, name: str) -> CostParameter:
    keys = (template, "parameters", name)
    file.only(keys, {"label", "unit", "default", "source", "basis"})
    default = _number(file, *keys, "default") if file.has(*keys, "default") else None
    has_source = default is not None or file.has(*keys, "source")
    source = _known_source(file, sources, *keys, "source") if has_source else None
    basis = file.one_of(BASES, *keys, "basis") if has_source else ""
    return CostParameter(name, file.words(*keys, "label"), file.text(*keys, "unit"), default, source, basis)


def _number(file: LibraryFile, *keys: str) -> float | None:
    value = file.get(keys)
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    file.fault(keys, f"`{keys[-1]}` is {value!r}.", "Write a number, 0 or above.")
    return None


def _known_source(file: LibraryFile, sources: Mapping[str, CostSource], *keys: str) -> CostSource:
    found = file.known(file.get(keys), sources, "source of content/cost/sources.yaml", *keys)
    return found or CostSource("", "", "", "", "")
