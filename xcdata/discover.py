"""The sum rules of any grid of numbers, found from the numbers.

In: a grid of strings, as untidy as it comes. Out: the sum rules of its rows and columns.
The one principle: a rule is a pattern ("this line is the sum of those lines") that repeats along the other
axis and that chance does not explain. So a pattern must earn more bits from the figures than it costs to
describe (:mod:`xcdata.evidence`, :mod:`xcdata.candidates`), less where labels vouch for it (:mod:`xcdata.vouched`);
what one pattern has explained earns nothing for its rivals (:mod:`xcdata.selection`), and what is believed
shows where to look next: totals of subtotals, and the same pattern shifted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain

import numpy as np

from xcdata.candidates import first_views, nested_views, pairs, runs, subsets
from xcdata.instances import instances
from xcdata.ledger import SumRule
from xcdata.lines import Bools, Lines, read_lines
from xcdata.numerals import Reading, Unread, is_mark, read_grid
from xcdata.pool import Pool, Weighed
from xcdata.selection import select
from xcdata.variants import shifted
from xcdata.vouched import called, left_out, outlined, outlined_alike, repeated

Cell = tuple[int, int]

_ROUNDS = 4
_WANTED_BITS = 0.0
_LONGEST_MARK = 3
_MOST_LINES = 300
_WORK = 2e6
_FEW_FAILING = 2
"""One or two patterns may fail at a position by an error; where more fail and none holds, nothing is meant to."""


def discover(grid: Sequence[Sequence[str]]) -> list[SumRule]:
    """Find which cells of a grid are the sums of which.

    Parameters
    ----------
    grid : sequence of sequence of str
        Rows of cells as found, with titles, headers, notes and blanks. Rows may differ in length.

    Returns
    -------
    list of SumRule
        Keys are 0-based (row, column) pairs. First the sums of rows of the grid, then those of columns. A
        pattern gives a rule wherever its total is stated, even where it does not hold; blanks are no parts, unless all are.
    """
    readings = read_grid(grid)
    rows, columns = read_lines(grid, readings)
    along_rows = _rules(grid, readings, rows, lambda line, position: (line, position))
    return along_rows + _rules(grid, readings, columns, lambda line, position: (position, line))


def _search(lines: Lines) -> tuple[Lines, list[Weighed]]:
    """Look for patterns, and once more without the positions at which none of those believed adds up."""
    believed = _look(lines)
    if (odd := _add_up_nowhere(believed)).any():
        lines = lines.without(odd)
        believed = _look(lines)
    return lines, believed


def _add_up_nowhere(believed: Sequence[Weighed]) -> Bools:
    """Find the positions of rates, ranks and averages: several believed patterns are stated there, and each fails."""
    if not believed:
        return np.zeros(0, bool)
    adds_up = np.any([weighed.evidence.telling for weighed in believed], axis=0)
    fails = np.sum([weighed.evidence.stated & ~weighed.evidence.holds for weighed in believed], axis=0)
    odd: Bools = ~adds_up & (fails > _FEW_FAILING)
    return odd


def _look(lines: Lines) -> list[Weighed]:
    """Look, believe, and look again where the beliefs point."""
    used = len(lines.used)
    if used < 3:
        return []
    reach = int(max(1, min(used, _WORK / lines.values.size)))
    pool = Pool(lines)
    pool.add(pairs(lines, _WANTED_BITS))
    pool.add(outlined(lines))
    views, seen = list(first_views(lines)), set()
    believed: list[Weighed] = []
    for _ in range(_ROUNDS):
        new = pool.add(called(lines, views))
        for view in views:
            if view.lines in seen or len(view.lines) < 2:
                continue
            seen.add(view.lines)
            new += pool.add(runs(lines, view, reach if view.cost < 2 else min(reach, 3), _WANTED_BITS))
            if view.cost < 2 and used < _MOST_LINES:
                new += pool.add(subsets(lines, view, _WANTED_BITS))
        if believed and not new:
            break
        believed = select(pool)
        patterns = [weighed.pattern for weighed in believed]
        if pool.add(
            chain(
                shifted(lines, patterns),
                repeated(lines, patterns),
                outlined_alike(lines, patterns),
                left_out(lines, patterns),
            )
        ):
            believed = select(pool)
        views = list(nested_views(lines, [weighed.pattern for weighed in believed]))
    return believed


def _rules(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    lines: Lines,
    cell: Callable[[int, int], Cell],
) -> list[SumRule]:
    """Write the patterns of one axis as rules, one for each position."""
    rules = []
    lines, believed = _search(lines)
    for weighed, told in zip(believed, instances(lines, believed), strict=True):
        evidence, pattern = weighed.evidence, weighed.pattern
        positions = np.flatnonzero(told).tolist()
        nothing = {
            _text(grid, *cell(part, position))
            for position in positions
            for part in pattern.parts
            if evidence.holds[position]
        }
        first = int(np.argmax(evidence.holds))
        for position in positions:
            cells = [cell(part, position) for part in pattern.parts]
            parts = tuple(one for one in cells if _counts(readings, one, _text(grid, *one), nothing))
            words = [one for one in cells if _reading(readings, one) is Unread.TEXT]
            heading = 2 * len(words) >= len(cells) or not set(words).isdisjoint(parts)
            if words and (not parts or (heading and position < first)):
                continue  # nothing to add up, or a header
            parts = parts or tuple(cells)  # 0 is the sum of nothing
            rules.append(SumRule(cell(pattern.total, position), parts))
    return rules


def _text(grid: Sequence[Sequence[str]], row: int, column: int) -> str:
    return grid[row][column].strip() if column < len(grid[row]) else ""


def _reading(readings: Sequence[Sequence[Reading]], cell: Cell) -> Reading:
    row, column = cell
    return readings[row][column] if column < len(readings[row]) else Unread.NOTHING


def _counts(readings: Sequence[Sequence[Reading]], cell: Cell, text: str, nothing: set[str]) -> bool:
    """Whether a cell is a part: a figure, a mark for nothing, or that of a missing figure, never seen where the sum holds."""
    reading = _reading(readings, cell)
    if reading is not Unread.TEXT:
        return isinstance(reading, Decimal) or is_mark(text)
    return text not in nothing and len(text) <= _LONGEST_MARK
