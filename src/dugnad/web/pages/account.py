"""Signing in and out, passwords, one-time codes, identity provider: the addresses of the login library we use."""

from __future__ import annotations

from allauth.account import views as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from dugnad.records.actions.people import end_sessions
from dugnad.web.gate import me_so_far, person_of, with_second_step
from dugnad.web.provider import CheckedAdapter, new_nonce
from dugnad.web.templatetags.people import provider_name
from dugnad.web.templatetags.text import language

TONGUE = "provider-tongue"
"""Under this name the session remembers in which language somebody went to the provider, whose answers have none."""


@never_cache
@require_POST
def go_to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider, with state, PKCE and a nonce that the token must give back."""
    try:
        provider = get_adapter().get_provider(request, provider_id)
    except SocialApp.DoesNotExist as error:
        raise Http404(provider_id) from error
    provider.oauth2_adapter_class = CheckedAdapter
    is_connect = request.POST.get("process") == AuthProcess.CONNECT and person_of(request) is not None
    following = request.POST.get("next", "")
    is_safe = url_has_allowed_host_and_scheme(following, allowed_hosts=None)
    nonce = new_nonce()
    request.session[TONGUE] = language()
    try:
        answer = provider.redirect(
            request,
            process=AuthProcess.CONNECT if is_connect else AuthProcess.LOGIN,
            next_url=following if is_safe else None,
            nonce=nonce,
            tongue=language(),
            auth_params={**provider.get_auth_params(), "nonce": nonce},
        )
    except (RequestException, ValueError, KeyError):
        return render(request, "socialaccount/authentication_error.html", status=502)
    return onward(request, answer)


def onward(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A page that goes on by itself: browsers do not let a form lead to another host, and our own rule forbids it."""
    if answer.status_code != 302:  # noqa: PLR2004 - a redirect
        return answer
    return render(request, "account/onward.html", {"onward": answer["Location"], "provider": provider_name("")})


@never_cache
@require_safe
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider, to the language that one left in."""
    tongue = request.session.get(TONGUE)
    if tongue in dict(settings.LANGUAGES):
        activate(tongue)
    try:
        answer: HttpResponse = OAuth2CallbackView.adapter_view(CheckedAdapter(request, provider_id))(request)
    except (SocialApp.DoesNotExist, ValueError, KeyError) as error:
        if isinstance(error, SocialApp.DoesNotExist):
            raise Http404(provider_id) from error
        return render(request, "socialaccount/authentication_error.html", status=401)
    return answer


class Activate(totp.ActivateTOTPView):  # type: ignore[misc]
    """One-time codes on: this session has given one, and no other session of the account goes on."""

    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            keep_this_session_alone(self.request)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return answer


class Deactivate(totp.DeactivateTOTPView):  # type: ignore[misc]
    """One-time codes off: no other session of the account goes on."""

    def form_valid(self, form: Form) -> HttpResponse:
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)
            keep_this_session_alone(self.request)
        return answer


def keep_this_session_alone(request: HttpRequest) -> None:
    """End every session of the account but the one that asks."""
    person = me_so_far(request)
    end_sessions(by=person)
    update_session_auth_hash(request, person)


urls = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", with_second_step(account.password_change), name="account_change_password"),
    path("account/password/set/", with_second_step(account.password_set), name="account_set_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/codes/", with_second_step(second_step.index), name="mfa_index"),
    path("account/codes/authenticate/", second_step.authenticate, name="mfa_authenticate"),
    path("account/codes/reauthenticate/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/codes/activate/", with_second_step(Activate.as_view()), name="mfa_activate_totp"),
    path("account/codes/deactivate/", with_second_step(Deactivate.as_view()), name="mfa_deactivate_totp"),
    path("account/codes/recovery/", with_second_step(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "account/codes/recovery/new/",
        with_second_step(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/codes/recovery/file/",
        with_second_step(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/providers/", with_second_step(social.connections), name="socialaccount_connections"),
    path("account/providers/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/providers/error/", social.login_error, name="socialaccount_login_error"),
    path("account/<slug:provider_id>/login/", go_to_provider, name="openid_connect_login"),
    path("account/<slug:provider_id>/login/callback/", come_back, name="openid_connect_callback"),
]
