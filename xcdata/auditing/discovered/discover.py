"""The sum rules of any grid of numbers, found from the numbers.

In: a grid of strings, as untidy as it comes. Out: the sum rules of its rows and columns.
The one principle: a rule is a pattern ("this line is the sum of those lines") that repeats along the other
axis and that chance does not explain. So a pattern must earn more bits from the figures than it costs to
describe (:mod:`xcdata.auditing.discovered.evidence`, :mod:`xcdata.auditing.discovered.candidates`), less where labels vouch for it (:mod:`xcdata.auditing.discovered.labels`);
what one pattern has explained earns nothing for its rivals (:mod:`xcdata.auditing.discovered.selection`), and what is believed
shows where to look next: totals of subtotals, and the same pattern shifted.

Where a believed pattern is meant to hold.

In: the believed patterns of one axis. Out: for each the positions that state it. A sum that fails is an
error, or was never meant: rates, shares and averages stand among the counts, and their totals do not add up.
What one wrong figure can have done is taken for an error; a position where nothing adds up, and could not
with one figure put right, is taken for one of another kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain

import numpy as np

from xcdata.auditing.axes import read_lines
from xcdata.auditing.discovered.candidates import (
    Candidate,
    pair_candidates,
    shifted,
    subsets,
)
from xcdata.auditing.discovered.evidence import BROKEN_BY_ONE, moved_point, one_slip
from xcdata.auditing.discovered.labels import called, left_out, outlined, outlined_alike, repeated
from xcdata.auditing.discovered.runs import first_views, nested_views, run_candidates
from xcdata.auditing.discovered.selection import Pool, Weighed, select
from xcdata.auditing.lines import Bools, Ints, Lines
from xcdata.auditing.parameters import PARAMETERS
from xcdata.grids.numerals import Reading, Unread, is_mark
from xcdata.grids.readings import read_grid
from xcdata.ledger.model import SumRule

_ALONE = np.zeros(1, np.int64)
"""Where a pattern begins whose figures stand by themselves."""


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
    add_up = np.sum(
        [weighed.evidence.holds & (weighed.evidence.bits > PARAMETERS.adding_bits) for weighed in believed],
        axis=0,
    )
    fail = fails.sum(axis=0)
    suspect = (fail > BROKEN_BY_ONE) & (fail > add_up)
    meant = []
    for weighed, held, failed in zip(believed, told, fails, strict=True):
        if not failed.any() or held.sum() + 1 <= PARAMETERS.mostly * ((held | failed).sum() + 1):
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


def _could_be_errors(lines: Lines, pattern: Candidate, failed: Bools, odd: Bools, doubtful: Bools) -> Bools:
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
    slip = one_slip(figures, _ALONE)[0] | added
    several = (known & (figures != total)).any(0)
    incomplete = failed & ~known.all(0) & (np.sign(off) * np.sign(total) < 0)
    easily = (np.abs(off) < PARAMETERS.telling_steps * unit) & (
        PARAMETERS.nearly * np.abs(off, dtype=float) > np.abs(total)
    )
    unmeant = (_look_like_averages(figures) & doubtful) | (incomplete & (incomplete.sum() > 1))
    errors: Bools = failed & several & (slip | ~unmeant) & ~(odd & (easily | ~slip))
    return errors


def _are_slips(lines: Lines, pattern: Candidate) -> Bools:
    """Find where one slip is all that keeps a pattern from holding; that of a point can lift a part above its total."""
    figures = lines.values[[pattern.total, *pattern.parts]]
    slips: Bools = one_slip(figures, _ALONE)[0] & ~(
        _look_like_averages(figures) & ~moved_point(figures, _ALONE)[0]
    )
    return slips


def _look_like_averages(figures: Ints) -> Bools:
    """Find where the total is no more than one of its parts, although all are of one sign."""
    total, parts = figures[0], figures[1:]
    above = (parts.min(0) >= 0) & (parts.max(0) >= total)
    below = (parts.max(0) <= 0) & (parts.min(0) <= total)
    averages: Bools = above | below
    return averages


Cell = tuple[int, int]


def discover(grid: Sequence[Sequence[str]]) -> list[SumRule]:
    """Find which cells of a grid are the sums of which.

    Parameters
    ----------
    grid : sequence of sequence of str
        Rows of cells as found, with titles, headers, notes and blanks. Rows may differ in length.

    Returns
    -------
    list of SumRule
        Keys are 0-based (row, column) pairs. First the sums of rows of the grid, then those of columns. A
        pattern gives a rule wherever its total is stated, even where it does not hold; blanks are no parts, unless all are.
    """
    readings = read_grid(grid)
    return discovered(grid, readings, *read_lines(grid, readings))


def discovered(
    grid: Sequence[Sequence[str]], readings: Sequence[Sequence[Reading]], rows: Lines, columns: Lines
) -> list[SumRule]:
    """Find the same in a grid that was read, and whose lines are laid out."""
    along_rows = _rules(grid, readings, rows, lambda line, position: (line, position))
    return along_rows + _rules(grid, readings, columns, lambda line, position: (position, line))


def _search(lines: Lines) -> tuple[Lines, list[Weighed]]:
    """Look for patterns, and once more without the positions at which none of those believed adds up."""
    believed = _look(lines)
    if (odd := _add_up_nowhere(believed)).any():
        lines = lines.without(odd)
        believed = _look(lines)
    return lines, believed


def _add_up_nowhere(believed: Sequence[Weighed]) -> Bools:
    """Find the positions of rates, ranks and averages: several believed patterns are stated there, and each fails."""
    if not believed:
        return np.zeros(0, bool)
    adds_up = np.any([weighed.evidence.telling for weighed in believed], axis=0)
    fails = np.sum([weighed.evidence.stated & ~weighed.evidence.holds for weighed in believed], axis=0)
    odd: Bools = ~adds_up & (fails > BROKEN_BY_ONE)
    return odd


def _look(lines: Lines) -> list[Weighed]:
    """Look, believe, and look again where the beliefs point."""
    used = len(lines.used)
    if used < 3:
        return []
    reach = int(max(1, min(used, PARAMETERS.run_work / lines.values.size)))
    pool = Pool(lines)
    pool.add(chain(pair_candidates(lines), outlined(lines)))
    views, seen = list(first_views(lines)), set()
    believed: list[Weighed] = []
    for _ in range(PARAMETERS.rounds):
        unseen = []
        for view in views:
            if view.lines not in seen and len(view.lines) > 1:
                seen.add(view.lines)
                unseen.append(view)
        reaches = [reach if view.plain else min(reach, PARAMETERS.short_reach) for view in unseen]
        near = [view for view in unseen if view.plain and used < PARAMETERS.most_lines]
        new = pool.add(
            chain(
                called(lines, views),
                run_candidates(lines, unseen, reaches),
                *(subsets(lines, view.lines, view.cost) for view in near),
            )
        )
        if believed and not new:
            break
        believed = select(pool)
        patterns = [weighed.pattern for weighed in believed]
        if pool.add(
            chain(
                shifted(lines, patterns),
                repeated(lines, patterns),
                outlined_alike(lines, patterns),
                left_out(lines, patterns),
            )
        ):
            believed = select(pool)
        views = list(nested_views(lines, [weighed.pattern for weighed in believed]))
    return believed


def _rules(
    grid: Sequence[Sequence[str]],
    readings: Sequence[Sequence[Reading]],
    lines: Lines,
    cell: Callable[[int, int], Cell],
) -> list[SumRule]:
    """Write the patterns of one axis as rules, one for each position."""
    rules = []
    lines, believed = _search(lines)
    for weighed, told in zip(believed, instances(lines, believed), strict=True):
        evidence, pattern = weighed.evidence, weighed.pattern
        positions = np.flatnonzero(told).tolist()
        full = np.all(lines.known[list(pattern.parts)], axis=0)
        nothing = {
            _text(grid, *cell(part, position))
            for position in positions
            for part in pattern.parts
            if evidence.holds[position] and not full[position]
        }
        first = int(np.argmax(evidence.holds))
        for position in positions:
            cells = [cell(part, position) for part in pattern.parts]
            if full[position]:
                rules.append(SumRule(cell(pattern.total, position), tuple(cells)))
                continue
            parts = tuple(one for one in cells if _counts(readings, one, _text(grid, *one), nothing))
            words = [one for one in cells if _reading(readings, one) is Unread.TEXT]
            heading = 2 * len(words) >= len(cells) or not set(words).isdisjoint(parts)
            if words and (not parts or (heading and position < first)):
                continue  # nothing to add up, or a header
            parts = parts or tuple(cells)  # 0 is the sum of nothing
            rules.append(SumRule(cell(pattern.total, position), parts))
    return rules


def _text(grid: Sequence[Sequence[str]], row: int, column: int) -> str:
    return grid[row][column].strip() if column < len(grid[row]) else ""


def _reading(readings: Sequence[Sequence[Reading]], cell: Cell) -> Reading:
    row, column = cell
    return readings[row][column] if column < len(readings[row]) else Unread.NOTHING


def _counts(readings: Sequence[Sequence[Reading]], cell: Cell, text: str, nothing: set[str]) -> bool:
    """Whether a cell is a part: a figure, a mark for nothing, or that of a missing figure, never seen where the sum holds."""
    reading = _reading(readings, cell)
    if reading is not Unread.TEXT:
        return isinstance(reading, Decimal) or is_mark(text)
    return text not in nothing and len(text) <= PARAMETERS.longest_mark
