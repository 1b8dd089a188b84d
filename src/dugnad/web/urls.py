"""The site's pages: each module lists its own addresses, one line a module here."""

from __future__ import annotations

from itertools import chain

from dugnad.web.pages import front

PAGES = (
    front,
)  # fmt: skip

urlpatterns = list(chain.from_iterable(page.urls for page in PAGES))
