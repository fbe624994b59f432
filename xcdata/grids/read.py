"""Any file with a table in it → grids of cells.

In: a path to a .csv, .tsv, .xlsx, .ods, .xls, .txt or .md file, a frame, or rows of cells. Out: a :class:`Source` with one :class:`Grid`
a table, every cell a text. Encoding and delimiter are found out. What holds no table, is damaged, or has more than
:data:`MOST_CELLS` cells raises one :class:`~xcdata.errors.InputError`.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from itertools import groupby
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard, cast

from xcdata.files import decode, read_bytes, sha256, unusable
from xcdata.grids.numerals import read_numeral
from xcdata.grids.workbook import (
    COPY,
    MOST_PACKED,
    find_sheet,
    is_workbook,
    open_workbook,
    refuse_uncalculated,
    sheet_rows,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_CELLS = 50_000
"""Cells of a table's rectangle, blank ones included; rules in one of that size are found in some ten seconds."""

MOST_ROWS = 200_000
LONGEST_CELL = 32_767
"""Characters, as in Excel."""

UNCLOSED = "Look for a quotation mark that is not closed."
SAMPLE = 50_000
"""Characters from which the delimiter is found."""

DELIMITERS = "\t;|,"
"""In the order in which ties are settled: a comma may also stand inside a number."""

MARKDOWN_RULE = re.compile(r"\|?(\s*:?-+:?\s*\|)+(\s*:?-+:?\s*)?")
Rows = list[list[str]]


@dataclass(frozen=True)
class Grid:
    """One table.

    Attributes
    ----------
    rows : list of list of str
        Its cells; rows may differ in length.
    first : int
        The rows of the source above it, so that ``first + row + 1`` is a row's line of the file or row of the sheet.
    """

    rows: Rows
    first: int = 0


@dataclass(frozen=True)
class Source:
    """What was read.

    Attributes
    ----------
    name, sha256 : str
    grids : tuple of Grid
    sheet : str or None
        The sheet of a workbook that was read.
    others : tuple of str
        The sheets with something in them that were not.
    """

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    sheet: str | None = None
    others: tuple[str, ...] = ()


def read_source(
    table: str | PathLike[str] | pd.DataFrame | Sequence[Sequence[object]], sheet: str | None = None
) -> Source:
    """Read the tables of a file, of a frame, or of rows at hand.

    Parameters
    ----------
    table : path-like, DataFrame, or sequence of rows
        Of a frame the column names become header rows, and a named index becomes columns of labels.
    sheet : str, optional
        Of a workbook; by default the first that holds anything.

    Raises
    ------
    InputError
        What cannot be read, holds no table with figures in it, or has too many cells.
    """
    if isinstance(table, str | PathLike):
        source = read_file(Path(table), sheet)
    else:
        where = Path("DataFrame" if is_frame(table) else "table")
        rows = frame_rows(table) if is_frame(table) else cast("Sequence[Sequence[object]]", table)
        grid = bounded(([cell_text(cell) for cell in row] for row in rows), where)
        digest = sha256("\n".join("\t".join(row) for row in grid).encode("utf-8", "surrogatepass"))
        source = Source(where.name, digest, (Grid(grid),))
    if not any(figures(grid.rows) > 2 for grid in source.grids):
        where, found = Path(source.name), "fewer than three figures in cells of their own"
        advice = (
            "Give a .csv, .tsv, .xlsx, .ods or .xls file, or a text with Markdown or tab-separated tables."
        )
        raise unusable(where, "a table of figures", found, advice)
    return source


def read_file(path: Path, sheet: str | None) -> Source:
    """Read the tables of a file, whatever its name says it is."""
    content = read_bytes(path, MOST_PACKED)
    if not content.strip():
        raise unusable(path, "a table", "an empty file", "Give the file that holds the table.")
    # Other programs' tables in text go by the name .xls, too.
    if is_workbook(content) or path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        workbook = open_workbook(path, content)
        number = find_sheet(workbook, sheet)
        refuse_uncalculated(workbook, number)
        rows = ([cell_text(cell) for cell in row] for row in sheet_rows(workbook, number))
        name = workbook.names[number]
        others = tuple(other for other in workbook.filled if other != name)
        return Source(path.name, sha256(content), (Grid(bounded(rows, path)),), name, others)
    if sheet is not None:
        raise unusable(path, "a workbook to take a sheet from", "a text file", "Leave '--sheet' out.")
    text = decode(content, path).replace("\r\n", "\n").replace("\r", "\n")
    grids = list(tables_in(text, path)) if path.suffix.lower() not in (".csv", ".tsv") else []
    return Source(path.name, sha256(content), tuple(grids) or (Grid(delimited(text, path)),))


def delimited(text: str, path: Path) -> Rows:
    """Split a delimited text by the character that lays bare the most figures."""

    def found(delimiter: str) -> int:
        return figures(csv.reader(StringIO(text[:SAMPLE]), delimiter=delimiter))

    try:
        delimiter = max(DELIMITERS, key=found)
        return bounded(csv.reader(StringIO(text), delimiter=delimiter), path)
    except csv.Error as error:
        raise unusable(path, "a table of delimited cells", str(error), UNCLOSED) from None


def tables_in(text: str, path: Path) -> Iterator[Grid]:
    """Yield the Markdown and the tab-separated tables of a text."""
    lines = enumerate(text.split("\n"))
    for style, run in groupby(lines, key=lambda numbered: style_of(numbered[1])):
        block = list(run)
        if style:
            rows = bounded((split_cells(line, style) for _, line in block), path)
            if figures(rows) > 2:
                yield Grid(rows, block[0][0])


def style_of(line: str) -> str:
    """Return what separates the cells of a line of text: a tab, a bar, or nothing."""
    if "\t" in line.strip():
        return "\t"
    bars = line.count("|")
    return "|" if bars > 1 or (bars and MARKDOWN_RULE.fullmatch(line.strip())) else ""


def split_cells(line: str, style: str) -> list[str]:
    """Split a line of a table in a text; the rule below a Markdown header is a row of blanks."""
    if style == "\t":
        return line.split("\t")
    line = line.strip()
    if MARKDOWN_RULE.fullmatch(line):
        return []
    inner = line.removeprefix("|").removesuffix("|")
    return [cell.strip().strip("*").replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def is_frame(table: object) -> TypeGuard[pd.DataFrame]:
    """Whether a table is a frame; whoever has one has imported pandas, which takes longer than a small audit."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(table, pandas.DataFrame)


def frame_rows(frame: pd.DataFrame) -> Iterator[Sequence[object]]:
    """Yield a frame's names of columns as header rows, then its rows, a named index before them."""
    if any(name is not None for name in frame.index.names):
        frame = frame.reset_index(allow_duplicates=True)
    for level in range(frame.columns.nlevels):
        yield list(frame.columns.get_level_values(level))
    yield from frame.itertuples(index=False, name=None)


def cell_text(cell: object) -> str:
    """Return a cell's content as text, as a spreadsheet shows it: numbers to the 15 digits that it keeps."""
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case Decimal() if cell.is_finite():
            return f"{cell:f}"
        case Integral():
            return str(int(cell))
        case Real() if Decimal(float(cell)).is_finite():
            return f"{Decimal(f'{float(cell):.15g}'):f}"
        case timedelta() if not is_missing(cell):
            minutes, seconds = divmod(round(cell.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return "" if is_missing(cell) else str(cell)


def is_missing(cell: object) -> bool:
    """Whether a cell is a blank, a NaN, or what pandas has for one; comparing ``pandas.NA`` would raise."""
    return cell is None or cell is getattr(sys.modules.get("pandas"), "NA", None) or cell != cell


def bounded(rows: Iterable[list[str]], path: Path) -> Rows:
    """Return rows without blank cells at their ends, and raise where there are too many of them."""
    grid: Rows = []
    width = height = 0
    for number, row in enumerate(rows, 1):
        if (longest := max(map(len, row), default=0)) > LONGEST_CELL:
            found = f"one of {longest:,}"
            raise unusable(path, f"cells of at most {LONGEST_CELL:,} characters", found, UNCLOSED, number)
        filled = next((end for end in range(len(row), 0, -1) if row[end - 1].strip()), 0)
        grid.append(row[:filled])
        if filled:
            width, height = max(width, filled), number
        if width * height > MOST_CELLS or number > MOST_ROWS:
            found = f"{number:,} rows × {width:,} columns, or more"
            raise unusable(path, f"a table of at most {MOST_CELLS:,} cells", found, COPY)
    return grid[:height]


def figures(rows: Iterable[Sequence[str]]) -> int:
    """Count the cells that hold a number in one notation or the other."""
    return sum(
        any(isinstance(read_numeral(cell, mark), Decimal) for mark in ".,")
        for row in rows
        for cell in row
        if len(cell) < 60 and any(character.isdigit() for character in cell)
    )
