"""How the login library meets this site: no open sign-up, mails in the person's language."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts with e-mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account alone: each begins with an invitation."""
        return False


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts of an identity provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Somebody whom the provider vouches for, and who was invited."""
        return False
