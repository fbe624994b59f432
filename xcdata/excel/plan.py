"""The plan's sheet: as the gazette prints it, its totals alive, what is printed and a check beside them.

In: the printed cells, or none for a template to fill in. Out: the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xcdata.errors import InputError, Problem
from xcdata.excel.blame import mark_blame
from xcdata.excel.style import Book, Formula, mark, page, put
from xcdata.gazette.documents import Gazette
from xcdata.gazette.plan.header import COLUMNS, PlanColumn
from xcdata.gazette.plan.reading import CITY, TITLE, PlanTable, read_tables
from xcdata.grids.address import address, span
from xcdata.labels import label
from xcdata.roundtrip.layout import (
    CHECK_ROW,
    CHECKS,
    HEADER_DEPTH,
    HEADER_ROW,
    LAST_COLUMN,
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    TASK_AREAS,
    TOTALS,
    WIDTH,
    cells,
    check_formula,
    check_place,
    header_cells,
    is_live,
    live_formula,
    own,
    published,
    tasks,
    total_name,
)

COLUMN_WIDTH = 6.8
BODY_HEIGHT = 28
FIRST_BODY_ROW = HEADER_ROW + HEADER_DEPTH


@dataclass(frozen=True, slots=True)
class PlanValues:
    """What the plan's sheet shows: a title, the printed figures by area and column number, and 中心城区's note."""

    title: str
    printed: Mapping[tuple[str, int], Decimal]
    note: str = ""

    def computed(self, area: str, column: PlanColumn) -> Decimal:
        """Return the sum of tasks that a total's formula gives."""
        areas = TASK_AREAS if area == CITY else (area,)
        total = sum(
            (self.printed.get((one, n), Decimal(0)) for one in areas for n in tasks(column)), Decimal(0)
        )
        noted = area == CITY and column == COLUMNS[0]
        return total + (self.printed.get((NOTED, column.number), Decimal(0)) if noted else 0)

    def difference(self, area: str, column: PlanColumn) -> Decimal | str:
        """Return what a total's check shows."""
        if not any((one == CITY) == (area == CITY) for one, _ in self.printed):
            return ""
        return self.computed(area, column) - self.printed.get((area, column.number), Decimal(0))


def plan_values(table: PlanTable) -> PlanValues:
    """Return what the plan's sheet shows of a table that was read.

    Raises
    ------
    InputError
        No table, or one with other areas, columns or another unit than the sheet has, or with figures where it has its note.
    """
    printed = {(cell.area, cell.column.number): cell.value for cell in table.cells if cell.printed}
    strange = set(printed) - {(area, column.number) for area, column in cells()}
    same = tuple(table.columns) == COLUMNS and table.unit == "万亩"
    if not printed:
        raise InputError([Problem("workbook_no_plan")])
    if strange or not same:
        found = " ".join(dict.fromkeys(area for area, _ in strange)) or table.title
        line = table.cells[0].line if table.cells else None
        raise InputError([Problem("workbook_plan_shape", table.title, line, found)])
    note = next((note.text for note in table.notes), "")
    return PlanValues(table.title or TITLE, printed, note.strip())


def left_out(gazette: Gazette, lang: str) -> str:
    """Say which plans of a text are not in its workbook, which holds the first; empty where there is but one."""
    first, *others = (
        (table.title or TITLE, table.cells[0].line if table.cells else 0) for table in read_tables(gazette)
    )
    if not others:
        return ""
    said = [label("workbook", "plan_at", lang, title=title, line=line) for title, line in (first, *others)]
    return label("workbook", "plans_left_out", lang, count=len(said), first=said[0], others=tuple(said[1:]))


def write_plan(book: Book, values: PlanValues) -> str:
    """Write the plan's sheet; return its name."""
    sheet = book.sheet("plan")
    # In a template nothing was printed yet: totals are stated there, to be held against the tasks.
    word = "printed" if values.printed else "stated"
    write_head(book, sheet, values.title, word)
    for area, column in cells():
        write_cell(book, sheet, values, area, column)
    note = span((ROWS[NOTED], 3), (ROWS[NOTED], LAST_COLUMN))
    sheet.merge_range(note, "", book.style("cell"))
    put(sheet, (ROWS[NOTED], 3), values.note, book.style("cell left"))
    for area, row in ROWS.items():
        sheet.set_row(row - 1, BODY_HEIGHT)
        put(sheet, (row, 1), area, book.style("cell total left" if area == CITY else "cell name left"))
    put(sheet, (PRINTED_ROW, 1), book.say(f"{word}_row"), book.style("cell printed name left"))
    put(sheet, (CHECK_ROW, 1), book.say("check_row"), book.style("cell name left"))
    for row in (PRINTED_ROW, CHECK_ROW):
        sheet.set_row(row - 1, BODY_HEIGHT)
    notes = book.say("plan_notes" if values.printed else "template_notes").split("\n")
    for line, text in enumerate(notes, CHECK_ROW + 2):
        put(sheet, (line, 1), text, book.style("subtitle"))
    for checked in (
        span((ROWS[TASK_AREAS[0]], min(CHECKS.values())), (ROWS[TASK_AREAS[-1]], WIDTH)),
        span((CHECK_ROW, 2), (CHECK_ROW, LAST_COLUMN)),
    ):
        first = checked.split(":")[0]
        rules = {f"=AND(ISNUMBER({first}),{first}<>0)": "bad", f"=ISERROR({first})": "bad"}
        mark(book, sheet, checked, rules)
        if not values.printed:
            mark(book, sheet, checked, {f'={first}="{book.say("not_filled_in")}"': "warn"})
    mark_blame(book, sheet)
    only_numbers(book, sheet)
    # Excel would mark totals that leave out the subtotals beside them, as these do on purpose.
    figures = span((FIRST_BODY_ROW, 2), (CHECK_ROW, WIDTH))
    sheet.ignore_errors({"formula_range": figures, "formula_differs": figures})
    sheet.freeze_panes(FIRST_BODY_ROW - 1, 1)
    page(
        book,
        sheet,
        (CHECK_ROW + 1 + len(notes), WIDTH),
        (HEADER_ROW, FIRST_BODY_ROW - 1),
    )
    define_names(book, sheet)
    return str(sheet.get_name())


def write_head(book: Book, sheet: Any, title: str, word: str) -> None:
    """Write the title, the merged header, and what stands over the totals that are printed, or stated, and the checks."""
    sheet.set_row(0, 30)
    sheet.set_row(1, 18)
    sheet.set_column(0, 0, 11)
    sheet.set_column(1, LAST_COLUMN - 1, COLUMN_WIDTH)
    sheet.set_column(LAST_COLUMN, LAST_COLUMN, 1.5)
    sheet.set_column(LAST_COLUMN + 1, WIDTH - 1, COLUMN_WIDTH)
    put(sheet, (1, 1), title, book.style("title"))
    put(sheet, (2, 1), book.say("plan_unit"), book.style("subtitle"))
    noted, stated = (f"ROW({address((row, 1))})" for row in (ROWS[NOTED], PRINTED_ROW))
    put(
        sheet,
        (2, 3),
        Formula(f'=IF({stated}-{noted}=1,"","{book.say("rows_below")}")', ""),
        book.style("alert"),
    )
    last = HEADER_ROW + HEADER_DEPTH - 1
    labels = [("单位", (HEADER_ROW, 1), (last, 1)), *header_cells()]
    checks = book.say("checks" if word == "printed" else "stated_checks")
    for place, text in ((PRINTED, book.say(f"{word}_totals")), (CHECKS, checks)):
        labels.append((text, (HEADER_ROW, min(place.values())), (HEADER_ROW, max(place.values()))))
        labels += [
            (total_name(column), (HEADER_ROW + 1, place[column.number]), (last, place[column.number]))
            for column in TOTALS
        ]
    head = book.style("cell head wrap")
    for row in range(HEADER_ROW, last + 1):
        sheet.set_row(row - 1, 24)
    for text, first, end in labels:
        if first != end:
            sheet.merge_range(span(first, end), "", head)
        put(sheet, first, text, head)


def write_cell(book: Book, sheet: Any, values: PlanValues, area: str, column: PlanColumn) -> None:
    """Write a cell of the table; of a total also what is printed, and the check."""
    printed = values.printed.get((area, column.number))
    figure = None if printed is None else float(printed)
    if not is_live(area, column):
        put(sheet, own(area, column), figure, book.style("cell area task"))
        return
    total = Formula(live_formula(area, column), float(values.computed(area, column)))
    put(sheet, own(area, column), total, book.style("cell area total"))
    put(sheet, published(area, column), figure, book.style("cell area printed task"))
    difference = values.difference(area, column)
    shown = difference if isinstance(difference, str) else float(difference)
    put(
        sheet,
        check_place(area, column),
        Formula(check_formula(area, column, "" if values.printed else book.say("not_filled_in")), shown),
        book.style("cell check"),
    )


def only_numbers(book: Book, sheet: Any) -> None:
    """Let the cells of figures take numbers only, and say so."""
    printed = span(
        (ROWS[TASK_AREAS[0]], min(PRINTED.values())), (ROWS[TASK_AREAS[-1]], max(PRINTED.values()))
    )
    noted = address((ROWS[NOTED], 2))
    city = span((PRINTED_ROW, 2), (PRINTED_ROW, LAST_COLUMN))
    sheet.data_validation(
        span((FIRST_BODY_ROW, 2), (ROWS[TASK_AREAS[-1]], LAST_COLUMN)),
        {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_title": book.say("numbers_title"),
            "error_message": book.say("numbers_only"),
            "multi_range": " ".join(
                [span((FIRST_BODY_ROW, 2), (ROWS[TASK_AREAS[-1]], LAST_COLUMN)), noted, city, printed]
            ),
        },
    )


def define_names(book: Book, sheet: Any) -> None:
    """Name the table, its tasks, and the two places of printed totals."""
    rows = [ROWS[area] for area in TASK_AREAS]
    named = {
        "plan_table": ((HEADER_ROW, 1), (ROWS[NOTED], LAST_COLUMN)),
        "plan_counties": ((rows[0], 1), (ROWS[NOTED], 1)),
        "plan_printed_city": ((PRINTED_ROW, 2), (PRINTED_ROW, LAST_COLUMN)),
        "plan_printed_counties": ((rows[0], min(PRINTED.values())), (rows[-1], max(PRINTED.values()))),
        "plan_grand_total": (own(CITY, COLUMNS[0]), own(CITY, COLUMNS[0])),
    }
    for name, (first, last) in named.items():
        cells_named = span(first, last, fixed=True) if first != last else address(first, fixed=True)
        book.file.define_name(name, f"='{sheet.get_name()}'!{cells_named}")
