"""A desk's handover: what it holds, the document to read and the file to take over."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.handover_paper import handover_paper
from dugnad.plan.as_docx import docx_paper
from dugnad.plan.as_pdf import pdf_paper
from dugnad.records import permissions
from dugnad.records.actions.desks import county_name, load_shipped_desks
from dugnad.records.actions.handover import export_handover
from dugnad.records.answer_link import plain_references
from dugnad.records.models.desk import Desk
from dugnad.records.models.people import Person
from dugnad.records.queries.desks import desk_of, handover_counts
from dugnad.web.gate import me, must, signed_in
from dugnad.web.templatetags.text import language

FORMS = {
    "pdf": (pdf_paper, "application/pdf"),
    "docx": (docx_paper, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
NAME = "overlevering"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest, county: str) -> HttpResponse:
    """What would be handed over, to the desk and its Statsforvalter; POST gives the file."""
    desk, person = asked_desk(county), me(request)
    if request.method == "POST":
        return as_file(person, desk)
    may_hand_over = permissions.may_hand_over_desk(person, county)
    must(may_hand_over or permissions.may_appoint_host(person, county))
    context = {"desk": desk, "counts": handover_counts(desk, timezone.now()), "may_hand_over": may_hand_over}
    return render(request, "desk_list/handover.html", context)


@never_cache
@require_safe
@signed_in
def show_paper(request: HttpRequest, county: str, form: str) -> HttpResponse:
    """The document."""
    desk, person = asked_desk(county), me(request)
    must(permissions.may_hand_over_desk(person, county))
    made = export_handover(by=person, county=desk.county, at=timezone.now())
    render_paper, kind = FORMS[form]
    paper = handover_paper(made.handover, county_name(county, language()), language(), as_plain)
    return saved(render_paper(paper), kind, f"{NAME}-{county}-{made.handover.made_at:%Y-%m-%d}.{form}")


def as_plain(text: str) -> str:
    """A text with its references by title and address."""
    return plain_references(text, settings.BASE_URL, language())


def as_file(person: Person, desk: Desk) -> HttpResponse:
    """The file that another installation takes over."""
    must(permissions.may_hand_over_desk(person, desk.county))
    made = export_handover(by=person, county=desk.county, at=timezone.now())
    return saved(made.raw, "application/zip", f"{NAME}-{desk.county}-{made.handover.made_at:%Y-%m-%d}.zip")


def saved(raw: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, never shown in the page's place."""
    return HttpResponse(raw, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def asked_desk(county: str) -> Desk:
    """The desk that the address names."""
    load_shipped_desks(by="content")
    desk = desk_of(county)
    if desk is None:
        raise Http404(county)
    return desk


urls = [
    path("desk/handover/<str:county>/", show, name="desk-handover"),
    re_path(r"^desk/handover/(?P<county>[0-9]{2})/paper\.(?P<form>pdf|docx)$", show_paper, name="desk-handover-paper"),
]
