"""What waits to leave the desks is sent: each mail once as far as anybody can know, with one Message-ID for ever.

A mail stands as SENDING, with one attempt more, before the mail server is asked, and as SENT after its answer; each is
a commit of its own. What stands as SENDING for a while was cut off: it goes again, under the same Message-ID.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_tasks import task

from dugnad.desk.mail_text import visible
from dugnad.records.actions.case_mail import mail_of
from dugnad.records.actions.case_post import POST, TOLD, post_to_desk
from dugnad.records.actions.letters_post import Answer, Post, Verdict
from dugnad.records.actions.log import write_log
from dugnad.records.models.case_mail import Departure
from dugnad.records.seal import unseal

WORKER = "worker"
URGENT = 50
AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""How long a mail waits for its next try; after the last one it is given up."""
CUT_OFF_AFTER = timedelta(minutes=10)
GIVEN_UP_AFTER = timedelta(days=4)
"""So long a mail waits, also where there is no mail server at all."""
AT_ONCE = 200
MOST_TO_ONE = 40
"""Mails an hour to one address; more wait."""
HOUR = timedelta(hours=1)
State = Departure.State
GIVEN_UP = {Verdict.BOUNCED, Verdict.FAILED}


@task(priority=URGENT)
def send_departure(mail_id: str) -> None:
    """What the worker does."""
    with Post(at_once) as post:
        send_mail(mail_id=UUID(mail_id), post=post)


def at_once(seconds: float) -> None:
    """No waiting for a server that does not answer: the mail waits in its row, and others get their turn."""


def send_departures(*, by: str, at: datetime | None = None) -> int:
    """Send all that waits and is due, in the order it was written; how many went. Ends where no server answers."""
    now = at or timezone.now()
    sent = 0
    for mail in Departure.objects.filter(state=State.WAITING, at__lt=now - GIVEN_UP_AFTER):
        drop(mail)
    with Post(at_once) as post:
        for mail_id in list(due(now).values_list("pk", flat=True)[:AT_ONCE]):
            verdict = send_mail(mail_id=mail_id, post=post, at=now)
            sent += verdict == Verdict.SENT
            if verdict in {Verdict.PAUSE, Verdict.STOP}:
                break
    return sent


def due(now: datetime) -> QuerySet[Departure]:
    """What waits, and what was cut off."""
    waiting = Departure.objects.filter(state__in=[State.WAITING, State.SENDING])
    return waiting.filter(Q(not_before=None) | Q(not_before__lte=now)).order_by("at")


def send_mail(*, mail_id: UUID, post: Post, at: datetime | None = None) -> Verdict | None:
    """One try; None where it is not to be sent now."""
    now = at or timezone.now()
    if not has_server():
        return Verdict.PAUSE
    mail = Departure.objects.filter(pk=mail_id).select_related("case__desk", "case__asker", "case__body").first()
    if mail is None or mail.state not in {State.WAITING, State.SENDING} or (mail.not_before and mail.not_before > now):
        return None
    told = unseal(mail.sealed, purpose=POST)
    given: dict[str, str] = json.loads(told) if told else {}
    message = mail_of(mail, given) if given.get("to") else None
    if message is None:  # sealed by another key, forgotten, or no longer the reader's business
        drop(mail)
        return None
    if is_too_many(given["to"], mail):
        Departure.objects.filter(pk=mail.pk).update(not_before=now + HOUR)
        return None
    if not claim(mail, now):
        return None
    problem = post.open()
    answer = problem or post.send(message)
    settle(mail, answer, now)
    return answer.verdict


def has_server() -> bool:
    """Is there a mail server? Without one mails wait, and are not tried in vain."""
    return bool(settings.EMAIL_HOST) or "smtp" not in settings.EMAIL_BACKEND


def claim(mail: Departure, now: datetime) -> bool:
    """Committed before the mail server is asked; of two processes, one gets it."""
    row = Departure.objects.filter(pk=mail.pk, state=mail.state, attempts=mail.attempts)
    is_ours = row.update(state=State.SENDING, attempts=mail.attempts + 1, not_before=now + CUT_OFF_AFTER) == 1
    mail.attempts += is_ours
    return is_ours


@transaction.atomic
def settle(mail: Departure, answer: Answer, now: datetime) -> None:
    """Committed after the mail server has answered, or has not."""
    mail.problem = without_addresses(answer.reason)
    is_over = answer.verdict in GIVEN_UP or mail.attempts > len(AGAIN_AFTER)
    if answer.verdict == Verdict.SENT:
        mail.state, mail.sent_at, mail.sealed, mail.not_before = State.SENT, now, "", None
    elif is_over:
        mail.state, mail.sealed, mail.not_before = State.FAILED, "", None
    else:
        mail.state, mail.not_before = State.WAITING, now + AGAIN_AFTER[mail.attempts - 1]
    mail.save(update_fields=["state", "sent_at", "sealed", "not_before", "problem"])
    if mail.case is None or mail.what == TOLD or mail.state == State.WAITING:
        return
    write_log(
        by=WORKER, action="send_case_mail", subject=mail.case_id, county=mail.case.desk_id, what=mail.what,
        message_id=mail.message_id, attempt=mail.attempts, after=str(mail.state), problem=mail.problem,
    )  # fmt: skip
    if mail.state == State.FAILED:
        post_to_desk(case=mail.case, what="undelivered")


@transaction.atomic
def note_returned(*, message_ids: tuple[str, ...], reason: str) -> Departure | None:
    """A mail of ours that a server gave back: its desk is told. None where the report names none of ours."""
    ours = [one for one in message_ids if one.isascii() and one.isprintable()]
    mail = Departure.objects.select_for_update(of=("self",)).filter(message_id__in=ours).first()
    if mail is None or mail.state not in {State.SENT, State.SENDING}:
        return mail
    mail.state, mail.problem, mail.sealed = State.FAILED, without_addresses(reason), ""
    mail.save(update_fields=["state", "problem", "sealed"])
    if mail.case is not None and mail.what != TOLD:
        write_log(
            by=WORKER, action="send_case_mail", subject=mail.case_id, county=mail.case.desk_id, what=mail.what,
            message_id=mail.message_id, after=str(mail.state), problem=mail.problem,
        )  # fmt: skip
        post_to_desk(case=mail.case, what="undelivered")
    return mail


def drop(mail: Departure) -> None:
    """It is no longer to be sent."""
    Departure.objects.filter(pk=mail.pk).update(state=State.FAILED, sealed="", problem="no longer to be sent")


def is_too_many(to: str, mail: Departure) -> bool:
    """Has the address got as many as it may this hour? Counted by a digest; nobody reads addresses out of it."""
    if mail.attempts:
        return False
    key = "mails-" + hashlib.sha256(f"{settings.SECRET_KEY}{to.lower()}".encode()).hexdigest()
    locks = caches["locks"]
    if locks.add(key, 1, HOUR.total_seconds()):
        return False
    count = int(locks.get(key) or 0)
    if count >= MOST_TO_ONE:
        return True
    locks.set(key, count + 1, HOUR.total_seconds())
    return False


def without_addresses(problem: str) -> str:
    """What the server said, as it may be kept."""
    return " ".join("…" if "@" in word else word for word in visible(problem).split())[:200]
