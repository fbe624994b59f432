"""What labels call a part of something (其中, #, of which) → bounds: it is not larger than what it is of.

In: the cells of a grid and their readings. Out: a :class:`Part` for each line that a label calls so, with the line that it is of and the positions in which both
have a figure. Each part is bounded by itself: several may overlap (women, pensioners), and so make more than the whole. Of averages,
rates, changes and balances a part may well be larger, and so it may in a position with figures below nothing.

Statistical offices call it an inequality edit. It is weaker than a sum: that it holds says little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from xcdata.auditing.headings import called
from xcdata.auditing.labelled.tables import only, side_by_side
from xcdata.auditing.lines import Bools, Lines, read_lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell
from xcdata.auditing.roles import RATIO
from xcdata.grids.numerals import Reading, Unread, read_grid

MARK = re.compile(r"[\s(（]*(其中|内[:：]|[#＃]\s*(?=[㐀-鿿])|of which\b)", re.IGNORECASE)
"""How a label begins that calls its line a part of the one before it."""

BOTH_WAYS = re.compile(
    r"增减|净|变[动化]|差[额异]|[顺逆价]差|利润|盈亏|损益|结余|盈余|\b(net|changes?|profits?|balances?|differences?|surplus)\b",
    re.IGNORECASE,
)
"""Labels of figures that can be below nothing, so that a part can be larger than the whole."""


@dataclass(frozen=True, slots=True)
class Part:
    """A line that is a part of another.

    Attributes
    ----------
    axis : {"row", "column"}
    whole, part : int
        0-based.
    label : str
        What the part is called.
    of : str
        What the whole is called.
    bounds : tuple of (Cell, Cell)
        The cell of the whole and that of the part, wherever both have a figure.
    exceeded : tuple of (Cell, Cell)
        Those of them in which the part is larger.
    """

    axis: str
    whole: int
    part: int
    label: str
    of: str
    bounds: tuple[tuple[Cell, Cell], ...]
    exceeded: tuple[tuple[Cell, Cell], ...]


def parts_of_wholes(cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> Iterator[Part]:
    """Yield the lines of a grid that a label calls a part of another, of each of its tables."""
    if not any(MARK.match(cell) for row in cells for cell in row):
        return
    ranges = side_by_side(cells, readings)
    for columns in ranges:
        own = only(cells, columns) if len(ranges) > 1 else cells
        read = read_grid(own) if len(ranges) > 1 else readings
        rows, across = read_lines(own, read)
        yield from _of_axis("row", own, read, rows, across)
        yield from _of_axis("column", own, read, across, rows)


def _of_axis(
    axis: str,
    cells: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    lines: Lines,
    others: Lines,
) -> Iterator[Part]:
    names = _names(axis, cells, readings)
    used = lines.used.tolist()
    marked = {line for line in used if any(MARK.match(text) for text, _ in names[line])}
    if not marked or _is_titled_otherwise(cells, readings):
        return
    fit = _positions(lines, others)
    for part in sorted(marked):
        choice = _whole(axis, part, used, marked, names, lines)
        if choice is None:
            continue
        whole, other = choice
        told = " ".join(text for line in (part, whole) for text, _ in names[line])
        if RATIO.search(told.lower()) or BOTH_WAYS.search(told):
            continue
        there = fit & lines.known[part] & lines.known[whole]
        over = there & (lines.values[part] > lines.values[whole])
        failing = int(np.count_nonzero(over))
        holding = int(np.count_nonzero(there)) - failing
        if other != whole and failing * PARAMETERS.holds_per_error > holding:
            # Whether it is of the line before it or of a total above both is open: it is larger than either, or nothing is said.
            over &= lines.values[part] > lines.values[other] if other is not None else False
        if failing > max(1, holding):  # then it is no part of it
            continue
        yield Part(
            axis,
            whole,
            part,
            _name(names[part]),
            _name(names[whole]),
            tuple(_pair(axis, whole, part, p) for p in np.flatnonzero(there).tolist()),
            tuple(_pair(axis, whole, part, p) for p in np.flatnonzero(over).tolist()),
        )


def _whole(
    axis: str,
    part: int,
    used: list[int],
    marked: set[int],
    names: Sequence[Sequence[tuple[str, Cell]]],
    lines: Lines,
) -> tuple[int, int | None] | None:
    """Give the line that a part is of, and once more; where that is open the total above both that it may be of instead, or None for it."""
    indent = lines.outline[part][1] if axis == "row" else 0

    def is_above(line: int) -> bool:
        deeper = axis == "row" and lines.outline[line][1] >= indent > 0
        return line not in marked and not deeper

    before = used[: bisect_left(used, part)]
    whole = next((line for line in reversed(before) if is_above(line)), None)
    if whole is None or not lines.addable[whole] or not lines.addable[part] or not names[whole]:
        return None
    if any(names[line] for line in range(whole + 1, part) if line not in marked and line not in used):
        return None  # a heading between them
    if whole == before[0] or whole in lines.called_totals or _heads(axis, whole, part, names, lines):
        return whole, whole
    return whole, next((line for line in reversed(before) if line in lines.called_totals), None)


def _heads(
    axis: str, whole: int, part: int, names: Sequence[Sequence[tuple[str, Cell]]], lines: Lines
) -> bool:
    """Whether a line stands above a part in an outline, or begins the group of columns that it is in."""
    if axis == "row":
        (_, indent, level), (_, own, deeper) = lines.outline[whole], lines.outline[part]
        return level < deeper or indent < own
    outer = names[whole][0][1]
    begins = whole == 0 or not names[whole - 1] or names[whole - 1][0][1] != outer
    return begins and names[part][0][1] == outer


def _names(
    axis: str, cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]
) -> list[list[tuple[str, Cell]]]:
    """Return what each line is called, from the outermost word in."""
    width = max(map(len, cells), default=0)
    texts: dict[int, dict[int, str]] = {}
    begun: set[int] = set()
    for r, (row, read) in enumerate(zip(cells, readings, strict=True)):
        figures = next((c for c, one in enumerate(read) if isinstance(one, Decimal)), len(row))
        for c, (cell, one) in enumerate(zip(row, read, strict=True)):
            if isinstance(one, Decimal):
                begun.add(c)
            elif one is Unread.TEXT and axis == "row" and c < figures:  # behind them are remarks
                texts.setdefault(r, {})[c] = cell.strip()
            elif one is Unread.TEXT and axis == "column" and c not in begun:
                texts.setdefault(c, {})[r] = cell.strip()
    return list(called(axis, cells, texts, len(cells) if axis == "row" else width))


def _name(names: Sequence[tuple[str, Cell]]) -> str:
    """Return a line's own name: its innermost word."""
    return " ".join(names[-1][0].split()) if names else ""


def _positions(lines: Lines, others: Lines) -> Bools:
    """Tell in which positions a part is no larger than the whole: of what is added up, and never below nothing."""
    signed = np.array([any(BOTH_WAYS.search(word) for word in words) for words in others.words], bool)
    below: Bools = np.any(lines.values < 0, axis=0)
    fit: Bools = lines.additive & ~lines.shares & ~below & ~signed
    return fit


def _is_titled_otherwise(cells: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> bool:
    """Whether the lines above a table say that its figures are averages, rates or changes."""
    first = next((r for r, row in enumerate(readings) if any(isinstance(one, Decimal) for one in row)), 0)
    alone = [row for row in cells[:first] if sum(bool(cell.strip()) for cell in row) < 3]
    title = " ".join(cell for row in alone for cell in row)
    return bool(RATIO.search(title.lower()) or BOTH_WAYS.search(title))


def _pair(axis: str, whole: int, part: int, position: int) -> tuple[Cell, Cell]:
    return ((whole, position), (part, position)) if axis == "row" else ((position, whole), (position, part))
