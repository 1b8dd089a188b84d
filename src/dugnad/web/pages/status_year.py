"""One year of the yearly status: answered by the contact, approved by the leader, read by others in the body."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.plan.questions import Asked, QuestionSet, load_questions
from dugnad.records.actions.status import (
    approve_status,
    reopen_status,
    save_answers,
    send_back_status,
    start_status,
    submit_status,
)
from dugnad.records.models.register import Body
from dugnad.records.models.status import StatusAnswer, StatusReport
from dugnad.records.permissions import may_approve, may_prepare, may_see_drafts
from dugnad.records.queries.status import answers_of, set_of_report, status_of
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.status_form import StatusForm
from dugnad.web.told import tell

LEADERS = {"approve": approve_status, "reopen": reopen_status}
SENDING = ("submit", "send")
"""Send to the leader: the first asks where questions are open, the second is the answer to that."""
LARGEST_REVISION = 9


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str, year: int) -> HttpResponse:
    body = asked_body(key)
    must(may_see_drafts(me(request), body))
    if not is_asked(body, year):
        raise Http404(request.path)
    report = status_of(body, year)
    if request.method != "POST":
        return page(request, body, year, report)
    act = request.POST.get("act", "")
    must(may_approve(me(request), body) if act in {*LEADERS, "send-back"} else may_prepare(me(request), body))
    return do(request, body, year, report, act)


def is_asked(body: Body, year: int) -> bool:
    """Is the body asked for this year, and has the year opened?"""
    questions = load_questions()
    return body.obligation_class in questions.asks and questions.has_opened(year, timezone.localdate())


def do(request: HttpRequest, body: Body, year: int, report: StatusReport | None, act: str) -> HttpResponse:
    """One deed, then the page anew; a refusal is told on the page."""
    try:
        must_be_known(act, report)
        if report is None:
            start_status(by=me(request), body=body, year=year)
        elif act in {"save", *SENDING}:
            return answer(request, report, act)
        elif act in LEADERS:
            LEADERS[act](by=me(request), report=report, revision=revision_of(request))
            tell(request, f"status.told-{act}")
        elif act == "send-back":
            note = request.POST.get("note", "")
            send_back_status(by=me(request), report=report, revision=revision_of(request), note=note)
            tell(request, "status.told-send-back")
    except Refused as refused:
        return page(request, body, year, status_of(body, year), refused=refused)
    return redirect("status-year", body.key, year)


def must_be_known(act: str, report: StatusReport | None) -> None:
    """A year that is not begun can only be begun."""
    if act not in {"start", "save", "send-back", *SENDING, *LEADERS}:
        raise Refused("unknown", "There is no such choice here.")
    if report is None and act != "start":
        raise Refused("not-begun", "The year is not begun.")


def answer(request: HttpRequest, report: StatusReport, act: str) -> HttpResponse:
    """Keep the answers, and send them to the leader where that was asked for."""
    body, year = report.body, report.year
    form = StatusForm(questions_of(report), answers_of(report), request.POST)
    if not form.is_valid():
        return page(request, body, year, report, form=form, refused=Refused("mend", "Some fields must be mended."))
    try:
        saved = save_answers(by=me(request), report=report, revision=revision_of(request), answers=form.given())
        if act == "submit" and is_half_answered(saved):
            return redirect(f"{reverse('status-year', args=[body.key, year])}?ask=1")
        if act in SENDING:
            submit_status(by=me(request), report=saved, revision=saved.revision)
    except Refused as refused:
        now = status_of(body, year) or report
        form = StatusForm(questions_of(now), answers_of(now), request.POST)
        form.is_valid()
        if refused.field in form.fields:
            tell_refusal(form, refused)
        return page(request, body, year, now, form=form, refused=refused)
    tell(request, "status.told-sent" if act in SENDING else "status.told-saved")
    return redirect("status-year", body.key, year)


def is_half_answered(report: StatusReport) -> bool:
    """Is something answered, and something not?"""
    kept = answers_of(report)
    answered = sum(is_answered(kept.get(one.key)) for one in questions_of(report).questions)
    return 0 < answered < len(questions_of(report).questions)


def is_answered(kept: StatusAnswer | None) -> bool:
    """Has somebody chosen an answer? A suggestion is none."""
    return kept is not None and bool(kept.value) and kept.is_confirmed


def revision_of(request: HttpRequest) -> int:
    """Which saving the page was made from; something else than a number fits none."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= LARGEST_REVISION else -1


def questions_of(report: StatusReport) -> QuestionSet:
    """The report's questions; without them there is no page."""
    questions = set_of_report(report)
    if questions is None:
        raise Http404(str(report.year))
    return questions


def page(
    request: HttpRequest,
    body: Body,
    year: int,
    report: StatusReport | None,
    *,
    form: StatusForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    """The year as it stands, with the form where it can be answered."""
    questions = questions_of(report) if report else load_questions().of_year(year)
    if questions is None:
        raise Http404(str(year))
    form = form or StatusForm(questions, answers_of(report) if report else {})
    is_conflict = refused is not None and refused.code == "conflict"
    askings = tuple(form.askings(duties_of(body, questions, year), is_conflict=is_conflict)) if report else ()
    context = {
        "body": body,
        "year": year,
        "report": report,
        "questions": questions,
        "form": form,
        "askings": askings,
        "answered": sum(is_answered(one.kept) for one in askings),
        "asks": asks_before_sending(request, report, refused),
        "open": [one for one in askings if not (one.kept and one.kept.value)],
        "unconfirmed": [one for one in askings if one.kept and one.kept.value and not one.kept.is_confirmed],
        "suggested": sum(bool(one.kept and one.kept.value and not one.kept.is_confirmed) for one in askings),
        "window": load_questions().window(year),
        "is_late": load_questions().is_late(year, timezone.localdate()),
        "may_prepare": may_prepare(me(request), body),
        "may_approve": may_approve(me(request), body),
        "problem": refusal_words(refused) if refused else "",
        "is_conflict": is_conflict,
    }
    return render(request, "status/year.html", context, status=status_code(refused))


def asks_before_sending(request: HttpRequest, report: StatusReport | None, refused: Refused | None) -> bool:
    """Was the draft sent with questions open, so that the page asks first?"""
    is_draft = report is not None and report.state == StatusReport.State.DRAFT
    return is_draft and refused is None and request.GET.get("ask") == "1" and is_half_answered(report)  # type: ignore[arg-type]


def status_code(refused: Refused | None) -> int:
    """409 where somebody else was first, 400 for what must be mended."""
    if refused is None:
        return 200
    return 409 if refused.code in {"conflict", "other-state"} else 400


def duties_of(body: Body, questions: QuestionSet, year: int) -> dict[str, Asked | None]:
    """The duty that each question is about, for this body in that year."""
    on = date(year, 12, 31)
    return {question.key: question.duty_of(body.obligation_class, on) for question in questions.questions}


urls = [path("bodies/<str:key>/status/<int:year>/", show, name="status-year")]
