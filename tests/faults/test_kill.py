"""`kill -9` at any moment of an import: the store is as before or as after, and the same import again completes it."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from faults.stores import Snapshot, differences, run_import, snapshot, start_import, zip_of


@pytest.mark.long
def test_import_killed_3_times_ends_as_an_undisturbed_one(real_notices: list[bytes], tmp_path: Path) -> None:
    first, second = zip_of(real_notices[:10], tmp_path / "a.zip"), zip_of(real_notices[10:60], tmp_path / "b.zip")

    assert killed_imports(first, second, tmp_path, times=3) > 0


@pytest.mark.long
def test_import_killed_30_times_ends_as_an_undisturbed_one(shared: Path, tmp_path: Path) -> None:
    notices = shared / "notices"
    first, second = notices / "dev_nor_sdk_official_tests.zip", notices / "dev_notices_eforms.zip"

    assert killed_imports(first, second, tmp_path, times=30) > 10


def killed_imports(first: Path, second: Path, folder: Path, *, times: int) -> int:
    """Kill the second import at random moments from early to late; how many of them were cut off in the middle."""
    undisturbed = folder / "undisturbed"
    assert run_import([first], undisturbed).returncode in {0, 1, 2}
    before = snapshot(undisturbed)
    started = time.perf_counter()
    assert run_import([second], undisturbed).returncode in {0, 1, 2}
    seconds = time.perf_counter() - started
    after = snapshot(undisturbed)

    assert differences(before, after) != []
    chance = random.Random(833)  # noqa: S311 - repeatable on purpose
    cut_off = 0
    for number in range(times):
        moment = (0.2 + 0.8 * (number + chance.random()) / times) * seconds
        if kill_once(first, second, folder / str(number), moment, (before, after)):
            cut_off += 1
        else:  # the machine was busier when the time was taken than it is now
            seconds *= 0.8
    return cut_off


def kill_once(first: Path, second: Path, store: Path, moment: float, states: tuple[Snapshot, Snapshot]) -> bool:
    """One import killed after so many seconds, then repeated."""
    run_import([first], store)
    running = start_import([second], store)
    time.sleep(moment)
    os.killpg(running.pid, signal.SIGKILL)
    was_cut_off = running.wait() == -signal.SIGKILL

    left = snapshot(store)
    assert min((differences(left, state) for state in states), key=len) == [], f"half an import after {moment:.2f} s"
    repeated = run_import([second], store)
    assert repeated.returncode in {0, 1, 2}, repeated.stderr
    assert differences(snapshot(store), states[1]) == [], f"another result after a kill at {moment:.2f} s"
    return was_cut_off
