"""Columns of numbers as arrays of whole numbers, exactly.

In: a column of integers, floats, decimals or texts. Out: a :class:`Whole`: int64 numbers of one power of ten, or Python's own integers
where 64 bits do not hold them, with what could not be read and what the column's last place is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation, localcontext
from numbers import Integral, Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from xcdata.ledger.decimals import EXACTLY, finest_exponent, out_of_reach

Ints = NDArray[np.int64] | NDArray[np.object_]
Bools = NDArray[np.bool_]

ROOM = 2**62
"""Below this in size, whole numbers fit into an int64 and so do their doubles."""

DIGITS = 15
"""So many significant digits of a decimal number survive being saved as a binary float."""

KEPT = {2: (3, 2**11), 4: (6, 2**24)}
"""Of floats of two bytes and of four, the significant digits that survive, and up to where whole numbers do."""

LARGEST, SMALLEST = 1e100, 1e-85
"""Sizes of floats that a ledger reckons with: all their digits are within :data:`~xcdata.ledger.decimals.REACH`."""

TYPED = 4
"""Numbers of more decimals that take all digits kept were not typed but computed: 1/3, 4/3."""

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
        0.3; one of four bytes to 6, of two to 3. A text is a plain number, blank where there is nothing (0). ``None``, NaN,
        infinity, truth values, other texts and what is beyond ``10**100`` or ``10**-100`` cannot be read.

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
        digits, whole = KEPT.get(array.dtype.itemsize, (DIGITS, 0))
        return _read_floats(array.astype(np.float64, copy=False), digits, whole)
    return _read_numbers(map(number_of, array.tolist()))


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


def number_of(item: object) -> Decimal | None:
    """Read one figure of a column; None where it cannot be read.

    Examples
    --------
    >>> number_of(0.1 + 0.2), number_of(np.float32(0.1)), number_of(" 7 "), number_of(""), number_of(True)
    (Decimal('0.3'), Decimal('0.1'), Decimal('7'), Decimal('0'), None)
    """
    match item:
        case Decimal():
            number = item
        case None | bool() | np.bool_():
            return None
        case Integral():
            number = Decimal(int(item))
        case Real():
            digits, whole = (
                KEPT.get(item.itemsize, (DIGITS, 0)) if isinstance(item, np.floating) else (DIGITS, 0)
            )
            try:
                value = float(item)
            except OverflowError:
                return None
            exact = abs(value) <= whole and value.is_integer()
            number = Decimal(int(value)) if exact else Decimal(f"{value:.{digits}g}")
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


def _read_floats(values: NDArray[np.float64], kept: int, whole_up_to: int) -> Whole:
    """Read floats of which so many digits are kept, and of whole numbers up to some size all."""
    size = np.abs(values)
    readable: Bools = (size < LARGEST) & ((size > SMALLEST) | (size == 0))
    if readable.all():
        mask = None
    else:
        mask, values = readable, np.where(readable, values, 0.0)
    most = float(np.abs(values).max(initial=0.0))
    if most <= whole_up_to and (values == np.rint(values)).all():
        return _whole(values.astype(np.int64), 0, mask)
    sample = values[:: max(1, len(values) // 256)]
    for decimals in range(kept + 1):
        if not _short(most, decimals, kept):
            break
        # Most numbers of decimals are ruled out by a few values.
        if len(_beside(sample, decimals, kept)) <= len(sample) // 10:
            beside = _beside(values, decimals, kept)
            if (
                len(beside) <= len(values) // FEW
                and (whole := _of_decimals(values, decimals, beside, kept)) is not None
            ):
                return _whole(whole, -decimals, mask)
    digits, places, zeros = _significant(values, kept)
    finest = int((places + zeros).min())
    if _short(most, -finest, kept):
        return _whole(_scaled(digits, places - finest), finest, mask)
    exponent = int(places.min())
    units = fitted(_scaled(np.ones(len(places), np.int64), places - exponent))
    return _whole(_scaled(digits, places - exponent), exponent, mask, units)


def _short(most: float, decimals: int, kept: int) -> bool:
    """Tell whether so many decimals are exact of numbers of up to some size."""
    return most * 10.0**decimals < 10.0 ** (kept - 1 if decimals > TYPED else kept)


def _significant(
    values: NDArray[np.float64], kept: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Give the significant digits of floats as whole numbers, the power of ten of the last one, and how many end in zeros."""
    texts = [f"{value:.{kept - 1}e}".partition("e") for value in values.tolist()]
    digits = np.array([int(text.replace(".", "")) for text, _, _ in texts], np.int64)
    places = np.array([int(power) - kept + 1 for _, _, power in texts], np.int64)
    # Nothing is given to no place in particular.
    places[digits == 0] = places[digits != 0].min(initial=0)
    zeros = np.where(digits == 0, -places, 0)
    for count in range(1, kept):
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


def _beside(values: NDArray[np.float64], decimals: int, kept: int) -> NDArray[np.intp]:
    """Tell which floats are not surely a number of so many decimals."""
    # Two numbers this close, relative to their size, agree in all digits that are kept, whatever these are.
    times, same = 10.0**decimals, 3 * 10.0 ** -(kept + 1)
    return np.flatnonzero(np.abs(values - np.rint(values * times) / times) > same * np.abs(values))


def _of_decimals(
    values: NDArray[np.float64], decimals: int, beside: NDArray[np.intp], kept: int
) -> NDArray[np.int64] | None:
    """Give floats in whole numbers of so many decimals; None where one of those beside takes more."""
    whole = np.rint(values * 10.0**decimals).astype(np.int64)
    for place, value in zip(beside.tolist(), values[beside].tolist(), strict=True):
        scaled = Decimal(f"{value:.{kept}g}").scaleb(decimals)
        if scaled != scaled.to_integral_value():
            return None
        whole[place] = int(scaled)
    return whole
