"""A pattern said otherwise.

In: a pattern and the lines of its axis. Out: the same pattern on neighbouring lines, in terms of subtotals,
or with the lines of zeros that belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from xcdata.candidates import Pattern
from xcdata.lines import Lines

MAX_PERIOD_SHIFT = 12


def shifted(lines: Lines, believed: Iterable[Pattern]) -> Iterator[Pattern]:
    """Try what holds of one block of lines on its neighbours."""
    used = set(lines.used.tolist())
    for pattern in believed:
        for by in range(-MAX_PERIOD_SHIFT, MAX_PERIOD_SHIFT + 1):
            moved = tuple(part + by for part in pattern.parts)
            if by and pattern.total + by in used and used.issuperset(moved):
                yield Pattern(pattern.total + by, moved, pattern.cost / 2 + 2)


def coarser(lines: Lines, pattern: Pattern, inner: Sequence[tuple[int, set[int]]]) -> Pattern:
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
    return Pattern(pattern.total, tuple(sorted(parts)), max(pattern.cost - 1, 0))


def filled_up(lines: Lines, pattern: Pattern) -> Pattern:
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
