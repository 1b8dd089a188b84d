"""Import and measure in one step: the store gets its new rows and its new results together, or neither."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from dugnad.errors import StoreError
from dugnad.monitor.compute import compute_results
from dugnad.monitor.engine import connect
from dugnad.notices.attached import Attached, has_documents
from dugnad.notices.beside import beside_notices, in_documents_folder
from dugnad.notices.importing import Summary, import_arrivals, rebuild, remove_source
from dugnad.notices.sources import Arrival, Beside, arrivals, how_many
from dugnad.notices.store import Store, open_store, write_table

Progress = Callable[[int, int], None]
"""Called with the number of files done, and of all files (0 where that is not known)."""
DEMO = "demo"
"""The source of demonstration notices; one command takes them all out again."""


def measure(generation: Path, at: datetime, on_progress: Progress | None = None) -> None:
    """Compute every indicator over a generation that is being built, its documents read first."""
    if has_documents(generation):
        from dugnad.monitor.documents import feed_documents  # noqa: PLC0415 - the readers of documents take a second

        feed_documents(generation, on_progress)
    with connect(generation) as connection:
        write_table(generation / "results" / "results.parquet", compute_results(connection, computed_at=at))


def import_and_measure(
    paths: Iterable[str],
    *,
    store: Path,
    at: datetime,
    source: str = "file",
    documents: Path | None = None,
    on_progress: Progress | None = None,
) -> Summary:
    """Import files, folders and archives into the store, with the documents that belong to them, and measure anew."""
    paths = list(paths)
    beside: Beside = {}
    return import_arrivals(
        arrivals(paths, beside),
        store=open_store(store),
        received_at=at,
        source=source,
        attached=documents_of(beside, documents),
        measure=partial(measure, on_progress=on_progress),
        on_progress=counted(on_progress, how_many(paths) if on_progress else 0),
    )


def documents_of(beside: Beside, folder: Path | None) -> Iterator[Attached]:
    """The documents that were seen beside notices, then those of the folder of documents; opened when asked for."""
    yield from beside_notices(beside)
    if folder is not None:
        yield from in_documents_folder(folder)


def counted(on_progress: Progress | None, total: int) -> Callable[[int], None] | None:
    """Tell the total with every step."""
    return (lambda done: on_progress(done, total)) if on_progress else None


def import_demo(
    notices: Iterable[tuple[str, bytes]], *, store: Path, at: datetime, on_progress: Progress | None = None
) -> Summary:
    """Import demonstration notices given as (name, bytes)."""
    incoming = [Arrival(name, raw) for name, raw in notices]
    return import_arrivals(
        incoming,
        store=open_store(store),
        received_at=at,
        source=DEMO,
        measure=measure,
        on_progress=counted(on_progress, len(incoming)),
    )


def existing_store(store: Path) -> Store:
    """The store at this place; a mistyped path must not become an empty store."""
    if not (store / "current").is_symlink():
        raise StoreError(f"{store}: there is no store here. Name it with --store or DUGNAD_STORE.")
    return open_store(store)


def clear_demo(store: Path, *, at: datetime) -> int:
    """Take the demonstration notices out; how many files went."""
    return remove_source(existing_store(store), DEMO, at=at, measure=measure)


def read_again(store: Path, *, at: datetime, on_progress: Progress | None = None) -> Summary:
    """Build every table and result anew from raw."""
    return rebuild(
        existing_store(store),
        at=at,
        measure=partial(measure, on_progress=on_progress),
        on_progress=counted(on_progress, 0),
    )
