"""What the cells of a grid are read as.

In: the cells of a grid as text, in whatever number format its author used. Out: for every cell an exact ``Decimal`` or an
:class:`~xcdata.grids.numerals.Unread`, and what each column is to an audit. Which character is the decimal mark is found from a
column's cells together, and from the whole grid where a column does not say: ``1,234`` alone could be either. What numbers lines or
columns, and years that are names, are no figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import pairwise

from xcdata.grids.numerals import Reading, Unread, is_percent, read_numeral

_NUMBERING = re.compile(
    r"\W*(?:(?:行次|序[号號]|[编編][号號]|附?[注註]|[注註][释釋]|notes?|line no)\W*)+",
    re.IGNORECASE,
)

_COUNTED = re.compile(r"\W*(?:栏次|列次|行次|序[号號]|[编編][号號]|columns?|no)\W*", re.IGNORECASE)
"""Names of a row that counts the columns."""

_LETTER = re.compile(r"[^\W\d_]")

_STEMS = "甲乙丙丁"
"""How Chinese forms number the columns of names, before 1, 2, 3 for those of figures."""

_OF_UNITS = re.compile(r"[(（].*[)）]|单位.*|units?\b.*", re.IGNORECASE)
"""A text over a column that is no name of it."""

_MOST_NOTES = 1000
"""Notes and lines have numbers below it."""

_YEARS = re.compile(r"\W*(?:年份?|年度|年别|years?|fiscal year)\W*", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})[AEFP]?\*?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100


class Role(Enum):
    """What a column is to an audit."""

    FIGURES = "figures"
    SHARES = "shares"
    """Percentages, all of them."""
    YEARS = "years"
    """Under a header that says so: readable, but nothing to add up."""
    LABELS = "labels"
    NOTHING = "nothing"


def read_grid(grid: Sequence[Sequence[str]]) -> list[list[Reading]]:
    """Read every cell of a grid, each column in its own number format.

    Parameters
    ----------
    grid : sequence of sequence of str
        Rows, which may differ in length.

    Returns
    -------
    list of list of (Decimal or Unread)
        In the shape of `grid`. A row of figures that are years in order, or units beside words (``10,000 mu``), is a header where it
        is the first below what has no figures: they are ``TEXT``. A first row that only counts its columns (1, 2, 3, 4) has no
        figures, nor has a column that only counts its lines, or is said to hold the numbers of notes or lines: these are ``NOTHING``.
    """
    width = max(map(len, grid), default=0)
    columns: list[list[Reading]] = []
    votes: list[Counter[str]] = []
    for c in range(width):
        cells = [row[c] if c < len(row) else "" for row in grid]
        counts = Counter(cells)
        known = {text: read_numeral(text) for text in counts}
        columns.append([known[text] for text in cells])
        votes.append(_votes(known, counts))
    whole = _winner(sum(votes, Counter()), ".")
    for c, own in enumerate(votes):
        if _winner(own, whole) == ",":
            columns[c] = [read_numeral(row[c], ",") if c < len(row) else Unread.NOTHING for row in grid]
    for first, kind in [*_headers(grid, columns)]:
        for readings in columns:
            if isinstance(readings[first], Decimal):
                readings[first] = kind
    for number, readings in enumerate(columns):
        figures = [one for one in readings if isinstance(one, Decimal)]
        headed = _is_headed(_NUMBERING, grid, number, readings)
        if figures and (
            (_counts(figures) and (headed or _may_number(columns, number))) or (_small(figures) and headed)
        ):
            columns[number] = [Unread.NOTHING if isinstance(one, Decimal) else one for one in readings]
    return (
        [list(read[: len(row)]) for row, read in zip(grid, zip(*columns, strict=True), strict=True)]
        if width
        else [[] for _ in grid]
    )


def roles(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> tuple[Role, ...]:
    """Return what each column of a grid is to an audit.

    Parameters
    ----------
    grid : sequence of sequence of str
    readings : sequence of sequence of (Decimal or Unread)
        As of :func:`read_grid`.
    """
    found = []
    for column in range(max(map(len, grid), default=0)):
        cells = [
            (row[column], read[column]) for row, read in zip(grid, readings, strict=True) if column < len(row)
        ]
        figures = [text for text, read in cells if isinstance(read, Decimal)]
        if not figures:
            is_text = any(read is Unread.TEXT for _, read in cells)
            found.append(Role.LABELS if is_text else Role.NOTHING)
        elif all(map(is_percent, figures)):
            found.append(Role.SHARES)
        elif all(map(_is_year, figures)) and _is_headed(_YEARS, grid, column, [read for _, read in cells]):
            found.append(Role.YEARS)
        else:
            found.append(Role.FIGURES)
    return tuple(found)


def _may_number(columns: Sequence[Sequence[Reading]], number: int) -> bool:
    """Whether a column that counts may number its lines: it has no name, or no names stand before it."""
    own = columns[number]
    rows = [r for r, one in enumerate(own) if isinstance(one, Decimal)]
    if Unread.TEXT not in own[: rows[0]]:
        return True
    return not any(column[r] is Unread.TEXT for column in columns[:number] for r in rows)


def _counts(line: Sequence[Reading]) -> bool:
    """Whether a row or column only counts; three in a row may be a sum (1 + 2 = 3)."""
    figures = [cell for cell in line if isinstance(cell, Decimal)]
    return len(figures) > 3 and all(after - before == 1 for before, after in pairwise(figures))


def _small(figures: Iterable[Decimal]) -> bool:
    """Whether all figures could be numbers of notes or lines."""
    return all(0 <= one < _MOST_NOTES and one == one.to_integral_value() for one in figures)


def _is_headed(
    words: re.Pattern[str], grid: Sequence[Sequence[str]], column: int, readings: Sequence[Reading]
) -> bool:
    """Whether a text in a column is one of these words."""
    return any(
        read is Unread.TEXT and words.fullmatch(row[column]) is not None
        for row, read in zip(grid, readings, strict=False)
    )


def _is_year(text: str) -> bool:
    """Whether a figure is printed as a year is, perhaps as one that is expected: ``2020E``."""
    match = _YEAR.fullmatch(text.strip())
    return match is not None and _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR


def _headers(
    grid: Sequence[Sequence[str]], columns: Sequence[Sequence[Reading]]
) -> Iterator[tuple[int, Unread]]:
    """Yield the rows that head columns by figures, and what these are: each is the first with figures below some that have none."""
    top = 0
    for number, row in enumerate(zip(*columns, strict=True)):
        figures = [c for c, one in enumerate(row) if isinstance(one, Decimal)]
        if not figures:
            continue
        if top == 0 or top < number:
            if all(_is_year(grid[number][c]) for c in figures):
                if _names_years(number, top, figures, grid, columns):
                    yield number, Unread.TEXT
            elif _names_units(number, figures, grid, columns):
                yield number, Unread.TEXT
            elif _counts_columns(number, top, figures, grid, columns):
                yield number, Unread.NOTHING
        top = number + 1


def _counts_columns(
    number: int,
    top: int,
    figures: Sequence[int],
    grid: Sequence[Sequence[str]],
    columns: Sequence[Sequence[Reading]],
) -> bool:
    """Whether a row only counts the columns.

    Below names of columns and beside a name, 4, 5, 6, 7 are figures; 1, 2, 3 beside 甲 or 栏次 are not, if nothing below is 乙.
    """
    row = [column[number] for column in columns]
    at = [c for c, one in enumerate(row) if one is Unread.TEXT]
    names = [grid[number][c].strip() for c in at]
    named = [name for name in names if len(name) > 1 and not _COUNTED.fullmatch(name)]
    if _counts(row):
        below = top > 0 or all(Unread.TEXT in columns[c][:number] for c in figures)
        return not (below and named)
    own = [one for one in row if isinstance(one, Decimal)]
    if own != [Decimal(n) for n in range(1, len(own) + 1)] or not names or named or number + 1 == len(grid):
        return False
    below_it = {line[c].strip() for line in grid[number + 1 :] for c in at if c < len(line)}
    return all(name in _STEMS or _COUNTED.fullmatch(name) for name in names) and below_it.isdisjoint(_STEMS)


def _names_units(
    number: int, figures: Sequence[int], grid: Sequence[Sequence[str]], columns: Sequence[Sequence[Reading]]
) -> bool:
    """Whether a row names units: each of its figures is printed with one, as no figure below is, and words stand over figures beside."""
    if number + 1 == len(grid) or not all(_LETTER.search(grid[number][c]) for c in figures):
        return False
    next_to = [
        c
        for c, column in enumerate(columns)
        if column[number] is Unread.TEXT
        and not any(character.isdigit() for character in grid[number][c])
        and isinstance(column[number + 1], Decimal)
    ]
    return bool(next_to) and all(
        isinstance(columns[c][number + 1], Decimal) and not _LETTER.search(grid[number + 1][c])
        for c in figures
    )


def _names_years(
    number: int,
    top: int,
    at: Sequence[int],
    grid: Sequence[Sequence[str]],
    columns: Sequence[Sequence[Reading]],
) -> bool:
    """Whether figures like years, the first below row `top`, name years.

    They are in order, or so in each of several groups. But figures of a first line with a name, below names of columns or below
    other figures, could be counts, unless the years are equally far apart; and so could one that is alone, if others of its column
    are like years.
    """
    years = [int(grid[number][c].strip()[:4]) for c in at]
    is_named = any(column[number] is Unread.TEXT for column in columns)
    is_below_names = all(
        any(
            one is Unread.TEXT and not _OF_UNITS.fullmatch(line[c].strip())
            for line, one in zip(grid[top:number], columns[c][top:number], strict=True)
        )
        for c in at
    )
    if len(set(years)) == 1:
        below = [
            row[c]
            for c in at
            for row, one in zip(grid[number + 1 :], columns[c][number + 1 :], strict=True)
            if isinstance(one, Decimal)
        ]
        return top == 0 and is_named and not is_below_names and bool(below) and not any(map(_is_year, below))
    steps = next(
        (
            {after - before for before, after in pairwise(years[:size])}
            for size in range(2, len(years) + 1)
            if years == years[:size] * (len(years) // size) and _is_in_order(years[:size])
        ),
        set(),
    )
    sure = len(steps) == 1 and (len(years) > 2 or (top > 0 and steps <= {1, -1}))
    return bool(steps) and (sure or not (is_named and (is_below_names or top > 0)))


def _is_in_order(years: Sequence[int]) -> bool:
    """Whether years rise or fall throughout."""
    return all(a < b for a, b in pairwise(years)) or all(a > b for a, b in pairwise(years))


def _votes(known: Mapping[str, Reading], counts: Mapping[str, int]) -> Counter[str]:
    """Count the cells that allow only one decimal mark, by that mark."""
    votes: Counter[str] = Counter()
    for text, read in known.items():
        if "." in text or "," in text or "，" in text or "．" in text:
            by_point = isinstance(read, Decimal)
            if by_point is not _is_read_by_comma(text):
                votes["." if by_point else ","] += counts[text]
    return votes


def _is_read_by_comma(text: str) -> bool:
    """Whether a cell holds a figure if commas separate decimals; with a point alone, only if that groups thousands."""
    whole, _, decimals = text.partition(".")
    if decimals.isdigit() and whole.isdigit() and text.isascii() and (len(whole) > 3 or len(decimals) != 3):
        return False
    return isinstance(read_numeral(text, ","), Decimal)


def _winner(votes: Counter[str], otherwise: str) -> str:
    return otherwise if votes["."] == votes[","] else max(".,", key=lambda mark: votes[mark])
