"""The full-text index over the search texts: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

Both hold stems that were made in Python, so that they find the same. On SQLite three triggers keep the index with its
table: a later migration that makes the table anew (Django does so when a field changes) must create them again.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = (
    """CREATE VIRTUAL TABLE records_searchindex USING fts5(
           head, stems, content='records_searchtext', content_rowid='id', tokenize='ascii', detail='column')""",
    """CREATE TRIGGER records_searchindex_added AFTER INSERT ON records_searchtext BEGIN
           INSERT INTO records_searchindex(rowid, head, stems) VALUES (new.id, new.head, new.stems);
       END""",
    """CREATE TRIGGER records_searchindex_removed AFTER DELETE ON records_searchtext BEGIN
           INSERT INTO records_searchindex(records_searchindex, rowid, head, stems)
               VALUES ('delete', old.id, old.head, old.stems);
       END""",
    """CREATE TRIGGER records_searchindex_changed AFTER UPDATE OF id, head, stems ON records_searchtext BEGIN
           INSERT INTO records_searchindex(records_searchindex, rowid, head, stems)
               VALUES ('delete', old.id, old.head, old.stems);
           INSERT INTO records_searchindex(rowid, head, stems) VALUES (new.id, new.head, new.stems);
       END""",
    "INSERT INTO records_searchindex(records_searchindex) VALUES ('rebuild')",
)
SQLITE_UNDONE = (
    "DROP TRIGGER records_searchindex_added",
    "DROP TRIGGER records_searchindex_removed",
    "DROP TRIGGER records_searchindex_changed",
    "DROP TABLE records_searchindex",
)
POSTGRES = (
    """ALTER TABLE records_searchtext ADD COLUMN heads tsvector
           GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, head)) STORED""",
    """ALTER TABLE records_searchtext ADD COLUMN search tsvector
           GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, head || ' ' || stems)) STORED""",
    "CREATE INDEX records_searchheads ON records_searchtext USING gin (heads)",
    "CREATE INDEX records_searchindex ON records_searchtext USING gin (search)",
)
POSTGRES_UNDONE = (
    "DROP INDEX records_searchheads",
    "DROP INDEX records_searchindex",
    "ALTER TABLE records_searchtext DROP COLUMN heads",
    "ALTER TABLE records_searchtext DROP COLUMN search",
)


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The index, and what keeps it."""
    for command in POSTGRES if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(command)


def remove(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only the index goes: the texts stay."""
    for command in POSTGRES_UNDONE if editor.connection.vendor == "postgresql" else SQLITE_UNDONE:
        editor.execute(command)


class Migration(migrations.Migration):
    """Nothing that Django's models know of."""

    dependencies = [("records", "0005_desk")]
    operations = [migrations.RunPython(create, remove)]
