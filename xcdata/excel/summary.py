"""The summary: the plan by county and by programme, in 万亩 and hectares, with shares.

In: the plan's figures and the name of the sheet that they stand in. Out: a sheet of formulas on that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xcdata.dataset.schema import TABLES
from xcdata.excel.plan import PlanValues
from xcdata.excel.ranked import PLACES, Ranked
from xcdata.excel.style import Book, Formula, fit_row, heading, page, put
from xcdata.gazette.places import AREAS
from xcdata.gazette.plan.areas import MU
from xcdata.gazette.plan.header import COLUMNS, PlanColumn
from xcdata.gazette.plan.reading import CITY
from xcdata.grids.address import address, span
from xcdata.roundtrip.layout import NOTED, is_live, own

TOP = 4
COLUMN_WIDTH = 14.5
TOTAL, LAST_COLUMN = 7, 9
ROW_HEIGHT = 19
GROUPS = tuple(
    next(column for column in COLUMNS if column.path == path)
    for path in ("造林/合计", "优质林果/合计", "森林抚育/森林抚育", "花卉苗木/合计")
)
TASKS = tuple(column for column in COLUMNS if not column.is_total)
GREENING = f"{NOTED}绿化"
HECTARES = MU["万亩"] / MU["公顷"]


def write_summary(book: Book, values: PlanValues, plan: str) -> tuple[Ranked, Ranked]:
    """Write both summaries; return where they stand."""
    sheet = book.sheet("summary")
    heading(book, sheet, book.say("summary_title"), book.say("summary_note"))
    sheet.set_column(0, LAST_COLUMN - 1, COLUMN_WIDTH)
    counties = write_counties(book, sheet, values, plan)
    title = TOP + len(AREAS) + 4
    sheet.set_row(title - 1, 22)
    put(sheet, (title, 1), book.say("by_programme"), book.style("section"))
    programmes = write_programmes(book, sheet, values, plan, title + 1)
    page(book, sheet, (title + len(TASKS) + 3, LAST_COLUMN), tall=True)
    return counties, programmes


def figure(values: PlanValues, plan: str, area: str, column: PlanColumn) -> Formula:
    """Return a reference to a cell of the plan's sheet, and what it shows."""
    shown = (
        values.computed(area, column)
        if is_live(area, column)
        else values.printed.get((area, column.number), 0)
    )
    return Formula(f"='{plan}'!{address(own(area, column))}", float(shown))


def write_heads(book: Book, sheet: Any, row: int, titles: Sequence[str]) -> None:
    """Write a row of headings."""
    fit_row(sheet, row, titles, [COLUMN_WIDTH] * len(titles))
    for column, title in enumerate(titles, 1):
        put(sheet, (row, column), title, book.style("cell head wrap"))


def measures(area: str, value: float, grand: str, whole: float) -> list[tuple[Formula, str]]:
    """Return hectares and share of an area in 万亩: the address it stands at, and that of the whole."""
    return [
        (Formula(f"={area}*10000/15", value * float(HECTARES)), "hectares"),
        (Formula(f"=IF({grand}=0,0,{area}/{grand})", value / whole if whole else 0.0), "share"),
    ]


def write_counties(book: Book, sheet: Any, values: PlanValues, plan: str) -> Ranked:
    """Write the summary by county; return where it stands."""
    lang = book.lang
    units = [TABLES["plan"].column(name).title[lang] for name in ("wan_mu", "hectares")]
    groups = [column.labels[-2] if column.is_total else column.labels[-1] for column in GROUPS]
    totals = [book.say("total_in", unit=units[0]), units[1], book.say("share")]
    write_heads(book, sheet, TOP, [book.say("county"), *groups, GREENING, *totals])
    last = TOP + len(AREAS) + 1
    grand = f"G${last}"
    whole = float(values.computed(CITY, COLUMNS[0]))
    parts: list[list[float]] = []
    for row, area in enumerate(AREAS, TOP + 1):
        line: list[Formula | None] = [
            *(None if area == NOTED else figure(values, plan, area, column) for column in GROUPS),
            figure(values, plan, area, COLUMNS[0]) if area == NOTED else None,
        ]
        shown = [float(cell.value) if cell else 0.0 for cell in line]
        parts.append(shown)
        sheet.set_row(row - 1, ROW_HEIGHT)
        put(sheet, (row, 1), area, book.style("cell name left"))
        for column, cell in enumerate(line, 2):
            put(sheet, (row, column), cell, book.style("cell area"))
        put(
            sheet,
            (row, TOTAL),
            Formula(f"=SUM({span((row, 2), (row, 6))})", sum(shown)),
            book.style("cell area total"),
        )
        for column, (cell, style) in enumerate(measures(f"G{row}", sum(shown), grand, whole), 8):
            put(sheet, (row, column), cell, book.style(f"cell {style}"))
    columns = [list(map(float, column)) for column in zip(*parts, strict=True)]
    columns.append([sum(shown) for shown in parts])
    sheet.set_row(last - 1, ROW_HEIGHT)
    put(sheet, (last, 1), CITY, book.style("cell total left"))
    of_city = [(CITY, column) for column in GROUPS] + [(NOTED, COLUMNS[0]), (CITY, COLUMNS[0])]
    for column, one in enumerate(of_city, 2):
        put(sheet, (last, column), figure(values, plan, *one), book.style("cell area total"))
    for column, (cell, style) in enumerate(measures(f"G{last}", whole, grand, whole), 8):
        put(sheet, (last, column), cell, book.style(f"cell {style} total"))
    write_beyond(book, sheet, last)
    titles = dict(enumerate([*groups, GREENING, totals[0]], 2))
    name = str(sheet.get_name())
    there = f"'{name}'!{address((last, TOTAL), fixed=True)}"
    return Ranked(name, TOP + 1, {1: AREAS}, dict(enumerate(columns, 2)), titles, TOTAL, there)


def write_beyond(book: Book, sheet: Any, last: int) -> None:
    """Write a line below the city that shows only where the city has more than the areas above: rows that were put in."""
    row, more = last + 1, address((last + 1, TOTAL), fixed=True)
    put(sheet, (row, 1), Formula(f'=IF({more}="","","{book.say("beyond")}")', ""), book.style("alert"))
    for column in range(2, TOTAL + 1):
        rest = f"{address((last, column))}-SUM({span((TOP + 1, column), (last - 1, column))})"
        shown = f"ROUND({rest},{PLACES})=0" if column == TOTAL else f'{more}=""'
        put(sheet, (row, column), Formula(f'=IF({shown},"",{rest})', ""), book.style("alert area"))


def write_programmes(book: Book, sheet: Any, values: PlanValues, plan: str, top: int) -> Ranked:
    """Write the summary by programme; return where it stands."""
    table = TABLES["plan"]
    names = ("group", "programme", "operation", "wan_mu", "hectares")
    titles = [table.column(name).title[book.lang] for name in names]
    write_heads(book, sheet, top, [*titles, book.say("share")])
    lines = [(column.task, figure(values, plan, CITY, column)) for column in TASKS]
    lines.append(((GREENING, GREENING, None), figure(values, plan, NOTED, COLUMNS[0])))
    last = top + len(lines) + 1
    grand, whole = f"D${last}", float(values.computed(CITY, COLUMNS[0]))
    for row, (task, cell) in enumerate(lines, top + 1):
        sheet.set_row(row - 1, ROW_HEIGHT)
        for column, text in enumerate(task, 1):
            put(sheet, (row, column), text, book.style("cell left"))
        put(sheet, (row, 4), cell, book.style("cell area"))
        for column, (more, style) in enumerate(measures(f"D{row}", float(cell.value), grand, whole), 5):
            put(sheet, (row, column), more, book.style(f"cell {style}"))
    amounts = [float(cell.value) for _, cell in lines]
    sheet.set_row(last - 1, ROW_HEIGHT)
    for column, text in enumerate((CITY, None, None), 1):
        put(sheet, (last, column), text, book.style("cell total left"))
    total = Formula(f"=SUM({span((top + 1, 4), (last - 1, 4))})", whole)
    put(sheet, (last, 4), total, book.style("cell area total"))
    for column, (more, style) in enumerate(measures(f"D{last}", whole, grand, whole), 5):
        put(sheet, (last, column), more, book.style(f"cell {style} total"))
    called = {2: [task[1] for task, _ in lines], 3: [task[2] or "" for task, _ in lines]}
    return Ranked(str(sheet.get_name()), top + 1, called, {4: amounts}, {4: titles[3]}, by=4)
