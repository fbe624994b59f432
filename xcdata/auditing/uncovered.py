"""The figures of a grid that no rule checks, named area by area.

In: the readings of a grid, what its figures are called, and the cells that were checked. Out: each :class:`Area` of figures that were not, with
the reason: rates and shares are not added up, and of the others no rule speaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from xcdata.auditing.patterns import Cell
from xcdata.auditing.roles import RATIO, unit_of_all
from xcdata.grids.address import address, runs, span
from xcdata.grids.numerals import Reading, Unread, is_percent

Rectangle = tuple[Cell, Cell]
Lines = defaultdict[str, defaultdict[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Area:
    """Figures that stand together and were not checked.

    Attributes
    ----------
    address : str
        As a spreadsheet writes it: ``D4:D13``.
    name : str
        What the names of all of them have in common, as of a column its heading; else empty.
    reason : {"rate", "no rule"}
    figures : int
    """

    address: str
    name: str
    reason: str
    figures: int


def uncovered(
    cells: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]],
    checked: Set[object],
) -> Iterator[Area]:
    """Yield the areas of figures that were not checked, of each reason from top left on."""

    @cache
    def is_rate(word: str) -> bool:
        return RATIO.search(word.lower()) is not None

    top = next((r for r, row in enumerate(readings) if any(isinstance(one, Decimal) for one in row)), 0)
    above = [[cell for cell in row if cell.strip()] for row in cells[:top]]
    heads = ([word for word in own if word not in map(str.strip, cells[r])] for (r, _), own in names.items())
    of_all = unit_of_all([[cell.lower() for cell in row] for row in above], heads)
    by_column: Lines = defaultdict(lambda: defaultdict(list))
    by_row: Lines = defaultdict(lambda: defaultdict(list))
    for r, row in enumerate(readings):
        of_rates = any(is_rate(cells[r][c]) for c, reading in enumerate(row) if reading is Unread.TEXT)
        for c, reading in enumerate(row):
            if isinstance(reading, Decimal) and (r, c) not in checked:
                rate = (
                    bool(of_all)
                    or of_rates
                    or is_percent(cells[r][c])
                    or any(map(is_rate, names.get((r, c), ())))
                )
                reason = "rate" if rate else "no rule"
                by_column[reason][c].append(r)
                by_row[reason][r].append(c)
    for reason, columns in by_column.items():
        down = merged(columns)
        across: list[Rectangle] = [(first[::-1], last[::-1]) for first, last in merged(by_row[reason])]
        for first, last in sorted(across if len(across) < len(down) else down):
            ends = (first[0] + 1, first[1] + 1), (last[0] + 1, last[1] + 1)
            where = address(ends[0]) if first == last else span(*ends)
            size = (last[0] - first[0] + 1) * (last[1] - first[1] + 1)
            yield Area(where, " / ".join(common(names, first, last)), reason, size)


def merged(columns: Mapping[int, Sequence[int]]) -> list[Rectangle]:
    """Return the runs of rows of each column, those of neighbouring columns as one where they begin and end together."""
    columns_of: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for column, rows in columns.items():
        for run in runs(rows):
            columns_of[run].append(column)
    return [
        ((first, left), (last, right))
        for (first, last), some in columns_of.items()
        for left, right in runs(some)
    ]


def common(names: Mapping[Cell, tuple[str, ...]], first: Cell, last: Cell) -> list[str]:
    """Return the words that all figures of a rectangle are called by."""
    return [
        word
        for word in names.get(first, ())
        if all(
            word in names.get((r, c), ())
            for r in range(first[0], last[0] + 1)
            for c in range(first[1], last[1] + 1)
        )
    ]
