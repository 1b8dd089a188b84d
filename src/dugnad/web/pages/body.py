"""One public body's page: where it stands, what to do next, and what that rests on."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.body import BodyPicture, body_picture
from dugnad.monitor.pictures.reply import replies
from dugnad.web import titles
from dugnad.web.navigation import address


def show(request: HttpRequest, orgnr: str) -> HttpResponse:
    asked = request.GET.get("period", "")
    picture = body_picture(settings.STORE, orgnr, asked)
    if picture is None:
        raise Http404(orgnr)
    context = {
        "picture": picture,
        "is_bad": asked not in ("", picture.period),
        "path_title": titles.path_title(picture.path),
        "trend_title": titles.trend_title(picture.share.trend if picture.share else ()),
        "next_href": next_address(picture),
        "replies": replies(orgnr),
        "correct_href": f"{address('method')}#correct",
    }
    return render(request, "body/body.html", context)


def next_address(picture: BodyPicture) -> str:
    """Where the next step begins."""
    step = picture.next_step
    if step.notice_id:
        return address("notice", step.notice_id)
    return f"{address('method')}#correct" if step.step == "announce" else address("law")


urls = [path("bodies/<str:orgnr>/", show, name="body")]
