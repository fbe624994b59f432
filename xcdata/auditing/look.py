"""What is read of a source before its sums are judged.

In: a :class:`~xcdata.grids.read.Source`, and what a reviewer tells of its tables. Out: a :class:`Looked` for each grid: its cells, the sums that are
stated in it, and what calls itself a sum and is none.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal

from xcdata.auditing.figure_names import figure_names
from xcdata.auditing.formulas import FormulaNote, formula_patterns
from xcdata.auditing.hidden_places import hidden_places, with_stored
from xcdata.auditing.labelled.bounds import Part, parts_of_wholes
from xcdata.auditing.labelled.notes import LabelNote
from xcdata.auditing.ledgers import text_of
from xcdata.auditing.patterns import Cell, Pattern, rule_cells
from xcdata.auditing.rules import declared_patterns
from xcdata.auditing.rules_file import DeclaredRule
from xcdata.auditing.stated import stated_patterns
from xcdata.errors import InputError, Problem, Reason
from xcdata.grids.numerals import Reading
from xcdata.grids.read import Grid, Source
from xcdata.grids.readings import read_grid


@dataclass(frozen=True, slots=True)
class Told:
    """What a reviewer tells of the tables before they are audited.

    Attributes
    ----------
    rules : tuple of DeclaredRule
    alone : bool
        Whether these rules are all: then no sum is looked for, and totals that none of them checks are told.
    tolerance : Decimal or None
        The unit in the last place, where figures were rounded one by one.
    by : tuple of str
        The headings of the columns whose entries part a table's rows into tables of their own.
    """

    rules: tuple[DeclaredRule, ...] = ()
    alone: bool = False
    tolerance: Decimal | None = None
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in one grid, before its sums are judged; `shortened` are the figures that are printed to fewer places than they have, but for those that are so alone: these are `hidden`, as shown and as stored."""

    cells: list[list[str]]
    readings: list[list[Reading]]
    names: Mapping[Cell, tuple[str, ...]]
    patterns: list[Pattern]
    unchecked: list[LabelNote]
    formulas: list[FormulaNote]
    shortened: Set[Cell]
    parts: list[Part]
    hidden: Mapping[Cell, tuple[str, str]]


def look(source: Source, told: Told) -> list[Looked]:
    """Read the grids of a source, and what sums they state.

    Raises
    ------
    InputError
        A rule of which no grid has what it names.
    """
    looked = []
    refused: list[Mapping[DeclaredRule, Problem]] = []
    for grid in source.grids:
        cells, readings = read_cells(grid)
        refused.append(refusals(grid, told.rules))
        texts = [rule.rule for rule in told.rules if rule not in refused[-1]]
        hidden = hidden_places(grid, readings)
        one = look_at(grid, cells, readings, told, texts, hidden)
        if hidden and not all_hold(one, hidden):
            # The sums speak for none of what is shown: a slip is told from the figure as it was typed.
            whole = with_stored(cells, hidden)
            one = look_at(grid, whole, read_grid(whole), told, texts, hidden)
        looked.append(one)
    refuse_lost(source, told.rules, refused)
    return looked


def look_at(
    grid: Grid,
    cells: list[list[str]],
    readings: list[list[Reading]],
    told: Told,
    rules: Sequence[str],
    hidden: Mapping[Cell, str],
) -> Looked:
    """Find what sums a grid states, by its cells as they are shown, or with those that show less as they are stored."""
    written, formulas = formula_patterns(grid) if grid.formulas else ([], [])
    patterns, unchecked = stated_patterns(
        cells, readings, declared_patterns(rules, cells, readings), written, look=not told.alone, by=told.by
    )
    return Looked(
        cells,
        readings,
        figure_names(cells, readings),
        patterns,
        unchecked,
        formulas,
        frozenset((r + grid.first, c) for r, c in grid.stored) - hidden.keys(),
        # Rows that follow each other may be of different tables.
        [one for one in parts_of_wholes(cells, readings) if one.axis == "column" or not told.by],
        {
            cell: (text_of(grid.rows, (cell[0] - grid.first, cell[1])), stored)
            for cell, stored in hidden.items()
        },
    )


def all_hold(looked: Looked, hidden: Mapping[Cell, str]) -> bool:
    """Whether each of some figures stands in a sum, and all sums that any of them stands in hold exactly."""
    held: set[Hashable] = set()
    for pattern in looked.patterns:
        for rule in pattern.rules:
            total, *parts = rule_cells(rule)
            if own := {total, *parts} & hidden.keys():
                values = {cell: figure_at(looked.readings, cell) for cell in (total, *parts)}
                minus = set(rule.minus)
                if values[total] != sum(-values[one] if one in minus else values[one] for one in parts):
                    return False
                held |= own
    return held == hidden.keys()


def figure_at(readings: Sequence[Sequence[Reading]], cell: Cell) -> Decimal:
    """Return the figure of a cell; nothing where there is none."""
    row, column = cell
    value = readings[row][column] if column < len(readings[row]) else None
    return value if isinstance(value, Decimal) else Decimal(0)


def read_cells(grid: Grid) -> tuple[list[list[str]], list[list[Reading]]]:
    """Return a grid's cells in the rows of their source, and what they are read as."""
    cells: list[list[str]] = [[] for _ in range(grid.first)] + grid.rows
    return cells, read_grid(cells)


def sheet_readings(source: Source) -> list[list[Reading]]:
    """Return what the cells of all grids of a source are read as, in the rows of their source."""
    rows: list[list[Reading]] = []
    for grid in source.grids:
        _, readings = read_cells(grid)
        rows += readings[len(rows) :]
    return rows


def refusals(grid: Grid, rules: Sequence[DeclaredRule]) -> dict[DeclaredRule, Problem]:
    """Return the rules that are not meant for a grid, or name what is not in it, and why."""
    refused: dict[DeclaredRule, Problem] = {}
    if not rules:
        return refused
    cells, readings = read_cells(grid)
    for rule in rules:
        if rule.sheet not in (None, grid.sheet):
            refused[rule] = Problem(
                "rule_of_unknown_sheet", rule.rule, None, rule.sheet or "", reason=Reason.RULE
            )
            continue
        try:
            declared_patterns([rule.rule], cells, readings)
        except InputError as error:
            refused[rule] = error.problems[0]
    return refused


def refuse_lost(
    source: Source, rules: Sequence[DeclaredRule], refused: Sequence[Mapping[DeclaredRule, Problem]]
) -> None:
    """Refuse the rules that no grid of a source can be checked by; those for sheets that were not asked for wait."""
    lost = [
        refused[0][rule]
        for rule in rules
        if rule.sheet not in source.others and all(rule in one for one in refused)
    ]
    if lost:
        raise InputError(lost)
