"""Asking the support service, with or without an account; what stands here already is shown while somebody writes."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.desk.asking import load_asking
from dugnad.desk.file_kind import MOST_FILE_BYTES, MOST_FILES
from dugnad.desk.question import MOST_TEXT, ROLES
from dugnad.desk.routing import counties
from dugnad.errors import Refused
from dugnad.records.actions.asking import KINDS, spare_question
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.search import note_sought
from dugnad.records.case_link import case_token
from dugnad.records.client_address import client_digest
from dugnad.records.models.cases import Case
from dugnad.records.models.people import Person
from dugnad.records.queries.asking import who_answers
from dugnad.records.queries.naming import bodies_suggested, body_meant
from dugnad.records.queries.steps import my_bodies
from dugnad.web.ask_about import about_of, context_of, subject_of
from dugnad.web.ask_form import AskForm, choices_of, typed_as, uploads_of
from dugnad.web.gate import person_of
from dugnad.web.known import covering
from dugnad.web.limit import HOUR, MINUTE, is_over
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.refusal import tell_refusal
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.upload import DESK_MEGABYTES, MEGABYTE, is_too_large

LOOKS_A_MINUTE, SPARED_AN_HOUR = 60, 30
MOST_TYPED = 300
VISITOR = "visitor"
SHOWN_AGAIN = frozenset({"begin", "look"})
"""What only brings the form, with what was written: the front's field is sent without a session's key."""


@csrf_exempt  # a visitor has no session to forge; an account's form has its key, and other sites' pages are refused
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    keeps_nothing = request.method == "POST" and request.POST.get("do") in SHOWN_AGAIN
    return answer(request) if keeps_nothing or person_of(request) is None else csrf_protect(answer)(request)


def answer(request: HttpRequest) -> HttpResponse:
    """The form; or what was sent with it: begun elsewhere, to be looked at once more, or asked."""
    person = person_of(request)
    if request.method != "POST":
        return page(request, AskForm(person=person, initial=first(request, person)))
    if is_from_elsewhere(request):
        return refused_page(request)
    if request.POST.get("do") in SHOWN_AGAIN:
        written = {name: str(value) for name, value in request.POST.items()}
        written.setdefault("text", written.get("q", ""))
        return page(request, AskForm(person=person, initial={**first(request, person), **written}))
    form = AskForm(request.POST, request.FILES, person=person)
    if is_too_large(request):
        tell_refusal(form, Refused("files-too-large", "The files are too large together.", field="files"))
    if not form.is_valid():
        return page(request, form, status=400)
    return take(request, form, person)


def first(request: HttpRequest, person: Person | None) -> dict[str, Any]:
    """What the form begins with: where it was opened from, and the person's own body."""
    context = context_of(request.POST.get("about", "") or request.GET.get("about", ""))
    group, cpv = subject_of(context)
    county = request.GET.get("county", "")
    own = my_bodies(person) if person else []
    return {
        "text": request.GET.get("q", "")[:MOST_TYPED],
        "about": about_of(context), "group": group, "cpv": cpv, "county": county if county in counties() else "",
        "body": typed_as(own[0]) if own else "",
    }  # fmt: skip


def take(request: HttpRequest, form: AskForm, person: Person | None) -> HttpResponse:
    """Ask; or tell why not, with everything that was written."""
    asker = person.pk if person else form.cleaned_data["email"]
    once = f"desk-sent-{digest(form.sent_id, form.cleaned_data['text'], asker)}"
    if not cache.add(once, "", HOUR):
        return again(request, form, str(cache.get(once) or ""), person)
    if is_too_often(request, form, person):
        cache.delete(once)
        tell_refusal(form, Refused("asked-too-often", "Too many questions were sent from here within the hour."))
        response = page(request, form, status=429)
        response.headers["Retry-After"] = str(HOUR)
        return response
    try:
        case = ask_desk(
            by=person or VISITOR, question=form.question(), files=uploads_of(request),
            body=form.cleaned_data["known_body"], on=timezone.now(),
        )  # fmt: skip
    except Refused as refusal:
        cache.delete(once)
        tell_refusal(form, refusal)
        return page(request, form, status=400)
    cache.set(once, str(case.pk), HOUR)
    note_sought(
        text=case.title, on=timezone.localdate(), has_answer=False, county=case.county, who=client_digest(request),
        is_case=True,
    )  # fmt: skip
    return to_case(case, person)


def again(request: HttpRequest, form: AskForm, case_id: str, person: Person | None) -> HttpResponse:
    """The same form sent twice: the case that it made the first time."""
    case = Case.objects.filter(pk=case_id).first() if case_id else None
    if case is not None:
        return to_case(case, person)
    tell_refusal(form, Refused("being-sent", "This question is being sent."))
    return page(request, form, status=409)


def to_case(case: Case, person: Person | None) -> HttpResponse:
    """On to the asker's page of the case, which says that it was asked."""
    link = reverse("desk-mine-case", args=[case.pk]) if person else reverse("desk-asked", args=[case_token(case)])
    return redirect(f"{link}?done=asked")


def is_too_often(request: HttpRequest, form: AskForm, person: Person | None) -> bool:
    """Has this account or address asked too much within the hour; has the visitor's e-mail, have all visitors?"""
    bounds = load_asking()
    who = person.pk if person else client_digest(request)
    if is_over(f"desk-asked-by-{who}", bounds.most_from_one_address, HOUR):
        return True
    if person is not None:
        return False
    email = digest(form.cleaned_data["email"].casefold())
    return is_over(f"desk-asked-to-{email}", bounds.most_to_one_email, HOUR) or is_over(
        "desk-asked-all", bounds.most_from_everybody, HOUR
    )


def digest(*parts: object) -> str:
    """What counts are kept under: nothing can be read out of it."""
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def page(request: HttpRequest, form: AskForm, *, status: int = 200) -> HttpResponse:
    """The form, what stands here already about what is written in it, and who will answer."""
    person = person_of(request)
    own = my_bodies(person) if person else []
    body = form.cleaned_data.get("known_body") if form.is_bound and hasattr(form, "cleaned_data") else None
    county = (body or (own[0] if own else None) or Nowhere).county or str(form["county"].value() or "")
    context = {
        "form": form,
        "known": covering(str(form["text"].value() or "")[:MOST_TEXT]),
        "likely": choices_of(form.likely),
        "own_bodies": [typed_as(one) for one in own],
        "context": context_of(str(form["about"].value() or "")),
        "answerer": who_answers(county, timezone.now()),
        "most_text": MOST_TEXT,
        "most_files": MOST_FILES,
        "file_megabytes": MOST_FILE_BYTES // MEGABYTE,
        "all_megabytes": DESK_MEGABYTES,
    }
    return render(request, "ask/ask.html", context, status=status)


class Nowhere:
    """Where no body is known."""

    county = ""


@csrf_exempt  # nothing is kept and nothing is done
@never_cache
@require_POST
def show_known(request: HttpRequest) -> HttpResponse:
    """What stands here already, while somebody writes. It is sent as a form, so that no log of addresses holds it."""
    if is_over(f"desk-looks-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    text = (request.POST.get("text") or request.POST.get("q") or "")[:MOST_TEXT]
    form = AskForm(initial={"group": request.POST.get("group", "")})
    context = {"known": covering(text), "form": form, "is_asking": "text" in request.POST}
    return render(request, "ask/known-live.html", context)


@never_cache
@require_safe
def show_bodies(request: HttpRequest) -> HttpResponse:
    """Bodies that the field may mean, to choose among while it is filled.

    A browser shows those alone that are written as they are typed; where there are none, the others stand below.
    """
    if is_over(f"desk-looks-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    typed = request.GET.get("body", "")
    found = bodies_suggested(typed, timezone.localdate())
    shown = [body for body in found if typed.strip().casefold() in typed_as(body).casefold()]
    beside = choices_of(body for body in found if body not in shown)
    context = {"bodies": [typed_as(body) for body in shown], "likely": [] if shown else beside, "is_live": True}
    return render(request, "ask/bodies.html", context)


@csrf_exempt  # a count goes up by one; other sites' pages are refused
@never_cache
@require_POST
def enough(request: HttpRequest) -> HttpResponse:
    """What stands here already was enough: counted, without who or what."""
    if is_from_elsewhere(request):
        return refused_page(request)
    if is_over(f"desk-asked-enough-{client_digest(request)}", SPARED_AN_HOUR, HOUR):
        return too_many(request, HOUR)
    context = context_of(request.POST.get("enough", ""))
    if context.get("kind") not in KINDS:
        return redirect("desk-front")
    body = body_meant(request.POST.get("body", ""), timezone.localdate()).body
    county = body.county if body else request.POST.get("county", "")
    spare_question(
        by=VISITOR, kind=context["kind"], key=context["id"], on=timezone.localdate(),
        county=county if county in counties() else "",
        role=role if (role := request.POST.get("role", "")) in ROLES else "",
    )  # fmt: skip
    return redirect(f"{reverse('desk-front')}?{urlencode({'enough': about_of(context)})}")


urls = [
    path("desk/ask/", show, name="desk-ask"),
    path("desk/ask/known/", show_known, name="desk-known"),
    path("desk/ask/bodies/", show_bodies, name="desk-bodies"),
    path("desk/ask/enough/", enough, name="desk-enough"),
]
