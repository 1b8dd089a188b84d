"""Ruled lines as tables: where the cells are, merged ones included, and which words stand in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dugnad.documents.pdf_page import Page, Rule, Word

NEAR = 3.0
"""Lines closer than this, in points, are one."""
MAX_RULES = 2_500
MAX_CELLS = 10_000
"""What has more is a drawing."""
FRAME = 0.75
"""A grid without inner lines that fills this share of the page is a frame around it."""


@dataclass(slots=True)
class Grid:
    """A ruled table on one page: the positions of its lines, and the words of each cell (row, column)."""

    page: int
    xs: list[float]
    ys: list[float]
    owner: dict[tuple[int, int], tuple[int, int]]
    """The first cell of the merged cell that a cell belongs to."""
    words: dict[tuple[int, int], list[Word]] = field(default_factory=dict)
    is_open_above: bool = False
    is_open_below: bool = False
    """The lines down the page end without a line across: the row goes on."""

    @property
    def order(self) -> float:
        return min((word.order for words in self.words.values() for word in words), default=0)

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        row = next((at for at in range(len(self.ys) - 1) if self.ys[at] - 1 <= y < self.ys[at + 1] + 1), None)
        column = next((at for at in range(len(self.xs) - 1) if self.xs[at] - 1 <= x < self.xs[at + 1] + 1), None)
        return None if row is None or column is None else self.owner[row, column]


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of a page with their words, from the top down; frames and lone boxes left out."""
    grids = []
    for rules in _touching(_distinct(page.rules)):
        grid = _grid(rules, page)
        if grid is not None:
            _fill(grid, page.words)
            if sum(bool(words) for words in grid.words.values()) > 1:
                grids.append(grid)
    return sorted(grids, key=lambda grid: grid.ys[0])


def _distinct(rules: Sequence[Rule]) -> list[Rule]:
    """Neighbouring cells draw the line between them twice."""
    found = {(round(r.x0), round(r.y0), round(r.x1), round(r.y1), r.is_horizontal): r for r in rules}
    return list(found.values())[:MAX_RULES]


def _touching(rules: Sequence[Rule]) -> list[list[Rule]]:
    """Rules in groups that touch or cross each other."""
    parent = list(range(len(rules)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    ordered = sorted(range(len(rules)), key=lambda at: rules[at].y0)
    open_rules: list[int] = []
    for at in ordered:
        rule = rules[at]
        open_rules = [other for other in open_rules if rules[other].y1 >= rule.y0 - NEAR]
        for other in open_rules:
            if rules[other].x0 <= rule.x1 + NEAR and rule.x0 <= rules[other].x1 + NEAR:
                parent[root(at)] = root(other)
        open_rules.append(at)
    groups: dict[int, list[Rule]] = {}
    for at in ordered:
        groups.setdefault(root(at), []).append(rules[at])
    return list(groups.values())


def _grid(rules: Sequence[Rule], page: Page) -> Grid | None:
    across = [rule for rule in rules if rule.is_horizontal]
    down = [rule for rule in rules if not rule.is_horizontal]
    if not across or not down:
        return None
    ys = _merged([rule.y0 for rule in across])
    above, below = _ends(down)
    is_open_above, is_open_below = above < ys[0] - NEAR, below > ys[-1] + NEAR
    ys = [above] * is_open_above + ys + [below] * is_open_below
    xs = _merged([*(rule.x0 for rule in down), min(rule.x0 for rule in across), max(rule.x1 for rule in across)])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):  # noqa: PLR2004
        return None
    if len(xs) + len(ys) <= 5 and (xs[-1] - xs[0]) * (ys[-1] - ys[0]) > FRAME * page.width * page.height:  # noqa: PLR2004
        return None
    if len(xs) * len(ys) > MAX_CELLS:
        return None
    owner = _owners(xs, ys, across, down)
    return Grid(page.number, xs, ys, owner, is_open_above=is_open_above, is_open_below=is_open_below)


def _ends(down: Sequence[Rule]) -> tuple[float, float]:
    """Where most of the lines down the page begin and end."""
    tops, bottoms = sorted(rule.y0 for rule in down), sorted(rule.y1 for rule in down)
    return tops[min(1, len(down) - 1)], bottoms[-min(2, len(down))]


def _merged(values: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for value in sorted(values):
        if not merged or value - merged[-1] > NEAR:
            merged.append(value)
    return merged


def _owners(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Each cell's first cell: cells without a line between them are one."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    between = [[rule for rule in down if abs(rule.x0 - x) <= NEAR] for x in xs]
    over = [[rule for rule in across if abs(rule.y0 - y) <= NEAR] for y in ys]
    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            center = (xs[column] + xs[column + 1]) / 2
            if column and not any(rule.y0 <= middle <= rule.y1 for rule in between[column]):
                owner[row, column] = owner[row, column - 1]
            elif row and not any(rule.x0 <= center <= rule.x1 for rule in over[row]):
                owner[row, column] = owner[row - 1, column]
            else:
                owner[row, column] = (row, column)
    return owner


def _fill(grid: Grid, words: Iterable[Word]) -> None:
    for word in words:
        if grid.xs[0] - 1 <= word.x0 and word.x0 <= grid.xs[-1] and grid.ys[0] <= word.baseline <= grid.ys[-1] + 1:
            cell = grid.cell_at(word.x0 + min(2.0, (word.x1 - word.x0) / 2), word.baseline - 0.3 * word.size)
            if cell is not None:
                grid.words.setdefault(cell, []).append(word)
