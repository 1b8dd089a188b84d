"""SDG indicator 12.7.1: the parts with their evidence, what is missing for a total, and the coordinator's answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.plan.sdg import ANSWERED, Part, load_sdg
from dugnad.records.actions.sdg import answer_sdg
from dugnad.records.permissions import may_coordinate
from dugnad.records.queries.sdg import PartAnswer, SdgYear, sdg_year, sdg_years
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, must, person_of
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import own


class AnswerForm(TextForm):
    """One part. With sub-points as content they are ticked; without, the value is written."""

    texts: ClassVar[str] = "sdg"

    value = forms.FloatField(min_value=0, max_value=1, required=False, widget=forms.NumberInput(attrs={"step": "any"}))
    points = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    evidence_url = forms.CharField(max_length=500, required=False, widget=forms.URLInput)

    @classmethod
    def of_part(cls, part: Part, answer: PartAnswer | None = None, data: object = None) -> AnswerForm:
        """The form that fits the part."""
        first = {} if answer is None else {"value": answer.value, "points": sorted(answer.ticked), "text": answer.text,
                                           "evidence_url": answer.evidence_url}  # fmt: skip
        form = cls(data, initial=first, auto_id=f"id_{part.key}_%s")
        if part.points is None:
            del form.fields["points"]
        else:
            form.fields["points"].choices = [(one.key, own(one.text)) for one in part.points]  # type: ignore[attr-defined]
            del form.fields["value"]
        return form


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    today, store = timezone.localdate(), Path(settings.STORE)
    asked = request.POST.get("year", "") if request.method == "POST" else request.GET.get("year", "")
    years = sdg_years(store, today)
    year = int(asked) if asked in {str(one) for one in years} else today.year
    if request.method != "POST":
        return page(request, sdg_year(store, year, today), is_bad=asked not in ("", str(year)))
    must(may_coordinate(person_of(request)))
    return answer(request, sdg_year(store, year, today), asked)


def answer(request: HttpRequest, found: SdgYear, asked: str) -> HttpResponse:
    """Keep one part's answer; what is wrong is told beside what was written."""
    key = request.POST.get("part", "")
    if key not in ANSWERED or asked != str(found.year):
        return page(request, found, is_bad=True, status=400)
    form = AnswerForm.of_part(load_sdg().parts[key], data=request.POST)
    if form.is_valid():
        try:
            answer_sdg(by=me(request), year=found.year, part=key, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            return redirect(f"{reverse('sdg')}?year={found.year}#part-{key}")
    return page(request, found, form=form, wrong=key, status=400)


def page(
    request: HttpRequest,
    found: SdgYear,
    *,
    is_bad: bool = False,
    form: AnswerForm | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole index of the year."""
    may_answer = may_coordinate(person_of(request))
    context = {
        "found": found,
        "parts": tuple(with_forms(found, form, wrong, may_answer)),
        "missing": sum(one.value is None for one in found.parts),
        "is_bad": is_bad,
        "wrong": wrong,
        "form": form,
    }
    return render(request, "sdg/sdg.html", context, status=status)


def with_forms(
    found: SdgYear, form: AnswerForm | None, wrong: str, may_answer: bool
) -> Iterator[tuple[PartAnswer, AnswerForm | None]]:
    """Each part, with its form for whoever may answer."""
    for one in found.parts:
        if not may_answer or one.part.key not in ANSWERED:
            yield one, None
        else:
            yield one, form if one.part.key == wrong else AnswerForm.of_part(one.part, one)


urls = [path("sdg/", show, name="sdg")]
