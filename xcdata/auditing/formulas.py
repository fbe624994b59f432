"""The formulas of a sheet as rules that its author declared, and what is wrong with them as formulas.

In: a :class:`~xcdata.grids.read.Grid` with its formulas and saved values. Out: :class:`~xcdata.auditing.patterns.Pattern` s, for sums of
one line of the same sheet (``=SUM(B2:B9)``, ``=B2+B3``, ``=SUBTOTAL(9,B2:B9)``); and :class:`FormulaNote` s: sums that leave out a line, count
one twice or count themselves, numbers typed over a formula, and how many formulas were left out, and why. What a saved value is
the sum of proves nothing where the formula is wrong: a sum with a note is no rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xcdata.auditing.formula_sums import (
    Area,
    LeftOutError,
    Sheet,
    Sum,
    areas_of,
    difference_of,
    inside,
    shape_of,
    sum_of,
)
from xcdata.auditing.labelled.expected import BARE
from xcdata.auditing.parameters import PARAMETERS
from xcdata.auditing.patterns import Cell, Pattern, cell_address
from xcdata.auditing.signed import gathered
from xcdata.grids.read import Grid
from xcdata.grids.readings import read_grid
from xcdata.grids.survey import moved

FINDINGS = ("short", "twice", "circular", "typed")
YEARS = range(1900, 2101)
"""A figure on top of a column that is one of these heads it."""


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
    room = PARAMETERS.most_parts
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
                if busy[key] >= PARAMETERS.enough_alike and isinstance(one, Decimal):
                    lines[key].append((r, c))
    seen: set[Cell] = set()
    for cells in lines.values():
        kinds = [sheet.kind(cell) for cell in cells]
        habit, count = (
            Counter(kind for kind in kinds if kind is not None).most_common(1)[0] if any(kinds) else ("", 0)
        )
        # A total of the line has a formula of another kind, and is no number for that.
        numbers = kinds.count(None)
        few = count < PARAMETERS.enough_alike or 2 * count <= len(cells)
        if few or PARAMETERS.formulas_per_number * numbers > len(cells):
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
        _, parts = inside(areas_of(expected, sheet.grid.sheet), cell, sheet, PARAMETERS.most_parts)
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
            _, parts = inside(areas, cell, sheet, PARAMETERS.most_parts)
            if all(area.sign > 0 for area in areas):
                difference = sheet.worth(parts) - sheet.worth([cell])
    except LeftOutError:
        pass
    return FormulaNote(
        "typed", (cell,), sheet.grid.rows[cell[0]][cell[1]].strip(), expected, tuple(near), difference
    )
