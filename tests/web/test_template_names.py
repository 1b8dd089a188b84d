"""Templates' own words: two modules that give one name to two things would each break the other's pages."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pathlib import Path

import dugnad.web.templatetags


def test_every_filter_and_tag_is_named_once() -> None:
    folder = Path(dugnad.web.templatetags.__file__).parent
    registers = [import_module(f"dugnad.web.templatetags.{one.stem}").register for one in folder.glob("[a-z]*.py")]

    filters = Counter(name for one in registers for name in one.filters)
    tags = Counter(name for one in registers for name in one.tags)

    assert len(filters) > 20
    assert [name for names in (filters, tags) for name, count in names.items() if count > 1] == []
