"""One search over everything that is published: answers, criteria, groups, law, decisions, events, agreements, pages.

The databases give candidates; weighing is done in `dugnad.desk.search_rank`, so that both find the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from threading import Lock

from django.conf import settings
from django.db.models import Q, Sum
from django.utils import timezone

from dugnad.desk.search_asked import (
    PART,
    Asked,
    Vocabulary,
    common_stems,
    guessed,
    is_unsure,
    known_only,
    understand,
)
from dugnad.desk.search_cover import covering_of, nearest, tells_of
from dugnad.desk.search_rank import Candidate, Weighed, chosen, excerpt, rarity_of, weigh
from dugnad.desk.search_text import AFTER_LEAD, KINDS, Kind, Stemmer, group_stem, kept_language, kind_stem
from dugnad.records.models.search import SearchState, SearchText, SearchWord, Sought
from dugnad.records.search_index import Choice, Match, candidates

EACH, MOST, FEW = 60, 80, 15
"""Texts that each demand gives at most, and all together; with fewer than FEW, looser demands are made."""
MANY = 4_000
"""A word that stands in more texts than this tells too little to be looked for alone."""
TELLING, SURE = 3, 3
"""So many of a question's words are looked for two and two, by so many readings of each."""
LIMIT = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One published thing that answers, in the page's language where it is written in it."""

    kind: str
    key: str
    title: str
    path: str
    excerpt: str
    why: tuple[str, ...]
    """The published words that were found, as they are written."""
    is_stale: bool
    is_checked: bool
    language: str
    """Of its title and excerpt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of hits, how many there are of each kind, and what misspelt words were read as."""

    hits: tuple[Hit, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int
    is_cut: bool
    """True: there are more than were weighed."""
    read_as: tuple[tuple[str, str], ...]


def search(text: str, *, language: str, kinds: Collection[str] | None = None, limit: int = LIMIT) -> list[Hit]:
    """The published things that answer the text, the best first."""
    return list(results(text, language=language, kinds=kinds, size=limit).hits)


def results(
    text: str, *, language: str, kinds: Collection[str] | None = None, page: int = 1, size: int = LIMIT
) -> Results:
    """One page of what was found, with counts by kind."""
    wanted = [kind for kind in KINDS if not kinds or kind in kinds]
    asked, found = weighed_for(text, wanted if kinds else [])
    size = max(size, 1)
    pages = max(1, -(-len(found) // size))
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * size : page * size]
    return Results(
        hits=tuple(hits_of(shown, language)),
        counts=dict(Counter(one.candidate.kind for one in found)),
        total=len(found),
        page=page,
        pages=pages,
        is_cut=len(found) >= MOST,
        read_as=read_as(asked),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A query, in how many texts each of its stems stands, and how many texts there are."""

    asked: Asked
    counts: dict[str, int]
    texts: int


def understood(text: str) -> Understood:
    """The query, with misspelt words read as published ones."""
    state = SearchState.objects.first()
    stemmer = kept_stemmer()
    asked = understand(text, kept_language(), stemmer)
    if state is None or not (asked.terms or asked.groups):
        return Understood(asked=asked, counts={}, texts=0)
    counts = counts_of(asked)
    asked = known_only(asked, counts)
    if any(map(is_unsure, asked.terms)):
        asked = guessed(asked, vocabulary(state), stemmer)
        counts |= counts_of(asked, but=counts)
        asked = known_only(asked, counts)
    return Understood(asked=asked, counts=counts, texts=state.texts)


def weighed_for(text: str, kinds: Sequence[Kind]) -> tuple[Asked, list[Weighed]]:
    """What was understood, and everything that answers it."""
    query = understood(text)
    return query.asked, weighed_of(query, kinds)


def weighed_of(query: Understood, kinds: Sequence[Kind]) -> list[Weighed]:
    """Everything of these kinds that answers the query, the best first."""
    if not query.texts:
        return []
    ids = candidate_ids(query.asked, query.counts, kinds)
    rarities = rarity_of(query.asked, query.counts, query.texts)
    return chosen([weigh(query.asked, rarities, one) for one in read_candidates(ids)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """What covers a question that somebody is asking, and the product groups that it is about by their ids."""

    hits: tuple[Hit, ...] = ()
    groups: tuple[str, ...] = ()


def covering(
    text: str, *, language: str, most_of: Sequence[tuple[Collection[Kind], int]], coded: Sequence[str] = ()
) -> Covering:
    """Of each lot of kinds at most so many, and only what covers the question. `coded`: groups of codes it names."""
    query = understood(text)
    asked = replace(query.asked, groups={**query.asked.groups, **{group_stem(one): 1.0 for one in coded}})
    tells = tells_of(asked, query.counts, query.texts, common_stems(kept_stemmer()))
    lots = [covering_of(asked, tells, weighed_of(query, list(kinds))) for kinds, _ in most_of]
    shown = nearest(lots, [most for _, most in most_of])
    return Covering(hits=tuple(hits_of(shown, language)), groups=groups_in(asked))


def groups_about(text: str) -> tuple[str, ...]:
    """The product groups that a text is about, the likeliest first."""
    return groups_in(understood(text).asked)


def groups_in(asked: Asked) -> tuple[str, ...]:
    """The ids of what was understood to be bought."""
    ids = {group_stem(one): one for one in kept_language().index.library.groups}
    return tuple(ids[one] for one in asked.groups if one in ids)


def counts_of(asked: Asked, but: Collection[str] = ()) -> dict[str, int]:
    """In how many texts each stem of the query stands."""
    keys = [key for key in asked.keys if key not in but]
    return dict(SearchWord.objects.filter(stem__in=keys, count__gt=0).values_list("stem", "count")) if keys else {}


def candidate_ids(asked: Asked, counts: dict[str, int], kinds: Sequence[Kind]) -> list[int]:
    """The texts to weigh. Answers and the rest are fetched apart, so that many of the one do not hide the other."""
    wanted = kinds or KINDS
    buckets = [[kind_stem(kind) for kind in wanted if (kind == "answer") == is_answer] for is_answer in (True, False)]
    found = met(strict(asked, counts), [bucket for bucket in buckets if bucket])
    few = [(bucket, ids) for bucket, ids in found if len(ids) < FEW]
    more = met([*paired(asked, counts), *loose(asked, counts)], [bucket for bucket, _ in few])
    every = [ids for _, ids in found] + [ids for _, ids in more]
    return list(dict.fromkeys(one for ids in every for one in ids[:MOST]))


def met(demands: Sequence[Match], buckets: Sequence[Sequence[str]]) -> list[tuple[Sequence[str], list[int]]]:
    """For each bucket the texts that meet the demands, those of the first demand first."""
    matches = [replace(demand, kinds=bucket) for bucket in buckets for demand in demands]
    found = iter(candidates(matches, EACH))
    return [(bucket, list(dict.fromkeys(one for _ in demands for one in next(found)))) for bucket in buckets]


def strict(asked: Asked, counts: dict[str, int]) -> list[Match]:
    """Every word in the title; every word, the rarest in the title; every word. As written, then as it may be meant."""
    meant = known_words(asked, counts, PART)
    surest = [one[:1] for one in meant]
    return [match for words in ([surest, meant] if surest != meant else [meant]) for match in every_word(words)]


def every_word(words: Sequence[Choice]) -> Iterator[Match]:
    """Texts that hold all of them, the best places first."""
    if words:
        yield Match(head=words)
        if len(words) > 1:
            yield Match(head=words[:1], needs=words[1:])
        yield Match(needs=words)


def paired(asked: Asked, counts: dict[str, int]) -> list[Match]:
    """Any two of the words that tell most: a whole question says more than any one text holds."""
    telling = [one[:SURE] for one in known_words(asked, counts, PART) if common(one[:SURE], counts) <= MANY][:TELLING]
    pairs = list(combinations(telling, 2)) if len(telling) > 2 else []  # noqa: PLR2004 - two words are every word
    return [Match(needs=pair) for pair in pairs]


def loose(asked: Asked, counts: dict[str, int]) -> list[Match]:
    """Any word in the title; any word that is not everywhere, or what is bought."""
    known = known_words(asked, counts)
    telling = [one for one in known if common(one, counts) <= MANY]
    anything: list[Choice] = [*telling, *([(group,)] for group in asked.groups)]
    found = [Match(head=words, is_any=True) for words in (telling, known) if words]
    return [*found, Match(needs=anything, is_any=True)] if anything else found


def known_words(asked: Asked, counts: dict[str, int], surer_than: float = 0.0) -> list[Choice]:
    """What the words may mean, the rarest first."""
    sure = [[one.keys for one in term.readings if one.quality > surer_than] for term in asked.terms]
    known: list[Choice] = [one for one in sure if one]
    return sorted(known, key=lambda one: common(one[:1], counts))


def common(choice: Sequence[Sequence[str]], counts: dict[str, int]) -> int:
    """In how many texts something of the choice stands, at most."""
    return sum(min(counts.get(key, 0) for key in keys) for keys in choice)


def read_candidates(ids: Sequence[int]) -> list[Candidate]:
    """What weighing needs of each; what has passed is left out."""
    lasting = Q(until__isnull=True) | Q(until__gte=timezone.localdate())
    rows = SearchText.objects.filter(lasting, pk__in=ids).values_list(
        "pk", "kind", "key", "language", "head", "lead", "stems", "is_stale"
    )
    return [
        Candidate(
            id=pk, kind=kind, key=key, language=language, head=frozenset(head.split()), lead=frozenset(lead.split()),
            stems=frozenset(stems.split()), is_stale=is_stale,
        )
        for pk, kind, key, language, head, lead, stems, is_stale in rows
    ]  # fmt: skip


def hits_of(weighed: Sequence[Weighed], language: str) -> list[Hit]:
    """The hits in words."""
    rows = SearchText.objects.defer("head", "lead", "stems").in_bulk([one.candidate.id for one in weighed])
    keys = {key for one in weighed for _, reading in one.hits for key in reading.keys}
    shown = dict(SearchWord.objects.filter(stem__in=keys).values_list("stem", "shown")) if keys else {}
    return [hit_of(one, rows[one.candidate.id], language, shown) for one in weighed if one.candidate.id in rows]


def hit_of(one: Weighed, row: SearchText, language: str, shown: dict[str, str]) -> Hit:
    """One hit, in the language where it is written in it, else in its own."""
    own = next((code for code in (language, row.language, "nb") if code in row.titles), next(iter(row.titles), ""))
    said = own if own in row.texts else next(iter(row.texts), "")
    told = row.texts.get(said, "")
    lead, _, rest = told.partition(AFTER_LEAD) if row.kind == "answer" else ("", "", told)
    keys = {key for _, reading in one.hits for key in reading.keys}
    why = dict.fromkeys(shown.get(key, key) for _, reading in one.hits for key in reading.keys)
    return Hit(
        kind=row.kind,
        key=row.key,
        title=row.titles.get(own, row.key),
        path=prefixed(row.path, language),
        excerpt=excerpt(rest, keys, kept_stemmer(), lead),
        why=tuple(why),
        is_stale=row.is_stale,
        is_checked=row.is_checked,
        language=own,
    )


def prefixed(path: str, language: str) -> str:
    """The page's address in the language; bokmål has no prefix."""
    return path if language == settings.LANGUAGE_CODE else f"/{language}{path}"


def read_as(asked: Asked) -> tuple[tuple[str, str], ...]:
    """Words that were read as others, because nobody has published them."""
    guesses = {
        term.written: term.readings[0].keys[0] for term in asked.terms if term.readings and term.readings[0].is_guess
    }
    shown = dict(SearchWord.objects.filter(stem__in=guesses.values()).values_list("stem", "shown")) if guesses else {}
    return tuple((written, shown.get(key, key)) for written, key in guesses.items())


_stemmer: list[Stemmer] = []
_vocabulary: list[tuple[str, Vocabulary]] = []
_LOADING = Lock()
MOST_KNOWN = 200_000
"""Words that a stemmer remembers before it begins anew: what people type has no end."""


def kept_stemmer() -> Stemmer:
    """The stemmer of this process."""
    language = kept_language()
    if not _stemmer or _stemmer[0].language is not language or len(_stemmer[0].known) > MOST_KNOWN:
        _stemmer[:] = [Stemmer(language)]
    return _stemmer[0]


def vocabulary(state: SearchState) -> Vocabulary:
    """Every published stem of a word, read anew only when the stock has changed."""
    with _LOADING:
        if not _vocabulary or _vocabulary[0][0] != state.vocabulary:
            rows = SearchWord.objects.filter(count__gt=0).values_list("stem", "shown")
            known = {stem: shown for stem, shown in rows if len(stem) > 2 and stem.isalpha()}  # noqa: PLR2004
            _vocabulary[:] = [(state.vocabulary, Vocabulary(tuple(known), known))]
        return _vocabulary[0][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoughtWords:
    """What many looked for: the words, how often, and how often without an answer."""

    words: str
    count: int
    without_answer: int
    last: date


LEAST_SOUGHT, DAYS_SHOWN = 2, 365


def sought_without_answer(*, on: date, county: str = "", limit: int = 50, days: int = DAYS_SHOWN) -> list[SoughtWords]:
    """What was most often looked for in vain, whole country or one county; what was asked once is not shown."""
    rows = Sought.objects.filter(on__gt=on - timedelta(days=days), on__lte=on)
    if county:
        rows = rows.filter(county=county)
    sums = list(
        rows.values("stems")
        .annotate(times=Sum("count"), vain=Sum("without_answer"))
        .filter(times__gte=LEAST_SOUGHT, vain__gt=0)
        .order_by("-vain", "-times", "stems")[:limit]
    )
    shown: dict[str, Sought] = {}
    for row in rows.filter(stems__in=[one["stems"] for one in sums]).order_by("on", "pk"):
        shown[row.stems] = row
    return [
        SoughtWords(words=shown[one["stems"]].shown, count=one["times"], without_answer=one["vain"],
                    last=shown[one["stems"]].on)
        for one in sums
        if shown[one["stems"]].shown
    ]  # fmt: skip
