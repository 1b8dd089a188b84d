"""What an installation's own register says beside the content: bodies, sub-units and settled buyers, in one table.

The records write STORE/register/register.csv whenever the register changes, in one step; matching reads it. Where
nothing differs from content there is no such file, and everything is as content alone has it.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from dugnad.content import read_csv

FILE = "register/register.csv"
COLUMNS = (
    "row", "orgnr", "was", "name", "name_nn", "name_en", "also", "kind", "obligation_class", "parent_orgnr",
    "municipality", "county", "since", "until", "successor_orgnr", "source", "is_demo", "body_orgnr", "name_seen",
    "number_seen",
)  # fmt: skip
"""`row`: body, sub-unit or settled. `was`: the name under which content has a body that it gives no number."""

Row = Mapping[str, str]


def write_overlay(store: Path, rows: Iterable[Row]) -> bool:
    """Write the rows in one step, or remove the table where there are none. Did anything change?"""
    path = store / FILE
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    listed = list(rows)
    writer.writerows(listed)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if not listed:
        path.unlink(missing_ok=True)
        return bool(before)
    if before == out.getvalue():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.write(out.getvalue())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return True


def read_overlay(store: Path | None) -> tuple[dict[str, str], ...]:
    """The rows; none where there is no table."""
    if store is None:
        return ()
    try:
        state = (store / FILE).stat()
    except OSError:
        return ()
    return _read(store / FILE, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=2)
def _read(path: Path, _written: int, _node: int) -> tuple[dict[str, str], ...]:
    return tuple(read_csv(path))
