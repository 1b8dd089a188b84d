"""Every shape a file of Enhetsregisteret comes in, as units, removals, and what cannot be used.

Bulk (an array, packed or plain), one answer of the search (`_embedded.enheter`), a page of updates
(`_embedded.oppdaterteEnheter`), one unit alone, and the table that `dugnad register export` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dugnad.errors import RegisterError
from dugnad.register.stream import Progress, opened, records
from dugnad.register.table import table_units
from dugnad.register.unit import ENDED, Pointer, Removal, Unit, Unreadable, day_of, normalised, text_of, unit_of

Entry = Unit | Removal | Pointer | Unreadable
LISTS = ("enheter", "underenheter", "oppdaterteEnheter", "oppdaterteUnderenheter", "data")
UPDATE_UNIT = ("enhet", "underenhet", "nyVerdi")
GIVE = "Give Enhetsregisteret's bulk file, an answer of its search, a page of updates, or a table (CSV) of ours."


def read_entries(path: Path, on_progress: Progress | None = None) -> Iterator[Entry]:
    """What the file tells, in its own order; a file that is none of the known shapes is refused."""
    if is_table(path):
        yield from table_units(path)
        return
    for number, record in enumerate(unfolded(path, on_progress), start=1):
        if not isinstance(record, dict):
            raise RegisterError(path.name, f"record {number}", "A unit should stand here.", GIVE, "shape")
        entry = entry_of(record)
        yield Unreadable(entry, f"record {number}") if isinstance(entry, str) else entry


def unfolded(path: Path, on_progress: Progress | None) -> Iterator[Any]:
    """The records, whatever they are wrapped in."""
    for record in records(path, on_progress):
        if isinstance(record, dict) and (inner := inner_list(record)) is not None:
            yield from inner
        elif isinstance(record, dict) and not is_unit(record):
            problem = "No list of units stands in this object."
            raise RegisterError(path.name, "", problem, GIVE, "shape")
        else:
            yield record


def inner_list(record: dict[str, Any]) -> Iterable[Any] | None:
    """The list that an answer wraps; an answer without hits has a page and no list."""
    embedded = record.get("_embedded", record)
    if not isinstance(embedded, dict):
        return None
    found = [embedded[name] for name in LISTS if isinstance(embedded.get(name), list)]
    if found:
        return [one for several in found for one in several]
    return [] if "page" in record and "organisasjonsnummer" not in record else None


def is_unit(record: dict[str, Any]) -> bool:
    """Does the object look like one unit, or one update?"""
    return "organisasjonsnummer" in record


def entry_of(record: dict[str, Any]) -> Entry | str:
    """One record of any shape."""
    change = text_of(record.get("endringstype")).casefold()
    if not change:
        return unit_of(record)
    orgnr = normalised(record.get("organisasjonsnummer"))
    if orgnr is None:
        return "bad-number"
    if change in ENDED:
        on = day_of(record.get("dato"))
        return Removal(orgnr, on) if isinstance(on, date) else "bad-date"
    inner = next((record[name] for name in UPDATE_UNIT if isinstance(record.get(name), dict)), None)
    if inner is not None:
        return unit_of({"organisasjonsnummer": orgnr, **inner})
    return unit_of(record) if "navn" in record else Pointer(orgnr)


def is_table(path: Path) -> bool:
    """Is it our own table rather than JSON?"""
    with opened(path) as (data, _):
        try:
            start = data.read(400).removeprefix(b"\xef\xbb\xbf").lstrip()
        except (OSError, EOFError):
            return False
    return start[:1] not in (b"[", b"{", b"") and b"orgnr" in start.split(b"\n")[0]
