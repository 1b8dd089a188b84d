"""A desk's cases: the queue, one case with all that was said, and the answer as its asker will see it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.desk.file_kind import MIME
from dugnad.records import permissions
from dugnad.records.actions.case_files import bytes_of
from dugnad.records.draft_faults import holes_in, may_be_legal
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.queries import case_desk
from dugnad.records.queries import cases as found
from dugnad.web.asked import asked_page, asked_text
from dugnad.web.case_view import page_of_case
from dugnad.web.gate import me, must, signed_in


@never_cache
@signed_in
@require_safe
def show_queue(request: HttpRequest) -> HttpResponse:
    """What waits at the person's desks, narrowed and searched."""
    person = me(request)
    desks = sorted(permissions.desks_of(person))
    must(bool(desks))
    show, desk, page = request.GET.get("show", "open"), request.GET.get("desk", ""), asked_page(request)
    is_bad = show not in found.SHOWS or desk not in {"", *desks}
    show = show if show in found.SHOWS else "open"
    wanted = [desk] if desk in desks else desks
    now, text = timezone.now(), asked_text(request, "q")
    queue = found.queue(person, wanted, show, now, page or 1, text)
    context = {
        "queue": queue, "shows": [(one, queue.counts.get(one)) for one in found.SHOWS], "show": show, "desk": desk,
        "desks": desks, "q": text, "now": now, "is_bad": is_bad or page != queue.page,
    }  # fmt: skip
    template = "cases/queue.html#list" if getattr(request, "htmx", False) else "cases/queue.html"
    return render(request, template, context)


@never_cache
@signed_in
@require_safe
def show_case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case, for its desk and for a desk that was asked."""
    return page_of_case(request, own_case(request, case))


@never_cache
@signed_in
@require_safe
def show_preview(request: HttpRequest, case: UUID) -> HttpResponse:
    """The answer word for word as its asker will see it, in the asker's language."""
    kept = own_case(request, case)
    writing = case_desk.writing_of(kept)
    context: dict[str, Any] = {"case": kept, "writing": writing, "has_text": bool(writing.draft.text.strip())}
    with override(kept.language):
        context["shown"] = render_to_string("cases/answer.html", {"case": kept, "text": writing.draft.text})
    context["may_work"] = permissions.may_work_case(me(request), kept)
    text, is_read = writing.draft.text, writing.draft.state == writing.draft.State.READ
    context["holes"] = holes_in(text)
    context["may_be_legal"] = not kept.is_legal and not is_read and may_be_legal(kept, text)
    context["has_reader"] = bool(case_desk.readers(kept, writing.draft))
    context["needs_reader"] = kept.is_legal and writing.draft.state != writing.draft.State.READ
    return render(request, "cases/preview.html", context)


@never_cache
@signed_in
@require_safe
def fetch_file(request: HttpRequest, case: UUID, file: UUID) -> HttpResponse:
    """A file that came with the case: always saved, never shown by the browser from here."""
    kept = case_desk.file_of(own_case(request, case), file)
    if kept is None:
        raise Http404(str(file))
    return as_download(kept)


def as_download(file: CaseFile) -> HttpResponse:
    """The file's bytes as an attachment. A program that guesses its kind is told not to."""
    try:
        raw = bytes_of(file)
    except FileNotFoundError as gone:  # the retention rules have let it go
        raise Http404(str(file.pk)) from gone
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(raw, content_type=MIME.get(file.kind, "application/octet-stream"), headers=headers)


def own_case(request: HttpRequest, case: UUID) -> Case:
    """The case, for those who work with it; for others there is none. Askers have a page of their own."""
    kept = found.case_for(me(request), case)
    if kept is None or not permissions.may_read_internal(me(request), kept):
        raise Http404(str(case))
    return kept


urls = [
    path("desk/cases/", show_queue, name="cases"),
    path("desk/cases/<uuid:case>/", show_case, name="case"),
    path("desk/cases/<uuid:case>/preview/", show_preview, name="case-preview"),
    path("desk/cases/<uuid:case>/files/<uuid:file>/", fetch_file, name="case-file"),
]
