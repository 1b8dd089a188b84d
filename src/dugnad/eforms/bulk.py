"""Notices in any number, for load: a few hundred patterns written once, then filled with other ids, days and buyers.

The same seed gives the same bytes, and the first n notices are the same whatever the count.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from dugnad.eforms.demo import demo_bodies, demo_texts
from dugnad.eforms.demo_paths import ALL_PATHS
from dugnad.eforms.demo_purchase import Path, Purchase
from dugnad.eforms.spec import Organisation
from dugnad.eforms.writer import write_notice

PATTERNS = 240
MARK = "\x1a"
"""Never in XML: stands around each opening of a pattern."""
VALUE = 7_777_777_777
ISSUED = re.compile(rb"(?<=<cbc:IssueDate>)\d{4}-\d\d-\d\d")
ENDS = re.compile(rb"(?<=<cbc:EndDate>)\d{4}-\d\d-\d\d")
DAYS_TO_TENDER, DAYS_TO_NEXT = 35, 55


@dataclass(frozen=True, slots=True)
class Pattern:
    """The notices of one procedure, cut where they are filled."""

    path: Path
    notices: tuple[list[bytes], ...]


def write_many(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """(file name, XML) of `count` notices; those of one procedure follow each other."""
    dice = random.Random(seed)  # noqa: S311 - a steady sequence is what is wanted
    patterns = _patterns(dice)
    number = 0
    while number < count:
        pattern = patterns[int(dice.random() * len(patterns))]
        fill = _fill(pattern.path, dice)
        for pieces in pattern.notices[: count - number]:
            number += 1
            yield f"bulk-{number:07d}.xml", b"".join([fill.get(piece, piece) for piece in pieces])


def _fill(path: Path, dice: random.Random) -> dict[bytes, bytes]:
    """What stands in the openings of one procedure's notices."""
    bodies = demo_bodies()
    body = bodies[int(dice.random() * len(bodies))]
    day = path.since + timedelta(days=int(dice.random() * ((path.until - path.since).days + 1)))
    bits = dice.getrandbits(384)
    return {
        b"i": _uuid(bits),
        b"j": _uuid(bits >> 128),
        b"p": _uuid(bits >> 256),
        b"n": body.orgnr.encode(),
        b"b": body.names["nb"].encode(),
        b"d": day.isoformat().encode(),
        b"e": (day + timedelta(days=DAYS_TO_TENDER)).isoformat().encode(),
        b"f": (day + timedelta(days=DAYS_TO_NEXT)).isoformat().encode(),
        b"v": b"%d.00" % (100_000 * (10 + int(dice.random() * 400))),
    }


def _uuid(bits: int) -> bytes:
    text = f"{bits & ((1 << 128) - 1):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}".encode()


def _patterns(dice: random.Random) -> list[Pattern]:
    """Patterns of all paths; texts and weights differ between them."""
    found = []
    for turn in range(PATTERNS):
        path = ALL_PATHS[turn % len(ALL_PATHS)]
        notices = path.write(_purchase(path, turn, dice))
        found.append(Pattern(path, tuple(_cut(write_notice(one), later=n > 0) for n, one in enumerate(notices))))
    return found


def _cut(raw: bytes, *, later: bool) -> list[bytes]:
    """Pieces of a notice; a piece of one letter is an opening, all others stand as they are."""
    mark = MARK.encode()
    raw = ISSUED.sub(mark + (b"f" if later else b"d") + mark, raw)
    raw = ENDS.sub(mark + b"e" + mark, raw)
    raw = raw.replace(b"%d.00" % VALUE, mark + b"v" + mark)
    return raw.split(mark)


def _opening(letter: str) -> str:
    return f"{MARK}{letter}{MARK}"


def _purchase(path: Path, turn: int, dice: random.Random) -> Purchase:
    texts = demo_texts()
    bodies = [body for body in demo_bodies() if path.kinds is None or body.kind in path.kinds]
    buyer = bodies[turn % len(bodies)].organisation("nb")
    subjects = [one for one in texts["purchases"] if path.cpv is None or one["cpv"] == path.cpv]
    return Purchase(
        buyer=Organisation(
            name=_opening("b"),
            orgnr=_opening("n"),
            nuts=buyer.nuts,
            legal_type=buyer.legal_type,
            activity=buyer.activity,
        ),
        partner=demo_bodies()[turn % len(demo_bodies())].organisation("nb"),
        winner=Organisation(name="Tenkt Leverandør AS (DEMO)"),
        language=("nb", "nn", "en")[dice.randrange(3)],
        texts=texts,
        subject=subjects[dice.randrange(len(subjects))],
        on=path.since,
        value_nok=VALUE,
        number=turn,
        notice_ids=(_opening("i"), _opening("j")),
        procedure_id=_opening("p"),
        variation=dice.randrange(1000),
    )
