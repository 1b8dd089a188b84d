"""How the login library meets this site: no open sign-up, our own words, and a log line for what matters."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override

from dugnad.records.actions.people import note_failed, note_security
from dugnad.records.client_address import client_address
from dugnad.records.models.people import Person
from dugnad.records.permissions import needs_second_step
from dugnad.records.seal import seal, unseal
from dugnad.web.mail import can_send, send_note
from dugnad.web.navigation import address
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words

FRESH_SECONDS = 300
CODES = "codes"
told: Callable[[str], str] = lazy(lambda key: words(f"account.{key}", language()), str)
"""A text in the language that holds when it is shown."""


def full_address(path: str) -> str:
    """The address of a page as it stands in a letter: by the site's own name, never by what a request calls it."""
    return f"{settings.BASE_URL}{path}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts with e-mail and password."""

    error_messages = {  # noqa: RUF012 - the library's shape
        **DefaultAccountAdapter.error_messages,
        "account_inactive": told("error-inactive"),
        "email_password_mismatch": told("error-mismatch"),
        "enter_current_password": told("error-current-password"),
        "incorrect_code": told("error-code"),
        "incorrect_password": told("error-password"),
        "invalid_or_expired_key": told("error-key"),
        "invalid_login": told("error-mismatch"),
        "invalid_password_reset": told("error-key"),
        "too_many_login_attempts": told("error-too-many"),
        "rate_limited": told("error-too-many"),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom the limits of sign-in count."""
        return client_address(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: each begins with an invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """After signing in or out one stays on this very site: a path alone, never a host that a request names."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The person's own page, in the language that the person chose."""
        with override(request.user.language if isinstance(request.user, Person) else language()):
            return address("me") or reverse("my-account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("my-account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return full_address(path.replace("UID-KEY", quote(key)))

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Whoever has just signed in need not say the password at once again."""
        latest = max((way["at"] for way in get_authentication_records(self.request, self.request.user)), default=0)
        return time.time() - latest > FRESH_SECONDS and bool(super().is_reauthentication_required(app=app, **given))

    def post_login(self, request: HttpRequest, user: Person, **given: Any) -> HttpResponse:
        """Signing in is a deed, and is noted."""
        note_security(person=user, event="sign_in")
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted by account alone, whatever name and port the site was asked by."""
        return str(credentials.get("email") or "").strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Too many tries are noted, and refused."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note_failed(email=str(credentials.get("email") or ""), event="lock_out")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password is noted, never with the address that was tried."""
        note_failed(email=str(credentials.get("email") or ""), event="fail_sign_in")

    def logout(self, request: HttpRequest) -> None:
        """Signing out is a deed, and is noted."""
        if isinstance(request.user, Person):
            note_security(person=request.user, event="sign_out")
        super().logout(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails go by our own texts, and only where there is a mail server."""
        name = template_prefix.rpartition("/")[2]
        person = context.get("user")
        tongue = person.language if isinstance(person, Person) else language()
        values = {"link": context.get("password_reset_url", ""), "site": settings.BASE_URL}
        if can_send() and has_words(f"account.mail-{name}-subject"):
            send_note(email, f"account.mail-{name}", tongue, **values)

    def send_notification_mail(
        self, template_prefix: str, user: Person, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """What changes how an account is entered is noted, and its owner is told."""
        event = template_prefix.rpartition("/")[2]
        note_security(person=user, event=event)
        if user.has_address and can_send():
            send_note(user.email, f"account.mail-{event}", user.language, site=settings.BASE_URL)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *given: Any, **named: Any
    ) -> None:
        """Only what a page does not say by itself is said, in our own words."""
        name = (message_template or "").rpartition("/")[2].removesuffix(".txt")
        if name and has_words(f"account.said-{name}"):
            messages.add_message(request, level, words(f"account.said-{name}", language()))


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes."""

    error_messages = {  # noqa: RUF012 - the library's shape
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": told("error-second-step-kept"),
        "cannot_generate_recovery_codes": told("error-no-second-step"),
        "incorrect_code": told("error-code"),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of codes are stored sealed."""
        return seal(text, purpose=CODES)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. One that another key sealed is lost: a new one stands for it, which no code fits."""
        opened = unseal(encrypted_text, purpose=CODES)
        return generate_totp_secret() if opened is None else opened

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Where a one-time code is required of somebody, it cannot be switched off."""
        return settings.MFA != "required" or not needs_second_step(authenticator.user)
