"""The yearly status as content: when a year is open, what is asked, which answers there are, what each is worth.

A year's questions are those of the newest set that began no later than that year. A set that has been answered is not
changed; see content/plan/questions.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TypeGuard

from dugnad.content import content_path
from dugnad.errors import ContentError
from dugnad.law.duty_law import DutyVersion, load_duties
from dugnad.law.lawfile import LawFile, repeated_keys

FILE = "plan/questions.yaml"
CLASSES = ("shall", "invited", "supporter")
SOURCES = ("adopted-plan", "named-responsible", "environment-share", "library-criteria", "attendance")
"""What can be known of a body before it answers."""
MARKS = ("A", "A*", "B", "C", "V", "P", "D", "U")
CHECKED = {"A", "A*", "V"}
FEWEST, MOST = 3, 4
HIGHEST = 3
"""The highest maturity of an answer."""
KEY_LENGTH, VALUE_LENGTH = 40, 20
FIRST_YEAR, LAST_YEAR = 2008, 2200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One step that can be chosen, and what it is worth."""

    value: str
    maturity: int
    text: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Whom a question is a duty for, since when, and where that stands."""

    classes: frozenset[str]
    since: date
    text: dict[str, str]
    cite: str
    href: str
    mark: str

    @property
    def is_checked(self) -> bool:
        """Has somebody read the source?"""
        return self.mark in CHECKED

    def holds(self, obligation_class: str, on: date) -> bool:
        """Was it a duty for this class on the day?"""
        return obligation_class in self.classes and self.since <= on


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From where on a measurement suggests an answer: at the limit, or only above it."""

    limit: float
    is_above: bool
    value: str

    def is_reached(self, measured: float) -> bool:
        """Does the measurement reach it?"""
        return measured > self.limit if self.is_above else measured >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A measurement that can suggest an answer: the highest step whose limit it reaches."""

    source: str
    steps: tuple[Step, ...]
    least_coverage: float = 0.0
    """With less seen than this it suggests nothing."""

    def value_of(self, measured: float | None, coverage: float = 1.0) -> str:
        """The answer that it suggests; "" for none: what was not measured suggests nothing, and never a no."""
        if measured is None or coverage < self.least_coverage:
            return ""
        return next((step.value for step in self.steps if step.is_reached(measured)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the yearly status."""

    key: str
    name: dict[str, str]
    question: dict[str, str]
    evidence: dict[str, str]
    asked_of: tuple[Asked, ...]
    measured: tuple[Suggestion, ...]
    answers: tuple[Answer, ...]

    def answer(self, value: str) -> Answer | None:
        """The answer of that value; none for "" and for what is not asked any more."""
        return next((answer for answer in self.answers if answer.value == value), None)

    def duty_of(self, obligation_class: str, on: date) -> Asked | None:
        """The duty that the question is about, for this class on the day."""
        return next((one for one in self.asked_of if one.holds(obligation_class, on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """The questions from one year on."""

    since: int
    questions: tuple[Question, ...]

    def question(self, key: str) -> Question | None:
        """The question of that name."""
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The first and the last day on which a year is answered in time."""

    opens: date
    closes: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """All sets and all windows."""

    asks: frozenset[str]
    """The obligation classes that are asked."""
    sets: dict[int, QuestionSet]
    windows: dict[int, tuple[tuple[int, int], tuple[int, int]]]

    def of_year(self, year: int) -> QuestionSet | None:
        """The questions of the year; none before the first set."""
        first = max((since for since in self.sets if since <= year), default=None)
        return None if first is None or year > LAST_YEAR else self.sets[first]

    def window(self, year: int) -> Window | None:
        """When the year is answered."""
        first = max((since for since in self.windows if since <= year), default=None)
        if first is None or self.of_year(year) is None:
            return None
        opens, closes = self.windows[first]
        return Window(opens=date(year, *opens), closes=date(year + 1, *closes))

    def has_opened(self, year: int, on: date) -> bool:
        """Can the year be answered on the day, in time or late?"""
        window = self.window(year)
        return window is not None and window.opens <= on

    def is_late(self, year: int, on: date) -> bool:
        """Has the year closed?"""
        window = self.window(year)
        return window is not None and on > window.closes

    def open_year(self, on: date) -> int | None:
        """The newest year that is answered in time on the day."""
        windows = {year: self.window(year) for year in (on.year, on.year - 1)}
        return next((year for year, one in windows.items() if one and one.opens <= on <= one.closes), None)

    def newest_year(self, on: date) -> int | None:
        """The newest year that has opened: the one to answer, in time or late."""
        return next((year for year in (on.year, on.year - 1) if self.has_opened(year, on)), None)

    def closed_year(self, on: date) -> int | None:
        """The newest year that has closed: who has not answered it is late."""
        return next((year for year in (on.year - 1, on.year - 2) if self.is_late(year, on)), None)


@cache
def load_questions() -> Questions:
    """The questions as content says them; the first fault is raised."""
    questions, faults = read_questions()
    if faults:
        raise faults[0]
    return questions


def check_questions() -> list[ContentError]:
    """Every fault in content/plan/questions.yaml."""
    try:
        return read_questions()[1]
    except ContentError as error:
        return [error]


def read_questions() -> tuple[Questions, list[ContentError]]:
    """The file, read strictly."""
    path = content_path(FILE)
    file = LawFile(path)
    file.only((), {"windows", "sets", "asks"})
    for class_ in file.texts("asks"):
        if class_ not in CLASSES:
            file.fault(("asks",), f'"{class_}" is not an obligation class.', f"Use {', '.join(CLASSES)}.")
    windows = {year: (day_of(file, year, "opens"), day_of(file, year, "closes")) for year in years_of(file, "windows")}
    sets = {year: set_of(file, year) for year in years_of(file, "sets")}
    if sets and windows and min(windows) > min(sets):
        file.fault(("windows",), "The first set has no window.", "Let windows begin no later than sets.")
    asks = frozenset(file.get(("asks",)) or ())
    return Questions(asks=asks, sets=sets, windows=windows), [*file.faults, *repeated_keys(path)]


def years_of(file: LawFile, name: str) -> list[int]:
    """The years that stand as keys."""
    years = [year for year in file.mapping(name) if isinstance(year, int) and FIRST_YEAR <= year <= LAST_YEAR]
    for year in file.mapping(name):
        if year not in years:
            file.fault((name, year), f'"{year}" is not a year.', "Write it as 2026.")
    return years


def day_of(file: LawFile, year: int, name: str) -> tuple[int, int]:
    """A day of every year, written 11-01."""
    file.only(("windows", year), {"opens", "closes"})
    text = str(file.get(("windows", year, name)) or "")
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        file.fault(("windows", year, name), f'"{text}" is not a day of the year.', "Write month and day as 11-01.")
        return (1, 1)
    return (day.month, day.day)


def set_of(file: LawFile, year: int) -> QuestionSet:
    """One set."""
    rows = file.get(("sets", year))
    if not isinstance(rows, list) or not rows:
        file.fault(("sets", year), "This set has no questions.", "Write a list of questions.")
        rows = []
    questions = [question_of(file, ("sets", year, number)) for number in range(len(rows))]
    keys = [question.key for question in questions]
    for number, key in enumerate(keys):
        if key in keys[:number]:
            file.fault(("sets", year, number, "key"), f'"{key}" stands twice.', "Give every question its own key.")
    return QuestionSet(since=year, questions=tuple(questions))


def question_of(file: LawFile, at: tuple[str | int, ...]) -> Question:
    """One question."""
    file.only(at, {"key", "name", "question", "evidence", "asked_of", "measured", "answers"})
    answers = tuple(answer_of(file, (*at, "answers", number)) for number in range(length(file, (*at, "answers"))))
    must_be_steps(file, (*at, "answers"), answers)
    values = {answer.value for answer in answers}
    suggested = range(length(file, (*at, "measured")))
    return Question(
        key=short(file, KEY_LENGTH, *at, "key"),
        name=file.names(*at, "name"),
        question=file.names(*at, "question"),
        evidence=file.names(*at, "evidence"),
        asked_of=tuple(asked_of(file, (*at, "asked_of", number)) for number in range(length(file, (*at, "asked_of")))),
        measured=tuple(suggestion_of(file, (*at, "measured", number), values) for number in suggested),
        answers=answers,
    )


def length(file: LawFile, at: tuple[str | int, ...]) -> int:
    """How many stand in a list that may be missing."""
    rows = file.get(at)
    return len(rows) if isinstance(rows, list) else 0


def short(file: LawFile, most: int, *at: str | int) -> str:
    """A name that fits into its column and into an address."""
    text = file.text(*at)
    if len(text) > most or not text.replace("-", "").isalnum() or not text.isascii():
        file.fault(at, f'"{text}" cannot be a name here.', f"Use at most {most} letters a-z, digits and hyphens.")
    return text


def answer_of(file: LawFile, at: tuple[str | int, ...]) -> Answer:
    """One step."""
    file.only(at, {"value", "maturity", "text"})
    maturity = file.get((*at, "maturity"))
    if not isinstance(maturity, int) or isinstance(maturity, bool) or not 0 <= maturity <= HIGHEST:
        file.fault((*at, "maturity"), f"The maturity is {maturity!r}.", f"Write a whole number from 0 to {HIGHEST}.")
        maturity = 0
    return Answer(value=short(file, VALUE_LENGTH, *at, "value"), maturity=maturity, text=file.names(*at, "text"))


def must_be_steps(file: LawFile, at: tuple[str | int, ...], answers: tuple[Answer, ...]) -> None:
    """Three or four answers, each once, each worth more than the one before."""
    if not FEWEST <= len(answers) <= MOST:
        file.fault(at, f"There are {len(answers)} answers.", f"Write {FEWEST} or {MOST}.")
    worth = [answer.maturity for answer in answers]
    if worth != sorted(set(worth)):
        file.fault(
            at, "The answers are not in rising order of maturity.", "Let each be worth more than the one before."
        )
    if len({answer.value for answer in answers}) != len(answers):
        file.fault(at, "Two answers have the same value.", "Give every answer its own value.")


def asked_of(file: LawFile, at: tuple[str | int, ...]) -> Asked:
    """A duty: from the law's own content where it names a version, else as written here."""
    file.only(at, {"classes", "law", "since", "text", "mark", "href"})
    classes = frozenset(file.texts(*at, "classes"))
    if classes - set(CLASSES):
        file.fault((*at, "classes"), "This is not an obligation class.", f"Use {', '.join(CLASSES)}.")
    if file.get((*at, "law")) is not None:
        version = duty_version(file, at)
        if version is not None:
            return Asked(classes=classes, since=version.since, text=version.text, cite=version.cite,
                         href=version.href, mark=version.mark)  # fmt: skip
        return Asked(classes=classes, since=date.max, text={}, cite="", href="", mark="U")
    since, text = file.day(*at, "since"), file.names(*at, "text")
    mark = file.one_of(MARKS, *at, "mark")
    return Asked(classes=classes, since=since, text=text, cite="", href=str(file.get((*at, "href")) or ""), mark=mark)


def duty_version(file: LawFile, at: tuple[str | int, ...]) -> DutyVersion | None:
    """The version of the duty that content/law/duties knows by this name."""
    name = file.text(*at, "law")
    found = [one for versions in load_duties().versions.values() for one in versions if one.id == name]
    if not found:
        file.fault((*at, "law"), f'"{name}" is not a duty in content/law/duties.', "Write its rule_version.")
        return None
    return found[0]


def suggestion_of(file: LawFile, at: tuple[str | int, ...], values: set[str]) -> Suggestion:
    """What a measurement suggests."""
    file.only(at, {"source", "least_coverage", "steps"})
    found = (step_of(file, (*at, "steps", number), values) for number in range(length(file, (*at, "steps"))))
    steps = sorted((step for step in found if step), reverse=True)
    least = file.get((*at, "least_coverage"))
    if least is not None and not is_number(least, 0, 1):
        file.fault((*at, "least_coverage"), f"The least coverage is {least!r}.", "Write a share from 0 to 1.")
        least = None
    source = file.one_of(SOURCES, *at, "source")
    return Suggestion(source=source, steps=tuple(steps), least_coverage=float(least or 0))


def step_of(file: LawFile, at: tuple[str | int, ...], values: set[str]) -> Step | None:
    """One limit, at or above which an answer is suggested."""
    file.only(at, {"at_least", "above", "value"})
    above, least, value = file.get((*at, "above")), file.get((*at, "at_least")), file.text(*at, "value")
    is_above = above is not None
    limit = above if is_above else least
    if (is_above and least is not None) or not is_number(limit, 0) or (limit == 0 and not is_above):
        file.fault(at, f"The limit is {limit!r}.", "Write a number above 0: nothing suggests no.")
        return None
    if value not in values:
        file.fault((*at, "value"), f'"{value}" is no answer here.', f"Use {', '.join(sorted(values))}.")
    return Step(float(limit), is_above, value)


def is_number(value: object, least: float, most: float = float("inf")) -> TypeGuard[float]:
    """A number within the limits; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
