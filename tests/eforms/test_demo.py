from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import islice

from dugnad.eforms.bulk import write_many
from dugnad.eforms.demo import demo_bodies, demo_notices
from dugnad.eforms.demo_paths import ALL_PATHS
from dugnad.notices.orgnr import is_valid
from dugnad.notices.read import read_notice
from dugnad.notices.register import load_register


def test_demonstration_notices_are_the_same_every_time() -> None:
    first = hashlib.sha256(b"".join(raw for _, raw in demo_notices())).hexdigest()

    second = hashlib.sha256(b"".join(raw for _, raw in demo_notices())).hexdigest()

    assert second == first


def test_demonstration_bodies_are_plainly_invented() -> None:
    bodies = [body for body in load_register().bodies if body.is_demo]

    assert len(bodies) == len(demo_bodies())
    assert [body.name for body in bodies if "(DEMO)" not in body.name] == []
    assert [body.orgnr for body in bodies if not (body.orgnr or "").startswith("3")] == []
    assert [body.orgnr for body in bodies if not is_valid(body.orgnr or "")] == []


def test_every_demonstration_notice_is_read_without_a_problem_and_found_in_the_register() -> None:
    register = load_register()

    readings = [read_notice(raw, file=name, register=register) for name, raw in demo_notices()]

    assert len(readings) == 300
    assert [(one.file, one.problems) for one in readings if one.problems] == []
    assert {row["matched_by"] for one in readings for row in one.buyer} == {"number"}
    assert len({one.notice["notice_id"] for one in readings if one.notice}) == 300
    assert {one.notice["announced"].year for one in readings if one.notice} == {2023, 2024, 2025, 2026}


def test_no_demonstration_notice_carries_a_person_or_a_way_to_reach_one() -> None:
    texts = b"".join(raw for _, raw in demo_notices())

    assert re.findall(rb"cac:Contact>|ElectronicMail|Telephone|@[a-z]", texts) == []


def test_every_path_is_walked() -> None:
    names = Counter(path.name for path in ALL_PATHS)

    assert [name for name, count in names.items() if count > 1] == []
    assert len(names) == len(ALL_PATHS)


def test_bulk_is_steady_and_every_notice_has_its_own_id() -> None:
    few, many = list(write_many(200, seed=7)), list(islice(write_many(100_000, seed=7), 200))

    ids = [re.findall(rb'notice-id">([^<]+)<', raw)[0] for _, raw in few]

    assert few == many
    assert len(set(ids)) == 200
    assert list(write_many(3, seed=8)) != few[:3]


def test_bulk_notices_are_read_without_a_problem() -> None:
    register = load_register()

    readings = [read_notice(raw, file=name, register=register) for name, raw in write_many(150, seed=3)]

    assert [(one.file, one.problems) for one in readings if one.problems] == []
    assert {row["matched_by"] for one in readings for row in one.buyer} == {"number"}
