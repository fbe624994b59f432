"""Totals that are the same by what they are: assets, and liabilities with equity; budgeted receipts and expenditure.

In: the cells of a grid and their readings. Out: patterns by which the one total is the other, stated below each other or side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from xcdata.auditing.patterns import Cell, Pattern, written
from xcdata.auditing.signed import of_cells
from xcdata.grids.numerals import Reading, Unread

SAME = (
    (
        re.compile(r"资产[总合]计|total assets"),
        re.compile(r"负债[和及与].*[总合]计|total liabilities (and|&) .*(equity|net assets|balances?)"),
    ),
    (re.compile(r"收入总计"), re.compile(r"支出总计")),
)
"""Names of totals that are the same figure."""

LEFT_OVER = re.compile(r"结余|盈余|赤字|差额|surplus|deficit")
"""A line of what is left over says that receipts and expenditure are not the same."""


def identities(cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> Iterator[Pattern]:
    """Yield the patterns of a grid's totals that are the same by what they are; each total with the next one after it."""
    names = {
        (r, c): re.sub(r"(?<=[㐀-鿿])\s+", "", cell.strip().lower().strip(":："))
        for r, (row, read) in enumerate(zip(cells, readings, strict=True))
        for c, (cell, one) in enumerate(zip(row, read, strict=True))
        if one is Unread.TEXT
    }
    left_over = any(LEFT_OVER.search(name) for name in names.values())
    for first, second in SAME[: 1 if left_over else None]:
        others = [cell for cell, name in names.items() if second.fullmatch(name)]
        for one in (cell for cell, name in names.items() if first.fullmatch(name)):
            other = next((cell for cell in others if cell > one), None)
            if other is not None:
                yield from same(one, other, readings)


def same(one: Cell, other: Cell, readings: Sequence[Sequence[Reading]]) -> Iterator[Pattern]:
    """Yield the patterns by which what stands beside one name stands beside another."""
    some, others = figures_beside(one, readings), figures_beside(other, readings)
    if one[1] == other[1]:
        if positions := sorted(set(some) & set(others)):
            yield replace(written("row", other[0], (one[0],), positions), source="labelled")
    elif len(some) == len(others):
        for column, beside in zip(some, others, strict=True):
            yield replace(of_cells((other[0], beside), [(one[0], column)]), source="labelled")


def figures_beside(name: Cell, readings: Sequence[Sequence[Reading]]) -> list[int]:
    """Give the columns of the figures between a name and the next text of its row."""
    row, found = readings[name[0]], []
    for column in range(name[1] + 1, len(row)):
        if row[column] is Unread.TEXT:
            break
        if isinstance(row[column], Decimal):
            found.append(column)
    return found
