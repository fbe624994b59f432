"""What looks like a line of sums and is none: rates, averages, years, numbers of things.

In: the lines of an axis, a total with its parts, a position. Out: whether what stands there is to be added up at all. Where a
labelled total fails, this says why it is no sum instead of accusing a figure.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS


def of_another_unit(lines: Lines, total: int, parts: Sequence[int], position: int, holds: Bools) -> bool:
    """Whether most figures of a position are finer than those of the positions that hold: rates among counts."""
    if not holds.any():
        return False
    figures = lines.values[[total, *parts], position]
    fine = lines.fineness[[total, *parts], position][figures != 0]
    small = int(np.abs(figures).max(initial=0)) < PARAMETERS.rate * lines.wholes[1]
    units = np.sort(lines.unit[holds])
    # The unit of 0, 5, 10 is 5, and they are as fine as 1.
    usual = 10 ** int(math.log10(int(units[len(units) // 2])))
    return small and len(fine) > 1 and 2 * int((fine < usual).sum()) > len(fine)


def is_finer(lines: Lines, total: int, parts: Sequence[int], position: int, holds: Bools) -> bool:
    """Whether a total is finer than all of its parts, where others of the line add up."""
    if not holds.any():
        return False
    return int(lines.fineness[total, position]) < int(lines.fineness[list(parts), position].min())


def rates_of(lines: Lines, total: int, parts: Sequence[int]) -> list[int]:
    """Give the positions of rates, years and numbers of things in which a total has a figure, and parts have."""
    there = lines.known[total] & lines.known[list(parts)].any(axis=0) & ~lines.additive
    return [int(position) for position in np.flatnonzero(there)]


def looks_like_average(lines: Lines, total: int, parts: Sequence[int], position: int) -> bool:
    """Whether a total is no more than one of its parts and no less than another."""
    figures = [int(lines.values[part, position]) for part in parts if lines.known[part, position]]
    return len(figures) > 1 and min(figures) < int(lines.values[total, position]) < max(figures)


def averages_of(lines: Lines, total: int, parts: Sequence[int], fails: Sequence[int]) -> list[int]:
    """Give those of the failing positions that stand together, several of them, and all look like averages.

    Growth rates often stand as a block beside what grew, under a heading of the block that does not reach each of them.
    """
    found: list[int] = []
    block: list[int] = []
    for position in [*sorted(fails), -1]:
        if block and (position != block[-1] + 1 or not looks_like_average(lines, total, parts, position)):
            found += block if len(block) >= PARAMETERS.enough_alike else []
            block = []
        if position >= 0 and looks_like_average(lines, total, parts, position):
            block.append(position)
    return found
