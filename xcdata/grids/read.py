"""Any file with a table in it → grids of cells.

In: a path to a .csv, .tsv, .xlsx, .ods, .xls, .txt or .md file, a frame, or rows of cells. Out: a :class:`Source` with one :class:`Grid`
a table, every cell a text as it is printed. Encoding and delimiter are found out. What holds no table, is damaged, or has more than
:data:`~xcdata.grids.bounds.MOST_CELLS` cells raises one :class:`~xcdata.errors.InputError`; of a workbook one such sheet is told.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar, cast

from xcdata.errors import InputError, Problem
from xcdata.files import decode, read_bytes, sha256, unusable
from xcdata.grids.address import Place
from xcdata.grids.bounds import Rows, bounded, holds_table
from xcdata.grids.formats import STEP, printed
from xcdata.grids.survey import Survey
from xcdata.grids.texts import tables_of
from xcdata.grids.workbook import (
    MOST_LAID_OUT,
    Workbook,
    find_sheets,
    is_workbook,
    open_workbook,
    refuse_uncalculated,
    sheet_rows,
)

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES = 32_000_000
"""Of a file: some thirty for each cell."""

MOST_UNPACKED = 160_000_000
"""Of the parts of a workbook that are read; a million cells with figures take a quarter of it."""

UNSEEN = {"xlsx": (), "ods": ("formats",), "xls": ("formulas", "formats", "hidden")}
"""What a kind of workbook is not asked for."""

REFERENCE = re.compile(r"\[(?:\$?('(?:[^']|'')*'|[^\].]*))?\.([^\]:]+)(?::(?:\$?[^\].]*)?\.([^\]]+))?\]")
"""A cell or a range in a formula of .ods."""

NO_NUMBERS = ("nan", "inf")

PAGE = re.compile(r"\s*<(!doctype|html|head|body|table|\?xml)\b", re.IGNORECASE)
"""How a text begins that is no table, but has one with marks around its cells; offices save such files as .xls, too."""

T = TypeVar("T")
Cell = tuple[int, int]
"""Row and column, from 0."""


@dataclass(frozen=True)
class Grid:
    """One table.

    Attributes
    ----------
    rows : list of list of str
        Its cells, numbers of a workbook as their format prints them, labels indented by two spaces a step; rows may differ in length.
    first : int
        The rows of the source above it, so that ``first + row + 1`` is a row's line of the file or row of the sheet.
    sheet : str or None
        The sheet of a workbook that it is. Only such a grid has any of what follows; cells are (row, column) from 0.
    hidden : bool
        Whether the sheet is.
    formulas : mapping of cell to str
        ``=SUM(B2:B9)``.
    stored : mapping of cell to str
        The figures that are printed to fewer places than they have, with all of them, in the unit that is printed (``33.33%``).
    merged : tuple of (cell, cell)
        First and last cells.
    hidden_rows, hidden_columns : frozenset of int
    """

    rows: Rows
    first: int = 0
    sheet: str | None = None
    hidden: bool = False
    formulas: Mapping[Cell, str] = field(default_factory=dict)
    stored: Mapping[Cell, str] = field(default_factory=dict)
    merged: tuple[tuple[Cell, Cell], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Source:
    """What was read.

    Attributes
    ----------
    name, sha256 : str
    grids : tuple of Grid
        Those with figures in them.
    sheet : str or None
        The sheet of a workbook that was read, if it is one.
    others : tuple of str
        The sheets with something in them that were not looked at, as another was asked for.
    blank : tuple of str
        The sheets without a table of figures.
    unread : mapping of str to Problem
        The sheets that could not be read, and why.
    unseen : tuple of str
        What of a workbook of this kind is not looked for: ``formulas``, ``formats``, ``hidden`` (rows and columns).
    """

    name: str
    sha256: str
    grids: tuple[Grid, ...]
    sheet: str | None = None
    others: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    unread: Mapping[str, Problem] = field(default_factory=dict)
    unseen: tuple[str, ...] = ()


def read_source(
    table: str | PathLike[str] | pd.DataFrame | pd.Series[Any] | Sequence[Sequence[object]],
    sheet: str | None = None,
) -> Source:
    """Read the tables of a file, of a frame, or of rows at hand.

    Parameters
    ----------
    table : path-like, DataFrame, Series, or sequence of rows
        Of a frame the column names become header rows, and the index, unless it only numbers the rows, becomes columns of labels.
    sheet : str, optional
        Of a workbook, outer spaces aside; by default all are read.

    Raises
    ------
    InputError
        What cannot be read, holds no table with figures in it, or has too many cells.
    """
    if isinstance(table, str | PathLike):
        return source_of(read_bytes(Path(table), MOST_BYTES), Path(table), sheet)
    table = as_frame(table)
    where = Path("DataFrame" if is_frame(table) else "table")
    rows = frame_rows(table) if is_frame(table) else cast("Sequence[Sequence[object]]", table)
    grid = bounded(([cell_text(cell) for cell in row] for row in rows), where)
    digest = sha256("\n".join("\t".join(row) for row in grid).encode("utf-8", "surrogatepass"))
    return with_table(Source(where.name, digest, (Grid(grid),)))


def source_of(content: bytes, path: Path, sheet: str | None = None) -> Source:
    """Read the tables of a file's content; the path only names it.

    Raises
    ------
    InputError
        As :func:`read_source`.
    """
    return with_table(read_file(content, path, sheet))


def with_table(source: Source) -> Source:
    """Return a source that has a table with figures in it.

    Raises
    ------
    InputError
        It has none.
    """
    if not any(holds_table(grid.rows) for grid in source.grids):
        raise unusable("no_table", Path(source.name))
    return source


def read_file(content: bytes, path: Path, sheet: str | None) -> Source:
    """Read the tables of a file, whatever its name says it is."""
    if not content.strip():
        raise unusable("empty_file", path)
    # Other programs' tables in text go by the name .xls, too.
    if is_workbook(content) or path.suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        return read_workbook(path, content, sheet)
    if sheet is not None:
        raise unusable("no_sheets_in_text", path)
    text = decode(content, path).replace("\r\n", "\n").replace("\r", "\n")
    if PAGE.match(text):
        raise unusable("page_for_table", path)
    return Source(
        path.name, sha256(content), tuple(Grid(rows, first) for first, rows in tables_of(text, path))
    )


def read_workbook(path: Path, content: bytes, sheet: str | None) -> Source:
    """Read the sheets of a workbook, or the one that is asked for.

    Raises
    ------
    InputError
        Nothing can be read, or not the sheet that is asked for.
    """
    workbook = open_workbook(path, content, MOST_UNPACKED)
    grids: list[Grid] = []
    blank: list[str] = []
    unread: dict[str, Problem] = {}
    wanted = find_sheets(workbook, sheet)
    room = MOST_LAID_OUT
    for number in wanted:
        name = workbook.names[number]
        try:
            refuse_uncalculated(workbook, number)
            grid = sheet_grid(workbook, number)
            cells = len(grid.rows) * max(map(len, grid.rows), default=0)
            if cells > room:
                raise unusable("sheets_too_large", path, f"{cells:,}", most=f"{MOST_LAID_OUT:,}")
        except InputError as error:
            unread[name] = replace(error.problems[0], where=f"{path}!{name}")
            continue
        room -= cells
        if holds_table(grid.rows):
            grids.append(grid)
        else:
            blank.append(name)
    if unread and not grids:
        raise InputError(unread.values())
    others = tuple(
        name for number, name in enumerate(workbook.names) if number not in wanted and name in workbook.filled
    )
    return Source(
        path.name,
        sha256(content),
        tuple(grids),
        grids[0].sheet if len(grids) == 1 else None,
        others,
        tuple(blank),
        unread,
        UNSEEN[workbook.kind],
    )


def sheet_grid(workbook: Workbook, number: int) -> Grid:
    """Read a sheet."""
    survey = workbook.surveys[number]
    stored: dict[Cell, str] = {}

    def texts() -> Iterator[list[str]]:
        for r, row in enumerate(sheet_rows(workbook, number)):
            cells = [value if isinstance(value, str) else cell_text(value) for value in row]
            for column, style in survey.styles.get(r + 1, {}).items():
                if column > len(row):
                    continue
                value, text = row[column - 1], cells[column - 1]
                if isinstance(value, float | int) and not isinstance(value, bool):
                    cells[column - 1], full = printed(text, style)
                    if full != cells[column - 1]:
                        stored[r, column - 1] = full
                elif isinstance(value, str) and value.strip():
                    cells[column - 1] = " " * (STEP * style.indent) + value
            yield cells

    rows = bounded(texts(), workbook.path)
    columns = (range(first - 1, min(last, survey.width)) for first, last in survey.hidden_columns)
    return Grid(
        rows,
        0,
        workbook.names[number],
        workbook.hidden[number],
        {cell_of(place): in_a1(formula) for place, formula in survey.formulas.items()},
        stored,
        tuple((cell_of(first), cell_of(last)) for first, last in survey.merged),
        frozenset(row - 1 for row in survey.hidden_rows if row <= survey.height),
        frozenset(column for several in columns for column in several),
    )


def cell_of(place: Place) -> Cell:
    """Return a place, counted from 0."""
    return place[0] - 1, place[1] - 1


def formulas_of(survey: Survey) -> dict[Place, str]:
    """Return the formulas of a sheet as Excel shows them, by where they stand."""
    return {place: f"={in_a1(text).lstrip('=')}" for place, text in survey.formulas.items()}


def in_a1(formula: str) -> str:
    """Return a formula of .ods as one of Excel's, which is left as it is.

    Examples
    --------
    >>> in_a1("of:=SUM([.B2:.B9];[$'a b'.C1])"), in_a1("=SUM(B2:B9)")
    ("=SUM(B2:B9,'a b'!C1)", '=SUM(B2:B9)')
    """
    if not formula.startswith("of:"):
        return formula

    def cell(match: re.Match[str]) -> str:
        sheet = f"{match[1]}!" if match[1] else ""
        return sheet + match[2] + (f":{match[3]}" if match[3] else "")

    parts = re.split(r'("[^"]*")', formula.removeprefix("of:"))
    return "".join(
        part if n % 2 else REFERENCE.sub(cell, part).replace(";", ",") for n, part in enumerate(parts)
    )


def is_frame(table: object) -> TypeGuard[pd.DataFrame]:
    """Whether a table is a frame; whoever has one has imported pandas, which takes longer than a small audit."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(table, pandas.DataFrame)


def as_frame(table: T) -> T | pd.DataFrame:
    """Return a series of pandas as the frame of one column that it is, and any other table as it is given."""
    pandas = sys.modules.get("pandas")
    if pandas is None or not isinstance(table, pandas.Series):
        return table
    return cast("pd.DataFrame", table.to_frame("" if table.name is None else table.name))


def frame_rows(frame: pd.DataFrame) -> Iterator[Sequence[object]]:
    """Yield a frame's names of columns as header rows, then its rows, each behind its labels."""
    labels = [at for at in range(frame.index.nlevels) if holds_labels(frame.index.get_level_values(at))]
    if labels:
        names = ["" if name is None else name for name in frame.index.names]
        frame = frame.reset_index(level=labels, names=names, allow_duplicates=True)
    for level in range(frame.columns.nlevels):
        yield list(frame.columns.get_level_values(level))
    if short := [at for at, dtype in enumerate(frame.dtypes) if is_short(dtype)]:
        frame = frame.copy(deep=False)
        for at in short:
            frame.isetitem(at, decimals(frame.iloc[:, at]))
    yield from frame.itertuples(index=False, name=None)


def holds_labels(index: pd.Index[Any]) -> bool:
    """Whether an index says what the rows are; numbers without a name are those that pandas gives rows, or leaves them when some are dropped."""
    return index.name is not None or getattr(index.dtype, "kind", "O") not in "biuf"


def is_short(dtype: object) -> bool:
    """Whether it is of floats with fewer bits than those of Python, which pandas gives in their place."""
    return getattr(dtype, "kind", "") == "f" and getattr(dtype, "itemsize", 8) < 8


def decimals(column: pd.Series[Any]) -> list[float]:
    """Return short floats as the decimals that they stand for and print: 0.15, not 0.15000000596."""
    cells = zip(column.array, column.isna(), strict=True)
    return [float("nan" if blank else str(value)) for value, blank in cells]


def cell_text(cell: object) -> str:
    """Return a cell's content as text, as a spreadsheet shows it: numbers to the 15 digits that it keeps."""
    if type(cell) is float and "e" not in (digits := f"{cell:.15g}") and digits.strip("-") not in NO_NUMBERS:
        return digits
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
