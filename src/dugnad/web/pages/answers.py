"""The support service's public answers: the list, and one answer with what it rests on. Open to everybody."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.shipped_answers import load_subjects
from dugnad.records.actions.knowledge_use import count_use
from dugnad.records.actions.knowledge_watch import rate_answer
from dugnad.records.client_address import client_digest
from dugnad.records.models.knowledge import AnswerWords, Knowledge, KnowledgeVersion
from dugnad.records.permissions import may_keep_knowledge
from dugnad.records.queries import knowledge as found
from dugnad.web import shelf
from dugnad.web.asked import asked_page
from dugnad.web.gate import person_of
from dugnad.web.limit import HOUR, is_over
from dugnad.web.pages.fault import refused as refused_page
from dugnad.web.pages.fault import too_many
from dugnad.web.sender import is_from_elsewhere
from dugnad.web.templatetags.text import language

RATED_AN_HOUR = 30
DAY = 24 * HOUR
VISITOR = "visitor"
ORDERS = ("newest", "used")
VOTES = {"yes": True, "no": False}


@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    order, subject, group = (request.GET.get(name, "") for name in ("order", "subject", "group"))
    groups, page = shelf.library().groups, asked_page(request)
    is_known = order in {"", *ORDERS} and subject in {"", *load_subjects()} and group in {"", *groups}
    subject, group = subject if subject in load_subjects() else "", group if group in groups else ""
    order = order if order in ORDERS else ORDERS[0]
    answers = found.answer_page(order=order, subject=subject, group=group, page=page or 1)
    context = {
        "answers": answers, "lines": [(one, one.words_in(language())) for one in answers.answers], "order": order,
        "orders": ORDERS, "subject": subject, "group": group, "subjects": found.subject_counts(),
        "subject_names": load_subjects(), "groups": sorted(groups.values(), key=lambda one: shelf.spoken(one.name)),
        "is_bad": not is_known or page != answers.page,
    }  # fmt: skip
    return render(request, "answers/answers.html", context)


@csrf_exempt  # reading sets no cookie; a form of another site is told by what the browser says of its origin
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, number: int) -> HttpResponse:
    known = found.readable_answer(person_of(request), number)
    if known is None:
        raise Http404(str(number))
    if request.method == "POST":
        return rate(request, known)
    if request.method == "GET":
        count_opening(request, known)
    is_gone = known.state == Knowledge.State.WITHDRAWN and not may_keep_knowledge(person_of(request), known)
    shown = picture(request, known)
    template = "answers/withdrawn.html" if is_gone else "answers/answer.html"
    is_blank = shown["old"] is not None and shown["old"].blanked_on is not None
    return render(request, template, shown, status=410 if is_gone or is_blank else 200)


def picture(request: HttpRequest, known: Knowledge) -> dict[str, Any]:
    """Everything the page shows: an older version where one is asked for."""
    today, versions = timezone.localdate(), found.versions_of(known)
    asked, may_keep = request.GET.get("version", ""), may_keep_knowledge(person_of(request), known)
    old = next((one for one in versions if str(one.version) == asked and one.version != known.version), None)
    return {
        "known": known,
        "told": words_of(old, known) if old else known.words_in(language()),
        "old": old,
        "is_bad": bool(asked) and old is None and asked != str(known.version),
        "subject": load_subjects().get(known.subject),
        "groups": [shelf.library().groups[one] for one in known.groups if one in shelf.library().groups],
        "sources": found.sources_of(known, today),
        "changed": found.changed_since(known, today),
        "newer": "" if old else known.older.get(known.words_in(language()).language, ""),
        "is_overdue": "review-by" in known.stale_because,
        "versions": versions,
        "may_keep": may_keep,
        "solved": known.solved.count() if may_keep else 0,
        "thanks": request.GET.get("thanks", "") if request.GET.get("thanks") in VOTES else "",
    }


def words_of(old: KnowledgeVersion, known: Knowledge) -> AnswerWords:
    """An older version's words, in the page's language where it had it."""
    told = old.translations.get(language()) if language() != known.language else None
    if told:
        return AnswerWords(language(), *(told.get(name, "") for name in ("question", "details", "short", "answer")))
    return AnswerWords(known.language, old.question, old.details, old.short, old.answer)


def rate(request: HttpRequest, known: Knowledge) -> HttpResponse:
    """Whether it was helpful: one voice an address and day, counted without a cookie."""
    vote = request.POST.get("helpful", "")
    if is_from_elsewhere(request):
        return refused_page(request)
    if vote not in VOTES or known.state != Knowledge.State.PUBLISHED:
        return render(request, "answers/answer.html", picture(request, known) | {"is_bad": True}, status=400)
    who = client_digest(request)
    if is_over(f"answer-rated-{who}", RATED_AN_HOUR, HOUR):
        return too_many(request, HOUR)
    if cache.add(f"answer-rated-{who}-{known.number}", 1, DAY):
        rate_answer(by=VISITOR, knowledge=known, is_helpful=VOTES[vote])
    return HttpResponseRedirect(f"{reverse('answer', args=[known.number])}?thanks={vote}#helpful")


def count_opening(request: HttpRequest, known: Knowledge) -> None:
    """Count a reader once a day; not a browser that fetches ahead, nor those who keep the answer."""
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if is_ahead or known.state != Knowledge.State.PUBLISHED or may_keep_knowledge(person_of(request), known):
        return
    if cache.add(f"answer-used-{client_digest(request)}-{known.number}", 1, DAY):
        count_use(knowledge=known)


urls = [
    path("desk/answers/", show_list, name="answers"),
    path("desk/answers/<int:number>/", show, name="answer"),
]
