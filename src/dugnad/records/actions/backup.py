"""`dugnad backup`: database, store, uploads and secret key in one file, as they are at one moment, while the site runs.

The rows are read in one transaction that sees one moment and stops no writer; the store's generation of that moment is
held by links of its own. What was written is read again and checked before the file gets its name.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from dugnad.backup.lock import in_use
from dugnad.backup.manifest import SECRET, Manifest, name_of
from dugnad.backup.pack import Pack, packing
from dugnad.backup.unpack import opened
from dugnad.errors import DugnadError
from dugnad.notices.store import link_or_copy, open_store
from dugnad.records.actions.log import write_log
from dugnad.records.actions.table_rows import fields_of, tables_of, written_rows

LEFT_OUT = ("django_session", "records_checkjob", "records_lock", "records_note")
"""People sign in again; a report of a check is gone after a day, as promised, also here. A lock-out lasts minutes;
a letter on its way may open an account."""
FOLDERS = ("uploads", "letters", "cases", "events")
"""What the installation keeps as files beside the database and the store."""
PATHS = {("records_importjob", "path"), ("records_registerimport", "path")}
"""Columns that name a file in the installation's folder: in the backup they begin with HERE."""
HERE = "{var}/"
HELD = "backup-"
TRIES = 5
Note = Callable[[int, int], None]


def write_backup(
    *, by: str, file: Path, at: datetime, with_secrets: bool = True, may_replace: bool = False, on_progress: Note
) -> dict[str, Any]:
    """Write the backup, and tell what is in it."""
    refuse_unfinished_tables()
    var = Path(settings.VAR)
    with in_use(var, alone=True, name="backup.lock"):
        write_log(by=by, action="backup", subject="installation", with_secrets=with_secrets)
        with packing(file.absolute(), description(at), may_replace=may_replace) as pack, one_moment():
            with held_generation(Path(settings.STORE)) as generation:
                add_tables(pack, var, on_progress)
                add_folder(pack, "store", generation)
            for name in FOLDERS:
                add_folder(pack, name, var / name)
            if with_secrets and not os.environ.get("DUGNAD_SECRET_KEY"):
                pack.add_file(SECRET, var / SECRET)
    with opened(file) as backup:
        backup.verify(on_progress)
        return told(file, backup.manifest)


def refuse_unfinished_tables() -> None:
    """A backup is of tables as this version of dugnad knows them."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise DugnadError("The database's tables are not this version's. Start `dugnad up` once, then back up.")


def description(at: datetime) -> Manifest:
    """What the backup says of itself before its files."""
    applied: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        applied.setdefault(app, []).append(name)
    return Manifest(
        made_at=at.isoformat(),
        dugnad=version("dugnad"),
        database=connection.vendor,
        migrations={app: sorted(names) for app, names in sorted(applied.items())},
        left_out=list(LEFT_OUT),
    )


@contextmanager
def one_moment() -> Iterator[None]:
    """All reading inside sees the database as it was at the first reading; nobody who writes has to wait."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            cursor.execute("SELECT count(*) FROM django_migrations")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT count(*) FROM django_migrations")
        yield


@contextmanager
def held_generation(folder: Path) -> Iterator[Path]:
    """The store's current generation under links of its own, so that no later import can take it away."""
    store = open_store(folder)
    for left in folder.glob(f"{HELD}*"):  # of a backup that was cut off
        shutil.rmtree(left, ignore_errors=True)
    held = Path(tempfile.mkdtemp(prefix=HELD, dir=folder))
    try:
        for number in range(TRIES):
            try:
                shutil.copytree(store.generation, held / str(number), copy_function=link_or_copy)
                break
            except (FileNotFoundError, shutil.Error):  # two imports ended in the moment between: take the newest
                if number + 1 == TRIES:
                    raise
        yield held / str(number)
    finally:
        shutil.rmtree(held, ignore_errors=True)


def add_tables(pack: Pack, var: Path, note: Note) -> None:
    """Every table but those that are left out."""
    tables = {name: model for name, model in sorted(tables_of(apps).items()) if name not in LEFT_OUT}
    for number, (name, model) in enumerate(tables.items()):
        columns = [field.attname for field in fields_of(model)]
        lines = written_rows(model, {column: here(var) for column in columns if (name, column) in PATHS})
        pack.add_table(name, columns, lines)
        note(number + 1, len(tables))


def here(var: Path) -> Callable[[Any], Any]:
    """How a path inside the installation's folder is written, so that it fits any other."""
    start = f"{var}/"
    return lambda path: HERE + path.removeprefix(start) if str(path).startswith(start) else path


def add_folder(pack: Pack, part: str, folder: Path) -> None:
    """All plain files below the folder, by their names in it."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.suffix != ".lock":
            pack.add_file(name_of(part, PurePosixPath(path.relative_to(folder))), path)


def told(file: Path, manifest: Manifest) -> dict[str, Any]:
    """What a backup holds, in numbers."""
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": manifest.made_at,
        "dugnad": manifest.dugnad,
        "database": manifest.database,
        "rows": {name: table.rows for name, table in manifest.tables.items()},
        "store_files": len(manifest.under("store")),
        "other_files": sum(len(manifest.under(name)) for name in FOLDERS),
        "has_secret_key": manifest.has_secret,
    }
