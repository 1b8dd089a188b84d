"""`dugnad content check`: everything in content read, all faults told with file, line and remedy."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import yaml

from dugnad.cli.show import json_option, now, print_json
from dugnad.content import content_files, place, read_yaml
from dugnad.criteria.library import read_library
from dugnad.criteria.unconfirmed import Unconfirmed, unconfirmed
from dugnad.eforms.codelists import checked_on, line_of
from dugnad.errors import ContentError
from dugnad.notices.register_check import missing_numbers

CHECKS = {
    "codelists": "dugnad.eforms.codelists:check_codelists",
    "register": "dugnad.notices.register_check:check_register",
    "corrections": "dugnad.notices.register_check:check_replies",
    "law": "dugnad.law.parameters:check_law",
    "cases": "dugnad.law.cases:check_cases",
    "words": "dugnad.wording.words:check_words",
    "notices": "dugnad.notices.fields:check_fields",
    "demonstration": "dugnad.eforms.demo_check:check_demo",
    "dirty values": "dugnad.notices.dirty:check_dirty_values",
    "outcomes": "dugnad.check.steps:check_outcomes",
    "next steps": "dugnad.check.steps:check_steps",
    "what to write": "dugnad.check.writing:check_writing",
    "differences": "dugnad.check.differences:check_differences",
    "remarks": "dugnad.check.remarks:check_remarks",
    "reasons": "dugnad.check.reasons_content:check_reasons",
    "footprint": "dugnad.check.footprint:check_footprint",
    "duties": "dugnad.law.duty_law:check_duties",
    "hard requirements": "dugnad.law.hard_content:check_hard",
    "vehicles": "dugnad.law.vehicle_class:check_vehicles",
    "buyers' words": "dugnad.law.buyer_words:check_buyer_words",
    "award words": "dugnad.documents.award_words:check_award_words",
    "departure words": "dugnad.documents.phrases:check_departure_words",
    "contradictions": "dugnad.documents.contradictions:check_contradictions",
    "document words": "dugnad.documents.evidence:check_document_words",
    "indicators": "dugnad.monitor.indicators:check_indicators",
    "criteria": "dugnad.criteria.whole:check_criteria",
    "search words": "dugnad.criteria.search_words:check_search_words",
    "words of those who ask": "dugnad.desk.search_words:check_asking_words",
    "pages in search": "dugnad.desk.search_pages:check_search_pages",
    "selection remarks": "dugnad.criteria.remark_words:check_selection_remarks",
    "criteria terms": "dugnad.criteria.whole:check_terms",
    "tender words": "dugnad.criteria.tender_words:check_tender_words",
    "due words": "dugnad.criteria.due_words:check_due_words",
    "papers": "dugnad.plan.paper_text:check_paper_words",
    "leader's report": "dugnad.plan.report_words:check_report",
    "short texts of duties": "dugnad.plan.duties:check_duties",
    "case texts": "dugnad.plan.case:check_case",
    "quarterly report": "dugnad.plan.quarterly:check_quarterly",
    "national plans": "dugnad.plan.national:check_plans",
    "letters": "dugnad.plan.letter_check:check_letters",
    "yearly questions": "dugnad.plan.questions:check_questions",
    "governors": "dugnad.notices.governors:check_governors",
    "days of decisions": "dugnad.plan.decision_days:check_decision_days",
    "SDG 12.7.1": "dugnad.plan.sdg:check_sdg",
    "register rules": "dugnad.register.rules:check_rules",
    "life-cycle cost": "dugnad.criteria.cost:check_cost",
    "needs": "dugnad.desk.needs:check_needs",
    "desks": "dugnad.desk.routing:check_desks",
    "events": "dugnad.desk.events:check_events",
    "agreements": "dugnad.desk.agreements:check_agreements",
    "asking": "dugnad.desk.asking:check_asking",
    "waiting for askers": "dugnad.desk.waiting:check_waiting",
    "holidays": "dugnad.desk.working_time:check_holidays",
    "mail of the desks": "dugnad.desk.post_words:check_post",
    "desks' warnings": "dugnad.desk.ends:check_warning",
    "handover": "dugnad.desk.handover_paper:check_handover_words",
    "retention": "dugnad.desk.retention:check_retention",
    "words beside references": "dugnad.desk.answer_text:check_reference_words",
    "shipped answers": "dugnad.desk.shipped_answers:check_answers",
    "words that name": "dugnad.desk.naming:check_naming",
}
SUFFIXES = {".yaml", ".csv", ".sql", ".md"}
STALE_AFTER = timedelta(days=400)
UNFINISHED = "SKRIV:"
"""Stands in the skeletons of `dugnad new` where words are still to be written."""


@click.group("content")
def command() -> None:
    """The content files: law, words, code lists, indicators, cases."""


@command.command("check")
@click.option("--release", "for_release", is_flag=True, help="Also what may not be released: drafts and stale lists.")
@json_option
def check(*, for_release: bool, as_json: bool) -> None:
    """Read everything in content and report every fault. Exit code 1 where there are faults.

    What is missing and known to be missing (such as organisation numbers that no source gives) is listed as notes.
    """
    files = list(every_file())
    faults = [fault for path in files for fault in file_faults(path)]
    for name in CHECKS:
        faults += run_check(name)
    if for_release:
        faults += [fault for path in files for fault in release_faults(path, on=now().date())]
    faults = once(faults)
    unconfirmed = unconfirmed_figures() if for_release else []
    notes = [f"Organisation number is missing: {name}" for name in names_without_number()]
    tell_json(files, faults, notes, unconfirmed) if as_json else tell(files, faults, notes, unconfirmed)
    raise SystemExit(1 if faults or unconfirmed else 0)


def run_check(name: str) -> list[ContentError]:
    """One floor's own check; where content is so broken that the check itself stops, that is a fault like others."""
    module, _, function = CHECKS[name].partition(":")
    if find_spec(module) is None:
        return []
    run: Callable[[], list[ContentError]] = getattr(import_module(module), function)
    try:
        return run()
    except ContentError as fault:
        return [fault]
    except Exception as error:  # noqa: BLE001 - every other check must still run and be told
        problem = f"The check of {name} stopped: {type(error).__name__}: {error}."
        remedy = "Put the other faults right first; if this one stays, a file there has a form that is not read."
        return [ContentError(f"content ({name})", None, problem, remedy)]


def names_without_number() -> list[str]:
    """What the register lacks; nothing where its files cannot be read, which is told as a fault."""
    try:
        return missing_numbers()
    except ContentError:
        return []


def unconfirmed_figures() -> list[Unconfirmed]:
    """The figures that nobody has read in their source; nothing where the library cannot be read."""
    try:
        return unconfirmed(read_library().library)
    except ContentError:
        return []


def every_file() -> Iterator[Path]:
    """All content files, a body's own in place of the shipped ones."""
    return (path for path in content_files(".", "*") if not path.name.startswith(".") and path.suffix != "")


def file_faults(path: Path) -> list[ContentError]:
    """Faults of the file as such: its kind, its encoding, its form."""
    state = path.stat()
    return faults_in_state(path, state.st_mtime_ns, state.st_size, place(path))


@lru_cache(maxsize=8192)
def faults_in_state(path: Path, written_at: int, size: int, told_as: str) -> list[ContentError]:
    """The same for the file as it was written then."""
    if path.suffix not in SUFFIXES:
        return [
            ContentError(place(path), None, f"{path.suffix} is no kind of content.", "Use YAML, CSV, Markdown, SQL.")
        ]
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".yaml":
            read_yaml(path)
            return list(repeated_keys(path, text))
        return list(row_faults(path)) if path.suffix == ".csv" else []
    except UnicodeDecodeError:
        return [ContentError(place(path), None, "This file is not UTF-8.", "Save it as UTF-8.")]
    except (yaml.YAMLError, csv.Error, ValueError) as error:  # ValueError: a day that the calendar lacks
        return [ContentError(place(path), None, f"This file cannot be read: {error}.", "Save it as plain text.")]
    except ContentError as fault:
        return [fault]


def repeated_keys(path: Path, text: str) -> Iterator[ContentError]:
    """A key written twice in one mapping: YAML silently keeps the last."""
    pending = [yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))]
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.MappingNode):
            seen: dict[str, int] = {}
            for key, value in node.value:
                line = key.start_mark.line + 1
                if str(key.value) in seen:
                    problem = f'"{key.value}" stands on line {seen[str(key.value)]} already.'
                    yield ContentError(place(path), line, problem, "Remove one of them.")
                seen[str(key.value)] = line
                pending.append(value)
        elif isinstance(node, yaml.SequenceNode):
            pending += node.value


def row_faults(path: Path) -> Iterator[ContentError]:
    """Rows that do not have the header's number of cells."""
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader("" if line.startswith("#") else line for line in lines)
        header = next((row for row in reader if row), [])
        if not header:
            yield ContentError(place(path), 1, "This file has no header.", "Name its columns in the first row.")
            return
        if len(set(header)) != len(header) or not all(header):
            yield ContentError(
                place(path), reader.line_num, "The header has an empty or repeated name.", "Name each column once."
            )
        for row in reader:
            if row and len(row) != len(header):
                problem = f"This row has {len(row)} cells, the header {len(header)}."
                yield ContentError(place(path), reader.line_num, problem, "Quote cells that hold commas.")


def release_faults(path: Path, *, on: date) -> Iterator[ContentError]:
    """What may stand in a working copy and not in a release."""
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED in line:
            yield ContentError(place(path), number, "This is still to be written.", f"Replace {UNFINISHED} with words.")
    value = read_yaml(path) if path.suffix == ".yaml" and not file_faults(path) else None
    if isinstance(value, dict):
        if value.get("status") == "draft":
            yield ContentError(place(path), line_of(path, "status"), "This is a draft.", "Finish it, or leave it out.")
        day = checked_on(value)
        if day and on - day > STALE_AFTER:
            problem = f"Last checked on {day}, more than {STALE_AFTER.days} days ago."
            yield ContentError(place(path), line_of(path, "last_checked"), problem, "Check it against its source.")


def once(faults: list[ContentError]) -> list[ContentError]:
    """Each fault once, by file and line."""
    unique = {str(fault): fault for fault in faults}
    return sorted(unique.values(), key=lambda fault: (fault.file, fault.line or 0, fault.problem))


def tell_json(files: list[Path], faults: list[ContentError], notes: list[str], figures: list[Unconfirmed]) -> None:
    """The answer for programs."""
    told: list[dict[str, Any]] = [
        {"file": fault.file, "line": fault.line, "problem": fault.problem, "remedy": fault.remedy} for fault in faults
    ]
    print_json({"files": len(files), "faults": told, "notes": notes, "unconfirmed": [asdict(one) for one in figures]})


def tell(files: list[Path], faults: list[ContentError], notes: list[str], figures: list[Unconfirmed]) -> None:
    """The answer for people."""
    for fault in faults:
        click.echo(str(fault))
    if notes:
        click.echo(f"\n{len(notes)} opplysninger mangler og er kjent:" if faults else f"{len(notes)} kjente mangler:")
        for note in notes:
            click.echo(f"  {note}")
    if figures:
        click.echo(f"\n{len(figures)} tall er ikke kontrollert:")
        for one in figures:
            click.echo(f"  {one.file}, line {one.line}: {one.about} ({one.basis})")
    click.echo(f"\n{len(files)} filer lest, {len(faults)} feil.")
