"""A letter's reply page: whoever holds the personal link answers for the body, without an account.

No cookie is set and nothing but the opening is changed by looking. Programs that follow links in mail open it too.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.records.actions import letters_reply as answer
from dugnad.records.client_address import client_digest
from dugnad.records.letter_facts import has_done
from dugnad.records.models.letters import Act, Dispatch
from dugnad.records.queries import letters as found
from dugnad.records.queries.decisions import adhesion_of
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.limit import HOUR, MINUTE, is_over
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.refusal import tell_refusal
from dugnad.web.sender import is_from_elsewhere

ANSWERS_AN_HOUR, LOOKS_A_MINUTE = 40, 60
Answer = TypeVar("Answer", bound=HttpResponseBase)


class ReplyForm(TextForm):
    """One answer; `do` says which."""

    texts: ClassVar[str] = "reply"


class ConfirmForm(ReplyForm):
    """The letter has arrived; who is responsible, as a position."""

    responsible = forms.CharField(max_length=120)


class ReceivedForm(ReplyForm):
    """The letter has arrived, from a body that need not say who is responsible."""

    responsible = forms.CharField(max_length=120, required=False)


class JoinForm(ReplyForm):
    """The decision to join."""

    decided_by = forms.CharField(max_length=120)
    on = forms.DateField(widget=DayInput)
    case_number = forms.CharField(max_length=60, required=False)
    document_url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)
    responsible = forms.CharField(max_length=120, required=False)


class ContactForm(ReplyForm):
    """Somebody to work with."""

    name = forms.CharField(max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class AskForm(ReplyForm):
    """A question."""

    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class StopForm(ReplyForm):
    """No more reminders; nothing to fill in."""


def confirmed(letter: Dispatch, given: dict[str, Any]) -> object:
    return answer.confirm_receipt(letter=letter, on=timezone.localdate(), **given)


def joined(letter: Dispatch, given: dict[str, Any]) -> object:
    return answer.join(letter=letter, **given)


def named(letter: Dispatch, given: dict[str, Any]) -> object:
    return answer.name_contact(letter=letter, **given)


def asked(letter: Dispatch, given: dict[str, Any]) -> object:
    return answer.ask(letter=letter, **given)


def stopped(letter: Dispatch, given: dict[str, Any]) -> object:
    return answer.stop_reminders(letter=letter)


def resumed(letter: Dispatch, given: dict[str, Any]) -> object:
    answer.resume_reminders(letter=letter)
    return None


DEEDS: dict[str, Callable[[Dispatch, dict[str, Any]], object]] = {
    "confirm": confirmed, "join": joined, "contact": named, "ask": asked, "stop": stopped, "resume": resumed,
}  # fmt: skip


@csrf_exempt  # there is no session to forge: the link is the key, and other sites' pages are refused below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    letter = found.letter_of_link(token)
    if letter is None:
        return quiet(unknown(request))
    if request.method == "POST":
        return quiet(take(request, token, letter))
    if request.method == "GET":
        answer.note_opened(letter=letter)
    return quiet(page(request, letter, done=request.GET.get("done", "")))


def take(request: HttpRequest, token: str, letter: Dispatch) -> HttpResponse:
    """One answer: taken, or told what to mend beside what was written."""
    do = request.POST.get("do", "stop" if "List-Unsubscribe" in request.POST else "")
    if is_from_elsewhere(request):
        return refused_page(request)
    if do not in DEEDS or not forms_of(letter).get(do, do in {"stop", "resume"}):
        return page(request, letter, status=400, is_bad=True)
    if is_over(f"reply-answers-{letter.pk}", ANSWERS_AN_HOUR, HOUR):
        response = page(request, letter, status=429, is_busy=True)
        response.headers["Retry-After"] = str(HOUR)
        return response
    form = forms_of(letter).get(do, StopForm)(request.POST)
    if form.is_valid():
        try:
            DEEDS[do](letter, form.cleaned_data)
        except Refused as refusal:
            tell_refusal(form, refusal)
        else:
            response = redirect("reply", token)
            response.headers["Location"] += f"?done={do}"
            return response
    return page(request, letter, status=400, bound=(do, form))


def forms_of(letter: Dispatch) -> dict[str, type[ReplyForm]]:
    """What this body can answer here."""
    kinds: dict[str, type[ReplyForm]] = {"confirm": ConfirmForm if letter.body.is_state else ReceivedForm}
    if not letter.body.is_state and adhesion_of(letter.body).state != "joined":
        kinds["join"] = JoinForm
    return kinds | {"contact": ContactForm, "ask": AskForm}


def page(
    request: HttpRequest,
    letter: Dispatch,
    *,
    status: int = 200,
    bound: tuple[str, ReplyForm] | None = None,
    **more: Any,
) -> HttpResponse:
    """The page: what was asked first, other answers folded, own earlier answers below."""
    first = letter.act if letter.act in {Act.CONFIRM, Act.JOIN} else "contact"
    kinds = forms_of(letter)
    is_done = has_done(letter.act, letter.body, on=timezone.localdate())
    first = first if first in kinds else "confirm"
    opened = bound[0] if bound else "" if is_done else first
    made = {do: kind() for do, kind in kinds.items()}
    if bound and bound[0] in made:
        made[bound[0]] = bound[1]
    for do, form in made.items():
        form.auto_id = f"{do}-%s"
    context = {
        "letter": letter, "body": letter.body, "adhesion": adhesion_of(letter.body), "first": first, "opened": opened,
        "is_done": is_done,
        "forms": [(do, made[do]) for do in sorted(made, key=lambda do: do != first)],
        "replies": found.replies_of(letter.run, letter.body), "is_quiet": found.wants_no_reminders(letter.body), **more,
    }  # fmt: skip
    return render(request, "reply/reply.html", context, status=status)


def quiet(response: Answer) -> Answer:
    """The address is a key: it is listed nowhere and kept nowhere. The site's own policy tells it to no other site."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def unknown(request: HttpRequest) -> HttpResponse:
    """No letter has this link. Who tries links without end waits; whoever has a letter's link never does."""
    if is_over(f"reply-looks-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    return render(request, "reply/unknown.html", status=404)


urls = [path("reply/<str:token>/", show, name="reply")]
