"""The patterns worth weighing.

In: the lines of one axis, and the patterns believed so far. Out: candidates "line t is the sum of lines S",
each with the bits that it takes to describe it: next to its parts costs nothing, far away or with holes
costs more. What the figures say of a candidate is not decided here.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from xcdata.lines import Floats, Ints, Lines

MAX_STRIDE = 24
MAX_PERIOD_SHIFT = 12
_MATCHES = 24
_BEST = 2000


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line is the sum of others, at every position where it is stated.

    Attributes
    ----------
    total : int
    parts : tuple of int
        In ascending order.
    cost : float
        Bits that describe it.
    """

    total: int
    parts: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class View:
    """Some lines of an axis, read as if the others were not there."""

    lines: tuple[int, ...]
    cost: float


def first_views(lines: Lines) -> Iterator[View]:
    """Every line; every k-th line; lines of the same name."""
    used = np.flatnonzero(lines.known.any(axis=1))
    yield View(tuple(used.tolist()), 0.0)
    for stride in range(2, min(len(used) // 2, MAX_STRIDE) + 1):
        for offset in range(stride):
            yield View(tuple(used[used % stride == offset].tolist()), 2 + math.log2(stride))
    named = defaultdict(list)
    for line in used.tolist():
        named[lines.labels[line]].append(line)
    for name, same in named.items():
        if name and 1 < len(same) < len(used):
            yield View(tuple(same), 2.0)


def nested_views(lines: Lines, believed: Iterable[Pattern]) -> Iterator[View]:
    """Without the parts of totals (so subtotals stand for them), without the totals, and the totals alone."""
    used = np.flatnonzero(lines.known.any(axis=1)).tolist()
    believed = list(believed)
    totals = {pattern.total for pattern in believed}
    parts = {part for pattern in believed for part in pattern.parts}
    yield View(tuple(line for line in used if line not in parts), 1.0)
    yield View(tuple(line for line in used if line in totals), 1.0)
    yield View(tuple(line for line in used if line in totals and line not in parts), 1.0)
    yield View(tuple(line for line in used if line not in totals), 3.0)


def runs(lines: Lines, view: View, reach: int, wanted: float) -> list[Pattern]:
    """Totals of consecutive lines of a view that begin at most `reach` lines away from the total."""
    chosen = np.asarray(view.lines)
    if len(chosen) < 2:
        return []
    values = lines.values[chosen]
    sums = np.vstack([np.zeros_like(values[:1]), values.cumsum(axis=0)])
    totals = np.flatnonzero(lines.known.any(axis=1))
    found: dict[tuple[int, int, int], float] = defaultdict(float)
    for side in (1, -1):
        edge = np.searchsorted(chosen, totals, "right" if side > 0 else "left")
        keys, weights = _matches(lines, sums, totals, edge, side, reach)
        for key, weight in zip(keys.tolist(), weights.tolist(), strict=True):
            code, gap = divmod(key, len(sums))
            line, far = divmod(code, len(sums))
            near = int(edge[line]) + side * gap
            start, stop = min(near, far), max(near, far)
            cost = view.cost + 2 * math.log2(gap + 1) + _length_cost(lines, chosen, start, stop)
            if weight > cost + wanted:
                found[int(totals[line]), start, stop] = max(cost, 0)
    return [Pattern(t, tuple(chosen[a:b].tolist()), cost) for (t, a, b), cost in found.items()]


def _matches(
    lines: Lines, sums: Ints, totals: Ints, edge: Ints, side: int, reach: int
) -> tuple[Ints, Floats]:
    """Where a total meets the sum of a run: coded (line, far end, gap), with the bits of the meetings."""
    size = len(sums)
    codes, weights = [], []
    for position in range(sums.shape[1]):
        column, step = sums[:, position], lines.unit[position]
        order = np.argsort(column, kind="stable")
        ranked = column[order]
        stated = lines.values[totals, position]
        bits = np.log2(np.abs(stated) / step + 1)
        for gap in range(min(reach, size - 2)):
            near = edge + side * gap
            live = np.flatnonzero((stated != 0) & (near >= 0) & (near < size))
            target = column[near[live]] + side * stated[live]
            low = np.searchsorted(ranked, target - step, "left")
            count = np.minimum(np.searchsorted(ranked, target + step, "right") - low, _MATCHES)
            which = np.repeat(np.arange(len(live)), count)
            rank = low[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
            far, line = order[rank], live[which]
            long = side * (far - near[line]) >= 2
            codes.append(((line * size + far) * size + gap)[long])
            weights.append(bits[line][long])
    if not codes:
        return np.zeros(0, np.int64), np.zeros(0)
    keys, inverse = np.unique(np.concatenate(codes), return_inverse=True)
    added = np.bincount(inverse, np.concatenate(weights), len(keys))
    best = np.argsort(-added, kind="stable")[:_BEST]
    return keys[best], added[best]


def _length_cost(lines: Lines, chosen: Ints, start: int, stop: int) -> float:
    """A run that ends where the view, or an unbroken block of lines, ends needs no length."""
    ends = [i for i in (start, stop) if 0 < i < len(chosen) and chosen[i] - chosen[i - 1] == 1]
    return math.log2(len(chosen)) / 2 * len(ends)


def pairs(lines: Lines, wanted: float, budget: float = 2e8) -> list[Pattern]:
    """Totals of any two lines: differences, balances and shares stand anywhere."""
    used = np.flatnonzero(lines.known.any(axis=1))
    values, bits = lines.values[used], np.log2(np.abs(lines.values[used]) / lines.unit + 1)
    filled, count = values != 0, len(used)
    window = min(count, int(math.sqrt(budget / max(values.size, 1))))
    cost = 2 * math.log2(max(count, 2))
    found = []
    for first in range(count):
        near = slice(max(first - window, 0), first + window)
        later = slice(first + 1, first + window)
        both = values[first] + values[later]
        counts = filled[first] & filled[later]
        meets = np.abs(values[near][:, None] - both) <= lines.unit
        weight = np.where(meets & counts & filled[near][:, None], bits[near][:, None], 0.0).sum(axis=2)
        for t, second in np.argwhere(weight > cost + wanted).tolist():
            line, other = int(used[near][t]), int(used[later][second])
            if line not in (int(used[first]), other):
                found.append(Pattern(line, (int(used[first]), other), cost))
    return found


def shifted(lines: Lines, believed: Iterable[Pattern]) -> Iterator[Pattern]:
    """What holds of one block of lines may hold of the next."""
    used = set(np.flatnonzero(lines.known.any(axis=1)).tolist())
    for pattern in believed:
        for by in range(-MAX_PERIOD_SHIFT, MAX_PERIOD_SHIFT + 1):
            moved = tuple(part + by for part in pattern.parts)
            if by and pattern.total + by in used and used.issuperset(moved):
                yield Pattern(pattern.total + by, moved, pattern.cost / 2 + 2)


def coarser(believed: Sequence[Pattern]) -> Iterator[Pattern]:
    """Put subtotals in the place of their parts, in the first pattern by the others."""
    for pattern in believed[:1]:
        parts = set(pattern.parts)
        for inner in sorted(believed[1:], key=lambda pattern: -len(pattern.parts)):
            if inner.total not in parts and inner.total != pattern.total and parts.issuperset(inner.parts):
                if pattern.total not in inner.parts and len(inner.parts) < len(parts):
                    parts = parts.difference(inner.parts) | {inner.total}
        if len(parts) < len(pattern.parts):
            yield Pattern(pattern.total, tuple(sorted(parts)), max(pattern.cost - 1, 0))


def filled_up(lines: Lines, pattern: Pattern) -> Pattern:
    """Take in the lines of zeros that continue a run on either side without a gap."""
    parts = set(pattern.parts)
    zeros = lines.known.any(axis=1) & ~lines.values.any(axis=1)
    for end, step in ((max(parts), 1), (min(parts), -1)):
        line = end + step
        while 0 <= line < len(zeros) and zeros[line] and line != pattern.total:
            parts.add(line)
            line += step
    return Pattern(pattern.total, tuple(sorted(parts)), pattern.cost)
