"""How well tender documents are read: what was found, beside the truth written down for each procurement.

python -m tests.documents.score FOLDER prints a row per procurement and the totals. A folder holds documents and, beside
each, a JSON of the same name; a JSON may list several documents under "files".
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from shutil import which
from typing import Any

from lxml import etree

from dugnad.documents.as_dict import as_dict
from dugnad.documents.document import Block, Document
from dugnad.documents.procurement import read_procurement
from dugnad.documents.read import read_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = ("body", "orgnr", "announced", "deadline", "estimated_value_nok", "language", "rule_version")
Truth = dict[str, Any]


@dataclass
class Count:
    """What was there, what was found, what was rightly found."""

    right: int = 0
    wanted: int = 0
    given: int = 0
    hit: int = 0
    """Of those given, how many are right (two given may share one truth)."""

    def add(self, other: Count) -> None:
        self.right += other.right
        self.wanted += other.wanted
        self.given += other.given
        self.hit += other.hit

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def precision(self) -> float:
        return self.hit / self.given if self.given else 1.0

    @property
    def f1(self) -> float:
        total = self.recall + self.precision
        return 2 * self.recall * self.precision / total if total else 0.0

    def __str__(self) -> str:
        return f"{self.right}/{self.wanted} of {self.given}"


@dataclass
class Score:
    """One procurement."""

    name: str
    outcome: str
    wanted_outcomes: tuple[str, ...]
    rows: Count = field(default_factory=Count)
    lots: Count = field(default_factory=Count)
    paths: Count = field(default_factory=Count)
    reasons: Count = field(default_factory=Count)
    binding: Count = field(default_factory=Count)
    requirements: Count = field(default_factory=Count)
    clauses: Count = field(default_factory=Count)
    head: Count = field(default_factory=Count)
    distractors: list[str] = field(default_factory=list)
    unquoted: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_outcome_right(self) -> bool:
        return self.outcome in self.wanted_outcomes


COUNTS = ("rows", "lots", "paths", "reasons", "binding", "requirements", "clauses", "head")


def collapsed(text: str) -> str:
    return " ".join(text.split())


def folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def score_folder(folder: Path) -> list[Score]:
    return [score_one(path) for path in sorted(folder.glob("*.json"))]


def score_one(path: Path) -> Score:
    truth: Truth = json.loads(path.read_text(encoding="utf-8"))
    files = [path.parent / name for name in truth.get("files") or [truth["file"]]]
    started = time.perf_counter()
    documents = [read_document(file.read_bytes(), file=file.name) for file in files]
    got = as_dict(read_procurement(documents))
    seconds = time.perf_counter() - started
    wanted = (truth["outcome"], *truth.get("also_acceptable", ()))
    score = Score(path.stem[:44], got["outcome"], wanted, seconds=seconds)
    if not score.is_outcome_right:
        score.misses.append(f"outcome {got['outcome']}, wanted {truth['outcome']}")
    if truth.get("image_only"):
        _nothing_found(score, got)
        return score
    _head(score, truth, got)
    for wanted_lot, got_lot in _pairs(truth["lots"], got["lots"]):
        _lot(score, wanted_lot, got_lot)
    _departure(score, truth, got)
    _requirements(score, truth, got)
    _clauses(score, truth, got)
    _quotes(score, truth, got, files, documents)
    return score


def _nothing_found(score: Score, got: Truth) -> None:
    found = [
        *got["spec_env_requirements"],
        *got["social_clauses"],
        *(c for lot in got["lots"] for c in lot["criteria"]),
    ]
    if found:
        score.misses.append(f"{len(found)} facts from a document that cannot be read")


def _pairs(wanted: list[Truth], got: list[Truth]) -> Iterator[tuple[Truth, Truth | None]]:
    by_id = {lot["id"]: lot for lot in got}
    for lot in wanted:
        yield lot, by_id.get(lot["id"])


def _head(score: Score, truth: Truth, got: Truth) -> None:
    for key in HEAD:
        if key in truth:
            _one(score.head, truth[key] == got[key], f"{key} {got[key]!r}, wanted {truth[key]!r}", score)
    _one(score.head, sorted(truth["cpv"]) == sorted(got["cpv"]), f"cpv {got['cpv']}, wanted {truth['cpv']}", score)


def _one(count: Count, right: bool, miss: str, score: Score) -> None:
    count.wanted += 1
    count.given += 1
    count.right += right
    count.hit += right
    if not right:
        score.misses.append(miss)


def _lot(score: Score, wanted: Truth, got: Truth | None) -> None:
    if got is None:
        score.misses.append(f"{wanted['id']} not found")
        score.rows.wanted += len(wanted["criteria"])
        score.lots.wanted += 1
        return
    free = list(got["criteria"])
    score.rows.given += len(free)
    score.rows.wanted += len(wanted["criteria"])
    for row in wanted["criteria"]:
        match = next((one for one in sorted(free, key=lambda one: -_likeness(row, one)) if _is_row(row, one)), None)
        if match is None:
            near = [
                (one["name"], one["weight_percent"], one["rank"], one["parent"]) for one in free if _is_named(row, one)
            ]
            score.misses.append(f"{wanted['id']} {row['name']} {row['weight_percent'] or row['rank']} not found {near}")
            continue
        free.remove(match)
        score.rows.right += 1
        score.rows.hit += 1
        if row["environment"] != match["environment"]:
            score.misses.append(f"{row['name']}: environment {match['environment']}, wanted {row['environment']}")
    score.misses += [f"{wanted['id']} extra row {one['name']} {one['weight_percent']}" for one in free]
    for key in ("env_effective_weight_percent", "env_weight_max_percent"):
        if wanted[key] != got[key]:
            score.misses.append(f"{wanted['id']} {key} {got[key]}, wanted {wanted[key]}")
    right = wanted["env_effective_weight_percent"] == got["env_effective_weight_percent"]
    right &= wanted.get("best_env_rank") == got.get("best_env_rank")
    score.lots.wanted += 1
    score.lots.right += right
    if "outcome" in wanted and wanted["outcome"] != got["outcome"]:
        score.misses.append(f"{wanted['id']} outcome {got['outcome']}, wanted {wanted['outcome']}")


def _likeness(row: Truth, one: Truth) -> float:
    return SequenceMatcher(None, folded(row["name"]), folded(one["name"])).ratio()


def _is_named(row: Truth, one: Truth) -> bool:
    first, second = folded(row["name"]), folded(one["name"])
    return first == second or first in second or second in first or overlaps(row["quote"], one["quote"])


def _is_row(row: Truth, one: Truth) -> bool:
    """The same criterion with the right weight or rank, below the right parent."""
    same_parent = (row["parent"] is None) == (one["parent"] is None) and (
        row["parent"] is None
        or folded(row["parent"]) in folded(one["parent"])
        or folded(one["parent"]) in folded(row["parent"])
    )
    weights = [
        None if weight is None else round(weight, 1) for weight in (row["weight_percent"], one["weight_percent"])
    ]
    return _is_named(row, one) and same_parent and weights[0] == weights[1] and row["rank"] == one["rank"]


def overlaps(truth: str, given: str) -> bool:
    """By half of the truth's words, or of the given's where it is the shorter and long enough to tell."""
    first, second = collapsed(truth).casefold(), collapsed(given).casefold()
    match = SequenceMatcher(None, first, second, autojunk=False).find_longest_match()
    return match.size >= len(first) / 2 or (match.size >= len(second) * 0.9 and match.size >= 25)


def _departure(score: Score, truth: Truth, got: Truth) -> None:
    wanted, given = truth["section_7_9"], got["section_7_9"]
    _one(score.paths, wanted["path"] == given["path"], f"path {given['path']}, wanted {wanted['path']}", score)
    is_boilerplate = wanted.get("reasons_quality") == "boilerplate"
    right = wanted["reasons_given"] == given["reasons_given"] or is_boilerplate
    _one(score.reasons, right, f"reasons {given['reasons_given']} {given['reasons_quote']!r}", score)
    if wanted["reasons_quote"] and not overlaps(wanted["reasons_quote"], given["reasons_quote"] or ""):
        score.misses.append(f"reasons quote {given['reasons_quote']!r}, wanted {wanted['reasons_quote']!r}")
    for lot, one in _pairs(truth["lots"], got["lots"]):
        if "section_7_9_path" in lot and one is not None:
            given_path = one.get("section_7_9_path")
            _one(score.paths, lot["section_7_9_path"] == given_path, f"{lot['id']} path {given_path}", score)


def _requirements(score: Score, truth: Truth, got: Truth) -> None:
    wanted, given = truth["spec_env_requirements"], got["spec_env_requirements"]
    sure = [one for one in wanted if one.get("environment") != "doubtful"]
    own = [one for one in given if one.get("environment") != "doubtful"]
    for count, truths, ours, may_be in (
        (score.requirements, wanted, given, wanted),
        (
            score.binding,
            [o for o in sure if o["binding"]],
            [o for o in own if o["binding"]],
            [o for o in wanted if o["binding"]],
        ),
    ):
        count.wanted, count.given = len(truths), len(ours)
        count.right = sum(any(_is_requirement(one, two) for two in given) for one in truths)
        count.hit = sum(any(_is_requirement(one, two) for one in may_be) for two in ours)
    score.misses += [
        f"requirement missed: {o['quote'][:90]}" for o in wanted if not any(_is_requirement(o, t) for t in given)
    ]
    score.misses += [
        f"requirement extra: {t['quote'][:90]} {t['binding']}"
        for t in given
        if not any(_is_requirement(o, t) for o in wanted)
    ]


def _is_requirement(truth: Truth, given: Truth) -> bool:
    return truth["binding"] == given["binding"] and overlaps(truth["quote"], given["quote"])


def _clauses(score: Score, truth: Truth, got: Truth) -> None:
    wanted = {one["type"] for one in truth["social_clauses"]}
    given = {one["type"] for one in got["social_clauses"]}
    score.clauses = Count(len(wanted & given), len(wanted), len(given), len(wanted & given))
    if wanted != given:
        score.misses.append(f"clauses missed {sorted(wanted - given)}, extra {sorted(given - wanted)}")


def _facts(got: Truth) -> Iterator[str]:
    """Every quote of a reported fact."""
    for lot in got["lots"]:
        for row in lot["criteria"]:
            yield from (row["quote"], row.get("weight_quote"))
    departure = got["section_7_9"]
    yield from (departure["reasons_quote"], departure.get("claim_quote"))
    yield from (one["quote"] for one in (*got["spec_env_requirements"], *got["social_clauses"]))


def _quotes(score: Score, truth: Truth, got: Truth, files: Sequence[Path], documents: Sequence[Document]) -> None:
    said = [collapsed(quote) for quote in _facts(got) if quote]
    for one in truth.get("distractors", ()):
        words = collapsed(one["quote"])
        score.distractors += [words for quote in said if words in quote or (quote in words and len(quote) > 25)]
    texts = [text for file, document in zip(files, documents, strict=True) for text in _texts(file, document)]
    said += [collapsed(one["quote"]) for one in got["head_quotes"] if one["quote"]]
    score.unquoted = [quote for quote in said if not any(quote in text for text in texts)]


def _texts(file: Path, document: Document) -> list[str]:
    """The document's own text, white space collapsed, by means that are not the reader's where there are any."""
    if file.suffix == ".docx":
        return [_docx_text(file)]
    if file.suffix == ".pdf" and which("pdftotext"):
        ways = (["pdftotext", str(file), "-"], ["pdftotext", "-raw", str(file), "-"])
        return [collapsed(subprocess.run(way, capture_output=True, check=True, text=True).stdout) for way in ways]
    return [collapsed(" ".join(part.text for part in document.parts if isinstance(part, Block)))]


def _docx_text(file: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as archive:
        names = [
            name
            for name in archive.namelist()
            if re.fullmatch(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml", name)
        ]
        roots = [etree.fromstring(archive.read(name)) for name in names]
    return collapsed(" ".join("".join(_pieces(p)) for root in roots for p in root.iter(f"{W}p")))


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    for one in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}noBreakHyphen"):
        yield one.text or "" if one.tag == f"{W}t" else "-" if one.tag.endswith("Hyphen") else " "


def total_of(scores: Sequence[Score]) -> dict[str, Count]:
    totals = {name: Count() for name in COUNTS}
    for score in scores:
        for name in COUNTS:
            totals[name].add(getattr(score, name))
    return totals


def table(scores: Sequence[Score], *, details: bool = True) -> str:
    lines = [
        (
            f"{'procurement':44} {'outcome':17} {'rows':>12} {'lots':>5} {'path':>5} {'reas':>4} {'binding':>12}"
            f" {'all req.':>12} {'clauses':>10} {'head':>5} {'dist':>4} {'unq.':>4} {'s':>5}"
        )
    ]
    for one in scores:
        mark = "" if one.is_outcome_right else "!"
        lines.append(
            f"{one.name:44} {one.outcome + mark:17} {one.rows!s:>12} {one.lots.right}/{one.lots.wanted:<3}"
            f" {one.paths.right}/{one.paths.wanted:<3} {one.reasons.right}/{one.reasons.wanted:<2} {one.binding!s:>12}"
            f" {one.requirements!s:>12} {one.clauses!s:>10} {one.head.right}/{one.head.wanted:<3}"
            f" {len(one.distractors):>4} {len(one.unquoted):>4} {one.seconds:>5.2f}"
        )
        if details:
            lines += [f"    {miss}" for miss in one.misses]
            lines += [f"    distractor: {words}" for words in one.distractors]
            lines += [f"    not verbatim: {quote}" for quote in one.unquoted]
    totals = total_of(scores)
    right = sum(one.is_outcome_right for one in scores)
    lines.append(f"outcome {right}/{len(scores)}")
    lines += [
        f"{name:13} recall {count.recall:.3f}  precision {count.precision:.3f}  F1 {count.f1:.3f}  ({count})"
        for name, count in totals.items()
        if name not in {"lots", "paths", "reasons", "head"}
    ]
    lines += [f"{name:13} {totals[name].right}/{totals[name].wanted}" for name in ("lots", "paths", "reasons", "head")]
    lines.append(f"distractors   {sum(len(one.distractors) for one in scores)}")
    lines.append(f"not verbatim  {sum(len(one.unquoted) for one in scores)}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(score_folder(Path(sys.argv[1]))) + "\n")
