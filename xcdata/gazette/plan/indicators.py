"""Tables of indicators: what was planned or done for a whole place, an indicator a row, each with its unit.

In: a gazette. Out: the tables' part of ``plan_totals``; and the figures with the sums that the outline of the rows states
(封山育林 is what its items 1, 2 and 3 add up to) where the columns bear them out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xcdata.errors import Problem, Reason
from xcdata.gazette.documents import Document, Extract, Gazette, Record
from xcdata.gazette.outline import RANKS, match_item
from xcdata.gazette.passage import Line, squeeze
from xcdata.gazette.plan.areas import area_unit, in_wan_mu
from xcdata.gazette.plan.header import CORNER, is_lettered, printed_columns
from xcdata.gazette.plan.shape import FORESTRY, TITLE_PLACE, body_start, padded, row_width, unit_of
from xcdata.gazette.quantities import parse_number
from xcdata.gazette.tables import TextTable, find_tables, is_blank, is_figure

UNITS = re.compile(r"(?:计量)?单\s*位")
CODES = re.compile(r"代\s*码|序\s*号|编\s*[码号]|备\s*注|说\s*明")


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure of a table of indicators.

    Attributes
    ----------
    path : tuple of str
        The indicator, below those that it is part of.
    level : float
        Of its number in the outline.
    label : str
        The column's.
    unit : str
        As printed.
    value : Decimal or None
        None where it cannot be read.
    """

    document: str
    place: str
    path: tuple[str, ...]
    label: str
    line: int
    column: int
    printed: str
    unit: str
    value: Decimal | None
    table: int

    @property
    def key(self) -> str:
        """Its name in ledgers and findings."""
        more = f"/表{self.table}" if self.table > 1 else ""
        return f"plan{more}/{self.place or self.document}/{'/'.join((*self.path, self.label))}"

    @property
    def item(self) -> str:
        """What ``plan_totals`` calls it."""
        return "/".join((*self.path, self.label))


def indicator_figures(gazette: Gazette) -> tuple[list[Indicator], list[Problem], set[int]]:
    """Return the figures of all tables of indicators, what cannot be read of them, and their lines."""
    figures: list[Indicator] = []
    problems: list[Problem] = []
    read: set[int] = set()
    count = 0
    for document in gazette.documents:
        for table in find_tables(document.lines):
            units = unit_column(table)
            title = squeeze(table.title.content) if table.title else document.title
            words = [title, *(cell for row in table.rows for cell in row.cells[:1])]
            if units is None or not any(map(FORESTRY.search, words)):
                continue
            count += 1
            new, told, lines = read_indicator_table(document, table, units, title, count)
            figures, problems, read = figures + new, problems + told, read | lines
    return figures, problems, read


def unit_column(table: TextTable) -> int | None:
    """Return the column (0-based) of the rows' units, after that of their names; None where there is none."""
    start = body_start(table.rows)
    for row in table.rows[:start]:
        for column, cell in enumerate(row.cells[1:4], 1):
            if UNITS.fullmatch(cell):
                return column
    return None


def read_indicator_table(
    document: Document, table: TextTable, units: int, title: str, count: int
) -> tuple[list[Indicator], list[Problem], set[int]]:
    """Read one table of indicators."""
    start = body_start(table.rows)
    header = [row for row in table.rows[:start] if not is_lettered(row.cells)]
    width = row_width(table, table.rows[start:])
    skipped = {
        number
        for row in header
        for number, cell in enumerate(row.cells, 1)
        if CODES.fullmatch(cell) or (number == 1 and CORNER.fullmatch(cell))
    }
    numbers = [n for n in range(units + 2, width + 1) if n not in skipped]
    columns = {
        column.number: "/".join(column.labels)
        for column in printed_columns([r.cells for r in header], numbers)
    }
    match = TITLE_PLACE.match(title) or TITLE_PLACE.match(squeeze(document.title))
    place = match["place"] if match else ""
    stated, problems = unit_of(table, [])
    figures: list[Indicator] = []
    outline: list[tuple[float, str]] = []
    seen: Counter[tuple[str, ...]] = Counter()
    read = {row.line.number for row in table.rows} | {line.number for line in table.above}
    read |= {table.title.number} if table.title else set()
    for row in (padded(one, width, table.stripped) for one in table.rows[start:]):
        line = row.line.number
        if len(row.cells) != width or not row.cells[0]:
            values = {"expected": width, "cells": len(row.cells)}
            problems.append(Problem("plan_row_cells", title, line, row.line.content[:30], values))
            read.discard(line)
            continue
        path = path_of(row.cells[0], outline)
        seen[path] += 1
        path = (*path[:-1], f"{path[-1]}{seen[path]}") if seen[path] > 1 else path
        unit = row.cells[units] or stated or ""
        for number in numbers:
            text = row.cells[number - 1]
            if is_blank(text):
                continue
            value = parse_number(text) if is_figure(text) else None
            figures.append(
                Indicator(document.id, place, path, columns[number], line, number, text, unit, value, count)
            )
            if value is None or not unit:
                told = {"area": "/".join(path), "column": columns[number]}
                kind = "plan_cell" if value is None else "plan_unit_missing"
                problems.append(Problem(kind, title, line, text, told, Reason.VALUE))
    problems += [Problem("plan_row_lost", title, line.number, line.content[:30]) for line in table.strays]
    return figures, problems, read


def path_of(label: str, outline: list[tuple[float, str]]) -> tuple[str, ...]:
    """Return an indicator below those that it is part of, by their numbers; keep the outline up to date."""
    plain = squeeze(label)
    item = match_item(Line(0, plain), 0)
    rank = float(RANKS[item.style]) if item else float("inf")
    while outline and outline[-1][0] >= rank:
        outline.pop()
    path = (*(name for _, name in outline), plain[item.end :] if item else plain)
    outline.append((rank, path[-1]))
    return path


def read_indicators(gazette: Gazette) -> Extract:
    """Read the rows of ``plan_totals`` that tables of indicators give."""
    figures, problems, read = indicator_figures(gazette)
    rows: list[Record] = []
    for one in figures:
        unit = area_unit(one.unit)
        if one.value is None or not one.unit:
            continue
        rows.append(
            {
                "document": one.document,
                "line": one.line,
                "column": one.column,
                "scope": one.place or one.document,
            }
            | {"item": one.item, "origin": "table", "printed": one.printed, "quantity": one.value}
            | {"unit": one.unit, "wan_mu": in_wan_mu(one.value, unit) if unit else None}
        )
    return Extract({"plan_totals": rows}, problems, read)


def indicator_sums(figures: Sequence[Indicator]) -> Iterator[tuple[Indicator, tuple[Indicator, ...]]]:
    """Yield each figure that has parts below it in the outline, with them, where that adds up in most columns.

    An indicator with a single part below it (其中) states no sum.
    """
    by_place = {(one.table, one.path, one.column): one for one in figures}
    parents = dict.fromkeys((one.table, one.path) for one in figures)
    for table, path in parents:
        children = [own for other, own in parents if other == table and own[:-1] == path]
        if len(children) < 2:
            continue
        sums = []
        for one in (one for one in figures if (one.table, one.path) == (table, path)):
            parts = [by_place.get((table, child, one.column)) for child in children]
            there = tuple(part for part in parts if part is not None)
            if there:
                sums.append((one, there))
        holds = sum(
            one.value is not None and one.value == sum(part.value or 0 for part in parts)
            for one, parts in sums
        )
        if holds * 2 >= len(sums):
            yield from sums
