"""The yearly questions as content: the shipped set, when a year is open, and what the check refuses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from dugnad.content import content_path, read_yaml
from dugnad.plan.questions import check_questions, load_questions

SEVEN = [
    "anchoring",
    "responsible",
    "strategy",
    "management-system",
    "criteria-used",
    "contract-follow-up",
    "competence",
]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A body's own content, laid over the shipped one."""
    shipped = content_path("plan/questions.yaml").read_text()
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "questions.yaml").write_text(shipped)
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    load_questions.cache_clear()
    yield tmp_path / "plan" / "questions.yaml"
    load_questions.cache_clear()


def faults(path: Path, *change: tuple[str, str]) -> list[str]:
    text = path.read_text()
    for old, new in change:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return [fault.problem for fault in check_questions()]


def test_the_shipped_questions_are_seven_without_fault() -> None:
    asked = load_questions().of_year(2026)

    assert check_questions() == []
    assert asked is not None
    assert [question.key for question in asked.questions] == SEVEN


@pytest.mark.parametrize(
    ("on", "open_year", "newest", "closed"),
    [
        (date(2026, 10, 31), None, None, None),
        (date(2026, 11, 1), 2026, 2026, None),
        (date(2027, 3, 31), 2026, 2026, None),
        (date(2027, 4, 1), None, 2026, 2026),
        (date(2027, 11, 1), 2027, 2027, 2026),
        (date(2028, 4, 1), None, 2027, 2027),
    ],
)
def test_a_year_opens_in_november_and_closes_in_march(
    on: date, open_year: int | None, newest: int | None, closed: int | None
) -> None:
    questions = load_questions()

    assert (questions.open_year(on), questions.newest_year(on), questions.closed_year(on)) == (
        open_year,
        newest,
        closed,
    )


def test_strategy_is_a_duty_of_the_act_since_july_2026_and_not_before() -> None:
    asked = load_questions().of_year(2026)
    assert asked is not None
    strategy = asked.question("strategy")
    assert strategy is not None

    duty = strategy.duty_of("invited", date(2026, 7, 1))

    assert duty is not None
    assert (duty.cite, duty.mark, duty.is_checked) == ("LOA § 5a", "A*", True)
    assert strategy.duty_of("invited", date(2026, 6, 30)) is None
    assert strategy.duty_of("supporter", date(2026, 7, 1)) is None


def test_what_no_source_confirms_says_so() -> None:
    asked = load_questions().of_year(2026)
    assert asked is not None
    system = asked.question("management-system")
    assert system is not None

    assert [one.is_checked for one in system.asked_of] == [False]


def test_a_later_set_leaves_earlier_years_as_they_were(own: Path) -> None:
    content = read_yaml(own)
    content["sets"][2028] = content["sets"][2026][:3]
    content["windows"] = {2026: {"opens": "11-01", "closes": "03-31"}, 2028: {"opens": "10-01", "closes": "02-28"}}
    own.write_text(yaml.safe_dump(content, allow_unicode=True))

    questions = load_questions()
    before, after = questions.of_year(2027), questions.of_year(2028)
    window = questions.window(2028)

    assert check_questions() == []
    assert before is not None
    assert after is not None
    assert window is not None
    assert (before.since, len(before.questions), after.since, len(after.questions)) == (2026, 7, 2028, 3)
    assert (window.opens, window.closes) == (date(2028, 10, 1), date(2029, 2, 28))
    assert questions.of_year(2025) is None


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("key: responsible", "key: anchoring"), '"anchoring" stands twice.'),
        (("key: strategy", "key: strå"), '"strå" cannot be a name here.'),
        (("maturity: 1", "maturity: 0"), "The answers are not in rising order of maturity."),
        (("maturity: 1", "maturity: 9"), "The maturity is 9."),
        (("opens: 11-01", "opens: 11-31"), '"11-31" is not a day of the year.'),
        (("law: loa-5a@2026", "law: loa-5z@2026"), '"loa-5z@2026" is not a duty in content/law/duties.'),
        (("at_least: 1, value: in-place", "at_least: 0, value: in-place"), "The limit is 0."),
        (("{above: 0.5,", "{above: true,"), "The limit is True."),
        (("{above: 0.5,", "{above: 0.5, at_least: 0.5,"), "The limit is 0.5."),
        (("least_coverage: 0.5", "least_coverage: 50"), "The least coverage is 50."),
        (("at_least: 1, value: in-place", "at_least: 1, value: soon"), '"soon" is no answer here.'),
        (("asks: [shall, invited, supporter]", "asks: [shall, all]"), '"all" is not an obligation class.'),
        (("source: adopted-plan", "source: rumour"), "`sets.2026.0.measured.0.source` is 'rumour'."),
        (("since: 2008-07-11", "since: 11.7.2008"), '"11.7.2008" is not a date.'),
    ],
)
def test_faults_are_told(own: Path, change: tuple[str, str], problem: str) -> None:
    assert problem in faults(own, change)


@pytest.mark.parametrize(
    ("share", "coverage", "suggested"),
    [
        (0.0, 1.0, ""), (0.2, 1.0, "begun"), (0.25, 1.0, "begun"), (0.5, 1.0, "begun"), (0.51, 1.0, "in-place"),
        (0.75, 1.0, "in-place"), (0.99, 1.0, "in-place"), (1.0, 1.0, "lived"), (1.0, 0.5, "lived"), (1.0, 0.49, ""),
        (None, 1.0, ""),
    ],
)  # fmt: skip
def test_most_is_above_half_all_is_all_and_little_seen_suggests_nothing(
    share: float | None, coverage: float, suggested: str
) -> None:
    asked = load_questions().of_year(2026)
    question = asked.question("criteria-used") if asked else None
    assert question is not None
    (measured,) = [one for one in question.measured if one.source == "environment-share"]

    assert measured.value_of(share, coverage) == suggested


def test_a_missing_language_is_told(own: Path) -> None:
    content = read_yaml(own)
    del content["sets"][2026][0]["answers"][0]["text"]["nn"]
    content["windows"] = {2026: {"opens": "11-01", "closes": "03-31"}}
    own.write_text(yaml.safe_dump(content, allow_unicode=True))

    assert [fault.problem for fault in check_questions()] == [
        "`sets.2026.0.answers.0.text.nn` is missing or not a text."
    ]
