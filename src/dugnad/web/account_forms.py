"""The login library's forms with our own words: labels and hints from `texts/account.yaml`, no placeholders."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.http import HttpRequest

from dugnad.records.actions.people import note_failed
from dugnad.web.mail import can_send, send_note
from dugnad.web.templatetags.text import language
from dugnad.web.words import has_words, words


def retell(form: forms.Form) -> None:
    """Each field's label, hint and errors in the language of the page."""
    for name, field in form.fields.items():
        field.label = words(f"account.field-{name}", language())
        hint = f"account.hint-{name}"
        field.help_text = words(hint, language()) if has_words(hint) else ""
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = words("account.error-required", language())
        field.error_messages["invalid"] = words("account.error-email", language())


class Told(forms.Form):
    """A form of the library, retold."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        retell(self)

    def clean(self) -> dict[str, Any] | None:
        """The library has no nynorsk for two passwords that differ."""
        cleaned = super().clean()
        first, again = (self.cleaned_data.get(name) for name in ("password1", "password2"))
        if "password2" in self.errors and first and again is None:
            self.errors["password2"] = self.error_class([words("account.error-differ", language())])
        return cleaned


class Login(Told, account.LoginForm):  # type: ignore[misc]
    """E-mail and password."""


class ChangePassword(Told, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and the new one."""


class SetPassword(Told, account.SetPasswordForm):  # type: ignore[misc]
    """A first password, for an account that is entered by an identity provider."""


class ResetPassword(Told, account.ResetPasswordForm):  # type: ignore[misc]
    """Where to send the link. An address without an account gets a letter too, one a day; the answer is the same."""

    def save(self, request: HttpRequest, **given: Any) -> str:
        """Send the link, or tell that there is no account."""
        if self.users:
            return str(super().save(request, **given))
        email = str(self.cleaned_data["email"])
        if can_send():
            send_note(email, "account.mail-unknown_account", language(), is_once_a_day=True, site=settings.BASE_URL)
        return email


class NewPassword(Told, account.ResetPasswordKeyForm):  # type: ignore[misc]
    """The new password, for whoever came by the link."""


class Reauthenticate(Told, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more before something that matters."""


class NotedCode(Told):
    """A form whose wrong codes are noted."""

    def clean_code(self) -> str:
        """The code, or a line in the log."""
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError:
            note_failed(email=self.user.email, event="fail_code")  # type: ignore[attr-defined]
            raise


class Code(NotedCode, second_step.AuthenticateForm):  # type: ignore[misc]
    """The one-time code at sign-in; a recovery code will do."""


class CodeAgain(NotedCode, second_step.ReauthenticateForm):  # type: ignore[misc]
    """The one-time code once more before something that matters."""


class FirstCode(Told, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code from a newly set up app."""
