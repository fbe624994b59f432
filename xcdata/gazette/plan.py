"""The afforestation plan table 许昌市…年度营造林计划明细表.

In: the gazette. Out: a :class:`PlanTable` of cells, each with its line, its column and its text as printed; from it the
rows of ``plan`` (tasks) and ``plan_totals`` (printed totals).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xcdata.errors import LegacyProblem, Problem
from xcdata.gazette.counties import AREAS
from xcdata.gazette.documents import Document, Extract, Gazette
from xcdata.gazette.passage import Line
from xcdata.gazette.plan_header import COLUMNS, PlanColumn, printed_cells, read_header
from xcdata.gazette.quantities import chinese_numeral, parse_number

TITLE = "营造林计划明细表"
WHERE = "plan table"
WIDTH = len(COLUMNS) + 1
CITY = "许昌市"

NOTE = re.compile(r"(?P<number>\d+(?:\.\d+)?|[一二三四五六七八九十]+(?=大类))(?P<unit>大类|个项目|亩)")


@dataclass(frozen=True, slots=True)
class PlanCell:
    """A cell of the table; a blank one (no task) has empty text and the value 0."""

    area: str
    column: PlanColumn
    line: int
    printed: str
    value: Decimal

    @property
    def key(self) -> str:
        """Its name in ledgers and findings."""
        return plan_key(self.area, self.column)


def plan_key(area: str, column: PlanColumn) -> str:
    """Return the key of a figure of the table in ledgers and findings."""
    return f"plan/{area}/{column.path}"


@dataclass(frozen=True, slots=True)
class NoteFigure:
    """A figure of the note that stands in the place of cells (六大类, 156个项目, 3009.1亩)."""

    area: str
    line: int
    column: int
    item: str
    printed: str
    value: Decimal
    unit: str

    @property
    def key(self) -> str:
        """Its name in ledgers and findings."""
        return f"plan/{self.area}/{self.item}"


@dataclass(frozen=True, slots=True)
class PlanTable:
    """The table as printed: its cells row by row, its notes, and the header's labels that stand beside their place."""

    document: Document | None
    cells: tuple[PlanCell, ...]
    notes: tuple[NoteFigure, ...]
    displaced: tuple[tuple[int, str, int, int], ...]
    problems: tuple[Problem, ...]


def find_document(gazette: Gazette) -> Document | None:
    """Return the document that holds the plan table."""
    return next((one for one in gazette.documents if any(TITLE in line.text for line in one.lines)), None)


def read_table(gazette: Gazette) -> PlanTable:
    """Find the plan table and read its cells; whatever cannot be read becomes a problem."""
    document = find_document(gazette)
    rows = [line for line in document.lines if "\t" in line.text] if document else []
    start = next((n for n, line in enumerate(rows) if line.text.split("\t")[0].strip() == "单位"), None)
    if document is None or start is None:
        found = f"no row '单位 总计 …' under {TITLE}" if document else f"no document with {TITLE}"
        advice = "Give the whole text of the gazette, the table's cells separated by tabs."
        return PlanTable(document, (), (), (), (LegacyProblem(WHERE, None, "the plan table", found, advice),))
    body = next((n for n, line in enumerate(rows) if n > start and printed_cells(line)[0]), len(rows))
    displaced, problems = read_header(rows[start:body])
    cells: list[PlanCell] = []
    notes: list[NoteFigure] = []
    for line in rows[body:]:
        new_cells, new_notes, new_problems = read_row(line)
        cells += new_cells
        notes += new_notes
        problems += new_problems
    problems += row_problems(rows[body:], rows[start].number)
    return PlanTable(document, tuple(cells), tuple(notes), tuple(displaced), tuple(problems))


def read_row(line: Line) -> tuple[list[PlanCell], list[NoteFigure], list[Problem]]:
    """Read one row of figures, or the row of an area that has a total and a note."""
    area, *texts = printed_cells(line)
    shown = line.text[:30].replace("\t", " ")
    if area not in (CITY, *AREAS):
        known = " ".join((CITY, *AREAS))
        return (
            [],
            [],
            [LegacyProblem(WHERE, line.number, f"one of {known}", f"'{area}'", "Mend the area's name.")],
        )
    if len(texts) + 1 != WIDTH:
        found = f"{len(texts) + 1}: '{shown}…'"
        advice = "Add or remove a tab; a cell without a task stays as an empty cell."
        return [], [], [LegacyProblem(WHERE, line.number, f"{WIDTH} cells", found, advice)]
    if texts[0] and not any(texts[1:]):
        advice = "Restore the row's figures or its note."
        return (
            [],
            [],
            [
                LegacyProblem(
                    WHERE, line.number, "figures beside the total, or a note", f"none: '{shown}'", advice
                )
            ],
        )
    note = texts[1] if NOTE.search(texts[1]) and not any(texts[2:]) else ""
    cells: list[PlanCell] = []
    problems: list[Problem] = []
    for column, text in zip(COLUMNS[:1] if note else COLUMNS, texts, strict=False):
        try:
            cells.append(
                PlanCell(area, column, line.number, text, parse_number(text) if text else Decimal(0))
            )
        except ValueError:
            where = f"{WHERE}, {area}, {column.path}"
            advice = "Write the figure in plain digits, or leave the cell empty where there is no task."
            problems.append(
                LegacyProblem(where, line.number, "a number or an empty cell", repr(text), advice)
            )
    notes = list(read_note(area, line, note))
    if note and not any(figure.unit == "亩" for figure in notes):
        expected, advice = "a note with the area, such as '绿化面积3009.1亩'", "Mend the figure of the note."
        problems.append(LegacyProblem(f"{WHERE}, {area}", line.number, expected, f"'{note}'", advice))
    return cells, notes, problems


def read_note(area: str, line: Line, note: str) -> Iterator[NoteFigure]:
    """Yield the figures of a note."""
    items = {"大类": "大类", "个项目": "项目", "亩": "绿化面积"}
    for match in NOTE.finditer(note):
        number, unit = match["number"], match["unit"]
        try:
            value = parse_number(number) if number[0].isdigit() else Decimal(chinese_numeral(number))
        except ValueError:
            continue
        yield NoteFigure(area, line.number, 3, items[unit], match[0], value, unit.removesuffix("项目"))


def row_problems(rows: Sequence[Line], line: int) -> Iterator[Problem]:
    """Yield a problem for each area that has no row, or more than one."""
    names = Counter(printed_cells(row)[0] for row in rows)
    for area in (CITY, *AREAS):
        if names[area] != 1:
            advice = "Restore the row." if not names[area] else "Remove the row that does not belong."
            yield LegacyProblem(WHERE, line, f"one row for {area}", f"{names[area]}", advice)


def read_plan(gazette: Gazette) -> Extract:
    """Read the rows of ``plan`` and the table's part of ``plan_totals``."""
    table = read_table(gazette)
    if table.document is None:
        return Extract({"plan": [], "plan_totals": []}, list(table.problems))
    whole = {note.area for note in table.notes}
    plan, totals = [], []
    for cell in table.cells:
        base: dict[str, object] = {
            "document": table.document.id,
            "line": cell.line,
            "column": cell.column.number,
            "printed": cell.printed,
            "wan_mu": cell.value,
        }
        if not cell.printed:
            continue
        if cell.area in whole:
            task: tuple[str, str, str | None] = (f"{cell.area}绿化", f"{cell.area}绿化", None)
        elif cell.area == CITY or cell.column.is_total:
            totals.append(
                base
                | {"scope": cell.area, "item": cell.column.path, "origin": "table"}
                | {"quantity": cell.value, "unit": "万亩"}
            )
            continue
        else:
            task = cell.column.task
        group, programme, operation = task
        plan.append(
            base
            | {"county": cell.area, "group": group, "programme": programme, "operation": operation}
            | {"hectares": (cell.value * 10_000 / 15).quantize(Decimal("0.01"))}
        )
    for note in table.notes:
        totals.append(
            {"document": table.document.id, "line": note.line, "column": note.column, "scope": note.area}
            | {"item": note.item, "origin": "table", "printed": note.printed, "quantity": note.value}
            | {"unit": note.unit, "wan_mu": note.value / 10_000 if note.unit == "亩" else None}
        )
    return Extract({"plan": plan, "plan_totals": totals}, list(table.problems))
