"""How an adviser hears of what happens at the desk: a mail for each thing, one a day, or none."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.records import permissions
from dugnad.records.actions.case_digest import choose_told
from dugnad.records.models.desk import Preference
from dugnad.records.queries.mail import told_of
from dugnad.web.forms import TextForm
from dugnad.web.gate import me, must, signed_in
from dugnad.web.mail import can_send
from dugnad.web.templatetags.text import language
from dugnad.web.told import tell
from dugnad.web.words import words


class ToldForm(TextForm):
    """One choice."""

    texts: ClassVar[str] = "desk_told"

    told = forms.ChoiceField(choices=[], widget=forms.RadioSelect)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [(one, words(f"desk_told.told-{one}", language())) for one in Preference.Told.values]
        self.fields["told"].choices = choices  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    person = me(request)
    must(bool(permissions.desks_of(person)))
    form = ToldForm(request.POST if request.method == "POST" else None, initial={"told": told_of(person)})
    if request.method == "POST" and form.is_valid():
        choose_told(by=person, told=form.cleaned_data["told"])
        tell(request, "desk_told.done")
        return redirect("told")
    context = {"form": form, "can_send": can_send(), "has_address": person.has_address, "email": person.email}
    return render(request, "desk_told/told.html", context, status=400 if form.errors else 200)


urls = [path("desk/told/", show, name="told")]
