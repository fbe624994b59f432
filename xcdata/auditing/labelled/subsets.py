"""Which of the lines that a label declares to be added up would make the total that is printed.

In: figures of some lines, and of a total that they do not make. Out: the choices of these lines that make it in every position at
once. One column of small figures has many by chance, so a choice is told with how many others there are, and never believed.
"""

from __future__ import annotations

import numpy as np

from xcdata.auditing.lines import Bools, Ints
from xcdata.auditing.parameters import PARAMETERS


def fitting(lines: Ints, total: Ints) -> list[tuple[int, ...]]:
    """Return every choice of two lines or more, but not of all, that makes a total; those of most lines first.

    Parameters
    ----------
    lines : (lines, positions) int64
    total : (positions,) int64

    Returns
    -------
    list of tuple of int
        Numbers of lines, in ascending order; none of too many lines, or where more choices fit than say anything.

    Examples
    --------
    >>> fitting(np.array([[2], [1624], [1548], [8], [84], [5591], [1289]]), np.array([7223]))
    [(1, 3, 5), (2, 4, 5)]
    """
    count = len(lines)
    if not 2 < count <= PARAMETERS.subset_lines:
        return []
    half = count // 2
    first, second = sums(lines[:half]), sums(lines[half:])
    # One number a row: equal rows have equal numbers, and the few others are told apart below.
    weights = np.arange(1, 2 * lines.shape[1], 2, dtype=np.int64) ** 3
    wanted, there = (total - first) @ weights, second @ weights
    order = np.argsort(there, kind="stable")
    low, high = (np.searchsorted(there[order], wanted, side) for side in ("left", "right"))
    found = int((high - low).sum())
    if not 0 < found <= PARAMETERS.most_choices:
        return []
    one = np.repeat(np.arange(len(first)), high - low)
    other = order[np.arange(found) - np.repeat(np.cumsum(high - low) - (high - low) - low, high - low)]
    same: Bools = (first[one] + second[other] == total).all(axis=1)
    codes = (one[same] | (other[same] << half)).tolist()
    choices = (tuple(line for line in range(count) if code >> line & 1) for code in codes)
    return sorted((one for one in choices if 1 < len(one) < count), key=lambda one: (-len(one), one))


def sums(lines: Ints) -> Ints:
    """Return the sums of every choice of some lines: that of the lines whose bits a number has stands at that number."""
    found = np.zeros((1, lines.shape[1]), np.int64)
    for line in lines:
        found = np.concatenate([found, found + line])
    return found
