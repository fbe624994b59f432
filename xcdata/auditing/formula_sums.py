"""The formulas of a sheet that add up cells of one line.

In: a formula's text and its sheet. Out: the :class:`Area` s that it adds up or takes away, and the :class:`Sum` that it is, or why it is left out.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xcdata.auditing.axes import read_lines
from xcdata.auditing.lines import Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, cell_address
from xcdata.grids.address import place_of, runs
from xcdata.grids.numerals import Reading, Unread, read_numeral
from xcdata.grids.read import Grid
from xcdata.grids.survey import ADDRESS

_TOKEN = re.compile(
    r"\s*(?:(?P<sheet>(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!)?(?P<area>(?P<first>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?::(?P<last>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}))?)(?![\w.(!])"
    r"|(?P<function>[A-Z][A-Z0-9._]*)\(|(?P<number>\d+)(?![\w.:])|(?P<mark>[-+(),]))\s*",
    re.IGNORECASE,
)

_SUBTOTAL = re.compile(r"\bSUBTOTAL\(", re.IGNORECASE)

_FULL = "9"

_SHOWN_ONLY = "109"


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or a range that a formula adds up or takes away.

    Attributes
    ----------
    sign : {1, -1}
    first, last : (row, column)
    function : str
        ``SUM``, ``9`` or ``109`` (of SUBTOTAL), or empty for a cell by itself.
    """

    sign: int
    first: Cell
    last: Cell
    function: str = ""

    def has(self, cell: Cell) -> bool:
        """Whether a cell is in it."""
        return self.first[0] <= cell[0] <= self.last[0] and self.first[1] <= cell[1] <= self.last[1]


@dataclass(frozen=True, slots=True)
class Sum:
    """A formula that adds up cells of its own column (`along` 0) or row (1).

    Attributes
    ----------
    cell : (row, column)
    along : {0, 1}
    parts : tuple of (row, column)
        Each once, blank ones among them, texts in ranges not.
    repeated : tuple of (row, column)
        Those that it names twice.
    ranged : bool
        Whether it has a range.
    subtotal : bool
        Whether it passes over other subtotals.
    """

    cell: Cell
    along: int
    parts: tuple[Cell, ...]
    repeated: tuple[Cell, ...]
    ranged: bool
    subtotal: bool

    @property
    def total(self) -> int:
        """The line that it totals."""
        return self.cell[self.along]

    @property
    def position(self) -> int:
        """Where along that line it stands."""
        return self.cell[1 - self.along]

    @property
    def lines(self) -> tuple[int, ...]:
        """The lines that it adds up."""
        return tuple(part[self.along] for part in self.parts)

    def at(self, line: int) -> Cell:
        """Return the cell of another line at its position."""
        return (line, self.position) if self.along == 0 else (self.position, line)

    def text(self, lines: Iterable[int]) -> str:
        """Return the formula that adds up some lines there."""
        ends = [dict.fromkeys(map(self.at, run)) for run in runs(lines)]
        areas = ",".join(":".join(map(cell_address, run)) for run in ends)
        return f"=SUBTOTAL(9,{areas})" if self.subtotal else f"=SUM({areas})"


class LeftOutError(Exception):
    """Why a formula is no rule: a reason of :class:`FormulaNote`."""


@dataclass(frozen=True)
class Sheet:
    """A grid, its figures and, once they are read, its sums."""

    grid: Grid
    readings: Sequence[Sequence[Reading]]
    sums: Mapping[Cell, Sum]

    @cached_property
    def size(self) -> tuple[int, int]:
        """Its rows and its columns."""
        return len(self.grid.rows), max(map(len, self.grid.rows), default=0)

    @cached_property
    def rows(self) -> Lines:
        """What the labels of the rows say of them."""
        return read_lines(self.grid.rows, self.readings)[0]

    @cached_property
    def columns(self) -> Lines:
        """What the heads of the columns say of them."""
        return read_lines(self.grid.rows, self.readings)[1]

    def value(self, cell: Cell) -> Decimal | None:
        """Return the saved figure of a cell, with all its places; None where there is none."""
        row, column = cell
        one = (
            self.readings[row][column]
            if row < len(self.readings) and column < len(self.readings[row])
            else None
        )
        if isinstance(one, Decimal) and cell in self.grid.stored:
            stored = read_numeral(self.grid.stored[cell])
            return stored if isinstance(stored, Decimal) else one
        return one if isinstance(one, Decimal) else None

    def worth(self, cells: Iterable[Cell]) -> Decimal:
        """Return the sum of some cells."""
        return sum((self.value(cell) or Decimal(0) for cell in cells), Decimal(0))

    def kind(self, cell: Cell) -> str | None:
        """Return the shape of a cell's formula; None where it has none."""
        formula = self.grid.formulas.get(cell)
        return None if formula is None else shape_of(formula, cell)


def areas_of(formula: str, sheet: str | None = None) -> list[Area]:
    """Return what a formula adds up and takes away.

    Raises
    ------
    LeftOutError
        Where it does anything else.

    Examples
    --------
    >>> [(area.sign, area.first, area.last) for area in areas_of("=SUM($B$2:B5,B7)-C1")]
    [(1, (1, 1), (4, 1)), (1, (6, 1), (6, 1)), (-1, (0, 2), (0, 2))]
    """
    tokens: deque[re.Match[str]] = deque()
    at, text = 0, formula.removeprefix("=")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise LeftOutError("other sheet" if "!" in text else "no sum")
        if match["sheet"] and match["sheet"][:-1].strip("'").replace("''", "'") != sheet:
            raise LeftOutError("other sheet")
        tokens.append(match)
        at = match.end()
    areas = list(_sum_of_terms(tokens, "", 1, 0))
    if tokens or not areas:
        raise LeftOutError("no sum")
    return areas


def _sum_of_terms(tokens: deque[re.Match[str]], function: str, sign: int, depth: int) -> Iterator[Area]:
    """Take terms with signs between them off the tokens."""
    if depth > PARAMETERS.deepest:
        raise LeftOutError("no sum")
    now = sign
    while tokens and tokens[0]["mark"] in ("+", "-"):
        now *= -1 if tokens.popleft()["mark"] == "-" else 1
    while True:
        yield from _term(tokens, function, now, depth)
        if not tokens or tokens[0]["mark"] not in ("+", "-"):
            return
        now = sign * (-1 if tokens.popleft()["mark"] == "-" else 1)


def _term(tokens: deque[re.Match[str]], function: str, sign: int, depth: int) -> Iterator[Area]:
    """Take one term off the tokens: a cell, a range inside a function, a function, or what stands in parentheses."""
    token = tokens.popleft() if tokens else None
    if token is None or token["number"]:
        raise LeftOutError("no sum")
    if token["area"]:
        corners = [place_of(one.upper()) for one in (token["first"], token["last"] or token["first"])]
        rows, columns = zip(*corners, strict=True)
        if token["last"] and not function:
            raise LeftOutError("no sum")
        first, last = (min(rows) - 1, min(columns) - 1), (max(rows) - 1, max(columns) - 1)
        yield Area(sign, first, last, function)
        return
    name = (token["function"] or "").upper()
    if name == "SUBTOTAL":
        number = tokens.popleft()["number"] if tokens else None
        if number not in (_FULL, _SHOWN_ONLY) or not tokens or tokens.popleft()["mark"] != ",":
            raise LeftOutError("no sum")
        inner = number
    elif name == "SUM":
        inner = name
    elif token["mark"] == "(":
        inner = ""
    else:
        raise LeftOutError("no sum")
    while True:
        yield from _sum_of_terms(tokens, inner, sign, depth + 1)
        mark = tokens.popleft()["mark"] if tokens else None
        if mark == ")":
            return
        if mark != "," or not inner:
            raise LeftOutError("no sum")


def inside(areas: Iterable[Area], cell: Cell, sheet: Sheet, room: int) -> tuple[int, list[Cell]]:
    """Return along which axis a formula adds up, and the cells that it counts, one as often as it is named.

    Raises
    ------
    LeftOutError
        Where they are not all in the column or all in the row of its cell, or are too many.
    """
    along = next(
        (
            along
            for along in (0, 1)
            if all(area.first[1 - along] == area.last[1 - along] == cell[1 - along] for area in areas)
        ),
        None,
    )
    if along is None:
        raise LeftOutError("not in line")
    end = sheet.size[along]
    cells: list[Cell] = []
    for area in areas:
        lines = range(area.first[along], min(area.last[along] + 1, end))
        if len(cells) + len(lines) > room:
            raise LeftOutError("too many")
        for line in lines:
            part = (line, cell[1]) if along == 0 else (cell[0], line)
            if area.function and (is_passed_over(part, sheet) or is_shut_out(part, area, sheet.grid)):
                continue
            cells.append(part)
    if not any(sheet.value(part) is not None for part in cells):
        raise LeftOutError("no figure")
    return along, cells


def is_passed_over(cell: Cell, sheet: Sheet) -> bool:
    """Whether a cell of a range is a text; one with digits may be a figure that cannot be read."""
    row, column = cell
    if column >= len(sheet.readings[row]) or sheet.readings[row][column] is not Unread.TEXT:
        return False
    return not re.search(r"\d", sheet.grid.rows[row][column])


def is_shut_out(cell: Cell, area: Area, grid: Grid) -> bool:
    """Whether SUBTOTAL does not count a cell of its range: another subtotal, or what is hidden."""
    if area.function == "SUM":
        return False
    hidden = cell[0] in grid.hidden_rows
    if hidden and area.function == _FULL:
        raise LeftOutError("hidden")  # rows that a filter hides are not counted, other hidden ones are
    return hidden or bool(_SUBTOTAL.search(grid.formulas.get(cell, "")))


def sum_of(cell: Cell, areas: Sequence[Area], sheet: Sheet, room: int) -> Sum:
    """Return the sum that a formula is; see :func:`inside`."""
    along, cells = inside(areas, cell, sheet, room)
    times = Counter(cells)
    return Sum(
        cell,
        along,
        tuple(sorted(times)),
        tuple(sorted(part for part, count in times.items() if count > 1)),
        any(area.first != area.last for area in areas),
        all(area.function in (_FULL, _SHOWN_ONLY) for area in areas),
    )


def difference_of(
    cell: Cell, areas: Sequence[Area], sheet: Sheet, room: int
) -> tuple[Cell, tuple[Cell, ...], tuple[Cell, ...]]:
    """Return the total, the parts, and those of them that are subtracted, of a formula with a minus.

    What one figure loses is said as a sum: it is the total of what is left and of what is taken away.
    """
    _, every = inside(areas, cell, sheet, room)
    if len(set(every)) < len(every):
        raise LeftOutError("difference")
    added, taken = (
        [part for part in every if any(area.sign == sign and area.has(part) for area in areas)]
        for sign in (1, -1)
    )
    if not added:
        raise LeftOutError("difference")
    if len(added) == 1:
        return added[0], (cell, *taken), ()
    return cell, tuple(every), tuple(taken)


def shape_of(formula: str, cell: Cell) -> str:
    """Return a formula with its references as seen from its cell: copies have the same.

    Examples
    --------
    >>> shape_of("=SUM(B2:$B$5)", (5, 1)), shape_of("=SUM(C3:$B$5)", (6, 2))
    ('=SUM(R[-4]C[0]:R5C2)', '=SUM(R[-4]C[0]:R5C2)')
    """

    def seen(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]
        row, column = place_of(match[2])
        down = f"R{row}" if match[4].startswith("$") else f"R[{row - 1 - cell[0]}]"
        across = f"C{column}" if match[3].startswith("$") else f"C[{column - 1 - cell[1]}]"
        return down + across

    return ADDRESS.sub(seen, formula)
