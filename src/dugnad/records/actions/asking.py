"""What an asker says beside the question itself: what was enough already, and whether the answer helped."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import F

from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.log import write_log
from dugnad.records.models.cases import Case
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.people import Person
from dugnad.records.models.spared import Spared

KINDS = frozenset({"answer", "criterion", "group", "law", "case", "event"})


@transaction.atomic
def spare_question(*, by: Person | str, kind: str, key: str, on: date, county: str = "", role: str = "") -> Spared:
    """Somebody who was about to ask says that what stands there is enough. It is counted, and nothing else is kept."""
    if kind not in KINDS or not key:
        raise Refused("unknown", "There is no such thing here.")
    if kind == "answer":
        published = Knowledge.objects.filter(number=int(key), state="published") if key.isdecimal() else None
        if published is None or not published.update(spared=F("spared") + 1):
            raise Refused("unknown", "There is no such answer.")
    spared, _ = Spared.objects.select_for_update().get_or_create(on=on, kind=kind, key=key, county=county, role=role)
    Spared.objects.filter(pk=spared.pk).update(count=F("count") + 1)
    write_log(by=by if isinstance(by, str) else "visitor", action="spare_question", subject=f"{kind}:{key}")
    spared.refresh_from_db()
    return spared


@transaction.atomic
def say_helped(*, by: Person | str, case: Case, has_helped: bool) -> Case:
    """The asker says whether the answer helped; who is not sure may say so again."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if isinstance(by, Person) and not permissions.is_asker(by, case):
        raise NotAllowed(by.by, f"say whether case {case.pk} was solved")
    if case.answered_at is None or case.forgotten_at:
        raise Refused("not-answered", "This case has no answer yet.")
    case.helped = has_helped
    case.save(update_fields=["helped"])
    write_log(by=by, action="say_helped", subject=case.pk, county=case.desk_id, helped=has_helped)
    return case
