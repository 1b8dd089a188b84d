"""The reasons assistant: the questions that law and KOFA ask of a departure, and a draft that rests on the answers."""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dugnad.check.reasons import draft, facts_of, questions
from dugnad.check.reasons_content import ReasonsPath, load_path
from dugnad.errors import DugnadError
from dugnad.web.templatetags.text import language

PATHS = get_args(ReasonsPath)
REGULATIONS = ("foa", "ff", "kkf")
NUMBER = re.compile(r"\d{1,13}(?:\.\d{1,2})?")
LONGEST = 6000
"""Characters of an answer that are used."""


@csrf_exempt  # nothing is kept and nothing is done: the answers only come back as text
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    chosen, day = asked.get("path", ""), asked_day(asked)
    draft_language = language() if language() in {"nb", "nn"} else "nb"
    context: dict[str, object] = {
        "paths": [(one, load_path(one)["name"]) for one in PATHS],
        "regulations": REGULATIONS,
        "chosen": chosen,
        "day": day,
        "asked": {name: asked.get(name, "")[:40] for name in ("cpv", "value", "regulation")},
    }
    if not chosen:
        return render(request, "reasons/reasons.html", context)
    try:
        facts = facts_of(told(asked), chosen, day)
        context["questions"] = questions(chosen, day, language(), regulation=facts.regulation)
        if request.method == "POST":
            context["draft"] = draft(chosen, facts, day, draft_language)
            context["answers"] = facts.answers
    except DugnadError as error:
        return render(request, "reasons/reasons.html", {**context, "problem": str(error)}, status=400)
    return render(request, "reasons/reasons.html", context)


def told(asked: QueryDict) -> dict[str, object]:
    """The form as facts: what was left empty is not there."""
    answers = {
        name.removeprefix("answer-"): value[:LONGEST]
        for name, value in asked.items()
        if name.startswith("answer-") and isinstance(value, str) and value.strip()
    }
    value = asked.get("value", "").replace(" ", "").replace("\u00a0", "").replace(",", ".")
    found: dict[str, object] = {"answers": answers}
    if cpv := asked.get("cpv", "").strip():
        found["cpv"] = cpv
    if value:
        found["value_nok"] = float(value) if NUMBER.fullmatch(value) else value
    if asked.get("regulation") in REGULATIONS:
        found["regulation"] = asked["regulation"]
    return found


def asked_day(asked: QueryDict) -> date:
    """The day of announcement; today where none is given."""
    try:
        return date.fromisoformat(asked.get("on", ""))
    except ValueError:
        return timezone.localdate()


urls = [path("check/reasons/", show, name="reasons")]
