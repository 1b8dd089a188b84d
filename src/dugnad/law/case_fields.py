"""Facts written in a case file, each under a name and of a type that the facts know."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from dugnad.law.lawfile import Key, LawFile


def fields_of(
    file: LawFile,
    shape: type,
    keys: tuple[Key, ...],
    *,
    apart: frozenset[str] = frozenset(),
    also: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The mapping's values, each under a name and of a type that the facts know."""
    known = {field.name: field for field in fields(shape)}
    hints = get_type_hints(shape)
    mapping = file.get(keys)
    if mapping is None and all(field.default is not MISSING for field in known.values()):
        return {}
    if not isinstance(mapping, dict):
        file.fault(keys, "This is not a mapping.", "Write `name: value` lines.")
        return {}
    file.only(keys, set(known) | also)
    values: dict[str, Any] = {}
    for name, value in mapping.items():
        if name in apart or (name not in known and name not in also):
            continue
        kept = tuple(value) if isinstance(value, list) else value
        if not fits(kept, hints.get(name, float)):
            file.fault((*keys, name), f"`{name}` is {value!r}.", f"Write {_wanted(hints.get(name, float))}.")
            continue
        values[name] = kept
    return values


def fits(value: Any, hint: Any) -> bool:
    """Is the value of the annotated type? Whole numbers pass as numbers; true and false do not."""
    options = getattr(hint, "__args__", (hint,))
    if str(hint).startswith("tuple"):
        return isinstance(value, tuple) and all(isinstance(item, str) for item in value)
    if str(hint).startswith("typing.Literal"):
        return value in options
    if len(options) > 1:
        return any(fits(value, option) for option in options)
    if hint is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def _wanted(hint: Any) -> str:
    return str(hint).replace("typing.", "").replace("<class '", "").replace("'>", "").replace("NoneType", "null")
