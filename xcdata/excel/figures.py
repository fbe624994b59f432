"""The plan's figures one below the other, for pivot tables.

In: the plan's table and the name of its sheet. Out: a sheet with an Excel table: a row for each cell that a task may stand in, every amount
a formula on the plan's sheet, so that a pivot table over it follows an edit, also of a cell that was blank.
"""

from __future__ import annotations

from xcdata.dataset.schema import TABLES
from xcdata.excel.plan import PlanValues
from xcdata.excel.ranked import beyond
from xcdata.excel.sheets import TOP
from xcdata.excel.style import Book, Formula, Head, heading, page, put, write_table
from xcdata.excel.summary import GREENING, HECTARES
from xcdata.gazette.plan.header import COLUMNS as PLAN_COLUMNS
from xcdata.gazette.plan.header import PlanColumn
from xcdata.gazette.plan.reading import CITY, PlanTable
from xcdata.grids.address import address, span
from xcdata.roundtrip.layout import NOTED, cells, is_live, own

COLUMNS = ("county", "group", "programme", "operation", "wan_mu", "hectares", "cell", "document", "line")
STYLES = {"wan_mu": "area", "hectares": "hectares", "cell": "centre", "line": "centre"}
NAME = "plan_figures"

ADDED = 500
"""Rows below the table that are looked at for what somebody added: 17 are an area."""


def write_figures(book: Book, table: PlanTable, values: PlanValues, plan: str) -> None:
    """Write the long table."""
    sheet = book.sheet("figures")
    heading(book, sheet, book.say("figures_title"), book.say("figures_note"))
    lines = {cell.area: cell.line for cell in table.cells}
    entries = [(area, column) for area, column in cells() if not is_live(area, column)]
    here, last = COLUMNS.index("wan_mu") + 1, TOP + len(entries) + ADDED
    city = f"'{plan}'!{address(own(CITY, PLAN_COLUMNS[0]), fixed=True)}"
    listed = span((TOP + 1, here), (last, here), fixed=True)
    alert = beyond(book.say("figures_beyond", more="{more}"), city, listed, "0.00")
    put(sheet, (TOP - 1, 1), alert, book.style("alert"))
    rows: list[list[object]] = []
    for row, (area, column) in enumerate(entries, TOP + 1):
        place = own(area, column)
        amount = values.printed.get((area, column.number), 0)
        # Fixed addresses: sorting the table would move others.
        cell = Formula(f"='{plan}'!{address(place, fixed=True)}", float(amount))
        hectares = Formula(f"={address((row, here))}*10000/15", float(amount * HECTARES))
        origin = [address(place), table.document.id if table.document else None, lines.get(area)]
        rows.append([area, *called(area, column), cell, hectares, *origin])
    declared = TABLES["plan"]
    titles = {name: declared.column(name).title[book.lang] for name in COLUMNS if name != "cell"}
    titles["cell"] = book.say("cell")
    heads = [Head(titles[name], STYLES.get(name, "")) for name in COLUMNS]
    write_table(book, sheet, (TOP, 1), heads, rows, name=NAME)
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(COLUMNS)), (TOP, TOP), tall=True)


def called(area: str, column: PlanColumn) -> tuple[str, str, str | None]:
    """Return group, programme and operation of an entry."""
    return (GREENING, GREENING, None) if area == NOTED else column.task
