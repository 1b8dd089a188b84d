"""A rough climate footprint of a category from the sum spent: content/check/footprint.

An order of magnitude with its spread and source, for the whole purchase. It compares no tenders and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.eforms.codelists import header_faults, numbered
from dugnad.errors import ContentError

FACTORS = "check/footprint/factors.csv"
ABOUT = "check/footprint/about.yaml"
COLUMNS = ("cpv", "name_nb", "name_nn", "uk_group", "kg_per_gbp_2023", "us_group", "kg_per_usd_2022", "us_is_low")
LANGUAGES = ("nb", "nn", "en")
KG_PER_TONNE = 1000
DIVISION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """Tonnes of CO2 equivalents of the whole sum: middle, low and high, and where the factor comes from."""

    cpv: str
    """The CPV prefix whose factor was used."""
    name_nb: str
    name_nn: str
    tonnes: float
    low: float
    high: float
    value_nok: float
    price_year: int
    """The year whose price level was used: the last known one where the sum's own is later."""
    sources: tuple[str, ...]
    """Keys of the sources in about.yaml."""
    mark: str


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of factors.csv: kilograms per pound and, where there is one that fits, per dollar."""

    cpv: str
    name_nb: str
    name_nn: str
    uk_group: str
    per_gbp: float
    per_usd: float | None


def footprint(cpv: str, value_nok: float, *, year: int) -> Footprint | None:
    """The footprint of a sum spent on a CPV code; None where there is no factor that fits or no sum."""
    factor = factor_of(cpv)
    if factor is None or value_nok <= 0:
        return None
    about = load_about()
    price_year, in_2023 = _in_prices_of(value_nok, year, 2023, about)
    tonnes = [in_2023 / about["exchange"]["nok_per_gbp_2023"] * factor.per_gbp / KG_PER_TONNE]
    if factor.per_usd is not None:
        in_2022 = _in_prices_of(value_nok, year, 2022, about)[1]
        tonnes.append(in_2022 / about["exchange"]["nok_per_usd_2022"] * factor.per_usd / KG_PER_TONNE)
    share = about["uncertainty"]["share"]
    return Footprint(
        cpv=factor.cpv,
        name_nb=factor.name_nb,
        name_nn=factor.name_nn,
        tonnes=tonnes[0],
        low=min(*tonnes, tonnes[0] * (1 - share)),
        high=max(*tonnes, tonnes[0] * (1 + share)),
        value_nok=value_nok,
        price_year=price_year,
        sources=("uk", "us") if factor.per_usd is not None else ("uk",),
        mark=about["mark"],
    )


def factor_of(cpv: str) -> Factor | None:
    """The factor of the longest CPV prefix that is listed."""
    digits = cpv.split("-", maxsplit=1)[0]
    lengths = range(len(digits), DIVISION - 1, -1)
    return next((load_factors()[digits[:length]] for length in lengths if digits[:length] in load_factors()), None)


def _in_prices_of(value: float, year: int, wanted: int, about: dict[str, Any]) -> tuple[int, float]:
    """The year whose index was used, and the sum in the wanted year's prices."""
    index: dict[int, float] = about["price_index"]
    known = min(max(year, min(index)), max(index))
    return known, value * index[wanted] / index[known]


@cache
def load_about() -> dict[str, Any]:
    """Method, sources, exchange rates and price index."""
    about: dict[str, Any] = read_yaml(content_path(ABOUT))
    return about


@cache
def load_factors() -> dict[str, Factor]:
    """The factors by CPV prefix."""
    return {row["cpv"]: _factor(row) for _, row in numbered(content_path(FACTORS))}


def _factor(row: dict[str, str]) -> Factor:
    is_usable = bool(row["kg_per_usd_2022"]) and row["us_is_low"] != "true"
    per_usd = float(row["kg_per_usd_2022"]) if is_usable else None
    return Factor(row["cpv"], row["name_nb"], row["name_nn"], row["uk_group"], float(row["kg_per_gbp_2023"]), per_usd)


def check_footprint() -> list[ContentError]:
    """Every factor is a number above nought with a name; method, sources and prices are there."""
    path = content_path(FACTORS)
    return header_faults(path, COLUMNS) or [*_row_faults(), *_about_faults()]


def _row_faults() -> Iterator[ContentError]:
    path = content_path(FACTORS)
    seen: set[str] = set()
    for line, row in numbered(path):
        cpv = row["cpv"]
        if not cpv.isdigit() or len(cpv) < DIVISION or cpv in seen:
            yield ContentError(place(path), line, f"«{cpv}» is no CPV prefix, or it stands twice.", "Write it once.")
        seen.add(cpv)
        if not (row["name_nb"] and row["name_nn"] and row["uk_group"]):
            yield ContentError(
                place(path), line, "A name or the group is missing.", "Write name_nb, name_nn, uk_group."
            )
        for column in ("kg_per_gbp_2023", "kg_per_usd_2022"):
            if not _is_amount(row[column], may_be_empty=column == "kg_per_usd_2022"):
                yield ContentError(place(path), line, f"{column} is no number above nought.", "Write one, as 0.231.")


def _is_amount(cell: str, *, may_be_empty: bool) -> bool:
    try:
        return float(cell) > 0 if cell else may_be_empty
    except ValueError:
        return False


def _about_faults() -> Iterator[ContentError]:
    path, about = content_path(ABOUT), load_about()
    for key in ("name", "method", "uncertainty"):
        if any(not about.get(key, {}).get(language) for language in LANGUAGES):
            yield ContentError(place(path), None, f"{key} lacks a language.", "Write nb, nn and en.")
    if not {2022, 2023} <= set(about.get("price_index", {})):
        yield ContentError(place(path), None, "price_index lacks 2022 or 2023.", "Write both.")
    if {"uk", "us"} - set(about.get("sources", {})):
        yield ContentError(place(path), None, "A source is missing.", "Name uk and us.")
