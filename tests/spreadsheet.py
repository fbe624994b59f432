"""Rows and columns put in and taken out as a spreadsheet does it: formulas, merged cells and what is below or beside move along."""

from __future__ import annotations

import re

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

REFERENCE = re.compile(
    r"(?:(?P<sheet>'[^']+'|[^\W\d]\w*)!)?\$?(?P<first>[A-Z]{1,2}\$?\d+)(?::\$?(?P<last>[A-Z]{1,2}\$?\d+))?(?![\w(])"
)


def insert(book: Workbook, name: str, *, row: int = 0, column: int = 0) -> None:
    """Put in a blank row, or a blank column."""
    move(book, name, row, column, 1)


def delete(book: Workbook, name: str, *, row: int = 0, column: int = 0) -> None:
    """Take out a row, or a column."""
    move(book, name, row, column, -1)


def move(book: Workbook, name: str, row: int, column: int, step: int) -> None:
    sheet, at = book[name], row or column
    merged = [one.coord for one in sheet.merged_cells.ranges]
    for coord in merged:
        sheet.unmerge_cells(coord)
    if row:
        (sheet.insert_rows if step == 1 else sheet.delete_rows)(row)
    else:
        (sheet.insert_cols if step == 1 else sheet.delete_cols)(column)
    for coord in merged:
        if (now := shifted(coord, at, bool(row), step)) != "#REF!" and ":" in now:
            sheet.merge_cells(now)
    for other in book.worksheets:
        for cell in (cell for line in other.iter_rows() for cell in line):
            if isinstance(cell.value, str) and cell.value.startswith("="):

                def moved(match: re.Match[str], own: str = other.title) -> str:
                    if (match["sheet"] or own).strip("'") != name:
                        return match[0]
                    coord = ":".join(filter(None, (match["first"], match["last"])))
                    prefix = f"{match['sheet']}!" if match["sheet"] else ""
                    return prefix + shifted(coord.replace("$", ""), at, bool(row), step)

                cell.value = REFERENCE.sub(moved, cell.value)


def shifted(coord: str, at: int, of_rows: bool, step: int) -> str:
    """Return where a cell or a range is afterwards."""
    left, top, right, bottom = range_boundaries(coord)
    first, last = (top, bottom) if of_rows else (left, right)
    if step == 1:
        first, last = first + (first >= at), last + (last >= at)
    else:
        first, last = first - (first > at), last - (last >= at)
    if first > last:
        return "#REF!"
    (top, bottom) = (first, last) if of_rows else (top, bottom)
    (left, right) = (left, right) if of_rows else (first, last)
    ends = f"{get_column_letter(left)}{top}", f"{get_column_letter(right)}{bottom}"
    return ":".join(dict.fromkeys(ends)) if ":" not in coord or ends[0] == ends[1] else ":".join(ends)
