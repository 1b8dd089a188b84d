"""A desk's rows as a handover file holds them, and the reverse: every column but those that name people of the desk."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from dugnad.desk.handover import HandoverError
from dugnad.records.models.desk import Desk
from dugnad.records.models.register import Body

Row = TypeVar("Row", bound=models.Model)
ASK_AGAIN = "Ask for the file anew."


def columns(model: type[models.Model], left_out: Collection[str] = ()) -> Iterator[models.Field[Any, Any]]:
    """The columns that are handed over: no count of the database's own, nobody of the desk, no other row of ours."""
    for field in model._meta.concrete_fields:  # noqa: SLF001
        is_own = isinstance(field, models.AutoField) or field.name in left_out
        other = field.related_model if field.is_relation else None
        if not is_own and other in {None, Body, Desk}:
            yield field


def row_of(thing: models.Model, left_out: Collection[str] = ()) -> dict[str, Any]:
    """One row as the file holds it; a body by what it is known by, a desk by its county."""
    return {field.name: plain(thing, field) for field in columns(type(thing), left_out)}


def plain(thing: models.Model, field: models.Field[Any, Any]) -> Any:
    """One value as JSON holds it."""
    if field.related_model is Body:
        body = getattr(thing, field.name)
        return body.key if body else None
    value = getattr(thing, field.attname)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


class Rows:
    """Rows of a file made into ours. `bodies`: the file's bodies as they are here; what is unknown is noted once."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.bodies = bodies
        self.unknown_columns: set[str] = set()

    def made(self, model: type[Row], told: Any, place: str, left_out: Collection[str] = (), **given: Any) -> Row:
        """One row, checked column by column and not saved. A value that does not fit is told with its place."""
        if not isinstance(told, dict):
            raise HandoverError(place, "this is no row.", ASK_AGAIN)
        known = {field.name: field for field in columns(model, [*left_out, *given])}
        self.unknown_columns |= {
            f"{model.__name__}.{name}" for name in told if name not in known and not is_ours(model, name)
        }
        values = {
            name: self.value(field, told[name], f"{place}.{name}") for name, field in known.items() if name in told
        }
        row = model(**values, **given)
        check(row, place, set(known))
        return row

    def value(self, field: models.Field[Any, Any], told: Any, place: str) -> Any:
        """One value of the column's own kind."""
        if told is None and not field.null:
            raise HandoverError(place, "it is empty, and must not be.", ASK_AGAIN)
        if field.related_model is Body:
            return self.body(told, place)
        if field.related_model is Desk:
            found = Desk.objects.filter(county=told if isinstance(told, str) else "").first()
            if found is None:
                raise HandoverError(place, f"{str(told)[:20]!r} is no county with a desk.", ASK_AGAIN)
            return found
        if isinstance(field, models.CharField | models.TextField) and told is not None and not isinstance(told, str):
            raise HandoverError(place, "it is no text.", ASK_AGAIN)
        try:
            return aware(field.to_python(told), place)
        except (ValidationError, TypeError, ValueError, OverflowError) as error:
            raise HandoverError(place, f"{str(told)[:60]!r} does not fit here.", ASK_AGAIN) from error

    def body(self, told: Any, place: str) -> Body | None:
        """The body that is known by this; refused where the register here lacks it."""
        if told is None:
            return None
        found = self.bodies.get(told) if isinstance(told, str) else None
        if found is None:
            remedy = "Bring it into the register first: dugnad register load, or dugnad register import."
            raise HandoverError(place, f"the body {str(told)[:80]!r} is not in the register here.", remedy)
        return found


def is_ours(model: type[models.Model], name: str) -> bool:
    """Is it a name that the file uses for what belongs to the row, or a column that comes otherwise?"""
    return name in {field.name for field in model._meta.get_fields()} | CHILDREN  # noqa: SLF001


CHILDREN = frozenset(
    {"entries", "files", "draft", "versions", "consults", "merged", "members", "sign_ups", "case", "content"}
)
"""Under these names a row holds others."""


def aware(value: Any, place: str) -> Any:
    """A moment has an offset."""
    if isinstance(value, datetime) and value.tzinfo is None:
        raise HandoverError(place, "this moment has no offset from UTC.", ASK_AGAIN)
    return value


def check(row: models.Model, place: str, known: Collection[str]) -> None:
    """Each value is of its column's length, choices and form; an empty one is as good as none."""
    untouched = [
        field.name
        for field in row._meta.concrete_fields  # noqa: SLF001
        if field.name not in known or field.is_relation or getattr(row, field.attname) in field.empty_values
    ]
    try:
        row.clean_fields(exclude=untouched)
    except ValidationError as error:
        name = next(iter(error.message_dict))
        raise HandoverError(f"{place}.{name}", f"{error.message_dict[name][0]}", ASK_AGAIN) from error


def save_as_told(row: models.Model) -> None:
    """Save a new row; moments that are otherwise set by saving are as they were."""
    by_itself = {
        field.name: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001
        if getattr(field, "auto_now_add", False) and getattr(row, field.attname) is not None
    }
    row.save(force_insert=True)
    if by_itself:
        type(row)._default_manager.filter(pk=row.pk).update(**by_itself)  # noqa: SLF001
