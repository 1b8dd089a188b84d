"""The full-text index asked: FTS5 on SQLite, a tsvector on PostgreSQL. Both give the ids of the best candidates.

What is asked for are stems, made in `dugnad.desk`, so that no database's own idea of Norwegian matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

Choice = Sequence[Sequence[str]]
"""One of these groups of stems, all of it."""
SQLITE = """SELECT rowid FROM records_searchindex WHERE records_searchindex MATCH %s
            ORDER BY bm25(records_searchindex, 6.0, 1.0) LIMIT %s"""
POSTGRES = """SELECT id FROM records_searchtext, CAST(%s AS tsquery) AS asked WHERE search @@ asked
              ORDER BY ts_rank(ARRAY[0.15, 0.15, 0.15, 1.0], search, asked) DESC, id LIMIT %s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a text must hold: something of each of `needs`, any of `kinds` (where there are some), none of `but`."""

    needs: Sequence[Choice]
    kinds: Sequence[str] = ()
    but: str = ""
    is_any: bool = False
    """True: something of one of `needs` is enough."""
    is_in_head: bool = False
    """True: it must stand in the title."""


def candidates(match: Match, limit: int) -> list[int]:
    """The ids of texts that match, those first where rare stems stand, in the title most."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if is_postgres:
            cursor.execute(POSTGRES, [as_tsquery(match), limit])
        else:
            cursor.execute(SQLITE, [as_fts5(match), limit])
        return [row[0] for row in cursor.fetchall()]


def as_fts5(match: Match) -> str:
    """In the words of FTS5. Stems hold letters a to z and figures alone, so that nothing in them is a sign of it."""
    joint = " OR " if match.is_any else " AND "
    asked = joint.join(f"({choice_of(choice, ' AND ', ' OR ', QUOTED)})" for choice in match.needs)
    asked = f"{{head}} : ({asked})" if match.is_in_head else f"({asked})"
    if match.kinds:
        asked = f"{asked} AND ({' OR '.join(QUOTED.format(kind) for kind in match.kinds)})"
    return f"({asked}) NOT {QUOTED.format(match.but)}" if match.but else asked


def as_tsquery(match: Match) -> str:
    """In the words of PostgreSQL; weight A is the title."""
    form = "'{}':A" if match.is_in_head else "'{}'"
    joint = " | " if match.is_any else " & "
    asked = joint.join(f"({choice_of(choice, ' & ', ' | ', form)})" for choice in match.needs)
    if match.kinds:
        asked = f"({asked}) & ({' | '.join(APOSTROPHED.format(kind) for kind in match.kinds)})"
    return f"({asked}) & !{APOSTROPHED.format(match.but)}" if match.but else asked


QUOTED, APOSTROPHED = '"{}"', "'{}'"


def choice_of(choice: Choice, both: str, either: str, form: str) -> str:
    """One choice, in the signs of a database."""
    return either.join("(" + both.join(form.format(checked(key)) for key in keys) + ")" for keys in choice)


def checked(key: str) -> str:
    """A stem that holds anything but letters a to z and figures comes from no stemmer of ours."""
    if not (key.isascii() and key.isalnum()):
        raise ValueError(f"{key!r} is no stem")
    return key
