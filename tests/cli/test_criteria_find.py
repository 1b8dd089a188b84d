"""`dugnad criteria search` and `choose`: for people, for programs, and when asked wrongly."""

from __future__ import annotations

import json
import shlex

from click.testing import CliRunner

from dugnad.cli.criteria_export import export_command
from dugnad.cli.criteria_find import choose_command, search_command


def test_search_tells_groups_and_criteria_as_json() -> None:
    result = CliRunner().invoke(search_command, ["reinhald", "--limit", "3", "--json"])

    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (found["query"], found["groups"][0]["id"], len(found["criteria"])) == ("reinhald", "cleaning-services", 3)
    assert found["criteria"][0]["link"] == f"/k/{found['criteria'][0]['id']}@{found['criteria'][0]['version']}"


def test_search_tells_people_in_their_language() -> None:
    result = CliRunner().invoke(search_command, ["office cleaning", "--lang", "en", "--level", "basis"])

    lines = result.stdout.splitlines()
    assert lines[:1] == ["Groups"]
    assert lines[1].startswith("  Cleaning services (cleaning-services)")
    assert all(" · Basic" in line for line in lines if "/k/" in line)


def test_choose_gives_a_sound_set_as_json() -> None:
    result = CliRunner().invoke(choose_command, ["--cpv", "30213100", "--level", "avansert", "--json"])

    chosen = json.loads(result.stdout)
    total = sum(pick["weight_percent"] or 0 for pick in chosen["picks"]) + chosen["other"][0]["weight_percent"]
    assert result.exit_code == 0
    assert (chosen["cpv"], chosen["groups"][0], total) == ("30213100", "it-equipment", 100)
    assert [one for one in chosen["remarks"] if one["tone"] == "stop"] == []
    assert [pick["link"] for pick in chosen["picks"]] == [f"/k/{p['id']}@{p['version']}" for p in chosen["picks"]]


def test_choose_tells_people_the_set_and_how_to_export_it() -> None:
    result = CliRunner().invoke(choose_command, ["--cpv", "90910000-9", "--lang", "nn"])

    assert result.exit_code == 0
    assert "Kontraktsvilkår" in result.stdout.splitlines()
    assert "dugnad criteria export --cpv 90910000 --level basis --lang nn --format docx" in result.stdout


def test_export_command_keeps_the_weights() -> None:
    asked = ["--cpv", "30213100", "--level", "avansert", "--value", "2000000", "--market", "wide", "--on", "2026-12-01"]

    for given in (asked, ["--group", "cleaning-services"]):
        told = CliRunner().invoke(choose_command, given).stdout.splitlines()
        command = shlex.split(
            next(line for line in told if "criteria export " in line).partition("criteria export ")[2]
        )
        text = CliRunner().invoke(export_command, [*command[:-3], "md"]).stdout.replace("\u00a0", " ")
        weights = [line.split(" %  ")[0].strip() for line in told if " %  " in line]

        assert weights != []
        assert [weight for weight in weights if f"| {weight} % |" not in text] == []


def test_choose_without_a_purchase_says_what_to_write() -> None:
    result = CliRunner().invoke(choose_command, [])

    assert result.exit_code == 2
    assert "--cpv 30213100" in result.output
