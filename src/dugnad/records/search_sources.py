"""What the records give search to find: published answers, events to come, joint agreements. Nothing else has a way in.

Each kind has one query of what is public, used both when everything is read and when one thing has changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from dugnad.desk.reference import PATTERN, reference_of, resolve
from dugnad.desk.search_sources import content_entries
from dugnad.desk.search_text import AFTER_LEAD, Entry, Kind
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge

MATERIALS_STAY = timedelta(days=365)
"""An event that has been is found so long where it left materials."""
CHUNK = 500


def record_entries(on: date) -> Iterator[Entry]:
    """Everything of the records that everybody may read."""
    for answer in public_answers().iterator(chunk_size=CHUNK):
        yield answer_entry(answer, on)
    for event in public_events(on).iterator(chunk_size=CHUNK):
        yield event_entry(event)
    for agreement in public_agreements(on).iterator(chunk_size=CHUNK):
        yield agreement_entry(agreement)


def entry_of(kind: Kind, key: str, on: date) -> Entry | None:
    """One thing as it may be found now; None where it may not, or no longer."""
    if kind == "answer":
        answer = public_answers().filter(number=int(key)).first() if key.isdigit() else None
        return answer_entry(answer, on) if answer else None
    if kind == "event":
        event = public_events(on).filter(pk=key).first() if is_uuid(key) else None
        return event_entry(event) if event else None
    if kind == "agreement":
        agreement = public_agreements(on).filter(pk=key).first() if is_uuid(key) else None
        return agreement_entry(agreement) if agreement else None
    return next((entry for entry in content_entries(on) if (entry.kind, entry.key) == (kind, key)), None)


def is_uuid(key: str) -> bool:
    """May a row have this key?"""
    try:
        UUID(key)
    except ValueError:
        return False
    return True


def public_answers() -> QuerySet[Knowledge]:
    """Answers that are published: neither drafts nor withdrawn ones."""
    return Knowledge.objects.filter(state=Knowledge.State.PUBLISHED).order_by("number")


def answer_entry(answer: Knowledge, on: date) -> Entry:
    """Its published words alone; never the case it came from."""
    first = {"question": answer.question, "details": answer.details, "short": answer.short, "answer": answer.answer}
    said = {answer.language: first, **answer.translations}
    return Entry(
        kind="answer",
        key=str(answer.number),
        titles={language: str(one["question"]) for language, one in said.items() if one.get("question")},
        texts={language: AFTER_LEAD.join(parts_of(one, language, on)) for language, one in said.items()},
        path=f"/desk/answers/{answer.number}/",
        language=answer.language if len(said) == 1 else "",
        lead={language: str(one.get("short") or "") for language, one in said.items()},
        groups=tuple(answer.groups),
        is_stale=answer.stale_since is not None,
    )


def parts_of(words: Mapping[str, object], language: str, on: date) -> tuple[str, str]:
    """An answer in short, on one line, and the rest as it is read; what is referred to stands by its title."""

    def title(found: re.Match[str]) -> str:
        reference = reference_of(f"{found[1]}:{found[2]}")
        if reference is None or reference.kind == "answer":
            return ""
        titles = resolve(reference, on).title
        return titles.get(language) or titles.get("nb") or ""

    short, answer, details = (PATTERN.sub(title, str(words.get(part) or "")) for part in ("short", "answer", "details"))
    return " ".join(short.split()), "\n".join(part for part in (answer, details) if part)


def public_events(on: date) -> QuerySet[Event]:
    """Events that are announced and still to come, and those with materials for a year more."""
    since = timezone.make_aware(datetime.combine(on, time.min))
    lasting = Q(ends_at__gte=since) | (Q(ends_at__gte=since - MATERIALS_STAY) & ~Q(materials=[]))
    return Event.objects.filter(lasting, state=Event.State.PUBLISHED).order_by("starts_at", "pk")


def event_entry(event: Event) -> Entry:
    """Title, text and place, and what it left. The address where it is held online is for those who are signed up."""
    last = timezone.localtime(event.ends_at).date()
    is_begun = event.starts_at <= timezone.now()
    titles = [str(one.get("title", "")) for one in event.materials] if is_begun else []
    return Entry(
        kind="event",
        key=str(event.pk),
        titles={event.language: event.title},
        texts={event.language: "\n".join([event.text, event.place, *titles])},
        path=f"/desk/events/{event.pk}/",
        language=event.language,
        until=last + MATERIALS_STAY if event.materials else last,
    )


def public_agreements(on: date) -> QuerySet[Agreement]:
    """Joint agreements that are no drafts and have not ended."""
    lasting = Q(until__gte=on) | Q(longest_until__gte=on)
    return Agreement.objects.filter(lasting, is_draft=False).select_related("owner").order_by("until", "pk")


def agreement_entry(agreement: Agreement) -> Entry:
    """Its title and owner, and what is bought."""
    return Entry(
        kind="agreement",
        key=str(agreement.pk),
        titles={"nb": agreement.title},
        texts={"nb": f"{agreement.owner.name}. {agreement.remark}"},
        path=f"/desk/agreements/{agreement.pk}/",
        language="nb",
        groups=(agreement.group,) if agreement.group else (),
        until=max(agreement.until, agreement.longest_until or agreement.until),
    )
