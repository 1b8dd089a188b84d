"""The identity provider's answer, read with care: signature, issuer, audience, nonce, one and the same subject.

The library trusts a token that it fetched itself over TLS; here the signature is checked as well, by the keys that the
provider publishes, and what userinfo says counts only for the subject of the token.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override

from dugnad.notices.orgnr import is_valid

PROVIDER = "oidc"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
"""Signatures by a key pair. A shared secret, or none, is no signature here."""
NEEDED = ["iss", "aud", "exp", "iat", "sub"]
SLACK_SECONDS = 30
ADDRESS_LENGTH = 254
ICD = "0192:"
"""Enhetsregisteret's code before a number, as in ISO 6523."""
PLAIN = ("orgnr", "organization_number", "organisation_number", "orgno")


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the provider vouches for: who it is, where they may be written to, for which bodies they act."""

    name: str
    email: str
    """In small letters; "" unless the provider says that it has verified it."""
    orgnrs: tuple[str, ...]


class CheckedAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """The provider's endpoints, and the reading of its answer."""

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """One address for all languages: the provider knows it beforehand."""
        with override(settings.LANGUAGE_CODE):
            return str(super().get_callback_url(request, app))

    def complete_login(self, request: HttpRequest, app: Any, token: SocialToken, **given: Any) -> SocialLogin:
        """The answer as a sign-in that may go on. Of the claims only what is needed is kept, and none is stored."""
        id_token = given["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("The provider gave no id_token.")
        claims = self.checked(app, id_token)
        if self.openid_config.get("userinfo_endpoint"):
            claims = joined(claims, self._fetch_user_info(token.token))
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        login.account.extra_data = {}
        login.vouched, login.nonce = vouched(claims), claims.get("nonce")
        return login

    def checked(self, app: Any, id_token: str) -> dict[str, Any]:
        """The token's claims, if it is signed by the provider, for us, and holds now."""
        config = self.openid_config
        try:
            header = jwt.get_unverified_header(id_token)
            if header.get("alg") not in ALGORITHMS:
                raise OAuth2Error(f"The id_token is signed by {header.get('alg')}.")
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self.key(config["jwks_uri"], header.get("kid")),
                algorithms=[header["alg"]],
                issuer=config["issuer"],
                audience=app.client_id,
                leeway=SLACK_SECONDS,
                options={"require": NEEDED},
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error(f"The id_token does not hold: {error}") from error
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != app.client_id:
            raise OAuth2Error("The id_token is for somebody else.")
        return claims

    def key(self, address: str, kid: str | None) -> jwt.PyJWK:
        """The provider's public key of this name; the only one, where the token names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [one for one in keys if one.key_id == kid] if kid else keys
        if len(found) != 1:
            raise OAuth2Error("The id_token is signed by a key that the provider does not publish.")
        return found[0]


def joined(claims: dict[str, Any], userinfo: Any) -> dict[str, Any]:
    """The token's claims over those of userinfo, which count only for the same subject."""
    if not isinstance(userinfo, dict) or userinfo.get("sub") != claims["sub"]:
        raise OAuth2Error("userinfo is about somebody else.")
    return {**userinfo, **claims}


def vouched(claims: dict[str, Any]) -> Vouched:
    """Name, verified address and organisation numbers."""
    name, email = (
        one.replace("\0", "") if isinstance(one := claims.get(key), str) else "" for key in ("name", "email")
    )
    is_verified = claims.get("email_verified") in (True, "true") and len(str(email)) <= 254  # noqa: PLR2004
    return Vouched(
        name=" ".join(name.split())[:120],
        email=email.strip().lower() if is_verified else "",
        orgnrs=tuple(dict.fromkeys(numbers(claims))),
    )


def numbers(claims: dict[str, Any]) -> Iterable[str]:
    """Every valid organisation number that the claims name, as `authorization_details` or plainly."""
    details = claims.get("authorization_details")
    for detail in details if isinstance(details, list) else []:
        if isinstance(detail, dict):
            yield from numbers_of(detail)
    for name in PLAIN:
        yield from valid(claims.get(name))


def numbers_of(detail: dict[str, Any]) -> Iterable[str]:
    """The numbers in one authorization: its `authorized_parties` and their like, or its own `orgno`."""
    parties = detail.get("authorized_parties") or detail.get("reportees") or []
    for party in [*(parties if isinstance(parties, list) else []), detail]:
        if isinstance(party, dict):
            yield from valid(party.get("orgno") or party.get("Rightholder") or party.get("ID"))


def valid(value: Any) -> Iterable[str]:
    """The number, with or without "0192:", as text or as {ID: …}; nothing where it is none."""
    if isinstance(value, dict):
        value = value.get("ID")
    if isinstance(value, int):
        value = str(value)
    if isinstance(value, str):
        number = re.sub(r"\s", "", value).removeprefix(ICD)
        if is_valid(number):
            yield number


def new_nonce() -> str:
    """What the token must give back."""
    return secrets.token_urlsafe(24)
