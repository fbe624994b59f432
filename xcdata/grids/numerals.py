"""Numbers out of untidy cells.

In: the cells of a grid as text, in whatever number format its author used. Out: for every cell an exact
``Decimal``, or :data:`Unread.NOTHING` for a blank and the marks that stand for one, or :data:`Unread.TEXT`.
Which character is the decimal mark is found from a column's cells together, and from the whole grid where
a column does not say: ``1,234`` alone could be either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise


class Unread(Enum):
    """What a cell is that holds no number."""

    NOTHING = "nothing"
    TEXT = "text"


Reading = Decimal | Unread


class Role(Enum):
    """What a column is to an audit."""

    FIGURES = "figures"
    SHARES = "shares"
    """Percentages, all of them."""
    YEARS = "years"
    """Under a header that says so: readable, but nothing to add up."""
    LABELS = "labels"
    NOTHING = "nothing"


_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t"
_HALF_WIDTH = str.maketrans("０１２３４５６７８９，．（）＋－％＊￥＄", "0123456789,.()+-%*¥$")
_NOTHING = re.compile(r"[-–—―−‐─…⋯.·:/*_=]*|n\.?/?a\.?|nil|无", re.IGNORECASE)

_MINUS = ("-", "–", "—", "−", "△", "▲")
_GROUPED = r"\d{1,3}(?:(?P<group>[ ,.'’])\d{3})(?:(?P=group)\d{3})*"
_FIGURE = rf"(?P<figure>(?:{_GROUPED}|\d+)(?:[.,]\d+)?|[.,]\d+)(?P<exponent>[eE][+-]?\d{{1,2}})?"
_CURRENCY = r"(?:[$€£¥₩₹]|US\$|RMB|USD|EUR|GBP|CNY)"
_UNIT = (
    r"[%‰℃°㎡㎏㎞㎥]|(?:km|m|hm|cm)[²³23]?|kg|g|t|ha|kwh?|mw|tce|pts?|元|"
    r"[十百千万亿]*(?:平方|立方)?(?:公里|千米|公斤|千克|公顷|人次|美元|欧元|人民币|吨|亩|元|人|个|户|家|件|台|套|辆|"
    r"次|项|名|座|处|所|株|棵|头|只|张|份|斤|米|倍|度|岁|天|册|床|班|[十百千万亿])"
)
_UNIT_ALONE = re.compile(rf"{_CURRENCY}|(?i:{_UNIT})")
_ASCII = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
"""Full-width characters as half-width ones."""

_LOOK_ALIKES = "OoIlSXxZz"
"""Letters typed or scanned for a digit (13O, l3), or in the place of one that cannot be read (13X). As notes behind a figure (1,305r, 970E) none of
458 real tables has them."""

_NOTE = rf"(?:\*+|[†‡§#¹²³⁰⁴-⁹①-⑳]+|\^?(?![{_LOOK_ALIKES}])[A-Za-z](?![A-Za-z])|\(\w{{1,2}}\)|\[\^?\w{{1,2}}\]|/\w|\d\))"
_INSIDE = "qGgb"
"""Letters that stand for a digit between two (3q5): before one they begin codes (G20), behind one they are notes."""

MISREAD = re.compile(
    rf"#[A-Z/0]+[!?]?|TRUE|FALSE|[?？]+|(?=.*\d)([\d{_LOOK_ALIKES}BОо〇○?×.,\s%()+-]|(?<=\d)[{_INSIDE}]+(?=\d))+"
)
"""Texts that were meant for figures, in half width."""

_NUMBERING = re.compile(
    r"\W*(?:(?:行次|序[号號]|[编編][号號]|附?[注註]|[注註][释釋]|notes?|line no)\W*)+",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\W*(?:栏次|列次|行次|序[号號]|[编編][号號]|columns?|no)\W*", re.IGNORECASE)
"""Names of a row that counts the columns."""

_STEMS = "甲乙丙丁"
"""How Chinese forms number the columns of names, before 1, 2, 3 for those of figures."""

_OF_UNITS = re.compile(r"[(（].*[)）]|单位.*|units?\b.*", re.IGNORECASE)
"""A text over a column that is no name of it."""

_LETTER = re.compile(r"[^\W\d_]")

_MOST_NOTES = 1000
"""Notes and lines have numbers below it."""

_YEARS = re.compile(r"\W*(?:年份?|年度|年别|years?|fiscal year)\W*", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})[AEFP]?\*?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1800, 2100
_LONGEST = 60
"""Characters of what is no figure any more."""

_SPACED = re.compile(f"[{_SPACES} ]+")
_LEADING_ZERO = re.compile(r"0\d")
_EMPHASIS = re.compile(r"(\*\*|__|`)(?P<inner>.+)\1")
_NUMERAL = re.compile(
    rf"(?:{_CURRENCY}\s*)?(?P<open>\()?\s*(?:{_CURRENCY}\s*)?(?P<sign>[-+–—−△▲]?)\s*(?:{_CURRENCY}\s*)?"
    rf"{_FIGURE}\s*(?:{_CURRENCY}|(?i:{_UNIT}))?\s*(?P<close>\))?%?\s*(?:{_NOTE}\s*)*[_=]*"
)


def read_numeral(text: str, decimal_mark: str = ".") -> Reading:
    """Read one cell.

    Parameters
    ----------
    text : str
    decimal_mark : {".", ","}
        What separates the decimals; the other one then groups thousands.

    Returns
    -------
    Decimal or Unread
        The figure as printed: a percentage, currency, unit or footnote mark is left off, parentheses around
        the whole figure make it negative. ``NOTHING`` for a blank, a dash or dots; ``TEXT`` for the rest,
        a date, a code with leading zeros and a number in another format among it.
    """
    if decimal_mark == "." and (plain := _read_plain(text)) is not None:
        return plain
    match = _match(text)
    return match if isinstance(match, Unread) else _value(match, decimal_mark)


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


def is_mark(text: str) -> bool:
    """Whether a cell read as nothing has a mark that says so: no blank, and no number that only counts."""
    return bool(text.strip()) and not any(character.isdigit() for character in text)


def is_misread(text: str) -> bool:
    """Whether a cell that cannot be read was meant for a figure.

    Examples
    --------
    >>> [is_misread(text) for text in ("13O", "1 3O5", "１３Ｏ", "2Z0", "#REF!", "13①", "G20", "甲")]
    [True, True, True, True, True, False, False, False]
    """
    meant = MISREAD.fullmatch(text.translate(_ASCII).strip()) is not None
    return meant and not isinstance(read_numeral(text), Decimal)


def is_unit(text: str) -> bool:
    """Whether a text is a unit of figures and nothing else.

    Examples
    --------
    >>> is_unit("万人"), is_unit(" km² "), is_unit("人口")
    (True, True, False)
    """
    return _UNIT_ALONE.fullmatch(text.strip()) is not None


def is_percent(text: str) -> bool:
    """Whether a cell prints a percentage, or one per mille: a share, not a count.

    Examples
    --------
    >>> is_percent("33.3%"), is_percent("(1.5)％"), is_percent("5"), is_percent("%")
    (True, True, False, False)
    """
    return any(mark in text for mark in "%％‰") and not isinstance(_match(text), Unread)


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


def _read_plain(text: str) -> Decimal | None:
    """Read digits with a point in between, perhaps, as all else is read, but five times faster."""
    whole, point, decimals = text.partition(".")
    if (
        whole.isdigit()
        and (decimals.isdigit() or not point)
        and text.isascii()
        and len(text) < _LONGEST
        and (whole[0] != "0" or whole == "0")
    ):
        return Decimal(text)
    return None


def _value(match: re.Match[str], decimal_mark: str) -> Reading:
    """Return the figure of a cell in one number format."""
    figure, group = match["figure"], match["group"]
    if group == decimal_mark and figure.count(group) == 1:  # 1,234 where the comma separates the decimals
        group = None
    if group is not None:
        figure = figure.replace(group, "", figure.count(group) - (group == decimal_mark))
        if group == decimal_mark:
            return Unread.TEXT
    if any(mark in figure for mark in ".," if mark != decimal_mark):
        return Unread.TEXT
    value = Decimal(figure.replace(decimal_mark, ".") + (match["exponent"] or ""))
    negative = match["sign"] in _MINUS if match["sign"] else bool(match["open"])
    return -value if negative else value


@lru_cache(maxsize=10_000)
def _match(text: str) -> re.Match[str] | Unread:
    plain = _SPACED.sub(" ", text.translate(_HALF_WIDTH)).strip()
    if emphasis := _EMPHASIS.fullmatch(plain):
        plain = emphasis["inner"].strip()
    if _NOTHING.fullmatch(plain):
        return Unread.NOTHING
    match = _NUMERAL.fullmatch(plain) if len(plain) < _LONGEST else None
    if match is None or (match["close"] and not match["open"]) or (match["open"] and not match["close"]):
        return Unread.TEXT
    if _LEADING_ZERO.match(match["figure"]):
        return Unread.TEXT
    return match


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
