from __future__ import annotations

from datetime import date, timedelta

import pytest

from dugnad.desk.ends import End, check_warning, is_due, near_ends, threshold, warning

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("days", "last", "due"),
    [
        (270, None, True), (200, 270, False), (180, 270, True), (91, 180, False), (90, 180, True), (30, 90, True),
        (29, 30, False), (0, 30, False), (-1, 30, True), (-40, -1, False), (10, 270, True),
    ],
)  # fmt: skip
def test_each_threshold_is_warned_of_once(days: int, last: int | None, *, due: bool) -> None:
    end = End("funding", TODAY + timedelta(days=days), days)

    assert is_due(end, {} if last is None else {end.key: last}) is due


def test_what_ends_later_or_never_is_not_told() -> None:
    ends = near_ends({"agreement": date(2027, 1, 31), "funding": date(2029, 1, 1)}, TODAY)

    assert ends == [End("agreement", date(2027, 1, 31), 69)]
    assert near_ends({"agreement": None, "funding": None}, TODAY) == []


def test_threshold_is_the_last_one_passed() -> None:
    ends = [End("agreement", TODAY, days) for days in (270, 180, 100, 30, 0, -1)]

    assert [threshold(end, (270, 180, 90, 30)) for end in ends] == [270, 180, 180, 30, 30, -1]


def test_warning_says_what_when_and_where() -> None:
    end = End("agreement", date(2027, 1, 31), 69)

    subject, text = warning(end, desk="Vestland", day="31. januar 2027", link="https://x.invalid/", language="nn")

    assert subject == "Avtalen for støttetenesta i Vestland går ut"
    assert "gjeld til og med 31. januar 2027. Det er 69 dagar til." in text
    assert "https://x.invalid/" in text
    assert check_warning() == []
