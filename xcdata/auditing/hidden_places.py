"""Figures that have more places than they show, where no other of their column has.

In: a grid and its readings. Out: the cells of such figures. Whoever types a decimal point too early into a column of whole numbers sees a
whole number there, as the format rounds it: 422379.6 is shown as 422380. A column in which many figures have hidden places was computed,
and its figures are rounded ones; a cell alone is a slip until the sums say otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xcdata.auditing.ledgers import is_binary
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell
from xcdata.grids.numerals import Reading, read_numeral
from xcdata.grids.read import Grid


def hidden_places(grid: Grid, readings: Sequence[Sequence[Reading]]) -> dict[Cell, str]:
    """Return the stored text of each figure that was typed with more places than it shows, where those around it have none.

    Parameters
    ----------
    grid : Grid
    readings : sequence of sequence of (Decimal or Unread)
        In the rows of the source.
    """
    if not grid.stored:
        return {}
    figures = Counter(c for row in readings for c, one in enumerate(row) if isinstance(one, Decimal))
    by_column: defaultdict[int, dict[Cell, str]] = defaultdict(dict)
    for (r, c), stored in grid.stored.items():
        by_column[c][r + grid.first, c] = stored
    alone = {
        cell: stored
        for column, cells in by_column.items()
        if len(cells) <= fewest(figures[column] - len(cells))
        for cell, stored in cells.items()
        if (cell[0] - grid.first, cell[1]) not in grid.formulas and is_typed(stored)
    }
    # In a row of rates each figure may be the only one of its column.
    of_row = Counter(row for row, _ in alone)
    return {cell: stored for cell, stored in alone.items() if of_row[cell[0]] == 1}


def fewest(others: int) -> int:
    """Return how many of a column are so few beside the others that they may be slips."""
    if others < PARAMETERS.few_figures:
        return 0
    return max(1, others // PARAMETERS.figures_per_odd)


def is_typed(stored: str) -> bool:
    """Whether a figure has no more digits than somebody would type."""
    value = read_numeral(stored)
    return isinstance(value, Decimal) and not is_binary(value)


def with_stored(cells: Sequence[Sequence[str]], hidden: Mapping[Cell, str]) -> list[list[str]]:
    """Return the cells of a grid with some figures as they are stored."""
    return [[hidden.get((r, c), cell) for c, cell in enumerate(row)] for r, row in enumerate(cells)]
