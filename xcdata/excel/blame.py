"""The figure that is to blame, on the plan's sheet: marked as long as its sums fail, whoever typed what.

In: the sheet. Out: conditional formats that follow every edit. A wrong task throws off its row and its column by the same, a wrong
printed total its own check alone, a total that was typed over is a formula no longer. Where that leaves a doubt no cell is accused: the
checks are red all the same, and ``xcdata check`` looks for the smallest explanations.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xcdata.excel.style import Book, mark
from xcdata.gazette.plan.header import COLUMNS, PlanColumn
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import address, column_letters, runs, span
from xcdata.roundtrip.layout import (
    CHECK_ROW,
    CHECKS,
    LAST_COLUMN,
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    TASK_AREAS,
    TOTALS,
    own,
    tasks,
)

GRAND = COLUMNS[0]
FIRST, LAST = ROWS[TASK_AREAS[0]], ROWS[TASK_AREAS[-1]]
END = ROWS[NOTED]
"""Where the checks of areas end: a row that is put in above it has its check among them."""
CITY_ROW = ROWS[CITY]
ROW_CHECKS = f"${column_letters(min(CHECKS.values()))}{FIRST}:${column_letters(max(CHECKS.values()))}{FIRST}"
"""The checks of the row that a condition is asked for."""


def mark_blame(book: Book, sheet: Any) -> None:
    """Mark tasks, printed totals and totals typed over as long as they, and nothing else, explain the checks that fail."""
    for total in TOTALS:
        block = span((CHECK_ROW, total.number), (CHECK_ROW, max(tasks(total))), fixed=True)
        rows = span((FIRST, CHECKS[total.number]), (END, CHECKS[total.number]), fixed=True)
        for first, last in runs(finest_of(total)):
            mark(book, sheet, span((FIRST, first), (LAST, last)), {task_rule(total, first): "bad"})
            city = city_rule(block, rows, first)
            mark(book, sheet, span((PRINTED_ROW, first), (PRINTED_ROW, last)), {city: "bad"})
        city = city_rule(block, rows, total.number)
        # What 中心城区 has is in no other sum than the city's: if that fails alone, either of the two is wrong.
        style = "warn" if total == GRAND else "bad"
        for place in ((PRINTED_ROW, total.number), *([own(NOTED, total)] if total == GRAND else [])):
            mark(book, sheet, address(place), {city: style})
        formula = kept(f"${column_letters(total.number)}{FIRST}")
        other = f"N({address((CHECK_ROW, total.number), fixed=True)})<>N({in_row(total)})"
        printed = both(off_in_row(total), f"{failing(ROW_CHECKS)}=1", other, formula)
        column = PRINTED[total.number]
        mark(book, sheet, span((FIRST, column), (LAST, column)), {printed: "bad"})
        typed = both(off_in_row(total), f"NOT({formula})")
        column = total.number
        mark(book, sheet, span((FIRST, column), (LAST, column)), {typed: "bad", f"=NOT({formula})": "warn"})
    of_city = kept(f"B${CITY_ROW}")
    typed = both(off(COLUMNS[0].number), f"NOT({of_city})")
    city_cells = span((CITY_ROW, COLUMNS[0].number), (CITY_ROW, LAST_COLUMN))
    mark(book, sheet, city_cells, {typed: "bad", f"=NOT({of_city})": "warn"})


def finest_of(total: PlanColumn) -> Iterator[int]:
    """Yield the columns of the tasks that a total, and no smaller one, adds up."""
    for number in tasks(total):
        if min((one for one in TOTALS if number in tasks(one)), key=lambda one: len(tasks(one))) == total:
            yield number


def task_rule(total: PlanColumn, first: int) -> str:
    """Return the condition that row and column of a task are off by the same, and that no other cell explains it."""
    by = f"{column_letters(first)}${CHECK_ROW}"
    rows = span((FIRST, CHECKS[total.number]), (END, CHECKS[total.number]), fixed=True)
    columns = [span((CHECK_ROW, one), (CHECK_ROW, last), fixed=True) for one, last in runs(tasks(total))]
    return both(
        off(first),
        f"N({in_row(total)})={by}",
        off_in_row(GRAND),
        off(total.number, fixed=True),
        f"COUNTIF({rows},{by})=1",
        "+".join(f"COUNTIF({cells},{by})" for cells in columns) + "=1",
    )


def city_rule(block: str, rows: str, first: int) -> str:
    """Return the condition that of the city's checks in a group one fails alone, and no area's by the same."""
    letter = column_letters(first)
    same = f"COUNTIF({rows},{letter}${CHECK_ROW})=0"
    return both(off(first), f"{failing(block)}=1", same, kept(f"{letter}${CITY_ROW}"))


def both(*conditions: str) -> str:
    """Return a formula that holds where all conditions do."""
    return f"=AND({','.join(conditions)})"


def off(number: int, *, fixed: bool = False) -> str:
    """Return the condition that the city's check in a column fails; one that says nothing yet is a text."""
    return f"N({'$' * fixed}{column_letters(number)}${CHECK_ROW})<>0"


def off_in_row(total: PlanColumn) -> str:
    """Return the condition that a total's check fails in the row that is asked for."""
    return f"N({in_row(total)})<>0"


def in_row(total: PlanColumn) -> str:
    """Return the check of a total in the row that is asked for."""
    return f"${column_letters(CHECKS[total.number])}{FIRST}"


def failing(checks: str) -> str:
    """Return how many of some checks fail."""
    return f'COUNTIF({checks},">0")+COUNTIF({checks},"<0")'


def kept(cell: str) -> str:
    """Return the condition that a cell holds a formula still."""
    return f"_xlfn.ISFORMULA({cell})"
