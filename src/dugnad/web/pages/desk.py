"""The support service's front: one field for what somebody wonders about, then who answers, and by when."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.desk.routing import counties
from dugnad.records.queries.asking import most_used_answers, next_events, who_answers
from dugnad.records.queries.steps import my_bodies
from dugnad.web.ask_about import context_of
from dugnad.web.asked import asked_text
from dugnad.web.gate import person_of
from dugnad.web.known import covering
from dugnad.web.navigation import address
from dugnad.web.templatetags.text import language


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    text, county = asked_text(request, "q"), asked_county(request)
    now = timezone.now()
    answerer = who_answers(county, now)
    answers = most_used_answers()
    context = {
        "text": text,
        "known": covering(text) if text else None,
        "county": county,
        "counties": counties(),
        "answerer": answerer,
        "desk_page": address("desk", answerer.county) or address("county", answerer.county),
        "answers": [(one, one.words_in(language())) for one in answers],
        "is_used": any(one.uses for one in answers),
        "events": next_events(county, now),
        "enough": context_of(request.GET.get("enough", "")),
    }
    return render(request, "ask/desk.html", context)


def asked_county(request: HttpRequest) -> str:
    """The county that was chosen; else that of the first body that the signed-in person works in."""
    chosen = request.GET.get("county", "")
    if chosen in counties():
        return chosen
    person = person_of(request)
    bodies = my_bodies(person) if person and "county" not in request.GET else []
    return next((body.county for body in bodies if body.county), "")


urls = [path("desk/", show, name="desk-front")]
