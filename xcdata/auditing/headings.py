"""What the lines of a grid are called, so that a rule can name them.

In: the cells of a grid and their readings. Out: :class:`Headings`: for each name the rows or columns that it may mean.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import normalize

from xcdata.auditing.patterns import (
    Cell,
)
from xcdata.auditing.roles import RATE
from xcdata.grids.numerals import Reading, Unread

AXES = ("row", "column")


@dataclass(frozen=True)
class Headings:
    """What the lines of a grid are called.

    Attributes
    ----------
    names : dict of str to dict of str to dict of int to Cell
        By axis and by :func:`key_of` a name: the lines with figures that it stands in, and the cell in which.
    bare : dict of str to Cell
        The names of lines without figures.
    own : dict of str to dict of int to list of str
        By axis and line: how it may be called, the best name first.
    shape : (int, int)
        Rows and columns of the grid.
    stated : dict of str to dict of int to list of int
        By axis and line: the positions of its figures.
    rates : dict of str to set of int
        By axis: the lines that are called rates or averages.
    """

    names: dict[str, dict[str, dict[int, Cell]]]
    bare: dict[str, Cell]
    own: dict[str, dict[int, list[str]]]
    shape: tuple[int, int]
    stated: dict[str, dict[int, list[int]]]
    rates: dict[str, set[int]]

    def size(self, axis: str) -> int:
        """Return the number of rows, or of columns."""
        return self.shape[AXES.index(axis)]


def headings_of(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    names: Mapping[Cell, tuple[str, ...]] | None = None,
) -> Headings:
    """Find out what the rows and the columns of a grid may be called."""
    width = max(map(len, grid), default=0)
    stated: dict[str, dict[int, list[int]]] = {"row": defaultdict(list), "column": defaultdict(list)}
    texts: dict[str, dict[int, dict[int, str]]] = {"row": defaultdict(dict), "column": defaultdict(dict)}
    for r, (row, read) in enumerate(zip(grid, readings, strict=True)):
        for c, (cell, one) in enumerate(zip(row, read, strict=True)):
            if isinstance(one, Decimal):
                stated["row"][r].append(c)
                stated["column"][c].append(r)
            elif one is Unread.TEXT:
                texts["row"][r][c] = cell
                if c not in stated["column"]:
                    texts["column"][c][r] = cell
    found: dict[str, dict[str, dict[int, Cell]]] = {"row": {}, "column": {}}
    own: dict[str, dict[int, list[str]]] = {"row": defaultdict(list), "column": defaultdict(list)}
    bare: dict[str, Cell] = {}

    def name(axis: str, line: int, text: str, where: Cell) -> None:
        if (key := key_of(text)) and line in stated[axis]:
            found[axis].setdefault(key, {}).setdefault(line, where)
            if (told := " ".join(text.split())) not in own[axis][line]:
                own[axis][line].append(told)
        elif key and axis == "row":
            bare.setdefault(key, where)

    for axis, size in (("row", len(grid)), ("column", width)):
        for line, words in enumerate(called(axis, grid, texts[axis], size)):
            # A row goes by its first text, a column by its last.
            for text, where in words if axis == "row" else reversed(words):
                name(axis, line, text, where)
            if len(words) > 1:
                name(axis, line, "/".join(" ".join(text.split()) for text, _ in words), words[-1][1])
    for place, pair in (names or {}).items():
        if len(pair) == len(AXES):
            for axis, line, text in zip(AXES, place, pair, strict=True):
                name(axis, line, text, place)
    # A row is what its first text calls it: what follows may be a remark.
    rates = {
        axis: {
            line
            for line, there in texts[axis].items()
            if any(RATE.search(there[at].lower()) for at in sorted(there)[: 1 if axis == "row" else None])
        }
        for axis in AXES
    }
    return Headings(found, bare, own, (len(grid), width), stated, rates)


def called(
    axis: str, grid: Sequence[Sequence[str]], texts: Mapping[int, Mapping[int, str]], size: int
) -> Iterator[list[tuple[str, Cell]]]:
    """Yield what each line is called, and where that stands, from the outermost word in.

    A name of several lines, each of which has a further name of its own, is printed in the first of them alone.
    """
    inherited: dict[int, tuple[str, Cell]] = {}
    for line in range(size):
        there = texts.get(line, {})
        innermost = max(there, default=-1)
        outer = {
            at: one
            for at, one in inherited.items()
            if at < innermost and not text_at(grid, cell_at(axis, line, at))
        }
        inherited = outer | {at: (text, cell_at(axis, line, at)) for at, text in there.items()}
        yield [inherited[at] for at in sorted(inherited)]


def text_at(grid: Sequence[Sequence[str]], cell: Cell) -> str:
    """Return what stands in a cell."""
    row, column = cell
    return grid[row][column].strip() if column < len(grid[row]) else ""


def key_of(name: str) -> str:
    """Return a name by which it is compared: width, spaces and emphasis do not matter.

    Examples
    --------
    >>> key_of(" 合　计（Ａ）"), key_of("**Total**")
    ('合计(A)', 'Total')
    """
    return re.sub(r"\s+", "", normalize("NFKC", name)).strip("*_`")


def cell_at(axis: str, line: int, position: int) -> Cell:
    """Return the cell of a line at a position."""
    return (line, position) if axis == "row" else (position, line)
