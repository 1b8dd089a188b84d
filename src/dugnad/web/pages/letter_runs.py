"""Sending a letter: who gets it, how far the sending has come, what came of it."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import Refused
from dugnad.monitor.pictures.county import NUMBERS
from dugnad.records import permissions
from dugnad.records.actions.letters import can_send, mark_posted, prepare_run, start_run, stop_run, unmark_posted
from dugnad.records.actions.letters_bundle import ask_for_bundle, bundle_path
from dugnad.records.actions.letters_contact import is_from_body, settle_contact
from dugnad.records.actions.letters_wait import retry_failed
from dugnad.records.models.letters import Reply, Run
from dugnad.records.models.register import Body
from dugnad.records.queries import letters as found
from dugnad.records.reply_link import is_only_here
from dugnad.register.table import safe_cell
from dugnad.web.asked import asked_page, asked_text
from dugnad.web.gate import asked_body, me, signed_in
from dugnad.web.invite import link_of, post_invitation
from dugnad.web.letter_forms import ChoiceForm, PrepareForm
from dugnad.web.pages.letters import own_letter
from dugnad.web.refusal import refusal_words
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

PER_PAGE, RECIPIENTS = 50, 20
SAID = {"posted", "not-posted", "bundle"}
COLUMNS = (
    "name", "orgnr", "kind", "obligation_class", "county", "channel", "state", "act", "attempts", "problem", "sent_at",
    "opened_at", "replied_at", "done_at", "message_id",
)  # fmt: skip


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Count and list before anything is prepared; each body once."""
    kept = own_letter(request, letter)
    form = ChoiceForm(request.GET, letter=kept, runs=list(found.runs_followed_by(me(request))[:PER_PAGE]))
    prepare = PrepareForm(request.POST or None)
    is_chosen = bool(request.GET)
    choice = form.choice() if is_chosen and form.is_valid() else None
    bodies: Any = found.chosen_bodies(choice, timezone.localdate()) if choice else Body.objects.none()
    problem = ""
    if request.method == "POST" and choice and prepare.is_valid():
        try:
            run = prepare_run(
                by=me(request), letter=kept, bodies=bodies, on=timezone.localdate(), chosen=choice.as_dict(),
                remind_days=prepare.cleaned_data["remind_days"],
            )  # fmt: skip
        except Refused as refused:
            problem = refusal_words(refused)
        else:
            return redirect("run", run.pk)
    pages = Paginator(bodies, RECIPIENTS)
    page = pages.get_page(asked_page(request) or 1)
    context = {
        "letter": kept, "form": form, "prepare": prepare, "bodies": page, "count": pages.count,
        "without_email": bodies.filter(email="").count(), "page": page.number, "pages": pages.num_pages,
        "problem": problem, "query": request.META.get("QUERY_STRING", ""), "is_chosen": is_chosen,
        "classes": [] if is_chosen else found.class_counts(kept.county, timezone.localdate()),
        "with_open": bodies.filter(has_open=True).count() if choice else 0,
    }  # fmt: skip
    is_bad = bool(problem or prepare.errors) or (choice is None and (is_chosen or request.method == "POST"))
    status = 400 if is_bad else 200
    return render(request, "letters/recipients.html", context, status=status)


@never_cache
@signed_in
@require_safe
def show(request: HttpRequest, run: UUID) -> HttpResponse:
    """How far the sending has come, and the response by class and county."""
    return run_page(request, followed_run(request, run))


def run_page(request: HttpRequest, run: Run, problem: str = "") -> HttpResponse:
    """The run's page; a refused deed is told above."""
    context: dict[str, Any] = {
        "run": run,
        "may_send": permissions.may_send(me(request), run),
        "sending": found.sending_counts(run),
        "posted": found.posted_counts(run),
        "has_mail": can_send(),
        "is_only_here": is_only_here(),
        "problem": problem,
        "has_bundle": run.bundle == Run.Bundle.MADE and bundle_path(run.pk).is_file(),
    }
    context["step"] = step_of(run, context["sending"], context["posted"], has_bundle=context["has_bundle"])
    if getattr(request, "htmx", False) and not problem:
        if run.state != Run.State.SENDING and run.bundle != Run.Bundle.WAITING:
            return HttpResponse(headers={"HX-Refresh": "true"})  # the response is a page of its own
        return render(request, "letters/run.html#progress", context)
    told = found.responses(run, found.followed_counties(me(request)))
    by_county = {one.code: one for one in told.counties}
    context |= {
        "told": told,
        "tiles": [(number, by_county.get(number)) for number in NUMBERS],
        "reminders": found.reminders_of(run),
        "shows": found.FOLLOW,
    }
    return render(request, "letters/run.html", context, status=409 if problem else 200)


def step_of(run: Run, sending: dict[str, Any], posted: dict[str, int], *, has_bundle: bool) -> str:
    """What the sender does next: the mails first, then the paper; nothing while the machine works."""
    if run.state == Run.State.PREPARED and sending["total"]:
        return "send"
    if posted["waiting"] and run.bundle != Run.Bundle.WAITING:
        return "post" if has_bundle else "bundle"
    return ""


@never_cache
@signed_in
@require_safe
def list_bodies(request: HttpRequest, run: UUID) -> HttpResponse:
    """Who has not answered, and every other standing: for those who follow up, in their own counties."""
    kept = followed_run(request, run)
    show = request.GET.get("show", "silent")
    rows = found.followed(kept, found.followed_counties(me(request)), show, asked_text(request, "q"))
    pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(asked_page(request) or 1)
    context = {
        "run": kept, "letters": page, "count": pages.count, "page": page.number, "pages": pages.num_pages,
        "show": show, "shows": found.FOLLOW, "q": asked_text(request, "q"), "is_bad": show not in found.FOLLOW,
    }  # fmt: skip
    return render(request, "letters/bodies.html", context)


@never_cache
@signed_in
@require_safe
def show_letter(request: HttpRequest, run: UUID, key: str) -> HttpResponse:
    """One body's letter as it was sent, with what it has answered; names only for those who follow the county."""
    kept, body = followed_run(request, run), asked_body(key)
    return letter_page(request, kept, body)


def letter_page(request: HttpRequest, run: Run, body: Body, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one body's letter."""
    letter = found.letter_to(run, body)
    if letter is None or not permissions.may_follow_county(me(request), body.county):
        raise Http404(body.key)
    replies = found.replies_of(run, body)
    context = {
        "run": run, "body": body, "letter": letter, "replies": replies, "reminders": found.reminders_to(run, body),
        "from_body": {one.pk for one in replies if is_from_body(one.details.get("email", ""), body)},
        "may_settle": permissions.may_give_role(me(request), "contact", body=body), **more,
    }  # fmt: skip
    return render(request, "letters/dispatch.html", context, status=status)


@signed_in
@require_POST
def settle(request: HttpRequest, run: UUID, key: str) -> HttpResponse:
    """Invite a named contact, or turn the naming down."""
    kept, body = followed_run(request, run), asked_body(key)
    asked = found.as_id(request.POST.get("reply", ""))
    reply = next((one for one in found.replies_of(kept, body) if one.pk == asked), None)
    if not permissions.may_give_role(me(request), "contact", body=body):
        raise Http404(key)
    if reply is None:
        return letter_page(request, kept, body, status=400, problem=words("refused.unknown", language()))
    return settled(request, kept, body, reply)


def settled(request: HttpRequest, run: Run, body: Body, reply: Reply) -> HttpResponse:
    """The invitation goes by mail; where there is no mail server, the link is shown once."""
    try:
        made = settle_contact(by=me(request), reply=reply, is_invited=request.POST.get("do") == "invite")
    except Refused as refused:
        return letter_page(request, run, body, status=409, problem=refusal_words(refused))
    if made is not None:
        invitation, secret = made
        link = link_of(secret, invitation.language)
        if not post_invitation(invitation, link):
            return letter_page(request, run, body, link=link)
    return redirect("run-letter", run.pk, body.key)


@signed_in
@require_POST
def act(request: HttpRequest, run: UUID, do: str) -> HttpResponse:
    """Start, stop, go on, try again, mark as posted, make the bundle."""
    kept = found.run_by_id(run)
    if kept is None or not permissions.may_send(me(request), kept):
        raise Http404(str(run))
    deeds = {
        "start": start_run, "stop": stop_run, "posted": mark_posted, "bundle": ask_for_bundle,
        "not-posted": unmark_posted,
        "retry": retry_failed,
    }  # fmt: skip
    if do not in deeds:
        raise Http404(do)
    if do == "posted" and kept.bundle == Run.Bundle.MADE and request.POST.get("sure") != "yes":
        context = {"run": kept, "posted": found.posted_counts(kept)}
        return render(request, "letters/posted.html", context)
    try:
        deeds[do](by=me(request), run=kept)
    except Refused as refused:
        return run_page(request, kept, refusal_words(refused))
    if do in SAID:
        messages.success(request, words(f"letters.said-{do}", language()))
    return redirect("run", kept.pk)


@never_cache
@signed_in
@require_safe
def bundle(request: HttpRequest, run: UUID) -> HttpResponse:
    """The letters as PDF with their manifest, for whoever sends the run: every letter holds a personal link."""
    kept = found.run_by_id(run)
    if kept is None or not permissions.may_send(me(request), kept):
        raise Http404(str(run))
    file = bundle_path(kept.pk)
    if kept.bundle != Run.Bundle.MADE or not file.is_file():
        raise Http404(str(run))
    name = f'attachment; filename="brev-{kept.created_at:%Y-%m-%d}.zip"'
    headers = {"Content-Disposition": name}
    return HttpResponse(file.read_bytes(), content_type="application/zip", headers=headers)


@never_cache
@signed_in
@require_safe
def export(request: HttpRequest, run: UUID) -> HttpResponse:
    """The follow-up as a table, in the follower's own counties; bodies, never people."""
    kept = followed_run(request, run)
    name = f'attachment; filename="oppfolging-{kept.created_at:%Y-%m-%d}.csv"'
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    response.write("\ufeff")
    table = csv.writer(response, delimiter=";")
    table.writerow(COLUMNS)
    table.writerows(cells(found.followed(kept, found.followed_counties(me(request)), "all")))
    return response


def cells(letters: Iterable[Any]) -> Iterable[list[object]]:
    """One line a letter."""
    for one in letters:
        own = [one.body.name, one.body.orgnr or "", one.body.kind, one.body.obligation_class, one.body.county]
        states = [one.channel, one.state, one.act, one.attempts, one.problem]
        days = [moment.isoformat(timespec="seconds") if moment else "" for moment in
                (one.sent_at, one.opened_at, one.replied_at, one.done_at)]  # fmt: skip
        yield [safe_cell(cell) for cell in [*own, *states, *days, one.message_id]]


def followed_run(request: HttpRequest, run: UUID) -> Run:
    """The run, for those who follow bodies that it reaches; for others there is none."""
    kept = found.runs_followed_by(me(request)).filter(pk=run).first()
    if kept is None:
        raise Http404(str(run))
    return kept


urls = [
    path("letters/<uuid:letter>/recipients/", choose, name="letter-recipients"),
    path("letters/runs/<uuid:run>/", show, name="run"),
    path("letters/runs/<uuid:run>/bodies/", list_bodies, name="run-bodies"),
    path("letters/runs/<uuid:run>/export.csv", export, name="run-export"),
    path("letters/runs/<uuid:run>/bundle.zip", bundle, name="run-bundle"),
    path("letters/runs/<uuid:run>/do/<str:do>/", act, name="run-do"),
    path("letters/runs/<uuid:run>/bodies/<str:key>/", show_letter, name="run-letter"),
    path("letters/runs/<uuid:run>/bodies/<str:key>/contact/", settle, name="run-contact"),
]
