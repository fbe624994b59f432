"""The sheets of the other notices: who does what by when, how much each organ has to do, what is promised in figures, who sits where.

In: tables. Out: a sheet each, one row a task and organ, an organ, a figure, a seat; with its document and line, and a filter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xcdata.dataset.schema import TABLES
from xcdata.excel.quoted import sentence_at
from xcdata.excel.ranked import Ranked
from xcdata.excel.sheets import TOP, nothing, shown
from xcdata.excel.style import WIDEST, Book, Formula, Head, heading, page, write_table
from xcdata.gazette.documents import Record
from xcdata.gazette.passage import Line
from xcdata.grids.address import address, span
from xcdata.labels import label

TASKS = ("document", "path", "kind", "title", "role", "organ", "printed", "start", "deadline", "line")
TARGETS = (
    *("document", "path", "kind", "item", "printed", "quantity", "quantity_max", "unit", "bound", "horizon"),
    "line",
)
MEMBERS = ("document", "body", "role", "name", "post", "organ", "line")
ROLES = ("lead", "responsible", "support")
STYLES = {"start": "date", "deadline": "date", "quantity": "amount", "quantity_max": "amount"}
LONGEST = {"item": 66}
"""Columns that may grow wider than others, as they hold sentences."""


def write_notices(book: Book, rows: Mapping[str, Sequence[Record]], lines: Sequence[Line]) -> Ranked:
    """Write the four sheets; return where the tasks of each organ stand."""
    tasks = list(tasks_with_organs(rows["tasks"], rows["task_organs"]))
    write_rows(book, "tasks", tasks, TASKS, ("tasks", "task_organs"))
    organs = write_organs(book, tasks)
    write_rows(book, "targets", in_sentences(rows["targets"], lines), TARGETS, ("targets",))
    write_rows(book, "members", rows["members"], MEMBERS, ("members",))
    return organs


def write_organs(book: Book, tasks: Sequence[Record]) -> Ranked:
    """Write how many tasks each organ leads, is responsible for and supports, counted in the tasks' sheet; return where it stands."""
    sheet = book.sheet("organs")
    heading(book, sheet, book.say("organs_title"), book.say("organs_note"))
    if not any(task["organ"] for task in tasks):
        return nothing(book, sheet)
    counts = Counter((task["organ"], task["role"]) for task in tasks if task["organ"])
    totals = Counter(task["organ"] for task in tasks if task["organ"])
    names = sorted(totals, key=lambda organ: (-totals[organ], -counts[organ, ROLES[0]]))
    of_organ, of_role = (
        f"'{label('sheet', 'tasks', book.lang)}'!{span((TOP + 1, place), (TOP + len(tasks), place), fixed=True)}"
        for place in (TASKS.index("organ") + 1, TASKS.index("role") + 1)
    )
    roles = [label("code", role, book.lang) for role in ROLES]
    by = len(ROLES) + 2
    rows = [
        [
            name,
            *(
                Formula(
                    f"=COUNTIFS({of_organ},$A{row},{of_role},{address((TOP, column), fixed=True)})",
                    counts[name, role],
                )
                for column, role in enumerate(ROLES, 2)
            ),
            Formula(f"=SUM({span((row, 2), (row, by - 1))})", totals[name]),
        ]
        for row, name in enumerate(names, TOP + 1)
    ]
    heads = [Head(TABLES["task_organs"].column("organ").title[book.lang], widest=40)]
    heads += [Head(role, "count", 14) for role in roles]
    write_table(book, sheet, (TOP, 1), [*heads, Head(book.say("total"), "count total", 14)], rows)
    sheet.freeze_panes(TOP, 1)
    page(book, sheet, (TOP + len(rows), by), (TOP, TOP), tall=True)
    values: dict[int, Sequence[float]] = {
        column: [counts[name, role] for name in names] for column, role in enumerate(ROLES, 2)
    }
    values[by] = [totals[name] for name in names]
    titles = dict(enumerate([*roles, book.say("total")], 2))
    return Ranked(str(sheet.get_name()), TOP + 1, {1: names}, values, titles, by)


def tasks_with_organs(tasks: Sequence[Record], organs: Sequence[Record]) -> Iterator[Record]:
    """Yield one row a task and organ; a task without an organ has one row."""
    of_task: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in organs:
        of_task[row["document"], row["path"]].append(row)
    for task in tasks:
        for organ in of_task[task["document"], task["path"]] or [{"line": task["line"]}]:
            yield task | {name: organ.get(name) for name in ("role", "organ", "printed", "line")}


def in_sentences(targets: Sequence[Record], lines: Sequence[Line]) -> list[Record]:
    """Return figures of the prose with the sentence that each stands in for its item, which is but a part of one."""
    printed = [line for line in lines if line.content]
    at = {line.number: place for place, line in enumerate(printed)}
    return [row | {"item": sentence_at(printed, at, row["line"], row["column"])} for row in targets]


def write_rows(
    book: Book, name: str, rows: Sequence[Record], columns: Sequence[str], tables: Sequence[str]
) -> None:
    """Write a sheet of rows, its headings as the tables declare them."""
    sheet = book.sheet(name)
    heading(book, sheet, TABLES[tables[0]].title[book.lang], book.say(f"{name}_note"))
    declared = {column.name: column for table in tables for column in TABLES[table].columns}
    heads = [
        Head(declared[column].title[book.lang], STYLES.get(column, ""), LONGEST.get(column, WIDEST))
        for column in columns
    ]
    values = [[shown(book, column, row[column]) for column in columns] for row in rows]
    write_table(book, sheet, (TOP, 1), heads, values)
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(columns)), (TOP, TOP))
