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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from xcdata.auditing.discovered.evidence import rough_bits
from xcdata.auditing.lines import Bools, Ints, Lines
from xcdata.auditing.parameters import PARAMETERS


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


def pair_candidates(lines: Lines) -> list[Candidate]:
    """Totals of any two lines: differences, balances and shares stand anywhere."""
    sample = lines.telling
    used = lines.used
    values, known, step = lines.values[used][:, sample], lines.known[used][:, sample], lines.unit[sample]
    fineness = lines.fineness[used][:, sample]
    count = len(used)
    if count > PARAMETERS.pair_lines:
        return []
    window = min(count, int(math.sqrt(PARAMETERS.pair_work / values.size)))
    found = []
    for first in range(count):
        near, later = max(first - window, 0), first + 1
        others = values[later : first + window]
        # What is no figure in one of them makes no sum.
        useful = (values[first] != 0) & (others != 0)
        off = (values[first] + others) - values[near : first + window, None]
        meets = ((np.abs(off) <= step) & useful).any(axis=2)
        total, second = np.nonzero(meets)
        useful, total, second = useful[second], total + near, second + later
        members = np.stack([total, np.full_like(total, first), second], axis=1)
        finest = partial(finest_of, fineness, members)
        added = np.where(useful, values[first] + values[second], 0)
        bits = rough_bits(added, values[total], known[total] & useful, step, finest).sum(axis=1)
        far = np.abs(used[total] - used[first]), np.abs(used[total] - used[second])
        distance = np.log2(np.maximum(far[0], 1)) + np.log2(np.maximum(far[1], 1))
        cost = PARAMETERS.choice_bits + PARAMETERS.distance_bits * distance
        for t in np.flatnonzero((bits > cost) & (total != first) & (total != second)).tolist():
            line, other = int(used[total[t]]), int(used[second[t]])
            found.append(Candidate(line, (int(used[first]), other), float(cost[t])))
    return found


def subsets(lines: Lines, view: Sequence[int], price: float) -> list[Candidate]:
    """Totals of some of the next few lines of a view: one bit for each line that is in or out."""
    sample = lines.telling
    values, known, units = lines.values[:, sample], lines.known[:, sample], lines.unit[sample]
    fineness = lines.fineness[:, sample]
    totals, near = _windows(lines.used, np.asarray(view))
    found = []
    for some in np.array_split(
        np.arange(len(totals)), len(totals) * near.shape[1] * len(sample) // PARAMETERS.at_once + 1
    ):
        total, lines_ = totals[some], near[some]
        block = np.where((lines_ >= 0)[..., None], values[lines_], 0)
        which, picked = _adding_up(block, values[total], units)
        if not len(which):
            continue
        total, lines_ = total[which], lines_[which]
        members = np.where(picked, lines_, total[:, None])
        finest = partial(finest_of, fineness, np.column_stack([total, members]))
        added = (block[which] * picked[..., None]).sum(axis=1)
        bits = rough_bits(added, values[total], known[total], units, finest).sum(axis=1)
        span = near.shape[1] - np.argmax(picked[:, ::-1], axis=1)
        for one in np.flatnonzero(bits > price + span).tolist():
            parts = tuple(sorted(lines_[one][picked[one]].tolist()))
            found.append(Candidate(int(total[one]), parts, price + PARAMETERS.choice_bits + int(span[one])))
    return found


def _windows(totals: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Pair each total with the next few lines after it, and with those before it, the nearest first; -1 where there are fewer."""
    after, before = np.searchsorted(chosen, totals, "right"), np.searchsorted(chosen, totals, "left")
    steps = np.arange(PARAMETERS.window)
    at = np.stack([after[:, None] + steps, before[:, None] - 1 - steps], axis=1).reshape(
        -1, PARAMETERS.window
    )
    near = np.where((at >= 0) & (at < len(chosen)), chosen[np.clip(at, 0, len(chosen) - 1)], -1)
    enough = np.count_nonzero(near >= 0, axis=1) >= 3
    return np.repeat(totals, 2)[enough], near[enough]


def _adding_up(block: Ints, stated: Ints, units: Ints) -> tuple[Ints, Bools]:
    """Pick the lines of a window that make the total in one of its fullest positions.

    Parameters
    ----------
    block : (windows, lines, positions) int
    stated : (windows, positions) int
    units : (positions,) int

    Returns
    -------
    which : (picks,) int
        The window of each, in ascending order.
    picked : (picks, lines) bool
        No two alike.
    """
    full = np.count_nonzero(block, axis=1) * (stated != 0)
    anchor = np.argsort(-full, axis=1, kind="stable")[:, : PARAMETERS.anchors]
    window = np.arange(len(block))[:, None]
    telling = (full[window, anchor] >= 3) & (
        np.abs(stated[window, anchor]) >= PARAMETERS.least_telling * units[anchor]
    )
    which, rank = np.nonzero(telling)
    position = anchor[which, rank]
    values = block[which, :, position]
    size = full[which, position]
    # The lines with a figure first; each makes twice as many sums of those before it.
    filled = np.argsort(values == 0, axis=1, kind="stable")
    values = np.take_along_axis(values, filled, axis=1)
    jobs, masks = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for count in np.unique(size).tolist():
        alike = np.flatnonzero(size == count)
        for own in np.array_split(alike, (len(alike) << count) // PARAMETERS.at_once + 1):
            sums = np.zeros((len(own), 1), np.int64)
            for line in range(count):
                sums = np.concatenate([sums, sums + values[own, line, None]], axis=1)
            off = np.abs(sums - stated[which[own], position[own]][:, None])
            job, mask = np.nonzero(off <= units[position[own], None])
            first = first_of_each(job, PARAMETERS.matches)
            jobs.append(own[job[first]])
            masks.append(mask[first])
    job, mask = np.concatenate(jobs), np.concatenate(masks)
    picks = (mask[:, None] >> np.arange(block.shape[1]) & 1).astype(bool)
    picked = np.zeros_like(picks)
    np.put_along_axis(picked, filled[job], picks, axis=1)
    # What two positions tell is one.
    code = which[job] << block.shape[1] | (picked << np.arange(block.shape[1])).sum(axis=1)
    order = np.lexsort((mask, job))
    code, picked, mask = code[order], picked[order], mask[order]
    _, once = np.unique(code, return_index=True)
    once = np.sort(once)
    once = once[np.count_nonzero(picked[once], axis=1) >= 2]
    return code[once] >> block.shape[1], picked[once]


def finest_of(fineness: Ints, members: Ints, one: Ints, position: Ints) -> Ints:
    """Give the fineness of the finest figure of some candidates, each of several members, in one position each."""
    fine: Ints = fineness[members[one], position[:, None]].min(axis=1)
    return fine


def first_of_each(group: Ints, most: int) -> Bools:
    """Tell which things are among the first so many of their group; groups stand in order."""
    first: Bools = np.arange(len(group)) - np.searchsorted(group, group) < most
    return first


def shifted(lines: Lines, believed: Iterable[Candidate]) -> Iterator[Candidate]:
    """Try what holds of one block of lines on its neighbours."""
    used = set(lines.used.tolist())
    for pattern in believed:
        for by in range(-PARAMETERS.farthest_shift, PARAMETERS.farthest_shift + 1):
            moved = tuple(part + by for part in pattern.parts)
            if by and pattern.total + by in used and used.issuperset(moved):
                yield Candidate(pattern.total + by, moved, pattern.cost / 2 + PARAMETERS.shift_bits)


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
    return Candidate(pattern.total, tuple(sorted(parts)), max(pattern.cost - PARAMETERS.view_bits, 0))


def filled_up(lines: Lines, pattern: Candidate) -> Candidate:
    """Lines of zeros are parts where they stand among the parts or continue them without a gap; of marks, only among them."""
    zeros, before = lines.zeros, lines.zeros_before
    if before[max(pattern.parts[0] - 1, 0)] == before[min(pattern.parts[-1] + 2, len(zeros))]:
        return pattern  # none is among them or beside them
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
