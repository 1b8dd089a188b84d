"""One content file read strictly: what is not understood is a fault with file, line and remedy, never a default."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dugnad.content import place, read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
MARKS = ("A", "A*", "B", "C", "I")
FAST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same nodes as the plain loader, ten times as fast where libyaml is there."""
Key = str | int | date


class LawFile:
    """A YAML mapping whose faults are gathered, so that one reading tells them all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[ContentError] = []
        self.top: dict[Any, Any] = {}
        value = read_yaml(path)
        if isinstance(value, dict):
            self.top = value
        else:
            self.fault((), "This file is not a mapping.", "Write `name: value` lines, as in the files beside it.")

    def fault(self, keys: tuple[Key, ...], problem: str, remedy: str) -> None:
        """Note a fault at the place that these keys lead to."""
        self.faults.append(ContentError(place(self.path), line_of(self.path, keys), problem, remedy))

    def get(self, keys: tuple[Key, ...]) -> Any:
        value: Any = self.top
        for key in keys:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and isinstance(key, int) and key < len(value):
                value = value[key]
            else:
                return None
        return value

    def only(self, keys: tuple[Key, ...], allowed: set[str]) -> None:
        """Every name under these keys is known."""
        value = self.get(keys)
        for name in value if isinstance(value, dict) else ():
            if name not in allowed:
                self.fault((*keys, name), f'"{name}" is not a known name here.', f"Use {', '.join(sorted(allowed))}.")

    def mapping(self, *keys: Key) -> dict[Any, Any]:
        value = self.get(keys)
        if isinstance(value, dict) and value:
            return value
        self.fault(keys, f"`{_dotted(keys)}` is missing or not a mapping.", "Write it as `name: value` lines.")
        return {}

    def text(self, *keys: Key) -> str:
        value = self.get(keys)
        if isinstance(value, str) and value.strip():
            return value.strip()
        self.fault(keys, f"`{_dotted(keys)}` is missing or not a text.", "Write a text.")
        return ""

    def texts(self, *keys: Key) -> tuple[str, ...]:
        value = self.get(keys)
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fault(keys, f"`{_dotted(keys)}` is not a list of texts.", 'Write it as ["…", "…"], digits in quotes.')
        return ()

    def names(self, *keys: Key) -> dict[str, str]:
        """The same text in every language of the product."""
        self.only(keys, set(LANGUAGES))
        return {language: self.text(*keys, language) for language in LANGUAGES}

    def one_of(self, allowed: tuple[str, ...], *keys: Key) -> str:
        value = self.get(keys)
        if isinstance(value, str) and value in allowed:
            return value
        self.fault(keys, f"`{_dotted(keys)}` is {value!r}.", f"Write one of {', '.join(allowed)}.")
        return allowed[-1]

    def is_true(self, *keys: Key) -> bool:
        value = self.get(keys)
        if not isinstance(value, bool):
            self.fault(keys, f"`{_dotted(keys)}` is {value!r}.", "Write true or false.")
        return value is True

    def day(self, *keys: Key) -> date:
        value = self.get(keys)
        if type(value) is date:
            return value
        self.fault(keys, f'"{value}" is not a date.', "Write it as 2024-01-01.")
        return date.min

    def day_or_none(self, *keys: Key) -> date | None:
        return None if self.get(keys) is None else self.day(*keys)

    def number_or_none(self, *keys: Key) -> float | None:
        """A number above zero, or null where `missing` says why."""
        value = self.get(keys)
        if value is None:
            self.text(*keys[:-1], "missing")
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return float(value)
        self.fault(keys, f"`{_dotted(keys)}` is {value!r}.", "Write a number above 0, or null with `missing: why`.")
        return None

    def checked(self) -> None:
        """`last_checked` says when, and by which role."""
        checked = self.mapping("last_checked")
        if True in checked:  # YAML reads a bare `on` as true
            checked["on"] = checked.pop(True)
        self.only(("last_checked",), {"on", "by"})
        self.day("last_checked", "on")
        self.text("last_checked", "by")


def line_of(path: Path, keys: tuple[Key, ...]) -> int | None:
    """The line where these keys stand, or where their nearest parent that exists stands."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=FAST)
    line = None
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
    return line if line is not None else 1


def repeated_keys(path: Path) -> list[ContentError]:
    """Keys that stand twice in one mapping: YAML would silently keep the last."""
    faults: list[ContentError] = []
    nodes = [yaml.compose(path.read_text(encoding="utf-8"), Loader=FAST)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.SequenceNode):
            nodes.extend(node.value)
        if isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if key.value in seen:
                    problem, line = f'"{key.value}" stands twice.', key.start_mark.line + 1
                    faults.append(ContentError(place(path), line, problem, "Keep one of them."))
                seen.add(key.value)
                nodes.append(value)
    return faults


def _child(node: Any, key: Key) -> tuple[int, Any] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        item = node.value[key]
        return item.start_mark.line + 1, item
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            if name.value == str(key):
                return name.start_mark.line + 1, value
    return None


def _dotted(keys: tuple[Key, ...]) -> str:
    return ".".join(str(key) for key in keys)
