"""What chance says of a sum.

In: the lines of one axis (:mod:`xcdata.auditing.lines`) and a pattern "this line is the sum of those lines". Out: where it is stated,
where it holds, and how many bits of evidence that is: a hold among figures of ``r`` distinguishable values has chance ``1/r``,
so it is worth ``log2 r``. A sum that fails by what one slip of the pen does still tells something, as few failing sums do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from xcdata.auditing.lines import Bools, Floats, Ints, Lines
from xcdata.auditing.parameters import PARAMETERS

BROKEN_BY_ONE = 2
"""Sums along one axis that a single figure breaks: the one it totals, the one it is a part of. More failing ones are no single error."""

_WEIGHTS = np.random.default_rng(0).uniform(1, 2, 4096)


@dataclass(frozen=True)
class Evidence:
    """What the figures say of one pattern, position by position.

    Attributes
    ----------
    stated : (positions,) bool
        There is a total, and something to add up (or both are nothing).
    holds : (positions,) bool
        And they agree within rounding.
    exact : (positions,) bool
        To the last digit.
    bits : (positions,) float
        Against chance: positive where a hold or a slip tells something, negative where the sum fails.
    """

    stated: Bools
    holds: Bools
    exact: Bools
    bits: Floats

    @property
    def told(self) -> Bools:
        """Where the sum holds, or fails by a slip that tells something."""
        return self.holds | (self.bits > 0)

    @property
    def telling(self) -> Bools:
        """Where the sum holds, or fails by a slip, among figures that tell it from chance."""
        return (self.bits > 0) | (self.slips & (self.bits > PARAMETERS.least_slip))

    @property
    def slips(self) -> Bools:
        """Where the sum fails by what one slip does, whether or not that tells anything."""
        return self.stated & ~self.holds & (self.bits > -PARAMETERS.broken_bits)


def weigh(lines: Lines, patterns: Sequence[tuple[int, Sequence[int]]]) -> list[Evidence]:
    """Weigh patterns "this line is the sum of those lines", each given by its total and its parts.

    A hold earns the more, the more digits the figures have and the fewer of them are off. Parts that are all
    alike say no more than a multiple does, a part that nearly is the total no more than a bit, a sum of zero nothing.
    """
    found: list[Evidence] = []
    width = lines.values.shape[1]
    some: list[tuple[int, ...]] = []
    size = 0
    for total, parts in patterns:
        some.append((total, *parts))
        size += len(some[-1]) * width
        if size > PARAMETERS.at_once:
            found += _weighed(lines, some)
            some, size = [], 0
    return found + _weighed(lines, some) if some else found


def _weighed(lines: Lines, patterns: Sequence[tuple[int, ...]]) -> list[Evidence]:
    """Weigh patterns whose lines, the total of each first, are laid out one pattern after the other."""
    length = np.array([len(one) for one in patterns])
    first = np.cumsum(length) - length
    rows = np.fromiter(chain.from_iterable(patterns), np.int64, length.sum())
    figures = lines.values[rows]
    total = figures[first]
    added = figures.copy()
    added[first] = 0
    filled = added != 0
    count = np.add.reduceat(filled, first, dtype=np.int64)
    off = np.abs(np.add.reduceat(added, first) - total)
    stated = lines.known[rows[first]] & ((count > 0) | (total == 0))
    # What has but one part is a copy, and copies are not rounded.
    holds = stated & (off <= np.where(count > 1, count + 1, 0) * lines.unit // 2)
    fine = np.minimum.reduceat(lines.fineness[rows], first)
    size = np.maximum.reduceat(np.abs(figures), first) / fine + 1

    # A sum that holds.
    bits = np.log2(size) - np.log2(2.0 * off / fine + 1) - PARAMETERS.habit_bits
    none = np.iinfo(np.int64)
    alike = np.minimum.reduceat(np.where(filled, added, none.max), first) == np.maximum.reduceat(
        np.where(filled, added, none.min), first
    )
    bits = np.where(alike, np.minimum(bits, 1 + np.log2(np.maximum(count, 1))), bits)
    alone = np.logical_or.reduceat(
        filled & (np.abs(added - np.repeat(total, length, axis=0)) <= lines.unit), first
    )
    bits = np.where(alone, np.minimum(bits, PARAMETERS.habit_bits), bits)
    bits = np.where((count == 0) | (total == 0), 0.0, np.maximum(bits, 0))

    # One that fails: the fewer the slips that figures allow among all that they could be off by, the more one tells.
    # Nine changes of a digit, up or down, at each place; the point moved, left or right, in each figure.
    possible = 18 * np.log10(size + 1) + 2 * (count + (total != 0))
    told = np.maximum(
        np.log2(size) - np.log2(possible) - PARAMETERS.habit_bits - PARAMETERS.slip_bits,
        PARAMETERS.least_slip,
    )
    failing = stated & ~holds
    bits = np.where(
        failing, np.where((count > 1) & one_slip(figures, first), told, -PARAMETERS.broken_bits), bits
    )

    slips = failing & (bits > 0)
    holding = holds.sum(axis=1)
    many = slips.sum(axis=1) > np.maximum(1, holding // PARAMETERS.holds_per_slip)
    telling = np.where(holds, total != 0, slips & ~many[:, None])
    other = ~holds & _of_another_kind(lines.unit, stated, telling)
    stated &= ~other
    loose = many | ((stated & failing & ~slips).sum(axis=1) > BROKEN_BY_ONE)
    bits[loose[:, None] & failing] = -PARAMETERS.broken_bits
    bits[~stated] = 0
    odd = np.flatnonzero(other.any(axis=1))
    bits[odd, np.argmax(other[odd], axis=1)] = -PARAMETERS.habit_bits
    _count_once(bits, added, total, first, length)
    return [Evidence(*one) for one in zip(stated, holds, stated & (off == 0), bits, strict=True)]


def rough_bits(
    added: Ints, stated: Ints, known: Bools, step: Ints, finest: Callable[[Ints, Ints], Ints]
) -> Floats:
    """Estimate what :func:`weigh` would say, of the parts knowing only their sum and the finest figure.

    Parameters
    ----------
    added, stated, known : (candidates, positions)
        What the parts make, what the total is, and where it is a figure.
    step : (positions,) int
    finest : callable
        Gives, for numbers of candidates and of positions, the fineness of the finest figure of each.
    """
    off = np.abs(added - stated)
    holds, fails = off <= step, known & (off > step)
    for unit in np.unique(step):
        kind = np.flatnonzero(step == unit)
        if 1 < len(kind) < len(step):  # rates among counts do not add up, and need not
            fails[:, kind] &= (holds & (stated != 0))[:, kind].any(axis=1, keepdims=True)
    bits = np.where(fails, -PARAMETERS.broken_bits, 0.0)
    at = np.nonzero(holds & (stated != 0))
    bits[at] = np.log2(np.abs(stated[at]) / finest(*at) + 1) - PARAMETERS.habit_bits
    return bits


def one_slip(figures: Ints, first: Ints) -> Bools:
    """Tell where a sum is off by what one slip does to a figure.

    A digit changed, two neighbours transposed, a point moved.

    Parameters
    ----------
    figures : (lines, positions) int64
        Of several patterns, one after the other, the total of each first.
    first : (patterns,) int
        Where each pattern begins.
    """
    off = _off(figures, first)
    rest = np.where(off == 0, 1, off)
    while (round_ := rest % 10 == 0).any():
        rest = np.where(round_, rest // 10, rest)
    slip: Bools = (rest < 10) | ((rest % 9 == 0) & (rest < 90)) | moved_point(figures, first)
    return slip


def moved_point(figures: Ints, first: Ints) -> Bools:
    """Tell where a sum is off by what a moved decimal point does to a figure: shaped as for :func:`one_slip`."""
    sizes = np.abs(figures)
    off = np.repeat(_off(figures, first), np.diff(first, append=len(figures)), axis=0)
    tenfold = (off == 9 * sizes) | ((off == sizes - sizes // 10) & (sizes % 10 == 0))
    moved: Bools = np.logical_or.reduceat(tenfold & (sizes > 0), first)
    return moved


def _off(figures: Ints, first: Ints) -> Ints:
    """Give how far the parts are from their total."""
    off: Ints = np.abs(np.add.reduceat(figures, first) - 2 * figures[first])
    return off


def _of_another_kind(unit: Ints, stated: Bools, telling: Bools) -> Bools:
    """Positions of a unit of their own (percentages beside counts) at none of which the sum holds, of each pattern."""
    other = np.zeros(stated.shape, bool)
    some = telling.any(axis=1)
    for kind in np.unique(unit):
        same = stated & (unit == kind)
        apart = some & (same.sum(axis=1) > 1) & ~(telling & same).any(axis=1)
        other |= same & apart[:, None]
    return other


def _count_once(bits: Floats, added: Ints, total: Ints, first: Ints, length: Ints) -> None:
    """Take positions that repeat the same shares for one observation, worth what the coarsest is.

    A column in another unit is rounded otherwise: it repeats the shares but for that, and its longer figures are no news.
    """
    for one in np.flatnonzero((bits > 0).sum(axis=1) > 1).tolist():
        at = np.flatnonzero(bits[one] > 0)
        parts = added[first[one] + 1 : first[one] + length[one], at]
        shares = parts * (PARAMETERS.share_steps / np.where(total[one, at] == 0, 1, total[one, at]))
        # What has nearly the same shares stands side by side in the order of a sum of them.
        order = np.argsort(_WEIGHTS[np.arange(len(parts)) % len(_WEIGHTS)] @ shares, kind="stable")
        other = (np.abs(np.diff(shares[:, order], axis=1)) > 0.5).any(axis=0)
        kind = np.concatenate(([0], np.cumsum(other)))
        coarsest = np.lexsort((bits[one, at[order]], kind))
        again = np.diff(kind[coarsest], prepend=-1) == 0
        bits[one, at[order[coarsest[again]]]] = 0
