"""Every address. Bokmål has no prefix; nynorsk and English stand under /nn/ and /en/."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path

from dugnad.api.refusal import no_such_path
from dugnad.api.routes import api
from dugnad.web.pages import fault, health

urlpatterns = [
    path("healthz", health.health, name="health"),
    path("api/v1/", api.urls),
    re_path(r"^api/v1(?:/|$)", no_such_path, name="api-unknown"),
    *i18n_patterns(path("", include("dugnad.web.urls")), prefix_default_language=False),
]

handler400 = fault.bad_request
handler403 = fault.refused
handler404 = fault.not_found
handler500 = fault.failed
