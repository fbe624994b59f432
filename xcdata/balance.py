"""A ledger as integers: one row a rule, ``computed - published - zero``, and how far it may be from nothing.

In: a :class:`~xcdata.ledger.Ledger` and the kind it is checked as. Out: a :class:`Balance`, in which every
value is a whole number of half the finest unit, so that rounding intervals have whole ends and nothing is
ever a float.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from functools import cached_property

from xcdata.ledger import Kind, Ledger

EXACTLY = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)


@dataclass(frozen=True, slots=True)
class Row:
    """One checkable rule over figure positions: ``sum(parts) - total - zero`` within ``tolerance``."""

    total: int
    parts: tuple[int, ...]
    zero: int
    tolerance: int


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
        By figure; 0 where it cannot be read, which no row then uses.
    steps : list of int
        The unit in the last place, by figure; even.
    rows : list of Row or None
        By rule; None where a figure cannot be read.
    floor : int or None
        The least value that a figure can truly have.
    """

    ledger: Ledger
    kind: Kind
    exponent: int
    values: list[int]
    steps: list[int]
    rows: list[Row | None]
    floor: int | None = None

    def room_below(self, figure: int) -> float:
        """Give the least change of a figure that leaves it a value it can truly have; infinite without a floor."""
        return -math.inf if self.floor is None else self.floor - self.values[figure]

    @cached_property
    def residuals(self) -> list[int]:
        """Computed minus published minus zero, by rule; 0 where it cannot be computed."""
        values = self.values
        return [
            0 if row is None else sum([values[part] for part in row.parts]) - values[row.total] - row.zero
            for row in self.rows
        ]

    @cached_property
    def touching(self) -> list[list[tuple[int, int]]]:
        """By figure, the checkable rules it stands in: (rule, 1 as a part or -1 as the total)."""
        touching: list[list[tuple[int, int]]] = [[] for _ in self.values]
        for index, row in enumerate(self.rows):
            if row is not None:
                touching[row.total].append((index, -1))
                for part in row.parts:
                    touching[part].append((index, 1))
        return touching

    def members(self, rule: int) -> tuple[int, ...]:
        """Give the figures of a checkable rule; none of another."""
        row = self.rows[rule]
        return () if row is None else (row.total, *row.parts)

    def after(self, changes: dict[int, int]) -> list[int]:
        """Give the residuals when figures are changed by so much."""
        residuals = list(self.residuals)
        for figure, change in changes.items():
            for rule, sign in self.touching[figure]:
                residuals[rule] += sign * change
        return residuals

    def holds(self, changes: dict[int, int], broken: Iterable[int]) -> bool:
        """Tell whether these changes mend all broken rules and break no other."""
        residuals = self.after(changes)
        touched = {rule for figure in changes for rule, _ in self.touching[figure]}
        possible = all(change >= self.room_below(figure) for figure, change in changes.items())
        return possible and all(
            abs(residuals[rule]) <= row.tolerance
            for rule in touched.union(broken)
            if (row := self.rows[rule])
        )

    def decimal(self, whole: int) -> Decimal:
        """Give the exact value of a whole number of half units, with at least the ledger's decimals."""
        if whole % 2 == 0 and self.exponent == self._decimals:
            return Decimal(whole // 2).scaleb(self.exponent, EXACTLY)
        exact = Decimal(whole * 5).scaleb(self.exponent - 1, EXACTLY).normalize(EXACTLY)
        decimals = min(self._decimals, int(exact.as_tuple().exponent))
        return exact.quantize(Decimal((0, (1,), decimals)), context=EXACTLY)

    @cached_property
    def _decimals(self) -> int:
        return min(0, int(self.ledger.ulp.as_tuple().exponent))

    def violated(self) -> list[int]:
        """Give the rules outside their tolerance."""
        rows = zip(self.residuals, self.rows, strict=True)
        return [index for index, (r, row) in enumerate(rows) if row is not None and abs(r) > row.tolerance]


def balance(ledger: Ledger, kind: Kind) -> Balance:
    """Write a ledger in whole numbers of half its finest unit.

    Parameters
    ----------
    ledger : Ledger
    kind : Kind
        The kind to check it as, whatever the ledger says.
    """
    units = [ledger.ulp, *{f.ulp for f in ledger.figures if f.ulp is not None}]
    decimals = {f.value.as_tuple().exponent for f in ledger.figures if f.value is not None}
    decimals |= {number.as_tuple().exponent for number in units}
    decimals |= {rule.known_difference.as_tuple().exponent for rule in ledger.rules}
    decimals |= set() if ledger.least is None else {ledger.least.as_tuple().exponent}
    exponent = min(int(d) for d in decimals)

    def whole(number: Decimal) -> int:
        return 2 * int(number.scaleb(-exponent, EXACTLY))

    common = whole(ledger.ulp)
    values = [0 if f.value is None else whole(f.value) for f in ledger.figures]
    steps = [common if f.ulp is None else whole(f.ulp) for f in ledger.figures]
    position = {figure.key: index for index, figure in enumerate(ledger.figures)}
    unreadable = {index for index, figure in enumerate(ledger.figures) if figure.value is None}
    rows: list[Row | None] = []
    for rule in ledger.rules:
        total, parts = position[rule.total], tuple([position[key] for key in rule.parts])
        if total in unreadable or not unreadable.isdisjoint(parts):
            rows.append(None)
        else:
            own = [steps[total], *[steps[part] for part in parts]]
            rows.append(Row(total, parts, whole(rule.known_difference), tolerance(own, kind)))
    floor = None if ledger.least is None else whole(ledger.least)
    return Balance(ledger, kind, exponent, values, steps, rows, floor)


def tolerance(steps: list[int], kind: Kind) -> int:
    """Give how far a rule may be from its zero.

    In an exact ledger only a figure coarser than the rule's finest brings its half unit. In a rounded one
    every figure does, with one exception: two places that state one figure at one precision round the same
    true value and so print the same number, and their tolerance is nothing. A blank cell counts as a
    figure, because what rounds to nothing may be printed as a blank.

    Parameters
    ----------
    steps : list of int
        The units in the last place of the rule's figures, each even.
    kind : Kind
    """
    finest = min(steps)
    if kind is Kind.EXACT and max(steps) == finest:
        return 0
    if kind is Kind.EXACT or (len(steps) == 2 and max(steps) == finest):
        return sum([step for step in steps if step > finest]) // 2
    return sum(steps) // 2
