"""The leader's page: where we stand, our largest purchases, what the law asks, what to decide; and as documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dugnad.monitor.pictures.body import Purchase
from dugnad.plan.as_docx import docx_paper
from dugnad.plan.as_pdf import pdf_paper
from dugnad.plan.case import case_paper, case_title, cases_for
from dugnad.plan.paper import Figure, Paper
from dugnad.plan.paper_settled import settled
from dugnad.plan.report import (
    LARGEST,
    advice_of,
    duties_of,
    figures_of,
    is_unchecked,
    look_sentence,
    one_page_report,
    record_sentences,
    share_sentence,
)
from dugnad.plan.report_words import ask_of, word
from dugnad.plan.situation import Situation
from dugnad.records.permissions import may_see_drafts
from dugnad.records.queries.plan import draft_of
from dugnad.records.queries.situation import meant_titles, plans_in_force, situation_of
from dugnad.records.queries.standing import Standing, standing_of
from dugnad.web import titles
from dugnad.web.gate import asked_body, person_of
from dugnad.web.navigation import address
from dugnad.web.templatetags.text import language

FORMS = {
    "pdf": ("application/pdf", pdf_paper),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_paper),
}
READ = "html"
"""The form that is read on the site."""
TONGUES = ("nb", "nn", "en")
CASE_TONGUES = ("nb", "nn")
"""Councils and boards decide in one of the two forms of Norwegian; the page offers these first."""
CASE_FILES = {"join": "tilslutning", "plan": "handlingsplan", "strategy": "strategi"}
"""What the documents are called on the disk of whoever takes them, in the language they are written in."""
NOT_YET = ("figure-unknown", "figure-plan-none-value", "figure-status-none-value")
DOORS = {
    "confirm": "adhesion", "join": "adhesion", "adopt-plan": "local-plan", "measures": "local-plan",
    "answer-status": "status",
}  # fmt: skip
"""The page on which each step is done; its address needs the body's key."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A purchase, and what a leader asks about it."""

    purchase: Purchase
    question: str
    is_unchecked: bool
    """The finding rests on a wording that was not read in an official text."""


@never_cache
@require_safe
def show(request: HttpRequest, key: str) -> HttpResponse:
    standing = standing_of(asked_body(key), settings.STORE, timezone.localdate())
    situation = situation_of(standing, settings.STORE)
    context = {
        "standing": standing,
        "body": standing.body,
        "measured": standing.measured,
        "lead": share_sentence(situation, language()),
        "look": look_sentence(situation, language()),
        "told": record_sentences(situation, language()),
        "figures": [(one, is_unknown(one)) for one in figures_of(situation, language())],
        "advice": advice_of(situation, language()),
        "next_href": next_address(standing),
        "largest": largest(standing),
        "duties": duties_of(situation, language()),
        "cases": [(what, case_title(what, language())) for what in offered_cases(standing)],
        "case_tongues": CASE_TONGUES,
        "forms": (READ, *FORMS),
        **over_time(standing),
        **drafts(request, standing),
    }
    return render(request, "leader/leader.html", context)


def is_unknown(figure: Figure) -> bool:
    """Is the figure unknown or not there yet, so that it is shown faint?"""
    return figure.value in {word(name, language()) for name in NOT_YET}


def largest(standing: Standing) -> list[Asked]:
    """The three largest purchases, each with its question."""
    found = standing.measured.largest[:LARGEST] if standing.measured else ()
    return [
        Asked(one, ask_of(one.outcome or "UNKNOWN", language()), is_unchecked(one.outcome or "", one.announced))
        for one in found
    ]


def over_time(standing: Standing) -> dict[str, Any]:
    """The main figure year by year, where there are two years or more."""
    share = standing.measured.share if standing.measured else None
    trend = share.trend if share else ()
    return {"trend": trend if len(trend) > 1 else (), "trend_title": titles.trend_title(trend)}


def drafts(request: HttpRequest, standing: Standing) -> dict[str, Any]:
    """What the body's own people are working on; nobody else is told that it exists."""
    if not may_see_drafts(person_of(request), standing.body):
        return {"is_own": False}
    current = standing.current
    return {
        "is_own": True,
        "draft_status": current if current and current.state != current.State.APPROVED else None,
        "draft_plan": draft_of(standing.body),
    }


def next_address(standing: Standing) -> str:
    """Where the next step is done."""
    step, key = standing.step, standing.body.key
    if step.notice_id:
        return address("notice", step.notice_id)
    if step.name == "ended":
        heir = standing.body.successors.first()
        return address("leader", heir.key) if heir else ""
    if step.name in DOORS:
        return address(DOORS[step.name], key)
    return f"{address('method')}#correct" if step.name == "announce" else address("criteria")


@never_cache
@require_safe
def report(request: HttpRequest, key: str, form: str) -> HttpResponse:
    tongue = asked_tongue(request, form)
    situation = asked_situation(key)[1]
    return as_asked(request, one_page_report(situation, tongue), form, f"status-{key}-{tongue}", key)


@never_cache
@require_safe
def case(request: HttpRequest, key: str, form: str) -> HttpResponse:
    tongue = asked_tongue(request, form)
    standing, situation = asked_situation(key)
    what = request.GET.get("what") or ""
    if what not in offered_cases(standing):
        raise Http404(what)
    meant = meant_titles(standing.body) if what == "plan" else ()
    paper = case_paper(situation, what, tongue, plans=plans_in_force(), meant=meant)
    return as_asked(request, paper, form, f"saksframlegg-{CASE_FILES[what]}-{key}-{tongue}", key)


def offered_cases(standing: Standing) -> tuple[str, ...]:
    """The cases that fit the body: one that has joined does not join again, one that has ended decides nothing more."""
    if standing.has_ended:
        return ()
    found = cases_for(standing.body.obligation_class)
    return tuple(name for name in found if name != "join") if standing.adhesion.state == "joined" else found


def asked_situation(key: str) -> tuple[Standing, Situation]:
    """The body that the address names, as it stands today."""
    standing = standing_of(asked_body(key), settings.STORE, timezone.localdate())
    return standing, situation_of(standing, settings.STORE)


def asked_tongue(request: HttpRequest, form: str) -> str:
    """The language asked for, else the page's; no document where language or form is none of ours."""
    tongue = request.GET.get("lang", language())
    if tongue not in TONGUES or form not in {READ, *FORMS}:
        raise Http404(tongue, form)
    return tongue


def as_asked(request: HttpRequest, paper: Paper, form: str, name: str, key: str) -> HttpResponse:
    """The paper as a file to keep, or as a page to read with the files beside it."""
    if form == READ:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        files = {one: f"{request.path.removesuffix(READ)}{one}{query}" for one in FORMS}
        return render(request, "leader/paper.html", {"paper": settled(paper), "key": key, "files": files})
    media_type, made = FORMS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(made(paper), content_type=media_type, headers=headers)


urls = [
    path("bodies/<str:key>/leader/", show, name="leader"),
    path("bodies/<str:key>/leader/report.<str:form>", report, name="leader-report"),
    path("bodies/<str:key>/leader/case.<str:form>", case, name="leader-case"),
]
