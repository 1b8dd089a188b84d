"""Upload of own notices in a body's own installation: the form, and the page of the import that it starts."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import DugnadError
from dugnad.records import permissions
from dugnad.records.actions.notices import start_import
from dugnad.records.queries.notices import import_job
from dugnad.web.upload import is_too_large, visitor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if not permissions.may_upload(by="visitor"):
        return render(request, "upload/refused.html", status=403)
    problem = ""
    if request.method == "POST":
        file = sent_file(request)
        problem = problem_with(request, file)
        if file and not problem:
            return begin(request, file)
    context = {"problem": problem, "largest": settings.UPLOAD_MEGABYTES}
    return render(request, "upload/upload.html", context, status=400 if problem else 200)


def sent_file(request: HttpRequest) -> UploadedFile[bytes] | None:
    """The file of the form, if one came."""
    file = request.FILES.get("file")
    return file if isinstance(file, UploadedFile) else None


def problem_with(request: HttpRequest, file: UploadedFile[bytes] | None) -> str:
    """What is wrong with the upload, as the name of a text; nothing where it can be taken."""
    if is_too_large(request):
        return "too-large"
    if file is None:
        return "no-file"
    return "" if file.size else "empty"


def begin(request: HttpRequest, file: UploadedFile[bytes]) -> HttpResponse:
    """Put the import in the queue and go to its page."""
    try:
        job = start_import(by=visitor(request), file=file)
    except DugnadError:
        return render(
            request, "upload/upload.html", {"problem": "refused", "largest": settings.UPLOAD_MEGABYTES}, status=400
        )
    return redirect("upload-job", job.pk)


@never_cache
@require_safe
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far an import has come; only whoever asked for it sees it."""
    job = import_job(job_id)
    if job is None or not request.session.session_key or job.by != visitor(request):
        raise Http404(str(job_id))
    template = "upload/job.html#progress" if getattr(request, "htmx", False) else "upload/job.html"
    return render(request, template, {"job": job})


urls = [
    path("import/", show, name="upload"),
    path("import/<uuid:job_id>/", show_job, name="upload-job"),
]
