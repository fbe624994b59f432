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
_CLOSING_BITS = 8.0
"""What the name of a total is worth: more where it closes its parts and is stated in one column or two, as in accounts.
Of 69 such lines in annotated tables 60 were the sums of the run before them; of 51 that stand before a run none was."""

_FEW_STATED = 2
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
            speaks = earned > 0 or bool(evidence.slips.any())
            if named or (speaks and earned - self._price(filled) >= SURE_BITS):
                self.weighed[key] = Weighed(filled, evidence, earned)
                added += 1
        return added

    def _price(self, pattern: Pattern) -> float:
        """Price a pattern: far from its parts any line could be the total, but a name can vouch for it."""
        total, rank = pattern.total, self.lines.rank
        beside = any(abs(rank[part] - rank[total]) == 1 for part in pattern.parts if part in rank)
        far = pattern.cost >= _NEARBY_BITS and not beside
        price = pattern.cost + (math.log2(len(self.lines.values)) if far else 0)
        if total not in self.lines.called_totals:
            return price
        closing = pattern.side > 0 and self.lines.known[total].sum() <= _FEW_STATED
        return price - (_CLOSING_BITS if closing else _NAME_BITS)
