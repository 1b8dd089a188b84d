"""A report as plain text for a terminal or a file."""

from __future__ import annotations

import textwrap

from dugnad.check.report import Bullets, Grid, Labels, Part, Report, Told, Words

WIDTH = 100


def text_report(report: Report) -> str:
    """The whole report; tables become lines of "name: value"."""
    lines = [report.title, "=" * min(len(report.title), WIDTH), *map(_wrapped, report.lead)]
    for section in report.sections:
        lines += ["", section.heading, "-" * min(len(section.heading), WIDTH)]
        for part in section.parts:
            lines += _part(part, report.labels)
    return "\n".join([*lines, "", _wrapped(report.footer)])


def _part(part: Part, labels: Labels) -> list[str]:
    match part:
        case Words():
            return [_wrapped(part.text)]
        case Bullets():
            return [_wrapped(item, "- ", "  ") for item in part.items]
        case Grid():
            return _grid(part)
        case Told():
            return _told(part, labels)


def _grid(grid: Grid) -> list[str]:
    widths = [max(len(row[column]) for row in (grid.header, *grid.rows)) for column in range(len(grid.header))]
    if sum(widths) + 2 * len(widths) <= WIDTH:
        rows = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (grid.header, *grid.rows)
        ]
        return [grid.caption, *(f"  {row}" for row in rows)]
    lines = [grid.caption]
    for row in grid.rows:
        lines.append(_wrapped(row[0], "  - ", "    "))
        named = zip(grid.header[1:], row[1:], strict=True)
        lines += [_wrapped(f"{name}: {cell}", "      ", "        ") for name, cell in named if cell]
    return lines


def _told(told: Told, labels: Labels) -> list[str]:
    lines = ["", _wrapped(f"{told.title}: {told.outcome}"), _wrapped(told.sentence, "  ", "  ")]
    if told.citation:
        lines.append(f"  {labels.citation}: {told.citation}")
    if told.unverified:
        lines.append(_wrapped(told.unverified, "  ", "  "))
    lines += [_wrapped(f"«{one.quote}» ({one.place})", "    ", "    ") for one in told.evidence]
    if told.todo:
        lines.append(_wrapped(f"{labels.todo}: {told.todo}", "  → ", "    "))
    if told.paste:
        lines += [f"    {labels.paste}", _wrapped(told.paste, "    | ", "    | ")]
    return lines


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=rest) if text else first.rstrip()
