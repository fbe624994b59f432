"""Several tables side by side in one grid → each on its own, the others blanked out, so that addresses stay.

In: the cells of a grid and what was read in them. Out: the columns of each table. A column of names starts a table of its own where it
stands between columns of figures, and is headed like the first one, is set apart by a blank column, or has a total of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

from xcdata.auditing.labelled.expected import PLAIN
from xcdata.grids.numerals import Reading, Unread


def side_by_side(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> list[range]:
    """Return the columns of each table of a grid, from left to right.

    Parameters
    ----------
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
    """
    width = max(map(len, grid), default=0)
    kinds = [column_kind(grid, readings, column) for column in range(width)]
    starts = [0]
    stub = next((column for column, kind in enumerate(kinds) if kind == "names"), None)
    figures = False
    for column, kind in enumerate(kinds):
        if kind == "names" and figures and "figures" in kinds[column:] and stub not in (None, column):
            apart = kinds[column - 1] == "blank"
            alike = bool(head(grid, stub)) and head(grid, stub) == head(grid, column)
            if apart or alike or closes(grid, column):
                starts.append(column)
                figures = False
        figures = figures or kind == "figures"
    return [range(start, end) for start, end in zip(starts, [*starts[1:], width], strict=True)]


def is_wrapped(grid: Sequence[Sequence[str]], ranges: Sequence[range]) -> bool:
    """Whether tables side by side are one list that goes on in the next columns: heads alike, and a total in the last only."""
    heads = [[head(grid, column) for column in columns if head(grid, column)] for columns in ranges]
    totals = [any(closes(grid, column) for column in columns) for columns in ranges]
    return all(one == heads[0] for one in heads) and totals[-1] and not any(totals[:-1])


def column_kind(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], column: int) -> str:
    """Tell whether a column holds mostly ``figures``, ``names``, or is ``blank``."""
    texts = figures = 0
    for row, read in zip(grid, readings, strict=True):
        if column < len(row) and row[column].strip():
            texts += read[column] is Unread.TEXT
            figures += not isinstance(read[column], Unread)
    if figures and figures + 1 >= texts:
        return "figures"
    return "names" if texts > 1 else "blank" if not texts and not figures else "note"


def head(grid: Sequence[Sequence[str]], column: int) -> str:
    """Return the first text of a column."""
    cells = (row[column].strip() for row in grid if column < len(row))
    return next(filter(None, cells), "")


def closes(grid: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column of names has a total."""
    return any(PLAIN.fullmatch(row[column].strip().lower()) for row in grid if column < len(row))


def only(rows: Sequence[Sequence[str]], columns: range) -> list[list[str]]:
    """Return the cells of a grid with all columns but some blanked out."""
    return [[cell if column in columns else "" for column, cell in enumerate(row)] for row in rows]
