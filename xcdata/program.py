"""Three figures and more, by a mixed-integer program.

In: a :class:`~xcdata.balance.Balance`, the rules it breaks, and how long to try. Out: the smallest sets of
figures which, changed, make every rule hold, each verified in whole numbers; the program (HiGHS, in floats)
only proposes.
"""

from __future__ import annotations

import math
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import combinations
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from xcdata.balance import Balance
from xcdata.fewest import Changes, NotSettledError, still_time
from xcdata.ledger import Kind

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WHOLE = math.lcm(*range(1, 11))
"""What a figure weighs, so that its share in each of up to ten broken rules is a whole number."""

OPTIMAL, TIME_UP, INFEASIBLE = 0, 1, 2

LONGEST_RULE = 60
"""Of longer rules it is not spelled out that what one figure breaks another mends: it takes a square."""


def larger(books: Balance, broken: Sequence[int], rules: Sequence[int], deadline: float) -> Iterator[Changes]:
    """Find the smallest sets of figures that make all rules hold, one after the other.

    Parameters
    ----------
    books : Balance
    broken, rules : sequence of int
        The broken rules, and all rules that hang together with them.
    deadline : float
        By the monotonic clock.

    Raises
    ------
    NotSettledError
        At the deadline, or when the program proposes what does not stand in whole numbers.
    """
    every = len({figure for rule in rules for figure in books.members(rule)})
    shares = _shares(books, broken)
    least = max(3, *(-(-sum(asked.values()) // WHOLE) for asked in shares))
    settled = False
    for size in range(least, every + 1):
        figures = suspects(books, rules, shares, size, deadline)
        for changes in _proposals(books, rules, figures, size, deadline):
            settled = True
            yield changes
        if settled:
            return


def _shares(books: Balance, broken: Sequence[int]) -> list[dict[int, int]]:
    """Give ways in which the broken rules ask for their figures, no figure being asked for more than itself.

    Every explanation holds a figure of each broken rule, so it takes at least the sum of the shares. One way
    shares each figure out evenly; the other gives rules without a common figure one each.
    """
    times = Counter(figure for rule in broken for figure in books.members(rule))
    even = {rule: WHOLE // max(times[figure] for figure in books.members(rule)) for rule in broken}
    apart: dict[int, int] = {}
    taken: set[int] = set()
    for rule in sorted(broken, key=lambda rule: sum(times[figure] - 1 for figure in books.members(rule))):
        if taken.isdisjoint(books.members(rule)):
            taken.update(books.members(rule))
            apart[rule] = WHOLE
    return [even, apart]


def suspects(
    books: Balance, rules: Sequence[int], shares: list[dict[int, int]], size: int, deadline: float
) -> list[int]:
    """Give the figures that can be in an explanation of so many figures.

    An explanation takes at least what the broken rules ask for, and what its own figures are not asked for
    besides. In an exact ledger a figure that breaks a rule also brings in another that mends it.

    Parameters
    ----------
    books : Balance
    rules : sequence of int
    shares : list of dict of int to int
        What each broken rule asks for, in as many ways.
    size : int
        How many figures the explanation has at most.
    deadline : float

    Returns
    -------
    list of int
        In ascending order; every explanation of that size or a smaller one is made of these alone.
    """
    left = {figure for rule in rules for figure in books.members(rule)}
    for asked in shares:
        spare = size * WHOLE - sum(asked.values())
        unasked = dict.fromkeys(left, WHOLE)
        for rule, share in asked.items():
            for figure in left.intersection(books.members(rule)):
                unasked[figure] -= share
        mending = [rule for rule in rules if not books.residuals[rule] and not books.rows[rule].tolerance]  # type: ignore[union-attr]
        before = len(left) + 1
        while len(left) < before:
            still_time(deadline)
            before = len(left)
            partner = dict.fromkeys(left, 0)
            for rule in mending:
                present = [figure for figure in books.members(rule) if figure in left]
                least, second = sorted([*(unasked[figure] for figure in present), spare + 1, spare + 1])[:2]
                for figure in present:
                    partner[figure] = max(partner[figure], second if unasked[figure] == least else least)
            left = {figure for figure in left if unasked[figure] + partner[figure] <= spare}
    return sorted(left)


def _proposals(
    books: Balance, rules: Sequence[int], figures: list[int], size: int, deadline: float
) -> Iterator[Changes]:
    """Find the sets of so many of these figures that make all rules hold, verified."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if len(figures) < size:
        return
    broken = [books.residuals[rule] for rule in books.violated() if rule in set(rules)]
    n, unit = len(figures), math.gcd(*broken, *(books.steps[figure] for figure in figures))
    most = 2 * sum(map(abs, broken)) / unit
    constraints = [LinearConstraint(*_system(books, rules, figures, unit, most, deadline))]
    least = np.maximum(-most, [books.room_below(figure) / unit for figure in figures])
    switched = np.r_[np.zeros(n, int), np.ones(n, int)]
    constraints.append(LinearConstraint(csr_array(switched[None, :]), ub=size))
    while True:
        still_time(deadline)
        with _silence():
            found = milp(
                switched,
                integrality=np.ones(2 * n, int) if books.kind is Kind.ROUNDED else switched,
                bounds=Bounds(np.r_[least, np.zeros(n)], np.r_[np.full(n, most), np.ones(n)]),
                constraints=constraints,
                options={"time_limit": max(0.01, deadline - monotonic())},
            )
        if found.status == INFEASIBLE:
            return
        if found.status != OPTIMAL or found.x is None:
            raise NotSettledError("within the time" if found.status == TIME_UP else "by the solver")
        chosen = np.flatnonzero(found.x[n:] > 0.5)
        changes = {figures[at]: round(found.x[at]) * unit for at in chosen}
        if not books.holds(changes, rules):
            raise NotSettledError("in exact arithmetic")
        yield changes
        this = csr_array((np.ones(len(chosen)), (np.zeros(len(chosen), int), n + chosen)), shape=(1, 2 * n))
        constraints.append(LinearConstraint(this, ub=len(chosen) - 1))


def _system(
    books: Balance, rules: Sequence[int], figures: Collection[int], unit: int, most: float, deadline: float
) -> tuple[csr_array, list[float], list[float]]:
    """Write the rules over the changes and, behind them, one switch a figure: 1 where it may change."""
    from scipy.sparse import csr_array

    n = len(figures)
    column = {figure: position for position, figure in enumerate(figures)}
    entries: list[int] = []
    signs: list[float] = []
    starts, least, top = [0], [], []

    def add(columns: Sequence[int], weights: Sequence[float], lowest: float, highest: float) -> None:
        entries.extend(columns)
        signs.extend(weights)
        starts.append(len(entries))
        least.append(lowest)
        top.append(highest)

    for rule in rules:
        still_time(deadline)
        row, off = books.rows[rule], books.residuals[rule]
        assert row is not None
        at = [column[figure] for figure in books.members(rule) if figure in column]
        weights = [-1.0 if figure == row.total else 1.0 for figure in books.members(rule) if figure in column]
        switches = [n + position for position in at]
        add(at, weights, (-off - row.tolerance) / unit, (-off + row.tolerance) / unit)
        if abs(off) > row.tolerance:
            add(switches, [1.0] * len(at), 1.0, math.inf)
        elif row.tolerance == 0 and len(at) <= LONGEST_RULE:
            for position in range(len(at)):
                add(switches, [-1.0 if other == position else 1.0 for other in range(len(at))], 0.0, math.inf)
    for figure, position in column.items():
        # Rules that ask a figure for different changes are not both mended by it alone.
        wanted: dict[int, int] = {}
        for rule, sign in books.touching[figure]:
            if books.residuals[rule] and not books.rows[rule].tolerance:  # type: ignore[union-attr]
                wanted.setdefault(-sign * books.residuals[rule], rule)
        for pair in combinations(wanted.values(), 2):
            around = {n + column[other] for rule in pair for other in books.members(rule) if other in column}
            around.discard(n + position)
            add([n + position, *around], [-1.0] + [1.0] * len(around), 0.0, math.inf)
    for position in range(n):
        add((position, n + position), (1.0, -most), -math.inf, 0.0)
        add((position, n + position), (1.0, most), 0.0, math.inf)
    return csr_array((signs, entries, starts), shape=(len(least), 2 * n)), least, top


@contextmanager
def _silence() -> Iterator[None]:
    """Keep a line that HiGHS prints of its own now and then from spoiling what goes to standard output."""
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
