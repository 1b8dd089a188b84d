"""An adviser's work with public answers: made of a solved case, changed, reviewed, withdrawn; what is lacking."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.desk.answer_text import LANGUAGES
from dugnad.desk.proposal import Proposal
from dugnad.desk.shipped_answers import WORDS
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions import knowledge as act
from dugnad.records.case_names import Names, names_of
from dugnad.records.models.cases import Case
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.queries import knowledge as found
from dugnad.records.queries.cases import case_for
from dugnad.records.queries.search import sought_without_answer
from dugnad.web.answer_form import AnswerForm, asked_language, marks_of, reasons_in, without_marks
from dugnad.web.asked import asked_day, asked_page
from dugnad.web.gate import me, must, signed_in
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.told import tell

PER_PAGE, MOST_SHOWN, DIGITS = 20, 20, 6
REMOVING = ("remove", "remove-all")


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, case: UUID) -> HttpResponse:
    """A solved case made into a public answer, side by side with what was written in it."""
    kept = own_case(request, case)
    if kept is None:
        return gone(request, case)
    if kept.state == Case.State.MERGED:
        return redirect("case", kept.pk)  # what was offered goes on in the case that it was joined with
    known = Knowledge.objects.filter(case=kept).first()
    if known is not None and known.state != Knowledge.State.DRAFT:
        return redirect("answer-edit", known.number)
    if known is None and kept.forgotten_at is not None:
        return redirect("case", kept.pk)  # there is nothing left to publish
    names, language = (
        names_of(kept),
        asked_language(request.POST.get("language", ""), known.language if known else kept.language),
    )
    if request.method == "POST":
        return take_proposal(request, kept, known, names, language)
    proposal = found.proposal_of(known, language) if known else found.first_proposal(kept, timezone.localdate())
    return publish_page(request, kept, known, AnswerForm(proposal=proposal, language=language), proposal, names)


def take_proposal(
    request: HttpRequest, case: Case, known: Knowledge | None, names: Names, language: str
) -> HttpResponse:
    """Save the proposal, without what was asked to be taken out; or make it public."""
    if request.POST.get("do") == "drop" and known is not None:
        return drop(request, case, known)
    form = AnswerForm(request.POST, language=language)
    if not form.is_valid():
        return publish_page(request, case, known, form, None, names, status=400)
    proposal = form.proposal()
    if removes(request):
        proposal = without_marks(proposal, request.POST, names)
    try:
        with transaction.atomic():
            offered = act.offer_case(
                by=me(request), case=case, proposal=proposal, seen=request.POST.get("seen", ""),
                reasons=reasons_in(request.POST),
            )  # fmt: skip
            if request.POST.get("do") == "publish":
                offered = act.publish_answer(
                    by=me(request), knowledge=offered, seen=act.words_mark(offered), on=timezone.localdate()
                )
    except NotAllowed:
        return gone(request, case.pk)
    except Refused as refused:
        tell_refusal(form, refused)
        known = Knowledge.objects.filter(case=case).first()
        return publish_page(request, case, known, form, proposal, names, status=400)
    if offered.state == Knowledge.State.PUBLISHED:
        tell(request, "answers.told-published")
        return redirect("answer", offered.number)
    tell(request, "answers.told-removed" if removes(request) else "answers.told-saved")
    return redirect(f"{reverse('case-publish', args=[case.pk])}#marks")


def drop(request: HttpRequest, case: Case, known: Knowledge) -> HttpResponse:
    """The proposal is thrown away, unless somebody has published it meanwhile: then the answer itself is shown."""
    try:
        act.drop_proposal(by=me(request), knowledge=known)
    except NotAllowed:
        return gone(request, case.pk)
    except Refused as refused:
        messages.error(request, refusal_words(refused))
        return redirect("answer-edit", known.number)
    tell(request, "answers.told-dropped")
    return redirect("case", case.pk)


def gone(request: HttpRequest, case: UUID) -> HttpResponse:
    """There is no such case for this person, any longer or ever; what was just written is given back."""
    unsent = [request.POST[name] for name in WORDS if request.POST.get(name, "").strip()]
    if not unsent:
        raise Http404(str(case))
    return render(request, "cases/gone.html", {"unsent": unsent}, status=404)


def publish_page(
    request: HttpRequest,
    case: Case,
    known: Knowledge | None,
    form: AnswerForm,
    proposal: Proposal | None,
    names: Names,
    *,
    status: int = 200,
) -> HttpResponse:
    """The case's words and the public ones, each with what may name somebody marked."""
    context = {
        "case": case, "originals": found.originals(case, names),
        **work_context(request, known, form, proposal or written(form), names),
    }  # fmt: skip
    return render(request, "answers/publish.html", context, status=status)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """A published answer in one language: changed, reviewed or withdrawn."""
    known = found.kept_answer(me(request), number)
    if known is None:
        raise Http404(str(number))
    if known.state == Knowledge.State.DRAFT and known.case_id:
        return redirect("case-publish", known.case_id)
    language = asked_language(request.POST.get("language", "") or request.GET.get("language", ""), known.language)
    if request.method == "POST":
        return take_change(request, known, language)
    proposal = found.proposal_of(known, language)
    return edit_page(request, known, AnswerForm(proposal=proposal, language=language), proposal)


def take_change(request: HttpRequest, known: Knowledge, language: str) -> HttpResponse:
    """A deed of the edit page."""
    do = request.POST.get("do", "")
    try:
        if do == "review":
            day = asked_day(request.POST.get("review_by", ""))
            act.review_answer(by=me(request), knowledge=known, seen=request.POST.get("seen", ""), review_by=day,
                              on=timezone.localdate())  # fmt: skip
            return after(request, known, "answers.told-reviewed")
        if do == "withdraw":
            act.withdraw_answer(by=me(request), knowledge=known, because=request.POST.get("because", ""))
            return after(request, known, "answers.told-withdrawn")
        if do == "blank":
            version = request.POST.get("version", "")
            act.blank_version(
                by=me(request), knowledge=known, because=request.POST.get("because", ""), on=timezone.localdate(),
                version=int(version) if version.isascii() and version.isdigit() and len(version) <= DIGITS else 0,
            )  # fmt: skip
            return after(request, known, "answers.told-blanked")
        if do == "publish-again":
            act.publish_answer(
                by=me(request), knowledge=known, seen=request.POST.get("seen", ""), on=timezone.localdate()
            )
            return after(request, known, "answers.told-published")
    except Refused as refused:
        proposal = found.proposal_of(known, language)
        form = AnswerForm(proposal=proposal, language=language)
        return edit_page(request, known, form, proposal, problem=refusal_words(refused), status=400)
    return take_words(request, known, language)


def take_words(request: HttpRequest, known: Knowledge, language: str) -> HttpResponse:
    """New words; where something is taken out first, they are shown again to be read, and nothing is changed yet."""
    names, form = names_of(known.case), AnswerForm(request.POST, language=language)
    if not form.is_valid():
        return edit_page(request, known, form, written(form), status=400)
    proposal = form.proposal()
    if removes(request):
        proposal = without_marks(proposal, request.POST, names)
        return edit_page(request, known, AnswerForm(proposal=proposal, language=language), proposal)
    try:
        act.change_answer(
            by=me(request), knowledge=known, seen=request.POST.get("seen", ""), proposal=proposal,
            on=timezone.localdate(), reasons=reasons_in(request.POST),
        )  # fmt: skip
    except Refused as refused:
        tell_refusal(form, refused)
        fresh = found.kept_answer(me(request), known.number) or known
        return edit_page(request, fresh, form, proposal, status=400)
    return after(request, known, "answers.told-changed")


def after(request: HttpRequest, known: Knowledge, key: str) -> HttpResponse:
    """Say what was done, on the answer's own page."""
    tell(request, key)
    return redirect("answer", known.number)


def edit_page(
    request: HttpRequest,
    known: Knowledge,
    form: AnswerForm,
    proposal: Proposal,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The form, and what else can be done with the answer."""
    today = timezone.localdate()
    context = {
        "problem": problem, "newer": known.older.get(form.language, ""), "changed": found.changed_since(known, today),
        "is_overdue": "review-by" in known.stale_because, "versions": found.blankable_versions(known),
        **work_context(request, known, form, proposal, names_of(known.case)),
    }  # fmt: skip
    return render(request, "answers/edit.html", context, status=status)


def work_context(
    request: HttpRequest, known: Knowledge | None, form: AnswerForm, proposal: Proposal, names: Names
) -> dict[str, Any]:
    """What both pages show: the form, what may name somebody, the preview, and the row as it stands."""
    kept = {one["key"]: one["reason"] for one in known.kept} if known else {}
    kept |= reasons_in(request.POST)
    seen = marks_of(proposal, names)
    return {
        "known": known, "form": form, "proposal": proposal, "names": names, "language": form.language,
        "languages": LANGUAGES, "marks": [(one, kept.get(one.key, "")) for one in seen],
        "unsettled": sum(not kept.get(one.key, "").strip() for one in seen),
        "seen": act.words_mark(known) if known else "",
        "is_changed": bool(form.errors) and known is not None and request.POST.get("seen", "") != act.words_mark(known),
    }  # fmt: skip


def written(form: AnswerForm) -> Proposal:
    """What stands in a form that cannot be taken as it is."""
    question, details, short, answer = (str(form[name].value() or "") for name in WORDS)
    return Proposal(language=form.language, question=question, details=details, short=short, answer=answer)


def removes(request: HttpRequest) -> bool:
    """Was something to be taken out?"""
    return "remove" in request.POST or request.POST.get("do") in REMOVING


def own_case(request: HttpRequest, case: UUID) -> Case | None:
    """The solved case, for those who work on it; for others there is none."""
    kept = case_for(me(request), case)
    return kept if kept is not None and permissions.may_work_case(me(request), kept) else None


@never_cache
@signed_in
@require_safe
def show_unanswered(request: HttpRequest) -> HttpResponse:
    """What the desks' answers lack: those that may be out of date, proposals, cases to share, searches in vain."""
    person = me(request)
    must(bool(permissions.desks_of(person)))
    asked, today = asked_page(request), timezone.localdate()
    county = request.GET.get("county", "")
    desks = sorted(permissions.desks_of(person))
    lagging = found.lagging_answers(person)
    cases = Paginator(found.unshared_cases(person), PER_PAGE)
    page = cases.get_page(asked or 1)
    context = {
        "stale": found.stale_answers(person)[:MOST_SHOWN], "waiting": found.waiting_proposals(person)[:MOST_SHOWN],
        "stale_count": found.stale_answers(person).count(), "waiting_count": found.waiting_proposals(person).count(),
        "lagging": lagging[:MOST_SHOWN], "lagging_count": lagging.count(),
        "cases": page, "case_count": cases.count, "pages": cases.num_pages,
        "sought": sought_without_answer(on=today, county=county if county in desks else ""),
        "desks": desks, "county": county if county in desks else "",
        "is_bad": asked != page.number or county not in {"", *desks},
    }  # fmt: skip
    return render(request, "answers/unanswered.html", context)


urls = [
    path("desk/cases/<uuid:case>/publish/", publish, name="case-publish"),
    path("desk/answers/<int:number>/edit/", edit, name="answer-edit"),
    path("desk/unanswered/", show_unanswered, name="unanswered"),
]
