"""The whole import command against bare parsing of the same bytes, and where an import's time goes.

    python bench/import_speed.py

Measured on the real notices of the shared test data (DUGNAD_SHARED, or `shared` beside the checkout), else on the
demonstration notices. Both sides are measured in turn, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from lxml import etree

ROUNDS = 5
ARCHIVES = ("dev_notices_eforms.zip", "dev_nor_sdk_official_tests.zip")
DEMO = "demo.zip"
"""Too small for the claim: starting the command takes most of the time."""
STAGES = {
    "unpack": "dugnad.monitor.update.arrivals",
    "keep raw": "dugnad.notices.importing.keep_raw",
    "parse": "dugnad.notices.read.parse_xml",
    "fields": "dugnad.notices.importing.read_notice",
    "words": "dugnad.notices.criteria.verdict_of",
    "links": "dugnad.notices.importing.apply_links",
    "law": "dugnad.notices.parts.judge_notice",
    "tables": "dugnad.notices.importing.write_part",
    "indicators": "dugnad.monitor.update.measure",
    "flush": "dugnad.notices.store.flush_tree",
    "summary": "dugnad.notices.importing.count",
}
"""Stage → the function where it begins; time inside another stage's function counts there."""


def archives(folder: Path) -> list[Path]:
    """The archives to import."""
    checkout = Path(__file__).parents[1]
    shared = Path(os.environ.get("DUGNAD_SHARED", checkout.parent / "shared")) / "notices"
    if shared.is_dir():
        return [shared / name for name in ARCHIVES]
    from dugnad.eforms.demo import demo_notices  # noqa: PLC0415 - only where the others are absent

    path = folder / DEMO
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in demo_notices():
            archive.writestr(name, raw)
    return [path]


def notices_in(paths: list[Path]) -> list[bytes]:
    """Every file's bytes."""
    found = []
    for path in paths:
        with zipfile.ZipFile(path) as archive:
            found += [archive.read(name) for name in archive.namelist() if not name.endswith("/")]
    return found


def parse_seconds(notices: list[bytes]) -> float:
    """Bare parsing of all bytes, trees thrown away."""
    started = time.perf_counter()
    for raw in notices:
        etree.fromstring(raw)
    return time.perf_counter() - started


def command_seconds(paths: list[Path], store: Path) -> float:
    """The whole command in a process of its own, from start to end."""
    start = "from dugnad.cli.main import main; main()"
    command = [sys.executable, "-c", start, "import", *map(str, paths), "--store", str(store), "--json"]
    started = time.perf_counter()
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if ended.returncode not in {0, 1}:
        raise SystemExit(f"the import failed:\n{ended.stderr}")
    return seconds


def processor_seconds() -> tuple[float, ...]:
    """Processor time so far: (this process, the ended commands). On a busy machine it tells more than the clock."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return tuple(one.ru_utime + one.ru_stime for one in used)


class Stopwatch:
    """Adds up the time of each stage; a stage that calls another stops while the other runs."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys(STAGES, 0.0)
        self.running: list[str] = []
        self.since = 0.0

    def switch(self) -> None:
        """Give the time since the last switch to the stage that ran."""
        now = time.perf_counter()
        if self.running:
            self.seconds[self.running[-1]] += now - self.since
        self.since = now

    def watching(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, watched; if it yields one by one, its own part of each step is watched."""

        def watched(*given: Any, **named: Any) -> Any:
            self.switch()
            self.running.append(stage)
            try:
                result = function(*given, **named)
                return self.steps(stage, result) if isinstance(result, Iterator) else result
            finally:
                self.switch()
                self.running.pop()

        return watched

    def steps(self, stage: str, iterator: Iterator[Any]) -> Iterator[Any]:
        """Each step of an iterator, watched."""
        take = self.watching(stage, lambda: next(iterator, self))
        while (item := take()) is not self:
            yield item


def stage_shares(paths: list[Path], store: Path) -> dict[str, float]:
    """Each stage's share of an import in this process."""
    from dugnad.monitor import update  # noqa: PLC0415 - the patches need the modules loaded
    from dugnad.notices import importing, parts, read  # noqa: F401, PLC0415

    watch = Stopwatch()
    with ExitStack() as patches:
        for stage, place in STAGES.items():
            module, _, name = place.rpartition(".")
            function = getattr(sys.modules[module], name)
            patches.enter_context(patch(place, watch.watching(stage, function)))
        started = time.perf_counter()
        update.import_and_measure([str(path) for path in paths], store=store, at=datetime.now(UTC))
        whole = time.perf_counter() - started
    shares = {stage: seconds / whole for stage, seconds in watch.seconds.items()}
    return {**shares, "rest": 1 - sum(shares.values())}


def measure() -> dict[str, Any]:
    """Ratios of one run."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = archives(folder)
        notices = notices_in(paths)
        parse_seconds(notices)
        parse, whole = [], []
        busy = processor_seconds()
        for number in range(ROUNDS):
            parse.append(parse_seconds(notices))
            whole.append(command_seconds(paths, folder / str(number)))
        busy = tuple(now - then for now, then in zip(processor_seconds(), busy, strict=True))
        shares = stage_shares(paths, folder / "stages")
    megabytes = sum(map(len, notices)) / 1e6
    ratio = statistics.median(parse) / statistics.median(whole)
    return {
        "is_complete": paths[0].name != DEMO,
        "claims": [
            {
                "what": "the whole import command against bare lxml.etree.fromstring over the same bytes",
                "value": round(ratio, 3),
                "at_least": 0.10,
                "unit": "times its speed",
            }
        ],
        "about": f"{len(notices)} notices, {megabytes:.1f} MB, one worker, median of {ROUNDS} rounds in turn",
        "shares": {stage: round(share, 3) for stage, share in shares.items()},
        "machine": {
            "parse_megabytes_a_second": round(megabytes / statistics.median(parse), 1),
            "import_megabytes_a_second": round(megabytes / statistics.median(whole), 1),
            "ratio_of_processor_time": round(busy[0] / busy[1], 3),
        },
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
