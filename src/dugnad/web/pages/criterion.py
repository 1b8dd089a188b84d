"""A criterion's page: the requirement ready to copy, then proof, why, caution, sources, versions, where it was used."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.criteria.changes import FieldChange, changes
from dugnad.criteria.criterion import Criterion, Version
from dugnad.criteria.due import flags_of
from dugnad.criteria.export import FORMS
from dugnad.criteria.selection import Pick, Selection
from dugnad.criteria.tender import pieces_of, source_text
from dugnad.errors import DugnadError
from dugnad.monitor.pictures.used import uses_of
from dugnad.records.actions.feedback import leave_feedback
from dugnad.web import shelf
from dugnad.web.exports import as_file
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.templatetags.text import language

KEY = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)(?:@(?P<day>\d{4}-\d{2}-\d{2}))?")
LONGEST = 2000


@csrf_exempt  # reading sets no cookie; a form of another site is told by what the browser says of its origin
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    criterion, version = asked_version(key)
    if "@" not in key:
        return redirect("criterion", version.key)
    problem = ""
    if request.method == "POST":
        problem = send_feedback(request, version)
        if not problem:
            return redirect(f"{reverse('criterion', args=[version.key])}?thanks#feedback")
    context = {**picture(criterion, version), "problem": problem, "is_thanked": "thanks" in request.GET}
    return render(request, "criterion/criterion.html", context, status=400 if problem else 200)


def asked_version(key: str) -> tuple[Criterion, Version]:
    """The version that the address names, the newest where it names no day; drafts are not shown."""
    parts = KEY.fullmatch(key)
    criterion = shelf.library().criteria.get(parts["id"]) if parts else None
    if parts is None or criterion is None:
        raise Http404(key)
    version = shelf.public_version(criterion) if parts["day"] is None else on_day(criterion, parts["day"])
    if version is None or version.status not in shelf.SHOWN:
        raise Http404(key)
    return criterion, version


def on_day(criterion: Criterion, day: str) -> Version | None:
    """The version that is named by the day."""
    return next((one for one in criterion.versions.values if one.day.isoformat() == day), None)


def send_feedback(request: HttpRequest, version: Version) -> str:
    """Keep what the reader wrote; the name of a text where it cannot be kept."""
    said = request.POST.get("text", "").replace("\0", "").strip()
    if is_from_elsewhere(request):
        return "feedback-elsewhere"
    if not said or len(said) > LONGEST:
        return "feedback-empty" if not said else "feedback-long"
    try:
        leave_feedback(by="visitor", key=version.key, text=said, language=language())
    except DugnadError:
        return "feedback-busy"
    return ""


def picture(criterion: Criterion, version: Version) -> dict[str, object]:
    """Everything the page shows."""
    now = shelf.library()
    public = [one for one in criterion.versions.values if one.status in shelf.SHOWN]
    before = [one for one in public if one.day < version.day]
    return {
        "criterion": criterion,
        "version": version,
        "row": shelf.row(version),
        "pieces": pieces_of(
            shelf.spoken(version.requirement), version.parameters, {}, shelf.tongue(version.requirement) or language()
        ),
        "tongue": shelf.tongue(version.requirement),
        "groups": [now.groups[one] for one in criterion.groups if one in now.groups],
        "themes": [shelf.term("theme", one) for one in version.themes],
        "proof": [shelf.term("proof", one) for one in version.proof],
        "when": [shelf.term("when", one) for one in version.follow_up_when],
        "sources": [(fact, source_text(now, fact, language())) for fact in version.cited_facts],
        "flags": flags_of(now, criterion, timezone.localdate()) if shelf.public_version(criterion) == version else [],
        "versions": list(reversed(public)),
        "differences": differences(before, version),
        **hearing_of(criterion, version),
        "beside": [shelf.row(one) for one in beside(criterion, version)],
        "used": uses_of(settings.STORE, now, criterion.id),
        "is_newest": shelf.public_version(criterion) == version,
        "newest": shelf.public_version(criterion),
        "downloads": ("docx", "md", "json"),
    }


def differences(before: list[Version], version: Version) -> list[FieldChange]:
    """What has changed since the version before, in the texts of the page's language."""
    return changes(before[-1], version, shelf.tongue(version.requirement) or language()) if before else []


def hearing_of(criterion: Criterion, version: Version) -> dict[str, object]:
    """The next version's hearing, on the page of the version that people see now."""
    now = shelf.library()
    hearing, draft = now.hearings.get(criterion.id), now.drafts.get(criterion.id)
    if hearing is None or shelf.public_version(criterion) != version:
        return {}
    tongue = shelf.tongue(version.requirement) or language()
    return {
        "hearing": hearing,
        "is_open": hearing.is_open(timezone.localdate()),
        "draft": draft,
        "draft_changes": changes(version, draft, tongue) if draft else [],
    }


def beside(criterion: Criterion, version: Version) -> list[Version]:
    """Other criteria about the same matter in the same group, at other levels or of other kinds."""
    others = shelf.public_criteria(criterion.home) if criterion.home in shelf.library().groups else []
    return [one for one in others if one.topic == version.topic and one.criterion != version.criterion]


@require_safe
def download(request: HttpRequest, key: str, form: str) -> HttpResponse:
    _, version = asked_version(key)
    if form not in FORMS:
        raise Http404(form)
    selection = Selection((Pick(version.key),))
    try:
        return as_file(selection, form, name=version.key)
    except DugnadError as error:
        return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")


urls = [
    path("k/<str:key>", show, name="criterion"),
    path("k/<str:key>/download.<str:form>", download, name="criterion-download"),
]
