"""Who uses an installation's folder: a running site beside others, a restore alone. The lock goes with the process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dugnad.errors import StoreError

LOCK = "in-use.lock"


@contextmanager
def in_use(folder: Path, *, alone: bool = False, name: str = LOCK) -> Iterator[None]:
    """Hold the folder while the block lasts."""
    with (folder / name).open("w") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreError(f"{folder} is in use: dugnad runs, or is being restored. Stop it first.") from error
        yield
