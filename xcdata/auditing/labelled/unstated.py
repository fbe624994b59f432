"""Totals without a figure.

In: the lines of an axis and the cells of their grid. Out: where a total has no figure although its parts have, and a note for each line
that is called a total and has none at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count, takewhile

import numpy as np

from xcdata.auditing.labelled.expected import closes_line, silent_totals
from xcdata.auditing.labelled.notes import LabelNote, cell_of, difference
from xcdata.auditing.lines import Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell
from xcdata.grids.numerals import Reading, Unread


def blank_totals(
    axis: str, grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], lines: Lines
) -> Iterator[LabelNote]:
    """Yield a note for each line that is called a total and has no figure at all."""
    body = lines.additive & (lines.known.sum(axis=0) > 1)
    first = int(np.argmax(body)) if body.any() else 0
    names = {lines.total_name(total) for total in lines.called_totals} - {""}
    for line, parts in silent_totals(lines).items():
        # A header names its columns where they stand; a total is named before its figures.
        stubs = [cell.strip().lower() for cell in grid[line][:first]]
        if not any(closes_line(cell) or cell in names for cell in stubs):
            continue
        positions = [
            p
            for p in unstated(lines, line, parts)
            if is_blank(grid, cell_of(axis, line, p)) or is_text(readings, cell_of(axis, line, p))
        ]
        if positions:
            sums = tuple(difference(axis, readings, line, parts, p) for p in positions)
            yield LabelNote(axis, line, parts, lines.labels[line], tuple(positions), sums, "blank")


def unstated(lines: Lines, total: int, parts: Sequence[int]) -> list[int]:
    """Give the additive positions in which a total has no figure, although its parts mostly have."""
    filled = lines.known[list(parts)].sum(axis=0)
    there = lines.additive & ~lines.known[total] & (filled >= min(2, len(parts))) & (2 * filled >= len(parts))
    if lines.wholes:
        sums = lines.values[list(parts)].sum(axis=0)
        there &= ~lines.shares | (
            np.abs(sums - lines.wholes[0]) * PARAMETERS.share_tolerance <= lines.wholes[0]
        )
    return [int(position) for position in np.flatnonzero(there)]


def lies_apart(lines: Lines, total: int, parts: Sequence[int], position: int) -> bool:
    """Whether a total and a position cross where columns apart from the others begin, of which none has a figure there."""
    known, row, column = (
        (lines.known, position, total) if not lines.are_rows else (lines.known.T, total, position)
    )
    used = set(np.flatnonzero(known.any(axis=1)).tolist())
    block = [column]
    for step in (1, -1):
        block += takewhile(used.__contains__, count(column + step, step))
    apart = used - set(block) if lines.are_rows else set(parts)
    return (
        len(block) > 1
        and bool(known[list(apart), row].any())
        and not (known[block, row].any() or not apart.isdisjoint(block))
    )


def is_blank(grid: Sequence[Sequence[str]], cell: Cell) -> bool:
    """Whether a cell is empty."""
    row, column = cell
    return row >= len(grid) or column >= len(grid[row]) or not grid[row][column].strip()


def is_text(readings: Sequence[Sequence[Reading]], cell: Cell) -> bool:
    """Whether a cell holds a text that is no figure."""
    row, column = cell
    return column < len(readings[row]) and readings[row][column] is Unread.TEXT
