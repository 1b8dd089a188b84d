"""`dugnad restore`: an installation as it was when the backup was made, or as it is now; never something between.

Everything is verified and laid beside what is there first. The moment of change is the database's: its new contents
hold a row of the log with this restore's number (on PostgreSQL committed with them, on SQLite in the file that takes
the old one's place). What is cut off before that moment is thrown away at the next start; what is cut off after it is
completed, see `finish_restores`.
"""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from dugnad.backup.lock import in_use
from dugnad.backup.manifest import SECRET, BackupError
from dugnad.backup.unpack import Backup, opened, refuse_without_room
from dugnad.errors import DugnadError, StoreError
from dugnad.notices.store import RESTORED, flush, flush_tree, locked, open_store, point
from dugnad.records.actions.backup import FOLDERS, HERE, PATHS, told
from dugnad.records.actions.log import write_log
from dugnad.records.actions.table_rows import insert_rows, refuse_orphans, reset_sequences, tables_of
from dugnad.records.models.letters import Run
from dugnad.records.models.log import LogEntry

STAGED = "restoring"
READY = "ready.json"
BESIDE = "restored"
"""In the name of the SQLite file that is laid beside the old one."""
OF_THE_TABLES = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that are never empty once they exist."""
Note = Callable[[int, int], None]


def restore_backup(*, by: str, file: Path, may_replace: bool = False, on_progress: Note) -> dict[str, Any]:
    """Put the backup in place, and tell what it held."""
    var, store = Path(settings.VAR), open_store(Path(settings.STORE))
    with in_use(var, alone=True), opened(file) as backup:
        finish_restores()
        refuse_unknown_tables(backup)
        refuse_without_room(backup, var, store.folder)
        backup.verify(on_progress)
        if not may_replace:
            refuse_to_replace(var, store.folder)
        number = str(uuid.uuid4())
        with locked(store):
            try:
                stage(backup, var / STAGED / number, store.folder)
                replace_database(backup, by=by, number=number, note=on_progress)
            finally:
                finish_restores()
        return told(file, backup.manifest)


def check_backup(*, file: Path, on_progress: Note) -> dict[str, Any]:
    """Verify a backup, and change nothing."""
    with opened(file) as backup:
        refuse_unknown_tables(backup)
        backup.verify(on_progress)
        return told(file, backup.manifest)


def refuse_unknown_tables(backup: Backup) -> None:
    """A backup of a newer version knows tables that this one does not."""
    known = MigrationLoader(None, ignore_no_migrations=True).graph.nodes
    newer = sorted(node for node in named(backup) if node not in known)
    if newer:
        problem = f"it was made by dugnad {backup.manifest.dugnad}, whose tables are newer ({'.'.join(newer[0])})."
        raise BackupError(backup.path, problem, "Install that version first.")


def named(backup: Backup) -> list[tuple[str, str]]:
    """The migrations that the backup's tables have been through."""
    return [(app, name) for app, names in backup.manifest.migrations.items() for name in names]


def latest(backup: Backup, loader: MigrationLoader) -> list[tuple[str, str]]:
    """The last of them in each app."""
    nodes = set(named(backup))
    before = {parent.key for key in nodes for parent in loader.graph.node_map[key].parents if parent.key[0] == key[0]}
    return sorted(nodes - before)


def refuse_to_replace(var: Path, store: Path) -> None:
    """What is here may only go where that was said."""
    has_rows = any(has_any(model) for name, model in tables_of(apps).items() if name not in OF_THE_TABLES)
    has_files = any(path.is_file() for name in FOLDERS for path in (var / name).rglob("*"))
    if has_rows or has_files or (store / "current").resolve().name != "000000":
        problem = f"{var} holds an installation already, and a restore would replace all of it."
        raise DugnadError(f"{problem} Nothing was changed. Back it up, then give --replace.")


def has_any(model: Any) -> bool:
    """Does its table hold a row? One that is not there yet holds none."""
    try:
        return bool(model._base_manager.exists())  # noqa: SLF001
    except DatabaseError:
        return False


def stage(backup: Backup, folder: Path, store: Path) -> None:
    """Lay store, uploads and key beside what is there; the last thing written says that all of it is."""
    folder.mkdir(parents=True, mode=0o700)
    generation = store / "generations" / f"{RESTORED}{folder.name}"
    write_plan(folder, {"store": str(store), "generation": generation.name, "is_ready": False})
    backup.unpack("store", generation)
    for name in FOLDERS:
        backup.unpack(name, folder / name)
    if backup.manifest.has_secret:
        backup.unpack_one(SECRET, folder / SECRET)
    flush_tree(generation)
    flush_tree(folder)
    write_plan(folder, {"store": str(store), "generation": generation.name, "is_ready": True})


def write_plan(folder: Path, plan: dict[str, Any]) -> None:
    """What is laid where, for whoever has to finish or to clear it."""
    beside = folder / f".{READY}"
    beside.write_text(json.dumps(plan), encoding="utf-8")
    flush(beside)
    beside.replace(folder / READY)
    flush(folder)


def replace_database(backup: Backup, *, by: str, number: str, note: Note) -> None:
    """The moment of change."""
    if connection.vendor == "sqlite":
        replace_file(backup, by=by, number=number, note=note)
        return
    try:
        with transaction.atomic():
            drop_tables()
            fill(backup, by=by, number=number, note=note)
    except (DatabaseError, OverflowError) as error:
        raise not_taken(backup, error) from error


def not_taken(backup: Backup, error: Exception) -> BackupError:
    """The database refused a row or a table."""
    return BackupError(backup.path, f"the database does not take it ({str(error).strip().splitlines()[0]}).")


def drop_tables() -> None:
    """Make room for the backup's tables; they come back if anything fails afterwards."""
    ours = {*tables_of(apps), "django_migrations"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        there = connection.introspection.table_names(cursor)
        gone = [connection.ops.quote_name(name) for name in there if name in ours or name.startswith("records_")]
        if gone:
            cursor.execute(f"DROP TABLE {', '.join(gone)} CASCADE")


def replace_file(backup: Backup, *, by: str, number: str, note: Note) -> None:
    """SQLite: a new file beside the old one, and one renaming."""
    place = Path(connection.settings_dict["NAME"])
    beside = place.with_name(f"{place.name}.{BESIDE}-{number}")
    try:
        with pointed_at(beside):
            fill(backup, by=by, number=number, note=note)
            end_journal()
        beside.chmod(0o600)
        flush(beside)
        if place.exists():
            end_journal()
        beside.replace(place)
        flush(place.parent)
    except (DatabaseError, OverflowError) as error:
        raise not_taken(backup, error) from error
    finally:
        clear_files()


@contextmanager
def pointed_at(file: Path) -> Iterator[None]:
    """Work in another SQLite file meanwhile: migrations of libraries know of one database only."""
    place = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = place


def end_journal() -> None:
    """Bring all that was written into the file itself, so that no journal of the old file meets the new one."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy = cursor.fetchone()[0]
    name = str(connection.settings_dict["NAME"])
    connection.close()
    journal = Path(f"{name}-wal")
    if is_busy or (journal.exists() and journal.stat().st_size):
        raise StoreError(f"{name} is in use by another program. Nothing was changed. Stop it, then restore.")
    journal.unlink(missing_ok=True)
    Path(f"{name}-shm").unlink(missing_ok=True)


def fill(backup: Backup, *, by: str, number: str, note: Note) -> None:
    """Tables of the backup's version, its rows, the changes of later versions, and this restore's row in the log."""
    executor = MigrationExecutor(connection)
    targets = latest(backup, executor.loader)
    executor.migrate(targets)
    tables = tables_of(executor.loader.project_state(targets).apps)
    with transaction.atomic(), reading(backup):
        insert_all(backup, tables, note)
        refuse_orphans(connection)
        reset_sequences(connection, tables.values())
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic(), reading(backup):
        stop_letters(by=by)
        write_log(by=by, action="restore", subject=number, made_at=backup.manifest.made_at)
        refuse_orphans(connection)


@contextmanager
def reading(backup: Backup) -> Iterator[None]:
    """Rows that do not fit are the backup's fault."""
    try:
        yield
    except ValueError as error:
        raise BackupError(backup.path, f"{error}.") from error


def insert_all(backup: Backup, tables: dict[str, Any], note: Note) -> None:
    """Every table's rows; what the migrations put there by themselves gives way."""
    described = backup.manifest.tables
    if strange := sorted(described.keys() - tables.keys()):
        raise ValueError(f"{strange[0]} is no table of the version that it was made by")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # the migrations before may have asked for the contrary
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in described:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
    done, total = 0, sum(table.rows for table in described.values())
    for name, table in described.items():
        rows = (placed(name, table.columns, row) for row in backup.rows(name))
        for count in insert_rows(connection, tables[name], table.columns, rows):
            done += count
            note(done, total)


def placed(name: str, columns: list[str], row: list[Any]) -> list[Any]:
    """The row, with paths into this installation's folder."""
    start = f"{settings.VAR}/"
    return [
        start + value.removeprefix(HERE)
        if (name, column) in PATHS and isinstance(value, str) and value.startswith(HERE)
        else value
        for column, value in zip(columns, row, strict=True)
    ]


def stop_letters(*, by: str) -> None:
    """What was being sent then may have gone meanwhile: a person looks, and takes the run up again."""
    for run in Run.objects.filter(state=Run.State.SENDING):
        run.state = Run.State.STOPPED
        run.save(update_fields=["state"])
        write_log(by=by, action="stop_run", subject=run.pk, county=run.letter.county, why="restored")


def finish_restores() -> None:
    """Complete a restore whose database is in place, and clear away one that never came so far."""
    folder = Path(settings.VAR) / STAGED
    for staged in sorted(folder.iterdir()) if folder.is_dir() else ():
        plan = read_plan(staged)
        if plan.get("is_ready") and is_in_place(staged.name):
            put_in_place(staged, plan)
        elif plan:
            shutil.rmtree(Path(plan["store"]) / "generations" / plan["generation"], ignore_errors=True)
        shutil.rmtree(staged)
    if folder.is_dir():
        folder.rmdir()
    clear_files()


def clear_files() -> None:
    """SQLite files of restores that were cut off."""
    if connection.vendor == "sqlite":
        place = Path(connection.settings_dict["NAME"])
        for left in place.parent.glob(f"{place.name}.{BESIDE}-*"):
            left.unlink(missing_ok=True)


def read_plan(staged: Path) -> dict[str, Any]:
    """What is laid where; nothing where that was not yet written."""
    try:
        plan: dict[str, Any] = json.loads((staged / READY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return plan


def is_in_place(number: str) -> bool:
    """Does the database hold this restore's contents?"""
    try:
        return LogEntry.objects.filter(action="restore", subject=number).exists()
    except DatabaseError:
        return False


def put_in_place(staged: Path, plan: dict[str, Any]) -> None:
    """The rest, in steps that can be done again."""
    place_store(staged, plan)
    for name in FOLDERS:
        if (staged / name).is_dir():
            here, old = Path(settings.VAR) / name, staged / f"old-{name}"
            if here.exists():
                shutil.rmtree(old, ignore_errors=True)
                here.rename(old)
            (staged / name).rename(here)
    if (staged / SECRET).is_file():
        (staged / SECRET).replace(Path(settings.VAR) / SECRET)
    flush(Path(settings.VAR))


def place_store(staged: Path, plan: dict[str, Any]) -> None:
    """Make the store's restored generation the current one; the one before stays until the next import."""
    store = Path(plan["store"])
    if "number" not in plan:
        plan["number"] = f"{int((store / 'current').resolve().name) + 1:06d}"
        write_plan(staged, plan)
    beside, following = store / "generations" / plan["generation"], store / "generations" / plan["number"]
    if beside.is_dir():
        shutil.rmtree(following, ignore_errors=True)
        beside.rename(following)
        flush(following.parent)
    point(store / "current", f"generations/{following.name}")
