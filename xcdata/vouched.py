"""Patterns that labels vouch for.

In: the lines of one axis, and the patterns believed so far. Out: candidates that a reader would expect from the labels alone:
the run that a line called a total closes, the lines that stand below another in an outline, the same names at the same
distances. Figures must still agree, but fewer of them do, and a sum that is stated only once survives its own error.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from xcdata.candidates import CERTAIN_BITS, Pattern, View
from xcdata.lines import Lines

_VOUCHED_BITS = 2.0
_PLAIN_VIEW = 2.0
_ENDS = 2
"""A run that a total closes may begin at the nearest border, or at the next one."""


def called(lines: Lines, views: Iterable[View]) -> Iterator[Pattern]:
    """Try runs next to a line called a total, as far as another such line, a gap, or the end."""
    for view in views:
        chosen = np.asarray(view.lines)
        if view.cost >= _PLAIN_VIEW or not len(chosen):
            continue
        for total in lines.called_totals:
            before, after = chosen[chosen < total][::-1].tolist(), chosen[chosen > total].tolist()
            for side in (before, after):
                for end in [*_borders(lines, total, side)[:_ENDS], len(side)]:
                    if _several(lines, side[:end]):
                        yield Pattern(total, tuple(sorted(side[:end])), view.cost - _VOUCHED_BITS)


def outlined(lines: Lines) -> Iterator[Pattern]:
    """Try lines with those next below them in the outline of the labels, by their numbers and by their indents."""
    used = lines.used.tolist()
    for n, total in enumerate(used):
        number, indent = lines.outline[total]
        numbered, indented = [], []
        for line in used[n + 1 :]:
            if not (number and lines.outline[line][0].startswith(number + ".")):
                break
            numbered.append(line)
        for line in used[n + 1 :]:
            if not lines.labels[line] or lines.outline[line][1] <= indent:
                break
            indented.append(line)
        for below, depths in (
            (numbered, [lines.outline[line][0].count(".") for line in numbered]),
            (indented, [lines.outline[line][1] for line in indented]),
        ):
            parts = [line for line, depth in zip(below, depths, strict=True) if depth == min(depths)]
            if _several(lines, parts):
                yield Pattern(total, tuple(parts), -_VOUCHED_BITS)


def repeated(lines: Lines, believed: Sequence[Pattern]) -> Iterator[Pattern]:
    """Try the same names at the same distances as in a believed pattern: male, female, both; male, female, both."""
    used, totals = set(lines.used.tolist()), {pattern.total for pattern in believed}
    named = defaultdict(list)
    for line in lines.used.tolist():
        named[lines.labels[line]].append(line)
    for pattern in believed:
        names = [lines.labels[part] for part in pattern.parts]
        if not all(names) or len(set(names)) < len(names) or not lines.labels[pattern.total]:
            continue
        for total in named[lines.labels[pattern.total]]:
            moved = tuple(part + total - pattern.total for part in pattern.parts)
            same = used.issuperset(moved) and names == [lines.labels[part] for part in moved]
            if same and total not in totals:
                yield Pattern(total, moved, -CERTAIN_BITS)


def _borders(lines: Lines, total: int, side: Sequence[int]) -> list[int]:
    """Find after how many lines of a side a run may end: before another total, and where lines without figures are between."""
    used = lines.used
    steps = np.abs(np.diff(np.searchsorted(used, [total, *side])))
    gaps = np.abs(np.diff([total, *side]))
    return [
        n
        for n, line in enumerate(side)
        if n and (line in lines.called_totals or (gaps[n] > 1 and steps[n] == 1))
    ]


def _several(lines: Lines, parts: Sequence[int]) -> bool:
    return sum(lines.filled[part] for part in parts) > 1
