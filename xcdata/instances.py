"""Where a believed pattern is meant to hold.

In: the believed patterns of one axis. Out: for each the positions that state it. A sum that fails is an
error, or was never meant: rates, shares and averages stand among the counts, and their totals do not add up.
What one wrong figure can have done is taken for an error; a position where nothing adds up, and could not
with one figure put right, is taken for one of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from xcdata.lines import Bools, Ints, Lines
from xcdata.selection import Weighed

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
        One for each pattern. Nowhere but where it holds, if it fails often.
    """
    if not believed:
        return []
    holds = np.array([weighed.evidence.holds for weighed in believed])
    fails = np.array([weighed.evidence.stated for weighed in believed]) & ~holds
    add_up = np.sum([weighed.evidence.holds & (weighed.evidence.bits > 1) for weighed in believed], axis=0)
    fail = fails.sum(axis=0)
    suspect = (fail > _BROKEN_BY_ONE) & (fail > add_up)
    meant = []
    for weighed, held, failed in zip(believed, holds, fails, strict=True):
        if held.sum() + 1 <= _MOSTLY * ((held | failed).sum() + 1):
            meant.append(held)
            continue
        for position in np.flatnonzero(failed & (suspect | (add_up == 0))).tolist():
            column = lines.values[[weighed.pattern.total, *weighed.pattern.parts], position]
            off, unit = abs(int(column[1:].sum() - column[0])), int(lines.unit[position])
            slip = _one_slip(column, off)
            odd = suspect[position] or unit < lines.unit[held].min()
            easily = off < _TELLING * unit and _NEARLY * off > abs(int(column[0]))
            if (_looks_average(column) and not slip) or (odd and (easily or not slip)):
                failed[position] = False
        meant.append(held | failed)
    return meant


def _looks_average(column: Ints) -> bool:
    """Whether a part is no less than its total, although all are of one sign."""
    total, parts = column[0], column[1:]
    return bool((parts.min() >= 0 and parts.max() >= total) or (parts.max() <= 0 and parts.min() <= total))


def _one_slip(column: Ints, off: int) -> bool:
    """Whether a sum is off by what one slip does to a figure.

    A digit changed, two neighbours transposed, a point moved, a figure where none belongs.
    """
    ninth = off // 9 if off % 9 == 0 else off
    one_digit = any(len(str(size).rstrip("0")) == 1 for size in (off, ninth))
    sizes = np.abs(column).tolist()
    return one_digit or off in sizes[1:] or any(off in (9 * size, 9 * size // 10) for size in sizes)
