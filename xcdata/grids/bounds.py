"""Rows of cells, of a bearable size and with figures in them.

In: rows of texts as they come. Out: the same without blank ends, or one :class:`~xcdata.errors.InputError`; how many figures they hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path

from xcdata.files import unusable
from xcdata.grids.numerals import read_numeral

MOST_CELLS = 1_000_000
"""Cells of a table's rectangle, blank ones included; so many are read in three seconds and 300 MB."""

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""As in Excel."""

LONGEST_CELL = 32_767
"""Characters, as in Excel."""

FEWEST = 3
"""Figures that make a table."""

LONGEST_FIGURE = 60
"""Characters."""

Rows = list[list[str]]


def bounded(rows: Iterable[list[str]], path: Path) -> Rows:
    """Return rows without blank cells at their ends, and raise where there are too many of them."""
    grid: Rows = []
    width = height = 0
    for number, row in enumerate(rows, 1):
        if (longest := max(map(len, row), default=0)) > LONGEST_CELL:
            raise unusable("cell_too_long", path, f"{longest:,}", number, most=f"{LONGEST_CELL:,}")
        filled = len(row)
        while filled and not row[filled - 1].strip():
            filled -= 1
        grid.append(row[:filled] if filled < len(row) else row)
        if filled:
            width, height = max(width, filled), number
        if width > MOST_COLUMNS:
            raise unusable("too_many_columns", path, f"{width:,}", number, most=f"{MOST_COLUMNS:,}")
        if width * height > MOST_CELLS or number > MOST_ROWS:
            raise unusable("too_many_cells", path, f"{number:,} × {width:,}", most=f"{MOST_CELLS:,}")
    return grid[:height]


def figures(rows: Iterable[Sequence[str]]) -> int:
    """Count the cells that hold a number in one notation or the other."""
    return sum(1 for _ in _figures(rows))


def holds_table(rows: Iterable[Sequence[str]]) -> bool:
    """Whether there are figures enough for a table."""
    return sum(1 for _ in islice(_figures(rows), FEWEST)) == FEWEST


def _figures(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    for row in rows:
        for cell in row:
            if len(cell) >= LONGEST_FIGURE or not any(map(str.isdigit, cell)):
                continue
            if any(isinstance(read_numeral(cell, mark), Decimal) for mark in ".,"):
                yield cell
