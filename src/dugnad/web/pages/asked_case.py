"""A case as its asker sees it: by the link in the mail, or signed in. What is the desk's own is never here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.asking import load_asking, may_write_again
from dugnad.desk.file_kind import MIME, MOST_FILES
from dugnad.errors import Refused
from dugnad.records.actions.asking import say_helped
from dugnad.records.actions.case_files import bytes_of
from dugnad.records.actions.case_work import reply_to_desk
from dugnad.records.actions.cases import close_case
from dugnad.records.case_link import case_of_token, case_token, living
from dugnad.records.client_address import client_digest
from dugnad.records.models.cases import Case, CaseFile
from dugnad.records.models.people import Person
from dugnad.records.queries.asking import file_of_case, my_case, my_case_page
from dugnad.records.queries.cases import asker_entries
from dugnad.web.ask_form import WritingForm, uploads_of
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, signed_in
from dugnad.web.limit import HOUR, MINUTE, is_over
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.sender import is_link_used_elsewhere
from dugnad.web.upload import DESK_MEGABYTES, is_too_large

REPLIES_AN_HOUR, LOOKS_A_MINUTE = 20, 60
VISITOR = "visitor"
TOLD = frozenset({"asked", "replied", "withdrawn", "helped"})
Asker = Person | str
"""The signed-in person, or the visitor who holds the link."""


@csrf_exempt  # there is no session to forge: the link is the key, and other sites' pages are refused below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    case = case_of_token(token, is_followed=False)
    if case is None:
        return quiet(unknown(request))
    case, here = seen_by_link(case), reverse("desk-asked", args=[token])
    if request.method == "POST" and is_link_used_elsewhere(request):
        return quiet(refused_page(request))
    return quiet(take(request, case, VISITOR, here) if request.method == "POST" else page(request, case, here))


def seen_by_link(case: Case) -> Case:
    """The case of the link; the one that it was joined with only for an account.

    Nobody has shown that an address without account is theirs: who asks with another's address, and has the two cases
    joined, must not read what the other wrote.
    """
    return (living(case) or case) if case.asker_id else case


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_mine(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = my_case(me(request), case_id)
    if case is None:
        raise Http404(str(case_id))
    here = reverse("desk-mine-case", args=[case.pk])
    return quiet(take(request, case, me(request), here) if request.method == "POST" else page(request, case, here))


def replied(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """Write more; a case that was ended is taken up again."""
    if not is_writable(case):
        raise Refused("asked-long-ago", "This case ended long ago. Ask anew.")
    if is_too_large(request):
        raise Refused("files-too-large", "The files are too large together.", field="files")
    reply_to_desk(by=by, case=case, text=form.cleaned_data["text"], files=uploads_of(request))
    return "replied"


def withdrawn(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """No answer is needed any more."""
    close_case(by=by, case=case, seen=None, reason="withdrawn")
    return "withdrawn"


def helped(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """The answer helped, or it did not."""
    say_helped(by=by, case=case, has_helped=request.POST.get("do") == "helped")
    return "helped"


DEEDS: dict[str, Callable[[HttpRequest, Case, Asker, WritingForm], str]] = {
    "reply": replied, "withdraw": withdrawn, "helped": helped, "not-helped": helped,
}  # fmt: skip


def take(request: HttpRequest, case: Case, by: Asker, here: str) -> HttpResponse:
    """One deed of the asker's: done, or told why not beside what was written."""
    do = request.POST.get("do", "reply")
    form = WritingForm(request.POST, request.FILES) if do == "reply" else WritingForm()
    if do not in DEEDS:
        return page(request, case, here, problem=refusal_words(Refused("unknown", "No such choice.")), status=400)
    if do == "reply" and not form.is_valid():
        return page(request, case, here, form=form, status=400)
    if is_over(f"desk-asked-in-{case.pk}", REPLIES_AN_HOUR, HOUR):
        told = refusal_words(Refused("asked-too-often", "Too often."))
        response = page(request, case, here, form=form, problem=told, status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response
    try:
        done = DEEDS[do](request, case, by, form)
    except Refused as refused:
        if do == "reply":
            tell_refusal(form, refused)
            return page(request, case, here, form=form, status=400)
        return page(request, case, here, problem=refusal_words(refused), status=409)
    return redirect(f"{here}?done={done}")


def page(
    request: HttpRequest,
    case: Case,
    here: str,
    *,
    form: WritingForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """What was said both ways, where it stands, and what the asker can do."""
    done = request.GET.get("done", "")
    context = {
        "case": case,
        "entries": [] if case.forgotten_at else asker_entries(case),
        "here_path": here,
        "is_link": here.startswith(reverse("desk-asked", args=["-"]).removesuffix("-/")),
        "link": settings.BASE_URL + reverse("desk-asked", args=[case_token(case)]),
        "form": form or WritingForm(),
        "done": done if done in TOLD else "",
        "problem": problem,
        "is_writable": is_writable(case),
        "reopen_days": load_asking().reopen_days,
        "most_files": MOST_FILES,
        "all_megabytes": DESK_MEGABYTES,
        "has_receipt": bool(case.asker.has_address if case.asker else case.asker_email),
    }
    return render(request, "ask/case.html", context, status=status)


def is_writable(case: Case) -> bool:
    """Can the asker still write in it?"""
    ended = None if case.is_open else (case.closed_at or case.answered_at)
    is_here = case.forgotten_at is None and case.state != Case.State.MERGED
    return is_here and may_write_again(ended, timezone.now())


def quiet(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is listed nowhere, kept nowhere and told to no other page."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def unknown(request: HttpRequest) -> HttpResponse:
    """No case has this link. Who tries links without end waits; whoever has a case's link never does."""
    if is_over(f"desk-tries-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    return render(request, "ask/unknown.html", status=404)


@never_cache
@require_safe
def download(request: HttpRequest, token: str, file_id: UUID) -> HttpResponse:
    """A file of the asker's own case, by its link."""
    case = case_of_token(token, is_followed=False)
    file = file_of_case(seen_by_link(case), file_id) if case else None
    return quiet(unknown(request) if file is None else as_attachment(file))


@never_cache
@signed_in
@require_safe
def download_mine(request: HttpRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """A file of the signed-in asker's own case; the desk's people fetch it from their own page."""
    case = my_case(me(request), case_id)
    file = file_of_case(case, file_id) if case else None
    if file is None:
        raise Http404(str(file_id))
    return quiet(as_attachment(file))


def as_attachment(file: CaseFile) -> HttpResponse:
    """The file to save: it is never shown as a page of this site."""
    try:
        raw = bytes_of(file)
    except FileNotFoundError:
        raise Http404(str(file.pk)) from None
    headers = {
        "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(raw, content_type=MIME.get(file.kind, "application/octet-stream"), headers=headers)


@never_cache
@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What the signed-in person has asked."""
    found = my_case_page(me(request), asked_page(request) or 1)
    return quiet(render(request, "ask/mine.html", {"found": found, "cases": found.object_list}))


urls = [
    path("desk/asked/<str:token>/", show, name="desk-asked"),
    path("desk/asked/<str:token>/files/<uuid:file_id>/", download, name="desk-asked-file"),
    path("desk/mine/", mine, name="desk-mine"),
    path("desk/mine/<uuid:case_id>/", show_mine, name="desk-mine-case"),
    path("desk/mine/<uuid:case_id>/files/<uuid:file_id>/", download_mine, name="desk-mine-file"),
]
