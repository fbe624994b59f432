"""The candidates that chance does not explain.

In: candidates of one axis. Out: those of them that earn more bits from the figures than they cost, each :class:`Weighed` once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from xcdata.candidates import Pattern
from xcdata.evidence import BROKEN_BITS, Evidence, weigh
from xcdata.lines import Lines
from xcdata.variants import filled_up

Key = tuple[int, tuple[int, ...]]

SURE_BITS = 6.0
"""What a pattern must earn beyond its cost: odds of 64 to 1."""

_NEARBY_BITS = 3.0
_NAME_BITS = 4.0
_MOST_FAILING = 2
"""So many of its sums may fail where only its names speak for a pattern: those that one wrong figure breaks."""


@dataclass(frozen=True)
class Weighed:
    """A pattern and what the figures say of it."""

    pattern: Pattern
    evidence: Evidence
    earned: float

    @property
    def simplicity(self) -> tuple[object, ...]:
        """Sorts the simplest pattern first: cheap, few parts, near the total."""
        pattern = self.pattern
        distance = sum(abs(part - pattern.total) for part in pattern.parts)
        return pattern.cost, len(pattern.parts), distance, pattern.parts


class Pool:
    """All candidates of one axis that chance does not explain, each weighed once."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.weighed: dict[Key, Weighed] = {}
        self._evidence: dict[Key, Evidence] = {}

    def add(self, patterns: Iterable[Pattern]) -> int:
        """Weigh the patterns; return how many are new, or simpler than known, and sure."""
        added = 0
        for pattern in patterns:
            filled = filled_up(self.lines, pattern)
            key = filled.total, filled.parts
            if key in self.weighed and self.weighed[key].pattern.cost <= filled.cost:
                continue
            if key not in self._evidence:
                self._evidence[key] = weigh(self.lines, *key)
            evidence = self._evidence[key]
            earned = float(evidence.bits.sum())
            named = filled.certain and earned >= -_MOST_FAILING * BROKEN_BITS
            if named or earned - self._price(filled) >= SURE_BITS:
                self.weighed[key] = Weighed(filled, evidence, earned)
                added += 1
        return added

    def _price(self, pattern: Pattern) -> float:
        """Price a pattern: far from its parts any line could be the total, but a name can vouch for it."""
        anywhere = math.log2(len(self.lines.values)) if pattern.cost >= _NEARBY_BITS else 0
        return pattern.cost + anywhere - _NAME_BITS * (pattern.total in self.lines.called_totals)
