"""Where a sum that was found is stated, does not hold, and is not checked.

In: the lines of one axis, and the patterns that are checked along it. Out: for each that no label calls a total the positions in which
its lines have figures of the same kind that do not add up. What was found by its figures says nothing of those that differ, be they
wrong or of another kind: so they are not accused, but never passed over either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import chain, takewhile

import numpy as np

from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.patterns import Pattern


@dataclass(frozen=True, slots=True)
class Unmet:
    """A pattern that is not checked everywhere.

    Attributes
    ----------
    pattern : Pattern
    positions : tuple of int
        Where it is stated and fails, and is not checked.
    held : int
        The number of positions in which it holds.
    mostly : bool
        Whether it holds in at least twice as many as these, none of which looks like an average.
    """

    pattern: Pattern
    positions: tuple[int, ...]
    held: int
    mostly: bool


def unmet(lines: Lines, patterns: Sequence[Pattern], expected: Set[int]) -> Iterator[Unmet]:
    """Yield what is not checked of sums that were found.

    Parameters
    ----------
    lines : Lines
    patterns : sequence of Pattern
        Of the axis of these lines.
    expected : set of int
        The lines of which it is told already: they call themselves totals.
    """
    settled: defaultdict[int, set[int]] = defaultdict(set)
    for pattern in patterns:
        settled[pattern.total].update(pattern.positions)
    for pattern in patterns:
        signed = any(rule.minus for rule in pattern.rules)
        if pattern.total in expected or pattern.source != "discovered" or len(pattern.parts) < 2 or signed:
            continue
        known = lines.known[[pattern.total, *pattern.parts]]
        figures = lines.values[[pattern.total, *pattern.parts]]
        total, parts = figures[0], figures[1:]
        holds = np.abs(parts.sum(axis=0) - total) <= len(figures) * lines.unit // 2
        stated = known[0] & (2 * known[1:].sum(axis=0) >= len(parts)) & lines.additive & ~lines.shares
        fails = [
            at
            for at in around(known[0], pattern.positions)
            if stated[at] and not holds[at] and at not in settled[pattern.total]
        ]
        held = sum(bool(holds[at]) for at in pattern.positions)
        if fails and held >= len(fails):
            inside = (parts.min(axis=0) <= total) & (total <= parts.max(axis=0))
            mostly = held >= 2 * len(fails) and not inside[fails].any()
            yield Unmet(pattern, tuple(fails), held, mostly)


def around(known: Bools, positions: Sequence[int]) -> list[int]:
    """Give the positions among some and on either side of them, as far as a line has figures: beyond a gap stand other tables."""

    def there(at: int) -> bool:
        return bool(known[at])

    behind = takewhile(there, range(min(positions) - 1, -1, -1))
    ahead = takewhile(there, range(max(positions) + 1, len(known)))
    return sorted(chain(behind, range(min(positions), max(positions)), ahead))
