"""From many weighed patterns to those that are believed together.

In: the candidates of one axis. Out: a consistent choice of them. The best explained comes first. What the
figures say counts once: a pattern earns nothing where a chosen one already adds up the same figures to the
same total. Of patterns that explain the same the simplest is taken, and no figure is counted twice in a sum
or makes a total of itself.

The candidates that chance does not explain.

In: candidates of one axis. Out: those of them that earn more bits from the figures than they cost, each :class:`Weighed` once.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from xcdata.auditing.discovered.candidates import Candidate, coarser, filled_up
from xcdata.auditing.discovered.evidence import BROKEN_BY_ONE, Evidence, weigh
from xcdata.auditing.lines import Bools, Lines
from xcdata.auditing.parameters import PARAMETERS

Key = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Weighed:
    """A pattern and what the figures say of it."""

    pattern: Candidate
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

    def add(self, patterns: Iterable[Candidate]) -> int:
        """Weigh the patterns; return how many are new, or simpler than known, and sure."""
        added = 0
        whole = [filled_up(self.lines, pattern) for pattern in patterns]
        new = list(
            dict.fromkeys(key for one in whole if (key := (one.total, one.parts)) not in self._evidence)
        )
        self._evidence.update(zip(new, weigh(self.lines, new), strict=True))
        for filled in whole:
            key = filled.total, filled.parts
            if key in self.weighed and self.weighed[key].pattern.cost <= filled.cost:
                continue
            evidence = self._evidence[key]
            earned = float(evidence.bits.sum())
            named = filled.certain and earned >= -BROKEN_BY_ONE * PARAMETERS.broken_bits
            speaks = earned > 0 or bool(evidence.slips.any())
            if named or (speaks and earned - self._price(filled) >= PARAMETERS.sure_bits):
                self.weighed[key] = Weighed(filled, evidence, earned)
                added += 1
        return added

    def _price(self, pattern: Candidate) -> float:
        """Price a pattern: far from its parts any line could be the total, but a name can vouch for it."""
        total, rank = pattern.total, self.lines.rank
        beside = any(abs(rank[part] - rank[total]) == 1 for part in pattern.parts if part in rank)
        far = pattern.cost >= PARAMETERS.nearby_bits and not beside
        price = pattern.cost + (math.log2(len(self.lines.values)) if far else 0)
        if total not in self.lines.called_totals:
            return price
        closing = pattern.side > 0 and self.lines.known[total].sum() <= PARAMETERS.few_stated
        return price - (PARAMETERS.closing_bits if closing else PARAMETERS.name_bits)


class _Choice:
    """The patterns chosen so far; lines with the very same figures count as one, lines of zeros as none."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.chosen: list[Weighed] = []
        self._twin = np.where(lines.values.any(axis=1), lines.twin, -1).tolist()
        self._by_total: dict[int, list[tuple[Weighed, set[int]]]] = defaultdict(list)
        self._by_part: dict[int, list[tuple[Weighed, set[int]]]] = defaultdict(list)

    def take(self, weighed: Weighed) -> None:
        """Believe a pattern."""
        total, parts = self._named(weighed.pattern)
        self.chosen.append(weighed)
        self._by_total[total].append((weighed, parts))
        for part in parts:
            self._by_part[part].append((weighed, parts))

    def contradicts(self, pattern: Candidate) -> bool:
        """Whether it would count a figure twice, or make a total a part of its own part."""
        total, parts = self._named(pattern)
        inner = (known for part in parts for _, known in self._by_total[part])
        outer = ((self._twin[above.pattern.total], known) for above, known in self._by_part[total])
        return (
            total in parts
            or any(total in known or parts & known for known in inner)
            or any(above in parts or (above != total and parts & known) for above, known in outer)
        )

    def earns(self, weighed: Weighed) -> float:
        """Count the bits of the positions that no chosen pattern has explained."""
        free = np.ones(len(weighed.evidence.bits), bool)
        for explained in self._explained(weighed):
            free &= ~explained
        if free.all():
            return weighed.earned
        # What fails where another pattern explains the total has no slip to speak for it.
        fails = weighed.evidence.stated & ~weighed.evidence.holds
        return float(np.where(free, weighed.evidence.bits, np.where(fails, -PARAMETERS.broken_bits, 0)).sum())

    def is_copy(self, pattern: Candidate) -> bool:
        """Whether a total with the very same figures has the very same parts."""
        total, parts = self._named(pattern)
        return any(w.pattern.total != pattern.total and known == parts for w, known in self._by_total[total])

    def _named(self, pattern: Candidate) -> tuple[int, set[int]]:
        return self._twin[pattern.total], {self._twin[part] for part in pattern.parts} - {-1}

    def _explained(self, weighed: Weighed) -> Iterator[Bools]:
        """Where a chosen pattern adds up the same figures, to the same total or to another."""
        pattern = weighed.pattern
        total, parts = self._named(pattern)
        made_of = self._made_of(pattern.parts) if self._by_total[total] else set()
        for rival, known in self._by_total[total]:
            others = set(rival.pattern.parts)
            if rival.pattern.total != pattern.total and known == parts:
                continue
            if parts & known or made_of & others or self._made_of(others) & set(pattern.parts):
                yield rival.evidence.holds | rival.evidence.slips
            else:
                yield rival.evidence.holds & self._same_figures(pattern.parts, rival.pattern.parts)
        for rival, known in self._by_part[next(iter(parts))] if parts else ():
            # A total that is stated twice, once with a slip, is none the less a total.
            if known == parts and self._twin[rival.pattern.total] != total and not _slipped(weighed):
                yield rival.evidence.holds & weighed.evidence.holds

    def _made_of(self, parts: Iterable[int]) -> set[int]:
        found: set[int] = set()
        todo = list(parts)
        while todo:
            line = todo.pop()
            for inner, _ in self._by_total[self._twin[line]]:
                if inner.pattern.total == line:
                    new = set(inner.pattern.parts) - found
                    found |= new
                    todo.extend(new)
        return found

    def _same_figures(self, some: Sequence[int], others: Sequence[int]) -> Bools:
        one, two = (self.lines.values[list(parts)] for parts in (some, others))
        same: Bools = (one.sum(0) == two.sum(0)) & ((one**3).sum(0) == (two**3).sum(0))
        return same


def _slipped(weighed: Weighed) -> bool:
    """Whether a pattern holds but for one slip that tells something."""
    evidence = weighed.evidence
    fails = evidence.stated & ~evidence.holds
    return bool(fails.sum() == 1 and evidence.bits[fails] > 0 and (evidence.bits > 0).sum() > 1)


def select(pool: Pool) -> list[Weighed]:
    """Choose patterns that can be true together, the best explained first."""
    first = _choose(pool.lines, pool.weighed)
    chosen = _choose(pool.lines, _by_habit(pool.weighed, first))
    return _choose(pool.lines, _coarsest(pool, chosen))


def _by_habit(candidates: dict[Key, Weighed], chosen: Iterable[Weighed]) -> dict[Key, Weighed]:
    """Charge the patterns whose total stands on the side of its parts where few totals of the table stand."""
    sides = [weighed.pattern.side for weighed in chosen]
    after, before = sides.count(1), sides.count(-1)
    if after == before:
        return candidates
    rare = 1 if after < before else -1
    charge = PARAMETERS.habit_weight * math.log2((after + before + 2) / (min(after, before) + 1))
    return {
        key: replace(weighed, pattern=replace(weighed.pattern, cost=weighed.pattern.cost + charge))
        if weighed.pattern.side == rare
        else weighed
        for key, weighed in candidates.items()
    }


def _choose(lines: Lines, candidates: dict[Key, Weighed]) -> list[Weighed]:
    choice = _Choice(lines)
    rivals = defaultdict(list)
    fitting: dict[tuple[int, ...], Weighed] = {}
    for weighed in candidates.values():
        rivals[weighed.pattern.total].append(weighed)
        known = fitting.setdefault(weighed.pattern.parts, weighed)
        if weighed.earned - weighed.pattern.cost > known.earned - known.pattern.cost:
            fitting[weighed.pattern.parts] = weighed
    heap = [(w.pattern.cost - w.earned, w.simplicity, key) for key, w in candidates.items()]
    heapq.heapify(heap)
    gone: set[Key] = set()
    copies: list[Weighed] = []
    while heap:
        shortfall, simplicity, key = heapq.heappop(heap)
        weighed = candidates[key]
        if key in gone or choice.contradicts(weighed.pattern):
            continue
        gain = choice.earns(weighed) - weighed.pattern.cost
        if gain < min(PARAMETERS.sure_bits, -shortfall):
            continue
        if gain < -shortfall - 1e-6:
            heapq.heappush(heap, (-gain, simplicity, key))
            continue
        # Parts that fit another total better are not to be lost to a simpler way of saying this one.
        others = (w for w in rivals[key[0]] if _key(w) not in gone and fitting[w.pattern.parts] is w)
        best = _simplest(choice, weighed, others)
        if best is not weighed:
            heapq.heappush(heap, (shortfall, simplicity, key))
        gone.add(_key(best))
        if choice.is_copy(best.pattern):
            copies.append(best)
        else:
            choice.take(best)
    return choice.chosen + _neighbours(choice.chosen, copies)


def _neighbours(chosen: list[Weighed], copies: list[Weighed]) -> list[Weighed]:
    """Keep the copies of a total that stand next to it and are no totals of their own."""
    totals = {weighed.pattern.total for weighed in chosen}
    places = {(weighed.pattern.parts, weighed.pattern.total) for weighed in chosen}
    return [
        copy
        for copy in copies
        if copy.pattern.total not in totals
        and any((copy.pattern.parts, copy.pattern.total + step) in places for step in (1, -1))
    ]


def _simplest(choice: _Choice, best: Weighed, others: Iterable[Weighed]) -> Weighed:
    """Prefer a simpler pattern that holds wherever the better explained one does."""
    exact, holds = best.evidence.exact, best.evidence.holds
    for other in sorted(others, key=lambda weighed: weighed.simplicity):
        if other.simplicity >= best.simplicity:
            break
        if (holds & ~other.evidence.holds).any():
            continue
        if (exact & ~other.evidence.exact).any() or choice.contradicts(other.pattern):
            continue
        if choice.earns(other) - other.pattern.cost >= PARAMETERS.sure_bits:
            return other
    return best


def _coarsest(pool: Pool, chosen: list[Weighed]) -> dict[Key, Weighed]:
    """Say each total in terms of subtotals, where that holds about as often."""
    filled = pool.lines.filled
    inner = [(w.pattern.total, {part for part in w.pattern.parts if filled[part]}) for w in chosen]
    inner.sort(key=lambda known: -len(known[1]))
    result = {_key(weighed): weighed for weighed in chosen}
    coarsest = [coarser(pool.lines, weighed.pattern, inner) for weighed in chosen]
    pool.add(
        coarse for weighed, coarse in zip(chosen, coarsest, strict=True) if coarse is not weighed.pattern
    )
    for weighed, coarse in zip(chosen, coarsest, strict=True):
        if coarse is weighed.pattern:
            continue
        whole = filled_up(pool.lines, coarse)
        better = pool.weighed.get((whole.total, whole.parts))
        holds = weighed.evidence.holds
        if better and (holds & ~better.evidence.holds).sum() * PARAMETERS.holds_per_loss <= holds.sum():
            del result[_key(weighed)]
            result[_key(better)] = better
    return result


def _key(weighed: Weighed) -> Key:
    return weighed.pattern.total, weighed.pattern.parts
