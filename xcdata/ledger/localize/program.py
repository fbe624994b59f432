"""Three figures and more, by a mixed-integer program.

In: a :class:`~xcdata.ledger.balance.Balance`, the rules it breaks, and how much work it may be. Out: the smallest sets of
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
from typing import TYPE_CHECKING

import numpy as np

from xcdata.ledger.balance import Balance, Changes
from xcdata.ledger.localize.work import NotSettledError, Work
from xcdata.ledger.model import Kind

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WHOLE = math.lcm(*range(1, 11))
"""What a figure weighs, so that its share in each of up to ten violated rules is a whole number."""

OPTIMAL, INFEASIBLE = 0, 2

START, ROOT, NODE = 300, 20, 1 / 3
"""So many steps a program takes in any case, and for each of its coefficients at the root of its search tree, where it is
simplified and cut, and at every further node,"""

FIGURE = 40
"""a figure counting as so many coefficients. Measured of programs of 70 to 130,000 coefficients, of the dearer ones."""

FIRST_NODES, MORE_NODES = 64, 4
"""A search tree may have so many nodes first, and then so many times as many. How many it had is not told where it finds nothing:
half of what it was allowed are counted then."""

VISITS = 40
"""So many figures of rules are looked at in one step."""

WHOLE_NODES = 1000
"""So many nodes the search for whole numbers may have; it is of few figures."""

EXACT_IN_FLOATS = 2.0**53
"""Larger whole numbers are rounded in the program's floats, and what it then calls impossible may not be."""

LONGEST_RULE = 60
"""Of longer rules it is not spelled out that what one figure breaks another mends: it takes a square."""


def larger(balance: Balance, violated: Sequence[int], rules: Sequence[int], work: Work) -> Iterator[Changes]:
    """Find the smallest sets of figures that make all rules hold, one after the other.

    Parameters
    ----------
    balance : Balance
    violated, rules : sequence of int
        The violated rules, and all rules that hang together with them.
    work : Work

    Raises
    ------
    NotSettledError
        When the work is used up, or when the program proposes what does not stand in whole numbers.
    """
    every = len({figure for rule in rules for figure in balance.members(rule)})
    shares = _shares(balance, violated)
    least = max(3, *(-(-sum(asked.values()) // WHOLE) for asked in shares))
    settled = False
    for size in range(least, every + 1):
        figures = suspects(balance, rules, shares, size, work)
        for changes in _proposals(balance, rules, figures, size, work):
            settled = True
            yield changes
        if settled:
            return


def _shares(balance: Balance, violated: Sequence[int]) -> list[dict[int, int]]:
    """Give ways in which the violated rules ask for their figures, no figure being asked for more than itself.

    Every explanation holds a figure of each violated rule, so it takes at least the sum of the shares. One way
    shares each figure out evenly; the other gives rules without a common figure one each.
    """
    times = Counter(figure for rule in violated for figure in balance.members(rule))
    even = {rule: WHOLE // max(times[figure] for figure in balance.members(rule)) for rule in violated}
    apart: dict[int, int] = {}
    taken: set[int] = set()
    for rule in sorted(violated, key=lambda rule: sum(times[figure] - 1 for figure in balance.members(rule))):
        if taken.isdisjoint(balance.members(rule)):
            taken.update(balance.members(rule))
            apart[rule] = WHOLE
    return [even, apart]


def suspects(
    balance: Balance, rules: Sequence[int], shares: list[dict[int, int]], size: int, work: Work
) -> list[int]:
    """Give the figures that can be in an explanation of so many figures.

    An explanation takes at least what the violated rules ask for, and what its own figures are not asked for
    besides. In an exact ledger a figure that breaks a rule also brings in another that mends it.

    Parameters
    ----------
    balance : Balance
    rules : sequence of int
    shares : list of dict of int to int
        What each violated rule asks for, in as many ways.
    size : int
        How many figures the explanation has at most.
    work : Work

    Returns
    -------
    list of int
        In ascending order; every explanation of that size or a smaller one is made of these alone.
    """
    left = {figure for rule in rules for figure in balance.members(rule)}
    for asked in shares:
        spare = size * WHOLE - sum(asked.values())
        unasked = dict.fromkeys(left, WHOLE)
        for rule, share in asked.items():
            for figure in left.intersection(balance.members(rule)):
                unasked[figure] -= share
        mending = [
            rule
            for rule in rules
            if not balance.residuals[rule] and (edit := balance.edits[rule]) and not edit.tolerance
        ]
        before, looked_at = len(left) + 1, sum(len(balance.members(rule)) for rule in mending)
        while len(left) < before:
            work.spend(1 + (before + 3 * looked_at) // VISITS)
            before = len(left)
            partner = dict.fromkeys(left, 0)
            for rule in mending:
                present = [figure for figure in balance.members(rule) if figure in left]
                least, second = sorted([*(unasked[figure] for figure in present), spare + 1, spare + 1])[:2]
                for figure in present:
                    partner[figure] = max(partner[figure], second if unasked[figure] == least else least)
            left = {figure for figure in left if unasked[figure] + partner[figure] <= spare}
    return sorted(left)


def _proposals(
    balance: Balance, rules: Sequence[int], figures: list[int], size: int, work: Work
) -> Iterator[Changes]:
    """Find the sets of so many of these figures that make all rules hold, verified."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    if len(figures) < size:
        return
    own = set(rules)
    off = [balance.residuals[rule] for rule in balance.violated if rule in own]
    n, unit = len(figures), math.gcd(*off, *(balance.steps[figure] for figure in figures))
    most = 2 * sum(map(abs, off)) / unit
    if most > EXACT_IN_FLOATS:
        raise NotSettledError("in exact arithmetic")
    system, lowest, highest = _system(balance, rules, figures, unit, most, work)
    constraints = [LinearConstraint(system, lowest, highest)]
    least = np.maximum(-most, [balance.room_below(figure) / unit for figure in figures])
    switched = np.r_[np.zeros(n, int), np.ones(n, int)]
    constraints.append(LinearConstraint(csr_array(switched[None, :]), ub=size))
    most_nodes = FIRST_NODES
    while True:
        weight = FIGURE * n + system.nnz
        each = 1 + int(NODE * weight)
        work.spend(START + ROOT * weight)
        nodes = min(most_nodes, 1 + work.left // each)
        with _silence():
            found = milp(
                switched,
                integrality=switched,
                bounds=Bounds(np.r_[least, np.zeros(n)], np.r_[np.full(n, most), np.ones(n)]),
                constraints=constraints,
                options={"node_limit": nodes},
            )
        if "limit" in found.message:
            work.spend(each * nodes)
            most_nodes *= MORE_NODES
            continue
        work.spend(each * (nodes // 2 if found.mip_node_count is None else found.mip_node_count))
        if found.status == INFEASIBLE:
            return
        if found.status != OPTIMAL or found.x is None:
            raise NotSettledError("by the solver")
        chosen = np.flatnonzero(found.x[n:] > 0.5)
        changes = {figures[at]: round(found.x[at]) * unit for at in chosen}
        if not balance.holds(changes, rules):
            if balance.kind is Kind.EXACT:
                raise NotSettledError("in exact arithmetic")
            work.spend(2 * START)
            changes = _in_whole_numbers(balance, rules, list(changes), unit, most)
        if changes:
            yield changes
        this = csr_array((np.ones(len(chosen)), (np.zeros(len(chosen), int), n + chosen)), shape=(1, 2 * n))
        constraints.append(LinearConstraint(this, ub=len(chosen) - 1))


def _in_whole_numbers(
    balance: Balance, rules: Sequence[int], figures: Sequence[int], unit: int, most: float
) -> Changes:
    """Find changes of all these figures in whole units that make their rules hold; none where there are none."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    own = set(rules)
    touched = sorted({rule for figure in figures for rule, _ in balance.touching[figure]} & own)
    signs = np.zeros((len(touched), len(figures)))
    for column, figure in enumerate(figures):
        for rule, sign in balance.touching[figure]:
            signs[touched.index(rule), column] = sign
    off = np.array([balance.residuals[rule] for rule in touched], float)
    room = np.array([edit.tolerance for rule in touched if (edit := balance.edits[rule])], float)
    least = np.maximum(-most, [balance.room_below(figure) / unit for figure in figures])
    with _silence():
        found = milp(
            np.zeros(len(figures)),
            integrality=np.ones(len(figures), int),
            bounds=Bounds(least, np.full(len(figures), most)),
            constraints=LinearConstraint(signs, (-off - room) / unit, (-off + room) / unit),
            options={"node_limit": WHOLE_NODES},
        )
    if found.status == INFEASIBLE:
        return {}
    changes = {} if found.x is None else {f: round(x) * unit for f, x in zip(figures, found.x, strict=True)}
    if not changes or not balance.holds(changes, rules):
        raise NotSettledError("in exact arithmetic")
    return changes


def _system(
    balance: Balance, rules: Sequence[int], figures: Collection[int], unit: int, most: float, work: Work
) -> tuple[csr_array, list[float], list[float]]:
    """Write the rules over the changes and, behind them, one switch a figure: 1 where it may change."""
    from scipy.sparse import csr_array

    n = len(figures)
    column = {figure: position for position, figure in enumerate(figures)}
    entries: list[int] = []
    signs: list[float] = []
    starts, least, top = [0], [], []

    def add(columns: Sequence[int], weights: Sequence[float], lowest: float, highest: float) -> None:
        if ROOT * len(entries) > work.left:
            raise NotSettledError(work.limit)
        entries.extend(columns)
        signs.extend(weights)
        starts.append(len(entries))
        least.append(lowest)
        top.append(highest)

    for rule in rules:
        edit, off = balance.edits[rule], balance.residuals[rule]
        assert edit is not None
        at = [column[figure] for figure in edit.members if figure in column]
        weights = [
            float(sign) for figure, sign in zip(edit.members, edit.signs, strict=True) if figure in column
        ]
        switches = [n + position for position in at]
        add(at, weights, (-off - edit.tolerance) / unit, (-off + edit.tolerance) / unit)
        if abs(off) > edit.tolerance:
            add(switches, [1.0] * len(at), 1.0, math.inf)
        elif edit.tolerance == 0 and len(at) <= LONGEST_RULE:
            for position in range(len(at)):
                add(switches, [-1.0 if other == position else 1.0 for other in range(len(at))], 0.0, math.inf)
    for figure, position in column.items():
        # Rules that ask a figure for different changes are not both mended by it alone.
        wanted: dict[int, int] = {}
        for rule, sign in balance.touching[figure]:
            if balance.residuals[rule] and not balance.edits[rule].tolerance:  # type: ignore[union-attr]
                wanted.setdefault(-sign * balance.residuals[rule], rule)
        for pair in combinations(wanted.values(), 2):
            around = {
                n + column[other] for rule in pair for other in balance.members(rule) if other in column
            }
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
