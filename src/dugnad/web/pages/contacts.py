"""A desk's contact log: all of it, one body's, and what a body may read of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions.contacts import MOST, note_contact, settle_contact, share_contact
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.register import Body
from dugnad.records.queries import contacts as found
from dugnad.web.asked import asked_page, asked_text
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.pages.needs import asked_desk
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.words import words

PER_PAGE = 25
DEEDS = ("kept", "followed", "share", "unshare")


class ContactForm(TextForm):
    """One contact, as it is noted."""

    texts: ClassVar[str] = "contacts"

    on = forms.DateField(widget=DayInput)
    kind = forms.ChoiceField()
    text = forms.CharField(max_length=MOST["text"], widget=forms.Textarea(attrs={"rows": 4}))
    agreed = forms.CharField(max_length=MOST["agreed"], required=False, widget=forms.Textarea(attrs={"rows": 2}))
    promise = forms.CharField(max_length=MOST["promise"], required=False)
    promised_by = forms.DateField(required=False, widget=DayInput)
    follow_up_by = forms.DateField(required=False, widget=DayInput)
    is_shared = forms.BooleanField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kind = self.fields["kind"]
        kind.choices = [(code, words(f"contacts.kind-{code}", language())) for code in ContactNote.Kind.values]  # type: ignore[attr-defined]


@never_cache
@signed_in
@require_safe
def show_log(request: HttpRequest, county: str) -> HttpResponse:
    """Everything the desk has noted, for its own people, the Statsforvalter and the coordinator."""
    desk, person = asked_desk(county), me(request)
    must(permissions.may_see_contacts(person, county))
    show, today, page = request.GET.get("show", "all"), timezone.localdate(), asked_page(request)
    shown = show if show in found.SHOWS else "all"
    pages = Paginator(found.contacts_of(county, shown, today, asked_text(request, "q")), PER_PAGE)
    notes = pages.get_page(page or 1)
    context = {
        "desk": desk, "notes": notes, "count": pages.count, "page": notes.number, "pages": pages.num_pages,
        "show": shown, "shows": found.SHOWS, "q": asked_text(request, "q"), "today": today,
        "is_bad": show != shown or page != notes.number, "may_note": permissions.may_note_contact(person, county),
    }  # fmt: skip
    return render(request, "contacts/log.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show_body(request: HttpRequest, county: str, key: str) -> HttpResponse:
    """One body's contacts with the desk; the body's own contact and leader read what is shared."""
    desk, person = asked_desk(county), me(request)
    if not permissions.may_see_contacts(person, county):
        return shared_page(request, desk, key)
    body = body_at(desk, key)
    if request.method != "POST":
        return body_page(request, desk, body, ContactForm(initial={"on": timezone.localdate()}))
    must(permissions.may_note_contact(person, county))
    form = ContactForm(request.POST)
    if not form.is_valid():
        return body_page(request, desk, body, form, status=400)
    try:
        note_contact(by=person, desk=desk, body=body, today=timezone.localdate(), **form.cleaned_data)
    except Refused as refused:
        tell_refusal(form, refused)
        return body_page(request, desk, body, form, status=400)
    tell(request, "contacts.told-noted")
    return redirect("desk-contacts-body", county, body.key)


def shared_page(request: HttpRequest, desk: Desk, key: str) -> HttpResponse:
    """What the desk has shared with a body, for its own people; of other notes, not even that there are any."""
    person, body = me(request), asked_body(key)
    must(request.method != "POST" and permissions.may_see_shared_contacts(person, body))
    notes = found.shared_with(person, body, desk.county)
    if not notes and not permissions.is_there_for(body, desk.county, timezone.localdate()):
        raise Http404(key)
    return render(request, "contacts/shared.html", {"desk": desk, "body": body, "notes": notes})


def body_at(desk: Desk, key: str) -> Body:
    """The body that the address names, where the desk is there for it; the back-up desk is there for all."""
    body = asked_body(key)
    if not permissions.may_know_body(body, desk.county, timezone.localdate()):
        raise Http404(key)
    return body


def body_page(
    request: HttpRequest, desk: Desk, body: Body, form: ContactForm, status: int = 200, problem: str = ""
) -> HttpResponse:
    """The desk's contacts with one body, and the form for a new one."""
    may_note = permissions.may_note_contact(me(request), desk.county)
    pages = Paginator(found.contacts_with(desk.county, body), PER_PAGE)
    page = asked_page(request)
    notes = pages.get_page(page or 1)
    context = {
        "desk": desk, "body": body, "notes": notes, "count": pages.count, "page": notes.number,
        "pages": pages.num_pages, "form": form if may_note else None, "may_note": may_note, "problem": problem,
        "today": timezone.localdate(), "is_bad": page != notes.number,
    }  # fmt: skip
    return render(request, "contacts/body.html", context, status=status)


@signed_in
@require_POST
def act(request: HttpRequest, county: str, number: int, do: str) -> HttpResponse:
    """A promise kept, a follow-up done, shared or no longer; for the desk's own people, for others there is no note."""
    person = me(request)
    note = found.contact_of(county, number)
    if note is None or do not in DEEDS or not permissions.may_note_contact(person, county):
        raise Http404(f"{county} {number}")
    try:
        if do in {"share", "unshare"}:
            share_contact(by=person, note=note, is_shared=do == "share")
        else:
            settle_contact(by=person, note=note, what="promise" if do == "kept" else "follow-up")
    except Refused as refused:
        form = ContactForm(initial={"on": timezone.localdate()})
        return body_page(request, note.desk, note.body, form, status=409, problem=refusal_words(refused))
    tell(request, f"contacts.told-{do}")
    return redirect("desk-contacts-body", county, note.body.key)


urls = [
    path("desk/contacts/<str:county>/", show_log, name="desk-contacts"),
    path("desk/contacts/<str:county>/<str:key>/", show_body, name="desk-contacts-body"),
    path("desk/contacts/<str:county>/notes/<int:number>/<slug:do>/", act, name="desk-contacts-do"),
]
