"""What came is settled: it ends as an entry of a case, as a new case, put aside visibly, or known as a machine's.

A mail reaches a case only by the signed address, or by answering a mail of ours, and only from the asker's own address.
Nothing is ever sent or shown because of who a mail says it is from. New mail opens a case by itself only where our mail
server has found its sender proven; all other waits for an adviser.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from dugnad.desk.mail_in import Mail, read_mail
from dugnad.desk.mail_kind import is_forged, is_proven, sort_of
from dugnad.errors import Refused
from dugnad.plan.bounce import read_bounce
from dugnad.records.actions.case_post import TOLD, address_of, post_to_quarantine
from dugnad.records.actions.case_send import note_returned
from dugnad.records.actions.case_work import reply_to_desk
from dugnad.records.actions.cases import desk_for, made_id
from dugnad.records.actions.letters_bounce import note_bounce
from dugnad.records.actions.log import write_log
from dugnad.records.actions.mail_case import is_thanks, known_sender, open_case, reply_text, taken_files
from dugnad.records.case_link import case_of_token, living
from dugnad.records.desk_address import Place, is_ours, place_of
from dugnad.records.models.case_mail import Arrival, Departure
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import NATIONAL, Desk

WORKER = "worker"
BY = "mail"
URGENT = 40
MOST_TRIES = 3
LEFT_AFTER = timedelta(minutes=2)
AT_ONCE = 200
DAY = timedelta(days=1)
MOST_OPENED_A_DAY = 10
"""Cases that one sender's mails open by themselves in a day."""
MOST_REPLIES_A_DAY = 30
"""Mails a day that one case takes in."""
SETTLED_WITH = ("fate", "reason", "desk", "case", "sender", "subject", "message_id", "settled_at")
Fate = Arrival.Fate
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a mail, and why."""

    fate: str
    reason: str = ""
    desk: Desk | None = None
    case: Case | None = None


@task(priority=URGENT)
def settle_mail(arrival_id: str) -> None:
    """What the worker does."""
    settle_arrival(arrival_id=UUID(arrival_id))


def settle_waiting() -> int:
    """Take up what was left: its task was lost, or ended in the middle. How many were settled."""
    left = Arrival.objects.filter(fate=Fate.WAITING, at__lt=timezone.now() - LEFT_AFTER).order_by("at")
    found = list(left.values_list("pk", flat=True)[:AT_ONCE])
    for arrival_id in found:
        settle_arrival(arrival_id=arrival_id)
    return len(found)


def settle_arrival(*, arrival_id: UUID) -> str:
    """Read a mail and put it where it belongs; its fate afterwards. Whatever goes wrong, it stands to be looked at."""
    arrival = Arrival.objects.filter(pk=arrival_id).first()
    if arrival is None or arrival.fate != Fate.WAITING:
        return arrival.fate if arrival else ""
    if not Arrival.objects.filter(pk=arrival.pk, tries=arrival.tries).update(tries=arrival.tries + 1):
        return Fate.WAITING  # another worker has it
    if arrival.tries >= MOST_TRIES:
        return put_down(arrival, None, Decision(fate=Fate.QUARANTINED, reason="unreadable", desk=desk_of(arrival)))
    try:
        mail = read_mail(bytes(arrival.raw))
        with transaction.atomic():
            return settle(arrival, mail)
    except Refused as refused:
        _, case = place_and_case(arrival, mail)
        return put_down(arrival, mail, aside(arrival, refused.code[:60], case))
    except Exception:
        logger.exception("a mail could not be settled: %s", arrival.pk)
        return put_down(arrival, None, aside(arrival, "fault"))


def settle(arrival: Arrival, mail: Mail) -> str:
    """Decide, do, and write it down, all in one transaction."""
    row = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if row.fate != Fate.WAITING:
        return row.fate
    decision = decide(row, mail)
    if decision.fate == Fate.THREADED and decision.case is not None:
        decision = thread(row, mail, decision.case)
    elif decision.fate == Fate.OPENED:
        case = open_case(by=BY, mail=mail, known=known_sender(mail.sender), on=row.at, desk=None, is_proven=True)
        decision = Decision(fate=Fate.OPENED, case=case, desk=case.desk)
    elif decision.reason == "bounce":
        decision = returned(row, decision)
    return put_down(row, mail, decision)


def decide(arrival: Arrival, mail: Mail) -> Decision:
    """Where the mail belongs. Looks only; nothing is changed."""
    sort = "loop" if is_own(mail) else sort_of(mail, "" if arrival.is_returned else None)
    place, case = place_and_case(arrival, mail)
    desk = case.desk if case else None
    if sort in {"loop", "auto-reply", "bounce"}:
        is_asker = case is not None and mail.sender == address_of(case).lower()
        return Decision(fate=Fate.IGNORED, reason=sort, desk=desk or desk_of(arrival), case=case if is_asker else None)
    problem = problem_of(arrival, mail)
    if problem:
        return Decision(fate=Fate.QUARANTINED, reason=problem, desk=desk or likely_desk(arrival, mail), case=case)
    if case is not None:
        return into_case(case, mail)
    if place is not None and place.token:
        return Decision(fate=Fate.QUARANTINED, reason="bad-token", desk=likely_desk(arrival, mail))
    if sort == "list":
        return Decision(fate=Fate.QUARANTINED, reason="list", desk=likely_desk(arrival, mail))
    return new_mail(arrival, mail)


def problem_of(arrival: Arrival, mail: Mail) -> str:
    """What keeps any mail out of a case."""
    if arrival.is_cut:
        return "too-large"
    if {"unreadable", "too-complex", "too-deep"} & set(mail.faults) and not mail.text:
        return "unreadable"
    if not mail.sender:
        return "no-sender"
    if is_forged(mail, settings.MAIL_AUTHSERV):
        return "forged"
    return "" if mail.text or mail.files or mail.subject else "empty"


def place_and_case(arrival: Arrival, mail: Mail) -> tuple[Place | None, Case | None]:
    """The address it came to, and the case that is signed there or whose mail it answers."""
    places = [found for one in (arrival.recipient, *mail.recipients) if (found := place_of(one)) is not None]
    for place in places:
        if place.token and (case := case_of_token(place.token, "mail")) is not None:
            return place, case
    return (places[0] if places else None), answered_case(mail)


def answered_case(mail: Mail) -> Case | None:
    """The case whose mail to its asker this one answers, by a Message-ID that nobody can guess."""
    sent = Departure.objects.filter(message_id__in=mail.answers_to).exclude(what=TOLD).exclude(case=None)
    found = sent.select_related("case__desk").first()
    return living(found.case) if found else None


def into_case(case: Case, mail: Mail) -> Decision:
    """An answer in a case: only from its asker, and no endless stream of them."""
    if mail.sender != address_of(case).lower():
        return Decision(fate=Fate.QUARANTINED, reason="wrong-sender", desk=case.desk, case=case)
    before = list(case.entries.filter(message_id=mail.message_id[:200])) if mail.message_id else []
    if before and all(says_more(mail, one) for one in before):
        return Decision(fate=Fate.QUARANTINED, reason="same-id", desk=case.desk, case=case)
    if before:
        return Decision(fate=Fate.IGNORED, reason="duplicate", desk=case.desk, case=case)
    lately = Arrival.objects.filter(case=case, fate=Fate.THREADED, at__gte=timezone.now() - DAY)
    if lately.count() >= MOST_REPLIES_A_DAY:
        return Decision(fate=Fate.QUARANTINED, reason="too-many", desk=case.desk, case=case)
    return Decision(fate=Fate.THREADED, case=case, desk=case.desk)


def says_more(mail: Mail, before: Entry) -> bool:
    """Has the mail other words than the one with its Message-ID, or a file that the case lacks?"""
    words = mail.text.split()
    return (bool(words) and words != before.text.split()) or bool(taken_files(before.case, mail).files)


def new_mail(arrival: Arrival, mail: Mail) -> Decision:
    """A mail that belongs to no case yet."""
    desk = likely_desk(arrival, mail)
    known = known_sender(mail.sender)
    if not known.is_known:
        return Decision(fate=Fate.QUARANTINED, reason="unknown-sender", desk=desk)
    if not is_proven(mail, settings.MAIL_AUTHSERV):
        return Decision(fate=Fate.QUARANTINED, reason="unproven", desk=desk)
    opened = Arrival.objects.filter(sender=mail.sender, fate=Fate.OPENED, at__gte=timezone.now() - DAY)
    if opened.count() >= MOST_OPENED_A_DAY:
        return Decision(fate=Fate.QUARANTINED, reason="too-many", desk=desk)
    return Decision(fate=Fate.OPENED)


def thread(arrival: Arrival, mail: Mail, case: Case) -> Decision:
    """The mail as what the asker wrote, with its files."""
    taken = taken_files(case, mail)
    entry = reply_to_desk(
        by=BY, case=case, text=reply_text(mail, case.language), files=taken.files,
        message_id=mail.message_id[:200] or made_id(), reopens=not is_thanks(mail, taken, case),
    )  # fmt: skip
    taken.note(entry.case)
    return Decision(fate=Fate.THREADED, case=entry.case, desk=entry.case.desk)


def returned(arrival: Arrival, decision: Decision) -> Decision:
    """A server gave back a mail or a letter of ours: noted where it belongs."""
    bounce = read_bounce(bytes(arrival.raw)) if arrival.size <= MOST_REPORT else None
    if bounce is None or not bounce.is_final:
        return decision
    mail = note_returned(message_ids=bounce.message_ids, reason=bounce.reason)
    if mail is None:
        note_bounce(by=WORKER, bounce=bounce)
        return decision
    return Decision(fate=Fate.IGNORED, reason="bounce", case=mail.case, desk=mail.case.desk if mail.case else None)


MOST_REPORT = 5_000_000


def is_own(mail: Mail) -> bool:
    """Did we send it ourselves?"""
    if mail.sender and is_ours(mail.sender):
        return True
    return bool(mail.message_id) and Departure.objects.filter(message_id=mail.message_id[:200]).exists()


def likely_desk(arrival: Arrival, mail: Mail) -> Desk:
    """Who is to look at it: the desk written to, else that of the sender's open case, else of the sender's county."""
    own = desk_of(arrival)
    if own.is_national and (desk := desk_asked_by(mail.sender)) is not None:
        return desk
    known = known_sender(mail.sender)
    return desk_for(known.county, arrival.at)[0] if own.is_national and known.county else own


def desk_asked_by(address: str) -> Desk | None:
    """The desk of the newest open case whose asker has the address; it says nothing of who sent a mail.

    After a move old addresses of cases are signed here no longer, and whoever answers them is known to that desk alone.
    """
    if not address:
        return None
    asked = Case.objects.filter(Q(asker_email__iexact=address) | Q(asker__email__iexact=address), state__in=Case.OPEN)
    case = asked.select_related("desk").order_by("-asked_at", "-number").first()
    return case.desk if case else None


def desk_of(arrival: Arrival) -> Desk:
    """The desk that was written to, or the one that steps in for an empty seat."""
    place = place_of(arrival.recipient)
    county = place.county if place and place.county != NATIONAL else ""
    return desk_for(county, arrival.at)[0]


def aside(arrival: Arrival, reason: str, case: Case | None = None) -> Decision:
    """Put where a person looks at it: with its case, wherever that goes, where it has one."""
    return Decision(fate=Fate.QUARANTINED, reason=reason, desk=case.desk if case else desk_of(arrival), case=case)


@transaction.atomic
def put_down(arrival: Arrival, mail: Mail | None, decision: Decision) -> str:
    """Write down what became of it. A mail that waits for a person is told of."""
    arrival.fate, arrival.reason = decision.fate, decision.reason
    arrival.desk, arrival.case = decision.desk, decision.case
    if mail is not None:
        arrival.sender, arrival.subject = mail.sender, mail.subject[:300]
        arrival.message_id = mail.message_id[:300]
    if decision.fate != Fate.QUARANTINED:
        arrival.settled_at = timezone.now()
    now = {name: getattr(arrival, name) for name in SETTLED_WITH}
    if not Arrival.objects.filter(pk=arrival.pk, fate=Fate.WAITING).update(**now):
        return Arrival.objects.values_list("fate", flat=True).get(pk=arrival.pk)  # another worker was first
    write_log(
        by=WORKER, action="settle_mail", subject=arrival.pk, county=arrival.desk_id or NATIONAL,
        after=str(arrival.fate), reason=arrival.reason,
    )  # fmt: skip
    if decision.fate == Fate.QUARANTINED and decision.desk is not None:
        post_to_quarantine(desk=decision.desk)
    return arrival.fate
