"""From entries to criteria: per cent of the lot, sub-criteria's share, and what is environment, certain and at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dugnad.documents.award import LotAward
from dugnad.documents.award_words import phrases
from dugnad.documents.contradictions import contradiction
from dugnad.documents.entries import Entry, is_full, same
from dugnad.documents.found import Contradiction, FoundCriterion, FoundLot
from dugnad.documents.lots import LotHead
from dugnad.documents.weights import ROUNDING
from dugnad.law.facts import Certainty
from dugnad.wording.read import read_text
from dugnad.wording.statement import is_plainly_other
from dugnad.wording.verdict import Verdict

DECIMALS = 4
LARGEST_FACTOR_SUM = 20
"""Bare numbers that sum to no more are factors (3, 2, 1), not per cent."""
OWN_SHARE = 0.5
DOUBTED = frozenset({"management-system", "lcc", "ecolabel"})
"""What the law itself leaves in doubt, wherever it stands."""


@dataclass(slots=True)
class Weighing:
    """The top criteria of a lot in per cent, and whether they can be reckoned with."""

    percents: list[float | None]
    total: float | None
    is_sound: bool


def lot_of(award: LotAward, head: LotHead | None, language: str) -> tuple[FoundLot, list[Contradiction]]:
    """The lot as it is shown and judged, and what contradicts itself in it."""
    faults: list[Contradiction] = []
    for entry in award.entries:
        _without_bare_parts(entry)
    weighing = _weigh(award, faults)
    criteria: list[FoundCriterion] = []
    for entry, percent in zip(award.entries, weighing.percents, strict=True):
        criteria += _criterion(entry, percent, award, weighing, language, faults)
    certain, most = _sums(criteria) if weighing.is_sound else (None, None)
    lot = FoundLot(
        id=award.id,
        title=head.title if head else "",
        cpv=head.cpv if head else (),
        value_nok=head.value_nok if head else None,
        criteria=tuple(criteria),
        mini_competition=tuple(_mini(entry, language) for entry in award.mini),
        environment_certain=certain,
        environment_max=most,
        best_environment_rank=min(
            (one.rank for one in criteria if one.rank and one.environment == "certain"), default=None
        ),
        heading=award.heading,
        number=head.number if head else "",
        weights_sum=weighing.total
        if weighing.total is not None and not weighing.is_sound and not _is_whole(weighing.total)
        else None,
    )
    return lot, faults


def _without_bare_parts(entry: Entry) -> None:
    """Parts without weights only tell what the criterion is about, and a lone part is the criterion itself."""
    is_bare = any(child.measure is None for child in entry.children)
    if is_bare or len(entry.children) == 1:
        entry.text = "\n".join((entry.text, *(child.text for child in entry.children)))
        entry.children = []


def _is_whole(total: float) -> bool:
    return abs(total - 100) <= ROUNDING


def _weigh(award: LotAward, faults: list[Contradiction]) -> Weighing:
    entries = award.entries
    weights = [entry.weight for entry in entries]
    if any(entry.measure and entry.measure.is_range for entry in entries):
        return _weigh_ranges(award)
    if not entries or None in weights:
        percents = [_plain(entry) for entry in entries]
        return Weighing(percents, None, is_sound=False)
    known = [weight for weight in weights if weight is not None]
    total, units = sum(known), {entry.measure.unit for entry in entries if entry.measure}
    is_relative = units == {"points"} or (units == {"bare"} and (total <= LARGEST_FACTOR_SUM or is_full(total)))
    if is_relative and total > 0 and (len(entries) > 1 or is_full(total)):
        percents = [_rounded(weight * 100 / total) for weight in known]
        total = 100.0
    else:
        percents = [_rounded(weight) for weight in known]
    _report(award, total, faults)
    is_sound = _is_whole(total) and not award.disputes and not award.rivals
    return Weighing(list(percents), total, is_sound=is_sound)


def _weigh_ranges(award: LotAward) -> Weighing:
    """Ranges are sound where the low ends stay below and the high ends reach a hundred."""
    known = [entry.measure for entry in award.entries if entry.measure]
    is_complete = len(known) == len(award.entries) and all(one.unit == "percent" for one in known)
    spans = sum(one.low for one in known) <= 100 + ROUNDING and sum(one.high for one in known) >= 100 - ROUNDING
    percents = [_plain(entry) for entry in award.entries]
    return Weighing(percents, None, is_sound=is_complete and spans and not award.disputes and not award.rivals)


def _plain(entry: Entry) -> float | None:
    return entry.weight if entry.measure is not None and entry.measure.unit != "points" else None


def _rounded(percent: float) -> float:
    return round(percent, DECIMALS)


def _report(award: LotAward, total: float, faults: list[Contradiction]) -> None:
    if not _is_whole(total):
        quotes = tuple(entry.weight_quote or entry.quote for entry in award.entries)
        faults.append(contradiction("weights-do-not-sum", quotes, lot=award.id, first=float(total)))
    for entry, other, quote in award.disputes:
        quotes = (entry.weight_quote or entry.quote, quote)
        faults.append(
            contradiction("two-weights", quotes, lot=award.id, name=entry.name, first=entry.weight, second=other)
        )
    for listing in award.rivals:
        quotes = (award.entries[0].quote, listing.entries[0].quote)
        faults.append(contradiction("two-tables", quotes, lot=award.id))


def _criterion(
    entry: Entry, percent: float | None, award: LotAward, weighing: Weighing, language: str, faults: list[Contradiction]
) -> list[FoundCriterion]:
    """A criterion and its sub-criteria, in the order of the document."""
    effective = percent if weighing.is_sound else None
    basis, shares = _shares(entry, percent, award.id, faults)
    is_parted = bool(entry.children) and all(share is not None for share in shares)
    verdict = _verdict(language, entry, name_only=bool(entry.children))
    children = [
        _sub(child, entry, share, basis, verdict, percent, is_sound=weighing.is_sound, language=language)
        for child, share in zip(entry.children, shares, strict=True)
    ]
    environment, scope, stated = _environment(verdict, effective, name=entry.name, text=entry.text)
    if is_parted and environment == "none" and any(child.environment != "none" for child in children):
        environment, scope = "doubtful", "part"
    top = FoundCriterion(
        name=entry.name,
        quote=entry.quote,
        text=entry.text,
        weight_percent=percent,
        weight_quote=entry.weight_quote,
        weight_low=entry.measure.low if entry.measure and entry.measure.is_range else None,
        weight_high=entry.measure.high if entry.measure and entry.measure.is_range else None,
        points=entry.measure.high if entry.measure and entry.measure.unit == "points" else None,
        rank=entry.rank,
        environment=environment,
        environment_scope=scope,
        stated_part_percent=stated,
        is_social=verdict.social != "none",
        effective_percent=effective,
        alternatives=tuple(entry.other),
        is_leaf=not is_parted,
    )
    return [top, *children]


def _shares(
    entry: Entry, percent: float | None, lot: str, faults: list[Contradiction]
) -> tuple[Literal["of_parent", "of_total"] | None, list[float | None]]:
    """What the sub-criteria's weights are shares of, and each as it is stated in per cent of that."""
    weights = [child.weight for child in entry.children]
    if not weights or None in weights:
        return None, [None] * len(weights)
    known = [weight for weight in weights if weight is not None]
    total = sum(known)
    first = entry.children[0].measure
    unit = first.unit if first else "percent"
    own = entry.measure.high if entry.measure and entry.measure.unit == unit == "points" else 0.0
    if own and percent is not None and same(total, own):
        return "of_total", [_rounded(weight * percent / own) for weight in known]
    if unit in {"points", "bare"} and not same(total, 100) and total > 0 and not (percent and same(total, percent)):
        return "of_parent", [_rounded(weight * 100 / total) for weight in known]
    is_of_total = any(child.measure and child.measure.is_of_total for child in entry.children)
    if percent is not None and same(total, percent) and (is_of_total or not same(total, 100)):
        return "of_total", [_rounded(weight) for weight in known]
    if abs(total - 100) <= ROUNDING:
        return "of_parent", [_rounded(weight) for weight in known]
    quotes = tuple(child.quote for child in entry.children)
    faults.append(contradiction("sub-weights-do-not-sum", quotes, lot=lot, name=entry.name, first=float(total)))
    return None, [None] * len(weights)


def _sub(
    child: Entry,
    parent: Entry,
    share: float | None,
    basis: Literal["of_parent", "of_total"] | None,
    above: Verdict,
    percent: float | None,
    *,
    is_sound: bool,
    language: str,
) -> FoundCriterion:
    effective = None
    if share is not None and percent is not None and is_sound:
        effective = _rounded(share if basis == "of_total" else percent * share / 100)
    verdict = _verdict(language, child, name_only=False)
    environment, scope, stated = _environment(verdict, effective, name=child.name, text=child.text)
    inherits = above.environment == "certain" and above.environment_scope == "whole"
    if inherits and _may_inherit(verdict, environment, f"{child.name}\n{child.text}"):
        environment, scope = "certain", "whole"
    return FoundCriterion(
        name=child.name,
        quote=child.quote,
        text=child.text,
        weight_percent=share if share is not None else _plain(child),
        weight_quote=child.weight_quote,
        weight_basis=basis,
        points=child.measure.high if child.measure and child.measure.unit == "points" else None,
        parent=parent.name,
        environment=environment,
        environment_scope=scope,
        stated_part_percent=stated,
        is_social=verdict.social != "none",
        effective_percent=effective,
        is_leaf=share is not None,
    )


def _may_inherit(verdict: Verdict, environment: Certainty, text: str) -> bool:
    """A part of a plainly environmental criterion is environment too, unless it is plainly about something else."""
    if environment == "none":
        return not is_plainly_other(verdict, text)
    return environment == "doubtful" and verdict.topic not in DOUBTED


def _verdict(language: str, entry: Entry, *, name_only: bool) -> Verdict:
    description = "" if name_only else entry.text.removeprefix(entry.name).strip()
    return read_text(language, entry.name, description)


def _environment(
    verdict: Verdict, effective: float | None, *, name: str, text: str = ""
) -> tuple[Certainty, Literal["whole", "part"] | None, float | None]:
    """A criterion that is environment in part only, without a share of its own, is doubtful.

    A doubtful word in the description of something else ("ruteplan" below quality) does not expressly state it.
    """
    if verdict.topic == "generic" and _is_aside_of_place(verdict, text):
        return "none", None, None
    if verdict.environment == "none" and phrases("award", "lcc").search(name):
        return "doubtful", "whole", None
    is_open = verdict.environment == "doubtful" and verdict.topic not in DOUBTED
    if is_open and (_is_planning(name, text) or _is_aside(verdict)):
        return "none", None, None
    if verdict.environment != "certain" or verdict.environment_scope != "part":
        return verdict.environment, verdict.environment_scope, None
    stated = verdict.stated_percent
    if stated is not None and effective is not None and 0 < stated < effective - OWN_SHARE:
        return "doubtful", "part", stated
    return "doubtful", "part", None


def _is_aside_of_place(verdict: Verdict, text: str) -> bool:
    """As in "avvik i renset miljø": the surroundings of the work, below a name that says nothing of environment."""
    return phrases("award", "surroundings").search(text) is not None and all(
        one.field == "description" and one.term.casefold() in {"miljø", "environment"} for one in verdict.evidence
    )


def _is_planning(name: str, text: str) -> bool:
    """As in "Ruteplan og kapasitet", "Pris": plans and money are not environment where nothing of it is named."""
    is_plan = any(phrases("award", group).search(name) for group in ("planning", "price-only-name"))
    return is_plan and phrases("award", "burden").search(f"{name}\n{text}") is None


def _is_aside(verdict: Verdict) -> bool:
    return verdict.environment_scope == "part" and all(one.field == "description" for one in verdict.evidence)


def _sums(criteria: Sequence[FoundCriterion]) -> tuple[float | None, float | None]:
    """Certain, and with the doubtful; leaves only."""
    certain = doubtful = 0.0
    for one in criteria:
        if not one.is_leaf or one.environment == "none":
            continue
        if one.weight_low is not None and one.weight_high is not None:
            certain += one.weight_low if one.environment == "certain" else 0.0
            doubtful += one.weight_high - (one.weight_low if one.environment == "certain" else 0.0)
            continue
        if one.effective_percent is None:
            return None, None
        if one.environment == "certain":
            certain += one.effective_percent
        else:
            part = one.stated_part_percent
            certain += part or 0.0
            doubtful += 0.0 if part else one.effective_percent
    return _rounded(certain), _rounded(certain + doubtful)


def _mini(entry: Entry, language: str) -> FoundCriterion:
    verdict = _verdict(language, entry, name_only=False)
    environment, scope, _ = _environment(verdict, None, name=entry.name)
    measure = entry.measure
    is_range = measure is not None and measure.is_range
    return FoundCriterion(
        name=entry.name,
        quote=entry.quote,
        text=entry.text,
        weight_percent=None if is_range else entry.weight,
        weight_quote=entry.weight_quote,
        weight_low=measure.low if measure and is_range else None,
        weight_high=measure.high if measure and is_range else None,
        environment=environment,
        environment_scope=scope,
    )
