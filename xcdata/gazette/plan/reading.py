"""The rows that the plan tables give: tasks, and printed totals.

In: a gazette. Out: the rows of ``plan`` (areas × programmes) and the tables' part of ``plan_totals``, exactly in 万亩 and hectares from
the unit that a table states; with what could not be read, tables that are announced and not there among it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.passage import squeeze
from xcdata.gazette.places import Place
from xcdata.gazette.plan.areas import MU, area_unit, in_hectares, in_wan_mu
from xcdata.gazette.plan.header import PlanColumn
from xcdata.gazette.plan.indicators import read_indicators
from xcdata.gazette.plan.shape import FORESTRY, place_for
from xcdata.gazette.plan.table import (
    CITY,
    TITLE,
    NoteFigure,
    PlanCell,
    PlanTable,
    plan_key,
    read_note,
    read_table,
    read_tables,
)

__all__ = [
    "CITY",
    "TITLE",
    "NoteFigure",
    "PlanCell",
    "PlanTable",
    "find_document",
    "plan_key",
    "read_note",
    "read_plan",
    "read_table",
    "read_tables",
    "rows_of",
]

TABLE_TITLE = re.compile(r".{0,30}(?:明细|分解|任务|计划|统计|汇总|安排|一览|情况)表")


def find_document(gazette: Gazette) -> Document | None:
    """Return the document that holds the first plan table."""
    return read_table(gazette).document


def read_plan(gazette: Gazette) -> Extract:
    """Read the rows of ``plan`` and the tables' part of ``plan_totals``."""
    plan: list[Record] = []
    totals: list[Record] = []
    problems: list[Problem] = []
    read: set[int] = set()
    for table in read_tables(gazette):
        new_plan, new_totals = rows_of(table)
        plan, totals = plan + new_plan, totals + new_totals
        problems += [*table.problems, *missing_areas(table, gazette.place)]
        read |= table.read if table.unit or not table.cells else set()
    indicators = read_indicators(gazette)
    problems += [*indicators.problems, *lone_titles(gazette, read | indicators.read)]
    return Extract(
        {"plan": plan, "plan_totals": totals + indicators.rows["plan_totals"]},
        problems,
        read | indicators.read,
    )


def rows_of(table: PlanTable) -> tuple[list[Record], list[Record]]:
    """Return a table's rows of ``plan`` and ``plan_totals``; none where its unit is not known."""
    plan: list[Record] = []
    totals: list[Record] = []
    if table.document is None:
        return plan, totals
    whole = {note.area for note in table.notes}
    outer = {table.city, *table.inside.values(), *table.found.areas}
    summed = {
        column.number for column in table.columns if column.is_total or column.of_which
    } | table.found.columns
    for cell in table.cells:
        printed_unit = cell.column.unit or table.unit
        unit = area_unit(printed_unit) if printed_unit else None
        if not cell.printed or printed_unit is None:
            continue
        base: dict[str, object] = {
            "document": table.document.id,
            "line": cell.line,
            "column": cell.column.number,
            "printed": cell.printed,
            "wan_mu": in_wan_mu(cell.value, unit) if unit else None,
        }
        if cell.area in whole:
            task: tuple[str, str, str | None] = (f"{cell.area}绿化", f"{cell.area}绿化", None)
        elif cell.area in outer or cell.column.number in summed or unit is None:
            totals.append(
                base
                | {"scope": cell.area, "item": cell.column.path, "origin": "table"}
                | {"quantity": cell.value, "unit": unit or printed_unit}
            )
            continue
        else:
            task = cell.column.task
        group, programme, operation = task
        plan.append(
            base
            | {"county": cell.area, "group": group, "programme": programme, "operation": operation}
            | {"hectares": in_hectares(cell.value, unit or "万亩")}
        )
    for note in table.notes:
        noted: Record = (
            {"document": table.document.id, "line": note.line, "column": note.column, "scope": note.area}
            | {"item": note.item, "origin": "table", "printed": note.printed, "quantity": note.value}
            | {"unit": note.unit, "wan_mu": in_wan_mu(note.value, note.unit) if note.unit in MU else None}
        )
        totals.append(noted)
    return plan, totals


def missing_areas(table: PlanTable, place: Place) -> Iterator[Problem]:
    """Yield a problem where a known area has no row and the columns' sums are short of the total."""
    if table.document is None or place_for(table.document, place) != place:
        return
    missing = [area.name for area in place.areas if area.name not in table.areas]
    if not missing or not table.city or table.unread:
        return
    totals = {cell.column: cell for cell in table.cells if cell.area == table.city}
    sums: defaultdict[PlanColumn, Decimal] = defaultdict(Decimal)
    for cell in table.cells:
        if cell.area != table.city and cell.area not in table.inside.values():
            sums[cell.column] += cell.value
    short = {column.path: total.value - sums[column] for column, total in totals.items()}
    if any(value > 0 for value in short.values()):
        by = "，".join(f"{path} {value:f}" for path, value in short.items() if value > 0)
        line = next(iter(totals.values())).line
        values = {"areas": "、".join(missing), "short": by}
        yield Problem("plan_area_missing", table.title, line, "", values, Reason.MISSING)


def lone_titles(gazette: Gazette, read: set[int]) -> Iterator[Problem]:
    """Yield a problem for each title of a plan table below which no table was read."""
    for document in gazette.documents:
        for line in document.body:
            plain = squeeze(line.content)
            announced = plain.startswith(("附件", "附表")) and len(plain) > 4
            if line.number in read or announced or not TABLE_TITLE.fullmatch(plain):
                continue
            if FORESTRY.search(plain) and not re.search("[，。；]", plain):
                yield Problem("plan_title_alone", document.id, line.number, plain[:40], reason=Reason.MISSING)
