"""One version of a criterion as its file says it. What the words must agree on is in faults.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dugnad.criteria.checks_file import Given
from dugnad.criteria.criterion import (
    BINDS,
    COVERS,
    DOUBTS,
    KINDS,
    LEVELS,
    MARKETS,
    METHODS,
    PROOFS,
    SHARED,
    SIZES,
    STATUSES,
    THEMES,
    WEIGHTS,
    WHENS,
    Effect,
    Fact,
    Group,
    Label,
    LegalDuty,
    Parameter,
    Version,
)
from dugnad.criteria.faults import version_faults
from dugnad.criteria.group_file import cpv_codes
from dugnad.criteria.reading import NAME, LibraryFile
from dugnad.law.lawfile import MARKS, Key

ALL = "all"
CONCERNS = ("delivery", "supplier")
DIRECTIONS = ("higher", "lower")
KEYS = {
    "name", "kind", "level", "topic", "themes", "concerns", "groups", "applies_to", "requirement", "parameters",
    "documentation", "verification", "proof", "why", "points_of_caution", "guidance", "measured_by", "scoring_method",
    "scoring", "follow_up_when", "follow_up", "evidence", "labels_accepted", "effect", "facts", "already_law",
    "conflicts_with", "value_from_nok", "market", "owner", "review_by", "status", "changed",
    "weight_counts",
}  # fmt: skip
PARAMETER = {"label", "unit", "default", "fact"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a version may name."""

    groups: Mapping[str, Group]
    facts: Mapping[str, Fact]
    labels: Mapping[str, Label]
    ids: frozenset[str] = frozenset()
    group_names: Mapping[str, object] = field(default_factory=dict)
    """The folders that have a group.yaml, also one that cannot be read: its fault is told there."""


def read_version(
    file: LibraryFile, home: str, criterion: str, day: date, beside: Beside, given: Given
) -> tuple[Version, tuple[str, ...]] | None:
    """The version and the groups it is for; None where the file has a fault."""
    file.only((), KEYS if home == SHARED else KEYS - {"groups"})
    version = _version(file, home, criterion, day, beside)
    groups = _groups(file, home, beside)
    if not file.faults:  # what the words must agree on is asked only of words that are there
        is_for_all = file.get(("groups",)) == ALL  # such a criterion may name any codes
        within = [] if is_for_all else [beside.groups[group] for group in groups if group in beside.groups]
        version_faults(file, version, within, given)
    return None if file.faults else (version, groups)


def _version(file: LibraryFile, home: str, criterion: str, day: date, beside: Beside) -> Version:
    kind = file.one_of(KINDS, "kind")
    level = file.one_of(LEVELS, "level")
    is_award, is_clause = kind == "award-criterion", kind == "contract-clause"
    unit, direction = _measured(file, is_award)
    return Version(
        criterion=criterion,
        day=day,
        file=file.place,
        name=file.words("name"),
        kind=kind,
        level=level,
        topic=_slug(file, "topic"),
        themes=file.list_of(THEMES, "themes"),
        concerns=file.one_of(CONCERNS, "concerns"),
        applies_to=cpv_codes(file, "applies_to", may_be_empty=True),
        requirement=file.words("requirement"),
        parameters=_parameters(file, home, beside),
        documentation=file.words("documentation"),
        verification=file.words("verification"),
        proof=file.list_of(PROOFS, "proof"),
        why=file.words("why"),
        points_of_caution=file.words("points_of_caution"),
        guidance=file.words_or_none("guidance"),
        scoring=file.words("scoring") if is_award else file.words_or_none("scoring"),
        scoring_method=file.one_of(METHODS, "scoring_method") if is_award else file.text_or_none("scoring_method"),
        follow_up=file.words("follow_up") if is_clause else file.words_or_none("follow_up"),
        follow_up_when=file.list_of(WHENS, "follow_up_when", may_be_empty=not is_clause),
        evidence=file.words("evidence") if is_clause else file.words_or_none("evidence"),
        unit=unit,
        direction=direction,
        labels_accepted=_labels(file, beside),
        effect=_effect(file, home, beside),
        facts=_facts(file, home, beside),
        already_law=_already_law(file),
        conflicts_with=_conflicts(file, criterion, beside),
        value_from_nok=file.amount_or_none("value_from_nok"),
        market=_market(file, level),
        owner=file.text("owner"),
        review_by=file.day("review_by"),
        status=file.one_of(STATUSES, "status"),
        changed=file.words_or_none("changed"),
        weight_counts=_weight_counts(file, is_award=is_award),
    )


def _weight_counts(file: LibraryFile, *, is_award: bool) -> str:
    """Certain where nothing is said; only an award criterion has a weight."""
    if not file.has("weight_counts"):
        return WEIGHTS[0]
    if not is_award:
        file.fault(("weight_counts",), "Only an award criterion has a weight.", "Remove it.")
    return file.one_of(WEIGHTS, "weight_counts")


def _slug(file: LibraryFile, *keys: Key) -> str:
    text = file.text(*keys)
    if text and not NAME.fullmatch(text):
        file.fault(keys, f'"{text}" cannot be a {keys[-1]}.', "Use small letters a-z, digits and -.")
    return text


def _groups(file: LibraryFile, home: str, beside: Beside) -> tuple[str, ...]:
    if home != SHARED:
        return (home,)
    value = file.get(("groups",))
    if value == ALL:
        return tuple(beside.groups)
    names = file.texts("groups")
    for index, name in enumerate(names):
        file.known(name, beside.group_names, "group", "groups", index)
        if name in names[:index]:
            file.fault(("groups", index), f'"{name}" stands twice.', "Keep one of them.")
    return names


def _parameters(file: LibraryFile, home: str, beside: Beside) -> tuple[Parameter, ...]:
    found = []
    for name in file.names_of("parameters"):
        if not name.isidentifier() or not name.isascii() or name != name.lower():
            file.fault(("parameters", name), f'"{name}" cannot name a field.', "Use small letters a-z, digits and _.")
        file.only(("parameters", name), PARAMETER)
        default = file.figure_or_none("parameters", name, "default")
        fact = _fact(file, home, beside, "parameters", name, "fact") if file.has("parameters", name, "fact") else None
        label = file.words("parameters", name, "label")
        found.append(Parameter(name, label, file.text_or_none("parameters", name, "unit"), default, fact))
    return tuple(found)


def _fact(file: LibraryFile, home: str, beside: Beside, *keys: Key) -> Fact | None:
    name = file.get(keys)
    if isinstance(name, str) and "/" not in name:
        name = f"{home}/{name}"
    return file.known(name, beside.facts, "fact of facts.yaml", *keys)


def _facts(file: LibraryFile, home: str, beside: Beside) -> tuple[Fact, ...]:
    found = [_fact(file, home, beside, "facts", index) for index in range(file.rows("facts"))]
    return tuple(fact for fact in found if fact)


def _labels(file: LibraryFile, beside: Beside) -> tuple[Label, ...]:
    value = file.get(("labels_accepted",))
    found = []
    for index in range(file.rows("labels_accepted")):
        label = file.known(value[index], beside.labels, "label of labels.yaml", "labels_accepted", index)
        if label and label in found:
            file.fault(("labels_accepted", index), f'"{label.id}" stands twice.', "Keep one of them.")
        if label:
            found.append(label)
    return tuple(found)


def _measured(file: LibraryFile, is_award: bool) -> tuple[str, str]:
    if not is_award and not file.has("measured_by"):
        return "", ""
    file.only(("measured_by",), {"unit", "direction"})
    unit = file.text("measured_by", "unit")
    return unit, file.one_of(DIRECTIONS, "measured_by", "direction")


def _effect(file: LibraryFile, home: str, beside: Beside) -> Effect:
    file.only(("effect",), {"size", "unit", "uncertainty", "because", "fact"})
    return Effect(
        file.one_of(SIZES, "effect", "size"),
        file.text_or_none("effect", "unit"),
        file.one_of(DOUBTS, "effect", "uncertainty"),
        file.words("effect", "because"),
        _fact(file, home, beside, "effect", "fact") if file.has("effect", "fact") else None,
    )


def _already_law(file: LibraryFile) -> LegalDuty | None:
    if not file.has("already_law"):
        return None
    file.only(("already_law",), {"cite", "mark", "says", "binds", "covers"})
    mark = file.one_of(MARKS, "already_law", "mark")
    binds = file.one_of(BINDS, "already_law", "binds") if file.has("already_law", "binds") else BINDS[0]
    covers = file.one_of(COVERS, "already_law", "covers") if file.has("already_law", "covers") else COVERS[0]
    return LegalDuty(
        file.text("already_law", "cite"), mark, file.words("already_law", "says"), binds=binds, covers=covers
    )


def _conflicts(file: LibraryFile, criterion: str, beside: Beside) -> tuple[str, ...]:
    if file.get(("conflicts_with",)) in (None, []):
        return ()
    names = file.texts("conflicts_with")
    for index, name in enumerate(names):
        if name == criterion:
            file.fault(("conflicts_with", index), "A criterion does not conflict with itself.", "Remove it.")
        else:
            file.known(name, dict.fromkeys(beside.ids, True), "criterion", "conflicts_with", index)
    return names


def _market(file: LibraryFile, level: str) -> str:
    if file.has("market"):
        return file.one_of(MARKETS, "market")
    return "narrow" if level == "spydspiss" else "wide"
