"""Numbers as the gazette prints them, read exactly.

In: short texts such as ``12.86``, ``11.5万人次以上`` or ``二十三``. Out: ``Decimal``, ``int`` or a :class:`Quantity`; a text that
is no number raises ``ValueError``. Nothing here is ever a float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
MULTIPLIERS = {"": 1, "万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
QUANTITY = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?P<multiplier>[万亿]?)(?P<unit>[^\d万亿以]+?)(?P<bound>以上|以内|以下)?"
)
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit.

    Attributes
    ----------
    value : Decimal
        Exact, in ``unit``; a multiplier (万, 亿) is multiplied in unless the unit is 万亩.
    unit : str
    at_least : bool
        True where the text says 以上 (or more).
    printed : str
    """

    value: Decimal
    unit: str
    at_least: bool
    printed: str


def parse_number(text: str) -> Decimal:
    """Read a printed number exactly.

    Examples
    --------
    >>> parse_number("3,009.1")
    Decimal('3009.1')
    """
    plain = text.strip().translate(FULL_WIDTH)
    if not NUMBER.fullmatch(plain) or not plain.isascii() or sum(map(str.isdigit, plain)) > MOST_DIGITS:
        raise ValueError(f"no number: {text!r}")
    return Decimal(plain.replace(",", ""))


def parse_quantity(text: str) -> Quantity:
    """Read a number with its unit and bound.

    Examples
    --------
    >>> parse_quantity("11.5万人次以上")
    Quantity(value=Decimal('115000.0'), unit='人次', at_least=True, printed='11.5万人次以上')
    """
    match = QUANTITY.fullmatch(text.strip().translate(FULL_WIDTH))
    if not match:
        raise ValueError(f"no quantity: {text!r}")
    value = parse_number(match["number"]) * MULTIPLIERS[match["multiplier"]]
    return Quantity(value, match["unit"], match["bound"] == "以上", text)


def chinese_numeral(text: str) -> int:
    """Read a Chinese numeral below ten thousand, such as 六, 十, 两, 二十三 or 一百零五.

    Examples
    --------
    >>> chinese_numeral("二十三")
    23
    """
    total, digit = 0, 0
    smallest = 10_000
    for character in text.replace("两", "二"):
        if character in DIGITS:
            if digit:
                raise ValueError(f"no Chinese numeral: {text!r}")
            digit = DIGITS.index(character)
        elif character in UNITS and UNITS[character] < smallest and (digit or character == "十"):
            smallest = UNITS[character]
            total += (digit or 1) * smallest
            digit = 0
        else:
            raise ValueError(f"no Chinese numeral: {text!r}")
    if not text:
        raise ValueError("no Chinese numeral: ''")
    return total + digit


def leading_number(text: str) -> str:
    """Return the number that a text begins with, as printed; empty where it begins with none.

    Examples
    --------
    >>> leading_number("22.55万亩")
    '22.55'
    """
    match = re.match(
        r"[-−－]?[\d０-９][\d０-９.,．，]*(?<=[\d０-９])|[一二两三四五六七八九十百]+", text.strip()
    )
    return match[0] if match else ""
