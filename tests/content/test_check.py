from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dugnad.cli.content import command as content_command
from dugnad.cli.content import file_faults, run_check, tell
from dugnad.cli.new import command as new_command
from dugnad.content import content_path
from dugnad.criteria.criterion import Version
from dugnad.criteria.library import load_library
from dugnad.errors import DugnadError
from dugnad.notices.register import load_register

CHECK_OF = {
    "codelists/bodies": "register", "codelists/municipalities": "register", "notices/settled": "register",
    "demo/bodies": "register", "codelists": "codelists", "corrections": "corrections", "demo": "demonstration",
    "notices/dirty": "dirty values", "plan": "corrections",
}  # fmt: skip


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A body's own content folder, laid over the shipped one."""
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))
    return tmp_path


def check(*options: str) -> Result:
    return CliRunner().invoke(content_command, ["check", *options])


def faults_by_check(relative: str) -> list[tuple[int | None, str, str]]:
    """What the file's own check says, without the other floors' checks."""
    name = next(check for start, check in CHECK_OF.items() if relative.startswith(start))
    faults = [*file_faults(content_path(relative)), *run_check(name)]
    return [(one.line, one.problem, one.remedy) for one in faults if one.file == f"content/{relative}"]


def lay_over(own: Path, relative: str, text: str) -> None:
    path = own / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_shipped_content_has_no_fault_and_lists_what_is_missing_from_any_folder(tmp_path: Path) -> None:
    dugnad = Path(sys.executable).parent / "dugnad"

    result = subprocess.run(
        [dugnad, "content", "check", "--json"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    told = json.loads(result.stdout)
    missing = sorted(f"Organisation number is missing: {b.name}" for b in load_register().without_number if not b.until)
    assert told["faults"] == []
    assert told["notes"] == missing
    assert result.returncode == 0


def test_people_are_told_how_many_files_were_read_last(capsys: pytest.CaptureFixture[str]) -> None:
    tell([content_path("demo/purchases.yaml")], [], ["Organisation number is missing: A"], [])

    said = capsys.readouterr().out.splitlines()
    assert (said[0], said[-1]) == ("1 kjente mangler:", "1 filer lest, 0 feil.")


@pytest.mark.long
def test_release_lists_every_figure_that_nobody_has_read_and_nothing_else() -> None:
    result = check("--json", "--release")

    told = json.loads(result.stdout)
    unread = {version.criterion for version in waiting() if version.is_unconfirmed}
    named = {one["criterion"] for one in told["unconfirmed"]}
    assert (told["faults"], named, result.exit_code) == ([], unread, 1)


def waiting() -> list[Version]:
    """The criteria in force that are still to be checked."""
    versions = [one.latest for one in load_library().criteria.values()]
    return [version for version in versions if version.status != "withdrawn"]


@pytest.mark.long
def test_all_faults_are_told_at_once_with_file_line_and_remedy_also_where_a_check_stops(own: Path) -> None:
    lay_over(own, "codelists/bodies/about.yaml", "name: {nb: a, nn: a, en: a}\nsources: {s: {title: t}}\n")
    lay_over(own, "law/broken.yaml", "name: [nb\n")
    lay_over(own, "codelists/own/list.csv", "code,nb\na,b,c\n")
    lay_over(own, "notices/picture.png", "no content")

    result = check("--json")

    files = {fault["file"] for fault in json.loads(result.stdout)["faults"]}
    assert {
        "content/law/broken.yaml", "content/codelists/own/list.csv", "content/codelists/own/about.yaml",
        "content/notices/picture.png", "content/codelists/bodies/about.yaml",
    } <= files  # fmt: skip
    row = next(fault for fault in json.loads(result.stdout)["faults"] if fault["file"].endswith("list.csv"))
    assert (row["line"], row["problem"]) == (2, "This row has 3 cells, the header 2.")
    assert row["remedy"] == "Quote cells that hold commas."
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("relative", "old", "new", "problem"),
    [
        ("codelists/bodies/state.csv", "983887457", "983887458", '"983887458" fails the control digit.'),
        ("codelists/bodies/state.csv", ",ministry,", ",minstry,", '"minstry" is not a kind.'),
        ("codelists/bodies/state.csv", "2013-12-31", "2013-31-12", '"2013-31-12" is not a date.'),
        (
            "codelists/bodies/state.csv",
            ",983887406,",
            ",944588133,",
            "parent_orgnr 944588133 is no body in the register.",
        ),
        ("codelists/bodies/state.csv", "etatsbasen-2014", "hearsay", '"hearsay" is no source in about.yaml.'),
        ("codelists/bodies/sub_units.csv", ",958935420,", ",111111111,", "111111111 is no body in the register."),
        ("notices/settled_buyers.csv", ",964965137,", ",111111111,", "111111111 is no body in the register."),
        ("notices/settled_buyers.csv", "2026-11-22", "22.11.2026", '"22.11.2026" is not a date.'),
        ("codelists/eforms/number-weight.csv", "\ndec-mid,", "\ndec-exa,", '"dec-exa" stands on line 2 already.'),
        ("codelists/cpv/cpv.csv", "\n03100000,", "\n0310,", '"0310" is not a CPV code with a name.'),
        ("corrections/demo-eksempelvik.yaml", '"310000108"', '"310000109"', '"310000109" is no body in the register.'),
        ("demo/purchases.yaml", 'cpv: "45214200"', 'cpv: "45214299"', "Purchase 2: '45214299' is no CPV code."),
        ("demo/purchases.yaml", 'silent: ["310001007"]', 'silent: ["1"]', "'1' is no demonstration body."),
        ("corrections/demo-eksempelvik.yaml", "by:", "person:", '"person" is not a known key.'),
    ],
)
def test_a_wrong_value_is_told_where_it_stands(own: Path, relative: str, old: str, new: str, problem: str) -> None:
    shipped = content_path(relative).read_text(encoding="utf-8")
    line = shipped[: shipped.index(old) + len(old) - len(old.lstrip())].count("\n") + 1
    lay_over(own, relative, shipped.replace(old, new, 1))

    faults = faults_by_check(relative)

    assert [(one[0], one[1]) for one in faults if one[1] == problem] == [(line, problem)]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "name: x\n"])
@pytest.mark.parametrize(
    "relative",
    [
        "demo/purchases.yaml", "demo/bodies.csv", "codelists/nuts/nuts.csv", "codelists/bodies/state.csv",
        "codelists/bodies/about.yaml", "codelists/municipalities/municipalities.csv", "notices/dirty_values.csv",
        "notices/settled_buyers.csv", "corrections/demo-eksempelvik.yaml",
    ],
)  # fmt: skip
def test_a_ruined_file_is_a_fault_and_never_a_crash(own: Path, relative: str, text: str) -> None:
    lay_over(own, relative, text)

    assert faults_by_check(relative) != []


@pytest.mark.parametrize("relative", ["demo/purchases.yaml", "codelists/bodies/state.csv"])
@pytest.mark.long
def test_bytes_that_are_no_text_are_a_fault_and_the_command_goes_on(own: Path, relative: str) -> None:
    lay_over(own, relative, "")
    (own / relative).write_bytes(b"\x00\xff\xfe")

    result = check("--json", "--release")

    assert f"content/{relative}" in {fault["file"] for fault in json.loads(result.stdout)["faults"]}
    assert result.exit_code == 1


def test_a_cut_list_is_noticed(own: Path) -> None:
    lines = content_path("codelists/cpv/cpv.csv").read_text(encoding="utf-8").splitlines()
    lay_over(own, "codelists/cpv/cpv.csv", "\n".join(lines[:100]) + "\n")

    problems = [problem for _, problem, _ in faults_by_check("codelists/cpv/about.yaml")]

    assert problems == ["cpv.csv holds 99 rows, not 9454."]


def test_a_key_written_twice_is_told(own: Path) -> None:
    lay_over(own, "plan/own.yaml", "name: a\nvalues:\n  x: 1\n  x: 2\n")

    assert faults_by_check("plan/own.yaml") == [(4, '"x" stands on line 3 already.', "Remove one of them.")]


@pytest.mark.long
def test_new_skeletons_are_content_without_fault_that_may_not_be_released(own: Path) -> None:
    case = CliRunner().invoke(new_command, ["case", "own/green-roof", "--json"])
    indicator = CliRunner().invoke(new_command, ["indicator", "green-roofs", "--json"])

    written = [json.loads(result.stdout)["written"] for result in (case, indicator)]
    parts = ("about.yaml", "example.yaml", "query.sql")
    about = ["content/cases/own/green-roof.yaml", *(f"content/indicators/green-roofs/{part}" for part in parts)]
    assert sorted(written[0] + written[1]) == about
    assert sorted(f"content/{path.relative_to(own)}" for path in own.rglob("*") if path.is_file()) == about
    told = json.loads(check("--json", "--release").stdout)["faults"]
    assert {fault["problem"] for fault in told} == {"This is still to be written."}
    assert {fault["file"] for fault in told} == set(about[:2])


def test_a_new_criterion_is_a_folder_with_a_version_named_by_its_day(own: Path) -> None:
    result = CliRunner().invoke(new_command, ["criterion", "cleaning-services/ecolabel", "--json"])

    written = json.loads(result.stdout)["written"]
    assert [Path(file).parent.as_posix() for file in written] == ["content/criteria/cleaning-services/ecolabel"]
    assert [len(Path(file).stem) for file in written] == [len("2026-01-31")]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("indicator", "price-only"),
        ("indicator", "Upper"),
        ("indicator", "../out"),
        ("criterion", "no-group"),
        ("criterion", "castles/moat"),
        ("criterion", "lighting/cleaning-dosing"),
    ],
)
@pytest.mark.usefixtures("own")
def test_what_exists_or_cannot_be_a_name_is_refused(kind: str, name: str) -> None:
    result = CliRunner().invoke(new_command, [kind, name])

    assert isinstance(result.exception, DugnadError)
