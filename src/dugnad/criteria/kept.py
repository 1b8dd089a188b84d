"""The library that a running site serves: read anew when files change, the last sound one kept when they break."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from dugnad.content import content_files
from dugnad.criteria.criterion import Library
from dugnad.criteria.library import HOME, Reading, read_library
from dugnad.errors import ContentError

LOOK_EVERY_SECONDS = 5.0
Signature = tuple[tuple[str, int, int, int], ...]
"""Of each file: its path, size, inode and when it was last written."""


class BrokenLibrary(ContentError):
    """The library could not be read at the start: every fault is told, and nothing is served."""

    def __init__(self, faults: tuple[ContentError, ...]) -> None:
        first = faults[0]
        super().__init__(first.file, first.line, first.problem, first.remedy)
        self.faults = faults
        self.args = ("\n".join(str(fault) for fault in faults),)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is served, and the faults of files that have changed since. `library` is the last that was sound."""

    library: Library
    faults: tuple[ContentError, ...]
    signature: Signature


class Keeper:
    """Holds one library for a process; safe for several threads."""

    def __init__(
        self,
        *,
        every: float = LOOK_EVERY_SECONDS,
        clock: Callable[[], float] = time.monotonic,
        read: Callable[[], Reading] = read_library,
    ) -> None:
        self.every, self.clock, self.read = every, clock, read
        self.lock = Lock()
        self.kept: Kept | None = None
        self.looked_at = 0.0

    def get(self) -> Kept:
        """What to serve now. Raises only where there never was a sound library."""
        kept = self.kept
        if kept and self.clock() - self.looked_at < self.every:
            return kept
        if kept and not self.lock.acquire(blocking=False):
            return kept  # another thread is looking: serve what there is
        if not kept:
            self.lock.acquire()
        try:
            return self._look()
        finally:
            self.lock.release()

    def _look(self) -> Kept:
        kept = self.kept
        if kept and self.clock() - self.looked_at < self.every:
            return kept
        signature = signature_now()
        if kept is None or signature != kept.signature:
            self.kept = kept = self._read(kept, signature)
        self.looked_at = self.clock()
        return kept

    def _read(self, kept: Kept | None, signature: Signature) -> Kept:
        reading = self.read()
        if not reading.faults:
            return Kept(reading.library, (), signature)
        if kept is None:
            raise BrokenLibrary(reading.faults)
        return Kept(kept.library, reading.faults, signature)


def signature_now() -> Signature:
    """How the files stand, without reading them."""
    found = []
    for path in content_files(HOME, "*.yaml"):
        try:
            state = path.stat()
        except FileNotFoundError:  # removed while we looked: the next look sees it
            continue
        found.append((str(path), state.st_size, state.st_ino, state.st_mtime_ns))
    return tuple(found)


_KEEPER = Keeper()


def kept_library() -> Kept:
    """The library of this process. `dugnad up` calls it before it serves, and is refused where content is broken."""
    return _KEEPER.get()
