"""Remarks from readers: kept without what names a person, counted, logged, forgotten after two years."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from dugnad.errors import DugnadError
from dugnad.records.actions import feedback
from dugnad.records.actions.feedback import KEPT, leave_feedback
from dugnad.records.models.feedback import Feedback
from dugnad.records.models.log import LogEntry
from dugnad.records.queries.feedback import latest_feedback

pytestmark = pytest.mark.django_db
KEY = "cleaning-daytime@2026-11-22"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Skriv til ola.nordmann@eksempel.no", "Skriv til […]"),
        ("Ring +47 22 33 44 55 i dag", "Ring […] i dag"),
        ("Ring 912 34 567", "Ring […]"),
        ("Nummer 010190 12345", "Nummer […]"),
        ("Grensen 0,062 mg/m3 gjelder fra 2026-08-06", "Grensen 0,062 mg/m3 gjelder fra 2026-08-06"),
    ],
)
def test_what_names_a_person_is_taken_out(said: str, kept: str) -> None:
    left = leave_feedback(by="visitor", key=KEY, text=said, language="nb")

    assert (left.text, [entry.action for entry in LogEntry.objects.all()]) == (kept, ["leave_feedback"])


def test_too_many_in_a_day_are_refused_and_nothing_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedback, "MOST_A_DAY", 1)
    leave_feedback(by="visitor", key=KEY, text="En", language="nb")

    with pytest.raises(DugnadError, match="Too many remarks today"):
        leave_feedback(by="visitor", key=KEY, text="To", language="nb")

    assert (Feedback.objects.count(), LogEntry.objects.count()) == (1, 1)


def test_old_remarks_are_forgotten() -> None:
    old = leave_feedback(by="visitor", key=KEY, text="Gammel", language="nb")
    Feedback.objects.filter(pk=old.pk).update(at=timezone.now() - KEPT - timedelta(days=1))

    leave_feedback(by="visitor", key=KEY, text="Ny", language="nb")

    assert [one.text for one in Feedback.objects.all()] == ["Ny"]


def test_editors_read_the_remarks_on_one_criterion() -> None:
    for key, text in ((KEY, "Her"), ("cleaning-dosing@2026-11-22", "Der")):
        leave_feedback(by="visitor", key=key, text=text, language="nb")

    found = [[one.text for one in latest_feedback(key)] for key in ("", "cleaning-daytime", KEY)]

    assert found == [["Der", "Her"], ["Her"], ["Her"]]
