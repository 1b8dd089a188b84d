"""The answers that come with dugnad, loaded once for all that is tried of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from dugnad.records.actions import knowledge as act
from dugnad.records.actions.knowledge_load import load_shipped_answers
from dugnad.records.actions.knowledge_watch import watch_answers
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.knowledge import answer_page
from dugnad.web.words import words
from people import make_cast, signed_in
from records.known import a_proposal, published

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """How many came in; they are gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_shipped_answers(by="worker")
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def forgetful() -> None:
    cache.clear()


def test_shipped_answers_come_once_and_follow_content_until_a_desk_changes_them(loaded: int) -> None:
    coordinator, again = make_cast().coordinator, load_shipped_answers(by="worker")
    known = Knowledge.objects.get(shipped="minimum-weight")
    fresh = watch_answers(by="worker", on=known.reviewed_on)
    changed = act.change_answer(by=coordinator, knowledge=known, seen=act.words_mark(known),
                                proposal=a_proposal(short="Ja."), on=timezone.localdate())  # fmt: skip
    Knowledge.objects.exclude(pk=known.pk).filter(shipped="price-only").update(shipped_mark="older", short="Gammelt.")
    LogEntry.objects.filter(action="load_answers").delete()
    third = load_shipped_answers(by="worker")
    changed.refresh_from_db()

    assert (loaded >= 40, again, fresh, third) == (True, 0, 0, 1)
    assert (known.number, known.county, known.languages) == (1, "00", ("nb", "en", "nn"))
    assert (changed.short, Knowledge.objects.get(shipped="price-only").short != "Gammelt.") == ("Ja.", True)


@pytest.mark.usefixtures("loaded")
def test_shipped_answers_are_read_in_each_language() -> None:
    known = Knowledge.objects.get(shipped="minimum-weight")
    visitor = signed_in(None)

    told = {
        language: [visitor.get(f"{language}/desk/answers/{page}").content.decode() for page in ("1/", "")]
        for language in (
            "/nn",
            "/en",
            "",
        )  # bokmål last: what a request leaves behind is what the next test begins with
    }

    for language, (one, listed) in told.items():
        assert known.words_in(language.removeprefix("/") or "nb").question in one
        assert [f'href="{language}/law/?on=' in one, f'href="{language}/desk/answers/11/"' in listed] == [True, True]
        assert [
            words(key, language.removeprefix("/") or "nb") in shown
            for key, shown in (
                ("answers.from-written", one),
                ("answers.origin-written", listed),
                ("answers.lead", listed),
            )
        ] == [True] * 3


@pytest.mark.usefixtures("loaded")
def test_answer_of_the_same_day_is_newer_than_those_written_beforehand() -> None:
    own = published(make_cast())
    newest = Knowledge.objects.exclude(shipped="").order_by("-reviewed_on").values_list("reviewed_on", flat=True)[0]
    Knowledge.objects.filter(pk=own.pk).update(published_at=that_morning(newest))

    first, *others = answer_page().answers

    assert (first.number, first.origin, {one.origin for one in others}) == (own.number, "asked", {"written"})


def that_morning(day: date) -> datetime:
    """Early that morning."""
    return timezone.make_aware(datetime.combine(day, time(8)))
