"""What is too small to publish cannot be worked out by somebody who knows the rule and everything that is published."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest

from dugnad.desk.small_numbers import FEWEST, published, published_of, published_share


def test_small_numbers_and_nought_are_hidden_alike() -> None:
    line = published({"03": 0, "11": 1, "15": 2, "46": 3, "50": 40})

    assert line.shown == {"03": None, "11": None, "15": None, "46": 3, "50": 40}
    assert line.total == 46


@pytest.mark.parametrize(
    ("counts", "total", "at_least"),
    [
        ({"11": 2, "46": 9}, None, 9),  # one alone is the difference
        ({"03": 0, "11": 0, "46": 9}, None, 9),  # nought of both
        ({"03": 2, "11": 2, "46": 9}, None, 9),  # as much as it can be of both
        ({"03": 2, "11": 1, "46": 9}, 12, 9),
        ({"03": 1, "11": 1}, None, 0),  # the total is small itself
        ({"03": 4, "11": 5}, 9, 9),
        ({}, None, 0),
    ],
)
def test_a_total_is_told_only_where_it_gives_nothing_away(
    counts: dict[str, int], total: int | None, at_least: int
) -> None:
    line = published(counts)

    assert (line.total, line.at_least) == (total, at_least)


@pytest.mark.parametrize(("places", "most"), [(1, 6), (2, 6), (3, 6), (4, 5), (5, 4)])
def test_nobody_can_tell_a_hidden_number_from_a_line(places: int, most: int) -> None:
    worlds = defaultdict(list)
    for counts in product(range(most + 1), repeat=places):
        line = published(dict(zip("abcde", counts, strict=False)))
        worlds[tuple(line.shown.values()), line.total, line.at_least].append(counts)

    told = [
        (seen, place)
        for seen, ways in worlds.items()
        for place, count in enumerate(seen[0])
        if count is None and len({way[place] for way in ways}) == 1
    ]

    assert told == []
    assert all(count is None or count >= FEWEST for shown, _, _ in worlds for count in shown)


def test_nobody_can_tell_a_hidden_number_from_a_line_and_what_is_counted_of_it() -> None:
    worlds = defaultdict(list)
    pairs = [(whole, part) for whole in range(6) for part in range(whole + 1)]
    for world in product(pairs, repeat=3):
        whole = published({place: one[0] for place, one in zip("abc", world, strict=True)})
        part = published_of({place: one[1] for place, one in zip("abc", world, strict=True)}, whole)
        seen = (tuple(whole.shown.items()), whole.total, tuple(part.shown.items()), part.total, part.at_least)
        worlds[seen].append(world)

    told = []
    for seen, ways in worlds.items():
        for place, name in enumerate("abc"):
            for line, which in ((dict(seen[0]), 0), (dict(seen[2]), 1)):
                if line.get(name) is None and len({way[place][which] for way in ways}) == 1:
                    told.append((seen, name, which))

    assert told == []


@pytest.mark.parametrize(("places", "most"), [(1, 9), (2, 8), (3, 6)])
def test_nobody_can_tell_a_hidden_number_or_its_small_rest(places: int, most: int) -> None:
    wholes = product(range(FEWEST, most + 1), repeat=places)
    told = []
    for whole in wholes:
        line = published(dict(zip("abc", whole, strict=False)))
        worlds = defaultdict(list)
        for counts in product(*(range(one + 1) for one in whole)):
            share = published_share(dict(zip("abc", counts, strict=False)), line, line.places)
            worlds[tuple(share.shown.values()), share.total, share.at_least].append(counts)
        told += [
            (whole, seen, place)
            for seen, ways in worlds.items()
            for place, count in enumerate(seen[0])
            if count is None and len({way[place] for way in ways}) == 1
        ]
        told += [
            (whole, seen)
            for seen in worlds
            for of, count in zip(whole, seen[0], strict=True)
            if count is not None and (count < FEWEST or 0 < of - count < FEWEST)
        ]

    assert told == []
