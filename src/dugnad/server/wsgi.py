"""What the web server starts."""

from __future__ import annotations

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.server.settings")

application = get_wsgi_application()


def warm() -> None:
    """Read the criteria before the first visitor asks for them."""
    from dugnad.web.shelf import index  # noqa: PLC0415 - after Django is set up

    index()


Thread(target=warm, daemon=True).start()
