"""One search over what is published: what people type finds it, and nothing else is ever found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from dugnad.desk.question import Question
from dugnad.records.actions.case_work import note_case
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.knowledge_load import load_shipped_answers
from dugnad.records.actions.search import forget_one, forget_sought, index_one, note_sought, refresh_search
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.desk import Desk
from dugnad.records.models.events import Event
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.search import SearchState, SearchText, SearchWord, Sought
from dugnad.records.queries.search import Hit, results, search, sought_without_answer
from dugnad.records.search_index import Match, as_fts5
from people import Cast, make_cast

HERE = Path(__file__).parent
LONG_AGO, NOW = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
TUNED = yaml.safe_load((HERE / "search_queries.yaml").read_text(encoding="utf-8"))
NATURAL = yaml.safe_load((HERE / "search_queries_natural.yaml").read_text(encoding="utf-8"))
ASIDE = yaml.safe_load((HERE / "search_queries_aside.yaml").read_text(encoding="utf-8"))
SECRETS = {
    "a draft": "zebrautkast", "a withdrawn answer": "zebratrukket", "the question of a case": "zebrasak",
    "an internal note": "zebranotat", "a draft event": "zebrakurs", "an event called off": "zebraavlyst",
    "where an event is held online": "zebralenke", "what an event to come will show": "zebraark",
    "a draft agreement": "zebraavtale", "an asker": "zebranavn",
    "why an answer was withdrawn": "zebragrunn",
}  # fmt: skip

ODD = (
    "", " ", "\0", '"', "NEAR(a b)", "' OR 1=1 --", "a*", "{head}:", "🦆" * 400, "x" * 9_000, "og eller men",
    "( ) & | !", "renhold " * 2_000, "§",
)  # fmt: skip


def make_answer(number: int, question: str, answer: str = "Ja, det kan dere.", **given: Any) -> Knowledge:
    """A published answer, if nothing else is said."""
    said = {"state": Knowledge.State.PUBLISHED, "published_at": NOW, **given}
    return Knowledge.objects.create(number=number, question=question, answer=answer, **said)


def make_secrets(cast: Cast) -> None:
    """One thing of each sort that must not be found, each with a word of its own."""
    make_answer(901, "Kan vi kreve zebrautkast?", state=Knowledge.State.DRAFT)
    make_answer(902, "Zebratrukket?", state=Knowledge.State.WITHDRAWN, withdrawn_because="Feil om zebragrunn.")
    case = ask_desk(
        by="visitor", question=Question(text="Må vi ha zebrasak?", name="Zebranavn", email="z@eksempel.no"), on=NOW
    )
    make_answer(903, "Må vi oppgi vekt?", case=case)
    desk = Desk.objects.get(pk=case.desk_id)
    adviser = cast.coordinator if desk.is_national else cast.adviser
    note_case(by=adviser, case=case, text="Internt: zebranotat.")
    ahead = timezone.now() + timedelta(days=30)
    event = {"desk": desk, "kind": Event.Kind.COURSE, "starts_at": ahead, "ends_at": ahead + timedelta(hours=2)}
    Event.objects.create(**event, title="Zebrakurs", state=Event.State.DRAFT)
    Event.objects.create(**event, title="Zebraavlyst", state=Event.State.CALLED_OFF)
    Event.objects.create(
        **event,
        title="Kurs i grønne kjøp",
        url="https://zebralenke.eksempel.no/",
        state=Event.State.PUBLISHED,
        materials=[{"title": "Zebraark", "url": "https://eksempel.no/"}],
    )
    Agreement.objects.create(
        desk=desk, title="Zebraavtale", owner=cast.own, since=date(2020, 1, 1), until=date(2100, 1, 1)
    )


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The shipped content in the index, with records that must not be: made once, gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_secrets(make_cast())
        load_shipped_answers(by="worker")
        refresh_search(by="worker")
        yield
        transaction.set_rollback(True)


def first(query: str, count: int = 3) -> list[str]:
    """The first hits, as kind:key."""
    return [f"{hit.kind}:{hit.key}" for hit in search(query, language="nb", limit=count)]


def is_right(row: dict[str, Any]) -> bool:
    found = first(row["q"])
    return bool(set(found) & set(row["want"])) if row["want"] else not found


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_what_people_type_finds_what_they_mean_among_the_first_three() -> None:
    assert [row["q"] for row in TUNED if not is_right(row)] == []


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_searches_held_aside_are_answered_nearly_as_well() -> None:
    right = sum(map(is_right, ASIDE))

    assert (len(ASIDE), right >= 24) == (30, True), right


@pytest.mark.long
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(("is_tuned", "count", "least"), [(True, 60, 56), (False, 48, 43)], ids=["tuned", "aside"])
def test_whole_questions_find_their_answer_among_the_first_three(is_tuned: bool, count: int, least: int) -> None:
    rows = [row for row in NATURAL if row.get("tuned", False) is is_tuned]

    missed = [row["q"] for row in rows if not is_right(row)]

    assert (len(rows), len(rows) - len(missed) >= least) == (count, True), missed


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_misspelt_nynorsk_finds_what_a_desk_has_published_among_everything() -> None:
    with transaction.atomic():
        make_answer(950, "Må vi vekte klima og miljø når vi kjøper renhold av skolene?")
        index_one("answer", "950")

        found = first("vekting av miljø i reinhaldstenster")
        transaction.set_rollback(True)

    assert "answer:950" in found, found


@pytest.mark.long
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    "query",
    ["kan me krevje fossilfri vareleveranse", "kan vi kreve fossilfrie vareleveranser", "fossilfri vareleveranse"],
)
def test_forms_of_one_word_and_its_compounds_find_the_answer_first(query: str) -> None:
    with transaction.atomic():
        make_answer(951, "Kan vi kreve fossilfri varelevering?", "Ja, dere kan kreve fossilfri transport.")
        index_one("answer", "951")

        found = first(query, 1)
        transaction.set_rollback(True)

    assert found == ["answer:951"]


@pytest.mark.long
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_what_is_not_published_is_never_found(secret: str) -> None:
    found = results(secret, language="nb")
    kept = [row for row in SearchText.objects.values_list("head", "stems", "titles", "texts") if "zebra" in str(row)]
    known = SearchWord.objects.filter(stem__contains="zebra").exists()

    assert ([hit.title for hit in found.hits if "zebra" in repr(hit).lower()], kept, known) == ([], [], False)


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_answer_of_a_case_is_found_without_the_case() -> None:
    assert (first("oppgi vekt")[0], first("kurs i grønne kjøp")[0].split(":")[0]) == ("answer:903", "event")


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_refresh_leaves_what_has_not_changed() -> None:
    before = SearchText.objects.order_by("-pk").first()

    again = refresh_search(by="worker")

    assert (again, SearchText.objects.order_by("-pk").first()) == (0, before)


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_each_kind_can_be_asked_for_alone() -> None:
    kinds = {
        kind: {hit.kind for hit in search("miljø", language="nb", kinds=[kind])} for kind in ("law", "case", "page")
    }

    assert kinds == {"law": {"law"}, "case": {"case"}, "page": {"page"}}


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_hit_is_told_in_the_language_of_the_page_with_its_address() -> None:
    nynorsk, english = (search("lærlinger", language=code, kinds=["law"], limit=1)[0] for code in ("nn", "en"))

    assert [(hit.title, hit.path, hit.language) for hit in (nynorsk, english)] == [
        ("Lærlingar (LOA § 5h)", "/nn/law/#loa-5h@2026", "nn"),
        ("Apprentices (LOA § 5h)", "/en/law/#loa-5h@2026", "en"),
    ]


@pytest.mark.long
@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("odd", ODD)
def test_odd_input_is_only_words(odd: str) -> None:
    assert len(search(odd, language="nb")) <= 20


@pytest.mark.long
@pytest.mark.usefixtures("everything")
def test_misspelt_word_is_told_as_it_was_read() -> None:
    assert results("kjøretoyy utslip", language="nb").read_as == (("kjøretoyy", "kjøretøy"), ("utslip", "utslipp"))


@pytest.mark.django_db
class TestOne:
    """One answer comes, changes and goes."""

    def test_published_answer_is_found_at_once_by_nynorsk_and_misspelt(self) -> None:
        make_answer(7, "Kan vi kreve hydrogenferger i rammeavtalen?", groups=["maritime"])

        index_one("answer", "7")

        tried = ["hydrogenferje", "hydrognferge", "rammeavtalar", "HYDROGENFERGER"]
        assert [first(query) for query in tried] == [["answer:7"]] * 4

    def test_changed_answer_is_found_by_its_new_words_alone(self) -> None:
        answer = make_answer(7, "Kan vi kreve hydrogenferger?")
        index_one("answer", "7")
        Knowledge.objects.filter(pk=answer.pk).update(question="Kan vi kreve seilskuter?")

        index_one("answer", "7")

        words = set(SearchWord.objects.values_list("stem", flat=True))
        assert (first("seilskuter"), first("hydrogenferger"), "hydrogenferg" in words) == (["answer:7"], [], False)

    def test_withdrawn_answer_is_gone_with_its_words(self) -> None:
        answer = make_answer(7, "Kan vi kreve hydrogenferger?")
        index_one("answer", "7")
        Knowledge.objects.filter(pk=answer.pk).update(state=Knowledge.State.WITHDRAWN)

        index_one("answer", "7")

        left = (SearchText.objects.count(), SearchWord.objects.count(), SearchState.objects.get().texts)
        assert (search("hydrogenferger", language="nb"), left) == ([], (0, 0, 0))

    def test_forgotten_answer_is_gone_and_the_other_stays(self) -> None:
        make_answer(7, "Kan vi kreve hydrogenferger?")
        make_answer(8, "Kan vi kreve hydrogenbusser?")
        for number in ("7", "8"):
            index_one("answer", number)

        forget_one("answer", "7")

        assert (first("hydrogenferger hydrogenbusser"), SearchState.objects.get().texts) == (["answer:8"], 1)

    def test_stale_answer_comes_after_a_fresh_one_and_says_so(self) -> None:
        make_answer(7, "Kan vi kreve hydrogenferger?", stale_since=date(2026, 11, 1))
        make_answer(8, "Kan vi kreve hydrogenferger?")
        for number in ("7", "8"):
            index_one("answer", number)

        found = search("hydrogenferger", language="nb")

        assert [(hit.key, hit.is_stale) for hit in found] == [("8", False), ("7", True)]

    def test_excerpt_is_where_the_words_stand_and_why_names_them(self) -> None:
        text = "Først noe annet om saken. " * 20 + "Hydrogenferger kan kreves når markedet er klart. Så noe mer."
        make_answer(7, "Om båter", text)
        index_one("answer", "7")

        hit: Hit = search("hydrogenferje", language="nb")[0]

        assert hit.excerpt.startswith("Hydrogenferger kan kreves når markedet er klart.")
        assert (hit.why, len(hit.excerpt) <= 210) == (("hydrogenferger",), True)

    def test_excerpt_of_an_answer_is_the_short_answer(self) -> None:
        make_answer(
            7,
            "Kan vi kreve hydrogenferger?",
            "Lang tekst om hydrogenferger i havn.",
            short="Ja, når markedet er klart.",
        )
        index_one("answer", "7")

        found = [search(text, language="nb")[0].excerpt for text in ("hydrogenferger", "hydrogenferger i havn")]

        assert found == ["Ja, når markedet er klart."] * 2

    def test_reference_is_shown_by_its_title_in_the_excerpt(self) -> None:
        make_answer(7, "Kan vi kreve hydrogenferger?", "Hydrogenferger følger [[law:loa-5h]].")
        index_one("answer", "7")

        assert search("hydrogenferger", language="nb")[0].excerpt == "Hydrogenferger følger Lærlinger (LOA § 5h)."

    def test_event_that_has_been_is_found_no_more(self) -> None:
        desk, _ = Desk.objects.get_or_create(pk="46")
        ahead = timezone.now() + timedelta(days=3)
        event = Event.objects.create(
            desk=desk, kind=Event.Kind.COURSE, title="Hydrogenkurs", state=Event.State.PUBLISHED, starts_at=ahead,
            ends_at=ahead,
        )  # fmt: skip
        index_one("event", str(event.pk))
        found = first("hydrogenkurs")
        SearchText.objects.update(until=timezone.localdate() - timedelta(days=1))

        assert (found, first("hydrogenkurs")) == ([f"event:{event.pk}"], [])

    def test_publishing_that_fails_leaves_nothing_to_be_found(self) -> None:
        make_answer(7, "Kan vi kreve hydrogenferger?")
        with transaction.atomic():
            index_one("answer", "7")
            transaction.set_rollback(True)

        assert (first("hydrogenferger"), SearchText.objects.count()) == ([], 0)

    @pytest.mark.parametrize("count", [1, 3])
    def test_search_asks_the_database_as_often_for_one_hit_as_for_three(self, count: int) -> None:
        for number in range(count):
            make_answer(number, f"Kan vi kreve hydrogenferger i {number + 1} havner?")
            index_one("answer", str(number))

        with CaptureQueriesContext(connection) as asked:
            found = search("hydrogenferger", language="nb")

        assert (len(found), len(asked)) == (count, 7)


@pytest.mark.django_db
class TestSought:
    """What people look for is counted without telling who."""

    @pytest.fixture(autouse=True)
    def nobody_has_searched(self) -> None:
        cache.clear()

    def test_search_is_counted_by_stems_whatever_its_form(self) -> None:
        make_answer(7, "Hydrogenferger", answer="Hydrogenferger i havn")
        index_one("answer", "7")
        for text in ("hydrogenferger i havna", "Havn hydrogenferge?"):
            note_sought(text=text, on=date(2026, 11, 16), has_answer=False)

        row = Sought.objects.get()
        assert (row.count, row.without_answer, row.shown) == (2, 2, "Havn hydrogenferge")

    def test_names_addresses_and_numbers_are_not_kept(self) -> None:
        text = "Hei jeg heter Kari Normann, kari@eksempel.no, tlf 99 88 77 66, 01010112345, org 987654325, ferger"

        note_sought(text=text, on=date(2026, 11, 16), has_answer=False)

        kept = str(list(Sought.objects.values_list("stems", "shown"))).lower()
        assert [word for word in ("kari", "normann", "eksempel", "99", "01010112345", "9876") if word in kept] == []

    def test_word_that_nobody_has_published_is_shown_once_three_have_used_it(self) -> None:
        shown = []
        for who in ("a", "a", "b", "c"):
            note_sought(text="normannferje", on=date(2026, 11, 16), has_answer=False, who=who)
            shown.append(Sought.objects.get().shown)

        row = Sought.objects.get()
        assert (shown, row.count, row.stems[0]) == (["", "", "", "normannferje"], 3, "~")

    def test_who_searches_and_then_asks_all_the_same_has_found_no_answer(self) -> None:
        for has_answer in (True, False, False):
            note_sought(text="hydrogenferger", on=date(2026, 11, 16), has_answer=has_answer, who="a")

        row = Sought.objects.get()
        assert (row.count, row.without_answer) == (1, 1)

    def test_one_who_searches_without_end_is_counted_no_more_nor_has_a_day_room_for_everything(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("dugnad.records.actions.search.NOTED_AN_HOUR", 2)
        monkeypatch.setattr("dugnad.records.actions.search.NEW_A_DAY", 4)
        day = date(2026, 11, 16)

        for text in ("qwrtplk", "zxcvbnk", "plkqwrt", "nbvcxzk"):
            note_sought(text=text, on=day, has_answer=False, who="flom")
        for who, texts in (("en", ("hjklqwr", "rtyplmk")), ("to", ("mnbvqwe", "qazwsxk")), ("tre", ("qwrtplk",))):
            for text in texts:
                note_sought(text=text, on=day, has_answer=False, who=who)

        assert sorted(Sought.objects.values_list("count", flat=True)) == [1, 1, 1, 2]

    def test_each_question_sent_from_one_town_hall_counts_and_the_first_goes_with_its_search(self) -> None:
        asked = {"text": "hydrogenferger", "on": date(2026, 11, 16), "has_answer": False, "who": "a"}
        note_sought(**asked)  # type: ignore[arg-type]
        for _ in range(3):
            note_sought(**asked, is_case=True)  # type: ignore[arg-type]

        row = Sought.objects.get()
        assert (row.count, row.without_answer) == (3, 3)

    def test_what_was_sought_in_vain_is_told_most_first(self) -> None:
        make_answer(7, "Hydrogenferger og seilskuter og kano")
        index_one("answer", "7")
        for text, times, has_answer in (("kano", 2, True), ("seilskute", 3, False), ("hydrogenferge", 2, False),
                                        ("kano seilskute", 1, False)):  # fmt: skip
            for _ in range(times):
                note_sought(text=text, on=date(2026, 11, 16), has_answer=has_answer)

        told = sought_without_answer(on=date(2026, 11, 20))

        assert [(one.words, one.count, one.without_answer) for one in told] == [
            ("seilskute", 3, 3),
            ("hydrogenferge", 2, 2),
        ]

    def test_what_was_sought_once_goes_after_a_month_and_all_after_a_year(self) -> None:
        for on, count in ((date(2025, 1, 1), 9), (date(2026, 9, 1), 1), (date(2026, 9, 2), 2), (date(2026, 11, 10), 1)):
            Sought.objects.create(on=on, stems=f"s{on}", shown="x", count=count)

        gone = forget_sought(by="worker", on=date(2026, 11, 16))

        assert (gone, list(Sought.objects.order_by("on").values_list("on", flat=True))) == (
            2,
            [date(2026, 9, 2), date(2026, 11, 10)],
        )


def test_only_stems_reach_the_database() -> None:
    with pytest.raises(ValueError, match="is no stem"):
        as_fts5(Match(needs=[[("a' OR 'b",)]]))
