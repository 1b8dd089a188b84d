"""The signed-in person's own data: what there is, all of it as a file, and erasing what was written to the desks."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.retention import load_retention
from dugnad.errors import Refused
from dugnad.records.actions.case_files import bytes_of
from dugnad.records.actions.own_data import Erased, erase_person, note_export
from dugnad.records.models.people import Person
from dugnad.records.queries.own_data import address_of, cases_of, data_file, mails_from, sign_ups_of
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, signed_in
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.words import words

TEXTS = "own_data"
WHAT = ("asked", "all")


class EraseForm(TextForm):
    """What to erase, and that it is meant."""

    texts: ClassVar[str] = TEXTS

    what = forms.ChoiceField(widget=forms.RadioSelect)
    sure = forms.BooleanField()

    def __init__(self, *given: object, **named: object) -> None:
        super().__init__(*given, **named)
        choices = [(one, words(f"{TEXTS}.what-{one}", language())) for one in WHAT]
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        is_all = form.cleaned_data["what"] == "all"
        try:
            gone_now = erase_person(by=person, person=person, with_account=is_all)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return gone(request) if is_all else erased(request, gone_now)
    return render(
        request, "own_data/own_data.html", counted(person) | {"form": form}, status=400 if form.errors else 200
    )


def gone(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in any longer."""
    logout(request)
    return render(request, "account/closed.html")


def erased(request: HttpRequest, gone_now: Erased) -> HttpResponse:
    """Back to the page, which has nothing to show any longer but how much went."""
    counts = {"cases": gone_now.cases, "sign-ups": gone_now.sign_ups, "mails": gone_now.mails}
    told = {name.replace("-", "_"): words(f"{TEXTS}.told-{name}", language(), count=n) for name, n in counts.items()}
    tell(request, f"{TEXTS}.told-erased", **told)
    return redirect("own-data")


def counted(person: Person) -> dict[str, object]:
    """How much there is of each."""
    address = address_of(person)
    return {
        "cases": cases_of(person, address).count(),
        "open_cases": sum(case.is_open for case in cases_of(person, address)),
        "sign_ups": sign_ups_of(person, address).count(),
        "mails": mails_from(address).count(),
        "stays": load_retention().notices["stays"],
    }


@never_cache
@require_safe
@signed_in
def fetch(request: HttpRequest) -> HttpResponse:
    """All of it, as a file."""
    person = me(request)
    note_export(by=person, person=person)
    raw = data_file(person, address_of(person), bytes_of)
    headers = {"Content-Disposition": 'attachment; filename="dugnad-mine-data.zip"'}
    return HttpResponse(raw, content_type="application/zip", headers=headers)


urls = [
    path("me/account/data/", show, name="own-data"),
    path("me/account/data/file/", fetch, name="own-data-file"),
]
