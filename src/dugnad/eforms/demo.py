"""Demonstration notices: some three hundred purchases of invented bodies, 2023-2026, on every path of the rule.

Bodies and texts lie in content/demo. The same content gives the same bytes: nothing here asks the clock or the dice.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from dugnad.content import content_path, read_csv, read_yaml
from dugnad.eforms.demo_paths import ALL_PATHS
from dugnad.eforms.demo_purchase import Path, Purchase
from dugnad.eforms.spec import Notice, Organisation
from dugnad.eforms.writer import write_notice

SEED = 20080711
COUNT = 300
NUTS = {"03": "NO081", "11": "NO0A1", "46": "NO0A2", "50": "NO060"}
LEGAL_TYPES = {
    "municipality": "la", "county": "ra", "ministry": "cga", "state-agency": "cga", "governor": "cga",
    "health": "body-pl-cga", "inter-municipal": "body-pl-la", "municipal-enterprise": "body-pl-la",
    "state-enterprise": "pub-undert-cga",
}  # fmt: skip
WINNERS = ("Tenkt Leverandør AS (DEMO)", "Prøveselskapet AS (DEMO)", "Eksempel Entreprenør AS (DEMO)")


@dataclass(frozen=True, slots=True)
class DemoBody:
    """An invented body, as it signs its notices."""

    orgnr: str
    kind: str
    county: str
    names: dict[str, str]

    def organisation(self, language: str) -> Organisation:
        return Organisation(
            name=self.names[language],
            orgnr=self.orgnr,
            nuts=NUTS[self.county],
            city=self.names["nb"].split()[0],
            legal_type=LEGAL_TYPES[self.kind],
            activity="gen-pub",
        )


@cache
def demo_bodies() -> tuple[DemoBody, ...]:
    """The invented bodies of content/demo/bodies.csv."""
    return tuple(
        DemoBody(
            row["orgnr"],
            row["kind"],
            row["county"],
            {"nb": row["name"], "nn": row["name_nn"] or row["name"], "en": row["name_en"] or row["name"]},
        )
        for row in read_csv(content_path("demo/bodies.csv"))
    )


@cache
def demo_texts() -> dict[str, Any]:
    """Titles, criteria and statements of the invented purchases."""
    found: dict[str, Any] = read_yaml(content_path("demo/purchases.yaml"))
    return found


def demo_notices() -> Iterator[tuple[str, bytes]]:
    """(file name, XML) of every demonstration notice, in the order of their days."""
    notices = sorted(_notices(), key=lambda notice: (notice.issue_date, notice.notice_id))
    for number, notice in enumerate(notices, 1):
        yield f"demo-{number:04d}.xml", write_notice(notice)


def _notices() -> Iterator[Notice]:
    """Every path once, then paths by their share, until there are enough."""
    dice = random.Random(SEED)  # noqa: S311 - a steady sequence is what is wanted
    weights = [path.share for path in ALL_PATHS]
    turns = [*ALL_PATHS, *ALL_PATHS, *dice.choices(ALL_PATHS, weights, k=COUNT)]
    made = 0
    for turn, path in enumerate(turns):
        if made >= COUNT:
            return
        for notice in path.write(_purchase(path, turn, dice)):
            made += 1
            yield notice


def _purchase(path: Path, turn: int, dice: random.Random) -> Purchase:
    texts = demo_texts()
    bodies = _likely(path, turn)
    body = bodies[(turn * 7 + dice.randrange(len(bodies))) % len(bodies)]
    language = "en" if path.is_english else "nn" if body.county in ("46", "11") and turn % 3 else "nb"
    subjects = [one for one in texts["purchases"] if path.cpv is None or one["cpv"] == path.cpv]
    subject = subjects[dice.randrange(len(subjects))]
    others = [one for one in demo_bodies() if one.county == body.county and one is not body]
    return Purchase(
        buyer=body.organisation(language),
        partner=others[turn % len(others)].organisation(language),
        winner=Organisation(name=WINNERS[turn % len(WINNERS)], country="NOR", nuts=NUTS[body.county]),
        language=language,
        texts=texts,
        subject=subject,
        on=_day(path, dice),
        value_nok=round(subject["value_nok"] * dice.uniform(0.6, 1.6), -4),
        number=turn,
        notice_ids=tuple(str(UUID(int=dice.getrandbits(128), version=4)) for _ in range(3)),
        procedure_id=str(UUID(int=dice.getrandbits(128), version=4)),
        variation=dice.randrange(1000),
    )


def _likely(path: Path, turn: int) -> list[DemoBody]:
    """Bodies that may go this way; three times in four those with its habit, and the silent never."""
    habits: dict[str, list[str]] = demo_texts()["habits"]
    bodies = [
        body
        for body in demo_bodies()
        if (path.kinds is None or body.kind in path.kinds) and body.orgnr not in habits["silent"]
    ]
    fond = [body for body in bodies if body.orgnr in habits.get(path.habit, [])] if turn % 4 else []
    averse = [number for habit, numbers in habits.items() if habit != path.habit for number in numbers]
    return fond or [body for body in bodies if body.orgnr not in averse or turn % 2] or bodies


def _day(path: Path, dice: random.Random) -> date:
    """A weekday between the path's first and last day."""
    day = path.since + timedelta(days=dice.randrange((path.until - path.since).days + 1))
    return max(path.since, day - timedelta(days=max(0, day.weekday() - 4)))
