"""The personal link of an invitation: make an account and take the role, or only take the role."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import DugnadError, Refused
from dugnad.records.actions.invitations import accept_invitation, begin_by_invitation
from dugnad.records.actions.people import NAME_LENGTH
from dugnad.records.models.people import Invitation, Person
from dugnad.records.permissions import still_stands
from dugnad.records.queries.people import has_one_time_codes, invitation_by_secret, person_by_email
from dugnad.web.forms import TextForm
from dugnad.web.gate import lacks_second_step, to_second_step
from dugnad.web.identity import INVITED
from dugnad.web.navigation import address
from dugnad.web.pages.account import go_to_provider
from dugnad.web.provider import PROVIDER
from dugnad.web.templatetags.people import provider_name, role_place
from dugnad.web.templatetags.text import language
from dugnad.web.words import words


class BeginForm(TextForm):
    """Name and password of a new account."""

    texts = "invitation"
    name = forms.CharField(max_length=NAME_LENGTH, widget=forms.TextInput({"autocomplete": "name"}))
    password1 = forms.CharField(
        max_length=256, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        max_length=256, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def __init__(self, *given: Any, email: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """The rules for passwords, and the same twice."""
        cleaned = super().clean() or {}
        first, again = cleaned.get("password1"), cleaned.get("password2")
        if first:
            try:
                validate_password(first, Person(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        if first and again and first != again:
            self.add_error("password2", words("account.error-differ", language()))
        return cleaned


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, secret: str) -> HttpResponse:
    invitation = invitation_by_secret(secret)
    if invitation is None or not still_stands(invitation):
        return render(request, "invitation/gone.html", {"invitation": invitation}, status=404)
    if isinstance(request.user, Person):
        return take(request, invitation)
    if person_by_email(invitation.email) is not None:
        status = 403 if request.method == "POST" else 200
        return render(request, "invitation/sign-in.html", about(invitation), status=status)
    return begin(request, invitation)


def about(invitation: Invitation, **more: Any) -> dict[str, Any]:
    """What the page says of the invitation."""
    return {"invitation": invitation, "place": role_place(invitation), **more}


def take(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Somebody who is signed in takes the role, if it was they who were invited."""
    person = request.user
    if not isinstance(person, Person) or person.email.lower() != invitation.email.lower():
        status = 403 if request.method == "POST" else 200
        return render(request, "invitation/other.html", about(invitation), status=status)
    if lacks_second_step(request) and has_one_time_codes(person):
        return to_second_step(request)
    if request.method == "POST":
        try:
            accept_invitation(by=person, invitation=invitation)
        except DugnadError:
            return render(request, "invitation/gone.html", {"invitation": invitation}, status=409)
        return redirect(address("me") or "my-account")
    return render(request, "invitation/take.html", about(invitation))


def begin(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Somebody new chooses name and password, or goes by the identity provider."""
    if request.method == "POST" and "provider" in request.POST and provider_name(""):
        request.session[INVITED] = str(invitation.pk)
        return go_to_provider(request, PROVIDER)
    form = BeginForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            person = begin_by_invitation(
                invitation=invitation,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password1"],
                language=language(),
            )
        except Refused:
            return render(request, "invitation/gone.html", {"invitation": invitation}, status=409)
        return sign_in(request, person)
    context = about(invitation, form=form, provider=provider_name(""))
    return render(request, "invitation/begin.html", context, status=400 if form.errors else 200)


def sign_in(request: HttpRequest, person: Person) -> HttpResponse:
    """The new account is entered at once, as after signing in with its password."""
    record_authentication(request, person, method="password", email=person.email)
    answer: HttpResponse = perform_login(request, person, email_verification="none")
    return answer


urls = [path("invitations/<str:secret>/", show, name="invitation")]
