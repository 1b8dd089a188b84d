"""A set of criteria as a file to keep, in every form there is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from dugnad.criteria.export import FORMS, export
from dugnad.criteria.selection import Selection
from dugnad.criteria.tender import tender_text
from dugnad.web import shelf
from dugnad.web.templatetags.text import language

NAME = "dugnad-kriterier"


def as_file(selection: Selection, form: str, *, name: str = NAME) -> HttpResponse:
    """The set as tender text in the page's language, to keep. `form` is a key of FORMS.

    Its links begin with the site's own address, whatever name a request gave it: the file lives elsewhere.
    """
    base = str(settings.BASE_URL)
    text = tender_text(shelf.library(), selection, language=language(), on=timezone.localdate(), base=base)
    headers = {"Content-Disposition": f'attachment; filename="{name}{FORMS[form].suffix}"'}
    return HttpResponse(export(text, form), content_type=FORMS[form].media_type, headers=headers)
