"""The answers that content ships, brought into the records: once, and again when their words change."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from dugnad.content import content_files
from dugnad.desk.reference import checksum
from dugnad.desk.shipped_answers import ANSWERS, WORDS, ShippedAnswer, load_answers
from dugnad.records.actions.knowledge import FIRST_NUMBER, next_number, publish_version, rest_anew
from dugnad.records.actions.log import write_log
from dugnad.records.models.desk import NATIONAL
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.log import LogEntry

SUBJECT, ACTION = "shipped answers", "load_answers"
FIRST_LANGUAGE = "nb"


def load_shipped_answers(*, by: str) -> int:
    """Bring new and changed answers in; how many. Cheap where no file has changed. What a desk has changed stays."""
    mark = checksum(*(path.read_text(encoding="utf-8") for path in content_files(ANSWERS, "*.yaml")))
    last = LogEntry.objects.filter(subject=SUBJECT, action=ACTION).first()
    if last is not None and last.details.get("content") == mark:
        return 0
    with transaction.atomic():
        answers = load_answers()
        rows = {row.shipped: row for row in Knowledge.objects.select_for_update().exclude(shipped="")}
        changed = [answer.id for answer in answers if load_answer(answer, rows.get(answer.id))]
        rest_on_each_other(answers, changed)
        write_log(by=by, action=ACTION, subject=SUBJECT, content=mark, count=len(changed))
    return len(changed)


def load_answer(answer: ShippedAnswer, row: Knowledge | None) -> bool:
    """One answer; True where it is new or says something else than it did. One that a desk has changed is left."""
    mark = mark_of(answer)
    if row is not None and (row.shipped_mark == mark or is_changed_here(row) or row.state == Knowledge.State.WITHDRAWN):
        return False
    row = row or Knowledge(number=number_for(answer), shipped=answer.id, county=NATIONAL, language=FIRST_LANGUAGE)
    first = answer.words[FIRST_LANGUAGE]
    for name in WORDS:
        setattr(row, name, first.get(name, ""))
    row.translations = {tongue: dict(words) for tongue, words in answer.words.items() if tongue != FIRST_LANGUAGE}
    row.subject, row.groups, row.cpv = answer.subject, list(answer.groups), list(answer.cpv)
    row.references = [str(one) for one in answer.references()]
    row.reviewed_on, row.review_by = answer.reviewed, answer.review_by
    row.shipped_mark, row.state = mark, Knowledge.State.PUBLISHED
    row.published_at = row.published_at or day_began(answer.reviewed)
    publish_version(row, answer.reviewed)
    return True


def day_began(day: date) -> datetime:
    """The first moment of the day: what a desk publishes on it is newer."""
    return timezone.make_aware(datetime.combine(day, time.min))


def rest_on_each_other(answers: Iterable[ShippedAnswer], changed: Collection[str]) -> None:
    """Those that refer to answers which came in after them: what they rest on is there only now."""
    for answer in answers:
        if any(one.kind == "answer" for one in answer.references()):
            row = Knowledge.objects.filter(shipped=answer.id, by=None).first()
            if row is not None and (answer.id in changed or not row.stale_because):
                rest_anew(row, answer.reviewed)
                row.save(update_fields=["rests_on", "stale_since", "stale_because"])


def mark_of(answer: ShippedAnswer) -> str:
    """What changes when the shipped answer does."""
    words = json.dumps(answer.words, sort_keys=True, ensure_ascii=False)
    tags = (answer.subject, answer.groups, answer.cpv, answer.reviewed, answer.review_by)
    return checksum(words, *map(str, tags))


def is_changed_here(row: Knowledge) -> bool:
    """Has somebody at a desk written in it since it came?"""
    return row.by_id is not None


def number_for(answer: ShippedAnswer) -> int:
    """Its own number; the next free one where somebody else has it."""
    is_taken = Knowledge.objects.filter(number=answer.number).exists()
    return max(next_number(), FIRST_NUMBER) if is_taken else answer.number
