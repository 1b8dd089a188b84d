"""Forgetting what the support service keeps no longer, by content/desk/retention.yaml: once a day, and when asked.

Rows that figures count stay, without anything that somebody wrote or is known by: a body and a role together may be one
person, so the body goes. What was published stays: it was rewritten without names before. A proposal that was never
published goes: it may still hold all of it.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from dugnad.desk.retention import load_retention
from dugnad.records.actions.case_files import path_of
from dugnad.records.actions.log import write_log
from dugnad.records.actions.sign_ups import forget_sign_ups, start_of
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, CaseFile, Draft, DraftVersion
from dugnad.records.models.desk import ContactNote
from dugnad.records.models.knowledge import Knowledge

Fate = Arrival.Fate
SETTLED = (Fate.THREADED, Fate.OPENED, Fate.IGNORED, Fate.REFUSED)
FORGOTTEN_TITLE = "–"
"""Stands where the title was: links need a word."""
AT_ONCE = 200
GRACE_SECONDS = 3600
"""Bytes are kept before their row is: a file younger than this may belong to a row that is being written."""
UNREAD = "kept-too-long"


def forget_desk(*, by: str, on: date) -> dict[str, int]:
    """All that is kept no longer on the day; how much of each kind."""
    gone = {
        "cases": forget_cases(by=by, on=on),
        "mails": forget_mails(on=on),
        "unread-mails": forget_unread_mails(on=on),
        "contacts": forget_contacts(on=on),
        "sign-ups": forget_sign_ups(by=by, on=on),
        "files": sweep_files(),
    }
    if any(gone.values()):
        write_log(by=by, action="forget_desk", subject="desks", counts={name: n for name, n in gone.items() if n})
    return gone


def before(on: date, kind: str) -> datetime:
    """What is older than this is kept no longer."""
    return start_of(on - timedelta(days=load_retention().days(kind)))


def forget_cases(*, by: str, on: date) -> int:
    """Cases that were closed so long ago; a few at a time, so that nobody who writes has to wait."""
    count = 0
    old = Case.objects.filter(closed_at__lt=before(on, "case"), forgotten_at=None).exclude(state__in=sorted(Case.OPEN))
    while found := list(old.order_by("closed_at")[:AT_ONCE]):
        for case in found:
            forget_case(by=by, case=case)
        count += len(found)
    return count


@transaction.atomic
def forget_case(*, by: object, case: Case) -> None:
    """Everything that somebody wrote, sent or is known by in one case. The row stays for the figures."""
    row = Case.objects.select_for_update().get(pk=case.pk)
    row.entries.update(text="", by=None, message_id="")
    DraftVersion.objects.filter(draft__case=row).delete()
    Draft.objects.filter(case=row).delete()
    forget_files(row)
    Arrival.objects.filter(case=row, fate=Fate.QUARANTINED).update(
        fate=Fate.REFUSED, reason=UNREAD, settled_at=timezone.now()
    )
    Arrival.objects.filter(case=row).update(raw=b"", size=0, sender="", recipient="", subject="", message_id="")
    Departure.objects.filter(case=row).delete()
    Knowledge.objects.filter(case=row, state=Knowledge.State.DRAFT, version=0).delete()
    Knowledge.objects.filter(case=row).update(kept=[])
    row.asker, row.asker_name, row.asker_email, row.body_told = None, "", "", ""
    row.title, row.context, row.deadline, row.taken_by = FORGOTTEN_TITLE, {}, None, None
    row.cpv, row.group = "", ""
    if row.body is not None and not row.body.is_demo:  # a demonstration is never counted among what is real
        row.body = None
    row.forgotten_at, row.version = timezone.now(), row.version + 1
    row.save()


def forget_files(case: Case) -> None:
    """The case's files: their rows now, and their bytes as soon as it is certain that the rows are gone."""
    files = CaseFile.objects.filter(case=case)
    newest = {one["sha256"]: one["newest"] for one in files.order_by().values("sha256").annotate(newest=Max("at"))}
    files.delete()
    for digest, at in newest.items():
        transaction.on_commit(partial(remove_bytes, digest, at))


def remove_bytes(digest: str, at: datetime) -> None:
    """Remove a file that no row names. One that was touched after its last row is being kept anew: sweeping sees it."""
    path = path_of(digest)
    try:
        is_being_kept = path.stat().st_mtime > at.timestamp()
    except FileNotFoundError:
        return
    if not is_being_kept and not CaseFile.objects.filter(sha256=digest).exists():
        path.unlink(missing_ok=True)


def forget_mails(*, on: date) -> int:
    """Raw mails that were settled, and mails that left: their text stands in the case."""
    old = Q(at__lt=before(on, "mail"))
    gone = Arrival.objects.filter(old, fate__in=SETTLED, size__gt=0).update(
        raw=b"", size=0, sender="", recipient="", subject="", message_id=""
    )
    # by the Message-ID of a mail that left, a reply finds its open case also where its address was lost
    left = Departure.objects.filter(old, state__in=[Departure.State.SENT, Departure.State.FAILED])
    is_needed = Q(case__state__in=sorted(Case.OPEN), state=Departure.State.SENT)
    return gone + int(left.exclude(is_needed).delete()[0])


def forget_unread_mails(*, on: date) -> int:
    """Mails that nobody looked at in so long: that they were erased unread is seen at the desk and in the log."""
    old = Arrival.objects.filter(at__lt=before(on, "unknown-mail"), fate__in=[Fate.QUARANTINED, Fate.WAITING])
    return old.update(
        fate=Fate.REFUSED, reason=UNREAD, settled_at=timezone.now(), raw=b"", size=0, sender="", recipient="",
        subject="", message_id="",
    )  # fmt: skip


def forget_contacts(*, on: date) -> int:
    """What was noted of talks and visits long ago, and what was promised there, kept or not."""
    day = on - timedelta(days=load_retention().days("contact"))
    old = ContactNote.objects.filter(on__lt=day).exclude(text="", agreed="", promise="", by=None)
    return old.update(text="", agreed="", promise="", by=None)


def sweep_files() -> int:
    """Bytes of files that no row names any longer."""
    known = set(CaseFile.objects.values_list("sha256", flat=True))
    gone = 0
    for path in (Path(settings.VAR) / "cases").rglob("*"):
        if path.is_file() and path.name not in known and time.time() - path.stat().st_mtime > GRACE_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
