"""Keeping what search finds in step with what is published, and counting what people look for.

Only what everybody may read has a row. `index_one` is called in the transaction that publishes, changes or withdraws.
"""

from __future__ import annotations

import hmac
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from dugnad.desk.identify import marks
from dugnad.desk.retention import load_retention
from dugnad.desk.search_asked import own_stem, typed_words
from dugnad.desk.search_sources import content_entries
from dugnad.desk.search_text import (
    DIGIT,
    Entry,
    Kind,
    Language,
    Stemmer,
    head_of,
    kept_language,
    lead_of,
    mark_of,
    plain,
    stems_of,
)
from dugnad.desk.search_words import asking_words
from dugnad.records.models.search import SearchState, SearchText, SearchWord, Sought
from dugnad.records.search_index import settle_index
from dugnad.records.search_sources import entry_of, record_entries

AT_ONCE = 500
SHOWN_LENGTH = 60


def refresh_search(*, by: str, on: date | None = None) -> int:
    """Bring the index in step with everything that is published, and tell how many have changed; others are left."""
    day, language = on or timezone.localdate(), kept_language()
    stemmer = Stemmer(language)
    with transaction.atomic():
        state = held_state()
        kept = dict(SearchText.objects.values_list("mark", "pk"))
        changed, seen = write_entries(all_entries(day), kept, stemmer, language)
        gone = [pk for mark, pk in kept.items() if mark not in seen]
        for some in in_pieces(gone):
            changed += SearchText.objects.filter(pk__in=some).delete()[0]
        if changed or not state.vocabulary:
            recount(state, stemmer)
        if changed >= AT_ONCE:
            settle_index()
    return changed


def is_filled() -> bool:
    """Has the content been brought into the index once? Records come in one by one, and may be there before it."""
    return SearchText.objects.filter(kind="criterion").exists()


def all_entries(on: date) -> Iterator[Entry]:
    """Content's and the records' published things."""
    yield from content_entries(on)
    yield from record_entries(on)


def write_entries(
    entries: Iterable[Entry], kept: dict[str, int], stemmer: Stemmer, language: Language
) -> tuple[int, set[str]]:
    """Write the rows that are new or changed; the marks of all that were seen."""
    seen: set[str] = set()
    waiting: list[SearchText] = []
    written = 0
    for entry in entries:
        mark = mark_of(entry, language.mark)
        seen.add(mark)
        if mark in kept:
            continue
        waiting.append(row_of(entry, mark, stemmer))
        if len(waiting) >= AT_ONCE:
            written += write_rows(waiting)
            waiting = []
    return written + write_rows(waiting), seen


def write_rows(rows: list[SearchText]) -> int:
    """New rows, and new words for rows that are there. Old rows go first: their triggers tell the index."""
    for kind in {row.kind for row in rows}:
        SearchText.objects.filter(kind=kind, key__in=[row.key for row in rows if row.kind == kind]).delete()
    return len(SearchText.objects.bulk_create(rows))


def row_of(entry: Entry, mark: str, stemmer: Stemmer) -> SearchText:
    """The row that an entry becomes."""
    return SearchText(
        kind=entry.kind, key=entry.key, language=entry.language, titles=dict(entry.titles), texts=dict(entry.texts),
        path=entry.path, head=" ".join(head_of(entry, stemmer)), stems=" ".join(stems_of(entry, stemmer)),
        lead=" ".join(lead_of(entry, stemmer)),
        is_stale=entry.is_stale, is_checked=entry.is_checked, until=entry.until, mark=mark,
    )  # fmt: skip


def index_one(kind: Kind, key: str) -> None:
    """Write one thing anew, or take it out where it is no longer published."""
    language = kept_language()
    entry = entry_of(kind, key, timezone.localdate())
    if entry is None:
        forget_one(kind, key)
        return
    with transaction.atomic():
        state = held_state()
        old = SearchText.objects.filter(kind=kind, key=key).first()
        mark = mark_of(entry, language.mark)
        if old and old.mark == mark:
            return
        stemmer = Stemmer(language)
        row = row_of(entry, mark, stemmer)
        if old:
            old.delete()
        row.save(force_insert=True)
        count_words(state, words_of(old), words_of(row), stemmer)
        SearchState.objects.filter(pk=state.pk).update(texts=F("texts") + (0 if old else 1))


def forget_one(kind: Kind, key: str) -> None:
    """Take one thing out, with the words that stood nowhere else."""
    with transaction.atomic():
        state = held_state()
        old = SearchText.objects.filter(kind=kind, key=key).first()
        if old:
            gone = words_of(old)
            old.delete()
            count_words(state, gone, set(), None)
            SearchState.objects.filter(pk=state.pk).update(texts=F("texts") - 1)


def held_state() -> SearchState:
    """The index's own row, held until the transaction ends: two changes at once would miscount."""
    SearchState.objects.get_or_create(pk=1)
    return SearchState.objects.select_for_update().get(pk=1)


def words_of(row: SearchText | None) -> set[str]:
    """The stems of a text, title and words."""
    return {*row.head.split(), *row.stems.split()} if row else set()


def count_words(state: SearchState, before: set[str], after: set[str], stemmer: Stemmer | None) -> None:
    """Count each stem that has come or gone; words that stand nowhere any more go."""
    gone, come = before - after, after - before
    SearchWord.objects.filter(stem__in=gone).update(count=F("count") - 1)
    removed, _ = SearchWord.objects.filter(stem__in=gone, count=0).delete()
    known = SearchWord.objects.filter(stem__in=come)
    there = set(known.values_list("stem", flat=True))
    known.update(count=F("count") + 1)
    shown = stemmer.shown if stemmer else {}
    new = [word_row(stem, 1, shown) for stem in sorted(come - there)]
    SearchWord.objects.bulk_create(new)
    if removed or new:
        SearchState.objects.filter(pk=state.pk).update(vocabulary=uuid.uuid4().hex)


def word_row(stem: str, count: int, shown: dict[str, str]) -> SearchWord:
    """A stem with a word that people write."""
    return SearchWord(stem=stem[:SHOWN_LENGTH], shown=shown.get(stem, stem)[:SHOWN_LENGTH], count=count)


def recount(state: SearchState, stemmer: Stemmer) -> None:
    """Count every stem anew."""
    counts: Counter[str] = Counter()
    texts = 0
    for head, stems in SearchText.objects.values_list("head", "stems").iterator(chunk_size=AT_ONCE):
        counts.update({*head.split(), *stems.split()})
        texts += 1
    for stem, shown in SearchWord.objects.values_list("stem", "shown"):
        stemmer.show(stem, shown)
    SearchWord.objects.all().delete()
    rows = [word_row(stem, count, stemmer.shown) for stem, count in sorted(counts.items())]
    SearchWord.objects.bulk_create(rows, batch_size=AT_ONCE)
    SearchState.objects.filter(pk=state.pk).update(texts=texts, vocabulary=uuid.uuid4().hex)


def in_pieces(ids: list[int]) -> Iterator[list[int]]:
    """As many at once as a statement takes."""
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


NOTED_ONCE_SECONDS = 24 * 3600
HOUR = 3600
NOTED_AN_HOUR = 60
"""Searches of one address that are counted within an hour; more are answered all the same."""
NEW_A_DAY = 5_000
"""Different searches that a day has room for: beyond it only those are counted that somebody has made before."""
KNOWN_AFTER = 3
"""A word that nobody has published is shown once so many have looked for it."""
LONGEST_FIGURE = 4
"""Figures of paragraphs and years; longer ones may be anybody's number."""
LONGEST_SOUGHT = 200


def note_sought(
    *, text: str, on: date, has_answer: bool, county: str = "", who: str = "", is_case: bool = False
) -> Sought | None:
    """Count a search that somebody meant (not each letter typed), by its words and day.

    Who searched is not kept. What looks like a name, an address or a number is taken out; a word that stands in nothing
    published may still be a name, and is kept as a digest until several have used it. `who`: a digest of the client's
    address, held for a day in the cache alone so that one person counts once. `is_case`: a question was sent; behind an
    address a whole town hall may sit, so each counts, but for the first, which goes with its own search.
    """
    if not is_case and has_noted_enough(who):
        return None
    stemmer = Stemmer(kept_language())
    written = sought_words(text)
    keys = {word: own_stem(word, stemmer) for word in written}
    known = set(SearchWord.objects.filter(stem__in=keys.values(), count__gt=0).values_list("stem", flat=True))
    stems = sorted({key if key in known else digest(key) for key in keys.values()})
    line = " ".join(stems)[:LONGEST_SOUGHT]
    is_more = is_case and not is_first(who, on, line, "sought-asked")
    is_new = bool(stems) and (is_first(who, on, line, "sought") or is_more)
    is_vain = bool(stems) and not has_answer and (is_first(who, on, line, "sought-in-vain") or is_more)
    if not is_new and not is_vain:
        return None
    row = Sought.objects.filter(on=on, stems=line, county=county).first()
    if row is None and Sought.objects.filter(on=on).count() >= NEW_A_DAY:
        return None
    row = row or Sought.objects.get_or_create(on=on, stems=line, county=county)[0]
    earlier = Sought.objects.filter(stems=line).aggregate(times=Sum("count"))["times"] or 0
    may_show = earlier + is_new >= KNOWN_AFTER
    shown = " ".join(word for word, key in keys.items() if key in known or may_show)[:LONGEST_SOUGHT]
    Sought.objects.filter(pk=row.pk).update(
        count=F("count") + int(is_new), without_answer=F("without_answer") + int(is_vain), shown=shown
    )
    return row


def has_noted_enough(who: str) -> bool:
    """Has this person searched so much within the hour that no more is counted?"""
    key = f"sought-by-{sha256(who.encode()).hexdigest()}"
    if not who or cache.add(key, 1, HOUR):
        return False
    try:
        return cache.incr(key) > NOTED_AN_HOUR
    except ValueError:  # the hour ended just now
        return False


def is_first(who: str, on: date, line: str, what: str) -> bool:
    """Is it the first time that day that this person looked for it, or did so in vain? Without `who`, always."""
    key = f"{what}-{on}-{sha256(f'{who} {line}'.encode()).hexdigest()}"
    return not who or bool(cache.add(key, 1, NOTED_ONCE_SECONDS))


def sought_words(text: str) -> list[str]:
    """The words that say something, without what may name somebody."""
    for mark in sorted(marks(text), reverse=True):
        text = f"{text[: mark.start]} {text[mark.end :]}"
    silent = asking_words().silent
    return [word for word in typed_words(text) if plain(word) not in silent and is_short_figure(word)]


def is_short_figure(word: str) -> bool:
    """Has it no figures, or so few that they are nobody's number?"""
    return sum(map(str.isdigit, word)) <= LONGEST_FIGURE if DIGIT.search(word) else True


def digest(stem: str) -> str:
    """The same for the same word in this installation, and nothing to others."""
    return "~" + hmac.new(settings.SECRET_KEY.encode(), f"sought {stem}".encode(), sha256).hexdigest()[:10]


def forget_sought(*, by: str, on: date) -> int:
    """What was looked for once is forgotten soon, all of it later, by content/desk/retention.yaml."""
    rule = load_retention().kept["search"]
    old = Sought.objects.filter(on__lt=on - timedelta(days=rule.days))
    often = Sought.objects.values("stems").annotate(times=Sum("count")).filter(times__gt=1).values("stems")
    single = Sought.objects.filter(on__lt=on - timedelta(days=rule.once_days)).exclude(stems__in=often)
    return int(old.delete()[0]) + int(single.delete()[0])
