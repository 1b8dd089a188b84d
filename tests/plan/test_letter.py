"""A letter is filled for each body, and what would send nonsense is told before."""

from __future__ import annotations

from datetime import date

from dugnad.plan.letter import (
    Addressee,
    Measured,
    Problem,
    asked_act,
    field_values,
    fill,
    letter_problems,
    one_line,
    status_sentence,
)
from dugnad.plan.letter_check import check_letters, text_faults
from dugnad.plan.letter_paper import blocks_of
from dugnad.plan.letter_words import first_letter
from dugnad.plan.paper import Link, Text

HARBOUR = Addressee(name="Eksempelvik kommune", obligation_class="invited")


def test_shipped_letters_can_be_sent() -> None:
    assert check_letters() == []


def test_letter_with_faults_names_each_of_them() -> None:
    subject = {"nb": "Til {body}", "nn": "Til {link}", "en": "Dear"}
    text = {"nb": "Hei {navn}, svar {link}", "nn": "Hei {link} {", "en": "Hello"}

    found = letter_problems(subject, text)

    assert found == [
        Problem("nb", "text", "unknown-field", "navn"),
        Problem("nn", "subject", "link-in-subject", "{link}"),
        Problem("nn", "text", "stray-brace", "{"),
        Problem("en", "text", "no-link", "{link}"),
    ]


def test_language_without_text_is_missing() -> None:
    assert letter_problems({"nb": "A", "nn": "A"}, dict.fromkeys(("nb", "nn", "en"), "{link}")) == [
        Problem("en", "subject", "empty")
    ]


def test_filled_letter_has_no_field_left_but_the_link() -> None:
    values = field_values(HARBOUR, language="nb", act="join", reply_by=date(2026, 12, 31), sender="Departementet")

    text = fill(first_letter()["text"]["nb"], values)

    assert text.count("{") == text.count("{link}") == 1
    assert text.startswith("Til Eksempelvik kommune\n")
    assert "Svar innen 31. desember 2026." in text


def test_name_with_a_field_in_it_is_not_filled_again() -> None:
    sly = Addressee(name="{link} AS\r\nBcc: x@y.no", obligation_class="invited")

    values = field_values(sly, language="nb", act="join", reply_by=None, sender="{link}")

    assert values["body"] == "(link) AS Bcc: x@y.no"
    assert values["sender"] == "(link)"


def test_unknown_status_is_said_as_unknown_and_is_no_no() -> None:
    assert status_sentence(None, "en") == (
        "We have found no notices of yours to measure, so the measured status is unknown. Unknown does not mean no."
    )


def test_share_stands_beside_its_numbers_and_coverage() -> None:
    seen = Measured(numerator=3, denominator=7, coverage=0.8, value=3 / 7)

    assert status_sentence(seen, "en") == (
        "In 3 of 7 lots (43%) climate and environment count at least 30 per cent. The weight could be read in 80% of "
        "what you have announced. The Act has other paths than weight too."
    )


def test_share_is_not_told_where_too_little_was_seen() -> None:
    seen = Measured(numerator=1, denominator=1, coverage=0.1, value=1.0)

    assert status_sentence(seen, "en") == (
        "The weight on environment could be read in 10% of the lots you have announced. Too little is seen to say "
        "anything about the rest."
    )


def test_what_is_done_already_is_not_asked_for_again() -> None:
    joined = Addressee(name="A", obligation_class="invited", adhesion="joined")
    planned = Addressee(name="A", obligation_class="shall", adhesion="confirmed", has_plan=True)

    assert [asked_act("join", HARBOUR), asked_act("join", joined), asked_act("confirm", planned)] == [
        "join", "adopt-plan", "answer-status",
    ]  # fmt: skip


def test_all_that_is_done_leaves_nothing_to_ask() -> None:
    joined = Addressee(name="A", obligation_class="invited", adhesion="joined", has_plan=True, has_answered=True)
    receipt = Addressee(name="A", obligation_class="shall", adhesion="confirmed", has_plan=True, has_answered=True)
    without_plan = Addressee(name="A", obligation_class="invited", adhesion="joined", has_answered=True)

    acts = [asked_act("join", joined), asked_act("answer-status", joined), asked_act("confirm", receipt)]
    assert acts == ["nothing"] * 3
    assert asked_act("answer-status", without_plan) == "adopt-plan"


def test_body_that_has_joined_is_not_called_invited() -> None:
    joined = Addressee(name="A", obligation_class="invited", adhesion="joined", adhesion_on=date(2026, 1, 2))

    values = field_values(joined, language="nb", act="adopt-plan", reply_by=None, sender="B")

    assert values["duty"] == "Dere har sluttet dere til handlingsplanen ved eget vedtak. Takk for at dere er med."


def test_header_text_is_one_line_without_hidden_signs() -> None:
    assert one_line("A\r\nBcc: b@c.no\u202e\x00\u2028d") == "A Bcc: b@c.no d"


def test_sentence_with_a_place_that_nothing_fills_is_a_fault() -> None:
    texts = {"nb": "Innen {dag}.", "nn": "Innan {day}.", "en": ""}

    assert text_faults("reply_by.day", texts, {"day"}) == [
        ('"reply_by.day", nb, has a place that nothing fills.', "Places here: day."),
        ('"reply_by.day" lacks its text in en.', "Write it."),
    ]


def test_link_within_a_sentence_stands_on_a_line_of_its_own_on_paper() -> None:
    blocks = blocks_of("Svar her: {link}. Takk.\nHilsen oss", "https://dugnad.no/reply/a/")

    assert blocks == [Text("Svar her:"), Link("https://dugnad.no/reply/a/", "https://dugnad.no/reply/a/"),
                      Text("Takk.\nHilsen oss")]  # fmt: skip
