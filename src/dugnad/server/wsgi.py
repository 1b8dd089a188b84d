"""What the web server starts."""

from __future__ import annotations

import gc
import os
from threading import Timer

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dugnad.server.settings")

WARM_AFTER_SECONDS = 2

application = get_wsgi_application()


def warm() -> None:
    """Read the criteria before the first visitor asks for them, and count them as kept."""
    from dugnad.web.shelf import index  # noqa: PLC0415 - after Django is set up

    index()
    gc.freeze()  # what is read for good is not looked through again at every clearing of memory


later = Timer(WARM_AFTER_SECONDS, warm)  # the first page goes before
later.daemon = True
later.start()
