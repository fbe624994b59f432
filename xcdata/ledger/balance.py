"""A ledger as integers: one row a rule, ``computed - published - zero``, and how far it may be from nothing.

In: a :class:`~xcdata.ledger.model.Ledger` and the kind it is checked as. Out: a :class:`Balance`, in which every
value is a whole number of half the finest unit, so that rounding intervals have whole ends and nothing is
ever a float.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from xcdata.ledger.decimals import EXACTLY as EXACTLY
from xcdata.ledger.decimals import finest_exponent
from xcdata.ledger.model import Kind, Ledger

Changes = dict[int, int]
"""Figure positions and what is added to each, in the balance's whole numbers."""


class Edit(NamedTuple):
    """One checkable rule over figure positions: ``sum(parts) - total - zero`` within ``tolerance``, where some parts are subtracted."""

    total: int
    parts: tuple[int, ...]
    zero: int
    tolerance: int
    minus: tuple[int, ...] = ()

    @property
    def members(self) -> tuple[int, ...]:
        """The total and the parts."""
        return (self.total, *self.parts)

    @property
    def signs(self) -> list[int]:
        """What the rule takes its members times: the total and what is subtracted -1, other parts 1."""
        if not self.minus:
            return [-1] + [1] * len(self.parts)
        minus = frozenset(self.minus)
        return [-1, *(-1 if part in minus else 1 for part in self.parts)]


@dataclass(frozen=True)
class Balance:
    """The balance edits of a ledger in whole numbers.

    Attributes
    ----------
    ledger : Ledger
    kind : Kind
    exponent : int
        The finest power of ten in the ledger; one whole number is ``10**exponent / 2``.
    values : list of int
        By figure; 0 where it cannot be read, which no edit then uses.
    steps : list of int
        The unit in the last place, by figure; even.
    edits : list of Edit or None
        By rule; None where a figure cannot be read.
    floor : int or None
        The least value that a figure can truly have.
    """

    ledger: Ledger
    kind: Kind
    exponent: int
    values: list[int]
    steps: list[int]
    edits: list[Edit | None]
    floor: int | None = None

    def room_below(self, figure: int) -> float:
        """Give the least change of a figure that leaves it a value it can truly have; infinite without a floor."""
        return -math.inf if self.floor is None else self.floor - self.values[figure]

    @cached_property
    def residuals(self) -> list[int]:
        """Computed minus published minus zero, by rule; 0 where it cannot be computed."""
        value_of = self.values.__getitem__
        off = [
            0 if edit is None else sum(map(value_of, edit.parts)) - value_of(edit.total) - edit.zero
            for edit in self.edits
        ]
        for rule, edit in enumerate(self.edits):
            if edit and edit.minus:
                off[rule] -= 2 * sum(map(value_of, edit.minus))
        return off

    @cached_property
    def touching(self) -> Mapping[int, list[tuple[int, int]]]:
        """By figure, the checkable rules it stands in: (rule, 1 as a part or -1 as the total or subtracted)."""
        touching: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for rule, edit in enumerate(self.edits):
            if edit is not None:
                for figure, sign in zip(edit.members, edit.signs, strict=True):
                    touching[figure].append((rule, sign))
        return touching

    @cached_property
    def lines(self) -> list[list[int]]:
        """The readable figures of each line of the source by column, of lines with three or more."""
        lines: dict[int, dict[int, int]] = {}
        for index, figure in enumerate(self.ledger.figures):
            if figure.value is not None and figure.line is not None and figure.column is not None:
                lines.setdefault(figure.line, {})[figure.column] = index
        rows = [[cells[column] for column in sorted(cells)] for cells in lines.values()]
        return [row for row in rows if len(row) > 2]

    @cached_property
    def line_of(self) -> dict[int, int]:
        """By figure, which of the :attr:`lines` it stands in."""
        return {figure: number for number, line in enumerate(self.lines) for figure in line}

    @cached_property
    def has_blanks(self) -> bool:
        """Whether a figure is printed as a blank cell."""
        return any(not figure.printed for figure in self.ledger.figures)

    @cached_property
    def has_negatives(self) -> bool:
        """Whether a figure is negative."""
        return any(value < 0 for value in self.values)

    def bounds_broken(self, changes: Changes) -> int:
        """Count the parts that are larger than what they are a part of."""
        position = self.ledger.position

        def value(key: Hashable) -> int:
            return self.values[position[key]] + changes.get(position[key], 0)

        return sum(value(bound.part) > value(bound.whole) for bound in self.ledger.bounds)

    def members(self, rule: int) -> tuple[int, ...]:
        """Give the figures of a checkable rule; none of another."""
        edit = self.edits[rule]
        return () if edit is None else edit.members

    def signs(self, rule: int) -> list[int]:
        """Give what a checkable rule takes its :meth:`members` times; nothing of another."""
        edit = self.edits[rule]
        return [] if edit is None else edit.signs

    def shifts(self, changes: Changes) -> dict[int, int]:
        """Give by how much changes of figures change the residuals of the rules they stand in."""
        shifts: defaultdict[int, int] = defaultdict(int)
        for figure, change in changes.items():
            for rule, sign in self.touching[figure]:
                shifts[rule] += sign * change
        return dict(shifts)

    def holds(self, changes: Changes, violated: Iterable[int]) -> bool:
        """Tell whether these changes mend all violated rules and break no other."""
        if any(change < self.room_below(figure) for figure, change in changes.items()):
            return False
        shifts = self.shifts(changes)
        return all(
            abs(self.residuals[rule] + shifts.get(rule, 0)) <= edit.tolerance
            for rule in {*shifts, *violated}
            if (edit := self.edits[rule])
        )

    def decimal(self, whole: int) -> Decimal:
        """Give the exact value of a whole number of half units, with at least the ledger's decimals."""
        if whole % 2 == 0 and self.exponent == self._decimals:
            return (
                Decimal(whole // 2)
                if self.exponent == 0
                else Decimal(whole // 2).scaleb(self.exponent, EXACTLY)
            )
        exact = Decimal(whole * 5).scaleb(self.exponent - 1, EXACTLY).normalize(EXACTLY)
        decimals = min(self._decimals, int(exact.as_tuple().exponent))
        return exact.quantize(Decimal((0, (1,), decimals)), context=EXACTLY)

    @cached_property
    def _decimals(self) -> int:
        return min(0, int(self.ledger.ulp.as_tuple().exponent))

    @cached_property
    def violated(self) -> list[int]:
        """The rules outside their tolerance."""
        edits = zip(self.residuals, self.edits, strict=True)
        return [
            rule for rule, (off, edit) in enumerate(edits) if edit is not None and abs(off) > edit.tolerance
        ]

    def connected(self) -> list[list[int]]:
        """Give the checkable rules in parts that hang together through their figures, each in the ledger's order."""
        # scipy takes a quarter of a second to load, which only a ledger with something wrong in it is worth.
        import numpy as np
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        rules = [rule for rule, edit in enumerate(self.edits) if edit is not None]
        members = [self.members(rule) for rule in rules]
        starts = np.cumsum([0, *map(len, members)])
        figures = np.fromiter(chain.from_iterable(members), np.intp, starts[-1])
        # Nodes are the rules and, behind them, the figures.
        size = len(rules) + len(self.values)
        pointers = np.r_[starts, np.full(len(self.values), starts[-1])]
        shape = csr_array((np.ones(len(figures), bool), len(rules) + figures, pointers), shape=(size, size))
        labels = connected_components(shape, directed=False)[1]
        parts: dict[int, list[int]] = {}
        for rule, label in zip(rules, labels[: len(rules)].tolist(), strict=True):
            parts.setdefault(label, []).append(rule)
        return list(parts.values())


def balance_of(ledger: Ledger, kind: Kind) -> Balance:
    """Write a ledger in whole numbers of half its finest unit.

    Parameters
    ----------
    ledger : Ledger
    kind : Kind
        The kind to check it as, whatever the ledger says.

    Examples
    --------
    >>> from xcdata.ledger.model import Figure, SumRule
    >>> figures = [Figure(text, text, Decimal(text)) for text in ("7.5", "4", "3.25")]
    >>> balance = balance_of(Ledger(tuple(figures), (SumRule("7.5", ("4", "3.25")),), Decimal("0.01")), Kind.ROUNDED)
    >>> balance.exponent, balance.values, balance.residuals, balance.edits[0].tolerance
    (-2, [1500, 800, 650], [-50], 3)
    """
    figures, rules = ledger.figures, ledger.rules
    own_units = {figure.ulp for figure in figures if figure.ulp is not None}
    numbers = [figure.value for figure in figures if figure.value is not None]
    numbers += [ledger.ulp, *own_units, *{rule.known_difference for rule in rules}]
    numbers += [] if ledger.least is None else [ledger.least]
    exponent = finest_exponent(numbers)
    in_halves = Decimal((0, (2,), -exponent))

    def whole(number: Decimal) -> int:
        return int(EXACTLY.multiply(number, in_halves))

    common = whole(ledger.ulp)
    # The operator is twice as fast as the context's method.
    with localcontext(EXACTLY):
        values = [0 if (value := figure.value) is None else int(value * in_halves) for figure in figures]
    steps = [common] * len(figures)
    if own_units:
        steps = [common if figure.ulp is None else whole(figure.ulp) for figure in figures]
    position = ledger.position
    unreadable = {index for index, figure in enumerate(figures) if figure.value is None}
    edits: list[Edit | None] = []
    for rule in rules:
        total, parts = position[rule.total], tuple(map(position.__getitem__, rule.parts))
        if unreadable and (total in unreadable or not unreadable.isdisjoint(parts)):
            edits.append(None)
            continue
        if own_units:
            room = tolerance([steps[total], *map(steps.__getitem__, parts)], kind)
        else:
            room = tolerance_of_alike(1 + len(parts), common, kind)
        minus = tuple(map(position.__getitem__, rule.minus))
        edits.append(Edit(total, parts, whole(rule.known_difference), room, minus))
    floor = None if ledger.least is None else whole(ledger.least)
    return Balance(ledger, kind, exponent, values, steps, edits, floor)


def tolerance(steps: Sequence[int], kind: Kind) -> int:
    """Give how far a rule may be from its zero.

    In an exact ledger only a figure coarser than the rule's finest brings its half unit. In a rounded one
    every figure does, with one exception: two places that state one figure at one precision round the same
    true value and so print the same number, and their tolerance is nothing. A blank cell counts as a
    figure, because what rounds to nothing may be printed as a blank.

    Parameters
    ----------
    steps : sequence of int
        The units in the last place of the rule's figures, each even.
    kind : Kind

    Examples
    --------
    >>> tolerance([2, 2, 2, 2], Kind.ROUNDED), tolerance([2, 2], Kind.ROUNDED), tolerance([200, 2], Kind.EXACT)
    (4, 0, 100)
    """
    finest = min(steps)
    if max(steps) == finest:
        return tolerance_of_alike(len(steps), finest, kind)
    return sum([step for step in steps if step > finest] if kind is Kind.EXACT else steps) // 2


def tolerance_of_alike(figures: int, step: int, kind: Kind) -> int:
    """Give the :func:`tolerance` of a rule whose figures all have one unit in the last place."""
    return 0 if kind is Kind.EXACT or figures == 2 else figures * step // 2
