"""A report as one HTML page that needs nothing else: no script, no picture, nothing fetched."""

from __future__ import annotations

from html import escape

from dugnad.check.report import Bullets, Evidence, Grid, Labels, Part, Report, Section, Told, Words

STYLE = """
:root { color-scheme: light; --ink: #1e2b3c; --line: #b9c3cf; --quiet: #f3f6f9; --amber: #8a4b00; --green: #0f5d2e; }
body { font: 1rem/1.55 "Inter", system-ui, sans-serif; color: var(--ink); max-width: 46rem; margin: 2rem auto;
  padding: 0 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { margin-top: 2.5rem; font-size: 1.35rem; }
h3 { margin: 0 0 .25rem; font-size: 1.05rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); }
.told { border-left: .3rem solid var(--line); background: var(--quiet); padding: .9rem 1.1rem; margin: 1rem 0; }
.told.attention { border-color: var(--amber); } .told.met { border-color: var(--green); }
.outcome { font-weight: 600; } .attention .outcome { color: var(--amber); } .met .outcome { color: var(--green); }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: .15rem solid var(--line); }
.small, cite, footer { font-size: .9rem; font-style: normal; color: #46566a; }
.paste { white-space: pre-line; border: 1px dashed var(--line); background: #fff; padding: .7rem .9rem; }
@media (max-width: 37rem) { table, tbody, tr, td, caption { display: block } thead { display: none }
  tr { border-bottom: 1px solid var(--line); padding: .5rem 0 } td { border: 0; padding: .1rem 0 }
  td::before { content: attr(data-label) ": "; font-weight: 600 } }
@media print { body { margin: 0; max-width: none } .told { break-inside: avoid } }
"""


def html_report(report: Report) -> str:
    """The whole page. Every text is escaped; what was read in a document can never become markup."""
    lead = "".join(f"<p>{escape(line)}</p>\n" for line in report.lead)
    sections = "".join(_section(section, report.labels) for section in report.sections)
    return (
        f'<!doctype html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(report.title)}</h1>\n{lead}{sections}</main>\n"
        f"<footer><p>{escape(report.footer)}</p></footer>\n</body>\n</html>\n"
    )


def _section(section: Section, labels: Labels) -> str:
    parts = "".join(_part(part, labels) for part in section.parts)
    return f"<section>\n<h2>{escape(section.heading)}</h2>\n{parts}</section>\n"


def _part(part: Part, labels: Labels) -> str:
    match part:
        case Words():
            style = ' class="small"' if part.is_small else ""
            return f"<p{style}>{escape(part.text)}</p>\n"
        case Bullets():
            return "<ul>\n" + "".join(f"<li>{escape(item)}</li>\n" for item in part.items) + "</ul>\n"
        case Grid():
            return _grid(part)
        case Told():
            return _told(part, labels)


def _grid(grid: Grid) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in grid.header)
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(name)}">{escape(cell)}</td>' for name, cell in zip(grid.header, row, strict=True)
        )
        + "</tr>\n"
        for row in grid.rows
    )
    return (
        f"<table>\n<caption>{escape(grid.caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}</tbody>\n</table>\n"
    )


def _told(told: Told, labels: Labels) -> str:
    unverified = f'<p class="small">{escape(told.unverified)}</p>\n' if told.unverified else ""
    citation = f'<p class="small">{escape(labels.citation)}: {escape(told.citation)}</p>\n' if told.citation else ""
    evidence = "".join(_evidence(one) for one in told.evidence)
    todo = f"<p><strong>{escape(labels.todo)}:</strong> {escape(told.todo)}</p>\n" if told.todo else ""
    paste = (
        f'<p class="small">{escape(labels.paste)}</p>\n<div class="paste">{escape(told.paste)}</div>\n'
        if told.paste
        else ""
    )
    return (
        f'<div class="told {told.tone}">\n<h3>{escape(told.title)}</h3>\n'
        f'<p class="outcome">{escape(told.outcome)}</p>\n<p>{escape(told.sentence)}</p>\n'
        f"{citation}{unverified}{evidence}{todo}{paste}</div>\n"
    )


def _evidence(evidence: Evidence) -> str:
    place = f"<br><cite>{escape(evidence.place)}</cite>" if evidence.place else ""
    spoken = f' lang="{escape(evidence.language)}"' if evidence.language else ""
    return f"<blockquote{spoken}>«{escape(evidence.quote)}»{place}</blockquote>\n"
