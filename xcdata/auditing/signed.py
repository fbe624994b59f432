"""Sums of a grid's cells, some of them perhaps taken away, gathered into patterns.

In: totals, parts, and those of the parts that are subtracted. Out: :class:`~xcdata.auditing.patterns.Pattern` s; sums of the same lines in the same
way are one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, cast

from xcdata.auditing.headings import AXES, cell_at
from xcdata.auditing.patterns import (
    Cell,
    Pattern,
    cell_address,
    rule_cells,
    rule_id,
    written,
)
from xcdata.grids.address import runs
from xcdata.ledger.model import SumRule

Shape = tuple[str, int, tuple[int, ...], tuple[int, ...]]
"""The axis, the total, the parts, and those of them that are subtracted, of a pattern."""


Item = TypeVar("Item", bound=Hashable)


def gathered(
    sums: Iterable[tuple[Cell, Sequence[Cell], Sequence[Cell]]], source: str = "declared"
) -> list[Pattern]:
    """Gather sums of cells into patterns: those that add up the same lines to the same line are one.

    Parameters
    ----------
    sums : iterable of (cell, sequence of cell, sequence of cell)
        Totals, their parts, which mostly stand in the total's column, or in its row, and those of the parts that are subtracted.
    source : str
    """
    found: dict[tuple[object, ...], Pattern | tuple[Shape, set[int]]] = {}
    for total, parts, minus in sums:
        along = next((n for n in (0, 1) if all(cell[1 - n] == total[1 - n] for cell in parts)), None)
        if along is None:
            found.setdefault((total, frozenset(parts), frozenset(minus)), of_cells(total, parts, minus))
            continue
        lines, taken = (tuple(sorted(cell[along] for cell in some)) for some in (parts, minus))
        shape = AXES[along], total[along], lines, taken
        group = found.setdefault(shape, (shape, set()))
        assert isinstance(group, tuple)
        group[1].add(total[1 - along])
    patterns = (of_shape(*one[0], one[1]) if isinstance(one, tuple) else one for one in found.values())
    return [replace(one, source=source) for one in patterns]


def joined(patterns: Sequence[Pattern]) -> list[Pattern]:
    """Join patterns of the same lines, each rule once; what holds further cells stays by itself."""
    if len(patterns) == 1:
        return list(patterns)
    rules = [rule for pattern in patterns for rule in pattern.rules]
    sums = [
        (rule_cells(rule)[0], rule_cells(rule)[1:], cast("tuple[Cell, ...]", rule.minus)) for rule in rules
    ]
    return gathered(sums)


def of_shape(
    axis: str, total: int, parts: Iterable[int], minus: Iterable[int], positions: Iterable[int]
) -> Pattern:
    """Return a pattern with its rules written out, some of its lines subtracted."""
    pattern = replace(written(axis, total, parts, positions), source="declared")
    if not (taken := frozenset(minus)):
        return pattern
    rules = tuple(
        signed_rule(
            cell_at(axis, total, at),
            [cell_at(axis, line, at) for line in pattern.parts],
            [cell_at(axis, line, at) for line in pattern.parts if line in taken],
        )
        for at in pattern.positions
    )
    return replace(pattern, rules=rules)


def signed_rule(
    total: Cell, parts: Sequence[Cell], minus: Sequence[Cell] = (), extra: Sequence[Cell] = ()
) -> SumRule:
    """Return the rule of one sum; `extra` are the parts beside the line of the others.

    Examples
    --------
    >>> signed_rule((5, 1), [(2, 1), (3, 1), (4, 1)], [(4, 1)]).id
    'B6=B3:B4-B5'
    """
    taken = set(minus)
    plus = [cell for cell in parts if cell not in taken]
    name = rule_id(total, plus, [cell for cell in extra if cell not in taken])
    name += "".join(f"-{area}" for area in areas_in_words(total, minus))
    return SumRule(total, (*parts, *extra), name, minus=tuple(minus))


def areas_in_words(total: Cell, cells: Sequence[Cell]) -> list[str]:
    """Return the addresses of cells, runs in the column or in the row of a total by their ends."""
    down = sum(cell[1] == total[1] for cell in cells)
    along = 0 if down >= sum(cell[0] == total[0] for cell in cells) else 1
    beside = [cell for cell in cells if cell[1 - along] == total[1 - along]]
    ends = [
        [(line, total[1]) if along == 0 else (total[0], line) for line in dict.fromkeys(run)]
        for run in runs(cell[along] for cell in beside)
    ]
    return [":".join(map(cell_address, run)) for run in ends] + [
        cell_address(cell) for cell in cells if cell not in beside
    ]


def subtracted(pattern: Pattern) -> tuple[int, ...]:
    """Return the lines that the first rule of a pattern subtracts."""
    along = AXES.index(pattern.axis)
    rule = pattern.rules[0]
    lines = (cell[along] for cell in rule_cells(SumRule(rule.total, rule.minus))[1:])
    return tuple(sorted(line for line in lines if line in pattern.parts))


def of_cells(total: Cell, parts: Sequence[Cell], minus: Sequence[Cell] = ()) -> Pattern:
    """Return the pattern of one sum; cells beside the line of most are in its rule alone."""
    down = [cell for cell in parts if cell[1] == total[1]]
    across = [cell for cell in parts if cell[0] == total[0]]
    along, inside = (0, down) if len(down) >= len(across) else (1, across)
    inside = sorted(inside)
    there = set(inside)
    extra = [cell for cell in parts if cell not in there]
    rule = signed_rule(total, inside, sorted(minus), extra)
    lines = tuple(cell[along] for cell in inside)
    return Pattern(AXES[along], total[along], lines, (total[1 - along],), (rule,), "declared")
