"""A new case that an adviser writes down: somebody called, or asked across a table."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.desk.question import MOST_TITLE, Question
from dugnad.errors import Refused
from dugnad.records import permissions
from dugnad.records.actions.case_call import write_down_case
from dugnad.records.models.desk import NATIONAL
from dugnad.web.case_forms import MOST_BODY, MOST_CPV, MOST_TYPED, CodeField, desk_choices, offer, role_choices, writing
from dugnad.web.case_view import group_choices
from dugnad.web.forms import DayInput
from dugnad.web.gate import me, must, signed_in
from dugnad.web.limit import HOUR
from dugnad.web.pages.case_deeds import chosen_desk
from dugnad.web.refusal import tell_refusal
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.which_body import WhichBodyForm
from dugnad.web.words import words

LANGUAGES = ("nb", "nn", "en")
FIRST = ("call", "body", "which", "asker_name", "asker_email")
"""What most calls need, and which body is meant where it must be asked; the rest is folded away."""


class CallForm(WhichBodyForm):
    """What was asked is needed, and nothing else."""

    texts: ClassVar[str] = "cases"

    call = forms.CharField(max_length=MOST_TYPED, widget=writing(6))
    title = forms.CharField(max_length=MOST_TITLE, required=False)
    at_desk = forms.ChoiceField(choices=[])
    asker_name = forms.CharField(max_length=120, required=False)
    asker_email = forms.EmailField(max_length=254, required=False)
    asker_role = forms.ChoiceField(choices=[], required=False)
    body = forms.CharField(max_length=MOST_BODY, required=False)
    group = forms.ChoiceField(choices=[], required=False)
    cpv = CodeField(max_length=MOST_CPV, required=False)
    deadline = forms.DateField(required=False, widget=DayInput)
    answer_language = forms.ChoiceField(choices=[])
    is_legal = forms.BooleanField(required=False)
    sent = forms.UUIDField(widget=forms.HiddenInput)
    """One for each time the form is opened: sending it twice makes one case."""

    def clean(self) -> dict[str, Any]:
        """The body, where the register has it; where several fit, the adviser is asked which."""
        given = super().clean() or {}
        self.settle_body(given.get("body", ""), timezone.localdate())
        return given

    def first(self) -> list[forms.BoundField]:
        """What is filled in for most calls; and at which desk, where there are several."""
        names = (*FIRST, "at_desk") if self.has_desks else FIRST
        return [self[name] for name in names if name in self.fields]

    def more(self) -> list[forms.BoundField]:
        """The rest."""
        shown = {field.name for field in self.first()}
        return [field for field in self.visible_fields() if field.name not in shown]

    @property
    def has_desks(self) -> bool:
        """Is there more than one desk to choose?"""
        return len(self.fields["at_desk"].choices) > 1  # type: ignore[attr-defined]

    @property
    def has_more(self) -> bool:
        """Is anything wrong or filled in among what is folded away?"""
        written = set(self.changed_data) if self.is_bound else set()
        return any(field.errors or field.name in written - {"at_desk"} for field in self.more())

    def question(self) -> Question:
        """What was asked, as other questions are."""
        given = self.cleaned_data
        return Question(
            text=given["call"], title=given["title"], body_told=given["body"], name=given["asker_name"],
            email=given["asker_email"], role=given["asker_role"], language=given["answer_language"], cpv=given["cpv"],
            group=given["group"], deadline=given["deadline"], channel="desk",
        )  # fmt: skip


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """The form; or the case that was made of it."""
    desks = sorted(permissions.desks_of(me(request)), key=lambda county: (county == NATIONAL, county))
    must(bool(desks))
    form = CallForm(request.POST or None, initial={"sent": uuid4(), "answer_language": language()})
    offer(form, "at_desk", desk_choices(desks))
    offer(form, "group", group_choices())
    offer(form, "asker_role", role_choices())
    offer(form, "answer_language", [(one, words(f"register.language-{one}", language())) for one in LANGUAGES])
    if request.method != "POST" or not form.is_valid():
        return render(request, "cases/new.html", {"form": form}, status=400 if request.method == "POST" else 200)
    return written_down(request, form)


def written_down(request: HttpRequest, form: CallForm) -> HttpResponse:
    """The case; sent twice, the one that was made the first time."""
    once = f"desk-call-{form.cleaned_data['sent']}-{me(request).pk}"
    made = cache.get(once)
    if made:
        return redirect("case", made)
    desk = chosen_desk(form.cleaned_data["at_desk"])
    try:
        case = write_down_case(
            by=me(request), desk=desk, question=form.question(), body=form.found, on=timezone.now(),
            is_legal=form.cleaned_data["is_legal"],
        )  # fmt: skip
    except Refused as refused:
        tell_refusal(form, refused)
        return render(request, "cases/new.html", {"form": form}, status=400)
    cache.set(once, str(case.pk), HOUR)
    tell(request, "cases.written-down")
    return redirect("case", case.pk)


urls = [path("desk/cases/new/", new_case, name="case-new")]
