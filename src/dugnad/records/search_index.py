"""The full-text index asked: FTS5 on SQLite, a tsvector on PostgreSQL. Both give the ids of texts that match.

What is asked for are stems, made in `dugnad.desk`, so that no database's own idea of Norwegian matters. No order is
asked for: a database that weighs thousands of texts takes long, and one that may stop at the first so many does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

Choice = Sequence[Sequence[str]]
"""One of these groups of stems, all of it."""
SQLITE = "SELECT * FROM (SELECT {}, rowid FROM records_searchindex WHERE records_searchindex MATCH %s LIMIT %s)"
POSTGRES = "(SELECT {}, id FROM records_searchtext WHERE {} LIMIT %s)"
SETTLE = (
    "SELECT gin_clean_pending_list('records_searchheads'), gin_clean_pending_list('records_searchindex')",
    "ANALYZE records_searchtext",
    "ANALYZE records_searchword",
)
IN_HEAD, ANYWHERE = "heads @@ CAST(%s AS tsquery)", "search @@ CAST(%s AS tsquery)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a text must hold: something of each of `head` in its title, and of each of `needs` anywhere."""

    head: Sequence[Choice] = ()
    needs: Sequence[Choice] = ()
    is_any: bool = False
    """True: something of one of them is enough."""
    kinds: Sequence[str] = ()
    """The stems of the kinds that it may be; each stands in the title of its own."""


def candidates(matches: Sequence[Match], limit: int) -> list[list[int]]:
    """The ids of some texts that meet each match, at most so many of each, in one question to the database."""
    if not matches:
        return []
    made = [asked(number, match, limit) for number, match in enumerate(matches)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(part for part, _ in made), [value for _, given in made for value in given])
        found: list[list[int]] = [[] for _ in matches]
        for number, pk in cursor.fetchall():
            found[number].append(pk)
    return found


def settle_index() -> None:
    """After many texts were written: PostgreSQL counts its rows anew and puts what waits into its indexes.

    Without it the planner reads the whole table until the server's own upkeep comes by. SQLite's index is always whole.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for command in SETTLE:
                cursor.execute(command)


def forget_removed() -> None:
    """Write SQLite's index anew, so that words which were taken out stand in none of its blocks any longer.

    Taking a text out only marks its words as gone. PostgreSQL keeps no words beside those of the row.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO records_searchindex(records_searchindex) VALUES ('optimize')")


def asked(number: int, match: Match, limit: int) -> tuple[str, list[str | int]]:
    """One match in the database's words, with what is given to it."""
    if connection.vendor != "postgresql":
        return SQLITE.format(number), [as_fts5(match), limit]
    parts = [(IN_HEAD, match.head), (ANYWHERE, match.needs)]
    given = [(where, as_tsquery(match, choices)) for where, choices in parts if choices]
    return POSTGRES.format(number, " AND ".join(where for where, _ in given)), [*(query for _, query in given), limit]


def as_fts5(match: Match) -> str:
    """In the words of FTS5. Stems hold letters a to z and figures alone, so that nothing in them is a sign of it."""
    joint = " OR " if match.is_any else " AND "
    head, needs = (
        joint.join(f"({choice_of(choice, ' AND ', ' OR ', QUOTED)})" for choice in choices)
        for choices in (match.head, match.needs)
    )
    asked = " AND ".join([*([f"{{head}} : ({head})"] if head else []), *([f"({needs})"] if needs else [])])
    if match.kinds:
        asked = f"({asked}) AND ({' OR '.join(QUOTED.format(kind) for kind in match.kinds)})"
    return asked


def as_tsquery(match: Match, choices: Sequence[Choice]) -> str:
    """In the words of PostgreSQL."""
    joint = " | " if match.is_any else " & "
    asked = joint.join(f"({choice_of(choice, ' & ', ' | ', APOSTROPHED)})" for choice in choices)
    if match.kinds:
        asked = f"({asked}) & ({' | '.join(APOSTROPHED.format(kind) for kind in match.kinds)})"
    return asked


QUOTED, APOSTROPHED = '"{}"', "'{}'"


def choice_of(choice: Choice, both: str, either: str, form: str) -> str:
    """One choice, in the signs of a database."""
    return either.join("(" + both.join(form.format(checked(key)) for key in keys) + ")" for keys in choice)


def checked(key: str) -> str:
    """A stem that holds anything but letters a to z and figures comes from no stemmer of ours."""
    if not (key.isascii() and key.isalnum()):
        raise ValueError(f"{key!r} is no stem")
    return key
