"""A selection: the criteria a buyer has picked for one purchase, each in one version, with weights and filled fields.

It can be written to an address and read back without loss, so that nothing need be stored: a link is the memory.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from urllib.parse import parse_qsl, quote, unquote, urlencode

from dugnad.criteria.criterion import LEVELS, MARKETS, Figure

BETWEEN = "!"
TEXT = "'"
"""Before a text that would else be read as a number."""
MOST_PICKS = 200


@dataclass(frozen=True, slots=True)
class Pick:
    """One criterion in the set: `key` is ID@DATE, `values` the fields the buyer filled (default where not named).

    `reason` says why it was proposed, a key of `reasons` in content/criteria/remarks.yaml; empty where the buyer chose.
    """

    key: str
    weight_percent: float | None = None
    values: Mapping[str, Figure] = field(default_factory=dict)
    reason: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is bought and what is asked for. `other` is price and quality that is not from the library, with weights.

    `group` and `market` (wide, narrow, unknown) are empty where they were not asked about.
    """

    picks: tuple[Pick, ...]
    cpv: str = ""
    title: str = ""
    value_nok: float | None = None
    level: str = "basis"
    other: tuple[tuple[str, float], ...] = ()
    group: str = ""
    market: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the set that the buyer should see. `code` is a key of content/criteria/remarks.yaml."""

    code: str
    tone: str
    about: tuple[str, ...]
    values: Mapping[str, str | float]


def as_query(selection: Selection) -> str:
    """The selection as the part of an address after the question mark; what stands as it is by default is left out."""
    parts = [
        ("cpv", selection.cpv),
        ("title", selection.title),
        ("value", _weight_written(selection.value_nok)),
        ("level", "" if selection.level == "basis" else selection.level),
        ("group", selection.group),
        ("market", selection.market),
    ]
    pairs = [(name, value) for name, value in parts if value]
    pairs += [("p", _pick_written(pick)) for pick in selection.picks]
    pairs += [("o", BETWEEN.join((_safe(name), _weight_written(weight)))) for name, weight in selection.other]
    return urlencode(pairs, quote_via=quote, safe="@:!='")


def from_query(query: str) -> Selection:
    """The selection that an address says. What cannot be read is left out; unknown criteria stay, to be told."""
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True, errors="replace")
    single = dict(reversed(pairs))
    picks = tuple(_pick_read(value) for name, value in pairs if name == "p" and value)[:MOST_PICKS]
    others = tuple(other for name, value in pairs if name == "o" and (other := _other_read(value)))[:MOST_PICKS]
    level, market = single.get("level", ""), single.get("market", "")
    return Selection(
        picks,
        cpv=single.get("cpv", ""),
        title=single.get("title", ""),
        value_nok=_number(single.get("value", "")),
        level=level if level in LEVELS else "basis",
        other=others,
        group=single.get("group", ""),
        market=market if market in (*MARKETS, "unknown") else "",
    )


def _pick_written(pick: Pick) -> str:
    weight = _weight_written(pick.weight_percent)
    values = [f"{_safe(name)}={_safe(_figure_written(value))}" for name, value in pick.values.items()]
    return BETWEEN.join((quote(pick.key, safe="@"), weight, *values)).rstrip(BETWEEN)


def _pick_read(written: str) -> Pick:
    key, *rest = written.split(BETWEEN)
    fields = (part.partition("=") for part in rest[1:])
    values = {unquote(name): _figure_read(unquote(value)) for name, equals, value in fields if name and equals}
    return Pick(unquote(key), _number(rest[0]) if rest else None, values)


def _other_read(written: str) -> tuple[str, float] | None:
    name, _, weight = written.rpartition(BETWEEN)
    number = _number(weight)
    return None if number is None or not name else (unquote(name), number)


def _weight_written(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else repr(number)


def _safe(text: str) -> str:
    return quote(text, safe="")


def _figure_written(value: Figure) -> str:
    if not isinstance(value, str):
        return repr(value)
    return value if _figure_read(value) == value else TEXT + value


def _figure_read(written: str) -> Figure:
    if written.startswith(TEXT):
        return written[len(TEXT) :]
    for kind in (int, float):
        try:
            number = kind(written)
        except ValueError:
            continue
        if repr(number) == written and isfinite(number):
            return number
    return written


def _number(written: str) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if isfinite(number) else None
