"""What the audit of grids finds in a plan table: the sums that its labels do not state, and which columns and rows are totals by them.

In: the figures of a table by area and column. Out: sums, each over areas of one column or columns of one area.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xcdata.auditing.patterns import Cell, rule_cells
from xcdata.auditing.stated import stated_patterns
from xcdata.gazette.plan.header import PlanColumn
from xcdata.grids.readings import read_grid

MOST = 2 / 3
"""The share of a line's figures that a sum must be stated of for the line to be a total; chance makes a few add up."""

Place = tuple[str, int]
"""Area, and number of the column."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes
    ----------
    sums : tuple of (place, tuple of place)
        Totals and their parts.
    columns : frozenset of int
        The columns (by number) that are totals of others.
    areas : frozenset of str
        The rows that are totals of others.
    """

    sums: tuple[tuple[Place, tuple[Place, ...]], ...] = ()
    columns: frozenset[int] = frozenset()
    areas: frozenset[str] = frozenset()


def found_sums(
    areas: Sequence[str], columns: Sequence[PlanColumn], printed: Mapping[Place, str], whole: str
) -> Found:
    """Return the sums that an audit finds.

    Parameters
    ----------
    areas : sequence of str
        As their rows stand.
    columns : sequence of PlanColumn
    printed : mapping of (area, column) to str
        The cells as printed.
    whole : str
        The area that is the total of the others; empty without one.
    """
    cells = [["", *("".join(column.labels) for column in columns)]]
    for area in areas:
        name = "合计" if area == whole else area
        cells.append([name, *(printed.get((area, column.number), "") for column in columns)])
    patterns, _ = stated_patterns(cells, read_grid(cells))

    def place(cell: Cell) -> Place:
        return areas[cell[0] - 1], columns[cell[1] - 1].number

    sums: list[tuple[Place, tuple[Place, ...]]] = []
    stated: dict[str, Counter[object]] = {"row": Counter(), "column": Counter()}
    for pattern in patterns:
        for rule in pattern.rules:
            total, *parts = rule_cells(rule)
            if rule.minus or len(parts) < 2 or any(0 in cell for cell in (total, *parts)):
                continue
            sums.append((place(total), tuple(map(place, parts))))
            stated[pattern.axis][place(total)[0] if pattern.axis == "row" else place(total)[1]] += 1
    filled = Counter(area for area, _ in printed), Counter(number for _, number in printed)
    return Found(
        tuple(sums),
        frozenset(
            one.number for one in columns if stated["column"][one.number] > MOST * filled[1][one.number]
        ),
        frozenset(area for area in areas if stated["row"][area] > MOST * filled[0][area]),
    )
