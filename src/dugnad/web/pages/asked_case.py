"""A case as its asker sees it: by the link in the mail, or signed in. What is the desk's own is never here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
from dugnad.records.actions.case_post import mail_link
from dugnad.records.actions.case_work import reply_to_desk, says_thanks_alone
from dugnad.records.actions.cases import close_case, made_id
from dugnad.records.case_link import case_token, is_joined, living, opened_by
from dugnad.records.client_address import client_digest
from dugnad.records.models.cases import Case, CaseFile, Entry
from dugnad.records.models.desk import has_anybody
from dugnad.records.models.people import Person
from dugnad.records.queries.asking import file_of_case, my_case, my_case_page
from dugnad.records.queries.cases import asker_entries, own_entries, own_files, proven_replies, shown_files
from dugnad.web.ask_form import WritingForm, uploads_of
from dugnad.web.asked import asked_page
from dugnad.web.gate import me, signed_in
from dugnad.web.limit import HOUR, MINUTE, is_over
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.sender import is_link_used_elsewhere
from dugnad.web.upload import DESK_MEGABYTES, is_too_large

REPLIES_AN_HOUR, LOOKS_A_MINUTE, LINKS_AN_HOUR = 20, 60, 2
VISITOR = "visitor"
WAITED_FOR = frozenset({"new", "taken"})
"""States in which the asker waits for the desk."""
TOLD = frozenset({"asked", "replied", "thanked", "withdrawn", "helped", "mailed"})
Asker = Person | str
"""The signed-in person, or the visitor who holds the link."""


@csrf_exempt  # there is no session to forge: the link is the key, and other sites' pages are refused below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    case, is_mailed = opened_by(token)
    if case is None:
        return quiet(unknown(request))
    here = reverse("desk-asked", args=[token])
    if request.method == "POST" and is_link_used_elsewhere(request):
        return quiet(refused_page(request))
    is_alone = is_own_alone(case, is_mailed=is_mailed)
    case = case if is_alone else living(case) or case
    is_proven = is_mailed or bool(case.asker_id)
    if request.method == "POST":
        return quiet(take(request, case, VISITOR, here, is_alone=is_alone, is_proven=is_proven))
    return quiet(page(request, case, here, is_alone=is_alone, is_proven=is_proven))


def is_own_alone(case: Case, *, is_mailed: bool) -> bool:
    """Does the link show only what was said in its own case? It does where that was joined and the address is unproven.

    Anybody may ask with another's address and is shown a link at once; when the two cases are joined, neither of their
    links may show what the other wrote, or do anything to it. A link that came by mail, or of an account, may.
    """
    return not case.asker_id and not is_mailed and is_joined(case)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_mine(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = my_case(me(request), case_id)
    if case is None:
        raise Http404(str(case_id))
    here = reverse("desk-mine-case", args=[case.pk])
    return quiet(take(request, case, me(request), here) if request.method == "POST" else page(request, case, here))


def replied(request: HttpRequest, case: Case, by: Asker, form: WritingForm, message_id: str = "") -> str:
    """Write more; a case that was ended is taken up again, unless it is thanks alone."""
    if not is_writable(case):
        raise Refused("asked-long-ago", "This case ended long ago. Ask anew.")
    if is_too_large(request):
        raise Refused("files-too-large", "The files are too large together.", field="files")
    return "replied" if written(request, case, by, form, message_id=message_id).case.is_open else "thanked"


def replied_proven(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """Write more by a link that came by mail: kept from whoever holds a link that proves nothing."""
    return replied(request, case, by, form, message_id=made_id())


def replied_alone(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """Write more in a case that was joined with another: it stands as said in this one, so that the link shows it."""
    if not is_writable(living(case) or case):
        raise Refused("asked-long-ago", "This case ended long ago. Ask anew.")
    if is_too_large(request):
        raise Refused("files-too-large", "The files are too large together.", field="files")
    written(request, case, by, form, said_in=case.number)
    return "replied"


def written(
    request: HttpRequest, case: Case, by: Asker, form: WritingForm, said_in: int | None = None, message_id: str = ""
) -> Entry:
    """What was written, kept with its files."""
    text, files = form.cleaned_data["text"], uploads_of(request)
    reopens = bool(files) or not says_thanks_alone(case, text)
    return reply_to_desk(
        by=by, case=case, text=text, files=files, said_in=said_in, reopens=reopens, message_id=message_id
    )


def mailed(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """A link to all of it, by mail: whoever reads mail at the address has shown that it is theirs."""
    if is_over(f"desk-link-{case.pk}", LINKS_AN_HOUR, HOUR):
        raise Refused("asked-too-often", "Too often.")
    mail_link(case=case)
    return "mailed"


def withdrawn(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """No answer is needed any more."""
    close_case(by=by, case=case, seen=None, reason="withdrawn")
    return "withdrawn"


def helped(request: HttpRequest, case: Case, by: Asker, form: WritingForm) -> str:
    """The answer helped, or it did not."""
    say_helped(by=by, case=case, has_helped=request.POST.get("do") == "helped")
    return "helped"


DEEDS: dict[str, Callable[[HttpRequest, Case, Asker, WritingForm], str]] = {
    "reply": replied, "withdraw": withdrawn, "helped": helped, "not-helped": helped, "mail-link": mailed,
}  # fmt: skip
DEEDS_ALONE: dict[str, Callable[[HttpRequest, Case, Asker, WritingForm], str]] = {
    "reply": replied_alone, "mail-link": mailed,
}  # fmt: skip
"""What may be done by a link that shows its own case alone."""


DEEDS_PROVEN = DEEDS | {"reply": replied_proven}
"""What may be done by a link that came by mail."""


def take(
    request: HttpRequest, case: Case, by: Asker, here: str, *, is_alone: bool = False, is_proven: bool = True
) -> HttpResponse:
    """One deed of the asker's: done, or told why not beside what was written."""
    do, deeds = request.POST.get("do", "reply"), DEEDS_ALONE if is_alone else DEEDS
    if is_proven and by == VISITOR:
        deeds = DEEDS_PROVEN
    form = WritingForm(request.POST, request.FILES) if do == "reply" else WritingForm()
    shown = partial(page, request, case, here, is_alone=is_alone, is_proven=is_proven)
    if do not in deeds:
        code = "joined-mailed" if do in DEEDS else "unknown"
        return shown(problem=refusal_words(Refused(code, "No such choice.")), status=409 if do in DEEDS else 400)
    if do == "reply" and not form.is_valid():
        return shown(form=form, status=400)
    if is_over(f"desk-asked-in-{case.pk}", REPLIES_AN_HOUR, HOUR):
        told = refusal_words(Refused("asked-too-often", "Too often."))
        response = shown(form=form, problem=told, status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response
    try:
        done = deeds[do](request, case, by, form)
    except Refused as refused:
        if do == "reply":
            tell_refusal(form, refused)
            return shown(form=form, status=400)
        return shown(problem=refusal_words(refused), status=409)
    return redirect(f"{here}?done={done}")


def page(
    request: HttpRequest,
    case: Case,
    here: str,
    *,
    form: WritingForm | None = None,
    problem: str = "",
    status: int = 200,
    is_alone: bool = False,
    is_proven: bool = True,
) -> HttpResponse:
    """What was said both ways, where it stands, and what the asker can do. `is_alone`: in the link's own case only.

    `is_proven`: of the asker's address; what came from there later is not shown without.
    """
    done = request.GET.get("done", "")
    entries = own_entries(case) if is_alone else asker_entries(case, is_proven=is_proven)
    context = {
        "case": case,
        "entries": [] if case.forgotten_at else entries,
        "is_alone": is_alone,
        "has_hidden": not is_proven and not is_alone and proven_replies(case).exists(),
        "is_awaited": case.state in WAITED_FOR,
        "has_answerer": has_anybody(case.desk_id),
        "is_late": case.state in WAITED_FOR and case.promised_at < timezone.now(),
        "here_path": here,
        "is_link": here.startswith(reverse("desk-asked", args=["-"]).removesuffix("-/")),
        "link": settings.BASE_URL + reverse("desk-asked", args=[case_token(case)]),
        "form": form or WritingForm(),
        "done": done if done in TOLD else "",
        "problem": problem,
        "is_writable": is_writable((living(case) or case) if is_alone else case),
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
    case, is_mailed = opened_by(token)
    file = None
    if case is not None and is_own_alone(case, is_mailed=is_mailed):
        file = own_files(case).filter(pk=file_id).first()
    elif case is not None and not is_mailed and not case.asker_id:
        file = shown_files(case).filter(pk=file_id).first()
    elif case is not None:
        file = file_of_case(living(case) or case, file_id)
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
