"""Whatever is wrong with a notice, the reader survives it quickly and says something about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from faults.mutants import KINDS
from faults.reading import canaries, read_all


def test_200_wrong_notices_each_give_rows_or_a_problem(real_notices: list[bytes], tmp_path: Path) -> None:
    run(range(200), real_notices, tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("start", range(200, 20_000, 2_475))
def test_20_000_wrong_notices_each_give_rows_or_a_problem(
    start: int, real_notices: list[bytes], tmp_path: Path
) -> None:
    run(range(start, start + 2_475), real_notices, tmp_path)


def run(numbers: Sequence[int], notices: list[bytes], folder: Path) -> None:
    with canaries(folder) as outside:
        outcomes = list(read_all(numbers, notices, outside.addresses))

    assert [outcome for outcome in outcomes if outcome.fault] == []
    assert [outcome.number for outcome in outcomes] == list(numbers)
    assert outside.visits == []
    kinds = Counter(outcome.kind for outcome in outcomes)
    assert set(kinds) == set(KINDS)
