"""Which standards, laws, labels and guides a criterion names, so that it is flagged when one of them is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from dugnad.criteria.criterion import Library, Reference, Version


class Names:
    """All spellings of all references in one pattern, the longest first."""

    def __init__(self, references: Mapping[str, Reference]) -> None:
        self.references = references
        self.by_name: dict[str, list[str]] = {}
        for one in references.values():
            for name in one.names:
                self.by_name.setdefault(" ".join(name.casefold().split()), []).append(one.id)
        spelled = sorted(self.by_name, key=lambda name: (-len(name), name))
        found = "|".join(re.escape(name) for name in spelled)
        self.pattern = re.compile(rf"(?<![\w/])(?:{found})(?!\w|[./]\d)") if spelled else None

    def cited(self, version: Version) -> tuple[Reference, ...]:
        """What its texts, its legal duty and its facts' standards name, in the order of the list."""
        if self.pattern is None:
            return ()
        text = " \n ".join(" ".join(part.casefold().split()) for part in _texts(version))
        ids = {id_ for name in self.pattern.findall(text) for id_ in self.by_name[name]}
        return tuple(one for one in self.references.values() if one.id in ids)


def cited_references(library: Library, version: Version) -> tuple[Reference, ...]:
    """What one version names. For many versions, make `Names` once."""
    return Names(library.references).cited(version)


def _texts(version: Version) -> Iterator[str]:
    for field in fields(version):
        value = getattr(version, field.name)
        if isinstance(value, Mapping):
            yield from value.values()
    for parameter in version.parameters:
        yield from parameter.label.values()
        yield str(parameter.default or "")
    yield from (fact.standard for fact in version.cited_facts)
    if version.already_law:
        yield version.already_law.cite
