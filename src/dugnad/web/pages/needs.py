"""An adviser's morning page: what waits at the desk now, then the county's bodies by where help is needed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.criteria.cpv_groups import groups_of
from dugnad.desk.needs import Need, Reason, load_needs
from dugnad.errors import DugnadError
from dugnad.records import permissions
from dugnad.records.actions.desks import ends_of, load_shipped_desks
from dugnad.records.models.desk import Desk
from dugnad.records.queries.desk_waiting import waiting_at
from dugnad.records.queries.desks import desk_of
from dugnad.records.queries.needs import KINDS, SHOWS, Asked, Line, needs_in
from dugnad.web import shelf
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, must, signed_in
from dugnad.web.navigation import address
from dugnad.web.templatetags.form import day, nok, number
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

COUNTY = re.compile(r"[0-9]{2}")


def unpriced(count: int) -> str:
    """How many purchases state no value; nothing is said of none."""
    return words("needs.unpriced", language(), count=count) if count else ""


FORMS: dict[str, Callable[[Any], str]] = {
    "count": number, "of": number, "value": nok, "day": day, "unpriced": unpriced,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """The one next step that is suggested for a body."""

    text: str
    to: str
    href: str


@never_cache
@signed_in
@require_safe
def show(request: HttpRequest, county: str) -> HttpResponse:
    desk, person = asked_desk(county), me(request)
    must(permissions.may_see_contacts(person, county))
    asked, is_bad = asked_of(request)
    now = timezone.now()
    found = needs_in(county, settings.STORE, timezone.localdate(now), asked)
    context = {
        "desk": desk, "asked": asked, "found": found, "waiting": waiting_at(person, county, now), "now": now,
        "lines": [(line, [told(need) for need in line.needs], step_of(line, county)) for line in found.lines],
        "reasons": [(reason, found.reasons[key]) for key, reason in load_needs().reasons.items()],
        "rules": load_needs(), "steps": [(reason, steps_of(reason)) for reason in load_needs().reasons.values()],
        "since": now.year - load_needs().years_before, "compares": permissions.may_compare_desks(person),
        "ends": ends_of(desk, timezone.localdate(now)),
        "is_bad": is_bad or asked.page > found.pages, "works": permissions.may_work_desk(person, county),
    }  # fmt: skip
    template = "needs/needs.html#list" if getattr(request, "htmx", False) else "needs/needs.html"
    return render(request, template, context)


def asked_desk(county: str) -> Desk:
    """The desk that the address names; an unknown one is no page."""
    if not COUNTY.fullmatch(county):
        raise Http404(county)
    desk = desk_of(county)
    if desk is None:
        load_shipped_desks(by="content")
        desk = desk_of(county)
    if desk is None:
        raise Http404(county)
    return desk


def asked_of(request: HttpRequest) -> tuple[Asked, bool]:
    """What the list is narrowed to, and whether something was asked for that does not exist."""
    given = {name: request.GET.get(name, "") for name in ("kind", "reason", "show")}
    page = asked_page(request)
    allowed = {"kind": ("", *KINDS), "reason": ("", *load_needs().reasons), "show": ("", *SHOWS)}
    kept = {name: value if value in allowed[name] else "" for name, value in given.items()}
    kept["show"] = kept["show"] or SHOWS[0]
    is_bad = page is None or any(given[name] not in allowed[name] for name in given)
    return Asked(**kept, page=page or 1), is_bad


def told(need: Need) -> str:
    """The reason in words, its figures in the page's form."""
    values = {name: FORMS[name](value) if name in FORMS else value for name, value in need.told.items()}
    return need.reason.text[language()].format(**values)


def step_of(line: Line, county: str) -> Step | None:
    """The step that answers the strongest reason; nothing is suggested where nothing is known to be needed."""
    if not line.needs:
        return None
    reason = line.needs[0].reason
    return Step(reason.next[language()], reason.to, href_of(reason, line, county))


def href_of(reason: Reason, line: Line, county: str) -> str:
    """Where the step begins; the body's own page where this installation has no other."""
    body = address("body", line.body.key)
    if reason.to == "contact":
        return address("desk-contacts-body", county, line.body.key) or body
    if reason.to == "event":
        return address("events") or body
    if reason.to == "criteria" and line.known.ahead:
        return criteria_href(line.known.ahead.cpv)
    return body


def criteria_href(cpv: str) -> str:
    """The criteria group of a purchase, else the whole library."""
    try:
        groups = groups_of(shelf.library(), cpv) if cpv else ()
    except DugnadError:  # the notice names no code that is one
        groups = ()
    return address("criteria-group", groups[0].group) if groups else address("criteria")


def steps_of(reason: Reason) -> list[tuple[str, int]]:
    """How much counts how much, as people read it."""
    return [(nok(start) if reason.key == "large-purchase" else number(start), points) for start, points in reason.steps]


urls = [path("desk/needs/<str:county>/", show, name="desk-needs")]
