"""The indicators as people describe them: one folder each under content/indicators, checked strictly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dugnad.content import content_files, place, read_yaml
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
UNITS = ("share", "percent", "score")
TEXTS = ("name", "question", "reading", "method", "why", "denominator", "numerator", "uncertainty")
LISTS = ("exclusions", "assumptions")
KEYS = {*TEXTS, *LISTS, "order", "unit", "figures", "source", "status"}
STATUSES = ("settled", "trial")
PLACEHOLDERS = {"value", "numerator", "denominator", "coverage", "part"}

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One of an indicator's figures; the headline has the part ""."""

    part: str
    name: Text
    unit: str
    reading: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the question comes from: a paragraph, a report."""

    title: str
    href: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One folder: what is asked, how it is counted, what is left out, and the query that counts."""

    name: str
    order: int
    title: Text
    question: Text
    reading: Text
    method: Text
    why: Text
    numerator: Text
    denominator: Text
    uncertainty: Text
    exclusions: tuple[Text, ...]
    assumptions: tuple[Text, ...]
    unit: str
    status: str
    source: tuple[Source, ...]
    figures: tuple[Figure, ...]
    query: str
    folder: Path

    def row_name(self, part: str) -> str:
        """The figure's name in the result table."""
        return f"{self.name}.{part}" if part else self.name

    @property
    def row_names(self) -> tuple[str, ...]:
        """All names under which this indicator's figures stand in the result table."""
        return tuple(self.row_name(figure.part) for figure in self.figures)

    def figure(self, row_name: str) -> Figure:
        """The figure behind a name of the result table."""
        return next(figure for figure in self.figures if self.row_name(figure.part) == row_name)


def load_indicators() -> tuple[Indicator, ...]:
    """Every indicator in its order; the first fault is raised."""
    found = [load_indicator(path) for path in content_files("indicators", "about.yaml")]
    return tuple(sorted(found, key=lambda one: (one.order, one.name)))


def load_queries() -> dict[str, str]:
    """Every indicator's query by its name, without the descriptions."""
    return {path.parent.name: path.read_text(encoding="utf-8") for path in content_files("indicators", "query.sql")}


def load_indicator(path: Path) -> Indicator:
    """One indicator from its about.yaml and the query beside it."""
    about = read_yaml(path)
    faults = about_faults(path, about)
    if faults:
        raise faults[0]
    query = neighbour(path, "query.sql")
    return Indicator(
        name=path.parent.name,
        order=about["order"],
        title=about["name"],
        question=about["question"],
        reading=about["reading"],
        method=about["method"],
        why=about["why"],
        numerator=about["numerator"],
        denominator=about["denominator"],
        uncertainty=about["uncertainty"],
        exclusions=tuple(about["exclusions"]),
        assumptions=tuple(about["assumptions"]),
        unit=about["unit"],
        status=about["status"],
        source=tuple(Source(**one) for one in about["source"]),
        figures=tuple(read_figure(one, about) for one in about["figures"]),
        query=query.read_text(encoding="utf-8"),
        folder=path.parent,
    )


def read_figure(figure: Mapping[str, Any], about: Mapping[str, Any]) -> Figure:
    """A figure; what it does not say itself it takes from its indicator."""
    return Figure(
        part=figure.get("part") or "",
        name=figure.get("name", about["name"]),
        unit=figure.get("unit", about["unit"]),
        reading=figure.get("reading", about["reading"]),
    )


def neighbour(path: Path, name: str) -> Path:
    """Another file of the same indicator."""
    found = [file for file in content_files("indicators", name) if file.parent.name == path.parent.name]
    if not found:
        file = f"{place(path).rpartition('/')[0]}/{name}"
        raise ContentError(file, None, "This indicator has no such file.", "Write it: see how-it-works/monitor.md.")
    return found[0]


def about_faults(path: Path, about: Any) -> list[ContentError]:
    """All faults of one about.yaml, with line and remedy."""
    if not isinstance(about, dict):
        return [ContentError(place(path), 1, "This file does not hold keys and values.", "Begin with order: 1.")]

    def fault(key: str, problem: str, remedy: str) -> ContentError:
        lines = key_lines(path)
        return ContentError(place(path), lines.get(key, lines.get(key.partition(".")[0])), problem, remedy)

    faults = [
        fault(key, f'"{key}" is not a known key.', f"Known: {', '.join(sorted(KEYS))}.") for key in about.keys() - KEYS
    ]
    faults += [fault(key, f'"{key}" is missing.', "Write it.") for key in sorted(KEYS - about.keys())]
    if faults:
        return faults
    checked = [(key, about[key]) for key in TEXTS]
    checked += [(f"{key}.{n}", text) for key in LISTS for n, text in enumerate(about[key] or [], 1)]
    for key, text in checked:
        missing = [language for language in LANGUAGES if not is_text(text, language)]
        if missing:
            faults.append(fault(key, f'"{key}" has no words in {", ".join(missing)}.', "Write nb, nn and en."))
    faults += [fault("reading", problem, "Use only {value}, {numerator}, {denominator}, {coverage}, {part}.")
               for problem in reading_problems(about["reading"])]  # fmt: skip
    if about["unit"] not in UNITS:
        faults.append(fault("unit", f'"{about["unit"]}" is not a unit.', f"Write one of {', '.join(UNITS)}."))
    if about["status"] not in STATUSES:
        faults.append(fault("status", f'"{about["status"]}" is not a status.', f"Write one of {', '.join(STATUSES)}."))
    if not isinstance(about["order"], int):
        faults.append(fault("order", "The order is not a whole number.", "Write 1, 2, 3 ..."))
    return faults + [fault(key, problem, remedy) for key, problem, remedy in figure_problems(about)]


def figure_problems(about: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What is wrong with the lists of figures and sources: key, problem, remedy."""
    found = []
    figures = about["figures"]
    if not isinstance(figures, list) or not figures:
        return [("figures", "No figure is listed.", 'Write at least - {part: ""}.')]
    for n, figure in enumerate(figures, 1):
        unknown = sorted(set(figure) - {"part", "name", "unit", "reading"})
        if unknown or not re.fullmatch(r"[a-z0-9-]*", figure.get("part") or ""):
            found.append(
                (
                    f"figures.{n}",
                    f"Figure {n} is not understood.",
                    "Write part, name, unit, reading; part in a-z, 0-9, -.",
                )
            )
        if "unit" in figure and figure["unit"] not in UNITS:
            found.append((f"figures.{n}", f'"{figure["unit"]}" is not a unit.', f"Write one of {', '.join(UNITS)}."))
        found += [
            (f"figures.{n}", f'Figure {n}: "{key}" lacks a language.', "Write nb, nn and en.")
            for key in ("name", "reading")
            if key in figure and not all(is_text(figure[key], language) for language in LANGUAGES)
        ]
        found += [(f"figures.{n}", problem, "Use only {value}, {numerator}, {denominator}, {coverage}, {part}.")
                  for problem in reading_problems(figure.get("reading", {}))]  # fmt: skip
    for source in about["source"] or [{}]:
        if set(source) != {"title", "href", "mark"}:
            found.append(
                ("source", "A source needs title, href and mark.", "Write - {title: ..., href: ..., mark: A}.")
            )
    return found


def is_text(text: Any, language: str) -> bool:
    """Words in this language?"""
    return isinstance(text, dict) and isinstance(text.get(language), str) and bool(text[language].strip())


def reading_problems(reading: Any) -> list[str]:
    """Places in a sentence that no figure can fill."""
    if not isinstance(reading, dict):
        return []
    used = {name for text in reading.values() for name in re.findall(r"\{(.*?)\}", str(text))}
    return [f'"{{{name}}}" cannot be filled.' for name in sorted(used - PLACEHOLDERS)]


def key_lines(path: Path) -> dict[str, int]:
    """The line of each key, and of each item of a list (`figures.2`)."""
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    lines: dict[str, int] = {}
    if not isinstance(root, yaml.MappingNode):
        return lines
    for key, value in root.value:
        lines[key.value] = key.start_mark.line + 1
        if isinstance(value, yaml.SequenceNode):
            lines.update({f"{key.value}.{n}": item.start_mark.line + 1 for n, item in enumerate(value.value, 1)})
    return lines


def check_indicators() -> list[ContentError]:
    """All faults of all indicators: descriptions, queries, and examples that do not come out as written."""
    import duckdb  # noqa: PLC0415 - slow to load and only needed here

    from dugnad.monitor.engine import DuckEngine  # noqa: PLC0415
    from dugnad.monitor.example import example_faults  # noqa: PLC0415

    engine = DuckEngine(duckdb.connect(":memory:"))
    faults: list[ContentError] = []
    for path in content_files("indicators", "about.yaml"):
        try:
            found = about_faults(path, read_yaml(path))
            faults += found or example_faults(load_indicator(path), engine)
        except ContentError as error:
            faults.append(error)
    return faults
