"""One public body's page: where it stands, what to do next, what it has decided and told, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from dugnad.monitor.pictures.body import Body as Seen
from dugnad.monitor.pictures.body import BodyPicture, body_picture
from dugnad.monitor.pictures.reply import replies
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.people import Person
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_prepare, may_work_desk, works_in
from dugnad.records.queries.agreements import agreements_of
from dugnad.records.queries.bodies import forerunners_of, successors_of
from dugnad.records.queries.contacts import shared_with
from dugnad.records.queries.desks import seat
from dugnad.records.queries.events import attendance_of
from dugnad.records.queries.register import body_by_key
from dugnad.records.queries.standing import Standing, standing_of
from dugnad.records.queries.status import comments_of
from dugnad.web import titles
from dugnad.web.attendance import shown_to
from dugnad.web.gate import person_of
from dugnad.web.navigation import address
from dugnad.web.pages.desk_list import hours_lines
from dugnad.web.templatetags.form import day
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

OWN_STEPS = {
    "confirm": "adhesion", "join": "adhesion", "adopt-plan": "local-plan", "measures": "local-plan",
    "answer-status": "status",
}  # fmt: skip
"""Steps that the body's management takes, and the page where it does; the others begin with its purchases."""
ENDED = "ended"
COMMENTS_SHOWN = 10
AGREEMENTS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who the page is about, from the register of bodies or, where that lacks it, from the notices' store."""

    key: str
    name: str
    orgnr: str | None
    kind: str | None
    obligation_class: str | None
    county: str | None
    parent_key: str | None
    parent_name: str | None
    until: date | None
    is_demo: bool


def show(request: HttpRequest, orgnr: str) -> HttpResponse:
    body = body_by_key(orgnr)
    if body is not None and body.key != orgnr:
        return redirect("body", body.key)
    asked = request.GET.get("period", "")
    number = body.orgnr if body else orgnr
    picture = body_picture(settings.STORE, number, asked) if number else None
    if body is None and picture is None:
        raise Http404(orgnr)
    context = {
        "who": registered(body) if body else seen(picture.body) if picture else None,
        "is_bad": asked not in ("", picture.period if picture else ""),
        "replies": replies(orgnr),
        "correct_href": f"{address('method')}#correct",
        **measured(picture),
        **(followed(person_of(request), body) if body else {}),
        "desk_box": desk_box(person_of(request), body) if body else None,
        "may_comment": body is not None and may_prepare(person_of(request), body),
    }
    context["next"] = next_of(context.get("standing"), picture)
    return render(request, "body/body.html", context)


def registered(body: Body) -> Who:
    """As the register has it."""
    parent = body.parent
    return Who(
        key=body.key, name=body.called(language()), orgnr=body.orgnr, kind=body.kind, county=body.county or None,
        obligation_class=body.obligation_class, parent_key=parent.key if parent else None,
        parent_name=parent.called(language()) if parent else None, until=body.until, is_demo=body.is_demo,
    )  # fmt: skip


def seen(body: Seen) -> Who:
    """As the notices' store has it."""
    return Who(
        key=body.orgnr, name=body.name, orgnr=body.orgnr, kind=body.kind, county=body.county,
        obligation_class=body.obligation_class, parent_key=body.parent_orgnr if body.parent_name else None,
        parent_name=body.parent_name, until=body.until, is_demo=body.is_demo,
    )  # fmt: skip


def measured(picture: BodyPicture | None) -> dict[str, Any]:
    """What the notices show."""
    if picture is None:
        return {"picture": None}
    return {
        "picture": picture,
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
    }


def followed(person: Person | None, body: Body) -> dict[str, Any]:
    """What the body has decided, planned and told, and those it took over from or went into."""
    today = timezone.localdate()
    before = forerunners_of(body)
    shown = shown_to(person, body, attendance_of(body, today))
    return {
        "is_to_end": body.until is not None and body.until >= today,
        "standing": standing_of(body, settings.STORE, today),
        "attendance": shown.attendance,
        "is_attendance_few": shown.is_few,
        "agreements": agreements_of(body, today)[:AGREEMENTS_SHOWN],
        "comments": comments_of(body, most=COMMENTS_SHOWN),
        "successors": successors_of(body),
        "forerunners": [one for one in before if one.until is None or one.until < today],
        "forerunners_to_come": [one for one in before if one.until is not None and one.until >= today],
    }


def desk_box(person: Person | None, body: Body) -> dict[str, Any] | None:
    """The body's desk, for its own people and for the desk's: who, when, how to ask. None for others."""
    county = body.county or NATIONAL
    is_own, works = works_in(person, body), may_work_desk(person, county)
    found = seat(county, timezone.localdate()) if is_own or works else None
    if found is None:
        return None
    return {"seat": found, "hours": hours_lines(found.desk), "works": works,
            "has_shared": bool(shared_with(person, body, county))}  # fmt: skip


def next_of(standing: Standing | None, picture: BodyPicture | None) -> dict[str, str]:
    """The one next step: what, who, when, and where it begins."""
    here = language()
    if standing and standing.step.name in (*OWN_STEPS, ENDED):
        name, step = standing.step.name, standing.step
        page = OWN_STEPS.get(name)
        return {
            "what": words(f"body.next-{told_name(name, standing.body)}", here, count=step.count),
            "who": words(f"body.who-{name}" if name in ("measures", "answer-status") else "body.next-management", here),
            "when": when_of(standing),
            "href": address(page, standing.body.key) if page else "",
            "button": words(f"body.button-{name}", here),
        }
    code, count = (picture.next_step.step, picture.next_step.count) if picture else ("announce", 0)
    return {
        "what": words(f"body.next-{code}", here, count=count),
        "who": words("body.next-who", here),
        "when": words(f"body.when-{code}", here),
        "href": next_address(picture),
        "button": words(f"body.button-{code}", here),
    }


def told_name(name: str, body: Body) -> str:
    """The step's name in the texts: a supporter is asked in other words than the invited."""
    return "join-supporter" if name == "join" and body.obligation_class == "supporter" else name


def when_of(standing: Standing) -> str:
    """By which day the step is asked for; a day that has gone is said to have gone, to an invited body as well."""
    step, here = standing.step, language()
    if step.name == ENDED or step.by is None:
        return day(step.by) if step.name == ENDED else words("body.when-own", here)
    if step.is_late or step.by < standing.on:
        name = "when-late" if standing.body.is_state or step.is_late else "when-past"
        return words(f"body.{name}", here, day=day(step.by))
    return words("body.when-by", here, day=day(step.by))


def next_address(picture: BodyPicture | None) -> str:
    """Where a step about the purchases begins."""
    if picture is None or picture.next_step.step == "announce":
        return f"{address('method')}#correct"
    notice = picture.next_step.notice_id
    return address("notice", notice) if notice else address("law")


urls = [path("bodies/<str:orgnr>/", show, name="body")]
