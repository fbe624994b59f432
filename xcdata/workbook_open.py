"""Open the plan's sheet of a workbook that somebody edited, or say at once why it cannot be used.

In: a path. Out: the sheet as openpyxl reads it: with its formulas and, when needed, the values that were saved for them. A
file that is no such workbook, is too large, or whose sheet was rearranged raises one
:class:`~xcdata.problems.InputError` with all that is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from xcdata.labels import LANGUAGES, label
from xcdata.plan_layout import (
    HEADER_ROW,
    LAST_COLUMN,
    NOTED,
    PRINTED,
    PRINTED_ROW,
    ROWS,
    TOTALS,
    Place,
    address,
    header_cells,
    span,
    total_name,
)
from xcdata.problems import InputError, Problem
from xcdata.source import unusable
from xcdata.workbook_file import sheets_of, workbook_bytes

AS_WRITTEN = "Undo it, or copy the figures into a fresh template."


@dataclass(frozen=True)
class PlanSheet:
    """The plan's sheet with its formulas, and the file that it stands in."""

    formulas: Worksheet
    content: bytes
    path: Path

    @cached_property
    def saved(self) -> Worksheet:
        """The sheet with the values that were saved for its formulas, read when one is needed."""
        return sheets_of(self.path, self.content, saved=True)[self.formulas.title]


def open_plan_sheet(path: Path) -> PlanSheet:
    """Open a workbook's plan sheet.

    Raises
    ------
    InputError
        A file that cannot be read, is no ``.xlsx``, is protected by a password, damaged or too large; a workbook without the
        plan's sheet; a sheet with a moved header, or with merged or hidden rows or columns in the table.
    """
    content = workbook_bytes(path)
    sheets = sheets_of(path, content)
    names = [label("sheet", "plan", lang) for lang in LANGUAGES]
    sheet = next((sheets[name] for name in names if name in sheets), None)
    if sheet is None:
        wanted, found = (", ".join(f"'{one}'" for one in listed) for listed in (names, sheets))
        raise unusable(
            path, f"a sheet of one of the names {wanted}", found or "none", "Give the sheet its name back."
        )
    if problems := [*label_problems(sheet), *shape_problems(sheet)]:
        raise InputError(problems)
    return PlanSheet(sheet, content, path)


def where(sheet: Worksheet) -> str:
    """Return what problems call the sheet."""
    return f"sheet '{sheet.title}'"


def expected_labels() -> dict[Place, set[str]]:
    """Return every label that tells where the figures are, with its cell."""
    head = {first: {text} for text, first, _ in header_cells()}
    printed = {(HEADER_ROW + 1, PRINTED[column.number]): {total_name(column)} for column in TOTALS}
    areas = {(row, 1): {area} for area, row in ROWS.items()}
    last = {(PRINTED_ROW, 1): {label("workbook", "printed_row", lang) for lang in LANGUAGES}}
    return head | printed | areas | last


def label_problems(sheet: Worksheet) -> Iterator[Problem]:
    """Yield a problem for each label that is not in its place."""
    for place, texts in expected_labels().items():
        found = re.sub(r"\s", "", str(sheet.cell(*place).value or ""))
        if found not in texts:
            expected = " or ".join(f"'{text}'" for text in sorted(texts))
            told = f"'{found}'" if found else "an empty cell"
            yield Problem(f"{where(sheet)}, cell {address(place)}", None, expected, told, AS_WRITTEN)


def shape_problems(sheet: Worksheet) -> Iterator[Problem]:
    """Yield a problem for merged cells among the figures, figures in the note's place, hidden rows and columns."""
    first, last = min(ROWS.values()), PRINTED_ROW
    note = span((ROWS[NOTED], 3), (ROWS[NOTED], LAST_COLUMN))
    width = max(PRINTED.values())
    for merged in sheet.merged_cells.ranges:
        if (
            merged.min_row <= last
            and merged.max_row >= first
            and merged.min_col <= width
            and merged.coord != note
        ):
            yield Problem(
                where(sheet), None, "figures in cells of their own", f"{merged.coord} merged", AS_WRITTEN
            )
    for column in range(3, LAST_COLUMN + 1):
        content = sheet.cell(ROWS[NOTED], column).value
        if content is not None and (column > 3 or not isinstance(content, str)):
            place = f"{where(sheet)}, cell {address((ROWS[NOTED], column))}"
            expected = f"nothing but a note in C{ROWS[NOTED]}: {NOTED} has a total and no tasks"
            yield Problem(place, None, expected, f"'{content}'", AS_WRITTEN)
    for row in range(HEADER_ROW, last + 1):
        height = sheet.row_dimensions[row].height
        if sheet.row_dimensions[row].hidden or height == 0:
            yield Problem(
                where(sheet), row, "a row that is shown", "a hidden row", "Show it, or clear the filter."
            )
    for letters, columns in sheet.column_dimensions.items():
        if columns.hidden and (columns.min or 1) <= width:
            yield Problem(
                where(sheet), None, "columns that are shown", f"column {letters} hidden", "Show it."
            )
