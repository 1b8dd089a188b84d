"""The right to comment: what a body says about its own figures, written and withdrawn by its own people."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dugnad.errors import Refused
from dugnad.monitor.indicators import load_indicators
from dugnad.plan.questions import load_questions
from dugnad.records.actions.comments import withdraw_comment, write_comment
from dugnad.records.models.register import Body
from dugnad.records.permissions import may_prepare
from dugnad.records.queries.status import own_comments
from dugnad.web.forms import TextForm
from dugnad.web.gate import asked_body, me, must, signed_in
from dugnad.web.refusal import refusal_words, tell_refusal
from dugnad.web.templatetags.text import language, own
from dugnad.web.told import tell
from dugnad.web.words import words


class CommentForm(TextForm):
    """One comment."""

    texts: ClassVar[str] = "comment"

    about = forms.ChoiceField(required=False, widget=forms.Select)
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["about"].choices = [("", words("comment.all", language())), *subject_names().items()]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Which comment."""

    comment = forms.UUIDField()


def subject_names() -> dict[str, str]:
    """What can be commented on by itself, by name."""
    asked = {one.key: own(one.name) for sets in load_questions().sets.values() for one in sets.questions}
    return {**{one.name: own(dict(one.title)) for one in load_indicators()}, **asked}


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, key: str) -> HttpResponse:
    body = asked_body(key)
    must(may_prepare(me(request), body))
    if request.method != "POST":
        return page(request, body, CommentForm(initial={"about": request.GET.get("about", "")}))
    if request.POST.get("act") == "withdraw":
        return withdraw(request, body)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            write_comment(by=me(request), body=body, **form.cleaned_data)
        except Refused as refused:
            tell_refusal(form, refused)
        else:
            tell(request, "comment.told-written")
            return redirect("comment", body.key)
    return page(request, body, form, status=400)


def withdraw(request: HttpRequest, body: Body) -> HttpResponse:
    """Take one of the body's own comments out of public view."""
    form = WithdrawForm(request.POST)
    comment = body.comments.filter(pk=form.cleaned_data["comment"]).first() if form.is_valid() else None
    if comment is None:
        raise Http404(request.path)
    try:
        withdraw_comment(by=me(request), comment=comment)
    except Refused as refused:
        return page(request, body, CommentForm(), problem=refusal_words(refused), status=409)
    tell(request, "comment.told-withdrawn")
    return redirect("comment", body.key)


def page(request: HttpRequest, body: Body, form: CommentForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    """The form and what stands already."""
    names = subject_names()
    comments = [(comment, names.get(comment.about, "")) for comment in own_comments(body)]
    context = {"body": body, "form": form, "comments": comments, "problem": problem}
    return render(request, "comment/comment.html", context, status=status)


urls = [path("bodies/<str:key>/comment/", show, name="comment")]
