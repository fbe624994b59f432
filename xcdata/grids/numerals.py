"""Numbers out of untidy cells.

In: the cells of a grid as text, in whatever number format its author used. Out: for every cell an exact
``Decimal``, or :data:`Unread.NOTHING` for a blank and the marks that stand for one, or :data:`Unread.TEXT`.
Which character is the decimal mark is found from a column's cells together, and from the whole grid where
a column does not say: ``1,234`` alone could be either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from itertools import pairwise


class Unread(Enum):
    """What a cell is that holds no number."""

    NOTHING = "nothing"
    TEXT = "text"


Reading = Decimal | Unread

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
_NOTE = r"(?:\*+|[†‡§#¹²³⁰⁴-⁹①-⑳]+|\^?[A-Za-z](?![A-Za-z])|\(\w{1,2}\)|\[\^?\w{1,2}\]|/\w|\d\))"
_NUMBERING = re.compile(
    r"\W*(?:(?:行次|序[号號]|[编編][号號]|附?[注註]|[注註][释釋]|notes?|line no)\W*)+",
    re.IGNORECASE,
)
_MOST_NOTES = 1000
"""Notes and lines have numbers below it."""

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
    match = _match(text)
    if isinstance(match, Unread):
        return match
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


def read_grid(grid: Sequence[Sequence[str]]) -> list[list[Reading]]:
    """Read every cell of a grid, each column in its own number format.

    Parameters
    ----------
    grid : sequence of sequence of str
        Rows, which may differ in length.

    Returns
    -------
    list of list of (Decimal or Unread)
        In the shape of `grid`. A first row of figures that only counts its columns or years (1, 2, 3, 4) has none, nor has a
        column that only counts its lines, or is said to hold the numbers of notes or lines.
    """
    width = max((len(row) for row in grid), default=0)
    columns = [_votes(row[c] for row in grid if c < len(row)) for c in range(width)]
    whole = _winner(sum(columns, Counter()), ".")
    marks = [_winner(votes, whole) for votes in columns]
    readings = [[read_numeral(cell, mark) for cell, mark in zip(row, marks, strict=False)] for row in grid]
    first = next((row for row in readings if any(isinstance(cell, Decimal) for cell in row)), [])
    if _counts(first):
        first[:] = [Unread.NOTHING if isinstance(cell, Decimal) else cell for cell in first]
    for column in range(width):
        rows = [row for row in readings if column < len(row) and isinstance(row[column], Decimal)]
        texts = (
            row[column]
            for row, read in zip(grid, readings, strict=True)
            if read[column : column + 1] == [Unread.TEXT]
        )
        figures = [row[column] for row in rows]
        small = all(
            isinstance(one, Decimal) and 0 <= one < _MOST_NOTES and one == one.to_integral_value()
            for one in figures
        )
        if _counts(figures) or (small and any(map(_NUMBERING.fullmatch, texts))):
            for row in rows:
                row[column] = Unread.NOTHING
    return readings


def is_mark(text: str) -> bool:
    """Whether a cell read as nothing has a mark that says so: no blank, and no number that only counts."""
    return bool(text.strip()) and not any(character.isdigit() for character in text)


def _counts(line: Sequence[Reading]) -> bool:
    """Whether a row or column only counts; three in a row may be a sum (1 + 2 = 3)."""
    figures = [cell for cell in line if isinstance(cell, Decimal)]
    return len(figures) > 3 and all(after - before == 1 for before, after in pairwise(figures))


@lru_cache(maxsize=100_000)
def _match(text: str) -> re.Match[str] | Unread:
    plain = re.sub(f"[{_SPACES} ]+", " ", text.translate(_HALF_WIDTH)).strip()
    if emphasis := _EMPHASIS.fullmatch(plain):
        plain = emphasis["inner"].strip()
    if _NOTHING.fullmatch(plain):
        return Unread.NOTHING
    match = _NUMERAL.fullmatch(plain) if len(plain) < 60 else None
    if match is None or (match["close"] and not match["open"]) or (match["open"] and not match["close"]):
        return Unread.TEXT
    if re.match(r"0\d", match["figure"]):
        return Unread.TEXT
    return match


def _votes(cells: Iterable[str]) -> Counter[str]:
    """Count the cells that allow only one decimal mark, by that mark."""
    votes: Counter[str] = Counter()
    for cell in cells:
        if "," in cell or "." in cell or "，" in cell or "．" in cell:
            possible = [mark for mark in ".," if isinstance(read_numeral(cell, mark), Decimal)]
            if len(possible) == 1:
                votes[possible[0]] += 1
    return votes


def _winner(votes: Counter[str], otherwise: str) -> str:
    return otherwise if votes["."] == votes[","] else max(".,", key=lambda mark: votes[mark])
