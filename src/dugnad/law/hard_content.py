"""The scope and the hard requirements as content/law/hard and content/law/risk say them: versions, lists, sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from dugnad.content import content_files, content_path
from dugnad.errors import ContentError
from dugnad.law.duty_law import NORMS
from dugnad.law.finding import Mark
from dugnad.law.lawfile import LANGUAGES, MARKS, Key, LawFile
from dugnad.law.parameters import CpvList

Names = dict[str, str]
Read = TypeVar("Read")
JUDGED = ("scope.act", "announcement.duty", "vehicles.zero-emission", "energy.efficiency", "human-rights.risk")
PLACEHOLDERS = frozenset({"cite", "value", "amount", "row", "place", "form", "asked", "group", "words", "letter"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HardVersion:
    """One rule as it was worded in a period."""

    id: str
    rule: str
    names: Names
    text: Names
    since: date
    until: date | None
    norm: str
    cite: dict[str, str]
    href: str
    mark: Mark
    missing: Names
    """What was not found about this version; empty where nothing is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HardRule:
    """One rule through the years. `is_judged` is False where no rule of law was found: it is only listed."""

    id: str
    is_judged: bool
    versions: tuple[HardVersion, ...]
    sentences: dict[str, Names]

    def at(self, on: date) -> HardVersion | None:
        """The version in force on the day."""
        return next(
            (one for one in self.versions if one.since <= on and (one.until is None or on <= one.until)),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsGroup:
    """Goods that a rule names, by their CPV codes and words, with how well the link is checked."""

    id: str
    names: Names
    cpv: CpvList
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaForm:
    """How award criteria are stated under one part of a regulation."""

    names: Names
    cite: str
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Rules that are told together, in the order of the page."""

    id: str
    names: Names
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HardLaw:
    """Everything in content/law/hard and content/law/risk."""

    rules: dict[str, HardRule]
    labelled_goods: tuple[GoodsGroup, ...]
    high_risk: tuple[GoodsGroup, ...]
    forms: dict[str, CriteriaForm]
    places: dict[str, Names]
    """How each regulation and part is named in a sentence."""
    subjects: tuple[Subject, ...]


@cache
def load_hard() -> HardLaw:
    """The rules as the content files say them; the first fault is raised."""
    law, faults = _read_all()
    if faults:
        raise faults[0]
    return law


def check_hard() -> list[ContentError]:
    """Every fault in content/law/hard and content/law/risk."""
    try:
        return _read_all()[1]
    except ContentError as error:
        return [error]


def _read_all() -> tuple[HardLaw, list[ContentError]]:
    faults: list[ContentError] = []

    def read(path: Path, reader: Callable[[LawFile], Read]) -> Read:
        file = LawFile(path)
        found = reader(file)
        faults.extend(file.faults)
        return found

    rules = [read(path, read_rule) for path in content_files("law/hard/rules", "*.yaml")]
    by_id = {rule.id: rule for rule in rules}
    for missing in (name for name in JUDGED if name not in by_id):
        problem = f'The rule "{missing}" has no file.'
        faults.append(ContentError("content/law/hard/rules", None, problem, "Restore it from the repository."))
    law = HardLaw(
        rules=by_id,
        labelled_goods=read(content_path("law/hard/labelled-goods.yaml"), read_groups),
        high_risk=read(content_path("law/risk/high-risk-list.yaml"), read_groups),
        forms=read(content_path("law/hard/criteria-form.yaml"), read_forms),
        places=read(content_path("law/hard/places.yaml"), lambda file: {key: file.names(key) for key in file.top}),
        subjects=read(content_path("law/hard/subjects.yaml"), read_subjects),
    )
    return law, faults


def read_rule(file: LawFile) -> HardRule:
    """One rule with its versions and the sentences that tell its outcomes."""
    file.only((), {"rule", "is_judged", "name", "versions", "sentences", "last_checked"})
    file.checked()
    rule, names = file.text("rule"), file.names("name")
    entries = file.get(("versions",))
    if not isinstance(entries, list) or not entries:
        file.fault(("versions",), "`versions` is missing or not a list.", "Write one `- rule_version: …` per version.")
        entries = []
    is_judged = file.is_true("is_judged")
    found = [_version(file, ("versions", index), rule, names) for index in range(len(entries))]
    versions = tuple(sorted(found, key=lambda one: one.since))
    for earlier, later in pairwise(versions):
        if earlier.until is None or earlier.until >= later.since:
            file.fault(
                ("versions",), f"{earlier.id} still holds when {later.id} starts.", "Write `until` in the first."
            )
    sentences = {key: file.names("sentences", key) for key in (file.mapping("sentences") if is_judged else {})}
    _check_placeholders(file, sentences)
    return HardRule(id=rule, is_judged=is_judged, versions=versions, sentences=sentences)


def _version(file: LawFile, keys: tuple[Key, ...], rule: str, names: Names) -> HardVersion:
    file.only(keys, {"rule_version", "since", "until", "norm", "name", "text", "cite", "href", "mark", "missing"})
    file.text(*keys, "cite", "rule")
    return HardVersion(
        id=file.text(*keys, "rule_version"),
        rule=rule,
        names=file.names(*keys, "name") if file.get((*keys, "name")) is not None else names,
        text=file.names(*keys, "text"),
        since=file.day(*keys, "since"),
        until=file.day_or_none(*keys, "until"),
        norm=file.one_of(NORMS, *keys, "norm"),
        cite=dict(file.mapping(*keys, "cite")),
        href=file.text(*keys, "href"),
        mark=read_mark(file, *keys),
        missing=file.names(*keys, "missing") if file.get((*keys, "missing")) is not None else {},
    )


def read_groups(file: LawFile) -> tuple[GoodsGroup, ...]:
    """Groups of goods; each has a list of CPV beginnings as the other CPV lists have."""
    file.only((), {"name", "groups", "last_checked"})
    file.checked()
    groups = []
    for name in file.mapping("groups"):
        keys = ("groups", name)
        file.only(keys, {"name", "cpv", "words", "cite", "href", "mark"})
        cpv = CpvList(
            file.names(*keys, "name"),
            file.texts(*keys, "cpv"),
            file.text(*keys, "cite"),
            file.text(*keys, "href"),
            read_mark(file, *keys),
        )
        words = file.texts(*keys, "words") if file.get((*keys, "words")) is not None else ()
        groups.append(GoodsGroup(id=str(name), names=cpv.names, cpv=cpv, words=words))
        for index, code in enumerate(cpv.prefixes):
            if not code.isdigit():
                file.fault((*keys, "cpv", index), f'"{code}" is not the beginning of a CPV code.', 'Write "341".')
    return tuple(groups)


def read_forms(file: LawFile) -> dict[str, CriteriaForm]:
    """The form of award criteria by place (foa-3, ff-2 …)."""
    file.only((), {"forms", "last_checked"})
    file.checked()
    forms = {}
    for name in file.mapping("forms"):
        keys = ("forms", name)
        file.only(keys, {"text", "cite", "href", "mark"})
        forms[str(name)] = CriteriaForm(
            names=file.names(*keys, "text"),
            cite=file.text(*keys, "cite"),
            href=file.text(*keys, "href"),
            mark=read_mark(file, *keys),
        )
    return forms


def read_subjects(file: LawFile) -> tuple[Subject, ...]:
    """The subjects in their order; each rule stands under one of them."""
    file.only((), {"subjects", "last_checked"})
    file.checked()
    subjects, seen = [], set()
    for name in file.mapping("subjects"):
        keys = ("subjects", name)
        file.only(keys, {"name", "rules"})
        subject = Subject(id=str(name), names=file.names(*keys, "name"), rules=file.texts(*keys, "rules"))
        for index, rule in enumerate(subject.rules):
            if rule in seen:
                file.fault((*keys, "rules", index), f'"{rule}" stands under two subjects.', "Keep one of them.")
            seen.add(rule)
        subjects.append(subject)
    return tuple(subjects)


def read_mark(file: LawFile, *keys: Key) -> Mark:
    mark: Any = file.one_of(MARKS, *keys, "mark")
    found: Mark = mark
    return found


def _check_placeholders(file: LawFile, sentences: dict[str, Names]) -> None:
    for key, names in sentences.items():
        for language in LANGUAGES:
            try:
                used = {name for _, name, _, _ in Formatter().parse(names[language]) if name is not None}
            except ValueError:
                used = {"{"}
            if not used <= PLACEHOLDERS:
                remedy = f"Use only {{{'}, {'.join(sorted(PLACEHOLDERS))}}}."
                file.fault(("sentences", key, language), "A placeholder is not known or not closed.", remedy)
