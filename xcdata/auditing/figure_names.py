"""What each figure of a grid is called: its row's name, and what stands above its column.

In: the cells of a grid and their readings. Out: for each figure the words from the outside in: the name of its row, that of the group of columns
which it is one of, and the heading of its own. Of tables that stand side by side each has names of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from xcdata.auditing.axes import ordinal_and_name
from xcdata.auditing.labelled.tables import side_by_side
from xcdata.auditing.patterns import Cell
from xcdata.grids.numerals import Reading, Unread

NO_GROUP = re.compile(r"[:：]")
"""A unit, an author or a date above the headings says ``单位：万元``."""

Texts = list[list[str]]


def figure_names(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> dict[Cell, tuple[str, ...]]:
    """Return what each figure is called."""
    texts = [
        [cell.strip() if one is Unread.TEXT else "" for cell, one in zip(row, read, strict=True)]
        for row, read in zip(grid, readings, strict=True)
    ]
    names: dict[Cell, tuple[str, ...]] = {}
    for columns in side_by_side(grid, readings):
        filled = {
            c
            for read in readings
            for c in range(columns.start, min(columns.stop, len(read)))
            if isinstance(read[c], Decimal)
        }
        heads: dict[int, tuple[str, ...]] = {}
        begun: set[int] = set()
        for r, read in enumerate(readings):
            _, stub = ordinal_and_name(texts[r][columns.start : columns.stop])
            for c in range(columns.start, min(columns.stop, len(read))):
                if isinstance(read[c], Decimal):
                    begun.add(c)
                    # Without a text above it is the year that stands there.
                    head = heads.setdefault(c, (grid[r][c].strip(),))
                    names[r, c] = tuple(name for name in dict.fromkeys((stub, *head)) if name)
                elif texts[r][c] and c not in begun:
                    heads[c] = (*group_of(texts, (r, c), filled), texts[r][c])
    return names


def group_of(texts: Texts, heading: Cell, filled: set[int]) -> list[str]:
    """Return the text of the row above a heading that stands over it or over its neighbours to the left, where that row heads several columns."""
    row, column = heading
    above = texts[row - 1] if row else []
    over = [c for c in sorted(filled) if c < len(above) and above[c]]
    if len(over) < 2 or any(NO_GROUP.search(above[c]) for c in over):
        return []
    return [above[c] for c in over if c <= column][-1:]
