"""Exact decimals: arithmetic without rounding, and how far the numbers of a ledger may reach.

In: ``Decimal`` numbers. Out: the finest place they are given to, and whether they can be reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, localcontext

EXACTLY = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Arithmetic that never rounds."""

REACH = 100
"""Figures stand between ``10**-100`` and ``10**100`` (powers of ten): nothing that is counted or measured lies beyond, and
within it no sum takes more digits than a search can work with."""


def out_of_reach(number: Decimal) -> bool:
    """Tell whether a finite number is larger than :data:`REACH` allows, or given to a finer place.

    Examples
    --------
    >>> out_of_reach(Decimal("1e308")), out_of_reach(Decimal("1e-308")), out_of_reach(Decimal("12.50"))
    (True, True, False)
    """
    return abs(number.adjusted()) > REACH or int(number.as_tuple().exponent) < -REACH


def any_out_of_reach(numbers: Iterable[Decimal]) -> bool:
    """Tell whether one of many finite numbers is out of reach; much faster than asking each.

    Examples
    --------
    >>> any_out_of_reach([Decimal(1), Decimal("0." + "3" * 400)])
    True
    """
    numbers = list(numbers)
    # Only what is not far off is added up: the sum of 1e999999 and 1e-999999 has two million digits.
    return any(abs(number.adjusted()) > REACH for number in numbers) or finest_exponent(numbers) < -REACH


def finest_exponent(numbers: Iterable[Decimal]) -> int:
    """Give the power of ten of the finest place that some numbers are given to; 0 of none.

    An exact sum is given to the finest place of what it adds up, and is had at a tenth of what it costs to take every
    number apart.

    Examples
    --------
    >>> finest_exponent([Decimal("18.4"), Decimal("1.50"), Decimal(4)])
    -2
    """
    numbers = list(numbers)
    if not numbers:
        return 0
    with localcontext(EXACTLY):
        return int(sum(numbers[1:], numbers[0]).as_tuple().exponent)
