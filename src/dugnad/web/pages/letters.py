"""Letters: what has gone out, for everybody in counts; writing and previewing, for those who write."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import Refused
from dugnad.plan.letter import FIELDS
from dugnad.plan.letter_words import letter_words
from dugnad.records import permissions
from dugnad.records.actions.letters import can_send, save_letter
from dugnad.records.county import is_county
from dugnad.records.models.letters import Letter
from dugnad.records.models.people import Person, RoleName
from dugnad.records.models.register import Body
from dugnad.records.queries import letters as found
from dugnad.records.queries.letters_preview import preview
from dugnad.records.reply_link import is_only_here
from dugnad.web.asked import asked_page
from dugnad.web.gate import asked_body, me, must, person_of, signed_in
from dugnad.web.letter_forms import LetterForm, written_letter
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.words import words

PER_PAGE = 25


@never_cache
@require_safe
def show_all(request: HttpRequest) -> HttpResponse:
    """Counts for everybody; their own letters and runs for those who write and follow up."""
    person = person_of(request)
    is_follower = person is not None and follows(person)
    runs = Paginator(found.runs_followed_by(person), PER_PAGE) if person and is_follower else None
    page = asked_page(request) or 1
    context = {
        "letters": found.letters_of(person)[:PER_PAGE] if person and may_write(person) else [],
        "may_write": person is not None and may_write(person),
        "places": places(person) if person else [],
        "runs": runs.get_page(page) if runs else [],
        "page": min(page, runs.num_pages) if runs else 1,
        "pages": runs.num_pages if runs else 1,
        "is_follower": is_follower,
        "public": found.public_responses(),
    }
    return render(request, "letters/letters.html", context)


def may_write(person: Person) -> bool:
    """Does the person write letters anywhere?"""
    return permissions.has_role(person, RoleName.COORDINATOR, RoleName.GOVERNOR)


def follows(person: Person) -> bool:
    """Does the person follow up answers anywhere?"""
    return permissions.has_role(person, RoleName.COORDINATOR, RoleName.GOVERNOR, RoleName.ADVISER)


def places(person: Person) -> list[str]:
    """For whom the person may write: "" is the nation."""
    nation = [""] if permissions.may_coordinate(person) else []
    return nation + sorted(permissions.counties_of(person, RoleName.GOVERNOR))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """A new letter, beginning with the shipped one."""
    own = places(me(request))
    county = request.GET.get("county", own[0] if own else "")
    if county and not is_county(county):
        raise Http404(county)
    must(permissions.may_write_letters(me(request), county))
    form = LetterForm(request.POST or None, initial=written_letter(None))
    if request.method == "POST" and form.is_valid():
        try:
            letter = save_letter(by=me(request), county=county, **form.asked())
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            messages.success(request, words("letters.saved", language()))
            return redirect("letter", letter.pk)
    return form_page(request, form, None, county)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, letter: UUID) -> HttpResponse:
    """Change a letter; what has been prepared stays as it was."""
    kept = own_letter(request, letter)
    form = LetterForm(request.POST or None, initial=written_letter(kept))
    if request.method == "POST" and form.is_valid():
        try:
            save_letter(by=me(request), letter=kept, **form.asked())
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            messages.success(request, words("letters.saved", language()))
            return redirect("letter", kept.pk)
    return form_page(request, form, kept, kept.county)


def form_page(request: HttpRequest, form: LetterForm, letter: Letter | None, county: str) -> HttpResponse:
    """The form with the fields explained; 400 where something must be mended."""
    fields = [(f"{{{name}}}", letter_words()["fields"][name]) for name in FIELDS]
    context = {"form": form, "letter": letter, "county": county, "fields": fields}
    return render(request, "letters/edit.html", context, status=400 if form.errors else 200)


@never_cache
@signed_in
@require_safe
def show(request: HttpRequest, letter: UUID) -> HttpResponse:
    """One letter: its texts, its runs, and the way to a preview."""
    kept = own_letter(request, letter)
    example = found.chosen_bodies(
        found.Choice(counties=(kept.county,) if kept.county else ()), timezone.localdate()
    ).first()
    context = {
        "letter": kept,
        "tongues_of": [(tongue, kept.subject[tongue], kept.text[tongue]) for tongue in ("nb", "nn", "en")],
        "runs": kept.runs.all()[:PER_PAGE],
        "example": example,
        "can_send": can_send(),
        "is_only_here": is_only_here(),
    }
    return render(request, "letters/letter.html", context)


@never_cache
@signed_in
@require_safe
def show_preview(request: HttpRequest, letter: UUID, key: str) -> HttpResponse:
    """One body's letter, word for word."""
    kept, body = own_letter(request, letter), asked_body(key)
    if not is_reached(kept, body):
        raise Http404(key)
    seen = preview(kept, body, timezone.localdate())
    return render(request, "letters/preview.html", {"letter": kept, "body": body, "seen": seen})


def is_reached(letter: Letter, body: Body) -> bool:
    """Can the letter go to the body at all?"""
    return body.obligation_class in found.CLASSES and letter.county in ("", body.county)


def own_letter(request: HttpRequest, letter: UUID) -> Letter:
    """The letter, for those who may change it; for others there is none."""
    kept = found.letter_by_id(letter)
    if kept is None or not permissions.may_change_letter(me(request), kept):
        raise Http404(str(letter))
    return kept


urls = [
    path("letters/", show_all, name="letters"),
    path("letters/new/", write, name="letter-new"),
    path("letters/<uuid:letter>/", show, name="letter"),
    path("letters/<uuid:letter>/edit/", edit, name="letter-edit"),
    path("letters/<uuid:letter>/preview/<str:key>/", show_preview, name="letter-preview"),
]
