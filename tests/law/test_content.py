"""The law's content files: read strictly, every fault with file, line and remedy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dugnad.content import content_path
from dugnad.errors import ContentError, NotDecidable
from dugnad.law.parameters import check_law, load_law
from dugnad.law.rules.environment import VERSIONS
from dugnad.law.sentence import KEYS
from law.made import IN_2026, judged, weighted

ENTRY = "law/thresholds/entry.yaml"
VERSION = "law/environment/versions/loa-5b-2026.yaml"
CODE = "law/codes/quality-nor-env-none.yaml"
HEALTH = "law/scope/health-social-services.yaml"
LIMITS = "law/scope/limits.yaml"
SENTENCES = "law/sentences.yaml"
Lay = Callable[[str, str, str], None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lay:
    """Lay an own copy of a content file, with one text changed, over the shipped one."""

    def laid(relative: str, old: str, new: str) -> None:
        shipped = content_path(relative).read_text(encoding="utf-8")
        assert old in shipped
        own = tmp_path / relative
        own.parent.mkdir(parents=True)
        own.write_text(shipped.replace(old, new, 1), encoding="utf-8")
        monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    return laid


def test_shipped_law_has_no_faults() -> None:
    assert check_law() == []


@pytest.mark.parametrize(
    ("file", "change", "line", "problem"),
    [
        (ENTRY, ("2026-07-01:", "2026-7-1:"), 13, '"2026-7-1" is not a date.'),
        (ENTRY, ("value: 500000", "value: -5"), 13, "`values.2026-07-01.value` is -5."),
        (ENTRY, ("value: 500000", "value: null"), 13, "`values.2026-07-01.missing` is missing or not a text."),
        (ENTRY, ("value: 500000", "velue: 500000"), 13, '"velue" is not a known name here.'),
        (ENTRY, ("unit: NOK", "unit: EUR"), 10, "`unit` is 'EUR'."),
        (ENTRY, ("by: legal editor", "who: legal editor"), 14, '"who" is not a known name here.'),
        (ENTRY, ("  nn: ", "  da: "), 4, '"da" is not a known name here.'),
        (VERSION, ("regulation: foa", "regulation: loa"), 3, "`regulation` is 'loa'."),
        (VERSION, ("  general:", "  generally:"), 26, '"generally" is not a known name here.'),
        (VERSION, ('mark: "A*"', "mark: D"), 28, "`mark` is 'D'."),
        (CODE, ("is_statement: true", "is_statement: maybe"), 8, "`is_statement` is 'maybe'."),
        (CODE, ("path: insignificant", "path: small"), 7, "`path` is 'small'."),
        (HEALTH, ('["8000-8066"', '["8066-8000"'), 7, '"8066-8000" is not a CPV beginning or range.'),
        (LIMITS, ("abroad:", "overseas:"), 2, '"overseas" is not a known name here.'),
        (SENTENCES, ("abroad:", "overseas:"), 4, '"overseas" is not a known name here.'),
        (
            SENTENCES,
            ("minst {minimum} (", "minst {least} ("),
            46,
            "A placeholder is not known or not closed.",
        ),
    ],
)
def test_fault_names_file_line_and_problem(
    lay: Lay, file: str, change: tuple[str, str], line: int, problem: str
) -> None:
    lay(file, *change)

    faults = check_law()

    assert (f"content/{file}", line, problem) in [(fault.file, fault.line, fault.problem) for fault in faults]
    assert [fault for fault in faults if not fault.remedy] == []


def test_all_faults_are_told_at_once(lay: Lay) -> None:
    lay(ENTRY, "unit: NOK", "unit: EUR\ncolour: red")

    assert [fault.problem for fault in check_law()] == ['"colour" is not a known name here.', "`unit` is 'EUR'."]


def test_key_that_stands_twice_is_a_fault(lay: Lay) -> None:
    lay(ENTRY, "unit: NOK", "unit: NOK\nunit: NOK")

    assert [fault.problem for fault in check_law()] == ['"unit" stands twice.']


def test_broken_yaml_is_one_fault(lay: Lay) -> None:
    lay(ENTRY, "unit: NOK", "unit: [NOK")

    assert [(fault.file, bool(fault.line)) for fault in check_law()] == [("content/law/thresholds/entry.yaml", True)]


def test_faulty_law_is_not_judged_by(lay: Lay) -> None:
    lay(ENTRY, "unit: NOK", "unit: EUR")
    load_law.cache_clear()

    with pytest.raises(ContentError, match=r"entry\.yaml, line 10"):
        load_law()

    load_law.cache_clear()


def test_version_without_a_function_says_what_is_missing(lay: Lay) -> None:
    lay(VERSION, "rule_version: loa-5b@2026", "rule_version: loa-5b@2027")
    load_law.cache_clear()

    with pytest.raises(NotDecidable, match=r"loa-5b@2027 cannot be decided: its function in law/rules/environment\.py"):
        judged(*weighted(20), on=IN_2026)

    load_law.cache_clear()


def test_every_version_has_a_function_and_every_function_a_version() -> None:
    versions = {version.id for dated in load_law().versions.values() for version in dated.values if version}

    assert versions == set(VERSIONS)


def test_every_sentence_key_is_used_by_the_code() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path("src/dugnad/law").rglob("*.py"))
    built = {f"should-met-{path}" for path in ("weight", "rank")} | {f"met-{path}" for path in ("weight", "rank")}
    built |= {f"{start}-{path}" for start in ("claimed", "missing") for path in ("insignificant", "critical-interest")}
    built |= {"claimed-national-minimum", "met-spec-read", "met-combination-read", "met-spec", "met-combination"}
    paths = ("weight", "rank", "rank-absent", "price-only")
    built |= {f"breach-{path}{read}" for path in paths for read in ("", "-read")}

    unused = [key for key in KEYS if key not in built and source.count(f'"{key}"') < 2]

    assert unused == []


@pytest.mark.long
@pytest.mark.alone
def test_law_loads_fast_from_cold() -> None:
    code = (
        "import time, yaml, dugnad.law.judge; from dugnad.law.parameters import load_law;"
        "started = time.process_time(); load_law(); print(time.process_time() - started)"
    )

    seconds = min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))

    assert seconds < 0.2
