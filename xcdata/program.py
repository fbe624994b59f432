"""Three figures and more, by a mixed-integer program.

In: a :class:`~xcdata.balance.Balance`, the rules it breaks, and how long to try. Out: the smallest sets of
figures which, changed, make every rule hold, each verified in whole numbers; the program (HiGHS, in floats)
only proposes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from time import monotonic

import numpy as np

from xcdata.balance import Balance
from xcdata.fewest import Changes, NotSettledError, still_time

LONGEST_RULE = 60
"""Rules with more figures get no row saying that what one figure breaks another must mend: it would be
square."""


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
        At the deadline, or when a proposal does not stand in exact arithmetic and none that does is as small.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    figures = sorted({figure for rule in rules for figure in books.members(rule)})
    column = {figure: position for position, figure in enumerate(figures)}
    n, unit = len(figures), min(books.steps[figure] for figure in figures)
    most = 2 * sum(abs(books.residuals[rule]) for rule in broken) / unit
    rows: list[tuple[dict[int, float], float, float]] = []
    for rule in rules:
        row = books.rows[rule]
        assert row is not None
        signs = {column[figure]: -1.0 if figure == row.total else 1.0 for figure in books.members(rule)}
        off, tolerance = books.residuals[rule], row.tolerance
        rows.append((signs, (-off - tolerance) / unit, (-off + tolerance) / unit))
        if rule in broken:
            rows.append(({n + at: 1.0 for at in signs}, 1.0, math.inf))
        elif tolerance == 0 and len(signs) <= LONGEST_RULE:
            for at in signs:
                rows.append(({n + other: -1.0 if other == at else 1.0 for other in signs}, 0.0, math.inf))
    for at in range(n):
        rows.append(({at: 1.0, n + at: -most}, -math.inf, 0.0))
        rows.append(({at: 1.0, n + at: most}, 0.0, math.inf))
    bounds = Bounds(np.r_[np.full(n, -most), np.zeros(n)], np.r_[np.full(n, most), np.ones(n)])
    whole = np.r_[np.zeros(n), np.ones(n)]
    smallest, doubtful = math.inf, False
    while True:
        still_time(deadline)
        at_row = [number for number, (entries, _, _) in enumerate(rows) for _ in entries]
        at_column = [at for entries, _, _ in rows for at in entries]
        data = [value for entries, _, _ in rows for value in entries.values()]
        matrix = csr_array((data, (at_row, at_column)), shape=(len(rows), 2 * n))
        constraints = LinearConstraint(matrix, [least for _, least, _ in rows], [top for _, _, top in rows])
        left = max(0.01, deadline - monotonic())
        found = milp(
            whole, integrality=whole, bounds=bounds, constraints=constraints, options={"time_limit": left}
        )
        if found.status == 1 or (doubtful and math.isinf(smallest) and found.x is None):
            raise NotSettledError
        if found.x is None or round(found.fun) > smallest:
            return
        chosen = [at for at in range(n) if found.x[n + at] > 0.5]
        changes = {figures[at]: _printable(books, figures[at], found.x[at] * unit) for at in chosen}
        if books.holds(changes, rules):
            if doubtful and len(chosen) > smallest:
                raise NotSettledError
            smallest = len(chosen)
            yield changes
        else:
            doubtful = True
        rows.append(({n + at: 1.0 for at in chosen}, -math.inf, len(chosen) - 1.0))


def _printable(books: Balance, figure: int, change: float) -> int:
    value, step = books.values[figure], books.steps[figure]
    return round((value + change) / step) * step - value
