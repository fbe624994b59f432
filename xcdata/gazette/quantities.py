"""Numbers as the gazette prints them, read exactly.

In: short texts such as ``12.86``, ``11.5万人次以上``, ``8—10家`` or ``二十三``. Out: ``Decimal``, ``int`` or a :class:`Quantity`; a text that
is no number raises ``ValueError``. Nothing here is ever a float.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 15
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％－＋", "0123456789.,%-+")
MULTIPLIERS = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
# 余 and 多 stand for something more: before the multiplier or after it (30余万, 1万多).
SCALE = r"[余多]?[十百千万亿]*[余多]?"
HAN_NUMBER = r"[一二两三四五六七八九](?:[十百千][一二三四五六七八九]?)*"
AFTER = {"以上": "at_least", "以内": "at_most", "以下": "at_most", "左右": "about"}
BEFORE = {
    **dict.fromkeys(("不少于", "不低于", "不小于", "至少", "超过", "突破"), "at_least"),
    **dict.fromkeys(("不超过", "不高于", "不多于", "最多", "控制在"), "at_most"),
    **dict.fromkeys(("大约", "约", "近"), "about"),
}
BOUND_BEFORE = re.compile(rf"(?:{'|'.join(BEFORE)})\s*$")
QUANTITY = re.compile(
    rf"(?:(?P<least>\d[\d,.]*)\s*(?P<least_scale>{SCALE})(?P<least_unit>[^\d\W_至到]{{0,2}}?)\s*(?:[—–－~～-]{{1,2}}|至|到)\s*)?"
    rf"(?P<number>\d[\d,]*(?:\.\d+)?|{HAN_NUMBER}(?=[十百千万亿\D]))\s*(?P<scale>{SCALE})\s*"
    rf"(?P<unit>个百分点|[^\d\sA-Za-z十百千万亿余多以]+?)(?P<bound>{'|'.join(AFTER)})?"
)
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range of numbers, with its unit.

    Attributes
    ----------
    value : Decimal
        Exact, in ``unit``, multipliers (万, 余万) multiplied in; of a range the lower end.
    unit : str
    bound : str
        ``at_least`` (以上, 不少于, 余), ``at_most`` (以内, 不超过), ``about`` (左右, 约) or ``exact``.
    printed : str
    most : Decimal or None
        The upper end of a range.
    """

    value: Decimal
    unit: str
    bound: str
    printed: str
    most: Decimal | None = None

    @property
    def at_least(self) -> bool:
        """Whether the number is a minimum."""
        return self.bound == "at_least"


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


def parse_quantity(text: str, before: str = "") -> Quantity:
    """Read a number or a range with its unit and bound.

    Parameters
    ----------
    text : str
        From the first digit on.
    before : str
        What stands before it; its end may be a bound (不少于).

    Examples
    --------
    >>> parse_quantity("11.5万人次以上")
    Quantity(value=Decimal('115000.0'), unit='人次', bound='at_least', printed='11.5万人次以上', most=None)
    >>> parse_quantity("8—10家").most
    Decimal('10')
    """
    match = QUANTITY.fullmatch(text.strip().translate(FULL_WIDTH))
    if not match:
        raise ValueError(f"no quantity: {text!r}")
    value = scaled(match["number"], match["scale"])
    more = "at_least" if re.search("[余多]", match["scale"]) else "exact"
    said = BOUND_BEFORE.search(before)
    bound = AFTER.get(match["bound"] or "") or (BEFORE[said[0].strip()] if said else more)
    if match["least"] is None:
        return Quantity(value, match["unit"], bound, text)
    least = scaled(match["least"], match["least_scale"] or match["scale"])
    if least >= value or match["least_unit"] not in ("", match["unit"]):
        raise ValueError(f"no range: {text!r}")
    return Quantity(least, match["unit"], bound, text, value)


def scaled(number: str, scale: str) -> Decimal:
    """Return a printed number times its multipliers."""
    if "万万" in scale or re.match(r"0\d|0$", number):
        raise ValueError(f"no number: {number + scale!r}")
    value = parse_number(number) if number[0].isdigit() else Decimal(chinese_numeral(number))
    for character in re.sub("[余多]", "", scale):
        value *= MULTIPLIERS[character]
    return value


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


def han_digits(text: str) -> int:
    """Read a number that is written digit by digit, as years are; whatever is no Chinese digit is a zero (〇, ○, and what recognition made of them).

    Examples
    --------
    >>> han_digits("二〇一九")
    2019
    """
    return int("".join(str(max(0, DIGITS.find(character))) for character in text))


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
