"""A selection: the criteria a buyer has picked for one purchase, each in one version, with weights and filled fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dugnad.criteria.criterion import Figure


@dataclass(frozen=True, slots=True)
class Pick:
    """One criterion in the set: `key` is ID@DATE, `values` the fields the buyer filled (default where not named)."""

    key: str
    weight_percent: float | None = None
    values: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Selection:
    """What is bought and what is asked for. `other_weight_percent` is price and quality that is not from the library."""

    picks: tuple[Pick, ...]
    cpv: str = ""
    title: str = ""
    value_nok: float | None = None
    level: str = "basis"
    other: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the set that the buyer should see. `code` is a key of content/criteria/remarks.yaml."""

    code: str
    tone: str
    about: tuple[str, ...]
    values: Mapping[str, str | float]
