"""The criteria library for those who browse: search, product groups, one group, everything, what is due for review."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from dugnad.criteria.cost import cost_of_group
from dugnad.criteria.criterion import KINDS, LEVELS, Group, Text
from dugnad.criteria.due import change_log, due
from dugnad.criteria.kept import kept_library
from dugnad.criteria.search import find
from dugnad.web import shelf
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

TEXT_LENGTH = 200
MOST, NEAR = 40, 0.3
"""Of what is found, so many at most, and those that come near the best."""
UNCONFIRMED = "unconfirmed"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    context = {"asked": asked, "groups": shelf.groups(), "counts": counts(), "choices": shelf.choices()}
    if asked["q"]:
        found = find(shelf.index(), asked["q"], group=asked["group"] or None, limit=MOST)
        context["found_groups"] = [shelf.library().groups[one.id] for one in found.groups[:4]]
        best = found.criteria[0].score if found.criteria else 0.0
        near = [one.version for one in found.criteria if one.score >= NEAR * best]
        context["found"] = [shelf.row(version) for version in near]
    template = "criteria/criteria.html#found" if getattr(request, "htmx", False) else "criteria/criteria.html"
    return render(request, template, context)


def asked_of(request: HttpRequest) -> dict[str, str]:
    """What was asked for; what does not exist is left out."""
    said = {name: str(value).replace("\0", "")[:TEXT_LENGTH].strip() for name, value in request.GET.items()}
    allowed = {name: {code for code, _ in values} for name, values in shelf.choices().items()}
    asked = {name: said.get(name, "") for name in ("kind", "level", "theme", "group")}
    return {"q": said.get("q", ""), **{name: code if code in allowed[name] else "" for name, code in asked.items()}}


def counts() -> dict[str, int]:
    """How many criteria each group has, shared ones with them."""
    now = shelf.library()
    shown = {version.criterion for version in shelf.public_criteria()}
    return {group: sum(one.id in shown for one in now.of_group(group)) for group in now.groups}


@require_safe
def show_group(request: HttpRequest, group_id: str) -> HttpResponse:
    now = shelf.library()
    group = now.groups.get(group_id)
    if group is None:
        raise Http404(group_id)
    versions = shelf.public_criteria(group_id)
    context = {
        "group": group,
        "kinds": [(kind, shelf.sorted_rows([one for one in versions if one.kind == kind])) for kind in KINDS],
        "count": len(versions),
        "unconfirmed": sum(one.is_unconfirmed for one in versions),
        "missing": missing_of(group),
        "costs": cost_of_group(now, group_id),
        "changes": change_log(now, group_id)[:20],
    }
    return render(request, "criteria/group.html", context)


def missing_of(group: Group) -> list[tuple[str, Text]]:
    """The kinds and levels that the group lacks, each with the reason."""
    kinds = [(shelf.term("kind", kind), group.missing_kinds[kind]) for kind in KINDS if kind in group.missing_kinds]
    levels = [(shelf.term("level", one), group.missing_levels[one]) for one in LEVELS if one in group.missing_levels]
    return [*kinds, *levels]


@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    asked = asked_of(request)
    rows = [one for one in shelf.sorted_rows(shelf.public_criteria(asked["group"])) if fits(one, asked)]
    context = {"asked": asked, "rows": rows, "choices": shelf.choices(), "names": dict(shelf.choices()["group"])}
    return render(request, "criteria/all.html", context)


def fits(one: shelf.Row, asked: dict[str, str]) -> bool:
    """Is the line among those asked for?"""
    return all(not asked[name] or getattr(one, name) == asked[name] for name in ("kind", "level", "theme"))


def waiting() -> list[tuple[str, list[shelf.Row]]]:
    """What rests on figures that nobody has read in their source, by product group."""
    unread = [one for one in shelf.public_criteria() if one.is_unconfirmed and one.status != "withdrawn"]
    names = {group.id: shelf.spoken(group.name) for group in shelf.groups()}
    homes = {one.criterion: shelf.library().criteria[one.criterion].home for one in unread}
    by_home = [
        (home, [one for one in unread if homes[one.criterion] == home]) for home in dict.fromkeys(homes.values())
    ]
    shared = words("criteria.shared", language())
    return [(names.get(home, shared), shelf.sorted_rows(found)) for home, found in by_home]


@require_safe
def show_due(request: HttpRequest) -> HttpResponse:
    kept = kept_library()
    flags = due(kept.library, timezone.localdate())
    context = {
        "flags": [flag for flag in flags if flag.reason != UNCONFIRMED],
        "waiting": waiting(),
        "faults": kept.faults,
    }
    return render(request, "criteria/due.html", context)


urls = [
    path("criteria/", show, name="criteria"),
    path("criteria/all/", show_all, name="criteria-all"),
    path("criteria/due/", show_due, name="criteria-due"),
    path("criteria/<slug:group_id>/", show_group, name="criteria-group"),
]
