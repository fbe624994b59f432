"""The sum rules of any grid of numbers, found from the numbers.

In: a grid of strings, as untidy as it comes. Out: the :class:`~xcdata.ledger.SumRule` s of its rows and columns.
The one principle: a rule is a pattern ("this line is the sum of those lines") that repeats along the other
axis and that chance does not explain. So a pattern must earn more bits from the figures than it costs to
describe (:mod:`xcdata.lines`, :mod:`xcdata.candidates`), what one pattern has explained earns nothing for its
rivals (:mod:`xcdata.selection`), and what is believed shows where to look next: totals of subtotals, and the
same pattern shifted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from xcdata.candidates import first_views, nested_views, pairs, runs, shifted, subsets
from xcdata.ledger import SumRule
from xcdata.lines import Lines, read_lines
from xcdata.numerals import Reading, Unread, read_grid
from xcdata.selection import SURE_BITS, Pool, Weighed, select

Cell = tuple[int, int]

_ROUNDS = 4
_WORK = 2e6


def discover(grid: Sequence[Sequence[str]]) -> list[SumRule]:
    readings = read_grid(grid)
    rows, columns = read_lines(readings, _labels(grid, readings))
    rules = _rules(rows, lambda line, position: (line, position), readings)
    return rules + _rules(columns, lambda line, position: (position, line), readings)


def _labels(grid, readings):
    texts = [[c.strip().lower() if v is Unread.TEXT else "" for c, v in zip(row, read)] for row, read in zip(grid, readings)]
    width = max((len(r) for r in grid), default=0)
    def name(cells, vals):
        last = ""
        for c, v in zip(cells, vals):
            if c: last = c
            elif not isinstance(v, Unread) : break
        return last
    rl = [next((c for c in row if c), "") for row in texts]
    cl = [name([row[c] if c < len(row) else "" for row in texts], [row[c] if c < len(row) else Unread.NOTHING for row in readings]) for c in range(width)]
    return rl, cl


def _search(lines: Lines) -> list[Weighed]:
    used = np.count_nonzero(lines.known.any(axis=1))
    if used < 3:
        return []
    reach = int(max(1, min(used, _WORK / lines.values.size)))
    pool, seen, believed = Pool(lines), set(), []
    pool.add(pairs(lines, SURE_BITS - 2))
    views = list(first_views(lines))
    for _ in range(_ROUNDS):
        new = 0
        for view in views:
            if view.lines in seen or len(view.lines) < 2:
                continue
            seen.add(view.lines)
            near = view.cost < 2
            new += pool.add(runs(lines, view, reach if near else min(reach, 3), SURE_BITS - 2))
            if near and used < 300:
                new += pool.add(subsets(lines, view, SURE_BITS - 2))
        if believed and not new:
            break
        believed = select(pool)
        if pool.add(shifted(lines, [weighed.pattern for weighed in believed])):
            believed = select(pool)
        views = list(nested_views(lines, [weighed.pattern for weighed in believed]))
    return believed


def _rules(lines: Lines, cell: Callable[[int, int], Cell], readings: Sequence[Sequence[Reading]]) -> list[SumRule]:
    believed = _search(lines)
    H = sum((w.evidence.holds.astype(int) for w in believed), np.zeros(lines.values.shape[1], int))
    F = sum(((w.evidence.stated & ~w.evidence.holds).astype(int) for w in believed), 0 * H)
    rules = []
    for w in believed:
        e, p = w.evidence, w.pattern
        h = e.holds.sum()
        f = (e.stated & ~e.holds).sum()
        for pos in np.flatnonzero(e.stated).tolist():
            if not (e.holds[pos] or (h + 1) / (h + f + 1) > 0.7):
                continue
            parts = []
            for x in p.parts:
                r, c = cell(x, pos)
                v = readings[r][c] if c < len(readings[r]) else Unread.NOTHING
                if v is not Unread.TEXT or not e.holds[pos]:
                    parts.append((r, c))
            rules.append(SumRule(cell(p.total, pos), tuple(parts)))
    return rules
