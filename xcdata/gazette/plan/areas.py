"""Units of area, and what they are in 万亩 and hectares, exactly.

In: a unit as a table or a text prints it. Out: how many 亩 it is, or None; a figure in 万亩 or hectares.
"""

from __future__ import annotations

import re
from decimal import Decimal

MU = {
    "亩": Decimal(1),
    "百亩": Decimal(100),
    "千亩": Decimal(1000),
    "万亩": Decimal(10_000),
    "亿亩": Decimal(100_000_000),
    "公顷": Decimal(15),
    "百公顷": Decimal(1500),
    "千公顷": Decimal(15_000),
    "万公顷": Decimal(150_000),
    "平方公里": Decimal(1500),
    "平方千米": Decimal(1500),
}
"""Units of area in 亩; 15 亩 are a hectare."""

AREA_UNIT = re.compile("|".join(sorted(MU, key=len, reverse=True)))
CENT = Decimal("0.01")


def area_unit(text: str) -> str | None:
    """Return the one unit of area that a text names (``亩、株`` names 亩), or None.

    Examples
    --------
    >>> area_unit("万亩"), area_unit("亩、株"), area_unit("吨"), area_unit("亩/公顷")
    ('万亩', '亩', None, None)
    """
    parts = [part.strip() for part in re.split(r"[、，,；;/和及]", text)]
    named = {part for part in parts if part in MU}
    return named.pop() if len(named) == 1 else None


def in_wan_mu(value: Decimal, unit: str) -> Decimal:
    """Return an area in 万亩."""
    return value if unit == "万亩" else value * MU[unit] / MU["万亩"]


def in_hectares(value: Decimal, unit: str) -> Decimal:
    """Return an area in hectares, rounded to 0.01."""
    return (value * MU[unit] / MU["公顷"]).quantize(CENT)
