"""Which body somebody means by what they wrote: its number, its name as people say it, or several to choose among."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dugnad.records.models.register import Body, SubUnit
from dugnad.records.queries.register import LONGEST_ASKED, any_case, body_by_key, living_bodies, names_of
from dugnad.register.naming import BEGINS, BEYOND_DOUBT, SAME, SAME_FOLDED, fold, graded

NUMBER = re.compile(r"(?<!\d)\d{3}[ \u00a0.]?\d{3}[ \u00a0.]?\d{3}(?!\d)")
SHORTEST_OFFICE = 4
NONE = 99
"""Worse than any grade."""
MOST_LIKELY, MOST_SUGGESTED, MOST_STEPS = 12, 12, 10


@dataclass(frozen=True, slots=True)
class Meant:
    """The body beyond doubt; else those that may be meant, the likeliest first. Neither: the register has none."""

    body: Body | None = None
    likely: tuple[Body, ...] = ()


def body_meant(text: str, on: date, *, is_past: bool = False) -> Meant:
    """Which body the words mean: one that ended is asked about, with those who took it over.

    `is_past`: the number of a body that has ended means that body, for what is written down of it.
    """
    text = " ".join(text.replace("\0", "").split())[:LONGEST_ASKED]
    number = NUMBER.search(text)
    exact = by_number(re.sub(r"\D", "", number[0])) if number else by_slug(text)
    if exact is not None:
        return Meant(exact) if is_past or is_living(exact, on) else Meant(None, still_living(exact, on))
    text = NUMBER.sub("", text).strip(" ()") if number else text
    return by_words(text, on) if text else Meant()


def by_number(number: str) -> Body | None:
    """The body of the number, or of the office that has it."""
    office = None if (body := body_by_key(number)) else SubUnit.objects.select_related("body").filter(pk=number).first()
    return office.body if office else body


def by_slug(text: str) -> Body | None:
    """The body whose address it is."""
    return body_by_key(text) if "-" in text and " " not in text else None


def by_words(text: str, on: date) -> Meant:
    """The body by its name."""
    found = graded(text, names_of(living_bodies(on)))
    best = found[0][0] if found else NONE
    if best > SAME:
        gone = ended_so(text, best, on)
        if gone:
            same = in_order(key for grade, key in found if grade <= SAME_FOLDED)
            heirs = [heir for one in gone for heir in still_living(one, on)]
            return Meant(None, tuple(dict.fromkeys([*heirs, *same])))
    if not found:
        return Meant(None, of_offices(text, on))
    sure = [key for grade, key in found if grade <= (best if best <= SAME_FOLDED else BEYOND_DOUBT)]
    if len(sure) == 1:
        return Meant(Body.objects.select_related("parent").get(pk=sure[0]))
    return Meant(None, tuple(in_order(sure if best <= SAME_FOLDED else [key for _, key in found][:MOST_LIKELY])))


def ended_so(text: str, best: int, on: date) -> list[Body]:
    """The bodies that have ended and were called so, better than any living one is."""
    found = graded(text, names_of(Body.objects.filter(until__lt=on)), is_near=False)
    return in_order(key for grade, key in found if grade < min(best, BEGINS))


def of_offices(text: str, on: date) -> tuple[Body, ...]:
    """The bodies of offices that are called so."""
    if len(fold(text)) < SHORTEST_OFFICE:
        return ()
    found = Body.objects.filter(sub_units__in=SubUnit.objects.filter(any_case("name", text)))
    return tuple(found.filter(pk__in=living_bodies(on)).distinct().order_by("name", "pk")[:MOST_LIKELY])


def still_living(body: Body, on: date) -> tuple[Body, ...]:
    """Those who took over a body that has ended, however many times over, and the body itself, last."""
    seen, newest, living = {body.pk}, [body], dict[object, Body]()
    for _ in range(MOST_STEPS):
        after = [one for one in Body.objects.filter(predecessors__in=newest).distinct() if one.pk not in seen]
        seen |= {one.pk for one in after}
        living |= {one.pk: one for one in after if is_living(one, on)}
        newest = [one for one in after if not is_living(one, on)]
        if not newest:
            break
    return (*living.values(), body)


def is_living(body: Body, on: date) -> bool:
    """Does the body exist on the day?"""
    return (body.since is None or body.since <= on) and (body.until is None or body.until >= on)


def bodies_suggested(text: str, on: date, most: int = MOST_SUGGESTED) -> list[Body]:
    """What somebody may be about to write, the likeliest first."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST_ASKED]
    if NUMBER.search(text):
        meant = body_meant(text, on)
        return [meant.body] if meant.body else list(meant.likely)
    return in_order([key for _, key in graded(text, names_of(living_bodies(on)))[:most]])


def in_order(keys: Iterable[str]) -> list[Body]:
    """The bodies of the keys, in their order."""
    keys = list(keys)
    found = {str(body.pk): body for body in Body.objects.filter(pk__in=keys)}
    return [found[key] for key in keys]
