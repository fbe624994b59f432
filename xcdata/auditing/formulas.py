"""The formulas of a sheet as rules that its author declared, and what is wrong with them as formulas.

In: a :class:`~xcdata.grids.read.Grid` with its formulas and saved values. Out: :class:`~xcdata.auditing.patterns.Pattern` s, for sums of
one line of the same sheet (``=SUM(B2:B9)``, ``=B2+B3``, ``=SUBTOTAL(9,B2:B9)``); and :class:`FormulaNote` s: sums that leave out a line, count
one twice or count themselves, numbers typed over a formula, and how many formulas were left out, and why. What a saved value is
the sum of proves nothing where the formula is wrong: a sum with a note is no rule.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from xcdata.auditing.expected import BARE
from xcdata.auditing.lines import Lines, read_lines
from xcdata.auditing.patterns import Cell, Pattern, cell_address
from xcdata.auditing.rules import gathered
from xcdata.grids.address import place_of, runs
from xcdata.grids.numerals import Reading, Unread, read_grid, read_numeral
from xcdata.grids.read import Grid
from xcdata.grids.survey import ADDRESS, moved

FINDINGS = ("short", "twice", "circular", "typed")
FEW = 3
"""So many formulas alike are a habit."""

MOST_ALIKE = 4
"""A number is typed over a formula where at most one in so many figures of its line is other than the habit."""

DEEPEST = 32
"""Parentheses in each other; a spreadsheet takes 64."""

MOST_PARTS = 2_000_000
"""Of all sums together: a million cells, each added up down and across."""

YEARS = range(1900, 2101)
"""A figure on top of a column that is one of these heads it."""

_TOKEN = re.compile(
    r"\s*(?:(?P<sheet>(?:'(?:[^']|'')*'|[^\W\d][\w.]*)!)?(?P<area>(?P<first>\$?[A-Z]{1,3}\$?[1-9]\d{0,6})(?::(?P<last>\$?[A-Z]{1,3}\$?[1-9]\d{0,6}))?)(?![\w.(!])"
    r"|(?P<function>[A-Z][A-Z0-9._]*)\(|(?P<number>\d+)(?![\w.:])|(?P<mark>[-+(),]))\s*",
    re.IGNORECASE,
)
_SUBTOTAL = re.compile(r"\bSUBTOTAL\(", re.IGNORECASE)
_FULL = "9"
_SHOWN_ONLY = "109"


@dataclass(frozen=True, slots=True)
class FormulaNote:
    """Something about the formulas of a sheet that a reader must know.

    Attributes
    ----------
    reason : str
        ``short``: a sum leaves out a line that belongs to it; ``twice``: it counts figures twice; ``circular``: it counts itself;
        ``typed``: a number stands where its neighbours have a formula. These are findings. ``other sheet``, ``no sum``,
        ``difference``, ``not in line``, ``hidden``, ``no figure``, ``too many``: why formulas were left out, once for each reason.
    cells : tuple of (row, column)
        0-based: the cells that it is about; all those of one line that have the same fault in the same way.
    found : str
        What stands in the first of them: its formula, or its number.
    expected : str
        The formula that was expected there; empty where none is.
    about : tuple of (row, column)
        For the first cell: what is left out, or counted twice; for ``typed`` the neighbours with the formula.
    difference : Decimal or None
        For the first cell: what would be right, less what is saved.
    """

    reason: str
    cells: tuple[Cell, ...]
    found: str
    expected: str = ""
    about: tuple[Cell, ...] = ()
    difference: Decimal | None = None

    @property
    def is_finding(self) -> bool:
        """Whether a reviewer must look into it."""
        return self.reason in FINDINGS

    @property
    def address(self) -> str:
        """The address of the first cell."""
        return cell_address(self.cells[0])


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


def formula_patterns(grid: Grid) -> tuple[list[Pattern], list[FormulaNote]]:
    """Read the formulas of a sheet as rules, and look for what is wrong with them.

    Parameters
    ----------
    grid : Grid
        Of a workbook's sheet.

    Returns
    -------
    list of Pattern
        With ``source`` "declared", by the cell of their first total; keys are 0-based (row, column) pairs of the sheet. What a range
        holds in texts is passed over, as spreadsheets do, unless there are digits in it.
    list of FormulaNote
        Findings first, each by its cell; then how many formulas were left out, by reason.
    """
    sums: dict[Cell, Sum] = {}
    sheet = Sheet(grid, read_grid(grid.rows), sums)
    differences: list[tuple[Cell, tuple[Cell, ...], tuple[Cell, ...]]] = []
    left: defaultdict[str, list[Cell]] = defaultdict(list)
    notes: list[FormulaNote] = []
    room = MOST_PARTS
    for cell, formula in sorted(grid.formulas.items()):
        try:
            areas = areas_of(formula, grid.sheet)
            if sheet.value(cell) is None:
                raise LeftOutError("no figure")
            if any(area.has(cell) for area in areas):
                notes.append(circular(cell, formula, areas, sheet, room))
                room -= max(sheet.size)
                continue
            if any(area.sign < 0 for area in areas):
                differences.append(difference_of(cell, areas, sheet, room))
                room -= len(differences[-1][1])
                continue
            sums[cell] = one = sum_of(cell, areas, sheet, room)
            room -= len(one.parts)
        except LeftOutError as error:
            left[str(error)].append(cell)
    faults = {note.cells[0]: note for note in twice(sheet)}
    faults |= {note.cells[0]: note for note in short(sheet) if note.cells[0] not in faults}
    notes += [*faults.values(), *typed(sheet)]
    rules = [(one.cell, one.parts, ()) for one in sums.values() if one.cell not in faults]
    told = [FormulaNote(reason, tuple(cells), grid.formulas[cells[0]]) for reason, cells in left.items()]
    return gathered(sorted([*rules, *differences])), [*together(notes), *told]


def together(notes: Iterable[FormulaNote]) -> Iterator[FormulaNote]:
    """Join the notes on formulas that have the same fault in the same way, in the order of their first cells."""
    alike: defaultdict[tuple[object, ...], list[FormulaNote]] = defaultdict(list)
    for note in sorted(notes, key=lambda note: note.cells):
        cell = note.cells[0]
        way = cell if note.reason == "typed" else (shape_of(note.found, cell), shape_of(note.expected, cell))
        alike[note.reason, way].append(note)
    for group in alike.values():
        yield replace(group[0], cells=tuple(note.cells[0] for note in group))


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
    if depth > DEEPEST:
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


def circular(cell: Cell, formula: str, areas: Sequence[Area], sheet: Sheet, room: int) -> FormulaNote:
    """Return the note on a formula that counts its own cell."""
    try:
        one = sum_of(cell, areas, sheet, room)
    except LeftOutError:
        return FormulaNote("circular", (cell,), formula, "", (cell,))
    lines = [line for line in one.lines if one.at(line) != cell]
    return FormulaNote("circular", (cell,), formula, one.text(lines) if lines else "", (cell,))


def twice(sheet: Sheet) -> Iterator[FormulaNote]:
    """Yield the sums that count something twice: a cell that they name again, or a subtotal and what it is the sum of."""
    for one in sheet.sums.values():
        own = set(one.parts)
        again = {
            part
            for part in one.parts
            if one.ranged
            and (inner := sheet.sums.get(part)) is not None
            and inner.along == one.along
            and len(inner.parts) > 1
            and any(detail in own for detail in inner.parts)
        }
        if not again and not one.repeated:
            continue
        kept = [line for line in one.lines if one.at(line) not in again]
        difference = sheet.worth(map(one.at, kept)) - sheet.worth([one.cell])
        about = tuple(sorted({*again, *one.repeated}))
        yield FormulaNote(
            "twice", (one.cell,), sheet.grid.formulas[one.cell], one.text(kept), about, difference
        )


def short(sheet: Sheet) -> Iterator[FormulaNote]:
    """Yield the sums that leave out a line: one that most sums beside them have, or the one between them and their parts."""
    beside: defaultdict[tuple[int, int], list[Sum]] = defaultdict(list)
    for one in sheet.sums.values():
        beside[one.along, one.total].append(one)
    for group in beside.values():
        shapes = Counter(one.lines for one in group)
        usual, count = shapes.most_common(1)[0]
        for one in group:
            lines: tuple[int, ...] | None = None
            if one.lines != usual and count > 1 and 2 * count > len(group):
                lines = usual if is_part_of(sheet, one, usual) else None
            elif one.along == 0 or shapes[one.lines] == 1:
                lines = run_of(sheet, one)
            if lines is None:
                continue
            missing = [one.at(line) for line in lines if line not in one.lines]
            about = tuple(cell for cell in missing if sheet.value(cell) is not None)
            difference = sheet.worth(map(one.at, lines)) - sheet.worth([one.cell])
            formula = sheet.grid.formulas[one.cell]
            yield FormulaNote("short", (one.cell,), formula, one.text(lines), about, difference)


def is_part_of(sheet: Sheet, one: Sum, usual: Sequence[int]) -> bool:
    """Whether a sum has most of what the sums beside it have, lacks figures of it, and does not come to the same."""
    own = set(one.lines)
    missing = [one.at(line) for line in usual if line not in own]
    if 2 * len(missing) > len(usual) or all(sheet.value(cell) is None for cell in missing):
        return False
    return own <= set(usual) or sheet.worth(map(one.at, usual)) != sheet.worth([one.cell])


def run_of(sheet: Sheet, one: Sum) -> tuple[int, ...] | None:
    """Return the run of figures beside a total, where it is by one line longer than what the total adds up."""
    first, last = one.lines[0], one.lines[-1]
    if not one.ranged or len(one.lines) < 2 or last - first + 1 != len(one.lines):
        return None
    if any(sheet.value(part) is None for part in one.parts):
        return None
    if one.total == last + 2 or one.total == first - 2:
        more, next_to = (last + 1, last) if one.total > last else (first - 1, first)
    elif one.total == last + 1 and one.along == 0 and BARE.fullmatch(sheet.rows.total_name(one.total)):
        more, next_to = first - 1, first
        top = sheet.value(one.at(more)) if more >= 0 else None
        if top is None or top in YEARS or (more and sheet.value(one.at(more - 1)) is not None):
            return None
    else:
        return None
    cell, axis = one.at(more), sheet.rows if one.along == 0 else sheet.columns
    if not sheet.value(cell) or sheet.kind(cell) != sheet.kind(one.at(next_to)):
        return None
    called = axis.called_totals | axis.of_which | axis.ratios
    if more not in axis.addends or more in called or not axis.labels[more]:
        return None
    lines = tuple(sorted((*one.lines, more)))
    return lines if sheet.worth(map(one.at, lines)) != sheet.worth([one.cell]) else None


def typed(sheet: Sheet) -> Iterator[FormulaNote]:
    """Yield the numbers that stand where the others of their column or their row have a formula."""
    lines: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    busy = Counter(key for r, c in sheet.grid.formulas for key in ((0, c), (1, r)))
    for r, row in enumerate(sheet.readings):
        for c, one in enumerate(row):
            for key in ((0, c), (1, r)):
                if busy[key] >= FEW and isinstance(one, Decimal):
                    lines[key].append((r, c))
    seen: set[Cell] = set()
    for cells in lines.values():
        kinds = [sheet.kind(cell) for cell in cells]
        habit, count = (
            Counter(kind for kind in kinds if kind is not None).most_common(1)[0] if any(kinds) else ("", 0)
        )
        if count < FEW or MOST_ALIKE * (len(cells) - count) > len(cells):
            continue
        for at, (cell, kind) in enumerate(zip(cells, kinds, strict=True)):
            near = [n for n in (at - 1, at + 1) if 0 <= n < len(cells)]
            if kind is not None or cell in seen or any(kinds[n] != habit for n in near):
                continue
            note = over_formula(sheet, cell, [cells[n] for n in near])
            # The first or the last of a line may be no one of it: a balance that is carried forward, or the year.
            at_end = len(near) == 1 and (not note.difference or sheet.value(cell) in YEARS)
            if not at_end and not is_average(sheet, cell, note.expected):
                seen.add(cell)
                yield note


def is_average(sheet: Sheet, cell: Cell, expected: str) -> bool:
    """Whether a number among sums lies amid what it would be the sum of, as a rate does."""
    try:
        _, parts = inside(areas_of(expected, sheet.grid.sheet), cell, sheet, MOST_PARTS)
    except LeftOutError:
        return False
    figures = [value for part in parts if (value := sheet.value(part)) is not None]
    return len(figures) > 1 and min(figures) < (sheet.value(cell) or 0) < max(figures)


def over_formula(sheet: Sheet, cell: Cell, near: Sequence[Cell]) -> FormulaNote:
    """Return the note on a number that stands where its neighbours have a formula."""
    row, column = near[0]
    formula = sheet.grid.formulas[near[0]].removeprefix("=")
    expected = f"={moved(formula, cell[0] - row, cell[1] - column)}"
    difference: Decimal | None = None
    try:
        areas = areas_of(expected, sheet.grid.sheet)
        if not any(area.has(cell) for area in areas):
            _, parts = inside(areas, cell, sheet, MOST_PARTS)
            if all(area.sign > 0 for area in areas):
                difference = sheet.worth(parts) - sheet.worth([cell])
    except LeftOutError:
        pass
    return FormulaNote(
        "typed", (cell,), sheet.grid.rows[cell[0]][cell[1]].strip(), expected, tuple(near), difference
    )


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
