from __future__ import annotations

from pathlib import Path

import pytest

from dugnad.desk.shipped_answers import check_answers, load_answers
from dugnad.law.lawfile import LANGUAGES

SOUND = """
number: 900
subject: products
groups: [furniture]
cpv: ["39"]
reviewed: 2026-11-23
review_by: 2027-06-30
by: editor
nb: {question: "Hva?", short: "Ja.", answer: "Se [[law:loa-5b]]."}
nn: {question: "Kva?", short: "Ja.", answer: "Sjå [[law:loa-5b]]."}
"""


def test_shipped_answers_stand_in_every_language_and_rest_on_something() -> None:
    answers = load_answers()

    assert (len(answers) >= 40, check_answers()) == (True, [])
    assert {tuple(sorted(one.words)) for one in answers} == {tuple(sorted(LANGUAGES))}
    assert [one.id for one in answers if not one.references()] == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("", "", ""),
        ("law:loa-5b]]", "law:loa-99]]", "[[law:loa-99]] leads nowhere."),
        ("[[law:loa-5b]]", "[[lov]]", "A bracket [[…]] is no reference."),
        ("furniture", "chairs", '"chairs" is no product group.'),
        ('"39"', '"39x"', '"39x" is no CPV code.'),
        ("2027-06-30", "2026-11-01", "The next review is not after the last."),
        ("number: 900", "number: 1", "Number 1 is "),
        ("products", "chairs", "`subject` is 'chairs'."),
        ("Hva?", "Skriv til a@b.no?", "The words hold email."),
        ("nn: ", "en: ", "The answer lacks nn."),
    ],
)
def test_fault_in_an_own_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, problem: str
) -> None:
    file = tmp_path / "desk/answers/own.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(SOUND.replace(old, new) if old else SOUND, encoding="utf-8")
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    told = [fault.problem for fault in check_answers()]

    assert any(one.startswith(problem) for one in told) if problem else told == []
