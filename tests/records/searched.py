"""The search index made, taken away and made again in a database of its own; in a process of its own."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django
from django.core.management import call_command

BEFORE = "0005_desk"


def told() -> dict[str, Any]:
    """What is found before, after the index was made anew, and after its text was written anew."""
    from dugnad.records.models.search import SearchText  # noqa: PLC0415 - after Django is set up
    from dugnad.records.search_index import Match, candidates  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    asked = [Match(head=[[("ferg",)]], needs=[[("havn",)]], kinds=["xkindpage"])]
    SearchText.objects.create(pk=1, kind="page", key="1", path="/", head="ferg xkindpage", stems="havn")
    before = candidates(asked, 5)
    call_command("migrate", "records", BEFORE, verbosity=0)
    call_command("migrate", verbosity=0)
    again = candidates(asked, 5)
    SearchText.objects.filter(pk=1).update(head="buss xkindpage")
    SearchText.objects.create(pk=2, kind="page", key="2", path="/", head="ferg xkindpage", stems="havn")
    return {"before": before, "again": again, "after": candidates(asked, 5)}


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
    django.setup()
    sys.stdout.write(json.dumps(told()))
