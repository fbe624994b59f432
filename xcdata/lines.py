"""The lines of a grid and what chance says of a sum.

In: a grid of readings (:mod:`xcdata.numerals`). Out: :class:`Lines`, the figures of one axis as exact scaled
integers, *lines* (rows or columns) by *positions* (the other axis), and :func:`weigh`, which says of a
pattern "this line is the sum of those lines" where it holds and how many bits of evidence that is: a hold
among figures of ``r`` distinguishable values has chance ``1/r``, so it is worth ``log2 r``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from xcdata.numerals import Reading, Unread

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

BROKEN_BITS = 3.0
"""What an instance that does not hold costs: one in eight is an error, or not meant to add up."""

HABIT_BITS = 1.0
"""Figures of a table are more alike than chance would have them."""

_COARSEST = 10**17
_SAMPLE = 24
_HASH = np.random.default_rng(0).integers(1, 2**62, 4096)


@dataclass(frozen=True)
class Lines:
    """The figures of one axis.

    Attributes
    ----------
    values : (lines, positions) int64
        Scaled to whole numbers; 0 where there is no figure.
    known : (lines, positions) bool
        Where there is a figure.
    fineness : (lines, positions) int64
        The power of ten that a figure is a multiple of (very large for 0): a round figure says less.
    unit : (positions,) int64
        The step of a position's figures: a power of ten, or five times one.
    labels : tuple of str
        The text that names each line.
    twin : (lines,) int
        The first line with the very same figures.
    """

    values: Ints
    known: Bools
    fineness: Ints
    unit: Ints
    labels: tuple[str, ...]
    twin: Ints

    @cached_property
    def used(self) -> Ints:
        """The lines that have any figure."""
        return np.flatnonzero(self.known.any(axis=1))

    @cached_property
    def filled(self) -> list[bool]:
        """Whether a line has any figure but 0."""
        some: Bools = np.any(self.values, axis=1)
        return list(some.tolist())

    @cached_property
    def zeros(self) -> list[bool]:
        """Whether a line has figures, but only 0."""
        zero: Bools = np.any(self.known, axis=1) & ~np.any(self.values, axis=1)
        return list(zero.tolist())

    @cached_property
    def telling(self) -> Ints:
        """Positions enough to notice a pattern by: the fullest, some from everywhere, no two alike."""
        different = np.unique(self.values, axis=1, return_index=True)[1]
        fullness = np.count_nonzero(self.values[:, different], axis=0)
        full = different[np.argsort(-fullness, kind="stable")]
        spread = np.linspace(0, len(full) - 1, min(_SAMPLE, len(full))).astype(int)
        return np.unique(np.concatenate([full[:_SAMPLE], full[spread]]))


@dataclass(frozen=True)
class Evidence:
    """What the figures say of one pattern, position by position.

    Attributes
    ----------
    stated : (positions,) bool
        There is a total, and something to add up.
    holds : (positions,) bool
        And they agree within rounding.
    exact : (positions,) bool
        To the last digit.
    bits : (positions,) float
        Against chance: positive where a hold tells something, negative where the sum fails.
    """

    stated: Bools
    holds: Bools
    exact: Bools
    bits: Floats


def read_lines(grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]]) -> tuple[Lines, Lines]:
    """Scale the readings of a grid and lay them out by rows and by columns.

    Figures with more digits than 64 bits hold are rounded: they serve to find patterns, not to check them.
    """
    figures = [cell for row in readings for cell in row if isinstance(cell, Decimal)]
    places = max((-int(cell.normalize().as_tuple().exponent) for cell in figures if cell), default=0)
    largest = max((cell.adjusted() for cell in figures if cell), default=0)
    places = min(max(places, 0), max(0, 17 - len(str(len(readings))) - largest))
    height, width = len(readings), max((len(row) for row in readings), default=0)
    values, known = np.zeros((height, width), np.int64), np.zeros((height, width), bool)
    for r, row in enumerate(readings):
        for c, cell in enumerate(row):
            if isinstance(cell, Decimal) and cell.adjusted() < 17:
                values[r, c], known[r, c] = int(cell.scaleb(places).to_integral_value()), True
    texts = [
        [cell.strip().lower() if reading is Unread.TEXT else "" for cell, reading in zip(*row, strict=True)]
        for row in zip(grid, readings, strict=True)
    ]
    first = [int(np.argmax(column)) if column.any() else height for column in known.T]
    by_row = [next((text for text in row if text), "") for row in texts]
    by_column = [
        next((row[c] for row in reversed(texts[: first[c]]) if c < len(row) and row[c]), "")
        for c in range(width)
    ]
    return _lines(values, known, by_row), _lines(values.T.copy(), known.T.copy(), by_column)


def weigh(lines: Lines, total: int, parts: Sequence[int]) -> Evidence:
    """Weigh the pattern "line `total` is the sum of the lines `parts`".

    A hold earns the more, the more digits the figures have and the fewer of them are off. Parts that are all
    alike say no more than a multiple does, a part that nearly is the total no more than a bit, a sum of zero nothing.
    """
    added, stated_total = lines.values[list(parts)], lines.values[total]
    filled = added != 0
    count = filled.sum(0)
    off = np.abs(added.sum(0) - stated_total)
    nothing = (count == 0) & (stated_total == 0) & lines.known[list(parts)].any(0)
    stated = lines.known[total] & ((count > 0) | nothing)
    holds = stated & (2 * off <= (count + 1) * lines.unit)
    stated &= ~_of_another_kind(lines.unit, stated, holds)
    fine = np.minimum(lines.fineness[list(parts)].min(0), lines.fineness[total])
    largest = np.maximum(np.abs(added).max(0), np.abs(stated_total))
    bits = np.maximum(np.log2(largest / fine + 1) - np.log2(2 * off / fine + 1) - HABIT_BITS, 0)
    alike = np.where(filled, added, added.max(0)).min(0) == np.where(filled, added, added.min(0)).max(0)
    bits = np.where(alike, np.minimum(bits, 1 + np.log2(np.maximum(count, 1))), bits)
    alone = (filled & (np.abs(added - stated_total) <= lines.unit)).any(0)
    bits = np.where(alone, np.minimum(bits, 1), bits)
    bits[(count == 0) | (stated_total == 0)] = 0
    bits = np.where(holds, bits, np.where(stated, -BROKEN_BITS, 0.0))
    return Evidence(stated, holds, stated & (off == 0), _counted_once(bits, added, stated_total))


def _of_another_kind(unit: Ints, stated: Bools, holds: Bools) -> Bools:
    """Positions of a unit of their own (percentages beside counts) at none of which the sum holds."""
    other = np.zeros(len(unit), bool)
    for kind in np.unique(unit[stated & ~holds]) if holds.any() else ():
        same = stated & (unit == kind)
        if same.sum() > 1 and not holds[same].any():
            other |= same
    return other


def _counted_once(bits: Floats, added: Ints, total: Ints) -> Floats:
    """Positions that repeat the same shares are one observation."""
    weights = _HASH[np.arange(len(added)) % len(_HASH)]
    shares = np.rint(np.clip(added * (1000 / np.where(total == 0, 1, total)), -(2.0**62), 2.0**62)).astype(
        np.int64
    )
    fingerprint = (shares * weights[:, None]).sum(0)
    first = np.zeros(len(bits), bool)
    first[np.unique(fingerprint, return_index=True)[1]] = True
    return np.where(first | (bits < 0), bits, 0.0)


def _lines(values: Ints, known: Bools, labels: Sequence[str]) -> Lines:
    fineness = np.full(values.shape, _COARSEST, np.int64)
    rest, power, live = values.copy(), 1, values != 0
    while live.any():
        divides = live & (rest % 10 == 0)
        fineness[live & ~divides] = power
        rest[divides] //= 10
        live, power = divides, power * 10
    finest = fineness.min(axis=0, initial=_COARSEST)
    fives = np.gcd.reduce(values, axis=0) // finest % 5 == 0
    unit = np.where(finest == _COARSEST, 1, np.where(fives, 5 * finest, finest))
    _, first, inverse = np.unique(values, axis=0, return_index=True, return_inverse=True)
    return Lines(values, known, fineness, unit, tuple(labels), first[inverse.ravel()])
