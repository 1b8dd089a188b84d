"""The signed-in person's own account: name, language, ways in, what is stored, and the way out."""

from __future__ import annotations

import json

from django import forms
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dugnad.errors import NotAllowed, Refused
from dugnad.records.actions.people import NAME_LENGTH, change_account, close_account, end_sessions
from dugnad.records.permissions import needs_second_step, roles_of
from dugnad.records.queries.people import has_one_time_codes, open_invitations_for, provider_accounts, stored_about
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, signed_in
from dugnad.web.templatetags.people import provider_name

TONGUES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]


class AccountForm(TextForm):
    """What a person may change about the own account."""

    texts = "account"
    name = forms.CharField(max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(choices=TONGUES)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    person = me(request)
    form = AccountForm(request.POST or None, initial={"name": person.name, "language": person.language})
    if request.method == "POST" and form.is_valid():
        change_account(by=person, **form.cleaned_data)
        with override(person.language):
            return redirect(reverse("my-account") + "?saved=1")
    context = {
        "form": form,
        "person": person,
        "roles": roles_of(person),
        "has_codes": has_one_time_codes(person),
        "needs_codes": needs_second_step(person),
        "providers": provider_accounts(person),
        "provider": provider_name(""),
        "waiting": open_invitations_for(person.email) if person.has_address else [],
        "is_saved": "saved" in request.GET,
    }
    return render(request, "account/mine.html", context, status=400 if form.errors else 200)


@never_cache
@signed_in
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    end_sessions(by=me(request))
    logout(request)
    return redirect("account_login")


@never_cache
@signed_in
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All that is stored about the person, as a file."""
    told = json.dumps(stored_about(me(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": 'attachment; filename="dugnad-account.json"'}
    return HttpResponse(told, content_type="application/json", headers=headers)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest) -> HttpResponse:
    person, problem = me(request), ""
    if request.method == "POST":
        try:
            close_account(by=person, person=person)
        except NotAllowed as error:
            raise PermissionDenied from error
        except Refused as refused:
            problem = refused.code
        else:
            logout(request)
            return render(request, "account/closed.html")
    context = {"problem": problem, "is_mine": True}
    return render(request, "people/close.html", context, status=409 if problem else 200)


urls = [
    path("me/account/", show, name="my-account"),
    path("me/account/export/", export, name="my-account-export"),
    path("me/account/sign-out/", sign_out_everywhere, name="my-account-sign-out"),
    path("me/account/close/", close, name="my-account-close"),
]
