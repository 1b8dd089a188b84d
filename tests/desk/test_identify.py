from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from dugnad.desk.identify import marks, seen_in, spelt, taken_out, unsettled, without

KNOWN = ("Eksempelvik kommune", "Kim Kontakt")
REGISTER = ("Prøvefjord kommune", "Prøvefjord", "Example Directorate", "Arbeidstilsynet")
TEXT = """Hei Kari,

Jeg heter Ola Nordstrand og jobber i Eksempelvik kommune (org.nr. 974 760 673). Ring meg på 22 33 44 55 eller skriv til
ola@eksempelvik.invalid. Saken vår er 2026/1234, se https://eksempelvik.invalid/sak. KOFA 2024/639 og LOA § 5b
gjelder vel?

Med vennlig hilsen
Ola Nordstrand"""
SENTENCES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "named_sentences.yaml").read_text(encoding="utf-8")
)


def found_in(sentence: dict[str, Any]) -> Counter[tuple[str, str]]:
    """What is marked in a sentence, by sort and words."""
    return Counter((one.sort, one.of(sentence["text"])) for one in marks(sentence["text"], KNOWN, REGISTER))


def truth_of(sentence: dict[str, Any]) -> Counter[tuple[str, str]]:
    """What names somebody in it."""
    return Counter((sort, str(words)) for sort, all_words in sentence.get("names", {}).items() for words in all_words)


def missed(where: str) -> list[tuple[str, str, str]]:
    """What is not wholly covered by marks, of whatever sort."""
    return [
        (one["text"], sort, words)
        for one in SENTENCES
        if one["where"] == where
        for sort, words in truth_of(one)
        if not any(spelt(words) in spelt(marked) for _, marked in found_in(one))
    ]


def test_there_are_sentences_enough_in_each_language() -> None:
    of_language = Counter(one["lang"] for one in SENTENCES if "names" in one)

    assert [len(SENTENCES) >= 90, sum(of_language.values()) >= 60, min(of_language.values()) >= 10] == [True] * 3


@pytest.mark.parametrize(("where", "most_missed"), [("sure", 0), ("form", 0), ("body", 0), ("free", 0), ("small", 0)])
def test_what_names_somebody_is_marked(where: str, most_missed: int) -> None:
    lost = missed(where)

    assert len(lost) <= most_missed, lost


def test_sort_is_told_rightly() -> None:
    wrong = [
        (one["text"], truth, found_in(one))
        for one in SENTENCES
        for truth in truth_of(one)
        if truth[0] not in {sort for sort, _ in found_in(one)}
    ]

    assert wrong == []


def test_words_of_the_field_name_nobody() -> None:
    wrong = [(one["text"], dict(found_in(one))) for one in SENTENCES if one["where"] == "none" and found_in(one)]

    assert wrong == []


def test_few_words_are_marked_beside_what_names_somebody() -> None:
    beside = [
        (one["text"], marked)
        for one in SENTENCES
        for _, marked in found_in(one)
        if not any(spelt(words) in spelt(marked) or spelt(marked) in spelt(words) for _, words in truth_of(one))
    ]

    assert len(beside) <= 3, beside


def test_everything_that_names_somebody_is_marked_in_a_letter() -> None:
    found = [(one.sort, one.of(TEXT)) for one in marks(TEXT, KNOWN)]

    assert found == [
        ("name", "Kari"),
        ("name", "Ola Nordstrand"),
        ("body", "Eksempelvik kommune"),
        ("orgnr", "974 760 673"),
        ("phone", "22 33 44 55"),
        ("email", "ola@eksempelvik.invalid"),
        ("case-number", "2026/1234"),
        ("link", "https://eksempelvik.invalid/sak"),
        ("name", "Ola Nordstrand"),
    ]


def test_chosen_marks_are_taken_out() -> None:
    text = "Skriv til a@b.no eller ring Kim Kontakt."

    assert without(text, marks(text, KNOWN)) == "Skriv til [e-post] eller ring [virksomheten]."


def test_one_thing_is_settled_once_wherever_it_stands() -> None:
    texts = ("Ola Nordstrand spør.", "Svar til OLA  NORDSTRAND, a@b.no.")

    seen = seen_in(texts, ("Ola Nordstrand",))
    out = [taken_out(text, {"body:ola nordstrand"}, ("Ola Nordstrand",)) for text in texts]
    left = unsettled(seen, {"body:ola nordstrand": "Har bedt om det.", "email:a@b.no": " "})

    assert [(one.key, one.count) for one in seen] == [("body:ola nordstrand", 2), ("email:a@b.no", 1)]
    assert out == ["[virksomheten] spør.", "Svar til [virksomheten], a@b.no."]
    assert [one.key for one in left] == ["email:a@b.no"]


@pytest.mark.parametrize("text", ["", " ", "\n" * 50, "A" * 20_000, "Mvh\n" * 2_000, "Hei " * 3_000, "1 " * 5_000])
def test_odd_texts_are_read_to_the_end(text: str) -> None:
    found = marks(text, KNOWN, REGISTER)

    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_what_stands_where_something_was_taken_out_names_nobody() -> None:
    text = "Hilsen Kari Nordmann, tlf. 412 34 567, org.nr. 974 760 673, sak 2026/1234"

    once = without(text, marks(text))

    assert (once != text, marks(once)) == (True, ())
