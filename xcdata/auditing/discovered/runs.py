"""Totals of consecutive lines, as one reads them who passes over the others.

In: the lines of one axis, and views of it: all of them, every second one, those of one name. Out: candidates "line t is the sum of the lines from
here to there of this view". Numpy is asked for many views and positions at once, as a question costs more than a short answer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

import numpy as np

from xcdata.auditing.discovered.candidates import Candidate, first_of_each
from xcdata.auditing.discovered.evidence import rough_bits
from xcdata.auditing.lines import Bools, Floats, Ints, Lines
from xcdata.auditing.parameters import PARAMETERS

_ROOM = 2.0**62
"""Whole numbers of 64 bits and their doubles are below it."""


@dataclass(frozen=True, slots=True)
class View:
    """Some lines of an axis, read as if the others were not there."""

    lines: tuple[int, ...]
    cost: float
    shortest: int = 2

    @property
    def plain(self) -> bool:
        """Whether a reader needs no more than a word to say which lines these are."""
        return self.cost <= PARAMETERS.view_bits


def first_views(lines: Lines) -> Iterator[View]:
    """Every line; every k-th line; all but averages, repetitions, or what is below in an outline; lines of the same name."""
    used = lines.used
    yield View(tuple(used.tolist()), 0.0)
    for stride in range(
        2, min(len(used) // 2, PARAMETERS.longest_stride, PARAMETERS.stride_work // max(len(used), 1)) + 1
    ):
        for offset in range(stride):
            yield View(
                tuple(used[used % stride == offset].tolist()),
                PARAMETERS.name_view_bits + math.log2(stride),
                3,
            )
    yield View(tuple(sorted(lines.called_totals)), PARAMETERS.view_bits)
    for left_out in (lines.ratios, lines.repeats, lines.nested):
        if left_out:
            yield View(tuple(line for line in used.tolist() if line not in left_out), PARAMETERS.view_bits)
    named = defaultdict(list)
    for line in used.tolist():
        named[lines.labels[line]].append(line)
    for name, same in named.items():
        if name and 1 < len(same) < len(used):
            yield View(tuple(same), PARAMETERS.name_view_bits)


def nested_views(lines: Lines, believed: Iterable[Candidate]) -> Iterator[View]:
    """Without the parts of totals (so subtotals stand for them), without the totals, and the totals alone."""
    used = lines.used.tolist()
    believed = list(believed)
    totals = {pattern.total for pattern in believed}
    parts = {part for pattern in believed for part in pattern.parts}
    yield View(tuple(line for line in used if line not in parts), PARAMETERS.view_bits)
    yield View(tuple(line for line in used if line in totals), PARAMETERS.view_bits)
    yield View(tuple(line for line in used if line in totals and line not in parts), PARAMETERS.view_bits)
    yield View(tuple(line for line in used if line not in totals), PARAMETERS.untotalled_view_bits)


@dataclass(frozen=True)
class Batch:
    """Several views, one after the other, in a column of lines and in one of sums: first that of no line, then those as far as each.

    Attributes
    ----------
    views : sequence of View
    chosen : (lines,) int
        Of all views.
    size, first : (views,) int
        How many lines each has, and in which row of the sums it begins.
    reach : (views,) int
        How many of its lines may stand between a total and its parts.
    """

    views: Sequence[View]
    chosen: Ints
    size: Ints
    first: Ints
    reach: Ints

    def cumulated(self, values: Ints | Bools) -> Ints:
        """Add up some numbers of all lines: the sum of a run is the difference of two rows."""
        sums = np.zeros((len(self.chosen) + len(self.views), values.shape[1]), np.int64)
        sums[np.delete(np.arange(len(sums)), self.first)] = values[self.chosen]
        np.cumsum(sums, axis=0, out=sums)
        sums -= np.repeat(sums[self.first], self.size + 1, axis=0)
        return sums

    def beside(self, totals: Ints, side: int) -> tuple[Ints, Ints, Ints, Ints]:
        """Where runs may begin: the view, which total, the gap between them, and the row of the sums."""
        where: list[Ints] = [
            np.searchsorted(np.asarray(view.lines), totals, "right" if side > 0 else "left")
            for view in self.views
        ]
        edge = np.concatenate(where)
        view = np.repeat(np.arange(len(self.views)), len(totals))
        room = self.size[view] - edge if side > 0 else edge
        count = np.minimum(self.reach[view], room + 1)
        which = np.repeat(np.arange(len(edge)), count)
        gap = _numbered(count)
        return view[which], which % len(totals), gap, (self.first[view] + edge)[which] + side * gap


@dataclass(frozen=True)
class Runs:
    """Runs of the views of a batch that make totals in some positions: between two rows of its sums, with a gap before a total."""

    view: Ints
    total: Ints
    near: Ints
    far: Ints
    gap: Ints

    def of(self, some: Ints) -> Runs:
        """Return some of them."""
        return Runs(self.view[some], self.total[some], self.near[some], self.far[some], self.gap[some])


def run_candidates(lines: Lines, views: Sequence[View], reach: Sequence[int]) -> list[Candidate]:
    """Totals of consecutive lines of a view that begin at most as many of its lines away from the total as its `reach` allows."""
    sample = lines.telling
    known = lines.known[:, sample]
    totals = lines.used[known[lines.used].any(axis=1)]
    found = []
    sizes = 4.0 * np.abs(lines.values[:, sample]).sum(axis=0, dtype=float) + 2 * lines.unit[sample] + 1
    together = max(1, int(_ROOM / sizes.max(initial=1)))
    for batch in _batches(views, reach, len(totals), together):
        sides = [_run_candidates(lines, batch, totals, sample, side) for side in (1, -1)]
        # View by view, what stands after a total first.
        found += [candidate for _, candidate in sorted(chain(*sides), key=lambda one: one[0])]
    return found


def _batches(views: Sequence[View], reach: Sequence[int], totals: int, together: int) -> Iterator[Batch]:
    """Put views together, at most so many and as long as there is not too much to look at."""
    some: list[View] = []
    far: list[int] = []
    for view, most in zip(views, reach, strict=True):
        if len(view.lines) < 2:
            continue
        some.append(view)
        far.append(min(most, len(view.lines) - 1))
        if len(some) == together or sum(far) * totals > PARAMETERS.at_once:
            yield _batch(some, far)
            some, far = [], []
    if some:
        yield _batch(some, far)


def _batch(views: Sequence[View], reach: Sequence[int]) -> Batch:
    size = np.array([len(view.lines) for view in views])
    chosen = np.fromiter(chain.from_iterable(view.lines for view in views), np.int64, size.sum())
    first = np.cumsum(size + 1) - size - 1
    return Batch(views, chosen, size, first, np.array(reach))


def _run_candidates(
    lines: Lines, batch: Batch, totals: Ints, sample: Ints, side: int
) -> Iterator[tuple[int, Candidate]]:
    """Yield the best runs on one side of their totals, with the number of their view."""
    stated, step = lines.values[:, sample], lines.unit[sample]
    sums = batch.cumulated(stated)
    runs = _matches(batch, sums, totals, stated, step, side)
    cost = np.array([view.cost for view in batch.views])[runs.view] + PARAMETERS.gap_bits * np.log2(
        runs.gap + 1
    )
    cost = cost + _length_cost(lines, batch, runs)
    gain = _bits(lines, batch, sums, sample, runs) - cost
    order = np.flatnonzero(gain > 0)
    order = order[np.lexsort((-gain[order], runs.view[order]))]
    order = order[first_of_each(runs.view[order], PARAMETERS.best)]
    best = runs.of(order)
    start = np.minimum(best.near, best.far) - best.view
    stop = np.maximum(best.near, best.far) - best.view
    for v, total, a, b, price in zip(
        *(one.tolist() for one in (best.view, best.total, start, stop, cost[order])), strict=True
    ):
        yield v, Candidate(total, tuple(batch.chosen[a:b].tolist()), price)


def _bits(lines: Lines, batch: Batch, sums: Ints, sample: Ints, runs: Runs) -> Floats:
    """Estimate what runs earn."""
    stated, known, step = lines.values[:, sample], lines.known[:, sample], lines.unit[sample]
    fineness = lines.fineness[:, sample]
    # How many lines are as fine as each level or finer; the coarsest level first.
    finer = [(level, batch.cumulated(fineness <= level)) for level in np.unique(fineness[batch.chosen])[::-1]]
    bits = [np.zeros(0)]
    for some in _portions(len(runs.total), len(sample)):
        start, stop = np.minimum(runs.near, runs.far)[some], np.maximum(runs.near, runs.far)[some]
        total = runs.total[some]
        finest = partial(_finest, fineness, finer, start, stop, total)
        own = rough_bits(sums[stop] - sums[start], stated[total], known[total], step, finest)
        bits.append(own.sum(axis=1))
    return np.concatenate(bits)


def _finest(
    fineness: Ints,
    finer: Sequence[tuple[int, Ints]],
    start: Ints,
    stop: Ints,
    total: Ints,
    run: Ints,
    position: Ints,
) -> Ints:
    """Give the fineness of the finest figure of some runs and their totals, in one position each."""
    fine: Ints = fineness[total[run], position]
    for level, count in finer:
        has = count[stop[run], position] > count[start[run], position]
        fine = np.where(has, np.minimum(fine, level), fine)
    return fine


def _matches(batch: Batch, sums: Ints, totals: Ints, stated: Ints, step: Ints, side: int) -> Runs:
    """Where a total meets the sum of a run in some position; of each view those that do so in most."""
    view, line, gap, near = batch.beside(totals, side)
    wanted = stated[totals]
    # Each column of sums has numbers of its own, and in it each view: so all are searched as one.
    low, high = sums.min(axis=0), sums.max(axis=0)
    beyond = np.abs(wanted).max(axis=0, initial=0) + step
    width = high - low + 2 * beyond + 1
    columns = max(
        1,
        min(
            PARAMETERS.at_once // max(len(near), 1),
            int(_ROOM / (len(batch.views) * float(width.max(initial=1)))),
        ),
    )
    # Where there is much to look at, fewer of the runs that make the same sum are.
    looked = np.bincount(view * len(totals) + line, minlength=len(batch.views) * len(totals))
    looked = looked.reshape(len(batch.views), -1) @ (wanted != 0)
    most = np.clip(PARAMETERS.match_work // np.maximum(looked, 1), 2, PARAMETERS.matches)
    of_row = np.repeat(np.arange(len(batch.views)), batch.size + 1)
    shortest = np.array([one.shortest for one in batch.views])
    rows = len(sums)
    codes = [np.zeros(0, np.int64)]
    for first in range(0, len(step), columns):
        some = slice(first, first + columns)
        wide = width[some]
        own = (np.cumsum(wide) - wide) * len(batch.views) + beyond[some] - low[some]
        keys = sums[:, some].T + own[:, None] + of_row * wide[:, None]
        order = np.argsort(keys, axis=None, kind="stable")
        ranked = np.append(keys.ravel()[order], np.iinfo(np.int64).max)
        least = keys[:, near] + (side * wanted[:, some].T - step[some, None])[:, line]
        at = np.searchsorted(ranked, least.ravel())
        hit = np.flatnonzero(ranked[at] <= (least + 2 * step[some, None]).ravel())
        column, pair = np.divmod(hit, len(near))
        there = wanted[line[pair], first + column] != 0
        hit, column, pair = hit[there], column[there], pair[there]
        last = np.searchsorted(ranked[:-1], least.ravel()[hit] + 2 * step[first + column], "right")
        count = np.clip(last - at[hit], 0, most[view[pair], first + column])
        pair = np.repeat(pair, count)
        far = order[np.repeat(at[hit], count) + _numbered(count)] % rows
        long = side * (far - near[pair]) >= shortest[view[pair]]
        pair, far = pair[long], far[long]
        codes.append(pair * rows + far)
    met, times = np.unique(np.concatenate(codes), return_counts=True)
    pair, far = np.divmod(met, rows)
    order = np.lexsort((gap[pair], far, line[pair], -times, view[pair]))
    order = order[first_of_each(view[pair[order]], PARAMETERS.weighable)]
    pair, far = pair[order], far[order]
    return Runs(view[pair], totals[line[pair]], near[pair], far, gap[pair])


def _length_cost(lines: Lines, batch: Batch, runs: Runs) -> Floats:
    """Price the length of a run: nothing where it ends with the view or with an unbroken block."""
    end = runs.far - batch.first[runs.view]
    inner = (end > 0) & (end < batch.size[runs.view])
    rank = np.searchsorted(lines.used, batch.chosen)
    unbroken = np.diff(batch.chosen, prepend=-1, append=0) == np.diff(rank, prepend=-1, append=0)
    size = np.array([math.log2(len(view.lines)) for view in batch.views])[runs.view]
    return np.where(inner & unbroken[runs.far - runs.view], size, 0.0)


def _numbered(count: Ints) -> Ints:
    """Give the number of each thing within its group, from 0 on."""
    return np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)


def _portions(count: int, each: int) -> Iterator[slice]:
    """Part so many things, of which each has so many numbers, into those that are looked at together."""
    size = max(1, PARAMETERS.at_once // max(each, 1))
    return (slice(first, first + size) for first in range(0, count, size))
