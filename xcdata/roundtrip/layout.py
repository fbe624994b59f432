"""Where everything of the plan stands in its sheet: shared by what writes the sheet and what reads it back.

In: nothing. Out: its names, the cells of the header, of tasks and totals, of the printed totals beside them and of the checks, and the
formulas in them. A column of the sheet is a column of the printed table; rows and columns count from 1.

A total's own cell holds a formula over the tasks; what the gazette prints for it stands beside the table (areas) or below
it (the city), with a check of the two. No formula depends on another total, so a total that was typed over spoils no other. The city's
sums end with the row of 中心城区, whose note counts as nothing, so that they reach a row that is put in above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from xcdata.gazette.places import AREAS
from xcdata.gazette.plan.header import COLUMNS, TREE, Node, PlanColumn, row_sums
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import Place, address, runs, span
from xcdata.labels import LANGUAGES, label

HEADER_ROW, HEADER_DEPTH = 3, 4
ROWS = {area: row for row, area in enumerate((CITY, *AREAS), HEADER_ROW + HEADER_DEPTH)}
PRINTED_ROW, CHECK_ROW = max(ROWS.values()) + 1, max(ROWS.values()) + 2
NOTED = "中心城区"
"""The area that has a total and a note instead of tasks."""

TASK_AREAS = tuple(area for area in AREAS if area != NOTED)
SUMMED_ROWS = ROWS[TASK_AREAS[0]], ROWS[NOTED]
"""The first and the last row that a sum over the areas reaches."""

TOTALS = tuple(column for column in COLUMNS if column.is_total)
LAST_COLUMN = COLUMNS[-1].number
PRINTED = {column.number: LAST_COLUMN + 2 + place for place, column in enumerate(TOTALS)}
CHECKS = {number: column + len(TOTALS) for number, column in PRINTED.items()}
WIDTH = max(CHECKS.values())


def plan_sheets() -> dict[str, str]:
    """Return by its name the language of the sheet."""
    return {label("sheet", "plan", lang): lang for lang in LANGUAGES}


def header_cells(
    nodes: Sequence[Node] = TREE, depth: int = 0, start: int = 2
) -> Iterator[tuple[str, Place, Place]]:
    """Yield every label of the header with the first and the last cell that it covers."""
    for node in nodes:
        if isinstance(node, str):
            last = HEADER_ROW + HEADER_DEPTH - 1
            yield node, (HEADER_ROW + depth, start), (last, start)
            start += 1
        else:
            below = list(header_cells(node[1:], depth + 1, start))
            last_column = max(last for _, _, (_, last) in below)
            yield str(node[0]), (HEADER_ROW + depth, start), (HEADER_ROW + depth, last_column)
            yield from below
            start = last_column + 1


def total_name(column: PlanColumn) -> str:
    """Return what a column of totals is called where it stands alone: ``总计``, ``造林合计``."""
    return "".join(column.labels[-2:])


def cells(areas: Iterable[str] = ROWS) -> Iterator[tuple[str, PlanColumn]]:
    """Yield area and column of every cell of the table, row by row; of other areas where a sheet that came back has others."""
    for area in areas:
        yield from ((area, column) for column in (COLUMNS[:1] if area == NOTED else COLUMNS))


def own(area: str, column: PlanColumn, rows: Mapping[str, int] = ROWS) -> Place:
    """Return the cell of the table."""
    return rows[area], column.number


def is_live(area: str, column: PlanColumn) -> bool:
    """Whether a cell of the table holds a formula."""
    return area == CITY or (column.is_total and area != NOTED)


def published(area: str, column: PlanColumn, rows: Mapping[str, int] = ROWS) -> Place:
    """Return the cell of what the gazette prints: a task's own, a total's beside or below the table."""
    if area == CITY:
        return PRINTED_ROW, column.number
    return (rows[area], PRINTED[column.number]) if is_live(area, column) else own(area, column, rows)


def check_place(area: str, column: PlanColumn) -> Place:
    """Return the cell that compares a total with what is printed."""
    return (CHECK_ROW, column.number) if area == CITY else (ROWS[area], CHECKS[column.number])


def printed_side(area: str) -> str:
    """Return the range of printed totals that an area's are among: the city's, or those of the areas."""
    if area == CITY:
        return span((PRINTED_ROW, 2), (PRINTED_ROW, LAST_COLUMN), fixed=True)
    first, last = SUMMED_ROWS
    return span((first, min(PRINTED.values())), (last, max(PRINTED.values())), fixed=True)


@cache
def tasks(column: PlanColumn) -> Sequence[int]:
    """Return the numbers of the columns of tasks that a column adds up."""
    parts = dict(row_sums()).get(column, ())
    return [number for part in parts for number in tasks(part)] or [column.number]


def live_formula(area: str, column: PlanColumn) -> str:
    """Return the formula of a total: a sum over tasks.

    Examples
    --------
    >>> live_formula("禹州市", COLUMNS[1])
    '=SUM(E8:I8,K8:O8)'
    """
    top, bottom = SUMMED_ROWS if area == CITY else (ROWS[area], ROWS[area])
    ranges = task_ranges(column, top, bottom)
    if area == CITY and column == COLUMNS[0]:
        ranges.append(address((ROWS[NOTED], column.number)))
    return f"=SUM({','.join(ranges)})"


def task_ranges(column: PlanColumn, top: int, bottom: int) -> list[str]:
    """Return the ranges of the tasks that a column adds up, in some rows."""
    return [span((top, first), (bottom, last)) for first, last in runs(tasks(column))]


def summed(area: str, column: PlanColumn, rows: Mapping[str, int] = ROWS) -> list[Place]:
    """Return the cells that the formula of a total adds up."""
    areas = [one for one in rows if one not in (CITY, NOTED)] if area == CITY else [area]
    noted = [NOTED] if NOTED in rows and area == CITY and column == COLUMNS[0] else []
    entries = [(rows[one], number) for one in areas for number in tasks(column)]
    return entries + [own(one, column, rows) for one in noted]


def check_formula(area: str, column: PlanColumn, waiting: str = "") -> str:
    """Return the formula of a check: computed minus printed, once anything is printed on that side.

    In a template, once this total is stated; and as long as an area has nothing typed in for it, the word for `waiting` unless they agree.
    """
    computed, printed = address(own(area, column)), address(published(area, column))
    difference = f"ROUND({computed}-{printed},6)"
    if not waiting:
        return f'=IF(COUNT({printed_side(area)})=0,"",{difference})'
    return f'=IF({printed}="","",IF(AND({nothing_typed(area, column)},{difference}<>0),"{waiting}",{difference}))'


def nothing_typed(area: str, column: PlanColumn) -> str:
    """Return the condition that an area, or of the city one of them, has nothing typed in for any task, and no total of 0."""
    if area != CITY:
        return f"COUNTA({','.join(task_ranges(COLUMNS[0], ROWS[area], ROWS[area]))})=0"
    first, last = SUMMED_ROWS
    typed, total = (
        "&".join(span((first, one), (last, one)) for one in columns)
        for columns in (tasks(COLUMNS[0]), [PRINTED[COLUMNS[0].number]])
    )
    areas = f'SUMPRODUCT(({typed}="")*({total}&""<>"0"))>1'
    return f'OR({areas},{address((ROWS[NOTED], column.number))}="")' if column == COLUMNS[0] else areas
