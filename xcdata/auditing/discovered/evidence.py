"""What chance says of a sum.

In: the lines of one axis (:mod:`xcdata.auditing.lines`) and a pattern "this line is the sum of those lines". Out: where it is stated,
where it holds, and how many bits of evidence that is: a hold among figures of ``r`` distinguishable values has chance ``1/r``,
so it is worth ``log2 r``. A sum that fails by what one slip of the pen does still tells something, as few failing sums do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from xcdata.auditing.lines import Bools, Floats, Ints, Lines

BROKEN_BITS = 3.0
"""What an instance that does not hold costs: one in eight is an error, or not meant to add up."""

HABIT_BITS = 1.0
"""Figures of a table are more alike than chance would have them."""

SLIP_BITS = 6.0
"""What it costs to take a failing sum for a slip: about one sum in fifty is printed wrong."""

_LEAST_SLIP = 0.1 - BROKEN_BITS
"""A failing sum that one slip explains costs a little less than another, however little its figures tell."""

_KIND_BITS = 1.0
"""What it takes to say that the positions of one unit are of another kind."""

_HOLDS_PER_SLIP = 4
_MOST_UNEXPLAINED = 2
"""Slips speak for a pattern only where there is no more than one for so many sums that hold, and few that fail otherwise."""

_HASH = np.random.default_rng(0).integers(1, 2**62, 4096)


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
        return (self.bits > 0) | (self.slips & (self.bits > _LEAST_SLIP))

    @property
    def slips(self) -> Bools:
        """Where the sum fails by what one slip does, whether or not that tells anything."""
        return self.stated & ~self.holds & (self.bits > -BROKEN_BITS)


def weigh(lines: Lines, total: int, parts: Sequence[int]) -> Evidence:
    """Weigh the pattern "line `total` is the sum of the lines `parts`".

    A hold earns the more, the more digits the figures have and the fewer of them are off. Parts that are all
    alike say no more than a multiple does, a part that nearly is the total no more than a bit, a sum of zero nothing.
    """
    figures = lines.values[[total, *parts]]
    added, count = figures[1:], np.count_nonzero(figures[1:], axis=0)
    off = np.abs(added.sum(0) - figures[0])
    stated = lines.known[total] & ((count > 0) | (figures[0] == 0))
    # What has but one part is a copy, and copies are not rounded.
    holds = stated & (off <= np.where(count > 1, count + 1, 0) * lines.unit // 2)
    fine = lines.fineness[[total, *parts]].min(0)
    failing = stated & ~holds
    bits = np.zeros(len(stated))
    if holds.any():
        bits[holds] = _hold_bits(figures[:, holds], off[holds], fine[holds], lines.unit[holds])
    if failing.any():
        bits[failing] = _fail_bits(figures[:, failing], fine[failing])
    slips = failing & (bits > 0)
    many = slips.sum() > max(1, int(holds.sum()) // _HOLDS_PER_SLIP)
    other = ~holds & _of_another_kind(lines.unit, stated, np.where(holds, figures[0] != 0, slips & ~many))
    stated &= ~other
    if many or (stated & failing & ~slips).sum() > _MOST_UNEXPLAINED:
        bits[failing] = -BROKEN_BITS
    bits[~stated] = 0
    if other.any():
        bits[np.argmax(other)] = -_KIND_BITS
    return Evidence(stated, holds, stated & (off == 0), _counted_once(bits, added, figures[0]))


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
    holds, fails = off <= step, known & (off > 3 * step)
    for unit in np.unique(step):
        kind = np.flatnonzero(step == unit)
        if 1 < len(kind) < len(step):  # rates among counts do not add up, and need not
            fails[:, kind] &= (holds & (stated != 0))[:, kind].any(axis=1, keepdims=True)
    bits = np.where(fails, -BROKEN_BITS, 0.0)
    at = np.nonzero(holds & (stated != 0))
    bits[at] = np.log2(np.abs(stated[at]) / finest(*at) + 1) - HABIT_BITS
    return bits


def one_slip(figures: Ints) -> Bools:
    """Tell where a sum is off by what one slip does to a figure.

    A digit changed, two neighbours transposed, a point moved.

    Parameters
    ----------
    figures : (1 + parts, positions) int64
        The total first.
    """
    off = np.abs(figures[1:].sum(0) - figures[0])
    rest = np.where(off == 0, 1, off)
    while (round_ := rest % 10 == 0).any():
        rest = np.where(round_, rest // 10, rest)
    slip: Bools = (rest < 10) | ((rest % 9 == 0) & (rest < 90)) | moved_point(figures)
    return slip


def moved_point(figures: Ints) -> Bools:
    """Tell where a sum is off by what a moved decimal point does to a figure: shaped as for :func:`one_slip`."""
    off, sizes = np.abs(figures[1:].sum(0) - figures[0]), np.abs(figures)
    tenfold = (off == 9 * sizes) | ((off == sizes - sizes // 10) & (sizes % 10 == 0))
    moved: Bools = (tenfold & (sizes > 0)).any(0)
    return moved


def _hold_bits(figures: Ints, off: Ints, fine: Ints, unit: Ints) -> Floats:
    """Weigh sums that hold."""
    total, added = figures[0], figures[1:]
    filled = added != 0
    count = filled.sum(0)
    bits = np.log2(np.abs(figures).max(0) / fine + 1) - np.log2(2.0 * off / fine + 1) - HABIT_BITS
    alike = np.where(filled, added, added.max(0)).min(0) == np.where(filled, added, added.min(0)).max(0)
    bits = np.where(alike, np.minimum(bits, 1 + np.log2(np.maximum(count, 1))), bits)
    alone = (filled & (np.abs(added - total) <= unit)).any(0)
    bits = np.where(alone, np.minimum(bits, 1), bits)
    return np.where((count == 0) | (total == 0), 0.0, np.maximum(bits, 0))


def _fail_bits(figures: Ints, fine: Ints) -> Floats:
    """Weigh sums that fail: the fewer the slips that figures allow among all that they could be off by, the more one tells."""
    size = np.abs(figures).max(0) / fine + 1
    count = np.count_nonzero(figures, axis=0)
    # Nine changes of a digit, up or down, at each place; the point moved, left or right, in each figure.
    slips = 18 * np.log10(size + 1) + 2 * count
    bits = np.log2(size) - np.log2(slips) - HABIT_BITS - SLIP_BITS
    several = np.count_nonzero(figures[1:], axis=0) > 1
    return np.where(several & one_slip(figures), np.maximum(bits, _LEAST_SLIP), -BROKEN_BITS)


def _of_another_kind(unit: Ints, stated: Bools, telling: Bools) -> Bools:
    """Positions of a unit of their own (percentages beside counts) at none of which the sum holds."""
    other = np.zeros(len(unit), bool)
    for kind in np.unique(unit[stated & ~telling]) if telling.any() else ():
        same = stated & (unit == kind)
        if same.sum() > 1 and not telling[same].any():
            other |= same
    return other


def _counted_once(bits: Floats, added: Ints, total: Ints) -> Floats:
    """Positions that repeat the same shares are one observation."""
    if np.count_nonzero(bits > 0) < 2:
        return bits
    weights = _HASH[np.arange(len(added)) % len(_HASH)]
    shares = np.rint(np.clip(added * (1000 / np.where(total == 0, 1, total)), -(2.0**62), 2.0**62)).astype(
        np.int64
    )
    fingerprint = (shares * weights[:, None]).sum(0)
    first = np.zeros(len(bits), bool)
    first[np.unique(fingerprint, return_index=True)[1]] = True
    return np.where(first | (bits < 0), bits, 0.0)
