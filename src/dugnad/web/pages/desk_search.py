"""One search over everything that is published: answers, criteria, rules, decisions, courses, agreements, pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from dugnad.desk.search_text import KINDS
from dugnad.records.actions.search import note_sought
from dugnad.records.client_address import client_digest
from dugnad.records.queries.search import results
from dugnad.web.asked import asked_page
from dugnad.web.limit import MINUTE, is_over
from dugnad.web.pages.fault import too_many
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.templatetags.text import language

TEXT_LENGTH = 300
LOOKS_A_MINUTE = 120
"""From one address, behind which a whole town hall may sit; each pause while typing is one."""


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    text, page = asked_question(request), asked_page(request)
    if text and is_over(f"search-looks-{client_digest(request)}", LOOKS_A_MINUTE, MINUTE):
        return too_many(request, MINUTE)
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    found = results(text, language=language(), kinds=[kind] if kind else None, page=page or 1) if text else None
    everything = results(text, language=language(), size=1) if text and kind else found
    context = {
        "text": text,
        "kind": kind,
        "found": found,
        "kinds": [(one, everything.counts[one]) for one in KINDS if one in everything.counts] if everything else [],
        "all": everything.total if everything else 0,
        "is_bad": bool(text) and page != (found.page if found else None),
    }
    if found and is_meant(request):
        note_sought(text=text, on=timezone.localdate(), has_answer=found.total > 0, who=client_digest(request))
    is_part = getattr(request, "htmx", False)
    return render(request, "search/search.html#found" if is_part else "search/search.html", context)


def asked_question(request: HttpRequest) -> str:
    """What was typed, of sensible length."""
    return request.GET.get("q", "").replace("\0", "")[:TEXT_LENGTH].strip()


def is_meant(request: HttpRequest) -> bool:
    """Was the search sent, rather than typed, turned over or narrowed, or asked by another site's page?"""
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document" and "Sec-Purpose" not in request.headers
    is_own = is_page and not is_from_elsewhere(request)
    return request.method == "GET" and is_own and not getattr(request, "htmx", False) and set(request.GET) == {"q"}


urls = [path("desk/search/", show, name="desk-search")]
