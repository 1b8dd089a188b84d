"""SDG indicator 12.7.1 of one year: A and F computed, B to E as answered, and a total only where it may be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import Q

from dugnad.law.parameters import load_law
from dugnad.monitor.pictures.share_of_paths import Counted, share_of_paths, years_counted
from dugnad.plan.sdg import GATE, SHARE, Group, Index, Level, Part, load_sdg
from dugnad.records.models.plan import Plan
from dugnad.records.models.status import SdgAnswer

FIRST_YEAR = 2021
LANGUAGES = ("nb", "nn", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What an answer rests on."""

    text: dict[str, str]
    href: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAnswer:
    """One part with its value; none is not answered, and never a no."""

    part: Part
    value: float | None
    proofs: tuple[Proof, ...]
    text: str
    evidence_url: str
    ticked: frozenset[str]


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The share of one priority group or level of government."""

    group: Group
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class SdgYear:
    """The index of one year. `total` and `level` are none until UNEP's sub-points are content."""

    year: int
    years: tuple[int, ...]
    index: Index
    parts: tuple[PartAnswer, ...]
    share: Counted
    priority: tuple[GroupShare, ...]
    government: tuple[GroupShare, ...]
    total: float | None
    level: Level | None


def sdg_years(store: Path, on: date) -> tuple[int, ...]:
    """The years that can be shown: those with figures or answers, and this one; the newest first."""
    answered = SdgAnswer.objects.order_by().values_list("year", flat=True).distinct()
    found = {on.year, *years_counted(store), *answered}
    return tuple(sorted((year for year in found if FIRST_YEAR <= year <= on.year), reverse=True))


def sdg_year(store: Path, year: int, on: date) -> SdgYear:
    """The index as it stands for the year; `on` is today, so that a plan to come does not count yet."""
    index = load_sdg()
    answers = {answer.part: answer for answer in SdgAnswer.objects.filter(year=year)}
    share = counted(store, index, "cpv", [code for group in index.priority for code in group.codes], year)
    proofs = gate_proofs(min(on, date(year, 12, 31)))
    parts = tuple(
        gate(index.parts[GATE], proofs) if key == GATE
        else share_part(index.parts[SHARE], share) if key == SHARE
        else answered_part(index.parts[key], answers.get(key))
        for key in index.parts
    )  # fmt: skip
    total = index.total({one.part.key: one.value for one in parts})
    return SdgYear(
        year=year,
        years=sdg_years(store, on),
        index=index,
        parts=parts,
        share=share,
        priority=tuple(GroupShare(one, counted(store, index, "cpv", one.codes, year)) for one in index.priority),
        government=tuple(GroupShare(one, counted(store, index, "kind", one.codes, year)) for one in index.government),
        total=total,
        level=None if total is None else index.level(total),
    )


def counted(store: Path, index: Index, scope: str, codes: list[str] | tuple[str, ...], year: int) -> Counted:
    """The share of these codes that year."""
    return share_of_paths(
        store, scope, codes, str(year), indicator=index.indicator, paths=index.paths, unread=index.left_out
    )


def gate_proofs(on: date) -> tuple[Proof, ...]:
    """The national plans and the legal requirement in force on the day."""
    plans = Plan.objects.filter(Q(since__lte=on), Q(until__isnull=True) | Q(until__gte=on), body=None)
    shown = [
        Proof(text={name: plan.title.get(name) or str(plan) for name in LANGUAGES},
              href=str(plan.source.get("href", "")), mark=str(plan.source.get("mark", "")))
        for plan in plans.exclude(state=Plan.State.DRAFT)
    ]  # fmt: skip
    version = load_law().versions["foa"].at(on)
    if version is not None and version.norm == "shall":
        texts = {name: f"{version.names[name]} ({version.cite['rule']})" for name in LANGUAGES}
        shown.append(Proof(text=texts, href=version.href, mark=version.mark))
    return tuple(shown)


def gate(part: Part, proofs: tuple[Proof, ...]) -> PartAnswer:
    """A: 1 with evidence, else 0."""
    value = 1.0 if proofs else 0.0
    return PartAnswer(part=part, value=value, proofs=proofs, text="", evidence_url="", ticked=frozenset())


def share_part(part: Part, share: Counted) -> PartAnswer:
    """F: the share, where enough could be read to say anything."""
    value = None if share.is_too_little else share.value
    return PartAnswer(part=part, value=value, proofs=(), text="", evidence_url="", ticked=frozenset())


def answered_part(part: Part, answer: SdgAnswer | None) -> PartAnswer:
    """B to E: as the coordinator answered, with the evidence."""
    if answer is None:
        return PartAnswer(part=part, value=None, proofs=(), text="", evidence_url="", ticked=frozenset())
    ticked = frozenset(str(key) for key in answer.points)
    value = answer.value if part.points is None else part.value_of(ticked) if answer.evidence_url else None
    return PartAnswer(
        part=part, value=value, proofs=(), text=answer.text, evidence_url=answer.evidence_url, ticked=ticked
    )


def sdg_as_dict(found: SdgYear) -> dict[str, Any]:
    """The year for programs."""
    index = found.index
    return {
        "indicator": "12.7.1",
        "year": found.year,
        "formula": index.formula,
        "has_sub_points": index.has_points,
        "total": found.total,
        "level": found.level.level if found.level else None,
        "parts": {
            one.part.key: {
                "name": one.part.name,
                "kind": one.part.kind,
                "value": one.value,
                "is_answered": one.value is not None,
                "text": one.text,
                "evidence_url": one.evidence_url,
                "proofs": [{"text": proof.text, "href": proof.href, "mark": proof.mark} for proof in one.proofs],
            }
            for one in found.parts
        },
        "share": counted_as_dict(found.share),
        "how": index.how,
        "priority": {one.group.key: counted_as_dict(one.counted) for one in found.priority},
        "government": {one.group.key: counted_as_dict(one.counted) for one in found.government},
        "source": {"title": index.source_title, "href": index.source_href, "mark": index.source_mark},
    }


def counted_as_dict(share: Counted) -> Mapping[str, Any]:
    """A share with its denominator and coverage."""
    return {
        "value": None if share.is_too_little else share.value,
        "numerator": share.numerator,
        "denominator": share.denominator,
        "lots": share.lots,
        "coverage": share.coverage,
        "is_demo": share.is_demo,
    }
