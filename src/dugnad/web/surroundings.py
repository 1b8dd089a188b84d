"""What every page shows around its own content: menus, languages, freshness, the mark of demonstration data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from dugnad.monitor.pictures.freshness import freshness
from dugnad.web import navigation
from dugnad.web.templatetags.text import language


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    here = language()
    return {
        "here": here,
        "menu": navigation.entries(request, navigation.MAIN),
        "foot": navigation.entries(request, navigation.FOOT),
        "tongues": navigation.tongues(request, here),
        "own_page": navigation.address("me"),
        "fresh": freshness(settings.STORE),
        "mode": settings.MODE,
    }
