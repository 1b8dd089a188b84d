"""How advisers are told: their choice, and the daily mail for those who want one, on days when something waits."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dugnad.desk.post_words import desk_words, post_words
from dugnad.desk.working_time import is_working_day
from dugnad.errors import NotAllowed, Refused
from dugnad.records import permissions
from dugnad.records.actions.case_post import post_to
from dugnad.records.actions.log import write_log
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import Preference
from dugnad.records.models.people import Person

DIGEST = "digest"
LAST_DAY = timedelta(days=1)
SHOWN = 10
"""Numbers of cases that a line names."""


@transaction.atomic
def choose_told(*, by: Person, told: str) -> Preference:
    """How somebody who works at a desk wants to hear of it."""
    if not permissions.desks_of(by):
        raise NotAllowed(by.by, "choose how to be told")
    if told not in Preference.Told.values:
        raise Refused("missing", "Choose one.", field="told")
    chosen, _ = Preference.objects.update_or_create(person=by, defaults={"told": told})
    write_log(by=by, action="choose_told", subject=by.by, after=told)
    return chosen


def send_digests(*, by: str, on: date, at: datetime | None = None) -> int:
    """A mail to everybody who wants one a day, on working days; how many were written."""
    if not is_working_day(on):
        return 0
    now = at or timezone.now()
    wanted = Preference.objects.filter(told=Preference.Told.DIGEST, person__is_active=True).select_related("person")
    return sum(send_digest(one, now) for one in wanted)


@transaction.atomic
def send_digest(chosen: Preference, now: datetime) -> bool:
    """One mail; none to somebody who has had today's, no longer works at a desk, or has nothing waiting."""
    row = Preference.objects.select_for_update(of=("self",)).get(pk=chosen.pk)
    person = chosen.person
    desks = permissions.desks_of(person)
    had = row.digest_at is not None and timezone.localdate(row.digest_at) == timezone.localdate(now)
    if had or not desks or not person.has_address:
        return False
    since = row.digest_at or now - LAST_DAY
    row.digest_at = now
    row.save(update_fields=["digest_at"])
    lines = lines_of(person, desks, since, now)
    if not lines:
        return False
    language = person.language
    prefix = settings.BASE_URL + ("" if language == settings.LANGUAGE_CODE else f"/{language}")
    subject, text = post_words().mails[DIGEST].in_language(
        language, count=str(sum(count for _, count, _ in lines)),
        list="\n".join(told(line, language) for line in lines),
        desk=", ".join(desk_words(one, language) for one in sorted(desks)), link=f"{prefix}/desk/cases/",
        settings=f"{prefix}/desk/told/",
    )  # fmt: skip
    post_to(to=person.email, language=language, subject=subject, text=text, what=DIGEST)
    return True


Line = tuple[str, int, list[int]]
"""What waits, how many, and the numbers of the first."""


def lines_of(person: Person, desks: frozenset[str], since: datetime, now: datetime) -> list[Line]:
    """What waits for the person, sort by sort; sorts of which there is none are left out."""
    is_open = Q(state__in=sorted(Case.OPEN))
    own = Case.objects.filter(is_open, desk__in=desks)
    replied = Entry.objects.filter(is_by_asker=True, kind=Entry.Kind.REPLY, at__gte=since).values("case")
    advice = Q(consults__desk__in=desks, consults__replied_at=None, consults__ended_at=None)
    sorts = {
        "new": own.filter(state=Case.State.NEW),
        "late": own.filter(state__in=["new", "taken"], promised_at__lt=now),
        "reply": own.filter(taken_by=person, pk__in=replied),
        "to-read": own.filter(draft__state="to-read").filter(Q(draft__reader=None) | Q(draft__reader=person))
        .exclude(draft__by=person),
        "consulted": Case.objects.filter(is_open & advice).distinct(),
    }  # fmt: skip
    lines: list[Line] = []
    for what, cases in sorts.items():
        numbers = list(cases.order_by("promised_at", "number").values_list("number", flat=True))
        lines += [(what, len(numbers), numbers[:SHOWN])] if numbers else []
    mails = Arrival.objects.filter(fate=Arrival.Fate.QUARANTINED, desk__in=desks).count()
    return lines + ([("mail", mails, [])] if mails else [])


def told(line: Line, language: str) -> str:
    """One line of the mail."""
    what, count, numbers = line
    named = ", ".join(str(one) for one in numbers) + (" …" if count > len(numbers) else "")
    words = post_words().phrase(f"digest-{what}", language, count=str(count))
    return f"- {words} ({named})" if numbers else f"- {words}"
