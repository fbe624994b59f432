"""The patterns worth weighing.

In: the lines of one axis, and the patterns believed so far. Out: candidates "line t is the sum of lines S",
each with the bits that it takes to describe it: next to its parts costs nothing, far away or with holes
costs more. What the figures say of a candidate is not decided here.

A pattern said otherwise.

In: a pattern and the lines of its axis. Out: the same pattern on neighbouring lines, in terms of subtotals,
or with the lines of zeros that belong to it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xcdata.auditing.discovered.evidence import BROKEN_BITS, HABIT_BITS
from xcdata.auditing.lines import Bools, Floats, Ints, Lines

MAX_STRIDE = 12
_MATCHES = 24
_MATCH_WORK = 200_000
_STRIDE_WORK = 5000
_LEAST_TELLING = 8
_WINDOW = 12
_ANCHORS = 3
_PAIR_WORK = 1.5e7
_PAIR_LINES = 5000
_WEIGHABLE = 3000
_BEST = 80


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line is the sum of others, at every position where it is stated.

    Attributes
    ----------
    total : int
    parts : tuple of int
        In ascending order.
    cost : float
        Bits that describe it; below 0 where its labels vouch for it.
    certain : bool
        Its names are those of patterns that are believed: it is meant, even if its figures do not show it.
    """

    total: int
    parts: tuple[int, ...]
    cost: float
    certain: bool = False

    @property
    def side(self) -> int:
        """1 for a total after all its parts, -1 for one before them, 0 for one among them."""
        return (self.total > self.parts[-1]) - (self.total < self.parts[0])


@dataclass(frozen=True, slots=True)
class View:
    """Some lines of an axis, read as if the others were not there."""

    lines: tuple[int, ...]
    cost: float
    shortest: int = 2


def first_views(lines: Lines) -> Iterator[View]:
    """Every line; every k-th line; all but averages, repetitions, or what is below in an outline; lines of the same name."""
    used = lines.used
    yield View(tuple(used.tolist()), 0.0)
    for stride in range(2, min(len(used) // 2, MAX_STRIDE, _STRIDE_WORK // max(len(used), 1)) + 1):
        for offset in range(stride):
            yield View(tuple(used[used % stride == offset].tolist()), 2 + math.log2(stride), 3)
    yield View(tuple(sorted(lines.called_totals)), 1.0)
    for left_out in (lines.ratios, lines.repeats, lines.nested):
        if left_out:
            yield View(tuple(line for line in used.tolist() if line not in left_out), 1.0)
    named = defaultdict(list)
    for line in used.tolist():
        named[lines.labels[line]].append(line)
    for name, same in named.items():
        if name and 1 < len(same) < len(used):
            yield View(tuple(same), 2.0)


def nested_views(lines: Lines, believed: Iterable[Candidate]) -> Iterator[View]:
    """Without the parts of totals (so subtotals stand for them), without the totals, and the totals alone."""
    used = lines.used.tolist()
    believed = list(believed)
    totals = {pattern.total for pattern in believed}
    parts = {part for pattern in believed for part in pattern.parts}
    yield View(tuple(line for line in used if line not in parts), 1.0)
    yield View(tuple(line for line in used if line in totals), 1.0)
    yield View(tuple(line for line in used if line in totals and line not in parts), 1.0)
    yield View(tuple(line for line in used if line not in totals), 3.0)


def run_candidates(lines: Lines, view: View, reach: int, wanted: float) -> list[Candidate]:
    """Totals of consecutive lines of a view that begin at most `reach` lines away from the total."""
    chosen = np.asarray(view.lines)
    if len(chosen) < 2:
        return []
    sample = lines.telling
    step, stated, known = lines.unit[sample], lines.values[:, sample], lines.known[:, sample]
    fineness = lines.fineness[:, sample]
    sums = _cumulated(stated[chosen])
    finer = [(level, _cumulated(fineness[chosen] <= level)) for level in np.unique(fineness[chosen])[::-1]]
    totals = lines.used[known[lines.used].any(axis=1)]
    found: dict[tuple[int, int, int], Candidate] = {}
    for side in (1, -1):
        edge = np.searchsorted(chosen, totals, "right" if side > 0 else "left")
        within = min(reach, len(chosen) - 1)
        which, far, gap = _matches(sums, stated[totals], step, edge, side, within, view.shortest)
        near = edge[which] + side * gap
        start, stop, total = np.minimum(near, far), np.maximum(near, far), totals[which]
        cost = view.cost + 3 * np.log2(gap + 1) + _length_cost(lines, chosen, far)
        gains = [np.zeros(0)]
        for some in np.array_split(np.arange(len(total)), len(total) * len(sample) // 1_000_000 + 1):
            a, b, t = start[some], stop[some], total[some]
            fine = fineness[t]
            for level, count in finer:
                fine = np.where(count[b] > count[a], np.minimum(fine, level), fine)
            bits = rough_bits(sums[b] - sums[a], stated[t], known[t], step, fine)
            gains.append(bits.sum(axis=1) - cost[some])
        gain = np.concatenate(gains)
        for i in np.argsort(-gain, kind="stable")[: min(_BEST, np.count_nonzero(gain > wanted))].tolist():
            a, b = int(start[i]), int(stop[i])
            parts = tuple(chosen[a:b].tolist())
            found[int(total[i]), a, b] = Candidate(int(total[i]), parts, float(cost[i]))
    return list(found.values())


def _cumulated(values: Ints | Bools) -> Ints:
    sums = np.zeros((len(values) + 1, *values.shape[1:]), np.int64)
    np.cumsum(values, axis=0, out=sums[1:])
    return sums


def rough_bits(added: Ints, stated: Ints, known: Bools, step: Ints, fine: Ints) -> Floats:
    """Estimate what :func:`~xcdata.auditing.discovered.evidence.weigh` would say, of the parts knowing only their sum and the finest of them."""
    off = np.abs(added - stated)
    told = np.where(stated != 0, np.log2(np.abs(stated) / fine + 1) - HABIT_BITS, 0.0)
    holds, fails = off <= step, known & (off > 3 * step)
    for unit in np.unique(step):
        kind = np.flatnonzero(step == unit)
        if 1 < len(kind) < len(step):  # rates among counts do not add up, and need not
            fails[..., kind] &= (holds & (stated != 0))[..., kind].any(axis=-1, keepdims=True)
    return np.where(holds, told, np.where(fails, -BROKEN_BITS, 0.0))


def _matches(
    sums: Ints, stated: Ints, steps: Ints, edge: Ints, side: int, reach: int, shortest: int
) -> tuple[Ints, Ints, Ints]:
    """Where a total meets the sum of a run: index of the total, far end of the run, gap before it."""
    size = len(sums)
    gaps = np.arange(reach)
    near = edge[:, None] + side * gaps
    inside = (near >= 0) & (near < size)
    codes = [np.zeros(0, np.int64)]
    for column, wanted, step in zip(sums.T, stated.T, steps.tolist(), strict=True):
        order = np.argsort(column, kind="stable")
        ranked = column[order]
        line, gap = np.nonzero(inside & (wanted != 0)[:, None])
        begin = near[line, gap]
        target = column[begin] + side * wanted[line]
        low = np.searchsorted(ranked, target - step, "left")
        most = min(_MATCHES, max(2, _MATCH_WORK // max(len(line), 1)))
        count = np.minimum(np.searchsorted(ranked, target + step, "right") - low, most)
        which = np.repeat(np.arange(len(line)), count)
        far = order[low[which] + np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)]
        long = side * (far - begin[which]) >= shortest
        codes.append(((line[which] * size + far) * reach + gap[which])[long])
    keys, times = np.unique(np.concatenate(codes), return_counts=True)
    keys = keys[np.argsort(-times, kind="stable")[:_WEIGHABLE]]
    line, far = np.divmod(keys // reach, size)
    return line, far, keys % reach


def _length_cost(lines: Lines, chosen: Ints, end: Ints) -> Floats:
    """Price the length of a run: nothing where it ends with the view or with an unbroken block."""
    inner = (end > 0) & (end < len(chosen))
    rank = np.searchsorted(lines.used, chosen)
    unbroken = np.diff(chosen, prepend=-1, append=0) == np.diff(rank, prepend=-1, append=0)
    return np.where(inner & unbroken[end], math.log2(len(chosen)), 0.0)


def pair_candidates(lines: Lines, wanted: float) -> list[Candidate]:
    """Totals of any two lines: differences, balances and shares stand anywhere."""
    sample = lines.telling
    used = lines.used
    values, known, step = lines.values[used][:, sample], lines.known[used][:, sample], lines.unit[sample]
    fineness = lines.fineness[used][:, sample]
    count = len(used)
    if count > _PAIR_LINES:
        return []
    window = min(count, int(math.sqrt(_PAIR_WORK / values.size)))
    found = []
    for first in range(count):
        near, later = slice(max(first - window, 0), first + window), slice(first + 1, first + window)
        useful = (values[first] != 0) & (values[later] != 0)
        added = np.where(useful, values[first] + values[later], 0)
        fine = np.minimum(fineness[near][:, None], np.minimum(fineness[first], fineness[later]))
        bits = rough_bits(added, values[near][:, None], known[near][:, None] & useful, step, fine).sum(axis=2)
        far = np.abs(used[near][:, None] - used[first]), np.abs(used[near][:, None] - used[later])
        cost = 2 + 1.5 * np.log2(np.maximum(far[0], 1)) + 1.5 * np.log2(np.maximum(far[1], 1))
        for t, second in np.argwhere(bits > cost + wanted).tolist():
            line, other = int(used[near][t]), int(used[later][second])
            if line not in (int(used[first]), other):
                found.append(Candidate(line, (int(used[first]), other), float(cost[t, second])))
    return found


def subsets(lines: Lines, view: View, wanted: float) -> list[Candidate]:
    """Totals of some of the next few lines of a view: one bit for each line that is in or out."""
    chosen = np.asarray(view.lines)
    sample = lines.telling
    units = lines.unit[sample]
    found: dict[tuple[int, tuple[int, ...]], Candidate] = {}
    for total, near in _windows(lines.used, chosen):
        stated, known = lines.values[total, sample], lines.known[total, sample]
        block = lines.values[np.ix_(near, sample)]
        for picked in _adding_up(block, stated, units):
            parts, span = near[picked], int(picked[-1]) + 1
            key = total, tuple(sorted(parts.tolist()))
            if key in found:
                continue
            fine = lines.fineness[np.ix_(np.r_[total, parts], sample)].min(axis=0)
            bits = rough_bits(block[picked].sum(axis=0), stated, known, units, fine).sum()
            if bits > view.cost + span + wanted:
                found[key] = Candidate(*key, view.cost + 2 + span)
    return list(found.values())


def _windows(totals: Ints, chosen: Ints) -> Iterator[tuple[int, Ints]]:
    """Pair each total with the next few lines after it, and with those before it, the nearest first."""
    for total in totals.tolist():
        after = int(np.searchsorted(chosen, total, "right"))
        before = int(np.searchsorted(chosen, total, "left"))
        for near in (chosen[after : after + _WINDOW], chosen[max(before - _WINDOW, 0) : before][::-1]):
            if len(near) >= 3:
                yield total, near


def _adding_up(block: Ints, stated: Ints, units: Ints) -> Iterator[Ints]:
    """Pick the lines of a block that make the total in one of its fullest positions."""
    full = np.count_nonzero(block, axis=0) * (stated != 0)
    for anchor in np.argsort(-full, kind="stable")[:_ANCHORS].tolist():
        if full[anchor] < 3 or abs(stated[anchor]) < _LEAST_TELLING * units[anchor]:
            continue
        filled = np.flatnonzero(block[:, anchor])
        sums = np.zeros(1, np.int64)
        for value in block[filled, anchor].tolist():
            sums = np.concatenate([sums, sums + value])
        hits = np.flatnonzero(np.abs(sums - stated[anchor]) <= units[anchor])[:_MATCHES]
        for picks in hits[:, None] >> np.arange(len(filled)) & 1:
            if np.count_nonzero(picks) >= 2:
                yield filled[picks == 1]


MAX_PERIOD_SHIFT = 12


def shifted(lines: Lines, believed: Iterable[Candidate]) -> Iterator[Candidate]:
    """Try what holds of one block of lines on its neighbours."""
    used = set(lines.used.tolist())
    for pattern in believed:
        for by in range(-MAX_PERIOD_SHIFT, MAX_PERIOD_SHIFT + 1):
            moved = tuple(part + by for part in pattern.parts)
            if by and pattern.total + by in used and used.issuperset(moved):
                yield Candidate(pattern.total + by, moved, pattern.cost / 2 + 2)


def coarser(lines: Lines, pattern: Candidate, inner: Sequence[tuple[int, set[int]]]) -> Candidate:
    """Put subtotals in the place of their parts, as long as there are any.

    `inner` has the totals with their parts (lines of zeros aside), those of most parts first.
    """
    parts = {part for part in pattern.parts if lines.filled[part]}
    most, changed = len(parts), True
    while changed:
        changed = False
        for total, below in inner:
            if below < parts and total not in parts and pattern.total != total and pattern.total not in below:
                parts = parts - below | {total}
                changed = True
    if len(parts) >= most:
        return pattern
    return Candidate(pattern.total, tuple(sorted(parts)), max(pattern.cost - 1, 0))


def filled_up(lines: Lines, pattern: Candidate) -> Candidate:
    """Lines of zeros are parts where they stand among the parts or continue them without a gap; of marks, only among them."""
    zeros = lines.zeros
    parts = [part for part in pattern.parts if not zeros[part]]
    if not parts:
        return pattern
    filled = set(parts)
    for below, above in zip([-1, *parts], [*parts, len(zeros)], strict=True):
        gap = range(below + 1, above)
        if below >= 0 and above < len(zeros) and all(zeros[line] and line != pattern.total for line in gap):
            filled.update(gap)
    for end, step in ((max(parts), 1), (min(parts), -1)):
        if len(parts) > 1 and end - step not in filled:
            continue  # it is no run that the zeros could continue
        line = end + step
        while 0 <= line < len(zeros) and zeros[line] and line in lines.rank and line != pattern.total:
            filled.add(line)
            line += step
    return replace(pattern, parts=tuple(sorted(filled)))
