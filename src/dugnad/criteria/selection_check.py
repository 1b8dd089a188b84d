"""What the buyer should see about a set of criteria before it is used: what collides, what is weak, what law says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dugnad.criteria.cpv_groups import GroupOfCode, are_disjoint, cpv_code, fits, groups_of
from dugnad.criteria.criterion import LEVELS, Criterion, Figure, Library, Parameter, Version
from dugnad.criteria.remark_words import tone_of
from dugnad.criteria.selection import Pick, Remark, Selection
from dugnad.criteria.selection_duties import LONG, is_bound_demand, is_reminder, is_statutory, lacking
from dugnad.criteria.selection_law import law_remarks
from dugnad.errors import DugnadError
from dugnad.law.duty_law import DutyVersion

AWARD, CLAUSE = "award-criterion", "contract-clause"
SPECIFICATION, SELECTION = "technical-specification", "selection"
USABLE = ("published", "to-check")
MOST_AWARDS = 4
WHOLE = 100.0
ROUNDING = 0.01


@dataclass(frozen=True, slots=True)
class Chosen:
    """A pick with the criterion and the version that it names."""

    pick: Pick
    criterion: Criterion
    version: Version


@dataclass(frozen=True, slots=True)
class Matter:
    """All that a check looks at."""

    library: Library
    selection: Selection
    chosen: tuple[Chosen, ...]
    on: date

    def of_kind(self, *kinds: str) -> tuple[Chosen, ...]:
        return tuple(one for one in self.chosen if one.version.kind in kinds)


Check = Callable[[Matter], Iterator[Remark]]


def check_selection(library: Library, selection: Selection, on: date) -> tuple[Remark, ...]:
    """Every remark on the set, those that stop first."""
    chosen = tuple(one for pick in selection.picks if (one := chosen_of(library, pick)))
    matter = Matter(library, selection, chosen, on)
    remarks = [one for check in CHECKS for one in check(matter)]
    remarks += law_remarks(selection, tuple((one.pick, one.version) for one in chosen), on)
    tones = ("stop", "caution", "ok")
    return tuple(sorted(remarks, key=lambda one: tones.index(one.tone)))


def chosen_of(library: Library, pick: Pick) -> Chosen | None:
    """The criterion and version that a pick names; None where the library has none such."""
    name, _, day = pick.key.partition("@")
    criterion = library.criteria.get(name)
    if criterion is None:
        return None
    version = next((one for one in criterion.versions.values if one.day.isoformat() == day), None)
    return Chosen(pick, criterion, version) if version else None


def remark(code: str, *about: str, **values: str | float) -> Remark:
    """A remark with the tone that the content gives its code."""
    return Remark(code, tone_of(code), about, values)


def _unknown(matter: Matter) -> Iterator[Remark]:
    known = {one.pick.key for one in matter.chosen}
    for pick in matter.selection.picks:
        if pick.key in known:
            continue
        criterion = matter.library.criteria.get(pick.key.partition("@")[0])
        if criterion:
            keys = ", ".join(version.key for version in criterion.versions.values)
            yield remark("unknown-version", pick.key, key=pick.key[:80], keys=keys)
        else:
            yield remark("unknown-criterion", pick.key, key=pick.key[:80])
    if not matter.selection.picks:
        yield remark("empty")


def _duplicates(matter: Matter) -> Iterator[Remark]:
    for one, other in combinations(matter.chosen, 2):
        about = (one.pick.key, other.pick.key)
        if one.criterion.id == other.criterion.id:
            yield remark("twice", *about)
        elif is_duplicate(one.version, other.version):
            yield remark("duplicate", *about)
        if is_conflict(one.version, other.version):
            yield remark("conflict", *about)


def is_duplicate(one: Version, other: Version) -> bool:
    """Is it the same matter and kind at two levels?"""
    return is_same_matter(one, other) and one.level != other.level and one.kind != AWARD


def is_same_matter(one: Version, other: Version) -> bool:
    """Are both of one kind and topic, with the same concern, and for things that may be the same?"""
    is_alike = (one.topic, one.kind, one.themes[0]) == (other.topic, other.kind, other.themes[0])
    return is_alike and not are_disjoint(one, other)


def is_conflict(one: Version, other: Version) -> bool:
    """Does either say that it cannot stand beside the other?"""
    return other.criterion in one.conflicts_with or one.criterion in other.conflicts_with


def _rewards(matter: Matter) -> Iterator[Remark]:
    for award in matter.of_kind(AWARD):
        for demand in matter.of_kind(SPECIFICATION):
            if rewards_demanded(award.version, demand.version, award.pick, demand.pick):
                yield remark("rewards-demanded", award.pick.key, demand.pick.key)


def rewards_demanded(
    award: Version, demand: Version, awarded: Pick | None = None, demanded: Pick | None = None
) -> bool:
    """Does the award criterion give points for what the specification already demands of all?

    It does where the award is met or not and the demand is of as high a level, or the demand's limit is as strict.
    """
    if award.topic != demand.topic:
        return False
    if award.scoring_method == "yes-no":
        return LEVELS.index(demand.level) >= LEVELS.index(award.level)
    limits = {one.unit: _value(one, demanded) for one in demand.parameters}
    pairs = [(_value(one, awarded), limits[one.unit]) for one in award.parameters if one.unit in limits]
    numbers = [(asked, limit) for asked, limit in pairs if _is_number(asked) and _is_number(limit)]
    if not numbers or award.direction not in ("higher", "lower"):
        return False
    if award.direction == "higher":
        return all(asked <= limit for asked, limit in numbers)  # type: ignore[operator]
    return all(asked >= limit for asked, limit in numbers)  # type: ignore[operator]


def _is_number(value: Figure | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value(parameter: Parameter, pick: Pick | None) -> Figure | None:
    return pick.values.get(parameter.name, parameter.default) if pick else parameter.default


def _link(matter: Matter) -> Iterator[Remark]:
    """The set must be about what is bought, not about the enterprise that sells."""
    for one in matter.chosen:
        if one.version.concerns != "supplier":
            continue
        if one.version.kind in (AWARD, SPECIFICATION):
            yield remark("not-linked", one.pick.key)
        elif one.version.kind == CLAUSE:
            yield remark("clause-about-supplier", one.pick.key)


def _law_already(matter: Matter) -> Iterator[Remark]:
    for one in matter.chosen:
        duty = one.version.already_law
        if duty:
            yield remark(_law_code(one.version), one.pick.key, cite=duty.cite, mark=duty.mark)


def _law_code(version: Version) -> str:
    """What the law that a criterion names means for the set."""
    if version.kind == CLAUSE:
        return "law-demands-clause"
    if is_bound_demand(version):
        return "law-demands-requirement"
    return "already-law" if is_reminder(version) else "law-covers-part"


def _duties(matter: Matter) -> Iterator[Remark]:
    """Clauses that the Act asks for in such a purchase and that the set lacks; by a group, what all its codes have."""
    group = matter.library.groups.get(matter.selection.group)
    try:
        codes = [cpv_code(matter.selection.cpv)] if matter.selection.cpv else []
    except DugnadError:
        return
    codes = codes or [cpv_code(code) for code in (group.cpv if group else ())]
    versions = [one.version for one in matter.chosen]
    certain = _in_all([lacking(versions, code, matter.selection.value_nok, matter.on) for code in codes])
    if_long = _in_all([lacking(versions, code, matter.selection.value_nok, matter.on, LONG) for code in codes])
    for duty in if_long:
        told = {f"duty_{language}": text for language, text in duty.duty.items()}
        yield remark("duty-missing" if duty in certain else "duty-if-long", cite=duty.cite, mark=duty.mark, **told)


def _in_all(found: list[list[DutyVersion]]) -> list[DutyVersion]:
    return [duty for duty in found[0] if all(duty in others for others in found)] if found else []


def _proof(matter: Matter) -> Iterator[Remark]:
    for one in matter.chosen:
        if is_unverifiable(one.version):
            yield remark("unverifiable", one.pick.key)
        if any(label.until and label.until < matter.on for label in one.version.labels_accepted):
            ended = [label.name for label in one.version.labels_accepted if label.until and label.until < matter.on]
            yield remark("label-ended", one.pick.key, labels=", ".join(ended))


def is_unverifiable(version: Version) -> bool:
    """Is the supplier's own word the only proof?"""
    return set(version.proof) <= {"declaration"}


def _weights(matter: Matter) -> Iterator[Remark]:
    awards = matter.of_kind(AWARD)
    for one in matter.chosen:
        if one.version.kind != AWARD and one.pick.weight_percent:
            yield remark("weight-on-requirement", one.pick.key, weight=one.pick.weight_percent)
    given = [one.pick.weight_percent for one in awards if one.pick.weight_percent is not None]
    weights = [*given, *(weight for _, weight in matter.selection.other)]
    for one in awards:
        if one.pick.weight_percent is None:
            yield remark("weight-missing", one.pick.key)
    if any(weight < 0 for weight in weights):
        yield remark("weight-negative")
    if weights and len(given) == len(awards) and abs(sum(weights) - WHOLE) > ROUNDING:
        yield remark("weights-sum", *(one.pick.key for one in awards), total=round(sum(weights), 2))
    if len(awards) > MOST_AWARDS:
        yield remark("too-many-awards", *(one.pick.key for one in awards), number=len(awards), most=MOST_AWARDS)


def _figures(matter: Matter) -> Iterator[Remark]:
    for one in matter.chosen:
        if one.version.is_unconfirmed:
            yield remark("unconfirmed", one.pick.key)
        unfilled = []
        for parameter in one.version.parameters:
            value = one.pick.values.get(parameter.name)
            if value is None or value == "":
                if parameter.default is None or parameter.is_unconfirmed:
                    unfilled.append(parameter.name)
            elif _is_outside(parameter, value):
                figures = ", ".join(map(str, parameter.fact.figures)) if parameter.fact else ""
                yield remark("outside-fact", one.pick.key, field=parameter.name, value=value, figures=figures)
        if unfilled:
            yield remark("unfilled", one.pick.key, fields=", ".join(unfilled))
        for name in one.pick.values:
            if name not in {parameter.name for parameter in one.version.parameters}:
                yield remark("unknown-field", one.pick.key, field=name[:80])


def _is_outside(parameter: Parameter, value: Figure) -> bool:
    """Is the filled value beyond every figure that the source gives?"""
    if parameter.fact is None or not parameter.fact.figures:
        return False
    numbers = [figure for figure in parameter.fact.figures if isinstance(figure, int | float)]
    if isinstance(value, int | float):
        return bool(numbers) and not min(numbers) <= value <= max(numbers)
    texts = [figure for figure in parameter.fact.figures if isinstance(figure, str)]
    return bool(texts) and value != parameter.default and value not in texts


def _contradictions(matter: Matter) -> Iterator[Remark]:
    """Two demands on one matter that name one field and give it different values."""
    for one, other in combinations(matter.of_kind(SPECIFICATION, SELECTION, CLAUSE), 2):
        if one.version.topic != other.version.topic:
            continue
        others = {(field.name, field.unit): _value(field, other.pick) for field in other.version.parameters}
        for field in one.version.parameters:
            mine, theirs = _value(field, one.pick), others.get((field.name, field.unit))
            if mine is not None and theirs is not None and mine != theirs:
                about = (one.pick.key, other.pick.key)
                yield remark("contradiction", *about, field=field.name, one=mine, other=theirs)


def _purchase(matter: Matter) -> Iterator[Remark]:
    """Does each criterion fit what is bought, and its value?"""
    code = matter.selection.cpv
    groups: set[str] = set()
    if code:
        try:
            found = groups_of(matter.library, code)
        except DugnadError:
            yield remark("cpv-unreadable", cpv=code[:40])
            code = ""
        else:
            groups = {one.group for one in found}
            yield from _wide(matter, found)
    for one in matter.chosen:
        is_for_all = set(one.criterion.groups) >= set(matter.library.groups)
        if code and (not fits(one.version, code) or not (is_for_all or groups.intersection(one.criterion.groups))):
            yield remark("outside-cpv", one.pick.key, cpv=code)
        least, value = one.version.value_from_nok, matter.selection.value_nok
        if least and value is not None and value < least:
            yield remark("disproportionate", one.pick.key, value=value, least=float(least))


def _wide(matter: Matter, found: tuple[GroupOfCode, ...]) -> Iterator[Remark]:
    """Does the code lead to no group, or only to groups narrower than it?"""
    if not found and not matter.selection.group:
        yield remark("no-group", cpv=matter.selection.cpv)
    elif found and found[0].how == "beneath" and not matter.selection.group:
        groups = ", ".join(one.group for one in found)
        yield remark("group-is-wide", cpv=matter.selection.cpv, groups=groups)


def _versions(matter: Matter) -> Iterator[Remark]:
    for one in matter.chosen:
        current = one.criterion.versions.at(matter.on)
        if one.version.status not in USABLE or (current is not None and current.status == "withdrawn"):
            yield remark("withdrawn", one.pick.key)
        elif one.version.day > matter.on:
            yield remark("not-in-force", one.pick.key, day=one.version.day.isoformat())
        elif current is not None and current.day != one.version.day:
            yield remark("newer-version", one.pick.key, day=current.day.isoformat())
        if one.version.review_by < matter.on:
            yield remark("review-passed", one.pick.key, day=one.version.review_by.isoformat())


def _levels(matter: Matter) -> Iterator[Remark]:
    if matter.selection.level == "spydspiss" and matter.selection.market in ("narrow", "unknown"):
        yield remark("market-lowered")
    wanted = LEVELS.index(matter.selection.level) if matter.selection.level in LEVELS else 0
    for one in matter.chosen:
        if is_statutory(one.version) or is_bound_demand(one.version):
            continue
        is_front = one.version.level == "spydspiss" or one.version.market == "narrow"
        if is_front and one.version.kind != AWARD and matter.selection.market in ("narrow", "unknown"):
            yield remark("narrow-market", one.pick.key)
        elif one.version.kind != AWARD and LEVELS.index(one.version.level) > wanted:
            yield remark("above-level", one.pick.key, level=one.version.level)


CHECKS: tuple[Check, ...] = (
    _unknown, _duplicates, _rewards, _link, _law_already, _duties, _proof, _weights, _figures, _contradictions,
    _purchase, _versions, _levels,
)  # fmt: skip
