"""My page: what the signed-in person should do next, by role; below it the places the person works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import (
    desks_of,
    may_administer,
    may_change_contact,
    may_compare_desks,
    may_coordinate,
    may_keep_register,
    may_prepare,
    may_see_contacts,
    may_see_drafts,
    may_see_people,
    roles_of,
)
from dugnad.records.queries.steps import Task, county_runs, my_bodies, my_counties, my_tasks, silent_letters
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, signed_in
from dugnad.web.navigation import address
from dugnad.web.templatetags.form import day
from dugnad.web.templatetags.part import unmarked
from dugnad.web.templatetags.text import in_words, language
from dugnad.web.words import words

PER_PAGE = 20
ADHESION, PLAN, STATUS = ("adhesion", "key"), ("local-plan", "key"), ("status", "key")
DOORS = {
    "confirm": ADHESION, "join": ADHESION, "letter-confirm": ADHESION, "letter-join": ADHESION,
    "adopt-plan": PLAN, "measures": PLAN, "letter-adopt-plan": PLAN,
    "answer-status": STATUS, "approve-status": STATUS, "letter-answer-status": STATUS,
    "county-letter": ("run", "run"), "run-prepared": ("run", "run"), "run-sending": ("run", "run"),
    "run-stopped": ("run", "run"), "host": ("county-host", "county"), "replies": ("letters",),
    "national-measures": ("plans",), "agreement-ends": ("agreement", "agreement"),
    "unmatched": ("unmatched",), "sdg": ("sdg",), "invitations": ("people",), "failed-imports": ("upload",),
    "desk-agreement": ("desk", "county"), "desk-funding": ("desk", "county"),
    "stale-answers": ("unanswered",), "case-late": ("cases",), "case-to-read": ("cases",),
    "case-consulted": ("cases",), "case-new": ("cases",), "case-asked-back": ("desk-mine-case", "case"),
    "mails": ("mails",), "register-previewed": ("register",), "register-failed": ("register",),
}  # fmt: skip
"""The page on which each step is done, and what its address needs; all else is done from the body's own page."""
AT_ONCE = frozenset({"case-late", "desk-due", "case-asked-back"})
"""Steps that should have been done already, or that others wait for."""
BODY_PAGES = ("local-plan", "status", "adhesion", "leader")
OWN_PAGES = ("body-people", "body-log")


@dataclass(frozen=True, slots=True)
class Shown:
    """One step as the page tells it."""

    task: Task
    what: str
    when: str
    button: str
    href: str
    who: str
    """Whose work it is, where it is not the person's own."""


@never_cache
@signed_in
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    person = me(request)
    today = timezone.localdate()
    tasks = [shown(task, today) for task in my_tasks(person, settings.STORE, today)]
    own = [task for task in tasks if task.task.is_mine]
    context = {
        "first": own[0] if own else None,
        "more": own[1:],
        "others": [task for task in tasks if not task.task.is_mine],
        "has_role": bool(roles_of(person)),
        "bodies": [(body, links_of(person, body)) for body in my_bodies(person)],
        "tools": tools_of(person),
        **county_context(request, person),
    }
    return render(request, "me/me.html", context)


def shown(task: Task, today: date) -> Shown:
    """The step in the page's language, with its button."""
    values = {
        "name": unmarked(task.body.called(language())) if task.body else "",
        "county": in_words(task.county, "county") if task.county else "",
        "title": task.title,
    }
    key = "now" if task.what in AT_ONCE else "when-ready"
    if task.by is not None:
        key = "by" if task.by >= today else "by-past"
    is_approval = task.what == "approve-status"
    what = "approve-mine" if is_approval and task.is_mine else task.what
    doer = "county" if task.county else {"approve-status": "leader", "measures": "reporters"}.get(task.what, "body")
    return Shown(
        task=task,
        who=words(f"me.who-{doer}", language()),
        what=words(f"me.step-{what}", language(), count=task.count, **values),
        when=words(f"me.{key}", language(), day=day(task.by)),
        button=words(f"me.button-{task.what}", language()),
        href=door(task),
    )


def door(task: Task) -> str:
    """Where the step is done; the body's own page where this installation has no other."""
    if task.notice_id:
        return address("notice", task.notice_id)
    name, *needs = DOORS.get(task.what, ("body", "key"))
    given = {
        "key": task.body.key if task.body else "",
        "run": str(task.run),
        "agreement": str(task.agreement),
        "case": str(task.case),
        "county": task.county,
    }
    found = address(name, *(given[need] for need in needs))
    if found and task.show:
        return f"{found}?show={task.show}"
    return found or (address("body", task.body.key) if task.body else address("bodies"))


def links_of(person: Person, body: Body) -> list[tuple[str, str]]:
    """The pages about one of the person's bodies: text key and address."""
    names = [*BODY_PAGES] if may_see_drafts(person, body) else []
    names += [*OWN_PAGES] if may_see_people(person, body) else []
    names += ["comment"] if may_prepare(person, body) else []
    names += ["body-contact"] if may_change_contact(person, body) else []
    found = [("body", address("body", body.key)), *((name, address(name, body.key)) for name in names)]
    return [(f"me.page-{name}", href) for name, href in found if href]


def tools_of(person: Person) -> list[tuple[str, str]]:
    """The pages that belong to the person's work for a county or the nation: words and address."""
    names: list[str] = []
    if may_coordinate(person) or my_counties(person):
        names += ["letters", "desks"]
    if desks_of(person):
        names += ["cases", "mails", "told"]
    if may_coordinate(person):
        names += ["plans", "coordination", "sdg"]
    if may_keep_register(person):
        names += ["register", "unmatched"]
    if may_administer(person):
        names += ["people", "log"] if desks_of(person) else ["mails", "people", "log"]
    if may_compare_desks(person):
        names.append("desk-overview")
    names.append("desk-mine")
    return desk_tools(person) + [
        (words(f"me.tool-{name}", language()), href) for name in names if (href := address(name))
    ]


def desk_tools(person: Person) -> list[tuple[str, str]]:
    """The morning pages of the person's desks, and where help is needed in the counties that a Statsforvalter has."""
    own = sorted(desks_of(person))
    others = sorted(set(my_counties(person)) - set(own))
    keys = dict.fromkeys(own, "tool-desk-needs") | dict.fromkeys(others, "tool-needs")
    return [
        (words(f"me.{key}", language(), county=in_words(county, "county")), address("desk-needs", county))
        for county, key in keys.items()
        if may_see_contacts(person, county)
    ]


def county_context(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The letters to the person's counties, and a page of the bodies that have not replied."""
    counties = my_counties(person)
    if not counties:
        return {"counties": [], "is_bad": False}
    asked = asked_page(request)
    silent = Paginator(silent_letters(counties), PER_PAGE)
    page = silent.get_page(asked or 1)
    return {
        "counties": counties,
        "runs": county_runs(counties),
        "silent": page,
        "silent_count": silent.count,
        "pages": silent.num_pages,
        "is_bad": asked is None or asked > silent.num_pages,
    }


urls = [path("me/", show, name="me")]
