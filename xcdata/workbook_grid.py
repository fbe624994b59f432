"""A sheet of any workbook → rows of values, those that were saved for formulas included.

In: a workbook's bytes. Out: the sheet's name, the other sheets', and its rows. A formula for which no value was saved raises
an :class:`~xcdata.problems.InputError` that names its cell: it is not computed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.worksheet import Worksheet

from xcdata.plan_layout import address
from xcdata.source import unusable
from xcdata.workbook_file import damaged, sheets_of

Values = tuple[object, ...]


def sheet_rows(
    path: Path, content: bytes, sheet: str | None
) -> tuple[str, tuple[str, ...], Iterator[Values]]:
    """Return a sheet's name, the names of the other sheets that hold anything, and its rows.

    Parameters
    ----------
    path : Path
    content : bytes
    sheet : str or None
        The first that holds anything, where it is not named.
    """
    saved = sheets_of(path, content, saved=True, read_only=True)
    filled = [name for name, one in saved.items() if any_value(path, one)]
    if sheet is None and not filled:
        raise unusable(path, "a table", "a workbook without any value", "Give the one that holds the table.")
    if sheet is not None and sheet not in saved:
        names = ", ".join(f"'{name}'" for name in saved)
        raise unusable(path, f"a sheet named '{sheet}'", names or "none", "Name one of them.")
    name = sheet or filled[0]
    formulas = sheets_of(path, content, read_only=True)[name]
    others = tuple(other for other in filled if other != name)
    return name, others, valued(path, saved[name], formulas)


def any_value(path: Path, sheet: Worksheet) -> bool:
    """Whether a sheet holds anything."""
    return any(cell.value is not None for row in cells_of(path, sheet) for cell in row)


def valued(path: Path, saved: Worksheet, formulas: Worksheet) -> Iterator[Values]:
    """Yield the rows of saved values; a formula without one is refused, with its address."""
    rows = zip(cells_of(path, saved), cells_of(path, formulas), strict=False)
    for r, (values, contents) in enumerate(rows, 1):
        for c, (value, content) in enumerate(zip(values, contents, strict=False), 1):
            # A formula that yields an empty text has that saved, and is told by the type of the cell.
            if content.data_type == "f" and value.value is None and value.data_type != "str":
                text = getattr(content.value, "text", content.value)
                found = f"the formula {text} in {saved.title}!{address((r, c))} without a saved value"
                advice = (
                    "Open the file in Excel, WPS or LibreOffice and save it there: that saves the values."
                )
                raise unusable(path, "a saved value for every formula", found, advice)
        yield tuple(cell.value for cell in values)


def cells_of(path: Path, sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
    """Yield a sheet's rows of cells as they are in the file, whatever size it says it has."""
    try:
        cast(ReadOnlyWorksheet, sheet).reset_dimensions()
        yield from sheet.iter_rows()
    except Exception as error:
        raise damaged(path, error) from None
