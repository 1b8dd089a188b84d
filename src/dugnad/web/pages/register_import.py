"""Reading a file of Enhetsregisteret on the site: choose it, see what it would change, take it in or give it up."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.records.actions.register_jobs import apply_register_import, drop_register_import, start_register_import
from dugnad.records.models.register import RegisterImport
from dugnad.records.permissions import may_keep_register
from dugnad.records.queries.register import latest_register_imports, register_import
from dugnad.register.rules import load_rules
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, must, signed_in
from dugnad.web.refusal import refusal_words
from dugnad.web.templatetags.text import language
from dugnad.web.upload import is_too_large
from dugnad.web.words import words

COUNTED = ("new", "numbered", "changed", "ended", "sub_units", "unchanged")
PER_PAGE = 25
BUSY = (RegisterImport.State.WAITING, RegisterImport.State.APPLYING)
FIELDS = frozenset({"name", "orgnr", "until", "since", "kind", "obligation_class", "county", "municipality", "website",
                    "employees", "language", "form", "sector", "also", "body"})  # fmt: skip
"""Fields that the preview names in words of its own."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    must(may_keep_register(me(request)))
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if is_too_large(request):
            problem = "too-large"
        elif not isinstance(file, UploadedFile):
            problem = "no-file"
        elif not file.size:
            problem = "empty"
        else:
            return redirect("register-import-job", start_register_import(by=me(request), file=file).pk)
    context = {"problem": problem, "largest": settings.UPLOAD_MEGABYTES, "latest": latest_register_imports()}
    return render(request, "register/import.html", context, status=400 if problem else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show_job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    must(may_keep_register(me(request)))
    job = register_import(job_id)
    if job is None:
        raise Http404(str(job_id))
    problem = ""
    if request.method == "POST":
        try:
            return settle(request, job)
        except Refused as refused:
            problem = refusal_words(refused)
    template = "register/job.html#progress" if getattr(request, "htmx", False) else "register/job.html"
    context = job_context(job, problem, asked_page(request) or 1)
    return render(request, template, context, status=409 if problem else 200)


def settle(request: HttpRequest, job: RegisterImport) -> HttpResponse:
    """Take the import in, or give it up."""
    if request.POST.get("act") == "drop":
        drop_register_import(by=me(request), job=job)
        return redirect("register-import")
    if request.POST.get("act") != "apply":
        raise Refused("unknown", "There is no such choice here.")
    apply_register_import(by=me(request), job=job)
    return redirect("register-import-job", job.pk)


def job_context(job: RegisterImport, problem: str, page: int) -> dict[str, object]:
    """The import as its page shows it."""
    here = language()
    rules = load_rules()
    left_out = job.counts.get("left_out", {})
    kept = [one | {"told": one.get("why", {}).get(here, "")} for one in job.preview]
    changes = [one for one in kept if one["what"] != "remark"]
    return {
        "job": job,
        "problem": problem,
        "is_busy": job.state in BUSY,
        "counted": [(name, job.counts.get(name, 0)) for name in COUNTED] if job.counts else [],
        "left_out": [(rules.text("left_out", name, here), count) for name, count in left_out.items()],
        "changes": Paginator(changes, PER_PAGE).get_page(page),
        "remarks": [one for one in kept if one["what"] == "remark"],
        "known_fields": FIELDS,
        "is_failed": job.state == RegisterImport.State.FAILED,
        "fault": words(f"register.fault-{job.counts.get('fault', 'unreadable')}", here),
        "place": place_words(job.counts.get("fault_place", ""), here),
    }


def place_words(place: str, here: str) -> str:
    """Where in the file it went wrong: "record 17" in the reader's language."""
    kind, _, number = place.rpartition(" ")
    key = f"register.place-{kind.removeprefix('near ')}"
    return words(key, here, number=number) if kind else ""


urls = [
    path("register/import/", show, name="register-import"),
    path("register/import/<uuid:job_id>/", show_job, name="register-import-job"),
]
