"""Where a believed pattern is meant to hold.

In: the believed patterns of one axis. Out: for each the positions that state it. A sum that fails is an
error, or was never meant: rates, shares and averages stand among the counts, and their totals do not add up.
What one wrong figure can have done is taken for an error; a position where nothing adds up, and could not
with one figure put right, is taken for one of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xcdata.candidates import Pattern
from xcdata.evidence import moved_point, one_slip
from xcdata.lines import Bools, Ints, Lines
from xcdata.pool import Weighed

_MOSTLY = 0.7
_BROKEN_BY_ONE = 2
"""Sums of one axis that a single figure breaks: the one it totals, the one it is a part of."""

_TELLING = 100
_NEARLY = 3
"""What a sum is off by is explained too easily if it has few digits and is no small part of the total."""


def instances(lines: Lines, believed: Sequence[Weighed]) -> list[Bools]:
    """Find where each pattern is meant: where it holds and where it fails by an error.

    Returns
    -------
    list of (positions,) bool
        One for each pattern. If it fails often: nowhere but where it holds, or fails by a slip that tells something or that its
        labels vouch for.
    """
    if not believed:
        return []
    told = np.array([weighed.evidence.told for weighed in believed])
    fails = np.array([weighed.evidence.stated for weighed in believed]) & ~told
    add_up = np.sum([weighed.evidence.holds & (weighed.evidence.bits > 1) for weighed in believed], axis=0)
    fail = fails.sum(axis=0)
    suspect = (fail > _BROKEN_BY_ONE) & (fail > add_up)
    meant = []
    for weighed, held, failed in zip(believed, told, fails, strict=True):
        if not failed.any() or held.sum() + 1 <= _MOSTLY * ((held | failed).sum() + 1):
            pattern = weighed.pattern
            vouched = pattern.certain or pattern.cost < 0 or pattern.total in lines.called_totals
            slips = failed & _are_slips(lines, pattern) & vouched
            meant.append(held | slips)
        else:
            finer = (add_up == 0) & (lines.unit < lines.unit[held].min())
            odd = suspect | finer | _outside(held)
            errors = _could_be_errors(lines, weighed.pattern, failed, odd, fail >= add_up)
            meant.append(held | errors)
    return meant


def _outside(held: Bools) -> Bools:
    """Positions that are not even next to those between the first and the last that hold: headers and notes may stand there."""
    places = np.flatnonzero(held)
    positions = np.arange(len(held))
    outside: Bools = (positions < places[0] - 1) | (positions > places[-1] + 1)
    return outside


def _could_be_errors(lines: Lines, pattern: Pattern, failed: Bools, odd: Bools, doubtful: Bools) -> Bools:
    """Find where one wrong figure can be why a pattern fails.

    Not where a single number fills all cells (a year, a unit); and unless one slip explains it, not where parts are often
    blank that the total counts, nor where the total is no more than a part (an average) at a `doubtful` position. At `odd`
    positions nothing but a slip does.
    """
    rows = [pattern.total, *pattern.parts]
    figures, known, unit = lines.values[rows], lines.known[rows], lines.unit
    total, parts = figures[0], figures[1:]
    off = parts.sum(0) - total
    added = ((np.abs(parts) == np.abs(off)) & (parts != 0)).any(0)  # a figure where none belongs
    slip = one_slip(figures) | added
    several = (known & (figures != total)).any(0)
    incomplete = failed & ~known.all(0) & (np.sign(off) * np.sign(total) < 0)
    easily = (np.abs(off) < _TELLING * unit) & (_NEARLY * np.abs(off, dtype=float) > np.abs(total))
    unmeant = (_look_like_averages(figures) & doubtful) | (incomplete & (incomplete.sum() > 1))
    errors: Bools = failed & several & (slip | ~unmeant) & ~(odd & (easily | ~slip))
    return errors


def _are_slips(lines: Lines, pattern: Pattern) -> Bools:
    """Find where one slip is all that keeps a pattern from holding; that of a point can lift a part above its total."""
    figures = lines.values[[pattern.total, *pattern.parts]]
    slips: Bools = one_slip(figures) & ~(_look_like_averages(figures) & ~moved_point(figures))
    return slips


def _look_like_averages(figures: Ints) -> Bools:
    """Find where the total is no more than one of its parts, although all are of one sign."""
    total, parts = figures[0], figures[1:]
    above = (parts.min(0) >= 0) & (parts.max(0) >= total)
    below = (parts.max(0) <= 0) & (parts.min(0) <= total)
    averages: Bools = above | below
    return averages
