from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria import files
from criteria.made import made_fact
from dugnad.content import content_path
from dugnad.criteria.checks_file import figures_outside_names, read_checks
from dugnad.criteria.faults import is_among
from dugnad.criteria.library import read_library
from dugnad.criteria.reading import LibraryFile
from dugnad.criteria.whole import check_criteria

FILE = "cleaning/cleaning-one/2026-11-22.yaml"
PLACE = f"content/criteria/{FILE}"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a sound library and nothing else."""
    monkeypatch.setattr("dugnad.content.content_folders", lambda: (tmp_path,))
    files.write_library(tmp_path)
    return tmp_path


NB = {"nb": "Minst {share}.", "nn": "Minst {share}.", "en": "At least {share}."}
BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("an unknown key", {"colour": "red"}, '"colour" is not a known name here.'),
    ("a missing key", {"why": None}, "`why` is missing or has no languages."),
    ("an unknown word", {"kind": "demand"}, "`kind` is 'demand'."),
    ("an unknown theme", {"themes": ["chemicals", "magic"]}, '"magic" is not a known word here.'),
    ("an unknown label", {"labels_accepted": ["nordic-swann"]}, '"nordic-swann" is no label of labels.yaml.'),
    ("an unknown fact", {"facts": ["shares"]}, '"cleaning/shares" is no fact of facts.yaml.'),
    ("an unknown criterion", {"conflicts_with": ["cleaning-two"]}, '"cleaning-two" is no criterion.'),
    ("English missing", {"why": {"nb": "Ord."}}, "`why.en` is missing or not a text."),
    ("one text without nynorsk", {"why": {"nb": "Ord.", "en": "Word."}},
     "This text is missing in nynorsk, and others in the file have it."),
    ("a bare figure", {"requirement": {name: f"{text} Og 40." for name, text in NB.items()}},
     "The figure 40 stands outside a field."),
    ("a field in one language only", {"requirement": {**NB, "en": "At least half."}},
     "The field {share} is missing in en, and stands in another language."),
    ("a field that is not declared", {"requirement": {name: f"{text} {{more}}" for name, text in NB.items()}},
     "The field {more} is not among `parameters`."),
    ("a brace alone", {"requirement": {**NB, "nb": "Minst {share} og {."}},
     "A brace stands alone or holds no plain name."),
    ("a default that the fact lacks",
     {"parameters": {"share": {"label": files.WORDS, "unit": "%", "default": 60, "fact": "share"}}},
     "60 is not among the figures of cleaning/share."),
    ("published on a guess", {"facts": ["guess"]},
     "It is published, and rests on what is not confirmed: cleaning/guess."),
    ("scoring in a clause", {"scoring": files.WORDS}, "`scoring` belongs to award-criterion only."),
    ("a clause without follow-up", {"follow_up": None}, "`follow_up` is missing or has no languages."),
    ("an award criterion without scoring", {"kind": "award-criterion"}, "`scoring` is missing or has no languages."),
    ("selection about the delivery", {"kind": "selection", "follow_up": None, "follow_up_when": None, "evidence": None},
     "A selection criterion concerns the supplier."),
    ("a review before the day", {"review_by": "2026-01-31"}, "2026-01-31 is not after 2026-11-22."),
    ("a label that had ended", {"labels_accepted": ["ended"]},
     "Gammelt merke held until 2026-01-31, and this version is from 2026-11-22."),
    ("a code of another group", {"applies_to": ["30213100"]}, "30213100 is outside the codes of cleaning."),
    ("a text for a date", {"review_by": "soon"}, '"soon" is not a date.'),
    ("changed in the first version", {"changed": files.WORDS}, "This is the first version."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_broken_rule_is_told(own: Path, change: dict[str, Any], problem: str) -> None:
    files.write(own, FILE, files.version(**change))

    faults = [fault for fault in check_criteria() if fault.file == PLACE]

    assert problem in [fault.problem for fault in faults]
    assert all(fault.line and fault.remedy for fault in faults)


def test_a_day_that_the_calendar_lacks_is_told_with_its_line(own: Path) -> None:
    path = own / "criteria" / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("2027-11-30", "2027-02-30"), encoding="utf-8")

    faults = [fault for fault in check_criteria() if fault.file == PLACE]

    assert [fault.remedy for fault in faults] == ["Write a day of the calendar, as 2026-11-22."]
    assert path.read_text(encoding="utf-8").splitlines()[faults[0].line - 1] == "review_by: 2027-02-30"  # type: ignore[operator]


@pytest.mark.parametrize(
    ("relative", "change", "problem"),
    [
        ("cleaning/group.yaml", {"missing_levels": {"avansert": files.WORDS}},
         "No criterion of the group is spydspiss, and no reason is given."),
        ("cleaning/group.yaml", {"missing_kinds": {**files.GROUP["missing_kinds"], "contract-clause": files.WORDS}},  # type: ignore[dict-item]
         "A reason is given for lacking contract-clause, and the group has it."),
        ("other/group.yaml", {"order": 2, "cpv": ["90911000", "90910000"]}, "90910000 is owned by cleaning already."),
        ("other/group.yaml", {"cpv": ["33000000"]}, "cleaning has the order 1 too."),
        ("cleaning/group.yaml", {"cpv": ["9091"]}, '"9091" is no CPV code.'),
    ],
)  # fmt: skip
def test_what_a_group_must_agree_on_is_told(own: Path, relative: str, change: dict[str, Any], problem: str) -> None:
    files.write(own, relative, {**files.GROUP, **change})

    faults = [fault for fault in check_criteria() if fault.file == f"content/criteria/{relative}"]

    assert problem in [fault.problem for fault in faults]
    assert all(fault.line for fault in faults)


@pytest.mark.parametrize(
    ("relative", "problem"),
    [
        ("cleaning/cleaning-one/22-11-2026.yaml", '"22-11-2026" is no day.'),
        ("cleaning/cleaning-one/2026-13-01.yaml", '"2026-13-01" is no day.'),
        ("other/cleaning-one/2026-11-22.yaml", "The id cleaning-one is taken by cleaning/cleaning-one."),
        ("other/other-one/2026-11-22.yaml", "This folder has criteria and no group.yaml."),
        ("cleaning/Cleaning_One/2026-11-22.yaml", '"Cleaning_One" cannot name a criterion.'),
        ("cleaning/fakta.yaml", "Nothing reads this file."),
    ],
)  # fmt: skip
def test_a_file_in_the_wrong_place_is_told(own: Path, relative: str, problem: str) -> None:
    files.write(own, relative, files.version())

    assert any(fault.problem.startswith(problem) for fault in read_library().faults)


def places(value: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a file, from the top down."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, child in children for found in ((*keys, key), *places(child, (*keys, key)))]


def put(value: Any, keys: tuple[Any, ...], new: object) -> None:
    for key in keys[:-1]:
        value = value[key]
    value[keys[-1]] = new


AWARD = files.version(
    kind="award-criterion", follow_up=None, follow_up_when=None, evidence=None, scoring=files.WORDS,
    scoring_method="linear", measured_by={"unit": "kWh", "direction": "lower"},
)  # fmt: skip
GOOD = {"clause": files.version(), "award": AWARD}
SPOTS = [(name, keys) for name, good in GOOD.items() for keys in places(good)]
WRONG = st.sampled_from([17.5, True, [], {}, [["x"]], {"x": "y"}, "", "no-such-word !", ["no-such-word !"], -3])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spot=st.sampled_from(SPOTS), wrong=WRONG)
def test_each_field_wrong_in_turn_is_a_fault_with_file_line_and_remedy(
    own: Path, spot: tuple[str, tuple[Any, ...]], wrong: object
) -> None:
    name, keys = spot
    told = deepcopy(GOOD[name])
    put(told, keys, wrong)
    files.write(own, FILE, told)

    reading = read_library()

    mine = [fault for fault in reading.faults if fault.file == PLACE]
    may_be_so = is_free(keys, wrong)
    assert bool(mine) != ("cleaning-one" in reading.library.criteria)
    assert mine or may_be_so
    assert all(fault.line and fault.problem and fault.remedy for fault in mine)


def is_free(keys: tuple[Any, ...], wrong: object) -> bool:
    """May this place hold the value after all: a free text, or a list or mapping that may be empty?"""
    last = keys[-1]
    if last in ("nb", "nn", "en", "owner", "cite", "unit"):
        return isinstance(wrong, str) and (bool(wrong) or last == "unit")
    if keys[0] in ("applies_to", "labels_accepted", "facts", "conflicts_with") and len(keys) == 1:
        return wrong == []
    if last == "default":
        return isinstance(wrong, str) and bool(wrong)
    return last in ("value_from_nok", "market") and wrong is None


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Etter NS-EN ISO 14001:2015 og EN 15804+A2:2019.", []),
        ("Forordning (EU) 2019/2013 og EF 1272/2008, artikkel 33.", []),
        ("Euro 6 eller bedre, kjøretøy i klasse N1, § 7-9.", []),
        ("Ingen H350, H360 eller EUH208.", []),
        ("Minst 40 % og 3 år, og {share} av 12.", ["40", "3", "12"]),
        ("Høyst 2,5 kWh per 100 km og 3 km per dag.", ["2,5", "3"]),
        ("NS-INSTA 800-1, SA8000 og WCAG 2.1 nivå AA.", []),
        ("Mindre enn 30 dager.", ["30"]),
        ("I 12 måneder etter levering.", ["12"]),
        ("Lyden skal være under nivå 7 dB.", ["7"]),
        ("Høyst 40 prosent C4-avfall og A4-papir.", ["40"]),
        ("CO2-utslipp i g CO2e per km etter WLTP.", []),
    ],
)
def test_figures_that_are_part_of_a_name_may_stand_in_a_requirement(text: str, figures: list[str]) -> None:
    given_ = read_checks(LibraryFile(content_path("criteria/checks.yaml")))

    assert figures_outside_names(text, given_.figures_in_names) == figures


@pytest.mark.parametrize(
    ("value", "figures", "expected"),
    [
        (50, (30, 50), True),
        (60, (30, 50), False),
        ("H300–H301", (300, "H301"), True),
        ("H300–H302", (300, "H301"), False),
        ("0,062 mg", (0.062,), True),
        ("1 200 sider", (1200,), True),
        ("D", ("D", "C"), True),
        ("B", ("D", "C"), False),
        ("D", ("D or better",), True),
    ],
)
def test_a_default_is_one_of_the_figures_of_its_fact(value: Any, figures: tuple[Any, ...], expected: bool) -> None:
    assert is_among(value, made_fact(figures=figures)) is expected


OTHERS: dict[str, Any] = {
    "cleaning/group.yaml": files.GROUP,
    "cleaning/facts.yaml": {"share": files.fact(), "guess": files.fact(basis="recall")},
    **files.LISTS,
    "cleaning/cleaning-one/hearing.yaml": {
        "opened": "2027-01-10",
        "closes": "2027-02-10",
        "comments": [{"on": "2027-01-20", "from": "leverandør", "text": "For strengt."}],
    },
}
ELSEWHERE = [(name, keys) for name, good in OTHERS.items() for keys in places(good)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spot=st.sampled_from(ELSEWHERE), wrong=WRONG)
@pytest.mark.long
def test_no_file_of_the_library_can_be_so_wrong_that_the_check_stops(
    own: Path, spot: tuple[str, tuple[Any, ...]], wrong: object
) -> None:
    name, keys = spot
    files.write_library(own)
    (own / "criteria/cleaning/cleaning-one/hearing.yaml").unlink(missing_ok=True)
    told = deepcopy(OTHERS[name])
    put(told, keys, wrong)
    files.write(own, name, told)

    faults = check_criteria()

    assert all(fault.file and fault.problem and fault.remedy for fault in faults)
    assert any(fault.file.endswith(name) for fault in faults) or may_hold(keys, wrong)


FREE = ("nb", "nn", "en", "topic", "unit", "standard", "title", "year", "name", "from", "text", "about")
MAY_BE_EMPTY = ("unit", "standard", "href", "year", "answer")
LISTS_OF_TEXTS = ("words", "names", "figures", "figures_in_names")


def may_hold(keys: tuple[Any, ...], wrong: object) -> bool:
    """May this place hold the value after all: a free text, a list of texts, or nothing?"""
    is_in_list = any(key in LISTS_OF_TEXTS for key in keys)
    if isinstance(wrong, str):
        return keys[-1] in (FREE if wrong else MAY_BE_EMPTY) or (is_in_list and bool(wrong))
    return wrong in ([], {}) or is_in_list or keys[0] == "kind"
