"""The headers that keep a page to itself: nothing is loaded from, sent to or framed by any other host."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

PARTS = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # the icons of Designsystemet are data addresses in its sheet
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
POLICY = "; ".join(PARTS)
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # a chart opened by itself styles its own marks
SAVED_POLICY = "sandbox; default-src 'none'"  # a file to save, perhaps somebody else's: never a page of this site


def secure(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets the headers on every answer."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_picture = response.headers.get("Content-Type", "").startswith("image/svg+xml")
        is_saved = response.headers.get("Content-Disposition", "").startswith("attachment")
        policy = SAVED_POLICY if is_saved else PICTURE_POLICY if is_picture else POLICY
        response.headers["Content-Security-Policy"] = policy
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        patch_vary_headers(response, ["HX-Request"])  # the same address answers a script with a part of the page
        response.headers["X-Frame-Options"] = "DENY"
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME):  # what one person sees is kept for nobody else
            response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return answer
