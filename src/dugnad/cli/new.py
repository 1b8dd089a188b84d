"""`dugnad new criterion|case|indicator NAME`: a skeleton in content, ready to be written out."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import click

from dugnad.cli.show import json_option, now, print_json
from dugnad.content import content_files, content_folders, place
from dugnad.criteria.criterion import SHARED
from dugnad.errors import DugnadError

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*")

CRITERION = """\
# A guiding criterion in the version of one day. Once published, this file never changes: write a new day beside it.
# How to write it: docs/guide/nb/kriterieskriving.md. Nynorsk stands in every text or in none.
name:
  nb: "SKRIV: hva kravet gjelder, 3-8 ord"
  nn: "SKRIV: kva kravet gjeld"
  en: "SKRIV: what it is about"
kind: technical-specification   # technical-specification, selection, award-criterion, contract-clause
level: basis                    # basis, avansert, spydspiss
topic: {topic}
themes: [climate]               # the first decides whether it counts as climate and environment
concerns: delivery              # delivery; supplier for selection
requirement:
  nb: "SKRIV: teksten som limes inn, med tall som felt: {{share}}"
  nn: "SKRIV: teksten som blir limt inn: {{share}}"
  en: "SKRIV: the text to paste: {{share}}"
parameters:
  share:
    label: {{nb: "SKRIV: hva feltet er", nn: "SKRIV: kva feltet er", en: "SKRIV: what the field is"}}
    unit: "%"
    # default: 50                # with fact: NAME of facts.yaml where a source gives the figure
documentation: {{nb: "SKRIV: hva som legges ved", nn: "SKRIV: kva som blir lagt ved", en: "SKRIV: what is sent"}}
verification: {{nb: "SKRIV: hva du gjør", nn: "SKRIV: kva du gjer", en: "SKRIV: what you do"}}
proof: [data-sheet]             # label, certificate, test-report, data-sheet, epd, register, plan, list, report, …
why: {{nb: "SKRIV: hvilken belastning", nn: "SKRIV: kva belastning", en: "SKRIV: which impact"}}
points_of_caution: {{nb: "SKRIV: det som kan gå galt", nn: "SKRIV: det som kan svikte", en: "SKRIV: what may fail"}}
# Award criteria: measured_by {{unit, direction: higher|lower}}, scoring_method, scoring.
# Contract clauses: follow_up_when, follow_up, evidence.
labels_accepted: []
effect:
  size: unknown                 # large, medium, small, unknown
  unit: ""
  uncertainty: unknown          # low, medium, high, unknown
  because: {{nb: "SKRIV: hvorfor", nn: "SKRIV: kvifor", en: "SKRIV: why"}}
owner: redaksjonen
review_by: {review_by}
status: draft
"""

CASE = """\
# A worked case: these facts, this finding. `dugnad law check` explains it; a test holds the judge to it.
name:
  nb: "SKRIV: hva saken viser"
  nn: "SKRIV: kva saka viser"
  en: "SKRIV: what the case shows"
announced: {today}
source: "SKRIV: hvor saken er fra"
mark: C
facts:
  notice: {{subtype: "16", profile: eu, form_type: competition, legal_basis: 32014L0024, buyer_legal_type: la}}
  lots:
    - criteria:
        - {{type_code: price, text: Pris, weight_percent: 70, weight_kind: percent}}
        - {{type_code: quality-nor-env-criteria, text: Klimagassutslipp, weight_percent: 30, weight_kind: percent,
           environment: certain, environment_scope: whole}}
expect:
  outcome: MET_WEIGHT
"""

ABOUT = """\
order: 99
name: {{nb: "SKRIV: navn", nn: "SKRIV: namn", en: "SKRIV: name"}}
question: {{nb: "SKRIV: spørsmålet", nn: "SKRIV: spørsmålet", en: "SKRIV: the question"}}
reading:
  nb: "{{numerator}} av {{denominator}} delkontrakter ({{value}}); kriteriene kunne leses i {{coverage}}."
  nn: "{{numerator}} av {{denominator}} delkontraktar ({{value}}); kriteria kunne lesast i {{coverage}}."
  en: "{{numerator}} of {{denominator}} lots ({{value}}); the criteria could be read in {{coverage}}."
numerator: {{nb: "SKRIV: det som telles", nn: "SKRIV:", en: "SKRIV:"}}
denominator: {{nb: "SKRIV: det som deles på", nn: "SKRIV:", en: "SKRIV:"}}
method: {{nb: "SKRIV: hvordan", nn: "SKRIV:", en: "SKRIV:"}}
why: {{nb: "SKRIV: hvorfor", nn: "SKRIV:", en: "SKRIV:"}}
exclusions:
  - {{nb: "SKRIV: hva som holdes utenfor", nn: "SKRIV:", en: "SKRIV:"}}
assumptions:
  - {{nb: "SKRIV: hva som antas", nn: "SKRIV:", en: "SKRIV:"}}
uncertainty: {{nb: "SKRIV: hvor sikkert det er", nn: "SKRIV:", en: "SKRIV:"}}
unit: share
status: trial
source:
  - {{title: "SKRIV: kilde", href: "", mark: "C"}}
figures:
  - {{part: ""}}
"""

QUERY = """\
-- Portable SQL over lots_in_cells: one row per cell and part; a share never stands without its coverage.
with

population as (
    select
        cell,
        case when criteria > 0 and not in_documents then 1 else 0 end as is_seen,
        case when outcome like 'MET_%' then 1 else 0 end as is_met
    from lots_in_cells
    where is_within
)

select
    cell,
    '' as part,
    sum(is_seen * is_met) as numerator,
    sum(is_seen) as denominator,
    1e0 * sum(is_seen) / count(*) as coverage,
    1e0 * sum(is_seen * is_met) / nullif(sum(is_seen), 0) as value
from population
group by cell
"""

EXAMPLE = """\
# Ten lots in, the expected figures out.
lots:
  - {{outcome: MET_WEIGHT, criteria: 2}}
  - {{outcome: MET_WEIGHT, criteria: 3}}
  - {{outcome: MET_RANK, criteria: 3}}
  - {{outcome: POSSIBLE_BREACH, criteria: 2}}
  - {{outcome: POSSIBLE_BREACH, criteria: 1}}
  - {{outcome: MANUAL_REVIEW, criteria: 2}}
  - {{outcome: EXEMPT_CLAIMED, criteria: 2, statements: 1}}
  - {{outcome: REASONS_MISSING, criteria: 1, statements: 1}}
  - {{outcome: UNKNOWN, in_documents: true}}
  - {{outcome: UNKNOWN}}
expect:
  "": {{numerator: 3, denominator: 8, coverage: 0.8, value: 0.375}}
"""


@click.command("new")
@click.argument("kind", type=click.Choice(["criterion", "case", "indicator"]))
@click.argument("name")
@json_option
def command(kind: str, name: str, *, as_json: bool) -> None:
    """Write a skeleton for a new criterion (GROUP/NAME), case or indicator.

    It lands in your own content (DUGNAD_CONTENT) where that is set, else in the shipped one. Nothing is overwritten.
    """
    if not NAME.fullmatch(name) or ((kind == "criterion") != ("/" in name) and kind != "case"):
        remedy = "GROUP/NAME for a criterion" if kind == "criterion" else "for example green-roofs"
        raise DugnadError(f'"{name}" cannot name a {kind}. Write small letters a-z, digits and -, {remedy}.')
    folder = own_folder()
    files = {folder / path: text for path, text in skeleton(kind, name, now().date()).items()}
    refuse_overwriting(kind, name, files)
    if kind == "criterion":
        refuse_what_breaks_the_library(name)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    written = [place(path) for path in files]
    if as_json:
        print_json({"written": written})
    else:
        click.echo("\n".join([*written, 'Skriv der det står "SKRIV:", og kjør dugnad content check.']))


def skeleton(kind: str, name: str, today: date) -> dict[str, str]:
    """The files of a new criterion, case or indicator, by path within content."""
    words = {
        "today": today.isoformat(),
        "review_by": f"{today.year + 1}-{today.month:02}-28",
        "topic": name.rsplit("/", maxsplit=1)[-1],
    }
    files = {
        "criterion": {f"criteria/{name}/{today.isoformat()}.yaml": CRITERION},
        "case": {f"cases/{name}.yaml": CASE},
        "indicator": {
            f"indicators/{name}/about.yaml": ABOUT,
            f"indicators/{name}/query.sql": QUERY.replace("{", "{{").replace("}", "}}"),
            f"indicators/{name}/example.yaml": EXAMPLE,
        },
    }
    made = {path: text.format(**words) for path, text in files[kind].items()}
    if kind == "criterion" and name.startswith(f"{SHARED}/"):
        asked = "groups: all                     # or the ids of the product groups it is for\nconcerns:"
        made = {path: text.replace("concerns:", asked, 1) for path, text in made.items()}
    return made


def own_folder() -> Path:
    """Where new content belongs: the body's own folder, else the checkout's."""
    folder = content_folders()[0]
    if folder.name == "shipped":
        raise DugnadError("The shipped content cannot be added to. Set DUGNAD_CONTENT to a folder of your own.")
    return folder


def refuse_what_breaks_the_library(name: str) -> None:
    """A criterion belongs to a product group that is there, and its id is taken nowhere else."""
    group, _, own = name.partition("/")
    known = sorted({path.parent.name for path in content_files("criteria", "group.yaml")} | {SHARED})
    if group not in known:
        near = get_close_matches(group, known, n=3)
        remedy = f"Did you mean {', '.join(near)}?" if near else f"The groups are {', '.join(known)}."
        raise DugnadError(f'"{group}" is no product group. {remedy} A new one begins with its group.yaml.')
    taken = [path.parent for path in content_files("criteria", "*.yaml") if path.parent.name == own]
    if taken:
        raise DugnadError(f"{place(taken[0])} has that id already, and an id means one thing for ever. Choose another.")


def refuse_overwriting(kind: str, name: str, files: dict[Path, str]) -> None:
    """A criterion's and an indicator's folder, and a case's file, must be new in every content folder."""
    first = next(iter(files))
    relative = (first if kind == "case" else first.parent).relative_to(own_folder())
    for folder in content_folders():
        if (folder / relative).exists():
            raise DugnadError(f"{place(folder / relative)} exists already. Choose another name than {name}.")
