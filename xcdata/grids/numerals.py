"""The number that a cell prints.

In: the text of a cell, and its decimal mark. Out: an exact ``Decimal``, or :data:`Unread.NOTHING` for a blank and the marks that stand
for one, or :data:`Unread.TEXT`. What the cells of a grid are together is told by :mod:`xcdata.grids.readings`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from functools import lru_cache


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
