"""What labels call a part of something (其中, #, of which) → bounds: it is not larger than what it is of.

In: the cells of a grid and their readings. Out: a :class:`Part` for each line that a label calls so, with the line that it is of and the positions in which both
have a figure, or with the reason why it may be no part of that. Each part is bounded by itself: several may overlap (women, pensioners), and so make more than the whole. Of averages,
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

from xcdata.auditing.axes import read_lines
from xcdata.auditing.headings import called
from xcdata.auditing.labelled.tables import only, side_by_side
from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell
from xcdata.auditing.roles import RATIO
from xcdata.grids.numerals import Reading, Unread, is_unit
from xcdata.grids.readings import read_grid

_BEFORE = r"[\s(（—–·•－-]*(?:[(（]?[0-9一二三四五六七八九十]{1,2}[)）]?[、.．:：]?|[①-⑳][、.．]?)?\s*"
MARK = re.compile(
    rf"{_BEFORE}(其\s*中|内\s*[:：]|内含|[#＃]\s*(?=[㐀-鿿])|(of|in) which\b|incl(uding|\.)\s*[:：])",
    re.IGNORECASE,
)
"""How a label begins, behind its number, that calls its line a part of the one before it; ``# women`` is the number of women."""

BOTH_WAYS = re.compile(
    r"增减|净|变[动化]|差[额异]|[顺逆价]差|利润|盈亏|损益|结余|盈余|\b(net|changes?|profits?|balances?|differences?|surplus)\b",
    re.IGNORECASE,
)
"""Labels of figures that can be below nothing, so that a part can be larger than the whole."""

IN_PARENTHESES = re.compile(r"[(（]([^()（）]+)[)）]")


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
        Where the part is larger.
    doubt : {"", "mostly", "open", "units"}
        Why it may be no part of that line, so that it is not wrong by being larger: it is larger in most positions; it may be of a line further
        up; or both name a unit, and not the same.
    """

    axis: str
    whole: int
    part: int
    label: str
    of: str
    bounds: tuple[tuple[Cell, Cell], ...]
    exceeded: tuple[tuple[Cell, Cell], ...]
    doubt: str = ""


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
        mark = _mark(names[part])
        for line, doubt in _doubts(whole, other, part, names, lines, fit):
            there, over = _compared(lines, fit, line, part)
            bounds, exceeded = (
                tuple(_pair(axis, line, part, p) for p in np.flatnonzero(at).tolist()) for at in (there, over)
            )
            yield Part(
                axis,
                line,
                part,
                _name(axis, names[part], mark),
                _name(axis, names[line], mark),
                () if doubt == "units" or _is_mostly(there, over) else bounds,
                exceeded,
                doubt,
            )


def _doubts(
    whole: int,
    other: int | None,
    part: int,
    names: Sequence[Sequence[tuple[str, Cell]]],
    lines: Lines,
    fit: Bools,
) -> Iterator[tuple[int, str]]:
    """Yield the lines that a part is compared with, and why it may be no part of one that it is larger than."""
    there, over = _compared(lines, fit, whole, part)
    units = _units(names[part]), _units(names[whole])
    if over.any() and all(units) and units[0] != units[1]:
        yield whole, "units"
    elif other != whole and _count(over) * PARAMETERS.holds_per_error > _count(there & ~over):
        # It may be of a total above both, which it is compared with instead.
        fits = other is not None and not _is_mostly(*_compared(lines, fit, other, part))
        yield whole, "open" if fits or other is None else "mostly"
        if other is not None and fits:
            yield other, ""
    else:
        yield whole, "mostly" if _is_mostly(there, over) else ""


def _compared(lines: Lines, fit: Bools, whole: int, part: int) -> tuple[Bools, Bools]:
    """Tell in which positions a part and a whole both have a figure, and in which of them the part is larger."""
    there: Bools = fit & lines.known[part] & lines.known[whole]
    over: Bools = there & (lines.values[part] > lines.values[whole])
    return there, over


def _count(over: Bools) -> int:
    return int(np.count_nonzero(over))


def _is_mostly(there: Bools, over: Bools) -> bool:
    """Whether a part is larger in most positions, and in more than one."""
    return _count(over) > max(1, _count(there & ~over))


def _units(names: Sequence[tuple[str, Cell]]) -> set[str]:
    """Return the units that a line's names tell, in cells of their own or in parentheses."""
    return {
        text.strip() for name, _ in names for text in (name, *IN_PARENTHESES.findall(name)) if is_unit(text)
    }


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
    mark = _mark(names[part])
    own = _inside(axis, names[part], mark)

    before = used[: bisect_left(used, part)]
    inside = {line: _inside(axis, names[line], mark) for line in before if line not in marked}
    # Behind a row's name may stand a code, which no other row has.
    allowed = (set(), own) if axis == "column" or own in inside.values() else inside.values()

    def is_above(line: int) -> bool:
        deeper = axis == "row" and lines.outline[line][1] >= indent > 0
        return line in inside and not deeper and inside[line] in allowed

    whole = next((line for line in reversed(before) if is_above(line)), None)
    if whole is None or not lines.addable[whole] or not lines.addable[part] or not names[whole]:
        return None
    if any(names[line] for line in range(whole + 1, part) if line not in marked and line not in used):
        return None  # a heading between them
    is_named_alike = bool(own) and inside[whole] == own
    if (
        is_named_alike
        or whole == before[0]
        or whole in lines.called_totals
        or _heads(axis, whole, part, names, lines)
    ):
        return whole, whole
    return whole, next((line for line in reversed(before) if line in lines.called_totals), None)


def _mark(names: Sequence[tuple[str, Cell]]) -> Cell:
    """Return the cell that calls a line a part."""
    return next(cell for text, cell in names if MARK.match(text))


def _inside(axis: str, names: Sequence[tuple[str, Cell]], mark: Cell) -> set[str]:
    """Return what a line is called further in than where another is called a part: households, or persons, of which rural ones."""
    inner = 1 if axis == "row" else 0
    return {text for text, cell in names if cell[inner] > mark[inner] and not is_unit(text.strip("()（）"))}


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


def _name(axis: str, names: Sequence[tuple[str, Cell]], mark: Cell) -> str:
    """Return what a line is called from where a part is called so inwards, units aside; else its innermost word."""
    inner = 1 if axis == "row" else 0
    own = [text for text, cell in names if cell[inner] >= mark[inner] and not is_unit(text.strip("()（）"))]
    return " ".join(" ".join(own or [names[-1][0]]).split())


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
