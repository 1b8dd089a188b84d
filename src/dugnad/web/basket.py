"""What a buyer has put together so far, as the wizard's address holds it: nothing is stored elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from dugnad.criteria.criterion import LEVELS, MARKETS, Figure, Version
from dugnad.criteria.printable import printable
from dugnad.criteria.selection import Pick, Selection, from_query
from dugnad.web import shelf
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

STEPS = ("what", "needs", "choose", "weights")
LONGEST, MOST = 200, 200
TIMES = (
    ("millioner", 1e6),
    ("million", 1e6),
    ("mill.", 1e6),
    ("mill", 1e6),
    ("mrd.", 1e9),
    ("mrd", 1e9),
    ("tusen", 1e3),
)
THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,4})?")
CODE = re.compile(r"(\d{8})(?:-\d)?")
KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*@\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Basket:
    """The purchase and the set so far. `weights` and `values` are what the buyer wrote, as written."""

    step: str = "what"
    what: str = ""
    cpv: str = ""
    group: str = ""
    value: str = ""
    level: str = "basis"
    market: str = ""
    keys: tuple[str, ...] = ()
    weights: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    price: str = ""
    own_name: str = ""
    own_weight: str = ""
    is_from_list: bool = False
    """Does the buyer come from the list, so that weights must add up anew?"""
    is_chosen: bool = False
    """Has the buyer been at the list, so that an empty set is meant?"""
    lost: tuple[str, ...] = ()
    """Criteria that the address names and the library does not have."""


def basket_of(query: QueryDict) -> Basket:
    """The basket that an address holds; what cannot be is left out, and criteria that are gone are told."""
    said = {name: printable(value)[:LONGEST].strip() for name, value in query.items()}
    if "p" in query:
        return basket_of_selection(from_query(query.urlencode()))
    keys = tuple(dict.fromkeys(key for key in query.getlist("k")[:MOST] if KEY.fullmatch(key)))
    known = tuple(key for key in keys if version_of(key) is not None)
    step, level, market = said.get("step", ""), said.get("level", ""), said.get("market", "")
    return Basket(
        step=step if step in STEPS else "what",
        what=said.get("what", ""),
        cpv=code_of(said.get("cpv") or said.get("what", "")),
        group=said.get("group", "") if said.get("group", "") in shelf.library().groups else "",
        value=said.get("value", ""),
        level=level if level in LEVELS else "basis",
        market=market if market in (*MARKETS, "unknown") else "",
        keys=known,
        weights={key: said[f"w:{key}"] for key in known if said.get(f"w:{key}")},
        values={key: filled for key in known if (filled := filled_of(said, key))},
        price=said.get("price", ""),
        own_name=said.get("own", ""),
        own_weight=said.get("own-weight", ""),
        is_from_list="from" in said,
        is_chosen=bool(keys) or "chosen" in said,
        lost=tuple(key for key in keys if key not in known),
    )


def basket_of_selection(selection: Selection) -> Basket:
    """A set that another door has put together, ready for its weights."""
    picks = {pick.key: pick for pick in selection.picks[:MOST]}
    known = tuple(key for key in picks if version_of(key) is not None)
    price, own = [*selection.other, ("", 0.0), ("", 0.0)][:2]
    return Basket(
        step="weights",
        what=selection.title,
        cpv=code_of(selection.cpv),
        group=selection.group if selection.group in shelf.library().groups else "",
        value=f"{selection.value_nok:g}" if selection.value_nok else "",
        level=selection.level,
        keys=known,
        weights={key: f"{weight:g}" for key in known if (weight := picks[key].weight_percent)},
        values={key: {name: str(said) for name, said in picks[key].values.items()} for key in known},
        price=f"{price[1]:g}" if price[1] else "",
        own_name=own[0],
        own_weight=f"{own[1]:g}" if own[1] else "",
        lost=tuple(key for key in picks if key not in known),
    )


def code_of(said: str) -> str:
    """The CPV code that was written; "" for words."""
    found = CODE.fullmatch(said)
    return found[1] if found else ""


def filled_of(said: dict[str, str], key: str) -> dict[str, str]:
    """The fields of one criterion that the buyer has filled."""
    version = version_of(key)
    names = [one.name for one in version.parameters] if version else []
    return {name: said[f"v:{key}:{name}"] for name in names if said.get(f"v:{key}:{name}")}


def version_of(key: str) -> Version | None:
    """The public version of that name and day."""
    criterion = shelf.library().criteria.get(key.partition("@")[0])
    versions = criterion.versions.values if criterion else ()
    return next((one for one in versions if one.key == key and one.status in shelf.SHOWN), None)


def versions_of(basket: Basket) -> list[Version]:
    """The basket's criteria, in their order."""
    return [version for version in map(version_of, basket.keys) if version is not None]


def selection_of(basket: Basket) -> Selection:
    """The basket as the library's functions know it; a weight that is no number is none."""
    picks = tuple(
        Pick(version.key, weight(basket, version), filled(basket, version)) for version in versions_of(basket)
    )
    price = (words("wizard.price", language()), number(basket.price) or 0.0)
    own = (basket.own_name or words("wizard.own", language()), number(basket.own_weight) or 0.0)
    return Selection(
        picks=picks,
        cpv=basket.cpv,
        title=basket.what if not basket.what.isdigit() else "",
        value_nok=number(basket.value),
        level=basket.level,
        other=tuple(one for one in (price, own) if one[1] > 0),
    )


def filled(basket: Basket, version: Version) -> dict[str, Figure]:
    """The fields of the criterion that the buyer filled: a number where the field has a unit, else the words."""
    said = basket.values.get(version.key, {})
    return {one.name: figure(said[one.name], one.unit) for one in version.parameters if one.name in said}


def weight(basket: Basket, version: Version) -> float | None:
    """The weight that the buyer gave the award criterion, in percent."""
    return number(basket.weights.get(version.key, "")) if version.kind == "award-criterion" else None


def number(said: str) -> float | None:
    """A number as people write it: comma or point, spaces, "1,5 mill", "5.000.000"; None for anything else."""
    bare = re.sub(r"[\s\u00a0\u202f]|kroner|kr\.?|nok|,-|%", "", said.lower())
    for word, times in TIMES:
        if bare.endswith(word):
            found = number(bare.removesuffix(word))
            return None if found is None else found * times
    if THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    return float(bare.replace(",", ".")) if NUMBER.fullmatch(bare) else None


def figure(said: str, unit: str) -> Figure:
    """A filled field; "06.45" without a unit is a time and no number."""
    found = number(said) if unit else None
    if found is None:
        return said
    return int(found) if found.is_integer() else found


def address_of(basket: Basket, **changes: str) -> str:
    """The query string that brings the basket back."""
    pairs: list[tuple[str, str]] = [
        (name, getattr(basket, name)) for name in ("step", "what", "cpv", "group", "value", "level", "market", "price")
    ]
    pairs += [("own", basket.own_name), ("own-weight", basket.own_weight)]
    pairs = [(name, changes.get(name, value)) for name, value in pairs]
    pairs += [("chosen", "1" if basket.is_chosen else ""), *(("k", key) for key in basket.keys)]
    pairs += [(f"w:{key}", said) for key, said in basket.weights.items()]
    pairs += [(f"v:{key}:{name}", said) for key, filled in basket.values.items() for name, said in filled.items()]
    return urlencode([(name, value) for name, value in pairs if value])
