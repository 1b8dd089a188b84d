"""Check before publishing: drop files, see progress, then the report with the documents' own text beside it."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.check.as_html import html_report
from dugnad.check.as_pdf import pdf_report
from dugnad.check.checking import MOST_FILES
from dugnad.check.remarks import told
from dugnad.check.report import report_from_dict
from dugnad.errors import DugnadError
from dugnad.records.actions.checks import delete_check, start_check
from dugnad.records.models.checks import CheckJob
from dugnad.records.queries.checks import check_job
from dugnad.web.pages.fault import refused
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.templatetags.text import language
from dugnad.web.upload import is_too_large, visitor

FIRST_YEAR = 2016
MEDIA_TYPES = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "json": "application/json"}


@csrf_exempt  # reading the page sets no cookie; a form of another site is told by what the browser says of its origin
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        if is_from_elsewhere(request):
            return refused(request)
        files = sent_files(request)
        problem = problem_with(request, files)
        if not problem:
            try:
                job = start_check(by=visitor(request), files=files, on=asked_day(request))
            except DugnadError:
                problem = "busy"
            else:
                return redirect("check-job", job.pk)
    context = {
        "problem": problem,
        "largest": settings.CHECK_MEGABYTES,
        "most": MOST_FILES,
        "is_gone": "gone" in request.GET,
    }
    return render(request, "check/check.html", context, status=400 if problem else 200)


def sent_files(request: HttpRequest) -> list[UploadedFile[bytes]]:
    """The files of the form, in the order they were chosen."""
    return [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]


def problem_with(request: HttpRequest, files: list[UploadedFile[bytes]]) -> str:
    """What is wrong with the files or the day, as the name of a text; nothing where they can be taken."""
    if is_too_large(request):
        return "too-large"
    if not files:
        return "no-file"
    if len(files) > MOST_FILES:
        return "too-many"
    if any(not file.size for file in files):
        return "empty"
    day = asked_day(request)
    return "bad-day" if request.POST.get("on") and (day is None or day.year < FIRST_YEAR) else ""


def asked_day(request: HttpRequest) -> date | None:
    """The day to judge by, where the visitor gave one that is a day."""
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        return None


@never_cache
@require_safe
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far the check has come, then its report; only whoever asked for it sees it."""
    job = own_job(request, job_id)
    file = next((name for name in job.names if job.problem.startswith(f"{name}:")), "")
    problem = told(job.code, language(), file=file, message=job.problem)
    context = {"job": job, "report": job.result.get("reports", {}).get(language()), "problem": problem}
    if not getattr(request, "htmx", False):
        return render(request, "check/job.html", context)
    if job.is_finished:
        return HttpResponse(headers={"HX-Refresh": "true"})  # the report is a page of its own
    return render(request, "check/job.html#progress", context)


@never_cache
@require_safe
def download(request: HttpRequest, job_id: UUID, form: str) -> HttpResponse:
    """The report as a file to keep: PDF, HTML or JSON."""
    job = own_job(request, job_id)
    if job.state != CheckJob.State.DONE or form not in MEDIA_TYPES:
        raise Http404(form)
    report = report_from_dict(job.result["reports"][language()])
    content: bytes | str = json.dumps(job.result["check"], ensure_ascii=False, indent=2)
    if form != "json":
        content = pdf_report(report) if form == "pdf" else html_report(report)
    headers = {"Content-Disposition": f'attachment; filename="dugnad-{job.pk}.{form}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)


@require_POST
def delete(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Remove the report at once."""
    delete_check(by=visitor(request), job=own_job(request, job_id))
    response = redirect("check")
    response.headers["Location"] += "?gone"
    return response


def own_job(request: HttpRequest, job_id: UUID) -> CheckJob:
    """The visitor's own check; another's is not there."""
    job = check_job(job_id, by=visitor(request)) if request.session.session_key else None
    if job is None:
        raise Http404(str(job_id))
    return job


urls = [
    path("check/", show, name="check"),
    path("check/<uuid:job_id>/", show_job, name="check-job"),
    path("check/<uuid:job_id>/delete/", delete, name="check-delete"),
    path("check/<uuid:job_id>/report.<str:form>", download, name="check-report"),
]
