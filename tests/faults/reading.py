"""Reads wrong notices in a process of its own, under guard: no network, no outside file, a watch on every one."""

from __future__ import annotations

import multiprocessing
import resource
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread

import pyarrow as pa

from dugnad.notices.problem import CODES
from dugnad.notices.read import Reading, read_notice
from dugnad.notices.tables import TABLES
from faults.mutants import Mutant, mutant

SECONDS_A_FILE = 15.0
"""Processor time: what else the machine does is not counted. A notice takes some hundredths of a second."""
PATIENCE_SECONDS = 120.0
"""A reader that is silent for so long hangs."""
WORDS = "the canary sings"
MOST_MEMORY = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one wrong notice; `fault` is empty where all is as it should be."""

    number: int
    kind: str
    seconds: float
    codes: tuple[str, ...]
    has_notice: bool
    fault: str = ""


@dataclass(slots=True)
class Canaries:
    """Addresses that nobody may read: a file, and a web server that counts its visitors."""

    addresses: tuple[bytes, ...]
    visits: list[str]


@contextmanager
def canaries(folder: Path) -> Iterator[Canaries]:
    """A secret file and a listening server, for as long as the block lasts."""
    secret = folder / "canary.txt"
    secret.write_text(WORDS, encoding="utf-8")
    visits: list[str] = []

    class Visit(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            visits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(WORDS.encode())

    server = HTTPServer(("127.0.0.1", 0), Visit)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/canary"
    try:
        yield Canaries((str(secret).encode(), secret.as_uri().encode(), address.encode()), visits)
    finally:
        server.shutdown()
        server.server_close()


def read_all(numbers: Iterable[int], notices: Sequence[bytes], addresses: Sequence[bytes]) -> Iterator[Outcome]:
    """Outcomes in order. A reader that dies or hangs on a notice costs that notice's outcome, not the run."""
    waiting = list(numbers)
    while waiting:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(target=in_child, args=(theirs, waiting, notices, addresses), daemon=True)
        child.start()
        theirs.close()
        yield from heard(ours, waiting, child)
        child.kill()
        child.join()


def heard(ours: Connection, waiting: list[int], child: multiprocessing.Process) -> Iterator[Outcome]:
    """What the child says, until it is through with all, or silent for too long, or gone."""
    while waiting:
        number = waiting[0]
        try:
            outcome: Outcome = (
                ours.recv()
                if ours.poll(PATIENCE_SECONDS)
                else Outcome(number, "", PATIENCE_SECONDS, (), False, "the reader hangs")
            )
        except EOFError:
            child.join()
            outcome = Outcome(number, "", 0, (), False, f"the reader died (exit code {child.exitcode})")
        waiting.pop(0)
        yield outcome
        if outcome.fault.startswith("the reader "):
            return


def in_child(theirs: Connection, numbers: Sequence[int], notices: Sequence[bytes], addresses: Sequence[bytes]) -> None:
    """Read them one by one, telling of each."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    socket.socket.connect = refuse  # type: ignore[assignment, method-assign]
    for number in numbers:
        theirs.send(outcome_of(mutant(number, notices, addresses), read_notice))


def refuse(*_: object) -> None:
    raise AssertionError("the reader opened a connection")


def outcome_of(wrong: Mutant, read: Callable[..., Reading]) -> Outcome:
    """Read one, and look at what came of it."""
    started = time.process_time()
    try:
        reading = read(wrong.raw, file=wrong.name)
    except BaseException as error:  # noqa: BLE001 - whatever is raised is the finding
        return Outcome(wrong.number, wrong.kind, time.process_time() - started, (), False, f"raised {error!r}")
    seconds = time.process_time() - started
    codes = tuple(str(row["code"]) for row in reading.problems)
    fault = fault_of(reading, codes, seconds)
    return Outcome(wrong.number, wrong.kind, seconds, codes, reading.notice is not None, fault)


def fault_of(reading: Reading, codes: Sequence[str], seconds: float) -> str:
    """What is wrong with the reading; empty where nothing is."""
    if seconds > SECONDS_A_FILE:
        return f"took {seconds:.1f} s"
    if reading.notice is None and not codes:
        return "gave neither rows nor a problem"
    if not set(codes) <= set(CODES):
        return f"has unknown codes {set(codes) - set(CODES)}"
    if "reader-failed" in codes:
        return next(row["message"] for row in reading.problems if row["code"] == "reader-failed")
    return unwritable(reading)


def unwritable(reading: Reading) -> str:
    """Why a row does not fit its table, or tells the canary's secret."""
    rows = {name: getattr(reading, name, []) for name in ("party", "buyer", "lot", "criterion")}
    rows |= {"notice": [reading.notice] if reading.notice else [], "problem": reading.problems}
    for name, found in rows.items():
        try:
            pa.RecordBatch.from_pylist(found, schema=TABLES[name])
        except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
            return f"{name}: {error}"
        if WORDS in str(found):
            return f"{name}: an outside file was read"
    return ""
