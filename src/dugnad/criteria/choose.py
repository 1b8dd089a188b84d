"""A proposed set for one purchase: few criteria that fit together, the largest effect first, weights that add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, isfinite

from dugnad.criteria.cpv_groups import covers, cpv_code, fits, groups_of
from dugnad.criteria.criterion import LEVELS, Criterion, Group, Library, Version
from dugnad.criteria.remark_words import price_name
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.selection_check import (
    AWARD,
    CLAUSE,
    SELECTION,
    SPECIFICATION,
    USABLE,
    is_conflict,
    is_same_matter,
    is_unverifiable,
    rewards_demanded,
)
from dugnad.criteria.selection_duties import is_bound_demand, is_called_for, is_reminder, is_statutory, rule_of
from dugnad.criteria.selection_law import counts_of, minimum_weight, rule_applies
from dugnad.errors import DugnadError

MOST = {SPECIFICATION: 7, SELECTION: 2, AWARD: 3, CLAUSE: 5}
MOST_SOCIAL_CLAUSES = 3
BY_SIZE = {"large": 3.0, "medium": 2.0, "small": 1.0, "unknown": 0.5}
CONFIRMED, AT_LEVEL, OWN_GROUP, ENVIRONMENTAL = 0.6, 0.3, 0.4, 0.3
SAME_THEME = 0.5
"""What each earlier pick of the same first theme takes away, so that the set covers several concerns."""
BY_RISK = {"very-high": 1.5, "high": 1.2, "medium": 0.4, "low": -1.0, "unknown": 0.0}
NO_RISK = -1.5
RISK_THEMES = ("human-rights", "working-conditions", "integrity")
"""What the groups' risks are about; accessibility, health and animal welfare have nothing to do with them."""
DEMANDED_TOO = 0.5
"""What an award criterion loses where its matter is demanded as well."""
STEP = 5
"""Weights are whole fives."""
OTHER_AWARD_WEIGHT = 10.0
WHOLE = 100.0
MUCH = 1 / 3
"""How much of a group's codes a clause must be for, where the code is not told: goods with a little work are goods."""
WAGES = "wages.clause"
WORKS = "45"
"""The CPV division of works."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """What the proposal is made for."""

    library: Library
    group: Group | None
    code: str
    level: str
    value_nok: float | None
    market: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """A criterion that may be proposed, and how much it is worth here."""

    criterion: Criterion
    version: Version
    worth: float
    is_reserve: bool = False
    """It is for a part of what the code names, so it is taken after those that are for the whole."""


def choose(
    library: Library,
    *,
    cpv: str = "",
    level: str = "basis",
    value_nok: float | None = None,
    market: str | None = None,
    on: date,
    group: str | None = None,
    language: str = "nb",
) -> Selection:
    """Criteria that fit the purchase and each other. `market` is wide, narrow or unknown; None: not asked about.

    What the law asks the buyer to put in comes first, whatever the number.
    """
    purchase = _purchase(library, cpv, level, value_nok, market, on, group)
    candidates = _candidates(purchase)
    statutory = _statutory(purchase)
    bound = _fitting((one for one in _of_kind(candidates, SPECIFICATION) if is_bound_demand(one.version)), statutory)
    most = max(MOST[SPECIFICATION] - len(bound), 0)
    demands = bound + _taken(_of_kind(candidates, SPECIFICATION), most, (*bound, *statutory))
    demands += _taken(_of_kind(candidates, SELECTION), MOST[SELECTION], (*demands, *statutory))
    awards = _awards(_award_candidates(purchase, candidates, demands), (*demands, *statutory))
    clauses = _clauses(_of_kind(candidates, CLAUSE), (*demands, *awards), statutory)
    weights = _weights([one.version for one in awards], on)
    rest = WHOLE - sum(weights)
    reason = Reasons(purchase, _topics_alone(candidates), applies=rule_applies(purchase.code, value_nok, on))
    picks = [Pick(one.version.key, reason=reason.of(one)) for one in demands]
    picks += [Pick(one.version.key, weight, reason=reason.of(one)) for one, weight in zip(awards, weights, strict=True)]
    picks += [Pick(one.version.key, reason=reason.of(one)) for one in (*statutory, *clauses)]
    return Selection(
        tuple(picks),
        cpv=purchase.code,
        title=purchase.group.name.get(language, purchase.group.name["nb"]) if purchase.group else "",
        value_nok=value_nok,
        level=level,
        other=((price_name(language), rest),) if rest else (),
        group=group or "",
        market=market or "",
    )


def _purchase(
    library: Library, cpv: str, level: str, value_nok: float | None, market: str | None, on: date, group: str | None
) -> Purchase:
    if value_nok is not None and not isfinite(value_nok):
        raise DugnadError(f"{value_nok} is no value. Write kroner, as 2500000.")
    if level not in LEVELS:
        raise DugnadError(f'"{level}" is no level. Choose one of {", ".join(LEVELS)}.')
    if market not in (None, "wide", "narrow", "unknown"):
        raise DugnadError(f'"{market}" is no market. Choose wide, narrow or unknown.')
    if not cpv and not group:
        raise DugnadError("Neither CPV nor group is named. Say what is bought: --cpv 30213100.")
    code = cpv_code(cpv) if cpv else ""
    if group and group not in library.groups:
        raise DugnadError(f'"{group}" is no product group. See `dugnad criteria list`.')
    found = groups_of(library, code) if code and not group else ()
    name = group or (found[0].group if found else "")
    return Purchase(library, library.groups.get(name), code, level, value_nok, market, on)


def _candidates(purchase: Purchase) -> list[Candidate]:
    """All that may be used, the worthiest first."""
    found = []
    for criterion in purchase.library.criteria.values():
        version = criterion.versions.at(purchase.on)
        if version and _is_for(purchase, criterion) and _may_be_used(purchase, version):
            is_reserve = bool(purchase.code) and not covers(version, purchase.code)
            found.append(Candidate(criterion, version, _worth(purchase, criterion, version), is_reserve))
    found.sort(key=lambda one: (one.is_reserve, -LEVELS.index(one.version.level), -one.worth, one.criterion.id))
    return found


def _statutory(purchase: Purchase) -> list[Candidate]:
    """The clauses that the law asks for in such a purchase: outside level and number, all that can stand together."""
    found = []
    for criterion in purchase.library.criteria.values():
        version = criterion.versions.at(purchase.on)
        if version and is_statutory(version) and _is_for(purchase, criterion) and _is_asked_by_law(purchase, version):
            found.append(Candidate(criterion, version, _worth(purchase, criterion, version)))
    found.sort(key=lambda one: (len(one.criterion.groups), one.version.already_law.cite, one.criterion.id))  # type: ignore[union-attr]
    return _fitting(found)


def _is_asked_by_law(purchase: Purchase, version: Version) -> bool:
    is_small = purchase.value_nok is not None and (version.value_from_nok or 0) > purchase.value_nok
    return (
        version.status in USABLE
        and version.review_by >= purchase.on
        and not is_small
        and _is_of_the_kind(purchase, version)
        and is_called_for(version, purchase.code, purchase.value_nok, purchase.on)
    )


def _is_of_the_kind(purchase: Purchase, version: Version) -> bool:
    """Is what is bought, by its code or else by much of the group's own, of the kind that the clause is narrowed to?

    Of a code above those of the clause, works are of one kind throughout, and the duty on wages is for all services.
    """
    if purchase.code:
        is_one_kind = purchase.code.startswith(WORKS) or rule_of(version) == WAGES
        return fits(version, purchase.code) if is_one_kind else covers(version, purchase.code)
    codes = purchase.group.cpv if purchase.group else ()
    return bool(codes) and sum(covers(version, cpv_code(code)) for code in codes) >= MUCH * len(codes)


def _fitting(candidates: Iterable[Candidate], beside: Sequence[Candidate] = ()) -> list[Candidate]:
    """Each that can stand beside those before it."""
    taken: list[Candidate] = []
    for one in candidates:
        if _fits_all(one, (*taken, *beside)):
            taken.append(one)
    return taken


def _is_for(purchase: Purchase, criterion: Criterion) -> bool:
    if purchase.group and purchase.group.id in criterion.groups:
        return True
    return len(criterion.groups) > 1 and set(criterion.groups) >= set(purchase.library.groups)


def _may_be_used(purchase: Purchase, version: Version) -> bool:
    """Usable, within level, value and market, about the delivery, and possible to verify."""
    is_small = purchase.value_nok is not None and (version.value_from_nok or 0) > purchase.value_nok
    is_narrow = version.market == "narrow" or version.level == "spydspiss"
    is_bound = version.kind in (SPECIFICATION, SELECTION, CLAUSE)
    return (
        version.status in USABLE
        and version.review_by >= purchase.on
        and (is_bound_demand(version) or LEVELS.index(version.level) <= LEVELS.index(purchase.level))
        and not is_small
        and not (is_narrow and is_bound and purchase.market in ("narrow", "unknown"))
        and not (version.concerns == "supplier" and version.kind != SELECTION)
        and not is_reminder(version)
        and not is_statutory(version)
        and not is_unverifiable(version)
        and (not purchase.code or fits(version, purchase.code))
    )


def _worth(purchase: Purchase, criterion: Criterion, version: Version) -> float:
    worth = BY_SIZE[version.effect.size]
    worth += 0.0 if version.is_unconfirmed else CONFIRMED
    worth += AT_LEVEL if version.level == purchase.level else 0.0
    worth += OWN_GROUP if len(criterion.groups) == 1 else 0.0
    if version.is_environmental:
        return worth + ENVIRONMENTAL
    if version.themes[0] not in RISK_THEMES:
        return worth
    risks = [BY_RISK.get(risk.level, 0.0) for risk in purchase.group.risks] if purchase.group else []
    return worth + max(risks, default=NO_RISK)


def _of_kind(candidates: Iterable[Candidate], kind: str) -> list[Candidate]:
    return [one for one in candidates if one.version.kind == kind]


def _taken(candidates: list[Candidate], most: int, beside: Sequence[Candidate]) -> list[Candidate]:
    """The worthiest that fit together: of each matter the highest level, and no theme crowding out the others."""
    left = [one for one in candidates if not any(_outdoes(other, one) for other in candidates)]
    taken: list[Candidate] = []
    while left and len(taken) < most:
        themes = [one.version.themes[0] for one in taken]
        best = max(
            left,
            key=lambda one: (
                not one.is_reserve,
                one.worth - SAME_THEME * themes.count(one.version.themes[0]),
                one.criterion.id,
            ),
        )
        left.remove(best)
        if all(_stand_together(best.version, one.version) for one in (*taken, *beside)):
            taken.append(best)
    return taken


def _outdoes(one: Candidate, other: Candidate) -> bool:
    """Is it about the same matter at a higher level, and for all that the other is for?"""
    is_higher = LEVELS.index(one.version.level) > LEVELS.index(other.version.level)
    return is_higher and (other.is_reserve or not one.is_reserve) and is_same_matter(one.version, other.version)


def _stand_together(one: Version, other: Version) -> bool:
    is_twice = is_same_matter(one, other) and one.level != other.level
    return not is_conflict(one, other) and not is_twice and one.criterion != other.criterion


def _award_candidates(purchase: Purchase, candidates: list[Candidate], demands: Sequence[Candidate]) -> list[Candidate]:
    """Those that tell one tender from another; of the next level too where the level's own weight rests on a trifle.

    An award criterion shuts nobody out, so it may ask for more than the requirements do.
    """
    own = _telling(_of_kind(candidates, AWARD), demands)
    for level in LEVELS[LEVELS.index(purchase.level) + 1 :]:
        certain = [one for one in own if counts_of(one.version) == "certain"]
        if len(certain) > 1 or any(one.version.effect.size in ("large", "medium") for one in certain):
            break
        more = _telling(_of_kind(_candidates(replace(purchase, level=level)), AWARD), demands)
        own += [one for one in more if one.version.level == level and counts_of(one.version) == "certain"]
    return own


def _telling(awards: Iterable[Candidate], demands: Sequence[Candidate]) -> list[Candidate]:
    """Without those that reward what is demanded of all; those on a demanded matter are worth a little less."""
    topics = {one.version.topic for one in demands}
    return [
        replace(one, worth=one.worth - DEMANDED_TOO) if one.version.topic in topics else one
        for one in awards
        if not any(rewards_demanded(one.version, demand.version) for demand in demands)
    ]


def _awards(candidates: list[Candidate], demands: Sequence[Candidate]) -> list[Candidate]:
    """Those whose weight certainly counts as environment first; at most one other."""
    certain = [one for one in candidates if counts_of(one.version) == "certain"]
    environmental = _taken(certain, MOST[AWARD], demands)
    others = [one for one in candidates if one not in certain and one.worth >= BY_SIZE["medium"]]
    others.sort(key=lambda one: (one.is_reserve, -one.worth, one.criterion.id))
    beside = (*environmental[: MOST[AWARD] - 1], *demands)
    other = next((one for one in others if _fits_all(one, beside)), None)
    if environmental and other:
        return [*environmental[: MOST[AWARD] - 1], other]
    return environmental or ([other] if other and other.version.is_environmental else [])


def _fits_all(one: Candidate, others: Iterable[Candidate]) -> bool:
    return all(_stand_together(one.version, other.version) for other in others)


def _clauses(
    candidates: list[Candidate], beside: Sequence[Candidate], statutory: Sequence[Candidate]
) -> list[Candidate]:
    """Environmental and social clauses beside the statutory; social ones only where the risks call for them."""
    social = [one for one in candidates if not one.version.is_environmental and one.worth > 1]
    taken = _taken(social, MOST_SOCIAL_CLAUSES, (*beside, *statutory))
    environmental = [one for one in candidates if one.version.is_environmental]
    return taken + _taken(environmental, MOST[CLAUSE] - len(taken), (*beside, *statutory, *taken))


def _weights(awards: list[Version], on: date) -> list[float]:
    """Fives that give environment the least weight that the law of the day names, more for the larger effects.

    Only what certainly counts as environment is reckoned.
    """
    environmental = [version for version in awards if counts_of(version) == "certain"]
    if not environmental:
        return [OTHER_AWARD_WEIGHT] * len(awards)
    steps = max(ceil((minimum_weight(on) or 0.0) / STEP), 2 * len(environmental))
    sizes = [BY_SIZE[version.effect.size] for version in environmental]
    least = min(2, steps // len(sizes))
    shares = [least + int((steps - least * len(sizes)) * size / sum(sizes)) for size in sizes]
    for place in range(steps - sum(shares)):
        shares[place % len(shares)] += 1
    given = iter(shares)
    return [float(STEP * next(given)) if counts_of(version) == "certain" else OTHER_AWARD_WEIGHT for version in awards]


def _topics_alone(candidates: Iterable[Candidate]) -> set[str]:
    topics = [one.version.topic for one in candidates]
    return {topic for topic in topics if topics.count(topic) == 1}


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why each criterion is proposed, for one purchase."""

    purchase: Purchase
    alone: set[str]
    """Topics that only one criterion is about."""
    applies: bool
    """Does the rule on environmental weight apply to the purchase?"""

    def of(self, one: Candidate) -> str:  # noqa: PLR0911 - one return per reason
        """The strongest reason."""
        version = one.version
        if is_statutory(version) or is_bound_demand(version):
            return "law-demands"
        if self.applies and counts_of(version) == "certain":
            return "weight-for-environment"
        if not version.is_environmental and set(one.criterion.groups) >= set(self.purchase.library.groups):
            return "for-all"
        if version.themes[0] in RISK_THEMES and self._is_risky():
            return "social-risk"
        if version.effect.size == "large":
            return "large-effect"
        if version.level == self.purchase.level:
            return "at-level"
        if version.topic in self.alone:
            return "only-one"
        return "confirmed" if not version.is_unconfirmed else "below-level"

    def _is_risky(self) -> bool:
        risks = self.purchase.group.risks if self.purchase.group else ()
        return any(risk.level in ("high", "very-high") for risk in risks)
