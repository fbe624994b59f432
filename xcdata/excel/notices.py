"""The sheets of the other notices: who does what by when, what is promised in figures, who sits where.

In: tables. Out: a sheet each, one row a task and organ, a figure, a seat, each with its document and line, and a filter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from xcdata.dataset.schema import TABLES
from xcdata.excel.sheets import TOP, shown
from xcdata.excel.style import Book, Head, heading, page, write_table
from xcdata.gazette.documents import Record

TASKS = ("document", "path", "kind", "title", "role", "organ", "printed", "start", "deadline", "line")
TARGETS = (
    *("document", "path", "kind", "item", "printed", "quantity", "quantity_max", "unit", "bound", "horizon"),
    "line",
)
MEMBERS = ("document", "body", "role", "name", "post", "organ", "line")
STYLES = {"start": "date", "deadline": "date"}


def write_notices(book: Book, rows: Mapping[str, Sequence[Record]]) -> None:
    """Write the three sheets."""
    tasks = list(tasks_with_organs(rows["tasks"], rows["task_organs"]))
    write_rows(book, "tasks", tasks, TASKS, ("tasks", "task_organs"))
    write_rows(book, "targets", rows["targets"], TARGETS, ("targets",))
    write_rows(book, "members", rows["members"], MEMBERS, ("members",))


def tasks_with_organs(tasks: Sequence[Record], organs: Sequence[Record]) -> Iterator[Record]:
    """Yield one row a task and organ; a task without an organ has one row."""
    of_task: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for row in organs:
        of_task[row["document"], row["path"]].append(row)
    for task in tasks:
        for organ in of_task[task["document"], task["path"]] or [{"line": task["line"]}]:
            yield task | {name: organ.get(name) for name in ("role", "organ", "printed", "line")}


def write_rows(
    book: Book, name: str, rows: Sequence[Record], columns: Sequence[str], tables: Sequence[str]
) -> None:
    """Write a sheet of rows, its headings as the tables declare them."""
    sheet = book.sheet(name)
    heading(book, sheet, TABLES[tables[0]].title[book.lang], book.say(f"{name}_note"))
    declared = {column.name: column for table in tables for column in TABLES[table].columns}
    heads = [Head(declared[column].title[book.lang], STYLES.get(column, "")) for column in columns]
    values = [[shown(book, column, row[column]) for column in columns] for row in rows]
    write_table(book, sheet, (TOP, 1), heads, values)
    sheet.freeze_panes(TOP, 0)
    page(book, sheet, (TOP + len(rows), len(columns)), (TOP, TOP))
