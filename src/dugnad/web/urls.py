"""The site's pages: each module lists its own addresses, one line a module here."""

from __future__ import annotations

from itertools import chain

from dugnad.web.pages import (
    about,
    account,
    adhesion,
    bodies,
    body,
    charts,
    check,
    counties,
    criteria,
    criterion,
    front,
    indicators,
    invitation,
    law,
    leader,
    log,
    me,
    method,
    my_account,
    national,
    notice,
    notices,
    people,
    reasons,
    upload,
    wizard,
)

PAGES = (
    front,
    me,
    national,
    counties,
    bodies,
    body,
    charts,
    notices,
    notice,
    indicators,
    law,
    method,
    about,
    upload,
    check,
    reasons,
    wizard,
    criteria,
    criterion,
    adhesion,
    leader,
    account,
    my_account,
    invitation,
    people,
    log,
)  # fmt: skip

urlpatterns = list(chain.from_iterable(page.urls for page in PAGES))
