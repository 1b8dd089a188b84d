"""Many people for a site that runs: readers signed in already, writers with passwords. In a process of its own."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "dugnad.server.settings"
sys.path.insert(0, str(Path(__file__).parents[1]))
import django

django.setup()

from django.utils import timezone  # noqa: E402

from dugnad.plan.questions import load_questions  # noqa: E402
from dugnad.records.models.log import LogEntry  # noqa: E402
from dugnad.records.models.people import RoleName  # noqa: E402
from dugnad.records.models.plan import Plan  # noqa: E402
from dugnad.records.models.register import Body, Kind  # noqa: E402
from dugnad.records.models.status import StatusAnswer, StatusReport  # noqa: E402
from people import make_person, signed_in  # noqa: E402

PASSWORD = "mange-leser-samtidig-833"  # noqa: S105 - of made-up people on a site that lives for a minute


def make(readers: int, writers: int) -> dict[str, Any]:
    """The people, and the bodies they belong to."""
    bodies = list(
        Body.objects.filter(kind=Kind.MUNICIPALITY, until=None)
        .exclude(orgnr=None)
        .order_by("orgnr")[: max(readers, writers)]
    )
    reading = [make_person(f"leser-{number}", RoleName.READER, body=bodies[number]) for number in range(readers)]
    for number in range(writers):
        make_person(f"skriver-{number}", RoleName.CONTACT, body=bodies[number], password=PASSWORD)
    today, questions = timezone.localdate(), load_questions()
    plan = Plan.objects.filter(body=None, state=Plan.State.IN_FORCE).exclude(key=None).first()
    return {
        "cookies": [signed_in(person).cookies["dugnad"].value for person in reading],
        "bodies": [body.key for body in bodies],
        "writers": [f"skriver-{number}@eksempel.invalid" for number in range(writers)],
        "password": PASSWORD,
        "year": next(year for year in (today.year, today.year - 1) if questions.has_opened(year, today)),
        "plan": plan.key if plan else None,
    }


def kept(keys: list[str]) -> dict[str, Any]:
    """What the database holds of the writers' work, by body."""
    found = {}
    for body in Body.objects.filter(orgnr__in=keys):
        report = StatusReport.objects.filter(body=body).order_by("-year").first()
        notes = StatusAnswer.objects.filter(report=report).exclude(note="").values_list("note", flat=True)
        saves = LogEntry.objects.filter(body=str(body.pk), action="save_status").count()
        found[body.key] = {"revision": report.revision if report else 0, "notes": sorted(notes), "logged": saves}
    return found


if __name__ == "__main__":
    what, *given = sys.argv[1:]
    told = make(*map(int, given)) if what == "make" else kept(given)
    print(json.dumps(told))  # noqa: T201
