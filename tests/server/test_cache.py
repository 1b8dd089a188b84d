"""The site's memory: counts that lock and limit are held apart, where passers-by cannot push them out."""

from __future__ import annotations

import pytest
from django.core.cache import caches

from dugnad.server.cache import Divided

MOST = 4
ANSWERS = "reply-answers-et-brev"


@pytest.fixture
def small() -> Divided:
    """A memory with room for little."""
    cache = Divided("small", {"OPTIONS": {"MAX_ENTRIES": MOST}})
    cache.clear()
    return cache


def test_answers_to_a_letter_are_counted_on_though_many_pass_by(small: Divided) -> None:
    small.add(ANSWERS, 1, 60)
    small.add("reply-looks-en", 1, 60)
    for number in range(10 * MOST):
        small.add(f"api-rate-{number}", 1, 60)

    assert (small.incr(ANSWERS), small.get("reply-looks-en")) == (2, None)


def test_answers_are_held_in_their_own_cache_alone(small: Divided) -> None:
    small.set(ANSWERS, 3, 60)
    small.set("reply-looks-en", 5, 60)

    assert [caches["answers"].get(one) for one in (ANSWERS, "reply-looks-en")] == [3, None]
    assert (small.add(ANSWERS, 1, 60), small.has_key(ANSWERS), small.touch(ANSWERS, 60)) == (False, True, True)


def test_what_is_held_apart_is_forgotten_when_asked(small: Divided) -> None:
    small.set(ANSWERS, 3, 60)

    assert (small.delete(ANSWERS), small.get(ANSWERS)) == (True, None)
    with pytest.raises(ValueError, match="et-brev"):
        small.incr(ANSWERS)


@pytest.mark.parametrize(
    "held", ["answer-rated-en", "event-sign-up-en", "event-mail-en", "desk-link-en", "desk-sent-en"]
)
def test_searches_push_no_count_out(small: Divided, held: str) -> None:
    small.set(held, 3, 60)
    for number in range(10 * MOST):
        small.add(f"sought-{number}", 1, 60)

    assert (small.incr(held), caches["counts"].get(held), small.get("sought-1")) == (4, 4, 1)


def test_all_is_forgotten_at_once(small: Divided) -> None:
    for name in ("reply-looks-en", ANSWERS, "event-mail-en", "sought-1"):
        small.set(name, 1, 60)

    small.clear()

    assert [small.get(name) for name in ("reply-looks-en", ANSWERS, "event-mail-en", "sought-1")] == [None] * 4
