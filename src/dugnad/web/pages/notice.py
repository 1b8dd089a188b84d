"""One notice: what it says lot by lot, the words that decided, the findings, and the buyer's own reply."""

from __future__ import annotations

from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from dugnad.monitor.pictures.notice import NoticePicture, notice_picture
from dugnad.monitor.pictures.publication import publication_address
from dugnad.monitor.pictures.reply import Reply, replies
from dugnad.web.asked import asked_page
from dugnad.web.codes import rule_names


def show(request: HttpRequest, notice_id: str) -> HttpResponse:
    page, outcome = asked_page(request), request.GET.get("outcome", "")
    picture = notice_picture(settings.STORE, notice_id, outcome, page or 1)
    if picture is None:
        raise Http404(notice_id)
    context = {
        "picture": picture,
        "is_bad": page != picture.page or outcome not in ("", picture.outcome),
        "rules": rule_names(picture.rule_versions),
        "source": publication_address(picture.notice["publication_number"]) if not picture.notice["is_demo"] else None,
        "replies": replies_to(picture),
    }
    return render(request, "notice/notice.html", context)


def replies_to(picture: NoticePicture) -> list[Reply]:
    """What the buyers answered: to this notice first, then to their findings as a whole."""
    orgnrs = list(dict.fromkeys(buyer["orgnr"] for buyer in picture.buyers if buyer["orgnr"]))
    every = list(chain.from_iterable(replies(orgnr) for orgnr in orgnrs))
    here = [reply for reply in every if reply.notice == picture.notice["notice_id"]]
    return here + [reply for reply in every if not reply.notice]


urls = [path("notices/<str:notice_id>/", show, name="notice")]
