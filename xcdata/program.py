"""Three figures and more, by a mixed-integer program.

In: a :class:`~xcdata.balance.Balance`, the rules it breaks, and how long to try. Out: the smallest sets of
figures which, changed, make every rule hold, each verified in whole numbers; the program (HiGHS, in floats)
only proposes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from .balance import Balance
from .fewest import Changes, NotSettledError, still_time
from .ledger import Kind

if TYPE_CHECKING:
    from scipy.sparse import csr_array

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
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    figures = sorted({figure for rule in rules for figure in books.members(rule)})
    n, unit = len(figures), min(books.steps[figure] for figure in figures)
    most = 2 * sum(abs(books.residuals[rule]) for rule in broken) / unit
    constraints = [LinearConstraint(*_system(books, rules, figures, unit, most, deadline))]
    bounds = Bounds(np.r_[np.full(n, -most), np.zeros(n)], np.r_[np.full(n, most), np.ones(n)])
    switched = np.r_[np.zeros(n, int), np.ones(n, int)]
    integrality = np.ones(2 * n, int) if books.kind is Kind.ROUNDED else switched
    smallest = math.inf
    while True:
        still_time(deadline)
        found = milp(
            switched,
            integrality=integrality,
            bounds=bounds,
            constraints=constraints,
            options={"time_limit": deadline - monotonic()},
        )
        if found.status == 1:
            raise NotSettledError("within the time")
        if found.x is None or round(found.fun) > smallest:
            return
        chosen = np.flatnonzero(found.x[n:] > 0.5)
        changes = {figures[at]: _printable(books, figures[at], found.x[at] * unit) for at in chosen}
        if not books.holds(changes, rules):
            raise NotSettledError("in exact arithmetic")
        smallest = len(chosen)
        yield changes
        this = csr_array((np.ones(smallest), (np.zeros(smallest, int), n + chosen)), shape=(1, 2 * n))
        constraints.append(LinearConstraint(this, ub=smallest - 1))


def _system(
    books: Balance,
    rules: Sequence[int],
    figures: list[int],
    unit: int,
    most: float,
    deadline: float,
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
        at = [column[figure] for figure in books.members(rule)]
        switches = [n + position for position in at]
        low, high = (-off - row.tolerance) / unit, (-off + row.tolerance) / unit
        add(at, [-1.0] + [1.0] * len(row.parts), low, high)
        if abs(off) > row.tolerance:
            add(switches, [1.0] * len(at), 1.0, math.inf)
        elif row.tolerance == 0 and len(at) <= LONGEST_RULE:
            for position in range(len(at)):
                add(switches, [-1.0 if other == position else 1.0 for other in range(len(at))], 0.0, math.inf)
    for position in range(n):
        add((position, n + position), (1.0, -most), -math.inf, 0.0)
        add((position, n + position), (1.0, most), 0.0, math.inf)
    return csr_array((signs, entries, starts), shape=(len(least), 2 * n)), least, top


def _printable(books: Balance, figure: int, change: float) -> int:
    value, step = books.values[figure], books.steps[figure]
    return round((value + change) / step) * step - value
