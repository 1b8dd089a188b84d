"""What the ministries look at together: measures by owner, common words, decisions, conflicts, the quarterly report."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, re_path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dugnad.errors import Refused
from dugnad.plan.as_docx import docx_paper
from dugnad.plan.as_pdf import pdf_paper
from dugnad.plan.national import definitions
from dugnad.plan.quarterly import quarterly_paper
from dugnad.records import permissions
from dugnad.records.actions.coordination import record_joint_decision
from dugnad.records.queries.coordination import conflicts, first_recorded, joint_decisions, open_decisions, owners
from dugnad.records.queries.quarter import quarter_told
from dugnad.web.forms import DayInput, TextForm
from dugnad.web.gate import me, must, person_of, signed_in
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language

A_PAGE = 20
QUARTERS_SHOWN = 5
FORMS = {
    "pdf": (pdf_paper, "application/pdf"),
    "docx": (docx_paper, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The page, open to all."""
    page = Paginator(joint_decisions(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "owners": owners(timezone.localdate()),
        "definitions": definitions(),
        "page": page,
        "conflicts": conflicts(),
        "quarters": latest_quarters(),
        "may_coordinate": permissions.may_coordinate(person_of(request)),
    }
    return render(request, "coordination/coordination.html", context)


def latest_quarters() -> list[tuple[int, int]]:
    """This quarter, and those before it since something was first recorded, the newest first."""
    today = timezone.localdate()
    now, first = ordinal_of(today), ordinal_of(first_recorded() or today)
    shown = range(now, max(min(first, now), now - QUARTERS_SHOWN + 1) - 1, -1)
    return [(one // 4, one % 4 + 1) for one in shown]


def ordinal_of(day: date) -> int:
    """Quarters counted from the year 0."""
    return day.year * 4 + (day.month - 1) // 3


class DecisionForm(TextForm):
    """A joint decision."""

    texts: ClassVar[str] = "coordination"

    title = forms.CharField(max_length=200)
    text = forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    on = forms.DateField(widget=DayInput)
    agreed_by = forms.CharField(max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    replaces = forms.ChoiceField(required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.known = {str(one.pk): one for one in open_decisions()}
        self.fields["replaces"].choices = [("", "–"), *((key, str(one)) for key, one in self.known.items())]  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide(request: HttpRequest) -> HttpResponse:
    """Record what was agreed."""
    must(permissions.may_coordinate(me(request)))
    form = (
        DecisionForm(request.POST) if request.method == "POST" else DecisionForm(initial={"on": timezone.localdate()})
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["agreed_by"] = said["agreed_by"].splitlines()
        said["replaces"] = form.known.get(said["replaces"])
        try:
            record_joint_decision(by=me(request), **said)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return redirect("coordination")
    return render(request, "coordination/decision.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
def report(request: HttpRequest, year: str, quarter: str, form: str) -> HttpResponse:
    """The quarter as a document; made anew each time, the same each time once the quarter is over."""
    told = quarter_told(int(year), int(quarter), language(), now=timezone.now())
    if told is None:
        raise Http404(f"{year}-Q{quarter}")
    render_paper, kind = FORMS[form]
    answer = HttpResponse(render_paper(quarterly_paper(told, language())), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="dugnad-{year}-Q{quarter}-{language()}.{form}"'
    return answer


urls = [
    path("coordination/", show, name="coordination"),
    path("coordination/decisions/new/", decide, name="coordination-decision"),
    re_path(
        r"^coordination/report/(?P<year>[0-9]{4})-Q(?P<quarter>[1-4])\.(?P<form>pdf|docx)$",
        report,
        name="coordination-report",
    ),
]
