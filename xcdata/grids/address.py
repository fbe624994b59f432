"""Addresses of cells, as spreadsheets write them.

In: rows and columns counted from 1. Out: ``AB8``, ``$AB$8``, ``C3:C9``; and back. Not from ``openpyxl.utils``: importing that
takes a tenth of a second, which is most of what a small audit costs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

Place = tuple[int, int]
"""Row and column, from 1."""

A1 = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
NAME = re.compile(r"[^\W\d][\w.]*")


@cache
def column_letters(column: int) -> str:
    """Return a column's letters.

    Examples
    --------
    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def address(place: Place, *, fixed: bool = False) -> str:
    """Return a cell's address, fixed by ``$`` if asked.

    Examples
    --------
    >>> address((8, 28)), address((8, 28), fixed=True)
    ('AB8', '$AB$8')
    """
    row, column = place
    return f"${column_letters(column)}${row}" if fixed else f"{column_letters(column)}{row}"


def span(first: Place, last: Place, *, fixed: bool = False) -> str:
    """Return the address of a range."""
    return f"{address(first, fixed=fixed)}:{address(last, fixed=fixed)}"


def on_sheet(sheet: str, cells: str) -> str:
    """Return an address with its sheet.

    Examples
    --------
    >>> on_sheet("成员", "C3"), on_sheet("我的!?", "C:C")
    ('成员!C3', "'我的!?'!C:C")
    """
    return f"{in_quotes(sheet)}!{cells}"


def in_quotes(sheet: str) -> str:
    """Return a sheet's name, in quotes where it would be taken for something else, as spreadsheets do."""
    quoted = sheet.replace("'", "''")
    return sheet if NAME.fullmatch(sheet) and not A1.fullmatch(sheet) else f"'{quoted}'"


def place_of(cell: str) -> Place:
    """Return the row and the column of an address, fixed or not.

    Examples
    --------
    >>> place_of("$AB$8")
    (8, 28)
    """
    match = A1.fullmatch(cell)
    if match is None:
        raise ValueError(f"no address: {cell!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def blocks(places: Iterable[Place]) -> list[str]:
    """Return the addresses of some cells, those side by side as a range, and equal ranges of neighbouring rows as one.

    Examples
    --------
    >>> blocks([(7, 2), (7, 3), (8, 2), (8, 3), (9, 5)])
    ['B7:C8', 'E9']
    """
    of_rows: dict[int, list[int]] = defaultdict(list)
    for row, column in places:
        of_rows[row].append(column)
    of_columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for row, columns in of_rows.items():
        for ends in runs(columns):
            of_columns[ends].append(row)
    found = sorted(
        ((top, left), (bottom, right))
        for (left, right), rows in of_columns.items()
        for top, bottom in runs(rows)
    )
    return [span(first, last) if first != last else address(first) for first, last in found]


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of consecutive numbers, in order.

    Examples
    --------
    >>> runs((577, 665, 663, 664))
    [(577, 577), (663, 665)]
    """
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
