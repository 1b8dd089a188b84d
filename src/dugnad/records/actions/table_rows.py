"""Rows of any table as JSON lines and back: the same on SQLite and PostgreSQL, for the models of any migration."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, DurationField, Field, JSONField, Model

AT_ONCE = 500
MOST_VALUES = 900
"""In one statement, on any SQLite."""

Fields = list["Field[Any, Any]"]


def tables_of(apps: Apps) -> dict[str, type[Model]]:
    """Every table with its model, those between many and many too."""
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]  # noqa: SLF001
    return {model._meta.db_table: model for model in models if not model._meta.proxy}  # noqa: SLF001


def fields_of(model: type[Model]) -> Fields:
    """The columns of its table."""
    return list(model._meta.local_concrete_fields)  # noqa: SLF001


def written_rows(model: type[Model], changed: dict[str, Callable[[Any], Any]]) -> Iterator[bytes]:
    """Each row as one line of JSON, in the order of the fields and of the keys; `changed`: columns told otherwise."""
    names = [field.attname for field in fields_of(model)]
    places = {names.index(name): change for name, change in changed.items()}
    rows = model._base_manager.order_by("pk").values_list(*names)  # noqa: SLF001
    for values in rows.iterator(chunk_size=AT_ONCE):
        row = [places[number](value) if number in places else value for number, value in enumerate(values)]
        yield json.dumps(row, ensure_ascii=False, default=plain, separators=(",", ":")).encode() + b"\n"


def plain(value: object) -> str:
    """What JSON has no form for."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, bytes | memoryview):
        return b64encode(bytes(value)).decode()
    raise TypeError(f"{type(value).__name__} has no form in a backup")


def read_value(field: Field[Any, Any], value: Any) -> Any:
    """The value as the field holds it."""
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, BinaryField):
        return b64decode(value, validate=True)
    if isinstance(field, DurationField):
        return timedelta(seconds=float(value))
    return field.to_python(value)


def insert_rows(
    connection: BaseDatabaseWrapper, model: type[Model], columns: list[str], rows: Iterable[list[Any]]
) -> Iterator[int]:
    """Put the rows in the table as they are: no default, no time of now, no signal. Tells how many each time."""
    table = model._meta.db_table  # noqa: SLF001
    fields = {field.attname: field for field in fields_of(model)}
    if set(fields) != set(columns):
        raise ValueError(f"the columns of {table} are not those of its migrations")
    ordered = [fields[name] for name in columns]
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column or "") for field in ordered)
    one = f"({', '.join(['%s'] * len(ordered))})"
    remaining = iter(rows)
    while some := list(islice(remaining, max(1, MOST_VALUES // len(ordered)))):
        sql = f"INSERT INTO {quote(table)} ({names}) VALUES {', '.join([one] * len(some))}"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in some for value in prepared(connection, table, ordered, row)])
        yield len(some)


def prepared(connection: BaseDatabaseWrapper, table: str, fields: Fields, row: list[Any]) -> list[Any]:
    """The row as this database takes it."""
    try:
        return [
            field.get_db_prep_save(read_value(field, value), connection)
            for field, value in zip(fields, row, strict=True)
        ]
    except (ValidationError, ValueError, TypeError) as error:
        raise ValueError(f"a row of {table} holds a value that does not fit its column") from error


def reset_sequences(connection: BaseDatabaseWrapper, models: Iterable[type[Model]]) -> None:
    """Numbers that the database gives go on after the highest that is there."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), list(models)):
            cursor.execute(sql)


def refuse_orphans(connection: BaseDatabaseWrapper) -> None:
    """Every row that is pointed to must be there."""
    try:
        connection.check_constraints()
    except DatabaseError as error:
        raise ValueError(f"a row points to one that is not there ({str(error).strip().splitlines()[0]})") from error
