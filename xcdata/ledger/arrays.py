"""Columns of numbers as arrays of whole numbers, exactly.

In: a column of integers, floats, decimals or texts. Out: a :class:`Whole`: int64 numbers of one power of ten, or Python's own integers
where 64 bits do not hold them, with what could not be read and what the column's last place is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xcdata.ledger.decimals import EXACTLY, finest_exponent, out_of_reach

Ints = NDArray[np.int64] | NDArray[np.object_]
Bools = NDArray[np.bool_]

ROOM = 2**62
"""Below this in size, whole numbers fit into an int64 and so do their doubles."""

DIGITS = 15
"""So many significant digits of a decimal number survive being saved as a binary float."""

SAME = 3e-16
"""A float and a decimal number this close, relative to their size, agree in :data:`DIGITS` digits, whatever these are."""

LARGEST, SMALLEST = 1e100, 1e-85
"""Sizes of floats that a ledger reckons with: all their digits are within :data:`~xcdata.ledger.decimals.REACH`."""

FEW = 100
"""One float in so many may have come out of a sum a little beside its decimal number and is then looked at by itself."""


@dataclass(frozen=True, eq=False)
class Whole:
    """A column in whole numbers.

    Attributes
    ----------
    values : (rows,) int64, or object where that is too small
        0 where a figure could not be read.
    exponent : int
        One is ``10**exponent``.
    readable : (rows,) bool or None
        None where every figure could be read.
    units : (rows,) int64 or object, or None
        The place of each figure's 15th digit, where these are floats that no number of decimals makes short; else None.
    size : int
        That of the largest value.
    """

    values: Ints
    exponent: int
    readable: Bools | None
    units: Ints | None
    size: int

    def at(self, exponent: int) -> Whole:
        """Give the same column in another power of ten, as fine or finer."""
        times = 10 ** (self.exponent - exponent)
        units = None if self.units is None else multiplied(self.units, times)
        return Whole(multiplied(self.values, times), exponent, self.readable, units, self.size * times)


def read_column(column: ArrayLike) -> Whole:
    """Read a column of numbers exactly.

    Parameters
    ----------
    column : (rows,) array or sequence
        Integers and ``Decimal`` are what they are. A binary float stands for its value to 15 significant digits: 0.1 + 0.2 for
        0.3. A text is a plain number, blank where there is nothing (0). ``None``, NaN, infinity, other texts and what is beyond
        ``10**100`` or ``10**-100`` cannot be read.

    Returns
    -------
    Whole
        An int64 column as it is, not copied.

    Examples
    --------
    >>> read = read_column([0.1 + 0.2, 12.5, float("nan")])
    >>> read.values, read.exponent, read.readable
    (array([  3, 125,   0]), -1, array([ True,  True, False]))
    >>> read_column(["12.50", "", "?"]).values
    array([1250,    0,    0])
    """
    array = np.asarray(column)
    if array.dtype.kind in "iu":
        return _whole(array, 0, None)
    if array.dtype.kind == "f":
        return _read_floats(array.astype(np.float64, copy=False))
    return _read_numbers(map(_number, array.tolist()))


def _whole(
    values: NDArray[np.integer] | NDArray[np.object_],
    exponent: int,
    readable: Bools | None,
    units: Ints | None = None,
) -> Whole:
    size = largest(values)
    fit = values.astype(np.int64, copy=False) if size < ROOM else values.astype(object)
    return Whole(fit, exponent, readable, units, size)


def fitted(values: Ints) -> Ints:
    """Give whole numbers as int64 where they and their doubles fit, as they are elsewhere."""
    return values.astype(np.int64, copy=False) if largest(values) < ROOM else values.astype(object)


def largest(values: NDArray[np.integer] | NDArray[np.object_]) -> int:
    """Give the size of the largest whole number; 0 of none."""
    return max(abs(int(values.min())), abs(int(values.max()))) if len(values) else 0


def multiplied(values: Ints, times: int) -> Ints:
    """Give whole numbers times another, never overflown."""
    if times == 1:
        return values
    if values.dtype != object and largest(values) * times < ROOM:
        return (values * np.int64(times)).astype(np.int64, copy=False)
    return values.astype(object) * times


def exact_sum(values: Ints) -> int:
    """Add up whole numbers exactly.

    Examples
    --------
    >>> exact_sum(np.array([2**62 - 1] * 4))
    18446744073709551612
    """
    if values.dtype == object:
        return sum(values.tolist())
    # Halves of 32 bits leave room for two thousand million of them.
    return (int((values >> 32).sum(dtype=np.int64)) << 32) + int((values & 0xFFFFFFFF).sum(dtype=np.int64))


def _number(item: object) -> Decimal | None:
    match item:
        case Decimal():
            number = item
        case bool() | None:
            return None
        case int():
            number = Decimal(item)
        case float():
            number = Decimal(f"{item:.{DIGITS}g}")
        case str():
            try:
                number = Decimal(item.strip() or 0)
            except InvalidOperation:
                return None
        case _:
            return None
    return number if number.is_finite() and not out_of_reach(number) else None


def _read_numbers(numbers: Iterable[Decimal | None]) -> Whole:
    numbers = list(numbers)
    exponent = min(0, finest_exponent(number for number in numbers if number is not None))
    times = Decimal((0, (1,), -exponent))
    with localcontext(EXACTLY):
        values = [0 if number is None else int(number * times) for number in numbers]
    readable = np.array([number is not None for number in numbers], bool)
    return _whole(np.array(values, object), exponent, None if readable.all() else readable)


def _read_floats(values: NDArray[np.float64]) -> Whole:
    size = np.abs(values)
    readable: Bools = (size < LARGEST) & ((size > SMALLEST) | (size == 0))
    if readable.all():
        mask = None
    else:
        mask, values = readable, np.where(readable, values, 0.0)
    most = float(np.abs(values).max(initial=0.0))
    sample = values[:: max(1, len(values) // 256)]
    for decimals in range(DIGITS + 1):
        if most * 10**decimals >= 10**DIGITS:
            break
        # Most numbers of decimals are ruled out by a few values.
        if len(_beside(sample, decimals)) <= len(sample) // 10:
            beside = _beside(values, decimals)
            if (
                len(beside) <= len(values) // FEW
                and (whole := _of_decimals(values, decimals, beside)) is not None
            ):
                return _whole(whole, -decimals, mask)
    digits, places, zeros = _significant(values)
    finest = int((places + zeros).min())
    if most * 10.0**-finest < 10**DIGITS:
        return _whole(_scaled(digits, places - finest), finest, mask)
    exponent = int(places.min())
    units = fitted(_scaled(np.ones(len(places), np.int64), places - exponent))
    return _whole(_scaled(digits, places - exponent), exponent, mask, units)


def _significant(
    values: NDArray[np.float64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the significant digits of floats as whole numbers, the power of ten of the last one, and how many end in zeros."""
    texts = [f"{value:.{DIGITS - 1}e}".partition("e") for value in values.tolist()]
    digits = np.array([int(text.replace(".", "")) for text, _, _ in texts], np.int64)
    places = np.array([int(power) - DIGITS + 1 for _, _, power in texts], np.int64)
    # Nothing is given to no place in particular.
    places[digits == 0] = places[digits != 0].min(initial=0)
    zeros = np.where(digits == 0, -places, 0)
    for count in range(1, DIGITS):
        round_ = (digits != 0) & (digits % 10**count == 0)
        if not round_.any():
            break
        zeros[round_] = count
    return digits, places, zeros


def _scaled(digits: NDArray[np.int64], powers: NDArray[np.int64]) -> Ints:
    """Give each whole number times its power of ten; a negative power takes away zeros."""
    most = max(0, int(powers.max()))
    tens = np.array([10**power for power in range(max(most, DIGITS) + 1)], object)
    down = digits // np.where(powers < 0, tens[np.clip(-powers, 0, DIGITS)], 1).astype(np.int64)
    up = tens[np.maximum(powers, 0)]
    if largest(digits) * 10**most < ROOM:
        return down * up.astype(np.int64)
    scaled: NDArray[np.object_] = down.astype(object) * up
    return scaled


def _beside(values: NDArray[np.float64], decimals: int) -> NDArray[np.intp]:
    """Tell which floats are not surely a number of so many decimals."""
    times = 10.0**decimals
    return np.flatnonzero(np.abs(values - np.rint(values * times) / times) > SAME * np.abs(values))


def _of_decimals(
    values: NDArray[np.float64], decimals: int, beside: NDArray[np.intp]
) -> NDArray[np.int64] | None:
    """Give floats in whole numbers of so many decimals; None where one of those beside takes more."""
    whole = np.rint(values * 10.0**decimals).astype(np.int64)
    for place, value in zip(beside.tolist(), values[beside].tolist(), strict=True):
        scaled = Decimal(f"{value:.{DIGITS}g}").scaleb(decimals)
        if scaled != scaled.to_integral_value():
            return None
        whole[place] = int(scaled)
    return whole
