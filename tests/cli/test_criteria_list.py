from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from criteria import files
from dugnad.cli.content import command as content_command
from dugnad.cli.criteria import command
from dugnad.content import content_folders
from dugnad.errors import DugnadError


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library; the words of the screen are the shipped ones."""
    real = content_folders()
    monkeypatch.setattr(
        "dugnad.criteria.library.content_files", lambda *_: sorted((tmp_path / "criteria").rglob("*.yaml"))
    )
    monkeypatch.setattr("dugnad.content.content_folders", lambda: (tmp_path, *real))
    files.write_library(tmp_path)
    guess = files.version(
        facts=["guess"], status="to-check", conflicts_with=None, themes=["climate"], requirement=files.WORDS,
        parameters={}, labels_accepted=["ended"], applies_to=None,
    )  # fmt: skip
    guess["labels_accepted"] = []
    files.write(tmp_path, "cleaning/cleaning-guess/2026-11-22.yaml", guess)
    return tmp_path


def run(*options: str) -> Result:
    return CliRunner().invoke(command, options)


def test_the_list_has_a_row_for_each_criterion() -> None:
    result = run("list", "--json")

    rows = json.loads(result.stdout)
    assert [row["id"] for row in rows] == ["cleaning-guess", "cleaning-one", "cleaning-other"]
    assert rows[1] == {
        "id": "cleaning-one",
        "version": "2026-11-22",
        "groups": ["cleaning"],
        "group": "cleaning",
        "kind": "contract-clause",
        "level": "basis",
        "status": "published",
        "unverified": False,
        "languages": ["nb", "nn", "en"],
        "topic": "products",
        "themes": ["chemicals", "health"],
        "name": {"nb": "Navn", "nn": "Namn", "en": "Name"},
        "cpv": ["90911000"],
        "link": "/k/cleaning-one@2026-11-22",
    }
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--status", "to-check"), ["cleaning-guess"]),
        (("--theme", "climate"), ["cleaning-guess"]),
        (("--kind", "selection"), []),
        (("--cpv", "90911200"), ["cleaning-guess", "cleaning-one", "cleaning-other"]),
        (("--cpv", "90914000"), ["cleaning-guess"]),
        (("--cpv", "30213100"), []),
        (("--group", "cleaning", "--language", "nn"), ["cleaning-guess", "cleaning-one", "cleaning-other"]),
    ],
)
def test_the_options_narrow_the_list(options: tuple[str, ...], expected: list[str]) -> None:
    assert [row["id"] for row in json.loads(run("list", "--json", *options).stdout)] == expected


def test_the_table_says_what_is_not_confirmed() -> None:
    lines = run("list").stdout.splitlines()

    assert [line.endswith("[ikke kontrollert]") for line in lines if line.startswith("  ")] == [True, False, False]
    assert lines[-1] == "3 kriterier i 1 grupper, 1 ikke kontrollert."


def test_a_group_that_is_none_is_refused() -> None:
    result = run("list", "--group", "renhold")

    assert isinstance(result.exception, DugnadError)


def test_one_criterion_is_shown_whole_with_how_sure_its_sources_are() -> None:
    told = json.loads(run("show", "cleaning-guess@2026-11-22", "--json").stdout)

    assert told["key"] == "cleaning-guess@2026-11-22"
    assert [(one["fact"], one["basis"], one["says"]) for one in told["sources"]] == [
        ("cleaning/guess", "recall", "ikke kontrollert")
    ]
    assert [flag["reason"] for flag in told["flags"]] == ["unconfirmed"]


@pytest.mark.parametrize("name", ["cleaning-two", "cleaning-one@2026-11-21"])
def test_a_name_that_is_none_is_refused_with_what_there_is(name: str) -> None:
    result = run("show", name)

    assert isinstance(result.exception, DugnadError)


def test_what_is_due_is_told_and_the_exit_code_says_so() -> None:
    result = run("due", "--on", "2026-12-01", "--json")

    told = json.loads(result.stdout)
    assert [(flag["id"], flag["reason"], flag["says"]["nb"]) for flag in told["flags"]] == [
        ("cleaning-guess", "unconfirmed", "cleaning/guess: ikke kontrollert.")
    ]
    assert result.exit_code == 1


def test_figures_that_are_not_confirmed_stop_a_release_and_not_a_check(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dugnad.cli.content.every_file", lambda: own.rglob("*.yaml"))
    monkeypatch.setattr("dugnad.cli.content.CHECKS", {"criteria": "dugnad.criteria.due_words:check_due_words"})
    for_release = CliRunner().invoke(content_command, ["check", "--release", "--json"])
    without = CliRunner().invoke(content_command, ["check", "--json"])
    release, plain = json.loads(for_release.stdout), json.loads(without.stdout)

    place = "content/criteria/cleaning/cleaning-guess/2026-11-22.yaml"
    assert [(one["file"], one["about"], one["basis"]) for one in release["unconfirmed"]] == [
        (place, "cleaning/guess", "recall")
    ]
    assert release["unconfirmed"][0]["line"] > 1
    assert plain["unconfirmed"] == []
    assert (for_release.exit_code, without.exit_code, release["faults"]) == (1, 0, [])
